package main

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"xunhu/geo/finding"
	"xunhu/routing/tour"
	"xunhu/routing/tour/vrplib"
)

// A benched instance knows its set, which is the folder that it lies in, and the best
// value that stands beside it.
type benched struct {
	*vrplib.Instance
	file, set string
	best      *float64
}

// readInstances reads files, and all instances in folders. What is wrong with a file that
// was named ends it; one in a folder is refused, or passed over if it is no instance at all.
func readInstances(names []string) (all []benched, refused []error, err error) {
	for _, name := range names {
		info, err := os.Stat(name)
		if err != nil {
			return nil, nil, finding.New("command.cannot_read", name).Because(err)
		}
		if !info.IsDir() {
			in, err := readInstance(name)
			if err != nil {
				return nil, nil, err
			}
			all = append(all, in)
			continue
		}
		err = filepath.WalkDir(name, func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				return finding.New("command.cannot_read", path).Because(err)
			}
			if d.IsDir() || beside(path) {
				return nil
			}
			in, err := readInstance(path)
			var f *finding.Finding
			switch {
			case err == nil:
				all = append(all, in)
			case !errors.As(err, &f) || f.Code != "vrplib.unknown":
				refused = append(refused, err)
			}
			return nil
		})
		if err != nil {
			return nil, nil, err
		}
	}
	if len(all) == 0 && len(refused) == 0 {
		return nil, nil, finding.New("command.no_instances", names[0])
	}
	return all, refused, nil
}

// beside tells whether a file in a folder of instances is about them: values, solutions.
func beside(path string) bool {
	base := strings.ToLower(filepath.Base(path))
	return strings.HasSuffix(base, ".sol") || strings.HasSuffix(base, ".sol.json") || filepath.Ext(base) == ".csv" || filepath.Ext(base) == ".md" ||
		strings.HasPrefix(base, "bks") || strings.HasPrefix(base, "best_known") || strings.HasPrefix(base, ".")
}

func readInstance(path string) (benched, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return benched{}, finding.New("command.cannot_read", path).Because(err)
	}
	base := bare(path)
	in, err := vrplib.Parse(base, b)
	if err != nil {
		return benched{}, at(path, err)
	}
	in.Name = base // sets are spoken of by their files
	full, err := filepath.Abs(path)
	if err != nil {
		return benched{}, err
	}
	set := filepath.Base(filepath.Dir(full))
	if in.Kind == vrplib.Solomon {
		set += " " + strconv.Itoa(len(in.Problem.Tasks))
	}
	out := benched{Instance: in, file: path, set: set}
	out.best, err = bestKnown(full)
	return out, err
}

// bare is a file's name without the endings that instances have; others, as in p4.2.a,
// belong to the name.
func bare(path string) string {
	base := filepath.Base(path)
	switch ext := strings.ToLower(filepath.Ext(base)); ext {
	case ".txt", ".vrp", ".dat", ".json":
		return base[:len(base)-len(ext)]
	}
	return base
}

// at names the file of a fault.
func at(file string, err error) error {
	var f *finding.Finding
	if errors.As(err, &f) && f.Where == "" {
		f.Where = file
	}
	return err
}

// bestKnown looks for the value of an instance: in its .sol, then in the lists of its
// folder, of the one above and of those beside it.
func bestKnown(path string) (*float64, error) {
	name := bare(path)
	dir := filepath.Dir(path)
	if b, err := os.ReadFile(filepath.Join(dir, name+".sol")); err == nil {
		for _, line := range strings.Split(string(b), "\n") {
			if f := strings.Fields(line); len(f) == 2 && strings.EqualFold(f[0], "cost") {
				if v, err := strconv.ParseFloat(f[1], 64); err == nil && !math.IsNaN(v) && !math.IsInf(v, 0) {
					return &v, nil
				}
			}
		}
	}
	for _, where := range []string{dir, filepath.Dir(dir), filepath.Join(filepath.Dir(dir), "*")} {
		for _, form := range []string{"best_known*.csv", "bks*.csv", "bks*.json"} {
			lists, _ := filepath.Glob(filepath.Join(where, form)) // the forms are right
			for _, list := range lists {
				values, err := readValues(list)
				if err != nil {
					return nil, err
				}
				if v, ok := values[strings.ToLower(name)]; ok {
					return &v, nil
				}
			}
		}
	}
	return nil, nil
}

// readValues reads a list of best values: JSON by name, or a CSV with the names in the
// first column and the values in the first that speaks of best ones, else the second.
func readValues(file string) (map[string]float64, error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, finding.New("command.cannot_read", file).Because(err)
	}
	values := map[string]float64{}
	if filepath.Ext(file) == ".json" {
		var named map[string]float64
		if err := json.Unmarshal(b, &named); err != nil {
			return nil, finding.New("command.bad_values", file, "line", 1).Because(err)
		}
		for name, v := range named {
			values[strings.ToLower(bare(name))] = v
		}
		return values, nil
	}
	rows, err := csv.NewReader(strings.NewReader(string(b))).ReadAll()
	if err != nil || len(rows) == 0 || len(rows[0]) < 2 {
		return nil, finding.New("command.bad_values", file, "line", 1).Because(err)
	}
	column := max(1, slices.IndexFunc(rows[0], func(head string) bool {
		head = strings.ToLower(head)
		return strings.Contains(head, "best") || strings.Contains(head, "bks")
	}))
	for i, row := range rows[1:] {
		v, err := strconv.ParseFloat(row[column], 64)
		if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
			return nil, finding.New("command.bad_values", file, "line", i+2)
		}
		values[strings.ToLower(bare(row[0]))] = v
	}
	return values, nil
}

// save writes a solution under the name of its instance.
func (in *benched) save(dir string, s tour.Solution, out io.Writer) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return finding.New("command.cannot_write", dir).Because(err)
	}
	ending := ".sol"
	if !in.Plain() {
		ending = ".sol.json"
	}
	return output(filepath.Join(dir, in.Name+ending), out, func(w io.Writer) error { return vrplib.WriteSolution(w, in.Instance, s) })
}

// means are those of one set over all its runs that have a gap.
type means struct {
	set                    string
	instances, runs, valid int
	mean, worst, ofSums    float64 // NaN without any
}

func (m means) figure(v float64) string {
	if math.IsNaN(v) {
		return "-"
	}
	return strconv.FormatFloat(v, 'f', 3, 64)
}

// meansOf gives the means of all sets, in the order in which they were measured.
func meansOf(rows []*toured, ins []*benched) (all []means) {
	var sums [][2]float64       // of the costs and of the best known values
	of := map[string]*benched{} // one of the set
	gaps := map[string]int{}
	seen := map[string]bool{}
	for k, r := range rows {
		of[r.Set] = ins[k]
		i := slices.IndexFunc(all, func(m means) bool { return m.set == r.Set })
		if i < 0 {
			i = len(all)
			all, sums = append(all, means{set: r.Set, worst: math.Inf(-1)}), append(sums, [2]float64{})
		}
		m := &all[i]
		if m.runs++; !seen[r.Set+"/"+r.Instance] {
			m.instances++
			seen[r.Set+"/"+r.Instance] = true
		}
		if r.Valid {
			m.valid++
		}
		if r.GapPercent == nil {
			continue
		}
		gaps[r.Set]++
		m.mean += *r.GapPercent
		m.worst = max(m.worst, *r.GapPercent)
		sums[i][0] += r.Cost
		sums[i][1] += *r.BestKnown
	}
	for i := range all {
		m := &all[i]
		if n := gaps[m.set]; n > 0 {
			m.mean /= float64(n)
			m.ofSums = of[m.set].Gap(sums[i][0], sums[i][1])
			continue
		}
		m.mean, m.worst, m.ofSums = math.NaN(), math.NaN(), math.NaN()
	}
	return all
}

// writeCurves writes how the gap fell with time, a row for each better solution.
func (t *tourTable) writeCurves(w io.Writer) error {
	out := csv.NewWriter(w)
	_ = out.Write([]string{"set", "instance", "seed", "seconds", "cost", "gap_percent"}) // Flush tells
	for i, r := range t.rows {
		in := t.ins[i]
		for _, m := range r.curve {
			value, gap := in.Value(m.cost), ""
			if in.best != nil {
				gap = strconv.FormatFloat(in.Gap(value, *in.best), 'f', 4, 64)
			}
			_ = out.Write([]string{r.Set, r.Instance, fmt.Sprint(r.Seed), strconv.FormatFloat(m.seconds, 'f', 4, 64), in.figure(value), gap})
		}
	}
	out.Flush()
	return out.Error()
}
