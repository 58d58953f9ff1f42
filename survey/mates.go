package survey

import (
	"regexp"
	"slices"
	"strings"
)

// How headers of columns that name people are known: by words of a wish, words of an avoidance, and words that turn the one into the other, in
// the languages in which clubs ask. A header with words for people beside them says so whatever its cells are; one without may ask of
// something else, as "Conflicts with" does, so that its cells have to tell.
var (
	shunWords = words(
		`avoid`, `\bshun`, `\bdislik`, `\bhate\b`, `\bun(wanted|desired|wished|preferred|welcome)\b`, `\bno[ -]?go\b`, `\bconflicts? with\b`, `incompatib`,
		`\bblack ?-?list`, `\bblock ?-?list`, `\bexclu(de|ded|sions?)\b`, `\bveto`, `\bkeep (me |us )?(apart|away|separate)`, `\bseparated? from\b`, `\b(not|never) (be )?with\b`,
		`피하|피할|기피|싫|비선호|불편|안 ?맞|꺼리|제외|블랙 ?리스트|거부`,
		`vermeid|\bmeiden\b|unerwünscht`, `évite|indésirable`, `\bevitar\b|indesead`, `避け|避免|嫌|苦手|不想|不愿`)
	wishWords = words(
		`wish`, `\bwants?\b`, `\bwanted\b`, `prefer`, `\bdesired?\b`, `favou?rite`, `\blike(d)? (to|best|most)\b`, `\btogether\b`, `\b(pair|team|work|be) (up )?with\b`,
		`\bfriends?\b`, `team ?-?mate`, `\b(people|persons?|anyone|somebody|who|whom|names?|students?|members?)\b.*\b(team|group|work|with)\b`,
		`희망|원하|바라|선호|함께|같이|같은 ?(팀|조)|친한`,
		`wunsch|\bgern|\bmit wem\b|zusammen`, `souhait|préfér|\bavec qui\b|aimer`, `dese[ao]|prefier|\bcon quién\b|quier`, `一緒|希望|組みたい|想`)
	notWords    = words(`\bnot\b`, `n['’]t\b`, `\bcannot\b`, `\bnever\b`, `\bleast\b`, `않|(^|\s)(안|못) ?[하되될할만]|싫`, `\bnicht\b|\bkein`, `\bpas\b`, `\bno (quier|dese|prefier|trabaj)`, `ない|ません|不`)
	peopleWords = words(
		`team ?-?mates?\b`, `\b(people|persons?|who|whom|anyone|anybody|someone|somebody|students?|members?|friends?|classmates?|partners?|colleagues?|peers?|buddy|buddies)\b`, `\bnames? of\b`,
		`사람|친구|이름|부원|팀원|조원|멤버|회원|동료|학생|상대|인원`,
		`\bwem\b|mitglied|kolleg|person`, `\bqui\b|coéquipi|membre`, `quién|compañer|miembro`, `人|メンバー|相手|友`)
	// What says it alone: the whole of a header, without marks and spaces.
	wishKeys = []string{"want", "wants", "wish", "wishes", "wished", "wantedteammates", "preferred", "희망팀원"}
	shunKeys = []string{"avoid", "avoids", "avoided", "toavoid", "notwith", "unwanted", "notpreferred", "leastpreferred", "donotpairwith", "dontpairwith", "donotputwith", "dontputwith", "donotputmewith", "dontputmewith", "enemy", "enemies", "cannotworkwith", "cantworkwith", "기피", "피할사람"}

	askedFreely = regexp.MustCompile(`(?i)\bnot (required|mandatory|necessary|compulsory|obligatory|sure)\b`)
	inEnd       = regexp.MustCompile(`[(（\[][^()（）\[\]]*[)）\]]`)
)

func words(all ...string) *regexp.Regexp { return regexp.MustCompile(`(?i)` + strings.Join(all, "|")) }

// A MateHeader is what the header of a column says of people who are named in it.
type MateHeader struct {
	Asks    bool // it has words of a wish or an avoidance
	Sure    bool // and of people, so that it asks for them whatever the cells are
	Avoided bool // they are to be avoided
}

// ShunsSurely reports whether it asks whom to avoid, whatever the cells are.
func (h MateHeader) ShunsSurely() bool { return h.Sure && h.Avoided }

// ReadMates reads a header. What stands in brackets turns no wish into an avoidance by a "not" alone.
func ReadMates(header string) (h MateHeader) {
	header = BareHeading(header)
	switch low := strings.ToLower(header); { // as a file out has them
	case strings.HasSuffix(low, " (wished)"):
		return MateHeader{Asks: true, Sure: true}
	case strings.HasSuffix(low, " (avoided)"):
		return MateHeader{Asks: true, Sure: true, Avoided: true}
	}
	said := askedFreely.ReplaceAllString(header, "")
	bare := inEnd.ReplaceAllString(said, " ")
	is := func(key string) bool { return nameKey(key) == nameKey(header) }
	wishes, shuns := slices.ContainsFunc(wishKeys, is), slices.ContainsFunc(shunKeys, is)
	h.Sure = wishes || shuns
	shuns = shuns || shunWords.MatchString(said)
	h.Asks = h.Sure || shuns || wishWords.MatchString(said)
	h.Sure = h.Sure || h.Asks && peopleWords.MatchString(said)
	h.Avoided = shuns || h.Asks && notWords.MatchString(bare)
	return h
}

// NamesNobody reports whether a cell that asks for names says that there is nobody, as "none" does, or nothing.
func NamesNobody(cell string) bool {
	said := strings.Trim(Fold(cell), ".!~ ")
	return Missing(cell) || said == "x" || slices.Contains(noNames, said)
}
