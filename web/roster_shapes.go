package web

import (
	"cmp"
	"fmt"
	"strings"
	"unicode"

	"github.com/labstack/echo/v4"

	"dure/survey"
	"dure/survey/sheet"
	"dure/web/view"
)

// The teams in the shapes in which other programs take groups in, by the columns that each documents:
//
//   - Canvas, group categories: canvas.instructure.com/doc/api/file.group_category_csv.html
//   - Moodle, import groups: docs.moodle.org/en/Import_groups; it makes the groups, and takes nobody in
//   - Moodle, upload users: docs.moodle.org/en/Upload_users; it takes those who are known in a course into its groups
//   - CATME, CSV file format help: info.catme.org/instructor/instructor-help/csv-file-format-help
//   - TEAMMATES, enrolling students: its columns Section, Team, Name, Email, Comments; past 100 students each is in a section of at most 100
//   - Zoom, pre-assigned breakout rooms: its columns Pre-assign Room Name, Email Address
//
// Only who is in a team of the first round is in them, and where a program knows people by what a member has not, who has it.

// A shape is one of them.
type shape struct {
	header []string
	row    func(l leaf, e line) []string // nil for who cannot be in it
	course bool                          // whether it names the course, which Dure does not know
}

// shapes are by the names that addresses have.
var shapes = map[string]shape{
	"canvas": {header: []string{"user_id", "login_id", "group_name"}, row: func(l leaf, e line) []string {
		if e.member.Ref != "" { // one is enough, and two that disagree are refused
			return []string{e.member.Ref, "", l.names[e.team]}
		}
		return with(e.member.Email, "", e.member.Email, l.names[e.team])
	}},
	"moodle": {header: []string{"groupname"}},
	"moodle_users": {header: []string{"username", "email", "group1", "course1"}, course: true, row: func(l leaf, e line) []string {
		name := strings.ToLower(cmp.Or(e.member.Ref, e.member.Email)) // Moodle's are lower case; it finds people by their address
		return with(e.member.Email, name, e.member.Email, l.names[e.team])
	}},
	"catme": {header: []string{"First", "Last", "Email", "ID", "Team"}, row: func(l leaf, e line) []string {
		first, last := firstLast(e.member.Name)
		id := e.member.Ref
		if id == "" {
			id = fmt.Sprint(e.member.ID)
		}
		return with(e.member.Email, catmeName(first), catmeName(last), e.member.Email, id, l.names[e.team])
	}},
	"teammates": {header: []string{"Section", "Team", "Name", "Email", "Comments"}, row: func(l leaf, e line) []string {
		return with(e.member.Email, l.section(e.team), l.names[e.team], e.member.Name, e.member.Email, "")
	}},
	"zoom": {header: []string{"Pre-assign Room Name", "Email Address"}, row: func(l leaf, e line) []string {
		return with(e.member.Email, l.names[e.team], e.member.Email)
	}},
}

// with is the row where something is known, nil where it is not.
func with(known string, row ...string) []string {
	if known == "" {
		return nil
	}
	return row
}

// inSection is how many students TEAMMATES takes into a section, and into a course without sections.
const inSection = 100

// section is the one of TEAMMATES in which a team is.
func (l leaf) section(t int) string {
	teams, number, in := l.saved.Lineup.Teams, 1, 0
	if len(l.lines) <= inSection {
		return "None"
	}
	for i := range t + 1 {
		if in += len(teams[i].Members); in > inSection {
			number, in = number+1, len(teams[i].Members)
		}
	}
	return fmt.Sprint("Section ", number)
}

// firstLast parts a name as CATME wants it. A Korean name without a space begins with the family's.
func firstLast(name string) (first, last string) {
	if at := strings.LastIndexByte(name, ' '); at > 0 {
		return name[:at], name[at+1:]
	}
	runes := []rune(name)
	if len(runes) > 1 && len(runes) < 5 && unicode.Is(unicode.Hangul, runes[0]) {
		return string(runes[1:]), string(runes[:1])
	}
	return name, "-"
}

// catmeName is a name of the characters that CATME allows, and no longer than it takes.
func catmeName(name string) string {
	allowed := []rune(strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r) || strings.ContainsRune("- '.", r) {
			return r
		}
		return -1
	}, name))
	return cmp.Or(strings.TrimSpace(string(allowed[:min(20, len(allowed))])), "-")
}

// in is the teams in a shape, and how many members of teams cannot be in it.
func (l leaf) in(s shape) (out sheet.Cells, without int) {
	out.Header = s.header
	if s.row == nil {
		for t, name := range l.names {
			if len(l.saved.Lineup.Teams[t].Members) > 0 {
				out.Rows = append(out.Rows, []string{name})
			}
		}
		return out, 0
	}
	for _, e := range l.lines {
		if e.team < 0 {
			continue
		}
		if row := s.row(l, e); row != nil {
			out.Rows = append(out.Rows, row)
		} else {
			without++
		}
	}
	return out, without
}

// rosterShape is the teams as another program takes them in.
func (s *server) rosterShape(c echo.Context, l leaf) error {
	name, ok := strings.CutSuffix(c.Param("shape"), ".csv")
	shape, known := shapes[name]
	if !ok || !known {
		return survey.ErrNotFound
	}
	if err := s.took(c, survey.TookTeams); err != nil {
		return err
	}
	rows, _ := l.in(shape)
	if shape.course {
		for i := range rows.Rows {
			rows.Rows[i] = append(rows.Rows[i], survey.Clean(c.QueryParam("course")))
		}
	}
	return downloadPlain(c, fmt.Sprintf("dure-teams-%d-%s.csv", l.saved.ID, name), rows)
}

// rosterShapes leads to the teams as other programs take them in, and says who is not in each file.
func (s *server) rosterShapes(c echo.Context, l leaf) error {
	p := s.page(c, "shapes_title", "Name", l.saved.Name)
	d := view.ShapesPage{Proposal: l.saved.ID, Name: l.saved.Name}
	for _, name := range []string{"canvas", "catme", "moodle", "moodle_users", "teammates", "zoom"} {
		_, without := l.in(shapes[name])
		d.Shapes = append(d.Shapes, view.Shape{Name: name, Without: without, Course: shapes[name].course})
	}
	return render(c, 200, view.Shapes(p, d))
}
