package wire

import (
	"encoding/json"
	"time"

	"xunhu/api/store"
)

// A Job is how long work stands, by the statusInfo of OGC API Processes.
type Job struct {
	ID       string          `json:"jobID"`
	Process  string          `json:"processID" doc:"what is done: plan, import, export, basemap"`
	Title    string          `json:"title" doc:"what is done, and with what"`
	Type     string          `json:"type" enum:"process"`
	Status   string          `json:"status" enum:"accepted,running,successful,failed,dismissed"`
	Message  string          `json:"message" doc:"what it is at, or why it failed"`
	Progress int             `json:"progress" minimum:"0" maximum:"100" doc:"per cent"`
	Revision int64           `json:"revision" doc:"rises with each change"`
	Attempt  int             `json:"attempt" doc:"which try is under way, or was the last; 0 before the first"`
	Person   string          `json:"person" doc:"who asked for it"`
	Created  string          `json:"created" format:"date-time"`
	Started  string          `json:"started,omitempty" format:"date-time"`
	Updated  string          `json:"updated" format:"date-time"`
	Finished string          `json:"finished,omitempty" format:"date-time"`
	Expires  string          `json:"expires,omitempty" format:"date-time" doc:"it is kept until then"`
	Result   json.RawMessage `json:"result,omitempty" doc:"what came of it"`
	Links    []JobLink       `json:"links" nullable:"false"`
}

// A JobLink leads to a job (self) or to what came of it (http://www.opengis.net/def/rel/ogc/1.0/results).
type JobLink struct {
	Href string `json:"href"`
	Rel  string `json:"rel"`
}

// Jobs are jobs, the last made first.
type Jobs struct {
	Jobs           []Job `json:"jobs" nullable:"false"`
	NumberMatched  int   `json:"numberMatched"`
	NumberReturned int   `json:"numberReturned"`
}

// ResultsRel is the relation of what came of a job.
const ResultsRel = "http://www.opengis.net/def/rel/ogc/1.0/results"

// FromJob gives a job with its title and message in a language; self is its address.
func FromJob(j store.Job, title, message, self string) Job {
	at := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return t.Format(time.RFC3339)
	}
	out := Job{ID: j.ID, Process: j.Kind, Title: title, Type: "process", Status: j.Status, Message: message, Progress: j.Percent, Revision: j.Revision, Attempt: j.Attempt, Person: j.Person,
		Created: at(j.Created), Started: at(j.Started), Updated: at(j.Changed), Finished: at(j.Ended), Expires: at(j.Expires), Links: []JobLink{{self, "self"}}}
	if j.Status == store.JobSuccessful {
		out.Result = json.RawMessage(j.Result)
		out.Links = append(out.Links, JobLink{self + "/results", ResultsRel})
	}
	return out
}
