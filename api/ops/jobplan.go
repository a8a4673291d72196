package ops

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"net/http"
	"sync/atomic"
	"time"

	"xunhu/api/jobs"
	"xunhu/api/store"
	"xunhu/api/words"
	"xunhu/geo/feature"
	"xunhu/routing/tour"
)

// planKept is what is kept of a plan that is asked for: with the number that it is drawn by and the id that it will
// have, so that it is the same whoever makes it.
type planKept struct {
	Asked json.RawMessage `json:"asked"`
	ID    string          `json:"id"`
	Seed  uint64          `json:"seed,string"`
	Lang  words.Lang      `json:"lang"`
}

// askPlan checks what shall be planned.
func (d *desk) askPlan(inputs []byte) (any, error) {
	kept := planKept{Asked: inputs, Lang: d.lang}
	var asked PlanRequest
	if err := read(inputs, &asked); err != nil {
		return nil, err
	}
	req, err := asked.request(d.Now().Location(), d.Patrol)
	if err != nil {
		return nil, err
	}
	if err := d.mayPlan(d.region, asked.Unit); err != nil {
		return nil, err
	}
	if _, err := d.region.On(req.From); err != nil {
		return nil, refused(err, "/from")
	}
	if kept.Seed, err = d.drawn(asked); err != nil {
		return nil, err
	}
	kept.ID, err = d.newID(d.code, d.Now())
	return kept, err
}

// drawn is the seed of a plan: chosen, or drawn.
func (c *call) drawn(asked PlanRequest) (seed uint64, err error) {
	if asked.Seed != nil {
		return *asked.Seed, nil
	}
	if err := binary.Read(c.Random, binary.LittleEndian, &seed); err != nil {
		return 0, fmt.Errorf("ops: draw a seed: %w", err)
	}
	return seed, nil
}

// longPlan is how long a plan may take that nobody waits for.
const longPlan = 30 * time.Minute

// planLater answers POST /plans whose asker does not wait.
func (c *call) planLater(body []byte) error {
	d, err := c.desk()
	if err != nil {
		return err
	}
	q, done, err := d.request(body)
	if err != nil || done {
		return err
	}
	request, err := d.askPlan(body)
	if err != nil {
		return err
	}
	return q.queued(http.StatusAccepted, "plan", request)
}

// planKind makes a plan.
func (s *Service) planKind() jobs.Kind {
	return jobs.Kind{Name: "plan", Most: longPlan + time.Minute, Run: func(ctx context.Context, t *jobs.Task) (jobs.Effect, error) {
		var kept planKept
		if err := t.Asked(&kept); err != nil {
			return jobs.Effect{}, err
		}
		var asked PlanRequest
		if err := json.Unmarshal(kept.Asked, &asked); err != nil {
			return jobs.Effect{}, err
		}
		region, err := s.Regions.Get(ctx, t.Region)
		if err != nil {
			return jobs.Effect{}, err
		}
		planning, cancel := context.WithTimeout(ctx, longPlan)
		defer cancel()
		var solved atomic.Int32
		p := planner{Service: s, lang: kept.Lang, solve: func(ctx context.Context, of *tour.Problem, seed uint64) (tour.Solution, error) {
			n := float64(solved.Add(1))
			t.Progress(ctx, n/(n+1), "jobs.planning") // nobody knows how many are to come
			return s.Solve(ctx, of, seed)
		}}
		f, seed, err := p.make(planning, region, asked, kept.Seed, kept.ID)
		if err != nil {
			return jobs.Effect{}, err
		}
		return jobs.Effect{Result: jobResult{Plan: f.ID}, Keep: func(ctx context.Context, inside store.Store) error {
			if err := inside.KeepSeeds(ctx, t.Region, seed); err != nil {
				return err
			}
			return inside.Insert(ctx, t.Region, feature.Plans, f)
		}}, nil
	}}
}
