package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/alecthomas/kong"

	"xunhu/api/words"
)

// The exit codes of every verb.
const (
	exitDone    = 0
	exitFailed  = 1 // one line says what, where and what to do
	exitUsage   = 2
	exitRefused = 3 // done, but parts of the input were refused; the report lists them
)

// errRefused ends a verb that did its work without some parts of the input.
var errRefused = errors.New("parts of the input were refused")

// verbs is the command line. Its help is in the language asked for.
type verbs struct {
	Data string `help:"${help_data}" default:"xunhu-data" env:"XUNHU_DATA" type:"path" placeholder:"DIR"`

	DatabaseURL string `help:"${help_database_url}" env:"XUNHU_DATABASE_URL" placeholder:"URL"`

	Region string `help:"${help_region}" env:"XUNHU_REGION" placeholder:"CODE"`
	Lang   string `help:"${help_lang}" enum:"zh,en" default:"${lang}" placeholder:"zh|en"`
	Config string `help:"${help_config}" env:"XUNHU_CONFIG" type:"existingfile" placeholder:"FILE"`

	Profiles string `help:"${help_profiles}" env:"XUNHU_PROFILES" type:"path" placeholder:"DIR"`

	Serve  serveVerb  `cmd:"" help:"${help_serve}"`
	Import importVerb `cmd:"" help:"${help_import}"`
	Check  checkVerb  `cmd:"" help:"${help_check}"`
	Assign assignVerb `cmd:"" help:"${help_assign}"`
	Route  routeVerb  `cmd:"" help:"${help_route}"`
	Matrix matrixVerb `cmd:"" help:"${help_matrix}"`

	Isochrone isochroneVerb `cmd:"" help:"${help_isochrone}"`

	Closure closureVerb `cmd:"" help:"${help_closure}"`
	Trace   traceVerb   `cmd:"" help:"${help_trace}"`
	Plan    planVerbs   `cmd:"" help:"${help_plan}"`
	Roster  rosterVerb  `cmd:"" help:"${help_roster}"`
	Joint   jointVerb   `cmd:"" help:"${help_joint}"`
	Track   trackVerb   `cmd:"" help:"${help_track}"`
	Figures figuresVerb `cmd:"" help:"${help_figures}"`
	Ledger  ledgerVerb  `cmd:"" help:"${help_ledger}"`
	Risk    riskVerb    `cmd:"" help:"${help_risk}"`
	Export  exportVerb  `cmd:"" help:"${help_export}"`
	User    userVerb    `cmd:"" help:"${help_user}"`

	Basemap basemapVerb `cmd:"" help:"${help_basemap}"`

	Equipment equipmentVerb `cmd:"" help:"${help_equipment}"`

	Token   tokenVerb   `cmd:"" help:"${help_token}"`
	Edits   editsVerb   `cmd:"" help:"${help_edits}"`
	Migrate migrateVerb `cmd:"" help:"${help_migrate}"`
	Backup  backupVerb  `cmd:"" help:"${help_backup}"`
	Restore restoreVerb `cmd:"" help:"${help_restore}"`
	Bench   benchVerb   `cmd:"" help:"${help_bench}"`
	Profile profileVerb `cmd:"" help:"${help_show_profile}"`
	Version versionVerb `cmd:"" help:"${help_version}"`
}

// program is what every verb is given: where it writes, and what was asked of all.
type program struct {
	out    io.Writer // data
	words  io.Writer // words and progress
	lang   words.Lang
	store  place
	region string
	config config

	vehicles *vehicles
}

// run is the whole program: it reads the command line, then does one verb. It
// gives the exit code.
func run(ctx context.Context, args []string, getenv func(string) string, stdout, stderr io.Writer) int {
	lang := language(args, getenv)
	var v verbs
	left := -1 // the code with which kong wants to leave, after -h
	parser, err := kong.New(&v,
		kong.Name("xunhu"), kong.Description(words.Say(lang, "help.xunhu", nil)),
		kong.Writers(stdout, stderr), kong.Exit(func(code int) { left = code }),
		kong.Vars{"lang": string(lang)}, sayHelp(lang), kong.ConfigureHelp(kong.HelpOptions{Compact: true}), kong.Help(printHelp(lang)),
	)
	if err != nil {
		panic(err) // the command line is our own
	}
	parser.Model.HelpFlag.Help = words.Say(lang, "help.help", nil)
	chosen, err := parser.Parse(args)
	if left >= 0 {
		return left
	}
	if err != nil {
		fmt.Fprintln(stderr, usageFault(lang, err))
		return exitUsage
	}
	cfg, err := readConfig(v.Config)
	if err != nil {
		fmt.Fprintln(stderr, words.Error(lang, err))
		return exitUsage
	}
	p := &program{out: stdout, words: stderr, lang: lang, store: place{v.Data, cmp.Or(v.DatabaseURL, cfg.DatabaseURL)}, region: v.Region, config: cfg}
	if v.Profiles != "" {
		cfg.Profiles = v.Profiles
	}
	if err := p.readVehicles(cfg.Profiles); err != nil {
		fmt.Fprintln(stderr, words.Error(lang, err))
		return exitUsage
	}
	chosen.BindTo(ctx, (*context.Context)(nil))
	switch err := chosen.Run(p); {
	case err == nil:
		return exitDone
	case errors.Is(err, context.Canceled) && ctx.Err() != nil:
		fmt.Fprintln(stderr, words.Say(lang, "command.stopped", nil))
		return exitFailed
	case errors.Is(err, errRefused):
		return exitRefused
	default:
		fmt.Fprintln(stderr, words.Error(lang, err))
		return exitFailed
	}
}

// language finds the language before anything can be said: the flag, then
// XUNHU_LANG, then LANG.
func language(args []string, getenv func(string) string) words.Lang {
	for i, a := range args {
		if s, ok := strings.CutPrefix(a, "--lang="); ok {
			return words.ParseLang(s)
		}
		if a == "--lang" && i+1 < len(args) {
			return words.ParseLang(args[i+1])
		}
	}
	if s := getenv("XUNHU_LANG"); s != "" {
		return words.ParseLang(s)
	}
	return words.ParseLang(getenv("LANG"))
}
