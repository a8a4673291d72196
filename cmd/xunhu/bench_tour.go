package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"runtime"
	"strconv"
	"sync"
	"time"

	"xunhu/api/words"
	"xunhu/geo/finding"
	"xunhu/routing/tour"
	"xunhu/routing/tour/search"
	"xunhu/routing/tour/vrplib"
)

type benchTour struct {
	Files    []string      `arg:"" name:"FILE" help:"${help_bench_instances}"`
	Time     time.Duration `help:"${help_bench_time}" default:"10s" placeholder:"D"`
	Seeds    int           `help:"${help_bench_seeds}" default:"3" placeholder:"N"`
	Islands  int           `help:"${help_bench_islands}" default:"2" placeholder:"N"`
	Until    bool          `name:"until-best" help:"${help_bench_until}"`
	Solution string        `help:"${help_bench_solution}" placeholder:"FILE"`
	Save     string        `help:"${help_bench_save}" placeholder:"DIR"`
	Curve    string        `help:"${help_bench_curve}" placeholder:"FILE"`
	JSON     bool          `name:"json" help:"${help_json}"`
}

// toured is one run on one instance. The gap is in hundredths of the best known value,
// and missing where none stands beside the instance.
type toured struct {
	Instance      string   `json:"instance"`
	Set           string   `json:"set"`
	Seed          uint64   `json:"seed"`
	Cost          float64  `json:"cost"` // where a set counts prizes, those collected
	BestKnown     *float64 `json:"best_known"`
	GapPercent    *float64 `json:"gap_percent"`
	SecondsToBest float64  `json:"seconds_to_best"`
	Valid         bool     `json:"valid"`
	Faults        []string `json:"faults,omitempty"` // what Check says, if it says anything
	Iterations    int      `json:"iterations"`
	Reached       bool     `json:"best_reached,omitempty"` // and the run ended by that, as was asked for

	curve []moment
}

// A moment is when a better solution was found.
type moment struct {
	seconds float64
	cost    int64
}

// Run solves instances, each with every seed, and compares with the best that is known.
func (v *benchTour) Run(ctx context.Context, p *program) error {
	if v.Seeds < 1 || v.Time <= 0 || v.Islands < 1 {
		return finding.New("command.bad_bench_tour", "")
	}
	instances, refused, err := readInstances(v.Files)
	if err != nil {
		return err
	}
	for _, f := range refused {
		p.say(words.Error(p.lang, f))
	}
	t := &tourTable{out: p.out, json: v.JSON}
	if v.Solution != "" {
		err = v.judge(p, t, instances)
	} else {
		err = v.measure(ctx, p, t, instances)
	}
	if err = errorsFirst(err, t.end()); err != nil {
		return err
	}
	if v.Curve != "" {
		if err := output(v.Curve, p.out, t.writeCurves); err != nil {
			return err
		}
	}
	if len(refused) > 0 || t.wrong {
		return errRefused
	}
	return ctx.Err()
}

// measure solves every instance with every seed.
func (v *benchTour) measure(ctx context.Context, p *program, t *tourTable, instances []benched) error {
	for i := range instances {
		in := &instances[i]
		best, saved := tour.Solution{}, false
		for seed := range uint64(v.Seeds) {
			if ctx.Err() != nil {
				return nil // what was measured is printed
			}
			row, s, err := v.solve(ctx, p, in, seed+1)
			if err != nil {
				return err
			}
			if row.Valid && (!saved || tour.Cost(in.Problem, s) < tour.Cost(in.Problem, best)) {
				best, saved = s, true
			}
			if err := t.add(in, row); err != nil {
				return err
			}
		}
		if v.Save != "" && saved {
			if err := in.save(v.Save, best, p.out); err != nil {
				return err
			}
		}
	}
	return nil
}

// solve makes one run. Its clock is the processor time of each island, so that what else
// the machine does counts little.
func (v *benchTour) solve(ctx context.Context, p *program, in *benched, seed uint64) (*toured, tour.Solution, error) {
	beside := float64(min(v.Islands, runtime.GOMAXPROCS(0)))
	begin := cpuTime()
	seconds := func() float64 { return (cpuTime() - begin).Seconds() / beside }
	row := in.row(seed)
	var mu sync.Mutex
	ctx, reached := context.WithCancel(ctx)
	defer reached()
	result, err := search.Solve(ctx, in.Problem, search.Options{
		Seed: seed, Islands: v.Islands,
		Progress: func() float64 { return seconds() / v.Time.Seconds() },
		Log: func(_, _ int, cost int64) {
			mu.Lock()
			defer mu.Unlock()
			if n := len(row.curve); n == 0 || cost < row.curve[n-1].cost {
				row.curve = append(row.curve, moment{seconds(), cost})
			}
			if v.Until && in.reaches(cost) {
				row.Reached = true
				reached()
			}
		},
	})
	if err != nil {
		return nil, tour.Solution{}, err
	}
	row.Iterations = result.Iterations
	row.counts(in, result.Solution)
	if n := len(row.curve); n > 0 {
		row.SecondsToBest = row.curve[n-1].seconds
	}
	p.sayUnserved(in, result.Unserved)
	return row, result.Solution, nil
}

// reaches tells whether a cost is as good as the best known value, to the decimals that the set is told in.
func (in *benched) reaches(cost int64) bool {
	if in.best == nil {
		return false
	}
	worse := in.Value(cost) - *in.best
	if in.Prizes {
		worse = -worse
	}
	return worse < math.Pow10(-in.Decimals)/2
}

// sayUnserved says of each required task that was left out why nobody can do it, or that
// there are too few to do it all.
func (p *program) sayUnserved(in *benched, tasks []int32) {
	for _, task := range tasks {
		where := in.Name + " #" + strconv.Itoa(int(task))
		why := tour.Hindrances(in.Problem, task)
		for _, f := range why {
			f.Where = where
			p.say(words.Error(p.lang, f))
		}
		if len(why) == 0 {
			p.say(words.Error(p.lang, finding.New("command.unserved", where)))
		}
	}
}

// judge lets Check say what is wrong with a solution from a file.
func (v *benchTour) judge(p *program, t *tourTable, instances []benched) error {
	if len(instances) != 1 {
		return finding.New("command.one_instance", v.Solution, "n", len(instances))
	}
	in := &instances[0]
	b, err := os.ReadFile(v.Solution)
	if err != nil {
		return finding.New("command.cannot_read", v.Solution).Because(err)
	}
	s, err := vrplib.ReadSolution(in.Instance, b)
	if err != nil {
		return at(v.Solution, err)
	}
	row := in.row(0)
	row.counts(in, s)
	for _, f := range row.Faults {
		p.say(v.Solution + ": " + f)
	}
	return t.add(in, row)
}

func (in *benched) row(seed uint64) *toured {
	return &toured{Instance: in.Name, Set: in.set, Seed: seed}
}

// counts fills in what a solution is worth and what Check says of it.
func (r *toured) counts(in *benched, s tour.Solution) {
	if err := tour.Check(in.Problem, s); err != nil {
		for _, f := range unjoined(err) {
			r.Faults = append(r.Faults, f.Error())
		}
		if broken(in.Problem, s) { // it cannot be counted
			return
		}
	}
	r.Valid = len(r.Faults) == 0
	r.Cost = in.Value(tour.Cost(in.Problem, s))
	if in.best != nil {
		gap := in.Gap(r.Cost, *in.best)
		r.BestKnown, r.GapPercent = in.best, &gap
	}
}

func unjoined(err error) []error {
	var joined interface{ Unwrap() []error }
	if errors.As(err, &joined) {
		return joined.Unwrap()
	}
	return []error{err}
}

// broken tells whether a solution names what does not exist.
func broken(p *tour.Problem, s tour.Solution) bool {
	for _, t := range s.Tours {
		if t.Shift < 0 || int(t.Shift) >= len(p.Shifts) {
			return true
		}
		for _, v := range t.Visits {
			switch {
			case v.Task == tour.Reload:
			case v.Task == tour.Rest && v.Mode >= 0 && int(v.Mode) < len(p.Shifts[t.Shift].Breaks):
			case v.Task < 0 || int(v.Task) >= len(p.Tasks) || v.Mode < 0 || int(v.Mode) >= len(p.Tasks[v.Task].Modes):
				return true
			}
		}
	}
	for _, i := range s.LeftOut {
		if i < 0 || int(i) >= len(p.Tasks) {
			return true
		}
	}
	return false
}

// A tourTable prints each run when it is done, and the means of each set at the end; as
// JSON it is a list of the runs.
type tourTable struct {
	out   io.Writer
	json  bool
	wrong bool // some run ended with faults
	rows  []*toured
	ins   []*benched
}

func (t *tourTable) add(in *benched, r *toured) error {
	t.rows, t.ins = append(t.rows, r), append(t.ins, in)
	t.wrong = t.wrong || !r.Valid
	if t.json {
		return nil
	}
	if len(t.rows) == 1 {
		if _, err := fmt.Fprintf(t.out, tourHead, "instance", "seed", "cost", "best_known", "gap_percent", "seconds_to_best", "valid", "iterations"); err != nil {
			return err
		}
	}
	best, gap := "-", "-"
	if r.BestKnown != nil {
		best, gap = in.figure(*r.BestKnown), strconv.FormatFloat(*r.GapPercent, 'f', 3, 64)
	}
	_, err := fmt.Fprintf(t.out, tourHead, r.Instance, strconv.FormatUint(r.Seed, 10), in.figure(r.Cost), best, gap,
		strconv.FormatFloat(r.SecondsToBest, 'f', 2, 64), strconv.FormatBool(r.Valid), strconv.Itoa(r.Iterations))
	return err
}

const tourHead = "%-20s %4s %12s %12s %11s %15s %5s %10s\n"

func (in *benched) figure(v float64) string { return strconv.FormatFloat(v, 'f', in.Decimals, 64) }

// end prints what comes after the runs.
func (t *tourTable) end() error {
	if t.json {
		if t.rows == nil {
			t.rows = []*toured{}
		}
		return json.NewEncoder(t.out).Encode(t.rows)
	}
	for i, m := range meansOf(t.rows, t.ins) {
		if i == 0 {
			fmt.Fprintf(t.out, "\n"+setHead, "set", "instances", "runs", "valid", "mean_gap_percent", "worst_gap_percent", "gap_of_sums_percent")
		}
		fmt.Fprintf(t.out, setHead, m.set, strconv.Itoa(m.instances), strconv.Itoa(m.runs), strconv.Itoa(m.valid), m.figure(m.mean), m.figure(m.worst), m.figure(m.ofSums))
	}
	return nil
}

const setHead = "%-20s %9s %5s %5s %16s %17s %19s\n"
