package club

import "math"

// A Shape is a kind of club whose answers tell nothing of the ratings: what chance has to be told from.
type Shape struct {
	Name  string
	Teams int
	Club
}

// Shapes are ten of them: sizes that differ little and much, seasons, and ratings of all kinds.
func Shapes() []Shape {
	above := func(v float64) float64 { return max(0, math.Copysign(1, v)) }
	return []Shape{
		{"40 teams of 5", 40, Club{}},
		{"40 teams of 1 to 4", 40, Club{Sizes: upTo(1, 4)}},
		{"60 teams of 3 to 8", 60, Club{Sizes: upTo(3, 8)}},
		{"35 teams of 2 to 12", 35, Club{Sizes: upTo(2, 12)}},
		{"four seasons of 12 teams of 4 or 5", 48, Club{Sizes: upTo(4, 5), Seasons: 4}},
		{"50 teams of 3 to 6, rated 1 to 5", 50, Club{Sizes: upTo(3, 6), Whole: true}},
		{"45 teams of 2 to 5, rated yes or no", 45, Club{Sizes: upTo(2, 5), Rating: above}},
		{"40 teams of 1 to 6 that agree", 40, Club{Sizes: upTo(1, 6), Shared: 0.8}},
		{"40 teams of 1 to 6 that share nothing", 40, Club{Sizes: upTo(1, 6), Shared: 1e-9}},
		{"60 teams of 2 to 7, a few rated far above the rest", 60, Club{Sizes: upTo(2, 7), Rating: math.Exp}},
	}
}

func upTo(low, high int) []int {
	var out []int
	for v := low; v <= high; v++ {
		out = append(out, v)
	}
	return out
}
