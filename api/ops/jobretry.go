package ops

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"xunhu/api/problem"
	"xunhu/api/store"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
)

// retryJob answers POST /jobs/{id}/retry: the same is asked for again, by whoever asked for it, if that may be asked for now.
func (c *call) retryJob() error {
	d, j, err := c.ownJob()
	if err != nil {
		return err
	}
	if j.Person != d.person.ID {
		return forbid("jobs.not_own")
	}
	q, done, err := d.request(nil)
	if err != nil || done {
		return err
	}
	conflict := func(code string) error {
		return &problem.Error{Status: http.StatusConflict, Err: finding.New(code, "", "status", j.Status)}
	}
	if j.Status != store.JobFailed && j.Status != store.JobDismissed {
		return conflict("jobs.not_failed")
	}
	if need, ok := jobRights[j.Kind]; ok {
		if _, err := c.Guard.Admit(c.w, c.r, need); err != nil {
			return err
		}
	}
	var asked any = json.RawMessage(j.Request)
	switch j.Kind {
	case "plan":
		var kept planKept
		if err := json.Unmarshal(j.Request, &kept); err != nil {
			return fmt.Errorf("ops: request of job %s: %w", j.ID, err)
		}
		if asked, err = d.askPlan(kept.Asked); err != nil {
			return err
		}
	case "export":
		var kept exportKept
		if err := json.Unmarshal(j.Request, &kept); err != nil {
			return fmt.Errorf("ops: request of job %s: %w", j.ID, err)
		}
		if err := c.Guard.MayRead(c.w, c.r, feature.Kind(kept.Collection)); err != nil {
			return err
		}
	case "import", "basemap":
	default:
		if asked, err = d.askJob(JobRequest{Process: j.Kind, Inputs: j.Request}); err != nil {
			return err
		}
	}
	in, err := c.Store.JobFile(c.ctx, d.code, j.ID, store.Input)
	if errors.Is(err, store.ErrNotFound) {
		if j.Kind == "import" || j.Kind == "basemap" {
			return conflict("jobs.no_file")
		}
		return q.queued(http.StatusCreated, j.Kind, asked)
	}
	if err != nil {
		return err
	}
	waiting, err := held(in) // a store is not read while it is written
	if err != nil {
		return err
	}
	defer waiting.Close()
	return q.queued(http.StatusCreated, j.Kind, asked, store.JobFile{Role: store.Input, Content: waiting})
}
