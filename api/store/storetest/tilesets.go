package storetest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"testing"
	"time"

	"xunhu/api/store"
)

// archive is some bytes as an archive of tiles.
func archive(name string, n int, fill byte) (store.TileSet, []byte) {
	b := bytes.Repeat([]byte{fill, 0, 0xff}, n)
	sum := sha256.Sum256(b)
	return store.TileSet{Name: name, SHA256: hex.EncodeToString(sum[:]), Size: int64(len(b))}, b
}

// A pausing reader does something before one of its reads.
type pausing struct {
	r         io.Reader
	left      int
	meanwhile func() error
}

func (p *pausing) Read(b []byte) (int, error) {
	if p.left--; p.left == 0 {
		if err := p.meanwhile(); err != nil {
			return 0, err
		}
	}
	return p.r.Read(b[:min(len(b), 100_000)])
}

// tilesets: an archive is read by its parts, replaced whole or not at all, and taken away.
func tilesets(t *testing.T, s store.Store) {
	ctx := t.Context()
	regionA(t, s)
	parts := func(digest string) (all []byte) {
		t.Helper()
		for i := int64(0); ; i++ {
			b, err := s.TilePart(ctx, "a", digest, i)
			if errors.Is(err, store.ErrNotFound) {
				return all
			}
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, b...)
		}
	}
	first, b1 := archive("base", 70_000, 'x') // some parts, and a rest
	second, b2 := archive("base", store.TilePartSize, 'y')
	other, b3 := archive("other", 9, 'z')
	for _, k := range []struct {
		set store.TileSet
		b   []byte
	}{{first, b1}, {other, b3}, {first, b1}} {
		if err := s.KeepTiles(ctx, "a", k.set, bytes.NewReader(k.b)); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := s.TileSet(ctx, "a", "base"); err != nil || got != first || !bytes.Equal(parts(first.SHA256), b1) {
		t.Errorf("%+v, %v", got, err)
	}
	lying := second
	lying.Size++
	for name, broken := range map[string]struct {
		set store.TileSet
		b   []byte
	}{"of another digest": {second, b1}, "of another size": {lying, b2}} {
		if err := s.KeepTiles(ctx, "a", broken.set, bytes.NewReader(broken.b)); err == nil {
			t.Errorf("an archive %s was kept", name)
		}
		if got, err := s.TileSet(ctx, "a", "base"); err != nil || got != first || len(parts(second.SHA256)) > 0 {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
	if err := s.KeepTiles(ctx, "a", second, bytes.NewReader(b2)); err != nil {
		t.Fatal(err)
	}
	if got, err := s.TileSet(ctx, "a", "base"); err != nil || got != second || !bytes.Equal(parts(second.SHA256), b2) || len(parts(first.SHA256)) > 0 {
		t.Errorf("replaced: %+v, %v", got, err)
	}
	// What is staged is swept by nobody, and holds nobody up while it comes; it is kept by its name alone.
	third, b4 := archive("base", 900_000, 'w')
	left, over, err := s.StageTiles(ctx, "a", third, &pausing{bytes.NewReader(b4), 9, func() error {
		waiting, cancel := context.WithTimeout(ctx, 20*time.Second)
		defer cancel()
		return s.KeepTiles(waiting, "a", other, bytes.NewReader(b3))
	}})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.KeepTiles(ctx, "a", other, bytes.NewReader(b3)); err != nil {
		t.Fatal(err)
	}
	if got, err := s.TileSet(ctx, "a", "base"); err != nil || got != second {
		t.Errorf("while another is staged: %+v, %v", got, err)
	}
	if err := s.Whole(ctx, "", func(inside store.Store, _ any) error { return inside.KeepTiles(ctx, "a", third, left) }); err != nil {
		t.Fatal(err)
	}
	if err := over(); err != nil {
		t.Fatal(err)
	}
	if got, err := s.TileSet(ctx, "a", "base"); err != nil || got != third || !bytes.Equal(parts(third.SHA256), b4) || len(parts(second.SHA256)) > 0 {
		t.Errorf("staged: %+v, %v", got, err)
	}
	if _, over, err = s.StageTiles(ctx, "a", second, bytes.NewReader(b2)); err != nil {
		t.Fatal(err)
	}
	if err := over(); err != nil || len(parts(second.SHA256)) > 0 {
		t.Errorf("staged and not kept: %v", err)
	}
	if left, over, err = s.StageTiles(ctx, "a", lying, bytes.NewReader(b2)); err == nil {
		err = errors.Join(s.KeepTiles(ctx, "a", lying, left), over())
	}
	if err == nil || len(parts(second.SHA256)) > 0 {
		t.Error("an archive of another size was staged and kept")
	}
	if err := s.KeepTiles(ctx, "a", second, nil); err == nil {
		t.Error("an archive was kept of which nothing is there")
	}
	if err := s.DropTiles(ctx, "a", "base"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.TileSet(ctx, "a", "base"); !errors.Is(err, store.ErrNotFound) || len(parts(second.SHA256)) > 0 || !bytes.Equal(parts(other.SHA256), b3) {
		t.Errorf("taken away: %v", err)
	}
	if err := s.DropTiles(ctx, "a", "base"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("taken away twice: %v", err)
	}
	if err := s.KeepTiles(ctx, "nowhere", first, bytes.NewReader(b1)); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("of no region: %v", err)
	}
	if _, err := s.TileSet(ctx, "nowhere", "other"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("of no region: %v", err)
	}
}
