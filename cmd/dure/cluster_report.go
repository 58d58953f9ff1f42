package main

import (
	"bufio"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"dure/clustering"
	"dure/survey/sheet"
	"dure/web"
)

// clusterReport is what dure cluster writes as JSON.
type clusterReport struct {
	Rows      int            `json:"rows"`
	Dropped   int            `json:"dropped"`
	Kept      []int          `json:"kept"`
	Columns   []string       `json:"columns"`
	LeftOut   []string       `json:"left_out"`
	PCA       *pcaReport     `json:"pca"` // null with --method kmedoids, as are kmeans and linkage
	KMeans    *kmeansReport  `json:"kmeans"`
	KMedoids  *medoidReport  `json:"kmedoids"`
	Linkage   *linkageReport `json:"linkage"`
	Verdict   string         `json:"verdict"`   // as the page of groups says it
	Stability *float64       `json:"stability"` // null where there are no two clusters
	Measures  measureReport  `json:"measures"`
	Seconds   clusterSeconds `json:"seconds"`
	PeakBytes int64          `json:"peak_bytes"`

	Reading sheet.Reading `json:"reading"`
}

type pcaReport struct {
	Ratio    []float64   `json:"explained_variance_ratio"`
	Loadings [][]float64 `json:"loadings"`
}

type kmeansReport struct {
	Inertia    []float64   `json:"inertia"`
	ElbowK     int         `json:"elbow_k"`
	Silhouette []*float64  `json:"silhouette"`
	K          int         `json:"k"`
	Labels     []int       `json:"labels"`
	Centers    [][]float64 `json:"centers"`
}

// A measureReport has figures by k, from 1; null where there is none.
type measureReport struct {
	Gap              []*float64 `json:"gap"`
	CalinskiHarabasz []*float64 `json:"calinski_harabasz"`
	DaviesBouldin    []*float64 `json:"davies_bouldin"`
}

// known are the values that are numbers; the others are nil.
func known(values []float64) []*float64 {
	out := make([]*float64, len(values))
	for i, v := range values {
		if !math.IsNaN(v) && !math.IsInf(v, 0) {
			out[i] = &v
		}
	}
	return out
}

type linkageReport struct {
	Method     string        `json:"method"`
	Merges     []mergeReport `json:"merges"`
	Cophenetic float64       `json:"cophenetic"`
	Labels     []int         `json:"labels"`
}

// A mergeReport is a row of SciPy's linkage matrix.
type mergeReport clustering.Merge

// MarshalJSON writes the two clusters, the height and the size as a list.
func (m mergeReport) MarshalJSON() ([]byte, error) {
	return json.Marshal([]any{m.A, m.B, m.Height, m.Size})
}

// clusterSeconds are the wall clock of each part, reading and writing files apart, as [clusterSeconds.time] takes them.
type clusterSeconds struct {
	Read       float64 `json:"read"`
	Scale      float64 `json:"scale"`
	PCA        float64 `json:"pca"`
	KMeans     float64 `json:"kmeans"`
	Silhouette float64 `json:"silhouette"`
	KMedoids   float64 `json:"kmedoids"`
	Linkage    float64 `json:"linkage"`
	Cophenetic float64 `json:"cophenetic"`
}

// time runs do and puts how long it took in one of the fields.
func (clusterSeconds) time(field *float64, do func() error) error {
	start := time.Now()
	err := do()
	*field = time.Since(start).Seconds()
	return err
}

// write makes the files that were asked for.
func (c *clusterCmd) write(ctx context.Context) error {
	c.report.PeakBytes = peakBytes()
	if c.report.LeftOut == nil {
		c.report.LeftOut = []string{}
	}
	if c.Report != "" {
		err := writeFile(c.Report, func(w io.Writer) error { return json.NewEncoder(w).Encode(c.report) })
		if err != nil {
			return err
		}
	}
	if err := c.page(c.Data, func(o web.Paper, w io.Writer) error { return c.draw(ctx, o, w) }); err != nil || c.Out == "" {
		return err
	}
	return writeFile(c.Out, c.writeTable)
}

// draw writes the page.
func (c *clusterCmd) draw(ctx context.Context, o web.Paper, w io.Writer) error {
	g := c.found
	g.X, g.Linkage, g.Rows = c.x, clustering.Method(c.Linkage), len(c.table.Rows)
	if m := c.report.KMedoids; m != nil {
		g.K, g.Labels, g.Medoids = m.K, m.Labels, true
	} else {
		g.K, g.Labels = c.report.KMeans.K, c.report.KMeans.Labels
	}
	called := c.table.Called("")
	for _, i := range c.report.Kept {
		g.Called = append(g.Called, called[i])
	}
	return o.Groups(ctx, w, g)
}

// writeTable writes the input with a first column cluster, empty for rows that were dropped. An old one
// becomes cluster_before.
func (c *clusterCmd) writeTable(w io.Writer) error {
	rows := [][]string{append([]string{"cluster"}, c.table.Before("cluster")...)}
	var labels []int
	if m := c.report.KMedoids; m != nil {
		labels = m.Labels
	} else {
		labels = c.report.KMeans.Labels
	}
	at := 0
	for i, row := range c.table.Rows {
		name := ""
		if at < len(c.report.Kept) && c.report.Kept[at] == i {
			name = strconv.Itoa(labels[at])
			at++
		}
		rows = append(rows, append([]string{name}, row...))
	}
	return csv.NewWriter(w).WriteAll(rows)
}

// print says the outcome in a few lines.
func (r clusterReport) print(w io.Writer, file string, lines []int) error {
	b := bufio.NewWriter(w)
	fmt.Fprintf(b, "%s: %s by %s", file, count(r.Rows, "row"), count(len(r.Columns), "column"))
	if r.Dropped > 0 {
		fmt.Fprintf(b, ", %s with missing values dropped", count(r.Dropped, "row"))
	}
	if len(r.LeftOut) > 0 {
		fmt.Fprintf(b, ", left out: %s", strings.Join(r.LeftOut, ", "))
	}
	fmt.Fprintln(b)
	if r.KMedoids != nil {
		fmt.Fprintln(b, r.KMedoids.line(lines, r.Kept))
	} else {
		r.printKMeans(b)
	}
	fmt.Fprintln(b, r.Verdict)
	if r.Linkage != nil {
		fmt.Fprintf(b, "%s linkage: cophenetic correlation %.3f\n", r.Linkage.Method, r.Linkage.Cophenetic)
	}
	return b.Flush()
}

// printKMeans says what components and k-means found.
func (r clusterReport) printKMeans(w io.Writer) {
	fmt.Fprintf(w, "components explain %s\n", percents(r.PCA.Ratio, 5))
	size := make([]int, len(r.KMeans.Centers))
	for _, c := range r.KMeans.Labels {
		size[c]++
	}
	fmt.Fprintf(w, "%s of %s rows (elbow at %d)\n", count(len(size), "cluster"), strings.Join(strings.Fields(strings.Trim(fmt.Sprint(size), "[]")), ", "), r.KMeans.ElbowK)
	if best, at := r.bestSilhouette(); at > 0 {
		fmt.Fprintf(w, "silhouette is best with %d clusters: %.3f\n", at, best)
	}
}

// bestSilhouette returns the largest silhouette and its k, 0 if none was measured.
func (r clusterReport) bestSilhouette() (best float64, k int) {
	for i, s := range r.KMeans.Silhouette {
		if s != nil && (k == 0 || *s > best) {
			best, k = *s, i+1
		}
	}
	return best, k
}

// percents words the first shares.
func percents(shares []float64, most int) string {
	var out []string
	for _, v := range shares[:min(most, len(shares))] {
		out = append(out, fmt.Sprintf("%.1f %%", 100*v))
	}
	if len(shares) > most {
		out = append(out, "...")
	}
	return strings.Join(out, ", ")
}

// writeFile writes a file whole or not at all. A pipe or device is written to as it is.
func writeFile(path string, content func(io.Writer) error) error {
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		f, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err != nil {
			return noPlace(path, err)
		}
		defer f.Close()
		return content(f)
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".dure-*")
	if err != nil {
		return noPlace(path, err)
	}
	defer os.Remove(f.Name())
	b := bufio.NewWriter(f)
	if err = content(b); err == nil {
		err = b.Flush()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Chmod(f.Name(), 0o644)
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	return nil
}

// noPlace says that there can be no file at path, which is the caller's to correct unless the disk is full.
func noPlace(path string, err error) error {
	if exitCode(err) == exitDiskFull {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	if cause, ok := errors.AsType[*fs.PathError](err); ok {
		err = cause.Err
	}
	return usageError("%s cannot be written: %w; name a file in a folder that there is", path, err)
}

// peakBytes is the most memory that the process held at once: as the system counts where it tells, else what Go
// took from it.
func peakBytes() int64 {
	status, err := os.ReadFile("/proc/self/status")
	if err == nil {
		lines := strings.Split(string(status), "\n")
		at := slices.IndexFunc(lines, func(l string) bool { return strings.HasPrefix(l, "VmHWM:") })
		if at >= 0 {
			kb, err := strconv.ParseInt(strings.Fields(lines[at])[1], 10, 64)
			if err == nil {
				return kb * 1024
			}
		}
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.Sys)
}
