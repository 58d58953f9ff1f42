package db

import (
	"context"
	"time"

	"dure/db/query"
	"dure/survey"
)

// checkName cleans the name of a club, a season or a proposal.
func checkName(name string) (string, error) {
	name = survey.Clean(name)
	if name == "" {
		return "", &survey.InvalidError{Field: "name", Reason: "name_missing"}
	}
	if len([]rune(name)) > survey.MaxName {
		return "", &survey.InvalidError{Field: "name", Reason: "too_long", Args: map[string]any{"Max": survey.MaxName}}
	}
	return name, nil
}

// CreateClub makes a club that the organizer owns.
func (d *DB) CreateClub(ctx context.Context, owner survey.OrganizerID, name string, now time.Time) (survey.Club, error) {
	name, err := checkName(name)
	if err != nil {
		return survey.Club{}, err
	}
	club := survey.Club{Name: name, Created: fromMillis(millis(now))}
	err = d.update(ctx, func(ctx context.Context, t tx) error {
		id, err := t.InsertClub(ctx, query.InsertClubParams{Name: name, Created: millis(now)})
		if err != nil {
			return err
		}
		club.ID = survey.ClubID(id)
		return t.SaveRole(ctx, query.SaveRoleParams{ClubID: id, OrganizerID: int64(owner), Role: string(survey.Owner)})
	})
	return club, wrap(err, "create club")
}

// Club returns the club with the id.
func (d *DB) Club(ctx context.Context, id survey.ClubID) (survey.Club, error) {
	c, err := d.read.Club(ctx, int64(id))
	if err != nil {
		return survey.Club{}, wrap(missing(classify(err)), "club %d", id)
	}
	out, err := club(c)
	return out, wrap(err, "club %d", id)
}

func club(c query.Club) (survey.Club, error) {
	out := survey.Club{ID: survey.ClubID(c.ID), Name: c.Name, Created: fromMillis(c.Created)}
	return out, decode(c.Settings, &out.ClubSettings)
}

// Clubs returns the clubs of an organizer by name.
func (d *DB) Clubs(ctx context.Context, id survey.OrganizerID) ([]survey.Club, error) {
	rows, err := d.read.Clubs(ctx, int64(id))
	if err != nil {
		return nil, wrap(classify(err), "clubs of organizer %d", id)
	}
	all, err := decodeEach(rows, club)
	return all, wrap(err, "clubs of organizer %d", id)
}

// RenameClub changes the name of a club.
func (d *DB) RenameClub(ctx context.Context, id survey.ClubID, name string) error {
	name, err := checkName(name)
	if err != nil {
		return err
	}
	err = d.update(ctx, func(ctx context.Context, t tx) error {
		return one(t.RenameClub(ctx, query.RenameClubParams{ID: int64(id), Name: name}))
	})
	return wrap(err, "rename club %d", id)
}

// DeleteClub erases a club with its seasons and all that is in them.
func (d *DB) DeleteClub(ctx context.Context, id survey.ClubID) error {
	err := d.update(ctx, func(ctx context.Context, t tx) error { return one(t.DeleteClub(ctx, int64(id))) })
	return wrap(err, "delete club %d", id)
}

// Role returns what an organizer may do in a club, or [survey.ErrNotFound] for one who is not of it.
func (d *DB) Role(ctx context.Context, id survey.OrganizerID, club survey.ClubID) (survey.Role, error) {
	r, err := d.read.Role(ctx, query.RoleParams{ClubID: int64(club), OrganizerID: int64(id)})
	return survey.Role(r), wrap(missing(classify(err)), "role of organizer %d in club %d", id, club)
}

// Organizers returns who organizes a club, by address.
func (d *DB) Organizers(ctx context.Context, club survey.ClubID) ([]survey.Colleague, error) {
	rows, err := d.read.ClubOrganizers(ctx, int64(club))
	all := each(rows, func(r query.ClubOrganizersRow) survey.Colleague {
		o := survey.Organizer{ID: survey.OrganizerID(r.ID), Email: r.Email, Created: fromMillis(r.Created)}
		return survey.Colleague{Organizer: o, Role: survey.Role(r.Role)}
	})
	return all, wrap(classify(err), "organizers of club %d", club)
}

// ChangeRole changes what an organizer may do in a club. Its last owner stays one.
func (d *DB) ChangeRole(ctx context.Context, id survey.OrganizerID, club survey.ClubID, role survey.Role) error {
	if err := role.Check(); err != nil {
		return err
	}
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		if _, err := t.Role(ctx, query.RoleParams{ClubID: int64(club), OrganizerID: int64(id)}); err != nil {
			return missing(err)
		}
		if err := t.SaveRole(ctx, query.SaveRoleParams{ClubID: int64(club), OrganizerID: int64(id), Role: string(role)}); err != nil {
			return err
		}
		return hasOwner(ctx, t, club)
	})
	return wrap(err, "change role of organizer %d in club %d", id, club)
}

// RemoveOrganizer takes an organizer off a club, unless it is its last owner.
func (d *DB) RemoveOrganizer(ctx context.Context, id survey.OrganizerID, club survey.ClubID) error {
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		if err := one(t.DeleteRole(ctx, query.DeleteRoleParams{ClubID: int64(club), OrganizerID: int64(id)})); err != nil {
			return err
		}
		return hasOwner(ctx, t, club)
	})
	return wrap(err, "remove organizer %d from club %d", id, club)
}

func hasOwner(ctx context.Context, t tx, club survey.ClubID) error {
	n, err := t.CountOwners(ctx, int64(club))
	if err == nil && n == 0 {
		err = &survey.InvalidError{Field: "role", Reason: "last_owner"}
	}
	return err
}
