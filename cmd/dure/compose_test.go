package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

// TestComposeExampleStarts reads what README.md has programs told in its Compose file: each is a command of this program.
func TestComposeExampleStarts(t *testing.T) {
	readme, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, example, _ := strings.Cut(string(readme), "x-dure: &dure")
	example, _, _ = strings.Cut(example, "volumes: {database: {}}")
	commands := regexp.MustCompile(`command: \[((?:serve|work)[^\]]*)\]`).FindAllStringSubmatch(example, -1)
	if len(commands) != 2 {
		t.Fatalf("%d commands, want that of servers and that of workers", len(commands))
	}
	variables := regexp.MustCompile(`(?m)^ +(DURE_[A-Z_]+): `).FindAllStringSubmatch(example, -1)
	if len(variables) < 4 {
		t.Errorf("only %d variables", len(variables))
	}
	var c cli
	parser, err := kong.New(&c, kong.WithHyphenPrefixedParameters(true))
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{"DURE_KEY": true}
	for _, node := range parser.Model.Children {
		for _, flag := range node.Flags {
			for _, env := range flag.Envs {
				known[env] = true
			}
		}
	}
	for _, v := range variables {
		if !known[v[1]] {
			t.Errorf("nothing reads %s", v[1])
		}
	}
	for _, command := range commands {
		if _, err := parser.Parse(strings.Split(command[1], ", ")); err != nil {
			t.Errorf("%s: %v", command[1], err)
		}
	}
}
