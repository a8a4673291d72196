package cql2

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"

	"xunhu/api/filter"
	"xunhu/geo/finding"
)

// JSON reads a filter in CQL2 JSON.
func JSON(src string, s Scope) (filter.Expr, error) {
	if err := tooLarge(src); err != nil {
		return nil, err
	}
	d := json.NewDecoder(bytes.NewReader([]byte(src)))
	d.UseNumber()
	var v any
	err := d.Decode(&v)
	if err == nil {
		if _, err = d.Token(); errors.Is(err, io.EOF) {
			err = nil
		} else if err == nil {
			err = errors.New("more than one value")
		}
	}
	if err != nil {
		at := d.InputOffset()
		var syntax *json.SyntaxError
		if errors.As(err, &syntax) {
			at = syntax.Offset - 1
		} else if errors.Is(err, io.ErrUnexpectedEOF) {
			at = int64(len(src))
		}
		l := lexer{src: src}
		return nil, finding.New("cql2.json", "?filter", "at", l.where(int(max(0, min(at, int64(len(src)))))).name()).Because(err)
	}
	r := &reader{maker: maker{Scope: s}}
	o, err := r.read(v, "", 0)
	if err != nil {
		return nil, err
	}
	return o.expression()
}

// A reader reads values that were decoded.
type reader struct{ maker }

// pointed is the place of a JSON pointer.
func pointed(pointer string) place { return place{pointer: pointer} }

// read reads the value at a pointer.
func (r *reader) read(v any, pointer string, depth int) (operand, error) {
	at := pointed(pointer)
	if depth > maxDepth {
		return operand{}, deep(at)
	}
	switch v := v.(type) {
	case string:
		return r.literal(at, filter.Text(v))
	case bool:
		return r.literal(at, filter.Bool(v))
	case json.Number:
		n, err := r.number(v, at)
		if err != nil {
			return operand{}, err
		}
		return r.literal(at, filter.Number(n))
	case map[string]any:
		return r.object(v, pointer, depth)
	case []any:
		return operand{}, fault(at, "cql2.array")
	}
	return operand{}, fault(at, "cql2.json_value", "found", fmt.Sprint(v))
}

func (r *reader) number(n json.Number, at place) (float64, error) {
	v, err := n.Float64()
	if err != nil || math.IsInf(v, 0) {
		return 0, fault(at, "cql2.number", "value", n.String())
	}
	return v, nil
}

func (r *reader) object(v map[string]any, pointer string, depth int) (operand, error) {
	at := pointed(pointer)
	if op, has := v["op"]; has {
		name, ok := op.(string)
		if !ok {
			return operand{}, fault(pointed(pointer+"/op"), "cql2.json_text", "name", "op")
		}
		return r.op(name, v["args"], pointer, depth)
	}
	for _, one := range []struct {
		name string
		make func(place, string) (operand, error)
	}{{"property", r.property}, {"date", r.date}, {"timestamp", r.moment}} {
		if s, has := v[one.name]; has {
			text, ok := s.(string)
			if !ok {
				return operand{}, fault(pointed(pointer+"/"+one.name), "cql2.json_text", "name", one.name)
			}
			return one.make(at, text)
		}
	}
	if ends, has := v["interval"]; has {
		args, err := r.list(ends, pointer+"/interval", depth)
		if err != nil {
			return operand{}, err
		}
		return r.span(at, args)
	}
	if _, has := v["type"]; has {
		g, err := r.geometry(v, pointer, depth)
		if err != nil {
			return operand{}, err
		}
		return r.shape(at, g)
	}
	if box, has := v["bbox"]; has {
		n, err := r.floats(box, pointer+"/bbox")
		if err != nil {
			return operand{}, err
		}
		return r.box(at, n)
	}
	if of, has := v["casei"]; has { // as in drafts of the standard
		o, err := r.read(of, pointer+"/casei", depth+1)
		if err != nil {
			return operand{}, err
		}
		return r.fold(at, o)
	}
	return operand{}, fault(at, "cql2.json_object")
}

// list reads the members of an array.
func (r *reader) list(v any, pointer string, depth int) ([]operand, error) {
	array, ok := v.([]any)
	if !ok {
		return nil, fault(pointed(pointer), "cql2.json_array")
	}
	all := make([]operand, len(array))
	for i, one := range array {
		var err error
		if all[i], err = r.read(one, fmt.Sprintf("%s/%d", pointer, i), depth+1); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// op reads an operator or function with its arguments.
func (r *reader) op(name string, args any, pointer string, depth int) (operand, error) {
	at, lower := pointed(pointer), strings.ToLower(name)
	switch lower {
	case "accenti":
		return operand{}, fault(at, "cql2.accenti")
	case "+", "-", "*", "/", "^", "%", "div":
		return operand{}, fault(at, "cql2.arithmetic")
	case "a_equals", "a_contains", "a_containedby", "a_overlaps":
		return operand{}, fault(at, "cql2.array")
	case "in":
		return r.member(args, at, pointer, depth)
	}
	want, most := 2, 2
	switch lower {
	case "and", "or":
		most = maxNodes
	case "=", "<>", "<", "<=", ">", ">=", "like":
	case "between":
		want, most = 3, 3
	case "not", "isnull", "casei":
		want, most = 1, 1
	default:
		if !known(name) {
			return operand{}, fault(at, "cql2.no_function", "name", name)
		}
	}
	all, err := r.list(args, pointer+"/args", depth)
	if err != nil {
		return operand{}, err
	}
	if len(all) < want || len(all) > most {
		return operand{}, fault(at, "cql2.arguments", "name", name, "want", want, "have", len(all))
	}
	switch lower {
	case "and", "or", "not":
		return r.logical(lower, at, all)
	case "like":
		return r.like(all[0], all[1])
	case "between":
		return r.between(all[0], all[1], all[2])
	case "isnull":
		return r.isNull(all[0])
	case "casei":
		return r.fold(at, all[0])
	case "=", "<>", "<", "<=", ">", ">=":
		return r.compare(at, filter.Op(lower), all[0], all[1])
	}
	return r.function(at, name, all)
}

func (r *reader) logical(name string, at place, args []operand) (operand, error) {
	all := make([]filter.Expr, len(args))
	for i, o := range args {
		var err error
		if all[i], err = o.expression(); err != nil {
			return operand{}, err
		}
	}
	switch name {
	case "and":
		return r.made(at, filter.And(all), nil)
	case "or":
		return r.made(at, filter.Or(all), nil)
	}
	return r.made(at, filter.Not{Of: all[0]}, nil)
}

// member reads the arguments of in: a value, and an array of them.
func (r *reader) member(args any, at place, pointer string, depth int) (operand, error) {
	pair, ok := args.([]any)
	if !ok || len(pair) != 2 {
		return operand{}, fault(at, "cql2.arguments", "name", "in", "want", 2, "have", len(pair))
	}
	of, err := r.read(pair[0], pointer+"/args/0", depth+1)
	if err != nil {
		return operand{}, err
	}
	list, err := r.list(pair[1], pointer+"/args/1", depth+1)
	if err != nil {
		return operand{}, err
	}
	return r.in(of, list)
}
