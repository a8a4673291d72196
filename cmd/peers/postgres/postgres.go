// Package postgres runs a throw-away PostgreSQL for one comparison: a cluster in a folder
// of its own, reached by a socket there. It works in one thread and in memory, and ends
// with the run.
package postgres

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// A Cluster is a running server.
type Cluster struct{ dir, bin string }

// Start makes a cluster and starts it.
func Start() (*Cluster, error) {
	bins, _ := filepath.Glob("/usr/lib/postgresql/*/bin") // where Debian keeps what is not for everybody
	if len(bins) == 0 {
		return nil, errors.New("no PostgreSQL; make peers installs it")
	}
	dir, err := os.MkdirTemp("", "peers")
	if err != nil {
		return nil, fmt.Errorf("make a folder for PostgreSQL: %w", err)
	}
	c := &Cluster{dir: dir, bin: bins[len(bins)-1]}
	if err := c.start(); err != nil {
		c.Close()
		return nil, err
	}
	return c, nil
}

func (c *Cluster) start() error {
	if os.Geteuid() == 0 { // it refuses to run as root
		if out, err := exec.Command("chown", "postgres", c.dir).CombinedOutput(); err != nil {
			return fmt.Errorf("chown: %w: %s", err, out)
		}
	}
	if _, err := c.command(nil, filepath.Join(c.bin, "initdb"), "-D", c.data(), "-A", "trust", "--no-sync"); err != nil {
		return err
	}
	// One thread, the table in memory, no delay for disks.
	options := "-k " + c.dir + " -c listen_addresses= -c fsync=off -c shared_buffers=512MB -c work_mem=256MB" +
		" -c max_parallel_workers_per_gather=0 -c jit=off"
	_, err := c.command(nil, filepath.Join(c.bin, "pg_ctl"), "-D", c.data(), "-l", filepath.Join(c.dir, "log"), "-w", "-o", options, "start")
	return err
}

func (c *Cluster) data() string { return filepath.Join(c.dir, "data") }

// SQL runs statements, as psql has them, in a session of their own; what it gives has
// fields parted by bars.
func (c *Cluster) SQL(text string) ([]byte, error) {
	return c.command([]byte(text), filepath.Join(c.bin, "psql"), "-h", c.dir, "-d", "postgres", "-qAtX", "-v", "ON_ERROR_STOP=1", "-f", "-")
}

// command runs a program of PostgreSQL, as its user if we are root.
func (c *Cluster) command(stdin []byte, args ...string) ([]byte, error) {
	if os.Geteuid() == 0 {
		args = append([]string{"runuser", "-u", "postgres", "--"}, args...)
	}
	run := exec.Command(args[0], args[1:]...)
	run.Dir = c.dir
	run.Stdin = bytes.NewReader(stdin)
	var out, complaint bytes.Buffer
	run.Stdout, run.Stderr = &out, &complaint
	if err := run.Run(); err != nil {
		return nil, fmt.Errorf("%s: %w: %s", strings.Join(args, " "), err, complaint.Bytes())
	}
	return out.Bytes(), nil
}

// Close ends the server and removes what it kept.
func (c *Cluster) Close() {
	if _, err := os.Stat(filepath.Join(c.data(), "postmaster.pid")); err == nil {
		if _, err := c.command(nil, filepath.Join(c.bin, "pg_ctl"), "-D", c.data(), "-m", "immediate", "stop"); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
	}
	os.RemoveAll(c.dir)
}
