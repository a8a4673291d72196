package main

import (
	"context"
	"time"

	"xunhu/api/store"
	"xunhu/geo/law"
)

// editsVerb lists who changed features by hand. It reads alone.
type editsVerb struct{}

// Run prints a line for each change: when, who, what, and its digests before and after.
func (*editsVerb) Run(ctx context.Context, p *program) error {
	s, d, err := p.register(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	editor, ok := s.(store.Editor)
	if !ok {
		return nil
	}
	all, err := editor.Edits(ctx, d.Region.Code)
	if err != nil {
		return err
	}
	return p.table(func(row func(...string)) {
		for _, e := range all {
			row(e.At.In(law.China).Format(time.RFC3339), e.Person, string(e.Kind), e.ID, orNone(e.Before), orNone(e.After))
		}
	})
}

func orNone(digest string) string {
	if digest == "" {
		return "-"
	}
	return digest
}
