package survey

import "testing"

// A number of a question and marks of emphasis are no part of what a heading says; a number that tells something itself is.
func TestHeadingsWithoutNumbersAndEmphasis(t *testing.T) {
	for heading, want := range map[string]string{
		"2. Status": "Status", "Q5. Status": "Status", "Q5: Status": "Status", "6. 재학 상태": "재학 상태", "6.재학 상태": "재학 상태", "(3) Name": "Name", "3) Name": "Name", "문항 3. 이름": "이름",
		"1-2. Name": "Name", "3. 1지망": "1지망", "What is your *first* name?": "What is your first name?", "**Name**": "Name", "_name_": "name", "__Name__": "Name", "4. *Name*": "Name",
		"1.5 hours": "1.5 hours", "10:30": "10:30", "10:30 Mon": "10:30 Mon", "9: Mon": "9: Mon", "Q5": "Q5", "Q5.": "Q5.", "3.": "3.", "[3]": "[3]", "2nd choice": "2nd choice", "Name *": "Name *",
		"first_name": "first_name", "_id": "_id", "_submission_time": "_submission_time", "2026. 3. 2.": "2026. 3. 2.", "Name": "Name", "": "",
	} {
		if got := BareHeading(heading); got != want {
			t.Errorf("%q is bare as %q, want %q", heading, got, want)
		}
	}
}

// The place that a header names is the one of the choice, not the number of the question before it, unless it names no other.
func TestPlacesBehindNumbersOfQuestions(t *testing.T) {
	for header, want := range map[string]struct {
		of    string
		place int
	}{
		"4. 희망 분과 2순위":      {"희망 분과 순위", 2},
		"4. 희망 분과 순위 [2순위]": {"희망 분과 순위 [순위]", 2},
		"4. Choice 1":       {"Choice", 1},
		"Q4. Second choice": {"choice", 2},
		"2. Wahl":           {"Wahl", 2},
		"1. Wahl 2026":      {"Wahl 2026", 1},
		"1. Wahl (Kurs 3)":  {"Wahl (Kurs 3)", 1},
	} {
		if of, place := PlaceOf(header); of != want.of || place != want.place {
			t.Errorf("%q is place %d of %q, want place %d of %q", header, place, of, want.place, want.of)
		}
	}
}
