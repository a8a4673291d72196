package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/alecthomas/kong"

	"xunhu/api/words"
	"xunhu/geo/finding"
)

// helpVars gives the help texts to the tags of verbs.
func helpVars(l words.Lang) kong.Vars {
	vars := kong.Vars{"lang": string(l)}
	for _, name := range []string{
		"data", "database_url", "region", "lang", "config", "profiles", "serve", "import", "check", "assign", "route", "plan", "export", "version",
		"listen", "files", "as", "crs", "trust_crs", "encoding", "field", "level", "name", "dry_run", "valid_from", "accept", "incidents", "out", "points",
		"profile", "roads", "rebuild", "show_profile", "profile_name", "unit", "from", "days", "needs", "kind", "with", "plan_wind", "seed", "save", "plan_make", "plan_verify", "plan_verified", "verify_seed", "reveal", "explain", "collection", "recode",
		"risk", "risk_month", "plan_risk", "plan_explore", "track", "track_file", "track_plan", "track_against",
		"trace", "trace_at", "up", "down", "km", "hours", "category",
		"bench", "bench_locate", "bench_points", "bench_owners", "bench_index", "bench_copies", "bench_route", "bench_pairs", "bench_verify",
		"bench_tour", "bench_instances", "bench_time", "bench_seeds", "bench_islands", "bench_until", "bench_solution", "bench_save", "bench_curve",
		"bench_mixed", "mixed_tasks", "mixed_crews", "mixed_days", "mixed_seed",
		"extract", "areas", "json", "json_findings", "mend", "accept_mend",
		"steps", "alternatives", "matrix", "matrix_points", "isochrone", "isochrone_at", "minutes", "depart", "wind", "wind_from",
		"closure", "closure_add", "closure_list", "closure_lift", "closure_file", "closure_profile", "closure_from", "closure_until", "closure_speed",
		"closure_reason", "closure_by", "closure_in_force", "closure_id", "closure_lift_reason", "audit", "codes", "by", "source",
		"user", "user_add", "user_list", "user_link", "user_address", "user_password", "user_unlock", "user_bar", "user_id", "user_name", "user_name_en", "user_unit", "user_role", "user_certificate",
		"user_established", "user_front_line", "user_town", "user_skill",
		"equipment", "equipment_add", "equipment_list", "equipment_id", "equipment_kind", "equipment_unit", "equipment_seats", "equipment_calibrated",
		"roster", "roster_make", "roster_change", "roster_list", "roster_show", "roster_shifts", "roster_shifts_file", "roster_out", "roster_save", "roster_person", "roster_by",
		"roster_id", "roster_away", "roster_broken", "roster_back", "roster_try", "roster_reason",
		"joint", "joint_invite", "joint_reply", "joint_attend", "joint_cancel", "joint_list", "joint_duty", "joint_id", "joint_unit", "joint_task", "joint_subject", "joint_place",
		"joint_reply_by", "joint_who", "joint_no", "joint_came", "joint_absent", "joint_minutes", "joint_reason", "joint_by", "joint_from", "joint_days",
		"figures", "figures_month", "figures_unit", "figures_out", "ledger", "ledger_out",
		"migrate", "migrate_from", "migrate_to",
		"metrics", "tls_cert", "tls_key", "tls_self_signed", "write_limit", "proxy", "closed", "oidc_issuer", "oidc_client", "oidc_secret_file", "oidc_claim", "oidc_name", "print_unit",
		"backup", "backup_file", "restore", "restore_file", "restore_accept",
		"token", "token_add", "token_list", "token_revoke", "token_note", "token_id", "token_scope", "token_expires",
	} {
		vars["help_"+name] = words.Say(l, "help."+name, nil)
	}
	return vars
}

// printHelp prints the help with its headings in the language asked for; kong
// itself knows English alone.
func printHelp(l words.Lang) kong.HelpPrinter {
	return func(options kong.HelpOptions, ctx *kong.Context) error {
		if l == words.EN {
			return kong.DefaultHelpPrinter(options, ctx)
		}
		out := ctx.Stdout
		var page bytes.Buffer
		ctx.Stdout = &page
		err := kong.DefaultHelpPrinter(options, ctx)
		ctx.Stdout = out
		if err != nil {
			return err
		}
		_, err = out.Write([]byte(headings.Replace(page.String())))
		return err
	}
}

var headings = strings.NewReplacer(
	"Usage:", "用法：", "Flags:", "选项：", "Commands:", "命令：", "Arguments:", "参数：",
	"<command> [flags]", "<命令> [选项]", "[flags]", "[选项]",
	`Run "xunhu <command> --help" for more information on a command.`, `“xunhu <命令> -h”查看一个命令的说明。`,
)

// kongFaults are the faults of usage that kong finds, by how it writes them; the
// named parts are what it met.
var kongFaults = []struct {
	pattern *regexp.Regexp
	code    string
}{
	{regexp.MustCompile(`^unknown flag (?P<what>[^\s,]+)`), "usage.unknown_flag"},
	{regexp.MustCompile(`^missing flags: (?P<what>.+)`), "usage.missing_flag"},
	{regexp.MustCompile(`^(?P<what>--\S+) and (?P<value>--\S+) can't be used together`), "usage.together"},
	{regexp.MustCompile(`^(?P<what>--\S+) and (?P<value>--\S+) must be used together`), "usage.both"},
	{regexp.MustCompile(`^unexpected argument (?P<what>[^\s,]+)`), "usage.unexpected"},
	{regexp.MustCompile(`^(?P<what>--\S+?): .*expected.*\b(?:u?int|float|duration)\b.* but got "?(?P<value>[^" ]*)"?`), "usage.number"},
	{regexp.MustCompile(`^(?P<what>--\S+?): expected "<key>=<value>" but got "(?P<value>.*)"`), "usage.pair"},
	{regexp.MustCompile(`^(?P<what>--\S+?)(?:=\S*)? must be one of (?P<choices>.+) but got "(?P<value>.*)"`), "usage.choice"},
	{regexp.MustCompile(`^(?P<what>--\S+?): (?:stat|open) (?P<value>.+): no such file`), "usage.no_file"},
	{regexp.MustCompile(`^(?P<what>--\S+?): "(?P<value>.+)" exists but is a directory`), "usage.folder"},
	{regexp.MustCompile(`^(?P<what>--\S+?): (?:missing value|expected \S+ value but got "EOL")`), "usage.no_value"},
	{regexp.MustCompile(`^(?:expected one of|no command selected)`), "usage.no_verb"},
	{regexp.MustCompile(`^expected "?(?P<what>[^"]+)`), "usage.expected"},
}

// usageFault says what is wrong with the command line.
func usageFault(l words.Lang, err error) string {
	for _, f := range kongFaults {
		if m := f.pattern.FindStringSubmatch(err.Error()); m != nil {
			args := finding.Args{}
			for i, name := range f.pattern.SubexpNames() {
				switch {
				case name == "choices":
					args[name] = strings.Split(strings.ReplaceAll(m[i], `"`, ""), ",")
				case name == "value" && filepath.IsAbs(m[i]):
					args[name] = asTyped(m[i])
				case name != "":
					args[name] = m[i]
				}
			}
			return words.Say(l, f.code, args)
		}
	}
	return words.Say(l, "command.usage", finding.Args{"why": err.Error()})
}

// asTyped gives a path as it was most likely typed: kong makes every path absolute.
func asTyped(path string) string {
	if here, err := os.Getwd(); err == nil {
		if near, err := filepath.Rel(here, path); err == nil && !strings.HasPrefix(near, "..") {
			return near
		}
	}
	return path
}
