package locale

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/parser"
	"go/types"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// Which keys the program can ask for: it is read with its types, and every constant of the type survey.Key is one. A key
// that is composed ("kind_" + survey.Key(kind)) is as many as its parts have values: a part of a type with constants has
// these, and a variable, a parameter, a field or a call has what is assigned to it, passed for it or returned.

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
	"job_undone":      "only an import is taken back", "training_undone": "only an import is taken back",
	"job_mapping": "only an import waits for its columns", "training_mapping": "only an import waits for its columns",
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
