package main

import (
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"

	"dure/ml"
	"dure/ml/fit"
	"dure/survey/sheet"
)

// blanks are the rows of a table without a target.
type blanks struct {
	sheet  sheet.Sheet
	target int // its column
}

// predict writes the rows without a target, with what the tuned net says it is: a number to a hundredth of the error to
// expect, or a class and how likely it is.
func (c *tuneCmd) predict(tuned fit.Tuned, d fit.TableData) error {
	said, err := tuned.Network.Predict(d.Blank)
	if err != nil {
		return fmt.Errorf("asking the tuned net: %w", err)
	}
	digits := -1 // all, of a net that does not err
	if tuned.Score > 0 {
		digits = max(0, 2-int(math.Floor(math.Log10(tuned.Score))))
	}
	return writeFile(c.Predict, func(out io.Writer) error {
		head := slices.Clone(c.blank.sheet.Header)
		if d.Task != ml.Regression {
			head = append(head, sheet.FreeName(head, "chance"))
		}
		rows := [][]string{head}
		for i, row := range c.blank.sheet.Rows {
			row = slices.Clone(row)
			if d.Task == ml.Regression {
				row[c.blank.target] = strconv.FormatFloat(said[i][0], 'f', digits, 64)
			} else {
				k := slices.Index(said[i], slices.Max(said[i]))
				row[c.blank.target] = d.Classes[k]
				row = append(row, strconv.FormatFloat(said[i][k], 'g', 4, 64))
			}
			rows = append(rows, row)
		}
		return csv.NewWriter(out).WriteAll(rows)
	})
}
