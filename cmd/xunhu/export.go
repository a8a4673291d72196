package main

import (
	"context"
	"io"
	"path/filepath"

	"xunhu/api/store"
	"xunhu/api/words"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/format"
)

type exportVerb struct {
	Collection string `arg:"" help:"${help_collection}"`
	Out        string `short:"o" help:"${help_out}" placeholder:"FILE"`
	Encoding   string `help:"${help_recode}" placeholder:"ENC"`
}

// Run writes a whole collection in the format of the ending of Out.
func (v *exportVerb) Run(ctx context.Context, p *program) error {
	schema, ok := feature.SchemaOf(feature.Kind(v.Collection))
	if !ok {
		return finding.New("command.unknown_collection", v.Collection, "kinds", collectionNames())
	}
	s, r, err := p.opened(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	page, err := s.Query(ctx, r.Atlas.Region.Code, schema.Kind, store.Query{})
	if err != nil {
		return err
	}
	ending := filepath.Ext(v.Out)
	if ending == "" {
		ending = ".geojson"
	}
	c, opt := feature.Collection{Schema: store.Public(schema), Features: store.Unnamed(schema.Kind, page.Features)}, format.Options{Encoding: v.Encoding}
	if err := output(v.Out, p.out, func(w io.Writer) error { return format.WriteWith(w, ending, c, opt) }); err != nil {
		return err
	}
	losses := format.Losses(ending, c, opt)
	p.printFindings("· ", losses, len(losses))
	p.say(words.Say(p.lang, "command.exported", finding.Args{
		"n": len(page.Features), "kind": finding.Name{ZH: schema.ZH, EN: schema.EN},
	}))
	return nil
}

func collectionNames() []string {
	var names []string
	for _, s := range feature.Schemas() {
		names = append(names, string(s.Kind))
	}
	return names
}
