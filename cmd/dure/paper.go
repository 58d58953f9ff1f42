package main

import (
	"io"
	"path/filepath"

	"dure/survey"
	"dure/web"
)

// htmlFlags write what a command finds as a page in one file.
type htmlFlags struct {
	HTML string `name:"html" placeholder:"REPORT.html" help:"Write what was found as a page in one file, with charts, to print or to send."`
	Lang string `enum:"en,ko" default:"en" help:"Language of that page: ${enum}."`
}

// page writes the page on a file where one is asked for.
func (f htmlFlags) page(of string, write func(web.Paper, io.Writer) error) error {
	if f.HTML == "" {
		return nil
	}
	return writeFile(f.HTML, func(w io.Writer) error {
		return write(web.Paper{Of: filepath.Base(of), Lang: survey.Lang(f.Lang)}, w)
	})
}
