package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	crand "crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"xunhu/api/words"
	"xunhu/geo/finding"
)

// tlsFolder is where the certificate lies, within the folder of the data, that serve makes itself.
const tlsFolder = "tls"

// A certificate of our own holds for as long as all browsers take one (825 days), and is made
// anew when less than a month of that is left.
const (
	ownLife  = 825 * 24 * time.Hour
	ownSpare = 30 * 24 * time.Hour
)

// secured gives the settings of TLS that the flags ask for; nil: none. strict tells whether browsers
// may be told to come by TLS alone: not with a certificate that they do not know.
func (v *serveVerb) secured(p *program) (c *tls.Config, strict bool, err error) {
	cert, key := v.TLSCert, v.TLSKey
	if v.TLSSelfSigned {
		if cert, key, err = p.ownCertificate(v.Listen); err != nil {
			return nil, false, err
		}
	}
	if cert == "" {
		return nil, false, nil
	}
	pair := &pair{cert: cert, key: key}
	now, err := pair.get(nil)
	if err != nil {
		return nil, false, err
	}
	sum := sha256.Sum256(now.Leaf.Raw)
	p.say(words.Say(p.lang, "command.tls_certificate", finding.Args{
		"fingerprint": strings.Join(strings.Fields(fmt.Sprintf("% X", sum)), ":"), "until": now.Leaf.NotAfter.In(p.config.zone).Format(time.DateOnly)}))
	return &tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: pair.get}, !v.TLSSelfSigned, nil
}

// A pair is a certificate and its key in files, read again when one of them has changed, so that
// one that is renewed counts without a new start.
type pair struct {
	cert, key string

	mu    sync.Mutex
	known *tls.Certificate
	seen  [2]time.Time
}

// get gives the pair. One that cannot be read any more leaves the one before in use.
func (p *pair) get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	var seen [2]time.Time
	for i, name := range []string{p.cert, p.key} {
		if info, err := os.Stat(name); err == nil {
			seen[i] = info.ModTime()
		}
	}
	if p.known != nil && seen == p.seen {
		return p.known, nil
	}
	c, err := tls.LoadX509KeyPair(p.cert, p.key)
	switch {
	case err == nil:
		p.known, p.seen = &c, seen
	case p.known == nil:
		return nil, finding.New("command.no_certificate", p.cert, "key", p.key, "why", err.Error()).Because(err)
	}
	return p.known, nil
}

// ownCertificate gives the certificate in the folder of the data, made there if it is missing or
// about to end.
func (p *program) ownCertificate(address string) (cert, key string, err error) {
	folder := filepath.Join(p.store.data, tlsFolder)
	cert, key = filepath.Join(folder, "cert.pem"), filepath.Join(folder, "key.pem")
	kept, err := tls.LoadX509KeyPair(cert, key)
	if err == nil && kept.Leaf.NotAfter.After(p.now().Add(ownSpare)) {
		return cert, key, nil
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", "", finding.New("command.no_certificate", cert, "key", key, "why", err.Error()).Because(err)
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", "", finding.New("command.cannot_write", folder).Because(err)
	}
	private, err := ecdsa.GenerateKey(elliptic.P256(), crand.Reader)
	if err != nil {
		return "", "", err
	}
	secret, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		return "", "", err
	}
	template, err := p.selfSigned(address)
	if err != nil {
		return "", "", err
	}
	signed, err := x509.CreateCertificate(crand.Reader, template, template, private.Public(), private)
	if err != nil {
		return "", "", err
	}
	// The key goes first: a certificate without its key would be taken for one that is kept.
	return cert, key, errorsFirst(pemFile(key, "PRIVATE KEY", secret, 0o600), pemFile(cert, "CERTIFICATE", signed, 0o644))
}

// selfSigned is a certificate for all names and addresses of this machine.
func (p *program) selfSigned(address string) (*x509.Certificate, error) {
	serial, err := crand.Int(crand.Reader, new(big.Int).Lsh(big.NewInt(1), 127))
	if err != nil {
		return nil, err
	}
	c := &x509.Certificate{
		SerialNumber: serial, Subject: pkix.Name{CommonName: "xunhu"},
		NotBefore: p.now().Add(-time.Hour), NotAfter: p.now().Add(ownLife),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}, BasicConstraintsValid: true,
		DNSNames: []string{"localhost"},
	}
	if name, err := os.Hostname(); err == nil {
		c.DNSNames = append(c.DNSNames, name)
	}
	if host, _, err := net.SplitHostPort(address); err == nil && host != "" && net.ParseIP(host) == nil && host != "localhost" {
		c.DNSNames = append(c.DNSNames, host)
	}
	all, err := net.InterfaceAddrs()
	if err != nil {
		return nil, err
	}
	for _, a := range all {
		if ip, ok := a.(*net.IPNet); ok && !ip.IP.IsLinkLocalUnicast() {
			c.IPAddresses = append(c.IPAddresses, ip.IP)
		}
	}
	return c, nil
}

// pemFile writes one block of PEM.
func pemFile(name, kind string, der []byte, mode fs.FileMode) error {
	return outputMode(name, mode, nil, func(w io.Writer) error { return pem.Encode(w, &pem.Block{Type: kind, Bytes: der}) })
}
