package wire

import (
	"testing"

	"xunhu/api/words"
)

// People read the name of an instrument, never its code.
func TestBasisOfADispute(t *testing.T) {
	for list, want := range map[string]string{
		"R47；CODE 16、20": "R47；《生态环境法典》第16、20条", "PETITIONS 24": "《信访工作条例（2022年）》第24条", "R23": "R23", "NOSUCH 1": "NOSUCH 1", "": "",
	} {
		if got := (Reader{Lang: words.ZH}).basis(list); got != want {
			t.Errorf("%q reads %q, want %q", list, got, want)
		}
	}
}
