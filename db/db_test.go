package db

import (
	"context"
	"crypto/rand"
	"testing"
	"time"

	"dure/survey"
)

// now is the time in which the tests take place.
var now = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// openDir opens the database in dir until the test ends.
func openDir(t *testing.T, dir string, keys ...Keys) *DB {
	t.Helper()
	onFile(t)
	return openAt(t, dir, Options{Keys: append(keys, Keys{})[0]})
}

// openAt opens a database until the test ends.
func openAt(t *testing.T, dir string, o Options) *DB {
	t.Helper()
	d, err := OpenWith(t.Context(), dir, o)
	if err != nil {
		t.Fatalf("Open a database: %v", err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	})
	return d
}

// fileOf returns the file in which a database is.
func fileOf(d *DB) *file { return d.engine.(*file) }

// sound checks that the data are as they should be: nothing that a use case does is taken for damage.
func sound(t *testing.T, d *DB) {
	t.Helper()
	if _, err := Check(context.Background(), d.dir, Options{Database: addressOf(d)}); err != nil {
		t.Errorf("check finds %v", err)
	}
	questions.unchanged(t)
	surveys.fresh(t, d)
}

// TestUseCases runs each use case on a new database, and checks what it leaves behind.
func TestUseCases(t *testing.T) {
	for _, c := range []struct {
		name string
		run  func(*testing.T, *DB)
	}{
		{"sign up", testSignup},
		{"join", testJoin},
		{"whom names mean", testNamed},
		{"taking a place on the list", testTakePlace},
		{"sign up again sets a password", testSignupAgain},
		{"links that open nothing", testDeadLinks},
		{"invite an organizer", testInvite},
		{"sign in by link", testSignin},
		{"sessions", testSessions},
		{"attempts count toward limits", testAttempts},
		{"what is good once", testSpend},
		{"clubs and roles", testClubs},
		{"seasons", testSeasons},
		{"rule cards", testDeck},
		{"rule cards of two organizers", testDeckOfTwo},
		{"survey", testSurvey},
		{"what surveys ask is read once", testAskings},
		{"add and change questions", testChangeQuestion},
		{"option keys are never used again", testOptionKeys},
		{"questions of two organizers", testQuestionsOfTwo},
		{"move questions", testMoveQuestion},
		{"remove questions", testRemoveQuestion},
		{"add a question below another", testAddBelow},
		{"undo and redo in a survey", testSurveyEdits},
		{"undo any edit of a survey", testUndoAnyEdit},
		{"undo over a change that no edit tells of", testUndoUnknown},
		{"no edit of options loses an answer", testOptionEdits},
		{"no edit of another question loses an answer", testQuestionEdits},
		{"no edit breaks a condition", testConditionsStand},
		{"edits race answers", testEditsRaceAnswers},
		{"no device overwrites what it did not show", testTwoDevices},
		{"devices race", testDevicesRace},
		{"when versions came to be", testVersionTimes},
		{"members", testMembers},
		{"a key is unique in a season", testMemberKeys},
		{"erase a member", testRemoveMember},
		{"the log of who saw and changed what", testAudit},
		{"renew a link", testRenewLink},
		{"drop, restore and let in several members", testManyMembers},
		{"a member with leave to answer late", testLeave},
		{"reminders", testReminders},
		{"progress", testProgress},
		{"add a whole survey", testAddQuestions},
		{"drafts and responses", testResponses},
		{"closed surveys", testClosedSurvey},
		{"sensitive answers are added up in batches", testSums},
		{"sums tell nothing of who sent last", testSumsTellNothingOfWhoSentLast},
		{"a question that becomes sensitive", testSumsBegin},
		{"what a name means", testDecide},
		{"what a name means, once somebody is erased", testDecideErased},
		{"answers to what is not asked", testStrayAnswers},
		{"import", testImport},
		{"import all or nothing", testImportAllOrNothing},
		{"import over members", testImportOver},
		{"import keeps what waits", testImportKeepsWhatWaits},
		{"proposals", testProposals},
		{"teams formed again with other cards", testFormAgainAllOrNothing},
		{"edit, undo, redo", testEdits},
		{"dropped members in a proposal", testDroppedInProposal},
		{"publish", testPublish},
		{"seats in published teams", testSeats},
		{"publish at a time", testPublishAtATime},
		{"plans to publish, overtaken", testPlansOvertaken},
		{"delete a season with all in it", testDeleteSeason},
		{"deleting a season goes on after a kill", testSweepGoesOn},
		{"emptying a season goes on after a kill", testEmptyingGoesOn},
		{"taking an import back goes on after a kill", testUndoGoesOn},
		{"two processes sweep at once", testTwoSweep},
		{"a deleted club is gone at once", testDeletedClubIsGone},
		{"the next season, in slices", testNextInSlices},
		{"rounds of feedback", testFeedbackRounds},
		{"feedback", testFeedback},
		{"feedback enters the figures in batches", testFeedbackBatches},
		{"feedback of two devices", testFeedbackOfTwoDevices},
		{"feedback about teammates", testPeers},
		{"feedback on teams", testFeedbackTeams},
		{"erase a member who gave feedback", testEraseWithFeedback},
		{"erase a person everywhere", testEraseEverywhere},
		{"erase during an import", testEraseDuringImport},
		{"erasing goes on after a kill", testErasingGoesOn},
		{"fit history", testFitHistory},
		{"the outbox", testOutbox},
		{"reminders by themselves", testRemindBeforeClose},
		{"links in letters", testLinksInLetters},
		{"a new password by mail", testNewPasswordByMail},
		{"the job that sends letters", testMailJob},
		{"the job that sends letters, without a sender", testMailJobWithoutSender},
		{"follow what is written", testFollow},
		{"jobs", testJobs},
		{"jobs that fail", testFailingJobs},
		{"jobs that nobody does", testJobsThatNobodyDoes},
		{"stop a job", testStopJob},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := openNew(t)
			counted, told := watchSeasons(t, d), watchTold(t, d)
			c.run(t, d)
			told()
			counted()
			sound(t, d)
		})
	}
}

// must returns v, and ends the test if there is an error.
func must[T any](t *testing.T) func(v T, err error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// newSeason makes an organizer with a club and a season.
func newSeason(t *testing.T, d *DB) (survey.Organizer, survey.Season) {
	t.Helper()
	ctx := context.Background()
	o := newOrganizer(t, d, "minji@example.org")
	club := must[survey.Club](t)(d.CreateClub(ctx, o.ID, "산악회", "", now))
	return o, must[survey.Season](t)(d.CreateSeason(ctx, club.ID, "Spring", now))
}

// walkSeason makes one more season of the club, for one random walk.
func walkSeason(t *testing.T, d *DB, club survey.ClubID) survey.Season {
	t.Helper()
	return must[survey.Season](t)(d.CreateSeason(t.Context(), club, "walk "+rand.Text(), now))
}

// newOrganizer signs somebody up by the operator's link.
func newOrganizer(t *testing.T, d *DB, email string) survey.Organizer {
	t.Helper()
	ctx := context.Background()
	token := must[survey.Token](t)(d.SignupToken(ctx, survey.Invite{Email: email, Expires: now.Add(time.Hour)}, now))
	return must[survey.Organizer](t)(d.Signup(ctx, token, email, "hash of "+email, now))
}

// newMember adds a member called name.
func newMember(t *testing.T, d *DB, season survey.SeasonID, name string) survey.Member {
	t.Helper()
	m := survey.Member{Season: season, Name: name, Email: name + "@example.org"}
	return must[survey.Member](t)(d.AddMember(context.Background(), m, now))
}

// openSurvey opens the season's survey now, with the questions, and returns it.
func openSurvey(t *testing.T, d *DB, season survey.SeasonID, qs ...survey.Question) survey.Survey {
	t.Helper()
	ctx := context.Background()
	for _, q := range qs {
		must[survey.Question](t)(d.AddQuestion(ctx, season, q))
	}
	ok(t, d.SaveSurvey(ctx, survey.Survey{Season: season, Title: survey.Text{"en": "Hello"}, Opens: now}))
	return must[survey.Survey](t)(d.Survey(ctx, season))
}
