package patrol

import (
	"math"
	"slices"
)

// Whoever wants to act unseen watches patrols and guesses when the next one comes. An
// observer has seen the visits to a place for some time, sees the last one, and names the
// hour of the next. Hours are those at which patrols may come, numbered through: with
// shifts of eight hours, eight a day.

// An Observer guesses how many hours after the last visit the next one comes. It is given
// all visits so far, in rising order, at least two; and the most hours that may pass
// between two, which are published.
type Observer struct {
	Name  string
	Guess func(visits []int, most int) int
}

// Observers are the three that plans are measured against.
func Observers() []Observer {
	return []Observer{
		{"elapsed", byElapsed},
		{"period", byPeriod},
		{"bayes", byBayes},
	}
}

// byElapsed takes the gap that was seen most often; of equals the shorter.
func byElapsed(visits []int, most int) int {
	counts := make([]int, most+1)
	for i := 1; i < len(visits); i++ {
		counts[min(most, max(1, visits[i]-visits[i-1]))]++
	}
	return slices.Index(counts, slices.Max(counts))
}

// byPeriod finds the period whose phase foretells the visits best, and takes the next hour
// of that phase.
func byPeriod(visits []int, most int) int {
	last := visits[len(visits)-1]
	best, guess := 0.0, 1
	for period := 2; period <= 2*most; period++ {
		counts := make([]int, period)
		for _, v := range visits {
			counts[v%period]++
		}
		top := slices.Max(counts)
		// a phase that holds a share of the visits is met with at most that chance at each
		// of the hours at which it comes round
		if score := float64(top-1) / float64(len(visits)) * float64(period) / float64(most+period); score > best {
			best = score
			phase := slices.Index(counts, top)
			if guess = mod(phase-last, period); guess == 0 {
				guess = period
			}
		}
	}
	return min(guess, most)
}

// byBayes begins with every gap from one to the most alike, as the published constraints
// have it, learns from the gaps seen, near ones counting for something and those after a
// gap like the last one for more, and takes the likeliest.
func byBayes(visits []int, most int) int {
	weights := make([]float64, most+1)
	for g := 1; g <= most; g++ {
		weights[g] = 1 / float64(most)
	}
	lastGap := 0
	if n := len(visits); n > 1 {
		lastGap = visits[n-1] - visits[n-2]
	}
	for i := 1; i < len(visits); i++ {
		gap, w := visits[i]-visits[i-1], 1.0
		if i > 1 {
			before := visits[i-1] - visits[i-2]
			w += 2 * math.Exp(-math.Abs(float64(before-lastGap)))
		}
		for d := -2; d <= 2; d++ {
			if g := gap + d; g >= 1 && g <= most {
				weights[g] += w * math.Exp2(-2*math.Abs(float64(d)))
			}
		}
	}
	best := 1
	for g := 2; g <= most; g++ {
		if weights[g] > weights[best] {
			best = g
		}
	}
	return best
}

// Bound is the least chance of a right guess that any way of drawing visits can leave an
// observer who knows it, if no more than so many hours may pass between two visits and
// they are so many hours apart in the mean. To cap the chance of each gap at p, the gaps
// must be spread over 1/p hours at least; these end at the most or begin at one, and their
// mean is what the patrols can afford.
func Bound(mean float64, most int) float64 {
	return 1 / max(1, min(float64(most), 2*mean-1, 2*(float64(most)-mean)+1))
}

// A Hit is how often an observer was right.
type Hit struct {
	Observer     string
	Guesses      int
	Right        int
	Expected     float64 // of guesses at the bound
	Rate, Excess float64 // share that was right; by how many times more than the bound
}

// Watch lets the observers watch visits to places until an hour, and guess from then on;
// most gives for each visit to each place how many hours may pass after it, which seasons
// change. The bound of a guess is that of the gaps of its place for which as many may.
func Watch(places, most [][]int, from int) []Hit {
	var hits []Hit
	for _, o := range Observers() {
		h := Hit{Observer: o.Name}
		for k, visits := range places {
			first, _ := slices.BinarySearch(visits, from)
			if first < 3 || len(visits)-first < 1 {
				continue
			}
			means := meanGaps(visits, most[k])
			for i := first; i < len(visits); i++ {
				may := most[k][i-1]
				h.Guesses++
				h.Expected += Bound(means[may], may)
				if visits[i-1]+o.Guess(visits[:i], may) == visits[i] {
					h.Right++
				}
			}
		}
		if h.Guesses > 0 {
			h.Rate, h.Excess = float64(h.Right)/float64(h.Guesses), float64(h.Right)/h.Expected
		}
		hits = append(hits, h)
	}
	return hits
}

// meanGaps gives the mean gap between visits by how many hours may pass. Of fewer than three
// gaps the mean is not known: then it is the one at which they can be spread furthest.
func meanGaps(visits, most []int) map[int]float64 {
	sums, counts := map[int]float64{}, map[int]float64{}
	for i := 1; i < len(visits); i++ {
		sums[most[i-1]] += float64(visits[i] - visits[i-1])
		counts[most[i-1]]++
	}
	for may := range sums {
		if sums[may] /= counts[may]; counts[may] < 3 {
			sums[may] = float64(may+1) / 2
		}
	}
	return sums
}

func mod(a, n int) int { return ((a % n) + n) % n }
