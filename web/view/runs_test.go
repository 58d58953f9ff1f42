package view

import (
	"slices"
	"testing"

	"dure/survey"
)

// Ids of members come back from a form as they were put into it, and what somebody makes up takes no memory.
func TestRunsOfMembers(t *testing.T) {
	var rows []MemberRow
	for _, id := range []survey.MemberID{9, 3, 4, 5, 12, 13} {
		rows = append(rows, MemberRow{Member: survey.Member{ID: id}})
	}
	if got := Runs(rows); got != "3-5 9 12-13" {
		t.Errorf("the runs are %q", got)
	}
	if got := ReadRuns(Runs(rows)); !slices.Equal(got, []survey.MemberID{3, 4, 5, 9, 12, 13}) {
		t.Errorf("the runs are read as %v", got)
	}
	if got := ReadRuns("5-3 a 1-9223372036854775807 -4 0-1048575 0-1048575 7"); len(got) > mostRun {
		t.Errorf("%d members are read", len(got))
	}
	if got := ReadRuns("7 x 9-"); !slices.Equal(got, []survey.MemberID{7}) {
		t.Errorf("what is no run is read as %v", got)
	}
}
