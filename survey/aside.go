package survey

import (
	"regexp"
	"slices"
)

// Why a column says nothing to compare members by, unless somebody asks for it by its name. What is said about a member, and not by
// them, is no answer.
const (
	AsideID       = "id"        // it names the member
	AsideName     = "name"      // or a part of the name
	AsideEmail    = "email"     // the member's address
	AsideTime     = "time"      // when the answer came
	AsideSection  = "section"   // the part of the season that the member is in
	AsideTeam     = "team"      // a team that the member was in
	AsidePartTeam = "part_team" // a part of a team that the member comes with
	AsidePin      = "pin"       // the team that the member is to stay in, or whether they are to
	AsideStatus   = "status"    // whether the member takes part
	AsideMetadata = "metadata"  // what the program that made the file notes
	AsideSerial   = "serial"    // whole numbers that are all different, which only number the rows
	AsideConstant = "constant"  // all who answered have the same
	AsideBlank    = "blank"     // no answers
	AsideText     = "free_text" // text that is nearly all different, or dates most of which are
	AsidePeople   = "people"    // teammates
	AsideTimes    = "times"     // free times in words that are no hours
	AsideLeftOut  = "leave_out" // somebody says so
	AsideSplit    = "split"     // one choice of a question whose answers another column lists
	AsidePlace    = "place"     // one place of an order that several columns hold together, see [PlaceOf]
)

// notAnswers are the reasons for which a column holds no answers of members.
var notAnswers = []string{AsideID, AsideName, AsideEmail, AsideTime, AsideSection, AsideTeam, AsidePartTeam, AsidePin, AsideStatus, AsideMetadata, AsideSplit, AsideLeftOut,
	AsideBlank}

// IsAnswer reports whether the column holds what members answered: whoever filled in one that does has answered, also where nothing is made of it.
// A constant or the numbers of the rows, without a blank, are none: who has answered nothing has them too. But numbers may all be different
// because few were asked, as ages are: members filled those in. And below a header that asks something, all may have said the same.
func (c Column) IsAnswer() bool {
	if slices.Contains(notAnswers, c.Aside) || c.CountAnswered() < c.Len() {
		return !slices.Contains(notAnswers, c.Aside)
	}
	if c.Aside == AsideConstant {
		return asksIt.MatchString(c.Name)
	}
	return c.Aside != AsideSerial || !c.numbersRows()
}

// asksIt matches a header that is a question, so that what stands below it was answered though all say the same.
var asksIt = regexp.MustCompile(`(?i)[?？]|(나요|까요|습니까|는지|세요|주십시오)\s*[.:]?$|\b(do|are|can|will|would|have|did) you\b|^(please )?(agree|confirm|choose|pick|select|rate)\b`)

// leastCode is the least number that has the digits of what members are numbered by; ages, years and hours have fewer.
const leastCode = 10_000

// numbersRows reports whether numbers rise from each row to the next, or have so many digits that they number members.
func (c Column) numbersRows() bool {
	x, _ := c.Measured()
	return slices.IsSorted(x) || len(x) > 0 && slices.Min(x) >= leastCode
}

// timesWords are those by which a header says that its column is of free times.
var timesWords = regexp.MustCompile(`(?i)\b(un)?availab|\bfree (time|hour|slot|day)s?\b|\bwhen (are|can) you\b|working[ _](hour|time)|(가능한?|되는|비는|빈) ?(시간|요일|날)` +
	`|\bfreien? (zeit|stunde|termin)|verfügbar|disponib|\b(horas?|tiempo|horarios?|temps|heures?|créneaux) libres?|(空いて(い|)る|空き|可能な) ?(時間|曜日|日)`)

// AsideBy is why a column of answers under a header says nothing to compare members by, as the header and the cells together tell; "" where
// they do not say so. What can be told from the cells only, a constant or free text, is not its subject.
func (c Column) AsideBy(header string) string {
	switch c.Type() {
	case PeopleColumn, HourColumn, ZoneColumn, RankColumn:
		return ""
	}
	switch {
	case c.Type() != NumberColumn && AsksTimes(header):
		return AsideTimes
	case c.hasSections(header):
		return AsideSection
	}
	return c.asideTeam(header)
}

// AsksTimes reports whether a header asks when somebody has time.
func AsksTimes(header string) bool { return ofDay(header) || timesWords.MatchString(header) }

// ofDay reports whether a header is a weekday, or ends with one in brackets.
func ofDay(header string) bool {
	if m := inBrackets.FindStringSubmatch(header); m != nil {
		header = m[2]
	}
	_, ok := ParseDay(header)
	return ok
}

// groups are how many members gave each answer, the most first.
func (c Column) groups() []int { return c.groupsBut(func(string) bool { return false }) }

// groupsBut are the groups without the answers that none takes for no answer.
func (c Column) groupsBut(none func(string) bool) []int {
	var count []int
	for i, code := range c.Codes() {
		if code >= len(count) {
			count = append(count, 0)
		}
		if c.Answered(i) && !none(c.Cell(i)) {
			count[code]++
		}
	}
	slices.SortFunc(count, func(a, b int) int { return b - a })
	return slices.DeleteFunc(count, func(n int) bool { return n == 0 })
}

// calledAll reports whether all answers look like this.
func (c Column) calledAll(re *regexp.Regexp) bool {
	for i := range c.Len() {
		if c.Answered(i) && !re.MatchString(c.Cell(i)) {
			return false
		}
	}
	return true
}

// IsConstant reports whether all of several members who answered gave the same answer, so that there is nothing to compare.
func (c Column) IsConstant() bool { return c.Len() > 1 && len(c.groups()) == 1 }

// IsNearlyConstant reports whether of those who have answered, some more than two, at most one in twenty gave another answer than the rest.
func (c Column) IsNearlyConstant() bool {
	groups, given := c.groups(), c.CountAnswered()
	return given > 2 && given-groups[0] <= given/20
}
