package db

import (
	"slices"
	"testing"
	"time"

	"dure/survey"
)

// deeds are what a log says, the oldest first.
func deeds(acts []survey.Act) (all []survey.Deed) {
	for _, a := range slices.Backward(acts) {
		all = append(all, a.What)
	}
	return all
}

func testAudit(t *testing.T, d *DB) {
	organizer, season := newSeason(t, d)
	club := must[survey.Club](t)(d.Club(t.Context(), season.Club))
	ctx := survey.Doing(t.Context(), survey.Doer{Kind: survey.ByOrganizer, Organizer: organizer.ID, At: now})
	ann := must[survey.Member](t)(d.AddMember(ctx, survey.Member{Season: season.ID, Name: "Ann"}, now))
	bo := must[survey.Member](t)(d.AddMember(ctx, survey.Member{Season: season.ID, Name: "Bo"}, now))
	ok(t, d.Log(ctx, survey.Act{Member: ann.ID, What: survey.SawAnswers}))
	ok(t, d.DropMembers(ctx, season.ID, []survey.MemberID{ann.ID}, now))
	ok(t, d.DropMembers(ctx, season.ID, []survey.MemberID{ann.ID}, now)) // once more does nothing, and is no line
	ok(t, d.RestoreMember(ctx, ann.ID))
	ok(t, d.Log(ctx, survey.Act{Season: season.ID, Everybody: true, What: survey.TookAnswers}))
	ok(t, d.ChangeSeason(t.Context(), season.ID, "Autumn", false))
	if err := d.RestoreMembers(ctx, season.ID, []survey.MemberID{bo.ID, 99}); err == nil {
		t.Errorf("restore a member who is not there: no error")
	}

	all := must[[]survey.Act](t)(d.Acts(t.Context(), club.ID, survey.ActFilter{Season: season.ID, Most: 50}))
	want := []survey.Deed{
		survey.AddedMember, survey.AddedMember, survey.SawAnswers, survey.DroppedMember, survey.RestoredMember, survey.TookAnswers, survey.ChangedSeason,
	}
	if got := deeds(all); !slices.Equal(got, want) {
		t.Errorf("the log of a season: got %q, want %q", got, want)
	}
	if by := all[0].By; by.Kind != survey.ByProgram {
		t.Errorf("done by nobody in particular: got %+v", by)
	}
	if by := all[1].By; by.Kind != survey.ByOrganizer || by.Organizer != organizer.ID || all[1].Club != club.ID {
		t.Errorf("done by organizer %d of club %d: got %+v", organizer.ID, club.ID, all[1])
	}
	one := must[[]survey.Act](t)(d.Acts(t.Context(), club.ID, survey.ActFilter{What: survey.AddedMember, By: organizer.ID, Most: 1, Before: all[5].ID}))
	if len(one) != 1 || one[0].Member != ann.ID {
		t.Errorf("the members added before %d: got %+v, want Ann's", all[5].ID, one)
	}
	own := must[[]survey.Act](t)(d.MemberActs(t.Context(), bo, 50))
	if got, want := deeds(own), []survey.Deed{survey.AddedMember, survey.TookAnswers}; !slices.Equal(got, want) || own[0].By.Email != organizer.Email {
		t.Errorf("what concerns Bo: got %+v, want %q", own, want)
	}
	late := bo
	late.Created = now.Add(time.Hour)
	late.ID = 0
	if acts := must[[]survey.Act](t)(d.MemberActs(t.Context(), late, 50)); len(acts) > 0 {
		t.Errorf("what concerns a member who came later: got %+v", acts)
	}

	ok(t, d.EraseMember(ctx, ann.ID, false, nil, now))
	for _, a := range must[[]survey.Act](t)(d.Acts(t.Context(), club.ID, survey.ActFilter{Season: season.ID, Most: 50})) {
		if a.Member == ann.ID {
			t.Errorf("a line names the member who is erased: %+v", a)
		}
	}
	ok(t, d.DeleteSeason(ctx, season.ID))
	rest := must[[]survey.Act](t)(d.Acts(t.Context(), club.ID, survey.ActFilter{Most: 50}))
	if len(rest) == 0 || rest[0].What != survey.DeletedSeason || rest[0].Season != 0 {
		t.Errorf("the log after a season is deleted: got %+v", rest)
	}
	ok(t, d.DeleteClub(ctx, club.ID))
}
