package survey

import (
	"strings"
	"testing"
)

// Headers say whether people are asked for, for sure or as far as the cells agree, and whether to be avoided, in the words of clubs.
func TestWhatHeadersSayOfTeammates(t *testing.T) {
	for want, headers := range map[MateHeader]string{
		{Asks: true, Sure: true}: "Wanted teammates|Wants|Wish|Wishes|Preferred teammates|Whom do you wish for?|Who would you like to work with?|Friends in the club you want in your team|Teammates|" +
			"Please list name(s) of people you would like to have on your team|With whom do you want to be (not required)|Mates (wished)|" +
			"같이 하고 싶은 사람|희망 팀원|함께하고 싶은 친구|선호 팀원|같은 조가 되고 싶은 친구|같이 하고 싶은 사람 (없으면 안 적어도 됩니다)|Wunschpartner Person|Mit wem möchtest du arbeiten?|Avec qui souhaites-tu travailler ?|¿Con quién prefieres trabajar?|一緒に組みたい人",
		{Asks: true, Sure: true, Avoided: true}: "People to avoid|Teammates to avoid|Avoid|Avoids|Not with|Not preferred|Do not pair with|Don't pair with|Least preferred teammates|Unwanted teammates|No-go teammates|" +
			"Whom would you rather not work with?|Please list name(s) of people you would like to not have on your team|Anyone you cannot work with?|Anybody you can’t work with|Mates (avoided)|Students you conflict with or avoid|" +
			"같은 팀 하기 싫은 사람|같이 하기 싫은 사람|기피 팀원|기피|비선호 팀원|같은 조 되기 싫은 친구|같이 안 하고 싶은 사람|피하고 싶은 사람|함께 하고 싶지 않은 부원|같이 못 하는 사람|불편한 팀원|팀원 제외 요청|" +
			"Mit wem möchtest du nicht arbeiten?|Personen, die du vermeidest (vermeiden)|Personnes à éviter|Avec qui ne veux-tu pas travailler ?|Personas a evitar|¿Con quién no quieres trabajar?|一緒になりたくない人|避けたい人",
		{Asks: true, Avoided: true}: "Conflicts with|Incompatible with|Blacklist|Exclude|Foods to avoid|싫어하는 음식",
		{Asks: true}:                "Preferred role|희망 활동|Wish list|Favourite game",
		{}:                          "Major|What should not happen?|Team no.|Conflict style|전공|안내|Notes|Roommate",
	} {
		for header := range strings.SplitSeq(headers, "|") {
			if got := ReadMates(header); got != want {
				t.Errorf("%q is read as %+v, want %+v", header, got, want)
			}
		}
	}
}
