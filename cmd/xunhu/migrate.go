package main

import (
	"context"
	"regexp"

	"xunhu/api/store"
	"xunhu/api/store/row"
	"xunhu/api/words"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
)

type migrateVerb struct {
	From string `help:"${help_migrate_from}" placeholder:"URL|DIR"`
	To   string `required:"" help:"${help_migrate_to}" placeholder:"URL|DIR"`
}

// address is how the address of a database looks: a URL, or keywords with their values.
// What may hold a password must not pass for a folder, whose name is printed.
var address = regexp.MustCompile(`(?i)^\s*postgres(ql)?://|(^|\s)(host|port|dbname|user|password|passfile|service)\s*=`)

// placeOf reads where a store is.
func placeOf(name string) place {
	if address.MatchString(name) {
		return place{database: name}
	}
	return place{data: name}
}

// Run moves a region into another store, all or nothing, then reads it there and compares
// it with what was handed over. The region stays where it was too.
func (v *migrateVerb) Run(ctx context.Context, p *program) error {
	if v.From != "" {
		p.store = placeOf(v.From)
	}
	to := placeOf(v.To)
	if to == p.store {
		return finding.New("migrate.same", "--to")
	}
	from, err := p.store.open(ctx)
	if err != nil {
		return err
	}
	defer from.Close()
	code, err := p.code(ctx, from)
	if err != nil {
		return err
	}
	target, err := to.make(ctx)
	if err != nil {
		return err
	}
	defer target.Close()
	defer p.progress("migrate.moving")()
	sent, kept := newTally(), newTally()
	if err := target.Restore(ctx, code, func(put func(store.Entry) error) error {
		return from.Dump(ctx, code, func(e store.Entry) error {
			if err := sent.count(e); err != nil {
				return err
			}
			return put(e)
		})
	}); err != nil {
		return err
	}
	if err := target.Dump(ctx, code, kept.count); err != nil {
		return err
	}
	if sent.Text() != kept.Text() {
		return finding.New("migrate.differs", to.String(), "region", code, "have", kept.Text(), "want", sent.Text())
	}
	p.say(words.Say(p.lang, "migrate.moved", finding.Args{"region": code, "from": p.store.String(), "to": to.String(),
		"features": kept.features, "leads": kept.rows["leads"], "records": kept.rows["records"], "files": kept.rows["attachments"], "digest": kept.Text()}))
	return nil
}

// code gives the region that is meant, without reading it.
func (p *program) code(ctx context.Context, s store.Store) (string, error) {
	r, err := p.target(ctx, s)
	if err != nil {
		return "", err
	}
	if r == nil {
		if codes := regionCodes(ctx, s); len(codes) > 0 {
			return "", finding.New("command.no_region", p.store.String(), "region", p.region, "regions", codes)
		}
		return "", finding.New("command.empty_store", p.store.String())
	}
	return r.Code, nil
}

// A tally is what was handed over of a region: how much, and the digest of it all.
type tally struct {
	row.Digest
	rows     map[string]int
	features int
}

func newTally() *tally { return &tally{Digest: row.NewDigest(), rows: map[string]int{}} }

func (t *tally) count(e store.Entry) error {
	if e.Kind == "" {
		t.rows[e.Table]++
		t.Add(e.Table, e.Row)
		return nil
	}
	t.features++
	schema, ok := feature.SchemaOf(e.Kind)
	if !ok {
		return finding.New("store.unknown_kind", "", "kind", string(e.Kind))
	}
	r, faults := row.Of(schema, e.Feature)
	if len(faults) > 0 {
		return faults[0]
	}
	t.Add(string(e.Kind), append([]any{r.ID}, r.Values()...))
	return nil
}
