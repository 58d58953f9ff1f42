package db

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"dure/db/query"
	"dure/survey"
	"dure/survey/sheet"
)

// A finding is a place where a member is named in what others typed, and how the name goes from there.
type finding struct {
	survey.Mentioned
	changes []change
}

// A place is a column of texts in which a member may be named. A row of it belongs to something that organizers decide on as one.
type place struct {
	where         survey.Where // "" where they see none of it
	table, column string
	plain         bool   // the text itself, not JSON
	season        string // the season that it belongs to, 0 for none
	of, called    string // the id and the name of what it belongs to
	keys          [2]string
	from          string // the rows of club $1
}

var places = slices.Concat(
	columns(place{where: survey.InClub, table: "clubs", plain: true, season: "0", of: "clubs.id", called: "clubs.name", keys: [2]string{"id", "id"},
		from: "clubs WHERE clubs.id = $1"}, "name"),
	columns(place{where: survey.InSeason, table: "seasons", plain: true, season: "seasons.id", of: "seasons.id", called: "seasons.name", keys: [2]string{"id", "id"},
		from: "seasons WHERE seasons.club_id = $1"}, "name"),
	columns(place{where: survey.InRules, table: "seasons", season: "seasons.id", of: "seasons.id", called: "seasons.name", keys: [2]string{"id", "id"},
		from: "seasons WHERE seasons.club_id = $1"}, "deck", "sizes"),
	columns(place{where: survey.InSurvey, table: "surveys", season: "seasons.id", of: "seasons.id", called: "seasons.name", keys: [2]string{"season_id", "season_id"},
		from: "surveys JOIN seasons ON seasons.id = surveys.season_id WHERE seasons.club_id = $1"}, "title", "intro", "consent", "settings"),
	columns(place{where: survey.InSurvey, table: "question_versions", season: "seasons.id", of: "seasons.id", called: "seasons.name", keys: [2]string{"question_id", "version"},
		from: `question_versions JOIN questions ON questions.id = question_versions.question_id
			JOIN seasons ON seasons.id = questions.season_id WHERE seasons.club_id = $1`}, "body"),
	columns(place{where: survey.InSurvey, table: "survey_edits", season: "seasons.id", of: "seasons.id", called: "seasons.name", keys: [2]string{"season_id", "seq"},
		from: "survey_edits JOIN seasons ON seasons.id = survey_edits.season_id WHERE seasons.club_id = $1"}, "questions", "note"),
	columns(place{where: survey.InSurvey, table: "responses", season: "seasons.id", of: "seasons.id", called: "seasons.name", keys: [2]string{"member_id", "member_id"},
		from: "responses JOIN seasons ON seasons.id = responses.season_id WHERE seasons.club_id = $1"}, "agreed"),
	columns(place{where: survey.InProposal, table: "proposals", plain: true, season: "seasons.id", of: "proposals.id", called: "proposals.name", keys: [2]string{"id", "id"},
		from: "proposals JOIN seasons ON seasons.id = proposals.season_id WHERE seasons.club_id = $1"}, "name"),
	columns(place{where: survey.InProposal, table: "proposals", season: "seasons.id", of: "proposals.id", called: "proposals.name", keys: [2]string{"id", "id"},
		from: "proposals JOIN seasons ON seasons.id = proposals.season_id WHERE seasons.club_id = $1"}, "request", "progress", "result", "problem"),
	columns(place{where: survey.InProposal, table: "proposal_edits", season: "seasons.id", of: "proposals.id", called: "proposals.name", keys: [2]string{"proposal_id", "seq"},
		from: `proposal_edits JOIN proposals ON proposals.id = proposal_edits.proposal_id
			JOIN seasons ON seasons.id = proposals.season_id WHERE seasons.club_id = $1`}, "lineup", "note"),
	columns(place{where: survey.InProposal, table: "rosters", season: "seasons.id", of: "proposals.id", called: "proposals.name", keys: [2]string{"season_id", "season_id"},
		from: `rosters JOIN proposals ON proposals.id = rosters.proposal_id
			JOIN seasons ON seasons.id = rosters.season_id WHERE seasons.club_id = $1 AND rosters.briefs <> ''`}, "briefs"),
	columns(place{table: "models", season: "0", of: "models.id", called: "''", keys: [2]string{"id", "id"},
		from: "models WHERE models.club_id = $1"}, "request", "progress", "report", "problem"),
	columns(place{table: "feedback", season: "seasons.id", of: "feedback.member_id", called: "''", keys: [2]string{"member_id", "kind"},
		from: "feedback JOIN seasons ON seasons.id = feedback.season_id WHERE seasons.club_id = $1"}, "draft", "answers", "shown"),
	columns(place{table: "members", season: "seasons.id", of: "members.id", called: "''", keys: [2]string{"id", "id"},
		from: "members JOIN seasons ON seasons.id = members.season_id WHERE seasons.club_id = $1"}, "former"),
	columns(place{table: "responses", season: "seasons.id", of: "responses.member_id", called: "''", keys: [2]string{"member_id", "member_id"},
		from: "responses JOIN seasons ON seasons.id = responses.season_id WHERE seasons.club_id = $1"}, "draft", "meant"),
	columns(place{where: survey.InFile, table: "histories", plain: true, season: "0", of: "histories.id", called: "histories.file", keys: [2]string{"id", "id"},
		from: "histories WHERE histories.club_id = $1"}, "file"),
	columns(place{where: survey.InFile, table: "histories", season: "0", of: "histories.id", called: "histories.file", keys: [2]string{"id", "id"},
		from: "histories WHERE histories.club_id = $1"}, "mapping"),
)

// columns are several columns of one table.
func columns(p place, names ...string) (all []place) {
	for _, p.column = range names {
		all = append(all, p)
	}
	return all
}

// names are what a member is searched for by: asked is for places that an organizer decides on, sure for those that nobody is asked about.
type names struct{ asked, sure survey.NameFinder }

// mentions finds where a member is named in what others typed in a club.
func mentions(ctx context.Context, t tx, club survey.ClubID, n names) ([]finding, error) {
	var all findings
	for _, p := range places {
		if err := all.search(ctx, t, club, p, n); err != nil {
			return nil, fmt.Errorf("names in %s of %s: %w", p.column, p.table, err)
		}
	}
	err := errors.Join(all.searchAnswers(ctx, t, club, n), all.searchFiles(ctx, t, club, n.asked))
	return all, err
}

type findings []finding

// add notes a text of a place, together with what was found before of the same thing.
func (all *findings) add(m survey.Mentioned, goes change) {
	i := slices.IndexFunc(*all, func(f finding) bool { return f.ID == m.ID })
	if i < 0 {
		*all = append(*all, finding{Mentioned: m, changes: []change{goes}})
		return
	}
	f := &(*all)[i]
	for _, text := range m.Texts {
		if !slices.Contains(f.Texts, text) {
			f.Texts = append(f.Texts, text)
		}
	}
	f.changes = append(f.changes, goes)
}

func (all *findings) search(ctx context.Context, t tx, club survey.ClubID, p place, n names) error {
	find := n.asked
	if p.where == "" {
		find = n.sure
	}
	rows, err := t.sql.QueryContext(ctx, fmt.Sprintf("SELECT %s, %s, %s, %s.%s, %s.%s, %s.%s FROM %s",
		p.season, p.of, p.called, p.table, p.keys[0], p.table, p.keys[1], p.table, p.column, p.from), club)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var season, of int64
		var called, text string
		var keys [2]any
		if err := rows.Scan(&season, &of, &called, &keys[0], &keys[1], &text); err != nil {
			return err
		}
		without, texts := find.Replace(text, survey.Erased), []string{text}
		if !p.plain {
			without, texts = withoutInJSON(text, find)
		}
		if without == text || p.plain && !find.In(text) {
			continue
		}
		m := survey.Mentioned{ID: fmt.Sprintf("%s-%d", p.where, of), Where: p.where, Of: called, Season: survey.SeasonID(season)}
		for _, found := range texts {
			m.Texts = append(m.Texts, find.Excerpt(found))
		}
		all.add(m, func(ctx context.Context, t tx) (missed bool, err error) {
			done, err := t.sql.ExecContext(ctx, fmt.Sprintf("UPDATE %s SET %s = $1 WHERE %s = $2 AND %s = $3 AND %s = $4", p.table, p.column, p.keys[0], p.keys[1], p.column),
				without, keys[0], keys[1], text)
			if err != nil {
				return false, err
			}
			n, err := done.RowsAffected()
			if err == nil && n > 0 && p.table == "proposal_edits" { // teams that are published may be called otherwise now
				err = t.reseat(ctx, season)
			}
			return n == 0, err
		})
	}
	return rows.Err()
}

// withoutInJSON replaces names in the texts of JSON and leaves all else as it is written, so that what was equal stays so. It returns the
// texts in which there were any, too.
func withoutInJSON(data string, find survey.NameFinder) (out string, found []string) {
	var b strings.Builder
	for i := 0; i < len(data); {
		end := i + 1
		if data[i] == '"' {
			for end < len(data) && data[end] != '"' {
				if data[end] == '\\' {
					end++
				}
				end++
			}
			end = min(end+1, len(data))
			text := strings.Trim(data[i:end], `"`)
			if strings.Contains(text, `\`) && json.Unmarshal([]byte(data[i:end]), &text) != nil {
				text = ""
			}
			if find.In(text) {
				replaced, _ := json.Marshal(find.Replace(text, survey.Erased)) // a string always can be
				found = append(found, text)
				b.Write(replaced)
				i = end
				continue
			}
		}
		b.WriteString(data[i:end])
		i = end
	}
	return b.String(), found
}

// searchAnswers looks at what others answered. What they wrote in answer to a question that organizers see the answers to is theirs to decide on.
func (all *findings) searchAnswers(ctx context.Context, t tx, club survey.ClubID, n names) error {
	seasons, err := t.Seasons(ctx, int64(club))
	if err != nil {
		return err
	}
	for _, s := range seasons {
		asked, err1 := surveyOf(ctx, t.Queries, survey.SeasonID(s.ID))
		given, err2 := responsesOf(ctx, t.Queries, survey.SeasonID(s.ID))
		if err := errors.Join(err1, err2); err != nil {
			return err
		}
		for member, r := range given {
			for id, a := range r.Answers {
				m := survey.Mentioned{ID: fmt.Sprintf("hidden-answer-%d-%d", member, id), Season: survey.SeasonID(s.ID), By: member}
				find := n.sure
				if q, ok := asked.Public().Question(id); ok && n.asked.In(a.Text) {
					m.ID, m.Where, m.Asked, find = fmt.Sprintf("answer-%d-%d", member, id), survey.InAnswer, q.Title, n.asked
					m.Texts = []string{find.Excerpt(a.Text)}
				}
				if text, err := encode(a); err != nil {
					return err
				} else if without, found := withoutInJSON(text, find); len(found) > 0 {
					all.add(m, func(ctx context.Context, t tx) (bool, error) { return setAnswer(ctx, t, member, id, text, without) })
				}
			}
		}
	}
	return nil
}

// setAnswer changes one submitted answer that is as it was read, and nothing else of a response.
func setAnswer(ctx context.Context, t tx, member survey.MemberID, id survey.QuestionID, was, answer string) (missed bool, err error) {
	row, err := t.Response(ctx, int64(member))
	if err != nil {
		return false, ifThere(err)
	}
	var as survey.Answers
	if err := decode(row.Answers, &as); err != nil {
		return false, err
	}
	if now, err := encode(as[id]); err != nil || now != was {
		return true, err
	}
	var a survey.Answer
	if err := decode(answer, &a); err != nil {
		return false, err
	}
	as[id] = a
	text, err := encode(as)
	if err != nil {
		return false, err
	}
	return false, t.SetAnswers(ctx, query.SetAnswersParams{MemberID: row.MemberID, Draft: row.Draft, Answers: text, Meant: row.Meant, Otherwise: row.Otherwise})
}

// searchFiles looks into the files of past seasons. A row goes in which a whole cell is what the member is called; what else names the member
// is replaced. A file that cannot be read any more goes as a whole.
func (all *findings) searchFiles(ctx context.Context, t tx, club survey.ClubID, find survey.NameFinder) error {
	rows, err := t.Histories(ctx, int64(club))
	if err != nil {
		return err
	}
	for _, r := range rows {
		m := survey.Mentioned{ID: fmt.Sprintf("file-%d", r.ID), Where: survey.InFile, Of: r.File}
		s, err := sheet.Read(r.File, bytes.NewReader(r.Data))
		if err != nil {
			all.add(m, func(ctx context.Context, t tx) (bool, error) { return false, ifThere(one(t.DeleteHistory(ctx, r.ID))) })
			continue
		}
		without, found := withoutInCells(s.Cells, find)
		if len(found) == 0 {
			continue
		}
		m.Texts = found
		var b bytes.Buffer
		if err := sheet.WriteCSV(&b, without); err != nil {
			return err
		}
		all.add(m, func(ctx context.Context, t tx) (missed bool, err error) {
			now, err := t.History(ctx, r.ID)
			if err != nil || !bytes.Equal(now.Data, r.Data) {
				return err == nil, ifThere(err)
			}
			return false, errors.Join(t.SetHistoryData(ctx, query.SetHistoryDataParams{ID: r.ID, Data: b.Bytes()}), withdrawAll(ctx, t, club))
		})
	}
	return nil
}

func withoutInCells(c sheet.Cells, find survey.NameFinder) (out sheet.Cells, found []string) {
	replaced := func(cells []string) []string {
		cells = slices.Clone(cells)
		for j, cell := range cells {
			if find.In(cell) {
				found = append(found, find.Excerpt(cell))
				cells[j] = find.Replace(cell, survey.Erased)
			}
		}
		return cells
	}
	out.Header = replaced(c.Header)
	for _, row := range c.Rows {
		without := replaced(row)
		if !slices.ContainsFunc(without, func(cell string) bool { return strings.TrimSpace(cell) == survey.Erased }) {
			out.Rows = append(out.Rows, without)
		}
	}
	slices.Sort(found)
	return out, slices.Compact(found)
}

// withdrawAll takes back all that a club's models learned.
func withdrawAll(ctx context.Context, t tx, club survey.ClubID) error {
	rows, err := t.Models(ctx, int64(club))
	var ids []int64
	for _, r := range rows {
		ids = append(ids, r.ID)
	}
	return withdraw(ctx, t, ids, err)
}
