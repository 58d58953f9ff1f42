//go:build load && linux

package main

import (
	"cmp"
	"flag"
	"fmt"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"text/tabwriter"
	"time"
)

// The load tool: it prints what the program takes and does, each figure beside its yardstick, which is measured in the same run on the same machine. The built
// program serves seasons of several sizes, which are imported, formed and published by its own jobs; CPU and memory are those of its process, as Linux counts
// them. load_site_test.go has the sites, load_pages_test.go what each page costs, load_traffic_test.go submits, pages and streams from many connections.
//
//	go test -tags load -timeout 3h -run Load ./cmd/dure -v                                        # the whole table: an hour on two cores
//	go test -tags load -run Load ./cmd/dure -v -load.sizes 100,300,1000 -load.streams 50 -load.lasts 1s     # a small one, in a minute or two
//
// It fails on nothing that it measures: a machine that does other things is slower. What misses its yardstick is marked.

var (
	loadSizes   = flag.String("load.sizes", "100,300,20000,100000", "how many members the seasons have: the smallest is what own team pages are compared with, from the second to the last slopes are taken")
	loadConns   = flag.String("load.conns", "10,100,1000", "from how many connections answers are sent")
	loadStreams = flag.Int("load.streams", 5000, "how many event streams are opened")
	loadLasts   = flag.Duration("load.lasts", 10*time.Second, "how long each figure of traffic is measured")
	loadBudget  = flag.Duration("load.budget", 10*time.Second, "how long teams are searched for")
	loadMemory  = flag.String("load.memory", "", "what the program is given as --memory; by default nothing")
)

// A table is what the tool prints.
type loadTable struct{ rows [][]string }

// add adds a figure, what it is to be, and whether it is.
func (l *loadTable) add(what, is, wanted string, holds bool) {
	mark := ""
	if !holds {
		mark = "missed"
	}
	l.rows = append(l.rows, []string{what, is, wanted, mark})
	fmt.Fprintf(os.Stderr, "%s: %s (%s) %s\n", what, is, wanted, mark) // as it goes: the whole takes long
}

func (l *loadTable) print() {
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	for _, row := range append([][]string{{"figure", "is", "wanted", ""}}, l.rows...) {
		fmt.Fprintln(w, strings.Join(row, "\t"))
	}
	w.Flush()
}

func numbers(t *testing.T, list string) (all []int) {
	for word := range strings.SplitSeq(list, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(word))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, n)
	}
	slices.Sort(all)
	return all
}

// givenMemory is how many megabytes the program is to keep to.
func givenMemory(t *testing.T) int {
	m := max(leastMemory, machineMemory(os.ReadFile)/2)
	if *loadMemory != "" {
		if err := m.UnmarshalText([]byte(*loadMemory)); err != nil {
			t.Fatal(err)
		}
	}
	return int(m >> 20)
}

func TestLoad(t *testing.T) {
	var table loadTable
	defer table.print()
	sizes, bin := numbers(t, *loadSizes), builtToLoad(t)
	costs := map[int]map[string]pageCost{}
	own := map[int]ownPace{}
	for _, n := range sizes {
		s := newLoadSite(t, bin, n, &table)
		costs[n] = s.pages()
		own[n] = s.ownTeam()
		if n >= 20_000 || n == sizes[len(sizes)-1] {
			tellPages(&table, n, costs[n])
		}
		if n == sizes[0] {
			s.submits(&table, numbers(t, *loadConns))
			s.streams(&table, *loadStreams)
		}
		most, limit := max(s.most, s.memory()), givenMemory(t)
		table.add(fmt.Sprintf("most memory in all of this at %d members", n), fmt.Sprintf("%d MB", most), fmt.Sprintf("≤ %d MB, its --memory", limit), most <= limit)
		s.end()
	}
	small, large := sizes[0], sizes[len(sizes)-1]
	for _, n := range []int{small, large} {
		table.add(fmt.Sprintf("own team page at %d members, pages a second", n), fmt.Sprintf("%.0f", own[n].pages), "", true)
	}
	across := own[large].pages / own[small].pages
	table.add(fmt.Sprintf("own team page at %d members ÷ at %d", large, small), fmt.Sprintf("%.2f", across), "≥ 0.9", across >= 0.9)
	static := own[large].pages / own[large].static
	table.add(fmt.Sprintf("own team page at %d members ÷ a static page of its %d KB", large, own[large].bytes>>10), fmt.Sprintf("%.2f", static), "≥ 0.25", static >= 0.25)
	tellSlopes(&table, costs, sizes[min(1, len(sizes)-1)], large)
}

// tellPages adds the pages of a season, those that cost most first: all that cost more than they may, and the next few.
func tellPages(table *loadTable, n int, costs map[string]pageCost) {
	const mostBytes, mostCPU, shown = 300 << 10, 150 * time.Millisecond, 10
	over := 0
	for i, path := range dearest(costs) {
		c := costs[path]
		holds := n > 20_000 || c.file || strings.HasSuffix(path, "/groups") || c.bytes <= mostBytes && c.cpu <= mostCPU
		if !holds {
			over++
		}
		if !holds || i < shown {
			table.add(fmt.Sprintf("%s at %d", path, n), fmt.Sprintf("%d KB, %d ms of CPU; the first view %d ms", c.bytes>>10, c.cpu.Milliseconds(), c.first.Milliseconds()), c.wanted(n), holds)
		}
	}
	if n <= 20_000 {
		table.add(fmt.Sprintf("pages at %d over their limits", n), fmt.Sprintf("%d of %d", over, len(costs)), "0", over == 0)
	}
}

func dearest(costs map[string]pageCost) (paths []string) {
	for path := range costs {
		paths = append(paths, path)
	}
	slices.SortFunc(paths, func(a, b string) int {
		return cmp.Or(cmp.Compare(costs[b].cpu+costs[b].first, costs[a].cpu+costs[a].first), strings.Compare(a, b))
	})
	return paths
}

// tellSlopes adds how fast what pages cost grows with the season: the exponent of members that CPU grows by. A page that shows a part of a season is to take the
// same whatever the season is; one that is a whole season's takes it once for each member. Below a few milliseconds nothing is told.
func tellSlopes(table *loadTable, costs map[int]map[string]pageCost, from, to int) {
	if from == to {
		return
	}
	const least = 5 * time.Millisecond
	for _, path := range dearest(costs[to]) {
		a, b := costs[from][path], costs[to][path]
		grows := func(a, b time.Duration) float64 {
			return math.Log(float64(max(b, least))/float64(max(a, least))) / math.Log(float64(to)/float64(from))
		}
		if again, first := grows(a.cpu, b.cpu), grows(a.first, b.first); a.bytes > 0 && (again > 0.2 || first > 0.2) {
			table.add(fmt.Sprintf("%s from %d to %d", path, from, to), fmt.Sprintf("CPU grows by members^%.2f, of the first view by ^%.2f, bytes ×%.1f", again, first, float64(b.bytes)/float64(a.bytes)),
				"≤ 1.1", again <= 1.1 && first <= 1.1)
		}
	}
}
