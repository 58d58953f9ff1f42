package view

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"dure/survey"
)

// A form that is about thousands of members names them in one field, as runs of ids: "3-7 9".

// RunsField is the field, and mostRun how many members it may name.
const (
	RunsField = "runs"
	mostRun   = 1 << 20
)

// Runs are the ids of members as runs.
func Runs(rows []MemberRow) string {
	var ids []survey.MemberID
	for _, r := range rows {
		ids = append(ids, r.ID)
	}
	slices.Sort(ids)
	var runs []string
	for i := 0; i < len(ids); {
		last := i
		for last+1 < len(ids) && ids[last+1] == ids[last]+1 {
			last++
		}
		runs = append(runs, ids[i].Code())
		if last > i {
			runs[len(runs)-1] = fmt.Sprintf("%d-%d", ids[i], ids[last])
		}
		i = last + 1
	}
	return strings.Join(runs, " ")
}

// ReadRuns reads them. What is no run, or would name more members than any season has, is nobody's.
func ReadRuns(text string) (ids []survey.MemberID) {
	for run := range strings.FieldsSeq(text) {
		from, to, several := strings.Cut(run, "-")
		if !several {
			to = from
		}
		a, err := strconv.ParseInt(from, 10, 64)
		b, wrong := strconv.ParseInt(to, 10, 64)
		if err != nil || wrong != nil || b < a || b-a >= mostRun-int64(len(ids)) {
			continue
		}
		for id := a; id <= b; id++ {
			ids = append(ids, survey.MemberID(id))
		}
	}
	return ids
}
