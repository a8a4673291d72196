package live

import (
	"testing"

	"github.com/paulmach/orb"

	"xunhu/api/store"
	"xunhu/routing/water"
)

// A closure cuts channels: what lies in it is none, and what it parts is two.
func TestClosuresCutChannels(t *testing.T) {
	c := water.Chart{Channels: []water.Channel{
		{ID: "across", Line: orb.LineString{{117, 35}, {117.03, 35}}},
		{ID: "within", Line: orb.LineString{{117.012, 35.001}, {117.018, 35.001}}},
		{ID: "apart", Line: orb.LineString{{117, 35.1}, {117.03, 35.1}}},
	}}
	shut := orb.Bound{Min: orb.Point{117.01, 34.99}, Max: orb.Point{117.02, 35.01}}.ToPolygon()
	if err := closed(&c, store.Closure{ID: "x", Where: shut}); err != nil {
		t.Fatal(err)
	}
	ids := ""
	for _, ch := range c.Channels {
		ids += ch.ID + " "
	}
	if ids != "across/1 across/2 apart " || len(c.Obstacles) != 0 {
		t.Errorf("channels %s, %d obstacles on land", ids, len(c.Obstacles))
	}
}
