package view

import "dure/survey"

// A RepairPage offers ways to find places for members without a team, to even out sizes and to improve with few moves.
type RepairPage struct {
	Proposal   ProposalPage
	Budget     string   // members who may move, as typed
	Uneven     string   // what is wrong with the sizes as they are, worded; "" if nothing is
	Considered string   // in how many teams steps are looked for, worded; "" for all
	Stays      []string // what no repair mends, worded
	None       string   // that there is no repair, worded
	Repairs    []RepairOption
	Swaps      []SwapOption
}

// A RepairOption is a division that moves a number of members.
type RepairOption struct {
	Option  int // to ask for it
	Moved   int // members who change teams
	Moves   []string
	Sizes   string  // before and after, worded; "" where they stay
	Unmet   int     // must-rules that are broken then
	Now     float64 // scores of the whole
	Then    float64
	Changes []Change
}

// A SwapOption is a move or a swap, worded.
type SwapOption struct {
	Say    string
	Sizes  string // as of a repair
	Unmet  int    // as of a repair
	Member survey.MemberID
	With   survey.MemberID
	To     int
	Change float64
}

// A MendPage offers to meet what members asked for in confidence.
type MendPage struct {
	Proposal ProposalPage
	Moved    int // members who change teams
	Moves    []string
	Sizes    string // as of a repair
	Whole    bool   // all that is asked for is met then
}
