package server

import (
	"bufio"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// wire is a listener that gives one connection within the process, whose clock is that of the test.
type wire struct {
	conns  chan net.Conn
	closed chan struct{}
}

func (w *wire) Accept() (net.Conn, error) {
	select {
	case c := <-w.conns:
		return c, nil
	case <-w.closed:
		return nil, net.ErrClosed
	}
}
func (w *wire) Close() error   { close(w.closed); return nil }
func (w *wire) Addr() net.Addr { return &net.TCPAddr{} }

// slowly answers one connection by a handler below the limits, while client is at its other end.
func slowly(t *testing.T, handle http.HandlerFunc, client func(net.Conn)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		here, there := net.Pipe()
		ln := &wire{make(chan net.Conn, 1), make(chan struct{})}
		ln.conns <- there
		srv := limited(limitTime(handle), slog.New(slog.DiscardHandler))
		go func() { _ = srv.Serve(ln) }()
		client(here)
		here.Close()
		if err := srv.Close(); err != nil {
			t.Error(err)
		}
		synctest.Wait()
	})
}

// Whoever reads slowly gets all of a long answer, however long that takes; whoever stands still is cut off.
func TestSlowReaderIsServed(t *testing.T) {
	const pieces, step = 300, 8 << 10
	for name, pause := range map[string]time.Duration{"slow": time.Second, "standing still": 5 * time.Minute} {
		t.Run(name, func(t *testing.T) {
			var begun time.Time
			var took time.Duration
			var failed error
			n := 0
			slowly(t, func(w http.ResponseWriter, r *http.Request) {
				begun = time.Now()
				for range pieces {
					if failed = r.Context().Err(); failed == nil {
						_, failed = w.Write(make([]byte, piece))
					}
					if failed != nil {
						break
					}
				}
				took = time.Since(begun)
			}, func(c net.Conn) {
				_, _ = io.WriteString(c, "GET / HTTP/1.0\r\n\r\n")
				for b := make([]byte, step); ; time.Sleep(pause) {
					m, err := c.Read(b)
					if n += m; err != nil {
						return
					}
				}
			})
			switch whole := n > pieces*piece; {
			case pause < pieceFor && (!whole || failed != nil || took < 2*writeTime):
				t.Errorf("%d bytes in %v: %v", n, took, failed)
			case pause > pieceFor && (whole || failed == nil || took > 2*pieceFor):
				t.Errorf("%d bytes in %v: %v", n, took, failed)
			}
		})
	}
}

// A file that arrives slowly is taken, however long that takes; one that stands still is not, nor is any other body.
func TestSlowSenderIsHeard(t *testing.T) {
	const size = 200 * piece
	for name, tc := range map[string]struct {
		path   string
		pause  time.Duration
		stands int // bytes after which nothing more comes
		whole  bool
	}{
		"slow":            {"/api/v1/imports", time.Second, size, true},
		"standing still":  {"/api/v1/imports", time.Second, size / 2, false},
		"not for a while": {"/api/v1/incidents", time.Second, size, false},
	} {
		t.Run(name, func(t *testing.T) {
			var n int64
			var failed, ended error
			slowly(t, func(w http.ResponseWriter, r *http.Request) {
				n, failed = io.Copy(io.Discard, r.Body)
				ended = r.Context().Err()
			}, func(c net.Conn) {
				answered := make(chan struct{})
				go func() {
					defer close(answered)
					if resp, err := http.ReadResponse(bufio.NewReader(c), nil); err == nil {
						resp.Body.Close()
					}
				}()
				_, _ = io.WriteString(c, "POST "+tc.path+" HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n")
				chunk := "2000\r\n" + strings.Repeat("x", 8<<10) + "\r\n"
				for sent := 0; sent < tc.stands; sent += 8 << 10 {
					if _, err := io.WriteString(c, chunk); err != nil {
						break
					}
					time.Sleep(tc.pause)
				}
				if tc.stands == size {
					_, _ = io.WriteString(c, "0\r\n\r\n")
				}
				<-answered
			})
			if whole := n == size && failed == nil && ended == nil; whole != tc.whole || !whole && !errors.Is(failed, io.ErrUnexpectedEOF) && !isTimeout(failed) {
				t.Errorf("%d of %d bytes: %v, %v", n, size, failed, ended)
			}
		})
	}
}

func isTimeout(err error) bool {
	var n net.Error
	return errors.As(err, &n) && n.Timeout()
}
