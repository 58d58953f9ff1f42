package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"dure/ml"
)

// ringTable writes two classes that no line divides, in a column of numbers beside one of words.
func ringTable(t *testing.T) string {
	rng := rand.New(rand.NewPCG(3, 4))
	var b strings.Builder
	b.WriteString("x,y,mood,ring\n")
	for i := range 300 {
		r, at := float64(1+2*(i%2))+0.2*rng.NormFloat64(), 2*math.Pi*rng.Float64()
		fmt.Fprintf(&b, "%.4f,%.4f,%s,%s\n", r*math.Cos(at), r*math.Sin(at), []string{"good", "bad", "so so"}[i%3], []string{"inner", "outer"}[i%2])
	}
	path := filepath.Join(t.TempDir(), "rings.csv")
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// command runs a command and returns what it says and writes.
func command(args ...string) (said, noted string, err error) {
	var c cli
	parser, err := kong.New(&c, kong.WithHyphenPrefixedParameters(true))
	if err != nil {
		return "", "", err
	}
	var out, notes bytes.Buffer
	c.Net.Train.stdout, c.Net.Train.stderr, c.Net.Explain.stdout, c.Predict.stdout, c.Predict.stderr = &out, &notes, &out, &out, &notes
	c.Form.stdout, c.Form.stderr, c.Fit.Train.stdout, c.Fit.Train.stderr = &out, &notes, &out, &notes
	ctx, err := parser.Parse(args)
	if err != nil {
		return "", "", err
	}
	err = ctx.Run()
	return out.String(), notes.String(), err
}

// A net is trained by one command, explained by another and asked by a third: what it says of the rows is what it was scored by.
func TestNetByHand(t *testing.T) {
	table, model := ringTable(t), filepath.Join(t.TempDir(), "rings.net")
	report := model + ".json"
	said, _, err := command("net", "train", table, "--target", "ring", "--hidden", "16", "--activation", "tanh", "--rate", "0.02", "--held", "0", "--out", model, "--report", report)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"binary of ring: hidden layers: 16 tanh;", "crossentropy loss; adam with rate 0.02; 32 rows an update", "│•", "on the rows that it learned from, which is too good", "It beats the mean", "It beats a line", "How it learned:", "What it goes by"} {
		if !strings.Contains(said, want) {
			t.Errorf("training does not say %q:\n%s", want, said)
		}
	}
	if again, _, err := command("net", "explain", model); err != nil || again != said {
		t.Errorf("explained (%v):\n%s\nwant what training said", err, again)
	}
	var r netReport
	text, err := os.ReadFile(report)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &r); err != nil {
		t.Fatal(err)
	}
	if len(r.Curve) != 200 || *r.Accuracy < 0.97 || len(r.Importance) != 5 || r.Importance[0].Column == "mood = bad" || r.Reading == nil || r.Settings.Layers[0].Activation != ml.Tanh {
		t.Errorf("the report has a curve of %d, accuracy %v, importance %v", len(r.Curve), *r.Accuracy, r.Importance)
	}
	asked, _, err := command("predict", model, table)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(asked)).ReadAll()
	if err != nil || !slices.Equal(rows[0], []string{"x", "y", "mood", "ring", "predicted", "chance of inner", "chance of outer"}) {
		t.Fatalf("predicting gives %q (%v)", rows[0], err)
	}
	right := 0
	for _, row := range rows[1:] {
		if row[3] == row[4] {
			right++
		}
	}
	if got := float64(right) / 300; got != *r.Accuracy {
		t.Errorf("of the rows %g are told rightly, and the report says %g", got, *r.Accuracy)
	}
	less := filepath.Join(t.TempDir(), "less.csv")
	if err := os.WriteFile(less, []byte("x,mood\n0.1,wild\n0.2,good\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, noted, err := command("predict", model, less); err != nil || !strings.Contains(noted, "There is no column “y”") || !strings.Contains(noted, "mood") {
		t.Errorf("rows without a column and with a word unknown (%v): %s", err, noted)
	}
}

// Each way of learning can be tried, and what ails one is said.
func TestWaysOfLearning(t *testing.T) {
	table := ringTable(t)
	for _, c := range []struct {
		args string
		want string // part of what is said, or of the error where it begins with !
	}{
		{"", "hidden layers: –; 6 weights; crossentropy loss"},
		{"--loss squared", "squared loss"},
		{"--rule perceptron --epochs 20", "The perceptron comes to rest only where a line divides"},
		{"--batch full", "all rows an update"},
		{"--batch 1 --epochs 20 --hidden 4", "single rows in random order"},
		{"--online --hidden 8", "each row predicted before it was learned"},
		{"--hidden 8 --activation step", "!no gradient passes through it"},
		{"--hidden 16 --optimizer sgd --rate 100 --epochs 30", "!The rate is too large"},
		{"--hidden 32 --rate 0.5 --batch 1 --epochs 20", "Dead units"},
		{"--hidden 4,4,4,4,4,4,4 --activation sigmoid --epochs 12", "Vanishing gradients"},
		{"--hidden 8 --activation tanh --optimizer sgd --rate 0.01 --epochs 20", "It was not done"},
		{"--hidden eight", "!--hidden"}, {"--batch some", "!--batch"}, {"--rule perceptron --hidden 4", "!single layer"}, {"--loss huber", "!--loss huber does not suit"},
		{"--held 0.9", "!--held"}, {"--rate -1", "!--rate is out of range"}, {"--epochs -1", "!--epochs"},
	} {
		said, _, err := command(append([]string{"net", "train", table, "--target", "ring"}, strings.Fields(c.args)...)...)
		if wrong, fails := strings.CutPrefix(c.want, "!"); fails {
			if err == nil || !strings.Contains(err.Error(), wrong) {
				t.Errorf("%s: error %v, want %q", c.args, err, wrong)
			}
			continue
		}
		if err != nil || !strings.Contains(said, c.want) {
			t.Errorf("%s: says (%v)\n%s\nwant %q", c.args, err, said, c.want)
		}
	}
}

// What the flags list is what there is.
func TestNetFlagsListAll(t *testing.T) {
	parser, err := kong.New(&cli{})
	if err != nil {
		t.Fatal(err)
	}
	enums := map[string]string{}
	for _, n := range parser.Model.Children {
		for _, child := range n.Children {
			for _, f := range child.Flags {
				if n.Name == "net" {
					enums[f.Name] = f.Enum
				}
			}
		}
	}
	var activations, optimizers, losses []string
	for _, a := range ml.Activations() {
		activations = append(activations, map[bool]string{true: "linear", false: string(a)}[a == ml.Linear])
	}
	for _, o := range ml.Optimizers() {
		optimizers = append(optimizers, string(o))
	}
	for _, l := range []ml.Loss{ml.Squared, ml.Absolute, ml.Huber, ml.CrossEntropy} { // the perceptron's is a rule
		losses = append(losses, string(l))
	}
	for flag, want := range map[string]string{"activation": strings.Join(activations, ","), "optimizer": strings.Join(optimizers, ","), "loss": "auto," + strings.Join(losses, ",")} {
		if enums[flag] != want {
			t.Errorf("--%s lists %s, want %s", flag, enums[flag], want)
		}
	}
}
