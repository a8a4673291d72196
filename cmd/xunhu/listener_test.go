package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"xunhu/api/store"
)

// A listener reads the stream of a node, and of another when that is gone.
type listener struct {
	mu   sync.Mutex
	ids  []int64
	seen map[string]int // other events by their names
}

func (l *listener) listen(ctx context.Context, f *fleet, first *process) {
	rng := rand.New(rand.NewPCG(1, 1))
	for p := first; ctx.Err() == nil; p = f.some(rng) {
		if p == nil {
			time.Sleep(20 * time.Millisecond)
			continue
		}
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, p.address+"/api/v1/events", nil)
		if err != nil {
			return
		}
		l.mu.Lock()
		last := int64(0)
		if n := len(l.ids); n > 0 {
			last = l.ids[n-1]
		}
		l.mu.Unlock()
		req.Header.Set("Last-Event-ID", strconv.FormatInt(last, 10))
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			time.Sleep(20 * time.Millisecond)
			continue
		}
		l.read(resp.Body)
		resp.Body.Close()
	}
}

// read reads a stream to its end.
func (l *listener) read(r io.Reader) {
	in := bufio.NewScanner(r)
	in.Buffer(nil, 1<<20)
	id := int64(0)
	for in.Scan() {
		line := in.Text()
		if text, ok := strings.CutPrefix(line, "id: "); ok {
			id, _ = strconv.ParseInt(text, 10, 64)
		}
		if name, ok := strings.CutPrefix(line, "event: "); ok {
			l.mu.Lock()
			if l.seen[name]++; name == "lead" {
				l.ids = append(l.ids, id)
			}
			l.mu.Unlock()
		}
	}
}

// told compares what was heard with what has moved: everything once, in order.
func (l *listener) told(t *testing.T, s store.Store) {
	t.Helper()
	var want []int64
	for after := int64(0); ; {
		all, err := s.Movements(t.Context(), "370481", after, 1000)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range all {
			want, after = append(want, m.Sequence), m.Sequence
		}
		if len(all) == 0 {
			break
		}
	}
	for range 1000 {
		l.mu.Lock()
		n := len(l.ids)
		l.mu.Unlock()
		if n >= len(want) {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if fmt.Sprint(l.ids) != fmt.Sprint(want) {
		t.Errorf("%d events were told of %d that moved, or not in their order", len(l.ids), len(want))
	}
	if l.seen["region"] == 0 || l.seen["closure"] == 0 || l.seen["job"] == 0 {
		t.Errorf("told %v", l.seen)
	}
}
