package sheet

import (
	"fmt"
	"testing"
)

// Names and ids in one column are two columns, in whichever order and with whatever stands between; what is no id stays with the name.
func TestNamesAndIDsInOneColumn(t *testing.T) {
	for text, want := range map[string]string{
		"이름(학번),점수\n김하나(20240001),1\n이두리 (20240002),2\n박세나(20240003),3\n": "[이름 학번 점수] [이두리 20240002 2]",
		"학번/이름,점수\n20240001 김하나,1\n20240002/이두리,2\n":                      "[이름 학번 점수] [이두리 20240002 2]",
		"Name,Score\nAnn Lee / s1234567,1\nBo Park / s7654321,2\n":        "[Name ID Score] [Bo Park s7654321 2]",
		"이름,점수\n김하나(20240001),1\n이두리(20240002),2\n":                       "[이름 ID 점수] [이두리 20240002 2]",
		"Name,Score\nMember 1001,1\nMember 1002,2\n":                      "[Name Score] [Member 1002 2]",
		"Name,Score\nAnn (2nd),1\nBo (3rd),2\n":                           "[Name Score] [Bo (3rd) 2]",
		"Name,Student ID,Score\nAnn (20240001),7,1\nBo (20240002),8,2\n":  "[Name Student ID Score] [Bo (20240002) 8 2]",
		"Name,Room\nAnn,Hall 2024\nBo,Hall 2025\n":                        "[Name Room] [Bo Hall 2025]",
	} {
		s := readText(t, text)
		if got := fmt.Sprint(s.Header, s.Rows[1]); got != want {
			t.Errorf("%q is read as %s, want %s", text, got, want)
		}
	}
	s := readText(t, "이름(학번),함께하고 싶은 사람\n김하나(20240001),이두리\n이두리(20240002),김하나(20240001)\n박세나(20240003),\n")
	if m := Guess(s); fmt.Sprint([]Use{m.Columns[0].Use, m.Columns[1].Use, m.Columns[2].Use}) != "[name id wished]" {
		t.Errorf("the columns are taken for %s, %s, %s", m.Columns[0].Use, m.Columns[1].Use, m.Columns[2].Use)
	}
}
