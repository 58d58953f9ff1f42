package team

// A Clash is a smallest set of must-rules that cannot all be kept, as far as could be found.
type Clash struct {
	Rules  []int    `json:"rules"`  // by position in the proposal's Rules
	Proved bool     `json:"proved"` // whether it is certain; otherwise only no way was found
	Ways   []Way    `json:"ways"`
	Where  []string `json:"where"` // sections, or members, that it is about
}

// A Way out of a clash is one rule changed as mildly as makes the others possible.
type Way struct {
	Rule   int    `json:"rule"`
	Reason string `json:"reason"` // message key: what to change
	Count  int    `json:"count"`  // to what, where the change is a number
}

// English words the clash for commands.
func (c *Clash) English(p Proposal) []string { return nil }
