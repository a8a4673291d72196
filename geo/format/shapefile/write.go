package shapefile

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/paulmach/orb"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"

	"xunhu/geo/feature"
	"xunhu/geo/finding"
)

// wgs84 is the .prj that is written, as ArcGIS writes it.
const wgs84 = `GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]`

// unchanging stands for the moment of writing: the same collection gives the same
// bytes.
var unchanging = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// largest is how many bytes a .shp or .dbf may have: programs count in 32 bits.
const largest = math.MaxInt32

// A sort is one of the shapes of which a Shapefile holds only one.
type sort struct {
	kind   uint32
	suffix string
}

// sorts in the order in which they are written.
var sorts = []sort{{1, "point"}, {8, "multipoint"}, {3, "line"}, {5, "area"}}

// A Shapefile is one layer ready to be written: the contents of its files by their
// endings.
type Shapefile struct {
	Name  string
	Files map[string][]byte
}

// Write writes a collection as Shapefiles in a zip, in WGS 84: one layer named as
// the collection's kind, or, where shapes are mixed, one for each sort with
// "_point", "_multipoint", "_line" or "_area" behind its name. enc is "GBK" or
// "UTF-8" ("" is UTF-8) and stands in the .cpg. What Losses names comes out changed.
func Write(w io.Writer, c feature.Collection, enc string) error {
	layers, _, err := Layers(c, enc)
	if err != nil {
		return err
	}
	z := zip.NewWriter(w)
	for _, l := range layers {
		for _, ending := range []string{".shp", ".shx", ".dbf", ".prj", ".cpg"} {
			f, err := z.CreateHeader(&zip.FileHeader{Name: l.Name + ending, Method: zip.Deflate, Modified: unchanging})
			if err == nil {
				_, err = f.Write(l.Files[ending])
			}
			if err != nil {
				return fmt.Errorf("shapefile: write: %w", err)
			}
		}
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("shapefile: write: %w", err)
	}
	return nil
}

// Losses says what of a collection a Shapefile cannot hold as it is: names over 10
// bytes, text over 254, characters that the encoding lacks, mixed collections. An
// error of writing is among them if it is a finding.
func Losses(c feature.Collection, enc string) []*finding.Finding {
	_, lost, err := Layers(c, enc)
	if f, ok := errors.AsType[*finding.Finding](err); ok {
		lost = append(lost, f)
	}
	return lost
}

// Layers gives the Shapefiles of a collection, to be written loose or packed, and
// what is lost in them.
func Layers(c feature.Collection, enc string) ([]Shapefile, []*finding.Finding, error) {
	if enc == "" {
		enc = "UTF-8"
	}
	text, err := encodingNamed(enc)
	if err != nil {
		return nil, nil, err
	}
	if text == pages["936"] && cpg(enc) == "GBK" {
		text = simplifiedchinese.GBK // other programs take the name at its word
	}
	groups, lost := sorted(c)
	p := planOf(c, text)
	lost = append(lost, p.lost()...)
	name := string(c.Schema.Kind)
	if name == "" {
		name = "features"
	}
	var layers []Shapefile
	for _, s := range sorts {
		features := groups[s.kind]
		if len(features) == 0 && (s.kind != 1 || len(groups) > 0) {
			continue
		}
		l := Shapefile{Name: name, Files: map[string][]byte{".prj": []byte(wgs84), ".cpg": []byte(cpg(enc))}}
		if len(groups) > 1 {
			l.Name += "_" + s.suffix
		}
		if l.Files[".shp"], l.Files[".shx"], err = encodeShapes(s.kind, features); err != nil {
			return nil, lost, err
		}
		if l.Files[".dbf"], err = p.table(features); err != nil {
			return nil, lost, err
		}
		layers = append(layers, l)
	}
	return layers, lost, nil
}

// cpg is how programs know an encoding.
func cpg(enc string) string {
	if e, err := encodingNamed(enc); err == nil && e == pages["936"] && !strings.Contains(enc, "18030") {
		return "GBK"
	}
	return enc
}

// sorted parts the features by sorts; those without a place go with the first
// sort that there is. Mixed collections are left out and said.
func sorted(c feature.Collection) (map[uint32][]feature.Feature, []*finding.Finding) {
	groups := map[uint32][]feature.Feature{}
	kinds := make([]uint32, len(c.Features))
	first, mixed := uint32(1), 0
	for i, f := range c.Features {
		kinds[i] = kindOf(f.Geometry)
	}
	for _, s := range sorts {
		if slices.Contains(kinds, s.kind) {
			first = s.kind
			break
		}
	}
	for i, f := range c.Features {
		switch {
		case f.Geometry == nil:
			kinds[i] = first
		case kinds[i] == 0:
			mixed++
			continue
		}
		groups[kinds[i]] = append(groups[kinds[i]], f)
	}
	if mixed > 0 {
		return groups, []*finding.Finding{finding.New("shapefile.mixed", "", "n", mixed)}
	}
	return groups, nil
}

func kindOf(g orb.Geometry) uint32 {
	switch g.(type) {
	case orb.Point:
		return 1
	case orb.MultiPoint:
		return 8
	case orb.LineString, orb.MultiLineString:
		return 3
	case orb.Polygon, orb.MultiPolygon, orb.Ring, orb.Bound:
		return 5
	}
	return 0
}

// encodeShapes writes the .shp and the .shx.
func encodeShapes(kind uint32, features []feature.Feature) (shp, shx []byte, err error) {
	le, be := binary.LittleEndian, binary.BigEndian
	shp, shx = make([]byte, 100), make([]byte, 100)
	box := orb.Bound{Min: orb.Point{math.Inf(1), math.Inf(1)}, Max: orb.Point{math.Inf(-1), math.Inf(-1)}}
	for i, f := range features {
		content, err := encodeShape(f.Geometry)
		if err != nil {
			return nil, nil, fmt.Errorf("shapefile: feature %q: %w", f.ID, err)
		}
		if f.Geometry != nil {
			box = box.Union(f.Geometry.Bound())
		}
		shx = be.AppendUint32(be.AppendUint32(shx, uint32(len(shp)/2)), uint32(len(content)/2))
		shp = be.AppendUint32(be.AppendUint32(shp, uint32(i+1)), uint32(len(content)/2))
		shp = append(shp, content...)
		if len(shp) > largest {
			return nil, nil, finding.New("shapefile.too_large", "", "most", largest)
		}
	}
	if box.Min[0] > box.Max[0] {
		box = orb.Bound{}
	}
	for _, b := range [][]byte{shp, shx} {
		be.PutUint32(b, 9994)
		be.PutUint32(b[24:], uint32(len(b)/2))
		le.PutUint32(b[28:], 1000)
		le.PutUint32(b[32:], kind)
		for i, v := range []float64{box.Min[0], box.Min[1], box.Max[0], box.Max[1]} {
			le.PutUint64(b[36+8*i:], math.Float64bits(v))
		}
	}
	return shp, shx, nil
}

// encodeShape writes the content of a record.
func encodeShape(g orb.Geometry) ([]byte, error) {
	var parts [][]orb.Point
	kind := kindOf(g)
	switch g := g.(type) {
	case nil:
		return make([]byte, 4), nil
	case orb.Point:
		return positions(binary.LittleEndian.AppendUint32(nil, kind), g)
	case orb.MultiPoint:
		parts = [][]orb.Point{g}
	case orb.LineString:
		parts = [][]orb.Point{g}
	case orb.MultiLineString:
		for _, l := range g {
			parts = append(parts, l)
		}
	case orb.MultiPolygon:
		for _, p := range g {
			parts = append(parts, turnedRings(p)...)
		}
	case orb.Polygon:
		parts = turnedRings(g)
	case orb.Ring:
		parts = turnedRings(orb.Polygon{g})
	case orb.Bound:
		parts = turnedRings(g.ToPolygon())
	}
	le := binary.LittleEndian
	b := le.AppendUint32(nil, kind)
	box := g.Bound()
	b, err := positions(b, box.Min, box.Max)
	if err != nil {
		return nil, err
	}
	n := 0
	if kind == 8 {
		b = le.AppendUint32(b, uint32(len(parts[0])))
	} else {
		b = le.AppendUint32(b, uint32(len(parts)))
		at := len(b)
		b = le.AppendUint32(b, 0)
		for _, p := range parts {
			b = le.AppendUint32(b, uint32(n))
			n += len(p)
		}
		le.PutUint32(b[at:], uint32(n))
	}
	for _, p := range parts {
		if b, err = positions(b, p...); err != nil {
			return nil, err
		}
	}
	return b, nil
}

// turnedRings gives the rings of a polygon as Shapefiles want them: closed, the
// outer one clockwise, the others against it.
func turnedRings(p orb.Polygon) [][]orb.Point {
	rings := make([][]orb.Point, 0, len(p))
	for i, r := range p {
		if len(r) == 0 {
			continue
		}
		r = slices.Clone(r)
		if r[0] != r[len(r)-1] {
			r = append(r, r[0])
		}
		if area := signed(r); area > 0 && i == 0 || area < 0 && i > 0 {
			slices.Reverse(r)
		}
		rings = append(rings, r)
	}
	return rings
}

func positions(b []byte, all ...orb.Point) ([]byte, error) {
	for _, p := range all {
		for _, v := range p {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				return nil, errors.New("a coordinate is not finite")
			}
			b = binary.LittleEndian.AppendUint64(b, math.Float64bits(v))
		}
	}
	return b, nil
}

// fit encodes a text and cuts it to so many bytes, between characters. whole is
// false if it was cut, known if a character became "?" because the encoding lacks it.
func fit(text encoding.Encoding, s string, most int) (b []byte, whole, known bool) {
	enc := text.NewEncoder()
	b, err := enc.Bytes([]byte(s))
	known = err == nil
	if !known {
		var out bytes.Buffer
		for _, r := range s {
			one, err := text.NewEncoder().String(string(r))
			if err != nil {
				one = "?"
			}
			out.WriteString(one)
		}
		b = out.Bytes()
	}
	if len(b) <= most {
		return b, true, known
	}
	end := 0
	for _, r := range s {
		one, err := text.NewEncoder().String(string(r))
		if err != nil {
			one = "?"
		}
		if end+len(one) > most {
			break
		}
		end += len(one)
	}
	return b[:end], false, known
}
