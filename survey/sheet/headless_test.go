package sheet

import (
	"strings"
	"testing"
)

// A list without a header loses nobody: its first row is a member as the others are. What may be a header stays one.
func TestListsWithoutAHeader(t *testing.T) {
	for text, want := range map[string]string{
		"김하나\n이두리\n박세나\n":                                           "이름: 김하나|이두리|박세나",
		"1. 김하나\n2. 이두리\n3. 박세나\n총 3명\n":                            "이름: 김하나|이두리|박세나",
		"- Ann Lee\n- Bo van Poe\n- Cy O’Neil\n":                    "Name: Ann Lee|Bo van Poe|Cy O’Neil",
		"김하나\t20240001\t경영\n이두리\t20240002\t컴공\n박세나\t20240003\t경영\n": "이름,ID,Column 3: 김하나 20240001|이두리 20240002|박세나 20240003",
		"김하나,010-1111-2222\n이두리,010-1111-2223\n":                    "이름,Column 2: 김하나|이두리",
		"김하나,경영\n이두리,컴공\n박세나,경영\n":                                  "이름,Column 2: 김하나|이두리|박세나",
		"Ann Lee,ann@example.org,3\nBo Poe,bo@example.org,4\n":      "Name,Email,Column 3: Ann Lee|Bo Poe",
		"ann@example.org\nbo@example.org\n":                         "Email: ann@example.org|bo@example.org",
		"이름\n김하나\n이두리\n":                                            "이름: 김하나|이두리",
		"성명,전화\n김하나,010-1111-2222\n이두리,010-1111-2223\n":             "성명,전화: 김하나|이두리",
		"Full Name\nAnn Lee\nBo Poe\n":                              "Full Name: Ann Lee|Bo Poe",
		"Nom Complet,Danse\nAnn Lee,Danse\nBo Poe,\nCy Ode,Danse\n": "Nom Complet,Danse: Ann Lee|Bo Poe|Cy Ode",
		"신입부원,학번\n김하나,20240001\n이두리,20240002\n":                     "",
		"Name,2024,2025\nAnn Lee,1200,1300\nBo Poe,1400,1500\n":     "Name,2024,2025: Ann Lee|Bo Poe",
	} {
		s := readText(t, text)
		if want == "" {
			if len(s.Rows) != 2 {
				t.Errorf("%q has %d rows, want 2", text, len(s.Rows))
			}
			continue
		}
		in, wrong := Apply(s, Guess(s))
		var who []string
		for _, m := range in.Members {
			name := m.Name
			if name == "" {
				name, _, _ = strings.Cut(m.Email, "@")
			}
			who = append(who, strings.TrimSpace(name+" "+m.Ref))
		}
		if got := strings.Join(s.Header, ",") + ": " + strings.Join(who, "|"); got != want || len(wrong) > 0 {
			t.Errorf("%q is %s, want %s; wrong: %v", text, got, want, wrong)
		}
	}
}
