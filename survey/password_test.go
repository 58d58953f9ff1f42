package survey

import (
	"strings"
	"testing"
)

func TestCheckPassword(t *testing.T) {
	for _, tt := range []struct{ password, want string }{
		{"short", "password_length"},
		{"가나다라마바사아자", "password_length"},
		{strings.Repeat("x", 501), "password_length"},
		{"", "password_length"},
		{strings.Repeat(" ", 12), "password_unseen"},
		{strings.Repeat("\u200b", 12), "password_unseen"},
		{strings.Repeat("\u3164\u00ad\u2800\ufe0f\t", 3), "password_unseen"},
		{"qwertyuiop", "password_common"},
		{"1Q2w3E4r5T", "password_common"},
		{"Password123", "password_common"},
		{"ｐａｓｓｗｏｒｄ１２３", "password_common"},
		{"superpassword", "password_common"},
		{"\nqwertyuiop\n", "password_common"},
		{"Pass-Word 123", "password_common"},
		{"Chess Club 2026", "password_known"},
		{"chess-club-of-Gwanak!", "password_known"},
		{"CHÉSSCLUB1234", "password_known"},
		{"두레두레두레 1234", "password_known"},
		{"한마당교류회2026!", "password_known"},
		{"mina.kim@example.org", "password_known"},
		{"minakim-example", "password_known"},
		{"Dure!Dure!Dure!", "password_known"},
		{"chess1234567890", "password_known"}, // the rest is common
		{"a queen on the chess board", ""},
		{"Dure, the third of March", ""},
		{"go go go go", ""}, // the club Go is too short a word to forbid
		{"!@#$%^&*()-=_+", ""},
		{"두레에서 함께 일하는 봄날", ""},
		{"가나다라마바사아자차", ""},
	} {
		err := CheckPassword(tt.password, "mina.kim@example.org", "Chess Club of Gwanak", "한마당 교류회", "Go")
		if got := reason(err); got != tt.want {
			t.Errorf("the password %q is refused for %q, want %q", tt.password, got, tt.want)
		}
	}
}

// The list holds what a password of this length can be, each once and as it is looked up.
func TestCommonestPasswords(t *testing.T) {
	all := strings.Split(strings.TrimSuffix(commonest, "\n"), "\n")
	if len(all) != 10_000 {
		t.Errorf("%d passwords, want 10,000", len(all))
	}
	seen := map[string]bool{}
	for _, p := range all {
		if len(p) < MinPassword || p != strings.ToLower(p) || seen[p] || !isCommon(p) {
			t.Errorf("%q is too short, not in small letters, there twice, or not found", p)
		}
		seen[p] = true
	}
}
