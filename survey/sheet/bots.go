package sheet

import (
	"regexp"
	"slices"
	"strings"

	"dure/survey"
)

// Chats and meetings list accounts, and some of these are no people's: bots, apps, telephones and rooms. What a column says of a row is taken for so, and the row is passed
// over and listed. What but its name hints at is asked, since somebody may be called so: only a name that is nothing else, "iPhone", of a row without an address.

// The reasons why such lines are passed over.
const (
	BotLine    = "bot"
	DeviceLine = "device"
)

var (
	botHeads  = regexp.MustCompile(`(?i)^(is[ _]?)?bot$|^봇( ?여부)?$`)
	botYes    = regexp.MustCompile(`(?i)^(true|yes|y|1|bot|예|네|봇)$`)
	kindHeads = regexp.MustCompile(`(?i)^((account|user|member|membership)[ _-]?)?(type|status|role|kind)s?$|^(계정|회원|사용자)? ?(유형|종류|구분|상태|역할)$`)
	botKinds  = regexp.MustCompile(`(?i)^(workflow |app |chat )?bots?( user| account)?$|^(app|application|integration|service account|webhook)$|^(챗)?봇$`)
)

// bot tells the rows of which a column says that they are of a bot. Where all would be, the column says something else.
func (s *Sheet) bot() func(row []string) bool {
	var says []func(row []string) bool
	for j, h := range s.Header {
		words := map[bool]*regexp.Regexp{true: botYes, false: botKinds}[botHeads.MatchString(h)]
		is := func(row []string) bool { return words.MatchString(strings.TrimSpace(row[j])) }
		other := func(row []string) bool { return !is(row) }
		if (botHeads.MatchString(h) || kindHeads.MatchString(h)) && slices.ContainsFunc(s.Rows, other) {
			says = append(says, is)
		}
	}
	return func(row []string) bool {
		return slices.ContainsFunc(says, func(is func([]string) bool) bool { return is(row) })
	}
}

// calledAside is what programs write behind a name in brackets: whose account it is, and as what somebody takes part.
var calledAside = regexp.MustCompile(`(?i)\s*[(（](guest|unverified|external|host|co-?host|organi[sz]er|presenter|me|you|(?:he|she|they|xe|ze)(?:\s*/\s*[a-z]+){1,2}|게스트|손님|외부|확인되지 않음|호스트|공동 ?호스트|주최자|나|본인)[)）]\s*$`)

// plainNames takes from names what programs wrote behind them, and what somebody was called before where the header says that it stands there.
func (s *Sheet) plainNames() {
	for j, h := range s.Header {
		original := formerly(h)
		if !original && !slices.Contains(fullNames, key(h)) {
			continue
		}
		for i, row := range s.Rows {
			name := row[j]
			for calledAside.MatchString(name) {
				name = calledAside.ReplaceAllString(name, "")
			}
			if called, _, more := strings.Cut(name, "("); original && more {
				name = strings.TrimSpace(called)
			}
			if !blank(name) && name != row[j] {
				s.Rows[i] = slices.Clone(row)
				s.Rows[i][j] = name
			}
		}
	}
}

// formerly reports whether a header says that behind each name stands what somebody was called before.
func formerly(header string) bool {
	return strings.Contains(survey.Fold(header), "(original name)") || strings.Contains(header, "(원래 이름)")
}

// saysBot reports whether the column says of each row whether it is of a bot, and that none is.
func (c column) saysBot() bool {
	return botHeads.MatchString(c.header) && yesOrNo(c.texts) && c.share(botYes.MatchString) == 0
}

// deviceNames are what meetings call a row of which nobody typed a name.
var deviceNames = regexp.MustCompile(`(?i)^(.{1,40}['’]s )?(i ?phone|i ?pad|i ?pod|mac ?book)( (air|pro|mini|max|\d{1,2}))*$|^(samsung )?galaxy( [a-z]{0,5} ?\d{1,2}( ?(ultra|plus|\+|fe|5g))?)?$|^sm-[a-z]\d{3,4}[a-z]?$|^(android|windows|chromebook|desktop-\w+|laptop-\w+|phone|tablet)$|` +
	`^zoom ?(user|rooms?)( ?\d+)?$|^(guest|user|participant|anonymous|unknown)( ?(user|\d+))?$|^(meeting|conference|seminar) ?room( ?\w{1,4})?$|^(제 ?\d+ ?)?(대|중|소)?(회의|세미나|강의)실( ?\w{1,4})?$|^(아이폰|아이패드|갤럭시|게스트|손님|참가자|익명)( ?\d+)?$|^갤럭시 ?\w{1,6}$`)

// A Device is a row that may be of nobody.
type Device struct {
	Line int
	Name string
}

// Devices are the rows that may be of devices, rooms and guests without a name: that is all that says who they are. Where most rows are, it is a table of such things.
func (s Sheet) Devices() (all []Device) {
	if len(s.Rows) == 0 {
		return nil
	}
	g := newGuesser(s)
	g.about()
	for i, row := range s.Rows {
		name, known := "", false
		for j, c := range g.Columns {
			switch c.Use {
			case Name:
				name = strings.TrimSpace(row[j])
			case Email:
				known = known || isEmail(strings.TrimSpace(row[j]))
			}
		}
		if !known && deviceNames.MatchString(name) {
			all = append(all, Device{s.Line(i), name})
		}
	}
	if 2*len(all) > len(s.Rows) {
		return nil
	}
	return all
}

func (s Sheet) withoutDevices() Sheet {
	var lines []int
	for _, d := range s.Devices() {
		lines = append(lines, d.Line)
	}
	if len(lines) == 0 {
		return s
	}
	s = s.without(func(line int) bool { return slices.Contains(lines, line) })
	s.LeftOut = slices.Clip(s.LeftOut)
	s.passOver(DeviceLine, lines...)
	return s
}
