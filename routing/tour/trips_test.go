package tour_test

import (
	"testing"

	"xunhu/routing/tour"
)

// Three loads at 10, 20 and 30 from the post on one road: how many trips it takes, and
// who makes them, decides what is possible.
func TestLowerBoundOfTrips(t *testing.T) {
	at := []int32{0, 10, 20, 30}
	p := &tour.Problem{Locations: 4, Classes: []tour.Class{{Times: make([]int32, 16)}}}
	for i := range at {
		for j := range at {
			p.Classes[0].Times[i*4+j] = max(at[i]-at[j], at[j]-at[i])
		}
	}
	for i := int32(1); i < 4; i++ {
		p.Tasks = append(p.Tasks, tour.Task{Modes: []tour.Mode{{Enter: i, Leave: i, ServiceS: 1}}, Load: []int32{2}, Required: true})
	}
	for _, tc := range []struct {
		name     string
		capacity []int32
		trips    int32
		price    int64
		want     int64
	}{
		{"one trip takes all", []int32{6}, 0, 1, 100 + 2*30},
		{"without a limit as well", nil, 0, 1, 100 + 2*30},
		{"two carry two and one", []int32{4}, 0, 1, 2*100 + 2*30 + 2*10},
		{"half of a load more does not help", []int32{5}, 0, 1, 2*100 + 2*30 + 2*10},
		{"each alone", []int32{2}, 0, 1, 3*100 + 2*(30+20+10)},
		{"one tour of two trips", []int32{4}, 1, 1, 100 + 2*30 + 2*10},
		{"two tours of two trips", []int32{2}, 1, 1, 2*100 + 2*(30+20+10)},
		{"by the dearer of two prices", []int32{2}, 0, 3, 3*100 + 3*2*(30+20+10)},
	} {
		p.Shifts = nil
		for range 3 {
			p.Shifts = append(p.Shifts, tour.Shift{Close: 1000, Capacity: tc.capacity, Trips: tc.trips, FixedCost: 100, TravelCost: tc.price})
		}
		if got := tour.LowerBound(p); got != tc.want {
			t.Errorf("%s: bound %d, want %d", tc.name, got, tc.want)
		}
	}
}
