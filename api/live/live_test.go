package live_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"xunhu/api/live"
	"xunhu/api/store"
	"xunhu/geo/atlas"
	"xunhu/geo/demo"
	"xunhu/geo/jurisdiction"
	"xunhu/routing/road"
)

// shelf is a store of datasets that can be exchanged.
type shelf map[string]atlas.Dataset

func (s shelf) Standing(context.Context) ([]atlas.Region, string, error) {
	var all []atlas.Region
	for _, d := range s {
		all = append(all, d.Region)
	}
	return all, "", nil
}

func (s shelf) Load(_ context.Context, code string) (atlas.Dataset, error) { return s[code], nil }

func monday() time.Time { return time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC) }

func version(d atlas.Dataset, code, v string) atlas.Dataset {
	d.Region.Code, d.Region.Version = code, v
	return d
}

// A region is built once for each version; new data means a new one, and whoever
// holds the old one keeps it.
func TestOneRegionForEachVersion(t *testing.T) {
	s := shelf{"T": version(demo.Dataset(), "T", "1")}
	g := live.NewRegistry(s, jurisdiction.Defaults(), "", monday)
	first, err := g.Get(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	if again, err := g.Get(t.Context(), "T"); err != nil || again != first {
		t.Errorf("the same version was built twice (%v)", err)
	}
	s["T"] = version(demo.Dataset(), "T", "2")
	second, err := g.Get(t.Context(), "T")
	if err != nil || second == first || second.Atlas.Region.Version != "2" {
		t.Errorf("new data gave the old region (%v)", err)
	}
	if first.Atlas.Region.Version != "1" {
		t.Error("the old region has changed")
	}
}

func TestWhichRegion(t *testing.T) {
	none, two := shelf{}, shelf{"A": version(demo.Dataset(), "A", "1"), "B": version(demo.Dataset(), "B", "1")}
	for _, tc := range []struct {
		name  string
		shelf shelf
		usual string
		code  string
		want  string
		err   error
	}{
		{"none", none, "", "", "", live.ErrEmpty},
		{"several, none named", two, "", "", "", live.ErrWhich},
		{"several, one usual", two, "B", "", "B", nil},
		{"several, one named", two, "B", "A", "A", nil},
		{"unknown", two, "", "C", "", store.ErrNotFound},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r, err := live.NewRegistry(tc.shelf, jurisdiction.Defaults(), tc.usual, monday).Get(t.Context(), tc.code)
			if !errors.Is(err, tc.err) {
				t.Fatalf("error %v, want %v", err, tc.err)
			}
			if err == nil && r.Atlas.Region.Code != tc.want {
				t.Errorf("region %s, want %s", r.Atlas.Region.Code, tc.want)
			}
		})
	}
}

// A network is built once and routes; an unknown vehicle is named.
func TestNetwork(t *testing.T) {
	r, err := live.New(demo.Dataset(), jurisdiction.Defaults(), monday())
	if err != nil {
		t.Fatal(err)
	}
	car, err := r.Roads("car")
	if err != nil {
		t.Fatal(err)
	}
	if again, _ := r.Roads("car"); again != car {
		t.Error("the network was built twice")
	}
	if _, err := r.Roads("submarine"); !errors.Is(err, live.ErrProfile) {
		t.Errorf("error %v, want ErrProfile", err)
	}
}

// An edited vehicle has a network of its own from the next question on; the others keep theirs.
func TestNetworkOfAnEditedVehicle(t *testing.T) {
	now := road.Defaults()
	g := live.NewRegistry(shelf{"T": version(demo.Dataset(), "T", "1")}, jurisdiction.Defaults(), "", monday).WithProfiles(func() road.Profiles { return now })
	r, err := g.Get(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	car, err1 := r.Roads("car")
	foot, err2 := r.Roads("foot")
	if err := errors.Join(err1, err2); err != nil {
		t.Fatal(err)
	}
	slow := strings.Replace(now["car"].Text(), "top: 120", "top: 10", 1)
	now, err = road.ReadProfiles(fstest.MapFS{"car.yaml": {Data: []byte(slow)}}, "own")
	if err != nil {
		t.Fatal(err)
	}
	slower, err := r.Roads("car")
	if err != nil || slower == car {
		t.Errorf("the car's network is the old one, %v", err)
	}
	if again, err := r.Roads("foot"); again != foot {
		t.Errorf("the network on foot was built again, %v", err)
	}
}
