package sheet

import (
	"mime"
	"regexp"
	"slices"
	"strings"
)

// The lines above a mail name its readers, each with the address: `Kim <k@x.org>, "Lee, Seoyeon" <l@x.org>`.

var (
	mailReaders = regexp.MustCompile(`(?i)^\s*(to|cc|bcc|an|para|à|받는 ?사람|수신인?|수신자|(숨은 ?)?참조|宛先)\s*[:：]\s*`)
	mailFields  = regexp.MustCompile(`(?i)^\s*(from|reply-to|sent|date|subject|von|gesendet|betreff|datum|de|objet|asunto|fecha|보낸 ?사람|보낸 ?날짜|발신인?|발신자|제목|날짜|差出人|件名|日時)\s*[:：]`)
	mailbox     = regexp.MustCompile(`^(.*?)[\s–:-]*[<(\[]?\s*(?:mailto:)?([^\s<>()\[\]"',;:]+@[^\s<>()\[\]"',;:]+)\s*[>)\]]?$`)
)

// readMailbox reads a name with its address, or an address alone.
func readMailbox(text string) (name, email string, ok bool) {
	m := mailbox.FindStringSubmatch(strings.TrimSpace(text))
	if m == nil || !isEmail(m[2]) {
		return "", "", false
	}
	name = strings.TrimSpace(strings.Trim(strings.TrimSpace(m[1]), `"'“”‘’`))
	if strings.ContainsAny(name, "@<>") {
		return "", "", false
	}
	if family, given, parted := strings.Cut(name, ","); parted {
		name = join(given, family)
	}
	return name, m[2], true
}

// mailboxes cuts a list of names and addresses. Semicolons part them where there are any, so that a name may be "Kim, Minjun", and commas between two addresses; where only
// commas part them, such a name is told by every second part having no address.
func mailboxes(text string) (all []string) {
	for _, part := range cutOutside(text, ';') {
		if strings.Count(part, "@") == 1 && strings.Contains(text, ";") && !addressFirst.MatchString(part) {
			all = append(all, part)
			continue
		}
		all = append(all, commaBoxes(part)...)
	}
	return all
}

// addressFirst is an address with something behind a comma.
var addressFirst = regexp.MustCompile(`^[^,"]*@[^,"]*,`)

func commaBoxes(text string) []string {
	parts := cutOutside(text, ',')
	for k := 0; k < len(parts); k += 2 {
		if strings.Contains(parts[k], "@") || k+1 == len(parts) || !strings.Contains(parts[k+1], "<") {
			return parts
		}
	}
	var whole []string
	for k := 0; k < len(parts); k += 2 {
		whole = append(whole, parts[k]+", "+parts[k+1])
	}
	return whole
}

// cutOutside cuts a text at a mark outside quotes, without blank parts.
func cutOutside(text string, sep rune) []string {
	var parts []string
	quoted, from := false, 0
	for i, r := range text {
		if r == '"' {
			quoted = !quoted
		}
		if !quoted && r == sep {
			parts, from = append(parts, text[from:i]), i+1
		}
	}
	return texts(append(parts, text[from:]))
}

// plainMail makes of a line of a mail what is read: with brackets, commas and semicolons of ASCII, and words that mails have in a code in letters.
func plainMail(line string) string {
	line = strings.NewReplacer("‹", "<", "›", ">", "＜", "<", "＞", ">", "〈", "<", "〉", ">", "；", ";", "，", ",", "＠", "@").Replace(line)
	if !strings.Contains(line, "=?") {
		return line
	}
	decoded, err := new(mime.WordDecoder).DecodeHeader(line)
	if err != nil {
		return line
	}
	return decoded
}

// mailed reads the readers of a mail, or their names and addresses alone. Beside those of a mail somebody may stand by the name only.
func mailed(all []textLine) ([]record, []LeftOutRow) {
	var members []copiedMember
	var other []textLine
	ofMail, reading := false, true
	addressed, named := 0, 0
	for k, l := range all {
		if mailFields.MatchString(l.text) && (ofMail || slices.ContainsFunc(all[k:], func(o textLine) bool { return mailReaders.MatchString(o.text) })) {
			other, reading = append(other, l), false
			continue
		}
		l.text = plainMail(l.text)
		list := mailReaders.ReplaceAllString(l.text, "")
		if m := labelHeads.FindStringSubmatch(l.text); m != nil && namesPeople(m[1]) {
			list = m[2]
		}
		if list != l.text {
			ofMail, reading = true, true
		}
		boxes := mailboxes(list)
		if len(boxes) == 0 {
			continue
		}
		_, _, one := readMailbox(boxes[0])
		if !reading && !(one && strings.Contains(list, "<")) || ofMail && list == l.text && !one {
			other = append(other, l)
			continue
		}
		for _, text := range boxes {
			name, email, ok := readMailbox(text)
			if !ok && (!ofMail || !person(text)) {
				return nil, nil
			}
			if !ok {
				name = text
			}
			addressed, named = addressed+count(ok), named+count(name != "")
			members = append(members, copiedMember{line: l.n, name: name, email: email})
		}
	}
	if addressed == 0 || 2*addressed < len(members) || !ofMail && named == 0 && len(all) > 1 { // addresses one below the other are a table
		return nil, nil
	}
	return copiedTable(members, ""), outside(other)
}
