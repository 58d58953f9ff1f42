// Package static holds the styles, scripts and pictures of pages, and names each by what is in it: a browser keeps a file for a year and still
// has the one of a new program at once.
package static

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"path"
	"strings"
)

//go:embed *.css *.js *.svg *.png
var files embed.FS

// Files by name, and the name that each is served by.
var (
	contents = read()
	paths    = name(contents)
)

// Path is where the program serves a file of this folder. It panics for a name that is none.
func Path(file string) string {
	p, ok := paths[file]
	if !ok {
		panic("static: no file " + file)
	}
	return p
}

// Open returns the file at a path of [Path], or at one of another program's: then it is not current, and not to be kept.
func Open(at string) (file string, content []byte, current bool) {
	file = path.Base(at)
	if i := strings.LastIndexByte(file, '.'); i > hashed && file[i-hashed-1] == '~' {
		file = file[:i-hashed-1] + file[i:]
	}
	return file, contents[file], paths[file] == at
}

// Text is what the files say, one after another. It panics for a name that is none.
func Text(names ...string) string {
	var all strings.Builder
	for _, file := range names {
		Path(file)
		all.Write(contents[file])
	}
	return all.String()
}

const hashed = 12 // letters of a hash in a name: 48 bits for two dozen files

func name(contents map[string][]byte) map[string]string {
	paths := map[string]string{}
	for file, content := range contents {
		sum, ext := sha256.Sum256(content), path.Ext(file)
		paths[file] = "/static/" + strings.TrimSuffix(file, ext) + "~" + hex.EncodeToString(sum[:])[:hashed] + ext
	}
	return paths
}

// read puts Pico where dure.css imports it: a chain of two files would be one more round trip before anything is seen.
func read() map[string][]byte {
	contents := map[string][]byte{}
	all, err := files.ReadDir(".")
	for _, f := range all {
		if contents[f.Name()], err = files.ReadFile(f.Name()); err != nil {
			break
		}
	}
	if err != nil {
		panic("static: " + err.Error()) // it is part of the program
	}
	pico := bytes.TrimPrefix(contents["pico.min.css"], []byte(`@charset "UTF-8";`)) // which stands nowhere but first
	layer := append(append([]byte("@layer pico {\n"), pico...), "\n}"...)
	contents["dure.css"] = bytes.Replace(contents["dure.css"], []byte(`@import url("pico.min.css") layer(pico);`), layer, 1)
	delete(contents, "pico.min.css")
	return contents
}
