package web

import (
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
//   - CATME, CSV file format help: info.catme.org/instructor/instructor-help/csv-file-format-help
//   - TEAMMATES, enrolling students: its columns Section, Team, Name, Email, Comments
//   - Zoom, pre-assigned breakout rooms: its columns Pre-assign Room Name, Email Address
//
// Only who is in a team of the first round is in them, and where a program knows people by what a member has not, who has it.

// A shape is one of them.
type shape struct {
	header []string
	row    func(l leaf, e line) []string // nil for who cannot be in it
}

// shapes are by the names that addresses have.
var shapes = map[string]shape{
	"canvas": {[]string{"user_id", "login_id", "group_name"}, func(l leaf, e line) []string {
		if e.member.Ref != "" { // one is enough, and two that disagree are refused
			return []string{e.member.Ref, "", l.names[e.team]}
		}
		return with(e.member.Email, "", e.member.Email, l.names[e.team])
	}},
	"moodle": {[]string{"groupname"}, nil},
	"catme": {[]string{"First", "Last", "Email", "ID", "Team"}, func(l leaf, e line) []string {
		first, last := firstLast(e.member.Name)
		id := e.member.Ref
		if id == "" {
			id = fmt.Sprint(e.member.ID)
		}
		return with(e.member.Email, first, last, e.member.Email, id, l.names[e.team])
	}},
	"teammates": {[]string{"Section", "Team", "Name", "Email", "Comments"}, func(l leaf, e line) []string {
		return with(e.member.Email, "None", l.names[e.team], e.member.Name, e.member.Email, "")
	}},
	"zoom": {[]string{"Pre-assign Room Name", "Email Address"}, func(l leaf, e line) []string {
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
	return downloadPlain(c, fmt.Sprintf("dure-teams-%d-%s.csv", l.saved.ID, name), rows)
}

// rosterShapes leads to the teams as other programs take them in, and says who is not in each file.
func (s *server) rosterShapes(c echo.Context, l leaf) error {
	p := s.page(c, "shapes_title", "Name", l.saved.Name)
	d := view.ShapesPage{Proposal: l.saved.ID, Name: l.saved.Name}
	for _, name := range []string{"canvas", "catme", "moodle", "teammates", "zoom"} {
		_, without := l.in(shapes[name])
		d.Shapes = append(d.Shapes, view.Shape{Name: name, Without: without})
	}
	return render(c, 200, view.Shapes(p, d))
}
