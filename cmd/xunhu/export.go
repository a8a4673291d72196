package main

import (
	"context"
	"errors"
	"io"
	"path/filepath"
	"strings"

	"xunhu/api/store"
	"xunhu/api/tiles"
	"xunhu/api/words"
	"xunhu/geo/atlas"
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
	if v.Collection == tiles.BaseName {
		return v.base(ctx, p)
	}
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
	if strings.EqualFold(ending, tilesEnding) {
		return v.tiles(ctx, p, r.Atlas.Region, schema, page.Features)
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

// tilesEnding is that of an archive of tiles.
const tilesEnding = ".pmtiles"

// tiles writes a collection as an archive of vector tiles.
func (v *exportVerb) tiles(ctx context.Context, p *program, r atlas.Region, schema feature.Schema, features []feature.Feature) error {
	stop := p.progress("command.making_tiles")
	n := 0
	err := output(v.Out, p.out, func(w io.Writer) (err error) {
		n, err = tiles.Export(ctx, r, schema, features, p.now(), w)
		return err
	})
	stop()
	if err == nil {
		p.say(words.Say(p.lang, "command.tiles_exported", finding.Args{"tiles": n, "what": finding.Name{ZH: schema.ZH, EN: schema.EN}}))
	}
	return err
}

// base writes the base map as it is kept.
func (v *exportVerb) base(ctx context.Context, p *program) error {
	if ending := filepath.Ext(v.Out); v.Out != "-" && !strings.EqualFold(ending, tilesEnding) {
		return finding.New("command.basemap_form", v.Out)
	}
	s, err := p.store.open(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	r, err := p.target(ctx, s)
	if err == nil && r == nil {
		err = finding.New("command.empty_store", p.store.String())
	}
	if err != nil {
		return err
	}
	set, err := s.TileSet(ctx, r.Code, tiles.BaseName)
	if errors.Is(err, store.ErrNotFound) {
		return finding.New("command.basemap_none", "", "region", r.Name)
	}
	if err != nil {
		return err
	}
	return output(v.Out, p.out, func(w io.Writer) error {
		_, err := io.Copy(w, tiles.Kept(ctx, s, r.Code, set))
		return err
	})
}

func collectionNames() []string {
	var names []string
	for _, s := range feature.Schemas() {
		names = append(names, string(s.Kind))
	}
	return names
}
