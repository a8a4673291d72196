package main

import (
	"context"
	crand "crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"xunhu/api/dispatch"
	"xunhu/api/people"
	"xunhu/api/store"
	"xunhu/api/words"
	"xunhu/geo/atlas"
	"xunhu/geo/finding"
	"xunhu/routing/crew"
)

type userVerb struct {
	Add  userAddVerb  `cmd:"" help:"${help_user_add}"`
	List userListVerb `cmd:"" help:"${help_user_list}"`

	Link     userLinkVerb     `cmd:"" help:"${help_user_link}"`
	Password userPasswordVerb `cmd:"" help:"${help_user_password}"`
	Unlock   userUnlockVerb   `cmd:"" help:"${help_user_unlock}"`
	Bar      userBarVerb      `cmd:"" help:"${help_user_bar}"`
}

type userAddVerb struct {
	ID          string   `arg:"" help:"${help_user_id}"`
	Name        string   `help:"${help_user_name}" required:"" placeholder:"NAME"`
	NameEN      string   `name:"name-en" help:"${help_user_name_en}" placeholder:"NAME"`
	Unit        string   `help:"${help_user_unit}" required:"" placeholder:"UNIT"`
	Role        []string `help:"${help_user_role}" required:"" placeholder:"ROLE"`
	Certificate []string `help:"${help_user_certificate}" placeholder:"NUMBER[:FROM[:TO]]"`
	Established bool     `help:"${help_user_established}"`
	FrontLine   bool     `help:"${help_user_front_line}"`
	Town        string   `help:"${help_user_town}" placeholder:"CODE"`
	Skill       []string `help:"${help_user_skill}" placeholder:"helmsman|pilot"`
}

// Run adds a person, or replaces the one of that id.
func (v *userAddVerb) Run(ctx context.Context, p *program) error {
	s, d, err := p.register(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	one := people.Person{ID: v.ID, Name: v.Name, NameEN: v.NameEN, Unit: v.Unit, Established: v.Established, FrontLine: v.FrontLine, Town: v.Town}
	if strings.HasPrefix(v.ID, "demo-") || strings.ContainsAny(v.ID, " \t\n/") {
		return finding.New("command.user_id", "", "id", v.ID)
	}
	a, err := atlas.Build(atlas.On(d, p.now()))
	if err != nil {
		return err
	}
	unit, ok := a.Unit(v.Unit)
	if !ok {
		return finding.New("command.no_unit", "", "unit", v.Unit)
	}
	for _, name := range v.Role {
		role := dispatch.Role(name)
		if !slices.Contains(dispatch.Roles(), role) {
			return finding.New("command.no_role", "", "role", name, "roles", roleNames(dispatch.Roles()))
		}
		if !dispatch.RoleIn(role, unit.Class) {
			return finding.New("command.role_elsewhere", "", "role", finding.New("role."+name, ""), "unit", finding.Name{ZH: unit.Name, EN: unit.NameEN})
		}
		one.Roles = append(one.Roles, role)
	}
	if _, ok := a.Town(v.Town); v.Town != "" && !ok {
		return finding.New("command.no_town", "--town", "town", v.Town)
	}
	for _, name := range v.Skill {
		if !slices.Contains(people.Skills(), crew.Skill(name)) {
			return finding.New("command.choice", "--skill", "value", name, "choices", textsOf(people.Skills()))
		}
		one.Skills = append(one.Skills, crew.Skill(name))
	}
	for _, text := range v.Certificate {
		c, err := certificate(text)
		if err != nil {
			return err
		}
		one.Certificates = append(one.Certificates, c)
	}
	return s.SavePerson(ctx, d.Region.Code, one)
}

func roleNames(all []dispatch.Role) []string {
	var names []string
	for _, r := range all {
		names = append(names, string(r))
	}
	return names
}

func textsOf[T ~string](all []T) []string {
	var names []string
	for _, x := range all {
		names = append(names, string(x))
	}
	return names
}

// certificate reads NUMBER, NUMBER:FROM or NUMBER:FROM:TO.
func certificate(text string) (people.Certificate, error) {
	parts := strings.Split(text, ":")
	for _, day := range parts[1:] {
		if _, err := time.Parse(time.DateOnly, day); day != "" && err != nil || len(parts) > 3 {
			return people.Certificate{}, finding.New("command.certificate", "", "value", text)
		}
	}
	if parts[0] == "" {
		return people.Certificate{}, finding.New("command.certificate", "", "value", text)
	}
	parts = append(parts, "", "")
	return people.Certificate{Number: parts[0], From: parts[1], To: parts[2]}, nil
}

type userListVerb struct {
	JSON bool `name:"json" help:"${help_json}"`
}

// Run lists the people.
func (v *userListVerb) Run(ctx context.Context, p *program) error {
	s, d, err := p.register(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	all, err := s.People(ctx, d.Region.Code)
	if err != nil {
		return err
	}
	if v.JSON {
		return json.NewEncoder(p.out).Encode(all)
	}
	return p.table(func(row func(...string)) {
		for _, one := range all {
			var roles, certificates []string
			for _, r := range one.Roles {
				roles = append(roles, words.Say(p.lang, "role."+string(r), nil))
			}
			for _, c := range one.Certificates {
				certificates = append(certificates, c.Number)
			}
			row(one.ID, words.Named(p.lang, one.Name, one.NameEN), one.Unit, strings.Join(roles, " "), strings.Join(certificates, " "), p.asPlanned(one))
		}
	})
}

type tokenVerb struct {
	Add    tokenAddVerb    `cmd:"" help:"${help_token_add}"`
	Revoke tokenRevokeVerb `cmd:"" help:"${help_token_revoke}"`
	List   tokenListVerb   `cmd:"" help:"${help_token_list}"`
}

type tokenAddVerb struct {
	Person string `arg:"" help:"${help_user_id}"`
	Note   string `help:"${help_token_note}" placeholder:"TEXT"`

	Scope   []string `help:"${help_token_scope}" placeholder:"read|leads|plans|data|admin"`
	Expires string   `help:"${help_token_expires}" placeholder:"DATE"`
}

// tokenDays is for how long a token holds whose end nobody names.
const tokenDays = 365

// held gives what the token shall be held to.
func (v *tokenAddVerb) held(now time.Time) (scopes []people.Scope, expires time.Time, err error) {
	for _, name := range v.Scope {
		if !slices.Contains(people.Scopes(), people.Scope(name)) {
			return nil, expires, finding.New("command.choice", "--scope", "value", name, "choices", textsOf(people.Scopes()))
		}
		scopes = append(scopes, people.Scope(name))
	}
	if len(scopes) == 0 {
		scopes = people.UsualScopes()
	}
	last := now.AddDate(0, 0, tokenDays)
	if v.Expires != "" {
		if last, err = time.ParseInLocation(time.DateOnly, v.Expires, now.Location()); err != nil || v.Expires < now.Format(time.DateOnly) {
			return nil, expires, finding.New("command.token_expires", "--expires", "value", v.Expires)
		}
	}
	year, month, day := last.Date()
	return scopes, time.Date(year, month, day+1, 0, 0, 0, 0, now.Location()), nil
}

// Run makes a token and prints its secret, which nobody can ever read again.
func (v *tokenAddVerb) Run(ctx context.Context, p *program) error {
	s, d, err := p.register(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	secret, t, err := people.NewToken(crand.Reader, v.Person, v.Note, p.now())
	if err != nil {
		return err
	}
	if t.Scopes, t.Expires, err = v.held(p.now()); err != nil {
		return err
	}
	if err := s.AddToken(ctx, d.Region.Code, t); err != nil {
		return err
	}
	p.say(words.Say(p.lang, "command.token", finding.Args{"id": t.ID, "scopes": people.FormatScopes(t.Scopes), "until": lastDay(t)}))
	_, err = fmt.Fprintln(p.out, secret)
	return err
}

// lastDay is the last day on which a token holds; "" has no end.
func lastDay(t people.Token) string {
	if t.Expires.IsZero() {
		return ""
	}
	return t.Expires.Add(-time.Second).Format(time.DateOnly)
}

type tokenRevokeVerb struct {
	ID string `arg:"" help:"${help_token_id}"`
}

// Run ends a token.
func (v *tokenRevokeVerb) Run(ctx context.Context, p *program) error {
	s, d, err := p.register(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	return s.RevokeToken(ctx, d.Region.Code, v.ID, p.now())
}

type tokenListVerb struct{}

// Run lists the tokens, never their secrets.
func (v *tokenListVerb) Run(ctx context.Context, p *program) error {
	s, d, err := p.register(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	all, err := s.Tokens(ctx, d.Region.Code)
	if err != nil {
		return err
	}
	return p.table(func(row func(...string)) {
		for _, t := range all {
			revoked := ""
			if !t.Revoked.IsZero() {
				revoked = t.Revoked.Format(time.RFC3339)
			}
			row(t.ID, t.Person, t.Created.Format(time.RFC3339), lastDay(t), people.FormatScopes(t.Grants()), revoked, t.Note)
		}
	})
}

// register opens the store and finds the region whose people are meant.
func (p *program) register(ctx context.Context) (store.Store, atlas.Dataset, error) {
	s, err := p.store.open(ctx)
	if err != nil {
		return nil, atlas.Dataset{}, err
	}
	d, _, err := p.stored(ctx, s)
	if err != nil {
		s.Close()
		return nil, atlas.Dataset{}, err
	}
	return s, d, nil
}

// table prints rows in columns.
func (p *program) table(fill func(row func(...string))) error { return p.tableTo(p.out, fill) }

func (p *program) tableTo(out io.Writer, fill func(row func(...string))) error {
	w := tabwriter.NewWriter(out, 0, 8, 2, ' ', 0)
	fill(func(cells ...string) { fmt.Fprintln(w, strings.TrimRight(strings.Join(cells, "\t"), "\t")) })
	return w.Flush()
}

// asPlanned says what a planner asks of a person.
func (p *program) asPlanned(one people.Person) string {
	var all []string
	if one.Established {
		all = append(all, words.Say(p.lang, "command.established", nil))
	}
	if one.FrontLine {
		all = append(all, words.Say(p.lang, "command.front_line", nil))
	}
	for _, s := range one.Skills {
		all = append(all, words.Say(p.lang, "roster.skill."+string(s), nil))
	}
	if one.Town != "" {
		all = append(all, words.Say(p.lang, "command.sent_by", finding.Args{"town": one.Town}))
	}
	return strings.Join(all, " ")
}
