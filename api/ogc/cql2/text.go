package cql2

import (
	"math"
	"strconv"
	"strings"

	"xunhu/api/filter"
)

// Text reads a filter in CQL2 Text.
func Text(src string, s Scope) (filter.Expr, error) {
	if err := tooLarge(src); err != nil {
		return nil, err
	}
	p := &parser{lexer: lexer{src: src}, maker: maker{Scope: s}}
	if err := p.step(); err != nil {
		return nil, err
	}
	o, err := p.or()
	if err != nil {
		return nil, err
	}
	if p.tok.kind != end {
		return nil, p.unexpected("AND, OR")
	}
	return o.expression()
}

// A parser reads by recursive descent, one token ahead.
type parser struct {
	lexer
	maker
	tok   token
	depth int
}

// step goes on to the next token.
func (p *parser) step() (err error) {
	p.tok, err = p.lexer.next()
	return err
}

func (p *parser) here() place { return p.where(p.tok.at) }

// is tells whether the token is a key word or symbol.
func (p *parser) is(what string) bool {
	return p.tok.kind == symbol && p.tok.what == what || p.tok.kind == word && strings.EqualFold(p.tok.what, what)
}

// took goes on if the token is a key word or symbol.
func (p *parser) took(what string) (bool, error) {
	if !p.is(what) {
		return false, nil
	}
	return true, p.step()
}

func (p *parser) expect(what string) error {
	ok, err := p.took(what)
	if err == nil && !ok {
		return p.unexpected(what)
	}
	return err
}

func (p *parser) unexpected(want string) error {
	if p.tok.kind == end {
		return fault(p.here(), "cql2.ends", "want", want)
	}
	found := []rune(p.src[p.tok.at:p.pos])
	if len(found) > 40 {
		found = append(found[:40], '…')
	}
	return fault(p.here(), "cql2.unexpected", "found", string(found), "want", want)
}

// down goes one level deeper; up comes back.
func (p *parser) down() error {
	if p.depth++; p.depth > maxDepth {
		return deep(p.here())
	}
	return nil
}

func (p *parser) up() { p.depth-- }

func (p *parser) or() (operand, error) {
	return p.chain("OR", p.and, func(all []filter.Expr) filter.Expr { return filter.Or(all) })
}

func (p *parser) and() (operand, error) {
	return p.chain("AND", p.not, func(all []filter.Expr) filter.Expr { return filter.And(all) })
}

// chain reads conditions with one key word between them.
func (p *parser) chain(by string, read func() (operand, error), join func([]filter.Expr) filter.Expr) (operand, error) {
	first, err := read()
	if err != nil || !p.is(by) {
		return first, err
	}
	var all []filter.Expr
	for o := first; ; {
		e, err := o.expression()
		if err != nil {
			return o, err
		}
		all = append(all, e)
		if more, err := p.took(by); err != nil || !more {
			return operand{at: first.at, expr: join(all)}, err
		}
		if o, err = read(); err != nil {
			return o, err
		}
	}
}

func (p *parser) not() (operand, error) {
	at := p.here()
	if negated, err := p.took("NOT"); err != nil || !negated {
		if err != nil {
			return operand{}, err
		}
		return p.predicate()
	}
	if err := p.down(); err != nil {
		return operand{}, err
	}
	defer p.up()
	return p.negate(at)(p.not())
}

// negate gives what turns a condition into its contrary.
func (p *parser) negate(at place) func(operand, error) (operand, error) {
	return func(o operand, err error) (operand, error) {
		if err != nil {
			return o, err
		}
		e, err := o.expression()
		if err != nil {
			return o, err
		}
		return p.made(at, filter.Not{Of: e}, nil)
	}
}

// predicate reads one condition, or a condition in parentheses.
func (p *parser) predicate() (operand, error) {
	if p.is("(") {
		return p.within(p.or)
	}
	left, err := p.operand()
	if err != nil {
		return left, err
	}
	at := p.here()
	if p.tok.kind == symbol {
		switch op := filter.Op(p.tok.what); op {
		case filter.Equal, filter.Unequal, filter.Less, filter.LessEqual, filter.Greater, filter.GreaterEqual:
			if err := p.step(); err != nil {
				return left, err
			}
			right, err := p.operand()
			if err != nil {
				return left, err
			}
			return p.compare(at, op, left, right)
		case "+", "-", "*", "/", "^", "%":
			return left, fault(at, "cql2.arithmetic")
		}
	}
	if is, err := p.took("IS"); err != nil || is {
		return p.null(left, at, err)
	}
	negated, err := p.took("NOT")
	if err != nil {
		return left, err
	}
	o, err := p.special(left)
	if negated {
		return p.negate(at)(o, err)
	}
	return o, err
}

// within reads what stands in parentheses.
func (p *parser) within(read func() (operand, error)) (o operand, err error) {
	if err = p.down(); err != nil {
		return o, err
	}
	defer p.up()
	if err = p.expect("("); err != nil {
		return o, err
	}
	if o, err = read(); err != nil {
		return o, err
	}
	return o, p.expect(")")
}

// null reads the rest of IS NULL.
func (p *parser) null(of operand, at place, err error) (operand, error) {
	if err != nil {
		return of, err
	}
	negated, err := p.took("NOT")
	if err == nil {
		err = p.expect("NULL")
	}
	if err != nil {
		return of, err
	}
	o, err := p.isNull(of)
	if negated {
		return p.negate(at)(o, err)
	}
	return o, err
}

// special reads the rest of LIKE, BETWEEN and IN; a condition may stand alone.
func (p *parser) special(left operand) (operand, error) {
	switch {
	case p.is("LIKE"):
		if err := p.step(); err != nil {
			return left, err
		}
		pattern, err := p.operand()
		if err != nil {
			return left, err
		}
		return p.like(left, pattern)
	case p.is("BETWEEN"):
		if err := p.step(); err != nil {
			return left, err
		}
		low, err := p.operand()
		if err == nil {
			err = p.expect("AND")
		}
		if err != nil {
			return left, err
		}
		high, err := p.operand()
		if err != nil {
			return left, err
		}
		return p.between(left, low, high)
	case p.is("IN"):
		if err := p.step(); err != nil {
			return left, err
		}
		list, err := p.list()
		if err != nil {
			return left, err
		}
		return p.in(left, list)
	}
	if _, err := left.expression(); err == nil {
		return left, nil
	}
	return left, p.unexpected("=, <>, <, <=, >, >=, LIKE, BETWEEN, IN, IS NULL")
}

// list reads operands in parentheses, with commas between.
func (p *parser) list() (all []operand, err error) {
	_, err = p.within(func() (operand, error) {
		for {
			o, err := p.operand()
			if err != nil {
				return o, err
			}
			all = append(all, o)
			if more, err := p.took(","); err != nil || !more {
				return o, err
			}
		}
	})
	return all, err
}

// operand reads a literal, a property or a function.
func (p *parser) operand() (operand, error) {
	t, at := p.tok, p.here()
	switch {
	case t.kind == text || t.kind == quoted:
		if err := p.step(); err != nil {
			return operand{}, err
		}
		if t.kind == quoted {
			return p.property(at, t.what)
		}
		return p.literal(at, filter.Text(t.what))
	case t.kind == number || p.is("-") || p.is("+"):
		n, err := p.number()
		if err != nil {
			return operand{}, err
		}
		return p.literal(at, filter.Number(n))
	case t.kind == word && !reserved(t.what):
		if err := p.step(); err != nil {
			return operand{}, err
		}
		if tag := strings.ToUpper(t.what); spatialTag(tag) && p.opensShape() {
			return p.wkt(at, tag)
		}
		if p.is("(") {
			return p.call(at, t.what)
		}
		return p.property(at, t.what)
	case p.is("TRUE") || p.is("FALSE"):
		v := filter.Bool(p.is("TRUE"))
		if err := p.step(); err != nil {
			return operand{}, err
		}
		return p.literal(at, v)
	case p.is("["):
		return operand{}, fault(at, "cql2.array")
	}
	return operand{}, p.unexpected("class, 'outfall', 12")
}

func reserved(s string) bool {
	switch strings.ToUpper(s) {
	case "AND", "OR", "NOT", "LIKE", "BETWEEN", "IN", "IS", "NULL", "TRUE", "FALSE":
		return true
	}
	return false
}

// number reads one with its sign.
func (p *parser) number() (float64, error) {
	at, sign := p.here(), 1.0
	if p.is("-") || p.is("+") {
		if p.is("-") {
			sign = -1
		}
		if err := p.step(); err != nil {
			return 0, err
		}
	}
	if p.tok.kind != number {
		return 0, p.unexpected("0–9")
	}
	n, err := strconv.ParseFloat(p.tok.what, 64)
	if err != nil || math.IsInf(n, 0) {
		return 0, fault(at, "cql2.number", "value", p.tok.what)
	}
	return sign * n, p.step()
}

// call reads the arguments of a function.
func (p *parser) call(at place, name string) (operand, error) {
	switch strings.ToUpper(name) {
	case "BBOX", "ENVELOPE":
		return p.numbers(at)
	case "ACCENTI":
		return operand{}, fault(at, "cql2.accenti")
	case "CASEI", "DATE", "TIMESTAMP", "INTERVAL":
	default:
		if !known(name) {
			return operand{}, fault(at, "cql2.no_function", "name", name)
		}
	}
	args, err := p.list()
	if err != nil {
		return operand{}, err
	}
	switch strings.ToUpper(name) {
	case "INTERVAL":
		return p.span(at, args)
	case "CASEI", "DATE", "TIMESTAMP":
		return p.unary(at, strings.ToUpper(name), args)
	}
	return p.function(at, name, args)
}

// unary makes what a function of one argument gives.
func (p *parser) unary(at place, name string, args []operand) (operand, error) {
	if len(args) != 1 {
		return operand{}, fault(at, "cql2.arguments", "name", name, "want", 1, "have", len(args))
	}
	o := args[0]
	if name == "CASEI" {
		return p.fold(at, o)
	}
	s, ok := o.value.(filter.Text)
	switch {
	case !ok:
		return o, fault(o.at, "cql2.no_text", "name", name)
	case name == "DATE":
		return p.date(o.at, string(s))
	}
	return p.moment(o.at, string(s))
}

// numbers reads the corners of a box.
func (p *parser) numbers(at place) (operand, error) {
	var all []float64
	_, err := p.within(func() (operand, error) {
		for {
			n, err := p.number()
			if err != nil {
				return operand{}, err
			}
			if all = append(all, n); len(all) > 6 {
				return operand{}, fault(at, "cql2.box", "have", len(all))
			}
			if more, err := p.took(","); err != nil || !more {
				return operand{}, err
			}
		}
	})
	if err != nil {
		return operand{}, err
	}
	return p.box(at, all)
}
