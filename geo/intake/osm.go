package intake

import (
	"bytes"
	"cmp"
	"context"
	"io"
	"io/fs"
	"path"
	"slices"

	"github.com/paulmach/orb"

	"xunhu/geo/coverage"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/format/osmpbf"
	"xunhu/geo/geodesy"
	"xunhu/geo/predicate"
)

// leastLakeM2 is the smallest water that is taken for a lake: the 0.25 hectares
// below which a pond is nobody's patrol.
const leastLakeM2 = 2500

// attribution is what the licence of OpenStreetMap (ODbL 1.0) asks for.
const attribution = "© OpenStreetMap contributors, ODbL 1.0"

// A seat is where a town is governed from, as far as known.
type seat struct {
	at     orb.Point
	mapped bool // a node says so; else made
}

// osm reads an OpenStreetMap extract: all of a region, or the one kind that was
// asked for.
func (r *reading) osm(ctx context.Context, name string, f fs.File, size int64) error {
	at, ok := f.(io.ReaderAt)
	if !ok {
		whole, err := fs.ReadFile(r.fsys, name)
		if err != nil {
			return finding.New("intake.unreadable", "").Because(err)
		}
		at, size = bytes.NewReader(whole), int64(len(whole))
	}
	only := feature.Kind(r.req.Kind)
	x, err := osmpbf.Read(ctx, at, size, want(only))
	if err != nil {
		return err
	}
	o := &osmFile{reading: r, name: name, extract: x, cars: x.Marks()}
	if only == "" || only == WholeRegion {
		return o.region(ctx)
	}
	return o.one(ctx, only)
}

// osmFile is an extract on its way into a region.
type osmFile struct {
	*reading
	name    string
	extract *osmpbf.Extract
	cars    *osmpbf.Marks // corners of roads for cars
	held    bool          // all but the roads is held until it is complete
	chosen  level
	cover   *coverage.Coverage // of the towns
	again   int                // elements that were taken before
}

// one takes a single kind.
func (o *osmFile) one(ctx context.Context, k feature.Kind) error {
	defer func() { o.gaps = append(o.gaps, o.lacks()...) }()
	if box, ok := o.fence(k); ok {
		if b := o.extract.Bound; !box.Intersects(b) {
			c := b.Center()
			return finding.New("intake.far_away", "", "lon", c[0], "lat", c[1], "region", o.base.Region.Name).On(c)
		}
	}
	switch k {
	case feature.Towns:
		return o.towns()
	case feature.Rivers, feature.Roads:
		return o.lines(ctx, k)
	case feature.Wetlands:
		return o.wetlands()
	case feature.Lakes:
		return o.lakes()
	case feature.Sites, feature.Neighbours:
		cover, err := coverOf(o.base.Collections[feature.Towns].Features)
		if err != nil {
			return err
		}
		o.cover = cover
		if k == feature.Sites {
			return o.sites()
		}
		return o.neighbours()
	}
	return finding.New("intake.osm_not_this_kind", "", "kind", string(k))
}

// region takes all kinds that an extract has. For a Stream the roads are left for
// later (see Stream.Whole): there are more of them than of all else together.
func (o *osmFile) region(ctx context.Context) error {
	if err := o.towns(); err != nil {
		return err
	}
	cover, err := coverOf(o.taken[feature.Towns])
	if err != nil {
		return err
	}
	o.cover, o.held = cover, true
	o.reading.region.Attribution = attribution
	for _, take := range []func() error{o.neighbours, o.lakes, o.wetlands, o.sites} {
		if err := take(); err != nil {
			return err
		}
	}
	o.rest = func() error {
		if err := o.lines(ctx, feature.Rivers, feature.Roads); err != nil {
			return err
		}
		o.gaps = append(o.gaps, o.lacks()...)
		return nil
	}
	if o.req.Stream == nil {
		return o.rest()
	}
	o.roads = o.cars.All()
	return nil
}

// lacks gives what the extract lacks, the boundaries of the towns' level first:
// one of them may be a town that is missing.
func (o *osmFile) lacks() []*finding.Finding {
	of := func(f *finding.Finding) int {
		if f.Args["level"] == o.chosen.number {
			return 0
		}
		return 1
	}
	gaps := slices.Clone(o.extract.Findings)
	if o.again > 0 {
		gaps = append(gaps, finding.New("osmpbf.twice", "", "n", o.again))
	}
	slices.SortStableFunc(gaps, func(a, b *finding.Finding) int { return cmp.Compare(of(a), of(b)) })
	for _, f := range gaps {
		f.Where = path.Base(o.name)
	}
	return gaps
}

func cellsOf(towns []feature.Feature) []coverage.Cell {
	cells := make([]coverage.Cell, len(towns))
	for i, t := range towns {
		cells[i] = coverage.Cell{Name: t.ID, Area: t.Geometry}
	}
	return cells
}

func coverOf(towns []feature.Feature) (*coverage.Coverage, error) {
	c, err := coverage.New(cellsOf(towns)...)
	if err != nil {
		return nil, finding.New("intake.no_coverage", "").Because(err)
	}
	return c, nil
}

// layer opens the report's entry for a kind.
func (o *osmFile) layer(k feature.Kind) *Layer {
	o.report.Layers = append(o.report.Layers, o.opened(k))
	o.take(k)
	return &o.report.Layers[len(o.report.Layers)-1]
}

func (o *osmFile) opened(k feature.Kind) Layer {
	return Layer{File: o.name, Name: string(k), Kind: k, CRS: "EPSG:4326", Guessed: o.req.Kind == "", Guess: "intake.guess_osm"}
}

// add takes what an element became. One that another file gave already is left out, as
// one that comes twice in a file.
func (o *osmFile) add(l *Layer, f feature.Feature) error {
	l.Read++
	l.Kept++
	if o.held && l.Kind != feature.Roads && l.Kind != feature.RoadRules {
		o.take(l.Kind, f)
		return nil
	}
	taken, err := o.put(l.Kind, f)
	if taken {
		l.Read--
		l.Kept--
		o.again++
	}
	return err
}

// keep takes an area into a layer, mended if it must be.
func (o *osmFile) keep(l *Layer, a osmpbf.Area, props map[string]any) error {
	shape, notes, fault := mended(a.Shape)
	name, _ := props["name"].(string)
	for _, n := range notes {
		n.Where = place(o.name, a.ID, name)
		l.note(n)
	}
	if fault != nil {
		l.Read++
		fault.Where = place(o.name, a.ID, name)
		return o.refuse(l, fault)
	}
	return o.add(l, feature.Feature{ID: a.ID, Geometry: shape, Props: props})
}

// place says where a feature stands: file, identity, name.
func place(file, id, name string) string {
	if name == "" {
		return path.Base(file) + ", " + id
	}
	return path.Base(file) + ", " + id + " " + name
}

func (o *osmFile) towns() error {
	d := divide(o.extract.Areas, cmp.Or(o.req.Name, stem(o.name)))
	chosen, why, err := d.choose(o.req.Level)
	if err != nil {
		return err
	}
	o.chosen = chosen
	l := o.layer(feature.Towns)
	l.note(why)
	o.seats = map[string]seat{}
	for _, a := range chosen.areas {
		if err := o.keep(l, a, titled(a.Tags, a.ID, "镇", "town")); err != nil {
			return err
		}
		if p, ok := o.mappedSeat(a); ok {
			o.seats[a.ID] = seat{p, true}
		}
	}
	if d.parent != nil {
		o.reading.region.Name, o.reading.region.NameEN = d.parent.Tags["name"], d.parent.Tags["name:en"]
	}
	return nil
}

// mappedSeat finds where an area is governed from: its label, or else the place
// of its name within it.
func (o *osmFile) mappedSeat(a osmpbf.Area) (orb.Point, bool) {
	if a.Label != nil && predicate.In(*a.Label, a.Shape) == predicate.Inside {
		return *a.Label, true
	}
	bound := a.Shape.Bound()
	for _, p := range o.extract.Points {
		if p.Tags["place"] != "" && p.Tags["name"] == a.Tags["name"] && bound.Contains(p.At) &&
			predicate.In(p.At, a.Shape) == predicate.Inside {
			return p.At, true
		}
	}
	return orb.Point{}, false
}

// neighbours takes the administrative areas that lie outside all towns; of those
// that lie within each other, the largest.
func (o *osmFile) neighbours() error {
	var outside []osmpbf.Area
	for _, a := range o.extract.Areas {
		if !isAdmin(a.Tags) {
			continue
		}
		if _, in := o.cover.Locate(inside(a.Shape)); in {
			continue
		}
		parts, _, err := o.cover.Shares(a.Shape)
		if err != nil {
			continue // it crosses itself; keep will have said so, or nobody needs it
		}
		var shared float64
		for _, p := range parts {
			shared += p.Amount
		}
		if shared < 0.01*geodesy.Area(a.Shape) {
			outside = append(outside, a)
		}
	}
	slices.SortStableFunc(outside, func(a, b osmpbf.Area) int { return cmp.Compare(geodesy.Area(b.Shape), geodesy.Area(a.Shape)) })
	l := o.layer(feature.Neighbours)
	var kept []osmpbf.Area
	for _, a := range outside {
		p := inside(a.Shape)
		if slices.ContainsFunc(kept, func(k osmpbf.Area) bool { return predicate.In(p, k.Shape) != predicate.Outside }) {
			continue
		}
		kept = append(kept, a)
		if err := o.keep(l, a, titled(a.Tags, a.ID, "邻区", "neighbour")); err != nil {
			return err
		}
	}
	return nil
}

func (o *osmFile) lakes() error {
	l := o.layer(feature.Lakes)
	small := 0
	for _, a := range o.extract.Areas {
		switch {
		case !isLake(a.Tags):
		case geodesy.Area(a.Shape) < leastLakeM2:
			small++
		default:
			if err := o.keep(l, a, titled(a.Tags, a.ID, "水面", "water")); err != nil {
				return err
			}
		}
	}
	if small > 0 {
		l.note(finding.New("intake.osm_small_lakes", "", "n", small, "m2", leastLakeM2))
	}
	return nil
}

// wetlands takes the wetlands. One that has its inner point in a protected area
// has that area's class.
func (o *osmFile) wetlands() error {
	l := o.layer(feature.Wetlands)
	raised := 0
	for _, a := range o.extract.Areas {
		if !isWetland(a.Tags) {
			continue
		}
		class := protection(a.Tags)
		p := inside(a.Shape)
		for _, b := range o.extract.Areas {
			if class == "reserve" {
				break
			}
			if kind := protection(b.Tags); kind != "" && b.Shape.Bound().Contains(p) && predicate.In(p, b.Shape) != predicate.Outside {
				class = kind
			}
		}
		if class == "" {
			class = "general"
		} else {
			raised++
		}
		props := titled(a.Tags, a.ID, "湿地", "wetland")
		props["class"] = class
		if err := o.keep(l, a, props); err != nil {
			return err
		}
	}
	if raised > 0 {
		l.note(finding.New("intake.osm_wetland_classes", "", "n", raised))
	}
	return nil
}

// sites takes the places in the towns that are worth a visit. One that is mapped
// as a point and as an area with the same name is two sites; that is for the
// office to tidy.
func (o *osmFile) sites() error {
	l := o.layer(feature.Sites)
	outside, dry := 0, 0
	var water []*geodesy.Shape
	for _, a := range o.extract.Areas {
		if isSurface(a.Tags) {
			water = append(water, geodesy.Prepare(a.Shape))
		}
	}
	afloat := func(at orb.Point) bool {
		return slices.ContainsFunc(water, func(s *geodesy.Shape) bool {
			if !geodesy.Around(s.Bound(), landingM).Contains(at) {
				return false
			}
			_, m := s.NearestWithin(at, landingM) // from its shore
			return m <= landingM
		})
	}
	add := func(id string, t osmpbf.Tags, at orb.Point) error {
		w := siteOf(t)
		if _, ok := o.cover.Locate(at); !ok {
			outside++
			return nil
		}
		props := titled(t, id, w.zh, w.en)
		if w.class == landing {
			if !afloat(at) {
				dry++
				return nil
			}
			props["class"] = landing
			return o.add(l, feature.Feature{ID: id, Geometry: at, Props: props})
		}
		if t["name"] == "" && t["operator"] != "" {
			props["name"] = t["operator"]
			delete(props, "name_en")
		}
		props["class"], props["category"], props["interval_days"] = w.class, w.category, w.days
		props["source"] = Generated + ", OpenStreetMap " + id // the place is mapped, the watch over it made up
		return o.add(l, feature.Feature{ID: id, Geometry: at, Props: props})
	}
	for _, p := range o.extract.Points {
		if siteOf(p.Tags).class != "" {
			if err := add(p.ID, p.Tags, p.At); err != nil {
				return err
			}
		}
	}
	for _, a := range o.extract.Areas {
		if w := siteOf(a.Tags); w.class != "" && geodesy.Area(a.Shape) >= w.least {
			if err := add(a.ID, a.Tags, inside(a.Shape)); err != nil {
				return err
			}
		}
	}
	if outside > 0 {
		l.note(finding.New("intake.osm_sites_outside", "", "n", outside))
	}
	if dry > 0 {
		l.note(finding.New("intake.osm_landings_dry", "", "n", dry, "m", landingM))
	}
	return nil
}
