package main

import (
	"bytes"
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Case 33: who is pinned in a file stays in the team that it names, nobody else is held, and both is told; somebody may say that it is no pin.
func TestPinsOfAFileAreLocks(t *testing.T) {
	const cases = "../../survey/sheet/testdata/cases/33-levels-priorities-pins.csv"
	data, err := os.ReadFile(cases)
	if err != nil {
		t.Fatal(err)
	}
	old := strings.Replace(string(data), "Intermediate,true,Alpha", "Intermediate,false,Alpha", 1) // has a team, and is not pinned
	file := filepath.Join(t.TempDir(), "pins.csv")
	if err := os.WriteFile(file, []byte(old), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args []string
		told string
	}{
		{nil, "5 members are locked to the teams that “teamName” names"},
		{[]string{"teamName=part_team"}, "Who gave the same answer to “teamName” shares a team"},
	} {
		var stdout, stderr bytes.Buffer
		form := &formCmd{Members: file, Teams: 4, Moves: 2000, Seed: 1, stdout: &stdout, stderr: &stderr}
		form.Map = c.args
		if err := form.Run(); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(stderr.String(), c.told) {
			t.Errorf("--map %v tells\n%s\nwant %q", c.args, stderr.String(), c.told)
		}
		rows, err := csv.NewReader(&stdout).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows[1:] {
			if last := len(r) - 1; c.args == nil && r[last-1] == "true" && r[0] != r[last] {
				t.Errorf("%s is pinned to %s and is in %s", r[1], r[last], r[0])
			}
		}
	}
}
