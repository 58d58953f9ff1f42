package web_test

// matrix says what comes of every address without a link in it: for whoever is not signed in, with a link or without; a viewer; an organizer; an owner;
// an organizer of another club; who was an organizer until now; and for an owner who asks for another club's address, or for parts of another season
// or club under the address of the own. It is written by hand, and asks no table of the program.
//
// A number is the status; "in" leads to signing in; "done" leads on and has changed what is kept, as 303 has not; "-" where there is no such address.
// Last stands what is asked after a question mark, and after a semicolon what is sent: a form that is right, or, after an at sign, a file.
const matrix = `
GET  /                                                              200  303  303  303  303  303  -    -
GET  /healthz                                                       200  200  200  200  200  200  -    -
GET  /readyz                                                        200  200  200  200  200  200  -    -
GET  /static/*                                                      200  200  200  200  200  200  -    -
POST /language                                                      303  303  303  303  303  303  -    -    ;lang=ko
GET  /signin                                                        200  200  200  200  200  200  -    -
POST /signin                                                        done done done done done done -    -    ;email=viewer@example.org&password=a+long+enough+sentence
POST /signin/passkey                                                422  422  422  422  422  422  -    -
POST /signout                                                       303  done done done done done -    -
GET  /signin/forgot                                                 200  200  200  200  200  200  -    -
POST /signin/forgot                                                 200  200  200  200  200  200  -    -    ;email=viewer@example.org
GET  /account                                                       in   200  200  200  200  200  -    -
POST /account/password                                              in   done done done done done -    -    ;password_now=a+long+enough+sentence&password=another+long+sentence
GET  /account/passkeys/new                                          in   200  200  200  200  200  -    -
POST /account/passkeys/new                                          in   done done done done done  -    -    ;password_now=a+long+enough+sentence
POST /account/passkeys                                              in   422  422  422  422  422  -    -
POST /account/passkeys/:passkey/remove                              in   303  303  done 303  303  -    404
POST /account/sessions/end                                          in   303  303  done done 303  -    -
POST /account/sessions/:session/end                                 in   303  303  done 303  303  -    404
GET  /clubs                                                         in   200  200  200  200  200  -    -
POST /clubs                                                         in   done done done done done -    -    ;name=New
GET  /clubs/:club                                                   in   200  200  200  404  404  404  -
GET  /clubs/:club/settings                                          in   403  403  200  404  404  404  -
POST /clubs/:club/settings                                          in   403  403  done 404  404  404  -    ;name=New&revision=0
POST /clubs/:club/logo                                              in   403  403  done 404  404  404  -    ;@logo
POST /clubs/:club/logo/delete                                       in   403  403  done 404  404  404  -
GET  /clubs/:club/logo/:hash                                        in   200  200  200  404  404  404  200
GET  /clubs/:club/delete                                            in   403  403  200  404  404  404  -
POST /clubs/:club/delete                                            in   403  403  done 404  404  404  -
GET  /clubs/:club/organizers                                        in   200  200  200  404  404  404  -
POST /clubs/:club/organizers                                        in   403  403  done 404  404  404  -    ;email=new@example.org&role=viewer
POST /clubs/:club/invitations/:invitation/withdraw                  in   403  403  done 404  404  404  303
GET  /clubs/:club/leave                                             in   200  200  200  404  404  404  -
POST /clubs/:club/leave                                             in   done done done 404  404  404  -
POST /clubs/:club/organizers/:organizer/role                        in   403  403  done 404  404  404  404  ;role=viewer
GET  /clubs/:club/organizers/:organizer/remove                      in   403  403  200  404  404  404  404
POST /clubs/:club/organizers/:organizer/remove                      in   403  403  done 404  404  404  404
GET  /clubs/:club/organizers/:organizer/handover                    in   403  403  200  404  404  404  404
POST /clubs/:club/organizers/:organizer/handover                    in   403  403  done 404  404  404  404
POST /clubs/:club/seasons                                           in   403  done done 404  404  404  -    ;name=New
GET  /clubs/:club/seasons/file                                      in   403  200  200  404  404  404  -
POST /clubs/:club/seasons/file                                      in   403  done done 404  404  404  -    ;@season
GET  /clubs/:club/log                                               in   403  200  200  404  404  404  -
GET  /clubs/:club/letters                                           in   403  403  200  404  404  404  -
POST /clubs/:club/letters                                           in   403  403  303  404  404  404  -    ;letter=0
GET  /seasons/:season                                               in   200  200  200  404  404  404  -
GET  /seasons/:season/next                                          in   403  200  200  404  404  404  -
POST /seasons/:season/next                                          in   403  done done 404  404  404  -    ;name=Next&members=all
GET  /seasons/:season/qr.svg                                        in   200  200  200  404  404  404  -
GET  /seasons/:season/poster                                        in   200  200  200  404  404  404  -
GET  /seasons/:season/season.json                                   in   403  200  200  404  404  404  -
GET  /seasons/:season/settings                                      in   403  200  200  404  404  404  -
POST /seasons/:season/settings                                      in   403  done done 404  404  404  -    ;name=New
POST /seasons/:season/retention                                     in   403  done done 404  404  404  -    ;keep=2026-12-24
GET  /seasons/:season/log                                           in   403  200  200  404  404  404  -
GET  /seasons/:season/letters                                       in   403  200  200  404  404  404  -
POST /seasons/:season/letters                                       in   403  303  303  404  404  404  -    ;letter=0
GET  /seasons/:season/delete                                        in   403  200  200  404  404  404  -
POST /seasons/:season/delete                                        in   403  done done 404  404  404  -
GET  /seasons/:season/groups                                        in   200  200  200  404  404  404  -
GET  /seasons/:season/survey                                        in   200  200  200  404  404  404  -
GET  /seasons/:season/survey/preview                                in   200  200  200  404  404  404  -
GET  /seasons/:season/survey/preview/frame                          in   200  200  200  404  404  404  -
POST /seasons/:season/survey/preview/frame                          in   403  200  200  404  404  404  -
POST /seasons/:season/survey/open                                   in   403  done done 404  404  404  -
POST /seasons/:season/survey/close                                  in   403  done done 404  404  404  -
POST /seasons/:season/survey/preset                                 in   403  done done 404  404  404  -    ;preset=first_meeting
POST /seasons/:season/survey/tiles                                  in   403  done done 404  404  404  -    ;tile=hours
GET  /seasons/:season/survey/wording                                in   403  200  200  404  404  404  -
POST /seasons/:season/survey/wording                                in   403  done done 404  404  404  -    ;title_en=New&read=:mark
GET  /seasons/:season/survey/times                                  in   403  200  200  404  404  404  -
POST /seasons/:season/survey/times                                  in   403  done done 404  404  404  -    ;opens=2026-03-01T09:00&closes=2026-03-20T18:00&read=:times
POST /seasons/:season/survey/undo                                   in   403  done done 404  404  404  -    ;revision=:edit
POST /seasons/:season/survey/redo                                   in   403  done done 404  404  404  -    ;revision=:edit
GET  /seasons/:season/survey/questions/new                          in   403  200  200  404  404  404  -    kind=scale
POST /seasons/:season/survey/questions                              in   403  done done 404  404  404  -    ;kind=short_text&title_en=New
GET  /seasons/:season/survey/questions/:question                    in   403  200  200  404  404  404  404
POST /seasons/:season/survey/questions/:question                    in   403  done done 404  404  404  404  ;title_en=New&revision=0
GET  /seasons/:season/survey/questions/:question/versions           in   403  200  200  404  404  404  404
POST /seasons/:season/survey/questions/:question/move               in   403  done done 404  404  404  404  ;to=0&revision=:revision
POST /seasons/:season/survey/questions/:question/duplicate          in   403  done done 404  404  404  404
GET  /seasons/:season/survey/questions/:question/delete             in   403  200  200  404  404  404  404
POST /seasons/:season/survey/questions/:question/delete             in   403  done done 404  404  404  404  ;revision=0
GET  /seasons/:season/members                                       in   200  200  200  404  404  404  -
GET  /seasons/:season/members/links.csv                             in   403  200  200  404  404  404  -
GET  /seasons/:season/members/new                                   in   403  200  200  404  404  404  -
POST /seasons/:season/members/new                                   in   403  done done 404  404  404  -    ;name=New
GET  /seasons/:season/members/bulk                                  in   403  200  200  404  404  404  -    do=drop&all=yes
POST /seasons/:season/members/bulk                                  in   403  done done 404  404  404  -    ;do=drop&m=:member
POST /seasons/:season/members/burst                                 in   403  303  303  404  404  404  -    ;keep=yes
POST /seasons/:season/members/taken                                 in   403  303  303  404  404  404  -    ;m=1
GET  /seasons/:season/members/reminders                             in   403  200  200  404  404  404  -
POST /seasons/:season/members/reminders                             in   403  done done 404  404  404  -    kind=link;m=:member
GET  /seasons/:season/members/reminders.csv                         in   403  200  200  404  404  404  -
GET  /seasons/:season/members/:member                               in   200  200  200  404  404  404  404
POST /seasons/:season/members/:member                               in   403  done done 404  404  404  404  ;name=New&email=new@example.org
POST /seasons/:season/members/:member/link                          in   403  done done 404  404  404  404
POST /seasons/:season/members/:member/meant                         in   403  303  303  404  404  404  404
POST /seasons/:season/members/:member/reopen                        in   403  done done 404  404  404  404  ;until=2026-03-09T09:00
POST /seasons/:season/members/:member/unopen                        in   403  done done 404  404  404  404
POST /seasons/:season/members/:member/drop                          in   403  done done 404  404  404  404
POST /seasons/:season/members/:member/restore                       in   403  done done 404  404  404  404
GET  /seasons/:season/members/:member/remove                        in   403  200  200  404  404  404  404
POST /seasons/:season/members/:member/remove                        in   403  done done 404  404  404  404
GET  /seasons/:season/responses                                     in   200  200  200  404  404  404  -
GET  /seasons/:season/responses/events                              in   200  200  200  404  404  404  -
GET  /seasons/:season/responses.csv                                 in   200  200  200  404  404  404  -
GET  /seasons/:season/responses.xlsx                                in   200  200  200  404  404  404  -
GET  /seasons/:season/proposals/:proposal/roster.csv                in   200  200  200  404  404  404  404
GET  /seasons/:season/proposals/:proposal/roster.xlsx               in   200  200  200  404  404  404  404
GET  /seasons/:season/proposals/:proposal/print                     in   200  200  200  404  404  404  404
GET  /seasons/:season/proposals/:proposal/rosters                   in   200  200  200  404  404  404  404
GET  /seasons/:season/proposals/:proposal/rosters/:shape            in   200  200  200  404  404  404  404
GET  /seasons/:season/import                                        in   403  200  200  404  404  404  -
POST /seasons/:season/import                                        in   403  done done 404  404  404  -    ;@file
GET  /seasons/:season/imports/:import                               in   403  200  200  404  404  404  404
POST /seasons/:season/imports/:import                               in   403  done done  404  404  404  404  ;use0=name&use1=number
GET  /seasons/:season/imports/:import/events                        in   403  200  200  404  404  404  404
POST /seasons/:season/imports/:import/stop                           in   403  303  303  404  404  404  404
GET  /seasons/:season/imports/:import/undo                          in   403  303  303  404  404  404  404
POST /seasons/:season/imports/:import/undo                          in   403  303  303  404  404  404  404
GET  /seasons/:season/fit                                           in   200  200  200  404  404  404  -
POST /seasons/:season/fit/train                                     in   403  422  422  404  404  404  -
POST /seasons/:season/fit/none                                      in   403  done done  404  404  404  -
GET  /seasons/:season/fit/models/:model                             in   200  200  200  404  404  404  404
GET  /seasons/:season/fit/models/:model/events                      in   200  200  200  404  404  404  404
GET  /seasons/:season/fit/models/:model/study                       in   200  200  200  404  404  404  404
GET  /seasons/:season/fit/models/:model/study/events                in   200  200  200  404  404  404  404
POST /seasons/:season/fit/models/:model/stop                        in   403  done done 404  404  404  404
POST /seasons/:season/fit/models/:model/resume                      in   403  422  422  404  404  404  404
POST /seasons/:season/fit/models/:model/use                         in   403  303  303   404  404  404  404
POST /seasons/:season/fit/files                                     in   403  done done 404  404  404  -    ;@file
GET  /seasons/:season/fit/files/:file                               in   200  200  200  404  404  404  404
POST /seasons/:season/fit/files/:file                               in   403  done done  404  404  404  404  ;use0=season&use1=team&use2=as:Plans&use3=as:Energy&use4=out&use5=rating
POST /seasons/:season/fit/files/:file/delete                        in   403  done done 404  404  404  404
GET  /seasons/:season/teams                                         in   200  200  200  404  404  404  -
GET  /seasons/:season/teams/rules/new                               in   403  200  200  404  404  404  -    kind=count
POST /seasons/:season/teams/rules                                   in   403  done done  404  404  404  -    kind=balance;columns=q1&strength=should
POST /seasons/:season/teams/rules/reset                             in   403  done done 404  404  404  -    ;revision=:deck
POST /seasons/:season/teams/rules/presets                           in   403  done done 404  404  404  -    ;preset=preset_skills
POST /seasons/:season/teams/rules/presets/undo                      in   403  303  303  404  404  404  -    ;card=1&revision0=0
GET  /seasons/:season/teams/rules/:rule                             in   403  200  200  404  404  404  404
POST /seasons/:season/teams/rules/:rule                             in   403  done done 404  404  404  409  ;kind=answered&strength=should&revision=:deck
POST /seasons/:season/teams/rules/:rule/strength                    in   403  done done 404  404  404  303  ;strength=may&revision=:deck
POST /seasons/:season/teams/rules/:rule/move                        in   403  done done 404  404  404  409  ;to=0&revision=:deck
POST /seasons/:season/teams/rules/:rule/delete                      in   403  done done 404  404  404  303  ;revision=:deck
POST /seasons/:season/proposals                                     in   403  done done 404  404  404  -    ;ideal=4&seed=1&seconds=1
GET  /seasons/:season/proposals/:proposal                           in   200  200  200  404  404  404  404
GET  /seasons/:season/proposals/:proposal/events                    in   200  200  200  404  404  404  404
POST /seasons/:season/proposals/:proposal/stop                      in   403  done done 404  404  404  404
POST /seasons/:season/proposals/:proposal/again                     in   403  done done 404  404  404  404
POST /seasons/:season/proposals/:proposal/way                       in   403  303  303  404  404  404  404
GET  /seasons/:season/proposals/:proposal/move                      in   403  200  200  404  404  404  404  member=:member
POST /seasons/:season/proposals/:proposal/move                      in   403  done done 404  404  404  404  ;member=:member&target=1&revision=:worked
POST /seasons/:season/proposals/:proposal/undo                      in   403  303  303  404  404  404  404
POST /seasons/:season/proposals/:proposal/redo                      in   403  303  303  404  404  404  404
POST /seasons/:season/proposals/:proposal/lock                      in   403  done done 404  404  404  404  ;member=:member&lock=yes&revision=:worked
POST /seasons/:season/proposals/:proposal/drop                      in   403  done done 404  404  404  404  ;member=:member&revision=:worked
GET  /seasons/:season/proposals/:proposal/repair                    in   403  200  200  404  404  404  404
POST /seasons/:season/proposals/:proposal/repair                    in   403  done done 404  404  404  404  ;option=0&revision=:worked
GET  /seasons/:season/proposals/:proposal/mend                      in   403  303  303  404  404  404  404
POST /seasons/:season/proposals/:proposal/mend                      in   403  303  303  404  404  404  404
GET  /seasons/:season/proposals/:proposal/edits                     in   200  200  200  404  404  404  404
POST /seasons/:season/proposals/:proposal/edits                     in   403  done done 404  404  404  404  ;seq=0&revision=:worked
GET  /seasons/:season/proposals/:proposal/rounds                    in   200  200  200  404  404  404  404
POST /seasons/:season/proposals/:proposal/rounds                    in   403  done done 404  404  404  404  ;from=2
GET  /seasons/:season/proposals/:proposal/compare                   in   200  200  200  404  404  404  404
GET  /seasons/:season/proposals/:proposal/fit                       in   200  200  200  404  404  404  404
GET  /seasons/:season/proposals/:proposal/names                     in   403  200  200  404  404  404  404
POST /seasons/:season/proposals/:proposal/names                     in   403  done done 404  404  404  404  ;name1=Falcons&revision=:worked
POST /seasons/:season/proposals/:proposal/rename                    in   403  done done 404  404  404  404  ;name=New
GET  /seasons/:season/proposals/:proposal/delete                    in   403  200  200  404  404  404  404
POST /seasons/:season/proposals/:proposal/delete                    in   403  done done 404  404  404  404
GET  /seasons/:season/proposals/:proposal/publish                   in   403  200  200  404  404  404  404
POST /seasons/:season/proposals/:proposal/publish                   in   403  done done 404  404  404  404  ;revision=:worked&sure=yes
POST /seasons/:season/proposals/:proposal/plan                      in   403  done done 404  404  404  404  ;revision=:worked&due=2027-12-31T18:00
POST /seasons/:season/proposals/:proposal/unplan                    in   403  done done 404  404  404  404
GET  /seasons/:season/proposals/:proposal/preview                   in   200  200  200  404  404  404  404
GET  /seasons/:season/proposals/:proposal/briefs                    in   403  200  200  404  404  404  404
GET  /seasons/:season/proposals/:proposal/meetings.ics              in   403  404  404  404  404  404  404
POST /seasons/:season/proposals/:proposal/briefs                    in   403  done done 404  404  404  404  ;chat=chat.example
POST /seasons/:season/proposals/:proposal/unpublish                 in   403  done done 404  404  404  404
GET  /seasons/:season/feedback                                      in   200  200  200  404  404  404  -
GET  /seasons/:season/feedback.csv                                  in   200  200  200  404  404  404  -
POST /seasons/:season/feedback/open                                 in   403  303  303   404  404  404  -    ;kind=feedback
POST /seasons/:season/feedback/close                                in   403  done done 404  404  404  -    ;kind=pulse
GET  /seasons/:season/feedback/times                                in   403  200  200  404  404  404  -    kind=pulse
POST /seasons/:season/feedback/times                                in   403  done done 404  404  404  -    ;kind=pulse&by=weeks&weeks=3
GET  /seasons/:season/feedback/reminders                            in   403  200  200  404  404  404  -    kind=pulse
POST /seasons/:season/feedback/reminders                            in   403  done done 404  404  404  -    kind=pulse;m=:member
GET  /seasons/:season/feedback/reminders.csv                        in   403  200  200  404  404  404  -    kind=pulse
`

// linkMatrix says what comes of every address with a link in it, in the same words, for every kind of link: of a member; of one who dropped out; renewed
// since; of a member who was erased; the club's; an invitation; one that was accepted; one that a newer one ended; one that is too old; the demo's; the
// demo's once more; the demo's when it is over; and none. See [site.everyLink]. Who asks has the link on a device
// that is not the member's own, after something was answered: what only that one may do leads on to how it is confirmed.
const linkMatrix = `
GET  /signin/:token             404  404  404  404  404  404  404  404  404  200  200  404  404
POST /signin/:token             404  404  404  404  404  404  404  404  404  done done 404  404
GET  /signup/:token             404  404  404  404  404  200  404  404  404  404  404  404  404
POST /signup/:token             404  404  404  404  404  done 404  404  404  404  404  404  404  ;password=a+long+enough+sentence
GET  /s/:token                  404  404  410  404  200  404  404  404  404  404  404  404  404
POST /s/:token                  404  404  410  404  done 404  404  404  404  404  404  404  404  ;name=New&email=new@example.org
GET  /s/:token/logo/:hash       404  404  410  404  200  404  404  404  404  404  404  404  404
GET  /m/:token/logo/:hash       200  200  410  404  404  404  404  404  404  404  404  404  404
GET  /m/:token                  200  200  410  404  404  404  404  404  404  404  404  404  404
GET  /m/:token/answers          200  303  410  404  404  404  404  404  404  404  404  404  404
POST /m/:token/answers          done 303  410  404  404  404  404  404  404  404  404  404  404
POST /m/:token/draft            done 303  410  404  404  404  404  404  404  404  404  404  404
POST /m/:token/meant            303  303  410  404  404  404  404  404  404  404  404  404  404
POST /m/:token/receipt          303  303  410  404  404  404  404  404  404  404  404  404  404
GET  /m/:token/letters          200  200  410  404  404  404  404  404  404  404  404  404  404
POST /m/:token/letters          done done 410  404  404  404  404  404  404  404  404  404  404
GET  /m/:token/team.ics         404  404  410  404  404  404  404  404  404  404  404  404  404
GET  /m/:token/data             200  200  410  404  404  404  404  404  404  404  404  404  404
POST /m/:token/data             303  303  410  404  404  404  404  404  404  404  404  404  404  ;name=Another
GET  /m/:token/delete           303  303  410  404  404  404  404  404  404  404  404  404  404
POST /m/:token/delete           303  303  410  404  404  404  404  404  404  404  404  404  404  ;sure=yes
GET  /m/:token/data.html        303  303  410  404  404  404  404  404  404  404  404  404  404
GET  /m/:token/data.json        303  303  410  404  404  404  404  404  404  404  404  404  404
GET  /m/:token/mates            303  303  410  404  404  404  404  404  404  404  404  404  404
GET  /m/:token/contacts         303  303  410  404  404  404  404  404  404  404  404  404  404
POST /m/:token/contacts         303  303  410  404  404  404  404  404  404  404  404  404  404  ;contact_kakao=dure
GET  /m/:token/devices          200  200  410  404  404  404  404  404  404  404  404  404  404
POST /m/:token/devices          done done 410  404  404  404  404  404  404  404  404  404  404
POST /m/:token/devices/beside   303  303  410  404  404  404  404  404  404  404  404  404  404
POST /m/:token/devices/mail     303  303  410  404  404  404  404  404  404  404  404  404  404
POST /m/:token/devices/address  303  303  410  404  404  404  404  404  404  404  404  404  404
POST /m/:token/devices/code     303  303  410  404  404  404  404  404  404  404  404  404  404
POST /m/:token/devices/:device/end 303  303  410  404  404  404  404  404  404  404  404  404  404
POST /m/:token/link             303  303  410  404  404  404  404  404  404  404  404  404  404
GET  /m/:token/pulse            303  404  410  404  404  404  404  404  404  404  404  404  404
POST /m/:token/pulse            303  404  410  404  404  404  404  404  404  404  404  404  404  ;fit=4&again=yes
POST /m/:token/pulse/draft      303  404  410  404  404  404  404  404  404  404  404  404  404
GET  /m/:token/feedback         303  404  410  404  404  404  404  404  404  404  404  404  404
POST /m/:token/feedback         303  404  410  404  404  404  404  404  404  404  404  404  404  ;fit=4&again=yes
POST /m/:token/feedback/draft   303  404  410  404  404  404  404  404  404  404  404  404  404
`
