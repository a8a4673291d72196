package auth

import (
	"crypto/sha256"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"time"

	"xunhu/api/people"
)

// mostTries is how many counts are kept at least; twice as many at most, some 20 MB.
const mostTries = 1 << 16

// tries counts failures of what no store counts: of an id at one network, and of ids that nobody has, so that those
// wait like others. The counts live as long as the process, and as long as others do not push them out.
type tries struct {
	mu         sync.Mutex
	young, old map[[sha256.Size]byte]people.Account
}

// tryKey names a count: an id at a network, or at all of them ("").
func tryKey(region, person, network string) [sha256.Size]byte {
	return sha256.Sum256([]byte(region + "\x00" + person + "\x00" + network))
}

// count counts a try that is about to be made. left > 0: it must not be made for so long, and is not counted.
func (t *tries) count(key [sha256.Size]byte, now time.Time, wait func(int) time.Duration) (left time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	a := t.of(key)
	if !a.Count(now, wait) {
		left = a.Until.Sub(now)
	}
	t.keep(key, a)
	return left
}

// mark notes which mark of its account a count found; see marked.
func (t *tries) mark(key [sha256.Size]byte, mark time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	a := t.of(key)
	a.Changed = mark
	t.keep(key, a)
}

// marked is the mark that a count found last.
func (t *tries) marked(key [sha256.Size]byte) time.Time {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.of(key).Changed
}

func (t *tries) of(key [sha256.Size]byte) people.Account {
	if a, ok := t.young[key]; ok {
		return a
	}
	return t.old[key]
}

func (t *tries) keep(key [sha256.Size]byte, a people.Account) {
	if t.young == nil || len(t.young) >= mostTries {
		t.young, t.old = map[[sha256.Size]byte]people.Account{}, t.young
	}
	t.young[key] = a
}

// forget forgets a count.
func (t *tries) forget(key [sha256.Size]byte) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.young, key)
	delete(t.old, key)
}

// network is where a request comes from, as wide as one sender may change addresses at will: 24 bits of IPv4, 64 of IPv6.
func (g *Guard) network(r *http.Request) string {
	from := ""
	if g.Sender != nil {
		from = g.Sender(r)
	}
	if from == "" {
		from, _, _ = net.SplitHostPort(r.RemoteAddr)
	}
	at, err := netip.ParseAddr(from)
	if err != nil {
		return from
	}
	bits := 64
	if at = at.Unmap(); at.Is4() {
		bits = 24
	}
	p, err := at.WithZone("").Prefix(bits)
	if err != nil {
		return from
	}
	return p.String()
}
