// Command kinds lists in which hand-written files the name of each kind of question and of rule stands, as its constant or as
// a string, tests left out. What is particular to a kind stands in one file; with a view, words in Go and an example it is in a few
// more. It fails if any kind is in more than -limit, or in no list of kinds.
//
//	go run ./.ci/kinds -limit 5
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"go/ast"
	"go/constant"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"dure/clustering/team"
	"dure/survey"
)

func main() {
	limit := flag.Int("limit", 0, "fail if a kind is in more files; 0 for none")
	flag.Parse()
	over, err := list(os.Stdout, *limit)
	if err != nil {
		fmt.Fprintln(os.Stderr, "kinds:", err)
		os.Exit(2)
	}
	if over {
		os.Exit(1)
	}
}

// A pack is what go list says of a package.
type pack struct {
	ImportPath, Dir, Export string
	GoFiles                 []string
	Module                  *struct{ Main bool }
}

// list writes each kind with its files, and reports whether one is in too many.
func list(w io.Writer, limit int) (over bool, err error) {
	packs, err := load()
	if err != nil {
		return false, err
	}
	exports := map[string]string{}
	for _, p := range packs {
		exports[p.ImportPath] = p.Export
	}
	fset := token.NewFileSet()
	imp := importer.ForCompiler(fset, "gc", func(path string) (io.ReadCloser, error) { return os.Open(exports[path]) })
	kinds := map[string]map[string]bool{} // files by package, constant and value
	names := map[string][]string{}        // of kinds by value
	var files []read
	for _, p := range packs {
		if p.Module == nil || !p.Module.Main || strings.HasSuffix(p.ImportPath, "/query") {
			continue
		}
		all, err := check(fset, imp, p)
		if err != nil {
			return false, err
		}
		files = append(files, all...)
	}
	for _, f := range files {
		for _, o := range f.info.Defs {
			if c, ok := o.(*types.Const); ok && isKind(c) {
				if id := idOf(c); kinds[id] == nil {
					kinds[id] = map[string]bool{}
					value := constant.StringVal(c.Val())
					names[value] = append(names[value], id)
				}
			}
		}
	}
	for _, f := range files {
		ast.Inspect(f.file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.Ident:
				o := f.info.Uses[n]
				if o == nil {
					o = f.info.Defs[n]
				}
				if c, ok := o.(*types.Const); ok && isKind(c) {
					kinds[idOf(c)][f.name] = true
				}
			case *ast.BasicLit:
				if v := f.info.Types[n].Value; v != nil && v.Kind() == constant.String {
					for _, id := range names[constant.StringVal(v)] {
						kinds[id][f.name] = true
					}
				}
			}
			return true
		})
	}
	listed := map[string]bool{}
	for _, k := range survey.Items {
		listed["survey."+string(k)] = true
	}
	for _, k := range team.Kinds() {
		listed["team."+string(k)] = true
	}
	for value, ids := range names {
		for _, id := range ids {
			if pkg, _, _ := strings.Cut(id, "."); !listed[pkg+"."+value] {
				fmt.Fprintf(w, "%s is in no list: add it to the kinds of its package\n", id)
				over = true
			}
		}
	}
	for _, id := range slices.Sorted(maps.Keys(kinds)) {
		in := slices.Sorted(maps.Keys(kinds[id]))
		fmt.Fprintf(w, "%2d  %-28s %s\n", len(in), id, strings.Join(in, " "))
		over = over || limit > 0 && len(in) > limit
	}
	return over, nil
}

// isKind reports whether a constant is a kind of question or of rule.
func isKind(c *types.Const) bool {
	t := types.TypeString(c.Type(), nil)
	return (t == "dure/survey.Kind" || t == "dure/clustering/team.Kind") && c.Pkg() != nil && c.Parent() == c.Pkg().Scope()
}

func idOf(c *types.Const) string { return filepath.Base(c.Pkg().Path()) + "." + c.Name() }

// load runs go list over the module and what it imports.
func load() ([]pack, error) {
	cmd := exec.Command("go", "list", "-export", "-deps", "-json=ImportPath,Dir,Export,GoFiles,Module", "./...")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	var all []pack
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p pack
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return all, nil
		} else if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
}

// A read file has the name that it was written as: a view is a .templ file.
type read struct {
	name string
	file *ast.File
	info *types.Info
}

func check(fset *token.FileSet, imp types.Importer, p pack) ([]read, error) {
	here, err := os.Getwd()
	if err != nil {
		return nil, err
	}
	info := &types.Info{Uses: map[*ast.Ident]types.Object{}, Defs: map[*ast.Ident]types.Object{}, Types: map[ast.Expr]types.TypeAndValue{}}
	var files []*ast.File
	var all []read
	for _, name := range p.GoFiles {
		path := filepath.Join(p.Dir, name)
		f, err := parser.ParseFile(fset, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		rel, err := filepath.Rel(here, path)
		if err != nil {
			return nil, err
		}
		if view, ok := strings.CutSuffix(rel, "_templ.go"); ok {
			rel = view + ".templ"
		}
		files = append(files, f)
		all = append(all, read{filepath.ToSlash(rel), f, info})
	}
	_, err = (&types.Config{Importer: imp}).Check(p.ImportPath, fset, files, info)
	return all, err
}
