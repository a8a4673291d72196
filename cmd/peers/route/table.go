package main

import (
	"fmt"
	"io"
	"math"
	"text/tabwriter"
)

// print writes the tables: each figure with how many times ours that is.
func (r *report) print(out io.Writer) error {
	fmt.Fprintf(out, "%s, %s: %d nodes, %d arcs; %d random pairs, %d for slow ones; load %s\n", r.File, r.Profile, r.Nodes, r.Arcs, r.Pairs, r.Slow, r.Load)
	fmt.Fprintf(out, "seconds of processor, and in brackets how many times ours\n")
	p := r.Preparation
	fmt.Fprintf(out, "ours from the extract to the first answer: read %.2f s, order and customise %.2f s, %.0f MB\n\n", p.ReadS, p.OrderS, p.RSSMB)
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "from node to node\tprepare\tone pair\twith path\t200 × 200\t1000 × 1000\tclosure\tcosts that differ\t")
	for i := range r.ByNode {
		x := &r.ByNode[i]
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", x.Engine, x.times(&r.ByNode[0]), x.differing(), x.Note)
	}
	fmt.Fprintln(w, "\t\t\t\t\t\t\t\t")
	fmt.Fprintln(w, "from coordinate to coordinate\tprepare\tline\twith steps\t200 × 200\t1000 × 1000\tclosure\tways not found\t")
	for i := range r.OnGround {
		x := &r.OnGround[i]
		note := x.Note
		if x.Duration > 0 {
			note = fmt.Sprintf("durations %.2f of ours (median); %s", x.Duration, note)
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", x.Engine, x.times(&r.OnGround[0]), x.differing(), note)
	}
	return w.Flush()
}

func (x *row) differing() string {
	if x.Compared == 0 {
		return "–"
	}
	return fmt.Sprintf("%d of %d", x.Differ, x.Compared)
}

// times gives the columns of an engine beside ours.
func (x *row) times(ours *row) string {
	text := ""
	for i, pair := range [][2]float64{{x.Prepare, ours.Prepare}, {x.Pair, ours.Pair}, {x.Path, ours.Path},
		{x.M200, ours.M200}, {x.M1000, ours.M1000}, {x.Closure, ours.Closure}} {
		if i > 0 {
			text += "\t"
		}
		switch {
		case pair[0] == 0:
			text += "–"
		case x == ours || pair[1] == 0:
			text += seconds(pair[0])
		default:
			text += seconds(pair[0]) + " (" + figures(pair[0]/pair[1]) + ")"
		}
	}
	return text
}

// seconds writes a duration in the unit that suits it.
func seconds(s float64) string {
	switch {
	case s < 1e-3:
		return figures(s*1e6) + " µs"
	case s < 1:
		return figures(s*1e3) + " ms"
	}
	return figures(s) + " s"
}

// figures writes two or three of them.
func figures(x float64) string {
	switch {
	case x < 10:
		return fmt.Sprintf("%.2g", x)
	case x < 1000:
		return fmt.Sprintf("%.0f", x)
	}
	unit := math.Pow(10, math.Floor(math.Log10(x))-2)
	return fmt.Sprintf("%.0f", math.Round(x/unit)*unit)
}
