package web_test

import (
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"dure/survey"
)

// Other programs take the teams in by the columns that they document: each file begins with exactly these, has each member of a team who can be known there
// once, and nobody else; who cannot is counted on the page.
func TestTeamsForOtherPrograms(t *testing.T) {
	s := newSite(t)
	var all []survey.Member
	for _, m := range []survey.Member{{Name: "Ann Lee", Email: "ann@example.org", Ref: "S-1"}, {Name: "김민지", Email: "minji@example.org"}, {Name: "Bo", Ref: "S-3"}, {Name: "Nobody's", Email: "no@example.org"}} {
		m.Season = s.season.ID
		added, err := s.db.AddMember(t.Context(), m, s.now)
		s.must("add a member", err)
		all = append(all, added)
	}
	id := s.divided("First", all[:2], all[2:3])
	v := s.organizer()
	v.get(s.at("/proposals/%d/rosters", id)).want(200, "1 member of a team has no address", "canvas.csv")
	for shape, want := range map[string][][]string{
		"canvas":    {{"user_id", "login_id", "group_name"}, {"S-1", "", "Team 1"}, {"", "minji@example.org", "Team 1"}, {"S-3", "", "Team 2"}},
		"catme":     {{"First", "Last", "Email", "ID", "Team"}, {"Ann", "Lee", "ann@example.org", "S-1", "Team 1"}, {"민지", "김", "minji@example.org", "2", "Team 1"}},
		"moodle":    {{"groupname"}, {"Team 1"}, {"Team 2"}},
		"teammates": {{"Section", "Team", "Name", "Email", "Comments"}, {"None", "Team 1", "Ann Lee", "ann@example.org", ""}, {"None", "Team 1", "김민지", "minji@example.org", ""}},
		"zoom":      {{"Pre-assign Room Name", "Email Address"}, {"Team 1", "ann@example.org"}, {"Team 1", "minji@example.org"}},
	} {
		body := v.get(s.at("/proposals/%d/rosters/%s.csv", id, shape)).want(200).body
		got, err := csv.NewReader(strings.NewReader(body)).ReadAll()
		if err != nil || !slices.EqualFunc(got, want, slices.Equal[[]string]) {
			t.Errorf("the file for %s is %q (%v), want %q", shape, got, err, want)
		}
	}
	v.get(s.at("/proposals/%d/rosters/excel.csv", id)).want(404)
}
