package sheet

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dure/survey"
)

// columnOf reads cells below a header as a table of one column.
func columnOf(header string, cells ...string) survey.Column {
	s := Sheet{Cells: Cells{Header: []string{header}}}
	for _, c := range cells {
		s.Rows = append(s.Rows, []string{c})
	}
	t, _ := s.Table(As{})
	return t.Columns[0]
}

func TestColumnsAreReadAsTheirCellsSay(t *testing.T) {
	for _, c := range []struct {
		what, header string
		cells        []string
		want         survey.Type
		aside        string
	}{
		{"numbers", "q", []string{"1", "2.5", "", "NA", "2.5"}, survey.NumberColumn, ""},
		{"numbers as people type them", "q", []string{"1,200", "２", "−3", "1e-5"}, survey.NumberColumn, ""},
		{"row numbers", "no", []string{"1", "2", "-", "3"}, survey.NumberColumn, survey.AsideSerial},
		{"ids", "ID", []string{"7", "9"}, survey.NumberColumn, survey.AsideID},
		{"addresses", "E-mail", []string{"a@x.org", "b@x.org"}, survey.TextColumn, survey.AsideEmail},
		{"codes", "level", []string{"01", "02", "01", "02"}, survey.OptionColumn, ""},
		{"long codes", "card", []string{"12345678901234567", "12345678901234568", "12345678901234567", ""}, survey.OptionColumn, ""},
		{"choices", "club", []string{"chess", "judo", "chess", "-"}, survey.OptionColumn, ""},
		{"lists", "hobbies", []string{"tea;go", "go", ";", "tea; go"}, survey.SetColumn, ""},
		{"essays", "why", []string{"one thing", "another", "a third", "and more", "at last"}, survey.TextColumn, survey.AsideText},
		{"nothing", "q", []string{"", "-", "n/a"}, survey.NumberColumn, survey.AsideBlank},
		{"graded words", "q", []string{"agree", "Strongly agree", "agree", "neutral"}, survey.LevelColumn, ""},
		{"numbered words", "q", []string{"4 - good", "2 - poor", "3 - fair", "4 - good"}, survey.LevelColumn, ""},
		{"words at the ends alone", "q", []string{"1 - not at all", "2", "5 - very much", "4", "2"}, survey.LevelColumn, ""},
		{"a number twice", "q", []string{"4 - good", "4", "2 - poor", "2 - poor"}, survey.OptionColumn, ""},
		{"hours of a day", "Free [Monday]", []string{"9:00;10:00", "", "14-16"}, survey.HourColumn, ""},
		{"hours and a cell that is none", "Mon", []string{"9-12", "9-12", "9-12", "9-12", "9-12", "9-10", "9-10", "9-10", "9-10", "later"}, survey.HourColumn, ""},
		{"hours in Korean", "월요일 가능한 시간", []string{"오후 3시 30분", "9시"}, survey.HourColumn, ""},
		{"time zones", "Your time zone", []string{"UTC+9", "한국", ""}, survey.ZoneColumn, ""},
		{"a day whose cells are no hours", "Monday", []string{"busy", "free", "busy", "free"}, survey.OptionColumn, survey.AsideTimes},
		{"when a form was sent, two at once", "q", []string{"2026/03/02 9:15:01 AM GMT+9", "2026/03/02 9:15:01 AM GMT+9", "2026/03/02 9:17:20 AM GMT+9"}, survey.TextColumn, survey.AsideTime},
		{"the same in Korean", "q", []string{"2026. 3. 2 오후 9:15:01", "2026. 3. 2 오후 9:15:01", "2026. 3. 2 오후 9:17:20"}, survey.TextColumn, survey.AsideTime},
		{"birthdays", "q", []string{"2001년 4월 2일", "2001년 4월 2일", "2002년 5월 1일", "2000년 1월 3일"}, survey.TextColumn, survey.AsideText},
		{"a choice of days", "q", []string{"2026-03-02", "2026-03-03", "2026-03-02", "2026-03-03"}, survey.OptionColumn, ""},
		{"options in several spellings", "q", []string{"ENFP", "enfp", "INTJ ", "Intj", "ＥＮＦＰ"}, survey.OptionColumn, ""},
		{"numbers with a dash for none", "q", []string{"1", "-", "-", "1.5", "-"}, survey.NumberColumn, ""},
		{"names of few", "q", []string{"Kim", "Lee", "Park"}, survey.TextColumn, survey.AsideText},
		{"one answer", "q", []string{"Kim", "", "-"}, survey.OptionColumn, survey.AsideConstant},
		{"one answer and blanks", "q", []string{"동의합니다", "", "동의합니다", "동의합니다", "동의합니다", "－"}, survey.OptionColumn, survey.AsideConstant},
		{"one number and blanks", "q", []string{"2026", "", "2026"}, survey.NumberColumn, survey.AsideConstant},
		{"stretches one above the other", "q", []string{"1-2", "1-2", "3-4"}, survey.LevelColumn, ""},
		{"numbers of which some have dashes", "q", []string{"1-2", "2-1", "1-3"}, survey.TextColumn, survey.AsideText},
	} {
		got := columnOf(c.header, c.cells...)
		if got.Type() != c.want || got.Aside != c.aside {
			t.Errorf("%s: %q below %q are %s, aside as %q; want %s, %q", c.what, c.cells, c.header, got.Type(), got.Aside, c.want, c.aside)
		}
	}
}

func TestColumnsAreReadAsTheyAreAskedFor(t *testing.T) {
	s := Sheet{Cells: Cells{Header: []string{"Name", "club", "wants", "zone", "times", "choices", "no", "mail"}, Rows: [][]string{
		{"Kim Ada", "x", "Bo Lee; Cy", "+9", "9-11", "b;a", "1", "ada@x.org"},
		{"Lee Bo", "x", "ada@x.org, Bo Lee; Zoe", "Asia/Seoul (KST)", "", "a", "2", "bo@x.org"},
		{"Cy", "y", "Kim Ada", "", "10", "", "3", "cy@x.org"},
	}}}
	types := map[string]survey.Type{"wants": survey.PeopleColumn, "zone": survey.ZoneColumn, "times": survey.HourColumn,
		"choices": survey.RankColumn, "no": survey.NumberColumn, "club": survey.ZoneColumn}
	table, r := s.Table(As{Types: types})
	want := map[string]survey.Type{"Name": survey.TextColumn, "club": survey.OptionColumn}
	for name, typ := range types {
		if want[name] == "" {
			want[name] = typ
		}
	}
	for _, c := range table.Columns {
		if c.Name != "mail" && c.Type() != want[c.Name] {
			t.Errorf("column %s is read as %s, want %s", c.Name, c.Type(), want[c.Name])
		}
	}
	wants, _ := table.Column("wants")
	if got := wants.Values.(survey.People).Of; !cmp.Equal(got, [][]int{{1, 2}, {0}, {0}}) {
		t.Errorf("wished are rows %v, want the second and third, the first, and the first", got)
	}
	unread := []Unread{{Row: 3, Column: "wants", Text: "Bo Lee", Reason: survey.AsSelf, Near: []string{}}, {Row: 3, Column: "wants", Text: "Zoe", Reason: survey.AsNobody, Near: []string{}}}
	if diff := cmp.Diff(unread, r.NotUnderstood); diff != "" {
		t.Errorf("not understood (-want +got):\n%s", diff)
	}
	times, _ := table.Column("times")
	if h := times.Values.(survey.Hours); h.Day != survey.AnyDay || !slices.Equal(slices.Collect(h.Of[0].All), []int{18, 19, 20, 21}) || h.Said[1] {
		t.Errorf("hours of no day are %+v, want 9 to 11 on any day", h)
	}
	choices, _ := table.Column("choices")
	if got := choices.Values.(survey.Ranks); !cmp.Equal(got, survey.Ranks{Names: []string{"b", "a"}, Of: [][]int{{0, 1}, {1}, nil}}) {
		t.Errorf("ranks are %+v, want b before a, a alone, none", got)
	}
	no, _ := table.Column("no")
	if no.Aside != "" {
		t.Errorf("numbers that were asked for are set aside as %q", no.Aside)
	}
}

// Two members of one name in two seasons are told apart by the season.
func TestTeammatesAreLookedForWithin(t *testing.T) {
	s := Sheet{Cells: Cells{Header: []string{"Name", "season", "Wanted teammates"}, Rows: [][]string{
		{"Ada", "1", "Bo"}, {"Bo", "1", "Ada"}, {"Ada", "2", "Cy"}, {"Cy", "2", "Ada; Bo"},
	}}}
	table, _ := s.Table(As{Within: "season"})
	got, ok := table.Columns[2].Values.(survey.People)
	if !ok || !cmp.Equal(got.Of, [][]int{{1}, {0}, {3}, {2}}) {
		t.Errorf("wished are %v, want each other within a season", table.Columns[2].Values)
	}
	if table.Columns[2].Aside != survey.AsidePeople {
		t.Errorf("a column of teammates is set aside as %q", table.Columns[2].Aside)
	}
}

func TestReadingSaysWhatWasUnderstood(t *testing.T) {
	s, err := Read("x.csv", strings.NewReader("ID,Goal,Note,Likes,Free [Mon],Empty\n7,1 - low,a thing,x;y,9:00,\n9,2 - high,another,x,10:00,\n8,,a third,y,,\n"))
	if err != nil {
		t.Fatal(err)
	}
	_, got := s.Table(As{})
	want := Reading{Rows: 4, Members: 3, HeaderRow: 1, LeftOut: []LeftOutRow{}, Assumed: []Assumed{}, NotUnderstood: []Unread{}, Columns: []ReadColumn{
		{Name: "ID", Kind: "id", Answered: 3}, {Name: "Goal", Kind: "scale", Answered: 2, Order: []string{"1 - low", "2 - high"}},
		{Name: "Note", Kind: "short_text", Answered: 3}, {Name: "Likes", Kind: "any_of", Answered: 3},
		{Name: "Free [Mon]", Kind: "availability", Answered: 2}, {Name: "Empty", Kind: "leave_out"},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("reading (-want +got):\n%s", diff)
	}
}

// A dash is missing where few have it, and an answer where most have it, where a rule names it, and where it is all that the others
// do not say. The table of case 34 of the public reports has columns of the last two sorts.
func TestDashesOfATable(t *testing.T) {
	for _, c := range []struct {
		what  string
		cells []string
		named []string
		want  []string // categories, in the order in which they first come
	}{
		{"few of several", []string{"a", "-", "b", "a"}, nil, []string{"a", "", "b"}},
		{"most", []string{"-", "B", "-", "-", "H", ""}, nil, []string{"-", "B", "H", ""}},
		{"half are not most", []string{"-", "B", "-", "H", "", ""}, nil, []string{"", "B", "H"}},
		{"beside a tick", []string{"y", "y", "-", "y"}, nil, []string{"y", "-"}},
		{"beside a tick in few", []string{"y", "y", "-", "y", "Y "}, nil, []string{"y", ""}},
		{"one of twelve", []string{"B", "B", "B", "B", "B", "B", "B", "B", "B", "B", "B", "-"}, nil, []string{"B", ""}},
		{"two of twelve", []string{"B", "B", "B", "－", "B", "B", "–", "B", "B", "B", "B", "B"}, nil, []string{"B", ""}},
		{"of any width", []string{"y", "－", "—", "–", "y"}, nil, []string{"y", "-"}},
		{"of any width among several", []string{"a", "－", "b", "—", "a"}, nil, []string{"a", "", "b"}},
		{"named by a rule", []string{"a", "-", "b", "a"}, []string{"a", "-"}, []string{"a", "-", "b"}},
		{"named among numbers", []string{"1", "-", "2", "1"}, []string{"-"}, []string{"1", "", "2"}},
		{"in lists", []string{"-", "a;b", "-", " - "}, nil, []string{"-", "a", "b"}},
		{"alone", []string{"-", "", "-", "-"}, nil, []string{""}},
	} {
		s := Sheet{Cells: Cells{Header: []string{"q"}}}
		for _, cell := range c.cells {
			s.Rows = append(s.Rows, []string{cell})
		}
		table, _ := s.Table(As{Values: map[string][]string{"q": c.named}})
		if got, _ := table.Columns[0].Categories(); !slices.Equal(got, c.want) {
			t.Errorf("%s: the answers of %q are %q, want %q", c.what, c.cells, got, c.want)
		}
	}
}

// Spellings of one option are told with their number, in one cell and in lists, by column.
func TestReadingTellsMergedSpellings(t *testing.T) {
	s := Sheet{Cells: Cells{Header: []string{"lab", "likes", "why"}, Rows: [][]string{
		{"Lab 1", "go; Tea", "a thing"}, {"Lab１", "GO", "A  Thing"}, {"Lab 2", "tea;Go", "another"}, {"LAB\u00a01", "tea; TEA", "more"}, {"Lab 1", "", "at last"},
		{"Lab 2", "go", "or else"}, {"Lab 2", "go", "none"}, {"Lab 2", "go", "well"}, {"lab 2", "go", "so"}, {"Lab 2", "go", "then"},
	}}}
	table, r := s.Table(As{})
	want := [][]survey.Merged{
		{{As: "Lab 1", Spellings: []string{"Lab１", "LAB\u00a01"}, Cells: 2}, {As: "Lab 2", Spellings: []string{"lab 2"}, Cells: 1}},
		{{As: "go", Spellings: []string{"GO", "Go"}, Cells: 2}, {As: "tea", Spellings: []string{"Tea", "TEA"}, Cells: 2}}, nil,
	}
	for j, c := range r.Columns {
		if diff := cmp.Diff(want[j], c.Merged); diff != "" {
			t.Errorf("merged in column %s (-want +got):\n%s", c.Name, diff)
		}
	}
	if sets := table.Columns[1].Values.(survey.Sets); !cmp.Equal(sets.Of[3], []int{1}) || !cmp.Equal(sets.Names, []string{"go", "tea"}) {
		t.Errorf("the lists are read as %+v, want two options, each once", sets)
	}
	if why := table.Columns[2]; why.Aside != survey.AsideText || why.Cell(1) != "A  Thing" {
		t.Errorf("free texts stay as they are: %+v", why)
	}
}

func FuzzTable(f *testing.F) {
	f.Add("Free [Mon]", "9-5", "1e308", ";")
	f.Add("wants", "2;1", "NaN", "0x1p-2")
	f.Add("", "１月", "4 - good", "2/30/2004")
	f.Fuzz(func(t *testing.T, header, a, b, c string) {
		s := Sheet{Cells: Cells{Header: []string{header, "name"}, Rows: [][]string{{a, b}, {b, c}, {c, a}}}}
		for _, typ := range []survey.Type{"", survey.PeopleColumn, survey.ZoneColumn, survey.HourColumn, survey.RankColumn, survey.NumberColumn} {
			table, _ := s.Table(As{Types: map[string]survey.Type{header: typ}})
			for _, column := range table.Columns {
				for i := range column.Len() {
					if !column.Answered(i) && column.Cell(i) != "" && column.Type() != survey.HourColumn {
						t.Errorf("%q, %q, %q below %q as %s: no answer reads %q", a, b, c, header, typ, column.Cell(i))
					}
				}
				column.Categories()
			}
		}
	})
}
