// Package pgtest starts a throw-away PostgreSQL with PostGIS for tests, and gives each
// test a database of its own.
//
// One server serves all tests of a binary. It listens on a socket in a new folder, writes
// nothing through to the disk, and ends, folder and all, when the binary does, however
// that ends. Where PostgreSQL or PostGIS is missing, Fresh skips its test and says so.
package pgtest

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"
)

// A Server is a running PostgreSQL.
type Server struct {
	Dir    string // of its socket, and its log
	orders io.WriteCloser
	said   *bufio.Reader
}

// Settings of a server whose data nobody needs after a crash.
var Settings = []string{"fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off"}

// shared is the server of this binary.
var shared = sync.OnceValues(func() (*Server, error) {
	s, err := Start(Settings...)
	if err != nil {
		return nil, err
	}
	return s, s.admin("CREATE DATABASE ground;\n\\c ground\nCREATE EXTENSION postgis;\n")
})

var count atomic.Int64

// Close ends the server and removes it.
func (s *Server) Close() error { return s.orders.Close() }

// Fresh gives the address of a new database with PostGIS and nothing else in it.
func Fresh(t testing.TB) string {
	t.Helper()
	s, err := shared()
	if err != nil {
		t.Skipf("no PostgreSQL with PostGIS to test with: %v", err)
	}
	return s.Copy(t, "ground")
}

// Template gives new databases, each a copy of one that is made by lay when the first test asks.
func Template(name string, lay func(ctx context.Context, address string) error) func(t testing.TB) string {
	made := sync.OnceValue(func() error {
		s, err := shared()
		if err != nil {
			return err
		}
		if err := s.admin("CREATE DATABASE " + name + " TEMPLATE ground"); err != nil {
			return err
		}
		return lay(context.Background(), s.Address(name))
	})
	return func(t testing.TB) string {
		t.Helper()
		s, err := shared()
		if err != nil {
			t.Skipf("no PostgreSQL with PostGIS to test with: %v", err)
		}
		if err := made(); err != nil {
			t.Fatal(err)
		}
		return s.Copy(t, name)
	}
}

// Copy makes a database for one test, and takes it away after it.
func (s *Server) Copy(t testing.TB, template string) string {
	t.Helper()
	name := fmt.Sprint("t", count.Add(1))
	exec := func(statement string) {
		t.Helper()
		c, err := pgx.Connect(context.Background(), s.Address("postgres"))
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close(context.Background())
		if _, err := c.Exec(context.Background(), statement); err != nil {
			t.Error(err)
		}
	}
	exec("CREATE DATABASE " + name + " TEMPLATE " + template + " STRATEGY FILE_COPY")
	t.Cleanup(func() { exec("DROP DATABASE " + name + " WITH (FORCE)") })
	return s.Address(name)
}

// Address is the address of a database of the server.
func (s *Server) Address(database string) string {
	return "postgres://xunhu:secret@/" + database + "?host=" + url.QueryEscape(s.Dir)
}

// bin is where Debian and others keep the programs of the server; the newest comes first.
func bin() (string, error) {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	slices.Sort(found)
	slices.Reverse(found)
	for _, f := range found {
		share := strings.Replace(filepath.Dir(filepath.Dir(f)), "/lib/", "/share/", 1)
		if ours, _ := filepath.Glob(filepath.Join(share, "extension", "postgis.control")); len(ours) > 0 {
			return filepath.Dir(f), nil
		}
	}
	return "", fmt.Errorf("no /usr/lib/postgresql/*/bin/initdb with the extension postgis (Debian: postgresql-15-postgis-3)")
}

// Start starts a server with these settings. PostgreSQL does not run as root, so root
// hands it to a user who is nobody. A shell keeps it: when this process ends, and with it
// the pipe that the shell reads, the server is stopped and its folder removed.
func Start(settings ...string) (*Server, error) {
	programs, err := bin()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "pg")
	if err != nil {
		return nil, err
	}
	script := `dir=$1 bin=$2 settings=$3
cd "$dir" && "$bin/initdb" -D data -U xunhu -E UTF8 --locale=C --auth=trust --no-sync >server.log 2>&1 || { tail -3 server.log; rm -rf "$dir"; exit 1; }
start() { "$bin/pg_ctl" -D data -l server.log -s -w -t 120 -o "-k $dir -c listen_addresses= -c max_connections=200 -c shared_buffers=64MB $settings" start && echo ready; }
start || { tail -3 server.log; rm -rf "$dir"; exit 1; }
while read -r order; do
  case $order in
  stop) "$bin/pg_ctl" -D data -s -m immediate stop; echo ready ;;
  start) start ;;
  esac
done
"$bin/pg_ctl" -D data -s -m immediate stop; rm -rf "$dir"`
	args := []string{"sh", "-c", script, "sh", dir, programs, ""}
	for _, s := range settings {
		args[len(args)-1] += " -c " + s
	}
	if os.Getuid() == 0 {
		user := "nobody"
		if exec.Command("id", "postgres").Run() == nil {
			user = "postgres"
		}
		if err := exec.Command("chown", user, dir).Run(); err != nil {
			return nil, err
		}
		args = append([]string{"runuser", "-u", user, "--"}, args...)
	}
	cmd := exec.Command(args[0], args[1:]...)
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	s := &Server{Dir: dir, orders: in, said: bufio.NewReader(out)}
	return s, s.ready()
}

// ready waits until an order was carried out.
func (s *Server) ready() error {
	line, _ := s.said.ReadString('\n') // whoever ends early has said why
	if line != "ready\n" {
		rest, _ := io.ReadAll(s.said)
		return fmt.Errorf("PostgreSQL in %s: %s%s", s.Dir, line, rest)
	}
	return nil
}

// Order stops the server at once, as a fault of the machine would ("stop"), or starts it
// again ("start").
func (s *Server) Order(what string) error {
	if _, err := fmt.Fprintln(s.orders, what); err != nil {
		return err
	}
	return s.ready()
}

// admin runs statements of psql.
func (s *Server) admin(script string) error {
	cmd := exec.Command("psql", "-qX", "-v", "ON_ERROR_STOP=1", "-h", s.Dir, "-U", "xunhu", "postgres")
	cmd.Stdin = strings.NewReader(script)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%w: %s", err, out)
	}
	return nil
}
