package locale

import (
	"encoding/json"
	"errors"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// A program is Go packages with their types, in the order of their imports.
type program struct {
	fset  *token.FileSet
	ours  map[string]*types.Package
	other types.Importer
	info  *types.Info
	files []*ast.File

	values  map[types.Object][]ast.Expr // what is assigned to a variable or a field
	lists   map[types.Object]ast.Expr   // what a variable ranges over
	params  map[types.Object]param
	calls   map[types.Object][]*ast.CallExpr
	returns map[types.Object][]ast.Expr
}

type param struct {
	of types.Object // the function
	at int
}

// A listing is what go list says of a package.
type listing struct {
	ImportPath, Dir, Export string
	GoFiles                 []string
	Module                  *struct{ Main bool }
}

// load reads the packages of this module that can ask for a message.
func load(t *testing.T) *program {
	t.Helper()
	cmd := exec.Command("go", "list", "-export", "-deps", "-json=ImportPath,Dir,Export,GoFiles,Module", "./...")
	cmd.Dir, cmd.Stderr = filepath.Join("..", ".."), os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var all []listing
	exports := map[string]string{}
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var l listing
		if err := d.Decode(&l); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		all, exports[l.ImportPath] = append(all, l), l.Export
	}
	p := newProgram(func(path string) (io.ReadCloser, error) { return os.Open(exports[path]) })
	for _, l := range all {
		if l.Module == nil || !l.Module.Main {
			continue
		}
		var files []*ast.File
		for _, name := range l.GoFiles {
			f, err := parser.ParseFile(p.fset, filepath.Join(l.Dir, name), nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			files = append(files, f)
		}
		if err := p.add(l.ImportPath, files); err != nil {
			t.Fatal(err)
		}
	}
	return p
}

func newProgram(open func(string) (io.ReadCloser, error)) *program {
	fset := token.NewFileSet()
	return &program{fset: fset, ours: map[string]*types.Package{}, other: importer.ForCompiler(fset, "gc", open),
		info: &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{},
			Selections: map[*ast.SelectorExpr]*types.Selection{}},
		values: map[types.Object][]ast.Expr{}, lists: map[types.Object]ast.Expr{}, params: map[types.Object]param{},
		calls: map[types.Object][]*ast.CallExpr{}, returns: map[types.Object][]ast.Expr{}}
}

// Import makes the packages that were added known to those that come after.
func (p *program) Import(path string) (*types.Package, error) {
	if pkg := p.ours[path]; pkg != nil {
		return pkg, nil
	}
	return p.other.Import(path)
}

func (p *program) add(path string, files []*ast.File) error {
	pkg, err := (&types.Config{Importer: p}).Check(path, p.fset, files, p.info)
	if err != nil {
		return err
	}
	p.ours[path], p.files = pkg, append(p.files, files...)
	for _, f := range files {
		ast.Inspect(f, func(n ast.Node) bool { p.note(n); return true })
	}
	return nil
}

// object is what an identifier or a selected field, method or name of a package stands for.
func (p *program) object(e ast.Expr) types.Object {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		if o := p.info.Defs[e]; o != nil {
			return o
		}
		return p.info.Uses[e]
	case *ast.SelectorExpr:
		return p.info.Uses[e.Sel]
	}
	return nil
}

// note keeps what a node assigns, passes or returns.
func (p *program) note(n ast.Node) {
	set := func(to, value ast.Expr) {
		if o := p.object(to); o != nil {
			p.values[o] = append(p.values[o], value)
		}
	}
	switch n := n.(type) {
	case *ast.AssignStmt:
		for i := range n.Lhs {
			if len(n.Lhs) == len(n.Rhs) {
				set(n.Lhs[i], n.Rhs[i])
			}
		}
	case *ast.ValueSpec:
		for i, v := range n.Values {
			set(n.Names[i], v)
		}
	case *ast.RangeStmt:
		if n.Value != nil {
			p.lists[p.object(n.Value)] = n.X
		}
	case *ast.CompositeLit:
		p.noteFields(n, set)
	case *ast.CallExpr:
		if o := p.object(n.Fun); o != nil {
			p.calls[o] = append(p.calls[o], n)
		}
	case *ast.FuncDecl:
		p.noteFunc(n)
	}
}

func (p *program) noteFields(n *ast.CompositeLit, set func(to, value ast.Expr)) {
	s, ok := p.info.Types[n].Type.Underlying().(*types.Struct)
	if !ok {
		return
	}
	for i, e := range n.Elts {
		if kv, ok := e.(*ast.KeyValueExpr); ok {
			set(kv.Key, kv.Value)
			continue
		}
		p.values[s.Field(i)] = append(p.values[s.Field(i)], e)
	}
}

func (p *program) noteFunc(n *ast.FuncDecl) {
	fn, at := p.info.Defs[n.Name], 0
	for _, field := range n.Type.Params.List {
		for _, name := range field.Names {
			p.params[p.info.Defs[name]] = param{fn, at}
			at++
		}
	}
	if n.Body == nil {
		return
	}
	ast.Inspect(n.Body, func(m ast.Node) bool {
		if r, ok := m.(*ast.ReturnStmt); ok && len(r.Results) > 0 {
			p.returns[fn] = append(p.returns[fn], r.Results[0])
		}
		_, closure := m.(*ast.FuncLit)
		return !closure
	})
}
