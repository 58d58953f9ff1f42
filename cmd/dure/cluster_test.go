package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// quiet runs the command with standard output thrown away.
func quiet(t *testing.T, args ...string) error {
	t.Helper()
	old := os.Stdout
	null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	os.Stdout = null
	defer func() { os.Stdout = old; null.Close() }()
	return run(args)
}

func file(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func readReport(t *testing.T, path string) (r struct {
	Rows, Dropped int
	Kept          []int
	Columns       []string
	LeftOut       []string `json:"left_out"`
	PCA           struct {
		Ratio    []float64 `json:"explained_variance_ratio"`
		Loadings [][]float64
	}
	KMeans struct {
		Inertia    []float64
		ElbowK     int `json:"elbow_k"`
		Silhouette []*float64
		K          int
		Labels     []int
		Centers    [][]float64
	}
	Linkage *struct {
		Method     string
		Merges     [][4]float64
		Cophenetic float64
		Labels     []int
	}
	KMedoids *struct {
		K               int
		Labels, Medoids []int
		Silhouette      []*float64
	}
	Verdict   string
	Stability *float64
	Measures  struct {
		Gap              []*float64
		CalinskiHarabasz []*float64 `json:"calinski_harabasz"`
		DaviesBouldin    []*float64 `json:"davies_bouldin"`
	}
	Seconds   map[string]float64
	PeakBytes int64 `json:"peak_bytes"`
}) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &r); err != nil {
		t.Fatal(err)
	}
	return r
}

// Whoever stops it waits for no clustering, and is left with no half of a file.
func TestClusterStops(t *testing.T) {
	for _, method := range []string{"kmeans", "kmedoids"} {
		out := filepath.Join(t.TempDir(), "out.csv")
		c := clusterCmd{Data: "../../clustering/testdata/iris.csv", MaxK: 10, K: "auto", Restarts: 10, Seed: 1, Method: method, Linkage: "ward", Silhouette: true, Out: out, Report: out + ".json"}
		ctx, stop := context.WithCancel(t.Context())
		stop()
		if err := c.run(ctx); !errors.Is(err, context.Canceled) {
			t.Errorf("%s that is stopped ends with %v", method, err)
		}
		if files, err := os.ReadDir(filepath.Dir(out)); err != nil || len(files) > 0 {
			t.Errorf("%s that is stopped leaves %d files, %v", method, len(files), err)
		}
	}
}

func TestClusterIris(t *testing.T) {
	out := filepath.Join(t.TempDir(), "report.json")
	err := quiet(t, "cluster", "../../clustering/testdata/iris.csv", "--columns", "-target", "--report", out)
	if err != nil {
		t.Fatal(err)
	}
	r := readReport(t, out)
	if r.Rows != 150 || r.Dropped != 0 || len(r.Columns) != 4 || fmt.Sprint(r.LeftOut) != "[target_name]" {
		t.Errorf("rows %d, dropped %d, columns %v, left out %v", r.Rows, r.Dropped, r.Columns, r.LeftOut)
	}
	// scikit-learn 1.2.1 and SciPy 1.10.1 on the standardised columns.
	for what, v := range map[string][2]float64{
		"first ratio":   {r.PCA.Ratio[0], 0.7296244541329986},
		"inertia at 3":  {r.KMeans.Inertia[2], 139.820496},
		"silhouette 2":  {*r.KMeans.Silhouette[1], 0.5817500491982808},
		"merges":        {float64(len(r.Linkage.Merges)), 149},
		"elbow":         {float64(r.KMeans.ElbowK), 3},
		"linkage sizes": {r.Linkage.Merges[148][3], 150},
	} {
		if math.Abs(v[0]-v[1]) > 1e-6*v[1] {
			t.Errorf("%s is %v, want %v", what, v[0], v[1])
		}
	}
	if r.KMeans.Silhouette[0] != nil {
		t.Errorf("one cluster has silhouette %v, want null", *r.KMeans.Silhouette[0])
	}
	if len(r.KMeans.Labels) != 150 || len(r.Linkage.Labels) != 150 || len(r.KMeans.Centers) != 3 {
		t.Errorf("%d and %d labels, %d centers", len(r.KMeans.Labels), len(r.Linkage.Labels), len(r.KMeans.Centers))
	}
}

func TestClusterSaysWhetherThereAreClusters(t *testing.T) {
	report := t.TempDir() + "/r.json"
	if err := quiet(t, "cluster", "../../clustering/testdata/iris.csv", "--columns=-target,-target_name", "--max-k", "6", "--linkage", "none", "--report", report); err != nil {
		t.Fatal(err)
	}
	r := readReport(t, report)
	if !strings.HasPrefix(r.Verdict, "There are about 3 groups with blurred edges (silhouette 0.46).") {
		t.Errorf("the verdict on iris is %q, want three groups with blurred edges", r.Verdict)
	}
	if r.Stability == nil || !(*r.Stability > 0.7 && *r.Stability <= 1) {
		t.Errorf("the stability is %v, want a number from 0.7 to 1", r.Stability)
	}
	ch, db := r.Measures.CalinskiHarabasz, r.Measures.DaviesBouldin
	if len(r.Measures.Gap) != 6 || len(ch) != 6 || ch[0] != nil || db[0] != nil {
		t.Fatalf("measures are %+v, want six of each, and none for one cluster but the gap", r.Measures)
	}
	// scikit-learn 1.2.1: calinski_harabasz_score and davies_bouldin_score of KMeans(3) on the standardised columns
	if math.Abs(*ch[2]-241.9044) > 1e-3 || math.Abs(*db[2]-0.8336) > 1e-3 {
		t.Errorf("with three clusters the measures are %v and %v, want 241.904 and 0.834", *ch[2], *db[2])
	}
}

// TestClusterOfCategoriesByMedoids has two camps in a category and a list, beside a number that tells them apart less well.
func TestClusterOfCategoriesByMedoids(t *testing.T) {
	var table strings.Builder
	table.WriteString("name,Role,Likes,Hours,Essay\n")
	for i := range 20 {
		role, likes := "Leads", "tea;go"
		if i%2 == 1 {
			role, likes = "Writes", "chess"
		}
		if i == 7 {
			likes = ""
		}
		fmt.Fprintf(&table, "m%d,%s,%s,%d,%s\n", i, role, likes, 2+3*(i%2)+i%3, strings.Repeat("x", i+1)+" and more words")
	}
	table.WriteString("m20,,,,\n")
	in, dir := file(t, "in.csv", table.String()), t.TempDir()
	if err := quiet(t, "cluster", in, "--method", "kmedoids", "--max-k", "4", "--report", dir+"/r.json", "--out", dir+"/o.csv"); err != nil {
		t.Fatal(err)
	}
	r := readReport(t, dir+"/r.json")
	m := r.KMedoids
	if m == nil || m.K != 2 || len(m.Labels) != 20 || len(m.Medoids) != 2 || len(m.Silhouette) != 4 || m.Silhouette[0] != nil {
		t.Fatalf("k-medoids gives %+v, want two clusters of 20 rows and silhouettes up to k=4", m)
	}
	for i, l := range m.Labels {
		if l != m.Labels[i%2] || l == m.Labels[1-i%2] {
			t.Errorf("row %d is in cluster %d, want the camps apart: %v", i, l, m.Labels)
			break
		}
	}
	if fmt.Sprint(r.Columns) != "[Role Likes Hours]" || r.Dropped != 1 || !strings.HasSuffix(r.Verdict, "groups by k-means, not of these.") || r.Linkage != nil || len(r.KMeans.Inertia) > 0 {
		t.Errorf("columns %v, %d dropped, verdict %q; want Role, Likes and Hours, the row without answers dropped, a verdict that says of which groups it is, and no k-means or linkage", r.Columns, r.Dropped, r.Verdict)
	}
	again, err := os.ReadFile(dir + "/o.csv")
	if err != nil || !strings.HasPrefix(string(again), fmt.Sprintf("cluster,name,Role,Likes,Hours,Essay\n%d,m0,", m.Labels[0])) {
		t.Errorf("the table begins %.60q (%v), want the clusters first", again, err)
	}
	if err := quiet(t, "cluster", in, "--method", "kmedoids", "--k", "21"); exitCode(err) != exitUsage || !strings.Contains(fmt.Sprint(err), "more than the 20 rows with an answer") {
		t.Errorf("21 clusters of 20 rows: %v", err)
	}
	if err := quiet(t, "cluster", file(t, "same.csv", "a\nx\nx\n"), "--method", "kmedoids"); exitCode(err) != exitUsage || !strings.Contains(fmt.Sprint(err), "no column is left whose answers differ") {
		t.Errorf("equal answers: %v", err)
	}
}

// Users do not pay for repeats: the seconds are those of the one run that was made.
func TestEachPartRunsOnce(t *testing.T) {
	for _, want := range []error{nil, io.EOF} {
		var s clusterSeconds
		runs := 0
		if err := s.time(&s.PCA, func() error { runs++; return want }); err != want || runs != 1 || !(s.PCA > 0) {
			t.Errorf("a part ran %d times in %v s (%v), want once, some time, and %v", runs, s.PCA, err, want)
		}
	}
}

func TestClusterDropsRowsAndKeepsTheTable(t *testing.T) {
	in := file(t, "in.csv", "id,name,cluster,a,b,flat\n1,ann,x,1.5,2,7\n2,ben,x,NA,2,7\n3,cho,y,2,-,7\n4,dan,y,9,8,7\n5,eve,y,8,8,7\n")
	dir := t.TempDir()
	err := quiet(t, "cluster", in, "--k", "2", "--linkage", "none", "--silhouette=false", "--report", dir+"/r.json", "--out", dir+"/o.csv")
	if err != nil {
		t.Fatal(err)
	}
	r := readReport(t, dir+"/r.json")
	if fmt.Sprint(r.Kept, r.Dropped) != "[0 3 4] 2" || fmt.Sprint(r.Columns) != "[a b]" {
		t.Errorf("kept %v, dropped %d, columns %v; want [0 3 4], 2, [a b]", r.Kept, r.Dropped, r.Columns)
	}
	if fmt.Sprint(r.LeftOut) != "[id name cluster flat]" {
		t.Errorf("left out %v, want [id name cluster flat]", r.LeftOut)
	}
	if r.Linkage != nil || r.KMeans.Silhouette != nil {
		t.Error("linkage and silhouette are there though they were not asked for")
	}
	b, err := os.Open(dir + "/o.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	rows, err := csv.NewReader(b).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(rows[0], ","); got != "cluster,id,name,cluster_before,a,b,flat" {
		t.Errorf("header %s", got)
	}
	if rows[1][0] != "1" || rows[2][0] != "" || rows[4][0] != "0" || rows[5][0] != "0" {
		t.Errorf("clusters %q %q %q %q %q, want 1, none, none, 0, 0", rows[1][0], rows[2][0], rows[3][0], rows[4][0], rows[5][0])
	}
}

func TestClusterRejects(t *testing.T) {
	good := "a,b\n1,2\n3,4\n5,7\n"
	for _, c := range []struct {
		name, content string
		args          []string
		want          string
	}{
		{"unknown column", good, []string{"--columns", "a,c"}, `no column "c"; the columns are a, b`},
		{"unknown column left out", good, []string{"--columns=-c"}, `no column "c"`},
		{"not a number", "a,b\n1,x\n2,3\n", []string{"--columns", "a,b"}, `row 2, column "b": "x" is not a number`},
		{"infinite", "a\n1\ninf\n", []string{"--columns", "a"}, `row 3`},
		{"nothing numeric", "a,b\nx,y\nz,w\n", nil, "“a” is free text, “b” is free text"},
		{"words", "a\nx\ny\nx\ny\nx\ny\n", nil, "“a” is words, no numbers"},
		{"nothing that tells", "id,same,left\n1,3,5\n2,3,6\n3,3,8\n", []string{"--columns=-left"}, "no numeric column is left to group by; name some with --columns. Column by column: “id” names the member, “same” is the same for all, “left” was left out."},
		{"all missing", "a,b\n1.5,\n2,NA\n,3\n,3.5\n", nil, "every row lacks a value"},
		{"constant", "a\n1\n1\n", nil, "“a” is the same for all"},
		{"k above rows", good, []string{"--columns=a,b", "--k", "4"}, "more than the 3 rows"},
		{"k is a word", good, []string{"--k", "many"}, "--k"},
		{"no k at all", good, []string{"--max-k", "0"}, "--max-k"},
		{"unknown linkage", good, []string{"--linkage", "wards"}, "linkage"},
		{"picture", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", nil, "picture"},
		{"empty", "", nil, "empty"},
	} {
		err := quiet(t, append([]string{"cluster", file(t, "in.csv", c.content)}, c.args...)...)
		if exitCode(err) != exitUsage || !strings.Contains(fmt.Sprint(err), c.want) {
			t.Errorf("%s: exit %d, %v; want exit 2 and %q", c.name, exitCode(err), err, c.want)
		}
	}
	if err := quiet(t, "cluster", "no-such-file.csv"); exitCode(err) != exitUsage {
		t.Errorf("a file that is not there: exit %d, want 2", exitCode(err))
	}
}

func TestClusterOddTables(t *testing.T) {
	for name, content := range map[string]string{
		"one row":    "a,b\n1.5,2.5\n",
		"equal rows": "a,b\n1,2\n1,2\n2,2\n2,2\n",
		"decimals":   "a;b\n1,5;2\n2,5;3\n0,5;1\n",
	} {
		args := []string{"cluster", file(t, "in.csv", content), "--columns", "a,b", "--raw"}
		if err := quiet(t, args...); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSplitColumns(t *testing.T) {
	header := []string{"a", "b, c", "-d", "e"}
	in, out, err := splitColumns("b, c,-d,-e,-a", header)
	if err != nil || strings.Join(in, "|") != "b, c|-d" || strings.Join(out, "|") != "e|a" {
		t.Errorf("in %q, out %q, %v", in, out, err)
	}
}

func TestWriteFileLeavesNothingHalf(t *testing.T) {
	path := filepath.Join(t.TempDir(), "out")
	err := writeFile(path, func(w io.Writer) error {
		fmt.Fprint(w, "half")
		return io.ErrUnexpectedEOF
	})
	if left, _ := filepath.Glob(filepath.Dir(path) + "/*"); err == nil || len(left) > 0 {
		t.Errorf("after an error (%v) there is %v", err, left)
	}
}
