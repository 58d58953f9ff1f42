package web

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"

	"dure/survey"
	"dure/web/job"
)

// rememberedFrom is from how many bytes of kept rows on a look at them is remembered: about those of as many cells as are read while somebody waits.
const rememberedFrom = 64 << 10

// keptLooks is how many looks at large files are remembered.
const keptLooks = 4

// A lookSeason is all of a season that a file is compared with, read once.
type lookSeason struct {
	job.LookStore `json:"-"`
	Asked         survey.Survey
	Season        []survey.Member
	Sent          map[survey.MemberID]survey.Progress
	Given         map[survey.MemberID]survey.Response
}

func (l lookSeason) Survey(context.Context, survey.SeasonID) (survey.Survey, error) {
	return l.Asked, nil
}

func (l lookSeason) Members(context.Context, survey.SeasonID) ([]survey.Member, error) {
	return l.Season, nil
}

func (l lookSeason) Progress(context.Context, survey.SeasonID) (map[survey.MemberID]survey.Progress, error) {
	return l.Sent, nil
}

func (l lookSeason) Responses(context.Context, survey.SeasonID) (map[survey.MemberID]survey.Response, error) {
	return l.Given, nil
}

// lookAt is [job.LookAt]. What it finds of a large file is remembered under all that it is found from, so that a page that is seen again reads nothing anew, and is
// never out of date.
func (s *server) lookAt(ctx context.Context, im survey.Import, plan job.Plan) (job.Look, error) {
	if len(im.Data) < rememberedFrom {
		return job.LookAt(ctx, s.Store, im, plan)
	}
	l, err := lookSeason{LookStore: s.Store}, error(nil)
	read := func(do func() error) { err = errors.Join(err, do()) }
	read(func() (err error) { l.Asked, err = s.Store.Survey(ctx, im.Season); return err })
	read(func() (err error) { l.Season, err = s.Store.Members(ctx, im.Season); return err })
	read(func() (err error) { l.Sent, err = s.Store.Progress(ctx, im.Season); return err })
	read(func() (err error) { l.Given, err = s.Store.Responses(ctx, im.Season); return err })
	if err != nil {
		return job.Look{}, err
	}
	seen := plan.Seen
	plan.Seen = "" // which says nothing of the file
	h := sha256.New()
	h.Write(im.Data)
	for _, q := range l.Asked.Questions { // of which JSON has what they ask alone
		fmt.Fprintln(h, q.ID, q.Version, q.Revision)
	}
	if err := json.NewEncoder(h).Encode([]any{im.ID, im.File, plan, plan.Recalled(), l}); err != nil {
		return job.Look{}, err
	}
	look, err := remember(ctx, s.looks, analysisKey{table: [sha256.Size]byte(h.Sum(nil))}, func(job.Look) int { return 1 },
		func(ctx context.Context) (job.Look, error) { return job.LookAt(ctx, l, im, plan) })
	look.Plan.Seen = seen
	return look, err
}
