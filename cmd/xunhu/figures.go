package main

import (
	"context"
	"encoding/json"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"xunhu/api/figures"
	"xunhu/api/papers"
	"xunhu/api/words"
	"xunhu/geo/finding"
	"xunhu/geo/law"
)

type figuresVerb struct {
	Month string `help:"${help_figures_month}" placeholder:"YYYY-MM"`
	Unit  string `default:"all" help:"${help_figures_unit}" placeholder:"ID|all"`
	Out   string `short:"o" help:"${help_figures_out}" placeholder:"FILE"`
}

// Run counts the figures of a month and writes them.
func (v *figuresVerb) Run(ctx context.Context, p *program) error {
	now := p.now()
	month := now.In(law.China)
	if v.Month != "" {
		var err error
		if month, err = time.ParseInLocation("2006-01", v.Month, law.China); err != nil {
			return finding.New("figures.bad_month", "--month", "value", v.Month)
		}
		if month.After(now) {
			return finding.New("figures.future", "--month", "value", v.Month)
		}
	}
	ending := strings.ToLower(filepath.Ext(v.Out))
	if !slices.Contains([]string{"", ".txt", ".json", ".pdf", ".xlsx"}, ending) {
		return finding.New("format.unknown_ending", v.Out, "ending", ending)
	}
	s, r, err := p.opened(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	unit := v.Unit
	if unit == "all" {
		unit = ""
	} else if _, ok := r.Atlas.Unit(unit); !ok {
		return finding.New("command.unknown_unit", "--unit "+unit)
	}
	report, err := figures.Of(ctx, r, s, unit, month, now, p.config.patrol())
	if err != nil {
		return err
	}
	return output(v.Out, p.out, func(w io.Writer) error {
		switch ending {
		case ".pdf":
			return papers.FiguresPDF(w, report.Sheet(r.Atlas, p.lang), p.lang)
		case ".xlsx":
			return papers.FiguresXLSX(w, report.Sheet(r.Atlas, p.lang), p.lang)
		case ".json":
			enc := json.NewEncoder(w)
			enc.SetEscapeHTML(false)
			enc.SetIndent("", "  ")
			return enc.Encode(report.Wire(r.Atlas, p.lang))
		}
		return p.tableTo(w, func(row func(...string)) {
			for _, section := range report.Sections {
				row(words.Say(p.lang, "figures.section."+section.Code, nil))
				for _, f := range section.Figures {
					row("  "+f.Name(p.lang), f.Text(p.lang), f.Note(p.lang))
				}
			}
		})
	})
}

type ledgerVerb struct {
	Out string `short:"o" help:"${help_ledger_out}" placeholder:"FILE"`
}

// Run writes the ledger of notices.
func (v *ledgerVerb) Run(ctx context.Context, p *program) error {
	ending := strings.ToLower(filepath.Ext(v.Out))
	if !slices.Contains([]string{"", ".csv", ".xlsx"}, ending) {
		return finding.New("format.unknown_ending", v.Out, "ending", ending)
	}
	s, r, err := p.opened(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	all, err := r.Ledger(ctx, s)
	if err != nil {
		return err
	}
	return output(v.Out, p.out, func(w io.Writer) error {
		if ending == ".xlsx" {
			return papers.LedgerXLSX(w, all, p.now(), p.lang)
		}
		return papers.LedgerCSV(w, all, p.now(), p.lang)
	})
}
