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

// sayHelp puts the help of each verb and flag in the place of its tag, ${help_NAME}.
// Variables of kong would do, but kong looks through all of them again for each flag:
// that took longer than most verbs.
func sayHelp(l words.Lang) kong.Option {
	say := func(help *string) {
		if name, ok := strings.CutPrefix(*help, "${help_"); ok {
			*help = words.Say(l, "help."+strings.TrimSuffix(name, "}"), nil)
		}
	}
	return kong.PostBuild(func(k *kong.Kong) error {
		return kong.Visit(k.Model.Node, func(at kong.Visitable, next kong.Next) error {
			switch at := at.(type) {
			case *kong.Node:
				say(&at.Help)
			case *kong.Value:
				say(&at.Help)
			}
			return next(nil)
		})
	})
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
