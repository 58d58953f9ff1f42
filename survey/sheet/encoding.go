package sheet

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/korean"

	"dure/survey"
)

// kinds are the beginnings of files that people mistake for tables.
var kinds = []struct {
	magic  string
	reason survey.Key
	kind   string
}{
	{"\x89PNG", "file_image", "PNG"},
	{"\xff\xd8\xff", "file_image", "JPEG"},
	{"GIF8", "file_image", "GIF"},
	{"%PDF", "file_pdf", "PDF"},
	{"PK\x05\x06", "file_zip", "ZIP"},
	{"\x1f\x8b", "file_zip", "gzip"},
	{"7z\xbc\xaf", "file_zip", "7z"},
	{"Rar!", "file_zip", "RAR"},
}

// foreign says what a file is that is no text, or nil.
func foreign(data []byte) []RowError {
	for _, k := range kinds {
		if bytes.HasPrefix(data, []byte(k.magic)) {
			return whole(k.reason, "Kind", k.kind)
		}
	}
	if bytes.HasPrefix(data, []byte("RIFF")) && len(data) > 12 && string(data[8:12]) == "WEBP" {
		return whole("file_image", "Kind", "WebP")
	}
	if bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0")) {
		if bytes.Contains(data, []byte("E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k")) {
			return whole("file_locked")
		}
		return whole("file_xls")
	}
	start := bytes.ToLower(bytes.TrimLeft(data[:min(len(data), 512)], "\ufeff \t\r\n"))
	if bytes.HasPrefix(start, []byte("<!doctype")) || bytes.HasPrefix(start, []byte("<html")) {
		return whole("file_html")
	}
	return nil
}

// decode returns the text of a file and the name of its encoding.
func decode(data []byte) (text, encoding string, errs []RowError) {
	if errs := foreign(data); errs != nil {
		return "", "", errs
	}
	switch order, bom := byteOrder(data); {
	case order != nil:
		text, encoding = decodeUTF16(data[bom:], order)
	case utf8.Valid(data):
		text, encoding = strings.TrimPrefix(string(data), "\ufeff"), "UTF-8"
	default:
		text, encoding = legacy(data)
	}
	if i := strings.IndexFunc(text, isControl); i >= 0 {
		return "", "", whole("file_binary")
	}
	if i := strings.IndexRune(text, utf8.RuneError); i >= 0 && encoding != "UTF-8" {
		return "", "", []RowError{rowError(lineOf(text[:i]), "", "file_encoding")}
	}
	return text, encoding, nil
}

// isControl reports characters that no table has; their presence means that a file is no text.
func isControl(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' && r != '\r' && r != '\v' && r != '\f' && r != 0x1a && r != 0x1b || r == 0x7f
}

// byteOrder tells UTF-16 from other text: by its mark, of which it also returns the length, or by
// the zero bytes, which UTF-8 and CP949 have none of and which in UTF-16 are the upper halves of
// the delimiters and line ends at least. It is nil for other text.
func byteOrder(data []byte) (order binary.ByteOrder, bom int) {
	switch {
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}):
		return binary.LittleEndian, 2
	case bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		return binary.BigEndian, 2
	}
	var zeros [2]int
	sample := data[:min(len(data), 1<<16)]
	for i, b := range sample {
		if b == 0 {
			zeros[i%2]++
		}
	}
	switch {
	case bytes.HasPrefix(data, []byte("\ufeff")) || 50*(zeros[0]+zeros[1]) < len(sample) || zeros[0]+zeros[1] < 2:
	case zeros[1] > 4*zeros[0]:
		return binary.LittleEndian, 0
	case zeros[0] > 4*zeros[1]:
		return binary.BigEndian, 0
	}
	return nil, 0
}

func decodeUTF16(data []byte, order binary.ByteOrder) (text, encoding string) {
	units := make([]uint16, len(data)/2)
	for i := range units {
		units[i] = order.Uint16(data[2*i:])
	}
	encoding = "UTF-16LE"
	if order == binary.BigEndian {
		encoding = "UTF-16BE"
	}
	return string(utf16.Decode(units)), encoding
}

// legacy decodes text that is not valid Unicode: UTF-8 with a few damaged characters (which
// stay as U+FFFD), CP949, of which EUC-KR is a part, or Windows-1252 where neither fits.
func legacy(data []byte) (text, encoding string) {
	if whole, broken := countUTF8(data); whole > 4*broken {
		return strings.ToValidUTF8(string(data), "\ufffd"), "damaged UTF-8"
	}
	if out, err := korean.EUCKR.NewDecoder().Bytes(data); err == nil {
		text := string(out)
		bad := strings.Count(text, "\ufffd")
		high := 0
		for _, r := range text {
			if r >= 0x80 {
				high++
			}
		}
		if bad*10 <= high {
			return text, "CP949"
		}
	}
	out, err := charmap.Windows1252.NewDecoder().Bytes(data)
	if err != nil {
		return strings.ToValidUTF8(string(data), "\ufffd"), "unknown"
	}
	return string(out), "Windows-1252"
}

// countUTF8 counts the whole and the broken characters outside ASCII.
func countUTF8(data []byte) (whole, broken int) {
	for i := 0; i < len(data); {
		if data[i] < 0x80 {
			i++
			continue
		}
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n == 1 {
			broken++
		} else {
			whole++
		}
		i += n
	}
	return whole, broken
}

// lineOf returns the number of the line that follows text.
func lineOf(text string) int {
	return 1 + strings.Count(lines(text), "\n")
}
