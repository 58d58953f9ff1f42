package main

import (
	"os/exec"
	"path/filepath"
	"testing"
)

// Each kind of question and of rule stands in few files, so that a new one is added in few.
func TestKindsStandInFewFiles(t *testing.T) {
	cmd := exec.Command("go", "run", "./.ci/kinds", "-limit", "5")
	cmd.Dir = filepath.Join("..", "..")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("a kind stands in more than 5 files, or none can be counted: %v\n%s", err, out)
	}
}
