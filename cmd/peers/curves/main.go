// Curves draws how the gap falls with time, from what `xunhu bench tour --curve FILE`
// wrote.
//
//	curves [--title T] FILE.csv PICTURE.svg|png
//
// A line is the mean over all runs of a set: at each moment, what each run had found until
// then. A line begins when every run of its set has found something. Both axes are
// logarithmic; what is below a hundredth of a percent is drawn there.
package main

import (
	"cmp"
	"encoding/csv"
	"errors"
	"flag"
	"fmt"
	"image/color"
	"io"
	"math"
	"os"
	"slices"
	"strconv"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
)

func main() {
	title := flag.String("title", "", "stands above the picture")
	flag.Parse()
	if flag.NArg() != 2 {
		flag.Usage()
		os.Exit(2)
	}
	if err := run(flag.Arg(0), flag.Arg(1), *title); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(from, to, title string) error {
	f, err := os.Open(from)
	if err != nil {
		return err
	}
	defer f.Close()
	sets, err := read(f)
	if err != nil {
		return fmt.Errorf("%s: %w", from, err)
	}
	p, err := draw(sets, title)
	if err != nil {
		return err
	}
	return p.Save(18*vg.Centimeter, 11*vg.Centimeter, to)
}

// A set is its runs, each a list of moments in their order.
type set struct {
	name string
	runs map[string][]moment
}

type moment struct{ seconds, gap float64 }

// read takes what has a gap.
func read(r io.Reader) (sets []set, err error) {
	rows, err := csv.NewReader(r).ReadAll()
	if err != nil {
		return nil, err
	}
	for i, row := range rows {
		if i == 0 {
			if len(row) != 6 || row[0] != "set" || row[5] != "gap_percent" {
				return nil, errors.New("not what xunhu bench tour --curve writes")
			}
			continue
		}
		if row[5] == "" {
			continue // nothing is known to compare with
		}
		seconds, err := strconv.ParseFloat(row[3], 64)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", i+1, err)
		}
		gap, err := strconv.ParseFloat(row[5], 64)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", i+1, err)
		}
		k := slices.IndexFunc(sets, func(s set) bool { return s.name == row[0] })
		if k < 0 {
			k = len(sets)
			sets = append(sets, set{row[0], map[string][]moment{}})
		}
		key := row[1] + "#" + row[2]
		sets[k].runs[key] = append(sets[k].runs[key], moment{seconds, gap})
	}
	if len(sets) == 0 {
		return nil, errors.New("no run with a gap")
	}
	return sets, nil
}

const (
	steps    = 200  // of time, evenly on a logarithmic axis
	soonest  = 0.02 // seconds
	smallest = 0.01 // percent
)

// mean gives a set's line up to the last moment of all.
func (s set) mean(end float64) plotter.XYs {
	var line plotter.XYs
	for k := range steps + 1 {
		t := soonest * math.Pow(end/soonest, float64(k)/steps)
		sum, all := 0.0, true
		for _, run := range s.runs {
			i, found := slices.BinarySearchFunc(run, t, func(m moment, t float64) int { return cmp.Compare(m.seconds, t) })
			if found {
				i++
			}
			if i == 0 {
				all = false
				break
			}
			sum += run[i-1].gap
		}
		if all {
			line = append(line, plotter.XY{X: t, Y: max(sum/float64(len(s.runs)), smallest)})
		}
	}
	return line
}

// Colours that differ for most eyes too (Okabe and Ito).
var colours = []color.RGBA{
	{0, 114, 178, 255}, {230, 159, 0, 255}, {0, 158, 115, 255}, {213, 94, 0, 255}, {204, 121, 167, 255}, {86, 180, 233, 255}, {120, 110, 20, 255}, {0, 0, 0, 255},
}

func draw(sets []set, title string) (*plot.Plot, error) {
	end := 2 * soonest
	for _, s := range sets {
		for _, run := range s.runs {
			end = max(end, run[len(run)-1].seconds)
		}
	}
	p := plot.New()
	p.Title.Text = title
	p.X.Label.Text, p.Y.Label.Text = "seconds", "gap to the best known value, %"
	p.X.Scale, p.Y.Scale = plot.LogScale{}, plot.LogScale{}
	p.X.Tick.Marker, p.Y.Tick.Marker = ticks{}, ticks{}
	p.Legend.Top = true
	p.Legend.Padding = vg.Millimeter
	p.Add(plotter.NewGrid())
	for i, s := range sets {
		xys := s.mean(end)
		if len(xys) < 2 {
			continue
		}
		line, err := plotter.NewLine(xys)
		if err != nil {
			return nil, err
		}
		line.Width = vg.Points(1.6)
		line.Color = colours[i%len(colours)]
		if i >= len(colours) {
			line.Dashes = []vg.Length{vg.Points(4), vg.Points(3)}
		}
		p.Add(line)
		p.Legend.Add(s.name, line)
	}
	p.X.Min, p.X.Max = soonest, end*1.6
	p.Y.Min, p.Y.Max = min(p.Y.Min, smallest), min(max(p.Y.Max, 1), 100)
	return p, nil
}

// ticks are 1, 2 and 5 times powers of ten, with plain numbers.
type ticks struct{}

// Ticks gives those within a span.
func (ticks) Ticks(least, most float64) (all []plot.Tick) {
	for e := math.Floor(math.Log10(least)); e <= math.Log10(most); e++ {
		for _, f := range []float64{1, 2, 5} {
			if v := f * math.Pow(10, e); v >= least*0.999 && v <= most*1.001 {
				all = append(all, plot.Tick{Value: v, Label: strconv.FormatFloat(v, 'g', 3, 64)})
			}
		}
	}
	return all
}
