package sheet

import (
	"fmt"
	"strings"
	"testing"
)

// called are the members of a file as it is proposed, and the reasons why lines are left out.
func called(t *testing.T, text string, c Choice) (names, reasons string) {
	t.Helper()
	s := mustRead(t, []byte(text)).With(c)
	var all, why []string
	for _, m := range proposed(t, s).Members {
		all = append(all, m.Name)
	}
	for _, l := range s.LeftOut {
		why = append(why, fmt.Sprint(l.Row, l.Reason))
	}
	return strings.Join(all, "|"), strings.Join(why, " ")
}

// A column that says so leaves out bots, apps and accounts that are gone; a name that only hints at a device is asked about; people who are called so stay.
func TestAccountsThatAreNoPeople(t *testing.T) {
	for _, c := range []struct {
		what, text, want, out string
		with                  Choice
	}{
		{"a chat with a column of bots", "User ID,Display Name,Bot\n11,Ana,false\n12,MEE6,true\n13,Ada Bot,false\n14,Talbot,false\n", "Ana|Ada Bot|Talbot", "3bot", Choice{}},
		{"a chat with a status", "email,status,userid,fullname\na@x.org,Member,U1,Ana Ruiz\n,Bot,U2,Polly\nc@x.org,Deactivated,U3,Cy Wren\nd@x.org,Member,U4,Di Bot\n", "Ana Ruiz|Di Bot", "3bot 4dropped", Choice{}},
		{"who is gone, all the same", "email,status,userid,fullname\na@x.org,Member,U1,Ana Ruiz\nc@x.org,Deactivated,U3,Cy Wren\n", "Ana Ruiz|Cy Wren", "", Choice{KeepDropped: true}},
		{"a type of account", "Name,Account type\nAna,Person\nHelper,Bot\nBo,Person\n", "Ana|Bo", "3bot", Choice{}},
		{"a role in a play", "Name,Role\nAna,Bot\nBo,Bot\n", "Ana|Bo", "", Choice{}},
		{"a meeting", "Name (Original Name),User Email,Guest\nAna Ruiz (ana-phone),a@x.org,No\niPhone,,Yes\nBo Host,,Yes\nGuest Ruiz,,No\nGalaxy S21,,Yes\n회의실 2,,Yes\niPhone,i@x.org,No\nKim Abbott,,No\nOtter.ai Notetaker,,Yes\n",
			"Ana Ruiz|Bo Host|Guest Ruiz|iPhone|Kim Abbott", "10outside 3device 6device 7device", Choice{}},
		{"a meeting in which they are people", "Name,Guest\nZoom user,Yes\nAna,Yes\nBo,No\nCy,No\n", "Zoom user|Ana|Bo|Cy", "", Choice{KeepDevices: true}},
		{"a device with its owner", "Name (Original Name),User Email,Guest\nAna Ruiz,,No\nLucas's iPad,,Yes\nBo Lind,,No\nAna’s iPhone,,Yes\nCy Wren,,No\n", "Ana Ruiz|Bo Lind|Cy Wren", "3device 5device", Choice{}},
		{"devices", "Name,Price\niPhone 12,3\niPad,4\nGalaxy S21,3\n", "iPhone 12|iPad|Galaxy S21", "", Choice{}},
		{"what stands behind names", "Name,Team\nKim Minjun (he/him),A\nCy Wren (Guest),B\nBo Lind (Unverified) (Host),A\n이서연(게스트),B\nAna (Lee),A\n", "Kim Minjun|Cy Wren|Bo Lind|이서연|Ana (Lee)", "", Choice{}},
		{"a status of many words", "Name,Status\nAna,Active\nBo,on leave\nCy,waitlisted\nDi,Inactive\nEd,enrolled\n", "Ana|Ed", "3dropped 4dropped 5dropped", Choice{}},
		{"a Korean status", "이름,상태\n김하나,재학\n이두리,대기 2번\n박세나,휴학\n", "김하나", "3dropped 4dropped", Choice{}},
		{"who came", "이름,출석 여부\n김하나,출석\n이두리,결석\n박세나,출석\n", "김하나|박세나", "3dropped", Choice{}},
	} {
		names, out := called(t, c.text, c.with)
		if names != c.want || out != c.out {
			t.Errorf("%s: members are %s, left out %q; want %s and %q", c.what, names, out, c.want, c.out)
		}
	}
}

// Lines of mails, minutes and cards of an address book become members, whatever parts them.
func TestPastedPeople(t *testing.T) {
	for what, c := range map[string][2]string{
		"semicolons and commas": {"To: \"Ruiz, Ana\" <a@x.org>; Bo Lind <b@x.org>, cy@x.org\nCc: Di Park <d@x.org>\n", "Ana Ruiz|Bo Lind|cy@x.org|Di Park"},
		"family names first":    {"Ruiz, Ana <a@x.org>; Kim, Bo <b@x.org>\n", "Ana Ruiz|Bo Kim"},
		"brackets of Korean":    {"받는사람: 김민지 ‹m@x.kr›, 이준호 ＜j@x.kr＞\n참조: 박서연 <s@x.kr>\n", "김민지|이준호|박서연"},
		"a name in a code":      {"To: =?UTF-8?B?6rmA66+87KeA?= <m@x.kr>, Bo Lind <b@x.org>\n", "김민지|Bo Lind"},
		"minutes":               {"Minutes of 3 May\nPresent: Ana, Bo, Cy\nApologies: Di\n", "Ana|Bo|Cy"},
		"minutes with remarks":  {"3월 2일 정기 회의록\n참석: 김민지, 이준호\n불참: 최현우(출장), 정다은\n안건: 1. 조 편성\n", "김민지|이준호"},
		"cards":                 {"BEGIN:VCARD\nFN:Ana Ruiz\nN:Ruiz;Ana;;;\nitem1.EMAIL;TYPE=INTERNET:a@x.org\nEND:VCARD\nBEGIN:VCARD\nN:김;민준;;;\nEND:VCARD\n", "Ana Ruiz|김민준"},
	} {
		if names, _ := called(t, c[0], Choice{}); names != c[1] {
			t.Errorf("%s: members are %s, want %s", what, names, c[1])
		}
	}
}
