package locale

import (
	"encoding/json"
	"errors"
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
	"regexp"
	"slices"
	"strings"
	"testing"
)

// Which keys the program can ask for: it is read with its types, and every constant of the type survey.Key is one. A key
// that is composed ("kind_" + survey.Key(kind)) is as many as its parts have values: a part of a type with constants has
// these, and a variable, a parameter, a field or a call has what is assigned to it, passed for it or returned.

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

// isKey reports whether a type is survey.Key.
func isKey(t types.Type) bool {
	n, ok := t.(*types.Named)
	return ok && n.Obj().Name() == "Key" && n.Obj().Pkg() != nil && n.Obj().Pkg().Path() == "dure/survey"
}

// asked returns every key that the program can ask for with a place where it does, and the places of keys that cannot be told.
func (p *program) asked() (keys map[string]string, unknown []string) {
	keys = map[string]string{}
	for _, f := range p.files {
		ast.Inspect(f, func(n ast.Node) bool {
			e, ok := n.(ast.Expr)
			if !ok || !isKey(p.info.Types[e].Type) || p.info.Types[e].IsType() {
				return true
			}
			_, sum := e.(*ast.BinaryExpr)
			if p.info.Types[e].Value == nil && !sum && !p.converts(e) {
				return true // its value was made elsewhere
			}
			where := p.fset.Position(e.Pos())
			place := fmt.Sprintf("%s:%d", filepath.Base(where.Filename), where.Line)
			values, err := p.eval(e, nil)
			if err != nil {
				unknown = append(unknown, place+": "+err.Error())
			}
			for _, v := range values {
				keys[v] = place
			}
			return false
		})
	}
	delete(keys, "")
	return keys, unknown
}

func (p *program) converts(e ast.Expr) bool {
	call, ok := e.(*ast.CallExpr)
	return ok && p.info.Types[call.Fun].IsType()
}

// eval returns the values that a text can have. Within are the objects that are being found out.
func (p *program) eval(e ast.Expr, within []types.Object) ([]string, error) {
	if v := p.info.Types[e].Value; v != nil && v.Kind() == constant.String {
		return []string{constant.StringVal(v)}, nil
	}
	if all := p.constants(p.info.Types[e].Type); len(all) > 0 {
		return all, nil
	}
	switch e := e.(type) {
	case *ast.ParenExpr:
		return p.eval(e.X, within)
	case *ast.BinaryExpr:
		left, err := p.eval(e.X, within)
		if err != nil {
			return nil, err
		}
		right, err := p.eval(e.Y, within)
		var all []string
		for _, a := range left {
			for _, b := range right {
				all = append(all, a+b)
			}
		}
		return all, err
	case *ast.CallExpr:
		if p.converts(e) {
			return p.eval(e.Args[0], within)
		}
		return p.union(p.object(e.Fun), p.returns[p.object(e.Fun)], within)
	case *ast.Ident, *ast.SelectorExpr:
		return p.variable(p.object(e), within)
	}
	return nil, fmt.Errorf("the key is not made of constants: %T", e)
}

// variable returns the values of a variable, a parameter or a field.
func (p *program) variable(o types.Object, within []types.Object) ([]string, error) {
	from := p.values[o]
	if list, ok := p.lists[o]; ok {
		lit, ok := list.(*ast.CompositeLit)
		if !ok && len(p.values[p.object(list)]) == 1 {
			lit, ok = p.values[p.object(list)][0].(*ast.CompositeLit)
		}
		if !ok {
			return nil, fmt.Errorf("it is of a list that is not written out: %s", o.Name())
		}
		from = lit.Elts
	}
	if in, ok := p.params[o]; ok {
		for _, call := range p.calls[in.of] {
			from = append(from, call.Args[in.at])
		}
	}
	return p.union(o, from, within)
}

func (p *program) union(o types.Object, from []ast.Expr, within []types.Object) ([]string, error) {
	if o == nil || len(from) == 0 {
		return nil, fmt.Errorf("nothing says what %v is", o)
	}
	if slices.Contains(within, o) {
		return nil, nil
	}
	var all []string
	for _, e := range from {
		values, err := p.eval(e, append(within, o))
		if err != nil {
			return nil, err
		}
		all = append(all, values...)
	}
	return all, nil
}

// constants are the values of a type that has constants of its own, such as the kinds of question.
func (p *program) constants(t types.Type) []string {
	n, ok := t.(*types.Named)
	if !ok || isKey(t) || n.Obj().Pkg() == nil {
		return nil
	}
	var all []string
	scope := n.Obj().Pkg().Scope()
	for _, name := range scope.Names() {
		if c, ok := scope.Lookup(name).(*types.Const); ok && c.Val().Kind() == constant.String && types.Identical(c.Type(), t) {
			all = append(all, constant.StringVal(c.Val()))
		}
	}
	return all
}

// never are keys that the types allow for and nothing asks for, with the reason.
var never = map[string]string{
	"read_later_name": "a file is read as it is now",
	"job_mapping":     "only an import waits for its columns", "training_mapping": "only an import waits for its columns",
}

// inside are the keys that the languages' own texts ask for, and those that are asked for before there is a translator.
func inside(en map[string]map[string]string) []string {
	all := []string{"date_layout", "date_names", "day_layout", "language_name"}
	for _, forms := range en {
		for _, m := range nested.FindAllStringSubmatch(forms["other"], -1) {
			for key := range en {
				if strings.HasPrefix(key, m[1]) {
					all = append(all, key)
				}
			}
		}
	}
	return all
}

var nested = regexp.MustCompile(`call \.say "(\w+)"`)

// Every key that the program can ask for has words, and every message is asked for.
func TestEveryKeyHasWords(t *testing.T) {
	keys, unknown := load(t).asked()
	for _, u := range unknown {
		t.Error(u)
	}
	en := messages(t, English)
	for key, place := range keys {
		if (en[key] == nil) != (never[key] != "") {
			t.Errorf("%s asks for %q: no language file has words for it, or it is among those that nobody asks for", place, key)
		}
	}
	for _, key := range inside(en) {
		keys[key] = "a language's file"
	}
	for key := range en {
		if keys[key] == "" {
			t.Errorf("nothing asks for the message %q", key)
		}
	}
	for key := range never {
		if keys[key] == "" {
			t.Errorf("nothing could ask for %q: it need not be among those that nobody asks for", key)
		}
	}
}

// Each way to ask for a key is seen.
func TestAsked(t *testing.T) {
	for _, tt := range []struct{ code, want, unknown string }{
		{`func f() { T("a") }`, "a", ""},
		{`func f() error { return &survey.InvalidError{Reason: "a"} }`, "a", ""},
		{`func invalid(i int, k survey.Key, more ...any) {}; func f() { invalid(1, "a", "X", "not_a_key") }`, "a", ""},
		{`type r struct{}; func (r) wrong(i, j int, k survey.Key) {}; func f(x r) { x.wrong(1, 2, "a") }`, "a", ""},
		{`func f() { key := survey.Key("a"); if g() { key = "b" }; T(key) }; func g() bool { return true }`, "a b", ""},
		{`var keys = map[bool]survey.Key{true: "a", false: "b"}; func f(x bool) { T(keys[x]) }`, "a b", ""},
		{`var keys = [2]survey.Key{"a", "b"}; func f(i int) { T(keys[i]) }`, "a b", ""},
		{`type kind string; const ( x kind = "x"; y kind = "y" ); func f(k kind) { T("is_" + survey.Key(k) + "_text") }`, "is_x_text is_y_text", ""},
		{`func f() { for _, v := range []string{"x", "y"} { T("is_" + survey.Key(v)) } }`, "is_x is_y", ""},
		{`var all = []string{"x", "y"}; func f() { for _, v := range all { T("is_" + survey.Key(v)) } }`, "is_x is_y", ""},
		{`func f() { show("x"); show("y") }; func show(k survey.Key) { T(k + "_text") }`, "x x_text y y_text", ""},
		{`func f() { T(name() + "_text") }; func name() survey.Key { if g() { return "x" }; return "y" }; func g() bool { return true }`, "x x_text y y_text", ""},
		{`type s struct{ key survey.Key }; var all = []s{{"x"}, {key: "y"}}; func f() { for _, v := range all { T(v.key + "_do") } }`, "x x_do y y_do", ""},
		{`func f(b bool) { T(either(b, "a", "b")) }; func either(yes bool, a, b survey.Key) survey.Key { if yes { return a }; return b }`, "a b", ""},
		{`func f(m survey.Message) bool { return m.Key == "a" }`, "a", ""},
		{`func F(typed string) { T(survey.Key(typed)) }`, "", "nothing says what"},
		{`func f(c chan string) { T("is_" + survey.Key(<-c)) }`, "", "not made of constants"},
	} {
		p := newProgram(nil)
		add := func(path, code string) {
			f, err := parser.ParseFile(p.fset, "x.go", code, parser.SkipObjectResolution)
			if err == nil {
				err = p.add(path, []*ast.File{f})
			}
			if err != nil {
				t.Fatalf("%s: %v", code, err)
			}
		}
		add("dure/survey", `package survey; type Key string; type Message struct { Key Key }
			type InvalidError struct { Reason Key }; func (*InvalidError) Error() string { return "" }`)
		add("dure/x", "package x; import \"dure/survey\"; func T(k survey.Key, args ...any) string { return string(k) }; var _ = &survey.InvalidError{}; "+tt.code)
		keys, unknown := p.asked()
		if got := strings.Join(slices.Sorted(maps.Keys(keys)), " "); got != tt.want {
			t.Errorf("%s asks for %q, want %q", tt.code, got, tt.want)
		}
		if got := strings.Join(unknown, "; "); (got == "") != (tt.unknown == "") || !strings.Contains(got, tt.unknown) {
			t.Errorf("%s cannot be told by %q, want %q", tt.code, got, tt.unknown)
		}
	}
}
