package sheet

import (
	"regexp"
	"slices"
	"strings"
)

// Minutes name people behind a colon, "Present: Ann, Bo", and chats one below the other with bullets or numbers.

var (
	labelHeads = regexp.MustCompile(`^\s*([^:：]{1,40}?)\s*[:：]\s*(.*)$`)
	peopleHead = regexp.MustCompile(`(?i)\b(members?|participants?|attendees?|attending|students?|people|names|players?|volunteers?|guests?|invited|present|absent|apologies|regrets|going|coming|signed up|teilnehmer|mitglieder|participantes|miembros|membres)\b|` +
		`(참석|참가|참여|출석|결석|불참|신청|지원|대기|당첨|합격|선발)(자|원|인원)?( ?(명단|목록))?$|명단$|(멤버|회원|부원|조원|팀원|단원|학생|임원|구성원|인원)( ?(명단|목록))?$|参加者|出席者|成员`)
	teamHead  = regexp.MustCompile(`(?i)^(the )?(team|group|squad|table|section|class|lab|crew|pair)s? ?#?[\p{L}\d-]{1,20}$|^(제 ?)?\d{1,3} ?(조|팀|반|모둠|분반|그룹)$|^[\p{L}\d]{1,10} ?(조|팀|모둠|분반)$|^(조|팀|모둠|그룹) ?[\p{L}\d]{1,4}$`)
	entryMark = regexp.MustCompile(`^\s*(?:\(?\d{1,4}[.):]\s*|[-*–+]\s+|[•·‣▪◦●○■□①-⑳]\s*)(?:\[[ xX]?\]\s*|[☐☑✓✔]\s*)?(\D.*)$`)
	entryRest = regexp.MustCompile(`^([^,;:：(（\t/–—-]+(?:-[^,;:：(（\t/–—\s-]+)*)\s*(?:[,;:：\t/]|[–—-]\s|[(（])\s*(.*?)[)）]?$`)
)

// absent heads the names of who did not come.
var absent = regexp.MustCompile(`(?i)^(absent|absentees?|apologies|regrets|not (attending|coming|going))$|^(불참|결석)(자|인원)?( ?명단)?$`)

// namesPeople reports whether what stands before a colon, or above a list, says that people follow.
func namesPeople(head string) bool { return teamHead.MatchString(head) || peopleHead.MatchString(head) }

// labelled reads names behind or below what ends with a colon and says that people follow, and beside each which of several such words it was. Other lines are passed
// over where they are of the same kind, a word and a colon, or a title; lines with cells may be a table.
func labelled(all []textLine) ([]record, []LeftOutRow) {
	var members []copiedMember
	var other []textLine
	under, teams := "", true
	heads := map[string]bool{}
	for _, l := range all {
		m := labelHeads.FindStringSubmatch(unmark(l.text))
		switch {
		case m != nil && namesPeople(m[1]):
			names := personsIn(m[2])
			if len(names) == 0 && !blank(m[2]) && !nobodies.MatchString(strings.TrimSpace(m[2])) {
				return nil, nil
			}
			under, heads[m[1]], teams = m[1], true, teams && teamHead.MatchString(m[1])
			for _, n := range names {
				members = append(members, copiedMember{line: l.n, name: n, group: under})
			}
			continue
		case under != "" && entryMark.MatchString(l.text):
			if entry, ok := readEntry(unmark(l.text)); ok {
				entry.line, entry.group = l.n, under
				members = append(members, entry)
				continue
			}
		case m == nil && strings.ContainsAny(l.text, ",;\t|\""):
			return nil, nil
		}
		if other = append(other, l); len(other) > titleLines {
			return nil, nil
		}
	}
	if len(members) < 2 {
		return nil, nil
	}
	korean := hangul(members[0].name)
	group := map[[2]bool]string{{true, true}: "팀", {true, false}: "Team", {false, true}: "구분", {false, false}: "List"}[[2]bool{teams, korean}]
	for head := range heads { // who was not there is asked about, as who takes no part any more
		if absent.MatchString(head) && len(heads) > 1 {
			group = map[bool]string{true: "상태", false: "Status"}[korean]
		}
	}
	for k := range members {
		if len(heads) == 1 {
			members[k].group = ""
		}
	}
	return copiedTable(members, group), outside(other)
}

// marked reads a list with bullets or numbers, an entry in each line: a name, and behind a comma, a stroke or in brackets what is said of the member. Lines without a mark
// are its headings.
func marked(all []textLine) ([]record, []LeftOutRow) {
	var members []copiedMember
	var other []textLine
	entries := 0 // which the different members are nearly as many as, where they are people
	for _, l := range all {
		if !entryMark.MatchString(l.text) {
			if strings.ContainsAny(l.text, ",;\t|") {
				return nil, nil
			}
			other = append(other, l)
			continue
		}
		entries++
		if m, ok := readEntry(unmark(l.text)); ok {
			m.line = l.n
			members = append(members, m)
			continue
		}
		other = append(other, l)
	}
	different := map[string]bool{}
	for _, m := range members {
		different[m.name+m.email] = true
	}
	if len(members) < 2 || 10*len(members) < 8*entries || 2*entries < len(all) || 10*len(different) < 8*len(members) {
		return nil, nil
	}
	return copiedTable(members, ""), outside(other)
}

// bare reads a list without marks, a whole name in each line, of whom some have more behind it in brackets or behind a stroke. Where nobody has, it is a column like any other.
func bare(all []textLine) ([]record, []LeftOutRow) {
	var members []copiedMember
	more := false
	for _, l := range all {
		m, ok := readEntry(l.text)
		if !ok || strings.ContainsAny(l.text, ",;:\t|\"") || !wholeHangulName(m.name) && len(strings.Fields(m.name)) < 2 {
			return nil, nil
		}
		m.line, more = l.n, more || m.more != ""
		members = append(members, m)
	}
	if len(members) < 3 || !more {
		return nil, nil
	}
	return copiedTable(members, ""), nil
}

// unmark takes the bullet or the number from a line that has one.
func unmark(line string) string {
	if m := entryMark.FindStringSubmatch(line); m != nil {
		line = m[1]
	}
	return strings.TrimSpace(line)
}

// readEntry reads an entry of a list.
func readEntry(text string) (m copiedMember, ok bool) {
	if name, email, ok := readMailbox(text); ok && (name == "" || person(name)) {
		return copiedMember{name: name, email: email}, true
	}
	if person(text) {
		return copiedMember{name: text}, true
	}
	cut := entryRest.FindStringSubmatch(text)
	if cut == nil || !person(strings.TrimSpace(cut[1])) || namesPeople(strings.TrimSpace(cut[1])) {
		return m, false
	}
	m.name, m.more = strings.TrimSpace(cut[1]), strings.TrimSpace(cut[2])
	if parts := texts(strings.FieldsFunc(m.more, func(r rune) bool { return strings.ContainsRune(" ,;<>()[]", r) })); slices.ContainsFunc(parts, isEmail) {
		at := parts[slices.IndexFunc(parts, isEmail)]
		m.email, m.more = at, strings.Trim(strings.Replace(m.more, at, "", 1), " ,;<>()[]-–")
	}
	return m, true
}
