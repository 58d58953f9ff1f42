package view

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"dure/clustering/team"
	"dure/survey"
)

// Names are the words for the codes in rules and facts, in the page's language. What is no longer asked or offered is called as it was last.
type Names struct {
	columns map[string]string
	values  map[string]string // by column and option
	levels  map[string]string // codes of levels by column and number
	members map[string]string
	left    map[string]string // members who no longer take part
	seasons map[survey.SeasonID]string
	teams   map[int]string  // that got a name, by number
	plain   map[string]bool // columns of questions without options, whose answers are no codes
	lost    string          // what an option is called of which no words are kept
}

// Called is what the members of a season are called, by their codes: those who take part, whom it has by their ids too, and those who no longer do. Nothing
// in it is changed.
type Called struct {
	Here       map[survey.MemberID]string
	here, left map[string]string
}

// NewCalled says it of all members of a season.
func NewCalled(members []survey.Member) Called {
	c := Called{here: map[string]string{}, left: map[string]string{}}
	var here, left []survey.Member
	for _, m := range members {
		if m.Active() {
			here = append(here, m)
		} else {
			left = append(left, m)
		}
	}
	c.Here = survey.CalledApart(here)
	for id, called := range c.Here {
		c.here[id.Code()] = called
	}
	for id, called := range survey.CalledApart(left) {
		c.left[id.Code()] = called
	}
	return c
}

// NewNames takes the words from the survey, the members and the past seasons.
func NewNames(lang survey.Lang, t Translator, s survey.Survey, members Called, past []survey.Season) Names {
	n := Names{map[string]string{}, map[string]string{}, map[string]string{}, members.here, members.left, map[survey.SeasonID]string{}, nil, map[string]bool{}, t("show_hidden_words")}
	for _, season := range past {
		n.seasons[season.ID] = season.Name
	}
	for _, q := range s.Questions {
		n.name(lang, t, q, q.Title.In(lang))
	}
	for _, q := range s.Retired {
		n.name(lang, t, q, t("question_retired", "Title", q.Title.In(lang)))
	}
	return n
}

// name takes the words of a question and of its options, those that it no longer offers behind the others.
func (n Names) name(lang survey.Lang, t Translator, q survey.Question, title string) {
	words, all := map[int]string{}, slices.Clone(q.Options)
	for _, o := range q.Options {
		words[o.Key] = o.Label.In(lang)
	}
	for _, key := range slices.Sorted(maps.Keys(q.Gone)) {
		words[key] = q.OptionWords(key).In(lang)
		if _, counts := q.CountsAs(key); !counts {
			words[key] = t("option_hidden", "Option", words[key])
		}
		all = append(all, survey.Option{Key: key})
	}
	q.Options = all
	n.columns[q.Column()] = title
	for _, c := range q.Blank() {
		n.columns[c.Name], n.plain[c.Name] = title, len(q.Options) == 0
		for _, o := range q.Options {
			n.values[c.Name+" "+o.Code()] = words[o.Key]
			if c.Name == q.OptionColumn(o) {
				n.columns[c.Name] = title + ": " + words[o.Key]
			}
		}
		if levels, ordered := c.Values.(survey.Levels); ordered {
			for k, code := range levels.Names {
				n.levels[c.Name+" "+strconv.Itoa(levels.Low+k)] = code
			}
		}
	}
}

// Column words a column. One that no question has or had is shown as it is.
func (n Names) Column(code string) string {
	if words, known := n.columns[code]; known {
		return words
	}
	of, _, _ := strings.Cut(code, " ")
	if title, known := n.columns[of]; known {
		return title + ": " + n.lost
	}
	return code
}

// Value words an option or a level of a column, or a number as it is. A level is called by its code or by its number.
func (n Names) Value(t Translator, column, code string) string {
	code = cmp.Or(n.levels[column+" "+code], code)
	if words, known := n.values[column+" "+code]; known {
		return words
	}
	if _, option := survey.OptionKey(code); option && !n.plain[column] {
		return n.lost
	}
	return spoken(t, code)
}

// OfTeams are the names, also of the teams.
func (n Names) OfTeams(l team.Lineup) Names {
	n.teams = map[int]string{}
	for t, g := range l.Teams {
		if g.Name != team.NumberName(t) {
			n.teams[t+1] = g.Name
		}
	}
	return n
}

// Scope words one of the [team.Scopes].
func (n Names) Scope(t Translator, of string) string {
	if column, option, ok := strings.Cut(of, "="); ok {
		return n.Value(t, column, option)
	}
	return t("team_number", "N", of)
}

// Called is what a member of the season is called: the name, and what tells apart those of one name.
func (n Names) Called(m survey.Member) string { return n.members[m.ID.Code()] }

// ByID is what the member of the season with the id is called, "" where there is none.
func (n Names) ByID(id survey.MemberID) string { return n.members[id.Code()] }

// Member is what the member with the code is called. One who no longer takes part is said to have left.
func (n Names) Member(t Translator, code string) string {
	if name, ok := n.members[code]; ok {
		return name
	}
	if name, ok := n.left[code]; ok {
		return t("member_left", "Name", name)
	}
	return t("member_erased")
}

// Used words a rule and the questions that it uses, also where its sentence does not name them.
func (n Names) Used(p Page, r team.Rule) string {
	says, on := n.Sentence(p, r), n.Columns(r.Columns)
	if on == "" || strings.Contains(says, on) {
		return says
	}
	return p.T("preset_says", "Rule", says, "On", on)
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
func (n Names) Sentence(p Page, r team.Rule) string { return p.T.Say(r.Sentence(n.In(p.T))) }

// Blanks words a rule as a sentence to fill in.
func (n Names) Blanks(p Page, r team.Rule) []team.Part {
	return team.Parts(p.T.Say(r.Blanks(n.In(p.T))))
}

// In are the names for sentences in a language.
func (n Names) In(t Translator) team.Names { return namesIn{n, t} }

type namesIn struct {
	Names
	say Translator
}

func (n namesIn) Value(column, code string) string { return n.Names.Value(n.say, column, code) }

func (n namesIn) Team(number int) string { return n.teams[number] }

func (n namesIn) Member(code string) string { return n.Names.Member(n.say, code) }

// Season is the name of a past season, or says that it is gone.
func (n namesIn) Season(id survey.SeasonID) string {
	return cmp.Or(n.seasons[id], n.say("season_gone"))
}

// Offered words a column that a rule can be on.
func (n Names) Offered(t Translator, c survey.Column) RuleColumn {
	out := RuleColumn{Code: c.Name, Title: n.Column(c.Name)}
	if c.Type() == survey.PeopleColumn {
		key := survey.Key("column_wished")
		if survey.ReadMates(c.Name).Avoided {
			key = "column_avoided"
		}
		out.Title = t(key, "Question", out.Title)
	}
	for _, code := range team.OptionsOf(c) {
		out.Options = append(out.Options, Choice{Value: code, Label: n.Value(t, c.Name, code)})
	}
	return out
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
	add("rule_k", string(r.K))
	if r.Linkage != "" {
		add("rule_linkage", LinkageName(p, r.Linkage))
	}
	return lines
}

func plain(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

// Fact words a fact of a team under a rule.
func (n Names) Fact(p Page, f team.Fact) string {
	args := make([]any, 0, 2*len(f.Args))
	column, _ := f.Args["Column"].(string)
	for k, v := range f.Args {
		switch s, isText := v.(string); {
		case k == "Column":
			v = n.Column(column)
		case isText && k == "Value" && s == "":
			v = p.T("no_answer")
		case isText && k == "Value":
			v = n.Value(p.T, column, s)
		case isText && k == "Op":
			v = team.OpSign(s)
		}
		args = append(args, k, v)
	}
	return p.T(f.Key, args...)
}
