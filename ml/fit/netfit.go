package fit

// A netFound is what the net's tuning and training found.
type netFound struct{ facts NetFacts }

// netFact says why the net is locked or that it is not.
func (t *trainer) netFact() Fact {
	net, ridge := t.outcome(NetName), t.outcome(RidgeName)
	switch {
	case t.d.groups < netFrom:
		return fact("net_few_teams", "Needs", netFrom, "Teams", t.d.groups)
	case net == nil || ridge == nil:
		return fact("net_off")
	}
	more, se := gain(t.d, net, ridge)
	mean := t.outcome(MeanName)
	n := total(mean.errors)
	args := []any{"Net", 1 - total(net.errors)/n, "Ridge", 1 - total(ridge.errors)/n, "SE", se}
	if more > se {
		return fact("net_unlocked", args...)
	}
	return fact("net_no_better", args...)
}
