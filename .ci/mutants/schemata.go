package main

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// A source is a file of a package in which expressions are changed.
type source struct {
	text  string
	sites []site // in their order, an outer one before those within it
}

// A site is an expression that has a mutant.
type site struct {
	from, to int
	id       int
	typ      string
	changed  string
}

// schemata returns the files of a package with all of its mutants in them, the package's name, and what each mutant is.
func schemata(dir string, names map[string][]string) (texts map[string]string, pack string, said []string) {
	fset, files, info := load(dir)
	qualify := func(p *types.Package) string { return map[bool]string{false: p.Name()}[p.Path() == "dure/"+dir] }
	texts = map[string]string{}
	for _, f := range files {
		file := filepath.Base(fset.File(f.Pos()).Name())
		text, err := os.ReadFile(filepath.Join(dir, file))
		check(err)
		s, at := &source{text: string(text)}, func(p token.Pos) int { return fset.Position(p).Offset }
		only, wanted := names[file]
		if !wanted {
			continue
		}
		pack = f.Name.Name
		var variables string
		for _, part := range parts(f, only) {
			ast.Inspect(part.node, func(n ast.Node) bool {
				if d, ok := n.(*ast.GenDecl); ok && d.Tok == token.CONST { // of a function; a constant cannot be changed at run time
					s.text = s.text[:at(d.Pos())] + "var  " + s.text[at(d.Pos())+5:]
				}
				e, ok := n.(ast.Expr)
				if _, length := n.(*ast.ArrayType); length || !ok {
					return !length
				}
				pos, was, is := change(e, info)
				if is == "" {
					return true
				}
				from, to, op := at(e.Pos()), at(e.End()), at(pos)
				said = append(said, fmt.Sprintf("%s/%s %s: %s", dir, file, part.name, line(string(text), op, was, is)))
				t := types.TypeString(types.Default(info.TypeOf(e)), qualify)
				s.sites = append(s.sites, site{from, to, len(said), t, s.text[from:op] + is + s.text[op+len(was):to]})
				return true
			})
			if v, ok := part.node.(*ast.ValueSpec); ok { // out of its block
				variables += "\nvar " + s.render(at(v.Pos()), at(v.End()), 0)
				s.sites = slices.DeleteFunc(s.sites, func(x site) bool { return x.from >= at(v.Pos()) && x.to <= at(v.End()) })
				s.text = s.text[:at(v.Pos())] + "_ = 0" + strings.Repeat(" ", at(v.End())-at(v.Pos())-5) + s.text[at(v.End()):]
			}
		}
		slices.SortStableFunc(s.sites, func(a, b site) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(b.to, a.to)) })
		texts[file] = s.render(0, len(s.text), 0) + variables
	}
	return texts, pack, said
}

// load reads and checks a package.
func load(dir string) (*token.FileSet, []*ast.File, *types.Info) {
	out, err := exec.Command("go", "list", "-export", "-deps", "-f", "{{.ImportPath}} {{.Export}} {{if not .DepOnly}}{{range .GoFiles}} {{.}}{{end}}{{end}}", "./"+dir).Output()
	check(err)
	exports := map[string]string{}
	fset, info := token.NewFileSet(), &types.Info{Types: map[ast.Expr]types.TypeAndValue{}}
	var files []*ast.File
	for line := range strings.Lines(string(out)) {
		fields := strings.Fields(line)
		exports[fields[0]] = fields[min(1, len(fields)-1)]
		for _, name := range fields[min(2, len(fields)):] {
			f, err := parser.ParseFile(fset, filepath.Join(dir, name), nil, parser.SkipObjectResolution)
			check(err)
			files = append(files, f)
		}
	}
	imports := importer.ForCompiler(fset, "gc", func(path string) (io.ReadCloser, error) { return os.Open(exports[path]) })
	_, err = (&types.Config{Importer: imports}).Check("dure/"+dir, fset, files, info)
	check(err)
	return fset, files, info
}

type part struct {
	name string
	node ast.Node
}

// parts are the named functions and constants of a file; no names mean every function.
func parts(f *ast.File, names []string) (out []part) {
	for _, decl := range f.Decls {
		switch d := decl.(type) {
		case *ast.FuncDecl:
			if names == nil || slices.Contains(names, d.Name.Name) {
				out = append(out, part{d.Name.Name, d.Body})
			}
		case *ast.GenDecl:
			for _, s := range d.Specs {
				if v, ok := s.(*ast.ValueSpec); ok && d.Tok == token.CONST && slices.Contains(names, v.Names[0].Name) {
					out = append(out, part{v.Names[0].Name, v})
				}
			}
		}
	}
	return out
}

// turned is what becomes of an operator.
var turned = map[token.Token]token.Token{token.LSS: token.LEQ, token.LEQ: token.LSS, token.GTR: token.GEQ, token.GEQ: token.GTR, token.EQL: token.NEQ,
	token.NEQ: token.EQL, token.LAND: token.LOR, token.LOR: token.LAND, token.ADD: token.SUB, token.SUB: token.ADD, token.MUL: token.QUO, token.QUO: token.MUL}

// change is the mutant of an expression: what is put in place of what stands at a position; nothing where it has none.
func change(e ast.Expr, info *types.Info) (at token.Pos, was, is string) {
	switch e := e.(type) {
	case *ast.BinaryExpr:
		if t, ok := info.TypeOf(e).Underlying().(*types.Basic); ok && t.Info()&types.IsString == 0 && turned[e.Op] != 0 {
			return e.OpPos, e.Op.String(), turned[e.Op].String()
		}
	case *ast.BasicLit:
		if strings.Trim(e.Value, "0.") == "" {
			return e.Pos(), e.Value, "1"
		} else if e.Kind == token.INT || e.Kind == token.FLOAT {
			return e.Pos(), e.Value, "(" + e.Value + " * 10)"
		}
	}
	return 0, "", ""
}

// line is the line of the text in which a change is, with the change.
func line(text string, at int, was, is string) string {
	from := strings.LastIndexByte(text[:at], '\n') + 1
	to := at + strings.IndexByte(text[at:], '\n')
	return strings.TrimSpace(text[from:at] + "[" + was + " -> " + is + "]" + text[at+len(was):to])
}

// render is the text from a place to another one in which each site, of those from the first one on, asks whether its mutant is chosen.
func (s *source) render(from, to, first int) string {
	out := ""
	for i, x := range s.sites {
		if i >= first && x.from >= from && x.to <= to {
			out += fmt.Sprintf("%sfunc() %s { if mutant(\"%d\") { return %s }; return %s }()", s.text[from:x.from], x.typ, x.id, x.changed, s.render(x.from, x.to, i+1))
			from = x.to
		}
	}
	return out + s.text[from:to]
}
