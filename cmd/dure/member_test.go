package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"dure/db"
	"dure/survey"
)

// aClub is a data directory with a club in which two people are called Ann.
func aClub(t *testing.T) (dir string) {
	t.Helper()
	dir = t.TempDir()
	d, err := db.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	token, err1 := d.SignupToken(t.Context(), survey.Invite{Email: "o@example.org", Expires: now.Add(time.Hour)}, now)
	o, err2 := d.Signup(t.Context(), token, "o@example.org", "hash", now)
	club, err3 := d.CreateClub(t.Context(), o.ID, "Chess", "", now)
	season, err4 := d.CreateSeason(t.Context(), club.ID, "Spring", now)
	_, err5 := d.AddMember(t.Context(), survey.Member{Season: season.ID, Name: "Ann", Email: "ann@example.org"}, now)
	_, err6 := d.AddMember(t.Context(), survey.Member{Season: season.ID, Name: "Ann", Email: "other@example.org"}, now)
	if err := errors.Join(err1, err2, err3, err4, err5, err6, d.Close()); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestExportAMember(t *testing.T) {
	dir := aClub(t)
	var out bytes.Buffer
	if err := (&exportCmd{dataFlag: dataFlag{Data: dir}, Member: "Ann@Example.org"}).export(t.Context(), &out); err != nil {
		t.Fatal(err)
	}
	var all []survey.MemberData
	if err := json.Unmarshal(out.Bytes(), &all); err != nil || len(all) != 1 || all[0].Email != "ann@example.org" || all[0].Club != "Chess" {
		t.Errorf("the data of Ann: %v, %+v", err, all)
	}
	out.Reset()
	if err := (&exportCmd{dataFlag: dataFlag{Data: dir}, Member: "#1", HTML: true}).export(t.Context(), &out); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"What is kept of Ann", "ann@example.org", "Took all that is kept of the member (The operator, on the server)"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the page lacks %q:\n%s", want, out.String())
		}
	}
}

func TestEraseAMember(t *testing.T) {
	dir := aClub(t)
	var out bytes.Buffer
	erase := func(who string, yes bool) error {
		return (&eraseCmd{dataFlag: dataFlag{Data: dir}, Member: who, Yes: yes}).erase(t.Context(), &out)
	}
	for who, want := range map[string]string{"Ann": "#2  Ann", "nobody@example.org": "no member has", "ann@example.org": "--yes"} {
		if err := erase(who, who == "Ann"); exitCode(err) != exitUsage || !strings.Contains(err.Error(), want) {
			t.Errorf("erase %s: got %v, want a mistake that says %q", who, err, want)
		}
	}
	if listed := out.String(); !strings.Contains(listed, inEnglish("erase_text")) || !strings.Contains(listed, inEnglish("erase_link", "Name", "Ann")) || !strings.Contains(listed, inEnglish("erase_confided")) {
		t.Errorf("without --yes it is listed:\n%s\nwant all that the page lists", listed)
	}
	if err := erase("ann@example.org", true); err != nil {
		t.Fatal(err)
	}
	d, err := db.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	members, err := d.Members(t.Context(), 1)
	if err != nil || len(members) != 1 || members[0].Email != "other@example.org" {
		t.Errorf("members after: %+v, %v", members, err)
	}
	acts, err := d.Acts(t.Context(), 1, survey.ActFilter{What: survey.ErasedMember, Most: 2})
	if err != nil || len(acts) != 1 || acts[0].By.Kind != survey.ByOperator {
		t.Errorf("the log says %+v, %v", acts, err)
	}
}
