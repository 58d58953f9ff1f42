package survey

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"time"
)

// A mark tells what stands in a place at one time from what stands there at another. A form carries the mark of what it shows, and what is sent over
// something newer is shown beside it.
func mark(v any) string {
	text, err := json.Marshal(v)
	if err != nil { // it holds words and numbers
		panic(err)
	}
	hash := sha256.Sum256(text)
	return base64.RawURLEncoding.EncodeToString(hash[:9])
}

// Mark is the mark of what organizers set of a season.
func (s Season) Mark() string { return mark([]any{s.Name, s.Closed}) }

// Mark is the mark of what organizers set of a member.
func (m Member) Mark() string { return mark([]string{m.Name, m.Email, m.Ref}) }

// OwnMark is the mark of what members set of themselves.
func (m Member) OwnMark() string { return mark([]string{m.Name, m.Email, m.Wanted}) }

// Mark is the mark of when a round opens and closes, and whether it asks about teammates.
func (r FeedbackRound) Mark() string {
	return mark([]any{Survey{Opens: r.Opens, Closes: r.Closes}.TimesMark(), r.Peers})
}

// LinkMark is the mark of the member's personal link.
func (m Member) LinkMark() string { return mark(string(m.Token)) }

// DroppedMark is the mark of since when the member takes no part.
func (m Member) DroppedMark() string { return mark(timeMark(m.Dropped)) }

// UntilMark is the mark of until when members may answer late.
func UntilMark(members ...Member) string {
	var until []int64
	for _, m := range members {
		until = append(until, timeMark(m.Until))
	}
	return mark(until)
}

// Mark is the mark of what was decided that a name means.
func (m Meant) Mark(q QuestionID, side Side, typed string) string {
	id, decided := m.Of(q, side, typed)
	return mark([]any{id, decided})
}

// TypedMark is the mark of what was typed to form a season's teams, JSON.
func TypedMark(typed string) string { return mark(typed) }

// KeepMark is the mark of the day on which the season is emptied.
func (s Season) KeepMark() string { return mark(timeMark(s.KeepUntil)) }

func timeMark(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}
