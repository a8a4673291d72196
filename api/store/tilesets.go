package store

import (
	"context"
	"io"
)

// A TileSet is an archive of tiles that a region keeps under a name.
type TileSet struct {
	Name   string
	SHA256 string // of the archive, which is also its revision
	Size   int64
}

// TilePartSize is how many bytes each part of an archive has, but the last: enough for the
// directories and for most tiles in one read.
const TilePartSize = 64 << 10

// TileSets keeps archives of tiles, such as the base map, beside the features that lie on it: so
// every node that shares the store serves the same, backups have it, and nobody copies files.
type TileSets interface {
	// StageTiles keeps what is in an archive, where keeping it as one would hold up all others who write, under the digest
	// that set names, and gives what is left for KeepTiles. over ends that: what no name has then is taken away. It is nil
	// with an error, after which nothing is kept.
	StageTiles(ctx context.Context, region string, set TileSet, archive io.Reader) (left io.Reader, over func() error, err error)
	// KeepTiles keeps an archive of the digest and size that set names, in place of that of the
	// same name. ErrNotFound if the region is missing. A nil archive was staged; ErrBusy if it is not there, because
	// another program has swept the store meanwhile.
	KeepTiles(ctx context.Context, region string, set TileSet, archive io.Reader) error
	// TileSet says what is kept under a name; ErrNotFound if nothing is.
	TileSet(ctx context.Context, region, name string) (TileSet, error)
	// TilePart reads one part of an archive, numbered from 0; ErrNotFound if it is not kept, or no longer.
	TilePart(ctx context.Context, region, digest string, part int64) ([]byte, error)
	// DropTiles takes an archive away; ErrNotFound if there is none.
	DropTiles(ctx context.Context, region, name string) error
}
