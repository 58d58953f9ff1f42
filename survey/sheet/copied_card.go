package sheet

import (
	"strings"
)

// Address books give a card for each person (vCard, RFC 6350): lines of a property, its parameters behind semicolons, and behind a colon what it says. A line that begins with
// a blank goes on with the one before, which copying has taken away, and so such lines are passed over. The name is that which is shown (FN), else the one in parts (N).

// cards reads a list of such cards.
func cards(all []textLine) ([]record, []LeftOutRow) {
	if len(all) == 0 || !strings.EqualFold(all[0].text, "BEGIN:VCARD") {
		return nil, nil
	}
	var members []copiedMember
	var m copiedMember
	var other []textLine
	for _, l := range all {
		property, value, _ := strings.Cut(l.text, ":")
		property, _, _ = strings.Cut(property, ";")
		if _, plain, grouped := strings.Cut(property, "."); grouped { // item1.EMAIL
			property = plain
		}
		value = strings.NewReplacer(`\,`, ",", `\;`, ";", `\n`, " ", `\\`, `\`).Replace(strings.TrimSpace(value))
		switch strings.ToUpper(property) {
		case "BEGIN":
			m = copiedMember{line: l.n}
		case "FN":
			m.name = value
		case "N":
			if parts := append(strings.Split(value, ";"), ""); m.name == "" {
				m.name = join(parts[1], parts[0])
			}
		case "EMAIL":
			if m.email == "" && isEmail(value) {
				m.email = value
			}
		case "END":
			if m.name+m.email == "" {
				other = append(other, textLine{n: m.line})
				continue
			}
			members = append(members, m)
		}
	}
	return copiedTable(members, ""), outside(other)
}
