package sheet

import (
	"slices"
	"strings"

	"dure/survey"
)

// separated reports whether any cell holds several values.
func separated(cells []string) bool {
	return slices.ContainsFunc(cells, func(s string) bool { return strings.Contains(s, ";") })
}

// sets reads lists of options, which are called in the order in which they first come.
func (r *tableReader) sets(cells []string) survey.Sets {
	lists := make([][]string, len(cells))
	for i, cell := range cells {
		lists[i] = survey.SplitList(cell, ";")
	}
	return r.setsOf(lists)
}

// lists reads lists of the options of a question.
func (r *tableReader) lists(cells []string, q Column) survey.Sets {
	lists := make([][]string, len(cells))
	for i, cell := range cells {
		if cell != "" {
			lists[i] = q.choices(cell)
		}
	}
	return r.setsOf(lists)
}

func (r *tableReader) setsOf(lists [][]string) survey.Sets {
	_, r.merged = survey.MergeListSpellings(lists, nil)
	var names survey.Register
	of := make([][]int, len(lists))
	for i, list := range lists {
		for _, name := range list {
			if k := names.Number(name); !slices.Contains(of[i], k) {
				of[i] = append(of[i], k)
			}
		}
	}
	return survey.Sets{Names: names.Names, Of: of}
}

// among reads one option a cell: one of names, and others behind them in the order in which they first come.
func among(names, cells []string) survey.Options {
	var seen survey.Register
	for _, name := range names {
		seen.Number(name)
	}
	of := make([]int, len(cells))
	for i, cell := range cells {
		if of[i] = -1; cell != "" {
			of[i] = seen.Number(cell)
		}
	}
	return survey.Options{Names: seen.Names, Of: of}
}

// amongLevels is among for levels, which other lines of a grid may spell in another way.
func amongLevels(levels, cells []string) survey.Options {
	said := slices.Clone(cells)
	for i, cell := range said {
		if k := survey.FindSpelling(levels, cell); cell != "" && k >= 0 {
			said[i] = levels[k]
		}
	}
	return among(levels, said)
}

// spoken reads cells of levels of a language.
func spoken(cells []string) survey.Levels {
	codes := make([]string, len(cells))
	for i, cell := range cells {
		if level, ok := survey.ParseLevel(cell); ok {
			codes[i] = survey.LanguageLevels[level]
		}
	}
	return survey.Levels{Options: among(survey.LanguageLevels, codes)}
}
