package job

import (
	"cmp"
	"context"
	"fmt"
	"hash/fnv"
	"maps"
	"slices"
	"strconv"
	"strings"

	"dure/survey"
)

// Changes are what a file would change of a season that has members.
type Changes struct {
	New    int // members
	Same   int // members of whom the file has nothing new
	Fresh  int // members who were there and answer a question that the file brings
	Absent int // members who are not in the file; they stay as they are
	Given  []GivenAnew
	Count  int    // of entries that change, of which Given has the first
	mark   string // of the answers that change: who is who is asked and seen by itself
}

// A GivenAnew is an answer, a name, an address or an id that becomes another one.
type GivenAnew struct {
	Who      string
	About    survey.Key // which of the latter it is, "" of an answer
	Title    survey.Text
	From, To string
}

// changesShown is how many entries that change a page lists.
const changesShown = 50

// changes compares a file with what members have answered. What was told in confidence is not compared, for it would tell an organizer what that is.
func (c converter) changes(ctx context.Context, store LookStore, season survey.SeasonID, sent map[survey.MemberID]survey.Progress) (out Changes, err error) {
	given, err := store.Responses(ctx, season)
	if err == nil {
		given, err = c.asked.CarryAll(given, func() ([]survey.Question, error) { return store.QuestionVersions(ctx, season) })
	}
	if err != nil {
		return out, err
	}
	h := fnv.New64a()
	for i, row := range c.rows {
		id := row.Member.ID
		if id == 0 {
			out.New++
			continue
		}
		before := out.Count
		for _, g := range c.identity(row.Member) {
			out.becomes(g)
		}
		row.Answers, row.Parts = c.answers(i)
		for _, q := range c.asked.Questions {
			a, there := row.Answers[q.ID]
			if at := sent[id].Sent; !there || q.Sensitive || !at.IsZero() && !row.At.After(at) { // what the member sent since stays
				continue
			}
			was := given[id].Answers[q.ID]
			from, to := strings.Join(q.Cells(was), "; "), strings.Join(q.Cells(q.Beside(a, was, row.Parts[q.ID])), "; ")
			if out.becomes(GivenAnew{Who: row.Member.Name, Title: q.Title, From: from, To: to}) {
				fmt.Fprintln(h, id, q.ID, from, to)
				out.mark = strconv.FormatUint(h.Sum64(), 36)
			}
		}
		switch {
		case slices.ContainsFunc(slices.Collect(maps.Keys(row.Answers)), func(q survey.QuestionID) bool { return q < 0 }):
			out.Fresh++
		case out.Count == before:
			out.Same++
		}
	}
	in := map[survey.MemberID]bool{}
	for _, row := range c.rows {
		in[row.Member.ID] = true
	}
	for id, m := range c.known {
		if !in[id] && m.Active() {
			out.Absent++
		}
	}
	return out, nil
}

// becomes lists an entry if it changes, and reports whether it does.
func (ch *Changes) becomes(g GivenAnew) bool {
	if g.From == g.To {
		return false
	}
	if ch.Count++; ch.Count <= changesShown {
		g.From, g.To = survey.Shorten(g.From, cellShown), survey.Shorten(g.To, cellShown)
		ch.Given = append(ch.Given, g)
	}
	return true
}

// identity is what the row of a member who is there changes of the name, the address and the id.
func (c converter) identity(row survey.Member) []GivenAnew {
	old := c.known[row.ID]
	if unnamed(row) {
		row.Name = old.Name
	}
	return []GivenAnew{
		{Who: old.Name, About: "use_name", From: old.Name, To: row.Name},
		{Who: old.Name, About: "use_email", From: survey.Fold(old.Email), To: cmp.Or(row.Email, survey.Fold(old.Email))},
		{Who: old.Name, About: "use_id", From: old.Ref, To: cmp.Or(row.Ref, old.Ref)},
	}
}

// Mark is that of the preview and of what changes.
func (l Look) Mark() string { return l.Preview.Mark() + l.Changes.mark }
