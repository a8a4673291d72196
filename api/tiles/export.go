package tiles

import (
	"context"
	"errors"
	"io"
	"os"
	"time"

	"xunhu/api/store"
	"xunhu/geo/atlas"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
)

// OnDisk is a scratch file in the folder of the system for such. It is gone when it is closed, and where the system
// allows, when the program dies.
func OnDisk() (Scratch, error) {
	f, err := os.CreateTemp("", "xunhu-tiles-")
	if err != nil {
		return nil, finding.New("command.cannot_write", os.TempDir()).Because(err)
	}
	if os.Remove(f.Name()) == nil {
		return f, nil
	}
	return onDisk{f}, nil
}

// onDisk is one that an open file holds in its place.
type onDisk struct{ *os.File }

func (f onDisk) Close() error { return errors.Join(f.File.Close(), os.Remove(f.Name())) }

// Export writes a collection of a region as an archive of tiles, and says how many there are. Of kinds whose rows hold
// on some days, those of the day are drawn, as on the tiles that are served: editions would lie over one another.
func Export(ctx context.Context, region atlas.Region, schema feature.Schema, features []feature.Feature, day time.Time, out io.Writer) (n int, err error) {
	if schema.Kind == feature.Codes {
		return 0, finding.New("command.no_geometry", "", "kind", finding.Name{ZH: schema.ZH, EN: schema.EN})
	}
	held := atlas.On(atlas.Dataset{Collections: map[feature.Kind]feature.Collection{schema.Kind: {Schema: schema, Features: features}}}, day).Collections[schema.Kind]
	scratch, err := OnDisk()
	if err != nil {
		return 0, err
	}
	defer func() { _ = scratch.Close() }() // nobody needs it
	public := store.Public(schema)
	return Of(public, store.Unnamed(schema.Kind, held.Features)).Archive(ctx, region.Name+" "+schema.ZH, region.Attribution, public, scratch, out)
}

// parts is all that is asked of a store that has archives.
type parts interface {
	TilePart(ctx context.Context, region, digest string, part int64) ([]byte, error)
}

// Kept reads an archive from a store. One that is replaced meanwhile ends in store.ErrNotFound.
func Kept(ctx context.Context, s parts, region string, set store.TileSet) io.Reader {
	return store.Joined(func(i int) ([]byte, error) {
		if int64(i)*store.TilePartSize >= set.Size {
			return nil, io.EOF
		}
		return s.TilePart(ctx, region, set.SHA256, int64(i))
	})
}
