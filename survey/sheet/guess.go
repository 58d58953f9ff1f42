package sheet

import (
	"net/netip"
	"regexp"
	"slices"
	"strings"

	"dure/survey"
)

// Guess proposes what each column of a sheet is, from its header, its cells and its neighbours. It knows the
// exports of Google Forms and Microsoft Forms (English and Korean), Qualtrics, LimeSurvey and SurveyMonkey, rosters of
// CATME, gruepr's survey files and what Dure itself writes. Columns without any text are left out.
func Guess(s Sheet) Mapping {
	l := s.looked()
	if l == nil || len(s.Kinds) > 0 {
		return guess(s)
	}
	if len(l.Guessed) != len(s.Header) {
		l.Guessed = guess(s).Columns
	}
	return Mapping{Columns: slices.Clone(l.Guessed)}
}

func guess(s Sheet) Mapping {
	g := newGuesser(s)
	g.about()
	g.availability()
	others := g.otherTexts()
	g.spread()
	g.mates()
	g.places(s)
	for j := range g.Columns {
		if g.Columns[j].Use == "" {
			g.Columns[j] = g.columns[j].question()
		}
	}
	g.groups(s)
	g.codedAnswers()
	g.gatherTexts(others)
	return g.Mapping
}

// A guesser decides column by column; one whose Use is not "" is decided.
type guesser struct {
	Mapping
	sheet   Sheet
	mapped  []Use  // what somebody says of columns
	known   string // the column that says who a row is, "" where that has to be found
	columns []column
	aside   []string // of each column, why it holds no answers, as far as that was found
	naming  []bool   // of each column, whether it names members
}

// about reads what columns say of members besides answers, for imports and commands alike.
func (g *guesser) about() {
	l := g.sheet.looked()
	if l == nil || len(g.sheet.Kinds) > 0 || g.known != "" {
		g.read()
		return
	}
	if len(l.About) != len(g.columns) {
		g.read()
		l.About, l.Aside, l.Naming = slices.Clone(g.Columns), slices.Clone(g.aside), slices.Clone(g.naming)
	}
	g.Columns, g.aside, g.naming = slices.Clone(l.About), slices.Clone(l.Aside), slices.Clone(l.Naming)
}

func (g *guesser) read() {
	g.told(g.sheet)
	g.who()
	g.when()
	g.leaveOut()
	g.names()
	for j, c := range g.columns {
		switch { // how an import reads them is seen later
		case g.aside[j] != "" || g.Columns[j].Use != "":
		case c.share(isEmail) > 0.5:
			g.aside[j] = survey.AsideEmail
		case c.holdsTimes() && c.share(clockInIt.MatchString) >= 0.9:
			g.aside[j] = survey.AsideTime
		case c.says(moreNames) && c.share(isNumber) < 0.5:
			g.aside[j] = survey.AsideName
		}
	}
}

func newGuesser(s Sheet) *guesser {
	g := &guesser{sheet: s, known: s.Who, Mapping: Mapping{Columns: make([]Column, len(s.Header))}, aside: make([]string, len(s.Header)), naming: make([]bool, len(s.Header))}
	for j := range s.Header {
		g.columns = append(g.columns, newColumn(s, j))
		if g.columns[j].filled.N == 0 {
			g.Columns[j].Use = LeaveOut
		}
	}
	g.ungroup()
	g.tellApart()
	return g
}

// tellApart leaves their numbers to headers that are the same but for them, "1. Name" and "2. Name": they are of several things, not of questions.
func (g *guesser) tellApart() {
	same := map[string]int{}
	for _, c := range g.columns {
		same[key(c.bare)]++
	}
	for j, c := range g.columns {
		if same[key(c.bare)] > 1 {
			g.columns[j].bare = ""
		}
	}
}

// called reports whether the header or the wording is one of the keys.
func (c column) called(keys []string) bool {
	return slices.Contains(keys, key(c.header)) || slices.Contains(keys, key(c.label)) || c.bare != "" && slices.Contains(keys, key(c.bare)) || c.own != "" && slices.Contains(keys, key(c.own))
}

// says reports whether the header or the wording matches.
func (c column) says(re *regexp.Regexp) bool {
	return re.MatchString(c.header) || re.MatchString(c.label) || c.bare != "" && re.MatchString(c.bare) || c.own != "" && re.MatchString(c.own)
}

// share returns the share of cells with text for which ok holds.
func (c column) share(ok func(string) bool) float64 {
	n := 0
	for k, s := range c.filled.Texts {
		n += c.filled.Count[k] * count(ok(s))
	}
	return float64(n) / float64(max(1, c.filled.N))
}

// take gives the use to the first undecided column for which fits holds, and says whether there was one. The aside is why the column
// holds no answers.
func (g *guesser) take(use Use, aside string, fits func(column) bool) bool {
	if use != LeaveOut && slices.Contains(g.mapped, use) {
		return true // somebody says which it is
	}
	for j, c := range g.columns {
		if g.Columns[j].Use == "" && fits(c) {
			g.Columns[j].Use, g.aside[j] = use, aside
			return true
		}
	}
	return false
}

func isEmail(s string) bool { return strings.Contains(s, "@") && survey.CheckEmail(s) == nil }

// who finds the columns that say who the member is. One each is used; further ones of the same
// sort are left out.
func (g *guesser) who() {
	telling := func(c column) bool { return len(c.texts)*10 >= g.rowsTold(c)*8 }
	named := func(c column) bool { return c.says(emailWords) || c.called(emailKeys) }
	mate := func(c column) bool { return c.mates().Sure && !c.called(fullNames) }
	email := g.take(Email, survey.AsideEmail, func(c column) bool { return c.called(emailNames) }) ||
		g.take(Email, survey.AsideEmail, func(c column) bool { return named(c) && !mate(c) && c.share(isEmail) >= 0.5 }) ||
		g.take(Email, survey.AsideEmail, func(c column) bool { return !mate(c) && c.share(isEmail) >= 0.8 })
	if email {
		for g.take(LeaveOut, survey.AsideEmail, func(c column) bool { return named(c) && c.share(isEmail) >= 0.5 }) {
		}
	}
	text := func(c column) bool {
		return !c.says(otherNames) && c.share(isNumber) < 0.5 && !yesOrNo(c.texts) && c.share(func(s string) bool { return len([]rune(s)) <= survey.MaxName }) > 0.9
	}
	letters := g.has("f") && g.has("l") // as CATME calls them too
	isFirst := func(c column) bool {
		return (c.called(firstNames) || c.says(firstWords) || letters && key(c.header) == "f") && text(c)
	}
	isLast := func(c column) bool {
		return (c.called(lastNames) || c.says(lastWords) || letters && key(c.header) == "l") && text(c)
	}
	isFull := func(c column) bool {
		return (c.called(fullNames) || c.says(fullWords)) && !mate(c) && text(c) && !isFirst(c) && !isLast(c)
	}
	if slices.ContainsFunc(g.columns, func(c column) bool { return isLast(c) && c.says(familyWords) }) {
		isFirst = func(c column) bool { return c.says(givenWords) && text(c) }
		isFull = func(column) bool { return false }
	}
	name := g.take(Name, survey.AsideName, isFull)
	if !name {
		name = g.take(FirstName, survey.AsideName, isFirst)
		name = g.take(LastName, survey.AsideName, isLast) || name
	}
	if !name {
		name = g.take(Name, survey.AsideName, func(c column) bool { return c.says(displayNames) && c.share(isNumber) < 0.5 })
	}
	name = name || g.nameByCells()
	guardian := func(c column) bool { return c.header == GuardianColumn && text(c) && c.share(isEmail) == 0 } // as a file out says it
	for g.take(LeaveOut, survey.AsideName, func(c column) bool {
		return isFirst(c) || isLast(c) || guardian(c) || name && (c.called(fullNames) || c.says(otherScript)) && text(c)
	}) {
	}
	numbered := g.has(numbersAnswers...)
	isResponse := func(c column) bool {
		return c.called(responseIDs) || numbered && key(c.header) == "id" || c.header == "#" || key(c.header) == "response" && c.share(isNumber) == 1 && telling(c)
	}
	isRef := func(c column) bool { return (c.called(refs) || c.says(refWords)) && !isResponse(c) && !g.internal(c) }
	// Beside the number that Canvas gives there is that of the school, which other tools and its own list of groups have.
	ref := g.take(Ref, survey.AsideID, func(c column) bool { return key(c.header) == "sisuserid" && telling(c) && 10*c.filled.N >= 9*len(c.at) }) ||
		g.take(Ref, survey.AsideID, func(c column) bool { return isRef(c) && telling(c) }) ||
		g.idByCells()
	for ref && g.take(LeaveOut, survey.AsideID, func(c column) bool { return g.has("sisuserid") && key(c.header) == "id" }) {
	}
	if !ref && !email && !name {
		name = g.givenNameByCells()
	}
	if !ref && !email && !name {
		g.take(Ref, survey.AsideID, func(c column) bool { return isResponse(c) && telling(c) })
	}
	for g.take(LeaveOut, survey.AsideMetadata, isResponse) || g.take(LeaveOut, survey.AsideID, func(c column) bool { return c.called(furtherIDs) }) {
	}
	called := func(c column) bool { return c.header == g.known }
	if slices.ContainsFunc(g.columns, func(c column) bool { return called(c) && c.share(namesLike) >= 0.5 }) && !name {
		g.take(Name, survey.AsideName, called)
	}
	g.take(Ref, survey.AsideID, called)
}

// rowsTold is how many rows an id would have to tell apart: those in which it stands with the same name may be of one member.
func (g *guesser) rowsTold(c column) int {
	j := slices.IndexFunc(g.Columns, func(o Column) bool { return o.Use == Name || o.Use == FirstName })
	if j < 0 {
		return c.filled.N
	}
	pairs := map[[2]int32]bool{}
	for i := range c.at {
		if !survey.Missing(c.cell(i)) {
			pairs[[2]int32{c.at[i], g.columns[j].at[i]}] = true
		}
	}
	return len(pairs)
}

// has reports whether some column has one of the keys.
func (g *guesser) has(keys ...string) bool {
	return slices.ContainsFunc(g.columns, func(c column) bool { return slices.Contains(keys, key(c.header)) })
}

// saysNothing reports whether a program wrote all cells: names that it made unreadable, addresses of machines, or that nobody gave an e-mail address.
func (c column) saysNothing() bool {
	machine := func(s string) bool { _, err := netip.ParseAddr(s); return err == nil }
	nobody := func(s string) bool { return slices.Contains(anonymous, survey.Fold(s)) }
	return c.share(masked.MatchString) == 1 || c.share(machine) == 1 || (c.says(emailWords) || c.says(fullWords)) && c.share(nobody) == 1
}

// namesLike reports whether a text has the look of a name rather than of an id: several words, or Hangul.
func namesLike(s string) bool { return len(strings.Fields(s)) > 1 || hangul(s) }

// when finds the time of each answer; of several the one that is called best.
func (g *guesser) when() {
	for _, k := range timestamps {
		if g.take(Timestamp, survey.AsideTime, func(c column) bool { return key(c.header) == k && c.holdsTimes() && !c.undated() }) {
			return
		}
	}
	_ = g.take(Timestamp, survey.AsideTime, func(c column) bool { return c.saysWhen() && c.holdsTimes() && !c.undated() }) ||
		g.take(Timestamp, survey.AsideTime, column.holdsMoments)
}

// holdsMoments reports whether a header that may as well ask for a day or an hour stands over days with hours.
func (c column) holdsMoments() bool {
	return c.called(momentKeys) && c.holdsTimes() && c.share(clockInIt.MatchString) >= 0.9
}

// holdsStamps reports whether a program wrote the cells: nobody is asked for a day and the second in it.
func (c column) holdsStamps() bool {
	return c.holdsTimes() && c.share(secondsInIt.MatchString) >= 0.9
}

// holdsTimes reports whether nearly all cells are times, below a header of times also ones that are written as numbers.
func (c column) holdsTimes() bool {
	read := c.clock(nil)
	return c.share(func(s string) bool { _, ok := read(s); return ok }) >= 0.9
}

// holdsStatus reports whether the column says who takes part: it has no other words than a status of that has, or some that say nothing else.
func (c column) holdsStatus() bool {
	other := func(s string) bool { return survey.FindSpelling(enrolment, s) < 0 }
	return c.says(statusWords) && (!slices.ContainsFunc(c.texts, other) || slices.ContainsFunc(c.texts, gone.MatchString))
}

func count(is bool) int {
	if is {
		return 1
	}
	return 0
}

// leaveOut leaves out what survey programs note besides the answers. A word that may as well ask something counts as such a note beside others.
func (g *guesser) leaveOut() {
	for g.take(LeaveOut, survey.AsideStatus, func(c column) bool { return c.holdsStatus() || slices.Contains(g.sheet.statuses, c.header) }) {
	}
	noted := 0
	for j, c := range g.columns {
		noted += count(c.called(metadata) || g.aside[j] == survey.AsideMetadata)
	}
	for g.take(LeaveOut, survey.AsideMetadata, func(c column) bool {
		return c.saysBot() || c.called(metadata) && (noted > 1 || !c.called(ambiguous)) || g.internal(c) || g.ofTool(c) || c.called(edited) || toolNotes.MatchString(c.header) || c.filled.N > 0 && c.saysNothing() || (noted > 0 || slices.Contains(g.aside, survey.AsideTime)) && len(c.texts) == 1 && c.called(samesaid)
	}) {
	}
	for g.take(LeaveOut, survey.AsideSerial, column.numbersLines) {
	}
	for g.take(LeaveOut, survey.AsideTime, func(c column) bool {
		return c.saysWhen() && c.holdsTimes() || c.holdsMoments() || c.holdsStamps()
	}) {
	}
}

// open reports whether column j is undecided, or left out only because it is empty.
func (g *guesser) open(j int) bool {
	return g.Columns[j].Use == "" || g.columns[j].filled.N == 0
}

// places finds orders with a column for each place or each option, by what a command reads them as.
func (g *guesser) places(s Sheet) {
	r := tableReader{sheet: s, about: g}
	t := survey.Table{N: len(s.Rows)}
	for j, name := range s.Header {
		_, place := survey.PlaceOf(name)
		if _, _, option := survey.ChoiceOf(g.columns[j].label); (place > 0 || option) && g.open(j) {
			t.Columns = append(t.Columns, r.column(j))
		}
	}
	for _, order := range t.Orders() {
		for _, name := range order {
			j := s.Column(name)
			of, part := rankAsk{}.part(g.columns[j])
			g.Columns[j] = Column{Use: Rank, Question: of, Part: part}
			for k, c := range g.columns { // a list of the same beside its columns
				if g.Columns[k].Use == "" && survey.Fold(survey.OrderTitle(c.label)) == survey.Fold(of) {
					g.Columns[k] = Column{Use: LeaveOut}
				}
			}
		}
	}
}

// groups takes numbers, also with zeros before them, for choices where they only number the sections and teams that members are in, as a command tells.
func (g *guesser) groups(s Sheet) {
	r := tableReader{sheet: s, about: g}
	for j, c := range g.Columns {
		if !saysGroup(g.columns[j].label) || !slices.Contains([]Use{Number, Scale, ShortText}, c.Use) || !slices.Contains(groupKinds, r.column(j).Aside) {
			continue
		}
		q := Column{Use: OneOf, Question: c.Question, Options: byCount(g.columns[j].filled)}
		if q.choosable() {
			g.Columns[j] = q
		}
	}
}

// saysGroup reports whether a header alone says that its column is of sections or teams.
func saysGroup(header string) bool {
	return slices.Contains(groupKinds, survey.Column{Values: survey.Options{}}.AsideBy(header))
}

var groupKinds = []string{survey.AsideSection, survey.AsideTeam, survey.AsidePartTeam}

// yesOrNo reports whether texts are nothing but marks.
func yesOrNo(texts []string) bool {
	return !slices.ContainsFunc(texts, func(s string) bool { return !slices.Contains(yesNo, strings.ToLower(s)) })
}
