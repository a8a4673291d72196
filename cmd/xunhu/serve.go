package main

import (
	"context"
	crand "crypto/rand"
	_ "embed"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"os"
	"strings"

	"xunhu/api/auth"
	"xunhu/api/jobs"
	"xunhu/api/live"
	"xunhu/api/ogc"
	"xunhu/api/ops"
	"xunhu/api/people"
	"xunhu/api/server"
	"xunhu/api/store"
	"xunhu/api/tickets"
	"xunhu/api/words"
	"xunhu/geo/atlas"
	"xunhu/geo/demo"
	"xunhu/geo/finding"
	"xunhu/routing/tour/search"
	"xunhu/web"
)

// unit is the file by which systemd runs the service.
//
//go:embed xunhu.service
var unit string

// mostWorkers is how many jobs a node does at once at most.
const mostWorkers = 1000

// mostImport is how large a file may at most be allowed to be that is imported, in MB.
const mostImport = 64 << 10

type serveVerb struct {
	Listen  string `default:"127.0.0.1:8080" env:"XUNHU_LISTEN" help:"${help_listen}" placeholder:"HOST:PORT"`
	Metrics string `env:"XUNHU_METRICS" help:"${help_metrics}" placeholder:"HOST:PORT"`

	TLSCert       string   `name:"tls-cert" env:"XUNHU_TLS_CERT" type:"existingfile" and:"tls" xor:"owncert" help:"${help_tls_cert}" placeholder:"FILE"`
	TLSKey        string   `name:"tls-key" env:"XUNHU_TLS_KEY" type:"existingfile" and:"tls" help:"${help_tls_key}" placeholder:"FILE"`
	TLSSelfSigned bool     `name:"tls-self-signed" env:"XUNHU_TLS_SELF_SIGNED" xor:"owncert" help:"${help_tls_self_signed}"`
	WriteLimit    int      `default:"600" env:"XUNHU_WRITE_LIMIT" help:"${help_write_limit}" placeholder:"N"`
	ImportLimit   int      `default:"2048" env:"XUNHU_IMPORT_LIMIT" help:"${help_import_limit}" placeholder:"MB"`
	Proxy         []string `env:"XUNHU_PROXY" help:"${help_proxy}" placeholder:"CIDR"`
	Closed        bool     `env:"XUNHU_CLOSED" help:"${help_closed}"`
	NoDemo        bool     `name:"no-demonstration" env:"XUNHU_NO_DEMONSTRATION" help:"${help_no_demo}"`
	TiandituKey   string   `env:"XUNHU_TIANDITU_KEY" help:"${help_tianditu_key}" placeholder:"KEY"`
	Workers       int      `default:"2" env:"XUNHU_WORKERS" help:"${help_workers}" placeholder:"N"`

	OIDCIssuer     string `name:"oidc-issuer" env:"XUNHU_OIDC_ISSUER" and:"oidc" help:"${help_oidc_issuer}" placeholder:"URL"`
	OIDCClient     string `name:"oidc-client" env:"XUNHU_OIDC_CLIENT" and:"oidc" help:"${help_oidc_client}" placeholder:"ID"`
	OIDCSecretFile string `name:"oidc-secret-file" env:"XUNHU_OIDC_SECRET_FILE" type:"existingfile" help:"${help_oidc_secret_file}" placeholder:"FILE"`
	OIDCClaim      string `name:"oidc-claim" default:"preferred_username" env:"XUNHU_OIDC_CLAIM" help:"${help_oidc_claim}" placeholder:"NAME"`
	OIDCName       string `name:"oidc-name" default:"OpenID Connect" env:"XUNHU_OIDC_NAME" help:"${help_oidc_name}" placeholder:"NAME"`

	PrintUnit bool `help:"${help_print_unit}"`
}

// Run serves until it is told to stop. An empty store is filled with the
// demonstration region first.
func (v *serveVerb) Run(ctx context.Context, p *program) error {
	if v.PrintUnit {
		_, err := io.WriteString(p.out, unit)
		return err
	}
	if err := v.check(); err != nil {
		return err
	}
	provider, err := v.provider()
	if err != nil {
		return err
	}
	taken, err := p.take()
	if err != nil {
		return err
	}
	defer taken.leave()
	secured, strict, err := v.secured(p)
	if err != nil {
		return err
	}
	s, err := p.store.make(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	if err := p.begin(ctx, s); err != nil {
		return err
	}
	ln, err := listen(v.Listen, "--listen")
	if err != nil {
		return err
	}
	defer func() { _ = ln.Close() }() // the server has closed it, if it came so far
	log := slog.New(slog.NewTextHandler(p.words, nil))
	regions := p.registry(s)
	dataset := func(ctx context.Context, code string) (atlas.Dataset, error) {
		r, err := regions.Get(ctx, code)
		if err != nil {
			return atlas.Dataset{}, err
		}
		return r.Dataset, nil
	}
	guard := auth.New(auth.Options{Regions: regions, Store: s, Now: p.now, Random: crand.Reader, Log: log, Sender: server.Sender, Demonstration: loopback(ln.Addr()) && !v.NoDemo, Closed: v.Closed, Provider: provider})
	own := ops.New(ops.Options{
		Guard:   guard,
		Regions: regions, Store: s, Solve: search.Tours, Patrol: p.config.patrol(), Risk: p.config.Patrol.Risk, Explore: p.config.Patrol.Explore, Now: p.now, Random: crand.Reader, Log: log,
		Roster: p.config.Roster.settings(), Done: ctx.Done(), ImportLimit: int64(v.ImportLimit) << 20,
	})
	stopWorking, err := v.work(ctx, p, s, own, log)
	if err != nil {
		return err
	}
	defer stopWorking()
	editor, _ := s.(ogc.Editor)
	counted, stopCounting, err := v.metrics(ctx, s, log)
	if err != nil {
		return err
	}
	defer stopCounting()
	srv := server.New(server.Options{
		Metrics: counted, Writes: v.WriteLimit, ImportLimit: int64(v.ImportLimit) << 20, Proxies: v.Proxy, TLS: secured, Strict: strict,
		Regions: regions,
		Ops:     own,
		Guard:   guard,
		OGC:     ogc.New(dataset, s, ogc.Options{Now: p.now, Log: log, May: guard.MayRead, Hide: guard.Hidden, Edit: editor, MayEdit: guard.MayEdit}),
		App:     web.Files(),
		Log:     log, Build: build(), Archives: s, Features: s, Tianditu: v.TiandituKey,
	})
	if !web.Built() {
		p.say(words.Say(p.lang, "command.no_page", nil))
	}
	address := "http://" + ln.Addr().String()
	if secured != nil {
		address = "https://" + ln.Addr().String()
	}
	if err := taken.tell(address); err != nil {
		return finding.New("command.cannot_write", p.store.data).Because(err)
	}
	if err := p.administrators(ctx, s, address); err != nil {
		return err
	}
	if _, err := fmt.Fprintln(p.out, address); err != nil {
		return err
	}
	sealed, stop := context.WithCancel(ctx)
	defer stop()
	go p.seal(sealed, s, func(r store.Root, region string) {
		log.Info(words.Say(p.lang, "command.sealed", finding.Args{"day": r.Day, "digest": r.Digest, "leads": r.Leads}), "region", region)
	}, func(err error) { log.Error("seal", "err", err) })
	return srv.Run(ctx, ln)
}

// work lets this node take long work in and, with workers, do it.
func (v *serveVerb) work(ctx context.Context, p *program, s store.Store, own *ops.Service, log *slog.Logger) (stop func(), err error) {
	host, _ := os.Hostname() // which only helps to recognise it
	name := fmt.Sprintf("%s-%d-%016x", host, os.Getpid(), *secretSeed())
	ctx, cancel := context.WithCancel(ctx)
	if err := s.Join(ctx, name, own.Ring); err != nil {
		cancel()
		return nil, err
	}
	runner, err := jobs.New(ctx, jobs.Options{Store: s, Name: name, Workers: v.Workers, Kinds: own.Kinds(), Now: p.now, Log: log})
	if err != nil {
		cancel()
		return nil, err
	}
	own.Queued(runner)
	wait, err := runner.Start(ctx)
	if err != nil {
		cancel()
		return nil, err
	}
	return func() { cancel(); wait() }, nil
}

// check looks at the flags that can be wrong by themselves.
func (v *serveVerb) check() error {
	if v.WriteLimit < 0 {
		return finding.New("command.write_limit", "--write-limit", "value", v.WriteLimit)
	}
	if v.ImportLimit < 1 || v.ImportLimit > mostImport {
		return finding.New("command.imports", "--import-limit", "value", v.ImportLimit, "most", mostImport)
	}
	if v.Workers < 0 || v.Workers > mostWorkers {
		return finding.New("command.workers", "--workers", "value", v.Workers, "most", mostWorkers)
	}
	for _, network := range v.Proxy {
		if _, err := netip.ParsePrefix(network); err != nil {
			return finding.New("command.no_network", "--proxy", "value", network).Because(err)
		}
	}
	return nil
}

// provider is who signs people in beside passwords; nil: nobody.
func (v *serveVerb) provider() (*auth.Provider, error) {
	if v.OIDCIssuer == "" {
		return nil, nil
	}
	at, err := url.Parse(v.OIDCIssuer)
	if err != nil || at.Host == "" || at.Scheme != "https" && !(at.Scheme == "http" && (at.Hostname() == "localhost" || at.Hostname() == "127.0.0.1")) {
		return nil, finding.New("command.oidc_issuer", "--oidc-issuer", "value", v.OIDCIssuer)
	}
	p := &auth.Provider{Name: v.OIDCName, Issuer: v.OIDCIssuer, Client: v.OIDCClient, Claim: v.OIDCClaim}
	if v.OIDCSecretFile != "" {
		secret, err := os.ReadFile(v.OIDCSecretFile)
		if err != nil {
			return nil, finding.New("command.cannot_read", v.OIDCSecretFile).Because(err)
		}
		p.Secret = strings.TrimSpace(string(secret))
	}
	return p, nil
}

// listen takes an address that a flag names.
func listen(address, flag string) (net.Listener, error) {
	ln, err := net.Listen("tcp", address)
	if err != nil {
		return nil, finding.New("command.cannot_listen", address, "flag", flag).Because(err)
	}
	return ln, nil
}

// metrics answers for Prometheus on an address of its own, if one was given; nil if not.
func (v *serveVerb) metrics(ctx context.Context, s store.Store, log *slog.Logger) (m *server.Metrics, stop func(), err error) {
	if v.Metrics == "" {
		return nil, func() {}, nil
	}
	ln, err := listen(v.Metrics, "--metrics")
	if err != nil {
		return nil, nil, err
	}
	facts := server.Facts{Version: version, Commit: commit()}
	if counts, ok := s.(interface {
		Size() (int64, error)
		LeadStates(context.Context) (map[string]int, error)
	}); ok {
		facts.StoreBytes, facts.Leads = counts.Size, counts.LeadStates
	}
	m = server.NewMetrics(facts)
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		if err := m.Run(ctx, ln, log); err != nil {
			log.Error("metrics", "err", err)
		}
	}()
	log.Info("metrics", "address", "http://"+ln.Addr().String()+"/metrics")
	return m, func() { cancel(); <-ended }, nil
}

// loopback tells whether only this machine can reach an address.
func loopback(a net.Addr) bool {
	tcp, ok := a.(*net.TCPAddr)
	return ok && tcp.IP.IsLoopback()
}

// begin fills a store that is empty, and brings what an older release has kept up to date. Of services that start at once
// on one database one does it.
func (p *program) begin(ctx context.Context, s store.Store) error {
	err := s.Whole(ctx, "begin", func(inside store.Store, _ any) error {
		if err := p.fillEmpty(ctx, inside); err != nil {
			return err
		}
		return p.actors(ctx, inside)
	})
	if err != nil {
		return err
	}
	return s.Whole(ctx, "begin", func(inside store.Store, _ any) error { return p.adopt(ctx, inside, p.registry(s)) })
}

// actors gives the demonstration region its people and their equipment, if it lacks the
// last of them.
func (p *program) actors(ctx context.Context, s store.Store) error {
	regions, err := s.Regions(ctx)
	if err != nil {
		return err
	}
	own := demo.Dataset().Region.Code
	for _, r := range regions {
		if r.Code != own || !r.Illustration {
			continue
		}
		items, err := s.Items(ctx, own)
		if err != nil || len(items) > 0 {
			return err
		}
		for _, one := range people.Demonstration() {
			if err := s.SavePerson(ctx, own, one); err != nil {
				return err
			}
		}
		for _, one := range people.DemonstrationItems() {
			if err := s.SaveItem(ctx, own, one); err != nil {
				return err
			}
		}
	}
	return nil
}

// adopt makes leads of what an older release has kept without one. A region that cannot be
// built is left for check to look at.
func (p *program) adopt(ctx context.Context, s store.Store, built *live.Registry) error {
	regions, err := s.Regions(ctx)
	if err != nil {
		return err
	}
	for _, r := range regions {
		page, err := s.Leads(ctx, r.Code, store.LeadQuery{Bare: true, Limit: 1})
		if err != nil {
			return err
		}
		if len(page.Leads) == 0 {
			continue
		}
		region, err := built.Get(ctx, r.Code)
		if err != nil {
			p.say(words.Say(p.lang, "command.not_adopted", finding.Args{"region": r.Code, "n": page.Matched, "why": err}))
			continue
		}
		n, err := tickets.Adopt(ctx, s, region, p.now())
		if err != nil {
			return err
		}
		if n > 0 {
			p.say(words.Say(p.lang, "command.adopted", finding.Args{"region": r.Code, "n": n}))
		}
	}
	return nil
}

// fillEmpty puts the demonstration region into a store without any.
func (p *program) fillEmpty(ctx context.Context, s store.Store) error {
	regions, err := s.Regions(ctx)
	if err != nil || len(regions) > 0 {
		return err
	}
	d := demo.Dataset()
	if err := s.Save(ctx, d); err != nil {
		return err
	}
	p.say(words.Say(p.lang, "command.demo_loaded", finding.Args{"region": finding.Name{ZH: d.Region.Name, EN: d.Region.NameEN}}))
	return nil
}
