package sheet

import (
	"slices"
	"testing"

	"dure/survey"
)

// Whom a row names besides its member, and who has no row, is told; who has one is a teammate.
func TestPeopleWithoutARowAreTold(t *testing.T) {
	for header, want := range map[string]bool{"Partner name": true, "Name 2": true, "짝 이름": true, "Name of your street": false, "Emergency contact name": false} {
		text, own := "Name,"+header+",Lab\n", "Name,"+header+",Lab\n"
		for i := 0; i < len(variantNames); i += 2 {
			lab := at([]string{"Red", "Blue"}, i/2)
			text += variantNames[i] + "," + variantNames[i+1] + "," + lab + "\n"
			own += variantNames[i] + "," + variantNames[(i+2)%len(variantNames)] + "," + lab + "\n"
		}
		told := func(s Sheet) bool {
			return slices.ContainsFunc(s.Notes, func(n survey.Message) bool { return n.Key == "second_people" })
		}
		if got := told(readText(t, text)); got != want {
			t.Errorf("%q names people without a row: told %t, want %t", header, got, want)
		}
		if told(readText(t, own)) {
			t.Errorf("%q names members, and they are told to have no row", header)
		}
	}
}
