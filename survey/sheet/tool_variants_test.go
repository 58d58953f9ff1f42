package sheet

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// A variant is what a tool writes where somebody asks for it, in another language, or of other questions than the files in testdata/tools have. Each line is a
// column: its heading, with the wording and what Qualtrics writes below behind "#", the cells of the rows in turn, and what an import takes it for; what a command
// takes it for, where that is called otherwise, stands behind a stroke. "-" is left out.
type variant struct {
	tool, separator, columns string
	who                      string // the first member
	at                       string
}

var toolVariants = []variant{
	{"KoboToolbox, XML values and headers, groups", ";", `
		start                    ::{kobo}                               ::-/time
		end                      ::{kobo}                               ::-/time
		today                    ::{day}                                ::-
		deviceid                 ::ee.x.org:ab~ee.x.org:cd              ::-
		intro/note_intro         ::                                     ::-
		intro/full_name          ::{name}                               ::name
		intro/e_mail             ::{email}                              ::email
		intro/place              ::37.5 127.{n} 0 0                     ::-
		intro/_place_latitude    ::37.5                                 ::-
		intro/_place_longitude   ::127.{n}                              ::-
		skills/tools             ::python sql~sql~python other          ::-
		skills/tools/python      ::1~0~1                                ::any_of
		skills/tools/sql         ::1~1~0                                ::any_of
		skills/tools/other       ::0~0~1                                ::any_of
		skills/tools_other       ::~~go                                 ::-
		skills/level             ::beginner~expert~advanced             ::one_of
		skills/calc_points       ::3~5~8~2                              ::-
		meta/instanceID          ::uuid:{n}a                            ::-
		_id                      ::41{n}                                ::-
		_uuid                    ::8f0c{n}                              ::-
		_submission_time         ::{time}                               ::timestamp/time
		_status                  ::submitted_via_web                    ::-
		_submission__id          ::41{n}                                ::-
		_geolocation             ::[37.5, 127.{n}]                      ::-
		_index                   ::{n}                                  ::-`, "Ana Ruiz|ana.ruiz@club.example|", "2026-03-02 15:20:01"},
	{"KoboToolbox, groups parted by stops", ";", `
		start                    ::{kobo}                               ::-/time
		end                      ::{kobo}                               ::timestamp/time
		about.respondent_name    ::{name}                               ::name
		about.id_number          ::s{n}00                               ::id
		about.skills             ::art web~web~art                      ::-
		about.skills.art         ::1~0~1                                ::any_of
		about.skills.web         ::1~1~0                                ::any_of
		about.specify            ::                                     ::-`, "Ana Ruiz||s100", "2026-03-02 01:20:01"},
	{"KoboToolbox, labels, groups", ";", `
		start                        ::{kobo}                           ::-/time
		end                          ::{kobo}                           ::-/time
		About you/Your full name     ::{name}                           ::name
		About you/E-mail             ::{email}                          ::email
		Skills/Which?                ::Python Excel~Excel~Python        ::-
		Skills/Which?/Python         ::1~0~1                            ::any_of
		Skills/Which?/Excel          ::1~1~0                            ::any_of
		_id                          ::41{n}                            ::-
		_uuid                        ::8f0c{n}                          ::-
		_submission_time             ::{time}                           ::timestamp/time`, "Ana Ruiz|ana.ruiz@club.example|", "2026-03-02 15:20:01"},
	{"Qualtrics, labels, with display order, texts of others and files", ",", `
		StartDate#Start Date#startDate                  ::{time}                  ::-
		EndDate#End Date#endDate                        ::{time}                  ::timestamp/time
		ResponseId#Response ID#_recordId                ::R_{n}                   ::-
		Finished#Finished#finished                      ::True                    ::-
		DistributionChannel#Distribution Channel#distributionChannel::anonymous~email::-
		Q1#What is your name?#QID1_TEXT                 ::{name}                  ::name
		Q2#Your field? - Selected Choice#QID2           ::Art~Law~Other           ::one_of
		Q2_3_TEXT#Your field? - Other - Text#QID2_3_TEXT::~~Dance                 ::-
		Q3_1#How sure? - Writing#QID3_1                 ::Agree~Disagree~Neutral  ::scale
		Q3_2#How sure? - Coding#QID3_2                  ::Neutral~Agree~Disagree  ::scale
		Q3_DO_1#Display order: How sure? - Writing#QID3_DO_1::1~2                 ::-
		Q3_DO_2#Display order: How sure? - Coding#QID3_DO_2::2~1                  ::-
		Q4_DO#Display order: Pick#QID4_DO               ::1|2|3~3|1|2             ::-
		FL_9_DO_BlockA#FL_9 - Block Randomizer - Display Order#FL_9_DO_BlockA::1~2::-
		Q5_First Click#Timing - First Click#QID5_FIRST_CLICK::1.2~3.4~2.2         ::-
		Q6_Id#Your poster - Id#QID6_FILE_ID             ::F_{n}                   ::-
		Q6_Name#Your poster - Name#QID6_FILE_NAME       ::a.png~b.png             ::-
		Q6_Size#Your poster - Size#QID6_FILE_SIZE       ::100~205~300             ::-`, "Ana Ruiz||", "2026-03-02 15:20:01"},
	{"Qualtrics, values, with ids that name no question", ",", `
		StartDate#Start Date#x1                         ::{time}                  ::-
		EndDate#End Date#x2                             ::{time}                  ::timestamp/time
		ResponseId#Response ID#x3                       ::R_{n}                   ::-
		Finished#Finished#x4                            ::1                       ::-
		Q1#What is your name?#x5                        ::{name}                  ::name
		Q2#Your field?#x6                               ::1~2~3~5                 ::one_of
		Q3_DO#Display Order#x7                          ::1|2~2|1                 ::-`, "Ana Ruiz||", "2026-03-02 15:20:01"},
	{"LimeSurvey, German, with a ranking, without dates", ";", `
		Antwort ID                   ::{n}                              ::-
		Datum Abgeschickt            ::1980-01-01 00:00:00              ::-/time
		Letzte Seite                 ::3                                ::-
		Start-Sprache                ::de                               ::-
		Zufallsstartwert             ::18{n}77                          ::-
		Wie heißt du?                ::{name}                           ::name
		Deine E-Mail-Adresse         ::{email}                          ::email
		Deine Themen? [Wandern]      ::Ja~Nein                          ::any_of
		Deine Themen? [Kochen]       ::Nein~Ja~Ja                       ::any_of
		Reihenfolge [Rang 1]         ::Berg~See                         ::rank
		Reihenfolge [Rang 2]         ::See~Berg                         ::rank
		Gesamtzeit                   ::{n}.5                            ::-
		Gruppenzeit: Start           ::{n}.25                           ::-`, "Ana Ruiz|ana.ruiz@club.example|", ""},
	{"LimeSurvey, Korean", ",", `
		응답 ID                      ::{n}                              ::-
		제출 시간                    ::{time}                           ::timestamp/time
		마지막 페이지                ::3                                ::-
		시작 언어                    ::ko                               ::-
		지원자명                     ::{name}                           ::name
		관심 분야 [코딩]             ::예~아니오                        ::any_of
		관심 분야 [글]               ::아니오~예~예                     ::any_of`, "Ana Ruiz||", "2026-03-02 15:20:01"},
	{"LimeSurvey, codes, with a ranking", ",", `
		id                           ::{n}                              ::-
		submitdate                   ::{time}                           ::timestamp/time
		lastpage                     ::3                                ::-
		startlanguage                ::en                               ::-
		seed                         ::18{n}77                          ::-
		name                         ::{name}                           ::name
		rk[1]                        ::A1~A2                            ::rank
		rk[2]                        ::A2~A1                            ::rank
		groupTime5                   ::{n}.5                            ::-`, "Ana Ruiz||", "2026-03-02 15:20:01"},
	{"Typeform, with hidden fields and who did not end", ",", `
		#                            ::0b{n}                            ::-
		First name                   ::{first}                          ::first_name/name
		Last name                    ::{last}                           ::last_name/name
		Your CV                      ::https://api.typeform.com/f/{n}.pdf~https://api.typeform.com/g/{n}.pdf::short_text
		Do you have a bike?          ::1~0                              ::one_of
		utm_source                   ::mail~web                         ::-
		Response Type                ::completed~completed~partial      ::-
		Start Date (UTC)             ::{time}                           ::-/time
		Stage Date (UTC)             ::                                 ::-
		Submit Date (UTC)            ::{time}                           ::timestamp/time
		Network ID                   ::00{n}                            ::-
		Tags                         ::~new                             ::-
		Ending                       ::Thanks~Bye                       ::-`, "Ana Ruiz||", "2026-03-02 15:20:01"},
	{"Tally, with files", ",", `
		Submission ID                ::P{n}b                            ::-
		Respondent ID                ::r{n}b                            ::-
		Submitted at                 ::{time}                           ::timestamp/time
		Your name                    ::{name}                           ::name
		Signature                    ::https://storage.tally.so/{n}.png~https://storage.tally.so/e.png::short_text
		Photos                       ::https://storage.tally.so/{n}a.png, https://storage.tally.so/{n}b.png::long_text`, "Ana Ruiz||", "2026-03-02 15:20:01"},
	{"Microsoft Forms, of whom some were not signed in", ",", `
		ID                           ::{n}                              ::-
		Start time                   ::{time}                           ::-
		Completion time              ::{time}                           ::timestamp/time
		Email                        ::anonymous~{email}                ::email
		Name                         ::{name}                           ::name
		What do you study?           ::Art~Law                          ::one_of`, "Ana Ruiz||", "2026-03-02 15:20:01"},
	{"Moodle, participants with several roles", ",", `
		First name                   ::{first}                          ::first_name/name
		Surname                      ::{last}                           ::last_name/name
		Email address                ::{email}                          ::email
		Roles                        ::Student~Student, Tutor           ::-
		Last access to course        ::now~2 days                       ::-`, "Ana Ruiz|ana.ruiz@club.example|", ""},
	{"Naver Form, the newest first", ",", `
		번호                         ::{down}                           ::-
		응답일시                     ::{time}                           ::timestamp/time
		신청자 이름                  ::{name}                           ::name
		학년                         ::1학년~2학년~3학년                ::one_of`, "Ana Ruiz||", "2026-03-02 15:20:01"},
}

var variantNames = []string{"Ana Ruiz", "Bo Lind", "Cy Wren", "Di Park", "Ed Noor", "Fi Holt", "Gi Roux", "Hal Moss", "Ida Ek", "Jo Tan", "Kit Ray", "Lou Fry"}

// cell is what stands in row i of a column.
func (v variant) cell(cells string, i int) string {
	name := variantNames[i]
	first, last, _ := strings.Cut(name, " ")
	at := time.Date(2026, 3, 2, 15, 20, i+1, 0, time.UTC)
	turn := strings.Split(cells, "~")
	return strings.NewReplacer("{name}", name, "{first}", first, "{last}", last, "{n}", fmt.Sprint(i+1), "{down}", fmt.Sprint(len(variantNames)-i), "{time}", at.Format(time.DateTime),
		"{kobo}", at.Add(-5*time.Hour).Format("2006-01-02T15:04:05.000+09:00"), "{day}", at.Format(time.DateOnly),
		"{email}", strings.ToLower(strings.ReplaceAll(name, " ", "."))+"@club.example").Replace(strings.TrimSpace(turn[i%len(turn)]))
}

func TestVariantsOfTools(t *testing.T) {
	for _, v := range toolVariants {
		c := toolFile{file: v.tool, who: v.who, at: v.at}
		heads, rows := make([][]string, 3), make([][]string, len(variantNames))
		var page, read []string
		for line := range strings.SplitSeq(strings.TrimSpace(v.columns), "\n") {
			part := strings.Split(line, "::")
			for k, h := range strings.Split(part[0], "#") {
				if heads[k] = append(heads[k], strings.TrimSpace(h)); strings.TrimSpace(part[0]) == "#" {
					heads[k][len(heads[k])-1] = "#"
					break
				}
			}
			for i := range rows {
				rows[i] = append(rows[i], v.cell(part[1], i))
			}
			imports, reads, other := strings.Cut(strings.TrimSpace(part[2]), "/")
			if !other {
				reads = imports
			}
			page, read = append(page, imports), append(read, reads)
		}
		for k, id := range heads[2] {
			heads[2][k] = fmt.Sprintf(`{"ImportId":%q}`, id)
		}
		heads = slices.DeleteFunc(heads, func(h []string) bool { return len(h) == 0 })
		c.page, c.read = strings.Join(page, " "), strings.Join(read, " ")
		var file strings.Builder
		for _, row := range slices.Concat(heads, rows) {
			for j, cell := range row {
				row[j] = `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
			}
			file.WriteString(strings.Join(row, v.separator) + "\n")
		}
		c.check(t, mustRead(t, []byte(file.String())))
	}
}
