// Mutants changes the functions that decide what a person is told, one small change at a time, and tells which
// changes no test notices: a limit ten times as large, a comparison turned, a sum made a difference. It lists the
// functions itself, tries at most 500 mutants, and takes those as explained that stand in .ci/mutants/explained.
//
//	go run ./.ci/mutants [-only ml/fit]
package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/printer"
	"go/token"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// most is how many mutants are tried at most, so that a run stays within an hour.
const most = 500

// A decision is some functions and constants of a file, and the tests that have to notice a change.
type decision struct {
	file  string
	names []string
	tests string
}

var decisions = []decision{
	{"ml/fit/selection.go", []string{"maxP", "leakAUC", "oneStandardErrorRule", "beatsChance", "verdict", "smallestError"}, "Gate|Verdict|AUC|Simplest|PValueOf"},
	{"ml/fit/permutation.go", []string{"pvalue", "bySize", "scatter"}, "PValue|Exchange"},
	{"ml/fit/result.go", []string{"leaking"}, "AUC"},
	{"ml/fit/leak.go", []string{"maxTold", "leakNote", "squaredCorrelation"}, "AskedAbout|Leak|Afterwards"},
	{"ml/fit/refusal.go", []string{"Refusal", "shown"}, "Refus"},
	{"clustering/assess.go", []string{"ClearSilhouette", "StableRand", "VeryStableRand", "minClusterIndex", "strength", "hasGaps"}, "Limit"},
	{"clustering/team/measure_count.go", nil, "Count|Suite|Kinds"},
	{"clustering/team/bound_counts.go", nil, "Bound|Exact"},
	{"survey/total.go", nil, "Total|Sums|Pooled"},
	{"survey/name_find.go", nil, "Name|Slip"},
	{"survey/name_slip.go", nil, "Name|Slip"},
}

// A mutant is a file with one change.
type mutant struct {
	decision
	said string // where and what
	text []byte
}

func main() {
	only := flag.String("only", "", "begin of the files to take")
	flag.Parse()
	log.SetFlags(0)
	explained, err := os.ReadFile(".ci/mutants/explained")
	if err != nil {
		log.Fatal(err)
	}
	var all []mutant
	for _, d := range decisions {
		if _, err := os.Stat(d.file); err == nil && strings.HasPrefix(d.file, *only) {
			all = append(all, mutants(d)...)
		}
	}
	if len(all) > most {
		log.Printf("%d mutants; the first %d are tried", len(all), most)
		all = all[:most]
	}
	left := 0
	for _, m := range all {
		if !survives(m) {
			continue
		}
		if strings.Contains(string(explained), m.said+"\n") {
			fmt.Println("explained:", m.said)
			continue
		}
		left++
		fmt.Println("survives:", m.said)
	}
	fmt.Printf("%d mutants, %d survive unexplained\n", len(all), left)
	if left > 0 {
		os.Exit(1)
	}
}

// mutants lists those of a decision.
func mutants(d decision) []mutant {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, d.file, nil, parser.ParseComments)
	if err != nil {
		log.Fatal(err)
	}
	var out []mutant
	for _, decl := range f.Decls {
		for _, part := range parts(decl, d.names) {
			ast.Inspect(part.node, func(n ast.Node) bool {
				out = append(out, changes(fset, f, d, part.name, n)...)
				return true
			})
		}
	}
	return out
}

type part struct {
	name string
	node ast.Node
}

// parts are the named functions and constants of a declaration; no names mean every function.
func parts(decl ast.Decl, names []string) []part {
	switch d := decl.(type) {
	case *ast.FuncDecl:
		if d.Body != nil && (names == nil || slices.Contains(names, d.Name.Name)) {
			return []part{{d.Name.Name, d.Body}}
		}
	case *ast.GenDecl:
		var out []part
		for _, s := range d.Specs {
			if v, ok := s.(*ast.ValueSpec); ok && d.Tok == token.CONST && slices.Contains(names, v.Names[0].Name) && len(v.Values) > 0 {
				out = append(out, part{v.Names[0].Name, v})
			}
		}
		return out
	}
	return nil
}

// turned is what becomes of an operator.
var turned = map[token.Token]token.Token{token.LSS: token.LEQ, token.LEQ: token.LSS, token.GTR: token.GEQ, token.GEQ: token.GTR, token.EQL: token.NEQ,
	token.NEQ: token.EQL, token.LAND: token.LOR, token.LOR: token.LAND, token.ADD: token.SUB, token.SUB: token.ADD, token.MUL: token.QUO, token.QUO: token.MUL}

// changes are the mutants that a node gives; it is as before when they are made.
func changes(fset *token.FileSet, f *ast.File, d decision, name string, n ast.Node) []mutant {
	made := func(what string) mutant {
		var b bytes.Buffer
		if err := printer.Fprint(&b, fset, f); err != nil {
			log.Fatal(err)
		}
		return mutant{d, fmt.Sprintf("%s %s: %s", d.file, name, what), b.Bytes()}
	}
	text := func(n ast.Node) string {
		var b strings.Builder
		printer.Fprint(&b, fset, n) // a builder takes everything
		return strings.Join(strings.Fields(b.String()), " ")
	}
	switch n := n.(type) {
	case *ast.BinaryExpr:
		to, ok := turned[n.Op]
		if !ok {
			return nil
		}
		was, before := n.Op, text(n)
		n.Op = to
		defer func() { n.Op = was }()
		return []mutant{made(before + " -> " + text(n))}
	case *ast.BasicLit:
		if n.Kind != token.INT && n.Kind != token.FLOAT {
			return nil
		}
		was := n.Value
		n.Value = map[bool]string{true: "1", false: "(" + was + " * 10)"}[was == "0"]
		defer func() { n.Value = was }()
		return []mutant{made(was + " -> " + n.Value)}
	}
	return nil
}

// survives reports whether the tests pass with a mutant; one that does not compile does not, nor one that runs too long.
func survives(m mutant) bool {
	dir, err := os.MkdirTemp("", "mutant")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	path, err := filepath.Abs(m.file)
	if err != nil {
		log.Fatal(err)
	}
	changed, overlay := filepath.Join(dir, "changed.go"), filepath.Join(dir, "overlay.json")
	replaced, err := json.Marshal(map[string]any{"Replace": map[string]string{path: changed}})
	if err != nil {
		log.Fatal(err)
	}
	for name, text := range map[string][]byte{changed: m.text, overlay: replaced} {
		if err := os.WriteFile(name, text, 0o600); err != nil {
			log.Fatal(err)
		}
	}
	return exec.Command("go", "test", "-overlay", overlay, "-timeout", (2*time.Minute).String(), "-failfast", "-vet=off", "-run", m.tests, "./"+filepath.Dir(m.file)).Run() == nil
}
