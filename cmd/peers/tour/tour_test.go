package main

import (
	"strings"
	"testing"

	"xunhu/routing/tour/vrplib"
)

// A vehicle that loads again after it has delivered makes another tour.
func TestReadRoutes(t *testing.T) {
	r, err := readRoutes("1|1|-1\n1|2|4\n1|3|4\n1|4|3\n1|5|2\n1|6|2\n1|7|3\n1|8|-1\n2|1|-1\n2|2|5\n2|3|5\n2|4|-1\n-1|0|0\n")
	if err != nil {
		t.Fatal(err)
	}
	if got := r.String(); got != "Route #1: 3\nRoute #2: 1 2\nRoute #3: 4\n" {
		t.Errorf("got\n%s", got)
	}
	for _, text := range []string{"", "1|2|x\n", "1|1|-1\n"} {
		if _, err := readRoutes(text); err == nil {
			t.Errorf("%q is an answer", text)
		}
	}
}

// The first customers with what lies between them.
func TestShorten(t *testing.T) {
	in, err := vrplib.Parse("", []byte("T\nVEHICLE\nNUMBER CAPACITY\n3 9\nCUSTOMER\nCUST NO. XCOORD. YCOORD. DEMAND READY DUE SERVICE\n"+
		"0 0 0 0 0 99 0\n1 3 0 1 0 99 0\n2 0 4 1 0 99 0\n3 9 9 1 0 99 0\n"))
	if err != nil {
		t.Fatal(err)
	}
	short, err := shorten(in, 2)
	if err != nil {
		t.Fatal(err)
	}
	if p := short.Problem; len(p.Tasks) != 2 || len(p.Shifts) != 2 || p.Time(0, 1, 2) != 50 || p.Validate() != nil {
		t.Errorf("%+v", p)
	}
	if sql := loadSQL(short, 1e9); strings.Count(sql, "\n") < 3+9 || !strings.Contains(sql, "statement_timeout = 1000") {
		t.Error(sql)
	}
}
