package fit

import "dure/ml/fit/testdata/club"

// pastOf is a made-up history of that many teams, with the true expected rating of each member.
func pastOf(c *club.Club, teams int, seed uint64) (History, []float64) {
	t, expected := c.Past(teams, seed)
	h, err := Reading{Rating: "rating", Team: "team"}.History(t)
	if err != nil {
		panic("a made-up history cannot be read: " + err.Error())
	}
	return h, expected
}
