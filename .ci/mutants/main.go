// Mutants changes the functions that decide what a person is told, one small change at a time, and tells which changes no test
// notices: a limit ten times as large, a comparison turned, a sum made a difference. All mutants of a package are compiled into one test
// binary and chosen by DURE_MUTANT ("mutant schemata"; Untch, Offutt and Harrold 1993, doi:10.1145/154183.154265). Each test is
// run once without a change, which tells which mutants it comes to; a mutant is tried by these alone, the quickest first.
// Those that stand in .ci/mutants/explained are not tried.
//
//	go run ./.ci/mutants [-only ml/fit] [-v]
package main

import (
	"cmp"
	_ "embed"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// longest is the time of a test that is left out: what decides what is told deserves a quicker one.
const longest = 20 * time.Second

// decisions are the files in which it is decided, with the functions and constants; none named are all functions.
var decisions = []struct {
	file  string
	names []string
}{
	{"ml/fit/selection.go", []string{"maxP", "leakAUC", "oneStandardErrorRule", "beatsChance", "verdict", "smallestError"}},
	{"ml/fit/permutation.go", []string{"pvalue", "shareAsGood", "bySize", "scatter"}},
	{"ml/fit/result.go", []string{"leaking"}},
	{"ml/fit/leak.go", []string{"maxTold", "leakNote", "squaredCorrelation"}},
	{"ml/fit/refusal.go", []string{"Refusal", "shown"}},
	{"clustering/assess.go", []string{"ClearSilhouette", "StableRand", "VeryStableRand", "minClusterIndex", "strength", "hasGaps"}},
	{"clustering/team/measure_count.go", nil},
	{"clustering/team/bound_counts.go", nil},
	{"survey/total.go", nil},
	{"survey/name_find.go", nil},
	{"survey/name_slip.go", nil},
}

//go:embed explained
var explained string

func main() {
	only := flag.String("only", "", "begin of the files to take")
	verbose := flag.Bool("v", false, "tell by which test each mutant dies")
	flag.Parse()
	log.SetFlags(0)
	packs := map[string]map[string][]string{} // names by file by folder
	for _, d := range decisions {
		if dir, file := filepath.Split(d.file); strings.HasPrefix(d.file, *only) {
			if packs[dir] == nil {
				packs[dir] = map[string][]string{}
			}
			packs[dir][file] = d.names
		}
	}
	tried, left := 0, 0
	for _, dir := range slices.Sorted(maps.Keys(packs)) {
		b := build(dir, packs[dir])
		tests := b.tests()
		for i, said := range b.mutants {
			if strings.Contains(explained, "\n"+said+"\n") {
				continue
			}
			switch killer := b.kill(i+1, tests); {
			case killer == "":
				left++
				fmt.Println("survives:", said)
			case *verbose:
				fmt.Printf("dies by %s: %s\n", killer, said)
			}
		}
		tried += len(b.mutants)
		os.RemoveAll(b.tmp)
	}
	fmt.Printf("%d mutants, %d survive unexplained\n", tried, left)
	if left > 0 {
		os.Exit(1)
	}
}

// A binary has the tests of a package and its mutants, which count from 1.
type binary struct {
	dir, tmp string
	mutants  []string // where and what each is
}

// A test comes to some mutants, in a time.
type test struct {
	name    string
	reaches map[string]bool
	took    time.Duration
}

// chooser is what a package with mutants has in addition. Without a mutant it writes which are come to.
const chooser = `package %s

import (
	"os"
	"sync"
)

var (
	mutantChosen = os.Getenv("DURE_MUTANT")
	mutantsSeen  sync.Map
)

func mutant(n string) bool {
	if mutantChosen == "" {
		if _, again := mutantsSeen.LoadOrStore(n, true); !again {
			os.Stderr.WriteString("mutant:" + n + "\n")
		}
	}
	return n == mutantChosen
}
`

// build compiles the tests of a package with its mutants.
func build(dir string, files map[string][]string) binary {
	tmp, err := os.MkdirTemp("", "mutants")
	check(err)
	here, err := filepath.Abs(dir)
	check(err)
	texts, pack, said := schemata(filepath.Clean(dir), files)
	texts["mutant_chosen.go"] = fmt.Sprintf(chooser, pack)
	replaced := map[string]string{}
	for file, text := range texts {
		replaced[filepath.Join(here, file)] = filepath.Join(tmp, file)
		check(os.WriteFile(filepath.Join(tmp, file), []byte(text), 0o600))
	}
	overlay, err := json.Marshal(map[string]any{"Replace": replaced})
	check(err)
	path := filepath.Join(tmp, "overlay.json")
	check(os.WriteFile(path, overlay, 0o600))
	if out, err := exec.Command("go", "test", "-c", "-vet=off", "-o", filepath.Join(tmp, "tests"), "-overlay", path, "./"+dir).CombinedOutput(); err != nil {
		log.Fatalf("%s with mutants: %s", dir, out)
	}
	return binary{dir, tmp, said}
}

// tests runs each test without a change, and sorts them, the quickest first.
func (b binary) tests() (all []test) {
	list, err := b.command("", longest, "-test.list=^(Test|Fuzz|Example)").Output()
	check(err)
	for _, name := range strings.Fields(string(list)) {
		cmd := b.command("", longest, "-test.run=^"+name+"$")
		out, err := cmd.CombinedOutput()
		if err != nil {
			log.Printf("left out, as it fails without a change or takes long: %s (%v)", name, err)
			continue
		}
		t := test{name, map[string]bool{}, cmd.ProcessState.UserTime()}
		for line := range strings.Lines(string(out)) {
			if _, n, ok := strings.Cut(strings.TrimSpace(line), "mutant:"); ok {
				t.reaches[n] = true
			}
		}
		all = append(all, t)
	}
	slices.SortFunc(all, func(a, b test) int { return cmp.Compare(a.took, b.took) })
	return all
}

// kill returns the first test that notices a mutant, by failing or by not coming to an end.
func (b binary) kill(n int, tests []test) string {
	id := fmt.Sprint(n)
	for _, t := range tests {
		if t.reaches[id] && b.command(id, 5*t.took+3*time.Second, "-test.failfast", "-test.run=^"+t.name+"$").Run() != nil {
			return t.name
		}
	}
	return ""
}

// command runs tests with a mutant, for so long at most by the processor's clock, which runs alike on a busy machine.
func (b binary) command(mutant string, most time.Duration, args ...string) *exec.Cmd {
	limited := fmt.Sprintf(`ulimit -t %d && exec "$0" "$@"`, int(most.Seconds()))
	cmd := exec.Command("sh", append([]string{"-c", limited, filepath.Join(b.tmp, "tests")}, args...)...)
	cmd.Dir, cmd.Env = b.dir, append(os.Environ(), "DURE_MUTANT="+mutant)
	return cmd
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
