package web

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"dure/clustering/team"
	"dure/survey"
	"dure/web/view"
)

func typedRule(c echo.Context, kind team.Kind) view.RuleForm {
	form, _ := c.FormParams()
	get := func(name string) string { return strings.TrimSpace(form.Get(name)) }
	return view.RuleForm{
		Kind: kind, Revision: typedRevision(c), Strength: team.Strength(get("strength")), Weight: get("weight"), Columns: form["columns"], What: get("what"), Op: get("op"),
		Value: get("value"), AtLeast: get("at_least"), AtMost: get("at_most"), TeamSize: get("team_size"), Min: get("hours_min"), Want: get("hours_want"),
		Block: get("hours_block"), K: get("k"), Linkage: get("linkage"), Share: get("share"), Members: form["members"],
	}
}

// formOf is the form as it would be typed for a card.
func formOf(card team.Card) view.RuleForm {
	r := card.Rule
	f := view.RuleForm{
		ID: card.ID, Revision: card.Revision, Kind: r.Kind, Strength: r.Power(), Weight: number(r.Weight), Op: r.Op, AtLeast: whole(r.AtLeast), AtMost: whole(r.AtMost),
		Min: number(r.Min), Want: number(r.Want), Block: number(r.Block), K: string(r.K), Linkage: r.Linkage, Share: number(math.Round(1000*r.Share) / 10),
	}
	if r.TeamSize > 0 {
		f.TeamSize = strconv.Itoa(r.TeamSize)
	}
	if r.Exactly != nil {
		f.AtLeast, f.AtMost = whole(r.Exactly), whole(r.Exactly)
	}
	columns := r.Columns
	if r.Column != "" {
		columns = []string{r.Column}
	}
	for _, c := range columns {
		base, _, _ := strings.Cut(c, " ")
		if !slices.Contains(f.Columns, base) {
			f.Columns = append(f.Columns, base)
		}
	}
	for _, m := range r.Members {
		f.Members = append(f.Members, string(m))
	}
	if f.Picks() && len(f.Columns) > 0 {
		f.What = f.Columns[0] + "=" + string(r.Value)
		if !strings.HasPrefix(string(r.Value), "o") {
			f.What, f.Value = f.Columns[0]+"#", string(r.Value)
		}
	}
	return f
}

func number(x float64) string {
	if x == 0 {
		return ""
	}
	return strconv.FormatFloat(x, 'f', -1, 64)
}

func whole(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n)
}

// readRule makes a rule of what was typed. It returns an [*survey.InvalidError] for the first field that does not fit.
func readRule(f view.RuleForm, sv survey.Survey) (team.Rule, error) {
	r := team.Rule{Kind: f.Kind, Strength: f.Strength}
	if !slices.Contains(view.Strengths, r.Strength) {
		return r, &survey.InvalidError{Field: "strength", Reason: "strength_missing"}
	}
	read := reader{}
	r.Weight = read.positive("weight", f.Weight)
	offer(&f, sv, nil)
	switch {
	case f.Names():
		if len(f.Members) < 2 {
			return r, &survey.InvalidError{Field: "members", Reason: "rule_two_members"}
		}
		for _, m := range f.Members {
			r.Members = append(r.Members, team.Text(m))
		}
	case f.Picks():
		read.what(f, &r)
	case f.Kind == team.Fit:
		r.Model = "club"
		if r.Share = read.positive("share", f.Share) / 100; r.Share > maxFitShare+1e-9 {
			read.reject("share", "share_range")
		}
	default:
		read.columns(f, &r)
	}
	switch f.Kind {
	case team.Hours:
		r.Min, r.Want, r.Block = read.positive("hours_min", f.Min), read.positive("hours_want", f.Want), read.positive("hours_block", f.Block)
	case team.Wishes:
		r.AtLeast = read.whole("at_least", f.AtLeast)
	case team.Mix:
		r.Linkage, r.K = f.Linkage, team.Text(f.K)
		if f.K != "" && f.K != "auto" {
			read.whole("k", f.K)
		}
	}
	if read.err != nil {
		return r, read.err
	}
	return r, nil
}

// maxFitShare is the most that predicted fit may count: it is one voice among others, never the decision.
const maxFitShare = 0.2

// A reader reads typed numbers and keeps the first error.
type reader struct{ err error }

func (r *reader) reject(field string, reason survey.Key) {
	if r.err == nil {
		r.err = &survey.InvalidError{Field: field, Reason: reason}
	}
}

// positive reads a number of 0 or more; "" is 0.
func (r *reader) positive(field, s string) float64 {
	if s == "" {
		return 0
	}
	x, ok := survey.ParseNumber(s)
	if !ok || x < 0 || x > 1e6 {
		r.reject(field, "number_invalid")
		return 0
	}
	return x
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

func (r *reader) columns(f view.RuleForm, rule *team.Rule) {
	for _, q := range f.Questions {
		if !slices.Contains(f.Columns, q.Column()) {
			continue
		}
		switch f.Kind {
		case team.Match, team.Section:
			rule.Column = q.Column()
		case team.Wishes:
			rule.Column, rule.AvoidColumn = q.MateColumns()
		default:
			rule.Columns = append(rule.Columns, q.Column())
		}
	}
	if rule.Column == "" && len(rule.Columns) == 0 {
		r.reject("columns", "rule_question_missing")
	}
}

func (r *reader) what(f view.RuleForm, rule *team.Rule) {
	numeric := strings.HasSuffix(f.What, "#")
	column, value, _ := strings.Cut(strings.TrimSuffix(f.What, "#"), "=")
	i := slices.IndexFunc(f.Questions, func(q survey.Question) bool { return q.Column() == column })
	if i < 0 || !numeric && !slices.ContainsFunc(f.Questions[i].Options, func(o survey.Option) bool { return o.Code() == value }) {
		r.reject("what", "rule_question_missing")
		return
	}
	rule.Column, rule.Value = column, team.Text(value)
	if f.Kind != team.Count {
		return
	}
	if numeric {
		if f.Value == "" {
			r.reject("value", "number_invalid")
		}
		rule.Op, rule.Value = f.Op, team.Text(number(r.positive("value", f.Value)))
		if rule.Value == "" {
			rule.Value = "0"
		}
	}
	rule.AtLeast, rule.AtMost = r.whole("at_least", f.AtLeast), r.whole("at_most", f.AtMost)
	if size := r.whole("team_size", f.TeamSize); size != nil {
		rule.TeamSize = *size
	}
	switch {
	case rule.AtLeast == nil && rule.AtMost == nil:
		r.reject("at_least", "rule_count_missing")
	case rule.AtLeast != nil && rule.AtMost != nil && *rule.AtLeast > *rule.AtMost:
		r.reject("at_most", "rule_count_crossed")
	case rule.AtLeast != nil && rule.AtMost != nil && *rule.AtLeast == *rule.AtMost:
		rule.Exactly, rule.AtLeast, rule.AtMost = rule.AtLeast, nil, nil
	}
}
