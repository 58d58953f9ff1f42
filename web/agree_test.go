package web_test

import (
	"encoding/json"
	"html"
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"dure/clustering/team"
	"dure/web/webtest"
)

// What is counted of teams is the same wherever it stands: on the board, on paper, on each member's own page, in what is kept of the forming,
// and in what the command says of the exported file. The numbers are read out of what is shown.

var agreeingClubs = webtest.Rounds(50, 200)

// sayings are how pages say the numbers of a team, and of the whole.
var sayings = map[string]*regexp.Regexp{
	"members":        regexp.MustCompile(`(\d+|One) (?:people|person|members?)\b`),
	"teammates":      regexp.MustCompile(`Your (\d*) ?teammate`),
	"said when":      regexp.MustCompile(`(\d+ of \d+) said when`),
	"hours":          regexp.MustCompile(`said when(?:; ([\d.]+) h in common|: (nothing) is known)`),
	"wishes":         regexp.MustCompile(`(\d+ of \d+) who wished|(Nobody) here wished`),
	"wishes met":     regexp.MustCompile(`(\d+) of \d+ who wished|wished; (\d+) of them`),
	"wished":         regexp.MustCompile(`\d+ of (\d+) who wished|(\d+) of \d+ wished[;,]`),
	"not understood": regexp.MustCompile(`Wishes not understood: (\d+)`),
	"not answered":   regexp.MustCompile(`(\d+) of \d+ have not answered\.`),
}

// mark stands beside the name of who has not answered.
const mark = `title="has not answered"`

var tags = regexp.MustCompile(`<[^>]*>|\s+`)

// numbersIn reads the numbers in a part of a page: those that it says, how many members it lists, each at a text, and how many it marks.
func numbersIn(part, member string) map[string]string {
	out := map[string]string{"marked": strconv.Itoa(strings.Count(part, mark))}
	if member != "" {
		out["listed"] = strconv.Itoa(strings.Count(part, member))
	}
	text := html.UnescapeString(strings.Join(strings.Fields(tags.ReplaceAllString(part, " ")), " "))
	for what, saying := range sayings {
		if m := saying.FindStringSubmatch(text); m != nil {
			out[what] = strings.Replace(strings.Join(m[1:], ""), "One", "1", 1)
		}
	}
	return out
}

// cardSays is what a card says first, of what is told of each rule below: what is amiss before the rest.
var cardSays = regexp.MustCompile(`(?s)<ul class="team-says">.*?</ul>`)

// parts are the pieces of a page that begin with a text, each up to the end of its section.
func parts(page, begin string) (all []string) {
	for _, part := range strings.Split(page, begin)[1:] {
		part, _, _ = strings.Cut(part, "</section>")
		all = append(all, part)
	}
	return all
}

// whole is a number that is shown, 0 where none is.
func whole(number string) int { n, _ := strconv.Atoi(number); return n }

func TestCountsAgreeInRandomClubs(t *testing.T) {
	s := newSite(t)
	owner := s.organizer()
	var clubs, numbers atomic.Int64
	t.Run("club", func(t *testing.T) {
		for number := range agreeingClubs {
			t.Run(strconv.Itoa(number), func(t *testing.T) {
				t.Parallel()
				rng := rand.New(rand.NewPCG(uint64(number), 17))
				club := s.inAClub(t, rng)
				if id, ok := club.formed(club.randomRequest(rng)); ok {
					a := agreement{site: club, visitor: &visitor{site: club, client: owner.client, lang: "en"}}
					a.check(id, rng.IntN(4) == 0)
					clubs.Add(1)
					numbers.Add(int64(a.compared))
				}
			})
		}
	})
	if clubs.Load() < int64(agreeingClubs)*9/10 || numbers.Load() < 100*int64(agreeingClubs) {
		t.Errorf("only %d numbers of %d clubs were compared", numbers.Load(), clubs.Load())
	}
	t.Logf("%d numbers of %d clubs were compared", numbers.Load(), clubs.Load())
}

// An agreement compares what is shown of the teams of a proposal with what the board says.
type agreement struct {
	*site
	visitor  *visitor
	compared int
}

func (a *agreement) equal(what, where string, got, board any) {
	a.Helper()
	if a.compared++; got != board {
		a.Errorf("%s: the board says %v, %s %v", what, board, where, got)
	}
}

func (a *agreement) same(of, where string, got, board map[string]string, whats ...string) {
	a.Helper()
	for _, what := range whats {
		a.equal(what+" of "+of, where, got[what], board[what])
	}
}

// check compares what is shown, once the first member has left if one leaves.
func (a *agreement) check(id team.ProposalID, leaves bool) {
	saved, err := a.db.Proposal(a.Context(), id)
	a.must("read the proposal", err)
	var formed team.Proposal
	a.must("read what was formed", json.Unmarshal(saved.Result, &formed))
	if leaves {
		a.visitor.post(a.at("/members/%d/drop", saved.Lineup.Teams[0].Members[0]), nil).want(200)
	}
	page, paper := a.visitor.get(a.at("/proposals/%d", id)).want(200).body, a.visitor.get(a.at("/proposals/%d/print", id)).want(200).body
	cards, printed, told := parts(page, `<section class="card team"`), parts(paper, `<section class="roster-team" id="team-`), a.commandTells(a.visitor, id)
	if n := len(saved.Lineup.Teams); len(cards) != n || len(printed) != n || len(told) != n || len(formed.Teams) != n {
		a.Fatalf("of %d teams the board has %d, paper %d, the file %d and what is kept %d", n, len(cards), len(printed), len(told), len(formed.Teams))
	}
	sums, kept := map[string]int{}, 0
	for t, g := range saved.Lineup.Teams {
		board := numbersIn(cardSays.ReplaceAllString(cards[t], ""), `class="member-name"`)
		for _, what := range []string{"wished", "wishes met", "not understood"} {
			sums[what] += whole(board[what])
		}
		if hours, err := strconv.ParseFloat(board["hours"], 64); err == nil && hours >= 1 {
			kept++
		}
		a.same(g.Name, "its list", map[string]string{"members": board["listed"], "not answered": board["marked"]}, board, "members", "not answered")
		a.same(g.Name, "paper", numbersIn(printed[t], `<th scope="row">`), board, "members", "listed", "marked", "said when", "hours")
		a.same(g.Name, "the command", numbersIn(told[t], ""), board, "said when", "hours", "not answered")
		if !leaves { // pages know whom a wish for one who left meant, and a file does not have them
			a.same(g.Name, "the command", numbersIn(told[t], ""), board, "wishes", "not understood")
		}
		a.equal("wishes met in "+g.Name, "its members' pages", a.ownPages(g, board), whole(board["wishes met"]))
		if !leaves {
			a.equal("members of "+g.Name, "what is kept", len(formed.Teams[t].Members), whole(board["members"]))
		}
	}
	all := numbersIn(parts(page, `<table class="rule-scores">`)[0], "")
	for what, sum := range sums {
		a.equal(what, "its teams together", sum, whole(all[what]))
	}
	a.equal("not answered", "its marks", strings.Count(page, mark), whole(legend(page)))
	a.equal("not answered", "paper", legend(paper), legend(page))
	if !leaves {
		a.equal("teams that keep the hours", "what is kept", int(formed.Rules[hoursNext].Value), kept)
		a.equal("wishes met", "what is kept", int(formed.Rules[wishesNext].Value), sums["wishes met"])
		a.equal("wishes not understood", "what is kept", formed.NotUnderstood.Wishes, sums["not understood"])
	}
}

// legend is how many a page says have not answered, beside the mark of them.
func legend(page string) string {
	_, said, _ := strings.Cut(page, "has not answered (")
	said, _, _ = strings.Cut(said, ")")
	return said
}

// ownPages compares each member's own page, and returns how many of the team are told there of somebody they wished for.
func (a *agreement) ownPages(g team.SavedTeam, board map[string]string) (pleased int) {
	for _, id := range g.Members {
		m, err := a.db.Member(a.Context(), id)
		a.must("read a member", err)
		if !m.Active() {
			continue
		}
		own := "/m/" + string(m.Token)
		v := a.site.visitor()
		v.get(own + "/devices").want(200)
		shown := v.post(own+"/devices", nil).want(200)
		if shown.path != own {
			a.Fatalf("who has a device of their own now is led to %s, want the own page", shown.path)
		}
		page := shown.body
		pleased += strings.Count(page, "you wished for")
		numbers := numbersIn(page, "")
		mates, err := strconv.Atoi(numbers["teammates"])
		if err != nil && !strings.Contains(page, "You are alone in this team") {
			mates = 1 // "Your teammate"
		}
		numbers["members"] = strconv.Itoa(mates + 1)
		a.same(g.Name, "the page of "+m.Name, numbers, board, "members", "said when", "hours")
	}
	return pleased
}
