package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"

	"github.com/paulmach/orb"

	"xunhu/api/store"
	"xunhu/api/tiles"
	"xunhu/api/tiles/pmtiles"
	"xunhu/api/words"
	"xunhu/geo/atlas"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
)

type basemapVerb struct {
	File   string `arg:"" optional:"" help:"${help_basemap_file}"`
	Remove bool   `help:"${help_basemap_remove}"`
}

// Run makes a base map, or takes one as it is, and keeps it in the store.
func (v *basemapVerb) Run(ctx context.Context, p *program) error {
	if (v.File == "") != v.Remove {
		return finding.New("command.basemap_what", "")
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
	if v.Remove {
		err := s.DropTiles(ctx, r.Code, tiles.BaseName)
		if errors.Is(err, store.ErrNotFound) {
			return finding.New("command.basemap_none", "", "region", r.Name)
		}
		if err == nil {
			p.say(words.Say(p.lang, "command.basemap_removed", finding.Args{"region": r.Name}))
		}
		return err
	}
	return p.layBase(ctx, s, r, v.File)
}

// layBase makes a base map of an extract, or takes an archive as it is, and keeps it.
func (p *program) layBase(ctx context.Context, s store.Store, r *atlas.Region, name string) error {
	f, err := os.Open(name)
	if err != nil {
		return finding.New("command.cannot_read", name).Because(err)
	}
	defer f.Close()
	head := make([]byte, 7)
	if n, _ := f.ReadAt(head, 0); string(head[:n]) == "PMTiles" {
		return p.keepBase(ctx, s, r, name, f, nil)
	}
	made, err := scratchFile()
	if err != nil {
		return err
	}
	defer func() { _ = made.Close() }() // nobody needs it
	report, err := p.makeBase(ctx, r, name, f, made)
	if err != nil {
		return err
	}
	return p.keepBase(ctx, s, r, name, made.(*scratch).File, report)
}

// makeBase makes the base map of an extract.
func (p *program) makeBase(ctx context.Context, r *atlas.Region, name string, f *os.File, to io.Writer) (*tiles.BaseReport, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, finding.New("command.cannot_read", name).Because(err)
	}
	stop := p.progress("command.making_tiles")
	report, err := tiles.Base{Name: r.Name, Scratch: scratchFile}.Build(ctx, f, info.Size(), to)
	stop()
	var told *finding.Finding
	if errors.As(err, &told) && told.Where == "" {
		told.Where = name
	}
	return report, err
}

// keepBase proves an archive and keeps it.
func (p *program) keepBase(ctx context.Context, s store.Store, r *atlas.Region, name string, f *os.File, made *tiles.BaseReport) (err error) {
	defer func() {
		var told *finding.Finding
		if errors.As(err, &told) && told.Where == "" {
			told.Where = name
		}
	}()
	info, err := f.Stat()
	if err != nil {
		return finding.New("command.cannot_read", name).Because(err)
	}
	n, err := proved(ctx, f, info.Size())
	if err != nil {
		return err
	}
	sum := sha256.New()
	if _, err := io.Copy(sum, io.NewSectionReader(f, 0, info.Size())); err != nil {
		return finding.New("command.cannot_read", name).Because(err)
	}
	a, err := pmtiles.Open(f, info.Size())
	if err != nil {
		return err
	}
	if err := p.near(ctx, s, r, a.Bound); err != nil {
		return err
	}
	set := store.TileSet{Name: tiles.BaseName, SHA256: hex.EncodeToString(sum.Sum(nil)), Size: info.Size()}
	if err := s.KeepTiles(ctx, r.Code, set, io.NewSectionReader(f, 0, info.Size())); err != nil {
		return err
	}
	args := finding.Args{"region": r.Name, "tiles": n, "bytes": info.Size()}
	if made == nil {
		p.say(words.Say(p.lang, "command.basemap_kept", args))
		return nil
	}
	for _, layer := range []string{"roads", "water", "landuse", "buildings", "places"} {
		args[layer] = made.Features[layer]
	}
	p.say(words.Say(p.lang, "command.basemap_made", args))
	return nil
}

// proved reads all of an archive, and counts its tiles.
func proved(ctx context.Context, f io.ReaderAt, size int64) (n int, err error) {
	a, err := pmtiles.Open(f, size)
	if err != nil {
		return 0, err
	}
	if tiles.MediaOf(a.Kind) == "" {
		return 0, finding.New("command.basemap_kind", "", "number", int(a.Kind))
	}
	for number, err := range a.Numbers() {
		if err != nil {
			return 0, err
		}
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		tile, err := a.Tile(pmtiles.Place(number))
		if err == nil {
			_, err = a.Unpack(tile)
		}
		if err != nil {
			return 0, err
		}
		n++
	}
	return n, nil
}

// near refuses a base map that has nothing of the region's towns.
func (p *program) near(ctx context.Context, s store.Store, r *atlas.Region, b orb.Bound) error {
	if b.Min == b.Max {
		return nil // not said
	}
	page, err := s.Query(ctx, r.Code, feature.Towns, store.Query{BBox: &b, Limit: 1})
	if err != nil || len(page.Features) > 0 {
		return err
	}
	if page, err = s.Query(ctx, r.Code, feature.Towns, store.Query{Limit: 1}); err != nil || len(page.Features) == 0 {
		return err
	}
	return finding.New("command.basemap_away", "", "region", r.Name, "west", b.Min[0], "east", b.Max[0], "south", b.Min[1], "north", b.Max[1])
}

// A scratch is a file that goes away when it is closed.
type scratch struct{ *os.File }

func (s *scratch) Close() error { return errors.Join(s.File.Close(), os.Remove(s.Name())) }

func scratchFile() (tiles.Scratch, error) {
	f, err := os.CreateTemp("", "xunhu-*.tiles")
	if err != nil {
		return nil, finding.New("command.cannot_write", os.TempDir()).Because(err)
	}
	return &scratch{f}, nil
}
