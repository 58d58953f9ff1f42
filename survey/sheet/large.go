package sheet

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
)

// Large reports whether a file may have more cells than most, without reading it: by the cells that an XLSX file has in its largest part, or the marks and line ends
// in text. It is quick, and stops counting there, and where an XLSX file has unpacked to more than is read.
func Large(data []byte, most int) bool {
	if !bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		n := bytes.Count(data, []byte("\n")) + bytes.Count(data, []byte("\r"))
		for _, d := range delimiters {
			if n+bytes.Count(data, []byte{d}) > most {
				return true
			}
		}
		return false
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return false
	}
	left := &io.LimitedReader{N: MaxUnzipped}
	for _, part := range z.File {
		if strings.Contains(strings.ToLower(part.Name), "worksheets") && cellsIn(part, left, most) > most {
			return true
		}
	}
	return false
}

// cellsIn counts the cells of a part of an XLSX file up to more than most, in as many bytes as are left.
func cellsIn(part *zip.File, left *io.LimitedReader, most int) (n int) {
	unpacked, err := part.Open()
	if err != nil {
		return 0
	}
	defer unpacked.Close()
	left.R = unpacked
	chunk, kept := make([]byte, 64<<10), 0 // of the chunk before, in which a mark may begin
	for n <= most {
		k, err := io.ReadFull(left, chunk[kept:])
		all := chunk[:kept+k]
		n += bytes.Count(all, cellMark)
		if err != nil {
			return n
		}
		kept = copy(chunk, all[len(all)-len(cellMark)+1:])
	}
	return n
}

// cellMark begins a cell, as whatever program writes it.
var cellMark = []byte("<c ")
