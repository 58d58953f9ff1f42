//go:build load && linux

package main

import (
	"database/sql"
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"dure/db"
)

// The yardstick of answers is a loop that commits the rows of many who wait, together, and has nothing else to do. It is fair where it does of each submit all
// that the disk has of it: the same two rows (the answers of the member with all of their columns, and the count of changes of their season), as many who send
// at once and wait for their own to be kept, no more of them in one commit than the program takes, and what keeps rows safe as the program has it. What it
// lacks is a check of the answers, the savepoint by which the fault of one loses nobody else's, and the line from who sends: with that it is measured as well,
// as a bare server that shares the machine with who sends, as the program does. A disk that takes no time makes the loop a matter of the processor alone.

// bareTogether is how many rows the program commits together at most.
const bareTogether = 128

// A bareRow is to be kept.
type bareRow struct {
	member, season int64
	answers        string
	done           chan error
}

// bareLoop commits rows in a copy of a file, until rows ends.
func bareLoop(file string, rows <-chan bareRow) error {
	d, err := sql.Open("sqlite", "file:"+file+"?_txlock=immediate&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)&_pragma=secure_delete(1)&_pragma=cache_size(-16000)&_pragma=temp_store(MEMORY)")
	if err != nil {
		return err
	}
	defer d.Close()
	d.SetMaxOpenConns(1)
	answer, err := d.Prepare(`INSERT INTO responses (member_id, season_id, submitted, sent, saved, lang, consented, begun, first, guardian, draft, answers, meant, agreed, turns, otherwise)
		VALUES ($1, $2, $3, $3, $3, 'en', FALSE, 0, $3, '', '', $4, '', '', '', '')
		ON CONFLICT (member_id) DO UPDATE SET submitted = excluded.submitted, sent = excluded.sent, saved = excluded.saved, answers = excluded.answers`)
	if err != nil {
		return err
	}
	count, err := d.Prepare(`INSERT INTO settings (name, value) VALUES ($1, '1') ON CONFLICT (name) DO UPDATE SET value = CAST(CAST(settings.value AS BIGINT) + 1 AS TEXT)`)
	if err != nil {
		return err
	}
	for row := range rows {
		all := []bareRow{row}
	waiting:
		for len(all) < bareTogether {
			select {
			case another, more := <-rows:
				if !more {
					break waiting
				}
				all = append(all, another)
			default:
				break waiting
			}
		}
		t, err := d.Begin()
		if err != nil {
			return err
		}
		writes, counts := t.Stmt(answer), t.Stmt(count)
		for _, r := range all {
			if _, err := writes.Exec(r.member, r.season, time.Now().UnixMilli(), r.answers); err != nil {
				return err
			}
			if _, err := counts.Exec(fmt.Sprintf("season %d 0", r.season)); err != nil {
				return err
			}
		}
		err = t.Commit()
		for _, r := range all {
			r.done <- err
		}
	}
	return nil
}

// copied is a copy of the site's file, which is gone at the end of the test.
func (s *loadSite) copied() string {
	file := filepath.Join(s.t.TempDir(), "bare.db")
	from, err := sql.Open("sqlite", "file:"+filepath.Join(s.dir, db.File))
	s.must("open the file", err)
	_, err = from.ExecContext(s.t.Context(), "VACUUM INTO ?", file)
	s.must("copy the file", err)
	s.must("close the file", from.Close())
	return file
}

// bareCommits is how many answers of n who send at once the loop keeps a second.
func (s *loadSite) bareCommits(n int) float64 {
	file := s.copied()
	defer os.Remove(file)
	rows, failed := make(chan bareRow), make(chan error, 1)
	go func() { failed <- bareLoop(file, rows) }()
	var done atomic.Int64
	var all sync.WaitGroup
	begun := time.Now()
	for i := range n {
		all.Go(func() {
			r := bareRow{member: int64(s.writers[i].ID), season: int64(s.others), done: make(chan error, 1)}
			for time.Since(begun) < *loadLasts {
				values := map[string]string{}
				for _, q := range s.asked.Questions {
					values[q.Field()] = fmt.Sprint(done.Load() % 1_000_000)
				}
				r.answers = bareAnswers(values)
				select {
				case rows <- r:
				case err := <-failed:
					s.t.Error(err)
					return
				}
				s.must("commit", <-r.done)
				done.Add(1)
			}
		})
	}
	all.Wait()
	long := time.Since(begun)
	close(rows)
	s.must("end the loop", <-failed)
	return float64(done.Load()) / long.Seconds()
}

// bareServed is how many answers of n who send at once a server keeps a second by the loop alone.
func (s *loadSite) bareServed(n int) float64 {
	file := s.copied()
	defer os.Remove(file)
	address, stop := bareServer(s.t, "commits", file)
	defer stop()
	l := newWires(s.t, address, n)
	defer l.close()
	var nth atomic.Int64
	return l.each(func(i int) []byte {
		sent := s.submit(s.writers[i], nth.Add(1))
		return []byte(strings.Replace(string(sent), "/m/"+string(s.writers[i].Token), fmt.Sprintf("/%d/%d", s.others, s.writers[i].ID), 1))
	}, *loadLasts)
}

// bareSubmits keeps what forms bring.
func bareSubmits(t *testing.T, file string) http.Handler {
	rows := make(chan bareRow)
	go func() { t.Error(bareLoop(file, rows)) }()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		row := bareRow{done: make(chan error, 1)}
		_, err := fmt.Sscanf(r.URL.Path, "/%d/%d/answers", &row.season, &row.member)
		if err == nil {
			err = r.ParseForm()
		}
		if err == nil {
			values := map[string]string{}
			for field := range r.PostForm {
				values[field] = r.PostForm.Get(field)
			}
			row.answers = bareAnswers(values)
			rows <- row
			err = <-row.done
		}
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		http.Redirect(w, r, "/", http.StatusSeeOther)
	})
}

// bareAnswers are as many bytes as the program keeps of numbers that were sent.
func bareAnswers(values map[string]string) string {
	var b strings.Builder
	for field := range maps.Keys(values) {
		fmt.Fprintf(&b, `"%s":{"v":1,"n":%s},`, strings.TrimLeft(field, "q"), values[field])
	}
	return b.String()
}
