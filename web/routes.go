package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"dure/survey"
)

// who may ask for a route.
type who string

const (
	nobody    who = "nobody" // to whom it is all the same who asks
	anyone    who = "anyone"
	signedIn  who = "signed in"
	viewer        = who(survey.Viewer) // of the club that the address names, in any role
	editor        = who(survey.Editor) // of that club, with the right to change
	owner         = who(survey.Owner)  // of that club
	linkOwner who = "link"             // whoever holds the link
)

// A Route is one address that the program answers.
type Route struct {
	Method string `json:"method"`
	Path   string `json:"path"`
	Who    string `json:"who"`
}

// A verb is a route's method, with how large the body of a request may be, and whether the answer is a stream of events.
type verb struct {
	method string
	body   int64
	stream bool
}

type route struct {
	verb
	path    string
	who     who
	handler echo.HandlerFunc
}

// routes is the table of everything the program answers. An address under /seasons/:season or
// /clubs/:club is answered only to the club's organizers; [server.authorize] sees to it.
func (s *server) routes() []route {
	get, events := verb{method: http.MethodGet}, verb{method: http.MethodGet, stream: true}
	post, small, upload := verb{method: http.MethodPost, body: formBody}, verb{method: http.MethodPost, body: smallBody}, verb{method: http.MethodPost, body: uploadBody}
	return []route{
		{get, "/", anyone, s.home},
		{get, "/healthz", nobody, s.health},
		{get, "/readyz", nobody, s.readiness},
		{get, "/static/*", nobody, s.static},
		{small, "/language", anyone, s.setLanguage},

		{get, "/signin", anyone, s.signInForm},
		{small, "/signin", anyone, s.signIn},
		{small, "/signin/passkey", anyone, s.signInByPasskey},
		{get, "/signin/forgot", anyone, s.forgotForm},
		{small, "/signin/forgot", anyone, s.forgot},
		{get, "/signin/:token", linkOwner, s.linkForm},
		{small, "/signin/:token", linkOwner, s.signInByLink},
		{small, "/signout", anyone, s.signOut},
		{get, "/signup/:token", linkOwner, s.signUpForm},
		{small, "/signup/:token", linkOwner, s.making(s.signUp, s.signedUp)},
		{get, "/account", signedIn, s.account},
		{small, "/account/password", signedIn, s.changePassword},
		{get, "/account/passkeys/new", signedIn, s.passkeyForm},
		{small, "/account/passkeys/new", signedIn, s.askPasskey},
		{post, "/account/passkeys", signedIn, s.making(s.addPasskey, to("/account"))},
		{small, "/account/passkeys/:passkey/remove", signedIn, s.removePasskey},
		{small, "/account/sessions/end", signedIn, s.endOtherSessions},
		{small, "/account/sessions/:session/end", signedIn, s.endSession},

		{get, "/s/:token", linkOwner, on(s.joinForm, s.clubLink)},
		{post, "/s/:token", linkOwner, s.making(on(s.joinForm, s.joinSeason), s.joined)},
		{get, "/s/:token/logo/:hash", linkOwner, on(s.joinForm, s.joinLogo)},
		{get, "/m/:token/logo/:hash", linkOwner, on(s.visit, s.memberLogo)},
		{get, "/m/:token", linkOwner, s.visitOrGoodbye(s.personal)},
		{get, "/m/:token/answers", linkOwner, on(s.visit, s.answers)},
		{post, "/m/:token/answers", linkOwner, on(s.visit, s.overNewest(s.submitAnswers))},
		{post, "/m/:token/draft", linkOwner, on(s.visit, s.overNewest(s.saveDraft))},
		{get, "/m/:token/mates", linkOwner, on(s.visit, s.mates)},
		{post, "/m/:token/meant", linkOwner, on(s.visit, s.overNewest(s.decideOwn))},
		{post, "/m/:token/receipt", linkOwner, s.making(on(s.visit, s.mailReceipt), to("/m/:token"))},
		{get, "/m/:token/letters", linkOwner, on(s.addressee, s.declineForm)},
		{post, "/m/:token/letters", linkOwner, on(s.addressee, s.decline)},
		{get, "/m/:token/team.ics", linkOwner, on(s.visit, s.teamCalendar)},
		{get, "/m/:token/data", linkOwner, on(s.visit, s.ownData)},
		{post, "/m/:token/data", linkOwner, on(s.visit, s.onOwn(s.changeOwn))},
		{get, "/m/:token/delete", linkOwner, on(s.visit, s.onOwn(s.deleteMeForm))},
		{post, "/m/:token/delete", linkOwner, s.making(on(s.visit, s.onOwn(s.deleteMe)), to("/m/:token"))},
		{get, "/m/:token/data.json", linkOwner, on(s.visit, s.onOwn(s.ownDataFile))},
		{get, "/m/:token/data.html", linkOwner, on(s.visit, s.onOwn(s.ownDataFile))},
		{get, "/m/:token/contacts", linkOwner, on(s.visit, s.onOwn(s.contacts))},
		{post, "/m/:token/contacts", linkOwner, on(s.visit, s.onOwn(s.saveContacts))},
		{get, "/m/:token/devices", linkOwner, on(s.visit, s.ownDevices)},
		{post, "/m/:token/devices", linkOwner, s.making(on(s.visit, s.confirmDevice), s.confirmed)},
		{post, "/m/:token/devices/beside", linkOwner, on(s.visit, s.onOwn(s.decideBeside))},
		{post, "/m/:token/devices/mail", linkOwner, s.making(on(s.visit, s.mailCode), to("/m/:token/devices"))},
		{post, "/m/:token/devices/address", linkOwner, on(s.visit, s.onOwn(s.knowAddress))},
		{post, "/m/:token/devices/code", linkOwner, on(s.visit, s.onOwn(s.showCode))},
		{post, "/m/:token/devices/:device/end", linkOwner, on(s.visit, s.onOwn(s.endDevice))},
		{post, "/m/:token/link", linkOwner, s.making(on(s.visit, s.onOwn(s.renewOwnLink)), s.goOnByNewLink)},
		{get, "/m/:token/pulse", linkOwner, on(s.aboutTeam(survey.Pulse), s.feedbackOnOwn(s.feedbackPage))},
		{post, "/m/:token/pulse", linkOwner, on(s.aboutTeam(survey.Pulse), s.feedbackOnOwn(s.sendFeedback))},
		{post, "/m/:token/pulse/draft", linkOwner, on(s.aboutTeam(survey.Pulse), s.feedbackOnOwn(s.keepFeedback))},
		{get, "/m/:token/feedback", linkOwner, on(s.aboutTeam(survey.MainFeedback), s.feedbackOnOwn(s.feedbackPage))},
		{post, "/m/:token/feedback", linkOwner, on(s.aboutTeam(survey.MainFeedback), s.feedbackOnOwn(s.sendFeedback))},
		{post, "/m/:token/feedback/draft", linkOwner, on(s.aboutTeam(survey.MainFeedback), s.feedbackOnOwn(s.keepFeedback))},

		{get, "/clubs", signedIn, s.clubs},
		{post, "/clubs", signedIn, s.making(s.createClub, to("/clubs/:id"))},
		{get, "/clubs/:club", viewer, s.club},
		{get, "/clubs/:club/settings", owner, s.clubSettings},
		{post, "/clubs/:club/settings", owner, s.saveClub},
		{upload, "/clubs/:club/logo", owner, s.saveLogo},
		{post, "/clubs/:club/logo/delete", owner, s.deleteLogo},
		{get, "/clubs/:club/logo/:hash", viewer, s.logo},
		{get, "/clubs/:club/delete", owner, on(ofClub, s.deleteForm)},
		{post, "/clubs/:club/delete", owner, s.deleteClub},
		{get, "/clubs/:club/organizers", viewer, s.organizers},
		{post, "/clubs/:club/organizers", owner, s.making(s.inviteOrganizer, to("/clubs/:club/organizers"))},
		{post, "/clubs/:club/invitations/:invitation/withdraw", owner, s.withdrawInvitation},
		{get, "/clubs/:club/leave", viewer, s.leaveForm},
		{post, "/clubs/:club/leave", viewer, s.leaveClub},
		{post, "/clubs/:club/organizers/:organizer/role", owner, on(organizerID, s.changeRole)},
		{get, "/clubs/:club/organizers/:organizer/remove", owner, on(organizerID, s.removeOrganizerForm)},
		{post, "/clubs/:club/organizers/:organizer/remove", owner, on(organizerID, s.removeOrganizer)},
		{get, "/clubs/:club/organizers/:organizer/handover", owner, on(organizerID, s.handOverForm)},
		{post, "/clubs/:club/organizers/:organizer/handover", owner, on(organizerID, s.handOver)},
		{post, "/clubs/:club/seasons", editor, s.making(s.createSeason, to("/seasons/:id"))},
		{get, "/clubs/:club/seasons/file", editor, s.archiveForm},
		{upload, "/clubs/:club/seasons/file", editor, s.making(s.beginArchived, to("/seasons/:id"))},
		{get, "/clubs/:club/log", editor, s.log},
		{get, "/clubs/:club/letters", owner, s.letters},
		{post, "/clubs/:club/letters", owner, s.retryLetters},

		{get, "/seasons/:season", viewer, on(s.asked, s.season)},
		{get, "/seasons/:season/next", editor, s.nextForm},
		{post, "/seasons/:season/next", editor, s.making(s.beginNext, to("/seasons/:id"))},
		{get, "/seasons/:season/qr.svg", viewer, s.qr},
		{get, "/seasons/:season/poster", viewer, on(s.asked, s.poster)},
		{get, "/seasons/:season/season.json", editor, s.seasonFile},
		{get, "/seasons/:season/settings", editor, on(s.ofSeason, s.seasonSettings)},
		{post, "/seasons/:season/settings", editor, on(s.ofSeason, s.changeSeason)},
		{post, "/seasons/:season/retention", editor, on(s.ofSeason, s.keepSeason)},
		{get, "/seasons/:season/log", editor, s.log},
		{get, "/seasons/:season/letters", editor, s.letters},
		{post, "/seasons/:season/letters", editor, s.retryLetters},
		{get, "/seasons/:season/delete", editor, on(s.ofSeason, s.deleteForm)},
		{post, "/seasons/:season/delete", editor, s.deleteSeason},

		{get, "/seasons/:season/groups", viewer, s.groups},
		{get, "/seasons/:season/survey", viewer, s.survey},
		{get, "/seasons/:season/survey/preview", viewer, on(s.asked, s.previewSurvey)},
		{get, "/seasons/:season/survey/preview/frame", viewer, on(s.asked, s.previewFrame)},
		{post, "/seasons/:season/survey/preview/frame", editor, on(s.asked, s.previewFrame)},
		{post, "/seasons/:season/survey/open", editor, s.openSurvey},
		{post, "/seasons/:season/survey/close", editor, s.closeSurvey},
		{post, "/seasons/:season/survey/preset", editor, s.making(on(s.asked, s.usePreset), to("/seasons/:season/survey"))},
		{post, "/seasons/:season/survey/tiles", editor, s.making(s.useTile, to("/seasons/:season/survey#q:id"))},
		{get, "/seasons/:season/survey/wording", editor, on(s.asked, s.wordingForm)},
		{post, "/seasons/:season/survey/wording", editor, on(s.asked, s.saveWording)},
		{get, "/seasons/:season/survey/times", editor, on(s.asked, s.timesForm)},
		{post, "/seasons/:season/survey/times", editor, on(s.asked, s.saveTimes)},
		{post, "/seasons/:season/survey/undo", editor, s.making(s.undoSurvey, s.already("undone_already", "/seasons/:season/survey"))},
		{post, "/seasons/:season/survey/redo", editor, s.making(s.redoSurvey, s.already("redone_already", "/seasons/:season/survey"))},
		{get, "/seasons/:season/survey/questions/new", editor, s.newQuestion},
		{post, "/seasons/:season/survey/questions", editor, s.making(s.addQuestion, to("/seasons/:season/survey#q:id"))},
		{get, "/seasons/:season/survey/questions/:question", editor, s.editQuestion},
		{post, "/seasons/:season/survey/questions/:question", editor, s.changeQuestion},
		{get, "/seasons/:season/survey/questions/:question/versions", editor, s.questionVersions},
		{post, "/seasons/:season/survey/questions/:question/move", editor, on(questionID, s.moveQuestion)},
		{post, "/seasons/:season/survey/questions/:question/duplicate", editor, s.making(s.duplicateQuestion, to("/seasons/:season/survey#q:id"))},
		{get, "/seasons/:season/survey/questions/:question/delete", editor, s.deleteQuestionForm},
		{post, "/seasons/:season/survey/questions/:question/delete", editor, on(questionID, s.deleteQuestion)},

		{get, "/seasons/:season/members", viewer, s.members},
		{get, "/seasons/:season/members/links.csv", editor, s.memberLinks},
		{get, "/seasons/:season/members/new", editor, s.newMember},
		{post, "/seasons/:season/members/new", editor, s.making(s.enterMember, to("/seasons/:season/members/:id"))},
		{post, "/seasons/:season/members/burst", editor, s.decideBurst},
		{post, "/seasons/:season/members/taken", editor, s.decideTaken},
		{get, "/seasons/:season/members/bulk", editor, s.bulkForm},
		{post, "/seasons/:season/members/bulk", editor, s.bulk},
		{get, "/seasons/:season/members/reminders", editor, s.reminders(s.remindMembers)},
		{post, "/seasons/:season/members/reminders", editor, s.making(on(s.remindMembers, s.remind), remindedAt)},
		{get, "/seasons/:season/members/reminders.csv", editor, on(s.remindMembers, s.remindersCSV)},
		{get, "/seasons/:season/members/:member", viewer, on(s.memberOf, s.member)},
		{post, "/seasons/:season/members/:member", editor, on(s.memberOf, s.changeMember)},
		{post, "/seasons/:season/members/:member/link", editor, s.making(on(s.memberOf, s.renewLink), to("/seasons/:season/members/:id"))},
		{post, "/seasons/:season/members/:member/meant", editor, on(s.memberOf, s.decideWish)},
		{post, "/seasons/:season/members/:member/reopen", editor, on(s.memberOf, s.reopenMember)},
		{post, "/seasons/:season/members/:member/unopen", editor, on(s.memberOf, s.unopenMember)},
		{post, "/seasons/:season/members/:member/drop", editor, on(s.memberOf, s.dropMember)},
		{post, "/seasons/:season/members/:member/restore", editor, on(s.memberOf, s.restoreMember)},
		{get, "/seasons/:season/members/:member/remove", editor, on(s.memberOf, s.eraseMemberForm)},
		{post, "/seasons/:season/members/:member/remove", editor, on(s.memberOf, s.eraseMember)},
		{get, "/seasons/:season/responses", viewer, s.responses},
		{events, "/seasons/:season/responses/events", viewer, s.responsesEvents},
		{get, "/seasons/:season/responses.csv", viewer, s.responsesFile},
		{get, "/seasons/:season/responses.xlsx", viewer, s.responsesFile},

		{get, "/seasons/:season/proposals/:proposal/roster.csv", viewer, on(s.leaf, s.rosterFile)},
		{get, "/seasons/:season/proposals/:proposal/roster.xlsx", viewer, on(s.leaf, s.rosterFile)},
		{get, "/seasons/:season/proposals/:proposal/print", viewer, on(s.leaf, s.rosterPrint)},
		{get, "/seasons/:season/proposals/:proposal/rosters", viewer, on(s.leaf, s.rosterShapes)},
		{get, "/seasons/:season/proposals/:proposal/rosters/:shape", viewer, on(s.leaf, s.rosterShape)},
		{get, "/seasons/:season/import", editor, s.uploadForm},
		{upload, "/seasons/:season/import", editor, s.making(s.upload, to("/seasons/:season/imports/:id"))},
		{get, "/seasons/:season/imports/:import", editor, on(s.importOf, s.importPage)},
		{post, "/seasons/:season/imports/:import", editor, s.making(on(s.importOf, s.startImport), to("/seasons/:season/imports/:id"))},
		{events, "/seasons/:season/imports/:import/events", editor, on(s.importOf, s.importEvents)},
		{post, "/seasons/:season/imports/:import/stop", editor, on(s.importOf, s.stopReading)},
		{get, "/seasons/:season/imports/:import/undo", editor, on(s.importOf, s.undoForm)},
		{post, "/seasons/:season/imports/:import/undo", editor, on(s.importOf, s.undoImport)},

		{get, "/seasons/:season/fit", viewer, s.fit},
		{post, "/seasons/:season/fit/train", editor, s.making(s.train, to("/seasons/:season/fit"))},
		{post, "/seasons/:season/fit/none", editor, s.useNoModel},
		{get, "/seasons/:season/fit/models/:model", viewer, on(s.versionOf, s.fitVersionPage)},
		{get, "/seasons/:season/fit/models/:model/study", viewer, on(s.versionOf, s.study)},
		{events, "/seasons/:season/fit/models/:model/events", viewer, on(s.versionOf, s.trainingEvents)},
		{events, "/seasons/:season/fit/models/:model/study/events", viewer, on(s.versionOf, s.studyEvents)},
		{post, "/seasons/:season/fit/models/:model/stop", editor, on(s.versionOf, s.stopTraining)},
		{post, "/seasons/:season/fit/models/:model/resume", editor, s.making(on(s.versionOf, s.resumeTraining), to("/seasons/:season/fit"))},
		{post, "/seasons/:season/fit/models/:model/use", editor, on(s.versionOf, s.useVersion)},
		{upload, "/seasons/:season/fit/files", editor, s.making(s.uploadHistory, to("/seasons/:season/fit/files/:id"))},
		{get, "/seasons/:season/fit/files/:file", viewer, on(s.historyOf, s.historyPage)},
		{post, "/seasons/:season/fit/files/:file", editor, on(s.historyOf, s.mapHistory)},
		{post, "/seasons/:season/fit/files/:file/delete", editor, on(s.historyOf, s.deleteHistory)},

		{get, "/seasons/:season/teams", viewer, on(s.forming, s.teams)},
		{get, "/seasons/:season/teams/rules/new", editor, on(s.forming, s.newRule)},
		{upload, "/seasons/:season/teams/rules", editor, s.making(on(s.forming, s.addRule), to("/seasons/:season/teams"))},
		{post, "/seasons/:season/teams/rules/reset", editor, s.resetRules},
		{post, "/seasons/:season/teams/rules/presets", editor, s.making(on(s.forming, s.addPreset), to(presetAdded))},
		{post, "/seasons/:season/teams/rules/presets/undo", editor, on(s.forming, s.undoPreset)},
		{get, "/seasons/:season/teams/rules/:rule", editor, on(s.cardEdit, s.editRule)},
		{upload, "/seasons/:season/teams/rules/:rule", editor, on(s.cardEdit, s.changeRule)},
		{post, "/seasons/:season/teams/rules/:rule/strength", editor, on(s.cardEdit, s.strengthenRule)},
		{post, "/seasons/:season/teams/rules/:rule/move", editor, on(s.cardEdit, s.moveRule)},
		{post, "/seasons/:season/teams/rules/:rule/delete", editor, on(s.cardEdit, s.removeRule)},
		{post, "/seasons/:season/proposals", editor, s.making(on(s.forming, s.formTeams), to("/seasons/:season/proposals/:id"))},
		{get, "/seasons/:season/proposals/:proposal", viewer, on(s.work, s.proposal)},
		{events, "/seasons/:season/proposals/:proposal/events", viewer, on(s.saved, s.proposalEvents)},
		{post, "/seasons/:season/proposals/:proposal/stop", editor, on(s.saved, s.stopForming)},
		{post, "/seasons/:season/proposals/:proposal/again", editor, s.making(on(s.work, s.formAgain), to("/seasons/:season/proposals/:id"))},
		{post, "/seasons/:season/proposals/:proposal/way", editor, s.making(on(s.work, s.takeWay), to("/seasons/:season/proposals/:id"))},
		{get, "/seasons/:season/proposals/:proposal/move", editor, on(s.work, s.moveForm)},
		{post, "/seasons/:season/proposals/:proposal/move", editor, s.making(on(s.work, s.move), to("/seasons/:season/proposals/:id"))},
		{post, "/seasons/:season/proposals/:proposal/undo", editor, s.making(on(s.work, s.undoEdit), s.already("undone_already", "/seasons/:season/proposals/:id"))},
		{post, "/seasons/:season/proposals/:proposal/redo", editor, s.making(on(s.work, s.redoEdit), s.already("redone_already", "/seasons/:season/proposals/:id"))},
		{post, "/seasons/:season/proposals/:proposal/lock", editor, s.making(on(s.work, s.lock), to("/seasons/:season/proposals/:id"))},
		{post, "/seasons/:season/proposals/:proposal/drop", editor, on(s.work, s.dropFromTeam)},
		{get, "/seasons/:season/proposals/:proposal/repair", editor, on(s.work, s.repairForm)},
		{post, "/seasons/:season/proposals/:proposal/repair", editor, s.making(on(s.work, s.repair), to("/seasons/:season/proposals/:id"))},
		{get, "/seasons/:season/proposals/:proposal/mend", editor, on(s.work, s.mendForm)},
		{post, "/seasons/:season/proposals/:proposal/mend", editor, s.making(on(s.work, s.takeMend), to("/seasons/:season/proposals/:id"))},
		{get, "/seasons/:season/proposals/:proposal/edits", viewer, on(s.work, s.edits)},
		{post, "/seasons/:season/proposals/:proposal/edits", editor, s.making(on(s.work, s.returnTo), to("/seasons/:season/proposals/:id"))},
		{get, "/seasons/:season/proposals/:proposal/rounds", viewer, on(s.work, s.roundsPage)},
		{post, "/seasons/:season/proposals/:proposal/rounds", editor, s.making(on(s.work, s.formRounds), to("/seasons/:season/proposals/:id"))},
		{get, "/seasons/:season/proposals/:proposal/compare", viewer, on(s.work, s.compare)},
		{get, "/seasons/:season/proposals/:proposal/fit", viewer, on(s.work, s.proposalFit)},
		{get, "/seasons/:season/proposals/:proposal/names", editor, on(s.work, s.teamNames)},
		{post, "/seasons/:season/proposals/:proposal/names", editor, s.making(on(s.work, s.nameTeams), to("/seasons/:season/proposals/:id"))},
		{post, "/seasons/:season/proposals/:proposal/rename", editor, on(s.saved, s.renameProposal)},
		{get, "/seasons/:season/proposals/:proposal/delete", editor, on(s.saved, s.deleteProposalForm)},
		{post, "/seasons/:season/proposals/:proposal/delete", editor, on(s.saved, s.deleteProposal)},
		{get, "/seasons/:season/proposals/:proposal/publish", editor, on(s.work, s.publishForm)},
		{post, "/seasons/:season/proposals/:proposal/publish", editor, on(s.work, s.publish)},
		{post, "/seasons/:season/proposals/:proposal/plan", editor, on(s.work, s.planRoster)},
		{post, "/seasons/:season/proposals/:proposal/unplan", editor, on(s.saved, s.dropRosterPlan)},
		{get, "/seasons/:season/proposals/:proposal/preview", viewer, on(s.leaf, s.previewTeam)},
		{get, "/seasons/:season/proposals/:proposal/briefs", editor, on(s.leaf, s.briefs)},
		{get, "/seasons/:season/proposals/:proposal/meetings.ics", editor, on(s.leaf, s.teamMeetings)},
		{post, "/seasons/:season/proposals/:proposal/briefs", editor, on(s.leaf, s.saveBriefs)},
		{post, "/seasons/:season/proposals/:proposal/unpublish", editor, on(s.saved, s.unpublish)},

		{get, "/seasons/:season/feedback", viewer, s.feedback},
		{get, "/seasons/:season/feedback.csv", viewer, s.feedbackCSV},
		{post, "/seasons/:season/feedback/open", editor, s.changeRound(survey.FeedbackRound.OpenNow, survey.Open, "feedback_opened")},
		{post, "/seasons/:season/feedback/close", editor, s.changeRound(s.shut, survey.Closed, "feedback_closed")},
		{get, "/seasons/:season/feedback/times", editor, s.feedbackTimesForm},
		{post, "/seasons/:season/feedback/times", editor, s.saveFeedbackTimes},
		{get, "/seasons/:season/feedback/reminders", editor, s.reminders(s.remindTeams)},
		{post, "/seasons/:season/feedback/reminders", editor, s.making(on(s.remindTeams, s.remind), remindedAt)},
		{get, "/seasons/:season/feedback/reminders.csv", editor, on(s.remindTeams, s.remindersCSV)},
	}
}

// on serves with what a request is about, as read finds it.
func on[T any](read func(echo.Context) (T, error), serve func(echo.Context, T) error) echo.HandlerFunc {
	return func(c echo.Context) error {
		v, err := read(c)
		if err != nil {
			return err
		}
		return serve(c, v)
	}
}

// Routes lists what [New]'s handler answers, in the order of the table.
func Routes() []Route {
	var all []Route
	for _, r := range new(server).routes() {
		all = append(all, Route{r.method, r.path, string(r.who)})
	}
	return all
}
