package web

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"dure/survey"
	"dure/survey/sheet"
	"dure/web/job"
	"dure/web/view"
)

// sideWords name what a question has a column for beside that of its own.
var sideWords = map[sheet.Use]survey.Key{sheet.Zone: "use_zone", sheet.Wished: "use_wished", sheet.Avoided: "use_avoided"}

// teamsWords say what comes of a column that names teams.
var teamsWords = map[string]survey.Key{survey.AsideTeam: "mapping_teams_team", survey.AsidePartTeam: "mapping_teams_part_team", survey.AsidePin: "mapping_teams_pin"}

// existing lists the survey's questions as a column can answer them: what has a form field of its own, such as wished and
// avoided teammates or each language, is a line of its own.
func existing(p view.Page, asked survey.Survey) []view.Choice {
	var all []view.Choice
	for _, q := range asked.Questions {
		title, words := p.In(q.Title), view.ColumnWords(p, q)
		for i, h := range q.Headings() {
			label := survey.Shorten(title, labelLength)
			switch {
			case h.Part != "":
				label += strings.TrimPrefix(words[i], title)
			case h.Field != q.Field(): // first, since a narrow list shows no more than the beginning
				label = p.T(sideWords[sheet.Use(h.Use)]) + ": " + label
			}
			if line := (view.Choice{Value: h.Field, Label: label}); !slices.Contains(all, line) {
				all = append(all, line)
			}
		}
	}
	return all
}

// labelLength is how much of a title a list shows.
const labelLength = 60

// readPlan reads what the form says of the columns and of the rows, over what was planned before.
func (s *server) readPlan(c echo.Context, planned job.Plan) (job.Plan, error) {
	form, err := c.FormParams()
	if err != nil {
		return planned, err
	}
	plan := job.Plan{Choice: readChoice(c, planned.Choice), Options: planned.Options || form.Get(view.OptionsField) != "", Seen: form.Get("seen"), Zone: s.zone(c).String(), Beyond: job.Beyond(form.Get(view.BeyondField))}
	for j := 0; form.Has(job.UseField(j)); j++ {
		use := form.Get(job.UseField(j))
		if teams := form.Get(view.TeamsField(j)); teams != "" && teams != form.Get(view.TeamsField(j)+"was") {
			use = teams // else the list decides
		}
		plan.Uses = append(plan.Uses, use)
	}
	plan.AllSame, plan.NewestFirst = form.Get("who") == "same", form.Get("order") == "first"
	plan.Meant = map[string]string{}
	plan.Same, plan.Apart, plan.Members = map[int]int{}, map[int]bool{}, map[int]survey.MemberID{}
	for field, values := range form {
		if text, ok := view.MeantText(field); ok && strings.TrimSpace(values[0]) != "" {
			plan.Meant[text] = strings.TrimSpace(values[0])
		}
		if line, apart := strings.CutPrefix(field, view.ApartRow); apart {
			if at, err := strconv.Atoi(line); err == nil {
				plan.Apart[at] = true
			}
		}
		line, isLine := strings.CutPrefix(field, "who")
		at, err := strconv.Atoi(line)
		if !isLine || err != nil {
			continue
		}
		switch v := values[0]; {
		case v == "own":
			plan.Same[at], plan.Members[at] = at, 0
		case strings.HasPrefix(v, "row"):
			plan.Same[at], _ = strconv.Atoi(v[3:])
			plan.Members[at] = 0
		case strings.HasPrefix(v, "member"):
			id, _ := strconv.ParseInt(v[6:], 10, 64)
			plan.Same[at], plan.Members[at] = at, survey.MemberID(id)
		}
	}
	if form.Get(view.GivenField) == view.GivenFile { // what somebody sends from now on stays all the same
		plan.AsOf = s.Now()
	}
	return plan, nil
}

// readChoice reads it from the address or the form, or leaves it as it was planned.
func readChoice(c echo.Context, planned sheet.Choice) sheet.Choice {
	if turn := c.FormValue("turn"); turn != "" {
		planned.Turn = turn == "yes"
	}
	if one := c.FormValue(view.OneAnswerField); one != "" {
		planned.OneAnswer = one == "yes"
	}
	if dropped := c.FormValue("dropped"); dropped != "" {
		planned.KeepDropped = dropped == "keep"
	}
	if devices := c.FormValue("devices"); devices != "" {
		planned.KeepDevices = devices == "keep"
	}
	if list, err := strconv.Atoi(c.FormValue("list")); err == nil {
		planned.List = list
	}
	return planned
}

// mappingPage words a look at a file.
func (s *server) mappingPage(c echo.Context, p view.Page, im survey.Import, look job.Look, asked survey.Survey) view.MappingPage {
	d := view.MappingPage{
		ID: im.ID, File: im.File, Rows: look.Rows, Existing: existing(p, asked), About: sheet.Members, New: sheet.Questions,
		Choice: look.Plan.Choice, Who: look.Plan.Who, Turns: look.Turns, Tables: look.Tables, Table: look.Table, Dropped: look.Dropped, DroppedBy: look.DroppedBy, FilePreview: filePreview(p, look), Coded: look.Coded, Given: !look.Plan.AsOf.IsZero(), Chosen: string(look.Plan.Beyond),
	}
	if !look.Recalled.At.IsZero() {
		d.Recalled = p.T("mapping_recalled", "File", look.Recalled.File, "At", p.Deadline(look.Recalled.At))
	}
	for _, n := range look.Notes {
		d.Notes = append(d.Notes, p.T.Say(n))
	}
	for _, dev := range look.Devices {
		d.Devices = append(d.Devices, p.T("device_row", "Name", survey.Shorten(dev.Name, labelLength), "Row", dev.Line))
	}
	for _, a := range look.Answers {
		d.Answers, d.AskOne = append(d.Answers, p.T.Say(a.Message())), d.AskOne || a.Reason != survey.AsNewerAnswer
	}
	for _, look := range look.Columns {
		d.Columns = append(d.Columns, mappingColumn(p, look, d.Columns))
	}
	return d
}

func mappingColumn(p view.Page, look job.ColumnLook, before []view.MappingColumn) view.MappingColumn {
	col := view.MappingColumn{
		Name: look.Name, Samples: look.Samples, Values: look.Values, Empty: look.Empty, Read: look.Filled - look.Unread, Unread: look.Unread, Partly: look.Partly, Use: look.Use, Doubt: look.Doubt, Past: look.Past,
		Failed: unreadCells(p, look.Failed), Parts: unreadCells(p, look.Parts),
	}
	for _, j := range look.Joins {
		col.Joins = append(col.Joins, view.Choice{Value: job.JoinedUse(j), Label: survey.Shorten(before[j].Name, labelLength)})
	}
	for _, m := range sheet.MergedMessages(look.Merged) {
		col.Notes = append(col.Notes, p.T.Say(m))
	}
	if look.Busy {
		col.Notes = append(col.Notes, p.T("mapping_busy"))
	}
	if look.Teams != "" && look.Past == "" { // else it is asked
		col.Notes = append(col.Notes, p.T(teamsWords[look.Teams]))
	}
	return col
}

// unreadCells words cells that cannot be read.
func unreadCells(p view.Page, cells []job.UnreadCell) (all []string) {
	for _, f := range cells {
		all = append(all, p.T("unread_cell", "Row", f.Row, "Text", f.Text, "Why", p.T.Say(f.Why)))
	}
	return all
}

// filePreview words what is to be seen of a file before it is saved.
func filePreview(p view.Page, look job.Look) view.FilePreview {
	v := view.FilePreview{Mark: look.Mark(), Options: look.Plan.Options, Own: look.Own, Undated: look.Undated}
	if ch := look.Changes; ch.Same+ch.Fresh+ch.Absent+ch.Count > 0 {
		v.Changes = &view.FileChanges{New: ch.New, Same: ch.Same, Fresh: ch.Fresh, Absent: ch.Absent, Count: ch.Count}
		for _, g := range ch.Given {
			what := p.In(g.Title)
			if g.About != "" {
				what = p.T(g.About)
			}
			v.Changes.Given = append(v.Changes.Given, p.T("change_of", "Who", g.Who, "Question", what, "From", cmp.Or(g.From, p.T("no_answer")), "To", g.To))
		}
	}
	for _, d := range look.Doubts {
		v.Doubts = append(v.Doubts, doubtCard(d, look.Called))
	}
	for _, m := range look.Meant {
		v.Meant = append(v.Meant, view.MeantField{Meaning: m, Name: view.MeantName(m)})
	}
	for _, b := range look.Beyond {
		hours := view.BeyondHours{Question: b.Question, Wide: b.Wide}
		for _, r := range b.Rows {
			hours.Rows = append(hours.Rows, view.BeyondRow{Who: r.Who, Hours: r.Hours})
		}
		v.Beyond = append(v.Beyond, hours)
	}
	for _, u := range look.Unknown {
		v.Unknown = append(v.Unknown, view.UnknownOptions{Title: u.Question.Title, Options: u.Options, Cells: u.Cells, Last: u.Last()})
	}
	v.Twins, v.Older = twinsCards(p, look.Plan, look.Twins), twinsCards(p, look.Plan, look.Older)
	return v
}

// twinsCards word groups of rows.
func twinsCards(p view.Page, plan job.Plan, groups []job.Twins) (cards []view.TwinsCard) {
	for _, t := range groups {
		card := view.TwinsCard{Why: t.Why, Columns: t.Columns}
		for _, r := range t.Rows {
			card.Rows = append(card.Rows, twinRow(p, plan, r, t.Rows[0]))
		}
		cards = append(cards, card)
	}
	return cards
}

// twinRow words a row of a group, and whose else it may be.
func twinRow(p view.Page, plan job.Plan, r, first job.TwinRow) view.TwinRow {
	row := view.TwinRow{Line: r.Line, Who: p.T("who_row", "Row", r.Line), Same: r.Same, Counts: r.Counts, Own: r.Own}
	if r.Line == 0 {
		row.Who = p.T("who_there", "Name", r.Member.Name)
	}
	for j, text := range r.Cells {
		row.Cells = append(row.Cells, view.TwinCell{Text: text, Differs: text != first.Cells[j]})
	}
	for _, line := range r.Like {
		row.Choice = append(row.Choice, view.Choice{Value: "row" + strconv.Itoa(line), Label: p.T("who_same_row", "Row", line)})
	}
	for _, m := range r.Members {
		row.Choice = append(row.Choice, view.Choice{Value: "member" + m.ID.Code(), Label: p.T("who_same_member", "Name", m.Name)})
	}
	to, said := plan.Same[r.Line]
	switch id := plan.Members[r.Line]; {
	case id > 0:
		row.Chosen = "member" + id.Code()
	case said && to != r.Line:
		row.Chosen = "row" + strconv.Itoa(to)
	case said:
		row.Chosen = "own"
	case r.Same:
		row.Chosen = "row" + strconv.Itoa(r.Like[0])
	}
	return row
}
