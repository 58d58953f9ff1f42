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
	g, ok := Graded([]string{"Agree", "Strongly disagree"})
	if want := []string{"Strongly disagree", "2", "3", "Agree", "5"}; !ok || !g.Points || !slices.Equal(g.Levels, want) {
		t.Errorf("agreement is graded %q, want %q as points", g.Levels, want)
	}
}

// Texts that are of no scale are in no order: one word alone, another among them, two for one level, stretches that overlap.
func TestWordsInNoOrder(t *testing.T) {
	for _, texts := range []string{"Advanced", "Yes|No", "Red|Blue", "Novice|Expert|Chess", "Novice|Beginner|Expert", "A|B|C", "1-2|1-3", "2-1|3-1", "10-20|15-25", "Lab 1|Lab 2", "1반|2반", "1|2|3+", "M|F", "Monday|Tuesday", "Cook|Host", "남|여", "월|화", ""} {
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
