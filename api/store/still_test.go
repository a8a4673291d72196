package store_test

import (
	"context"
	"errors"
	"testing"

	"xunhu/api/store"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
)

// looked is a store of which nothing is asked but digests.
type looked struct {
	store.Units
	is store.Digests
	n  int
}

func (l *looked) Digests(context.Context, string) (store.Digests, error) {
	l.n++
	return l.is, nil
}

// However many kinds are compared, the store is asked once; the kind that has changed is named.
func TestStillAsLooksOnce(t *testing.T) {
	was := store.Digests{feature.Towns: "t", feature.Sites: "s"}
	l := &looked{is: store.Digests{feature.Towns: "t", feature.Sites: "other"}}
	var told *finding.Finding
	if err := store.StillAs(t.Context(), l, "a", was, feature.Regional()...); !errors.Is(err, store.ErrStale) || !errors.As(err, &told) || told.Code != "store.changed_meanwhile" || l.n != 1 {
		t.Errorf("%d looks, %v", l.n, err)
	}
	if err := store.StillAs(t.Context(), l, "a", was, feature.Towns, feature.Roads); err != nil {
		t.Error(err)
	}
}
