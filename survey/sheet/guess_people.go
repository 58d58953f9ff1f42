package sheet

import (
	"slices"
	"strings"
	"unicode"

	"dure/survey"
)

// mates finds wished and avoided teammates: by the header, or because the cells name members. Where nothing says which of the two they are,
// they are taken for avoided, and the page asks.
func (g *guesser) mates() {
	title := ""
	for j, c := range g.columns {
		decided := g.Columns[j].Use != "" && !(c.writtenOut() && g.open(j))
		if decided || slices.ContainsFunc(c.filled.Texts, func(s string) bool { return len(s) > survey.MaxTeammates*survey.MaxName }) {
			continue
		}
		if !c.writtenOut() && !g.naming[j] {
			continue
		}
		use := Wished
		if h := c.mates(); h.Avoided || !h.Asks {
			use = Avoided
		}
		q := strings.TrimSpace(strings.TrimSuffix(strings.TrimSuffix(c.label, "(wished)"), "(avoided)"))
		if title == "" {
			title = q
		}
		g.Columns[j] = Column{Use: use, Question: title}
	}
	g.matePlaces(title)
}

// matePlaces tells columns apart of which each is for one teammate: "Friend 1", "Friend 2". A number alone is none of a place: "Friends (up to 3)".
func (g *guesser) matePlaces(title string) {
	of := map[string][]int{}
	for j, c := range g.Columns {
		if stem, part := g.columns[j].placePart(); part != "" && (c.Use == Wished || c.Use == Avoided) {
			key := string(c.Use) + survey.Fold(stem)
			of[key] = append(of[key], j)
		}
	}
	for _, columns := range of {
		for _, j := range columns {
			if len(columns) == 1 {
				continue
			}
			stem, part := g.columns[j].placePart()
			if g.Columns[j].Part = part; g.columns[j].label == title {
				for k, c := range g.Columns {
					if c.Use == Wished || c.Use == Avoided {
						g.Columns[k].Question = stem
					}
				}
			}
		}
	}
}

// MatesInDoubt reports whether column j names members and nothing in its header says whether they are wished or avoided.
func (s Sheet) MatesInDoubt(j int, as Use) bool {
	c := newColumn(s, j)
	return (as == Wished || as == Avoided) && !c.mates().Asks
}

// mates is what the header or the wording says of teammates.
func (c column) mates() survey.MateHeader {
	if h := survey.ReadMates(c.label); h.Asks {
		return h
	}
	return survey.ReadMates(c.header)
}

// writtenOut reports whether a file out wrote the header, which stands over blanks where what was said is not written out.
func (c column) writtenOut() bool {
	return strings.HasSuffix(c.label, "(wished)") || strings.HasSuffix(c.label, "(avoided)")
}

// names finds the columns that name members: most cells do, whatever the header says; some do and most of the others look like names, under a
// header that may ask for them; or some do, or half look like names and few are the same, under one that surely does. Cells that say that there is
// nobody do not count.
func (g *guesser) names() {
	members, like := g.members(), g.likeNames()
	for j, c := range g.columns {
		h, said := c.mates(), c.filled.N > 0
		c.filled, c.texts = c.filled.Without(survey.NamesNobody), slices.DeleteFunc(slices.Clone(c.texts), survey.NamesNobody)
		if g.aside[j] != "" || g.Columns[j].Use != "" || c.says(teamNames) || c.share(isNumber) >= 0.5 && !c.namesAny(members) || len(c.texts) > 0 && yesOrNo(c.texts) {
			continue
		}
		found, shaped, all := 0, 0, 0
		if h.Asks {
			found, shaped, all = c.count(members, like)
		}
		surely := h.Sure && said && (found > 0 || 2*shaped >= all && 3*len(c.texts) >= c.filled.N)
		g.naming[j] = surely || h.Asks && found > 0 && 2*shaped >= all || c.namesAny(members)
		_, levels := c.levels()
		if g.naming[j] || h.ShunsSurely() && levels == nil {
			g.aside[j] = survey.AsidePeople
		}
	}
}

// count counts the names in the cells, those of members or a slip away from one, and those that look like names besides.
func (c column) count(members *survey.Directory, like func(string) bool) (found, shaped, all int) {
	for k, cell := range c.filled.Texts {
		times := c.filled.Count[k]
		for _, m := range members.Mentions(-1, survey.WishedSide, cell) {
			switch {
			case m.Counts && len(m.Members) == 0:
				continue
			case m.Reason != survey.AsNobody:
				found += times
				shaped += times
			case like(m.Text):
				shaped += times
			}
			all += times
		}
	}
	return found, shaped, all
}

// likeNames tells texts that look like the names of the file: of no fewer words than the shortest of them, and in the same letters.
func (g *guesser) likeNames() func(text string) bool {
	least, latin := 9, false
	for j, c := range g.Columns {
		for _, name := range g.columns[j].filled.Texts {
			switch c.Use {
			case Name:
				least, latin = min(least, len(strings.Fields(name))), latin || !hangul(name)
			case FirstName:
				least, latin = min(least, 2), latin || !hangul(name)
			}
		}
	}
	return func(text string) bool {
		words := strings.Fields(text)
		letters := !strings.ContainsFunc(text, func(r rune) bool {
			return !unicode.In(r, unicode.L, unicode.M) && !strings.ContainsRune(" .'’-()", r)
		})
		if hangul(text) {
			return letters && len([]rune(text)) <= 8
		}
		return letters && latin && len(words) >= least && len(words) <= 5
	}
}

// namesAny reports whether most cells name members, whatever the header says.
func (c column) namesAny(members *survey.Directory) bool {
	known, total := 0, 0
	for k, cell := range c.filled.Texts {
		for _, name := range survey.SplitNames(cell) {
			total += c.filled.Count[k]
			if _, ok := members.Find(name); ok && len(name) > 1 && (!isNumber(name) || len(name) > 4) {
				known += c.filled.Count[k]
			}
		}
	}
	return known >= 3 && known*10 >= total*6
}

// members finds members by what they may be called. It only tells that there is one, so all are entered as the same.
func (g *guesser) members() *survey.Directory {
	all := survey.NewDirectory()
	var first, last column
	for j, c := range g.Columns {
		switch c.Use {
		case Name:
			for _, s := range g.columns[j].filled.Texts {
				all.Add(0, "", "", s)
			}
		case Email, Ref:
			for _, s := range g.columns[j].filled.Texts {
				all.Add(0, s, "", "")
			}
		case FirstName:
			first = g.columns[j]
		case LastName:
			last = g.columns[j]
		}
	}
	for i := range min(len(first.at), len(last.at)) {
		all.Add(0, "", "", first.cell(i)+" "+last.cell(i))
	}
	return all
}

// A nameOrder is how the names of a column are written: as "Family, Given" throughout, or as they are called.
type nameOrder bool

// nameOrder is that of the column: a comma in nearly every name parts the family from the rest.
func (c column) nameOrder() nameOrder {
	return c.filled.N > 1 && nameOrder(c.share(func(s string) bool {
		family, given, parted := cutName(s)
		_, _, again := cutName(given)
		return parted && !blank(family) && !blank(given) && !again
	}) >= 0.9)
}

// name is what a member is called by the cell.
func (familyFirst nameOrder) name(cell string) string {
	if family, given, parted := cutName(cell); bool(familyFirst) && parted {
		cell = join(given, family)
	}
	return strings.Join(strings.Fields(cell), " ")
}

// cutName cuts "Family, Given", which CATME writes as "Family: Given" too.
func cutName(cell string) (family, given string, parted bool) {
	at := strings.IndexAny(cell, ",:")
	if at < 0 {
		return cell, "", false
	}
	return cell[:at], cell[at+1:], true
}

// join makes a name of its parts. Korean, Chinese and Japanese names put the family first, without a space.
func join(first, last string) string {
	first, last = survey.Clean(first), survey.Clean(last)
	if first == "" || last == "" {
		return first + last
	}
	if eastern := func(r rune) bool {
		return unicode.In(r, unicode.Hangul, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Lm)
	}; eastern([]rune(first)[0]) && eastern([]rune(last)[0]) {
		return last + first
	}
	return first + " " + last
}

func hangul(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return !unicode.Is(unicode.Hangul, r) && r != ' ' })
}
