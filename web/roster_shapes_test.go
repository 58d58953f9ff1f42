package web_test

import (
	"encoding/csv"
	"fmt"
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
		"canvas":       {{"user_id", "login_id", "group_name"}, {"S-1", "", "Team 1"}, {"", "minji@example.org", "Team 1"}, {"S-3", "", "Team 2"}},
		"catme":        {{"First", "Last", "Email", "ID", "Team"}, {"Ann", "Lee", "ann@example.org", "S-1", "Team 1"}, {"민지", "김", "minji@example.org", "2", "Team 1"}},
		"moodle":       {{"groupname"}, {"Team 1"}, {"Team 2"}},
		"moodle_users": {{"username", "email", "group1", "course1"}, {"s-1", "ann@example.org", "Team 1", "CS 1"}, {"minji@example.org", "minji@example.org", "Team 1", "CS 1"}},
		"teammates":    {{"Section", "Team", "Name", "Email", "Comments"}, {"None", "Team 1", "Ann Lee", "ann@example.org", ""}, {"None", "Team 1", "김민지", "minji@example.org", ""}},
		"zoom":         {{"Pre-assign Room Name", "Email Address"}, {"Team 1", "ann@example.org"}, {"Team 1", "minji@example.org"}},
	} {
		body := v.get(s.at("/proposals/%d/rosters/%s.csv?course=CS+1", id, shape)).want(200).body
		got, err := csv.NewReader(strings.NewReader(body)).ReadAll()
		if err != nil || !slices.EqualFunc(got, want, slices.Equal[[]string]) {
			t.Errorf("the file for %s is %q (%v), want %q", shape, got, err, want)
		}
	}
	v.get(s.at("/proposals/%d/rosters/excel.csv", id)).want(404)
}

// CATME takes names of at most 20 characters, of letters, digits and few others.
func TestNamesForCATME(t *testing.T) {
	s := newSite(t)
	m, err := s.db.AddMember(t.Context(), survey.Member{Season: s.season.ID, Name: "Ann (Annie) Maximiliane Featherstonehaugh-Cholmondeley", Email: "ann@example.org", Ref: "1"}, s.now)
	s.must("add a member", err)
	id := s.divided("First", []survey.Member{m})
	s.organizer().get(s.at("/proposals/%d/rosters/catme.csv", id)).want(200, "Ann Annie Maximilian,Featherstonehaugh-Ch,ann@example.org,1,")
}

// TEAMMATES takes at most 100 students into a section, and a team into one section.
func TestManyAreInSectionsForTEAMMATES(t *testing.T) {
	s := newSite(t)
	var teams [][]survey.Member
	for i := range 107 {
		m, err := s.db.AddMember(t.Context(), survey.Member{Season: s.season.ID, Name: fmt.Sprint("M", i), Email: fmt.Sprintf("m%d@example.org", i)}, s.now)
		s.must("add a member", err)
		if i%8 == 0 {
			teams = append(teams, nil)
		}
		teams[i/8] = append(teams[i/8], m)
	}
	id := s.divided("First", teams...)
	got, err := csv.NewReader(strings.NewReader(s.organizer().get(s.at("/proposals/%d/rosters/teammates.csv", id)).want(200).body)).ReadAll()
	s.must("read the file", err)
	in, of := map[string]int{}, map[string]string{}
	for _, row := range got[1:] {
		in[row[0]]++
		if other, ok := of[row[1]]; ok && other != row[0] {
			t.Errorf("%s is in the sections %s and %s", row[1], other, row[0])
		}
		of[row[1]] = row[0]
	}
	if len(in) != 2 || in["Section 1"] != 96 || in["Section 2"] != 11 {
		t.Errorf("the sections have %v, want 96 and 11 members", in)
	}
}
