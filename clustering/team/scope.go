package team

import (
	"slices"
	"strconv"
	"strings"

	"dure/clustering/team/search"
	"dure/survey"
)

// A rule may hold for some teams only. Its In names them: a team by its number, as 3 or "Team 3", or all that take up an activity by its name, in the app
// with the column in which members rank it, as "q6=o2". All other teams keep the rule and score 1 by it, without its measure being asked: so scores,
// costs, repairs and searches need not know of it. How many teams keep it is counted of those that it is for. Which teams take up which activity is
// decided with their sizes, before members are divided, so that what is proved of a plan is proved with that.

// A narrower is a kind whose rules may hold for some teams only: they are scored team by team and ask nothing across teams.
type narrower interface{ narrows() }

// Narrows reports whether rules of the kind may hold for some teams only.
func (k Kind) Narrows() bool { _, ok := k.kind().(narrower); return ok }

// checkIn is the check of whom the rule is for.
func (r Rule) checkIn() error {
	if len(r.In) == 0 || r.Kind.Narrows() {
		return nil
	}
	var can []string
	for _, k := range Kinds() {
		if k.Narrows() {
			can = append(can, string(k))
		}
	}
	return r.invalid("rule_in_whole", "Known", strings.Join(can, ", "))
}

// admits reports whether the rule may be on the column, by how it was told: in some teams only it would tell of those who answered in confidence.
func (r Rule) admits(c survey.Column) bool {
	return r.Kind.admits(c) && (len(r.In) == 0 || c.Confidence == survey.Public)
}

// teamNumber reads the number of a team, from 1.
func teamNumber(text string) (n int, ok bool) {
	if before, after, found := strings.Cut(text, " "); found && strings.EqualFold(before, "team") {
		text = after
	}
	n, ok = survey.ParseWhole(text)
	return n, ok && n > 0
}

// takers tells of teams whether they take up the activity that a text names; nil where there is no such activity.
func (m *ranks) takers(text string) func(t int) bool {
	named := func(name string) bool {
		return name != "" && (survey.SameSpelling(text, name) || survey.SameSpelling(text, m.column+"="+name))
	}
	at := slices.IndexFunc(m.activities, named)
	if at < 0 && !slices.ContainsFunc(m.offered, named) {
		return nil
	}
	return func(t int) bool { return at >= 0 && t < len(m.activity) && m.activity[t] == at }
}

// narrow reads for which teams the rules hold, once it is known which activities there are. The error is of a name that is no team's.
func (p *problem) narrow() error {
	var all []*ranks
	silent := false // an activity may be of a rule of which nothing is told
	for _, c := range p.rules {
		if m, ok := c.measure.(*ranks); ok {
			all = append(all, m)
		}
		silent = silent || c.Silent
	}
	for _, c := range p.rules {
		if len(c.In) == 0 || c.Silent {
			continue
		}
		var of []func(t int) bool
		for _, text := range c.In {
			holds, ok := inTeam(strings.TrimSpace(string(text)), all)
			if !ok && !silent {
				return numbered(c.number, c.unknownTeam(string(text), all))
			}
			of = append(of, holds)
		}
		c.only = func(t int) bool { return slices.ContainsFunc(of, func(holds func(int) bool) bool { return holds(t) }) }
	}
	return nil
}

// inTeam tells of teams whether a text names them: as an activity, as one of several teams that take one up, or else as a number.
func inTeam(text string, all []*ranks) (holds func(t int) bool, ok bool) {
	for _, m := range all {
		if holds := m.takers(text); holds != nil {
			return holds, true
		}
		if base := numberBehind.ReplaceAllString(text, ""); base != text && m.takers(base) != nil {
			return func(t int) bool {
				name, ok := m.teamName(t)
				return ok && survey.SameSpelling(text, name)
			}, true
		}
	}
	n, ok := teamNumber(text)
	return func(t int) bool { return t == n-1 }, ok
}

// among reports whether the team is one of those that texts name by number, or by what they take up as "q6=o2". One of several that take the same up,
// as "Robotics 2", is not told from the others, and so is not among any.
func (t SeatTeam) among(in []Text) bool {
	return len(in) == 0 || slices.ContainsFunc(in, func(name Text) bool {
		column, option, taken := strings.Cut(string(name), "=")
		n, numbered := teamNumber(string(name))
		return taken && option != "" && t.Activities[column] == option || numbered && n == t.At+1
	})
}

func (c *compiled) unknownTeam(text string, all []*ranks) error {
	column, activity, ok := strings.Cut(text, "=")
	if !ok {
		column, activity = "", text
	}
	var known []string
	for _, m := range all {
		known = append(known, m.activities...)
	}
	return c.invalid("rule_in_unknown", "Column", column, "Activity", activity, "Known", strings.Join(known, ", "))
}

// holdsIn reports whether the rule is for team t.
func (c *compiled) holdsIn(t int) bool { return c.only == nil || c.only(t) }

func (c *compiled) of(t int, members []int32) outcome {
	if !c.holdsIn(t) {
		return outcomeOf(0, 1, true)
	}
	return c.measure.of(t, members)
}

// scale has no lower ceiling for a rule for some teams: frames do not say which those are, so that what a hand edit is worth hangs on no order of sizes.
func (c *compiled) scale(p *problem, frames []frame) scale {
	if c.only != nil {
		return scale{ceiling: 1}
	}
	return c.measure.scale(p, frames)
}

func (c *compiled) fact(t int, members []int32) survey.Message {
	if !c.holdsIn(t) {
		return survey.Say("fact_team_outside")
	}
	return c.measure.fact(t, members)
}

// own are the members of the teams that the rule is for, by team, and whether there are any of one for some teams.
func (c *compiled) own(teams [][]int32) (own [][]int32, any bool) {
	if c.only == nil {
		return teams, true
	}
	own = make([][]int32, len(teams))
	for t, g := range teams {
		if c.only(t) {
			own[t], any = g, any || len(g) > 0
		}
	}
	return own, any
}

// limitsOf is the frame of a section's slots, in which teams that the rule is not for are free.
func (c *compiled) limitsOf(slots []slot) frame {
	f := limitsOf(slots)
	if c.only != nil {
		for _, sl := range slots {
			f.free = append(f.free, !c.only(sl.number))
		}
	}
	return f
}

// frees reports whether nothing is asked of team t.
func (f frame) frees(t int) bool { return f.free != nil && f.free[t] }

// split are the teams of which something is asked, how many others there are, and the members whom those hold at most.
func (f frame) split() (asked frame, free, room int) {
	if f.free == nil {
		return f, 0, 0
	}
	for t := range f.sizes {
		if f.free[t] {
			free, room = free+1, room+f.hi[t]
			continue
		}
		asked.sizes, asked.lo, asked.hi = append(asked.sizes, f.sizes[t]), append(asked.lo, f.lo[t]), append(asked.hi, f.hi[t])
	}
	return asked, free, room
}

func (c *compiled) terms(s *section) []search.Term {
	all := c.measure.terms(s)
	if c.only != nil {
		for k := range all {
			all[k] = s.narrowed(all[k])
		}
	}
	return all
}

// narrowed is a term that rates the teams that the rule is for, and is the same for all others.
func (s *section) narrowed(term search.Term) search.Term {
	in, outside := make([]bool, len(s.slots)), s.rating(outcomeOf(0, 1, true))
	for t, sl := range s.slots {
		in[t] = s.c.only(sl.number)
	}
	return s.function(func() search.GroupFunc {
		var rate search.GroupFunc
		switch term := term.(type) {
		case search.Count:
			rate = term.Group
		case search.Func:
			rate = term.New()
		}
		return func(t int, items []int32) search.Rating {
			if !in[t] {
				return outside
			}
			return rate(t, items)
		}
	})
}

// Scopes are what rules of an input can hold for beside every team: the activities that members rank, and teams by number.
func Scopes(in Input) (all []string) {
	for _, r := range in.Rules {
		if _, limits := r.Kind.kind().(limiter); !limits || r.Silent {
			continue
		}
		if column, ok := in.Table.Column(r.only()); ok {
			for _, name := range OptionsOf(column) {
				all = append(all, column.Name+"="+name)
			}
		}
	}
	sizes, _, _ := Planned(in) // none where no teams can be planned
	for n := range sizes {
		all = append(all, strconv.Itoa(n+1))
	}
	return all
}

// where says for which teams a rule is.
func (w words) where(r Rule) survey.Message {
	if len(r.In) == 0 {
		return survey.Say("rule_in_every")
	}
	var out survey.Message
	for k, text := range r.In {
		one := survey.Say("rule_blank", "Blank", string(text))
		if column, option, ok := strings.Cut(string(text), "="); ok {
			one = survey.Say("rule_blank", "Blank", w.Value(column, option))
		} else if n, ok := teamNumber(string(text)); ok {
			one = survey.Say("rule_in_team", "N", n, "Name", w.Team(n))
		}
		if out = survey.Say("rule_in_list", "First", out, "Then", one); k == 0 {
			out = one
		}
	}
	return out
}

// said is the rule's sentence, and for which teams it is where that is not every team, or can be filled in.
func (r Rule) said(w words) survey.Message {
	text := r.Kind.kind().sentence(r, w)
	if len(r.In) == 0 && !(w.blanks && r.Kind.Narrows()) {
		return text
	}
	opens, ends := "", ""
	if w.blanks {
		opens, ends = blankOpens+inField.Name+blankSays, blankEnds
	}
	return survey.Say("rule_in", "Rule", text, "Opens", opens, "Where", w.where(r), "Ends", ends, "Only", len(r.In) > 0)
}

// arranges reports whether the rule says what teams take up while another of them is for some teams only.
func (r Rule) arranges(among []Rule) bool {
	_, ok := r.Kind.kind().(limiter)
	return ok && !r.Silent && slices.ContainsFunc(among, func(o Rule) bool { return len(o.In) > 0 })
}

// inAs are the names of teams after options were called otherwise; gone reports that an activity is none any more.
func inAs(in []Text, column func(string) (string, bool), option func(column, code string) (string, bool)) (out []Text, gone bool) {
	for _, text := range in {
		if of, code, ok := strings.Cut(string(text), "="); ok {
			to, asked := column(of)
			code, offered := option(of, code)
			if gone = gone || !asked || !offered; !asked || !offered {
				continue
			}
			text = Text(to + "=" + code)
		}
		if !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	return out, gone
}
