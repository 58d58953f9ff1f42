package sheet

import (
	"strings"
	"testing"
)

// What tools and tables note besides answers is left out by pages and commands alike; what only looks like it stays.
func TestWhatToolsNote(t *testing.T) {
	for text, want := range map[string]string{
		"start,today,deviceid,name,Tools,_id,_uuid,_index\n2026-03-02T09:05:07,2026-03-02,ee.x:a,Ann,Saw,1,u1,1\n2026-03-02T09:06:07,2026-03-02,ee.x:b,Bo,Pen,2,u2,2\n2026-03-02T09:06:09,2026-03-03,ee.x:b,Cy,Pen,3,u3,3\n":                                                                "- - - name one_of - - -",
		"id,submitdate,lastpage,name,Role,groupTime12,interviewtime\n1,2026-03-02 09:05:07,3,Ann,Cook,12.5,3\n2,2026-03-02 09:05:07,3,Bo,Host,13.5,3\n3,2026-03-02 09:05:07,3,Cy,Host,13.5,3\n":                                                                                             "- timestamp - name one_of - -",
		"ApplicationForm_Id,Name_First,Name_Last,Role,Entry_Status,Entry_DateSubmitted\n1,Ann,Lee,Cook,Submitted,2026-03-02 09:05\n2,Bo,Poe,Host,Submitted,2026-03-02 09:06\n3,Cy,Poe,Host,Submitted,2026-03-02 09:06\n":                                                                    "- first_name last_name one_of - timestamp",
		"Submission Date,Name (First),Name (Last),Role,IP\n2026-03-02 09:05,Ann,Lee,Cook,10.0.0.1\n2026-03-02 09:06,Bo,Poe,Host,10.0.0.2\n2026-03-02 09:07,Cy,Poe,Host,2001:db8::1\n":                                                                                                       "timestamp first_name last_name one_of -",
		"ID,시작 시간,완료 시간,전자 메일,이름,역할\n1,2026-03-02 09:05,2026-03-02 09:06,anonymous,김하나,요리\n2,2026-03-02 09:05,2026-03-02 09:06,anonymous,이두리,음악\n3,2026-03-02 09:05,2026-03-02 09:06,anonymous,박세나,음악\n":                                                                                    "- - timestamp - name one_of",
		"이름,상태,생성 일시,최종 편집 일시\n김하나,대기 중,2026년 3월 1일 오후 3:20,2026년 3월 1일 오후 3:21\n이두리,진행,2026년 3월 1일 오후 3:20,2026년 3월 1일 오후 3:21\n박세나,진행,2026년 3월 1일 오후 3:20,2026년 3월 1일 오후 3:21\n":                                                                                                          "name one_of timestamp -",
		"Name,Status,Last Modified\nAnn,Todo,3/2/2026 9:05am\nBo,Done,3/2/2026 9:06am\nCy,Done,3/2/2026 9:06am\n":                                                                                                                                                                           "name one_of -",
		"StartDate,EndDate,ResponseId,Q1,Q2,Q_RecaptchaScore,Q_DuplicateRespondent\nStart,End,Response ID,Name,Role,Q_RecaptchaScore,Q_DuplicateRespondent\n2026-03-02,2026-03-02,R1,Ann,Cook,0.9,\n2026-03-02,2026-03-02,R2,Bo,Host,0.8,true\n2026-03-02,2026-03-02,R3,Cy,Host,0.8,true\n": "- timestamp - name one_of - -",
		"Name,today,Score\nAnn,happy,3\nBo,sad,4\nCy,sad,5\nDi,sad,7\n": "name one_of number",
	} {
		s := readText(t, text)
		m := Guess(s)
		_, r := s.Table(As{})
		var got []string
		for j, c := range m.Columns {
			use := strings.Replace(string(c.Use), string(LeaveOut), "-", 1)
			if got = append(got, use); use == "-" && r.Columns[j].Kind != "metadata" && r.Columns[j].Kind != "time" && r.Columns[j].Kind != "leave_out" {
				t.Errorf("of %q a command takes %q for %s", text, s.Header[j], r.Columns[j].Kind)
			}
		}
		if got := strings.Join(got, " "); got != want {
			t.Errorf("of %q the columns are\n%s, want\n%s", text, got, want)
		}
	}
}

// An order in one cell is one for a command too.
func TestAnOrderInOneCell(t *testing.T) {
	s := readText(t, "Name,Rank these\nAnn,Saw;Pen;Glue;\nBo,Pen;Saw;Glue;\nCy,Glue;Pen;Saw;\n")
	_, r := s.Table(As{})
	if page := Guess(s).Columns[1].Use; page != Rank || r.Columns[1].Kind != "rank" {
		t.Errorf("an order is %s for a page and %s for a command", page, r.Columns[1].Kind)
	}
}

// Names that stand twice beside other columns are read in part, which is said.
func TestNamesBesideEachOther(t *testing.T) {
	said := func(text string) (beside bool) {
		for _, n := range readText(t, text).Notes {
			beside = beside || n.Key == "header_beside"
		}
		return beside
	}
	if !said("학과,이름,학번,이름,학번\n경영,김하나,1,이두리,2\n경영,박세나,3,최네오,4\n") {
		t.Error("nobody is told of the second list")
	}
	if said("이름,취미,취미\n김하나,1,3\n박세나,3,4\n") {
		t.Error("two columns of one question are said to be lists")
	}
}

// Choices that are joined without a space are never glued, however often they stand together.
func TestChoicesWithoutSpaces(t *testing.T) {
	s := readText(t, "Name,Roles\nAnn,\"Lead,Other:\"\nBo,Code\nCy,\"Lead,Other:\"\nDi,Write\nEd,\"Lead,Other:\"\nFlo,Code\nGil,Write\n")
	if c := Guess(s).Columns[1]; c.Use != AnyOf || len(c.Options) != 4 {
		t.Errorf("roles are %s of %q, want any of four", c.Use, c.Options)
	}
}
