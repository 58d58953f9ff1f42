package web

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"dure/survey"
	"dure/web/view"
)

// doubtStore keeps what names mean that members typed.
type doubtStore interface {
	Decide(ctx context.Context, writer survey.MemberID, what survey.Decision) error
}

// doubtsShown is how many names that wait a page lists: the others come as these are decided.
const doubtsShown = 30

// doubts returns the names of a season that are in doubt or were decided, with all members, those who dropped out included.
func (s *server) doubts(ctx context.Context, id survey.SeasonID) ([]survey.Doubt, *reading, error) {
	read, err := s.reading(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	all, err := derive(s, read, "doubts", "", len(read.Members)*answerBytes, func() ([]survey.Doubt, error) {
		return survey.Doubts(read.Asked, read.Members, read.Responses), nil
	})
	return all, read, err
}

// doubtsPage says to organizers what waits. Of avoidances it says how many.
func (s *server) doubtsPage(ctx context.Context, id survey.SeasonID) (d view.DoubtsPage, err error) {
	all, read, err := s.doubts(ctx, id)
	if err != nil {
		return d, err
	}
	members, called := read.Members, s.everybody(read)
	for _, doubt := range all {
		switch {
		case doubt.Side == survey.AvoidedSide && !doubt.Decided():
			d.Avoidances++
		case doubt.Side == survey.AvoidedSide || !doubt.By.Active():
		case doubt.Decided():
			d.Decided = append(d.Decided, doubtCard(doubt, called))
		default:
			if d.Waiting++; d.Waiting <= doubtsShown {
				card := doubtCard(doubt, called)
				if len(members) <= wholeSeason {
					card.Else = others(doubt, members, called)
				}
				d.Wishes = append(d.Wishes, card)
			}
		}
	}
	return d, nil
}

// countDoubts says of each card how many names wait in the columns that it is on.
func countDoubts(cards []view.RuleCard, f forming) {
	for i, card := range f.deck.Cards {
		for _, name := range append(slices.Clone(card.Rule.Columns), card.Rule.Column, card.Rule.AvoidColumn) {
			column, _ := f.season.Table.Column(name)
			people, ok := column.Values.(survey.People)
			if !ok {
				continue
			}
			if survey.ReadMates(name).Avoided {
				cards[i].Avoided += people.Doubtful()
			} else {
				cards[i].Wishes += people.Doubtful()
			}
		}
	}
}

// doubtCard words a name by what members are called.
func doubtCard(d survey.Doubt, called map[survey.MemberID]string) view.DoubtCard {
	card := view.DoubtCard{Doubt: d, Field: doubtField(d), Who: called[d.By.ID], Taken: called[d.Means.ID]}
	for _, m := range d.Near {
		card.Near = append(card.Near, view.Choice{Value: m.ID.Code(), Label: called[m.ID]})
	}
	return card
}

// others are all whom a name could be given to, but for those who are offered as near.
func others(d survey.Doubt, members []survey.Member, called map[survey.MemberID]string) (all []view.Choice) {
	for _, m := range members {
		if m.Active() && m.ID != d.By.ID && !d.MayMean(m.ID) {
			all = append(all, view.Choice{Value: m.ID.Code(), Label: called[m.ID]})
		}
	}
	return all
}

// doubtField is the field of the answers' form in which the name was typed.
func doubtField(d survey.Doubt) string {
	q := survey.Question{ID: d.Question}
	if d.Side == survey.AvoidedSide {
		return q.Field() + survey.AvoidedField
	}
	return q.Field() + survey.WishedField
}

// errNotMeant is a decision for somebody whom the name cannot mean: no member any more, or the writer.
var errNotMeant = errors.New("nobody whom it can mean")

// readDecision reads what a button of [view.DoubtCard] sent about one of the names. Whom it can mean may says. A decision about what is not in doubt, or
// not any more, is [survey.ErrStale].
func (s *server) readDecision(c echo.Context, all []survey.Doubt, may func(survey.Doubt, survey.MemberID) bool) (survey.Decision, error) {
	field, rest, _ := strings.Cut(c.FormValue("meant"), " ")
	chosen, text, _ := strings.Cut(rest, " ")
	i := slices.IndexFunc(all, func(d survey.Doubt) bool { return doubtField(d) == field && survey.Fold(d.Text) == survey.Fold(text) })
	if i < 0 {
		return survey.Decision{}, survey.ErrStale
	}
	d := all[i]
	s.asRead(c, d.Read)
	what := survey.Decision{Question: d.Question, Side: d.Side, Typed: d.Text}
	switch {
	case d.Decided() != (chosen == view.WaitAgain): // somebody else was faster
		return what, survey.ErrStale
	case chosen == view.WaitAgain:
		what.Open = true
		return what, nil
	case chosen == view.NobodyMeant:
		return what, nil
	case chosen == view.TypedMeant:
		id, err := s.typedMate(c, d.By)
		what.Means = id
		return what, err
	}
	id, err := strconv.ParseInt(chosen, 10, 64)
	if what.Means = survey.MemberID(id); err != nil || id <= 0 || !may(d, what.Means) {
		return what, errNotMeant
	}
	return what, nil
}

// errNobodyCalled is a name that is not of one other member.
var errNobodyCalled = errors.New("not the name of one other member")

// typedMate is the other member whose name or address was sent.
func (s *server) typedMate(c echo.Context, writer survey.Member) (survey.MemberID, error) {
	members, err := s.Store.MembersCalled(ctx(c), writer.Season, nil, c.FormValue("name"))
	if err != nil {
		return 0, err
	}
	known := survey.NewDirectory()
	for i, m := range survey.AsIfLetIn(members) {
		if called := m.Calling(); m.Active() && !m.Waiting && m.ID != writer.ID {
			known.Add(i, called.Ref, called.Email, called.Name)
		}
	}
	if i, ok := known.Find(c.FormValue("name")); ok {
		return members[i].ID, nil
	}
	return 0, errNobodyCalled
}

// decideWish is an organizer's word on whom a wish of the member means. Avoidances are not the organizers' to decide.
func (s *server) decideWish(c echo.Context, m survey.Member) error {
	all, read, err := s.doubts(ctx(c), m.Season)
	if err != nil {
		return err
	}
	all = slices.DeleteFunc(slices.Clone(all), func(d survey.Doubt) bool { return d.By.ID != m.ID || d.Side != survey.WishedSide })
	what, err := s.readDecision(c, all, func(d survey.Doubt, id survey.MemberID) bool {
		return id != m.ID && slices.ContainsFunc(read.Members, func(o survey.Member) bool { return o.ID == id && (o.Active() || d.MayMean(id)) })
	})
	return s.decided(c, m, what, err, seasonPath(m.Season, "/members#names"))
}

// decideOwn is the member's own word: one of those who are offered, one whose name is typed, or nobody.
func (s *server) decideOwn(c echo.Context, v view.Visit) error {
	if !v.Member.MayAnswer() {
		return seeOther(c, v.Path(""))
	}
	to := v.Path("#names")
	if c.QueryParams().Has("typed") { // behind a form of answers, which may hold what is not saved yet
		to = v.Path("/answers#names")
		f := s.readAnswers(c, v)
		if wrong := f.start(&v); len(wrong) > 0 {
			return s.startAgain(c, v, f, http.StatusUnprocessableEntity, wrong)
		}
		if err := s.keep(c, v, f, s.Store.SaveDraft); errors.Is(err, survey.ErrClosed) {
			return s.tooLate(c, f.on(v))
		} else if err != nil {
			return err
		}
		if newer := f.clashes(v); len(newer) > 0 {
			return s.answersAgain(c, f.on(v), newer)
		}
	}
	var all []survey.Doubt
	for _, d := range v.Doubts {
		all = append(all, d.Doubt)
	}
	what, err := s.readDecision(c, all, survey.Doubt.MayMean)
	return s.decided(c, v.Member, what, err, to)
}

// decided keeps a decision on what the member typed and leads on.
func (s *server) decided(c echo.Context, m survey.Member, what survey.Decision, err error, to string) error {
	if err == nil {
		err = s.Store.Decide(ctx(c), m.ID, what)
	}
	switch {
	case errors.Is(err, survey.ErrStale):
		s.flash(c, "doubt_gone")
		return seeOther(c, to)
	case errors.Is(err, errNobodyCalled):
		s.flash(c, "doubt_not_called", "Name", survey.Shorten(c.FormValue("name"), 100))
		return seeOther(c, to)
	case errors.Is(err, errNotMeant):
		s.flash(c, "doubt_not_meant", "Text", what.Typed)
		return seeOther(c, to)
	}
	return s.done(c, err, to, "doubt_kept", "Text", what.Typed)
}

// ownDoubts are the names in a member's own answers that are in doubt or were decided: none for whom no organizer of a closed list has agreed to yet, as
// whom a name may mean is on it.
func ownDoubts(v view.Visit, members []survey.Member, r survey.Response) (all []view.DoubtCard) {
	if v.Season.Closed && (v.Member.Waiting || v.Member.Took) {
		return nil
	}
	called := survey.CalledMasked(members)
	for _, d := range survey.Doubts(v.Survey, survey.AsIfLetIn(members), map[survey.MemberID]survey.Response{v.Member.ID: r}) {
		all = append(all, doubtCard(d, called))
	}
	return all
}
