package main

import (
	"context"
	"errors"
	"io"
	"path/filepath"
	"slices"

	"xunhu/api/store"
	"xunhu/api/wire"
	"xunhu/api/words"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/format"
	"xunhu/geo/format/geojson"
	"xunhu/routing/track"
)

type trackVerb struct {
	File    string   `arg:"" help:"${help_track_file}" type:"existingfile"`
	Plan    string   `help:"${help_track_plan}" type:"existingfile" placeholder:"FILE"`
	Against []string `help:"${help_track_against}" type:"existingfile" placeholder:"FILE"`
	Profile string   `help:"${help_profile}" default:"car" placeholder:"P"`
	CRS     string   `name:"crs" help:"${help_crs}" placeholder:"CRS"`
	Save    bool     `help:"${help_save}"`
	Out     string   `short:"o" help:"${help_out}" placeholder:"FILE"`
}

// Run writes where the crews of a file went, what they saw of a plan or of the region,
// and what makes one doubt the record.
func (v *trackVerb) Run(ctx context.Context, p *program) error {
	opt := format.Options{CRS: v.CRS}
	features, refused, err := allFeatures(v.File, opt)
	if err != nil {
		return err
	}
	q := wire.Tracks{Zone: p.config.zone, Lang: p.lang, SightM: p.config.patrol().SightM}
	if q.Records, err = wire.ReadRecords(features); err != nil {
		return err
	}
	for _, file := range v.Against {
		f, _, err := allFeatures(file, format.Options{})
		if err != nil {
			return err
		}
		records, err := wire.ReadRecords(f)
		if err != nil {
			return err
		}
		q.Others = append(q.Others, named(file, records)...)
	}
	if v.Plan != "" {
		if q.Plan, _, err = allFeatures(v.Plan, format.Options{}); err != nil {
			return err
		}
		q.Planned = true
	}
	s, r, err := p.opened(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	net, _, err := p.roads(ctx, s, r, v.Profile, "")
	if err != nil {
		return err
	}
	if v.CRS == "" {
		if f := wire.MistakenDatum(net.Network, r.Atlas, q.Records); f != nil {
			f.Where = v.File
			return f
		}
	}
	out, err := wire.Patrol(ctx, net.Network, r.Atlas, q)
	if err != nil {
		return err
	}
	if err := output(v.Out, p.out, func(w io.Writer) error {
		if err := geojson.WriteCollection(w, slices.Values(out.Features), nil); err != nil || !v.Save {
			return err
		}
		return s.Insert(ctx, r.Dataset.Region.Code, feature.Tracks, out.Kept...)
	}); err != nil {
		return keptTwice(err, v.File)
	}
	code := "track.summary_free"
	if out.Planned {
		code = "track.summary"
	}
	p.say(words.Say(p.lang, code, out.Summary))
	for _, f := range out.Features {
		if f.Props["kind"] == "sign" {
			p.say("· " + f.Text("text"))
		}
	}
	p.printFindings("· ", out.Notes, mostNotes)
	p.printFindings("✗ ", refused, len(refused))
	if len(refused) > 0 {
		return errRefused
	}
	return nil
}

// keptTwice says of a track that is kept already that it is.
func keptTwice(err error, file string) error {
	if errors.Is(err, store.ErrExists) {
		return finding.New("track.kept", file)
	}
	return err
}

// allFeatures reads a file whole, and the rows that it refuses.
func allFeatures(file string, opt format.Options) (all []feature.Feature, refused []*finding.Finding, err error) {
	err = eachFeature(file, opt, func(_ int, f feature.Feature) { all = append(all, f) },
		func(f *finding.Finding) { refused = append(refused, f) })
	return all, refused, err
}

// named puts the file's name before those of its records, so that no two are the same.
func named(file string, records []track.Record) []track.Record {
	for i := range records {
		records[i].ID = filepath.Base(file) + " " + records[i].ID
	}
	return records
}
