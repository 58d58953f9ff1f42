package team

import (
	"errors"
	"strconv"
	"strings"

	"dure/survey"
)

// A compiler reads what one rule needs of the input.
type compiler struct {
	Rule
	in   Input
	n    int
	ids  []string
	byID map[string]int

	bySpelling map[string]int // by [survey.SpellingKey], -1 for what two members' ids are spelled as

	notes []survey.Message // on this rule
}

// note keeps what the reader should know of what the rule was read from.
func (c *compiler) note(m survey.Message) { c.notes = append(c.notes, m) }

// measure compiles the rule, unless it is on what was told in confidence and its kind does not take that.
func (c *compiler) measure() (measure, error) {
	if c.Silent {
		return silence{}, nil
	}
	for _, name := range c.standsOn() {
		if column, ok := c.in.Table.Column(name); ok && !c.admits(column) {
			return nil, c.invalid("rule_confided", "Column", name, "Min", survey.MinTotal, "Twice", 2*survey.MinTotal)
		}
	}
	return c.Kind.kind().compile(c)
}

// identify names the members and indexes the names.
func (c *compiler) identify() error {
	c.ids = c.in.IDs
	if c.ids == nil {
		c.ids = make([]string, c.n)
		for i := range c.ids {
			c.ids[i] = strconv.Itoa(i + 1)
		}
	}
	c.byID = make(map[string]int, c.n)
	for i, id := range c.ids {
		if id == "" {
			return &survey.InvalidError{Field: "id", Reason: "id_empty", Args: map[string]any{"Row": i + 1}}
		}
		if j, twice := c.byID[id]; twice {
			return &survey.InvalidError{Field: "id", Reason: "id_twice", Args: map[string]any{"Id": id, "Row": i + 1, "First": j + 1}}
		}
		c.byID[id] = i
	}
	c.bySpelling = make(map[string]int, c.n)
	for i, id := range c.ids {
		key := survey.SpellingKey(id)
		if _, twice := c.bySpelling[key]; twice {
			i = -1
		}
		c.bySpelling[key] = i
	}
	return nil
}

// called finds the member whose id this is, exactly; or else whom the input finds by it, or whose id it is in a spelling that is of one id only.
func (c *compiler) called(id string) (int, bool) {
	id = strings.TrimSpace(id)
	if m, ok := c.byID[id]; ok {
		return m, true
	}
	if c.in.Find != nil {
		if found, ok := c.in.Find(id); ok {
			m, ok := c.byID[found]
			return m, ok
		}
	}
	m, ok := c.bySpelling[survey.SpellingKey(id)]
	return m, ok && m >= 0
}

// column returns a column that the rule names.
func (c *compiler) column(name string) (survey.Column, error) {
	column, ok := c.in.Table.Column(name)
	if !ok {
		return column, c.invalid("column_unknown", "Column", name, "Known", strings.Join(c.in.Table.Names(), ", "))
	}
	return column, nil
}

// only returns the column of a rule that is on one.
func (c *compiler) only() (survey.Column, error) { return c.column(c.columns()[0]) }

// badCell names the first answer of a column of another type than the rule needs that is not as the rule needs it.
func (c *compiler) badCell(column survey.Column, reason survey.Key, good func(cell string) bool) error {
	row := 0
	for k := range c.n {
		if column.Answered(k) && !good(column.Cell(k)) {
			row = k
			break
		}
	}
	return c.invalid(reason, "Column", column.Name, "Row", row+1, "Member", c.ids[row], "Cell", column.Cell(row))
}

// member finds a member by id.
func (c *compiler) member(id string) (int, error) {
	if m, ok := c.called(id); ok {
		return m, nil
	}
	return 0, c.invalid("member_unknown", "Member", id, "File", c.File)
}

// open reads the file that the rule names.
func (c *compiler) open() (survey.Table, error) {
	if c.in.Open == nil {
		return survey.Table{}, c.invalid("file_unknown", "File", c.File)
	}
	t, err := c.in.Open(c.File)
	if err != nil {
		return t, c.invalid("file_unreadable", "File", c.File, "Error", err.Error())
	}
	return t, nil
}

// find finds a member by a cell of the rule's file.
func (c *compiler) find(cell string) (Text, bool) {
	m, ok := c.called(cell)
	if !ok {
		return "", false
	}
	return Text(c.ids[m]), true
}

// inFile says in an error of the rule's file which it is.
func (c *compiler) inFile(err error) error {
	bad, ok := errors.AsType[*survey.InvalidError](err)
	if !ok {
		return err
	}
	bad.Args["Kind"], bad.Args["File"] = c.Kind, c.File
	return bad
}

// noColumn is the error of a file without a column that the rule needs.
func noColumn(t survey.Table, name string) error {
	return invalid("file_column_unknown", "Column", name, "Known", strings.Join(t.Names(), ", "))
}
