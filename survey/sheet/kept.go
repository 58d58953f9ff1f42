package sheet

import (
	"bufio"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"encoding/json"
	"errors"
	"io"
	"math"

	"dure/survey"
)

// A file is read once: what was read is kept as each column's different texts and, for each row, which of them it has. That is a small part of what reading a spreadsheet
// costs, and in memory each text stands once.

// keptMark begins what Kept writes; no file that can be read begins so.
const keptMark = "dure rows 1\n"

// Kept returns the sheet in the form that [Load] reads.
func (s Sheet) Kept() ([]byte, error) {
	var out bytes.Buffer
	out.WriteString(keptMark)
	z, err := flate.NewWriter(&out, flate.BestSpeed)
	if err != nil {
		return nil, err
	}
	w := bufio.NewWriter(z)
	number := func(n int) { _, _ = w.Write(binary.AppendUvarint(nil, uint64(n))) } // what cannot be written, Flush says
	text := func(t string) { number(len(t)); _, _ = w.WriteString(t) }
	Guess(s)
	head := keptHead{Sheet: s}
	head.Rows = nil
	if l := s.looked(); l != nil {
		head.Found = l.found
	}
	about, err := json.Marshal(head)
	text(string(about))
	number(len(s.Rows))
	for j := range s.Header {
		c := s.stands(j)
		number(len(c.raw.Texts))
		for _, t := range c.raw.Texts {
			text(t)
		}
		for _, k := range c.at {
			number(int(k))
		}
	}
	err = errors.Join(err, w.Flush(), z.Close())
	return out.Bytes(), err
}

// A keptHead is all that is kept of a sheet but what stands in it.
type keptHead struct {
	Sheet
	Found found
}

// IsKept reports whether data is what [Sheet.Kept] returns, rather than a file.
func IsKept(data []byte) bool { return bytes.HasPrefix(data, []byte(keptMark)) }

var errNotKept = errors.New("sheet: what was kept of a file is damaged")

// Load returns the sheet that data holds: what [Sheet.Kept] returned, or a file, which it reads.
func Load(name string, data []byte) (Sheet, error) {
	if !IsKept(data) {
		return Read(name, bytes.NewReader(data))
	}
	l := loader{Reader: bufio.NewReader(flate.NewReader(bytes.NewReader(data[len(keptMark):])))}
	var head keptHead
	if err := json.Unmarshal([]byte(l.text()), &head); err != nil {
		return Sheet{}, errors.Join(errNotKept, err)
	}
	s := head.Sheet
	for _, n := range s.Notes {
		wholeNumbers(n)
	}
	d := len(s.Header)
	n := l.number(MaxCells / max(1, d))
	cells := make([]string, n*d)
	for i := range n {
		s.Rows = append(s.Rows, cells[i*d:(i+1)*d:(i+1)*d])
	}
	s = s.afresh()
	for j := range d {
		texts := make([]string, l.number(n))
		for k := range texts {
			texts[k] = l.text()
		}
		c := &column{raw: survey.Tally{Texts: texts, Count: make([]int, len(texts)), N: n}, at: make([]int32, n)}
		for i := range n {
			if k := l.number(len(texts) - 1); l.err == nil {
				s.Rows[i][j], c.at[i] = texts[k], int32(k)
				c.raw.Count[k]++
			}
		}
		if s.looks != nil {
			s.looks.of[j] = c
		}
	}
	if s.looks != nil {
		s.looks.found = head.Found
	}
	if _, err := l.ReadByte(); l.err == nil && err != io.EOF {
		l.err = errNotKept
	}
	return s, l.err
}

// AboutCells is about how many cells there are in data, which is what [Sheet.Kept] returned, or a file: of a table of text as many as it has marks that end one, of a
// spreadsheet, which is packed, as many as it has bytes. Few files have more.
func AboutCells(data []byte) int {
	if IsKept(data) {
		l := loader{Reader: bufio.NewReader(flate.NewReader(bytes.NewReader(data[len(keptMark):])))}
		var head keptHead
		if json.Unmarshal([]byte(l.text()), &head) != nil {
			return 0 // whoever loads it is told
		}
		return len(head.Sheet.Header) * l.number(MaxCells)
	}
	if bytes.HasPrefix(data, []byte("PK")) {
		return len(data)
	}
	n := 0
	for _, mark := range []string{",", ";", "\t", "\n", "\r"} {
		n += bytes.Count(data, []byte(mark))
	}
	return n
}

// wholeNumbers makes counts of the numbers that JSON has read as others.
func wholeNumbers(m survey.Message) {
	for name, v := range m.Args {
		if f, ok := v.(float64); ok && f == math.Trunc(f) {
			m.Args[name] = int(f)
		}
	}
}

// A loader reads numbers and texts until something is wrong.
type loader struct {
	*bufio.Reader
	err error
}

// number reads one that is not more than most.
func (l *loader) number(most int) int {
	n, err := binary.ReadUvarint(l)
	if err == nil && n > uint64(max(0, most)) {
		err = errNotKept
	}
	if l.err == nil {
		l.err = err
	}
	if l.err != nil {
		return 0
	}
	return int(n)
}

func (l *loader) text() string {
	b := make([]byte, l.number(MaxUnzipped))
	if _, err := io.ReadFull(l, b); l.err == nil {
		l.err = err
	}
	return string(b)
}
