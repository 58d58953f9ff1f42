package survey

import (
	"regexp"
	"slices"
	"strings"
)

// How columns of teams are known: those that members were in, and parts of a team that members come with.
var (
	// What a team is called under. A group is one only where nothing stands before it, or words that go with it: an age group is no team.
	teamWords = regexp.MustCompile(`(?i)(^|[^a-z])(team|squad|crew|pair|buddy|buddies|(^|prev\w*|last|past|old|former|prior|earlier|team ?mates?|project|work|working|study|assigned|my|your|our|buddy|friend|existing|current|pre-?formed|own)[ _]?group)s?` +
		`([ _]?(name|no\.?|number|num|id|code|#))?([ _](before|in|of|from|(in |of |from )?(last|previous|prior) (year|term|semester|season|time)))?$` +
		`|^((meine|deine|letzte|alte|bisherige|vorherige) )?(arbeits|lern|projekt)?gruppe( ?(nr\.?|nummer))?$|^((mon|ma|votre) )?(groupe|équipe)$|^((mi|tu|su) )?(grupo|equipo)$` +
		`|(^|\s|지난|이전|저번|소속|프로젝트|기존)(팀|조|모둠|소?모임|그룹|짝)( ?(이름|명|번호|코드))?$`)
	// What the part of a team that members come with is called, also where one comes alone.
	partWords = regexp.MustCompile(`(?i)^part(ial)?[ _-]?teams?$|^(부분|일부) (팀|조)$`)
	// The column that a file of formed teams begins with.
	formedWords = regexp.MustCompile(`(?i)^(teams?|팀|조)$`)
	// As Moodle calls the groups of a course that somebody is in today.
	courseGroups = regexp.MustCompile(`(?i)^groups$|^(모둠|그룹)들$`)
	pastWords    = regexp.MustCompile(`(?i)\b(prev(ious)?|last|past|old|former|prior|earlier)([ _]|\b)|[ _]before\b|(^|[ _])(term|semester|season|round)[ _]?\d|지난|이전|저번|작년|전 ?학기|\d ?학기|(^|[^0-9])(19|20)\d\d([^0-9]|$)`)
	yearInIt     = regexp.MustCompile(`(^|[ _'’-]+)(19|20)\d\d(년도?)?([ _-]+|$)`)

	// A team that somebody was in, in other languages: what is past stands before the team, behind it, or beside the term that it was of.
	oldTeam = regexp.MustCompile(strings.NewReplacer(
		"TEAM", `(team|(projekt|arbeits|lern)?gruppe|équipe|groupe|equipo|grupo|squadra|gruppo)`,
		"OLD", `(letzte[nrs]?|vorige[nrs]?|vorherige[nrs]?|frühere[nrs]?|alte[nrs]?|précédente?|dernière?|dernier|ancien(ne)?|anterior|pasad[oa]|previ[oa]|últim[oa]|scors[oa]|precedente)`,
		"TERM", `(semester|jahr|schuljahr|semestre|année|année scolaire|trimestre|año|curso|anno)`,
		"PREP", `(im|in|aus|vom|von|des|der|dem|de|del|du|en|el|la|le|nel|al|dell’|dell'|l’|l')`,
	).Replace(`(?i)^((meine?|mon|ma|mi|tu|su|la|le|el|das|die) )?(OLD TEAM|TEAM OLD|TEAM (PREP ?)+(OLD TERM|TERM OLD|vorjahr))$`) +
		`|^(前回|前期|前学期|以前|過去|昨年度?|去年|先学期)の?(チーム|グループ|班|組)(名|番号)?$|^(上学期|上次|之前|以前|去年)的?(小组|团队|队)(名|号)?$`)

	// A question for the team that somebody has already: of a team, and that some have one.
	teamInIt = regexp.MustCompile(`(?i)\b(team|group|squad|pair|buddy|crew)s?\b|팀|모임|그룹|모둠|(^|[^가-힣])조([^가-힣]|$|이름)`)
	hasOne   = regexp.MustCompile(`(?i)\balready\b|\bexisting\b|\bpre-?formed\b|\bif (you|any|applicable)|\b(name|code) of (your|the|my)\b|이미|기존|있는|있으면|있다면|있을|함께|같이`)

	// What is said of groups and teams that nobody is in: what somebody would like, and what people are sorted by.
	otherTeams = regexp.MustCompile(`(?i)wish|want|prefer|favou?rite|\blikes?\b|\blove\b|\brole\b|\bsize\b|\b(age|blood|ethnic|income|year|language|skill|level)\b|희망|원하|선호|좋아|싶|나이|연령|혈액|소득|수준|실력|역할`)

	noTeam  = regexp.MustCompile(`(?i)^(no|nope|none|nil|solo|alone|no ?one|nobody|not? (yet|team|group|pair)|no (team|group) yet|not applicable|none (yet|so far)|tbd|\?|무|미정|혼자|해당 ?없음|(아직 ?)?(팀|조)?(이|가)? ?(없음|없어요|없습니다|없다))[.!~]*$`)
	hasTeam = regexp.MustCompile(`(?i)^(yes|true|예|네|있음|있어요|있습니다)[.!]*$`)
)

// A part of a team is smaller than a team and leaves members who come alone: so many members at most. A section has more members than a
// team. Between them lies what teams have, so that a column of those says who was in one. A header of more words than maxTitle is a
// question, and not what a team is called by.
const (
	maxTitle   = 4
	maxPart    = 8
	minSection = 10
)

// NoTeam returns whether an answer says that somebody comes without a team, as "none" does. So does a lone X or N; beside
// another letter it is what a team is called.
func (c Column) NoTeam() func(cell string) bool {
	letters := c.letters()
	return func(cell string) bool {
		said := Fold(cell)
		return Missing(cell) || noTeam.MatchString(said) || !letters && (said == "x" || said == "n")
	}
}

// letters reports whether teams are called by letters: several are answers, and not only O and X, which say yes and no.
func (c Column) letters() bool {
	var all Register
	for i := range c.Len() {
		if cell := Fold(c.Cell(i)); len(cell) == 1 && cell >= "a" && cell <= "z" {
			all.Number(cell)
		}
	}
	slices.Sort(all.Names)
	return len(all.Names) > 1 && !slices.Equal(all.Names, []string{"o", "x"})
}

// onlyYes reports whether answers say that somebody has a team, and not which.
func (c Column) onlyYes() bool {
	letters := c.letters()
	for i := range c.Len() {
		if said := Fold(c.Cell(i)); hasTeam.MatchString(said) || !letters && (said == "y" || said == "o") {
			return true
		}
	}
	return false
}

// teamTitle is a header without what stands around it, and whether it is what a team is called under.
func teamTitle(header string) (bare string, named bool) {
	title := header
	if m := inBrackets.FindStringSubmatch(header); m != nil {
		title = m[1]
	}
	bare = strings.Trim(yearInIt.ReplaceAllString(title, " "), " :?*.")
	return bare, oldTeam.MatchString(bare) || len(strings.Fields(bare)) <= maxTitle && teamWords.MatchString(bare)
}

// SaysPastTeam reports whether a header says that its teams are past ones.
func SaysPastTeam(header string) bool {
	bare, _ := teamTitle(header)
	return oldTeam.MatchString(bare) || pastWords.MatchString(header)
}

// asideTeam tells a team that was from a part of one: where everybody has a team, they had it; where some have none, the others bring it.
func (c Column) asideTeam(header string) string {
	bare, named := teamTitle(header)
	asked := teamInIt.MatchString(header) && hasOne.MatchString(header)
	past := SaysPastTeam(header)
	if otherTeams.MatchString(header) && !past || !named && !asked {
		return ""
	}
	groups := c.groupsBut(c.NoTeam())
	in := 0
	for _, n := range groups {
		in += n
	}
	switch {
	case c.CountAnswered() == 0 && named: // as before the first answer
		return AsideTeam
	case in > 0 && groups[0] < 2 && partWords.MatchString(bare):
		return AsidePartTeam
	case in == 0 || groups[0] < 2: // nobody shares anything
		return ""
	case courseGroups.MatchString(bare) && !past && groups[0] < minSection:
		return ""
	case c.onlyYes() && (asked || len(groups) > 1 || groups[0] > maxPart): // they only say that they have one
		return ""
	case named && (formedWords.MatchString(bare) || past):
		return AsideTeam
	case in < c.Len() && groups[0] <= maxPart:
		return AsidePartTeam
	case !named || len(groups) < 2:
		return ""
	case groups[0] >= minSection:
		return AsideSection
	}
	return AsideTeam
}
