package vrplib

import (
	"math"
	"strings"

	"xunhu/routing/tour"
)

// parseChao reads a file of Chao's team orienteering: "n 32", "m 2", "tmax 7.5", then a
// point a line with its prize, the start first and the end last. The prize collected
// counts; of tours with the same prize the shorter ones are better, so that a solver can
// see which way is down.
func parseChao(name string, t *text) (*Instance, error) {
	n, err := t.headed("n", 2, most, true)
	if err == nil {
		err = t.check(int(n))
	}
	if err != nil {
		return nil, err
	}
	vehicles, err := t.headed("m", 1, n, true)
	if err != nil {
		return nil, err
	}
	tmax, err := t.headed("tmax", 0, most, false)
	if err != nil {
		return nil, err
	}
	points, prizes := make([]point, int(n)), make([]int32, int(n))
	furthest := tmax
	for i := range points {
		row, err := t.row(3)
		if err != nil {
			return nil, err
		}
		points[i] = point{row[0], row[1]}
		furthest = max(furthest, 2*math.Hypot(row[0]-points[0].x, row[1]-points[0].y))
		if prizes[i], err = t.whole("S", row[2], 1); err != nil {
			return nil, err
		}
	}
	scale := scaleFor(furthest)
	limit := int32(tmax*float64(scale) + 1e-6)
	in := &Instance{Name: name, Scale: scale, Prizes: true, perPrize: int64(vehicles)*int64(limit) + 1, Problem: &tour.Problem{}}
	for i := 1; i < len(points)-1; i++ {
		in.allPrizes += int64(prizes[i])
		in.Problem.Tasks = append(in.Problem.Tasks, tour.Task{Prize: int64(prizes[i]) * in.perPrize, Modes: []tour.Mode{{Enter: int32(i), Leave: int32(i)}}})
	}
	for range int(vehicles) {
		in.Problem.Shifts = append(in.Problem.Shifts, tour.Shift{End: int32(len(points) - 1), Close: limit, TravelCost: 1})
	}
	return in, t.onPlane(in.Problem, points, upward(scale))
}

// headed reads a line such as "tmax 7.5".
func (t *text) headed(word string, least, most float64, whole bool) (float64, error) {
	s, ok := t.line()
	rest, found := strings.CutPrefix(strings.ToLower(s), word)
	if !ok || !found {
		return 0, t.fault("vrplib.lacks", "word", word)
	}
	row, err := t.numbers(rest, 1)
	if err != nil {
		return 0, err
	}
	if row[0] < least || row[0] > most || whole && row[0] != math.Trunc(row[0]) {
		return 0, t.fault("vrplib.range", "what", word, "found", row[0])
	}
	return row[0], nil
}
