package view

import (
	"strings"

	"github.com/a-h/templ"

	"dure/web/static"
)

// Scripts make pages smoother; every page works without. static/copy.js makes better what is marked data-copy, and so
// each: the part of a page that has the mark loads its script, so that no page loads what it has no use for.
var (
	autosaveScript = script("kept.js", "autosave.js")
	boardScript    = script("board.js")
	builderScript  = script("menu.js", "builder.js")
	cardsScript    = script("cards.js")
	chooseScript   = script("choose.js")
	confirmScript  = script("confirm.js")
	copyScript     = script("copy.js")
	formingScript  = script("forming.js")
	gridScript     = script("grid.js")
	ifScript       = script("if.js")
	keptScript     = script("kept.js")
	liveScript     = script("live.js")
	matesScript    = script("mates.js")
	passkeyScript  = script("passkey.js")
	printScript    = script("print.js")
	progressScript = script("progress.js")
	rankScript     = script("rank.js")
	rowsScript     = script("sortable.min.js", "rows.js")
	sharesScript   = script("shares.js")
	findScript     = script("find.js")
	menuScript     = script("menu.js")
	sortScript     = script("sortable.min.js", "sort.js")
	tabsScript     = script("tabs.js")
	zoneScript     = script("zone.js")
)

// script loads files of static in this order, when the page is read, once however often it stands in a page. As modules
// they share no names.
func script(files ...string) templ.Component {
	var b strings.Builder
	for _, file := range files {
		b.WriteString(`<script type="module" src="` + static.Path(file) + `"></script>`)
	}
	return templ.NewOnceHandle(templ.WithComponent(templ.Raw(b.String()))).Once()
}
