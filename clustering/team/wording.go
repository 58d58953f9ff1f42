package team

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"dure/survey"
)

// Wording is the English of every Reason of this package's [survey.InvalidError], with arguments
// as in text/template. Other languages translate it key by key. {{.Row}} counts rows below the
// header from 1.
var Wording = map[survey.Key]string{
	"no_members":     "there are no members; give a table with a row for each",
	"row_width":      "row {{.Row}} has more or fewer cells ({{.Cells}}) than the header ({{.Columns}}); fill in what is missing or delete the surplus",
	"id_empty":       "row {{.Row}} has no id; give every member one",
	"id_twice":       "row {{.Row}}: the id {{.Id}} is already that of row {{.First}}; ids have to be different",
	"rules_not_json": `the rules are not what they should be ({{.Error}}); write {"rules": [{"kind": ...}, ...]}`,

	"rule_not_json":         "rule {{.Rule}} is not what a rule should be: {{.Error}}",
	"rule_kind_unknown":     `rule {{.Rule}}: there is no kind "{{.Kind}}"; the kinds are {{.Known}}`,
	"rule_strength_unknown": `rule {{.Rule}} ({{.Kind}}): there is no strength "{{.Strength}}"; it is must, should, could or may`,
	"rule_weight_negative":  "rule {{.Rule}} ({{.Kind}}): the weight {{.Weight}} is negative; give one above 0, or leave the rule out",
	"rule_weight_large":     "rule {{.Rule}} ({{.Kind}}): the weight {{.Weight}} is too large; give one of at most {{.Most}}",
	"rule_field_missing":    `rule {{.Rule}} ({{.Kind}}): "{{.Field}}" is missing or does not fit; this kind needs it`,
	"rule_hours_negative":   "rule {{.Rule}} ({{.Kind}}): min, want and block are hours and not negative",
	"rule_linkage_unknown":  `rule {{.Rule}}: there is no linkage "{{.Linkage}}"; it is none, ward, average, complete or single`,
	"rule_count_negative":   "rule {{.Rule}} ({{.Kind}}): at_least, at_most and exactly are not negative",
	"rule_count_limits":     "rule {{.Rule}} ({{.Kind}}): give at_least, at_most or both, or exactly alone",
	"rule_count_empty":      "rule {{.Rule}}: at_least {{.AtLeast}} is more than at_most {{.AtMost}}",
	"rule_op_unknown":       `rule {{.Rule}}: there is no op "{{.Op}}"; it is =, !=, >=, <=, > or <`,
	"rule_value_not_number": `rule {{.Rule}}: with op {{.Op}} the value has to be a number, not "{{.Value}}"`,
	"rule_k_range":          `rule {{.Rule}} ({{.Kind}}): k is "auto" or a whole number from 1 to the {{.Members}} members, not "{{.K}}"`,
	"rule_no_clusters":      "rule {{.Rule}} ({{.Kind}}): these columns cannot be clustered: {{.Error}}",
	"rule_share_range":      "rule {{.Rule}} ({{.Kind}}): the share {{.Share}} is not from 0 to 1",
	"fit_model_unusable":    `rule {{.Rule}} ({{.Kind}}): the model "{{.Model}}" cannot rate these members: {{.Error}}`,
	"fit_without_model":     "rule {{.Rule}} ({{.Kind}}): there is no fit model here to rate teams with; leave the rule out",

	"column_unknown":      `rule {{.Rule}} ({{.Kind}}): there is no column "{{.Column}}"; the columns are {{.Known}}`,
	"cell_not_number":     `rule {{.Rule}} ({{.Kind}}): column "{{.Column}}", row {{.Row}} (member {{.Member}}): "{{.Cell}}" is not a number; correct it, empty it, or use the kind match`,
	"cell_not_times":      `rule {{.Rule}} ({{.Kind}}): column "{{.Column}}", row {{.Row}} (member {{.Member}}): "{{.Cell}}" is not a list of times such as 9AM;10AM or 14:00-16:00`,
	"cell_not_zone":       `rule {{.Rule}} ({{.Kind}}): column "{{.Column}}", row {{.Row}} (member {{.Member}}): "{{.Cell}}" is not a time zone such as Asia/Seoul or UTC+9`,
	"member_unknown":      `rule {{.Rule}} ({{.Kind}}): there is no member "{{.Member}}"; name members by their ids`,
	"file_unknown":        `rule {{.Rule}} ({{.Kind}}): the file "{{.File}}" cannot be opened here`,
	"file_unreadable":     `rule {{.Rule}} ({{.Kind}}): file "{{.File}}": {{.Error}}`,
	"file_row_width":      `rule {{.Rule}} ({{.Kind}}): file "{{.File}}", row {{.Row}} has more or fewer cells than the header`,
	"file_column_unknown": `rule {{.Rule}} ({{.Kind}}): file "{{.File}}" has no column {{.Column}}; its columns are {{.Known}}`,
	"pair_not_number":     `rule {{.Rule}} ({{.Kind}}): file "{{.File}}", row {{.Row}} (a {{.A}}, b {{.B}}): a and b have to be different and the score a number, not "{{.Cell}}"`,

	"size_negative":            "sizes have to be positive",
	"size_min_over_max":        "the least size {{.Min}} is more than the most {{.Max}}",
	"size_outside_limits":      "the size {{.Size}} is outside the limits {{.Min}} to {{.Max}}",
	"size_range":               "the size of team {{.Team}} is {{.Min}} to {{.Max}}, which no team can have",
	"teams_over_members":       "{{.Teams}} teams are more than the {{.Members}} members; ask for fewer teams",
	"teams_under_sections":     "teams: {{.Teams}}, fewer than the {{.Sections}} sections, and teams never cross sections; ask for more teams",
	"sizes_do_not_add_up":      "members to divide: {{.Members}}, which no number of teams of {{.Min}} to {{.Max}} adds up to; change the limits",
	"sizes_teams_do_not_fit":   "members to divide: {{.Members}}, teams: {{.Teams}}; within the limits they do not add up, so change the limits or the number of teams",
	"sizes_listed_do_not_fit":  "members to divide: {{.Members}}, but the teams listed hold {{.Min}} to {{.Max}} in all; change the list",
	"fixed_team_unknown":       "somebody is locked to team {{.Team}}, but the number of teams is {{.Teams}}",
	"fixed_teams_over_section": "the members who are locked are in more teams than the {{.Teams}} that fit",
	"no_team_open":             "all teams are locked; members in none: {{.Members}}; unlock a team",
	"member_not_once":          "a member is in two teams, or in none that there is",
}

// ExplainError words an error of this package in English, and any other as it is. An error on sizes
// within a section names it.
func ExplainError(err error) string {
	var e *survey.InvalidError
	if !errors.As(err, &e) {
		return err.Error()
	}
	text, ok := Wording[e.Reason]
	if !ok {
		return e.Error()
	}
	for k, v := range e.Args {
		text = strings.ReplaceAll(text, "{{."+k+"}}", fmt.Sprint(v))
	}
	if s, ok := e.Args["Section"].(string); ok && s != "" {
		who := ""
		if names, _ := e.Args["Who"].(string); names != "" {
			who = " (" + names + ")"
		}
		text = fmt.Sprintf("section %q%s: %s", s, who, text)
	}
	return text
}

// String is the rule as an English sentence.
func (r Rule) String() string {
	on := strings.Join(r.columns(), ", ")
	switch r.Kind {
	case Similar:
		return "teammates are alike in " + on
	case Spread:
		return "teammates differ in " + on
	case Match:
		return "each team has the club's mix of " + on
	case Balance:
		return "teams have equal means of " + on
	case Mix:
		return "each team has a share of every cluster of " + on
	case Alike:
		return "teams are clusters of like-minded people by " + on
	case NeverAlone:
		return fmt.Sprintf("nobody is the only %q in %s of a team", string(r.Value), on)
	case Count:
		return r.countSentence(on)
	case Hours:
		return r.hoursSentence()
	case Wishes:
		return r.wishesSentence()
	case Ranked:
		return "members get activities they ranked high in " + on
	case Section:
		return "teams never cross " + on
	case NewTeammates:
		if r.File == "" {
			return "as few repeats of past teammates as possible"
		}
		return "as few repeats of past teammates as possible (" + r.File + ")"
	case Affinity:
		return "pairs with a high score in " + r.File + " share a team"
	case Fit:
		return "predicted fit is high (" + r.Model + ")"
	}
	names := make([]string, len(r.Members))
	for i, m := range r.Members {
		names[i] = string(m)
	}
	if r.Kind == Together {
		return strings.Join(names, ", ") + " share a team"
	}
	return strings.Join(names, ", ") + " do not share a team"
}

func (r Rule) countSentence(on string) string {
	op := r.Op
	if op == "" {
		op = "="
	}
	how := ""
	switch {
	case r.Exactly != nil:
		how = fmt.Sprintf("exactly %d", *r.Exactly)
	case r.AtLeast != nil && r.AtMost != nil:
		how = fmt.Sprintf("%d to %d", *r.AtLeast, *r.AtMost)
	case r.AtLeast != nil:
		how = fmt.Sprintf("at least %d", *r.AtLeast)
	default:
		how = fmt.Sprintf("at most %d", *r.AtMost)
	}
	text := fmt.Sprintf("%s with %s %s %s per team", how, on, op, string(r.Value))
	if r.TeamSize > 0 {
		text += fmt.Sprintf(" of %d", r.TeamSize)
	}
	return text
}

func (r Rule) hoursSentence() string {
	text := "at least " + strconv.FormatFloat(r.Min, 'f', -1, 64)
	if r.Want > r.Min {
		text += ", better " + strconv.FormatFloat(r.Want, 'f', -1, 64) + ","
	}
	text += " common hours"
	if r.Block > 0 && r.Block != 1 {
		text += " in blocks of " + strconv.FormatFloat(r.Block, 'f', -1, 64)
	}
	return text
}

func (r Rule) wishesSentence() string {
	n := 1
	if r.AtLeast != nil {
		n = *r.AtLeast
	}
	text := fmt.Sprintf("everybody gets at least %d of their wishes", n)
	if r.AvoidColumn != "" {
		text += " and nobody they avoid"
	}
	return text
}
