package survey

import (
	"slices"
	"strings"
	"testing"
)

// Words of one scale stand in its order, whatever their case, in Korean and English.
func TestGradedWords(t *testing.T) {
	for want, texts := range map[string]string{
		"Novice|Intermediate|Advanced|Expert":                "Expert|Novice|Advanced|Intermediate",
		"beginner|ADVANCED":                                  "ADVANCED|beginner",
		"초급|중급|고급":                                           "중급|고급|초급",
		"하|중|상":                                              "상|중|하",
		"low|Medium|high":                                    "high|low|Medium",
		"Freshman|Sophomore|Senior":                          "Senior|Freshman|Sophomore",
		"1학년|2학년|4학년":                                        "4학년|1학년|2학년",
		"A1/A2|B1/B2|C1/C2|Native":                           "Native|C1/C2|A1/A2|B1/B2",
		"신입생|2학년|대학원생":                                       "대학원생|2학년|신입생",
		"Beginner (never coded)|Advanced (3+ years)":         "Advanced (3+ years)|Beginner (never coded)",
		"Not at all|Not much|Some|A lot":                     "Some|A lot|Not much|Not at all",
		"18-29|30-44|45-60|> 60":                             "30-44|> 60|18-29|45-60",
		"Under 18|18 to 24|25 or older":                      "25 or older|Under 18|18 to 24",
		"$0 - $24,999|$25,000 - $49,999|$150,000+":           "$150,000+|$0 - $24,999|$25,000 - $49,999",
		"1시간 미만|1~3시간|3시간 이상":                                "3시간 이상|1시간 미만|1~3시간",
		"High school degree|Bachelor degree|Graduate degree": "Graduate degree|High school degree|Bachelor degree",
		"Never|Once a week|Daily":                            "Daily|Never|Once a week",
	} {
		g, ok := Graded(strings.Split(texts, "|"))
		if got := strings.Join(g.Levels, "|"); !ok || g.Points || got != want {
			t.Errorf("%s are graded %q (%v, points %v), want %s", texts, got, ok, g.Points, want)
		}
	}
	for _, order := range []string{
		"Not Satisfied|Somewhat Satisfied|Satisfied|Very Satisfied", "Not at all satisfied|Slightly satisfied|Moderately satisfied|Very satisfied|Extremely satisfied",
		"Not Satisfied at All|Somewhat Dissatisfied|Satisfied", "Unsatisfied|Neutral|Satisfied", "Very difficult|Difficult|Neutral|Easy|Very easy", "Very weak|Weak|Strong|Very strong",
		"Not likely|Likely|Very likely", "Not very busy|Somewhat busy|Quite busy|Extremely busy", "Very slow|Slow|Fast", "Definitely not|Probably not|Might or might not|Probably yes|Definitely yes",
		"매우 나쁨|나쁨|보통|좋음|매우 좋음", "전혀 관심 없음|관심 없음|보통|관심 있음|매우 관심 있음", "매우 어려움|어려움|보통|쉬움|매우 쉬움", "매우 자신 없음|자신 없음|보통|자신 있음|매우 자신 있음",
		"비추천|보통|추천|강력 추천", "부족|보통|우수|매우 우수", "없음|조금 있음|많이 있음", "매우 부정적|부정적|보통|긍정적|매우 긍정적", "안 바쁨|보통|바쁨", "매우 불편|불편|보통|편함|매우 편함",
		"F|D|C+|B-|B+|A-|A|A+", "B0|B+|A0|A+", "Terrible|Bad|OK|Good|Excellent", "Fail|Pass|Merit|Distinction", "가|양|미|우|수", "최하|하|중|상|최상", "🙁|😐|😀", "Hate it|Dislike|Neutral|Like|Love it",
	} {
		texts := strings.Split(order, "|")
		turned := slices.Clone(texts)
		slices.Reverse(turned)
		slices.SortFunc(turned[1:], strings.Compare)
		if g, ok := Graded(turned); !ok || g.Points || !slices.Equal(g.Levels, texts) {
			t.Errorf("%s are graded %q (%v, points %v)", order, g.Levels, ok, g.Points)
		}
	}
	for texts, want := range map[string]string{"★★★☆☆|★☆☆☆☆": "★☆☆☆☆|2|★★★☆☆|4|5", "⭐⭐⭐|⭐️|⭐⭐⭐⭐": "⭐️|2|⭐⭐⭐|⭐⭐⭐⭐|5", "●●○○|●●●○": "1|●●○○|●●●○|4|5"} {
		if g, ok := Graded(strings.Split(texts, "|")); !ok || !g.Points || strings.Join(g.Levels, "|") != want {
			t.Errorf("%s are graded %q, want points %s", texts, g.Levels, want)
		}
	}
	g, ok := Graded([]string{"Agree", "Strongly disagree"})
	if want := []string{"Strongly disagree", "2", "3", "Agree", "5"}; !ok || !g.Points || !slices.Equal(g.Levels, want) {
		t.Errorf("agreement is graded %q, want %q as points", g.Levels, want)
	}
}

// Texts that are of no scale are in no order: one word alone, another among them, two for one level, stretches that overlap.
func TestWordsInNoOrder(t *testing.T) {
	for _, texts := range []string{"Advanced", "Yes|No", "Red|Blue", "Novice|Expert|Chess", "Novice|Beginner|Expert", "A|B|C", "1-2|1-3", "2-1|3-1", "10-20|15-25", "Lab 1|Lab 2", "1반|2반", "1|2|3+", "M|F", "Monday|Tuesday", "Cook|Host", "남|여", "월|화", "있음|없음", "Very old|Very new", "Large dog|Small dog|Very large cat", "A+|O-", "불고기|부대찌개|비빔밥", "Indoor|Outdoor|Both", ""} {
		if g, ok := Graded(strings.Split(texts, "|")); ok {
			t.Errorf("%s are graded %q, want no order", texts, g.Levels)
		}
	}
}

// Every word of the table stands once in its scale, which has two levels at least.
func TestTheTableOfScales(t *testing.T) {
	for line := range strings.SplitSeq(strings.TrimSpace(scalesFile), "\n") {
		fields := strings.Split(line, "\t")
		if strings.HasPrefix(line, "#") {
			continue
		}
		if fields[0] != "points" && fields[0] != "order" || len(fields) < 3 {
			t.Errorf("%q says not what it is, or has one level", line)
		}
		seen := map[string]bool{}
		for word := range strings.SplitSeq(strings.Join(fields[1:], "|"), "|") {
			if key := SpellingKey(word); key == "" || seen[key] {
				t.Errorf("%q stands twice in %q", word, line)
			} else {
				seen[key] = true
			}
		}
	}
}
