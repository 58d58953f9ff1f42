package ml

// The limits beyond which [Troubles] names a trouble of a learning curve.
const (
	JumpLimit       = 0.1  // rise of the loss from epoch to epoch, over the loss, mean of the later half
	UnfinishedLimit = 0.05 // share of the whole fall of the loss that came in the last tenth of the epochs
	OverfitLimit    = 0.1  // rise of the loss on unseen rows since its lowest
)

// The troubles that a learning curve shows.
const (
	RateTooLarge Trouble = "rate_too_large"
	Unfinished   Trouble = "unfinished"
	Overfit      Trouble = "overfit"     // of a curve on rows that it did not learn from
	NotDivided   Trouble = "not_divided" // of a perceptron that still errs: no line may divide the classes
)

// leastFall is how much of the loss a fall has to be, to be more than chance.
const leastFall = 0.001

// Troubles reports what a learning curve shows: a loss that jumps about or ends above its beginning, as a rate does that is too large, and one that was
// still falling when the epochs ended. Fewer than ten epochs tell neither.
func Troubles(curve []Epoch) []Finding {
	if len(curve) < 10 {
		return nil
	}
	first, last := curve[0].Loss, curve[len(curve)-1].Loss
	if last > first {
		return []Finding{{RateTooLarge, -1, last / first, 1}}
	}
	later := curve[len(curve)/2:]
	rises, level := 0.0, meanLoss(later)
	for i, e := range later {
		if i > 0 {
			rises += max(0, e.Loss-later[i-1].Loss) / float64(len(later)-1)
		}
	}
	if level > 0 && rises/level > JumpLimit {
		return []Finding{{RateTooLarge, -1, rises / level, JumpLimit}}
	}
	tenth := len(curve) / 10
	ended, before := meanLoss(curve[len(curve)-tenth:]), meanLoss(curve[len(curve)-2*tenth:len(curve)-tenth])
	if fell := before - ended; fell > UnfinishedLimit*(first-ended) && fell > leastFall*level {
		return []Finding{{Unfinished, -1, fell / (first - ended), UnfinishedLimit}}
	}
	return nil
}

func meanLoss(curve []Epoch) (mean float64) {
	for _, e := range curve {
		mean += e.Loss / float64(len(curve))
	}
	return mean
}
