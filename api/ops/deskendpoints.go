package ops

import (
	"github.com/danielgtaylor/huma/v2"

	"xunhu/api/auth"
	"xunhu/api/people"
	"xunhu/api/wire"
)

// bytes are an answer that is no JSON.
type raw struct{}

// Schema describes it.
func (raw) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: "string", Format: "binary"}
}

func header(name, description string) huma.Param {
	return huma.Param{Name: name, In: "header", Description: description, Schema: &huma.Schema{Type: "string"}}
}

// headers are those of a request that reads, one that adds, and one that changes what was read.
func headers() (who, once, match []huma.Param) {
	who = []huma.Param{header("Authorization", "Bearer and a token of xunhu token add"),
		header(Declared, "id of a person of the demonstration; only in an illustration that is served to its own machine, without it "+Usual)}
	once = append([]huma.Param{header("Idempotency-Key", "the same key with the same request is carried out once; its answer is kept seven days")}, who...)
	match = append([]huma.Param{header("If-Match", "the ETag of the lead or closure as it was read, or *; without it 428")}, once...)
	return who, once, match
}

// closureEndpoints are the operations on closures. All may read them.
func closureEndpoints(page []huma.Param) []endpoint {
	_, once, match := headers()
	force := huma.Param{Name: "in_force", In: "query", Description: "RFC 3339: all that are in force then, on one page", Schema: &huma.Schema{Type: "string"}}
	return []endpoint{
		{method: "GET", path: "/closures", id: "listClosures", needs: auth.Anybody, summary: "The closures of roads and waters, lifted ones too", query: append([]huma.Param{force}, page...),
			status: 200, answer: ClosureCollection{}, answerType: geoJSON, handle: (*call).closures},
		{method: "POST", path: "/closures", id: "setClosure", needs: people.WriteClosures, summary: "Close roads or waters, or slow them down, from the next question on", header: once,
			body: ClosureFeature{}, bodyType: geoJSON, status: 201, answer: StoredClosure{}, answerType: geoJSON,
			refusals: []int{401, 403, 413, 422}, handle: (*call).setClosure},
		{method: "GET", path: "/closures/{id}", id: "getClosure", needs: auth.Anybody, summary: "One closure",
			status: 200, answer: StoredClosure{}, answerType: geoJSON, refusals: []int{404}, handle: (*call).closure},
		{method: "POST", path: "/closures/{id}/lift", id: "liftClosure", needs: people.WriteClosures, summary: "Lift a closure, from the next question on; it stays listed", header: match,
			body: LiftRequest{}, bodyType: "application/json", status: 200, answer: StoredClosure{}, answerType: geoJSON,
			refusals: []int{401, 403, 404, 409, 412, 413, 422, 428}, handle: (*call).lift},
	}
}

// deskEndpoints are the operations on leads. All want a person: a bearer token or, in a
// demonstration, X-Xunhu-Person.
func deskEndpoints(page []huma.Param) []endpoint {
	const plain = "application/json"
	text := func(name, description string) huma.Param {
		return huma.Param{Name: name, In: "query", Description: description, Schema: &huma.Schema{Type: "string"}}
	}
	yes := func(name, description string) huma.Param {
		return huma.Param{Name: name, In: "query", Description: description, Schema: &huma.Schema{Type: "string", Enum: []any{"true", "false"}}}
	}
	who, once, match := headers()
	filters := append([]huma.Param{
		text("state", "one of the 23 states, or several with commas between"), yes("open", "true: not closed, merged or void"), text("unit", "that holds it"),
		text("person", "who has it there"), text("town", "code of a town that it lies in"), text("category", "code of /categories"), text("source", "how it came"),
		text("ticket", "the sender's own number"), text("party", "a unit that has any part in it"), yes("overdue", "true: a clock was missed"),
		text("since", "occurred at or after, RFC 3339"), text("until", "occurred at or before, RFC 3339"), text("bbox", "west,south,east,north in degrees"),
		{Name: "sort", In: "query", Description: "reported (without it), due: what is missed first, those without a limit last; changed: by its last record",
			Schema: &huma.Schema{Type: "string", Enum: []any{"reported", "due", "changed"}}},
		yes("newest", "true: the other way round, the last first"),
		yes("unplaced", "true: those whose place nobody knows yet"),
	}, page...)
	reading := []int{401, 404}
	writing := []int{401, 403, 404, 409, 412, 413, 422, 428}
	lead := func(e endpoint) endpoint { // one that gives a lead
		e.answer, e.answerType = StoredIncident{}, geoJSON
		return e
	}
	return []endpoint{
		{method: "GET", path: "/incidents", id: "listIncidents", needs: people.ReadLeads, summary: "The incidents and how their leads stand", query: filters, header: who,
			status: 200, answer: IncidentCollection{}, answerType: geoJSON, refusals: []int{401}, handle: (*call).incidents},
		lead(endpoint{method: "POST", path: "/incidents", id: "reportIncident", needs: people.WriteLeads, summary: "Decide an incident and open its lead; an id becomes its ticket", header: once,
			body: IncidentFeature{}, bodyType: geoJSON, status: 201, refusals: []int{401, 403, 409, 413, 422}, handle: (*call).report}),
		lead(endpoint{method: "GET", path: "/incidents/{id}", id: "getIncident", needs: people.ReadLeads, summary: "One incident, how its lead stands, and what the asker may do", header: who,
			status: 200, refusals: reading, handle: (*call).incident}),
		{method: "GET", path: "/incidents/{id}/events", id: "getRecords", needs: people.ReadLeads, summary: "What was done with a lead: its chain of records", header: who,
			status: 200, answer: wire.Records{}, answerType: plain, refusals: reading, handle: (*call).records},
		lead(endpoint{method: "POST", path: "/incidents/{id}/events", id: "fireEvent", needs: people.WriteLeads, summary: "Do something with a lead", header: match,
			body: wire.EventRequest{}, bodyType: plain, status: 200, refusals: writing, handle: (*call).event}),
		lead(endpoint{method: "POST", path: "/incidents/{id}/split", id: "splitLead", needs: people.WriteLeads, summary: "Split a lead into parts, one for each violation", header: match,
			body: wire.SplitRequest{}, bodyType: plain, status: 200, refusals: writing, handle: (*call).split}),
		{method: "GET", path: "/incidents/{id}/similar", id: "getSimilar", needs: people.ReadLeads, summary: "Leads that may be of the same thing: suggestions to merge", header: who,
			status: 200, answer: wire.SimilarLeads{}, answerType: plain, refusals: reading, handle: (*call).similar},
		{method: "GET", path: "/incidents/{id}/attachments", id: "listAttachments", needs: people.ReadLeads, summary: "The files of a lead", header: who,
			status: 200, answer: wire.Attachments{}, answerType: plain, refusals: reading, handle: (*call).attachments},
		{method: "POST", path: "/incidents/{id}/attachments", id: "attach", needs: people.WriteLeads, summary: "Keep a file of a lead; the body is the file, its Content-Type the file's", header: who,
			query: []huma.Param{text("name", "of the file"), text("sha256", "its digest, which must be right; lower-case hexadecimal")},
			body:  raw{}, bodyType: "*/*", status: 201, answer: wire.Attachment{}, answerType: plain, refusals: []int{401, 404, 413, 415, 422}, handle: (*call).attach},
		{method: "GET", path: "/incidents/{id}/attachments/{sha256}", id: "getAttachment", needs: people.ReadLeads, summary: "A file of a lead", header: who,
			status: 200, answer: raw{}, answerType: "*/*", refusals: reading, handle: (*call).file},
		{method: "GET", path: "/incidents/{id}/papers/{paper}", id: "getPaper", needs: people.ReadLeads, summary: "A letter about a lead: handover, notice or dispute, as .pdf or .json", header: who,
			query: []huma.Param{text("to", "unit; without it the first that the tables name"), text("number", "of the paper (发文字号)"), text("subject", "what it is about, shortly"),
				text("place", "village, road, bank"), text("signer", "who signs a request upward"), text("referral", "to the police: crime or detention")},
			status: 200, answer: wire.Letter{}, answerType: plain + ", application/pdf", refusals: []int{401, 404, 409}, handle: (*call).paper},
		{method: "GET", path: "/incidents/{id}/notices", id: "listLeadNotices", needs: people.ReadLeads, summary: "The ledger of a lead: what was sent, what came back, and what is owed", header: who,
			status: 200, answer: wire.Notices{}, answerType: plain, refusals: reading, handle: (*call).notices},
		lead(endpoint{method: "POST", path: "/incidents/{id}/notices", id: "sendNotice", needs: people.WriteLeads, summary: "Enter a paper that was sent, or that somebody was told", header: match,
			body: wire.NoticeRequest{}, bodyType: plain, status: 201, refusals: writing, handle: (*call).notice}),
		lead(endpoint{method: "POST", path: "/incidents/{id}/notices/{notice}/receipts", id: "enterReceipt", needs: people.WriteLeads, summary: "Enter what came back", header: match,
			body: wire.ReceiptRequest{}, bodyType: plain, status: 201, refusals: writing, handle: (*call).receipt}),
		{method: "GET", path: "/incidents/{id}/reporter", id: "getReporter", needs: people.ReadReporters, summary: "Who told, for those who answer the public; every reading is taken down", header: who,
			query:  []huma.Param{text("reason", "why it is read")},
			status: 200, answer: wire.Reporter{}, answerType: plain, refusals: []int{401, 403, 404}, handle: (*call).reporter},
		{method: "POST", path: "/incidents/{id}/reporter", id: "setReporter", needs: people.WriteReporters, summary: "Keep who told, apart from everything else", header: who,
			body: wire.Reporter{}, bodyType: plain, status: 204, refusals: []int{401, 403, 404, 409, 413, 422}, handle: (*call).setReporter},
		{method: "GET", path: "/incidents/{id}/reporter/readings", id: "listReadings", needs: people.ReadReadings, summary: "Who looked at the reporter", header: who,
			status: 200, answer: wire.Readings{}, answerType: plain, refusals: []int{401, 403, 404}, handle: (*call).readings},
		{method: "GET", path: "/notices", id: "listNotices", needs: people.ReadLedger, summary: "The ledger of all notices, and of all that are owed", header: who,
			status: 200, answer: wire.Notices{}, answerType: plain, refusals: []int{401, 403}, handle: (*call).notices},
		{method: "GET", path: "/units/{id}/duty", id: "getDuty", needs: people.ReadDuty, summary: "Whether a post is manned now, and who said so", header: who,
			status: 200, answer: wire.Duties{}, answerType: plain, refusals: reading, handle: (*call).duty},
		{method: "POST", path: "/units/{id}/duty", id: "enterDuty", needs: people.WriteDuty, summary: "Say when a post is manned, or that it is not; decisions go by the last entry that covers the moment", header: who,
			body: wire.DutyRequest{}, bodyType: plain, status: 201, answer: wire.Duties{}, answerType: plain, refusals: []int{401, 403, 404, 413, 422}, handle: (*call).enterDuty},
		{method: "GET", path: "/people", id: "listPeople", needs: people.ReadPeople, summary: "The people on the register", header: who,
			query:  []huma.Param{text("unit", "that they act for"), text("role", "that they have")},
			status: 200, answer: wire.People{}, answerType: plain, refusals: []int{401}, handle: (*call).people},
		{method: "GET", path: "/me", id: "getMe", needs: auth.Somebody, summary: "Who asks", header: who,
			status: 200, answer: wire.Me{}, answerType: plain, refusals: []int{401}, handle: (*call).me},
		{method: "GET", path: "/roots", id: "listRoots", needs: people.ReadRoots, summary: "The roots over all chains of records", header: who,
			status: 200, answer: wire.Roots{}, answerType: plain, refusals: []int{401}, handle: (*call).roots},
		{method: "GET", path: "/events", id: "watch", needs: auth.Watcher, summary: "What moves, as server-sent events: lead with data of LeadMoved; as they stand, at the start and after each change: region with the version of its data, closure with how often any was set or lifted, job with the asker's Job", header: append([]huma.Param{
			header("Last-Event-ID", "go on after this id; without it the stream begins with what happens next")}, who...),
			status: 200, answer: raw{}, answerType: "text/event-stream", refusals: []int{401}, handle: (*call).stream},
	}
}
