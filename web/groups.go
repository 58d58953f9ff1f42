package web

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"runtime"
	"strconv"
	"sync"

	"github.com/labstack/echo/v4"
	"golang.org/x/sync/singleflight"

	"dure/clustering"
	"dure/survey"
	"dure/web/view"
)

// groups shows how a season's members group by their answers.
func (s *server) groups(c echo.Context) error {
	season := scopeOf(c).Season.ID
	asked, err := s.Store.Survey(ctx(c), season)
	if err != nil {
		return err
	}
	members, err := s.Store.Members(ctx(c), season)
	if err != nil {
		return err
	}
	responses, err := s.Store.Responses(ctx(c), season)
	if err == nil {
		responses, err = asked.CarryAll(responses, func() ([]survey.Question, error) { return s.Store.QuestionVersions(ctx(c), season) })
	}
	if err != nil {
		return err
	}
	choice := readGroupChoice(c.QueryParams())
	all, taking := choice.chosen(asked)
	e, err := encodeAnswers(taking, members, responses)
	if err != nil {
		return err
	}
	if choice.by == byMedoids && len(e.members) > mostMedoids {
		choice.by = byKMeans
	}
	p := s.page(c, "groups_title")
	g := view.Groups{Form: groupsForm(p, choice, all, taking), Nothing: nothingToGroup(p, e, len(all))}
	if e.features.X == nil && (len(all) == 0 || len(e.members) >= leastRows) {
		g.Why = whyNot(p, e, asked.Questions)
	}
	if g.Nothing == "" {
		a, err := s.analyses.of(ctx(c), e, choice)
		if err != nil {
			return err
		}
		wordGroups(p, &g, e, a, choice, len(members))
	}
	return render(c, http.StatusOK, view.GroupsPage(p, g))
}

// readGroupChoice takes what it can use of the address; the rest is as if it were not there.
func readGroupChoice(q url.Values) groupChoice {
	choice := groupChoice{linkage: clustering.Methods()[0], by: byKMeans}
	if by := q.Get("by"); by == byTree || by == byMedoids {
		choice.by = by
	}
	if k, err := strconv.Atoi(q.Get("k")); err == nil && k >= 1 && k <= maxK {
		choice.k = k
	}
	for _, m := range clustering.Methods() {
		if q.Get("linkage") == string(m) {
			choice.linkage = m
		}
	}
	for _, v := range q["q"] {
		if id, err := strconv.ParseInt(v, 10, 64); err == nil {
			choice.questions = append(choice.questions, survey.QuestionID(id))
		}
	}
	return choice
}

func groupsForm(p view.Page, choice groupChoice, all, taking []survey.Question) view.GroupsForm {
	f := view.GroupsForm{K: choice.k, MaxK: maxK, Linkage: string(choice.linkage), By: choice.by}
	for _, m := range clustering.Methods() {
		f.Linkages = append(f.Linkages, string(m))
	}
	on := map[survey.QuestionID]bool{}
	for _, q := range taking {
		on[q.ID] = true
	}
	for _, q := range all {
		f.Questions = append(f.Questions, view.GroupsQuestion{ID: int64(q.ID), Title: p.In(q.Title), On: on[q.ID]})
	}
	return f
}

// nothingToGroup says why there are no groups to look for, or "".
func nothingToGroup(p view.Page, e encoded, questions int) string {
	switch {
	case questions == 0:
		return p.T("groups_no_questions")
	case len(e.members) == 0:
		return p.T("groups_no_answers")
	case len(e.members) < leastRows:
		return p.T("groups_few_answers", "Count", len(e.members), "Least", leastRows)
	case e.features.X == nil && len(e.questions) == 0:
		return p.T("groups_no_questions")
	case e.features.X == nil:
		return p.T("groups_all_equal", "Count", len(e.members))
	}
	return ""
}

// whyNot says of each question why its answers are not compared.
func whyNot(p view.Page, e encoded, questions []survey.Question) (all []string) {
	for _, q := range questions {
		if why := e.why(q); why != "" {
			all = append(all, p.T("aside_column", "Column", p.In(q.Title), "Reason", why))
		}
	}
	return all
}

// analyses remembers what took long to find. It is found under the answers themselves, so it is never out of date. Who asks while it is being found waits
// for the same; of what is to be found as many are at work as there are processors, and who goes away while theirs waits for its turn ends that.
type analyses struct {
	mu    sync.Mutex
	kept  map[analysisKey]any
	order []analysisKey // the oldest first
	most  int           // that are kept
	doing singleflight.Group
	turns gate
}

func newAnalyses(most int) *analyses {
	cpus := runtime.GOMAXPROCS(0)
	return &analyses{most: most, turns: newGate(cpus, 16*cpus)}
}

// An analysisKey tells tables apart, and the linkages of one; the base of a table has no linkage.
type analysisKey struct {
	table   [sha256.Size]byte
	linkage clustering.Method
}

const keptAnalyses = 32

// of ends with ctx at the latest. What was begun goes on, and is there for who asks again.
func (c *analyses) of(ctx context.Context, e encoded, choice groupChoice) (analysis, error) {
	type outcome struct {
		analysis
		err error
	}
	found := make(chan outcome, 1)
	find := func() (f outcome) {
		defer catch(&f.err) // else a fault here would end the program
		f.analysis, f.err = c.find(ctx, e, choice)
		return f
	}
	go func() { found <- find() }()
	select {
	case f := <-found:
		return f.analysis, f.err
	case <-ctx.Done():
		return analysis{}, ctx.Err()
	}
}

func (c *analyses) find(ctx context.Context, e encoded, choice groupChoice) (analysis, error) {
	key := analysisKey{table: sha256.Sum256(fmt.Appendf(nil, "%v %v", e.features.Columns, e.features.X.RawMatrix().Data))}
	found, err := remember(ctx, c, key, func() (*base, error) { return newBase(e) })
	if err != nil {
		return analysis{}, err
	}
	key.linkage = choice.linkage
	tree, err := remember(ctx, c, key, func() (*branches, error) { return newBranches(e, choice.linkage) })
	if err != nil {
		return analysis{}, err
	}
	return choose(e, found, tree, choice)
}

// remember returns what is kept under the key, or else makes and keeps it, once for all who ask meanwhile.
func remember[T any](ctx context.Context, c *analyses, key analysisKey, do func() (T, error)) (T, error) {
	for {
		made, err, _ := c.doing.Do(fmt.Sprintf("%x %s", key.table, key.linkage), func() (made any, err error) {
			defer catch(&err)
			c.mu.Lock()
			old, ok := c.kept[key]
			c.mu.Unlock()
			if ok {
				return old, nil
			}
			leave, err := c.turns.enter(ctx)
			if err != nil {
				return nil, err
			}
			defer leave()
			if made, err = do(); err == nil {
				c.keep(key, made)
			}
			return made, err
		})
		if ctx.Err() == nil && (errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)) {
			continue // who asked first went away, and others still wait
		}
		out, _ := made.(T)
		return out, err
	}
}

// keep keeps what was made, in place of the oldest.
func (c *analyses) keep(key analysisKey, made any) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.kept == nil {
		c.kept = map[analysisKey]any{}
	}
	c.kept[key] = made
	if c.order = append(c.order, key); len(c.order) > c.most {
		delete(c.kept, c.order[0])
		c.order = c.order[1:]
	}
}

// cutHeight is between the merges that k groups keep and those that they undo; 0 where none is, since heights of some linkages fall.
func cutHeight(t clustering.Tree, k int) float64 {
	undone := t.N - k
	if k <= 1 || undone < 0 || undone >= len(t.Merges) {
		return 0
	}
	low, high := 0.0, math.Inf(1)
	for _, m := range t.Merges[:undone] {
		low = max(low, m.Height)
	}
	for _, m := range t.Merges[undone:] {
		high = min(high, m.Height)
	}
	if low > high {
		return 0
	}
	return (low + high) / 2
}
