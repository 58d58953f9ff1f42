package team

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"time"

	"dure/survey"
)

// A season as a file: what it asks, who takes part and what they answered, the rules, and the teams that were formed, of which the same season can be made
// again, here or elsewhere. In the file questions, members and proposals have the ids that they have where it was written; where it is read they get
// others, and rules and teams are renamed with them. What was told in confidence is not in it, nor what was found while teams were formed.

// ArchiveFormat names the file and its version.
const ArchiveFormat = "dure season 1"

// An Archive is a season as a file.
type Archive struct {
	Format    string             `json:"format"`
	Name      string             `json:"name"`
	Closed    bool               `json:"closed,omitempty"` // the list of members
	Survey    ArchivedSurvey     `json:"survey"`
	Members   []ArchivedMember   `json:"members"`
	Answers   []ArchivedAnswers  `json:"answers"`
	Rules     []Rule             `json:"rules"`           // null where only the suggested ones stand
	Sizes     json.RawMessage    `json:"sizes,omitempty"` // what was typed to form teams
	Past      []ArchivedSeason   `json:"past,omitempty"`  // earlier seasons that rules are on
	Proposals []ArchivedProposal `json:"proposals"`
	Published *ArchivedRoster    `json:"published,omitempty"`
	LeftOut   []string           `json:"left_out"` // what a season has beside
}

// An ArchivedSurvey is what a season asks.
type ArchivedSurvey struct {
	Title   survey.Text `json:"title,omitzero"`
	Intro   survey.Text `json:"intro,omitzero"`
	Consent survey.Text `json:"consent,omitzero"`
	survey.Settings
	Opens     time.Time          `json:"opens,omitzero"`
	Closes    time.Time          `json:"closes,omitzero"`
	Questions []ArchivedQuestion `json:"questions"`
}

// An ArchivedQuestion is a question with its id.
type ArchivedQuestion struct {
	ID survey.QuestionID `json:"id"`
	survey.Question
}

// An ArchivedMember is somebody who takes part, or did.
type ArchivedMember struct {
	ID      survey.MemberID `json:"id"`
	Name    string          `json:"name"`
	Email   string          `json:"email,omitempty"`
	Ref     string          `json:"ref,omitempty"`
	Dropped time.Time       `json:"dropped,omitzero"`
}

// ArchivedAnswers are what a member has sent.
type ArchivedAnswers struct {
	Member    survey.MemberID  `json:"member"`
	Submitted time.Time        `json:"submitted"`
	Lang      survey.Lang      `json:"lang,omitempty"`
	Consented bool             `json:"consented,omitempty"`
	Agreed    survey.Agreement `json:"agreed,omitzero"`
	Answers   survey.Answers   `json:"answers"`
}

// An ArchivedSeason is an earlier season of the club, which is found by its name.
type ArchivedSeason struct {
	ID   survey.SeasonID `json:"id"`
	Name string          `json:"name"`
}

// An ArchivedProposal is teams, with what they were formed by.
type ArchivedProposal struct {
	ID      ProposalID `json:"id"`
	Name    string     `json:"name"`
	Created time.Time  `json:"created"`
	Request Request    `json:"request"`
	Lineup
}

// An ArchivedRoster is which proposal members see, and what its teams are told.
type ArchivedRoster struct {
	Proposal ProposalID `json:"proposal"`
	At       time.Time  `json:"at"`
	Briefs   Briefs     `json:"briefs,omitzero"`
}

// ReadArchive reads a season from a file. One that is no such file, or says what cannot be, is an [survey.InvalidError] that names the part.
func ReadArchive(data []byte) (a Archive, err error) {
	if err := json.Unmarshal(bytes.TrimPrefix(data, []byte("\ufeff")), &a); err != nil {
		if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok && wrong.Field != "" {
			return a, archiveError(wrong.Field)
		}
		return a, &survey.InvalidError{Field: "file", Reason: "season_file_none"}
	}
	if a.Format != ArchiveFormat {
		return a, &survey.InvalidError{Field: "file", Reason: "season_file_none"}
	}
	return a, a.check()
}

// archiveError is that a part of a file says what cannot be.
func archiveError(part string) error {
	return &survey.InvalidError{Field: "file", Reason: "season_file_wrong", Args: map[string]any{"Part": part}}
}

// Asked is the survey as a season has it.
func (a Archive) Asked() survey.Survey {
	s := survey.Survey{Title: a.Survey.Title, Intro: a.Survey.Intro, Consent: a.Survey.Consent, Settings: a.Survey.Settings, Opens: a.Survey.Opens, Closes: a.Survey.Closes}
	for _, q := range a.Survey.Questions {
		q.Question.ID, q.Question.Version = q.ID, 1
		s.Questions = append(s.Questions, q.Question)
	}
	return s
}

// Renamed is a proposal where its members and the columns of its rules are called otherwise. Of rules that name nothing there it is without.
func (p ArchivedProposal) Renamed(r Renaming) ArchivedProposal {
	p.Request.Rules, p.Request.By = r.Rules(p.Request.Rules), 0
	p.Request.LeaveOut, p.Request.Missing = r.ids(p.Request.LeaveOut), r.ids(p.Request.Missing)
	p.Locked = r.ids(p.Locked)
	p.Teams = r.teams(p.Teams)
	for i := range p.Later {
		p.Later[i] = r.teams(p.Later[i])
	}
	return p
}

// Rules are the rules as they are called, without those on what is not there.
func (r Renaming) Rules(all []Rule) (renamed []Rule) {
	for _, rule := range all {
		if rule, gone := rule.renamed(r); gone != CardGone {
			renamed = append(renamed, rule)
		}
	}
	return renamed
}

// Behind counts the rules, of the cards and of teams, that name a question, an option or members that the file does not have, and lists the earlier
// seasons that rules are on and that are called as none of these. What rules asked of those is lost where the season is made.
func (a Archive) Behind(here []survey.Season) (rules int, seasons []string) {
	r := Renaming{Asked: a.Asked(), Columns: map[string]string{}, Members: map[survey.MemberID]survey.MemberID{}}
	for _, q := range r.Asked.Questions {
		for _, c := range q.Blank() {
			r.Columns[c.Name] = c.Name
		}
	}
	for _, m := range a.Members {
		r.Members[m.ID] = m.ID
	}
	var lost []Rule
	past := map[survey.SeasonID]bool{}
	all := slices.Clone(a.Rules)
	for _, p := range a.Proposals {
		all = append(all, p.Request.Rules...)
	}
	for _, rule := range all {
		if _, gone := rule.renamed(r); gone != "" && !slices.ContainsFunc(lost, func(l Rule) bool { return reflect.DeepEqual(l, rule) }) {
			lost = append(lost, rule)
		}
		for _, id := range rule.Seasons {
			past[id] = true
		}
	}
	for _, p := range a.Past {
		if past[p.ID] && !slices.ContainsFunc(here, func(s survey.Season) bool { return survey.Fold(s.Name) == survey.Fold(p.Name) }) {
			seasons = append(seasons, p.Name)
		}
	}
	return len(lost), seasons
}

func (r Renaming) ids(all []survey.MemberID) (out []survey.MemberID) {
	for _, id := range all {
		if now, ok := r.Members[id]; ok {
			out = append(out, now)
		}
	}
	return out
}

func (r Renaming) teams(all []SavedTeam) []SavedTeam {
	out := slices.Clone(all)
	for i := range out {
		out[i].Members = r.ids(out[i].Members)
		out[i].Activities = r.taken(out[i].Activities)
	}
	return out
}

// taken is what a team takes up, by the columns as they are called.
func (r Renaming) taken(was Activities) Activities {
	now := Activities{}
	for column, option := range was {
		if to, ok := r.Columns[column]; ok {
			now[to] = option
		}
	}
	return now
}

// check returns the first part that cannot be. It is what the forms of the pages would refuse.
func (a Archive) check() error {
	asked := a.Asked()
	if err := errors.Join(asked.CheckWording(), asked.CheckTimes()); err != nil {
		return archiveError("survey")
	}
	seen := map[survey.QuestionID]survey.Question{}
	for i, q := range asked.Questions {
		if _, twice := seen[q.ID]; twice || q.Check() != nil || !keyed(q) {
			return archiveError(fmt.Sprintf("survey.questions[%d]", i))
		}
		seen[q.ID] = q
	}
	if err := a.checkMembers(seen); err != nil {
		return err
	}
	for i, r := range a.Rules {
		if r.check() != nil {
			return archiveError(fmt.Sprintf("rules[%d]", i))
		}
	}
	return a.checkTeams()
}

// maxOptionKey is more than any question ever comes to.
const maxOptionKey = 1 << 20

// keyed reports whether each option has a key of its own.
func keyed(q survey.Question) bool {
	seen := map[int]bool{}
	for _, o := range q.Options {
		if o.Key < 1 || o.Key > maxOptionKey || seen[o.Key] {
			return false
		}
		seen[o.Key] = true
	}
	return true
}

func (a Archive) checkMembers(asked map[survey.QuestionID]survey.Question) error {
	answers := map[survey.MemberID]bool{} // whether they have any in the file
	for i, m := range a.Members {
		is := survey.Member{Name: m.Name, Email: m.Email, Ref: m.Ref}
		if _, twice := answers[m.ID]; twice || is.Check() != nil {
			return archiveError(fmt.Sprintf("members[%d]", i))
		}
		answers[m.ID] = false
	}
	for i, r := range a.Answers {
		part := fmt.Sprintf("answers[%d]", i)
		if twice, known := answers[r.Member]; twice || !known || r.Submitted.IsZero() || len(r.Lang) > 2 {
			return archiveError(part)
		}
		answers[r.Member] = true
		for id, given := range r.Answers {
			q, ok := asked[id]
			if !ok || given.IsZero() || q.CheckAnswer(given) != nil {
				return archiveError(fmt.Sprintf("%s.answers.%d", part, id))
			}
		}
	}
	return nil
}

func (a Archive) checkTeams() error {
	names, known := map[ProposalID]bool{}, map[survey.MemberID]bool{}
	for _, m := range a.Members {
		known[m.ID] = true
	}
	for i, p := range a.Proposals {
		part := fmt.Sprintf("proposals[%d]", i)
		if names[p.ID] || p.Request.Sizes.check(len(a.Members)+maxErased) != nil || p.Request.Rounds < 0 || len(p.Teams) == 0 {
			return archiveError(part)
		}
		names[p.ID] = true
		if slices.ContainsFunc(p.Request.Rules, func(r Rule) bool { return r.check() != nil }) {
			return archiveError(part + ".request.rules")
		}
		for _, round := range p.Rounds() {
			if !eachOnce(round, known) {
				return archiveError(part + ".teams")
			}
		}
	}
	if a.Published != nil && !names[a.Published.Proposal] {
		return archiveError("published")
	}
	return nil
}

// maxErased is how many members may have been erased since teams were formed, of which the sizes still tell.
const maxErased = 1000

// eachOnce reports whether the teams are of members that are known, each in one at most, and have names that a page can show.
func eachOnce(teams []SavedTeam, known map[survey.MemberID]bool) bool {
	in := map[survey.MemberID]bool{}
	for _, g := range teams {
		if len([]rune(g.Name)) > survey.MaxName {
			return false
		}
		for _, id := range g.Members {
			if in[id] || !known[id] {
				return false
			}
			in[id] = true
		}
	}
	return true
}
