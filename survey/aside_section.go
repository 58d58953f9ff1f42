package survey

import "regexp"

// How columns of sections are known. Plain words say so whatever the cells are; others may as well ask something, so that the cells have to
// look like sections: everybody is in one, and each is at least a team large.
var (
	sectionWords = regexp.MustCompile(`(?i)^((class|course|lab|my|your|discussion|tutorial) )?(sections?|lab|tutorial|recitation)( ?(no\.?|number|name|id|#))?$|\bwhich (lab )?section\b|\bwhich (lab|tutorial|recitation)( group)? (are|do) you\b|^(your |my |home )?campus$|^(übungs|praktikums|tutoriums|tutor[ei]n|seminar|labor|kurs)gruppe( ?(nr\.?|nummer))?$|^sektion$|^groupe de (td|tp|travaux \S+)$|^(sección|seção|sezione|turma)$|^grupo de (prácticas?|laboratorio|teoría)$|^(분반|반|(소속 ?)?캠퍼스|(소속|실습|실험|수업) ?반|반 ?이름)$`)
	groupWords   = regexp.MustCompile(`(?i)^home ?(room|form)$|^crn( ?(no\.?|number|#))?$|^(class|course|workshop|lab|tutorial|seminar|studio|session|discussion|recitation) ?(slot|session|group|time ?slot|period)$|^(lecture|studio|tutorial) (no\.?|number)$` +
		`|^(학급|(요일|시간|담임|강의|수강|세미나|워크숍|오전·?오후) ?반)$`)
	classWords   = regexp.MustCompile(`(?i)^((my|your) )?class( ?(name|no\.?|number|id|code))?$|^(수업|강좌|클래스)( ?(번호|코드))?$|^(クラス|組|学級)(名|番号)?$|^班级$`)
	sectionCells = regexp.MustCompile(`(?i)^(section|sec|lab|tutorial)[ ._-]?[0-9a-z]{1,2}$|^[0-9a-z]{1,2} ?분?반$`)
	classCells   = regexp.MustCompile(`(?i)^(class[ ._-]?)?([0-9]{1,3}[a-z]?|[a-z][0-9]{0,3})$|^[0-9a-z]{1,2} ?(분?반|교시|組|班)$`)
)

// leastSection is how many members each section has at least where only the cells tell that a column is one of sections.
const leastSection = 4

// hasSections reports whether the column under this header says which section members are in.
func (c Column) hasSections(header string) bool {
	section, others := sectionWords.MatchString(header) || c.calledAll(sectionCells), groupWords.MatchString(header) || classWords.MatchString(header)
	if !section && !others {
		return false // without a look at how all answers are spelled
	}
	groups := c.groups()
	if len(groups) == 0 { // as before the first answer, when the header alone can tell
		return sectionWords.MatchString(header)
	}
	if len(groups) < 2 || groups[0] < 2 {
		return false // nobody shares anything
	}
	like := c.CountAnswered() == c.Len() && groups[len(groups)-1] >= leastSection
	return section || like && (groupWords.MatchString(header) || classWords.MatchString(header) && c.calledAll(classCells))
}
