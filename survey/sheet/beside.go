package sheet

import (
	"fmt"
	"slices"
	"strings"

	"dure/survey"
)

// Tables stand side by side in one sheet where a list was cut to fit on a page, or each group has its own. Read as one table, who stands on the right is no member,
// or says something of whoever happens to stand on the left. Columns without any text part them; lists with the same headings need none. Such lists are read
// one below the other. Of tables that are not alike one is read, and somebody may say that it is another, or that they are one table after all.

// A block is a table that may stand beside others: the columns from the first up to the one behind the last.
type block struct{ from, to int }

// ListColumn is the column that says on which of several lists a row stood, where each has a title above it.
const ListColumn = "List"

// beside reads lists that are alike one below the other, and notes which columns of others make a table. The rows of a further list are counted on, as if it
// stood below the first, so that each row has a number of its own. The line above the header may give each list a title.
func (s *Sheet) beside(recs, above []record) []record {
	if len(recs) < 2 {
		return recs
	}
	blocks, parted := blocksOf(recs), true
	if len(blocks) < 2 {
		blocks, parted = periods(recs[0].cells), false
	}
	switch heads, alike := s.alike(recs[0], blocks); {
	case alike && !sayTheSame(recs, blocks):
		return s.stack(recs, blocks, heads, titlesOf(above, blocks))
	case parted && apart(recs, blocks):
		s.blocks = blocks
	}
	return recs
}

// blocksOf are the stretches of columns between those without any text.
func blocksOf(recs []record) (all []block) {
	width := 0
	for _, r := range recs {
		width = max(width, len(r.cells))
	}
	used := make([]bool, width+1)
	for _, r := range recs {
		for j, cell := range r.cells {
			used[j] = used[j] || !blank(cell)
		}
	}
	from := -1
	for j, is := range used {
		switch {
		case is && from < 0:
			from = j
		case !is && from >= 0:
			all, from = append(all, block{from, j}), -1
		}
	}
	return all
}

// periods are the stretches of columns of a header that says the same several times, each time in more than one column.
func periods(head []string) (all []block) {
	n := len(head)
	for n > 0 && blank(head[n-1]) {
		n--
	}
	for p := 2; p <= n/2; p++ {
		again := n%p == 0
		for j := p; again && j < n; j++ {
			again = title(head[j]) == title(head[j-p]) && !blank(head[j])
		}
		if again {
			for from := 0; from < n; from += p {
				all = append(all, block{from, from + p})
			}
			return all
		}
	}
	return nil
}

// repeats reports whether names of columns are those of lists side by side.
func repeats(names []string) bool {
	if len(names) > 1 && len(distinctTexts(names)) == 1 {
		return whoHeads.MatchString(names[0])
	}
	p := periods(names)
	return p != nil && slices.ContainsFunc(names[:p[0].to], whoHeads.MatchString)
}

// alike are the headings of the lists that stand in the blocks, those of the one that has most; each has a column of who members are, and no heading besides those.
func (s *Sheet) alike(head record, blocks []block) (heads []string, ok bool) {
	for _, b := range blocks {
		if own := headsIn(head, b); len(own) > len(heads) {
			heads = own
		}
	}
	for _, b := range blocks {
		own := headsIn(head, b)
		if !slices.ContainsFunc(own, whoHeads.MatchString) || len(distinctTexts(own)) < len(own) || slices.ContainsFunc(own, func(h string) bool { return blank(h) || !slices.Contains(heads, h) }) {
			return nil, false
		}
	}
	return heads, len(blocks) > 1
}

// headsIn are the names of the columns of a block.
func headsIn(head record, b block) (all []string) {
	for _, cell := range b.of(head) {
		all = append(all, title(cell))
	}
	return all
}

// of are the cells of a line in the block.
func (b block) of(r record) []string {
	return widen(r.cells, b.to)[b.from:b.to]
}

// sayTheSame reports whether most rows say the same in the first two blocks, which are then no lists of people.
func sayTheSame(recs []record, blocks []block) bool {
	same, given := 0, 0
	for _, r := range recs[1:] {
		a, b := blocks[0].of(r), blocks[1].of(r)
		given += count(filled(a))
		same += count(filled(a) && slices.Equal(a, b))
	}
	return 2*same > given
}

// apart reports whether blocks are tables of their own: two say who their members are, or one that has several columns plainly ends before another.
func apart(recs []record, blocks []block) bool {
	named, longest := 0, 0
	for _, b := range blocks {
		named += count(slices.ContainsFunc(headsIn(recs[0], b), whoHeads.MatchString))
		longest = max(longest, b.height(recs))
	}
	ends := func(b block) bool {
		h := b.height(recs)
		return b.to-b.from > 1 && !slices.Contains(headsIn(recs[0], b), "") && h > 0 && h <= longest-2 && b.rows(recs) == h
	}
	return len(blocks) > 1 && (named > 1 || named == 1 && slices.ContainsFunc(blocks, ends))
}

// height is how many lines below the header there are up to the last in which the block has text, and rows how many of them have some.
func (b block) height(recs []record) (h int) {
	for i, r := range recs {
		if filled(b.of(r)) {
			h = i
		}
	}
	return h
}

func (b block) rows(recs []record) (n int) {
	for _, r := range recs[1:] {
		n += count(filled(b.of(r)))
	}
	return n
}

// titlesOf are the titles that a line above the header gives the blocks, nil unless each has one of its own.
func titlesOf(above []record, blocks []block) (titles []string) {
	if len(above) == 0 {
		return nil
	}
	for _, b := range blocks {
		own := distinctTexts(texts(b.of(above[len(above)-1])))
		if len(own) != 1 || slices.Contains(titles, own[0]) {
			return nil
		}
		titles = append(titles, own[0])
	}
	return titles
}

// stack puts the lists below one another.
func (s *Sheet) stack(recs []record, blocks []block, heads, titles []string) []record {
	head := record{recs[0].line, slices.Clone(heads)}
	if titles != nil {
		head.cells = append(head.cells, ListColumn)
	}
	out := []record{head}
	last := recs[len(recs)-1].line
	for k, b := range blocks {
		own := headsIn(recs[0], b)
		for _, r := range recs[1:] {
			if !filled(b.of(r)) {
				continue
			}
			cells := make([]string, len(head.cells))
			for j, cell := range b.of(r) {
				cells[slices.Index(heads, own[j])] = cell
			}
			if titles != nil {
				cells[len(heads)] = titles[k]
			}
			out = append(out, record{r.line + k*(last-head.line), cells})
		}
	}
	s.note("lists_joined", "Count", len(blocks), "Columns", strings.Join(heads, ", "), "Row", last+1)
	return out
}

// nameLists notes the columns of tables side by side by their names, of which keep has the places that they had.
func (s *Sheet) nameLists(keep []int) {
	for _, b := range s.blocks {
		var columns []string
		for k, j := range keep {
			if j >= b.from && j < b.to {
				columns = append(columns, s.Header[k])
			}
		}
		if columns != nil {
			s.Lists = append(s.Lists, columns)
		}
	}
	s.blocks = nil
}

// A List is a table that stands beside others.
type List struct {
	Columns []string
	Rows    int
	who     bool
}

// Title says which columns it has.
func (l List) Title() string { return strings.Join(l.Columns, ", ") }

// AllLists is the choice of all columns as one table.
const AllLists = -1

// Tables are the tables that stand side by side in the sheet and are not alike, nil where it is one.
func (s Sheet) Tables() (all []List) {
	for _, columns := range s.Lists {
		l := List{Columns: columns, who: slices.ContainsFunc(columns, whoHeads.MatchString)}
		at := s.positions(columns)
		for _, row := range s.Rows {
			l.Rows += count(filled(pick(row, at)))
		}
		all = append(all, l)
	}
	return all
}

// Listed is which of the tables is read by a choice, from 1, or [AllLists]: where nobody said it, the longest of those that say who their members are.
func (s Sheet) Listed(choice int) int {
	all := s.Tables()
	if choice == AllLists || choice > 0 && choice <= len(all) {
		return choice
	}
	best := 0
	for k, l := range all {
		if l.who && (!all[best].who || l.Rows > all[best].Rows) {
			best = k
		}
	}
	return best + 1
}

func (s Sheet) positions(columns []string) []int {
	at := make([]int, len(columns))
	for k, name := range columns {
		at[k] = s.Column(name)
	}
	return at
}

// listed is the sheet with one of its tables alone.
func (s Sheet) listed(choice int) Sheet {
	all := s.Tables()
	if all == nil {
		return s
	}
	n := s.Listed(choice)
	if s.Lists = nil; n == AllLists {
		return s
	}
	if choice == 0 {
		var others []string
		for k, l := range all {
			if k != n-1 {
				others = append(others, fmt.Sprintf("%d: %s", k+1, l.Title()))
			}
		}
		s.Assumed = append(slices.Clip(s.Assumed), Assumed{max(s.HeaderLine, 1), all[n-1].Columns[0], strings.Join(others, "; "), []string{all[n-1].Title()}, survey.AsOtherTable})
	}
	at := s.positions(all[n-1].Columns)
	rows, lines := s.Rows, s.Lines
	s.Header, s.Labels, s.Rows, s.Lines = pick(s.Header, at), pick(s.Labels, at), nil, nil
	for i, row := range rows {
		if row = pick(row, at); filled(row) {
			s.Rows, s.Lines = append(s.Rows, row), append(s.Lines, lines[i])
		}
	}
	return s.afresh()
}
