package main

import (
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"

	"dure/survey"
	"dure/survey/sheet"
)

// predictCmd asks a net about the rows of a table.
type predictCmd struct {
	Model string `arg:"" name:"model" help:"File that net train or tune wrote."`
	Data  string `arg:"" name:"file.csv" help:"CSV or XLSX file with the columns that the net learned from."`
	Out   string `placeholder:"FILE" help:"File for the input with what the net says, and the chance of every class; without it standard output."`
	fileFlags

	stdout, stderr io.Writer
}

// Run reads, predicts and writes.
func (c *predictCmd) Run() error {
	if c.stdout == nil {
		c.stdout, c.stderr = os.Stdout, os.Stderr
	}
	if err := places(place{"the table", c.Data}, place{"--out", c.Out}); err != nil {
		return err
	}
	m, err := loadNet(c.Model)
	if err != nil {
		return err
	}
	s, err := c.fileFlags.read(c.Data, c.stderr)
	if err != nil {
		return err
	}
	table, reading := s.Table(sheet.As{Types: m.Encoding.Types()})
	if err := c.tell(c.stderr, c.Data, reading); err != nil {
		return err
	}
	for _, of := range m.Encoding {
		if s.Column(of.Name) < 0 {
			fmt.Fprintf(c.stderr, "%s: %s\n", c.Data, say(survey.Say("predict_no_column", "Column", of.Name)))
		}
	}
	answers, notes, err := m.Predict(table)
	if err != nil {
		return usageError("%s: %w", c.Data, err)
	}
	for _, note := range notes {
		if name, _ := note.Args["Column"].(string); s.Column(name) >= 0 {
			fmt.Fprintf(c.stderr, "%s: %s\n", c.Data, say(note))
		}
	}
	write := func(w io.Writer) error { return csv.NewWriter(w).WriteAll(answered(s, m.Classes, answers)) }
	if c.Out == "" {
		return write(c.stdout)
	}
	return writeFile(c.Out, write)
}

// answered are the rows of a table with what a net says of each: a number, or a class and the chance of every class.
func answered(s sheet.Sheet, classes []string, answers [][]float64) [][]string {
	head := append(slices.Clone(s.Header), sheet.FreeName(s.Header, "predicted"))
	for _, class := range classes {
		head = append(head, sheet.FreeName(head, "chance of "+class))
	}
	rows := [][]string{head}
	for i, row := range s.Rows {
		row = slices.Clone(row)
		if classes == nil {
			row = append(row, strconv.FormatFloat(answers[i][0], 'g', 6, 64))
		} else {
			row = append(row, classes[slices.Index(answers[i], slices.Max(answers[i]))])
			for _, p := range answers[i] {
				row = append(row, strconv.FormatFloat(p, 'g', 4, 64)) // no chance that is small is said to be none
			}
		}
		rows = append(rows, row)
	}
	return rows
}
