package db

import (
	"strconv"
	"strings"

	"dure/survey"
)

// decodeAnswers reads answers as [encode] writes them. It takes a tenth of the time of encoding/json, which a page with
// the answers of 300 members would spend most of its time in; what it does not expect it leaves to that.
func decodeAnswers(s string) (survey.Answers, error) {
	if s == "" {
		return nil, nil
	}
	p := scanner{rest: s}
	if as, ok := p.answers(); ok && p.rest == "" {
		return as, nil
	}
	var as survey.Answers
	err := decode(s, &as)
	return as, err
}

// A scanner takes tokens off the front of JSON without space. Each method reports whether it found its token.
type scanner struct{ rest string }

func (p *scanner) answers() (survey.Answers, bool) {
	as := make(survey.Answers, strings.Count(p.rest, ":{"))
	return as, p.list('{', '}', func() bool {
		key, ok := p.text()
		id, err := strconv.ParseInt(key, 10, 64)
		if !ok || err != nil || !p.take(':') {
			return false
		}
		var a survey.Answer
		ok = p.answer(&a)
		as[survey.QuestionID(id)] = a
		return ok
	})
}

func (p *scanner) answer(a *survey.Answer) bool {
	return p.list('{', '}', func() bool {
		key, ok := p.text()
		if !ok || !p.take(':') {
			return false
		}
		switch key {
		case "v":
			a.Version, ok = p.int()
		case "n":
			a.Number, ok = p.number()
		case "c":
			a.Choices, ok = p.ints()
		case "s":
			a.Slots, ok = p.ints()
		case "r":
			a.Ranked, ok = p.ints()
		case "l":
			a.Levels, ok = p.levels()
		case "t":
			a.Text, ok = p.text()
		case "w":
			a.Wished, ok = p.texts()
		case "a":
			a.Avoided, ok = p.texts()
		default:
			return false
		}
		return ok
	})
}

// list takes items separated by commas.
func (p *scanner) list(open, end byte, item func() bool) bool {
	if !p.take(open) {
		return false
	}
	if p.take(end) {
		return true
	}
	for item() {
		if p.take(end) {
			return true
		}
		if !p.take(',') {
			return false
		}
	}
	return false
}

func (p *scanner) take(c byte) bool {
	if p.rest == "" || p.rest[0] != c {
		return false
	}
	p.rest = p.rest[1:]
	return true
}

// text takes a string without escapes.
func (p *scanner) text() (string, bool) {
	if !p.take('"') {
		return "", false
	}
	end := strings.IndexByte(p.rest, '"')
	if end < 0 || strings.IndexByte(p.rest[:end], '\\') >= 0 {
		return "", false
	}
	s := p.rest[:end]
	p.rest = p.rest[end+1:]
	return s, true
}

func (p *scanner) texts() (all []string, ok bool) {
	ok = p.list('[', ']', func() bool {
		s, ok := p.text()
		all = append(all, s)
		return ok
	})
	return all, ok
}

// digits takes what a number may consist of.
func (p *scanner) digits() string {
	n := 0
	for n < len(p.rest) && strings.IndexByte("0123456789+-.eE", p.rest[n]) >= 0 {
		n++
	}
	s := p.rest[:n]
	p.rest = p.rest[n:]
	return s
}

func (p *scanner) int() (int, bool) {
	n, err := strconv.Atoi(p.digits())
	return n, err == nil
}

func (p *scanner) ints() (all []int, ok bool) {
	ok = p.list('[', ']', func() bool {
		n, ok := p.int()
		all = append(all, n)
		return ok
	})
	return all, ok
}

func (p *scanner) levels() (map[int]int, bool) {
	all := map[int]int{}
	return all, p.list('{', '}', func() bool {
		text, ok := p.text()
		key, err := strconv.Atoi(text)
		if !ok || err != nil || !p.take(':') {
			return false
		}
		all[key], ok = p.int()
		return ok
	})
}

func (p *scanner) number() (*float64, bool) {
	v, err := strconv.ParseFloat(p.digits(), 64)
	return &v, err == nil
}
