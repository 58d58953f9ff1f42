package web

import (
	"context"
	"errors"

	"dure/clustering/team"
	"dure/survey"
	"dure/web/view"
)

// rosterStore knows the published teams.
type rosterStore interface {
	Roster(context.Context, survey.SeasonID) (team.Roster, error)
	Proposal(context.Context, team.ProposalID) (team.Saved, error)
	Members(context.Context, survey.SeasonID) ([]survey.Member, error)
}

// memberTeam returns the member's published team, nil before any is published. A member who
// is in no team has one without a name.
func (s *server) memberTeam(ctx context.Context, m survey.Member) (*view.MemberTeam, error) {
	r, err := s.Store.Roster(ctx, m.Season)
	if errors.Is(err, survey.ErrNotFound) {
		return nil, nil // before publishing a season has no roster, which is no failure
	}
	if err != nil {
		return nil, err
	}
	p, err := s.Store.Proposal(ctx, r.Proposal)
	if err != nil {
		return nil, err
	}
	at := p.Lineup.Team(m.ID)
	if at < 0 {
		return &view.MemberTeam{}, nil
	}
	t, err := s.teamOf(ctx, m, p.Lineup.Teams[at])
	if err != nil {
		return nil, err
	}
	t.Number = at
	return t, nil
}

func (s *server) teamOf(ctx context.Context, m survey.Member, t team.SavedTeam) (*view.MemberTeam, error) {
	members, err := s.Store.Members(ctx, m.Season)
	if err != nil {
		return nil, err
	}
	names := map[survey.MemberID]string{}
	for _, m := range members {
		names[m.ID] = m.Name
	}
	out := &view.MemberTeam{Name: t.Name}
	var given []survey.Answers
	for _, id := range t.Members {
		if id != m.ID {
			out.Mates = append(out.Mates, names[id])
		}
		r, err := s.Store.Response(ctx, id)
		if err != nil && !errors.Is(err, survey.ErrNotFound) {
			return nil, err
		}
		given = append(given, r.Answers)
	}
	asked, err := s.Store.Survey(ctx, m.Season)
	if err != nil {
		return nil, err
	}
	out.Hours = commonHours(asked, given)
	return out, nil
}

// commonHours says for each question about free hours when everybody of a team has some. A sensitive one
// stays with the organizers.
func commonHours(asked survey.Survey, given []survey.Answers) []view.TeamHours {
	var all []view.TeamHours
	for _, q := range asked.Questions {
		if q.Kind != survey.Availability || q.Sensitive {
			continue
		}
		answers := make([]survey.Answer, len(given))
		for i, as := range given {
			answers[i] = as[q.ID]
		}
		h := view.TeamHours{Question: q.Title, Members: len(given)}
		h.All, h.Most, h.Count, h.Counted = survey.CommonHours(answers)
		all = append(all, h)
	}
	return all
}
