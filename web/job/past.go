package job

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"dure/ml/fit"
	"dure/survey"
	"dure/survey/sheet"
)

// PastStore gives what can be learned from.
type PastStore interface {
	FitHistory(context.Context, survey.ClubID) ([]survey.PastSeason, error)
	Histories(context.Context, survey.ClubID) ([]fit.File, error)
}

// A ClubPast is how a club's teams went: in the seasons that the program knows, and in files of those before.
type ClubPast struct {
	Seasons []survey.PastSeason
	Files   []fit.File // those whose columns were named
}

// ReadPast reads what a club can learn from.
func ReadPast(ctx context.Context, store PastStore, club survey.ClubID) (ClubPast, error) {
	seasons, err := store.FitHistory(ctx, club)
	if err != nil {
		return ClubPast{}, err
	}
	files, err := store.Histories(ctx, club)
	files = slices.DeleteFunc(files, func(f fit.File) bool { return f.Mapping == "" })
	return ClubPast{seasons, files}, err
}

// Members are those whose answers and ratings are learned from.
func (p ClubPast) Members() []survey.MemberID {
	var all []survey.MemberID
	for _, s := range p.Seasons {
		for _, t := range s.Teams {
			all = append(all, t.Members...)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// Counts returns how many ratings there are, of how many teams in how many seasons.
func (p ClubPast) Counts() (ratings, teams, seasons int) {
	for _, s := range p.Seasons {
		seasons++
		teams += len(s.Teams)
		for _, t := range s.Teams {
			ratings += len(t.Ratings)
		}
	}
	for _, f := range p.Files {
		h, err := FileHistory(f)
		if err != nil {
			continue
		}
		group, season := map[string]bool{}, map[string]bool{}
		for i, y := range h.Rating {
			if !math.IsNaN(y) {
				ratings++
				group[h.Team[i]], season[h.Season[i]] = true, true
			}
		}
		teams, seasons = teams+len(group), seasons+len(season)
	}
	return ratings, teams, seasons
}

// History puts it all into one history. Its errors are those of [fit.FromPast].
func (p ClubPast) History() (fit.History, error) {
	var all []fit.History
	if len(p.Seasons) > 0 || len(p.Files) == 0 {
		var past []fit.Past
		for _, s := range p.Seasons {
			past = append(past, PastOf(s))
		}
		h, err := fit.FromPast(past, nil)
		switch {
		case err == nil:
			all = append(all, h)
		case len(p.Files) == 0:
			return h, err
		}
	}
	for _, f := range p.Files {
		h, err := FileHistory(f)
		if err != nil {
			return h, err
		}
		all = append(all, h)
	}
	for _, h := range all[1:] {
		join(&all[0], h)
	}
	return all[0], nil
}

// PastOf is a season as it is learned from.
func PastOf(s survey.PastSeason) fit.Past {
	p := fit.Past{Name: fmt.Sprintf("%s #%d", s.Season.Name, s.Season.ID), Survey: s.Survey, Members: s.Members, Responses: s.Responses,
		Team: map[survey.MemberID]string{}, Rating: map[survey.MemberID]float64{}}
	for _, t := range s.Teams {
		for _, m := range t.Members {
			p.Team[m] = TeamKey(t.Proposal, t.Number)
		}
		for _, r := range t.Ratings {
			p.Rating[r.Member] = float64(r.Fit)
		}
	}
	return p
}

// TeamKey is what a team is called where its season is learned from.
func TeamKey(proposal int64, number int) string { return fmt.Sprintf("%d.%d", proposal, number+1) }

// Placed is a season without those who were in no team, with the team and the rating of each member; NaN is no rating.
func Placed(s survey.PastSeason) (of fit.Past, teams []string, ratings []float64) {
	of = PastOf(s)
	of.Members = slices.DeleteFunc(slices.Clone(of.Members), func(m survey.Member) bool { _, ok := of.Team[m.ID]; return !ok })
	teams, ratings = make([]string, len(of.Members)), make([]float64, len(of.Members))
	for i, m := range of.Members {
		teams[i], ratings[i] = of.Team[m.ID], math.NaN()
		if y, ok := of.Rating[m.ID]; ok {
			ratings[i] = y
		}
	}
	return of, teams, ratings
}

// Observed returns the model after it has also learned from the ratings that came since it was trained, and how many those are. They
// count in batches of [survey.MinTotal], as in the figures of a round, so that no change of what is predicted tells one member's rating. One
// that was changed since the training counts as it was. Nothing of this is kept: whoever is erased is not learned from any more.
func Observed(m *fit.Model, past []survey.PastSeason) (*fit.Model, int, error) {
	all := 0
	for _, s := range past {
		fresh := freshRatings(m, s)
		if len(fresh) == 0 {
			continue
		}
		of, teams, ratings := Placed(s)
		for i, member := range of.Members {
			if !slices.ContainsFunc(fresh, func(r survey.Rating) bool { return r.Member == member.ID }) {
				ratings[i] = math.NaN()
			}
		}
		next, err := m.Observe(m.MembersTable(of.Survey, of.Members, of.Responses), teams, ratings)
		if _, bad := errors.AsType[*survey.InvalidError](err); bad {
			continue // the season did not ask what the model asks for
		}
		if err != nil {
			return m, all, err
		}
		m, all = next, all+len(fresh)
	}
	return m, all, nil
}

// freshRatings are the ratings of a season that the model was not trained with, in the order they were given, in whole batches.
func freshRatings(m *fit.Model, s survey.PastSeason) []survey.Rating {
	var all []survey.Rating
	for _, t := range s.Teams {
		for _, r := range t.Ratings {
			if !m.HasLearned(r.Member) {
				all = append(all, r)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b survey.Rating) int { return a.Given.Compare(b.Given) })
	return all[:len(all)-len(all)%survey.MinTotal]
}

// What a column of a file of past seasons may be, beside a column of the survey by its name.
const (
	FileRating  = "rating"
	FileTeam    = "team"
	FileSection = "section"
	FileSeason  = "season"
	FileAnswer  = "answer"
	FileOut     = "out"
	FileAs      = "as:" // and the name of the survey's column
)

// FileRoles are what one column of such a file is at most.
var FileRoles = []string{FileRating, FileTeam, FileSection, FileSeason}

// A FileMapping says what each column of a file is.
type FileMapping struct {
	Columns []string `json:"columns"`
}

// ReadFile reads a file of past seasons.
func ReadFile(f fit.File) (sheet.Sheet, error) { return sheet.Read(f.Name, bytes.NewReader(f.Data)) }

// FileHistory reads a file as its mapping says. Protected traits are never learned from.
func FileHistory(f fit.File) (fit.History, error) {
	var m FileMapping
	if err := json.Unmarshal([]byte(f.Mapping), &m); err != nil {
		return fit.History{}, err
	}
	t, err := ReadFile(f)
	if err != nil {
		return fit.History{}, err
	}
	return m.History(t, fmt.Sprintf("%s #%d", f.Name, f.ID))
}

// History reads a sheet as the mapping says; where no column is one of seasons, all of it is the season of the name.
func (m FileMapping) History(s sheet.Sheet, name string) (fit.History, error) {
	r := fit.ColumnRoles{Lines: s.Lines, Columns: []string{}}
	s.Header = slices.Clone(s.Header)
	for j, use := range m.Columns {
		if j >= len(s.Header) {
			break
		}
		if as, ok := strings.CutPrefix(use, FileAs); ok && fit.Protected(s.Header[j]) {
			use = FileOut
		} else if ok {
			if k := s.Column(as); k >= 0 && k != j {
				s.Header[k] += " (" + strconv.Itoa(k+1) + ")"
			}
			s.Header[j], use = as, FileAnswer
		}
		switch column := s.Header[j]; use {
		case FileRating:
			r.Rating = column
		case FileTeam:
			r.Team = column
		case FileSection:
			r.Section = column
		case FileSeason:
			r.Season = column
		case FileAnswer:
			if !fit.Protected(column) {
				r.Columns = append(r.Columns, column)
			}
		}
	}
	t, _ := s.Table(sheet.As{Within: r.Season})
	h, err := r.History(t)
	if err == nil && h.Season == nil {
		h.Season = slices.Repeat([]string{name}, len(h.Rating))
	}
	return h, err
}

// join adds the rows of another history. A column of the same name and kind is the same column. Ratings on another
// scale are brought to the first one's.
func join(h *fit.History, o fit.History) {
	var learned survey.Table
	for _, c := range o.Columns {
		column, _ := o.Table.Column(c.Name)
		if known := slices.IndexFunc(h.Columns, func(d fit.Column) bool { return d.Name == c.Name }); known >= 0 && h.Columns[known].Kind != c.Kind {
			c.Name += " (" + string(c.Kind) + ")"
			column.Name = c.Name
		}
		learned.Columns = append(learned.Columns, column)
		if !slices.ContainsFunc(h.Columns, func(d fit.Column) bool { return d.Name == c.Name }) {
			h.Columns = append(h.Columns, c)
		}
	}
	learned.N = o.Table.N
	h.Table = h.Table.Join(learned)
	h.Member = append(h.Member, make([]survey.MemberID, len(h.Rating)-len(h.Member)+len(o.Rating))...)
	scale := rescale(h.Rating, o.Rating)
	for i, y := range o.Rating {
		h.Rating = append(h.Rating, scale(y))
		h.Team, h.Season = append(h.Team, o.Season[i]+"\x00"+o.Team[i]), append(h.Season, o.Season[i])
	}
	h.Notes = append(h.Notes, o.Notes...)
}

// rescale maps ratings to the range of others, if they lie outside it.
func rescale(to, from []float64) func(float64) float64 {
	low, high := ends(to)
	least, most := ends(from)
	if least >= low-1e-9 && most <= high+1e-9 || !(most > least) || !(high > low) {
		return func(v float64) float64 { return v }
	}
	return func(v float64) float64 { return low + (v-least)/(most-least)*(high-low) }
}

func ends(x []float64) (low, high float64) {
	low, high = math.Inf(1), math.Inf(-1)
	for _, v := range x {
		if !math.IsNaN(v) {
			low, high = min(low, v), max(high, v)
		}
	}
	return low, high
}
