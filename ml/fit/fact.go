package fit

import (
	"bytes"
	"fmt"
	"strings"
	"text/template"

	"dure/survey"
)

// A Fact is something to be told: a message key with arguments, which pages word in the
// visitor's language.
type Fact struct {
	Key  survey.Key     `json:"key"`
	Args map[string]any `json:"args,omitempty"`
}

func fact(key survey.Key, pairs ...any) Fact {
	f := Fact{Key: key}
	for i := 0; i+1 < len(pairs); i += 2 {
		if f.Args == nil {
			f.Args = map[string]any{}
		}
		f.Args[pairs[i].(string)] = pairs[i+1]
	}
	return f
}

// english words every fact.
var english = map[survey.Key]string{
	"team_found":          `rows share a team by column "{{.Column}}": they stay in one fold, for a split at random would leak (name it with --team)`,
	"twins_found":         `many rows have the same answers as others: they are taken to be of one team and stay in one fold, for a split at random would leak (name the column of teams with --team)`,
	"rows_without_team":   `rows without a team are left out: {{.Rows}}`,
	"rows_without_rating": `rows without a rating only tell what their teams are made of: {{.Rows}}`,
	"protected_left_out":  `column "{{.Column}}" tells of a protected trait and is left out`,
	"sensitive_left_out":  `question "{{.Column}}" is sensitive and is left out`,
	"protected_used":      `column "{{.Column}}" tells of a protected trait and is used because it was asked for; predictions may treat people by it`,
	"folds_by_team":       `teams come again in several seasons, so folds keep teams whole and not seasons`,
	"leak":                `AUC {{printf "%.2f" .AUC}} is more than surveys can tell: does a column know the outcome, or was it measured with it? Most is owed to {{.Columns}}`,

	"verdict_equal":   `All ratings are equal, so there is nothing to tell apart.`,
	"verdict_few":     `Teams with ratings: {{.Teams}}. Below {{.Needs}} chance tells more than data: nothing is learned{{if eq .Chosen "theory"}}, and the theory score from the literature is used alone{{else}} and the mean is predicted{{end}}.`,
	"verdict_nothing": `Nothing can be told about the ratings that could not be chance (the best of {{.Tried}} models has R² {{printf "%.2f" .R2}}, 95 % interval {{printf "%.2f" .Low}} to {{printf "%.2f" .High}}, p {{printf "%.2g" .P}}, {{.Teams}} teams): the mean is predicted.`,
	"verdict_unsure":  `There may be something to tell, since shuffled ratings are rarely told as well (p {{printf "%.2g" .P}}), but how much is not sure enough to use (R² {{printf "%.2f" .R2}}, 95 % interval {{printf "%.2f" .Low}} to {{printf "%.2f" .High}}, {{.Teams}} teams): the mean is predicted.`,
	"verdict_little":  `A little can be told: {{.Chosen}} explains {{.Percent}} % of the differences between ratings (R² {{printf "%.2f" .R2}}, 95 % interval {{printf "%.2f" .Low}} to {{printf "%.2f" .High}}, {{.Teams}} teams); the rest is chance or what nobody asked.`,
	"verdict_some":    `Something can be told: {{.Chosen}} explains {{.Percent}} % of the differences between ratings (R² {{printf "%.2f" .R2}}, 95 % interval {{printf "%.2f" .Low}} to {{printf "%.2f" .High}}, {{.Teams}} teams); most is chance or what nobody asked.`,
	"verdict_much":    `Much can be told: {{.Chosen}} explains {{.Percent}} % of the differences between ratings (R² {{printf "%.2f" .R2}}, 95 % interval {{printf "%.2f" .Low}} to {{printf "%.2f" .High}}, {{.Teams}} teams).`,

	"net_few_teams": `The net is locked until {{.Needs}} teams have ratings; so far: {{.Teams}}.`,
	"net_no_better": `The net is locked: it is not better than ridge by more than a standard error (R² {{printf "%.3f" .Net}} and {{printf "%.3f" .Ridge}}, standard error {{printf "%.3f" .SE}}).`,
	"net_unlocked":  `The net is unlocked: it is better than ridge by more than a standard error (R² {{printf "%.3f" .Net}} and {{printf "%.3f" .Ridge}}, standard error {{printf "%.3f" .SE}}).`,
	"net_off":       `No net was tried.`,

	"column_unknown":    `there is no column "{{.Column}}"; the columns are {{.Columns}}`,
	"rating_missing":    `name the column of ratings`,
	"team_missing":      `name the column of teams: ratings of one team hang together, and to split its rows would leak`,
	"rowwise":           `every row has a value of its own in column "{{.Column}}", but rows share a team by column "{{.Other}}": a split by row would leak, so name "{{.Other}}" as the team`,
	"column_twice":      `rating, team and season are three different columns`,
	"rating_as_column":  `column "{{.Column}}" is the rating and cannot predict itself`,
	"rating_not_number": `row {{.Row}}, column "{{.Column}}": "{{.Value}}" is not a number; correct it, or leave it empty`,
	"cell_not_times":    `row {{.Row}}, column "{{.Column}}": "{{.Value}}" is no list of times such as 9:00;10:00`,
	"no_rows":           `there are no rows`,
	"no_ratings":        `no row has a rating`,
	"one_team":          `there is one team only; to learn what makes a difference takes at least two, and 30 to tell it from chance`,
	"no_columns":        `no column is left to learn from; name some with --columns`,
	"theory_left_out":   `column "{{.Column}}" cannot be {{.Part}} of the theory score: it is not learned from`,
	"model_of_teams":    `the model learned from rows of whole teams, so it cannot say what a team of members would be`,
}

var wordings = func() map[survey.Key]*template.Template {
	out := map[survey.Key]*template.Template{}
	for key, text := range english {
		out[key] = template.Must(template.New(string(key)).Parse(text))
	}
	return out
}()

// English words the fact.
func (f Fact) English() string {
	t, ok := wordings[f.Key]
	if !ok {
		return strings.TrimSpace(fmt.Sprint(f.Key, " ", f.Args))
	}
	var b bytes.Buffer
	if err := t.Execute(&b, f.Args); err != nil {
		return string(f.Key)
	}
	return b.String()
}
