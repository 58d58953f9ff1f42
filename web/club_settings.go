package web

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"image"
	_ "image/gif" // a logo may be one
	"image/jpeg"
	"image/png"
	"io"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"
	"golang.org/x/image/draw"
	_ "golang.org/x/image/webp" // likewise

	"dure/survey"
	"dure/web/view"
)

// clubSettingsStore keeps what a club sets for all of its seasons.
type clubSettingsStore interface {
	// SaveClub returns survey.ErrStale if the club is of a newer revision.
	SaveClub(context.Context, survey.Club) error
	SaveLogo(ctx context.Context, id survey.ClubID, hash, mediaType string, data []byte) error
	Logo(context.Context, survey.ClubID) (data []byte, mediaType string, err error)
}

func (s *server) clubSettings(c echo.Context) error {
	return s.showClubSettings(c, view.ClubForm{Club: scopeOf(c).Club}, nil)
}

func (s *server) showClubSettings(c echo.Context, f view.ClubForm, wrong error) error {
	p := s.page(c, "club_settings")
	f.Now = s.zoneName(c)
	status, err := s.status(c, &p, wrong)
	if errors.Is(err, survey.ErrStale) {
		now, err := s.Store.Club(ctx(c), f.ID)
		if err != nil {
			return err
		}
		f.Both = view.NewBoth(p.T("club_changed"), view.ClubForm{Club: now}.Lines(p), f.Lines(p))
		f.Revision = now.Revision
		return render(c, http.StatusConflict, view.ClubSettings(p, f))
	}
	if err != nil {
		return err
	}
	return render(c, status, view.ClubSettings(p, f))
}

func (s *server) saveClub(c echo.Context) error {
	f := view.ClubForm{Club: scopeOf(c).Club}
	f.Name, f.Zone, f.Mutual, f.Revision = c.FormValue("name"), c.FormValue("zone"), c.FormValue("mutual") != "", typedRevision(c)
	if f.Lang = survey.Lang(c.FormValue("lang")); s.words[f.Lang] == nil {
		f.Lang = ""
	}
	if err := s.Store.SaveClub(ctx(c), f.Club); err != nil {
		return s.showClubSettings(c, f, err)
	}
	return s.done(c, nil, clubPath(f.ID, "/settings"), "saved")
}

// Limits of an uploaded logo, and the size to which it is drawn: a member's page stays light.
const (
	maxLogoPixels = 40_000_000
	logoWidth     = 240
	logoHeight    = 72
)

func (s *server) saveLogo(c echo.Context) error {
	club := scopeOf(c).Club
	data, mediaType, err := drawnLogo(c)
	if err != nil {
		return s.showClubSettings(c, view.ClubForm{Club: club}, err)
	}
	sum := sha256.Sum256(data)
	err = s.Store.SaveLogo(ctx(c), club.ID, hex.EncodeToString(sum[:8]), mediaType, data)
	return s.done(c, err, clubPath(club.ID, "/settings"), "saved")
}

// drawnLogo reads the uploaded picture and draws it anew, small and without what a camera or a program wrote into the file.
func drawnLogo(c echo.Context) (data []byte, mediaType string, err error) {
	header, err := c.FormFile("logo")
	if err != nil {
		return nil, "", &survey.InvalidError{Field: "logo", Reason: "logo_missing"}
	}
	file, err := header.Open()
	if err != nil {
		return nil, "", err
	}
	defer file.Close()
	size, _, err := image.DecodeConfig(file)
	if err != nil || size.Width < 1 || size.Height < 1 {
		return nil, "", &survey.InvalidError{Field: "logo", Reason: "logo_unread"}
	}
	if size.Width > maxLogoPixels/size.Height {
		return nil, "", &survey.InvalidError{Field: "logo", Reason: "logo_large"}
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return nil, "", err
	}
	picture, _, err := image.Decode(file)
	if err != nil {
		return nil, "", &survey.InvalidError{Field: "logo", Reason: "logo_unread"}
	}
	return encodeLogo(shrink(picture))
}

func shrink(picture image.Image) *image.NRGBA {
	w, h := float64(picture.Bounds().Dx()), float64(picture.Bounds().Dy())
	by := min(1, logoWidth/w, logoHeight/h)
	small := image.NewNRGBA(image.Rect(0, 0, max(1, int(by*w)), max(1, int(by*h))))
	draw.CatmullRom.Scale(small, small.Bounds(), picture, picture.Bounds(), draw.Src, nil)
	return small
}

// encodeLogo keeps a photograph as JPEG, which is a tenth of the PNG, and what lets the page shine through as PNG.
func encodeLogo(picture *image.NRGBA) (data []byte, mediaType string, err error) {
	var b bytes.Buffer
	if picture.Opaque() {
		err = jpeg.Encode(&b, picture, &jpeg.Options{Quality: 88})
		return b.Bytes(), "image/jpeg", err
	}
	err = png.Encode(&b, picture)
	return b.Bytes(), "image/png", err
}

func (s *server) deleteLogo(c echo.Context) error {
	club := scopeOf(c).Club
	return s.done(c, s.Store.SaveLogo(ctx(c), club.ID, "", "", nil), clubPath(club.ID, "/settings"), "removed")
}

// logoPath is the address of a club's picture under the link by which the visitor came.
func logoPath(c echo.Context, club survey.Club) string {
	if first, _, _ := strings.Cut(strings.TrimPrefix(c.Path(), "/"), "/"); first == "m" || first == "s" {
		return "/" + first + "/" + c.Param("token") + "/logo/" + club.Logo
	}
	return clubPath(club.ID, "/logo/"+club.Logo)
}

func (s *server) joinLogo(c echo.Context, f view.JoinSeasonForm) error { return s.logo(c) }

func (s *server) memberLogo(c echo.Context, v view.Visit) error { return s.logo(c) }

// logo answers the picture of the club that the request is about. Its address changes with it.
func (s *server) logo(c echo.Context) error {
	data, mediaType, err := s.Store.Logo(ctx(c), clubOf(c).ID)
	if err != nil {
		return err
	}
	c.Response().Header().Set("Cache-Control", "private, max-age=31536000, immutable")
	return c.Blob(http.StatusOK, mediaType, data)
}
