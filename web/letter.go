package web

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"dure/survey"
	"dure/web/job"
	"dure/web/view"
)

// A letter is worded when it is sent: in the language that its recipient answered in, with the link of then, and only if it still has something to
// say. Nothing of what a member answered stands in one, nor who is in the team with whom: a link leads to that.

// Letters returns what words letters.
func Letters(cfg Config) (func(context.Context, survey.Letter) (job.Message, error), error) {
	s, err := newServer(cfg)
	if err != nil {
		return nil, err
	}
	return s.letter, nil
}

// moot is a letter that has nothing to say any more: answered, closed, or its member is gone.
func moot() *survey.InvalidError { return &survey.InvalidError{Reason: "letter_moot"} }

func (s *server) letter(ctx context.Context, l survey.Letter) (m job.Message, err error) {
	if l.Member != 0 {
		m, err = s.letterToMember(ctx, l)
	} else {
		m, err = s.letterToOrganizer(ctx, l)
	}
	if errors.Is(err, survey.ErrNotFound) || errors.Is(err, survey.ErrTokenUsed) || errors.Is(err, survey.ErrTokenExpired) {
		err = moot()
	}
	m.ID = l.MessageID
	return m, err
}

func (s *server) letterToMember(ctx context.Context, l survey.Letter) (m job.Message, err error) {
	w := letterWords{server: s, kind: l.Kind, token: l.Token, until: l.Until}
	if w.member, err = s.Store.Member(ctx, l.Member); err != nil {
		return m, err
	}
	if w.season, err = s.Store.Season(ctx, w.member.Season); err != nil {
		return m, err
	}
	if w.club, err = s.Store.Club(ctx, w.season.Club); err != nil {
		return m, err
	}
	kept, err := s.Store.Response(ctx, w.member.ID)
	if err != nil && !errors.Is(err, survey.ErrNotFound) {
		return m, err
	}
	if w.asks, err = s.letterAsks(ctx, l.Kind, w.member, !kept.Submitted.IsZero()); err != nil {
		return m, err
	}
	if !w.member.MayAnswer() || !w.member.Gets(l.Kind) || w.over() {
		return m, moot()
	}
	if l.Kind.AskedFor() { // as who asked for it is shown the member
		if w.member, err = s.Store.MemberByToken(ctx, w.member.Token); err != nil {
			return m, err
		}
	}
	w.lang, w.answered = s.known(kept.Lang, w.club.Lang, l.Lang), kept.Submitted
	m = w.message()
	m.Address, m.To, m.From = w.member.Email, w.member.Name, w.club.Name
	if l.Kind == survey.DeviceLetter {
		m.Address = w.member.Known
	}
	return m, nil
}

// letterToOrganizer words a letter with a link that works once, as long as it does.
func (s *server) letterToOrganizer(ctx context.Context, l survey.Letter) (m job.Message, err error) {
	w := letterWords{server: s, kind: l.Kind, lang: s.known(l.Lang), token: l.Token, until: l.Until}
	in, err := s.Store.Invite(ctx, l.Token, s.Now())
	if err != nil {
		return m, err
	}
	if in.Club != 0 {
		if w.club, err = s.Store.Club(ctx, in.Club); err != nil {
			return m, err
		}
		from, err := s.Store.Organizer(ctx, in.Sender)
		if err != nil {
			return m, err
		}
		w.from, m.From = from.Email, w.club.Name
	}
	name := m.From
	m = w.message()
	m.Address, m.From = in.Email, cmp.Or(name, "Dure")
	return m, nil
}

// letterAsks is when the member can do what a letter asks for. A letter that asks for what is done, or cannot be done now, is moot.
func (s *server) letterAsks(ctx context.Context, kind survey.LetterKind, m survey.Member, answered bool) (asks survey.Survey, err error) {
	switch kind {
	case survey.TeamLetter:
		_, err = s.Store.FeedbackTeam(ctx, m.ID)
	case survey.PulseLetter, survey.FeedbackLetter:
		cards, err := s.feedbackCards(ctx, m)
		i := slices.IndexFunc(cards, func(c view.FeedbackCard) bool { return survey.LetterKind(c.Kind) == kind && c.Submitted.IsZero() })
		if i < 0 {
			return asks, errors.Join(err, moot())
		}
		asks.Closes = cards[i].Closes
	default:
		if asks, err = s.Store.Survey(ctx, m.Season); err != nil {
			return asks, err
		}
		asks = asks.For(m)
		if kind == survey.SurveyLetter && (answered || asks.State(s.Now()) != survey.Open) {
			err = moot()
		}
	}
	return asks, err
}

// known is the first of the languages that the program has.
func (s *server) known(langs ...survey.Lang) survey.Lang {
	for _, l := range langs {
		if s.words[l] != nil {
			return l
		}
	}
	return s.langs()[0]
}

// letterWords are what is said in a letter to a member.
type letterWords struct {
	*server
	kind   survey.LetterKind
	lang   survey.Lang
	club   survey.Club
	season survey.Season
	member survey.Member
	asks   survey.Survey // when the member can do what it asks for

	answered time.Time    // when the member sent the answers
	token    survey.Token // of a link that works once, or a code
	until    time.Time    // as long as that works
	from     string       // the address of who invites
}

// over reports whether what is in it does not work any more.
func (w letterWords) over() bool { return !w.until.IsZero() && !w.until.After(w.Now()) }

// link is where a letter leads.
func (w letterWords) link() string {
	if w.member.ID == 0 {
		return w.server.link("/signup/" + string(w.token))
	}
	link := w.personalLink(w.member.Token)
	if w.kind == survey.PulseLetter || w.kind == survey.FeedbackLetter {
		link += "/" + string(w.kind)
	}
	if w.kind == survey.DeviceLetter {
		link += "/devices"
	}
	return link
}

// text is what stands in a letter. Until when there is time it says only of what is open or opens, and has an end.
func (w letterWords) text() string { return w.say("letter_"+survey.Key(w.kind), "Link", w.link()) }

func (w letterWords) subject() string { return w.say("letter_subject_" + survey.Key(w.kind)) }

func (w letterWords) say(key survey.Key, args ...any) string {
	at, sent, code := "", "", string(w.token)
	if end := cmp.Or(w.until, w.asks.Closes); end.After(w.Now()) {
		at = w.deadline(w.club, w.lang, end)
	}
	if !w.answered.IsZero() {
		sent = w.deadline(w.club, w.lang, w.answered)
	}
	if len(code) == 10 {
		code = code[:5] + " " + code[5:]
	}
	args = append(args, "Name", w.member.Name, "Club", w.club.Name, "Season", w.season.Name, "At", at, "Sent", sent, "Code", code, "From", w.from)
	return w.words[w.lang](key, args...)
}

// message adds to what a letter says why its recipient gets it, and how to get no more of them.
func (w letterWords) message() job.Message {
	m := job.Message{Subject: w.subject(), Text: w.text()}
	foot := w.say("letter_foot")
	if !w.kind.AskedFor() {
		m.Unsubscribe = w.personalLink(w.member.Token) + "/letters"
		foot = w.say("letter_foot_decline", "Link", m.Unsubscribe)
	}
	m.HTML = letterHTML(w.lang, m.Subject, m.Text, foot)
	m.Text += "\n\n-- \n" + foot + "\n" // the mark by which mail programs know where a letter ends
	return m
}

// letterHTML is the same as the text for programs that show HTML: paragraphs and links, and nothing to be loaded.
func letterHTML(lang survey.Lang, subject, text, foot string) string {
	var b strings.Builder
	page := view.Letter(lang, subject, paragraphs(text), paragraphs(foot))
	if err := page.Render(context.Background(), &b); err != nil { // it renders into memory
		panic("letter: " + err.Error())
	}
	return b.String()
}

func paragraphs(text string) (all [][]string) {
	for p := range strings.SplitSeq(text, "\n\n") {
		all = append(all, strings.Split(p, "\n"))
	}
	return all
}
