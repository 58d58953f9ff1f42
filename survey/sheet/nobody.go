package sheet

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"dure/survey"
)

// Files hold lines that are nobody's: titles above the header, and what gradebooks and reports put below it, totals, the points there are, a student for
// tests. Taken for members they would stand in teams. What a line is, is told by what its cells say and by how unlike those of the others they are, never
// by its place alone; what is passed over is listed, so that nothing goes unseen.

// The reasons why a line is passed over.
const (
	TitleLine   = "title"
	PointsLine  = "points_possible"
	TestLine    = "test_student"
	TotalLine   = "total"
	DroppedLine = "dropped"
	OlderLine   = "older_answer"
	HeaderLine  = "header_again"
	OtherLine   = "other_table"
	HeadingLine = "heading"
	NoteLine    = "note"
)

// The most cells of a title, the most lines of titles and of totals, and the least share of the columns that a header names. They are choices: reports have
// a few lines of either, and a column without a name is rare.
const (
	titleCells  = 2
	titleLines  = 20
	totalLines  = 5
	headerShare = 0.6
)

// passOver notes lines that are nobody's.
func (s *Sheet) passOver(reason string, lines ...int) {
	for _, line := range lines {
		s.LeftOut = append(s.LeftOut, LeftOutRow{Row: line, Reason: reason})
	}
}

// PassedOver says which lines of the file are nobody's, and why.
func (s Sheet) PassedOver() (all []survey.Message) {
	for _, reason := range []string{TitleLine, HeaderLine, PointsLine, TestLine, DroppedLine, HeadingLine, TotalLine, NoteLine, OtherLine, OutsideLine, BotLine, DeviceLine, OlderLine} {
		var lines []string
		for _, l := range s.LeftOut {
			if l.Reason != reason {
				continue
			}
			line := strconv.Itoa(l.Row)
			if l.By > 0 {
				line += " → " + strconv.Itoa(l.By)
			}
			lines = append(lines, line)
		}
		if n := len(lines); n > 0 {
			all = append(all, survey.Say("passed_"+survey.Key(reason), "Count", n, "Rows", strings.Join(lines, ", ")))
		}
	}
	return all
}

// titles passes over the lines above the header: of one text, or of few cells where the table has many more, above a line that names nearly every column; or
// whatever stands above the first line that says which column names members, where it has fewer names of columns.
func (s *Sheet) titles(recs []record) []record {
	width := usualWidth(recs)
	if k := membersNamed(recs, width); k > 0 {
		for _, title := range recs[:k] {
			s.passOver(TitleLine, title.line)
		}
		return recs[k:]
	}
	for k, r := range recs[:min(titleLines, len(recs))] {
		cells := texts(r.cells)
		single := len(cells) == 1 || s.Format == "xlsx" && len(distinctTexts(cells)) == 1 // merged over the table
		short := len(r.cells) < width && 2*len(cells) <= width || 2*len(cells) < width
		if !single && (len(cells) > titleCells || !short) {
			if k > 0 && k < len(recs)-1 && namesColumns(cells, width) {
				for _, title := range recs[:k] {
					s.passOver(TitleLine, title.line)
				}
				return recs[k:]
			}
			return recs
		}
	}
	return recs
}

// membersNamed is the place of the header that says which column names members, if lines with fewer names of columns are all that stands above it; else 0.
func membersNamed(recs []record, width int) int {
	above := 0
	for k, r := range recs[:min(titleLines, max(0, len(recs)-1))] {
		cells := texts(r.cells)
		if importIDs(r) || qualtrics(r.cells) {
			return 0
		}
		if slices.ContainsFunc(cells, whoHeads.MatchString) && !blank(r.cells[0]) {
			if summed(recs[k:], width) {
				return k + 2
			}
			if above >= len(cells) && !repeats(cells) || !namesColumns(cells, width) {
				return 0
			}
			return k
		}
		above = max(above, len(distinctTexts(cells)))
	}
	return 0
}

// summed reports whether the first line heads but one other, which sums up the table below the next blank line, as a meeting's list of who came has it.
func summed(recs []record, width int) bool {
	if len(recs) < 4 || recs[2].line-recs[1].line < 2 {
		return false
	}
	cells := texts(recs[2].cells)
	return slices.ContainsFunc(cells, whoHeads.MatchString) && namesColumns(cells, width)
}

// usualWidth is how many cells most lines have, up to the last that is filled.
func usualWidth(recs []record) (width int) {
	count, most := map[int]int{}, 0
	for _, r := range recs {
		n := len(r.cells)
		for n > 0 && blank(r.cells[n-1]) {
			n--
		}
		if count[n]++; count[n] > most || count[n] == most && n > width {
			most, width = count[n], n
		}
	}
	return width
}

// namesColumns reports whether cells may be a header of so many columns: no number, no address, none twice unless all are, as those of lists side by side.
func namesColumns(cells []string, width int) bool {
	return float64(len(cells)) >= max(2, headerShare*float64(width)) && (len(distinctTexts(cells)) == len(cells) || repeats(cells)) &&
		!slices.ContainsFunc(cells, func(c string) bool { return isNumber(c) || isEmail(c) || isDate(c) })
}

// texts are the cells that are filled, trimmed.
func texts(cells []string) (out []string) {
	for _, c := range cells {
		if !blank(c) {
			out = append(out, strings.TrimSpace(c))
		}
	}
	return out
}

// nobodies passes over the rows below the header that are nobody's.
func (s *Sheet) nobodies() {
	tried, bot := s.tried(), s.bot()
	graded := s.Column("SIS User ID") >= 0 || s.Column("SIS Login ID") >= 0
	named := slices.IndexFunc(s.Header, func(h string) bool { return slices.Contains(fullNames, key(h)) || formerly(h) })
	kept := 0
	for i, row := range s.Rows {
		first, name, reason := survey.Fold(strings.TrimSpace(row[0])), "", ""
		if named >= 0 {
			name = survey.Fold(strings.TrimSpace(row[named]))
		}
		switch {
		case s.headerAgain(row):
			reason = HeaderLine
		case first == "points possible", graded && blank(row[0]) && i < 2, i < headerRows && totals(row, columnFacts):
			reason = PointsLine
		case graded && slices.Contains(testNames, first), slices.Contains(tryingNames, name), tried(row):
			reason = TestLine
		case slices.Contains(noPersons, name):
			reason = OutsideLine
		case bot(row):
			reason = BotLine
		case s.heads(row):
			reason = HeadingLine
		case totals(row, plainTotals):
			reason = TotalLine
		}
		if reason == PointsLine {
			s.noteMarks(row)
		}
		if reason != "" {
			s.passOver(reason, s.Lines[i])
			continue
		}
		s.Rows[kept], s.Lines[kept] = row, s.Lines[i]
		kept++
	}
	s.Rows, s.Lines = s.Rows[:kept], s.Lines[:kept]
	if graded {
		s.noteTasks()
	}
	slices.SortStableFunc(s.LeftOut, func(a, b LeftOutRow) int { return a.Row - b.Row })
}

// below passes over what stands below the table: totals, remarks, and another table.
func (s *Sheet) below(head []string, recs []record) []record {
	end := otherTable(head, recs)
	for _, r := range recs[end:] {
		s.passOver(OtherLine, r.line)
	}
	for least := max(1, end-totalLines); end > least; end-- {
		switch r := recs[end-1]; {
		case totals(r.cells, anyTotal):
			s.passOver(TotalLine, r.line)
		case len(head) > titleCells && notes(r.cells):
			s.passOver(NoteLine, r.line)
		default:
			return recs[:end]
		}
	}
	return recs[:end]
}

// otherTable is the first line of another table, with that of its title: it has names of columns, too, of which one is who members are, and the others are not
// those of the header.
func otherTable(head []string, recs []record) int {
	for j, h := range head {
		if !whoHeads.MatchString(title(h)) {
			continue
		}
		for i, r := range recs {
			if i == 0 || j >= len(r.cells) || title(r.cells[j]) != title(h) || !namesColumns(texts(r.cells), len(head)) || slices.Equal(texts(r.cells), texts(head)) {
				continue
			}
			if len(texts(recs[i-1].cells)) == 1 {
				return i - 1
			}
			return i
		}
	}
	return len(recs)
}

// tried tells the rows of who only tried the survey out, as Qualtrics notes it.
func (s *Sheet) tried() func(row []string) bool {
	status := s.Column("Status")
	if status < 0 || !qualtrics(s.Header) {
		return func([]string) bool { return false }
	}
	return func(row []string) bool { return slices.Contains(triedOut, survey.Fold(row[status])) }
}

// triedOut are a preview and a test, in words and as values.
var triedOut = []string{"survey preview", "survey test", "1", "2"}

// notes reports whether a line is a remark below the table: it has one text, which is plainly none of a member, or nothing but strokes.
func notes(line []string) bool {
	cells := texts(line)
	return !lettered(cells) || len(cells) == 1 && noteWords.MatchString(cells[0]) && !isDate(cells[0])
}

// lettered reports whether any of the cells has a letter or a digit.
func lettered(cells []string) bool {
	return slices.ContainsFunc(cells, func(c string) bool {
		return strings.ContainsFunc(c, unicode.IsLetter) || strings.ContainsFunc(c, unicode.IsDigit)
	})
}

// headerAgain reports whether a row names the columns once more, as files do that were put together of several.
func (s *Sheet) headerAgain(row []string) bool {
	for j, cell := range row {
		if title(cell) != s.Header[j] && !blank(cell) {
			return false
		}
	}
	return filled(row)
}

// heads reports whether a row is but a heading of those below it: one text, over all columns or alone, where no name stands or that is plainly none.
func (s *Sheet) heads(row []string) bool {
	cells := texts(row)
	if len(s.Header) <= titleCells || len(cells) == 0 || len(distinctTexts(cells)) > 1 || isNumber(cells[0]) || isDate(cells[0]) || isEmail(cells[0]) {
		return false
	}
	who := false
	for j, h := range s.Header {
		if whoHeads.MatchString(h) {
			if who = true; !blank(row[j]) {
				return len(cells) == len(row) || s.Format == "xlsx" && len(cells) > titleCells || headings.MatchString(cells[0])
			}
		}
	}
	return who && len(cells) == 1
}

// testNames are what gradebooks call the student with whom teachers try things.
var testNames = []string{"student, test", "test student", "테스트 학생", "학생, 테스트", "testschüler", "testschüler/in", "étudiant, test", "estudiante, prueba"}

// tryingNames are what people call themselves who try a form, and noPersons what stands where a name should for nobody, or for a program.
var (
	tryingNames = []string{"test", "test user", "test account", "demo user", "demo student", "테스트", "테스트 계정"}
	noPersons   = []string{"tbd", "tba", "n/a", "untitled", "미정", "공석", "slackbot", "otter.ai notetaker", "otter.ai", "fireflies.ai notetaker", "read.ai meeting notes"}
)

// columnFacts begin lines below the header that say something of each column: what it is worth, and when it was due.
var columnFacts = regexp.MustCompile(`(?i)^((max(imum)?|total) )?points( possible)?$|^out of$|^(due )?date$|^(만점|배점)$`)

// Words of totals: those that say nothing else, wherever they stand, and those that count only below a table, as they may be somebody's name.
var (
	plainTotals = regexp.MustCompile(`(?i)^(소계|합계|총계|총합|총 ?(인원|원|회원)( ?수)?|(출석|참석|참가|결석|전체|등록|신청) ?(인원|자|회원)? ?수?( ?(합계|계))?|sub-?total|grand total|(class|group|overall|course) (average|mean|total)|(total|number of) \S+)$`)
	anyTotal    = regexp.MustCompile(plainTotals.String() + `|(?i)^(totals?|sum|average|mean|median|count|std\.? dev|stdev|standard deviation|min|max|minimum|maximum|표준편차|최고|최저|평균|계|인원|gesamt|summe|durchschnitt|mittelwert|moyenne|somme|media|合計|平均|总计|合计|平均值)$`)
)

// totals reports whether a line adds up others: a cell says so by one of the words, and all else in it is figures, of which there are some.
func totals(row []string, words *regexp.Regexp) bool {
	said, figures := false, false
	for _, c := range texts(row) {
		switch {
		case !said && words.MatchString(strings.Trim(c, " :：.")):
			said = true
		case !strings.ContainsAny(c, "0123456789") || isEmail(c):
			return false
		default:
			figures = true
		}
	}
	return said && (figures || words == anyTotal)
}
