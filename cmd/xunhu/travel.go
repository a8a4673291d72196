package main

import (
	"cmp"
	"context"
	"io"
	"slices"
	"strconv"

	"github.com/paulmach/orb"

	"xunhu/api/wire"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/format"
	"xunhu/geo/format/geojson"
	"xunhu/routing/road"
)

type matrixVerb struct {
	Profile string `help:"${help_profile}" default:"car" placeholder:"P"`
	Depart  string `help:"${help_depart}" placeholder:"TIME"`
	windFlags
	Points string `arg:"" name:"POINTS" help:"${help_matrix_points}"`
	Out    string `short:"o" help:"${help_out}" placeholder:"FILE"`
}

// Run writes the travel times between the points of a file, a row at a time. A point that
// cannot be read, or lies far from all roads, ends it: a matrix must not silently lack one.
func (v *matrixVerb) Run(ctx context.Context, p *program) error {
	ids, points, err := readPoints(v.Points)
	if err != nil {
		return err
	}
	s, r, err := p.opened(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	if v.Profile == "boat" {
		trips, _, err := p.afloat(ctx, s, r, v.Depart, v.windFlags)
		if err != nil {
			return err
		}
		rows, err := wire.MatrixAfloat(ctx, trips, points)
		if err != nil {
			return err
		}
		return output(v.Out, p.out, func(w io.Writer) error { return wire.WriteMatrix(w, ids, rows) })
	}
	net, _, err := p.roads(ctx, s, r, v.Profile, v.Depart)
	if err != nil {
		return err
	}
	p.sayHours(net.Span)
	rows, err := wire.Matrix(ctx, net, points)
	if err != nil {
		return err
	}
	return output(v.Out, p.out, func(w io.Writer) error { return wire.WriteMatrix(w, ids, rows) })
}

// readPoints reads a file of points with their ids, else the numbers of their rows.
func readPoints(file string) (ids []string, points []orb.Point, err error) {
	var refused error
	err = eachFeature(file, format.Options{}, func(row int, f feature.Feature) {
		at, ok := f.Geometry.(orb.Point)
		if !ok {
			refused = errorsFirst(refused, atRow(file, row, finding.New("way.not_point", ""))[0])
			return
		}
		points = append(points, at)
		ids = append(ids, cmp.Or(f.ID, f.Text("id"), strconv.Itoa(row)))
	}, func(f *finding.Finding) { refused = errorsFirst(refused, f) })
	if err = errorsFirst(err, refused); err == nil && len(points) == 0 {
		err = finding.New("way.no_points", file)
	}
	return ids, points, err
}

type isochroneVerb struct {
	Profile string    `help:"${help_profile}" default:"car" placeholder:"P"`
	At      string    `help:"${help_isochrone_at}" required:"" placeholder:"LON,LAT"`
	Depart  string    `help:"${help_depart}" placeholder:"TIME"`
	Minutes []float64 `help:"${help_minutes}" required:"" placeholder:"N,…"`
	windFlags
	Out string `short:"o" help:"${help_out}" placeholder:"FILE"`
}

// Run writes what is reached from a place within each limit.
func (v *isochroneVerb) Run(ctx context.Context, p *program) error {
	at, err := parsePoint(v.At)
	if err != nil {
		return err
	}
	if bad, is := wire.BadMinutes(v.Minutes); is || len(v.Minutes) > wire.MostLimits {
		value := any(bad)
		if !is {
			value = len(v.Minutes)
		}
		return finding.New("way.minutes", "--minutes", "value", value, "most", wire.MostMinutes, "limits", wire.MostLimits)
	}
	s, r, err := p.opened(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	write := func(areas []feature.Feature, hours road.Span, closures []string, err error) error {
		if err != nil {
			return err
		}
		return output(v.Out, p.out, func(w io.Writer) error {
			return geojson.WriteCollection(w, slices.Values(areas), wire.Travelled(nil, hours, closures, p.lang))
		})
	}
	if v.Profile == "boat" {
		trips, closures, err := p.afloat(ctx, s, r, v.Depart, v.windFlags)
		if err != nil {
			return err
		}
		areas, err := wire.IsochroneAfloat(trips, at, v.Minutes)
		return write(areas, road.Span{}, closures, err)
	}
	net, closures, err := p.roads(ctx, s, r, v.Profile, v.Depart)
	if err != nil {
		return err
	}
	areas, err := wire.Isochrone(net, at, v.Minutes)
	return write(areas, net.Span, closures, err)
}
