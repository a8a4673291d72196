package intake

// A list of codes (GB/T 10114) is a table of code, name and, where the list has them,
// the first and last day of each. Published lists hold counties and villages between the
// towns; these rows are passed over.

// code gives the code of a row of a list.
func (m *mapper) code(r row) string {
	v, _, _ := find(r.Feature, identity, m.req.Fields)
	if code := townCode(text(v)); code != "" {
		return code
	}
	return townCode(r.ID)
}

// TownCode gives the code of a row of a list as it is kept; false if it is that of a county or a village.
func TownCode(id string) (code string, ok bool) {
	code = townCode(id)
	return code, ofTown(code)
}

// ofTown tells the codes of counties (six digits, or nine that end in 000) and of
// villages (twelve) from those that may be a town's.
func ofTown(code string) bool {
	return !digits(code) || len(code) == 9 && code[6:] != "000" || len(code) != 6 && len(code) != 9 && len(code) != 12
}
