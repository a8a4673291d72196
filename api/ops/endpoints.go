package ops

import (
	"encoding/json"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humachi"
	"github.com/go-chi/chi/v5"

	"xunhu/api/auth"
	"xunhu/api/people"
	"xunhu/api/problem"
	"xunhu/api/wire"
)

const (
	base    = "/api/v1"
	geoJSON = "application/geo+json"
	needs   = "x-xunhu-needs" // of an operation: the right of who asks
)

// An endpoint is one operation: how it is described and what answers it.
type endpoint struct {
	method, path, id, summary string
	needs                     people.Right // the right of who asks; without one nobody is admitted
	query                     []huma.Param // besides lang
	body                      any          // a value of the body's type, or nil
	bodyType                  string       // its media type
	status                    int
	answer                    any // a value of the answer's type
	answerType                string
	refusals                  []int        // statuses of problems
	later                     any          // a value of the type of the answer 202, or nil
	header                    []huma.Param // that a request brings
	handle                    func(*call) error
}

func (s *Service) endpoints() []endpoint {
	const plain = "application/json"
	page := []huma.Param{
		{Name: "limit", In: "query", Description: "most features on a page", Schema: whole(1, maxPage)},
		{Name: "offset", In: "query", Description: "features to pass over", Schema: whole(0, 0)},
	}
	return append([]endpoint{
		{method: "GET", path: "/regions", id: "listRegions", needs: auth.Anybody, summary: "All regions of the store; the same below every region",
			status: 200, answer: wire.Regions{}, answerType: plain, handle: (*call).regions},
		{method: "GET", path: "/region", id: "getRegion", needs: auth.Anybody, summary: "The region and what it holds",
			status: 200, answer: wire.Region{}, answerType: plain, handle: (*call).describe},
		{method: "GET", path: "/units", id: "getUnits", needs: auth.Anybody, summary: "The bodies of the organisation",
			status: 200, answer: wire.Units{}, answerType: plain, handle: (*call).units},
		{method: "GET", path: "/check", id: "check", needs: auth.Anybody, summary: "What is wrong with the region's data, and what is worth a look",
			status: 200, answer: FindingCollection{}, answerType: geoJSON, handle: (*call).check},
		{method: "GET", path: "/categories", id: "getCategories", needs: auth.Anybody, summary: "The taxonomy of incidents",
			status: 200, answer: wire.Categories{}, answerType: plain, handle: (*call).categories},
		{method: "POST", path: "/decide", id: "decide", needs: auth.Anybody, summary: "Who answers for an incident; nothing is kept",
			body: IncidentFeature{}, bodyType: geoJSON, status: 200, answer: DecisionFeature{}, answerType: geoJSON,
			refusals: []int{413, 422}, handle: (*call).decide},
		{method: "GET", path: "/plans", id: "listPlans", needs: people.ReadPlans, summary: "The plans, without their tours", query: page,
			status: 200, answer: PlanList{}, answerType: plain, handle: (*call).plans},
		{method: "POST", path: "/plans", id: "makePlan", needs: people.WritePlans, summary: "Make a patrol plan and keep it; with Prefer: respond-async, and of more than 31 days, it is made later, and the answer is 202 with the job (see /jobs)",
			header: []huma.Param{header("Prefer", "respond-async: do not wait (RFC 7240)"), header("Idempotency-Key", "with Prefer alone: the same key with the same request is carried out once")}, later: wire.Job{},
			body: PlanRequest{}, bodyType: plain, status: 201, answer: Plan{}, answerType: geoJSON,
			refusals: []int{413, 422}, handle: (*call).plan},
		{method: "GET", path: "/plans/{id}", id: "getPlan", needs: people.ReadPlans, summary: "One plan, whole",
			status: 200, answer: Plan{}, answerType: geoJSON, refusals: []int{404}, handle: (*call).onePlan},
		{method: "POST", path: "/route", id: "route", needs: auth.Anybody, summary: "The fastest way over the road",
			body: RouteRequest{}, bodyType: plain, status: 200, answer: Route{}, answerType: geoJSON,
			refusals: []int{413, 422}, handle: (*call).route},
		{method: "POST", path: "/matrix", id: "matrix", needs: auth.Anybody, summary: "Travel times between up to 2,000 points",
			body: MatrixRequest{}, bodyType: plain, status: 200, answer: TravelMatrix{}, answerType: plain,
			refusals: []int{413, 422}, handle: (*call).matrix},
		{method: "POST", path: "/isochrone", id: "isochrone", needs: auth.Anybody, summary: "What is reached within some minutes",
			body: IsochroneRequest{}, bodyType: plain, status: 200, answer: Isochrones{}, answerType: geoJSON,
			refusals: []int{413, 422}, handle: (*call).isochrone},
		{method: "GET", path: "/nearest", id: "nearest", needs: auth.Anybody, summary: "The stations, squads and posts by how soon they are at a place",
			query: []huma.Param{
				{Name: "at", In: "query", Required: true, Description: "longitude,latitude", Schema: &huma.Schema{Type: "string"}},
				{Name: "profile", In: "query", Description: "the vehicle; without it that of the patrols", Schema: &huma.Schema{Type: "string"}},
				{Name: "depart", In: "query", Description: "RFC 3339: the closures and hours of this moment hold; without it those of now", Schema: &huma.Schema{Type: "string"}},
				{Name: "wind_force", In: "query", Description: "by boat: Beaufort's force, 0 to 12; above 6 no boat leaves", Schema: &huma.Schema{Type: "integer"}},
				{Name: "wind_from_deg", In: "query", Description: "where the wind comes from, degrees clockwise from north; without it the wind is against every course", Schema: &huma.Schema{Type: "number"}},
			},
			status: 200, answer: NearestUnits{}, answerType: geoJSON, refusals: []int{422}, handle: (*call).nearest},
		{method: "GET", path: "/trace", id: "trace", needs: auth.Anybody, summary: "What lies up or down the water from a place",
			query: []huma.Param{
				{Name: "at", In: "query", Required: true, Description: "longitude,latitude", Schema: &huma.Schema{Type: "string"}},
				{Name: "way", In: "query", Required: true, Description: "up or down the water", Schema: &huma.Schema{Type: "string", Enum: []any{"up", "down"}}},
				{Name: "km", In: "query", Description: "how far, in kilometres; without it and hours as far as decisions follow the water", Schema: &huma.Schema{Type: "number"}},
				{Name: "hours", In: "query", Description: "or for how many hours of flow", Schema: &huma.Schema{Type: "number"}},
				{Name: "category", In: "query", Description: "of which the source is looked for", Schema: &huma.Schema{Type: "string"}},
			},
			status: 200, answer: Trace{}, answerType: geoJSON, refusals: []int{422}, handle: (*call).trace},
	}, append(append(deskEndpoints(page), closureEndpoints(page)...), append(rosterEndpoints(page), slices.Concat(jointEndpoints(), figureEndpoints(), sessionEndpoints(), riskEndpoints(), jobEndpoints(page))...)...)...)
}

// Mount adds the routes below /api to a router, which may stand below {region}.
func (s *Service) Mount(r chi.Router) {
	api := humachi.New(r, huma.Config{OpenAPI: &huma.OpenAPI{
		OpenAPI: "3.1.0",
		Info: &huma.Info{Title: "巡湖 xunhu", Version: "1",
			Description: "Who answers for an incident, and how to patrol. Every path may be preceded by /r/{region}."},
		Servers:    []*huma.Server{{URL: "/"}},
		Components: &huma.Components{Schemas: huma.NewMapRegistry("#/components/schemas/", huma.DefaultSchemaNamer)},
	}})
	for _, e := range s.endpoints() {
		op := e.operation(api.OpenAPI().Components.Schemas)
		api.OpenAPI().AddOperation(op)
		answer := problem.Handler(s.Log, func(w http.ResponseWriter, r *http.Request) error {
			c := s.call(w, r)
			c.params.Known(e.parameters()...)
			c.params.Choice("lang", "zh", "en")
			var err error
			if c.asker, err = s.Guard.Admit(w, r, e.needs); err != nil {
				return err
			}
			return e.handle(c)
		})
		api.Adapter().Handle(op, func(ctx huma.Context) {
			r, w := humachi.Unwrap(ctx)
			answer(w, r)
		})
	}
	// A browser goes there by itself, and comes back with whatever the provider adds.
	r.Get(base+"/session/provider", problem.Handler(s.Log, s.Guard.Leave))
	r.Get(base+"/session/provider/callback", problem.Handler(s.Log, s.Guard.Return))
	document := s.document(api.OpenAPI())
	r.Get("/api/openapi.json", problem.Handler(s.Log, document))
}

// document answers GET /api/openapi.json. The text is made once, at the start.
func (s *Service) document(doc *huma.OpenAPI) problem.Func {
	text, err := json.Marshal(doc)
	return func(w http.ResponseWriter, r *http.Request) error {
		if err != nil {
			return err
		}
		auth.Share(w, r)
		w.Header().Set("Content-Type", "application/vnd.oai.openapi+json;version=3.1")
		_, err := w.Write(text)
		return err
	}
}

// parameters names what may stand in the query.
func (e endpoint) parameters() []string {
	names := []string{"lang"}
	for _, p := range e.query {
		names = append(names, p.Name)
	}
	return names
}

// operation describes an endpoint.
func (e endpoint) operation(schemas huma.Registry) *huma.Operation {
	of := func(v any) *huma.Schema { return schemas.Schema(reflect.TypeOf(v), true, e.id) }
	content := map[string]*huma.MediaType{}
	if e.answer != nil {
		for _, media := range strings.Split(e.answerType, ", ") {
			content[media] = &huma.MediaType{Schema: of(e.answer)}
		}
	}
	op := &huma.Operation{Method: e.method, Path: base + e.path, OperationID: e.id, Summary: e.summary,
		Parameters: []*huma.Param{{Name: "lang", In: "query", Description: "language of sentences; without it Accept-Language decides",
			Schema: &huma.Schema{Type: "string", Enum: []any{"zh", "en"}}}},
		Extensions: map[string]any{needs: e.needs},
		Responses:  map[string]*huma.Response{strconv.Itoa(e.status): {Description: http.StatusText(e.status), Content: content}},
	}
	if e.status == http.StatusCreated {
		op.Responses["201"].Headers = map[string]*huma.Param{"Location": {Description: "where it can be read", Schema: &huma.Schema{Type: "string"}}}
	}
	if e.later != nil {
		op.Responses["202"] = &huma.Response{Description: http.StatusText(http.StatusAccepted), Content: map[string]*huma.MediaType{"application/json": {Schema: of(e.later)}},
			Headers: map[string]*huma.Param{"Location": {Description: "where the job can be read", Schema: &huma.Schema{Type: "string"}}}}
	}
	for i := range e.query {
		op.Parameters = append(op.Parameters, &e.query[i])
	}
	for i := range e.header {
		op.Parameters = append(op.Parameters, &e.header[i])
	}
	for _, name := range pathNames(e.path) {
		op.Parameters = append(op.Parameters, &huma.Param{Name: name, In: "path", Required: true, Schema: &huma.Schema{Type: "string"}})
	}
	if e.body != nil {
		op.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{e.bodyType: {Schema: of(e.body)}}}
	}
	for _, status := range append([]int{400, 500, 503}, e.refusals...) {
		op.Responses[strconv.Itoa(status)] = &huma.Response{Description: http.StatusText(status),
			Content: map[string]*huma.MediaType{problem.ContentType: {Schema: of(problem.Body{})}}}
	}
	return op
}

// pathNames gives the names in braces of a path.
func pathNames(path string) []string {
	var names []string
	start := 0
	for i, c := range path {
		switch c {
		case '{':
			start = i + 1
		case '}':
			names = append(names, path[start:i])
		}
	}
	return names
}

// whole is a whole number from least on, up to most unless that is 0.
func whole(least, most float64) *huma.Schema {
	s := &huma.Schema{Type: "integer", Minimum: &least}
	if most > 0 {
		s.Maximum = &most
	}
	return s
}
