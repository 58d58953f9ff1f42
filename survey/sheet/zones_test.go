package sheet

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"dure/survey"
)

// Hours with zones that are written to a file are read from it as they were, whole or half hours, in any zone.
func TestHoursWithZonesToAndFro(t *testing.T) {
	zones := append(survey.ZoneNames(), "UTC+05:30", "UTC-09:30", "UTC+14:00", "UTC")
	for seed := range uint64(60) {
		random := rand.New(rand.NewPCG(seed, 7))
		days := []int{int(seed % 4), 4, 6}
		q := survey.Question{ID: 1, Version: 1, Kind: survey.Availability, Title: survey.Text{"en": "When?"}, Days: slices.Compact(days), From: 5, To: 23, Half: seed%2 == 1, Zones: true}
		var want []survey.Answer
		for range 8 {
			var week survey.Week
			for range 30 {
				half := random.IntN(survey.HalvesOfWeek)
				week.Add(half)
				week.Add(half ^ 1) // most are free for an hour
				week.Add(random.IntN(survey.HalvesOfWeek))
			}
			want = append(want, q.Free(week, zones[random.IntN(len(zones))]))
		}
		file := written(q, want)
		s, err := Read("x.tsv", strings.NewReader(file))
		if err != nil {
			t.Fatalf("seed %d: %v of\n%s", seed, err, file)
		}
		in, wrong := Apply(s, Guess(s))
		if len(wrong) > 0 || len(in.Questions) != 1 || !in.Questions[0].Zones {
			t.Fatalf("seed %d: one question with zones is read as %+v, with mistakes %v, of\n%s", seed, in.Questions, wrong, file)
		}
		for i, m := range in.Members {
			if got, cells := q.Cells(m.Answers[0].Answer), q.Cells(want[i]); !slices.Equal(got, cells) {
				t.Errorf("seed %d: %s has %q, want %q, of\n%s", seed, m.Name, got, cells, file)
			}
		}
	}
}

// written is a file of members who answer the question.
func written(q survey.Question, answers []survey.Answer) string {
	header := []string{"Name"}
	for _, h := range q.Headings() {
		header = append(header, h.Name)
	}
	rows := []string{strings.Join(header, "\t")}
	for i, a := range answers {
		rows = append(rows, strings.Join(append([]string{fmt.Sprint("Member ", string(rune('A'+i)))}, q.Cells(a)...), "\t"))
	}
	return strings.Join(rows, "\n") + "\n"
}

// Zones as people write them in other forms belong to the only grid; a row without one, or with what is none, is said.
func TestZonesOfOtherForms(t *testing.T) {
	read := func(tsv string) (Import, []RowError) {
		s, err := Read("x.tsv", strings.NewReader(tsv))
		if err != nil {
			t.Fatal(err)
		}
		return Apply(s, Guess(s))
	}
	for _, c := range []struct{ name, header, cell, zone string }{
		{"Korean", "이름\t가능한 시간 [월요일]\t시간대", "KST", "Asia/Seoul"},
		{"before the grid", "Name\tWhen free? [Mon]\tYour time zone", "(GMT-05:00) Eastern Time", "America/New_York"},
		{"an offset", "Name\tWhen free? [Mon]\tTimezone", "UTC+5:30", "UTC+05:30"},
	} {
		in, wrong := read(c.header + "\nAna Silva\t9:00; 10:00\t" + c.cell + "\nBo Chen\t10:00\tBerlin\nCarla Diaz\t\t\n")
		if len(wrong) > 0 || len(in.Questions) != 1 {
			t.Errorf("%s: read as %+v, with mistakes %v", c.name, in.Questions, wrong)
			continue
		}
		got := []string{in.Members[0].Answers[0].Zone, in.Members[1].Answers[0].Zone, in.Members[2].Answers[0].Zone}
		if want := []string{c.zone, "Europe/Berlin", ""}; !slices.Equal(got, want) {
			t.Errorf("%s: the zones are %q, want %q", c.name, got, want)
		}
	}
	s, _ := Read("x.tsv", strings.NewReader("Name\tWhen free? [Mon]\tTime zone\nAna Silva\t9:00\tAtlantis\n"))
	m := Guess(s)
	m.Columns[2] = Column{Use: Zone}
	if _, wrong := Apply(s, m); len(wrong) != 1 || wrong[0].Reason != "zone_unknown" {
		t.Errorf("Atlantis as a zone: mistakes %v, want zone_unknown", wrong)
	}
	m.Columns[1] = Column{Use: LeaveOut}
	if _, wrong := Apply(s, m); len(wrong) != 1 || wrong[0].Reason != "zone_alone" {
		t.Errorf("a zone without hours: mistakes %v, want zone_alone", wrong)
	}
}

// A column of zones beside free hours is one also where most of its texts may mean several zones, which a person is asked.
func TestUnclearZonesAreZones(t *testing.T) {
	s, err := Read("x.csv", strings.NewReader("Name,When are you free?,Time zone\nAda,\"Mon evening, Tue morning\",CST\nBo,Mon evening,IST\nCy,Wed morning,BST\nDi,Tue evening,KST\n"))
	if err != nil {
		t.Fatal(err)
	}
	m := Guess(s)
	if got := m.Columns[2]; got.Use != Zone || !got.Blank {
		t.Errorf("the zones are taken for %+v", got)
	}
	if in, wrong := Apply(s, m); len(wrong) > 0 || len(in.Members) != 4 {
		t.Errorf("%d members, mistakes %v", len(in.Members), wrong)
	}
}
