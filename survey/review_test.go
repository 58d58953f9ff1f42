package survey

import (
	"reflect"
	"testing"
	"time"
)

func TestReviewOfAnswers(t *testing.T) {
	number := Question{ID: 1, Version: 1, Kind: Number, Title: en("How many hours a week do you have for this?")}
	same, secret := number, number
	same.ID, secret.ID, secret.Sensitive = 2, 3, true
	s := Survey{Questions: []Question{number, same, secret}}
	least := s.Estimate() / 3
	at := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	var members []Member
	responses := map[MemberID]Response{}
	answer := func(id MemberID, n float64, begun, first time.Time) {
		members = append(members, Member{ID: id})
		responses[id] = Response{Member: id, Submitted: at, Begun: begun, First: first, Answers: Answers{1: seats(n), 2: seats(4), 3: seats(4)}}
	}
	answer(1, 1, at, at.Add(least))             // in a rush
	answer(2, 2, at, at.Add(least+time.Second)) // not
	answer(3, 3, time.Time{}, at)               // read from a file
	members = append(members, Member{ID: 4}, Member{ID: 5})
	responses[5] = Response{Member: 5, Draft: Answers{1: seats(1)}, Begun: at, Saved: at}

	got := s.Review(members, responses)
	want := Review{Alike: []Question{same}, Hasty: members[:1], Timed: 2, Silent: members[3:]}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("the review is\n%+v\nwant\n%+v", got, want)
	}
	if got.IsZero() || !(Survey{}).Review(nil, nil).IsZero() {
		t.Error("a review with something to tell is none, or one without is some")
	}
}

// One answer is no agreement, and of several columns all must agree.
func TestAnsweredAlike(t *testing.T) {
	level := Question{ID: 1, Version: 1, Kind: Level, Title: en("q"), Options: []Option{{1, en("a")}, {2, en("b")}}}
	said := func(all ...map[int]int) bool {
		var members []Member
		responses := map[MemberID]Response{}
		for i, levels := range all {
			id := MemberID(i + 1)
			members = append(members, Member{ID: id})
			responses[id] = Response{Submitted: time.Unix(1, 0), Answers: Answers{1: {Version: 1, Levels: levels}}}
		}
		return len((Survey{Questions: []Question{level}}).Review(members, responses).Alike) > 0
	}
	tests := []struct {
		name string
		got  bool
		want bool
	}{
		{"nobody", said(), false},
		{"one", said(map[int]int{1: 3}), false},
		{"one of two", said(map[int]int{1: 3}, nil), false},
		{"two", said(map[int]int{1: 3}, map[int]int{1: 3}), true},
		{"two of whom one said more", said(map[int]int{1: 3, 2: 1}, map[int]int{1: 3}), false},
		{"two who differ in one of two", said(map[int]int{1: 3, 2: 1}, map[int]int{1: 3, 2: 2}), false},
	}
	for _, tt := range tests {
		if tt.got != tt.want {
			t.Errorf("answers of %s are alike: %v, want %v", tt.name, tt.got, tt.want)
		}
	}
}
