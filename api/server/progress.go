package server

import (
	"context"
	"io"
	"net/http"
	"time"
)

// How much must arrive or leave within which time: who is slower stands still.
const (
	piece    = 64 << 10 // bytes
	pieceFor = time.Minute

	longestAnswer = time.Hour // from its first piece
)

// limitTime ends the work for a request of which nothing comes for too long: no piece of its body arrives, and none of the
// answer leaves. It goes on as long as something does, an answer at most for longestAnswer. What is a stream looks after
// itself.
func limitTime(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if isStream(r) {
			next.ServeHTTP(w, r)
			return
		}
		ctx, cancel := context.WithCancelCause(r.Context())
		defer cancel(nil)
		timer := time.AfterFunc(answerTime, func() { cancel(context.DeadlineExceeded) })
		defer timer.Stop()
		conn := http.NewResponseController(w)
		r = r.WithContext(ctx)
		if isFile(r) {
			r.Body = &arriving{ReadCloser: r.Body, conn: conn, timer: timer}
		}
		next.ServeHTTP(&leaving{ResponseWriter: w, conn: conn, timer: timer}, r)
	})
}

// leaving is an answer on its way. A reader who does not take a piece in time is cut off.
type leaving struct {
	http.ResponseWriter
	conn  *http.ResponseController
	timer *time.Timer
	ends  time.Time // however much leaves until then; zero: nothing has
}

// Unwrap is for http.ResponseController.
func (l *leaving) Unwrap() http.ResponseWriter { return l.ResponseWriter }

func (l *leaving) Write(b []byte) (written int, err error) {
	if l.ends.IsZero() {
		l.ends = time.Now().Add(longestAnswer)
	}
	for {
		part := b[written:min(len(b), written+piece)]
		l.until(pieceFor)
		n, err := l.ResponseWriter.Write(part)
		if written += n; err != nil {
			return written, err
		}
		l.until(answerTime + pieceFor)
		l.timer.Reset(min(answerTime, time.Until(l.ends)))
		if written >= len(b) {
			return written, nil
		}
	}
}

// until sets the deadline of what is written: over HTTP/2 it cuts the answer whether or not anything is being written.
func (l *leaving) until(d time.Duration) {
	_ = l.conn.SetWriteDeadline(time.Now().Add(min(d, time.Until(l.ends)))) // a connection that has none needs none
}

// arriving is a file on its way. A sender who does not send a piece in time is cut off.
type arriving struct {
	io.ReadCloser
	conn  *http.ResponseController
	timer *time.Timer
	since int // bytes since the last piece
}

func (a *arriving) Read(b []byte) (int, error) {
	n, err := a.ReadCloser.Read(b)
	if a.since += n; a.since >= piece && err == nil {
		a.since = 0
		_ = a.conn.SetReadDeadline(time.Now().Add(pieceFor))   // as above
		_ = a.conn.SetWriteDeadline(time.Now().Add(writeTime)) // of the answer
		a.timer.Reset(answerTime)
	}
	return n, err
}
