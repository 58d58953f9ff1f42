package db

import (
	"bufio"
	"context"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// A site is never begun in place of one that was lost. Three things tell: the header of the database says that it is of this program; a file beside
// it, the marker, stays when the database goes; and each time the database is opened or closed its header gets a new number, which the marker has too,
// so that a file that was put in its place is known: before SQLite writes the write-ahead log of another over it, and before an older one is gone on with.

// appID stands in the header of every database of the program: "Dure".
const appID = 0x44757265

// MarkerFile is the name of the file beside the database that says whose directory it is.
const MarkerFile = "dure.site"

const markerWords = `Dure keeps its data in this directory, in dure.db. Where that is gone or damaged, put a backup in its place: dure restore FILE
This file keeps an empty site from being begun instead. Leave it here.
`

// A marker is what [MarkerFile] says.
type marker struct {
	site     string   // names the copies that the program makes of it
	openings []uint32 // the header of the database has one of them; none where that is not known
	state    string   // of the database with the one number: isOpen, isClosed, or "" where that is not known
	kept     int64    // the number of the last commit that was told done, and
	base     int64    // of one that is in the database without its log; 0 where that is not known: see behind.go
	seen     []string // copies that were rescued and put in place, by name
}

// What a marker says of the database: that it is open, so that a write-ahead log is beside it, or that all of it is in its file.
const isOpen, isClosed = "open", "closed"

// readMarker returns the marker in dir, one without openings where there is none.
func readMarker(dir string) (m marker, err error) {
	m.site = strings.ToLower(rand.Text()[:8])
	f, err := os.Open(filepath.Join(dir, MarkerFile))
	if errors.Is(err, fs.ErrNotExist) {
		return m, nil
	}
	if err != nil {
		return m, fmt.Errorf("marker of the site: %w", classify(err))
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		words := strings.Fields(lines.Text())
		switch {
		case len(words) == 2 && words[0] == "site":
			m.site = words[1]
		case len(words) == 2 && words[0] == "state":
			m.state = words[1]
		case len(words) == 2 && words[0] == "kept":
			m.kept = numberIn(words[1])
		case len(words) == 2 && words[0] == "base":
			m.base = numberIn(words[1])
		case len(words) > 1 && words[0] == "seen":
			m.seen = words[1:]
		case len(words) > 1 && words[0] == "openings":
			for _, w := range words[1:] {
				if n, err := strconv.ParseUint(w, 16, 32); err == nil {
					m.openings = append(m.openings, uint32(n))
				}
			}
		}
	}
	return m, nil
}

func (m marker) write(dir string) error {
	var words strings.Builder
	words.WriteString(markerWords + "site " + m.site + "\nopenings")
	for _, n := range m.openings {
		words.WriteString(" " + strconv.FormatUint(uint64(n), 16))
	}
	words.WriteString("\nstate " + m.state + "\n" + m.numbers() + "seen " + strings.Join(m.seen, " ") + "\n")
	return wrap(replaceFile(filepath.Join(dir, MarkerFile), words.String()), "marker of the site")
}

// A header is what the first bytes of a database say: https://sqlite.org/fileformat.html#the_database_header.
type header struct{ opening, app uint32 }

// readHeader reads the file itself, whatever its write-ahead log says. It must not be called while this process has the database
// open: closing a file ends all locks that the process has on it.
func readHeader(path string) (header, error) {
	f, err := os.Open(path)
	if err != nil {
		return header{}, fmt.Errorf("open database: %w", classify(err))
	}
	defer f.Close()
	b := make([]byte, headerSize)
	switch _, err := io.ReadFull(f, b); {
	case err == io.EOF:
		return header{}, fmt.Errorf("%w: %s is empty", ErrLost, path)
	case err == io.ErrUnexpectedEOF, err == nil && !isDatabase(b):
		return header{}, fmt.Errorf("%w: %s does not begin as one", ErrDamaged, path)
	case err != nil:
		return header{}, fmt.Errorf("open database: %w", classify(err))
	}
	return headerIn(b), nil
}

const headerSize = 100

func isDatabase(b []byte) bool { return string(b[:16]) == "SQLite format 3\x00" }

func headerIn(b []byte) header {
	return header{binary.BigEndian.Uint32(b[60:]), binary.BigEndian.Uint32(b[68:])}
}

// existing returns the path of the database in dir. Where there is none it returns [ErrNone] or, if there was one, [ErrLost]; it also returns
// [ErrHalfway], [ErrLink], [ErrForeign], [ErrMixed], [ErrReplaced], [ErrNoLog], [ErrBehind], and [ErrDamaged] for what is no database at all.
func existing(dir string) (string, error) {
	path := filepath.Join(dir, File)
	if info, err := os.Lstat(path); err == nil && info.Mode()&fs.ModeSymlink != 0 {
		return "", fmt.Errorf("%s: %w", path, ErrLink)
	}
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		for _, stage := range namesIn(dir, stagePrefix) {
			if moves, err := interrupted(dir, stage); err != nil || len(moves) > 0 {
				return "", fmt.Errorf("%s: %w", dir, errors.Join(ErrHalfway, err))
			}
		}
		if left := trace(dir); left != "" {
			return "", fmt.Errorf("%w: there is no %s, but %s beside which it was", ErrLost, path, left)
		}
		return "", fmt.Errorf("%s: %w", dir, ErrNone)
	}
	if err := recognise(path); err != nil {
		return "", err
	}
	return path, together(dir)
}

// Look returns what keeps the database in dir from being opened, as far as is seen without opening it: see [OpenWith] and [ErrHalfway].
func Look(dir string) error {
	_, err := existing(dir)
	return err
}

// trace returns the name of what shows that there was a database in dir, or "".
func trace(dir string) string {
	for _, name := range []string{MarkerFile, File + "-wal", File + "-shm", File + "-journal", KeyFile} {
		if exists(filepath.Join(dir, name)) {
			return name
		}
	}
	if stages := namesIn(dir, stagePrefix); len(stages) > 0 {
		return stages[0]
	}
	return NewestCopy(filepath.Join(dir, CopiesDir))
}

// recognise returns an error unless the file is a database of this program. Those of before there was an appID are known by their tables.
func recognise(path string) error {
	h, err := readHeader(path)
	if err != nil || h.app == appID {
		return err
	}
	if h.app == 0 {
		p := openPool(path, 1, patience, "query_only(1)")
		defer p.Close()
		names, err := list[string](context.Background(), p, `SELECT name FROM sqlite_master WHERE name IN ('goose_db_version', 'clubs')`)
		if err != nil {
			return fmt.Errorf("open database: %w", classify(err))
		}
		if len(names) == 2 {
			return nil
		}
	}
	return fmt.Errorf("%s: %w", path, ErrForeign)
}

// together returns an error where the database in dir is not the one that the marker is of: [ErrMixed] where something stands in the write-ahead log
// beside it, which was written for another file, else [ErrReplaced]; [ErrNoLog] where that log is gone though nobody closed the database; and [ErrBehind]
// where they lack what was told done. A server that is just opening or closing it changes marker and header, the marker first.
func together(dir string) error {
	for {
		before, err := readMarker(dir)
		if err != nil {
			return err
		}
		wrong := before.fits(filepath.Join(dir, File))
		if wrong == nil {
			wrong = before.lacking(filepath.Join(dir, File))
		}
		if wrong == nil || isFault(wrong) {
			return wrong
		}
		if after, err := readMarker(dir); err != nil || after.state == before.state && slices.Equal(after.openings, before.openings) {
			return errors.Join(wrong, err)
		}
	}
}

// fits is [together] for the database at path at one moment.
func (m marker) fits(path string) error {
	log, err := os.Stat(path + "-wal")
	logged := err == nil && log.Size() > 0
	if len(m.openings) == 0 || m.state == "" && !logged {
		return nil
	}
	h, unread := readHeader(path)
	known := slices.Contains(m.openings, h.opening)
	switch {
	case unread != nil:
		return unread
	case !known && logged:
		return fmt.Errorf("%s: %w", path, ErrMixed)
	case !known:
		return fmt.Errorf("%s: %w", path, ErrReplaced)
	case m.state == isOpen && errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%s-wal: %w", path, ErrNoLog)
	}
	return nil
}

// create makes an empty database, which is there whole or not at all.
func create(dir string) error {
	f, err := tempFile(dir)
	if err != nil {
		return fmt.Errorf("make database: %w", err)
	}
	defer os.Remove(f.Name()) // no longer there after the rename
	handOver(f.Name())
	p := openPool(f.Name(), 1, "journal_mode(MEMORY)")
	_, err = p.Exec(fmt.Sprintf("PRAGMA application_id = %d", appID))
	err = errors.Join(err, p.Close())
	return wrap(classify(putInPlace(f, filepath.Join(dir, File), err)), "make database")
}
