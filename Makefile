# xunhu: `make help` lists what there is to do.

SHELL := /bin/bash
.DEFAULT_GOAL := help

VERSION ?= dev
LISTEN  ?= 127.0.0.1:8080
DATA    ?= xunhu-data
LINTER  := .cache/bin/golangci-lint

export GOFLAGS := -mod=readonly

.PHONY: help run build release web check lint test test-go test-web test-postgis clients service scale e2e fuzz soak foretell months writes kills bench tiles peers peers-route peers-tour tours oracle every locate clean

help: ## what there is to do
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-11s %s\n", $$1, $$2}'

run: build ## build everything, then serve on http://127.0.0.1:8080
	bin/xunhu serve --data $(DATA) --listen $(LISTEN)

build: web fonts bin/xunhu ## the one static binary, web app inside: bin/xunhu

COMPILE := CGO_ENABLED=0 go build -trimpath -tags timetzdata -ldflags '-s -w -X main.version=$(VERSION)'

.PHONY: bin/xunhu
bin/xunhu:
	$(COMPILE) -o $@ ./cmd/xunhu

ARCHES := amd64 arm64 loong64
SBOM   := github.com/CycloneDX/cyclonedx-gomod/cmd/cyclonedx-gomod@v1.10.0
# What is in the binaries is read from one of them: the modules are the same on all.
release: web fonts ## static binaries for linux amd64, arm64 and loong64 with checksums and CycloneDX lists of what is in them: bin/release
	rm -rf bin/release && mkdir -p bin/release
	for a in $(ARCHES); do GOOS=linux GOARCH=$$a $(COMPILE) -o bin/release/xunhu-linux-$$a ./cmd/xunhu || exit 1; done
	GOFLAGS= go run $(SBOM) bin -json -version $(VERSION) -output bin/release/xunhu.cdx.json bin/release/xunhu-linux-amd64
	cd web && npm sbom --package-lock-only --omit dev --sbom-format cyclonedx >../bin/release/web.cdx.json
	cd bin/release && sha256sum * >SHA256SUMS

web: web/dist/index.html

.PHONY: fonts
fonts: ## the fonts of the letters, which the binary embeds
	@.ci/fonts

WEB_SOURCES := $(shell find web/src web/index.html web/public web/*.json web/*.ts web/*.js -type f 2>/dev/null)

web/node_modules/.package-lock.json: web/package.json web/package-lock.json
	cd web && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

web/dist/index.html: web/node_modules/.package-lock.json $(WEB_SOURCES)
	cd web && npm run --silent build
	@touch $@

check: web/node_modules/.package-lock.json ## the quick look before a commit: format, vet, lint, short tests, web types
	@test -z "$$(gofmt -l cmd geo routing api web/*.go)" || { echo "not formatted:"; gofmt -l cmd geo routing api web/*.go; exit 1; }
	go vet ./...
	$(MAKE) --no-print-directory lint
	go test -short ./...
	cd web && npm run --silent check && npm run --silent test

lint: $(LINTER) ## the linter with the house's rules
	$(LINTER) run ./...

$(LINTER): .ci/linter
	GOBIN=$(CURDIR)/.cache/bin GOFLAGS= CGO_ENABLED=0 go install "$$(cat .ci/linter)"
	@touch $@

test: ## every test, with what it needs installed: Go, the page, the browser
	.ci/tools
	$(MAKE) --no-print-directory test-web test-go e2e

test-web: web/node_modules/.package-lock.json
	cd web && npm run --silent check && npm run --silent test

# With -race what does things at once: these packages, and of others, which it slows down
# twentyfold or which count for long on their own, the tests that do.
AT_ONCE := ./api/live ./api/server
# SQLite itself, which is C turned into Go, is not watched: it took four fifths of the time.
# The driver, database/sql and all that is ours are.
RACE := -race -gcflags=modernc.org/sqlite/lib=-race=false -gcflags=modernc.org/libc/...=-race=false -gcflags=modernc.org/memory=-race=false
test-go: web fonts
	go test $(RACE) -shuffle=on $(AT_ONCE)
	go test $(RACE) -run 'AtOnce|Conformance/(readers|of_many|a_cancelled)' ./api/store/sqlite ./api/store/postgis
	go test $(RACE) -run 'OfMany|Stream|AtOnce' ./api/ops
	go test $(RACE) -run 'Same|Share|Ended' ./routing/tour/search
	go test -shuffle=on $$(go list ./... | grep -vxF "$$(go list $(AT_ONCE))")
	go test -run Delaware ./api/live ./routing/road

e2e: build ## the page in a real Chromium
	cd web && XUNHU_BIN=$(CURDIR)/bin/xunhu npm run --silent e2e

PROBLEMS ?= 10000
FIRST ?= 0
oracle: ## the tour solver against exhaustive search on PROBLEMS (10000) small problems, from number FIRST on
	XUNHU_TOURS=$(PROBLEMS) XUNHU_TOURS_FROM=$(FIRST) go test -timeout 24h -run AgainstEverything ./routing/tour/search

every: ## who owns each place on and beside the borders of 5,700 real communes, where make test asks at every seventh edge
	XUNHU_EVERY=1 go test -count=1 -run EveryPlaceHasOneOwner ./geo/coverage

FUZZTIME ?= 30s
fuzz: ## every fuzz target for FUZZTIME (30s) each
	@for p in $$(go list ./...); do for f in $$(go test -list '^Fuzz' $$p | grep '^Fuzz'); do \
		echo "$$p $$f"; go test -run '^$$' -fuzz "^$$f$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 5s $$p || exit 1; done; done

SOAK ?= 1000
soak: ## imports of SOAK megabytes (1000) in each format that streams, and as an extract: how much memory they take
	XUNHU_SOAK=$(SOAK) go test -run '^TestSoak$$' -timeout 3h -v ./cmd/xunhu | grep -v '^=== '

foretell: ## how well observers foretell the visits of two years of plans, as a table
	XUNHU_FORETELL=4 go test -count=1 -timeout 60m -run TestForetellTable -v ./routing/patrol

months: ## a month of plans for all units of one to ten cities, as a table
	XUNHU_MONTHS=1 go test -count=1 -timeout 120m -run 'TestMonthsTable|TestDayTable' -v ./routing/patrol

test-postgis: ## the tests of the service once more, over PostGIS
	XUNHU_TEST_STORE=postgis go test -count=1 ./api/ogc ./api/ops ./api/server

clients: web fonts ## GDAL, QGIS, ogc-client and MapLibre on the service, and QGIS on what it keeps, over both stores; installs what they need
	@cmd/peers/tools clients
	XUNHU_CLIENTS=1 go test -count=1 -timeout 30m -v -run '^TestClients$$' ./cmd/xunhu | grep -v '^=== '

EXPORT ?= 1000000
service: bin/xunhu ## figures of the service over both stores, beside peers, with EXPORT (1000000) features handed over at once; installs what it needs
	@cmd/peers/tools wrk
	cd cmd/peers && XUNHU_SERVICE=$(CURDIR)/bin/xunhu XUNHU_EXPORT=$(EXPORT) go test -count=1 -timeout 60m -v -run '^TestService$$' ./service | grep -v '^=== '

SCALE ?= 400
scale: ## bytes of what is kept in both stores, measured on SCALE (400) of each, and what comes of it for a county, a city, a province, the nation; the suite of the stores over tables partitioned by region
	XUNHU_SCALE=$(SCALE) go test -count=1 -timeout 30m -v -run '^TestScale$$' ./api/store/storetest/either | grep -v '^=== '
	XUNHU_PARTED=all go test -count=1 -timeout 30m -run '^TestParted$$' ./api/store/postgis

WRITES ?= 20000
writes: ## WRITES (20000) incidents by 8 clients into both stores, each written through to the disk: how many a second
	XUNHU_WRITES=$(WRITES) go test -count=1 -timeout 30m -v -run '^TestWrites$$' ./api/store/sqlite ./api/store/postgis | grep -v '^=== '

KILLS ?= 200
kills: bin/xunhu ## KILLS (200) times kill -9 of a service under load over each store: what is lost, what does not hold, how long a start takes
	XUNHU_BIN=$(CURDIR)/bin/xunhu XUNHU_KILLS=$(KILLS) go test -count=1 -timeout 3h -v -run '^TestKills$$' ./cmd/xunhu | grep -v '^=== '

bench: ## the benchmarks that stand beside the code
	go test -run '^$$' -bench . -benchmem ./...

tiles: ## every tile of zoom 14 of the base map of EXTRACT (Delaware) on both stores, and a collection of 100,000 features at zoom 8: how long they take
	@for s in file postgis; do echo "$$s:"; XUNHU_TEST_STORE=$$s XUNHU_EXTRACT="$(EXTRACT)" go test -run '^$$' -bench BaseTiles -benchtime 2x ./api/server | grep ^Bench; done
	@go test -run '^$$' -bench TileOf100000 -benchtime 5x ./api/tiles | grep ^Bench

PEERS ?= $(wildcard ../shared/data/scale/*.geojson)
COPIES ?= 1
peers: ## GEOS, orb and PostGIS beside us on PEERS, files with areas, laid out COPIES (1) times; installs what they need
	@[ -n "$(PEERS)" ] || { echo 'say which areas: make peers PEERS="FILE..."'; exit 2; }
	@cmd/peers/tools areas
	@cd cmd/peers && CGO_ENABLED=1 go build -o $(CURDIR)/bin/peers .
	@bin/peers --copies $(COPIES) $(PEERS)

EXTRACT ?= $$(go list -m -f '{{.Dir}}' github.com/paulmach/osm)/testdata/delaware-latest.osm.pbf
peers-route: ## a plain Dijkstra, pgRouting, Valhalla and Routino beside us on EXTRACT (Delaware); installs what they need
	@cmd/peers/tools route
	@cd cmd/peers && CGO_ENABLED=0 go build -o $(CURDIR)/bin/peers-route ./route
	@bin/peers-route $(ROUTEFLAGS) "$(EXTRACT)"

BENCH ?= ../shared/bench
TOURS ?= $(wildcard $(addprefix $(BENCH)/solomon/,C101.txt R101.txt RC108.txt))
peers-tour: bin/xunhu ## pgRouting's solver beside ours on TOURS, files of Solomon or CVRPLIB, FIRST (25) customers of each
	@[ -n "$(TOURS)" ] || { echo 'say which instances: make peers-tour TOURS="FILE..."'; exit 2; }
	@cmd/peers/tools tour
	@cd cmd/peers && CGO_ENABLED=0 go build -o $(CURDIR)/bin/peers-tour ./tour
	@bin/peers-tour --first $(or $(FIRST),25) $(TOURFLAGS) $(TOURS)

SETS ?= $(wildcard $(addprefix $(BENCH)/,solomon homberger x carp/gdb carp/val carp/egl mcgrp top))
TIME ?= 10s
SEEDS ?= 3
tours: bin/xunhu ## the tour solver on SETS, files or folders of instances, for TIME (10s) with SEEDS (3) each, with bin/tours.csv and its curves, bin/tours.svg
	@[ -n "$(SETS)" ] || { echo 'say which instances: make tours SETS="FILE..."'; exit 2; }
	@bin/xunhu bench tour $(SETS) --time $(TIME) --seeds $(SEEDS) --lang en --curve bin/tours.csv || [ $$? -eq 3 ]
	@cd cmd/peers && CGO_ENABLED=0 go build -o $(CURDIR)/bin/curves ./curves
	@bin/curves bin/tours.csv bin/tours.svg

locate: bin/xunhu ## our figures alone on PEERS, laid out COPIES (1) times: COPIES=6 makes France of three regions
	@[ -n "$(PEERS)" ] || { echo 'say which areas: make locate PEERS="FILE..."'; exit 2; }
	@bin/xunhu bench locate --copies $(COPIES) $(PEERS)

clean: ## what was built; not the data
	rm -rf bin .cache web/node_modules web/dist/assets web/dist/index.html api/papers/fonts/*.ttf
