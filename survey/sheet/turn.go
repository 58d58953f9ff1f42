package sheet

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"dure/survey"
)

// Some tables have no row for each member: an export with a line for each answer, a grid with a column for each member and a row for each time, a poll with a column
// for each time (slots.go), and a list of times with the names of who can come (signups.go). They hold all that a table of members holds, turned round. A file is turned only when somebody says so, since a table of members may look like one:
// what tells the first is that who answered stands in several lines, each with another question; what tells the second, that rows are times and columns marks.

// A Choice is what somebody says of a file whose rows may not be members.
type Choice struct {
	Turn        bool `json:",omitempty"` // it has a line for each answer, or is a grid of times
	OneAnswer   bool `json:",omitempty"` // of several answers in lines of one time, or of none, the last counts alone
	KeepDropped bool `json:",omitempty"` // rows whose status says that somebody dropped out are members too
	KeepDevices bool `json:",omitempty"` // rows that are called as devices, rooms and guests without a name are, see [Sheet.Devices], are members too
	List        int  `json:",omitempty"` // which of several tables side by side is read, see [Sheet.Listed]
}

// With returns the sheet as it is read by the choice.
func (s Sheet) With(c Choice) Sheet {
	s = s.listed(c.List)
	if c.Turn {
		s = s.turned(c.OneAnswer)
	}
	if !c.KeepDropped {
		s = s.withoutDropped()
	}
	if !c.KeepDevices {
		s = s.withoutDevices()
	}
	return s
}

// Turns says how the sheet can be turned: "turn_answers", "turn_times", "turn_slots" or "turn_names", or "" where its rows may be members and its columns what they answered.
func (s Sheet) Turns() survey.Key {
	if _, ok := s.answerLines(); ok {
		return "turn_answers"
	}
	if _, ok := s.timeLines(); ok {
		return "turn_times"
	}
	if _, _, _, ok := s.slotColumns(); ok {
		return "turn_slots"
	}
	if _, _, ok := s.signUps(); ok {
		return "turn_names"
	}
	return ""
}

func (s Sheet) turned(oneAnswer bool) Sheet {
	if of, ok := s.answerLines(); ok {
		return s.fromAnswers(of, oneAnswer)
	}
	if of, ok := s.timeLines(); ok {
		return s.fromTimes(of)
	}
	if grid, of, others, ok := s.slotColumns(); ok {
		return s.fromSlots(grid, of, others)
	}
	if all, others, ok := s.signUps(); ok {
		return s.fromSignUps(all, others)
	}
	return s
}

var (
	askedWords = regexp.MustCompile(`(?i)^(question|item|field|prompt|key|attribute)( ?(text|title|name|label))?$|^(질문|문항|항목)( ?(내용|제목))?$|^(frage|pregunta|質問|設問|問題|题目)$`)
	toldWords  = regexp.MustCompile(`(?i)^(answer|response|value|reply)( ?(text|value))?$|^(답변|응답|대답|답|값)( ?(내용|값))?$|^(antwort|respuesta|réponse|回答|答案)$`)
)

// answerLines are the columns of a table with a line for each answer.
type answerLines struct{ who, question, answer int }

func (s Sheet) answerLines() (of answerLines, ok bool) {
	find := func(re *regexp.Regexp) int { return slices.IndexFunc(s.Header, re.MatchString) }
	of.question, of.answer = find(askedWords), find(toldWords)
	if of.question < 0 || of.answer < 0 || len(s.Rows) < 4 {
		return of, false
	}
	least := len(s.Rows)
	for j := range s.Header {
		if j == of.question || j == of.answer {
			continue
		}
		who, said := map[string]bool{}, map[[3]string]bool{}
		for _, row := range s.Rows {
			who[row[j]] = true
			said[[3]string{row[j], row[of.question], row[of.answer]}] = true
		}
		if n := len(who); n > 1 && n <= len(s.Rows)/2 && 3*len(said) >= 2*len(s.Rows) && n < least {
			of.who, least, ok = j, n, true
		}
	}
	return of, ok
}

// fromAnswers makes a row of the lines of each member: what is the same in all of them, the time of the newest, and a column for each question. Of two
// answers to one question the newer counts; those of one time, or of none, stand side by side as what was chosen of several, unless the last is to count alone. Both are told.
func (s Sheet) fromAnswers(of answerLines, last bool) Sheet {
	lines := map[string][]int{}
	var who, questions survey.Register
	for i, row := range s.Rows {
		who.Number(row[of.who])
		questions.Number(row[of.question])
		lines[row[of.who]] = append(lines[row[of.who]], i)
	}
	keeps := []int{of.who}
	when := -1
	for j := range s.Header {
		same := !slices.ContainsFunc(who.Names, func(w string) bool {
			return slices.ContainsFunc(lines[w], func(i int) bool { return s.Rows[i][j] != s.Rows[lines[w][0]][j] })
		})
		switch c := newColumn(s, j); {
		case j == of.who || j == of.question || j == of.answer:
		case same:
			keeps = append(keeps, j)
		case when < 0 && c.holdsTimes():
			when = j
		}
	}
	at := s.times(when)
	out := s
	assumed := slices.Clip(s.Assumed)
	out.Header, out.Labels, out.Rows, out.Lines = pick(s.Header, keeps), pick(s.Labels, keeps), nil, nil
	if when >= 0 {
		out.Header, out.Labels = append(out.Header, s.Header[when]), append(out.Labels, s.Labels[when])
	}
	for _, w := range who.Names {
		mine := lines[w]
		slices.SortStableFunc(mine, func(a, b int) int { return at[a].Compare(at[b]) })
		row := pick(s.Rows[mine[0]], keeps)
		if when >= 0 {
			row = append(row, s.Rows[mine[len(mine)-1]][when])
		}
		given := make([]string, len(questions.Names))
		for k, i := range mine {
			q, answer := questions.Number(s.Rows[i][of.question]), s.Rows[i][of.answer]
			beside := slices.ContainsFunc(mine[:k], func(o int) bool { return at[o].Equal(at[i]) && s.Rows[o][of.question] == s.Rows[i][of.question] })
			if was := given[q]; !blank(was) && !blank(answer) && !slices.Contains(strings.Split(was, ";"), answer) {
				told := Assumed{Row: s.Line(i), Column: s.Rows[i][of.question], Text: was + " | " + answer, TakenAs: []string{answer}, Reason: survey.AsNewerAnswer}
				switch {
				case beside && last:
					told.Reason = survey.AsLastAnswer
				case beside:
					told.Reason, told.TakenAs = survey.AsSeveralAnswers, []string{was, answer}
				}
				assumed = append(assumed, told)
			}
			switch {
			case !beside || blank(given[q]) || last && !blank(answer):
				given[q] = answer
			case !blank(answer) && !slices.Contains(strings.Split(given[q], ";"), answer):
				given[q] += ";" + answer
			}
		}
		out.Rows = append(out.Rows, append(row, given...))
		out.Lines = append(out.Lines, s.Line(slices.Min(mine)))
	}
	out.Assumed = assumed
	out = out.renamed(append(out.Header, questions.Names...))
	out.Who = out.Header[0]
	return out
}

// times are those of column j, the zero time where it says none.
func (s Sheet) times(j int) []time.Time {
	out := make([]time.Time, len(s.Rows))
	if j < 0 {
		return out
	}
	read := newColumn(s, j).clock(nil)
	for i, row := range s.Rows {
		out[i], _ = read(row[j])
	}
	return out
}

// renamed names the columns anew: none twice, and none empty.
func (s Sheet) renamed(head []string) Sheet {
	s.Header, s.Labels = nil, nil
	s.name(head)
	return s.afresh()
}

// timeLines are the members, by column, of a grid of times, and the weekday and the minute with which each row begins.
type timeLines struct {
	members    []int
	day, start []int
	step       int   // minutes
	long       []int // of each row, where it says that
}

var (
	freeMarks = []string{"1", "x", "o", "○", "◯", "✓", "✔", "yes", "y", "true", "free", "available", "ok", "가능", "예", "네"}
	needMarks = []string{"(ok)", "(yes)", "(x)", "(o)", "if need be", "ifneedbe", "if needed", "if necessary", "maybe", "△", "▲", "wenn nötig", "vielleicht", "필요시", "필요하면", "아마도"} // free, but others would be better
	busyMarks = []string{"", "0", "-", "no", "n", "false", "busy", "unavailable", "×", "✗", "불가", "불가능", "아니요", "아니오"}
)

func (s Sheet) timeLines() (of timeLines, ok bool) {
	for j := range s.Header {
		if j > 0 && !slices.ContainsFunc(s.Rows, func(r []string) bool {
			return !marksFree(r[j]) && !slices.Contains(busyMarks, survey.Fold(strings.TrimSpace(r[j])))
		}) {
			of.members = append(of.members, j)
		}
	}
	says := len(s.Header) - len(of.members) // columns that say when
	if len(of.members) < 2 || says < 1 || says > 2 || of.members[0] != says || len(s.Rows) < 2 {
		return of, false
	}
	for _, row := range s.Rows {
		day, start, ok := readMoment(row[:says])
		if !ok {
			return of, false
		}
		of.day, of.start = append(of.day, day), append(of.start, start)
	}
	of.step = of.least()
	return of, of.step <= 60
}

// least are the least minutes from one row of a day to the next.
func (of timeLines) least() int {
	step := 24 * 60
	for i := range of.day[min(1, len(of.day)):] {
		if d := of.start[i+1] - of.start[i]; of.day[i] == of.day[i+1] && d > 0 {
			step = min(step, d)
		}
	}
	return step
}

func marksFree(cell string) bool {
	mark := survey.Fold(strings.TrimSpace(cell))
	return slices.Contains(freeMarks, mark) || slices.Contains(needMarks, mark)
}

// readMoment reads the weekday, or the date, and the time with which a row of a grid begins, which stand in one cell or two.
func readMoment(cells []string) (day, start int, ok bool) {
	if when, ok := survey.ParseTime(strings.Join(cells, " "), false); ok {
		return (int(when.Weekday()) + 6) % 7, 60*when.Hour() + when.Minute(), true
	}
	words := strings.Join(cells, " ")
	for k := range words {
		if words[k] != ' ' {
			continue
		}
		day, named := survey.ParseDay(strings.TrimSpace(words[:k]))
		if span, timed := survey.ParseSpan(strings.TrimSpace(words[k:])); named && timed {
			return day, span.From, true
		}
	}
	return 0, 0, false
}

// fromTimes makes a row of each member's column, with the hours that are free on each day. Half an hour is free if all of it is.
func (s Sheet) fromTimes(of timeLines) Sheet {
	var days []int
	for _, d := range of.day {
		if !slices.Contains(days, d) {
			days = append(days, d)
		}
	}
	slices.Sort(days)
	out := s.tellNeeds(of)
	out.Rows, out.Lines = nil, nil
	head := []string{"Name"}
	for _, d := range days {
		head = append(head, "Free hours ["+time.Weekday((d+1)%7).String()+"]")
	}
	for _, j := range of.members {
		row := []string{s.Header[j]}
		for _, d := range days {
			row = append(row, of.halves(d, func(i int) bool { return marksFree(s.Rows[i][j]) }))
		}
		said := slices.ContainsFunc(s.Rows, func(r []string) bool { return !blank(r[j]) })
		if said && len(texts(row[1:])) == 0 { // who says no to every time has answered
			row = append(row[:1], slices.Repeat([]string{"none"}, len(days))...)
		}
		out.Rows, out.Lines = append(out.Rows, row), append(out.Lines, len(out.Lines)+2) // as if the table were written out: who somebody is, is said of a line
	}
	return out.renamed(head)
}

// tellNeeds notes a mark that says that somebody is free if need be, which counts as free.
func (s Sheet) tellNeeds(of timeLines) Sheet {
	for _, row := range s.Rows {
		for _, j := range of.members {
			if mark := strings.TrimSpace(row[j]); slices.Contains(needMarks, survey.Fold(mark)) {
				s.Notes = append(slices.Clip(s.Notes), survey.Say("need_free", "Text", mark))
				s.Assumed = append(slices.Clip(s.Assumed), Assumed{max(s.HeaderLine, 1), s.Header[j], mark, []string{"free"}, survey.AsNeeded})
				return s
			}
		}
	}
	return s
}

// halves are the half hours of a day of which every row is free.
func (of timeLines) halves(day int, free func(row int) bool) string {
	whole := map[int]bool{}
	for i, d := range of.day {
		if d != day {
			continue
		}
		step := of.step
		if of.long != nil {
			step = of.long[i]
		}
		for at := of.start[i]; at < of.start[i]+step; at += min(step, 30) {
			half := at / 30
			was, seen := whole[half]
			whole[half] = free(i) && (was || !seen)
		}
	}
	return halfHours(whole)
}

// halfHours lists half hours of a day as cells of free hours do.
func halfHours(free map[int]bool) string {
	var all []string
	for half := range 48 {
		if free[half] {
			all = append(all, fmt.Sprintf("%d:%02d-%d:%02d", half/2, half%2*30, (half+1)/2, (half+1)%2*30))
		}
	}
	return strings.Join(all, ";")
}

// gone begins what a status says of somebody who takes no part any more, and what nothing else would say.
var gone = regexp.MustCompile(`(?i)^(dropped|withdr[ae]w|cancel+ed|suspended|unenrol+ed|deregistered|de-?activated|wait-?listed)|^(late withdrawal|no longer|removed|deleted|resigned|expelled|lapsed|on (a )?(medical |parental )?leave|wait(ing)? list|absent|apolog(y|ies)|regrets)|^((일반|군) ?)?(휴학|자퇴|제적|탈퇴|중도 ?(포기|탈락)|활동 ?중단|(수강|등록|참가|신청) ?(취소|철회|포기)|(일시 ?|활동 ?)?정지|비활성|퇴부|퇴출|불참|결석|미참(가|여)|대기( ?(자|명단|\d+번?))?$|예비 ?\d+번?$)`)

// goneRemark is what a remark beside a member says of the same, and nothing besides.
var goneRemark = regexp.MustCompile(`(?i)^(탈퇴|휴학|자퇴|제적|중도 ?(포기|탈락)|퇴부)( ?(중|함|생|회원|\(.*\)))?$|^(dropped( out)?|withdrawn|withdrew|left the (club|course|class|team|society|group))( \(.*\))?[.]?$`)

// droppedWords are what a status says of who takes no part any more.
var droppedWords = []string{"inactive", "dropped", "dropped out", "drop", "withdrawn", "withdrew", "suspended", "cancelled", "canceled", "left", "on leave", "leave of absence",
	"휴학", "휴학중", "휴학 중", "취소", "수강 취소", "철회", "탈퇴", "중도 포기", "제적", "자퇴"}

// teaches is what a course's list says of who is not one of its students, and learns of who is.
var (
	teaches = regexp.MustCompile(`(?i)^((non-editing |editing )?teacher|(course )?(instructor|lecturer|convener|designer)|teaching assistant|ta|tutor|교수자?|담당 ?교수|강사|선생님|조교)$`)
	learns  = regexp.MustCompile(`(?i)^(student|learner|pupil|학생|수강생|학습자)$`)
)

// Dropped are the rows of whom a status or a remark says that somebody takes no part any more, or a role that they teach, by their numbers in the file,
// and the columns that say it.
func (s Sheet) Dropped() (columns []string, lines []int) {
	for j := range s.Header {
		says := s.saysGone(j)
		if says == nil {
			continue
		}
		before := len(lines)
		for i, row := range s.Rows {
			if says(strings.TrimSpace(row[j])) {
				lines = append(lines, s.Line(i))
			}
		}
		if len(lines) > before {
			columns = append(columns, s.Header[j])
		}
	}
	slices.Sort(lines)
	return columns, slices.Compact(lines)
}

// saysGone tells the cells of column j that say of somebody that they take no part, nil where the column is of something else.
func (s Sheet) saysGone(j int) func(cell string) bool {
	switch c, kind := newColumn(s, j), s.Kinds[s.Header[j]]; {
	case c.says(remarkHeads) && (kind == "" || kind == survey.AsideStatus):
		return goneRemark.MatchString
	case kind == survey.AsideStatus || kind == "" && c.holdsStatus():
		return func(cell string) bool { return survey.FindSpelling(droppedWords, cell) >= 0 || gone.MatchString(cell) }
	case kind == "" && c.says(roleHeads) && slices.ContainsFunc(c.texts, learns.MatchString):
		return teaches.MatchString
	}
	return nil
}

func (s Sheet) withoutDropped() Sheet {
	columns, lines := s.Dropped()
	if len(lines) == 0 || len(lines) == len(s.Rows) {
		return s
	}
	s.statuses = slices.DeleteFunc(columns, func(name string) bool { return newColumn(s, s.Column(name)).says(remarkHeads) })
	s = s.without(func(line int) bool { return slices.Contains(lines, line) })
	s.LeftOut = slices.Clip(s.LeftOut)
	s.passOver(DroppedLine, lines...)
	return s
}
