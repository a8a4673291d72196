package tiles

import (
	"container/list"
	"sync"
)

type address struct{ z, x, y uint32 }

// A cache keeps the tiles that were asked for last, up to a number of bytes. Empty
// tiles count as well, so that a walk over the open sea does not fill the memory.
type cache struct {
	mu          sync.Mutex
	bytes, most int
	order       *list.List // of *kept, the last used in front
	at          map[address]*list.Element
}

type kept struct {
	address
	tile []byte
}

// overhead is about what an entry costs beside its bytes.
const overhead = 200

func newCache(most int) *cache {
	return &cache{most: most, order: list.New(), at: map[address]*list.Element{}}
}

func (c *cache) get(a address) (tile []byte, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.at[a]
	if !ok {
		return nil, false
	}
	c.order.MoveToFront(e)
	return e.Value.(*kept).tile, true
}

func (c *cache) put(a address, tile []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.at[a]; ok {
		return // drawn twice at once: they are the same
	}
	c.at[a] = c.order.PushFront(&kept{a, tile})
	c.bytes += len(tile) + overhead
	for c.bytes > c.most && c.order.Len() > 0 {
		e := c.order.Back()
		old := c.order.Remove(e).(*kept)
		delete(c.at, old.address)
		c.bytes -= len(old.tile) + overhead
	}
}
