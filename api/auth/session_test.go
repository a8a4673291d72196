package auth

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
)

// A service on a usual port, which browsers leave out, or on another address of this machine is at home there too.
func TestNotHome(t *testing.T) {
	for _, tc := range []struct {
		at   net.TCPAddr
		host string
		tls  bool
		want string
	}{
		{net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 80}, "localhost", false, ""},
		{net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 80}, "127.0.0.1:80", false, ""},
		{net.TCPAddr{IP: net.IPv6loopback, Port: 443}, "[::1]", true, ""},
		{net.TCPAddr{IP: net.IPv6loopback, Port: 443}, "[::1]", false, "auth.not_home"},
		{net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 80}, "localhost", true, "auth.not_home"},
		{net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 8080}, "localhost", false, "auth.not_home"},
		{net.TCPAddr{IP: net.IPv4(127, 0, 0, 2), Port: 8080}, "127.0.0.2:8080", false, ""},
		{net.TCPAddr{IP: net.IPv4(127, 0, 0, 2), Port: 8080}, "127.0.0.3:8080", false, "auth.not_home"},
		{net.TCPAddr{IP: net.IPv4(10, 0, 0, 2), Port: 8080}, "10.0.0.2:8080", false, "auth.not_home"},
	} {
		for _, version := range []string{"HTTP/1.1", "HTTP/1.0"} {
			r := httptest.NewRequestWithContext(context.WithValue(t.Context(), http.LocalAddrContextKey, &tc.at), http.MethodGet, "/", nil)
			r.Host, r.Proto = tc.host, version
			if tc.tls {
				r.TLS = &tls.ConnectionState{}
			}
			want := tc.want
			if version == "HTTP/1.0" {
				if r.ProtoMinor = 0; want == "" {
					want = "auth.http_1_0"
				}
			}
			if got := notHome(r); got != want {
				t.Errorf("%s at %v, by TLS %t, %s: %q, want %q", tc.host, tc.at, tc.tls, version, got, want)
			}
		}
	}
}
