package sheet

import (
	"regexp"
	"slices"
	"strings"

	"dure/survey"
)

// Programs write besides the answers in what order they showed the choices, how long somebody stayed on a page, with what score it came out and which browser it
// was. Under a heading that a club might write too, that is told only in a file of the program.

var (
	// Of Qualtrics: the order in which choices and blocks were shown, "Q3_DO", "Q3_DO_1", "FL_12_DO_Block1", clicks and times on a page, what is known of the browser.
	shownOrder = regexp.MustCompile(`_DO(_.+)?$|^.+_(First Click|Last Click|Page Submit|Click Count|Browser|Version|Operating System|Resolution)$`)
	uploaded   = regexp.MustCompile(`^(.+)_(Id|Name|Size|Type)$`) // of a file that was sent
	// What these programs note and a club may ask for, by what only they note.
	toolSays = []struct{ by, notes []string }{
		{[]string{"networkid", "submitdateutc"}, []string{"responsetype", "tags", "ending", "outcome"}}, // Typeform
		{[]string{"lastaccesstocourse", "최근강좌접속", "마지막강좌접속"}, []string{"roles", "role", "역할"}},          // Moodle
	}
	// What only numbers the lines of a list.
	lineNumbers = regexp.MustCompile(`(?i)^(번호|연번|순번|일련 ?번호|행 ?번호|no\.?|nr\.?|№|(serial|row|s\.?|sl\.?)[ -]?(number|no\.?)|lfd\.? ?nr\.?|番号|序号)$`)
)

// ofTool reports whether a program wrote column c, as other columns of the file tell.
func (g *guesser) ofTool(c column) bool {
	if m := uploaded.FindStringSubmatch(c.header); g.ofQualtrics() && (shownOrder.MatchString(c.header) || m != nil && g.sheet.Column(m[1]+"_Id") >= 0) {
		return true
	}
	return slices.ContainsFunc(toolSays, func(tool struct{ by, notes []string }) bool { return g.has(tool.by...) && c.called(tool.notes) })
}

// numbersLines reports whether the column numbers the lines of a list, as its header says: whole numbers, one more or less from each line to the next, or all different.
func (c column) numbersLines() bool {
	if !lineNumbers.MatchString(c.header) || c.filled.N < 2 {
		return false
	}
	steps, before := 0, 0
	for i := range c.at {
		n, ok := survey.ParseWhole(c.cell(i))
		if !ok && !survey.Missing(c.cell(i)) {
			return false
		}
		steps += count(i > 0 && (n == before+1 || n == before-1))
		before = n
	}
	return len(c.texts) == c.filled.N || 10*(steps+1) >= 8*len(c.at)
}

// undated reports whether the cells are the moment that LimeSurvey writes where it was told to keep none.
func (c column) undated() bool { return len(c.texts) == 1 && c.texts[0] == "1980-01-01 00:00:00" }

// holdsLinks reports whether nearly all cells hold an address of a page or of a file that somebody sent, which is no choice whatever stands between its parts.
func (c column) holdsLinks() bool {
	return c.filled.N > 0 && c.share(func(s string) bool { return strings.Contains(s, "://") }) >= 0.9
}
