package fit

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"dure/clustering/team"
	"dure/ml/fit/testdata/club"
)

// cachedRidge is a ridge of a made-up club, trained once for all tests.
func cachedRidge(t testing.TB, teams int) (*club.Club, History, *Result) {
	t.Helper()
	c := club.New(club.Club{R2: 0.2, Seed: 5})
	h, _ := pastOf(c, teams, 1)
	cache.Lock()
	defer cache.Unlock()
	r, ok := cache.trained[teams]
	if !ok {
		var err error
		if r, err = Train(t.Context(), h, Options{Repeats: 1, Plain: true, Kinds: []string{RidgeName}}, nil); err != nil {
			t.Fatal(err)
		}
		cache.trained[teams] = r
	}
	model := *r.Model
	return c, h, &Result{r.Report, &model}
}

var cache = struct {
	sync.Mutex
	trained map[int]*Result
}{trained: map[int]*Result{}}

func TestScorerAgreesWithPredict(t *testing.T) {
	for _, teams := range []int{100, 420} {
		c, _, r := cachedRidge(t, teams)
		now, _ := pastOf(c, 20, 2)
		s, err := r.Model.Scorer(now.Table)
		if err != nil {
			t.Fatal(err)
		}
		p, err := r.Model.Predict(now.Table, now.Team)
		if err != nil {
			t.Fatal(err)
		}
		rate := s.Rows()
		for g := range 20 {
			var members []int32
			var rows []int
			mean := 0.0
			for a := range 5 {
				members, rows = append(members, int32(5*g+a)), append(rows, 5*g+a)
				mean += p[5*g+a].Value / 5
			}
			value, sd := s.worker().rate(members)
			if math.Abs(value-mean) > 1e-6 { // distances are kept in single precision
				t.Errorf("%d teams: team %d is rated %v, its members %v at the mean", teams, g, value, mean)
			}
			x := s.worker()
			x.features(members)
			if want := r.Model.Estimator.standardError(x.x, make([]float64, r.Model.Estimator.scratchLen())); math.Abs(sd-want) > 1e-9 {
				t.Errorf("team %d has a standard error of %v, want %v", g, sd, want)
			}
			if !(sd > 0) {
				t.Errorf("team %d has a standard error of %v", g, sd)
			}
			a := rate(members)
			slices.Reverse(members)
			if b := rate(members); math.Abs(a-b) > 1e-9 || a != s.Score(team.Team{Members: rows}) {
				t.Errorf("team %d: %v, in another order %v, by Score %v", g, a, b, s.Score(team.Team{Members: rows}))
			}
			if a < 0 || a > 1 {
				t.Errorf("score %v is not in 0..1", a)
			}
		}
	}
}

// forceModel puts a model of the given kind in place of the chosen one.
func forceModel(t testing.TB, h History, r *Result, kind string) {
	t.Helper()
	tr := &trainer{ctx: t.Context(), h: h, opt: Options{Trials: 2}, schema: schemaOf(h), report: func(Progress) {}, foldModels: map[string][]predictor{}}
	var err error
	if tr.d, err = newDesign(h, tr.schema); err != nil {
		t.Fatal(err)
	}
	tr.splits = tr.d.outerSplits(1, 0)
	tr.crossValidateMean()
	if err := tr.crossValidateRidge(); err != nil {
		t.Fatal(err)
	}
	m, err := tr.fitEstimator(kind)
	if err != nil {
		t.Fatal(err)
	}
	r.Model.Estimator = *m
}

func BenchmarkScorer(b *testing.B) {
	for _, teams := range []int{150, 450, 151, 451, 152, 452} {
		kind := []string{RidgeName, TreesName, NetName}[teams%10]
		c, h, r := cachedRidge(b, teams)
		forceModel(b, h, r, kind)
		now, _ := pastOf(c, 12, 2)
		s, err := r.Model.Scorer(now.Table)
		if err != nil {
			b.Fatal(err)
		}
		rate := s.Rows()
		rng := rand.New(rand.NewPCG(1, 1))
		m := make([]int32, 5)
		b.Run(fmt.Sprint(kind, teams), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				for k := range m {
					m[k] = int32(rng.IntN(60))
				}
				rate(m)
			}
		})
	}
}
