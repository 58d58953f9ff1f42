package sheet

import (
	"regexp"
	"slices"
	"strings"

	"dure/survey"
)

// Marks of work from 0 to 10 look like the points of a scale, but nobody chose among them: another time there is a 9.5, or a 12. They are numbers. A gradebook says
// which columns hold them, by the points that there are or by the number of the task behind its name; other lists, by what they call the work.

var (
	taskNumber = regexp.MustCompile(`\(\d{2,}\)$|\b((current|final|unposted \w+) (score|points?)|points?|score)$`)
	// Headings of work, which ask nothing.
	workHeads = regexp.MustCompile(`(?i)^(home ?work|hw|assignments?|quiz(zes)?|exams?|tests?|mid-?term|finals?( exam)?|labs?|projects?|essays?|problem sets?|psets?|ps|worksheets?|class ?work|discussions?|participation|attendance)` +
		`([ #_:-]{0,2}\d{1,3}[a-z]?( ?[:(–-].{0,40})?|: .{1,40}| (score|grade|points?|marks?|total|average))?$|^\S.{0,60} \((real|points|percentage|실제|백분율)\)$` +
		`|^(과제|숙제|퀴즈|쪽지 ?시험|시험|중간(고사)?|기말(고사)?|출석|실습|발표|보고서|레포트|프로젝트|최종|총)[ _-]?(평가|과제)?[ _-]?\d{0,2} ?(차|회|주차)?( ?(점수|성적))?$`)
)

// noteMarks notes the columns of which a line says how many points there are.
func (s *Sheet) noteMarks(points []string) {
	for j, cell := range points {
		if _, ok := survey.ParseNumber(cell); ok && !blank(cell) && !slices.Contains(s.Graded, s.Header[j]) {
			s.Graded = append(s.Graded, s.Header[j])
		}
	}
}

// noteTasks notes the columns of a gradebook that have a task's number, or what its marks add up to.
func (s *Sheet) noteTasks() {
	for _, h := range s.Header {
		if taskNumber.MatchString(strings.ToLower(h)) && !slices.Contains(s.Graded, h) {
			s.Graded = append(s.Graded, h)
		}
	}
}

// ofWork reports whether the column holds marks of work.
func (c column) ofWork() bool {
	return c.graded || workHeads.MatchString(c.header) && workHeads.MatchString(c.label)
}
