package server

import (
	"context"
	"fmt"
	"maps"
	"runtime"
	"sync"
)

// drawnBytes bounds the tiles that are kept of collections that the store has to be asked for.
const drawnBytes = 32 << 20

// drawingBytes is about what one takes beside its bytes.
const drawingBytes = 400

// drawings are tiles that were drawn from the store, each with the state of the store at which
// somebody asked for it. Since what was drawn is of that state or of a later one, who asks in the
// same state is never told of an older one. Who asks for what is being drawn waits for that, and
// no more are drawn at once than there are processors.
type drawings struct {
	turn chan struct{}

	mu    sync.Mutex
	state string
	bytes int
	by    map[string]*drawing // in that state
}

// A drawing is a tile that is being drawn, or was.
type drawing struct {
	waiting int // how many wait for it
	done    chan struct{}
	tile    []byte
	size    int // of what is kept; 0 while it is being drawn
	err     error
}

func newDrawings() *drawings {
	return &drawings{turn: make(chan struct{}, runtime.GOMAXPROCS(0)), by: map[string]*drawing{}}
}

// get gives a tile. One that is begun is drawn to the end though the asker goes away, since others
// may come; one that nobody waits for any more when its turn comes is not begun.
func (d *drawings) get(ctx context.Context, key, state string, draw func(context.Context) ([]byte, error)) ([]byte, error) {
	d.mu.Lock()
	if state != d.state {
		d.state, d.by, d.bytes = state, map[string]*drawing{}, 0
	}
	one := d.by[key]
	if one == nil {
		one = &drawing{done: make(chan struct{})}
		d.by[key] = one
		go d.draw(context.WithoutCancel(ctx), key, one, draw)
	}
	one.waiting++
	d.mu.Unlock()
	select {
	case <-one.done:
		return one.tile, one.err
	case <-ctx.Done():
		d.mu.Lock()
		defer d.mu.Unlock()
		one.waiting--
		return nil, ctx.Err()
	}
}

// wanted tells whether somebody waits for a drawing; else it is dropped.
func (d *drawings) wanted(key string, one *drawing) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if one.waiting == 0 {
		d.drop(key, one)
	}
	return one.waiting > 0
}

func (d *drawings) draw(ctx context.Context, key string, one *drawing, draw func(context.Context) ([]byte, error)) {
	d.turn <- struct{}{}
	defer func() { <-d.turn }()
	defer close(one.done)
	if !d.wanted(key, one) {
		return
	}
	defer func() {
		if v := recover(); v != nil { // which would end the program here
			one.err = fmt.Errorf("tile %s: panic: %v", key, v)
			d.mu.Lock()
			defer d.mu.Unlock()
			d.drop(key, one)
		}
	}()
	ctx, cancel := context.WithTimeout(ctx, answerTime)
	defer cancel()
	one.tile, one.err = draw(ctx)
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.by[key] != one {
		return // somebody wrote meanwhile
	}
	size := len(one.tile) + drawingBytes
	if one.err != nil || size > drawnBytes/4 {
		d.drop(key, one)
		return
	}
	one.size = size
	if d.bytes += size; d.bytes > drawnBytes {
		d.bytes = 0
		maps.DeleteFunc(d.by, func(_ string, other *drawing) bool { return other.size > 0 }) // the others are being drawn
	}
}

// drop forgets a drawing, unless another has its place. The caller holds the lock.
func (d *drawings) drop(key string, one *drawing) {
	if d.by[key] == one {
		delete(d.by, key)
	}
}
