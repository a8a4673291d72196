package server

import (
	"bufio"
	"context"
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

// Whoever reads slowly gets all of a long answer within an hour; whoever stands still is cut off.
func TestSlowReaderIsServed(t *testing.T) {
	const pieces, step = 300, 8 << 10
	for name, pause := range map[string]time.Duration{"slow": time.Second, "too slow": 2 * time.Second, "standing still": 5 * time.Minute} {
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
			case pause == 2*time.Second && (whole || failed == nil || took < longestAnswer || took > longestAnswer+answerTime):
				t.Errorf("%d bytes in %v: %v", n, took, failed)
			case pause == time.Second && (!whole || failed != nil || took < 2*writeTime):
				t.Errorf("%d bytes in %v: %v", n, took, failed)
			case pause > pieceFor && (whole || failed == nil || took > 2*pieceFor):
				t.Errorf("%d bytes in %v: %v", n, took, failed)
			}
		})
	}
}

// Over HTTP/2 an answer goes on when the work for its next piece takes longer than a piece may.
func TestSlowWorkIsWaitedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		here, there := net.Pipe()
		ln := &wire{make(chan net.Conn, 1), make(chan struct{})}
		ln.conns <- there
		srv := limited(limitTime(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			for range 10 {
				_, _ = w.Write(make([]byte, piece))
				time.Sleep(2 * pieceFor)
			}
		})), slog.New(slog.DiscardHandler))
		var only http.Protocols
		only.SetUnencryptedHTTP2(true)
		srv.Protocols = &only
		go func() { _ = srv.Serve(ln) }()
		client := &http.Transport{Protocols: &only, DialContext: func(context.Context, string, string) (net.Conn, error) { return here, nil }}
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://x/", nil)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := client.RoundTrip(r)
		if err != nil {
			t.Fatal(err)
		}
		if n, err := io.Copy(io.Discard, resp.Body); n != 10*piece || err != nil || resp.ProtoMajor != 2 {
			t.Errorf("%s: %d bytes, %v", resp.Proto, n, err)
		}
		resp.Body.Close()
		client.CloseIdleConnections()
		if err := srv.Close(); err != nil {
			t.Error(err)
		}
		here.Close()
		synctest.Wait()
	})
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
