package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dure/db"
)

// What cannot be written is named, be it the folder of a copy or the directory of the data, with what to do about it, and a backup that is whole is not blamed.
func TestWhatCannotBeWrittenIsNamed(t *testing.T) {
	data, other := t.TempDir(), t.TempDir()
	d, err := db.Open(t.Context(), data)
	if err == nil {
		err = d.Close()
	}
	copied, file := filepath.Join(other, "copy.db"), filepath.Join(other, "file")
	for _, err := range []error{err, db.Backup(t.Context(), data, copied, false, nil), os.WriteFile(file, nil, 0o600)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	under, folder := filepath.Join(file, "x.db"), t.TempDir()
	for _, c := range []struct{ args, names, remedy string }{
		{"backup " + under, file, "name another folder for the copy"},
		{"backup --overwrite " + folder, folder, "name another folder for the copy"},
		{"restore --renew-links --data " + file + " " + copied, file, "name another directory with --data"},
		{"restore --renew-links --data " + under + " " + copied, under, "name another directory with --data"},
		{"restore " + folder, folder, "name the file of the backup"},
		{"restore " + under, under, "there is no file"},
		{"export --member #1 --out " + under, under, "name a file in a folder that there is"},
		{"export --member #1 --out " + folder, folder, "name a file in a folder that there is"},
	} {
		args := strings.Fields(c.args)
		if !strings.Contains(c.args, "--data") {
			args = append(args, "--data", data)
		}
		err := run(args)
		if exitCode(err) != exitUsage {
			t.Errorf("dure %s ends with %d, want %d", c.args, exitCode(err), exitUsage)
			continue
		}
		if text := err.Error(); !strings.Contains(text, c.names) || !strings.Contains(text, c.remedy) || strings.Contains(text, data) || strings.Contains(text, "try another backup") {
			t.Errorf("dure %s says %q, want %s, %q and no word of the data in %s", c.args, text, c.names, c.remedy, data)
		}
	}
}
