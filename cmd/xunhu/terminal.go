package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"xunhu/api/words"
)

// isTerminal tells whether a person reads what is written.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// spinner shows that work goes on whose end is not known.
func spinner(w io.Writer, title string) *progressbar.ProgressBar {
	return progressbar.NewOptions(-1, progressbar.OptionSetWriter(w), progressbar.OptionSetDescription(title),
		progressbar.OptionShowElapsedTimeOnFinish(), progressbar.OptionSpinnerType(14))
}

// meter shows how much of some work is done, once it takes over two seconds and if a
// person is looking. done counts one more; stop ends it, and may be called twice.
func (p *program) meter(code string, total int) (done, stop func()) {
	if !isTerminal(p.words) {
		return func() {}, func() {}
	}
	var bar *progressbar.ProgressBar
	start := time.Now()
	n := 0
	done = func() {
		if n++; bar == nil && time.Since(start) > 2*time.Second {
			bar = progressbar.NewOptions(total, progressbar.OptionSetWriter(p.words), progressbar.OptionThrottle(100*time.Millisecond),
				progressbar.OptionSetDescription(words.Say(p.lang, code, nil)), progressbar.OptionShowCount(), progressbar.OptionSetPredictTime(true))
		}
		if bar != nil {
			_ = bar.Set(n) // the work goes on without
		}
	}
	return done, func() {
		if bar != nil {
			bar.Finish()
			fmt.Fprintln(p.words)
			bar = nil
		}
	}
}
