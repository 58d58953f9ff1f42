package view

import (
	"fmt"
	"maps"
	"strings"

	"github.com/a-h/templ"

	"dure/survey"
)

// A FieldSpec describes a one-line input. Name is also its id.
type FieldSpec struct {
	Name, Label, Value, Help string
	Type                     string // "text" by default
	Autocomplete             string
	Optional, ReadOnly       bool
	Sometimes                bool             // must be filled in where the words around it say so
	Attrs                    templ.Attributes // such as min and max
}

// attributes ties the input to its help and its error for screen readers.
func (f FieldSpec) attributes(p Page) templ.Attributes {
	a := templ.Attributes{}
	maps.Copy(a, f.Attrs)
	if !f.Optional && !f.ReadOnly && !f.Sometimes {
		a["required"] = true
	}
	if f.ReadOnly {
		a["readonly"] = true
	}
	if f.Autocomplete != "" {
		a["autocomplete"] = f.Autocomplete
	}
	maps.Copy(a, fieldAttrs(p, f.Name, f.Help != ""))
	return a
}

// fieldAttrs tie an input to its help and its error.
func fieldAttrs(p Page, name string, helped bool) templ.Attributes {
	a := templ.Attributes{}
	if p.Error(name) != "" {
		a["aria-invalid"] = "true"
	}
	if by := describedBy(p, name, helped); by != "" {
		a["aria-describedby"] = by
	}
	return a
}

// SeasonPath returns the address of a page of the page's season; path begins with "/" or is "".
func SeasonPath(p Page, path string) string {
	return fmt.Sprintf("/seasons/%d%s", p.Season.ID, path)
}

type tab struct {
	path string
	key  survey.Key
}

var seasonTabs = []tab{{"", "tab_overview"}, {"/survey", "tab_survey"}, {"/members", "tab_members"}, {"/groups", "tab_groups"}, {"/teams", "tab_teams"}, {"/feedback", "tab_feedback"}, {"/fit", "tab_fit"}}

// tabOf names the tab of pages whose address is not under one.
var tabOf = map[string]string{"responses": "/members", "import": "/members", "imports": "/members", "settings": "", "delete": "", "poster": "", "proposals": "/teams"}

// current reports whether the page belongs to the tab.
func (t tab) current(p Page) bool {
	rest, _, _ := strings.Cut(strings.TrimPrefix(p.Path, SeasonPath(p, "")), "?")
	first, _, _ := strings.Cut(strings.TrimPrefix(rest, "/"), "/")
	if of, ok := tabOf[first]; ok {
		return t.path == of
	}
	if t.path == "" {
		return rest == ""
	}
	return rest == t.path || strings.HasPrefix(rest, t.path+"/")
}

// mark tells screen readers which tab the page belongs to.
func (t tab) mark(p Page) templ.Attributes {
	if !t.current(p) {
		return nil
	}
	return templ.Attributes{"aria-current": "page"}
}
