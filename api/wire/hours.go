package wire

import (
	"maps"
	"time"

	"xunhu/api/words"
	"xunhu/routing/road"
)

// HoursOf is a time in which the hours make no difference to a vehicle.
type HoursOf struct {
	Name  string `json:"name" doc:"what the vehicle's profile calls it, in the language of the request"`
	From  string `json:"from" doc:"RFC 3339"`
	Until string `json:"until" doc:"RFC 3339, the moment itself excluded"`
}

// Hours says whose hours hold; nil where nothing depends on the hour.
func Hours(s road.Span, l words.Lang) *HoursOf {
	if s.Until.IsZero() {
		return nil
	}
	h := &HoursOf{Name: words.Named(l, s.Name.ZH, s.Name.EN), From: s.From.Format(time.RFC3339), Until: s.Until.Format(time.RFC3339)}
	switch {
	case h.Name != "":
	case s.Key() == "":
		h.Name = words.Say(l, "way.hours.usual", nil)
	default:
		h.Name = words.Say(l, "way.hours.signed", nil)
	}
	return h
}

// Travelled adds to what a collection of ways or areas says of itself the closures and hours that hold.
func Travelled(props map[string]any, s road.Span, closures []string, l words.Lang) map[string]any {
	all := map[string]any{"closures": Texts(closures)}
	maps.Copy(all, props)
	if h := Hours(s, l); h != nil {
		all["hours"] = map[string]any{"name": h.Name, "from": h.From, "until": h.Until}
	}
	return all
}
