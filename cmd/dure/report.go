package main

import (
	"encoding/json"
	"io"
	"os"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// progress shows a bar while something runs, if a person is looking, with the time that is left where that can be told. share
// moves it on to a part of the whole.
func progress(terminal io.Writer, doing string, left bool) (share func(float64), done func()) {
	if f, ok := terminal.(*os.File); !ok || !term.IsTerminal(int(f.Fd())) {
		return func(float64) {}, func() {}
	}
	bar := progressbar.NewOptions(1000, progressbar.OptionSetWriter(terminal), progressbar.OptionSetDescription(doing),
		progressbar.OptionClearOnFinish(), progressbar.OptionSetPredictTime(left))
	return func(share float64) { _ = bar.Set(int(1000 * share)) }, func() { _ = bar.Finish() }
}

// writeReport writes a report as JSON where one is asked for.
func writeReport(path string, report any) error {
	if path == "" {
		return nil
	}
	return writeFile(path, func(w io.Writer) error {
		e := json.NewEncoder(w)
		e.SetIndent("", " ")
		e.SetEscapeHTML(false)
		return e.Encode(report)
	})
}
