package sheet

import (
	"fmt"
	"strings"
	"testing"
)

// qualtricsHead begins an export of Qualtrics: what it notes itself, and two columns of answers more than columns say.
func qualtricsHead(columns ...string) string {
	rows := [3]string{"StartDate,EndDate,ResponseId,Finished,Q1", "Start Date,End Date,Response ID,Finished,Your name", `"{""ImportId"":""startDate""}","{""ImportId"":""endDate""}","{""ImportId"":""_recordId""}","{""ImportId"":""finished""}","{""ImportId"":""QID1_TEXT""}"`}
	for _, c := range columns {
		part := strings.Split(c, "|")
		rows[0], rows[1], rows[2] = rows[0]+","+part[0], rows[1]+","+part[1], rows[2]+`,"{""ImportId"":""`+part[2]+`""}"`
	}
	return strings.Join(rows[:], "\n") + "\n"
}

// Numbers that a survey program wrote in place of words are no measure: a question in one column is taken for choices, columns of a grid for steps, and each is
// asked about. What people typed as numbers is none of them, and neither is what stands in a file with words.
func TestNumbersInPlaceOfWordsAreAskedAbout(t *testing.T) {
	qualtrics := func(finished string) string {
		return qualtricsHead("Q2|What do you study?|QID2", "Q3_1|Skills? - Selected Choice - Code|QID3_1", "Q3_2|Skills? - Selected Choice - Draw|QID3_2", "Q4_1|I agree - I plan|QID4_1", "Q4_2|I agree - I speak up|QID4_2",
			"Q5|How many hours a week?|QID5_TEXT", "Q6|How many hours do you sleep?|QID6", "Q7|Where are you from?|QID7", "Q8|How likely?|QID8") +
			repeat(14, func(i int) string {
				return fmt.Sprintf("2026-03-02 08:10:%02d,2026-03-02 08:15:%02d,R_%d,%s,Name %c,%d,%s,%s,%d,%d,%d,%d,%d,%d", i, i, i, finished, 'A'+i, 1+i%3, at([]string{"1", ""}, i), at([]string{"", "1", "1"}, i), 1+i%5, 1+i%4, 2+i%6, 1+i%4, 5+40*(i%4), i%11)
			})
	}
	const lime = "id,submitdate,lastpage,startlanguage,name,G01Q01,G01Q02[SQ1],G01Q02[SQ2],G01Q03\n"
	monkey := "Respondent ID,Collector ID,Date Modified,Email Address,What do you study?,How old are you?\n"
	kobo := "name,study,year,_id,_uuid,_submission_time\n"
	for name, c := range map[string]struct{ file, uses, coded string }{
		"Qualtrics, values": {qualtrics("1"), "one_of any_of any_of scale scale number one_of one_of scale", "Q2 1–3, Q4_1 1–5, Q4_2 1–4, Q6 1–4, Q7 5–125"},
		"Qualtrics, words":  {qualtrics("True"), "scale any_of any_of scale scale number number number scale", ""},
		"LimeSurvey, codes": {lime + repeat(12, func(i int) string {
			return fmt.Sprintf("%d,2026-03-02 15:20:%02d,3,en,Name %c,A%d,%d,%d,%d", i+1, i, 'A'+i, 1+i%3, 1+i%5, 1+i%5, 1+i%4)
		}), "one_of scale scale one_of", "G01Q02[SQ1] 1–5, G01Q02[SQ2] 1–5, G01Q03 1–4"},
		"LimeSurvey, words": {lime + repeat(12, func(i int) string {
			return fmt.Sprintf("%d,2026-03-02 15:20:%02d,3,en,Name %c,%s,%d,%d,%d", i+1, i, 'A'+i, at([]string{"Law", "Physics"}, i), 1+i%5, 1+i%5, 1+i%4)
		}), "one_of scale scale scale", ""},
		"SurveyMonkey, numbers": {monkey + repeat(12, func(i int) string {
			return fmt.Sprintf("11%d,44,2026-03-02 15:12:%02d,m%d@club.example,%d,%d", i, i, i, 1+i%12%11, 19+i%6)
		}), "one_of number", "What do you study? 1–11"},
		"SurveyMonkey, words": {monkey + repeat(12, func(i int) string {
			return fmt.Sprintf("11%d,44,2026-03-02 15:12:%02d,m%d@club.example,%s,%d", i, i, i, at([]string{"Law", "Physics"}, i), 1+i%5)
		}), "one_of number", ""},
		"KoboToolbox, XML": {kobo + repeat(12, func(i int) string {
			return fmt.Sprintf("Name %c,%s,%d,%d,8f0c%04d-77aa,2026-03-02T06:20:%02d", 'A'+i, at([]string{"law", "physics", "fine_arts"}, i), 1+i%4, i, i, i)
		}), "one_of one_of", "year 1–4"},
		"no survey program": {"Name,Email,Level\n" + repeat(12, func(i int) string { return fmt.Sprintf("Name %c,m%d@club.example,%d", 'A'+i, i, 1+i%5) }), "scale", ""},
		"LimeSurvey, codes in a grid": {lime + repeat(12, func(i int) string {
			return fmt.Sprintf("%d,2026-03-02 15:20:%02d,3,en,Name %c,%s,A%d,A%d,", i+1, i, 'A'+i, at([]string{"Law", "Physics"}, i), 1+i%5, 1+i%3)
		}), "one_of scale scale", "G01Q02[SQ1] A1–A5, G01Q02[SQ2] A1–A3"},
	} {
		s := mustRead(t, []byte(c.file))
		var used, coded []string
		for _, of := range Guess(s).Columns {
			if of.Use.Asks() {
				used = append(used, string(of.Use))
			}
		}
		for _, of := range s.Coded() {
			coded = append(coded, s.Header[of.Column]+" "+of.Range)
		}
		if got := strings.Join(used, " "); got != c.uses {
			t.Errorf("%s: questions are %s, want %s", name, got, c.uses)
		}
		if got := strings.Join(coded, ", "); got != c.coded {
			t.Errorf("%s: asked about are %q, want %q", name, got, c.coded)
		}
	}
}
