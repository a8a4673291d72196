package server

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"xunhu/api/problem"
	"xunhu/api/store"
	"xunhu/api/tiles"
	"xunhu/api/tiles/pmtiles"
)

// Archives is all that the server asks of a store for tiles that are kept.
type Archives interface {
	TileSet(ctx context.Context, region, name string) (store.TileSet, error)
	TilePart(ctx context.Context, region, digest string, part int64) ([]byte, error)
}

const (
	keptParts    = 256 // of archives, 16 MiB
	keptArchives = 8
	partTime     = 10 * time.Second // for one read of the store
)

// archives reads tiles from archives of the store. What it keeps in memory goes by digest: it
// cannot be stale.
type archives struct {
	from Archives

	mu    sync.Mutex
	open  fifo[string, *pmtiles.Reader] // by region and digest
	parts fifo[partKey, []byte]
}

type partKey struct {
	region, digest string
	part           int64
}

// A fifo keeps the last things that were put into it.
type fifo[K comparable, V any] struct {
	most  int
	order []K
	by    map[K]V
}

func (f *fifo[K, V]) put(k K, v V) {
	if _, ok := f.by[k]; ok {
		return
	}
	if f.by == nil {
		f.by = map[K]V{}
	}
	if len(f.order) == f.most {
		delete(f.by, f.order[0])
		f.order = f.order[1:]
	}
	f.order, f.by[k] = append(f.order, k), v
}

func newArchives(from Archives) *archives {
	a := &archives{from: from}
	a.open.most, a.parts.most = keptArchives, keptParts
	return a
}

// reader opens an archive.
func (a *archives) reader(region string, set store.TileSet) (*pmtiles.Reader, error) {
	key := region + "\x00" + set.SHA256
	a.mu.Lock()
	r := a.open.by[key]
	a.mu.Unlock()
	if r != nil {
		return r, nil
	}
	r, err := pmtiles.Open(&keptFile{a, region, set}, set.Size)
	if err != nil {
		return nil, err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.open.put(key, r)
	return r, nil
}

// keptFile is an archive as a file.
type keptFile struct {
	of     *archives
	region string
	set    store.TileSet
}

// ReadAt reads from the parts of the store.
func (f *keptFile) ReadAt(b []byte, at int64) (n int, err error) {
	for n < len(b) {
		if at >= f.set.Size {
			return n, io.EOF
		}
		part, err := f.part(at / store.TilePartSize)
		if err != nil {
			return n, err
		}
		from := at % store.TilePartSize
		if from >= int64(len(part)) {
			return n, io.ErrUnexpectedEOF
		}
		m := copy(b[n:], part[from:])
		n, at = n+m, at+int64(m)
	}
	return n, nil
}

func (f *keptFile) part(i int64) ([]byte, error) {
	key := partKey{f.region, f.set.SHA256, i}
	f.of.mu.Lock()
	b, ok := f.of.parts.by[key]
	f.of.mu.Unlock()
	if ok {
		return b, nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), partTime) // others may read the same part by this reader
	defer cancel()
	b, err := f.of.from.TilePart(ctx, f.region, f.set.SHA256, i)
	if err != nil {
		return nil, err
	}
	f.of.mu.Lock()
	defer f.of.mu.Unlock()
	f.of.parts.put(key, b)
	return b, nil
}

// baseTile answers GET /tiles/base/{z}/{x}/{y}.mvt: a tile of the archive that is kept now. The
// tag is the archive's digest, and what is sent is read by that digest: an archive that is
// replaced meanwhile is asked anew.
func (s *Server) baseTile(w http.ResponseWriter, r *http.Request) error {
	at, err := placeOf(r)
	if err != nil {
		return err
	}
	code, err := s.code(r)
	if err != nil {
		return err
	}
	for again := true; ; again = false {
		set, err := s.archives.from.TileSet(r.Context(), code, tiles.BaseName)
		if errors.Is(err, store.ErrNotFound) {
			return noTile(r)
		}
		if err != nil {
			return err
		}
		a, err := s.archives.reader(code, set)
		var tile []byte
		if err == nil {
			tile, err = a.Tile(uint8(min(at[0], pmtiles.MaxZoom)), at[1], at[2])
		}
		if errors.Is(err, store.ErrNotFound) && again {
			continue
		}
		if err != nil {
			return err
		}
		if param(r, "format") != formatOf(a.Kind) || at[0] > uint32(a.MaxZoom) {
			return noTile(r)
		}
		w.Header().Add("Vary", "Accept-Encoding")
		if unchanged(w, r, set.SHA256[:16]) {
			return nil
		}
		return s.sendTile(w, r, a, tile)
	}
}

// sendTile sends a tile of an archive, compressed as it is kept if the asker takes that.
func (s *Server) sendTile(w http.ResponseWriter, r *http.Request, a *pmtiles.Reader, tile []byte) error {
	if len(tile) == 0 {
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	w.Header().Set("Content-Type", tiles.MediaOf(a.Kind))
	switch {
	case a.Tiles != pmtiles.Gzip:
	case strings.Contains(r.Header.Get("Accept-Encoding"), "gzip"):
		w.Header().Set("Content-Encoding", "gzip")
	default:
		var err error
		if tile, err = a.Unpack(tile); err != nil {
			return err
		}
	}
	_, err := w.Write(tile)
	return err
}

// formatOf is the ending of a kind of tiles in an address.
func formatOf(k pmtiles.Kind) string {
	return map[pmtiles.Kind]string{pmtiles.MVT: "mvt", pmtiles.PNG: "png", pmtiles.JPEG: "jpg", pmtiles.WebP: "webp"}[k]
}

// base says what base map a region has; nil if none.
func (s *Server) base(ctx context.Context, code string) (*tiles.BaseLook, error) {
	if s.archives == nil {
		return nil, nil
	}
	set, err := s.archives.from.TileSet(ctx, code, tiles.BaseName)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	a, err := s.archives.reader(code, set)
	if err != nil {
		return nil, err
	}
	metadata, err := a.Metadata()
	if err != nil {
		return nil, err
	}
	attribution, layers := tiles.Told(metadata)
	return &tiles.BaseLook{
		Version: set.SHA256[:16], Format: formatOf(a.Kind), Vector: a.Kind == pmtiles.MVT,
		MinZoom: a.MinZoom, MaxZoom: a.MaxZoom, Bound: a.Bound, Attribution: attribution, Layers: layers,
	}, nil
}

// code is the code of the region that is asked for.
func (s *Server) code(r *http.Request) (string, error) {
	if code := problem.PathParam(r, "region"); code != "" {
		return code, nil
	}
	region, err := s.options.Regions.Get(r.Context(), "")
	if err != nil {
		return "", err
	}
	return region.Dataset.Region.Code, nil
}
