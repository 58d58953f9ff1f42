package web

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"gonum.org/v1/gonum/mat"

	"dure/clustering"
	"dure/survey"
)

// Limits of the analysis on a page.
const (
	maxK      = 10
	leastRows = 3
	maxLeaves = 40
	allLeaves = 60
	pageSeed  = 1
)

// The ways of grouping, as they are named in the page's address.
const (
	byKMeans  = "kmeans"
	byTree    = "tree"
	byMedoids = "medoids"
)

// Where members are more than mostLinked, the tree is of so many micro-clusters of them, and what compares all pairs is measured on so many drawn at random.
// Tests lower it.
var mostLinked = 20000

const (
	microClusters = 2000
	sampledRows   = 5000
)

// mostMedoids is how many members k-medoids is offered for: it compares all pairs of them.
const mostMedoids = 2000

// A groupChoice is what an organizer chose on the page. Zero fields mean the defaults.
type groupChoice struct {
	k         int // 0: the elbow
	linkage   clustering.Method
	by        string // the way of grouping that is shown: one of groupings
	questions []survey.QuestionID
}

// An encoded table has a row for each member who submitted answers. Its columns and options are called by codes, so that
// nothing that a club types is taken for a number, a list or a name.
type encoded struct {
	members   []survey.Member
	called    map[survey.MemberID]string
	questions []survey.Question // asked
	features  survey.Features
	columns   []featureSource // of features.X
}

// A featureSource says which answer a column stands for.
type featureSource struct {
	question survey.Question
	column   survey.Column // of the table
	option   int           // key; 0 for none
	day      int           // of an availability grid; -1 for none
}

// chosen reports whether the feature says if an option was chosen.
func (c featureSource) chosen() bool { return c.option > 0 && c.column.Type() != survey.RankColumn }

// why is the reason for which the answers to a question are not compared, "" where they are: a key after "aside_".
func (e encoded) why(q survey.Question) string {
	if q.Sensitive {
		return "sensitive"
	}
	for _, c := range q.Blank() {
		if c.Aside != "" {
			return c.Aside
		}
		if i := slices.IndexFunc(e.features.LeftOut, func(l survey.LeftOut) bool { return l.Question == c.Name }); i >= 0 {
			return e.features.LeftOut[i].Reason
		}
	}
	return ""
}

// usable reports whether the answers to a question can be compared. Those that organizers see only in total
// are left out.
func usable(q survey.Question) bool {
	return !q.Sensitive && !slices.ContainsFunc(q.Blank(), func(c survey.Column) bool { return c.Aside != "" })
}

// encodeAnswers makes the matrix of the members' submitted answers.
func encodeAnswers(questions []survey.Question, members []survey.Member, responses map[survey.MemberID]survey.Response) (encoded, error) {
	e := encoded{questions: questions}
	for _, m := range members {
		if m.Active() && !responses[m.ID].Submitted.IsZero() {
			e.members = append(e.members, m)
		}
	}
	e.called = survey.CalledApart(e.members)
	t := survey.TableOf(survey.Survey{Questions: questions}, e.members, responses)
	var err error
	if e.features, err = (survey.Encoding{}).Encode(t); err != nil {
		return e, fmt.Errorf("encode answers: %w", err)
	}
	sources := map[string]featureSource{}
	for _, q := range questions {
		for _, c := range q.Blank() {
			sources[c.Name] = featureSource{question: q, column: c}
		}
	}
	for _, c := range e.features.Columns {
		source := sources[c.Question]
		source.day = c.Day
		source.option, _ = strconv.Atoi(strings.TrimPrefix(c.Option, "o"))
		e.columns = append(e.columns, source)
	}
	return e, nil
}

// blocks are the columns of each question.
func (e encoded) blocks() [][]int {
	var all [][]int
	for j, c := range e.columns {
		if j == 0 || c.question.ID != e.columns[j-1].question.ID {
			all = append(all, nil)
		}
		all[len(all)-1] = append(all[len(all)-1], j)
	}
	return all
}

// An analysis is all that the page says about the rows of an encoded table.
type analysis struct {
	*base
	*branches
	k          int
	labels     []int // by the method that the organizer chose
	treeLabels []int
	facts      [][]clustering.Fact
}

// A base is what does not depend on what the organizer chose but for the questions. It is not changed once made.
type base struct {
	components                      clustering.Components
	scores                          *mat.Dense // n rows by components
	parts                           []clustering.Partition
	inertia                         []float64 // [i] is for k = i+1
	silhouettes                     []float64 // likewise; NaN for k = 1
	calinskiHarabasz, daviesBouldin []float64 // likewise
	elbow                           int
	verdict                         clustering.Verdict
}

// Branches are what one linkage makes of the rows.
type branches struct {
	tree       clustering.Tree
	cophenetic float64
}

// newBase measures the rows of e, of which there are at least three, not all equal.
func newBase(ctx context.Context, e encoded) (*base, error) {
	var a base
	var err error
	x := e.features.X
	if a.components, err = (clustering.PCA{}).Fit(x); err != nil {
		return nil, fmt.Errorf("principal components: %w", err)
	}
	a.scores = a.components.Transform(x)
	parts, err := (clustering.KMeans{Quick: true, Rand: seeded()}).Sweep(ctx, x, maxK)
	if err != nil {
		return nil, fmt.Errorf("k-means: %w", err)
	}
	a.parts = distinctParts(parts)
	if err := a.curves(ctx, x); err != nil {
		return nil, fmt.Errorf("measures by the number of groups: %w", err)
	}
	if a.verdict, err = clustering.Assess(ctx, x, e.blocks(), a.parts, seeded()); err != nil {
		return nil, fmt.Errorf("verdict: %w", err)
	}
	return &a, nil
}

func newBranches(ctx context.Context, e encoded, method clustering.Method) (*branches, error) {
	linkage, x := clustering.Linkage{Method: method}, e.features.X
	if len(e.members) > mostLinked {
		linkage.Micro = microClusters
	}
	tree, err := linkage.Fit(ctx, x)
	if err != nil {
		return nil, fmt.Errorf("linkage: %w", err)
	}
	b := branches{tree: tree}
	if tree.N > mostLinked {
		tree, x = tree.Sampled(x, sampled(tree.N))
	}
	if b.cophenetic, err = tree.Cophenetic(ctx, x); err != nil {
		return nil, fmt.Errorf("cophenetic correlation: %w", err)
	}
	return &b, nil
}

// findGroups returns what the page shows of e, of which what takes long is remembered.
func findGroups(ctx context.Context, c *analyses, e encoded, choice groupChoice) (analysis, error) {
	key := analysisKey{table: sha256.Sum256(fmt.Appendf(nil, "%v %v", e.features.Columns, e.features.X.RawMatrix().Data))}
	found, err := remember(ctx, c, key, (*base).size, func(ctx context.Context) (*base, error) { return newBase(ctx, e) })
	if err != nil {
		return analysis{}, err
	}
	key.linkage = choice.linkage
	tree, err := remember(ctx, c, key, (*branches).size, func(ctx context.Context) (*branches, error) { return newBranches(ctx, e, choice.linkage) })
	if err != nil {
		return analysis{}, err
	}
	return choose(ctx, e, found, tree, choice)
}

// sampled are the rows of n on which is measured what compares all pairs.
func sampled(n int) []int { return seeded().Perm(n)[:min(n, sampledRows)] }

// size is about how much memory is kept with it, in bytes.
func (a *base) size() int {
	if a == nil {
		return 0
	}
	n, components := a.scores.Dims()
	return 8 * n * (components + len(a.parts))
}

func (b *branches) size() int {
	if b == nil {
		return 0
	}
	return 32 * len(b.tree.Merges)
}

// choose says what the page shows of a base and the branches of a linkage.
func choose(ctx context.Context, e encoded, found *base, tree *branches, choice groupChoice) (analysis, error) {
	a := analysis{base: found, branches: tree, k: choice.k}
	if a.k < 1 || a.k > len(a.parts) {
		a.k = a.elbow
	}
	a.treeLabels = a.tree.Cut(a.k)
	var err error
	switch choice.by {
	case byTree:
		a.labels = a.treeLabels
	case byMedoids:
		if a.labels, err = medoidLabels(ctx, e, a.k); err != nil {
			return a, err
		}
	default:
		a.labels = a.parts[a.k-1].Labels
	}
	if a.facts, err = clustering.Profile(e.features.X, a.labels); err != nil {
		return a, fmt.Errorf("profiles: %w", err)
	}
	return a, nil
}

// medoidLabels groups members around k of them by Gower distance.
func medoidLabels(ctx context.Context, e encoded, k int) ([]int, error) {
	var questions []clustering.Question
	for _, block := range e.blocks() {
		questions = append(questions, clustering.Question{Columns: block, Options: e.columns[block[0]].chosen()})
	}
	dist, err := clustering.Gower(ctx, e.features.Answers(), questions)
	if err != nil {
		return nil, fmt.Errorf("gower distances: %w", err)
	}
	p, err := clustering.Medoids{K: k, Rand: seeded()}.Fit(ctx, dist, len(e.members))
	if err != nil {
		return nil, fmt.Errorf("k-medoids: %w", err)
	}
	return p.Labels, nil
}

func seeded() *rand.Rand { return rand.New(rand.NewPCG(pageSeed, 0)) }

// distinctParts drops what follows when there are no more different rows to tell apart.
func distinctParts(parts []clustering.Partition) []clustering.Partition {
	for i, p := range parts {
		if p.K() < i+1 {
			return parts[:i]
		}
	}
	return parts
}

// curves fills in the figures by k and the elbow.
func (a *base) curves(ctx context.Context, x *mat.Dense) error {
	for _, p := range a.parts {
		a.inertia = append(a.inertia, p.Inertia)
	}
	a.elbow = clustering.Elbow(a.inertia)
	var err1, err2, err3 error
	a.silhouettes, err1 = silhouettes(ctx, x, a.parts)
	a.calinskiHarabasz, err2 = clustering.ByK(x, a.parts, clustering.CalinskiHarabasz)
	a.daviesBouldin, err3 = clustering.ByK(x, a.parts, clustering.DaviesBouldin)
	return errors.Join(err1, err2, err3)
}

// silhouettes are by the number of groups, of a sample where rows are many.
func silhouettes(ctx context.Context, x *mat.Dense, parts []clustering.Partition) ([]float64, error) {
	n, d := x.Dims()
	if n <= mostLinked {
		return clustering.MeanSilhouettes(ctx, x, parts)
	}
	rows := sampled(n)
	some, of := mat.NewDense(len(rows), d, nil), make([]clustering.Partition, len(parts))
	for i, r := range rows {
		some.SetRow(i, x.RawRowView(r))
	}
	for k, p := range parts {
		of[k] = clustering.Partition{Sizes: p.Sizes, Labels: make([]int, len(rows))}
		for i, r := range rows {
			of[k].Labels[i] = p.Labels[r]
		}
	}
	return clustering.MeanSilhouettes(ctx, some, of)
}

// best is the k with the largest silhouette, 0 if there is none.
func (a *base) best() int {
	at := 0
	for i, s := range a.silhouettes {
		if !math.IsNaN(s) && (at == 0 || s > a.silhouettes[at-1]) {
			at = i + 1
		}
	}
	return at
}

// chosen are the usable questions that take part: those of the choice, or all.
func (c groupChoice) chosen(s survey.Survey) (all, taking []survey.Question) {
	for _, q := range s.Questions {
		if !usable(q) {
			continue
		}
		all = append(all, q)
		if len(c.questions) == 0 || slices.Contains(c.questions, q.ID) {
			taking = append(taking, q)
		}
	}
	return all, taking
}
