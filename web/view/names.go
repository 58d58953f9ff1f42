package view

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"dure/clustering/team"
	"dure/survey"
)

// Names are the words for the codes in rules and facts, in the page's language.
type Names struct {
	columns map[string]string // also of the days of a grid
	values  map[string]string // by column and option
	members map[string]string
	left    map[string]string // members who no longer take part
	secret  map[string]bool   // columns whose answers organizers see as totals only
}

// NewNames takes the words from the survey and the members.
func NewNames(lang survey.Lang, s survey.Survey, members, left []survey.Member) Names {
	n := Names{map[string]string{}, map[string]string{}, map[string]string{}, map[string]string{}, map[string]bool{}}
	for _, q := range s.Questions {
		title := q.Title.In(lang)
		n.columns[q.Column()], n.secret[q.Column()] = title, q.Sensitive
		for _, c := range q.CodedColumns() {
			n.columns[c], n.secret[c] = title, q.Sensitive
		}
		for _, o := range q.Options {
			n.values[q.Column()+" "+o.Code()] = o.Label.In(lang)
		}
	}
	for _, m := range members {
		n.members[m.ID.Code()] = m.Name
	}
	for _, m := range left {
		n.left[m.ID.Code()] = m.Name
	}
	return n
}

// Secret reports whether a rule is on answers that organizers see as totals only.
func (n Names) Secret(r team.Rule) bool {
	return slices.ContainsFunc(append(slices.Clone(r.Columns), r.Column, r.AvoidColumn), func(c string) bool { return n.secret[c] })
}

// Column words a column; one that the survey no longer has is shown as it is.
func (n Names) Column(code string) string {
	if title, ok := n.columns[code]; ok {
		return title
	}
	return code
}

// Value words an option of a column, or a number as it is.
func (n Names) Value(column, code string) string {
	if label, ok := n.values[column+" "+code]; ok {
		return label
	}
	return code
}

// Member is the name of the member with the code. One who no longer takes part is said to have left.
func (n Names) Member(t Translator, code string) string {
	if name, ok := n.members[code]; ok {
		return name
	}
	if name, ok := n.left[code]; ok {
		return t("member_left", "Name", name)
	}
	return t("member_erased")
}

// Columns words columns in a list, each once.
func (n Names) Columns(codes []string) string {
	var words []string
	seen := map[string]bool{}
	for _, c := range codes {
		if w := "“" + n.Column(c) + "”"; !seen[w] {
			seen[w] = true
			words = append(words, w)
		}
	}
	return strings.Join(words, ", ")
}

// Sentence words a rule.
func (n Names) Sentence(p Page, r team.Rule) string {
	switch r.Kind {
	case team.Count:
		return n.countSentence(p, r)
	case team.NeverAlone:
		return p.T("rule_never_alone", "On", n.Columns(columnsOf(r)), "Value", n.Value(column(r), string(r.Value)))
	case team.Together, team.Apart:
		names := make([]string, len(r.Members))
		for i, m := range r.Members {
			names[i] = n.Member(p.T, string(m))
		}
		return p.T("rule_"+survey.Key(r.Kind), "Members", strings.Join(names, ", "))
	case team.Hours:
		if r.Want > r.Min {
			return p.T("rule_hours_better", "Min", plain(r.Min), "Want", plain(r.Want))
		}
		return p.T("rule_hours", "Min", plain(r.Min))
	case team.Fit:
		share := r.Share
		if share == 0 {
			share = 0.2
		}
		return p.T("rule_fit", "Percent", plain(math.Round(1000*share)/10))
	case team.Wishes:
		least := 1
		if r.AtLeast != nil {
			least = *r.AtLeast
		}
		return p.T("rule_wishes", "Least", least)
	}
	return p.T("rule_"+survey.Key(r.Kind), "On", n.Columns(columnsOf(r)))
}

// Lines words a rule with all that its sentence leaves unsaid, a line each.
func (n Names) Lines(p Page, r team.Rule) []string {
	strength := "strength_" + survey.Key(r.Power())
	lines := []string{n.Sentence(p, r), p.T(strength) + " — " + p.T(strength+"_help")}
	add := func(label survey.Key, value string) {
		if value != "" {
			lines = append(lines, p.T(label)+": "+value)
		}
	}
	if r.Weight != 0 {
		add("rule_weight", plain(r.Weight))
	}
	if r.Block != 0 {
		add("rule_hours_block", plain(r.Block))
	}
	add("rule_k", string(r.K))
	if r.Linkage != "" {
		add("rule_linkage", p.T("linkage_"+survey.Key(r.Linkage)))
	}
	return lines
}

func (n Names) countSentence(p Page, r team.Rule) string {
	what := p.T("rule_what", "On", n.Columns(columnsOf(r)), "Value", n.Value(column(r), string(r.Value)))
	if r.Op != "" && r.Op != "=" {
		what = p.T("rule_what_op", "On", n.Columns(columnsOf(r)), "Op", opSign(r.Op), "Value", n.Value(column(r), string(r.Value)))
	}
	text := ""
	switch {
	case r.Exactly != nil:
		text = p.T("rule_count_exactly", "What", what, "N", *r.Exactly)
	case r.AtLeast != nil && r.AtMost != nil:
		text = p.T("rule_count_range", "What", what, "Least", *r.AtLeast, "Most", *r.AtMost)
	case r.AtLeast != nil:
		text = p.T("rule_count_least", "What", what, "N", *r.AtLeast)
	case r.AtMost != nil:
		text = p.T("rule_count_most", "What", what, "N", *r.AtMost)
	}
	if r.TeamSize > 0 {
		text = p.T("rule_count_size", "Rule", text, "Size", r.TeamSize)
	}
	return text
}

func opSign(op string) string {
	if sign, ok := map[string]string{"!=": "≠", ">=": "≥", "<=": "≤"}[op]; ok {
		return sign
	}
	return op
}

func column(r team.Rule) string {
	if c := columnsOf(r); len(c) > 0 {
		return c[0]
	}
	return ""
}

func columnsOf(r team.Rule) []string {
	if r.Column != "" {
		return []string{r.Column}
	}
	return r.Columns
}

func plain(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

// Fact words a fact of a team. What it would give away of a sensitive question stays unsaid: a count in a
// team of five is nearly a name.
func (n Names) Fact(p Page, f team.Fact) string {
	if c, ok := f.Args["Column"].(string); ok && n.secret[c] {
		return p.T("fact_secret")
	}
	args := make([]any, 0, 2*len(f.Args))
	column, _ := f.Args["Column"].(string)
	for k, v := range f.Args {
		switch s, isText := v.(string); {
		case k == "Column":
			v = n.Column(column)
		case isText && k == "Value" && s == "":
			v = p.T("no_answer")
		case isText && k == "Value":
			v = n.Value(column, s)
		case isText && k == "Op":
			v = opSign(s)
		}
		args = append(args, k, v)
	}
	return p.T(f.Key, args...)
}
