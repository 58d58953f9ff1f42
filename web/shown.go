package web

import (
	"encoding/base64"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"dure/survey"
	"dure/web/view"
)

// Which answers stand beside the names on a board, and by which one names are coloured, is the visitor's choice for a season. It is kept by the browser: it
// is nobody else's, and changes nothing.

// shownFirst is how many questions are shown where nobody has chosen: those that rules use, whose answers are words. The first colours the names.
const shownFirst = 2

// shownCookie is where the choice for a season is kept.
func shownCookie(season survey.SeasonID) string { return fmt.Sprintf("shown-%d", season) }

// answersShown adds to the page which answers can be shown, and which are. It takes a choice from the address.
func (s *server) answersShown(c echo.Context, w *work, d *view.ProposalPage) {
	var columns []survey.Column
	for _, col := range w.season.Table.Columns {
		if col.Confidence == survey.Public && col.Aside == "" && slices.Contains([]survey.Type{survey.OptionColumn, survey.LevelColumn, survey.NumberColumn}, col.Type()) {
			columns = append(columns, col)
		}
	}
	chosen, colour := s.chosenShown(c, w, columns)
	for _, col := range columns {
		d.Shown = append(d.Shown, view.ShownColumn{Code: col.Name, Label: w.names.Column(col.Name), Shown: slices.Contains(chosen, col.Name), Colours: col.Name == colour})
	}
	w.shownColumns, w.coloured = nil, colour
	for _, col := range columns {
		if slices.Contains(chosen, col.Name) || col.Name == colour {
			w.shownColumns = append(w.shownColumns, col)
		}
	}
}

// chosenShown reads what the address asks to show, and keeps it, or what was kept; where nothing is, it is what rules use.
func (s *server) chosenShown(c echo.Context, w *work, columns []survey.Column) (chosen []string, colour string) {
	if q := c.QueryParams(); q.Has("colour") {
		chosen, colour = q["show"], q.Get("colour")
		kept := strings.Join(append([]string{colour}, chosen...), "\n")
		s.setCookie(c, shownCookie(w.saved.Season), base64.RawURLEncoding.EncodeToString([]byte(kept)), 365*24*time.Hour)
		return chosen, colour
	}
	if kept, err := base64.RawURLEncoding.DecodeString(s.readCookie(c.Request(), shownCookie(w.saved.Season))); err == nil && len(kept) > 0 {
		all := strings.Split(string(kept), "\n")
		return all[1:], all[0]
	}
	for _, r := range w.request.Rules {
		for _, name := range append(slices.Clone(r.Columns), r.Column) {
			known := slices.ContainsFunc(columns, func(col survey.Column) bool { return col.Name == name && col.Type() == survey.OptionColumn })
			if known && len(chosen) < shownFirst && !slices.Contains(chosen, name) {
				chosen = append(chosen, name)
			}
		}
	}
	return chosen, append(chosen, "")[0]
}

// answersOf are a member's answers that are shown.
func (w *work) answersOf(t view.Translator, m survey.MemberID) (all []view.ShownAnswer) {
	i, ok := w.season.Row(m)
	if !ok {
		return nil
	}
	for _, col := range w.shownColumns {
		if !col.Answered(i) {
			continue
		}
		a := view.ShownAnswer{Label: w.names.Column(col.Name), Text: w.names.Value(t, col.Name, col.Cell(i))}
		if col.Name == w.coloured {
			a.Colour = colourOf(col, i)
		}
		all = append(all, a)
	}
	return all
}

// colours is how many colours names can have, and shades how many steps from little to much.
const colours, shades = 8, 5

// colourOf is the class of the colour of an answer: one for each option, or a shade by how much it is of the most.
func colourOf(col survey.Column, i int) string {
	x, measured := col.Measured()
	if !measured {
		return view.Colour(col.Values.(survey.Options).Of[i] % colours)
	}
	low, high := math.Inf(1), math.Inf(-1)
	for _, v := range x {
		if !math.IsNaN(v) {
			low, high = min(low, v), max(high, v)
		}
	}
	if high <= low {
		return view.Shade(0)
	}
	return view.Shade(min(shades-1, int(shades*(x[i]-low)/(high-low))))
}
