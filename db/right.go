package db

import (
	"context"

	"dure/db/query"
	"dure/survey"
)

// entitled returns an error where the right that a write rests on (see [survey.Right]) is lost: while the request came in, or by a write that stood
// before it in the queue. It is asked in the transaction that writes, so that nobody can lose the right in between.
func (t tx) entitled(ctx context.Context) error {
	by := survey.DoneBy(ctx)
	if by.Right.Session != 0 {
		_, err := t.Signin(ctx, query.SigninParams{ID: int64(by.Right.Session), Expires: millis(by.At)})
		if err = missing(err); err == survey.ErrNotFound {
			return survey.ErrSignIn
		}
		if err != nil {
			return err
		}
	}
	if by.Right.Club == 0 {
		return nil
	}
	role, err := t.Role(ctx, query.RoleParams{ClubID: int64(by.Right.Club), OrganizerID: int64(by.Organizer)})
	if err != nil {
		return missing(err)
	}
	if !survey.Role(role).Has(by.Right.Role) {
		return survey.ErrForbidden
	}
	return nil
}
