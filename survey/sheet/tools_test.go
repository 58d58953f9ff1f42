package sheet

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"dure/survey"
)

// What an import takes columns for, and a command: "-" is left out, whatever the reason.
type toolFile struct {
	file, source string
	page, read   string // what each column is for an import, and for a command
	who          string // the first member: name, address and id
	at           string // and when the answer came
	asXLSX       bool   // the tool writes XLSX too
}

// Files of tools, small ones in the shapes that their makers document or that programs which read them expect. Of each every column is what it is, without a
// touch; nothing but people becomes a member.
var toolFiles = []toolFile{
	{
		"google-forms", "github.com/gruepr/gruepr reads this: Timestamp first, ticks joined by commas, grids as Question [Row]",
		"timestamp email name id one_of one_of scale any_of scale scale availability availability wished long_text",
		"time email name id section one_of scale any_of scale scale availability availability teammates long_text",
		"Minji Kim|minji@club.example|20261000", "2026-03-02 12:10:05", true,
	},
	{
		"google-forms-ko", "the same in Korean, as case 15",
		"timestamp email name id one_of one_of scale any_of availability availability wished",
		"time email name id section one_of scale any_of availability availability teammates",
		"김민지|minji@club.example|20261000", "2026-03-02 12:10:05", true,
	},
	{
		"microsoft-forms", "scripts in public repositories that read it: ID, Start time, Completion time, Email, Name, Last modified time; ticks end with semicolons",
		"- - timestamp email name - one_of one_of any_of scale scale number",
		"- - time email name - section one_of any_of scale scale number",
		"Minji Kim|minji@club.example|", "2026-03-02 15:20:30", true,
	},
	{
		"microsoft-forms-ko", "the same in Korean",
		"- - timestamp email name - one_of any_of number",
		"- - time email name - one_of any_of number",
		"김민지|minji@club.example|", "2026-03-02 15:20:30", true,
	},
	{
		"qualtrics-labels", "https://docs.ropensci.org/qualtRics/reference/fetch_survey.html, gist.github.com/drio/1b79aeccdaeb9a227782803c012d04b9",
		"- - - - - - - timestamp - - - - - - - - - name one_of any_of scale scale number",
		"- - - - - - - time - - - - - - - - - name one_of any_of scale scale number",
		"Minji Kim||", "2026-03-02 08:15:41", false,
	},
	{
		"qualtrics-values", "the same with useLabels off",
		"- - - - - - - timestamp - - - - - - - - - name one_of any_of scale scale number",
		"- - - - - - - time - - - - - - - - - name one_of any_of scale scale number",
		"Minji Kim||", "2026-03-02 08:15:41", false,
	},
	{
		"surveymonkey-expanded", "https://usermanual.wiki/Surveymonkey: a column for each answer, with a second row of headers",
		"- - - timestamp - email first_name last_name - one_of - any_of any_of any_of any_of scale scale number long_text",
		"- - time time - email name name - one_of - any_of any_of any_of any_of scale scale number long_text",
		"Minji Kim|minji@club.example|", "2026-03-02 15:12:55", true,
	},
	{
		"surveymonkey-condensed", "the same with a column for each question",
		"- - - timestamp - email first_name last_name - one_of any_of scale number",
		"- - time time - email name name - one_of any_of scale number",
		"Minji Kim|minji@club.example|", "2026-03-02 15:12:55", true,
	},
	{
		"limesurvey-codes", "https://rdrr.io/cran/limonaid/man/limer_get_responses.html: heading code, response short",
		"- timestamp - - - - - - - name email one_of any_of any_of any_of scale scale one_of",
		"- time - - - - - - - name email one_of any_of any_of any_of scale scale one_of",
		"Minji Kim|minji@club.example|", "2026-03-02 15:20:30", false,
	},
	{
		"limesurvey-full", "the same with heading full, response long; github.com/LimeSurvey/LimeSurvey admin/export.php",
		"- timestamp - - - - - - - name email one_of any_of any_of any_of scale scale number",
		"- time - - - - - - - name email one_of any_of any_of any_of scale scale number",
		"Minji Kim|minji@club.example|", "2026-03-02 15:20:30", false,
	},
	{
		"typeform", "scripts in public repositories that read it: a hash, a column for each choice headed by it, dates in UTC, Network ID",
		"- name email one_of any_of any_of any_of any_of scale one_of - - - timestamp - - -",
		"- name email one_of any_of any_of any_of any_of scale one_of - time - time - - -",
		"Minji Kim|minji@club.example|", "2026-03-02 15:20:30", false,
	},
	{
		"tally", "scripts in public repositories that read it: Submission ID, Respondent ID, Submitted at; ranks in one list",
		"- - timestamp name email one_of any_of - - - scale rank",
		"- - time name email one_of any_of - - - scale rank",
		"Minji Kim|minji@club.example|", "2026-03-02 15:20:30", false,
	},
	{
		"kobo-labels", "https://rdrr.io/cran/KoboconnectR/man/kobo_export_create.html: multi_sel both, grp_sep /",
		"- - name email one_of - any_of any_of any_of number - - timestamp - - - - - - -",
		"time time name email one_of - any_of any_of any_of number - - time - - - - - - -",
		"Minji Kim|minji@club.example|", "2026-03-02 06:20:31", false,
	},
	{
		"canvas-gradebook", "https://nemogb-dev.github.io/nemogb-r/articles/detailed-canvas-export-info.html",
		"name - id - one_of number number number number number number number number",
		"name id id id section number number number number number number number number",
		"Minji Kim||U5000", "", false,
	},
	{
		"canvas-groups", "https://developerdocs.instructure.com/services/canvas/group-categories/file.group_category_csv",
		"name - id email one_of one_of - -",
		"name id id email section team - -",
		"Minji Kim|minji@club.example|U5000", "", false,
	},
	{
		"moodle-participants", "github.com/moodle/moodle user/classes/participants_table.php",
		"first_name last_name id email - one_of -",
		"name name id email - section -",
		"Minji Kim|minji@club.example|20261000", "", false,
	},
	{
		"moodle-questionnaire", "github.com/PoetOS/moodle-mod_questionnaire tests/csvexport_test.php",
		"- timestamp - - - one_of id name - one_of any_of any_of any_of scale scale number long_text",
		"- time - - - section id name - one_of any_of any_of any_of scale scale number long_text",
		"Minji Kim||3000", "2026-03-20 15:20:30", false,
	},
	{
		"catme", "https://info.catme.org/instructor/instructor-help/csv-file-format-help/",
		"first_name last_name email id one_of one_of one_of",
		"name name email id section team one_of",
		"Minji Kim|minji@club.example|200000", "", false,
	},
	{
		"catme-letters", "the same page: first letters will do",
		"first_name last_name email id one_of",
		"name name email id team",
		"Minji Kim|minji@club.example|200000", "", false,
	},
	{
		"catme-combined", "the same page: both names in one field",
		"name email id one_of one_of",
		"name email id team section",
		"Minji Kim|minji@club.example|200000", "", false,
	},
	{
		"naver-form", "no page documents it; headings as clubs show them",
		"- timestamp - name id short_text one_of any_of scale short_text",
		"- time - name id short_text one_of any_of scale short_text",
		"김민지||20261000", "2026-03-02 15:20:30", true,
	},
	{
		"zoom", "attendance of a meeting, as case files of gradebooks have it",
		"name email timestamp - - - -",
		"name email time - - - -",
		"Minji Kim|minji@club.example|", "2026-03-02 15:10:05", false,
	},
}

func TestFilesOfTools(t *testing.T) {
	for _, c := range toolFiles {
		data, err := os.ReadFile(filepath.Join("testdata", "tools", c.file+".csv"))
		if err != nil {
			t.Fatal(err)
		}
		c.check(t, mustRead(t, data))
		if c.asXLSX {
			c.file, c.at = c.file+".xlsx", c.at[:len("2026-03-02 15:04")]+":00" // as spreadsheets show times
			c.check(t, mustRead(t, workbook(t, data)))
		}
	}
}

func (c toolFile) check(t *testing.T, s Sheet) {
	t.Helper()
	m := Guess(s)
	_, r := s.Table(As{})
	var page, read []string
	for j := range s.Header {
		page, read = append(page, string(m.Columns[j].Use)), append(read, r.Columns[j].Kind)
	}
	short := strings.NewReplacer("leave_out", "-", "metadata", "-")
	if got := short.Replace(strings.Join(page, " ")); got != c.page {
		t.Errorf("%s: an import takes the columns for\n%s, want\n%s", c.file, got, c.page)
	}
	if got := short.Replace(strings.Join(read, " ")); got != c.read {
		t.Errorf("%s: a command takes the columns for\n%s, want\n%s", c.file, got, c.read)
	}
	in, wrong := Apply(s, m)
	if len(wrong) > 0 || len(in.Members) != 12 || len(in.Twins)+len(in.Unread)+len(in.Replaced) > 0 {
		t.Errorf("%s: %d members, mistakes %v, asked %v, unread %v; want 12 and nothing else", c.file, len(in.Members), wrong, in.Twins, in.Unread)
		return
	}
	first := in.Members[0]
	if got := strings.Join([]string{first.Name, first.Email, first.Ref}, "|"); got != c.who {
		t.Errorf("%s: the first member is %s, want %s", c.file, got, c.who)
	}
	if got := first.At.Format(time.DateTime); got != c.at && (c.at != "" || !first.At.IsZero()) {
		t.Errorf("%s: the first answer came at %s, want %s", c.file, got, c.at)
	}
	for k, q := range in.Questions {
		if !slices.ContainsFunc(in.Members, func(m Member) bool {
			a := m.Answers[k]
			return !a.IsZero() || len(a.Chosen)+len(a.Ranked) > 0
		}) {
			t.Errorf("%s: nobody answers %q", c.file, q.Title)
		}
	}
}

// workbook is the table as a spreadsheet: its times and numbers are such.
func workbook(t *testing.T, data []byte) []byte {
	t.Helper()
	lines := csv.NewReader(bytes.NewReader(data))
	lines.FieldsPerRecord = -1
	rows, err := lines.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	f := excelize.NewFile()
	defer f.Close()
	for i, row := range rows {
		for j, cell := range row {
			at, _ := excelize.CoordinatesToCellName(j+1, i+1)
			var value any = cell
			if when, ok := survey.ParseTime(cell, false); ok && strings.Contains(cell, ":") {
				value = when
			} else if x, ok := survey.ParseNumber(cell); ok {
				value = x
			}
			if cell == "" {
				continue
			}
			if err := f.SetCellValue("Sheet1", at, value); err != nil {
				t.Fatal(err)
			}
		}
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(fmt.Errorf("writing a workbook: %w", err))
	}
	return out.Bytes()
}
