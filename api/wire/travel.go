package wire

import (
	"cmp"
	"context"
	"encoding/csv"
	"errors"
	"io"
	"iter"
	"math"
	"slices"
	"strconv"

	"github.com/paulmach/orb"

	"xunhu/api/words"
	"xunhu/geo/atlas"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/geodesy"
	"xunhu/routing/graph"
	"xunhu/routing/isochrone"
	"xunhu/routing/matrix"
	"xunhu/routing/road"
)

// The most that one question about travel may ask.
const (
	MostMatrix  = 2000 // points
	MostLimits  = 12   // of an isochrone
	MostMinutes = 240  // of one of them
)

// NoWay stands in a matrix where there is no way.
const NoWay = -1

// A MatrixRow is the seconds from one point to each, or NoWay. In JSON that is null.
type MatrixRow []int32

// MarshalJSON writes a row.
func (r MatrixRow) MarshalJSON() ([]byte, error) {
	b := []byte{'['}
	for i, s := range r {
		if i > 0 {
			b = append(b, ',')
		}
		if s == NoWay {
			b = append(b, "null"...)
		} else {
			b = strconv.AppendInt(b, int64(s), 10)
		}
	}
	return append(b, ']'), nil
}

// Matrix gives the travel times between points, row by row, in whole seconds, rounded up,
// with the walks to the road and from it, as Route has them. A row is valid until the next.
// A point that lies too far from a road is a finding, as in Route.
func Matrix(ctx context.Context, d *road.Day, points []orb.Point) (iter.Seq2[MatrixRow, error], error) {
	places, err := Snap(d, points)
	if err != nil {
		return nil, err
	}
	return rowsOf(ctx, d.Many(places), func(i, j int) float64 { return places[i].WalkS() + places[j].WalkS() }), nil
}

// rowsOf gives the rows of a matrix; besides is the seconds that are no part of its costs.
func rowsOf(ctx context.Context, search matrix.OneToMany, besides func(i, j int) float64) iter.Seq2[MatrixRow, error] {
	return func(yield func(MatrixRow, error) bool) {
		n := search.Len()
		costs, row := make([]graph.Cost, n), make(MatrixRow, n)
		for i := range n {
			if err := ctx.Err(); err != nil {
				yield(nil, err)
				return
			}
			search.From(i, costs)
			for j := range n {
				switch {
				case i == j:
					row[j] = 0
				case costs[j] >= graph.Infinity:
					row[j] = NoWay
				default:
					row[j] = int32(math.Ceil(float64(costs[j])/1000 + besides(i, j)))
				}
			}
			if !yield(row, nil) {
				return
			}
		}
	}
}

// WriteMatrix writes a matrix as CSV: the ids of the points in its first row and first
// column, and nothing where there is no way.
func WriteMatrix(w io.Writer, ids []string, rows iter.Seq2[MatrixRow, error]) error {
	out := csv.NewWriter(w)
	if err := out.Write(append([]string{"from"}, ids...)); err != nil {
		return err
	}
	cells, i := make([]string, len(ids)+1), 0
	for row, err := range rows {
		if err != nil {
			return err
		}
		cells[0] = ids[i]
		for j, s := range row {
			if cells[j+1] = ""; s != NoWay {
				cells[j+1] = strconv.Itoa(int(s))
			}
		}
		if err := out.Write(cells); err != nil {
			return err
		}
		i++
	}
	out.Flush()
	return out.Error()
}

// Isochrone draws what is reached from a place within each of some minutes, one feature a
// limit in the order given; what is reached on foot from the road within sight of it belongs to it.
func Isochrone(d *road.Day, at orb.Point, minutes []float64) ([]feature.Feature, error) {
	place, err := snapOne(d, at)
	if err != nil {
		return nil, err
	}
	limits := secondsOf(minutes)
	return areasOf(d.Within(place, limits, isochrone.Usual()), minutes, d.Profile().Name), nil
}

func secondsOf(minutes []float64) []float64 {
	limits := make([]float64, len(minutes))
	for i, m := range minutes {
		limits[i] = 60 * m
	}
	return limits
}

func areasOf(areas []orb.MultiPolygon, minutes []float64, profile string) []feature.Feature {
	all := make([]feature.Feature, len(minutes))
	for i, area := range areas {
		all[i] = feature.Feature{ID: strconv.FormatFloat(minutes[i], 'f', -1, 64), Geometry: area, Props: map[string]any{
			"profile": profile, "minutes": minutes[i], "area_m2": geodesy.Area(area),
		}}
	}
	return all
}

// BadMinutes gives the first limit that an isochrone cannot have.
func BadMinutes(minutes []float64) (bad float64, is bool) {
	for _, m := range minutes {
		if !(m > 0 && m <= MostMinutes) {
			return m, true
		}
	}
	return 0, false
}

func snapOne(d *road.Day, at orb.Point) (road.Place, error) {
	place, err := d.Snap(at, MostStubM)
	if err != nil {
		code := "way.nowhere"
		if _, err := d.Network.Snap(at, MostStubM); err == nil {
			code = "way.closed_here"
		}
		return place, finding.New(code, "", "km", MostStubM/1000.0, "by", by(d.Profile())).On(at)
	}
	return place, nil
}

// Nearest lists the units that patrol by how soon one of them is at a place, coming from its
// seat; at last those from which there is no way, with the reason. Units without seat are
// not listed.
func Nearest(d *road.Day, a *atlas.Atlas, at orb.Point, l words.Lang) ([]feature.Feature, error) {
	to, err := snapOne(d, at)
	if err != nil {
		return nil, err
	}
	return soonest(a, d.Profile().Name, l, func(seat orb.Point) (metres, seconds float64, err error) {
		path, err := wayFrom(d, seat, to)
		return path.DistanceM, path.DurationS, err
	})
}

// soonest lists the units that patrol by the seconds that a way from their seats takes.
func soonest(a *atlas.Atlas, profile string, l words.Lang, way func(seat orb.Point) (metres, seconds float64, err error)) ([]feature.Feature, error) {
	var all []feature.Feature
	for _, u := range a.Units {
		if u.At == nil || u.Class != atlas.Station && u.Class != atlas.Squad && u.Class != atlas.Post {
			continue
		}
		f := feature.Feature{ID: u.ID, Geometry: *u.At, Props: map[string]any{
			"name": words.Named(l, u.Name, u.NameEN), "class": string(u.Class), "profile": profile,
		}}
		if m, s, err := way(*u.At); err != nil {
			f.Props["reason"] = words.Error(l, err)
		} else {
			f.Props["distance_m"], f.Props["duration_s"] = m, s
		}
		all = append(all, f)
	}
	if len(all) == 0 {
		return nil, finding.New("way.no_seats", "")
	}
	slices.SortStableFunc(all, func(x, y feature.Feature) int {
		return cmp.Compare(soon(x), soon(y))
	})
	return all, nil
}

// soon is how many seconds a unit needs.
func soon(f feature.Feature) float64 {
	if s, ok := f.Props["duration_s"].(float64); ok {
		return s
	}
	return math.Inf(1)
}

func wayFrom(d *road.Day, at orb.Point, to road.Place) (road.Path, error) {
	from, err := snapOne(d, at)
	if err != nil {
		return road.Path{}, err
	}
	path, err := d.Way(from, to)
	if err == nil {
		return path, nil
	}
	if island := errors.Join(d.Island(from), d.Island(to)); island != nil {
		return path, island
	}
	return path, finding.New("way.cut_off_here", "", "by", by(d.Profile()))
}
