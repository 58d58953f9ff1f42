package sheet

import (
	"slices"
	"strings"
	"unicode"

	"dure/survey"
)

// mates finds wished and avoided teammates: by the header, or because the cells name members.
func (g *guesser) mates() {
	members := g.members()
	title := ""
	for j, c := range g.columns {
		decided := g.Columns[j].Use != "" && !(c.writtenOut() && g.open(j))
		if decided || slices.ContainsFunc(c.filled, func(s string) bool { return len(s) > survey.MaxTeammates*survey.MaxName }) {
			continue
		}
		if !c.writtenOut() && !c.asksMates() && !c.namesAny(members) {
			continue
		}
		use, q := Wished, c.label
		if (c.says(avoidWords) || strings.HasPrefix(key(c.header), "avoid")) && !strings.HasSuffix(q, "(wished)") { // which a file out says
			use = Avoided
		}
		q = strings.TrimSpace(strings.TrimSuffix(strings.TrimSuffix(q, "(wished)"), "(avoided)"))
		if title == "" {
			title = q
		}
		g.Columns[j] = Column{Use: use, Question: title}
	}
}

// writtenOut reports whether a file out wrote the header, which stands over blanks where what was said is not written out.
func (c column) writtenOut() bool {
	return strings.HasSuffix(c.label, "(wished)") || strings.HasSuffix(c.label, "(avoided)")
}

// namesAny reports whether most cells name members, whatever the header says.
func (c column) namesAny(members *survey.Directory) bool {
	known, total := 0, 0
	for _, cell := range c.filled {
		for _, name := range survey.SplitNames(cell) {
			total++
			if _, ok := members.Find(name); ok && len(name) > 1 && (!isNumber(name) || len(name) > 4) {
				known++
			}
		}
	}
	return known >= 3 && known*10 >= total*6
}

// asksMates reports whether the column asks for members by its header.
func (c column) asksMates() bool {
	return c.called(mateKeys) || c.says(mateWords) && !c.says(teamNames) && c.says(askingNames) && c.share(isNumber) < 0.5 && !yesOrNo(c.texts) && len(c.texts)*3 > len(c.filled)
}

// members finds members by what they may be called. It only tells that there is one, so all are entered as the same.
func (g *guesser) members() *survey.Directory {
	all := survey.NewDirectory()
	var first, last []string
	for j, c := range g.Columns {
		switch c.Use {
		case Name:
			for _, s := range g.columns[j].filled {
				all.Add(0, "", "", s)
			}
		case Email, Ref:
			for _, s := range g.columns[j].filled {
				all.Add(0, s, "", "")
			}
		case FirstName:
			first = g.columns[j].cells
		case LastName:
			last = g.columns[j].cells
		}
	}
	for i := range min(len(first), len(last)) {
		all.Add(0, "", "", first[i]+" "+last[i])
	}
	return all
}

// join makes a name of its parts. Korean names put the family first, without a space.
func join(first, last string) string {
	first, last = survey.Clean(first), survey.Clean(last)
	if first == "" || last == "" {
		return first + last
	}
	if hangul(first) && hangul(last) {
		return last + first
	}
	return first + " " + last
}

func hangul(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return !unicode.Is(unicode.Hangul, r) && r != ' ' })
}
