package survey

import (
	"regexp"
	"slices"
	"strings"
	"time"
)

// A Mention is a name that a member typed to say with whom to be in a team, or with whom not, and whom it was taken for. A wish in doubt
// counts for nobody and an avoidance in doubt for all whom it may mean.
type Mention struct {
	Text    string
	Within  string // the text with several names in it, such as "Bo Lind & Cy Wren", of which this is one; "" for one by itself
	Members []int  // those taken, by row
	Near    []int  // those whom it may mean, where it is in doubt
	Reason  Reason // why they were taken, or were not; "" where one is called so, or somebody decided: see [Meant]
	Counts  bool   // whether it was understood: somebody was taken, or it is known that nobody is meant
}

// A Reason says why a text was not taken as it is written, or not at all.
type Reason string

// The reasons. Of the first two somebody is sure.
const (
	AsFolded  Reason = "folded"          // one member is called so, but for case, accents, width, spaces, hyphens or the order of the names
	AsTwo     Reason = "two_names"       // it is one of several names with an "and" or a stroke between them
	AsSeveral Reason = "several_members" // several are called so
	AsNear    Reason = "near_name"       // it is a slip away from what some are called, or brackets behind a name do not agree with it
	AsLater   Reason = "later_name"      // who is called so came, or was called so, after it was sent
	AsSelf    Reason = "own_name"        // only the member who typed it is called so
	AsNobody  Reason = "no_member"

	AsNoNumber       Reason = "no_number"  // of cells that name nobody
	AsNoAnswer       Reason = "no_answer"  // of cells among numbers that say so
	AsOtherTime      Reason = "other_time" // of numbers in another time than that of the others
	AsNoTimes        Reason = "no_times"
	AsNoHours        Reason = "no_hours" // of a weekday
	AsNoLevel        Reason = "no_level"
	AsPartOfDay      Reason = "part_of_day"
	AsUnknownZone    Reason = "zone_unknown"
	AsAmbiguousZone  Reason = "zone_ambiguous"
	AsSameEmail      Reason = "same_email" // of rows that may be of one member
	AsSameID         Reason = "same_id"
	AsSameName       Reason = "same_name"
	AsTurnedName     Reason = "turned_name"
	AsPastTeam       Reason = "past_team" // of teams that may be those of today
	AsLastRow        Reason = "last_row"
	AsCodes          Reason = "codes"           // of numbers that may be steps or stand for choices
	AsNeeded         Reason = "if_need_be"      // of who is free if need be
	AsNotation       Reason = "number_marks"    // of numbers whose marks may part thousands or a fraction
	AsOtherTable     Reason = "other_table"     // of tables side by side of which one is read
	AsNewerAnswer    Reason = "newer_answer"    // of two answers to one question, of which one is older
	AsSeveralAnswers Reason = "several_answers" // of answers to one question of one time, or of none
	AsLastAnswer     Reason = "last_answer"
)

// Doubtful reports whether somebody has to say whom the text means.
func (m Mention) Doubtful() bool {
	return slices.Contains([]Reason{AsSeveral, AsNear, AsLater, AsSelf, AsNobody}, m.Reason)
}

// A reader of what one member typed on one side of a question.
type mentionReader struct {
	*Directory
	by       int // who typed it
	side     Side
	question QuestionID
}

// Mentions reads what member by typed, in its order. Names are apart at semicolons and new lines; at commas, unless the whole is
// somebody, as "Kim, Minjun" may be; and at an "and" or a stroke where there is somebody on each side of it.
func (d *Directory) Mentions(by int, side Side, typed string) []Mention {
	return mentionReader{Directory: d, by: by, side: side}.all(typed)
}

func (r mentionReader) all(typed string) (all []Mention) {
	for _, text := range SplitList(typed, textMarks) {
		all = append(all, r.listed(text)...)
	}
	return all
}

// Texts takes a cell apart into the texts of single names, wherever it is sure that they are several. Of two between a comma that are not both
// members' it is not, as "Kim, Minjun" may be one name: they stay together.
func (d *Directory) Texts(cell string) (texts []string) {
	called := func(name string) bool { members, _ := d.called(name, borne); return members != nil }
	stranger := func(name string) bool { return !called(name) }
	for _, text := range SplitList(cell, textMarks) {
		parts := SplitList(text, listMarks+strokes)
		if names := apart(text); !slices.ContainsFunc(names, stranger) {
			parts = names
		}
		if pairs := inPairs(text, called); pairs != nil {
			parts = pairs
		} else if len(parts) > 1 && called(text) || len(parts) == 2 && slices.ContainsFunc(parts, stranger) {
			parts = []string{text}
		}
		for _, part := range parts {
			if !slices.Contains(texts, part) {
				texts = append(texts, part)
			}
		}
	}
	return texts
}

// textMarks stand between names, and listMarks there or between the parts of one; strokes do where there is somebody on each side.
const (
	textMarks = ";；\r\n"
	listMarks = ",，"
	strokes   = "/／"
)

// listed reads names between commas. Where none of them is anybody, the whole may be a name with a slip in it.
func (r mentionReader) listed(text string) []Mention {
	parts := SplitList(text, listMarks)
	if len(parts) == 0 {
		return nil
	}
	if whole, ok := r.sure(text); ok && len(parts) > 1 {
		return []Mention{whole}
	}
	known := func(name string) bool { _, ok := r.sure(name); return ok }
	if pairs := inPairs(text, known); pairs != nil {
		parts = pairs
	}
	var all []Mention
	for _, part := range parts {
		all = append(all, r.joined(part)...)
	}
	if len(parts) > 1 && !slices.ContainsFunc(all, func(m Mention) bool { return m.Reason != AsNobody }) {
		if whole := r.name(text); whole.Reason == AsNear {
			return []Mention{whole}
		}
	}
	return all
}

// inPairs are the names of a list in which a comma parts the family from the rest, too: "Lee, Bob, Ruiz, Ana". There are none unless each two parts are
// somebody and no part alone is.
func inPairs(text string, known func(name string) bool) (names []string) {
	for _, side := range conjunctions.Split(text, -1) {
		parts := SplitList(side, listMarks)
		if len(parts)%2 != 0 || slices.ContainsFunc(parts, known) {
			return nil
		}
		for pair := range slices.Chunk(parts, 2) {
			if names = append(names, strings.Join(pair, ", ")); !known(names[len(names)-1]) {
				return nil
			}
		}
	}
	if len(names) < 2 {
		return nil
	}
	return names
}

// conjunctions stand between names where there is somebody on each side. A Korean one needs no space.
var conjunctions = regexp.MustCompile(`(?i)[&＆、` + strokes + `]|및|(?:^|\s)and\s`)

// apart takes a text apart wherever names may be.
func apart(text string) (names []string) {
	for _, part := range SplitList(text, listMarks+textMarks) {
		for _, name := range conjunctions.Split(part, -1) {
			if name = strings.TrimSpace(name); name != "" {
				names = append(names, name)
			}
		}
	}
	return names
}

// joined reads a name, or several with an "and" between them.
func (r mentionReader) joined(text string) []Mention {
	whole, ok := r.sure(text)
	if ok {
		return []Mention{whole}
	}
	if several := r.several(text); several != nil {
		return several
	}
	r.guess(&whole)
	return []Mention{whole}
}

// several reads names with an "and" between them; nil where there is nobody on one side of it.
func (r mentionReader) several(text string) (all []Mention) {
	if !conjunctions.MatchString(text) {
		return nil
	}
	for _, part := range conjunctions.Split(text, -1) {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		m := r.name(part)
		if m.Reason == AsNobody {
			return nil
		}
		if m.Within = text; len(m.Members) > 0 && (m.Reason == "" || m.Reason == AsFolded) {
			m.Reason = AsTwo
		}
		all = append(all, m)
	}
	return all
}

// name reads a text as one name.
func (r mentionReader) name(text string) Mention {
	m, ok := r.sure(text)
	if !ok {
		r.guess(&m)
	}
	return m
}

// sure reads a text as one name if somebody was called so when it was sent, or before that, or somebody has decided whom it means. A wish is for
// who is called so only since then, too; of an avoidance that is asked, so that none ends as organizers call somebody by its name.
func (r mentionReader) sure(text string) (m Mention, ok bool) {
	m = Mention{Text: text, Reason: AsNobody}
	if r.decided != nil {
		if who, ok := r.decided(r.by, r.question, r.side, text); ok {
			m.Reason, m.Counts = "", true
			if who != nobody {
				m.Members = []int{who}
			}
			return m, true
		}
	}
	sent := r.sentAt()
	when := momentsOf(sent)
	if r.side == WishedSide && !sent.IsZero() {
		when = append(when, borne)
	}
	called, exact := r.meant(text, when)
	switch others := r.others(called); {
	case len(others) == 1:
		m.Members, m.Reason, m.Counts = others, AsFolded, true
		if exact {
			m.Reason = ""
		}
	case len(others) > 1:
		m.doubt(AsSeveral, others, r.side)
	case len(called) > 0:
		m.Reason = AsSelf
	}
	return m, len(called) > 0
}

// sentAt is when the member sent what is read; zero where it is not sent, or not of a season.
func (r mentionReader) sentAt() time.Time {
	if r.sent == nil {
		return time.Time{}
	}
	return r.sent(r.by)
}

// noNames are what people type to name nobody.
var noNames = []string{"none", "no one", "noone", "nobody", "nil", "no", "n.a", "not applicable", "anyone", "anybody", "no preference", "없음", "없다", "없어요", "없습니다", "없", "무", "해당 없음", "해당없음", "아무나", "아무도", "상관없음", "상관 없음",
	"keine", "keiner", "niemand", "aucun", "aucune", "personne", "ninguno", "ninguna", "nadie", "なし", "特になし", "无"}

// guess looks for whom a text may mean that is nobody's name.
func (r mentionReader) guess(m *Mention) {
	if NamesNobody(m.Text) {
		m.Reason, m.Counts = "", true
		return
	}
	called, _ := r.called(m.Text, borne)
	if later := r.others(called); len(later) > 0 {
		m.doubt(AsLater, later, r.side)
		return
	}
	r.makeSlips.Do(func() { r.slips = newSlips(r.names) })
	if near := r.others(r.may(m.Text)); len(near) > 0 {
		m.doubt(AsNear, near, r.side)
		return
	}
	m.Near = r.others(r.slips.hints(m.Text))
}

// may returns whom a text may mean that is nobody's name: who is called as it is in front of brackets, or a slip away from it, and then
// whoever the text in them names.
func (r mentionReader) may(text string) []int {
	bare, inside := bracketed(text)
	near, _ := r.plainly(bare, everBorne)
	if near == nil {
		near = append(r.slips.near(text), r.slips.near(bare)...)
	}
	if name := untitled(text); len(near) == 0 && name != "" {
		near = r.slips.near(name)
	}
	behind, _ := r.plainly(inside, everBorne)
	return distinct(append(slices.Clip(near), behind...))
}

// distinct are the members, each once, in the order in which they first come.
func distinct(members []int) (once []int) {
	for _, i := range members {
		if !slices.Contains(once, i) {
			once = append(once, i)
		}
	}
	return once
}

func (r mentionReader) others(members []int) (others []int) {
	for _, i := range members {
		if i != r.by {
			others = append(others, i)
		}
	}
	return others
}

// doubt says whom the text may mean. To avoid all of them keeps what was asked for whoever it is.
func (m *Mention) doubt(reason Reason, near []int, side Side) {
	m.Reason, m.Near = reason, near
	if side == AvoidedSide {
		m.Members, m.Counts = near, true
	}
}
