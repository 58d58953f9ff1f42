package view

import "dure/survey"

// dataDoer is who did what stands in a line of a member's log.
func dataDoer(p Page, a survey.ActData) string {
	switch {
	case a.Who != "":
		return a.Who
	case a.By == survey.ByMember:
		return p.T("you")
	}
	return p.T("log_by_" + survey.Key(a.By))
}
