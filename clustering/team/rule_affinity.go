package team

import (
	"slices"

	"dure/survey"
)

// Affinity wants pairs with a high score to share a team: from a file, or named in the rule.
const Affinity Kind = "affinity"

type affinityRule struct{ traits }

var affinityKind = affinityRule{traits{Affinity, Should, onDivision, unbreakable, unseeded}}

func (affinityRule) fields() []Field {
	return []Field{{Name: "pairs", Control: PairsControl, Label: "rule_pairs", Help: "rule_pairs_help", at: func(r *Rule) any { return &r.Pairs }}}
}

func (affinityRule) check(r Rule) error {
	if r.File == "" && len(r.Pairs) == 0 {
		return r.missing("file")
	}
	return nil
}

func (affinityRule) sentence(r Rule, w words) survey.Message {
	if r.File == "" {
		return survey.Say("rule_affinity_pairs", "Count", len(r.Pairs))
	}
	return survey.Say("rule_affinity", "File", r.File)
}

// compile adds up the scores of pairs, which have no direction.
func (affinityRule) compile(c *compiler) (measure, error) {
	p := newPairTable(c.n)
	scored := c.Pairs
	if c.File != "" {
		t, err := c.open()
		if err != nil {
			return nil, err
		}
		read, err := ReadPairs(t, c.find)
		if err != nil {
			return nil, c.inFile(err)
		}
		scored = append(slices.Clone(scored), read...)
	}
	for _, pair := range scored {
		a, err := c.member(string(pair.A))
		if err != nil {
			return nil, err
		}
		b, err := c.member(string(pair.B))
		if err != nil {
			return nil, err
		}
		p.add(int32(a), int32(b), pair.Score)
	}
	return fondness{&pairs{between: p.at}}, nil
}

// ReadPairs reads the columns a, b and score of a file, in any case: one pair for each row, in order; rows on one pair are not yet added up.
// find returns the id of the member that a cell means. The error, an [*survey.InvalidError], names the row, from 1 and without the
// header, and what is wrong with it; or the columns that there are, where one is missing.
func ReadPairs(t survey.Table, find func(cell string) (Text, bool)) ([]Pair, error) {
	column := func(name string) (survey.Column, bool) {
		for _, c := range t.Columns {
			if survey.Fold(c.Name) == name {
				return c, true
			}
		}
		return survey.Column{}, false
	}
	first, hasA := column("a")
	second, hasB := column("b")
	score, hasScore := column("score")
	if !hasA || !hasB || !hasScore {
		return nil, noColumn(t, "a, b, score")
	}
	var pairs []Pair
	for row := range t.N {
		a, known := find(first.Cell(row))
		b, too := find(second.Cell(row))
		v, ok := survey.ParseNumber(score.Cell(row))
		switch {
		case !known:
			return nil, invalid("member_unknown", "Member", first.Cell(row), "Row", row+1)
		case !too:
			return nil, invalid("member_unknown", "Member", second.Cell(row), "Row", row+1)
		case !ok, a == b:
			return nil, invalid("pair_not_number", "Row", row+1, "Cell", score.Cell(row), "A", first.Cell(row), "B", second.Cell(row))
		}
		pairs = append(pairs, Pair{a, b, v})
	}
	return pairs, nil
}

// fondness is what the pairs of a team score, in the unit of the file. It becomes a score by the best and the worst that members could
// have with so many partners, as scores may be of either sign.
type fondness struct{ *pairs }

func (m fondness) fact(t int, members []int32) survey.Message {
	return survey.Say("fact_team_pairs", "Sum", round(m.of(t, members).value), "Expected", round(m.mean*float64(pairsOf(len(members)))))
}
