package main

import (
	"context"
	"errors"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"xunhu/api/live"
	"xunhu/api/store"
	"xunhu/api/tickets"
	"xunhu/api/wire"
	"xunhu/api/words"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/format"
	"xunhu/geo/format/geojson"
	"xunhu/geo/format/table"
	"xunhu/geo/jurisdiction"
)

type assignVerb struct {
	File     string `arg:"" help:"${help_incidents}"`
	CRS      string `name:"crs" help:"${help_crs}" placeholder:"CRS"`
	Encoding string `help:"${help_encoding}" placeholder:"ENC"`
	Out      string `short:"o" help:"${help_out}" placeholder:"FILE"`
	Save     bool   `help:"${help_save}"`
	By       string `help:"${help_by}" placeholder:"PERSON"`
}

// Run decides every incident of a file, one after another. One that cannot be decided
// is listed and left out; the others are written. The file is read twice, first for how
// many there are and their columns, so that one is held at a time: unless they are written
// in a format that is made of all at once. With Save each becomes a lead, all or none; what
// the sender has verified already is not taken over, for that belongs to whoever verifies.
func (v *assignVerb) Run(ctx context.Context, p *program) error {
	s, r, err := p.opened(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	var taker *tickets.Taker
	if v.Save {
		if taker, err = p.taker(ctx, s, v.By); err != nil {
			return err
		}
	}
	opt := format.Options{CRS: v.CRS, Encoding: v.Encoding}
	ending := strings.ToLower(filepath.Ext(v.Out))
	rows := 0
	var readErr error
	heads := table.HeadsOf(wire.DecisionSchema(), func(yield func(feature.Feature) bool) {
		readErr = eachUntil(v.File, opt, func(_ int, f feature.Feature) bool {
			rows++
			return yield(f)
		}, func(*finding.Finding) {})
	})
	if readErr != nil {
		return readErr
	}
	var refused []*finding.Finding
	decided, now := 0, p.now()
	duty, err := live.EntriesAt(ctx, s, r.Dataset.Region.Code, now)
	if err != nil {
		return err
	}
	var keep func(feature.Feature, jurisdiction.Incident, jurisdiction.Decision) error
	var keepErr error
	meter, stop := p.meter("command.deciding", rows)
	defer stop()
	each := func(yield func(feature.Feature) bool) {
		readErr = eachUntil(v.File, opt, func(row int, f feature.Feature) bool {
			meter()
			inc, d, err := decide(ctx, r, duty, f, row, now)
			if err == nil && keep != nil {
				err = keep(f, inc, d)
				if err != nil && !errors.Is(err, store.ErrExists) {
					keepErr = err
					return false
				}
			}
			if err != nil {
				refused = append(refused, atRow(v.File, row, err)...)
				return ctx.Err() == nil
			}
			decided++
			f.ID = inc.ID
			out := wire.FromDecision(f, d, p.lang, false)
			if ending == ".csv" {
				out = wire.Flat(out)
			}
			return ctx.Err() == nil && yield(out)
		}, func(f *finding.Finding) { refused = append(refused, f) })
	}
	write := func(w io.Writer) error {
		switch ending {
		case ".csv":
			return table.WriteRows(w, heads, each)
		case "", ".json", ".geojson":
			return geojson.WriteCollection(w, each, nil)
		case ".geojsonl", ".geojsons", ".ndjson":
			return geojson.WriteSequence(w, each)
		default: // written from all at once
			return format.Write(w, ending, feature.Collection{Schema: wire.DecisionSchema(), Features: slices.Collect(each)})
		}
	}
	err = output(v.Out, p.out, func(w io.Writer) error {
		if !v.Save {
			err := write(w)
			return errorsFirst(err, readErr, ctx.Err())
		}
		return s.Batch(ctx, r.Dataset.Region.Code, func(b store.Batch) error {
			keep = func(f feature.Feature, inc jurisdiction.Incident, d jurisdiction.Decision) error {
				return saved(ctx, taker, b, f, inc, d)
			}
			err := write(w)
			return errorsFirst(keepErr, err, readErr, ctx.Err())
		})
	})
	stop()
	if err != nil {
		return err
	}
	p.printFindings("✗ ", refused, len(refused))
	p.say(words.Say(p.lang, "command.assigned", finding.Args{"n": decided, "refused": len(refused)}))
	if len(refused) > 0 {
		return errRefused
	}
	return nil
}

// saved makes a lead of one incident. One whose number was taken before is refused.
func saved(ctx context.Context, t *tickets.Taker, b store.Batch, f feature.Feature, inc jurisdiction.Incident, d jurisdiction.Decision) error {
	k := tickets.Ticket{Number: f.ID, Incident: inc, Note: f.Text("note"), Address: f.Text("address")}
	if k.Number == "" {
		k.Number = f.Text("id")
	}
	region, err := t.Region.On(inc.OccurredAt)
	if err != nil {
		return err
	}
	c, err := t.Lead(ctx, b, region, &k, d)
	if err != nil {
		return err
	}
	return b.Keep(c)
}

// decide reads one incident and asks the tables. An incident without a number is
// numbered by its row; posts are manned as they are now.
func decide(ctx context.Context, r *live.Region, duty live.Entries, f feature.Feature, row int, now time.Time) (jurisdiction.Incident, jurisdiction.Decision, error) {
	inc, err := wire.Incident(f, now)
	if err != nil {
		return inc, jurisdiction.Decision{}, err
	}
	if inc.ID == "" {
		inc.ID = strconv.Itoa(row)
	}
	if r, err = r.On(inc.OccurredAt); err != nil {
		return inc, jurisdiction.Decision{}, err
	}
	manning, _, err := r.Manning(ctx, duty, now)
	if err != nil {
		return inc, jurisdiction.Decision{}, err
	}
	d, err := r.Rules.Decide(inc, manning)
	return inc, d, err
}

// eachFeature reads all layers of a file. Rows that the reader refuses go to
// refuse; any other error ends the reading.
func eachFeature(file string, opt format.Options, take func(row int, f feature.Feature), refuse func(*finding.Finding)) error {
	return eachUntil(file, opt, func(row int, f feature.Feature) bool {
		take(row, f)
		return true
	}, refuse)
}

// eachUntil is eachFeature until take says false.
func eachUntil(file string, opt format.Options, take func(row int, f feature.Feature) bool, refuse func(*finding.Finding)) error {
	layers, closer, err := format.Open(disk{}, filepath.ToSlash(file), opt)
	if err != nil {
		return err
	}
	defer closer.Close()
	row := 0
	for _, layer := range layers {
		for f, err := range layer.Features() {
			row++
			var refusal feature.Refusal
			switch {
			case errors.As(err, &refusal):
				refuse(refusal.Finding)
			case err != nil:
				return err
			case !take(row, f):
				return nil
			}
		}
	}
	return nil
}

// atRow gives the findings of an error with the file and row before their place.
func atRow(file string, row int, err error) []*finding.Finding {
	place := filepath.Base(file) + " #" + strconv.Itoa(row)
	var all []*finding.Finding
	for _, e := range words.Split(err) {
		var f *finding.Finding
		if !errors.As(e, &f) {
			f = finding.New("command.row", "").Because(e)
		}
		g := *f
		if g.Where = place + " " + f.Where; f.Where == "" {
			g.Where = place
		}
		all = append(all, &g)
	}
	return all
}
