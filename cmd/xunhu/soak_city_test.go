package main

import (
	"bufio"
	"encoding/binary"
	"errors"
	"math/rand/v2"
	"os"

	"xunhu/geo/geotest"
)

// What a tile of the drawn city has: crossings in rows and columns, places between two of
// them along a street, and houses of four corners. As in real extracts nine nodes of ten
// are of houses.
const (
	cityRows   = 8
	cityBends  = 3
	cityHouses = 600

	cityCrossings = cityRows * cityRows
	cityStreet    = (cityRows-1)*cityBends + cityRows // nodes
	cityStreets   = 2 * cityRows
	cityRoadNodes = cityCrossings + cityStreets*(cityRows-1)*cityBends
	cityNodes     = cityRoadNodes + 4*cityHouses
)

// pbfCity writes an extract of OpenStreetMap of one city, tile by tile: two towns of one
// county, streets that cross and go on in the next tile, and houses. Tiles differ in their
// ids and places; it holds one at a time.
func pbfCity(file string, m geotest.Map, tiles int) (err error) {
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	w := bufio.NewWriterSize(f, 1<<20)
	frame(w, "OSMHeader", field(field(nil, 4, []byte("OsmSchema-V0.6")), 4, []byte("DenseNodes")))
	frame(w, "OSMData", pbfBlock(nil, 2, cityCorners(m)))
	wide := 1
	for wide*wide < tiles {
		wide++
	}
	a, z := m['A'], m['F']
	east, south := (z[0]-a[0])/float64(wide), (a[1]-z[1])/float64(wide)
	for t := range tiles {
		rng := rand.New(rand.NewPCG(uint64(t), 1))
		x, y := a[0]+float64(t%wide)*east, a[1]-float64(t/wide+1)*south
		var d dense
		id := cityFirst(t)
		add := func(col, row float64) {
			d.add(id, x+east*(col+rng.Float64()*0.2)/cityRows, y+south*(row+rng.Float64()*0.2)/cityRows)
			id++
		}
		for i := range cityCrossings {
			add(float64(i%cityRows), float64(i/cityRows))
		}
		for s := range cityStreets {
			for k := range (cityRows - 1) * cityBends {
				along := float64(k/cityBends) + float64(k%cityBends+1)/(cityBends+1)
				if s < cityRows {
					add(along, float64(s))
				} else {
					add(float64(s-cityRows), along)
				}
			}
		}
		for range cityHouses {
			col, row := rng.Float64()*cityRows*0.9, rng.Float64()*cityRows*0.9
			for c := range 4 {
				add(col+float64(c/2)*0.02, row+float64((c+1)/2%2)*0.02)
			}
		}
		frame(w, "OSMData", pbfBlock(nil, 2, d.bytes()))
	}
	words := []string{"", "highway", "tertiary", "building", "yes"}
	const someTiles = 10
	for t := 0; t < tiles; t += someTiles {
		var ways [][]byte
		for k := t; k < min(tiles, t+someTiles); k++ {
			ways = append(ways, cityWays(k, wide, tiles)...)
		}
		frame(w, "OSMData", pbfBlock(words, 3, ways...))
	}
	frame(w, "OSMData", cityAreas())
	return w.Flush()
}

// cityFirst is the id of a tile's first node; the corners of the towns come before.
func cityFirst(tile int) int64 { return int64(tile)*cityNodes + 1000 }

// cityWays gives the streets and houses of a tile.
func cityWays(t, wide, tiles int) (ways [][]byte) {
	id := uint64(t)*(cityStreets+cityHouses) + 100
	way := func(key, value uint64, nodes []int64) {
		var refs []byte
		last := int64(0)
		for _, n := range nodes {
			refs, last = append(refs, zigzags(n-last)...), n
		}
		ways = append(ways, field(packed(packed(binary.AppendUvarint([]byte{8}, id), 2, key), 3, value), 8, refs))
		id++
	}
	first := cityFirst(t)
	for s := range cityStreets {
		nodes := make([]int64, 0, cityStreet+1)
		next, step, on := first+int64(s), int64(cityRows), t-wide // up a column, into the row of tiles above
		if s >= cityRows {
			next = first + int64(s-cityRows)
		}
		bends := first + cityCrossings + int64(s*(cityRows-1)*cityBends)
		if s < cityRows { // along a row, into the tile to the east
			next, step, on = first+int64(s*cityRows), 1, t+1
			if on%wide == 0 {
				on = -1
			}
		}
		for k := range cityRows {
			nodes = append(nodes, next)
			next += step
			for b := 0; k < cityRows-1 && b < cityBends; b++ {
				nodes = append(nodes, bends)
				bends++
			}
		}
		if on >= 0 && on < tiles {
			if s < cityRows {
				nodes = append(nodes, cityFirst(on)+int64(s*cityRows))
			} else {
				nodes = append(nodes, cityFirst(on)+int64(s-cityRows))
			}
		}
		way(1, 2, nodes)
	}
	for h := range int64(cityHouses) {
		c := first + cityRoadNodes + 4*h
		way(3, 4, []int64{c, c + 1, c + 2, c + 3, c})
	}
	return ways
}
