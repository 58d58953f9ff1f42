package main

import (
	"errors"
	"strings"
	"testing"

	"dure/survey"
	"dure/survey/sheet"
)

func TestSayError(t *testing.T) {
	_, long := sheet.Read("x.csv", strings.NewReader("a,b\n1,2\n"+strings.Repeat("1,2,3\n", 30)))
	lines := strings.Split(sayError(long), "\n")
	if len(lines) != 11 || !strings.HasPrefix(lines[0], "x.csv: Row 3: The row has more cells (3) than the header (2);") || lines[10] != "x.csv: And 20 more." {
		t.Errorf("30 rows that are too long are told as\n%v\nwant ten of them, from row 3 on, and the number of further ones", lines)
	}
	for _, c := range []struct {
		err  error
		want string
	}{
		{&survey.InvalidError{Field: "rules", Reason: "column_unknown", Args: map[string]any{"Rule": 2, "Column": "x", "Known": "a, b"}},
			"Rule 2: There is no column “x”; the columns are a, b. Choose one that there is."},
		{errors.New("disk full"), "disk full"},
	} {
		if got := sayError(c.err); got != c.want {
			t.Errorf("%v is told as %q, want %q", c.err, got, c.want)
		}
	}
}
