package sheet

import (
	"regexp"
	"slices"
	"strings"
)

// Forms for the field, as KoboToolbox has them, put the groups that a question is in before its name or its wording: "intro/full_name", "Basic info/Full name",
// with another separator "intro.full_name". What a column says of a member is told by what stands behind the last of them. Where a question with several
// choices has a column for each, the choice stands behind the question in the same way; such columns hold marks.

// groupedName and groupedWording are a header with groups before it, as programs name questions and as people are asked.
var (
	groupedName    = regexp.MustCompile(`^[a-zA-Z_]\w*([/.])(?:\w+[/.])*([a-zA-Z_]\w*)$`)
	groupMarks     = strings.NewReplacer("/", " ", ".", " ", "_", " ")
	groupedWording = regexp.MustCompile(`^[^/]*[^/\s]/(?:[^/]+/)*([^/\s][^/]*)$`)
)

// ungroup finds the headers that have groups before them. A wording has some only in a file of a program that notes what such forms do: "Name/E-mail" is none.
func (g *guesser) ungroup() {
	inField := g.ofField()
	for j := range g.columns {
		c := &g.columns[j]
		if m := groupedName.FindStringSubmatch(c.header); m != nil && (inField || !whoHeads.MatchString(c.header[:strings.IndexAny(c.header, "/.")])) {
			c.own = strings.ReplaceAll(m[2], "_", " ")
		} else if m := groupedWording.FindStringSubmatch(c.header); m != nil && inField {
			c.own = m[1]
		} else if programName.MatchString(c.header) && strings.Contains(c.header, "_") {
			c.own = strings.ReplaceAll(c.header, "_", " ")
		}
		if otherNames.MatchString(groupMarks.Replace(c.header)) {
			c.own = "" // "team/name" is a team's
		}
	}
}

// ofField reports whether the file has what programs for forms in the field note, as KoboToolbox does below headers that begin with a stroke, some at a time; of an
// export without those, the moments between which each form was filled in.
func (g *guesser) ofField() bool {
	strokes := 0
	for _, c := range g.columns {
		strokes += count(strings.HasPrefix(c.header, "_"))
	}
	filled := func(header string) bool {
		return slices.ContainsFunc(g.columns, func(c column) bool { return c.header == header && c.filled.N > 0 && c.holdsTimes() })
	}
	return strokes > 2 || filled("start") && filled("end")
}

// calculated matches what such a form works out or tells, which nobody answers: "calc_age", "note_intro". formNotes are what it writes of itself.
var (
	calculated = regexp.MustCompile(`^(calc(ulat(e|ed|ion))?|note)(_|\d*$)|_(calc(ulat(e|ed|ion))?|note)$`)
	formNotes  = []string{"formhub/uuid", "meta/instanceID", "meta/instanceName", "meta/rootUuid", "meta/audit", "instanceID", "instanceName", "rootUuid"}
)

// internal reports whether a program notes the column for itself.
func (g *guesser) internal(c column) bool {
	if !g.ofField() {
		return false
	}
	name := c.header[strings.LastIndexAny(c.header, "/.")+1:]
	return strings.HasPrefix(c.header, "_") || strings.HasPrefix(name, "_") || slices.Contains(fieldNotes, c.header) || slices.Contains(formNotes, c.header) || calculated.MatchString(name) || g.placed(c)
}

// placed reports whether a column holds where a form was filled in: beside it the same is written in parts.
func (g *guesser) placed(c column) bool {
	at := strings.LastIndexAny(c.header, "/.") + 1
	return g.sheet.Column(c.header[:at]+"_"+c.header[at:]+"_latitude") >= 0 || g.sheet.Column("_"+c.header[at:]+"_latitude") >= 0
}
