package sheet

import (
	"regexp"
	"strings"
)

// A table of Markdown has strokes between its cells and, below its header, a line of dashes; in text it may be drawn with a line of dashes above and below as well.

var (
	pipeRule  = regexp.MustCompile(`^\s*[|+]?(\s*:?[-=]+:?\s*[|+])+(\s*:?[-=]+:?)?\s*$`)
	drawnRule = regexp.MustCompile(`^\s*\+[-=+:]{2,}\+\s*$`)
	emphasis  = regexp.MustCompile("^(\\*\\*|__|\\*|_|`)(.*?)(\\*\\*|__|\\*|_|`)$")
)

// piped reads the first such table of a text; what stands above and below it is passed over.
func piped(all []textLine) ([]record, []LeftOutRow) {
	head, body := -1, -1
	for k, l := range all {
		switch {
		case !pipeRule.MatchString(l.text) || len(pipeCells(l.text)) < 1:
		case k > 0 && strings.Contains(all[k-1].text, "|") && !pipeRule.MatchString(all[k-1].text) && len(pipeCells(all[k-1].text)) == len(pipeCells(l.text)):
			head, body = k-1, k+1
		case drawnRule.MatchString(l.text) && k+1 < len(all) && strings.Contains(all[k+1].text, "|"):
			head, body = k+1, k+2
		}
		if head >= 0 {
			break
		}
	}
	if head < 0 {
		return nil, nil
	}
	recs := []record{{all[head].n, pipeCells(all[head].text)}}
	end := body
	for ; end < len(all); end++ {
		l := all[end]
		if drawnRule.MatchString(l.text) || pipeRule.MatchString(l.text) && end == body {
			continue
		}
		if !strings.Contains(l.text, "|") {
			break
		}
		cells := pipeCells(l.text)
		recs = append(recs, record{l.n, widen(cells[:min(len(cells), len(recs[0].cells))], len(recs[0].cells))})
	}
	above := all[:head]
	if head > 0 && drawnRule.MatchString(all[head-1].text) {
		above = all[:head-1]
	}
	return recs, append(outside(above), outside(all[end:])...)
}

// pipeCells are the cells of a line, trimmed and without what makes letters bold. A stroke behind a backslash is one of the cell.
func pipeCells(line string) (cells []string) {
	line = strings.TrimSpace(line)
	if drawnRule.MatchString(line) {
		line = strings.ReplaceAll(line, "+", "|")
	}
	line = strings.ReplaceAll(line, `\|`, "\x00")
	line = strings.TrimSuffix(strings.TrimPrefix(line, "|"), "|")
	for cell := range strings.SplitSeq(line, "|") {
		cell = strings.TrimSpace(strings.ReplaceAll(cell, "\x00", "|"))
		if m := emphasis.FindStringSubmatch(cell); m != nil && m[1] == m[3] {
			cell = strings.TrimSpace(m[2])
		}
		cells = append(cells, cell)
	}
	return cells
}
