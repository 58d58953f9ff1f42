package sheet

import (
	"regexp"
	"slices"
	"strings"

	"dure/survey"
)

// Who chose "Other" types what it is, and programs write that in a column of its own: "Q5_4_TEXT", "Which role? [Other]", "Other (please specify)". It is no question:
// it belongs to the one with the choice. Some programs leave that one blank where somebody typed; such a row chose Other.

var (
	typedHeader = regexp.MustCompile(`^(.+?)((?:_\d+)?)_(?:TEXT|other|(?:other_?)?specify|oth)$`) // of Qualtrics, LimeSurvey and forms for the field
	typedLabel  = regexp.MustCompile(`^(.*\S)\s+[-–—]\s+(\S.*?)\s+[-–—]\s+Text$`)                 // their wording
	typedAlone  = regexp.MustCompile(`(?i)^(others?|기타|그 ?외|その他|其他)\b?.*(specify|describe|explain|text|입력|작성|구체|적어|記入|\[)|^if other\b|^(please )?specify\b|^기타 ?(의견|내용)?$`)
	blankList   = regexp.MustCompile(`^[a-z0-9_]+( [a-z0-9_]+)+$`)
	otherCode   = regexp.MustCompile(`(?i)^-?oth(er)?-?$|^others?\b|^기타|^그 ?외|^직접 ?입력|^sonstige|^autres?\b|^その他|^其他`)
)

// An otherText is a column into which others were typed, and the column of the question.
type otherText struct{ typed, of int }

// otherTexts finds such columns among those of which nothing else is known.
func (g *guesser) otherTexts() (all []otherText) {
	for j, c := range g.columns {
		if g.Columns[j].Use != "" || g.aside[j] != "" || c.filled.N == 0 || c.share(isNumber) >= 0.5 || yesOrNo(c.texts) {
			continue
		}
		if of := g.askedBeside(j); of >= 0 && g.aside[of] == "" && g.typedBeside(j, of) {
			all = append(all, otherText{j, of})
		}
	}
	return all
}

// askedBeside is the column of which column j may hold the other texts, -1 where no heading says so.
func (g *guesser) askedBeside(j int) int {
	c := g.columns[j]
	titled := func(title string) int {
		return slices.IndexFunc(g.columns, func(o column) bool {
			return o.header != c.header && survey.Fold(selectedWords.ReplaceAllString(o.label, "")) == survey.Fold(title)
		})
	}
	if m := typedHeader.FindStringSubmatch(c.header); m != nil {
		for _, name := range []string{m[1] + m[2], m[1]} {
			if of := slices.IndexFunc(g.columns, func(o column) bool { return o.header == name }); of >= 0 {
				return of
			}
		}
	}
	if m := typedLabel.FindStringSubmatch(c.label); m != nil && otherCode.MatchString(m[2]) {
		return titled(m[1])
	}
	for _, head := range spreadHeads {
		if m := head.FindStringSubmatch(c.label); m != nil && otherCode.MatchString(m[2]) {
			if of := titled(m[1]); of >= 0 {
				return of
			}
		}
	}
	if typedAlone.MatchString(c.label) {
		return j - 1
	}
	return -1
}

// typedBeside reports whether in nearly all rows in which something is typed the question has Other, the number of a choice, or no answer, and others chose something.
func (g *guesser) typedBeside(j, of int) bool {
	typed, fits := 0, 0
	c, asked := g.columns[j], g.columns[of]
	for i := range c.at {
		if survey.Missing(c.cell(i)) {
			continue
		}
		typed++
		cell := asked.cell(i)
		fits += count(survey.Missing(cell) || isNumber(cell) || namesOther(cell))
	}
	return 10*fits >= 9*typed && asked.filled.N > 0
}

// namesOther reports whether one of the choices in a cell is that of others. Choices that a program calls by names of its own may have nothing but blanks between them.
func namesOther(cell string) bool {
	if blankList.MatchString(cell) {
		cell = strings.ReplaceAll(cell, " ", ",")
	}
	return slices.ContainsFunc(strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune(",;|", r) }), func(s string) bool {
		return otherCode.MatchString(strings.TrimSpace(s))
	})
}

// gatherTexts leaves out the columns of other texts, and has the question of each count who only typed as one who chose Other.
func (g *guesser) gatherTexts(found []otherText) {
	for _, o := range found {
		g.Columns[o.typed] = Column{Use: LeaveOut}
		c := &g.Columns[o.of]
		if c.Use != OneOf && c.Use != AnyOf || c.Part != "" || c.Ordered || c.Coded {
			continue
		}
		if !slices.ContainsFunc(c.Options, otherCode.MatchString) && len(c.Options) < survey.MaxOptions {
			c.Options = append(c.Options, otherName(c.Options[0]))
		}
		c.Typed = g.columns[o.typed].header
	}
}

// otherName is what others are called beside an option.
func otherName(option string) string {
	if strings.ContainsFunc(option, func(r rune) bool { return r >= '가' && r <= '힣' }) {
		return "그 외"
	}
	return "Other"
}

// other is the option of others where row i has none of column j and typed something, else "".
func (a *applier) other(i, j int, chosen []string) string {
	c := a.columns[j]
	at := a.sheet.Column(c.Typed)
	if c.Typed == "" || at < 0 || survey.Missing(survey.Clean(a.sheet.Rows[i][at])) || len(chosen) > 0 && (c.Use == OneOf || slices.ContainsFunc(chosen, otherCode.MatchString)) {
		return ""
	}
	if k := slices.IndexFunc(c.Options, otherCode.MatchString); k >= 0 {
		return plain(c.Options[k])
	}
	return ""
}

// withOthers returns the cells of column j with the choice of others where somebody only typed.
func (r *tableReader) withOthers(j int, cells []string) []string {
	for _, o := range r.others {
		if o.of != j {
			continue
		}
		name := ""
		for _, cell := range cells {
			if name == "" && otherCode.MatchString(cell) {
				name = cell
			}
		}
		if given := withText(cells); name == "" && len(given) > 0 {
			name = otherName(given[0])
		}
		for i, cell := range cells {
			if cell == "" && !survey.Missing(r.about.columns[o.typed].cell(i)) {
				cells[i] = name
			}
		}
	}
	return cells
}
