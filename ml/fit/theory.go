package fit

import "math"

// Parts are the parts of the theory score, each of which counts alike: the mean of commitment
// and the least kindness in the team, the skills covered, and the hours shared. Bell (2007),
// "Deep-level composition variables as predictors of team performance", found the mean of
// conscientiousness and the least agreeableness to tell most in field studies; Peeters et al.
// (2006) found the same traits in a second meta-analysis.
var Parts = []Part{Commitment, Kindness, Skills, Free}

// theorySlope is how many standard deviations of the rating one of the theory score is taken
// to be worth before any data: the meta-analytic correlations, .2 to .35 for each trait, halved
// for ratings by members of short-lived teams.
const priorSlopeSD = 0.15

// theoryWorth is the number of teams that the literature counts for beside a club's own.
const priorTeams = 50

// theory says how ratings move with the theory score: by the guessed slope, or if that is 0, by
// what the rows and the literature say together.
func (s *sums) theoryFit(w []float64, guess float64) linear {
	if guess == 0 {
		guess = s.theorySlopeOf(w)
	}
	f := linear{W: make([]float64, s.p), B: s.y / s.n}.addTheory(w, guess)
	for a, v := range f.W {
		f.B -= v * s.x[a] / s.n
	}
	return f
}

// scaleOne centres x and divides it by its standard deviation.
func standardize(x []float64) (mean, sd float64) {
	for _, v := range x {
		mean += v / float64(len(x))
	}
	for _, v := range x {
		sd += (v - mean) * (v - mean) / float64(len(x))
	}
	sd = math.Sqrt(sd)
	for i := range x {
		x[i] -= mean
		if sd > 1e-12 {
			x[i] /= sd
		}
	}
	return mean, sd
}
