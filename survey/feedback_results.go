package survey

import (
	"cmp"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"time"
)

// MinTeamTotal is the least number of a team's members whose feedback a [FeedbackVerdict] is passed on.
const MinTeamTotal = 3

// When a team is in trouble: its mean fit is at most TroubleFit, or more than half of those who answered would
// not work together again; and the work is uneven where the others see somebody do less than UnevenShare percent.
const (
	TroubleFit  = 2.5
	UnevenShare = 60
)

// FeedbackResults are what organizers see of a round. They never say who gave an answer, and no figure
// about fewer than [MinTotal] answers can be had by taking one view from another:
//
//   - Answers enter the figures in batches of at least [MinTotal] new or changed ones ([Feedback] keeps the opinion
//     that is in the figures apart from the latest one). So the difference between what was to be seen at two times
//     is about that many people. Up to four answers wait, and may stay out for good.
//   - Figures of single teams come only after the close, for teams with at least [MinTotal] answers, and only if the
//     rest of the season that remains when they are taken away has as many or nobody. A round that is opened again, or out
//     of which a member is erased, has none any more ([FeedbackRound] is SeasonOnly).
//   - Texts are in an order that a secret key of the round gives, each question's in its own, and their ids differ by
//     question: two texts of one member cannot be told to be of one hand by their place or their id.
//   - A warning about a team is passed once, as [FeedbackVerdict] says.
//
// When a member is erased, four others' answers leave the figures as well, until the next batch, so that the change does
// not show what the erased one was.
type FeedbackResults struct {
	Answered int // submitted by now
	Shown    int // in the figures; 0 while there are too few
	Fit      [MaxFit]int
	Mean     float64 // of fit
	Again    int     // would work together again
	Helped   []FactorCount
	Hindered []FactorCount

	HelpedTexts, HinderedTexts, Notes []FeedbackText

	Teams []TeamFeedback
}

// A FactorCount says how many chose one of [FeedbackFactors].
type FactorCount struct {
	Factor Factor
	Count  int
}

// A FeedbackText is something that was typed, under an id that tells nothing.
type FeedbackText struct{ ID, Text string }

// TeamFeedback are the figures of one team.
type TeamFeedback struct {
	Team   FeedbackTeam // People are those whom the shares name
	Shown  int
	Mean   float64
	Again  int
	Shares []ShareMean // by what they got, most first
}

// A ShareMean is what the others of a team say that a member did of the work, in percent of an even share.
type ShareMean struct {
	Member MemberID
	Mean   float64
	Raters int
}

// SumUpFeedback returns what organizers see at now of the feedback that was given in a round.
func SumUpFeedback(r FeedbackRound, given []Feedback, now time.Time) FeedbackResults {
	var out FeedbackResults
	var shown []Feedback
	for _, f := range given {
		if f.Answers != nil {
			out.Answered++
		}
		if f.Shown != nil {
			shown = append(shown, f)
		}
	}
	if len(shown) < MinTotal {
		return out
	}
	out.Shown = len(shown)
	var helped, hindered []Factor
	for _, f := range shown {
		o := f.Shown
		if o.Fit >= 1 && o.Fit <= MaxFit {
			out.Fit[o.Fit-1]++
		}
		if o.Again == AgainYes {
			out.Again++
		}
		helped, hindered = append(helped, o.Helped...), append(hindered, o.Hindered...)
	}
	out.Mean = meanFit(shown)
	out.Helped, out.Hindered = countFactors(helped), countFactors(hindered)
	out.HelpedTexts = r.texts("helped", shown, func(o *Opinion) string { return o.HelpedText })
	out.HinderedTexts = r.texts("hindered", shown, func(o *Opinion) string { return o.HinderedText })
	out.Notes = r.texts("note", shown, func(o *Opinion) string { return o.Note })
	if r.Kind == MainFeedback && r.State(now) == Closed && !r.SeasonOnly {
		out.Teams = teamFigures(shown)
	}
	return out
}

func meanFit(shown []Feedback) float64 {
	sum := 0
	for _, f := range shown {
		sum += f.Shown.Fit
	}
	return float64(sum) / float64(len(shown))
}

func joinFactors(all []Factor) string {
	names := make([]string, len(all))
	for i, f := range all {
		names[i] = string(f)
	}
	return strings.Join(names, "; ")
}

// countFactors lists what was chosen, most often first.
func countFactors(chosen []Factor) []FactorCount {
	count := map[Factor]int{}
	for _, f := range chosen {
		count[f]++
	}
	var all []FactorCount
	for _, f := range FeedbackFactors {
		if count[f] > 0 {
			all = append(all, FactorCount{f, count[f]})
		}
	}
	slices.SortStableFunc(all, func(a, b FactorCount) int { return b.Count - a.Count })
	return all
}

// texts returns what was typed into one question, in an order of its own.
func (r FeedbackRound) texts(question string, shown []Feedback, of func(*Opinion) string) []FeedbackText {
	var all []FeedbackText
	for _, f := range shown {
		if text := of(f.Shown); text != "" {
			all = append(all, FeedbackText{r.answerID(question, f.Member), text})
		}
	}
	sortTexts(all)
	return all
}

// sortTexts puts texts into the order of their ids, which tells nothing.
func sortTexts(all []FeedbackText) {
	slices.SortFunc(all, func(a, b FeedbackText) int { return strings.Compare(a.ID, b.ID) })
}

// answerID is what a member's answer to a question of the round is called: nobody without the key can tell whose
// it is, nor whether two are of one member.
func (r FeedbackRound) answerID(question string, id MemberID) string {
	mac := hmac.New(sha256.New, []byte(r.Key))
	mac.Write([]byte(string(r.Kind) + " " + question + " " + id.Code()))
	return hex.EncodeToString(mac.Sum(nil)[:6])
}

// byTeam puts feedback about the same team together, by team.
func byTeam(given []Feedback, of func(Feedback) *Opinion) [][]Feedback {
	var all [][]Feedback
	for _, f := range given {
		about := of(f).Team
		i := slices.IndexFunc(all, func(g []Feedback) bool { return of(g[0]).Team.Same(about) })
		if i < 0 {
			all = append(all, nil)
			i = len(all) - 1
		}
		all[i] = append(all[i], f)
	}
	slices.SortFunc(all, func(a, b []Feedback) int {
		s, t := of(a[0]).Team, of(b[0]).Team
		return cmp.Or(cmp.Compare(s.Proposal, t.Proposal), cmp.Compare(s.Number, t.Number))
	})
	return all
}

// teamFigures returns the figures of the teams that may have some.
func teamFigures(shown []Feedback) []TeamFeedback {
	teams := byTeam(shown, func(f Feedback) *Opinion { return f.Shown })
	teams = slices.DeleteFunc(teams, func(g []Feedback) bool { return len(g) < MinTotal })
	rest := len(shown)
	for _, g := range teams {
		rest -= len(g)
	}
	for rest > 0 && rest < MinTotal && len(teams) > 0 {
		least := 0
		for i, g := range teams {
			if len(g) < len(teams[least]) {
				least = i
			}
		}
		rest += len(teams[least])
		teams = slices.Delete(teams, least, least+1)
	}
	var all []TeamFeedback
	for _, g := range teams {
		t := TeamFeedback{Team: g[0].Shown.Team, Shown: len(g), Mean: meanFit(g)}
		opinions := map[MemberID]Opinion{}
		for _, f := range g {
			opinions[f.Member] = *f.Shown
			if f.Shown.Again == AgainYes {
				t.Again++
			}
		}
		for _, s := range ShareMeans(opinions) {
			if s.Raters >= MinTotal {
				t.Shares = append(t.Shares, s)
			}
		}
		all = append(all, t)
	}
	return all
}

// ShareMeans returns for each member whom somebody else gave a share of the work the mean of what the others gave.
// The opinions are of one team, by who gave them. What a member gave to himself or herself does not count.
func ShareMeans(opinions map[MemberID]Opinion) []ShareMean {
	sums, raters := map[MemberID]int{}, map[MemberID]int{}
	for by, o := range opinions {
		for of, share := range o.Shares {
			if of != by {
				sums[of] += share
				raters[of]++
			}
		}
	}
	var all []ShareMean
	for id, n := range raters {
		all = append(all, ShareMean{id, float64(sums[id]) / float64(n), n})
	}
	slices.SortFunc(all, func(a, b ShareMean) int { return cmp.Or(cmp.Compare(b.Mean, a.Mean), cmp.Compare(a.Member, b.Member)) })
	return all
}

// A FeedbackVerdict says of one team whether it is in trouble. It says less than any member did: at least three of the team
// have answered, in a season of at least [MinTotal] answers; that a mean of three or more lies on one side of a
// threshold fixes nobody's answer; and a team is judged once in a round, when all of it have answered or the round
// closes, so that nobody can watch a verdict turn as the next answer comes in.
type FeedbackVerdict struct {
	Proposal int64
	Number   int  // of the team in it, from 0
	Low      bool // it does not fit
	Uneven   bool // the work is not shared
}

// Trouble reports whether organizers should look after the team.
func (v FeedbackVerdict) Trouble() bool { return v.Low || v.Uneven }

// JudgeTeams judges the teams of which at least [MinTeamTotal] members have answered, but for those that old has a verdict
// on. With only complete ones, a team of which somebody has not answered is left for later.
func JudgeTeams(given []Feedback, old []FeedbackVerdict, complete bool) []FeedbackVerdict {
	answered := slices.DeleteFunc(slices.Clone(given), func(f Feedback) bool { return f.Answers == nil })
	var all []FeedbackVerdict
	for _, g := range byTeam(answered, func(f Feedback) *Opinion { return f.Answers }) {
		about := g[0].Answers.Team
		judged := slices.ContainsFunc(old, func(v FeedbackVerdict) bool { return v.Proposal == about.Proposal && v.Number == about.Number })
		if judged || len(g) < MinTeamTotal || complete && !everybody(g) {
			continue
		}
		all = append(all, judge(about, g))
	}
	return all
}

// everybody reports whether everybody whom an opinion about the team names has given one.
func everybody(g []Feedback) bool {
	for _, f := range g {
		for _, id := range f.Answers.Team.People {
			if !slices.ContainsFunc(g, func(o Feedback) bool { return o.Member == id }) {
				return false
			}
		}
	}
	return true
}

func judge(about FeedbackTeam, g []Feedback) FeedbackVerdict {
	v := FeedbackVerdict{Proposal: about.Proposal, Number: about.Number}
	fit, not, shares := 0, 0, map[MemberID]Opinion{}
	for _, f := range g {
		fit += f.Answers.Fit
		if f.Answers.Again == AgainNo {
			not++
		}
		if len(f.Answers.Shares) > 0 {
			shares[f.Member] = *f.Answers
		}
	}
	v.Low = float64(fit) <= TroubleFit*float64(len(g)) || 2*not > len(g)
	if len(shares) >= MinTeamTotal {
		means := ShareMeans(shares)
		v.Uneven = len(means) > 0 && means[len(means)-1].Mean < UnevenShare
	}
	return v
}

// A FeedbackAnswer is one answer to one question in the figures, under an id that tells nothing.
type FeedbackAnswer struct{ Question, ID, Answer string }

// FeedbackAnswers lists the answers in the figures, question by question, each question's in an order and with ids of its
// own; none while there are too few. Answers to two questions cannot be put together to one member's.
func FeedbackAnswers(r FeedbackRound, given []Feedback) []FeedbackAnswer {
	shown := slices.DeleteFunc(slices.Clone(given), func(f Feedback) bool { return f.Shown == nil })
	if len(shown) < MinTotal {
		return nil
	}
	var all []FeedbackAnswer
	for _, q := range []struct {
		name string
		of   func(*Opinion) string
	}{
		{"fit", func(o *Opinion) string { return strconv.Itoa(o.Fit) }},
		{"again", func(o *Opinion) string { return string(o.Again) }},
		{"helped_by", func(o *Opinion) string { return joinFactors(o.Helped) }},
		{"helped", func(o *Opinion) string { return o.HelpedText }},
		{"hindered_by", func(o *Opinion) string { return joinFactors(o.Hindered) }},
		{"hindered", func(o *Opinion) string { return o.HinderedText }},
		{"note", func(o *Opinion) string { return o.Note }},
	} {
		for _, t := range r.texts(q.name, shown, q.of) {
			all = append(all, FeedbackAnswer{q.name, t.ID, t.Text})
		}
	}
	return all
}
