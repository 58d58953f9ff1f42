package ml

// LayerFacts are what a pass over rows shows of one activation or dense layer.
type LayerFacts struct {
	Layer int `json:"layer"`
}

func (f *forwardOnly[T]) facts(n *Network, d Data) []LayerFacts { return nil }
