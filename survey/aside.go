package survey

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
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
	AsideStatus   = "status"    // whether the member takes part
	AsideMetadata = "metadata"  // what the program that made the file notes
	AsideSerial   = "serial"    // whole numbers that are all different, which only number the rows
	AsideConstant = "constant"  // everybody has the same
	AsideBlank    = "blank"     // no answers
	AsideText     = "free_text" // text that is nearly all different, or dates most of which are
	AsidePeople   = "people"    // teammates
	AsideTimes    = "times"     // free times in words that are no hours
	AsidePlace    = "place"     // one place of an order that several columns hold together, see [PlaceOf]
)

// notAnswers are the reasons for which a column holds no answers of members. A constant is one of them: who has answered
// nothing has it too.
var notAnswers = []string{AsideID, AsideName, AsideEmail, AsideTime, AsideSection, AsideTeam, AsidePartTeam, AsideStatus, AsideMetadata,
	AsideSerial, AsideConstant, AsideBlank}

// IsAnswer reports whether the column holds what members answered.
func (c Column) IsAnswer() bool { return !slices.Contains(notAnswers, c.Aside) }

// Words by which a header says that its column is of sections, of teams, of teams that are over, or of free times. "Group" says so only behind
// words that go with it: an age group is no team.
var (
	sectionWords = regexp.MustCompile(`(?i)^((class|course|lab|my|your|discussion|tutorial) )?(section|lab|tutorial|recitation)( ?(no\.?|number|name|id|#))?$|\bwhich (lab )?section\b|^(분반|반|(소속|실습|수업) ?반|반 ?이름)$`)
	sectionCells = regexp.MustCompile(`(?i)^(section|sec|lab|tutorial)[ ._-]?[0-9a-z]{1,2}$|^[0-9a-z]{1,2} ?분?반$`)
	teamWords    = regexp.MustCompile(`(?i)(^|[^a-z])(team|(^|prev\w*|last|past|old|former|project|work|working|study|assigned|my|your)[ _]?group)s?([ _]?(name|no\.?|number|num|id|#))?([ _]before)?$` +
		`|(^|\s|지난|이전|저번|소속|프로젝트|기존)(팀|조|모둠)( ?(이름|명|번호))?$`)
	pastWords  = regexp.MustCompile(`(?i)\b(prev(ious)?|last|past|old|former|prior|earlier)([ _]|\b)|[ _]before\b|(^|[ _])(term|semester|season|round)[ _]?\d|지난|이전|저번|작년|전 ?학기|기존`)
	timesWords = regexp.MustCompile(`(?i)\b(un)?availab|\bfree (time|hour|slot|day)s?\b|\bwhen (are|can) you\b|working[ _](hour|time)|(가능한?|되는|비는|빈) ?(시간|요일|날)`)
)

// A part of a team is smaller than a team, and leaves members who come alone, or is so small that no team is: so many members at most.
// A section has more members than a team. Between them lies what teams have, so that a column of those says who was in one.
// A header of more words than maxTitle is a question, and not what a team is called by.
const (
	maxTitle     = 4
	maxPart      = 8
	maxWholePart = 3
	minSection   = 10
)

// AsideBy is why a column of answers under a header says nothing to compare members by, as the header and the cells together tell; "" where
// they do not say so. What can be told from the cells only, a constant or free text, is not its subject.
func (c Column) AsideBy(header string) string {
	switch c.Type() {
	case PeopleColumn, HourColumn, ZoneColumn, RankColumn:
		return ""
	}
	if c.Type() != NumberColumn && (ofDay(header) || timesWords.MatchString(header)) {
		return AsideTimes
	}
	groups := c.groups()
	blank := len(groups) == 0 // as before the first answer, when the header alone can tell
	if !blank && (len(groups) < 2 || groups[0] < 2) {
		return "" // nobody shares anything
	}
	switch {
	case sectionWords.MatchString(header) || !blank && c.calledAll(sectionCells):
		return AsideSection
	case len(strings.Fields(header)) > maxTitle || !teamWords.MatchString(header) || wished(header):
		return ""
	case blank || pastWords.MatchString(header):
		return AsideTeam
	case c.CountAnswered() < c.Len() && groups[0] <= maxPart || groups[0] <= maxWholePart:
		return AsidePartTeam
	case groups[0] >= minSection:
		return AsideSection
	}
	return AsideTeam
}

// ofDay reports whether a header is a weekday, or ends with one in brackets.
func ofDay(header string) bool {
	if m := inBrackets.FindStringSubmatch(header); m != nil {
		header = m[2]
	}
	_, ok := ParseDay(header)
	return ok
}

// wished reports whether a header asks for what somebody would like.
func wished(header string) bool { asks, _ := AsksMates(header); return asks }

// groups are how many members gave each answer, the most first.
func (c Column) groups() []int {
	var count []int
	for i, code := range c.Codes() {
		if code >= len(count) {
			count = append(count, 0)
		}
		if c.Answered(i) {
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

// IsConstant reports whether several members all gave the same answer.
func (c Column) IsConstant() bool {
	groups := c.groups()
	return c.Len() > 1 && len(groups) == 1 && groups[0] == c.Len()
}

// IsNearlyConstant reports whether of those who have answered, some more than two, at most one in twenty gave another answer than the rest.
func (c Column) IsNearlyConstant() bool {
	groups, given := c.groups(), c.CountAnswered()
	return given > 2 && given-groups[0] <= given/20
}

// SmallestGroup is how few members gave an answer that somebody gave.
func (c Column) SmallestGroup() int {
	groups := append([]int{0}, c.groups()...)
	return groups[len(groups)-1]
}

var (
	placeHeader = regexp.MustCompile(`^(.*?\S)\s*[\[#(]?(\d{1,2})[\])]?$`)
	placeFirst  = regexp.MustCompile(`(?i)^(\d{1,2})(?:st|nd|rd|th)?\s*(choice|preference|priority|지망|순위|희망)$`)
	orderWords  = regexp.MustCompile(`(?i)choice|priorit|preference|preferred|rank|지망|순위|희망`)
)

// PlaceOf cuts a header such as "Choice 1" or "1지망" in what is ordered and the place, from 1; 0 where it names none.
func PlaceOf(header string) (of string, place int) {
	if m := placeFirst.FindStringSubmatch(header); m != nil {
		place, _ = strconv.Atoi(m[1])
		return m[2], place
	}
	m := placeHeader.FindStringSubmatch(header)
	if m == nil {
		return header, 0
	}
	place, _ = strconv.Atoi(m[2])
	return m[1], place
}

// Orders finds columns that together hold an order: "Choice 1", "Choice 2" and so on, one option a place, none twice for a member. Each order
// lists its columns from the first place on.
func (t Table) Orders() (orders [][]string) {
	for _, first := range t.Columns {
		of, place := PlaceOf(first.Name)
		if place != 1 || !orderWords.MatchString(of) {
			continue
		}
		var columns []Column
		for k := 1; ; k++ {
			c, ok := find(t.Columns, func(c Column) bool { stem, place := PlaceOf(c.Name); return stem == of && place == k })
			if !ok || c.Type() != OptionColumn || c.Aside != "" && c.Aside != AsidePlace {
				break
			}
			columns = append(columns, c)
		}
		if names := (Table{Columns: columns}).Names(); len(columns) > 1 && differ(columns) {
			orders = append(orders, names)
		}
	}
	return orders
}

// differ reports whether nobody gave one answer in two of the columns.
func differ(columns []Column) bool {
	for i := range columns[0].Len() {
		seen := map[string]bool{}
		for _, c := range columns {
			key := SpellingKey(c.Cell(i))
			if c.Answered(i) && seen[key] {
				return false
			}
			seen[key] = true
		}
	}
	return true
}
