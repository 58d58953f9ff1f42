package web_test

import (
	"fmt"
	"maps"
	"net/url"
	"strings"
	"testing"

	"dure/survey"
)

// known are the members of the season with what they are known by, in the order in which they came.
func (s *site) known() string {
	all, err := s.db.Members(s.Context(), s.season.ID)
	s.must("read the members", err)
	var known []string
	for _, m := range all {
		who := m.Name
		if m.Email != "" {
			who += "@"
		}
		if m.Ref != "" {
			who += "#" + m.Ref
		}
		known = append(known, who)
	}
	return strings.Join(known, "|")
}

const (
	twoKims  = "Name,Year,Instrument\nKim Minjun,1,Guitar\nLee Seoyeon,2,Drums\nPark Jiho,1,Guitar\nKim Minjun,3,Bass\nChoi Yuna,2,Vocal\n"
	families = "Full name,Email,Grade\nNoa Levi,family@example.org,3\nTom Levi,family@example.org,5\nGil Levi,family@example.org,4\nAna Ruiz,ana@example.org,5\nBo Lind,bo@example.org,4\n"
)

// Rows that may be of one member are shown side by side before anything is saved; unless somebody says so, nobody is taken for somebody else. The same file again
// finds the same members.
func TestImportAsksWhoIsWho(t *testing.T) {
	for _, c := range []struct {
		name, file string
		said       url.Values
		want       string
		says       []string
	}{
		{"one name", twoKims, nil, "Kim Minjun|Lee Seoyeon|Park Jiho|Kim Minjun#Kim Minjun 2|Choi Yuna",
			[]string{"Who is who? One question", "One name, and nothing says whether it is one person", "<mark>Bass</mark>", "<mark>3</mark>", "The same as row 2", `name="who5"`}},
		{"one name, one person", twoKims, url.Values{"who5": {"row2"}}, "Lee Seoyeon|Park Jiho|Kim Minjun|Choi Yuna", nil},
		{"one address", families, nil, "Noa Levi@|Tom Levi|Gil Levi|Ana Ruiz@|Bo Lind@",
			[]string{"One e-mail address, different names", "<mark>Tom Levi</mark>", "The same as row 3", `name="who3"`, `name="who4"`}},
		{"sent twice", "Name,Year\nAna Ruiz,1\nBo Lind,2\nAna Ruiz,1\n", nil, "Bo Lind|Ana Ruiz",
			[]string{"One name and the same in every cell", "The same as row 2", `name="who4"`, `value="row2" selected`}},
		{"two who say the same", "Name,Year\nAna Ruiz,1\nBo Lind,2\nAna Ruiz,1\n", url.Values{"who4": {"own"}}, "Ana Ruiz|Bo Lind|Ana Ruiz#Ana Ruiz 2", nil},
		{"one name turned", "Name,Year\nBob Lee,1\nAna Ruiz,2\n\"Lee, Bob\",3\n김민준,1\n민준 김,2\n", nil, "Bob Lee|Ana Ruiz|Lee, Bob|김민준|민준 김",
			[]string{"One name in two orders, and nothing says whether it is one person", "The same as row 2", `name="who4"`, "The same as row 5", `name="who6"`}},
		{"one name turned, one person", "Name,Year\nBob Lee,1\nAna Ruiz,2\nLEE Bob,3\n", url.Values{"who4": {"row2"}}, "Ana Ruiz|LEE Bob", nil},
		{"one address, two people", families, url.Values{"who4": {"row3"}}, "Noa Levi@|Gil Levi|Ana Ruiz@|Bo Lind@", nil},
	} {
		s := newSite(t)
		s.work()
		v := s.organizer()
		for _, when := range []string{"first", "again"} {
			r := v.upload("/import", "who.csv", []byte(c.file)).want(200, c.says...)
			if when == "again" {
				r.lacks("a member already")
			}
			form := r.fields(r.path, r.proposed())
			maps.Copy(form, c.said)
			page := v.post(r.path, form)
			if strings.Contains(page.body, "In which order is the file?") { // asked of rows that were said to be of one member
				form.Del("seen")
				page.submit(v, r.path, form)
			}
			v.finish(r.path).want(200, "The import is done")
			if got := s.known(); got != c.want {
				t.Errorf("%s, %s: members are %s, want %s", c.name, when, got, c.want)
			}
		}
	}
}

// Of many questions each row can be decided alone or all at once.
func TestImportAsksManyWhoAreOne(t *testing.T) {
	var b strings.Builder
	b.WriteString("Name,Email,Age\n")
	for i := range 30 {
		fmt.Fprintf(&b, "Parent %d,f%d@example.org,%d\nChild %d,f%d@example.org,%d\n", i, i, i, i, i, i)
	}
	for all, want := range map[string]int{"own": 60, "same": 31} {
		s := newSite(t)
		s.work()
		v := s.organizer()
		r := v.upload("/import", "many.csv", []byte(b.String())).want(200, "30 questions", "As chosen above for all")
		form := r.fields(r.path, r.proposed())
		form.Set("who", all)
		form.Set("who5", "own")
		page := v.post(r.path, form)
		if strings.Contains(page.body, "In which order is the file?") {
			form.Set("order", "first")
			page.submit(v, r.path, form)
		}
		v.finish(r.path).want(200, "The import is done")
		if got := strings.Count(s.known(), "|") + 1; got != want {
			t.Errorf("all %s: %d members, want %d", all, got, want)
		}
	}
}

// Who is in the season already is found by name where nothing else is known, and asked for where an address or an id is of somebody with another name.
func TestImportFindsWhoIsThere(t *testing.T) {
	for _, c := range []struct {
		name, file, said, want string
		asks                   bool
	}{
		{"by name alone", "Name,Age\nAna Ruiz,20\nZoe Wu,21\n", "", "Ana Ruiz@|Bo Lind@#7|Zoe Wu", false},
		{"by id and name", "Name,ID,Age\nbo lind,7,20\nZoe Wu,9,21\nCy Doe,10,22\nDi Poe,11,23\n", "", "Ana Ruiz@|bo lind@#7|Zoe Wu#9|Cy Doe#10|Di Poe#11", false},
		{"an address of another name", "Name,Email,Age\nTom Ruiz,ana@example.org,20\nZoe Wu,zoe@example.org,21\n", "", "Ana Ruiz@|Bo Lind@#7|Tom Ruiz|Zoe Wu@", true},
		{"of the same person", "Name,Email,Age\nAna R. Gomez,ana@example.org,20\nZoe Wu,zoe@example.org,21\n", "member", "Ana R. Gomez@|Bo Lind@#7|Zoe Wu@", true},
		{"a name turned", "Name,Age\n\"Ruiz, Ana\",20\nZoe Wu,21\n", "", "Ana Ruiz@|Bo Lind@#7|Ruiz, Ana|Zoe Wu", true},
		{"a name turned in two columns", "First name,Last name,Age\nRuiz,Ana,20\nZoe,Wu,21\n", "", "Ana Ruiz@|Bo Lind@#7|Ruiz Ana|Zoe Wu", true},
		{"a name turned, of the same person", "Name,Age\nRUIZ Ana,20\nZoe Wu,21\n", "member", "RUIZ Ana@|Bo Lind@#7|Zoe Wu", true},
		{"a name turned with another address", "Name,Email,Age\nRuiz Ana,ruiz@example.org,20\nZoe Wu,zoe@example.org,21\n", "", "Ana Ruiz@|Bo Lind@#7|Ruiz Ana@|Zoe Wu@", false},
		{"an id beside a name with an address", "Name,ID,Age\nAna Ruiz,9,20\nZoe Wu,10,21\n", "", "Ana Ruiz@|Bo Lind@#7|Ana Ruiz#9|Zoe Wu#10", true},
		{"without names", "Email,Age\nana@example.org,20\nzoe@example.org,21\n", "", "Ana Ruiz@|Bo Lind@#7|zoe@example.org@", false},
	} {
		s := newSite(t)
		s.work()
		for _, m := range []survey.Member{{Name: "Ana Ruiz", Email: "ana@example.org"}, {Name: "Bo Lind", Email: "bo@example.org", Ref: "7"}} {
			m.Season = s.season.ID
			_, err := s.db.AddMember(t.Context(), m, s.now)
			s.must("add a member", err)
		}
		v := s.organizer()
		r := v.upload("/import", "there.csv", []byte(c.file)).want(200)
		if asks := strings.Contains(r.body, "Ana Ruiz, a member already"); asks != c.asks {
			t.Errorf("%s: it is asked who it is: %t, want %t", c.name, asks, c.asks)
		}
		form := r.fields(r.path, r.proposed())
		if c.said != "" {
			form.Set("who2", "member1")
		}
		v.post(r.path, form)
		v.finish(r.path).want(200, "The import is done")
		if got := s.known(); got != c.want {
			t.Errorf("%s: members are %s, want %s", c.name, got, c.want)
		}
	}
}

// A list of addresses or ids makes members without names; the file that names them later is of the same members, whatever they are called.
func TestImportNamesWhoHadNone(t *testing.T) {
	for first, then := range map[string]string{
		"Email\neve@example.org\nfay@example.org\n": "Name,Email,Age\nEve Moe,EVE@example.org,20\nFay Orr,fay@example.org,21\n",
		"Student ID,Year\nE7,1\nF9,2\n":             "Name,Student ID,Age\nEve Moe,e7,20\nFay Orr,F9,21\n",
	} {
		s := newSite(t)
		s.work()
		v := s.organizer()
		r := v.upload("/import", "first.csv", []byte(first)).want(200)
		v.take(r.path, r.proposed())
		v.finish(r.path).want(200, "2 new members")
		r = v.upload("/import", "then.csv", []byte(then)).want(200, "0 new members").lacks("Who is who")
		v.take(r.path, r.proposed())
		v.finish(r.path).want(200, "0 new members")
		if got := strings.NewReplacer("@", "", "#E7", "", "#e7", "", "#F9", "").Replace(s.known()); got != "Eve Moe|Fay Orr" {
			t.Errorf("after %q members are %s", first, got)
		}
	}
}

// Where no time says which row of a member is the newest, it is asked in which order the file is.
func TestImportAsksForTheOrder(t *testing.T) {
	const text = "User ID,Name,How many evenings?\nu1,Ada Brun,3\nu2,Ben Diaz,1\nu3,Cleo Egger,2\nu4,Dan Frei,4\nu5,Eli Gut,2\nu1,Ada Brun,0\n"
	for order, want := range map[string]float64{"": 0, "last": 0, "first": 3} {
		s := newSite(t)
		s.work()
		v := s.organizer()
		r := v.upload("/import", "order.csv", []byte(text)).want(200, "One member has several rows, and no time says which is the newest", `value="last" checked`)
		form := r.fields(r.path, r.proposed())
		if order != "" {
			form.Set("order", order)
		}
		v.post(r.path, form)
		v.finish(r.path).want(200, "The import is done", "One row was passed over")
		members, err := s.db.Members(t.Context(), s.season.ID)
		s.must("read the members", err)
		for _, m := range members {
			if m.Name != "Ada Brun" {
				continue
			}
			a, err := s.db.Response(t.Context(), m.ID)
			s.must("read the answers", err)
			if got := *a.Answers[s.stored().Questions[0].ID].Number; got != want {
				t.Errorf("order %q: Ada says %g, want %g", order, got, want)
			}
		}
	}
}

// Columns of one question that was asked in two branches are joined where somebody says so.
func TestImportJoinsBranches(t *testing.T) {
	s := newSite(t)
	s.work()
	v := s.organizer()
	r := v.upload("/import", "branches.csv", []byte("Name,Which sport?,Which sport do you play?,Age\nAna,Judo,,20\nBo,,Chess,21\nCy,Chess,,22\nDi,,Judo,23\n")).want(200, "The same question as", `value="joined1"`)
	form := r.proposed()
	form.Set("use1", "one_of")
	form.Set("use2", "joined1")
	v.take(r.path, form)
	v.finish(r.path).want(200, "2 new questions")
	responses, err := s.db.Responses(t.Context(), s.season.ID)
	s.must("read the responses", err)
	members, err := s.db.Members(t.Context(), s.season.ID)
	s.must("read the members", err)
	q := s.stored().Questions[0]
	for i, want := range []string{"Judo", "Chess", "Chess", "Judo"} {
		if got := strings.Join(q.Cells(responses[members[i].ID].Answers[q.ID]), ""); got != want {
			t.Errorf("%s answers %q, want %q", members[i].Name, got, want)
		}
	}
}

// A table that was copied out of a spreadsheet is pasted in the place of a file.
func TestImportAPastedTable(t *testing.T) {
	s := newSite(t)
	s.work()
	v := s.organizer()
	for lang, name := range map[string]string{"en": "Pasted table", "ko": "붙여 넣은 표"} {
		v.lang = lang
		v.get(s.at("/import")).want(200, `<textarea id="table"`)
		r := v.post(s.at("/import"), url.Values{"table": {"Name\tEmail\tWhy, then?\r\nAna " + lang + "\t" + lang + "@example.org\t\"one\ntwo\"\r\nBo " + lang + "\tb" + lang + "@example.org\tx, y\r\n"}})
		r.want(200, name, "x, y")
		v.take(r.path, r.proposed())
		v.finish(r.path)
	}
	if got := strings.Count(s.known(), "@"); got != 4 {
		t.Errorf("members are %s, want 4 with addresses", s.known())
	}
	v.lang = "en"
	r := v.post(s.at("/import"), url.Values{"table": {"To: Cy Wren <cy@example.org>, Di Fell <di@example.org>\r\nSubject: Trip\r\n"}})
	r.want(200, "Row 2 names nobody", "cy@example.org")
	v.take(r.path, r.proposed())
	v.finish(r.path)
	if got := s.known(); strings.Count(got, "@") != 6 || !strings.Contains(got, "Di Fell") {
		t.Errorf("members are %s, want also the two to whom the mail went", got)
	}
	v.post(s.at("/import"), url.Values{"table": {" \n"}}).want(422, "Choose a file.")
	v.post(s.at("/import"), url.Values{"table": {"Name"}}).want(422, "Nothing was saved")
}

// A second file says what it changes for whom before it is saved, and leaves alone what it lacks.
func TestImportSaysWhatChanges(t *testing.T) {
	s := newSite(t)
	s.work()
	v := s.organizer()
	for k, c := range []struct {
		file string
		says []string
	}{
		{"Name,Email,Age,Sport\nAna,ana@example.org,20,Judo\nBo,bo@example.org,21,Chess\nCy,cy@example.org,22,Judo\nDi,di@example.org,23,Chess\n", nil},
		{"Name,Email,Age,Sport\nAna,ana@example.org,25,\nBo,bo@example.org,21,Chess\nZoe,zoe@example.org,30,Judo\n", []string{"What this file changes", "One new member", "One member of whom nothing changes",
			"2 members are not in the file", "One entry changes", "Ana, Age: 20 → 25"}},
		{"Full name,Email,Shoe\nAna,ana@example.org,M\nbo lind,bo@example.org,L\nZoe,zoe@example.org,L\n", []string{"0 members of whom nothing changes", "2 members who are there answer new questions"}},
		{"Name,Email,ID\nAna,ana@example.org,\nZOE,zoe@example.org,z7\n", []string{"One member of whom nothing changes", "2 entries change", "Zoe, Name: Zoe → ZOE", "Zoe, ID: No answer → z7"}},
	} {
		r := v.upload("/import", "file.csv", []byte(c.file)).want(200, c.says...)
		if k == 0 {
			r.lacks("What this file changes")
		}
		form := r.proposed()
		for column, use := range map[string]string{"use2": "number", "use3": "one_of"} {
			if k == 0 {
				form.Set(column, use)
			}
		}
		v.take(r.path, form)
		v.finish(r.path).want(200, "The import is done")
	}
	members, err := s.db.Members(t.Context(), s.season.ID)
	s.must("read the members", err)
	a, err := s.db.Response(t.Context(), members[0].ID)
	s.must("read the answers", err)
	q := s.stored().Questions
	if got := fmt.Sprint(q[0].Cells(a.Answers[q[0].ID]), q[1].Cells(a.Answers[q[1].ID])); got != "[25] [Judo]" {
		t.Errorf("Ana answers %s, want the new age and the sport as before", got)
	}
}

// Of a name that is there with another address or id it is asked whether it is the same person, as of grades and groups of one course; until it is said, it is not.
func TestImportAsksOfOneNameWithAnotherAddress(t *testing.T) {
	for said, want := range map[string]string{"": "Ana Ruiz@|Ana Ruiz@|Zoe Wu@", "member1": "Ana Ruiz@|Zoe Wu@"} {
		s := newSite(t)
		s.work()
		_, err := s.db.AddMember(t.Context(), survey.Member{Season: s.season.ID, Name: "Ana Ruiz", Email: "ana@example.org"}, s.now)
		s.must("add a member", err)
		v := s.organizer()
		r := v.upload("/import", "there.csv", []byte("Name,Email,Age\nAna Ruiz,ruiz@example.org,20\nZoe Wu,zoe@example.org,21\n")).want(200, "Ana Ruiz, a member already", "One name, another e-mail address or id")
		form := r.fields(r.path, r.proposed())
		if said != "" {
			form.Set("who2", said)
		}
		v.post(r.path, form)
		v.finish(r.path).want(200, "The import is done")
		if got := s.known(); got != want {
			t.Errorf("said %q: members are %s, want %s", said, got, want)
		}
	}
}

// Whoever was called otherwise before is asked about by the former name too, with the member beside the row: the file may be older than the change.
func TestImportAsksOfFormerNames(t *testing.T) {
	s := newSite(t)
	s.work()
	v := s.organizer()
	m, err := s.db.AddMember(t.Context(), survey.Member{Season: s.season.ID, Name: "Ann Lee"}, s.now)
	s.must("add a member", err)
	m.Name = "Ann Park"
	s.must("rename her", s.db.ChangeMember(t.Context(), m, s.now))
	const file = "Name,Year\nAnn Lee,1\nBo Lind,2\n"
	r := v.upload("/import", "old.csv", []byte(file)).want(200, "What a member was called before", "Ann Park, a member already", `name="who2"`)
	form := r.proposed()
	form.Set("who2", "member"+m.ID.Code())
	v.take(r.path, form)
	v.finish(r.path)
	if got := s.known(); got != "Ann Lee|Bo Lind" {
		t.Errorf("members are %s, want Ann to be the one who was there", got)
	}
}
