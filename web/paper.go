package web

import (
	"context"
	"fmt"
	"io"
	"strconv"

	"gonum.org/v1/gonum/mat"

	"dure/clustering"
	"dure/clustering/team"
	"dure/ml/fit"
	"dure/survey"
	"dure/web/locale"
	"dure/web/view"
)

// A Paper is what a command found as a page in one file: with the charts of the pages, and neither network nor scripts.
type Paper struct {
	Of   string      // the file that it is of
	Lang survey.Lang // one of the languages of [locale.Files]
}

// page is what stands around.
func (o Paper) page(title survey.Key, args ...any) (view.Page, error) {
	words, err := locale.Load(locale.Files)
	if err != nil {
		return view.Page{}, err
	}
	t := translators(words)[o.Lang]
	return view.Page{T: t, Lang: o.Lang, Title: t(title, args...)}, nil
}

// Groups are the rows of a table as they group.
type Groups struct {
	Columns []survey.Feature // of X, by the names in the file
	Called  []string         // the rows
	X       *mat.Dense
	Parts   []clustering.Partition // by k-means, for k = 1 and on
	K       int
	Labels  []int
	Medoids bool              // the labels are of k-medoids
	Linkage clustering.Method // "none" for no tree
	Verdict clustering.Verdict
	Imputed []survey.Imputed
	Rows    int // of the file
}

// Groups writes how rows group, as the page of a club's groups does.
func (o Paper) Groups(ctx context.Context, w io.Writer, found Groups) error {
	p, err := o.page("groups_title")
	if err != nil {
		return err
	}
	e := encoded{called: map[survey.MemberID]string{}, features: survey.Features{X: found.X, Imputed: found.Imputed}}
	for i, name := range found.Called {
		m := survey.Member{ID: survey.MemberID(i + 1), Name: name}
		e.members, e.called[m.ID] = append(e.members, m), name
	}
	for j, c := range found.Columns {
		title := c.Question
		if c.Option != "" {
			title += " = " + c.Option
		}
		q := survey.AsksNumber(survey.QuestionID(j+1), survey.Text{o.Lang: title})
		c.Question, c.Option, c.Day = q.Column(), "", -1
		e.questions, e.features.Columns = append(e.questions, q), append(e.features.Columns, c)
		e.columns = append(e.columns, featureSource{question: q, column: q.Blank()[0], day: -1})
	}
	base := base{parts: found.Parts, verdict: found.Verdict}
	if base.components, err = (clustering.PCA{}).Fit(found.X); err != nil {
		return err
	}
	base.scores = base.components.Transform(found.X)
	if err := base.curves(ctx, found.X); err != nil {
		return err
	}
	choice, tree := groupChoice{k: found.K, linkage: found.Linkage, by: byKMeans}, &branches{}
	if found.Medoids {
		choice.by = byMedoids
	}
	if found.Linkage != "none" {
		if tree, err = newBranches(ctx, e, found.Linkage); err != nil {
			return err
		}
	}
	a := analysis{base: &base, branches: tree, k: found.K, labels: found.Labels}
	if tree.tree.N > 0 {
		a.treeLabels = tree.tree.Cut(found.K)
	}
	if a.facts, err = clustering.Profile(found.X, found.Labels); err != nil {
		return err
	}
	var g view.Groups
	wordGroups(p, &g, e, a, choice, found.Rows)
	return view.GroupsOnPaper(p, o.Of, g).Render(ctx, w)
}

// say words messages.
func say(p view.Page, said []survey.Message) (lines []string) {
	for _, m := range said {
		lines = append(lines, p.T.Say(m))
	}
	return lines
}

// Teams writes teams that were formed: how they do by each rule, beside chance and the best there can be, and who is in each.
func (o Paper) Teams(w io.Writer, found team.Proposal, facts *team.Draft, called []string, names team.Names) error {
	p, err := o.page("paper_teams")
	if err != nil {
		return err
	}
	d := view.Paper{Of: o.Of, Table: &view.PaperTable{Title: p.T("paper_rules"), Head: []string{p.T("paper_rule"), p.T("paper_kept"), p.T("paper_score")}}}
	if len(found.Unmet) > 0 {
		d.Says = append(d.Says, p.T("paper_unmet", "Count", len(found.Unmet)))
	}
	chance := view.NewChance(p, found)
	if chance != nil {
		d.Says = append(d.Says, chance.Sentence)
		d.Plots = append(d.Plots, chance.Plot)
	}
	said := facts.ExplainRules()
	for i, r := range found.Rules {
		row := []string{p.T.Say(r.Rule.Sentence(names)), "–", "–"}
		if !team.Moot(said[i]) {
			row[2] = share(r.Score)
		}
		if kept, of := found.Known(i); kept != nil {
			row[1] = fmt.Sprintf("%d / %d", *kept, of)
		}
		d.Table.Rows = append(d.Table.Rows, row)
	}
	ofTeams := facts.ExplainTeams()
	for n, t := range found.Teams {
		row := view.PaperTeam{Name: t.Name}
		for _, i := range t.Members {
			row.Members = append(row.Members, called[i])
		}
		for _, f := range ofTeams[n] {
			row.Says = append(row.Says, p.T.Say(f.Message))
		}
		d.Teams = append(d.Teams, row)
	}
	return view.OnPaper(p, d).Render(context.Background(), w)
}

// Fit writes what was learned of past teams.
func (o Paper) Fit(w io.Writer, r fit.Report) error {
	p, err := o.page("paper_fit")
	if err != nil {
		return err
	}
	out := reported(p, nil, r)
	out.Trials = 0 // which nothing leads to
	if why, refused := r.Refusal(); refused {
		out.Use = p.T("model_refused", "Why", p.T.Say(why))
	} else {
		out.Use = p.T("model_usable")
	}
	return view.FitOnPaper(p, o.Of, out).Render(context.Background(), w)
}

// Study writes a tuning, and how the net that came of it learned.
func (o Paper) Study(w io.Writer, made survey.Message, t fit.Tuned) error {
	p, err := o.page("paper_study")
	if err != nil {
		return err
	}
	return view.StudyOnPaper(p, o.Of, scored(p, made, t.TrainedNet), studyPage(p, t.Trials, &t.Best), curvePlots(p, t.Curve)).Render(context.Background(), w)
}

// scored says how a net is made and how well it does.
func scored(p view.Page, made survey.Message, t fit.TrainedNet) []string {
	return append([]string{p.T.Say(made), p.T("paper_"+survey.Key(t.Measure), "Score", brief(t.Score), "Mean", brief(t.Mean))}, say(p, t.Verdict())...)
}

// Net writes how a net learned. Its inputs are called by names.
func (o Paper) Net(w io.Writer, made survey.Message, t fit.TrainedNet, importance []fit.Importance) error {
	p, err := o.page("paper_net")
	if err != nil {
		return err
	}
	d := view.Paper{Of: o.Of, Says: scored(p, made, t),
		Lists: []view.PaperList{{Title: p.T("paper_learned"), Lines: say(p, t.Hints())}}, Plots: curvePlots(p, t.Curve)}
	if len(importance) > 0 {
		d.Bars = importancePlot(p, nil, importance)
		rows := d.Bars.Rows
		d.Bars.Frame, d.Bars.X = headed(frame(p, "importance", "paper_goes_by"), p.T("paper_column"), p.T("paper_costs"), "±"), p.T("paper_costs")
		d.Bars.Rows = rows
	}
	return view.OnPaper(p, d).Render(context.Background(), w)
}

// curvePlots draw the loss that was trained, and beside it the score on rows that the net did not learn from, which may be in other units.
func curvePlots(p view.Page, curve []fit.CurvePoint) []*view.Plot {
	loss := view.Plot{Frame: headed(frame(p, "curve", "paper_curve"), p.T("epochs_x"), p.T("epochs_y")), X: p.T("epochs_x"), Y: p.T("epochs_y")}
	score := view.Plot{Frame: headed(frame(p, "unseen", "paper_unseen"), p.T("epochs_x"), p.T("paper_score")), X: p.T("epochs_x"), Y: p.T("paper_score")}
	add := func(c *view.Plot, n int, v float64) {
		if len(c.Lines) == 0 {
			c.Lines = []view.Path{{Tone: view.ToneMain}}
		}
		c.Lines[0].Points = append(c.Lines[0].Points, view.XY{X: float64(n), Y: v})
		c.Rows = append(c.Rows, []string{strconv.Itoa(n), brief(v)})
	}
	for _, at := range curve {
		add(&loss, at.Number, at.Loss)
		if at.Unseen != nil {
			add(&score, at.Number, *at.Unseen)
		}
	}
	if len(score.Lines) == 0 {
		return []*view.Plot{&loss}
	}
	return []*view.Plot{&loss, &score}
}
