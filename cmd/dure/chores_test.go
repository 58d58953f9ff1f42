package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dure/db"
)

// Nobody is told to stop the program that alone has the data, before the copy that is to be restored is made.
func TestRescueIsTriedUntilItIsMade(t *testing.T) {
	log := keepLog(t)
	before := rescueAgain
	rescueAgain = 100 * time.Millisecond
	t.Cleanup(func() { rescueAgain = before })
	dir, copies := t.TempDir(), filepath.Join(t.TempDir(), "copies")
	if err := os.WriteFile(copies, nil, 0o600); err != nil { // where a folder is to be made
		t.Fatal(err)
	}
	d, err := db.OpenWith(t.Context(), dir, db.Options{Copies: copies})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if err := os.Remove(filepath.Join(dir, db.File)); err != nil {
		t.Fatal(err)
	}
	ctx, end := context.WithTimeout(t.Context(), 20*time.Second)
	defer end()
	done := make(chan struct{})
	go func() { defer close(done); watchFiles(ctx, d) }()
	for !strings.Contains(log.text(), "do not stop the program") && ctx.Err() == nil {
		<-time.After(10 * time.Millisecond)
	}
	if text := log.text(); strings.Contains(text, "restore the copy") {
		t.Errorf("before there is a copy the log says %s", text)
	}
	if err := os.Remove(copies); err != nil {
		t.Fatal(err)
	}
	<-done
	if file := db.NewestCopy(copies); file == "" || !strings.Contains(log.text(), filepath.Base(file)) {
		t.Errorf("the copy is %q, and the log says %s", file, log.text())
	}
}
