package osmpbf

import "fmt"

// content says what one block of data holds.
type content struct {
	nodes, ways, relations int
}

// seen counts the fields of one message; each may come once.
type seen map[int]int

// once checks the wire type of a field that may come at most once.
func (s seen) once(f field, wire int) error {
	s[f.number]++
	if f.wire != wire || s[f.number] > 1 {
		return fmt.Errorf("%w: field %d", errMalformed, f.number)
	}
	return nil
}

// check walks one primitive block (osmformat.proto) and makes sure that every
// index lies in the string table and that parallel lists are equally long: the
// decoder takes both for granted.
func check(b []byte) (content, error) {
	var c content
	var groups [][]byte
	strings, once := 0, seen{}
	err := fields(b, func(f field) error {
		switch f.number {
		case 1:
			if err := once.once(f, wireBytes); err != nil {
				return err
			}
			return fields(f.bytes, func(s field) error {
				if s.number == 1 {
					if s.wire != wireBytes {
						return errMalformed
					}
					strings++
				}
				return nil
			})
		case 2:
			if f.wire != wireBytes {
				return errMalformed
			}
			groups = append(groups, f.bytes)
		case 17, 18, 19, 20:
			return once.once(f, wireVarint)
		}
		return nil
	})
	if err != nil {
		return c, err
	}
	k := checker{strings: uint64(strings), content: &c}
	for _, g := range groups {
		if err := fields(g, k.group); err != nil {
			return c, err
		}
	}
	return c, nil
}

// checker checks the groups of a block against its string table.
type checker struct {
	strings uint64 // how many
	content *content
}

// errPlainNodes reports nodes in the old, not dense form, which the decoder
// cannot read.
var errPlainNodes = fmt.Errorf("%w: nodes that are not dense", errMalformed)

func (k checker) group(f field) error {
	if f.number >= 1 && f.number <= 4 && f.wire != wireBytes {
		return errMalformed
	}
	switch f.number {
	case 1:
		return errPlainNodes
	case 2:
		return k.dense(f.bytes)
	case 3:
		k.content.ways++
		return k.way(f.bytes)
	case 4:
		k.content.relations++
		return k.relation(f.bytes)
	}
	return nil
}

// index checks one index into the string table.
func (k checker) index(v uint64) error {
	if v >= k.strings {
		return fmt.Errorf("%w: string %d of %d", errMalformed, v, k.strings)
	}
	return nil
}

// dense checks a run of nodes.
func (k checker) dense(b []byte) error {
	counts, once := map[int]int{}, seen{}
	var keyvals []byte
	err := fields(b, func(f field) (err error) {
		switch f.number {
		case 1, 8, 9:
			if err := once.once(f, wireBytes); err != nil {
				return err
			}
			counts[f.number], err = packed(f.bytes, nil)
		case 10:
			err, keyvals = once.once(f, wireBytes), f.bytes
		case 5:
			if err := once.once(f, wireBytes); err != nil {
				return err
			}
			err = k.denseInfo(f.bytes, counts)
		}
		return err
	})
	if err != nil {
		return err
	}
	n := counts[1]
	for list, count := range counts {
		if count != n {
			return fmt.Errorf("%w: list %d has %d entries, not %d", errMalformed, list, count, n)
		}
	}
	k.content.nodes += n
	if once[10] == 0 {
		return nil
	}
	ends, odd := 0, false // a zero ends the tags of one node; keys and values take turns
	_, err = packed(keyvals, func(v uint64) error {
		if v == 0 && !odd {
			ends++
			return nil
		}
		odd = !odd
		return k.index(v)
	})
	if err == nil && (ends != n || odd) {
		err = fmt.Errorf("%w: tags of %d nodes, not %d", errMalformed, ends, n)
	}
	return err
}

// denseInfo checks who changed the nodes of a run; its lists go into counts
// under numbers beyond those of the run itself.
func (k checker) denseInfo(b []byte, counts map[int]int) error {
	once := seen{}
	return fields(b, func(f field) (err error) {
		if f.number > 6 {
			return nil
		}
		if err := once.once(f, wireBytes); err != nil {
			return err
		}
		user := int64(0)
		counts[100+f.number], err = packed(f.bytes, func(v uint64) error {
			if f.number != 5 {
				return nil
			}
			user += zigzag(v)
			return k.index(uint64(user))
		})
		return err
	})
}

// way checks one way.
func (k checker) way(b []byte) error {
	counts, once := map[int]int{}, seen{}
	err := fields(b, func(f field) (err error) {
		switch f.number {
		case 1:
			return once.once(f, wireVarint)
		case 2, 3:
			if err := once.once(f, wireBytes); err != nil {
				return err
			}
			counts[f.number], err = packed(f.bytes, k.index)
		case 4:
			if err := once.once(f, wireBytes); err != nil {
				return err
			}
			err = k.info(f.bytes)
		case 8, 9, 10:
			if err := once.once(f, wireBytes); err != nil {
				return err
			}
			counts[f.number], err = packed(f.bytes, nil)
		}
		return err
	})
	if err != nil {
		return err
	}
	if counts[2] != counts[3] {
		return fmt.Errorf("%w: %d keys, %d values", errMalformed, counts[2], counts[3])
	}
	for _, place := range []int{9, 10} {
		if once[place] > 0 && counts[place] != counts[8] {
			return fmt.Errorf("%w: %d places for %d nodes of a way", errMalformed, counts[place], counts[8])
		}
	}
	return nil
}

// relation checks one relation.
func (k checker) relation(b []byte) error {
	counts, once := map[int]int{}, seen{}
	err := fields(b, func(f field) (err error) {
		switch f.number {
		case 1:
			return once.once(f, wireVarint)
		case 4:
			if err := once.once(f, wireBytes); err != nil {
				return err
			}
			err = k.info(f.bytes)
		case 2, 3, 8, 9, 10:
			if err := once.once(f, wireBytes); err != nil {
				return err
			}
			visit := k.index
			if f.number > 8 {
				visit = nil
			}
			counts[f.number], err = packed(f.bytes, visit)
		}
		return err
	})
	if err != nil {
		return err
	}
	if counts[2] != counts[3] || counts[8] != counts[9] || counts[8] != counts[10] {
		return fmt.Errorf("%w: lists of a relation differ in length", errMalformed)
	}
	return nil
}

// info checks who changed a way or a relation.
func (k checker) info(b []byte) error {
	return fields(b, func(f field) error {
		if f.number > 6 {
			return nil
		}
		if f.wire != wireVarint {
			return errMalformed
		}
		if f.number == 5 {
			return k.index(f.value)
		}
		return nil
	})
}
