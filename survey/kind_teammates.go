package survey

import (
	"slices"
	"strconv"
	"strings"
)

// Teammates are members with whom one wishes to be in a team, and whom one would avoid. They are never taken together.
const Teammates Kind = "teammates"

// MaxTeammates is how many may be wished for, or avoided.
const MaxTeammates = 10

// The fields of wished and avoided teammates are the question's with one of these behind it.
const (
	WishedField  = "w"
	AvoidedField = "a"
)

type teammatesKind struct{}

func (teammatesKind) name() Kind { return Teammates }

func (teammatesKind) effort(q Question) float64 { return 5 * float64(q.Wishes+q.Avoids) }

func (teammatesKind) begin(q *Question) { q.Wishes, q.Avoids, q.Sensitive = 3, 2, true }

// Wishes and avoidances count each by themselves: one who avoids more than may be keeps the wishes, by which nobody learns of it.
func (teammatesKind) carry(_, q Question, a Answer) Answer {
	if len(a.Wished) > q.Wishes {
		a.Wished = nil
	}
	if len(a.Avoided) > q.Avoids {
		a.Avoided = nil
	}
	return a
}

// beside keeps the side of which a row says nothing, and names in columns that are not there: places of wishes are numbered from 1, of
// avoidances from -1 down. Whom the row avoids is wished no longer.
func (teammatesKind) beside(q Question, a, was Answer, places []int) Answer {
	wished := slices.DeleteFunc(slices.Clone(was.Wished), func(name string) bool { return slices.Contains(a.Avoided, name) })
	var wishes, avoids []int
	for _, place := range places {
		if place > 0 {
			wishes = append(wishes, place)
		} else {
			avoids = append(avoids, -place)
		}
	}
	a.Wished = besideNames(a.Wished, wished, wishes, q.Wishes)
	a.Avoided = besideNames(a.Avoided, was.Avoided, avoids, q.Avoids)
	return a
}

func besideNames(now, was []string, places []int, most int) []string {
	if len(now) == 0 {
		return was
	}
	if places == nil {
		return now
	}
	var all Register
	for _, name := range besidePlaces(now, was, places) {
		all.Number(name)
	}
	return all.Names[:min(len(all.Names), most)]
}

func (teammatesKind) read(q *Question, r *reader) {
	q.Wishes, q.Avoids = r.count("wishes"), r.count("avoids")
}

func (teammatesKind) write(q Question, f Form) {
	f.set("wishes", strconv.Itoa(q.Wishes))
	f.set("avoids", strconv.Itoa(q.Avoids))
}

func (teammatesKind) check(q Question) error {
	if q.Wishes < 0 || q.Avoids < 0 || q.Wishes+q.Avoids == 0 || max(q.Wishes, q.Avoids) > MaxTeammates {
		return &InvalidError{Field: "wishes", Reason: "teammates_range", Args: map[string]any{"Max": MaxTeammates}}
	}
	return nil
}

func (teammatesKind) parse(q Question, form map[string][]string) (Answer, *InvalidError) {
	return Answer{Wished: people(form[q.Field()+WishedField]), Avoided: people(form[q.Field()+AvoidedField])}, nil
}

func (teammatesKind) fits(q Question, a Answer) Message {
	if len(a.Wished) > q.Wishes || len(a.Avoided) > q.Avoids {
		return Say("teammates_many", "Wishes", q.Wishes, "Avoids", q.Avoids)
	}
	for _, w := range a.Wished {
		if slices.ContainsFunc(a.Avoided, func(s string) bool { return Fold(s) == Fold(w) }) {
			return Say("wished_and_avoided", "Name", w)
		}
	}
	return Message{}
}

// MateColumns are the names of the columns of wished and of avoided teammates in [TableOf].
func (q Question) MateColumns() (wished, avoided string) {
	return q.Column() + " wished", q.Column() + " avoided"
}

func (teammatesKind) columns(q Question, answers []Answer, known *Directory) []Column {
	wished, avoided := q.MateColumns()
	return []Column{
		{Name: wished, Aside: AsidePeople, Values: q.peopleOf(answers, known, WishedSide)},
		{Name: avoided, Aside: AsidePeople, Values: q.peopleOf(answers, known, AvoidedSide)},
	}
}

// peopleOf reads what was typed as one list, as in a file, so that a name that stands in two fields is one.
func (q Question) peopleOf(answers []Answer, known *Directory, side Side) People {
	said, mentions := make([]string, len(answers)), make([][]Mention, len(answers))
	for i, a := range answers {
		said[i] = strings.Join(a.Named(side), "; ")
		mentions[i] = mentionReader{known, i, side, q.ID}.all(said[i])
	}
	return PeopleOf(said, mentions)
}

func (teammatesKind) header(q Question) []Heading {
	return sides(q, Heading{q.title() + " (wished)", "wished", q.Field() + WishedField, ""},
		Heading{q.title() + " (avoided)", "avoided", q.Field() + AvoidedField, ""})
}

func (teammatesKind) cells(q Question, a Answer) []string {
	return sides(q, strings.Join(a.Wished, "; "), strings.Join(a.Avoided, "; "))
}

func (teammatesKind) split(q Question, typed []Column) []Column { return sides(q, typed[0], typed[1]) }

// sides leaves out what is of wishes or of avoidances where the question does not ask for them.
func sides[T any](q Question, wished, avoided T) []T {
	var both []T
	if q.Wishes > 0 {
		both = append(both, wished)
	}
	if q.Avoids > 0 {
		both = append(both, avoided)
	}
	return both
}
