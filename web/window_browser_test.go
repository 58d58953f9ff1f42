package web_test

import (
	"strings"
	"testing"

	"dure/web/webtest"
)

// On a part of a large board a member who is picked up sees what the places there cost, and after the drop the same part is there.
func TestPartOfALargeBoard(t *testing.T) {
	b := webtest.New(t)
	s, id, all := large(t, 320)
	for width, lang := range map[int64]string{360: "ko", 1440: "en"} {
		tab := s.signedInTab(b, width, lang)
		if lang == "ko" {
			tab.Scheme("dark")
		}
		board := s.url + s.at("/proposals/%d?part=2", id)
		tab.Go(board)
		tab.Check()
		tab.Screenshot("large-board-" + lang)
		webtest.Eval[any](tab, `document.querySelector("#board [data-team='62'] .member-name").click()`)
		tab.Wait(`#board .cost`)
		if n := webtest.Eval[int](tab, `document.querySelectorAll("#board .drop-here").length`); n != 23 {
			t.Errorf("%d teams say what a drop costs, want the 23 others of the part", n)
		}
		revision := webtest.Eval[string](tab, `document.getElementById("board").dataset.revision`)
		webtest.Eval[any](tab, `document.querySelector("#board [data-team='63'] .drop-here").click()`)
		tab.Until("the drop is kept", `document.getElementById("board").dataset.revision !== "`+revision+`"`)
		if n := webtest.Eval[int](tab, `document.querySelectorAll("#board [data-team]").length`); n != 24 || !strings.HasSuffix(tab.URL(), "?part=2") {
			t.Errorf("after a drop %s shows %d teams", tab.URL(), n)
		}
		tab.Fill(`.filter [name=q]`, all[7].Name)
		tab.Follow(`.filter button`)
		tab.Screenshot("large-found-" + lang)
		if n := webtest.Eval[int](tab, `document.querySelectorAll("#board [data-team]").length`); n != 1 {
			t.Errorf("a name is found in %d teams", n)
		}
		tab.Go(s.url + s.at("/proposals/%d/move?member=%d&part=2", id, all[7].ID))
		tab.Check()
		tab.Screenshot("large-move-" + lang)
	}
}
