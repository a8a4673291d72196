package main

import (
	"bufio"
	"context"
	crand "crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"xunhu/api/auth"
	"xunhu/api/dispatch"
	"xunhu/api/people"
	"xunhu/api/store"
	"xunhu/api/words"
	"xunhu/geo/atlas"
	"xunhu/geo/finding"
)

type userLinkVerb struct {
	ID      string `arg:"" help:"${help_user_id}"`
	Address string `default:"http://127.0.0.1:8080" env:"XUNHU_ADDRESS" help:"${help_user_address}" placeholder:"URL"`
}

// Run prints a link by which a person sets a password, once.
func (v *userLinkVerb) Run(ctx context.Context, p *program) error {
	return p.onAccount(ctx, func(s store.Store, region string) error {
		link, err := p.newLink(ctx, s, v.Address, region, v.ID)
		if err != nil {
			return err
		}
		p.say(words.Say(p.lang, "command.link", finding.Args{"person": v.ID, "hours": auth.LinkLasts.Hours()}))
		_, err = fmt.Fprintln(p.out, link)
		return err
	})
}

// newLink makes a link by which a person sets a password.
func (p *program) newLink(ctx context.Context, s store.Store, address, region, person string) (string, error) {
	secret, err := people.NewSecret(crand.Reader)
	if err != nil {
		return "", err
	}
	fragment, err := auth.NewLink(ctx, s, secret, region, person, p.now())
	return strings.TrimRight(address, "/") + "/r/" + region + "/" + fragment, err
}

type userPasswordVerb struct {
	ID string `arg:"" help:"${help_user_id}"`
}

// Run sets the password of a person, which it reads from the terminal or the first line of
// what comes in.
func (v *userPasswordVerb) Run(ctx context.Context, p *program) error {
	return p.onAccount(ctx, func(s store.Store, region string) error {
		one, err := s.Person(ctx, region, v.ID)
		if err != nil {
			return err
		}
		password, err := p.secret("command.password_ask")
		if err != nil {
			return err
		}
		if weak := auth.Weak(password, one.ID, one.Name, one.NameEN); weak != nil {
			return weak
		}
		hash, err := auth.Hash(ctx, crand.Reader, password)
		if err != nil {
			return err
		}
		return s.SetPassword(ctx, region, v.ID, hash, p.now())
	})
}

// secret reads a line that nobody else shall see.
func (p *program) secret(ask string) (string, error) {
	if fd := int(os.Stdin.Fd()); term.IsTerminal(fd) {
		p.say(words.Say(p.lang, ask, nil))
		b, err := term.ReadPassword(fd)
		return string(b), err
	}
	line, err := bufio.NewReader(os.Stdin).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", err
	}
	return strings.TrimRight(line, "\r\n"), nil
}

type userUnlockVerb struct {
	ID string `arg:"" help:"${help_user_id}"`
}

// Run lets a person sign in again who was barred or failed too often.
func (v *userUnlockVerb) Run(ctx context.Context, p *program) error {
	return p.onAccount(ctx, func(s store.Store, region string) error {
		if err := s.Forgive(ctx, region, v.ID); err != nil {
			return err
		}
		return s.Bar(ctx, region, v.ID, false)
	})
}

type userBarVerb struct {
	ID string `arg:"" help:"${help_user_id}"`
}

// Run shuts a person out: sessions and links end, tokens and the password do not hold.
func (v *userBarVerb) Run(ctx context.Context, p *program) error {
	return p.onAccount(ctx, func(s store.Store, region string) error { return s.Bar(ctx, region, v.ID, true) })
}

// onAccount does something with the accounts of the region that is meant.
func (p *program) onAccount(ctx context.Context, do func(s store.Store, region string) error) error {
	s, d, err := p.register(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	return do(s, d.Region.Code)
}

// administrators gives every region that has no administrator one, and tells the link by
// which the password is set.
func (p *program) administrators(ctx context.Context, s store.Store, address string) error {
	regions, err := s.Regions(ctx)
	if err != nil {
		return err
	}
	for _, r := range regions {
		if err := p.administrator(ctx, s, r, address); err != nil {
			return err
		}
	}
	return nil
}

func (p *program) administrator(ctx context.Context, s store.Store, r atlas.Region, address string) error {
	all, err := s.People(ctx, r.Code)
	if err != nil {
		return err
	}
	for _, one := range all {
		if one.ID == people.FirstAdministrator || !one.Illustration && one.Plays("administrator") {
			return nil
		}
	}
	region, err := p.registry(s).Get(ctx, r.Code)
	if err != nil {
		return nil //nolint:nilerr // a region that cannot be built is left for check to look at
	}
	unit, ok := region.Atlas.First(atlas.Branch)
	if !ok {
		if len(region.Atlas.Units) == 0 {
			return nil // nobody can act in it yet
		}
		unit = region.Atlas.Units[0]
	}
	one := people.Person{ID: people.FirstAdministrator, Name: "系统管理员", NameEN: "Administrator", Unit: unit.ID, Roles: []dispatch.Role{"administrator"}}
	if err := s.SavePerson(ctx, r.Code, one); err != nil {
		return err
	}
	link, err := p.newLink(ctx, s, address, r.Code, one.ID)
	if err != nil {
		return err
	}
	p.say(words.Say(p.lang, "auth.first", finding.Args{"region": finding.Name{ZH: r.Name, EN: r.NameEN}, "person": one.ID, "hours": auth.LinkLasts.Hours()}))
	p.say(link)
	return nil
}
