package web_test

import (
	"context"
	"net/http"
	"net/netip"
	"testing"
	"time"

	"dure/db"
	"dure/survey"
	"dure/web"
)

// A lossy store loses something right after it was looked up.
type lossy struct {
	*db.DB
	looked func(at string)
}

func (l *lossy) Organizer(ctx context.Context, id survey.OrganizerID) (survey.Organizer, error) {
	o, err := l.DB.Organizer(ctx, id)
	l.looked("session") // which was looked up just before
	return o, err
}

func (l *lossy) Role(ctx context.Context, id survey.OrganizerID, club survey.ClubID) (survey.Role, error) {
	role, err := l.DB.Role(ctx, id, club)
	l.looked("role")
	return role, err
}

func (l *lossy) OrganizerByEmail(ctx context.Context, email string) (survey.Organizer, error) {
	o, err := l.DB.OrganizerByEmail(ctx, email)
	l.looked("account")
	return o, err
}

// lossySite is the site of the matrix, on which nothing is lost yet.
func lossySite(t *testing.T) (*site, *lossy) {
	store := &lossy{looked: func(string) {}}
	s := siteOf(t, web.Config{Store: store, BaseURL: "https://dure.example.org", Proxies: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}})
	s.fill()
	return s, store
}

// Whoever is removed, made less or signed out writes nothing any more: not by a form that was begun before and comes in slowly, after the first look at
// who asks, and not by one that is carried out at the same moment, after the last.
func TestALostRightWritesNothing(t *testing.T) {
	s, store := lossySite(t)
	_, owner, own, _ := s.everybody()
	me, err := s.db.OrganizerByEmail(t.Context(), "second@example.org")
	s.must("find the owner", err)
	k := s.keep()
	needs := map[string]string{}
	for _, r := range web.Routes() {
		needs[r.Method+" "+r.Path] = r.Who
	}
	losses := []struct{ how, at, do string }{
		{"removed", "role", "DELETE FROM club_organizers WHERE organizer_id = ?"},
		{"made less", "role", "UPDATE club_organizers SET role = 'viewer' WHERE organizer_id = ?"},
		{"signed out", "session", "DELETE FROM signins WHERE organizer_id = ? AND id <> " + own[":session"]},
	}
	for _, l := range lines(t, matrix, 8) {
		need := needs[l.method+" "+l.path]
		if l.method != http.MethodPost || l.want[3] != "done" || need == "anyone" {
			continue
		}
		for _, loss := range losses {
			if need == "signed in" && loss.at == "role" || need == "viewer" && loss.how == "made less" {
				continue // it is not lost
			}
			for look := 1; look <= 2; look++ {
				lost := store.after(loss.at, look, func() map[string]string {
					s.must("take the right away", k.do(loss.do, me.ID))
					return s.content()
				})
				res := k.send(t.Context(), owner, l.method, fill(l.path, own), fill(l.form, own))
				res.Body.Close()
				store.looked = func(string) {}
				after := s.content()
				k.restore()
				if *lost == nil {
					t.Fatalf("POST %s looked at the %s fewer than %d times", l.path, loss.at, look)
				}
				for table, rows := range *lost {
					if after[table] != rows {
						t.Errorf("POST %s by one who is %s after look %d changes %s (%d)", l.path, loss.how, look, table, res.StatusCode)
					}
				}
			}
		}
	}
}

// after loses something once it was looked at so many times. What then stands in the database is there once that was.
func (l *lossy) after(at string, looks int, lose func() map[string]string) *map[string]string {
	var lost map[string]string
	l.looked = func(what string) {
		if what != at {
			return
		}
		if looks--; looks == 0 {
			lost = lose()
		}
	}
	return &lost
}

// Whoever signs in with a password that is changed in the meantime is not signed in: by the operator's link, nor by a change from elsewhere.
func TestAChangedPasswordSignsNobodyIn(t *testing.T) {
	s, store := lossySite(t)
	s.account("mina@example.org")
	o, err := s.db.OrganizerByEmail(t.Context(), "mina@example.org")
	s.must("find the account", err)
	for how, change := range map[string]func(hash string) error{
		"a change": func(hash string) error { return s.db.ChangePassword(t.Context(), o.ID, hash, s.now) },
		"a link": func(hash string) error {
			token, err := s.db.SignupToken(t.Context(), survey.Invite{Email: o.Email, Expires: s.now.Add(time.Hour)}, s.now)
			s.must("make a sign-up link", err)
			_, err = s.db.Signup(t.Context(), token, "", hash, s.now)
			return err
		},
	} {
		v := s.visitor()
		store.after("account", 1, func() map[string]string {
			s.must("change the password", change("another hash"))
			return nil
		})
		v.signIn(o.Email, sentence).want(422, "do not belong together")
		store.looked = func(string) {}
		if r := v.get("/clubs"); r.path == "/clubs" {
			t.Errorf("who knew the password before %s is signed in", how)
		}
		s.must("put the password back", s.db.ChangePassword(t.Context(), o.ID, o.PasswordHash, s.now))
		v.signIn(o.Email, sentence).want(200, "signout")
	}
}
