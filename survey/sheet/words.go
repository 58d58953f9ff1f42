package sheet

import (
	"regexp"
	"strings"
	"unicode"
)

// key returns the letters and digits of a header in lower case, by which headers are compared.
func key(header string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, header)
}

// The headers of columns about the member, as keys, and words that give one away within a question.
var (
	firstNames = []string{"firstname", "givenname", "givennames", "forename", "first", "fname", "namefirst", "fullnamefirst", "yournamefirst", "recipientfirstname",
		"vorname", "vornamen", "prénom", "prénoms", "prenom", "nombre", "nombres", "nome", "名", "rufname", "下の名前"}
	lastNames = []string{"lastname", "familyname", "surname", "last", "lname", "namelast", "fullnamelast", "yournamelast", "성", "recipientlastname",
		"nachname", "familienname", "nomdefamille", "nom", "apellido", "apellidos", "primerapellido", "segundoapellido", "cognome", "sobrenome", "姓", "氏", "苗字", "名字", "zuname"}
	fullNames = []string{"name", "fullname", "studentname", "membername", "participantname", "participant", "student",
		"member", "이름", "성명", "성함", "이름성명", "성명이름", "nameofstudent", "lastfirst", "displayname", "이름name", "name이름",
		"yourname", "respondentname", "applicantname", "registrantname", "attendeename", "candidatename", "playername", "nameofrespondent", "nameofapplicant", "nameofparticipant",
		"nombrecompleto", "nombreyapellidos", "nombreyapellido", "apellidosynombre", "tunombre", "nomcomplet", "nometprénom", "prénometnom", "nomprénom", "votrenom",
		"vorundnachname", "vornameundnachname", "vornachname", "vornamenachname", "namevorname", "nachnamevorname", "deinname", "ihrname", "vollständigername",
		"nomecompleto", "nomeecognome", "nomeesobrenome", "姓名", "氏名", "名前", "お名前", "ご氏名", "フルネーム", "您的姓名"}
	refs = []string{"id", "idnumber", "studentid", "studentno", "studentnumber", "memberid", "memberno", "membernumber", "userid",
		"personid", "participantid", "employeeid", "uid", "sid", "uin", "sisuserid", "loginid", "학번", "회원번호", "사번", "아이디", "externalreference", "externaldatareference",
		"学籍番号", "学生番号", "会員番号", "社員番号", "学号", "matrikelnummer", "matrikelnr",
		"mitgliedsnummer", "mitgliedsnr", "númerodeestudiante", "númerodealumno", "númerodesocio", "códigodeestudiante", "numéroétudiant", "numérodétudiant", "numérodadhérent"}
	// Further ids that programs note beside those.
	furtherIDs = []string{"sisuserid", "sisloginid", "loginid", "canvasuserid", "sisid"}
	// An id of the answers, not of the member, is used only where nothing else tells members apart.
	responseIDs = []string{"responseid", "respondentid", "recordid", "submissionid", "entryid", "instanceid", "networkid", "응답id", "응답번호", "제출id", "제출번호", "응답자번호", "antwortid"}
	// Columns that say that the program calls the number of the answer "ID": Microsoft Forms, LimeSurvey.
	numbersAnswers = []string{"completiontime", "완료시간", "lastpage", "fertigstellungszeit", "完了時刻", "horadefinalización", "heuredefin", "letzteseite", "마지막페이지"}
	timestamps     = []string{"timestamp", "타임스탬프", "datesubmitted", "submitdate", "submittedat", "submissiontime", "recordeddate",
		"completiontime", "완료시간", "제출시간", "제출일시", "응답일시", "응답시간", "enddate", "submitted", "submittedon", "submissiondate", "submissiontime", "completedat", "completedon", "completed", "enddatetime", "end",
		"responsetime", "responsedate", "answeredat", "zeitstempel", "absendedatum", "datumabgeschickt", "datumderabgabe", "abgabedatum", "abgeschlossen", "marcatemporal", "fechadeenvío", "fechadeenvio", "horodateur", "datedesoumission",
		"タイムスタンプ", "回答日時", "送信日時", "提交时间", "时间戳记", "응답완료시간", "응답종료시간", "제출시각", "응답시각", "참여일시", "참여시간", "작성시간", "jointime", "fertigstellungszeit", "完了時刻", "horadefinalización", "heuredefin", "datemodified", "datecreated", "entrydatesubmitted", "entrydatecreated"}
	// What survey programs note besides the answers.
	metadata = []string{"startdate", "enddate", "recordeddate", "starttime", "시작시간", "datestarted", "datelastaction", "lastmodifiedtime",
		"마지막으로수정한시간", "completiontime", "완료시간", "status", "ipaddress", "ipaddr", "progress", "durationinseconds", "finished",
		"locationlatitude", "locationlongitude", "distributionchannel", "userlanguage", "lastpage", "startlanguage",
		"seed", "refererurl", "refurl", "referrerurl", "collectorid", "customdata1", "customdata", "responseset", "token", "totaltime", "recipientemail",
		"recipientfirstname", "recipientlastname", "externalreference", "externaldatareference", "datestamp", "submitdate", "username", "lastaccess", "lastaccesstocourse", "최근접속", "canvasgroupid", "durationminutes", "interviewtime", "accesscode", "timetakenseconds", "leavetime", "guest",
		"letzteseite", "startsprache", "zufallsstartwert", "datumgestartet", "datumletzteaktivität", "ipadresse", "verweisendeurl", "zugangscode", "gesamtzeit",
		"마지막페이지", "시작언어", "시작날짜", "시작일시", "마지막작업날짜", "ip주소", "참조url", "utmsource", "utmmedium", "utmcampaign", "utmterm", "utmcontent"}
	// What tables note of rows, and sites of their members.
	edited = []string{"lastmodified", "lastedited", "lasteditedtime", "lasteditedby", "lastmodifiedby", "createdby", "마지막수정시간", "최종편집일시", "최종편집자", "생성자", "수정일시", "마지막방문", "마지막접속", "최근방문", "최근강좌접속", "마지막강좌접속"}
	// What surveys in the field note first, and Qualtrics and LimeSurvey behind: known by the rest of the header, or by the way they are called.
	fieldNotes = []string{"today", "deviceid", "subscriberid", "simserial", "simid", "phonenumber", "audit", "username"}
	toolNotes  = regexp.MustCompile(`^Q_[A-Z]\w+$|^(group|question)Time\d+$|^(Group|Question) time: |^(Gruppenz|Fragenz)eit: |^Entry_[A-Z]\w+$|^[A-Z]\w+_Id$`)

	// Those of metadata that a club may ask for, or a table measure.
	ambiguous = []string{"guest", "status", "progress", "finished", "seed", "token", "username", "customdata", "gesamtzeit"}
	// What they note of every answer alike; where cells differ it may be asked for.
	samesaid = []string{"responsetype", "ending", "tags", "roles", "course", "institution", "version", "distributionchannel", "score", "점수", "역할", "참여자", "응답자"}
	// What a column of who takes part holds.
	enrolment = []string{"active", "inactive", "enrolled", "registered", "current", "confirmed", "waitlisted", "waiting list", "dropped", "dropped out", "drop", "withdrawn", "withdrew", "suspended",
		"cancelled", "canceled", "left", "재학", "휴학", "재적", "활동", "활동중", "등록", "수강", "수강 중", "확정", "대기", "취소", "수강 취소", "철회", "탈퇴", "중도 포기", "제적",
		"활성", "비활성", "정지", "정지됨", "일시정지", "정상", "가입", "참여", "참가", "불참"}

	// Over days with hours these say when the answer came; over others they may ask something.
	momentKeys = []string{"time", "datetime", "dateandtime", "date", "submitted", "submittedon", "submissiondate", "created", "createdat", "createdon", "createdtime", "생성일시", "생성시간", "생성일", "received", "answeredat", "responsetime", "responsedate",
		"시각", "일시", "날짜", "제출시각", "제출일", "제출날짜", "제출", "응답시각", "응답일", "등록시각", "등록일시", "등록일", "작성시각", "작성일시", "작성일", "접수일시", "접수시각", "신청일시", "신청시각", "신청시간"}
	clockInIt   = regexp.MustCompile(`\d:\d\d|\d ?시`)
	secondsInIt = regexp.MustCompile(`\d:\d\d:\d\d`)

	// Headers that name members and are nothing that a member answers.
	whoHeads = regexp.MustCompile(`(?i)^((full|your|student|first|last|family|given) )?name( \(original name\))?$|^surname$|^(your |user )?e-?mail( address)?$|^(이름|성명|성함|이메일( 주소)?|학번)$|^((vor|nach)name|e-mail-adresse|apellidos|氏名|名前|姓名)$`)
	// Headings between the rows of a list, where a name would stand.
	headings = regexp.MustCompile(`(?i)^[\[<【〈《(].*[\]>】〉》)]$|^[■□●○◆◇▶▷#=-]|^(제 ?)?\d+ ?(학년|기|조|반|팀|분반|부)(생|원)?$|^(신입|재학|휴학|졸업|수료)생$|^(임원진?|집행부|운영진|(신입|기존|정|준|명예)회원|신입부원|기존부원|회원|부원)$|^(committee|officers|board|(ordinary|new|old|honorary|full|associate) members|members|alumni|freshmen|sophomores|juniors|seniors)$`)
	// The line of a poll that counts who can.
	pollTotals = regexp.MustCompile(`(?i)^(count|counts|total|totals|sum|summe|anzahl|합계|인원|총계|가능 ?인원)$`)
	// Remarks below a table: with a mark or a colon, or how many there are.
	noteWords = regexp.MustCompile(`(?i)^[*※†•]|: |：|:$|^(note|notes|remarks?|비고|참고)\b|^비고$|^(총 ?|전체 ?|total ?)?\d+ ?(명|students?|members?|people|participants?|responses?|rows?|entries)$|^(generated|exported|printed|created|page) .*\d`)

	// What stands in the place of who did not say who they are.
	anonymous = []string{"anonymous", "익명"}
	// Names that a program has made unreadable: "abc****".
	masked = regexp.MustCompile(`\*{3,}`)

	statusWords = regexp.MustCompile(`(?i)^((current|enrol+ment|registration|student|member|membership|participation) )*status$|^((are you )?(currently |still )?)(enrol+ed|active)( ?\?)?$|^((재학|재적|학적|등록|수강|활동|회원|멤버|부원|참여|참가|신청|가입|현재) ?)*(상태|여부)([을를]? ?(알려|적어|써|골라|선택해|체크해|입력해|표시해) ?주(세요|십시오)[.!]?)?$|^(학적|재적)( ?(구분|사항|변동))?$|^attendance$|^(출석|참석|출결)( ?(여부|상태))?$`)
	roleHeads   = regexp.MustCompile(`(?i)^(course )?roles?$|^(역할|구분|권한|신분)$`)
	remarkHeads = regexp.MustCompile(`(?i)^(비고|메모|특이 ?사항|참고( ?사항)?|notes?|remarks?|comments?)$`)
	firstWords  = regexp.MustCompile(`(?i)\b(first|given)[ -]?names?\b|\bforename`)
	lastWords   = regexp.MustCompile(`(?i)\b(last|family)[ -]?name\b|\bsurname|` + familyWords.String())
	fullWords   = regexp.MustCompile(`(?i)\b(full|your|student|member)('?s)? \*?name\b|^name\b.{0,12}$|^name \(original name\)$|성함|성명|이름|^(지원|신청|참가|참여|응답|작성|수강|등록)자 ?명$|^(회|부|학|수강|신청|참가)(원|생|인) ?명$` +
		`|\bwie hei(ß|ss)(t du|en sie)\b|\b(dein|ihr|vollständiger) (\S+ )?name\b|\b(cuál es )?(tu|su) nombre\b|\bquel est (ton|votre) nom\b|氏名|お名前|姓名`)
	familyWords = regexp.MustCompile(`^성씨?\s*([(（].*[)）])?$`)
	givenWords  = regexp.MustCompile(`^이름\s*([(（].*[)）])?$`)
	// A name once more, in other letters.
	otherScript = regexp.MustCompile(`(?i)^((full|your|korean|english|chinese|roman\w*) )?name\s*[(（].*[)）]$|^(korean|english|chinese|legal) name$|^(이름|성명|성함|氏名|お名前)\s*[(（].*[)）]$|^(한글|영문|영어|한자) ?(이름|성명|성함)$|^(フリガナ|ふりがな|よみがな|カナ)$`)
	// What members are called besides; an import keeps it as an answer.
	moreNames = regexp.MustCompile(`(?i)^(\S+ ){0,3}(nick|middle|preferred|display|user|maiden|screen|pen)[ -]?names?\b.{0,12}$|^(what|how) (should|do|can) (we|people|others) call you|별명|닉네임|별칭|애칭|중간 ?이름|(표시|사용자) ?이름`)
	// What members are called by where nothing else says it.
	displayNames = regexp.MustCompile(`(?i)^(user )?display[ _-]?name$|^표시 ?이름$|^anzeigename$`)
	// What a team is called is no teammate's name.
	teamNames  = regexp.MustCompile(`(?i)\b(name|code|number) of\b.*\b(team|group|squad|pair|crew)\b|\b(team|group|squad|pair|crew)('s)? (name|code)\b|(팀|조|모임|그룹|모둠) ?(이름|명)`)
	otherNames = regexp.MustCompile(`(?i)(user|nick|team|group|project|company|school|club|course|file|preferred) ?names?|팀|동아리|친구|닉네임|모임|조 ?이름|싶`)
	emailWords = regexp.MustCompile(`(?i)e-?mail|이메일|메일 ?주소|전자 ?(우편|메일)|\bcorreo\b|\bcourriel\b|メール|邮箱|邮件`)
	emailNames = []string{"email", "emailaddress", "youremail", "youremailaddress", "이메일", "이메일주소"}
	emailKeys  = []string{"mail", "username", "메일", "사용자이름"}
	refWords   = regexp.MustCompile(`(?i)\b(student|member|employee|participant) ?(id|number|no\.?)\b|학번|회원 ?번호|\bmatrikelnummer\b|学籍番号|学生番号`)
	yesNo      = []string{"yes", "no", "y", "n", "1", "0", "true", "false", "예", "아니오", "아니요", "네", "o", "x", "n/a", "na", "-", "ja", "nein", "sí", "si", "oui", "non", "はい", "いいえ", "有", "無", "ㄴ", "ㄴㄴ", "ㅇㅇ", "checked", "unchecked", "selected", "not selected", "✓", "✔", "√", "☑", "☑️", "✅", "☐", "⬜", "○", "◯", "●", "×", "✗", "ㅇ", "v"}
	yes        = []string{"yes", "y", "1", "true", "예", "네", "o", "ja", "sí", "si", "oui", "はい", "有", "ㅇㅇ", "checked", "selected", "✓", "✔", "√", "☑", "☑️", "✅", "○", "◯", "●", "ㅇ", "v"}
	no         = []string{"no", "n", "0", "false", "아니오", "아니요", "x", "×", "nein", "non", "いいえ", "無", "ㄴ", "ㄴㄴ", "unchecked", "not selected", "-", "☐", "⬜"}
	// What is put in a box, of which there is nothing in one that is left. A cross is one where no other mark stands beside it.
	ticks = []string{"checked", "✓", "✔", "√", "☑", "☑️", "✅", "v", "x", "o", "ㅇ", "○", "◯", "●", "1", "true"}
)
