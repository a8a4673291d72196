package ops

import (
	"bytes"
	"mime"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"xunhu/api/figures"
	"xunhu/api/papers"
	"xunhu/api/problem"
	"xunhu/api/wire"
	"xunhu/geo/finding"
	"xunhu/geo/law"
)

const workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// figureEndpoints are what units report.
func figureEndpoints() []endpoint {
	const plain = "application/json"
	who, _, _ := headers()
	text := func(name, description string) huma.Param {
		return huma.Param{Name: name, In: "query", Description: description, Schema: &huma.Schema{Type: "string"}}
	}
	return []endpoint{
		{method: "GET", path: "/figures/{file}", id: "getFigures", summary: "The figures of a month, as 2026-11.json, .pdf or .xlsx; what is not recorded says so", header: who,
			query:  []huma.Param{text("unit", "id; without it all units")},
			status: 200, answer: wire.Figures{}, answerType: plain + ", application/pdf, " + workbook, refusals: []int{401, 403, 404, 409}, handle: (*call).figures},
		{method: "GET", path: "/notices/{file}", id: "getLedger", summary: "The ledger of notices as ledger.xlsx or ledger.csv", header: who,
			status: 200, answer: raw{}, answerType: workbook + ", text/csv", refusals: []int{401, 403, 404}, handle: (*call).ledgerFile},
	}
}

// figures answers GET /figures/{file}. The house may read all, others their own unit's.
func (c *call) figures() error {
	name := problem.PathParam(c.r, "file")
	stem, ending, _ := strings.Cut(name, ".")
	unit := c.params.Text("unit")
	d, err := c.desk()
	if err != nil {
		return err
	}
	month, err := time.ParseInLocation("2006-01", stem, law.China)
	if err != nil || ending != "" && ending != "json" && ending != "pdf" && ending != "xlsx" {
		return problem.NotFound(finding.New("figures.bad_month", "", "value", name))
	}
	if month.After(d.now) {
		return problem.NotFound(finding.New("figures.future", "", "value", stem))
	}
	if _, ok := d.region.Atlas.Unit(unit); unit != "" && !ok {
		return problem.NotFound(finding.New("command.no_unit", "", "unit", unit))
	}
	if !seesAll(d.region, d.person) && unit != d.person.Unit {
		return forbid("figures.house")
	}
	report, err := figures.Of(c.ctx, d.region, c.Store, unit, month, d.now, c.Patrol)
	if err != nil {
		return err
	}
	if ending == "" || ending == "json" {
		return c.write(http.StatusOK, report.Wire(d.region.Atlas, c.lang))
	}
	var b bytes.Buffer
	media := workbook
	if ending == "pdf" {
		media = "application/pdf"
		err = papers.FiguresPDF(&b, report.Sheet(d.region.Atlas, c.lang), c.lang)
	} else {
		err = papers.FiguresXLSX(&b, report.Sheet(d.region.Atlas, c.lang), c.lang)
	}
	if err != nil {
		return unprintable(err)
	}
	return c.sendFile(name, media, b.Bytes())
}

// ledgerFile answers GET /notices/{file}.
func (c *call) ledgerFile() error {
	d, err := c.desk()
	if err != nil {
		return err
	}
	if !seesAll(d.region, d.person) {
		return forbid("desk.ledger")
	}
	all, err := d.region.Ledger(c.ctx, c.Store)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	name := problem.PathParam(c.r, "file")
	switch name {
	case "ledger.xlsx":
		if err := papers.LedgerXLSX(&b, all, d.now, c.lang); err != nil {
			return err
		}
		return c.sendFile(name, workbook, b.Bytes())
	case "ledger.csv":
		if err := papers.LedgerCSV(&b, all, d.now, c.lang); err != nil {
			return err
		}
		return c.sendFile(name, "text/csv", b.Bytes())
	}
	return problem.NotFound(finding.New("desk.no_paper", "", "paper", name))
}

// sendFile answers with a file to be saved.
func (c *call) sendFile(name, media string, body []byte) error {
	c.w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	return c.send(http.StatusOK, media, body)
}
