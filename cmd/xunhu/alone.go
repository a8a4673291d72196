package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"xunhu/geo/finding"
)

// lockName is the file by which one service has the folder of the data for itself. The other
// verbs may work beside it: the store lets many write, but two services would each keep what
// the other changes, and both would seal.
const lockName = "serve.lock"

// alone is the word of a service that it has the folder of the data for itself.
type alone struct{ file *os.File } // nil: of a database, where there is no folder

// take takes the folder, or tells who has it.
func (p *program) take() (*alone, error) {
	if p.store.database != "" { // which is for many services
		return &alone{}, nil
	}
	if err := p.store.folder(); err != nil {
		return nil, err
	}
	name := filepath.Join(p.store.data, lockName)
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o640)
	if err != nil {
		return nil, finding.New("command.cannot_write", name).Because(err)
	}
	got, err := lock(f)
	switch {
	case errors.Is(err, errors.ErrUnsupported) || errors.Is(err, syscall.ENOLCK): // a network file system without locks
		return &alone{f}, nil
	case err != nil:
		f.Close()
		return nil, finding.New("command.cannot_write", name).Because(err)
	case !got:
		who, _ := io.ReadAll(io.LimitReader(f, 200))
		f.Close()
		return nil, finding.New("command.served", p.store.data, "who", strings.TrimSpace(string(who)))
	}
	return &alone{f}, nil
}

// tell writes down where the service answers, for whoever comes second.
func (a *alone) tell(address string) error {
	if a.file == nil {
		return nil
	}
	if err := a.file.Truncate(0); err != nil {
		return err
	}
	_, err := a.file.WriteAt(fmt.Appendf(nil, "%s, pid %d\n", address, os.Getpid()), 0)
	return err
}

// leave gives the folder back.
func (a *alone) leave() {
	if a.file != nil {
		a.file.Close()
	}
}
