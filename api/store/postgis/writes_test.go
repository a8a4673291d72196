package postgis

import (
	"os"
	"strconv"
	"testing"

	"xunhu/api/store/postgis/pgtest"
	"xunhu/api/store/storetest"
)

// Incidents a second on a server that writes everything through to the disk, as XUNHU_WRITES
// incidents by 8 clients.
func TestWrites(t *testing.T) {
	n, _ := strconv.Atoi(os.Getenv("XUNHU_WRITES"))
	if n == 0 {
		t.Skip("make writes measures")
	}
	server, err := pgtest.Start()
	if err != nil {
		t.Skipf("no PostgreSQL with PostGIS to test with: %v", err)
	}
	defer server.Close()
	s, err := Make(t.Context(), server.Address("postgres"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.Join(t.Context(), "node", func() {}); err != nil { // as a service does, which tells the others of what it writes
		t.Fatal(err)
	}
	storetest.Writes(t, s, 8, n)
}
