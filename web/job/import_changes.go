package job

import (
	"context"
	"fmt"
	"hash/fnv"
	"strconv"
	"strings"

	"dure/survey"
)

// Changes are what a file would change of a season that has members.
type Changes struct {
	New    int // members
	Same   int // members of whom the file has nothing new
	Absent int // members who are not in the file; they stay as they are
	Given  []GivenAnew
	Count  int // of answers that change, of which Given has the first
	mark   string
}

// A GivenAnew is an answer that becomes another one.
type GivenAnew struct {
	Who      string
	Title    survey.Text
	From, To string
}

// changesShown is how many answers that change a page lists.
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
		row.Answers, row.Parts = c.answers(i)
		for _, q := range c.asked.Questions {
			a, there := row.Answers[q.ID]
			if at := sent[id].Sent; !there || q.Sensitive || !at.IsZero() && !row.At.After(at) { // what the member sent since stays
				continue
			}
			was := given[id].Answers[q.ID]
			from, to := strings.Join(q.Cells(was), "; "), strings.Join(q.Cells(q.Beside(a, was, row.Parts[q.ID])), "; ")
			if from == to {
				continue
			}
			fmt.Fprintln(h, id, q.ID, from, to)
			if out.Count++; out.Count <= changesShown {
				out.Given = append(out.Given, GivenAnew{row.Member.Name, q.Title, survey.Shorten(from, cellShown), survey.Shorten(to, cellShown)})
			}
		}
		if out.Count == before {
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
	if out.Count > 0 {
		out.mark = strconv.FormatUint(h.Sum64(), 36)
	}
	return out, nil
}

// Mark is that of the preview and of what changes.
func (l Look) Mark() string { return l.Preview.Mark() + l.Changes.mark }
