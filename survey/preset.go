package survey

// StarterSurvey is a survey to begin with: what most clubs ask before they form teams,
// in Korean and English. Its questions have no ids yet.
func StarterSurvey() Survey {
	one, five, none, full := 1.0, 5.0, 0.0, 40.0
	return Survey{
		Title: Text{English: "Tell us about you", Korean: "여러분을 알려 주세요"},
		Intro: Text{
			English: "Three minutes. Your answers help us form teams in which people like to work together. You can change them until the survey closes.",
			Korean:  "3분이면 됩니다. 답을 바탕으로 함께하기 좋은 팀을 만들어요. 마감 전까지 언제든 고칠 수 있습니다.",
		},
		Consent: Text{
			English: "I agree that the organizers of this club use my answers to form teams.",
			Korean:  "동아리 운영진이 팀을 만드는 데 제 답을 쓰는 것에 동의합니다.",
		},
		Questions: []Question{
			{
				Kind: Scale, Required: true, Min: &one, Max: &five,
				Title:    Text{English: "How much experience do you have?", Korean: "경험이 얼마나 있나요?"},
				MinLabel: Text{English: "Just starting", Korean: "이제 시작해요"}, MaxLabel: Text{English: "Very experienced", Korean: "아주 많아요"},
			},
			{
				Kind: Scale, Required: true, Min: &one, Max: &five,
				Title:    Text{English: "Do you prefer planning ahead or starting right away?", Korean: "계획부터 세우는 편인가요, 일단 시작하는 편인가요?"},
				MinLabel: Text{English: "Plan first", Korean: "계획부터"}, MaxLabel: Text{English: "Start right away", Korean: "일단 시작"},
			},
			{
				Kind: numberKind{}.name(), Required: true, Min: &none, Max: &full,
				Title: Text{English: "How many hours a week can you give?", Korean: "일주일에 몇 시간을 낼 수 있나요?"},
				Help:  Text{English: "An honest guess is enough.", Korean: "대략이면 충분해요."},
			},
			{
				Kind: OneOf, Required: true, Title: Text{English: "Which role suits you best?", Korean: "어떤 역할이 가장 잘 맞나요?"},
				Options: optionsOf("Leading", "이끌기", "Ideas and planning", "아이디어와 기획", "Making", "만들기", "Presenting", "발표하기", "Keeping things in order", "정리와 관리"),
			},
			{
				Kind: AnyOf, Title: Text{English: "What are you interested in?", Korean: "무엇에 관심이 있나요?"},
				Help:    Text{English: "Choose as many as you like.", Korean: "여러 개를 골라도 됩니다."},
				Options: optionsOf("Projects", "프로젝트", "Competitions", "대회", "Study group", "스터디", "Events and trips", "행사와 여행", "Getting to know people", "친해지기"),
			},
			{
				Kind: Availability, Days: []int{0, 1, 2, 3, 4, 5}, From: 9, To: 22,
				Title: Text{English: "When are you free?", Korean: "언제 시간이 되나요?"},
				Help:  Text{English: "Mark the hours in which a team could meet.", Korean: "팀이 만날 수 있는 시간을 표시하세요."},
			},
			{
				Kind: Teammates, Wishes: 3, Avoids: 2, Sensitive: true,
				Title: Text{English: "With whom would you like to be in a team, and with whom not?", Korean: "누구와 같은 팀이 되고 싶거나, 되고 싶지 않나요?"},
			},
			{Kind: LongText, Title: Text{English: "Anything else we should know?", Korean: "더 알려 주고 싶은 것이 있나요?"}},
		},
	}
}

// optionsOf makes options of labels in English and Korean in turn.
func optionsOf(labels ...string) []Option {
	var all []Option
	for i := 0; i+1 < len(labels); i += 2 {
		all = append(all, Option{Key: i/2 + 1, Label: Text{English: labels[i], Korean: labels[i+1]}})
	}
	return all
}
