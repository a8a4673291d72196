package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"xunhu/api/words"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/format"
	"xunhu/geo/highway"
	"xunhu/routing/road"
)

// meetM is how far an end of a drawn line may lie from the line that it means to meet.
const meetM = 2

// roadsOf gives the network of a file of roads: an OpenStreetMap extract, or drawn lines in any format that import
// reads. It is kept in the data folder, mapped when it is asked for again, and made anew when the
// file, the profile or this program is another, or if rebuild says so. done gives the map back.
func (p *program) roadsOf(ctx context.Context, file, profile string, rebuild bool) (n *road.Network, done func() error, err error) {
	vehicle, ok := p.vehicles.Profiles()[profile]
	if !ok {
		return nil, nil, finding.New("road.no_profile", "", "name", profile, "choices", p.vehicles.Profiles().Names())
	}
	source, err := digestOf(file)
	if err != nil {
		return nil, nil, err
	}
	kept := filepath.Join(p.store.data, "roads", filepath.Base(file)+"."+profile+".net")
	if !rebuild {
		n, done, err = openNetwork(kept, source, vehicle)
		var refused *finding.Finding
		switch {
		case err == nil:
			return n, done, nil
		case errors.As(err, &refused) && (refused.Code == "road.network_damaged" || refused.Code == "road.network_foreign"):
			return nil, nil, err // whoever sees that a disk loses bits should hear of it
		case refused == nil && !errors.Is(err, os.ErrNotExist):
			return nil, nil, err
		}
	}
	if n, err = p.makeNetwork(ctx, file, vehicle); err != nil {
		return nil, nil, err
	}
	for _, f := range n.Findings() {
		f.Where = file
		p.say(words.Error(p.lang, f))
	}
	if err := os.MkdirAll(filepath.Dir(kept), 0o755); err != nil {
		return nil, nil, finding.New("command.cannot_write", kept).Because(err)
	}
	if err := output(kept, nil, func(w io.Writer) error { return n.Write(w, source) }); err != nil {
		return nil, nil, err
	}
	return n, func() error { return nil }, nil
}

// openNetwork maps a network that was kept.
func openNetwork(kept string, source road.Source, vehicle road.Profile) (*road.Network, func() error, error) {
	b, done, err := mapped(kept)
	if err != nil {
		return nil, nil, err
	}
	n, err := road.Open(b, source, vehicle)
	if err != nil {
		var refused *finding.Finding
		if errors.As(err, &refused) {
			refused.Where = kept
		}
		return nil, nil, errorsFirst(err, done())
	}
	return n, done, nil
}

// digestOf tells one edition of a file from another.
func digestOf(file string) (s road.Source, err error) {
	f, err := os.Open(file)
	if err != nil {
		return s, finding.New("command.cannot_read", file).Because(err)
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return s, finding.New("command.cannot_read", file).Because(err)
	}
	return road.Source(h.Sum(nil)), nil
}

// makeNetwork reads roads from a file.
func (p *program) makeNetwork(ctx context.Context, file string, vehicle road.Profile) (*road.Network, error) {
	if strings.HasSuffix(strings.ToLower(file), ".pbf") {
		f, err := os.Open(file)
		if err != nil {
			return nil, finding.New("command.cannot_read", file).Because(err)
		}
		defer f.Close()
		info, err := f.Stat()
		if err != nil {
			return nil, err
		}
		n, err := road.ReadPBF(ctx, f, info.Size(), vehicle)
		return n, in(file, err)
	}
	var ways []road.Way
	var refusals []error
	err := eachFeature(file, format.Options{}, func(row int, f feature.Feature) { ways = append(ways, drawn(f, row)...) },
		func(f *finding.Finding) { refusals = append(refusals, f) })
	if err = errors.Join(append(refusals, err)...); err != nil {
		return nil, err
	}
	n, err := road.Build(road.Meet(ways, meetM), vehicle)
	return n, in(file, err)
}

// in names the file in a finding that names nothing yet.
func in(file string, err error) error {
	var f *finding.Finding
	if errors.As(err, &f) && f.Where == "" {
		f.Where = file
	}
	return err
}

// drawn makes ways of a feature. Its properties are tags, under OpenStreetMap's names or ours; a line that says
// nothing of its class is a road.
func drawn(f feature.Feature, row int) []road.Way {
	var lines []orb.LineString
	switch g := f.Geometry.(type) {
	case orb.LineString:
		lines = []orb.LineString{g}
	case orb.MultiLineString:
		lines = g
	}
	tags := road.Tags{}
	if _, exported := f.Props["tags"].(map[string]any); exported {
		tags = highway.TagsOf(f)
	}
	for name, v := range f.Props {
		if _, nested := v.(map[string]any); v != nil && !nested && tags[name] == "" {
			tags[name] = strings.TrimSuffix(fmt.Sprint(v), ".0")
		}
	}
	for ours, theirs := range map[string]string{"class": "highway", "maxspeed_kmh": "maxspeed"} {
		if tags[theirs] == "" && tags[ours] != "" {
			tags[theirs] = tags[ours]
		}
	}
	if !slices.ContainsFunc([]string{"highway", "waterway", "route"}, func(k string) bool { return tags[k] != "" }) {
		tags["highway"] = "road"
	}
	ways := make([]road.Way, len(lines))
	for i, l := range lines {
		ways[i] = road.Way{ID: fmt.Sprint(row), Tags: tags, Line: l}
	}
	return ways
}
