package db

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"time"

	"dure/db/query"
	"dure/survey"
)

// checkName cleans the name of a club, a season or a proposal.
func checkName(name string) (string, error) {
	name = survey.OneLine(name)
	if name == "" {
		return "", &survey.InvalidError{Field: "name", Reason: "name_missing"}
	}
	if len([]rune(name)) > survey.MaxName {
		return "", &survey.InvalidError{Field: "name", Reason: "too_long", Args: map[string]any{"Max": survey.MaxName}}
	}
	return name, nil
}

// CreateClub makes a club that the organizer owns, in a time zone; "" for the server's.
func (d *DB) CreateClub(ctx context.Context, owner survey.OrganizerID, name, zone string, now time.Time) (survey.Club, error) {
	club := survey.Club{Name: name, ClubSettings: survey.ClubSettings{Zone: zone}, Created: fromMillis(millis(now))}
	settings, err := checkClub(&club)
	if err != nil {
		return survey.Club{}, err
	}
	err = d.update(ctx, func(ctx context.Context, t tx) error {
		id, err := t.InsertClub(ctx, query.InsertClubParams{Name: club.Name, Settings: settings, Created: millis(now)})
		if err != nil {
			return err
		}
		club.ID = survey.ClubID(id)
		return errors.Join(t.SaveRole(ctx, query.SaveRoleParams{ClubID: id, OrganizerID: int64(owner), Role: string(survey.Owner)}), t.made(ctx, id))
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

// SaveClub changes the name and the settings of a club, but not its logo. If it is of another revision than the club, and says something else, the error
// is [survey.ErrStale].
func (d *DB) SaveClub(ctx context.Context, c survey.Club) error {
	return d.changeClub(ctx, c.ID, func(_ context.Context, _ tx, now *survey.Club) error {
		c, read := c, c.Revision
		c.Logo, c.Revision = now.Logo, now.Revision
		if _, err := checkClub(&c); err != nil {
			return err
		}
		if read != now.Revision && (c.Name != now.Name || c.ClubSettings != now.ClubSettings) {
			return survey.ErrStale
		}
		c.Revision++
		now.Name, now.ClubSettings = c.Name, c.ClubSettings
		return nil
	})
}

// SaveLogo keeps a picture as the club's, which hash names from now on, or takes it away where there is no data.
func (d *DB) SaveLogo(ctx context.Context, id survey.ClubID, hash, mediaType string, data []byte) error {
	return d.changeClub(ctx, id, func(ctx context.Context, t tx, now *survey.Club) error {
		if err := asRead(ctx, now.Logo+".", hash+"."); err != nil {
			return err
		}
		if now.Logo = hash; len(data) == 0 {
			return t.DeleteLogo(ctx, int64(id))
		}
		return t.SaveLogo(ctx, query.SaveLogoParams{ClubID: int64(id), Type: mediaType, Data: data})
	})
}

// Logo returns the club's picture and its media type, or [survey.ErrNotFound].
func (d *DB) Logo(ctx context.Context, id survey.ClubID) (data []byte, mediaType string, err error) {
	l, err := d.read.Logo(ctx, int64(id))
	return l.Data, l.Type, wrap(missing(classify(err)), "logo of club %d", id)
}

func (d *DB) changeClub(ctx context.Context, id survey.ClubID, change func(context.Context, tx, *survey.Club) error) error {
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		row, err := t.Club(ctx, int64(id))
		if err != nil {
			return missing(err)
		}
		c, err := club(row)
		if err != nil {
			return err
		}
		if err := change(ctx, t, &c); err != nil {
			return err
		}
		settings, err := checkClub(&c)
		if err != nil {
			return err
		}
		if err := one(t.SaveClub(ctx, query.SaveClubParams{ID: int64(id), Name: c.Name, Settings: settings})); err != nil {
			return err
		}
		return t.log(ctx, survey.Act{Club: id, What: survey.ChangedClub})
	})
	return wrap(err, "change club %d", id)
}

// checkClub cleans a club's name and zone and returns its settings as they are stored.
func checkClub(c *survey.Club) (settings string, err error) {
	if c.Name, err = checkName(c.Name); err != nil {
		return "", err
	}
	if err := c.ClubSettings.Check(); err != nil {
		return "", err
	}
	return encode(c.ClubSettings)
}

// ClubContents returns what goes with a club.
func (d *DB) ClubContents(ctx context.Context, id survey.ClubID) (survey.Contents, error) {
	c, err := clubContents(ctx, d.read, id)
	return c, wrap(missing(classify(err)), "contents of club %d", id)
}

func clubContents(ctx context.Context, q *query.Queries, id survey.ClubID) (c survey.Contents, err error) {
	row, err := q.Club(ctx, int64(id))
	if err != nil {
		return c, err
	}
	seasons, err := q.Seasons(ctx, row.ID)
	if err != nil {
		return c, err
	}
	c = survey.Contents{Name: row.Name, Seasons: len(seasons)}
	for _, season := range seasons {
		counts, err := countsOf(ctx, q, season.ID)
		if err != nil {
			return c, err
		}
		c.Counts = c.Plus(counts)
	}
	return c, nil
}

// DeleteClub erases a club with its seasons and all that is in them, like [DB.DeleteSeason]. If other contents were shown to who deletes it, the error is [survey.ErrStale].
func (d *DB) DeleteClub(ctx context.Context, id survey.ClubID) error {
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		now, err := clubContents(ctx, t.Queries, id)
		if err != nil {
			return missing(err)
		}
		if err := asRead(ctx, now.Mark(), ""); err != nil {
			return err
		}
		return errors.Join(t.tellOrganizers(ctx, int64(id)), t.HideSeasonsOf(ctx, query.HideSeasonsOfParams{ClubID: int64(id), Gone: goneAtOnce}),
			one(t.HideClub(ctx, query.HideClubParams{ID: int64(id), Gone: goneAtOnce})))
	})
	if err == nil {
		d.sweepNow(ctx)
	}
	return wrap(err, "delete club %d", id)
}

// tellOrganizers has the organizers of a club told.
func (t tx) tellOrganizers(ctx context.Context, club int64) error {
	organizers, err := t.ClubOrganizers(ctx, club)
	for _, o := range organizers {
		t.tell(survey.OrganizerTopic, o.ID)
	}
	return err
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

// ChangeRole changes what an organizer may do in a club. Its last owner stays one. Invitations end with the owner who sent them.
func (d *DB) ChangeRole(ctx context.Context, id survey.OrganizerID, club survey.ClubID, role survey.Role) error {
	if err := role.Check(); err != nil {
		return err
	}
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		now, err := t.Role(ctx, query.RoleParams{ClubID: int64(club), OrganizerID: int64(id)})
		if err != nil {
			return missing(err)
		}
		if err := asRead(ctx, now, string(role)); err != nil {
			return err
		}
		if err := setRole(ctx, t, id, club, role); err != nil {
			return err
		}
		return hasOwner(ctx, t, club)
	})
	return wrap(err, "change role of organizer %d in club %d", id, club)
}

func setRole(ctx context.Context, t tx, id survey.OrganizerID, club survey.ClubID, role survey.Role) error {
	t.tell(survey.OrganizerTopic, int64(id))
	if err := t.SaveRole(ctx, query.SaveRoleParams{ClubID: int64(club), OrganizerID: int64(id), Role: string(role)}); err != nil {
		return err
	}
	if role != survey.Owner {
		if err := endInvitations(ctx, t, club, id); err != nil {
			return err
		}
	}
	return t.log(ctx, survey.Act{Club: club, What: survey.ChangedRole, Args: map[string]any{"Organizer": id, "Role": role}})
}

// HandOver makes another organizer of the club its owner in the place of one, who stays an organizer.
func (d *DB) HandOver(ctx context.Context, club survey.ClubID, from, to survey.OrganizerID) error {
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		mine, err := t.Role(ctx, query.RoleParams{ClubID: int64(club), OrganizerID: int64(from)})
		if err != nil || mine != string(survey.Owner) || from == to {
			return missing(cmp.Or(err, sql.ErrNoRows))
		}
		now, err := t.Role(ctx, query.RoleParams{ClubID: int64(club), OrganizerID: int64(to)})
		if err != nil {
			return missing(err)
		}
		if err := asRead(ctx, now, string(survey.Owner)); err != nil {
			return err
		}
		if err := setRole(ctx, t, to, club, survey.Owner); err != nil {
			return err
		}
		return setRole(ctx, t, from, club, survey.Editor)
	})
	return wrap(err, "hand over club %d to organizer %d", club, to)
}

// RemoveOrganizer takes an organizer off a club, unless it is its last owner. Invitations that the organizer sent, or was sent, end.
func (d *DB) RemoveOrganizer(ctx context.Context, id survey.OrganizerID, club survey.ClubID) error {
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		now, err := t.Role(ctx, query.RoleParams{ClubID: int64(club), OrganizerID: int64(id)})
		if err != nil {
			return missing(err)
		}
		if err := asRead(ctx, now, ""); err != nil {
			return err
		}
		t.tell(survey.OrganizerTopic, int64(id))
		if err := one(t.DeleteRole(ctx, query.DeleteRoleParams{ClubID: int64(club), OrganizerID: int64(id)})); err != nil {
			return err
		}
		if err := endInvitations(ctx, t, club, id); err != nil {
			return err
		}
		if err := hasOwner(ctx, t, club); err != nil {
			return err
		}
		return t.log(ctx, survey.Act{Club: club, What: survey.LeftClub, Args: map[string]any{"Organizer": id}})
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
