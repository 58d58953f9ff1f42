package main

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"

	"dure/ml"
	"dure/ml/fit"
	"dure/survey"
	"dure/survey/sheet"
)

// blanks are the rows of a table without a target.
type blanks struct {
	sheet  sheet.Sheet
	target int // its column
	x      [][]float64
}

// predict writes the rows without a target, with what the net that tuning gives says it is; of a class, also how likely that is.
func (c *tuneCmd) predict(ctx context.Context, pool fit.Pool, d ml.Data) error {
	net, err := pool.Distil(ctx, d)
	if err != nil {
		return fmt.Errorf("training the tuned net: %w", err)
	}
	said, err := net.Predict(c.blank.x)
	if err != nil {
		return fmt.Errorf("asking the tuned net: %w", err)
	}
	return writeFile(c.Predict, func(out io.Writer) error {
		w := csv.NewWriter(out)
		head := slices.Clone(c.blank.sheet.Header)
		if c.task != ml.Regression {
			head = append(head, survey.FreeName(head, "chance"))
		}
		_ = w.Write(head)
		for i, row := range c.blank.sheet.Rows {
			row = slices.Clone(row)
			if c.task == ml.Regression {
				row[c.blank.target] = strconv.FormatFloat(said[i][0], 'g', 6, 64)
			} else {
				k := slices.Index(said[i], slices.Max(said[i]))
				row[c.blank.target] = d.Classes[k]
				row = append(row, strconv.FormatFloat(said[i][k], 'g', 4, 64))
			}
			_ = w.Write(row)
		}
		w.Flush()
		return w.Error()
	})
}
