package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"dure/clustering/team"
	"dure/survey"
	"dure/survey/sheet"
	"dure/web/job"
	"dure/web/view"
)

// A ruleEdit is a form for a rule, with what of the season it lets choose from.
type ruleEdit struct {
	form  view.RuleForm
	offer team.Offer
}

// ruleEdit makes the form for a rule of the kind, with nothing typed.
func (s *server) ruleEdit(c echo.Context, f forming, kind team.Kind) ruleEdit {
	e := ruleEdit{form: view.RuleForm{Kind: kind, Fields: kind.Fields(), Strength: kind.Start(survey.Table{}).Power()}}
	names, t := f.names, s.translator(c)
	var members []string
	for _, m := range f.season.Members {
		members = append(members, m.ID.Code())
	}
	var seasons []survey.SeasonID
	for _, past := range f.past {
		seasons = append(seasons, past.ID)
	}
	e.offer = kind.Offered(f.season.Table, members, seasons)
	e.form.Seasons = f.past
	for _, column := range e.offer.Columns {
		e.form.Columns = append(e.form.Columns, names.Offered(t, column))
	}
	return e
}

// wholeEdit is the form with all that a card can say: also for which teams it is, of those that are formed of what is typed and those that it names.
func (s *server) wholeEdit(c echo.Context, f forming, kind team.Kind, says team.Rule) ruleEdit {
	e := s.ruleEdit(c, f, kind)
	if !kind.Narrows() {
		return e
	}
	in, _ := f.formed()
	e.offer.Scopes = team.Scopes(in)
	for _, of := range says.In {
		if !slices.Contains(e.offer.Scopes, string(of)) {
			e.offer.Scopes = append(e.offer.Scopes, string(of))
		}
	}
	return e
}

// blanksOf is the card's sentence to be filled in, by who may; nil for others.
func (s *server) blanksOf(c echo.Context, p view.Page, f forming, card team.Card) *view.RuleForm {
	if !p.MayEdit {
		return nil
	}
	if f.open != nil && f.open.ID == card.ID {
		return f.open
	}
	e := s.ruleEdit(c, f, card.Rule.Kind)
	e.of(card.Rule)
	e.form.ID, e.form.Revision, e.form.Parts = card.ID, card.Revision, f.names.Blanks(p, card.Rule)
	return &e.form
}

// partial reports whether a form names the fields that it has: the others stay as they are.
func partial(c echo.Context) bool { return c.FormValue("has") != "" }

// typed reads what was sent, and the files that came with it. What a form does not have is as the card says it.
func (e *ruleEdit) typed(c echo.Context, members []survey.Member, says team.Rule) error {
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	if says.Kind.Known() {
		e.of(says)
	}
	if partial(c) && e.form.Typed != nil {
		for _, name := range form["has"] {
			e.form.Typed[name] = form[name]
		}
		e.form.Revision = typedRevision(c)
		return nil
	}
	e.form.Typed = form
	e.form.Revision, e.form.Weight = typedRevision(c), strings.TrimSpace(form.Get("weight"))
	if form.Has("strength") {
		e.form.Strength = team.Strength(form.Get("strength"))
	}
	for _, f := range e.form.Fields {
		if err := e.readFile(c, f, members); err != nil {
			return err
		}
	}
	return nil
}

// of is the form as it would be typed for a rule.
func (e *ruleEdit) of(r team.Rule) {
	e.form.Typed, e.form.Strength = r.Typed(), r.Power()
	if r.Weight != 0 {
		e.form.Weight = strconv.FormatFloat(r.Weight, 'f', -1, 64)
	}
}

// rule makes a rule of what was typed. It returns an [*survey.InvalidError] for the first field that does not fit.
func (e *ruleEdit) rule() (team.Rule, error) {
	r, err := e.form.Kind.ReadForm(e.form.Typed, e.offer)
	if err != nil {
		return r, err
	}
	if r.Strength = e.form.Strength; !slices.Contains(team.Strengths, r.Strength) {
		return r, &survey.InvalidError{Field: "strength", Reason: "strength_missing"}
	}
	if e.form.Weight != "" {
		w, ok := survey.ParseNumber(e.form.Weight)
		if !ok || w <= 0 || w > maxWeight {
			return r, &survey.InvalidError{Field: "weight", Reason: "weight_range", Args: map[string]any{"Max": int(maxWeight)}}
		}
		r.Weight = w
	}
	return r, nil
}

// maxWeight is the largest weight that a form takes.
const maxWeight = 1e6

// readFile puts what a file says in the place of what the form carried for the field: the pairs, or the past teams, by the codes of members.
func (e *ruleEdit) readFile(c echo.Context, f team.Field, members []survey.Member) error {
	if f.Control != team.PairsControl && f.Control != team.TeamsControl {
		return nil
	}
	file, err := c.FormFile(f.Name + "_file")
	if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) || err == nil && file.Size == 0 {
		return nil
	}
	name, data, err := uploadedAs(c, f.Name+"_file")
	if err != nil {
		return at(f.Name, err)
	}
	read, err := sheet.Read(name, bytes.NewReader(data))
	if all := job.ProblemsOf(err); len(all) > 0 {
		return &survey.InvalidError{Field: f.Name, Reason: "file_problem", Args: map[string]any{"Problem": all[0].Placed()}}
	}
	if err != nil {
		return err
	}
	table, _ := read.Table(sheet.As{})
	known := survey.NewDirectory()
	for i, m := range members {
		known.Add(i, m.Ref, m.Email, m.Name)
	}
	find := func(cell string) (team.Text, bool) {
		i, ok := known.Find(cell)
		if !ok {
			return "", false
		}
		return team.Text(members[i].ID.Code()), true
	}
	var got any
	var notes []survey.Message
	if f.Control == team.PairsControl {
		got, err = team.ReadPairs(table, find)
	} else {
		got, notes, err = team.ReadPast(table, survey.TeamKey{}, find)
	}
	if err != nil {
		return inUpload(f.Name, name, read, err)
	}
	text, err := json.Marshal(got)
	if err != nil {
		return err
	}
	e.form.Typed[f.Name] = []string{string(text)}
	return doubted(f.Name, notes)
}

// doubted asks to look once more at teams of a file that may be several of one name. The form comes back with what was read, so that to save it
// again says that it is right.
func doubted(field string, notes []survey.Message) error {
	if i := slices.IndexFunc(notes, survey.DoubtsTeams); i >= 0 {
		return &survey.InvalidError{Field: field, Reason: "teams_doubted", Args: map[string]any{"Problem": notes[i]}}
	}
	return nil
}

// inUpload says of an error in a file at which field and in which file it is, and counts its rows as the file does.
func inUpload(field, name string, read sheet.Sheet, err error) error {
	bad, ok := errors.AsType[*survey.InvalidError](err)
	if !ok {
		return err
	}
	bad.Field, bad.Args["File"] = field, name
	if row, ok := bad.Args["Row"].(int); ok {
		bad.Args["Row"] = read.Line(row - 1)
	}
	return bad
}

// at says of an error of an upload at which field it is.
func at(field string, err error) error {
	if bad, ok := errors.AsType[*survey.InvalidError](err); ok {
		return &survey.InvalidError{Field: field, Reason: bad.Reason, Args: bad.Args}
	}
	return err
}

// A reader reads typed numbers and keeps the first error.
type reader struct{ err error }

func (r *reader) reject(field string, reason survey.Key) {
	if r.err == nil {
		r.err = &survey.InvalidError{Field: field, Reason: reason}
	}
}

// whole reads a whole number of 0 or more; "" is nil.
func (r *reader) whole(field, s string) *int {
	if s == "" {
		return nil
	}
	n, ok := survey.ParseWhole(s)
	if !ok || n < 0 || n > 100000 {
		r.reject(field, "whole_invalid")
		return nil
	}
	return &n
}
