package web_test

import (
	"io/fs"
	"regexp"
	"strings"
	"testing"

	"xunhu/web"
)

// A built page loads its script and style from itself, and from nowhere else.
func TestPageStandsAlone(t *testing.T) {
	if !web.Built() {
		t.Skip("web/dist holds no page: run `npm run build` in web first")
	}
	page, err := fs.ReadFile(web.Files(), "index.html")
	if err != nil {
		t.Fatal(err)
	}
	links := regexp.MustCompile(`(?:src|href)="([^"]+)"`).FindAllStringSubmatch(string(page), -1)
	if len(links) == 0 {
		t.Fatal("index.html loads nothing")
	}
	for _, l := range links {
		name, own := strings.CutPrefix(l[1], "./")
		if !own {
			t.Errorf("index.html loads %s: only its own files, by relative name", l[1])
			continue
		}
		if _, err := fs.Stat(web.Files(), name); err != nil {
			t.Errorf("index.html loads %s: %v", l[1], err)
		}
	}
}

// Without a build the tree is there all the same, so that the binary compiles.
func TestFilesHoldThePlaceholder(t *testing.T) {
	if _, err := fs.Stat(web.Files(), ".gitkeep"); err != nil {
		t.Error(err)
	}
}
