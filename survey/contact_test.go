package survey

import (
	"net/url"
	"strings"
	"testing"
)

// What is typed as a contact leads on where an address can, and else is text: whatever it says.
func TestReadContacts(t *testing.T) {
	for _, tt := range []struct {
		kind            ContactKind
		typed, at, link string
		wrong           bool
	}{
		{ByPhone, " 010-1234-5678 ", "010-1234-5678", "tel:01012345678", false},
		{ByPhone, "+82 (0)10 1234.5678", "+82 (0)10 1234.5678", "tel:+8201012345678", false},
		{ByPhone, "０１０-１２３４-５６７８", "010-1234-5678", "tel:01012345678", false},
		{ByPhone, "call me", "call me", "", true},
		{ByPhone, "010;ext=1", "010;ext=1", "", true},
		{ByPhone, "+", "+", "", true},
		{ByPhone, "12+34", "12+34", "", true},
		{ByPhone, strings.Repeat("1", 21), strings.Repeat("1", 21), "", true},
		{ByEmail, "mina@example.org", "mina@example.org", "mailto:mina@example.org", false},
		{ByEmail, "a?cc=b@example.org", "a?cc=b@example.org", "mailto:a%3Fcc=b@example.org", false},
		{ByEmail, "javascript:alert(1)", "javascript:alert(1)", "", true},
		{ByKakao, "javascript:alert(1)", "javascript:alert(1)", "", false},
		{ByKakao, "<b>mina</b>\nand\u202emore\u200b", "<b>mina</b> andmore", "", false},
		{ByDiscord, "mina#1234", "mina#1234", "", false},
		{ByElse, "\u200b \u00a0", "", "", false},
		{ByElse, strings.Repeat("가", MaxContact), strings.Repeat("가", MaxContact), "", false},
		{ByElse, strings.Repeat("가", MaxContact+1), strings.Repeat("가", MaxContact+1), "", true},
	} {
		cs, err := ReadContacts(url.Values{tt.kind.Field(): {tt.typed}, "contact_fax": {"1"}})
		if got := cs.Of(tt.kind); got != tt.at || (err != nil) != tt.wrong {
			t.Errorf("%s %q is read as %q (%v), want %q, wrong: %v", tt.kind, tt.typed, got, err, tt.at, tt.wrong)
		}
		if got := (Contact{tt.kind, tt.at}).Link(); got != tt.link {
			t.Errorf("%s %q leads to %q, want %q", tt.kind, tt.at, got, tt.link)
		}
		if tt.at == "" && len(cs) > 0 {
			t.Errorf("%s %q is shared as %q, want nothing", tt.kind, tt.typed, cs)
		}
	}
}
