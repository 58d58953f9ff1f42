package main

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"dure/survey"
)

// demoNames are the members of the demo club. Any likeness is chance.
var demoNames = []string{
	"김민아", "이준호", "박서연", "최지우", "정하준", "강수빈", "조예린", "윤도현", "장유나", "임재원",
	"한소희", "오지훈", "서은채", "신우진", "권나영", "황태민", "안가은", "송현우", "전다은", "홍승민",
	"Emma Clark", "Liam O'Brien", "Sofia Rossi", "Noah Weber", "Aiko Tanaka", "Lucas Martin", "Mei Lin", "Omar Haddad", "Anna Kowalska", "David Kim",
	"고은별", "문태윤", "양지안", "손채원", "배건우", "백서진", "허민준", "유하린", "남도윤", "심예준",
	"노아라", "하지민", "곽시우", "성유진", "차은우", "주세아", "우도영", "구본아", "민서준", "나예빈",
	"Priya Nair", "Tom Becker", "Chloé Dubois", "Ivan Petrov", "Grace Park", "Marta Silva", "Ben Okafor", "Yuki Sato", "Elena Popova", "Jonas Lind",
	"편하은", "탁현서", "방지후", "마도윤", "연서아", "표정민", "석다인", "길은우", "옥수아", "진태오",
	"맹하율", "라온유", "도시현", "Hana Suzuki", "Carlos Vega", "Nina Jensen", "Amir Rahimi", "Zoe Miller", "Pedro Costa", "Lena Fischer",
}

func text(en, ko string) survey.Text { return survey.Text{survey.English: en, survey.Korean: ko} }

func labels(pairs ...survey.Text) []survey.Option {
	all := make([]survey.Option, len(pairs))
	for i, p := range pairs {
		all[i] = survey.Option{Key: i + 1, Label: p}
	}
	return all
}

func scale(title, low, high survey.Text) survey.Question {
	return survey.Question{Kind: survey.Scale, Title: title, Required: true, Min: new(1.0), Max: new(7.0), MinLabel: low, MaxLabel: high}
}

// demoQuestions is the survey of the demo club. The order is that of demoAnswers.
func demoQuestions() []survey.Question {
	hours := survey.Question{Kind: survey.Number, Required: true, Title: text("How many hours a week do you have for the club?", "한 주에 동아리에 쓸 수 있는 시간은 몇 시간인가요?")}
	hours.Min, hours.Max = new(0.0), new(40.0)
	disagree, agree := text("Not at all", "전혀 아니다"), text("Very much", "매우 그렇다")
	return []survey.Question{
		scale(text("I like to take the lead.", "나는 앞장서는 것을 좋아한다."), disagree, agree),
		scale(text("I enjoy meeting new people.", "새로운 사람을 만나는 것이 즐겁다."), disagree, agree),
		scale(text("I plan ahead rather than improvise.", "즉흥보다 계획을 좋아한다."), disagree, agree),
		scale(text("How much experience do you have with team projects?", "팀 활동 경험이 얼마나 있나요?"), text("None", "없다"), text("A lot", "많다")),
		hours,
		{Kind: survey.OneOf, Required: true, Title: text("Which role suits you best?", "어떤 역할이 가장 잘 맞나요?"),
			Options: labels(text("Planning", "기획"), text("Design", "디자인"), text("Media", "영상·사진"), text("Outreach", "홍보"), text("Logistics", "진행"))},
		{Kind: survey.OneOf, Required: true, Title: text("In which language do you feel at home?", "어떤 언어가 가장 편한가요?"),
			Options: labels(text("Korean", "한국어"), text("English", "영어"), text("Both", "둘 다"))},
		{Kind: survey.AnyOf, Title: text("What would you like to do with the club?", "동아리에서 무엇을 하고 싶나요?"), Help: text("Choose as many as you like.", "여러 개를 골라도 됩니다."),
			Options: labels(text("Hiking", "등산"), text("Film nights", "영화"), text("Cooking", "요리"), text("Board games", "보드게임"), text("Volunteering", "봉사"), text("Music", "음악"))},
		{Kind: survey.Availability, Title: text("When are you usually free?", "보통 언제 시간이 되나요?"), Days: []int{0, 1, 2, 3, 4, 5}, From: 17, To: 22},
		{Kind: survey.Teammates, Title: text("With whom would you like to be, or rather not be, in a team?", "함께하고 싶은 사람과 피하고 싶은 사람이 있나요?"),
			Help: text("Only the organizers see this, and only to form teams.", "운영자만 팀을 만들 때 봅니다."), Wishes: 2, Avoids: 1},
		{Kind: survey.Rank, Title: text("Which project would you like to join?", "어떤 프로젝트를 함께하고 싶나요?"), Most: 3,
			Options: labels(text("Spring festival", "봄 축제"), text("Short film", "단편 영화"), text("Language table", "언어 교환"), text("Beach clean-up", "바닷가 청소"))},
		{Kind: survey.Level, Title: text("How well do you speak these languages?", "다음 언어를 얼마나 하나요?"), Options: labels(text("Korean", "한국어"), text("English", "영어"))},
		{Kind: survey.OneOf, Ordered: true, Title: text("How often would you like your team to meet?", "팀이 얼마나 자주 만나면 좋을까요?"),
			Options: labels(text("Once a month", "한 달에 한 번"), text("Every two weeks", "두 주에 한 번"), text("Every week", "매주"))},
		{Kind: survey.ShortText, Title: text("What do you hope for this season?", "이번 시즌에 바라는 점은 무엇인가요?")},
	}
}

// A temper is one of the three kinds of people in the demo club, so that its map shows groups.
type temper struct {
	lead, people, plan, experience, hours float64
	roles                                 []int // option keys, the likeliest first
	likes                                 []int
	joins                                 []int // the most wanted first
	meets                                 int
}

var tempers = []temper{
	{lead: 5.8, people: 6.0, plan: 3.0, experience: 4.8, hours: 9, roles: []int{4, 5, 1}, likes: []int{1, 4, 6}, joins: []int{1, 3, 4}, meets: 3},
	{lead: 3.0, people: 3.2, plan: 6.0, experience: 3.6, hours: 5, roles: []int{1, 2, 3}, likes: []int{2, 3}, joins: []int{2, 1, 3}, meets: 1},
	{lead: 3.2, people: 5.0, plan: 3.6, experience: 2.0, hours: 3, roles: []int{3, 2, 5}, likes: []int{2, 5, 6}, joins: []int{4, 3, 2}, meets: 2},
}

var demoHopes = []survey.Text{
	text("Make friends beyond my department.", "다른 과 친구를 사귀고 싶어요."), text("Finish one real project.", "프로젝트 하나를 끝까지 해 보고 싶어요."),
	text("Practise speaking Korean.", "영어로 말하는 연습을 하고 싶어요."), text("Have fun!", "재미있게 지내고 싶어요!"), {},
}

// demoAnswers makes up what member i answers to the questions, which are demoQuestions as stored.
func demoAnswers(rng *rand.Rand, i int, name string, questions []survey.Question) survey.Answers {
	m := tempers[rng.IntN(len(tempers))]
	english := name[0] < 0x80
	as := survey.Answers{}
	give := func(at int, a survey.Answer) {
		if q := questions[at]; !a.IsZero() {
			a.Version = q.Version
			as[q.ID] = a
		}
	}
	for at, mean := range []float64{m.lead, m.people, m.plan, m.experience} {
		v := min(7, max(1, math.Round(mean+0.9*rng.NormFloat64())))
		give(at, survey.Answer{Number: &v})
	}
	hours := min(40, max(0, math.Round(m.hours+2*rng.NormFloat64())))
	give(4, survey.Answer{Number: &hours})
	give(5, survey.Answer{Choices: []int{m.roles[min(rng.IntN(4), rng.IntN(3))]}})
	give(6, survey.Answer{Choices: []int{language(rng, english)}})
	give(7, survey.Answer{Choices: some(rng, m.likes, 6)})
	give(8, survey.Answer{Slots: demoSlots(rng, questions[8])})
	if i%6 == 0 {
		give(9, survey.Answer{Wished: []string{demoNames[(i+7)%len(demoNames)]}})
	}
	if i%17 == 5 {
		give(9, survey.Answer{Avoided: []string{demoNames[(i+20)%len(demoNames)]}})
	}
	// By a generator of their own, so that the other answers stay as they are.
	more := rand.New(rand.NewPCG(uint64(i), 1))
	wants := slices.Clone(m.joins)
	if k := more.IntN(4); k < 2 {
		wants[k], wants[k+1] = wants[k+1], wants[k]
	}
	give(10, survey.Answer{Ranked: wants})
	mine, other := 1, 2
	if english {
		mine, other = 2, 1
	}
	give(11, survey.Answer{Levels: map[int]int{mine: 6 + more.IntN(2), other: 2 + more.IntN(5)}})
	give(12, survey.Answer{Choices: []int{min(3, max(1, m.meets+more.IntN(2)-more.IntN(2)))}})
	give(13, survey.Answer{Text: demoHopes[rng.IntN(len(demoHopes))].In(demoLang(i))})
	return as
}

func language(rng *rand.Rand, english bool) int {
	if rng.IntN(5) == 0 {
		return 3
	}
	if english {
		return 2
	}
	return 1
}

// some returns most of the likely keys and now and then another of 1..n, ascending.
func some(rng *rand.Rand, likely []int, n int) []int {
	var keys []int
	for k := 1; k <= n; k++ {
		chance := 0.15
		if slices.Contains(likely, k) {
			chance = 0.75
		}
		if rng.Float64() < chance {
			keys = append(keys, k)
		}
	}
	return keys
}

// demoSlots makes up free evenings: some days whole, some from a later hour on.
func demoSlots(rng *rand.Rand, q survey.Question) []int {
	var slots []int
	for _, d := range q.Days {
		from := q.From + rng.IntN(q.To-q.From+2)
		if rng.IntN(3) == 0 {
			from = q.From
		}
		for h := from; h < q.To; h++ {
			slots = append(slots, 24*d+h)
		}
	}
	return slots
}

func demoEmail(i int) string { return fmt.Sprintf("member%02d@demo.example", i+1) }
