package survey

import (
	"context"
	"time"
)

// An Act is something that was done or looked at, as the log keeps it. It calls nobody by name, so that nothing of a member stays in it who is
// erased.
type Act struct {
	ID        int64
	Club      ClubID
	Season    SeasonID // 0 for what concerns the club as a whole
	Member    MemberID // whom it concerns; 0 for nobody in particular, or for who is erased by now
	Everybody bool     // it concerns all members of the season
	What      Deed
	Args      map[string]any // words and ids that tell more of it, such as a role
	By        Doer
}

// Letter is the kind of letter that was sent, "" for other acts.
func (a Act) Letter() LetterKind {
	kind, _ := a.Args["Letter"].(string)
	return LetterKind(kind)
}

// An ActFilter is what of a club's log is asked for: each field that is not zero narrows it.
type ActFilter struct {
	Season SeasonID
	By     OrganizerID
	Member MemberID
	What   Deed
	Before int64 // acts older than the one with this id
	Most   int   // how many, at most
}

// A Doer is who does something, and when.
type Doer struct {
	Kind      DoerKind
	Organizer OrganizerID // where the kind is [ByOrganizer] and the account is still there
	Email     string      // of the organizer, where it was read for a member
	At        time.Time
	Once      string // tells the request from all others, where what it makes is made once however often it comes; or ""
	Read      string // the mark of what it changes as its form showed it, so that nothing newer is lost unseen; or ""
	Right     Right  // on which what is done rests
}

// A Right is what somebody must have at the very moment at which something is written. It was looked up before, when they asked for it, and may be
// lost since. The zero value asks for nothing.
type Right struct {
	Session SessionID // goes on
	Club    ClubID    // has the doer as an organizer,
	Role    Role      // in this role or one of more rights
}

// A DoerKind is what somebody is who does something.
type DoerKind string

// The kinds of doer.
const (
	ByOrganizer DoerKind = "organizer"
	ByMember    DoerKind = "member"   // whom it concerns, through the personal link
	ByOperator  DoerKind = "operator" // by a command on the server
	ByProgram   DoerKind = "program"  // by itself, at its time
)

type doerKey struct{}

// Doing returns a context in which what is done counts as done by somebody.
func Doing(ctx context.Context, by Doer) context.Context {
	return context.WithValue(ctx, doerKey{}, by)
}

// Resting returns a context in which what is done is done by whom it was, and rests on a right.
func Resting(ctx context.Context, on Right) context.Context {
	by := DoneBy(ctx)
	by.Right = on
	return Doing(ctx, by)
}

// DoneBy returns who does what is done in a context: the program itself, at no time in particular, where nobody was named.
func DoneBy(ctx context.Context) Doer {
	if by, ok := ctx.Value(doerKey{}).(Doer); ok {
		return by
	}
	return Doer{Kind: ByProgram}
}

// A Deed is what kind of thing was done or looked at. The message "act_" with its name says it.
type Deed string

// The deeds: first what was looked at, then what was changed.
const (
	SawAnswers     Deed = "saw_answers" // of one member
	TookAnswers    Deed = "took_answers"
	TookTeams      Deed = "took_teams"
	TookLinks      Deed = "took_links"
	TookReminders  Deed = "took_reminders" // texts with personal links
	TookFeedback   Deed = "took_feedback"
	TookMemberData Deed = "took_member_data" // all that is kept of one member
	SawConfided    Deed = "saw_confided"     // was told whether requests made in confidence are all met

	AddedMember    Deed = "added_member"
	ChangedMember  Deed = "changed_member"
	DroppedMember  Deed = "dropped_member"
	RestoredMember Deed = "restored_member"
	ErasedMember   Deed = "erased_member"
	AdmittedMember Deed = "admitted_member" // who joined by the club link
	RefusedMember  Deed = "refused_member"
	TookPlace      Deed = "took_place" // on the list, by the club link
	KeptTaken      Deed = "kept_taken"
	SetApart       Deed = "set_apart" // who came by the club link under the same name
	GaveBack       Deed = "gave_back" // such a place
	LetInLate      Deed = "let_in_late"
	KeptJoined     Deed = "kept_joined"
	EndedLate      Deed = "ended_late"
	RenewedLink    Deed = "renewed_link"

	ConfirmedDevice Deed = "confirmed_device"
	EndedDevice     Deed = "ended_device"

	RemindedOf      Deed = "reminded"
	SentLetter      Deed = "sent_letter"
	DeclinedLetters Deed = "declined_letters"
	TookLetters     Deed = "took_letters" // again, after declining them
	DecidedName     Deed = "decided_name"
	ImportedRows    Deed = "imported"
	UndidImport     Deed = "undid_import"
	ChangedSurvey   Deed = "changed_survey"
	ChangedRules    Deed = "changed_rules"
	FormedTeams     Deed = "formed_teams"
	EditedTeams     Deed = "edited_teams"
	DeletedTeams    Deed = "deleted_teams"
	PublishedTeams  Deed = "published_teams"
	PlannedTeams    Deed = "planned_teams"   // to be published at a time
	UnplannedTeams  Deed = "unplanned_teams" // no more
	BriefedTeams    Deed = "briefed_teams"
	Unpublished     Deed = "unpublished"
	TrainedModel    Deed = "trained_model"
	ChangedSeason   Deed = "changed_season"
	DeletedSeason   Deed = "deleted_season"
	ChangedPeers    Deed = "changed_peers" // whether members say how teammates work
	SetRetention    Deed = "set_retention"
	RanRetention    Deed = "ran_retention"
	ChangedClub     Deed = "changed_club"
	Invited         Deed = "invited"
	Withdrew        Deed = "withdrew" // an invitation
	JoinedClub      Deed = "joined_club"
	ChangedRole     Deed = "changed_role"
	LeftClub        Deed = "left_club"
)

// Deeds are all of them, in the order in which they are offered to choose from.
var Deeds = []Deed{
	SawAnswers, TookAnswers, TookTeams, TookLinks, TookReminders, TookFeedback, TookMemberData, SawConfided,
	AddedMember, ChangedMember, DroppedMember, RestoredMember, ErasedMember, AdmittedMember, RefusedMember, KeptJoined, LetInLate, EndedLate, RenewedLink,
	ConfirmedDevice, EndedDevice, RemindedOf, SentLetter, DeclinedLetters, TookLetters, DecidedName, ImportedRows, UndidImport,
	ChangedSurvey, ChangedRules, FormedTeams, EditedTeams, DeletedTeams, PublishedTeams, PlannedTeams, UnplannedTeams, BriefedTeams, Unpublished, TrainedModel,
	ChangedSeason, DeletedSeason, ChangedPeers, SetRetention, RanRetention, ChangedClub, Invited, Withdrew, JoinedClub, ChangedRole, LeftClub,
}
