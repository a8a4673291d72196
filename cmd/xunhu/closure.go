package main

import (
	"context"
	crand "crypto/rand"
	"errors"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"xunhu/api/live"
	"xunhu/api/ops"
	"xunhu/api/people"
	"xunhu/api/store"
	"xunhu/api/wire"
	"xunhu/api/words"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/format"
	"xunhu/geo/format/geojson"
	"xunhu/routing/road"
)

type closureVerb struct {
	Add  closureAddVerb  `cmd:"" help:"${help_closure_add}"`
	List closureListVerb `cmd:"" help:"${help_closure_list}"`
	Lift closureLiftVerb `cmd:"" help:"${help_closure_lift}"`
}

type closureAddVerb struct {
	File     string   `arg:"" help:"${help_closure_file}"`
	Profiles []string `name:"profile" help:"${help_closure_profile}" placeholder:"P,…"`
	From     string   `help:"${help_closure_from}" placeholder:"TIME"`
	Until    string   `help:"${help_closure_until}" placeholder:"TIME"`
	Speed    *float64 `help:"${help_closure_speed}" placeholder:"0…1"`
	Reason   string   `help:"${help_closure_reason}" placeholder:"TEXT"`
	By       string   `help:"${help_closure_by}" placeholder:"ID"`
}

// Run sets a closure for each line or area of a file, all or none. What the flags say goes
// before the properties of the same name.
func (v *closureAddVerb) Run(ctx context.Context, p *program) error {
	given := map[string]any{}
	for name, text := range map[string]string{"from": v.From, "until": v.Until} {
		if text == "" {
			continue
		}
		at, err := p.moment("--"+name, text)
		if err != nil {
			return err
		}
		given[name] = at.Format(time.RFC3339)
	}
	if v.Profiles != nil {
		given["profiles"] = wire.Texts(v.Profiles)
	}
	if v.Speed != nil {
		given["speed"] = *v.Speed
	}
	if v.Reason != "" {
		given["reason"] = v.Reason
	}
	s, r, by, err := p.closer(ctx, v.By)
	if err != nil {
		return err
	}
	defer s.Close()
	closures, err := v.read(p, given, r.Profiles(), by)
	if err != nil {
		return err
	}
	if err := s.SetClosures(ctx, r.Dataset.Region.Code, nil, closures...); err != nil {
		return err
	}
	now := p.now()
	var shown []feature.Feature
	var past []*finding.Finding
	for _, c := range closures {
		f := wire.NewClosure(c, r, p.config.Patrol.Profile, now)
		if f.Props["affects_m"] == 0.0 {
			past = append(past, finding.New("closure.past_roads", c.ID))
		}
		shown = append(shown, f)
	}
	if err := geojson.WriteCollection(p.out, slices.Values(shown), nil); err != nil {
		return err
	}
	p.printFindings("! ", past, len(past))
	p.say(words.Say(p.lang, "closure.set", finding.Args{"n": len(closures)}))
	return nil
}

func (v *closureAddVerb) read(p *program, given map[string]any, known road.Profiles, by people.Person) ([]store.Closure, error) {
	var all []store.Closure
	var faults []error
	now := p.now()
	err := eachFeature(v.File, format.Options{}, func(row int, f feature.Feature) {
		f.Props = maps.Clone(f.Props)
		if f.Props == nil {
			f.Props = map[string]any{}
		}
		maps.Copy(f.Props, given)
		c, err := wire.ReadClosure(f, known.Names(), now)
		if err == nil {
			c.ID, err = ops.ClosureID(crand.Reader, now)
		}
		if err != nil {
			for _, fault := range atRow(v.File, row, err) {
				faults = append(faults, fault)
			}
			return
		}
		c.Person = by.ID
		all = append(all, c)
	}, func(f *finding.Finding) { faults = append(faults, f) })
	if err = errors.Join(append(faults, err)...); err == nil && len(all) == 0 {
		err = finding.New("closure.empty", v.File)
	}
	return all, err
}

type closureListVerb struct {
	InForce string `help:"${help_closure_in_force}" placeholder:"TIME|now"`
	Out     string `short:"o" help:"${help_out}" placeholder:"FILE"`
}

// Run lists the closures, lifted ones too, or those that are in force at a moment.
func (v *closureListVerb) Run(ctx context.Context, p *program) error {
	s, r, err := p.opened(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	var all []store.Closure
	if v.InForce != "" {
		at, err := p.moment("--in-force", v.InForce)
		if err != nil {
			return err
		}
		if all, err = s.ClosuresInForce(ctx, r.Dataset.Region.Code, at, at); err != nil {
			return err
		}
	} else if all, err = allClosures(ctx, s, r, nil); err != nil {
		return err
	}
	return output(v.Out, p.out, func(w io.Writer) error { return p.closuresTo(w, all) })
}

type closureLiftVerb struct {
	ID     string `arg:"" help:"${help_closure_id}"`
	Reason string `required:"" help:"${help_closure_lift_reason}" placeholder:"TEXT"`
	By     string `help:"${help_closure_by}" placeholder:"ID"`
}

// Run lifts a closure.
func (v *closureLiftVerb) Run(ctx context.Context, p *program) error {
	s, r, by, err := p.closer(ctx, v.By)
	if err != nil {
		return err
	}
	defer s.Close()
	found, err := allClosures(ctx, s, r, []string{v.ID})
	if err != nil {
		return err
	}
	if len(found) == 0 {
		return finding.New("closure.none", "", "id", v.ID)
	}
	c := found[0]
	if strings.TrimSpace(v.Reason) == "" {
		return finding.New("closure.lift_reason", "--reason")
	}
	if c.Lifted.IsZero() {
		c.Lifted, c.LiftedBy, c.LiftReason = p.now(), by.ID, v.Reason
		err = s.LiftClosure(ctx, r.Dataset.Region.Code, nil, c)
	} else {
		err = store.ErrStale
	}
	if errors.Is(err, store.ErrStale) {
		return finding.New("closure.lifted", "", "id", c.ID, "at", c.Lifted.In(p.config.zone).Format("2006-01-02 15:04"))
	}
	if err != nil {
		return err
	}
	if err := p.closuresTo(p.out, []store.Closure{c}); err != nil {
		return err
	}
	p.say(words.Say(p.lang, "closure.was_lifted", finding.Args{"id": c.ID}))
	return nil
}

// allClosures reads closures by their ids, or all.
func allClosures(ctx context.Context, s store.Store, r *live.Region, ids []string) ([]store.Closure, error) {
	page, err := s.Query(ctx, r.Dataset.Region.Code, feature.Closures, store.Query{IDs: ids})
	if err != nil {
		return nil, err
	}
	var all []store.Closure
	for _, f := range page.Features {
		c, err := store.ClosureOf(f)
		if err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	return all, nil
}

func (p *program) closuresTo(w io.Writer, all []store.Closure) error {
	now := p.now()
	return geojson.WriteCollection(w, func(yield func(feature.Feature) bool) {
		for _, c := range all {
			if !yield(wire.Closure(c, now)) {
				return
			}
		}
	}, nil)
}

// closer opens the store for somebody who may set and lift closures; in the demonstration,
// its dispatcher where nobody is named.
func (p *program) closer(ctx context.Context, by string) (store.Store, *live.Region, people.Person, error) {
	var one people.Person
	s, r, err := p.opened(ctx)
	if err != nil {
		return nil, nil, one, err
	}
	if err = p.actors(ctx, s); err == nil {
		one, err = closerNamed(ctx, s, r, by)
	}
	if err != nil {
		s.Close()
		return nil, nil, one, err
	}
	return s, r, one, nil
}

func closerNamed(ctx context.Context, s store.Store, r *live.Region, by string) (people.Person, error) {
	if by == "" && r.Dataset.Region.Illustration {
		by = ops.Usual
	}
	all, err := s.People(ctx, r.Dataset.Region.Code)
	if err != nil {
		return people.Person{}, err
	}
	var may []string
	for _, one := range all {
		if !people.Somewhere(r.Atlas, one, people.WriteClosures) {
			continue
		}
		if one.ID == by {
			return one, nil
		}
		may = append(may, one.ID)
	}
	return people.Person{}, finding.New("closure.by", "", "people", may)
}

// roads gives the roads as a vehicle travels them with the closures of a moment, "" now, and
// the ids of those.
func (p *program) roads(ctx context.Context, s store.Store, r *live.Region, profile, depart string) (*road.Day, []string, error) {
	at, err := p.departure(depart)
	if err != nil {
		return nil, nil, err
	}
	net, ids, err := day(ctx, s, r, profile, at, at)
	if err == nil {
		for _, f := range net.Findings() {
			if f.Code == "road.hours_unread" { // the rest was said at import
				p.say(words.Error(p.lang, f))
			}
		}
	}
	return net, ids, err
}

// sayHours tells whose hours a table holds for, which has no place for that.
func (p *program) sayHours(s road.Span) {
	if h := wire.Hours(s, p.lang); h != nil {
		p.say(words.Say(p.lang, "way.hours", finding.Args{"name": h.Name, "from": s.From.Format("01-02 15:04"), "until": s.Until.Format("01-02 15:04")}))
	}
}

// departure reads the moment of which the closures hold; now if it is not given.
func (p *program) departure(depart string) (time.Time, error) {
	if depart == "" {
		return p.now(), nil
	}
	return p.moment("--depart", depart)
}

// day is roads for all of a time, in usual hours unless that is a moment.
func day(ctx context.Context, s store.Store, r *live.Region, profile string, from, until time.Time) (*road.Day, []string, error) {
	closures, err := s.ClosuresInForce(ctx, r.Dataset.Region.Code, from, until)
	if err != nil {
		return nil, nil, err
	}
	at := from
	if until.After(from) {
		at = time.Time{}
	}
	net, ids, err := r.Day(profile, closures, at)
	if errors.Is(err, live.ErrProfile) {
		err = finding.New("road.no_profile", "", "name", profile, "choices", r.Profiles().Names())
	}
	return net, ids, err
}

// momentLayouts are how a time may be typed; without offset it is of the settings' zone.
var momentLayouts = []string{time.RFC3339, "2006-01-02T15:04", "2006-01-02 15:04", time.DateOnly}

// moment reads a time of a flag.
func (p *program) moment(flag, text string) (time.Time, error) {
	if text == "now" {
		return p.now(), nil
	}
	for _, layout := range momentLayouts {
		if t, err := time.ParseInLocation(layout, text, p.config.zone); err == nil {
			return t, nil
		}
	}
	return time.Time{}, finding.New("command.bad_time", flag+" "+text)
}
