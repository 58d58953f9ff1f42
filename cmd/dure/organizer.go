package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"dure/db"
	"dure/survey"
)

// organizerCmd groups what an operator does about accounts.
type organizerCmd struct {
	Add organizerAddCmd `cmd:"" help:"Print a one-time link with which an organizer signs up, or chooses a new password."`
}

type organizerAddCmd struct {
	dataFlag
	Email   string `arg:"" help:"The organizer's e-mail address."`
	BaseURL string `name:"base-url" env:"DURE_BASE_URL" placeholder:"URL" help:"Address at which visitors reach the app. By default where it was last served."`
}

// operatorLinkLife is how long the link works.
const operatorLinkLife = 7 * 24 * time.Hour

// Run prints the link.
func (o *organizerAddCmd) Run() error { return o.add(context.Background(), os.Stdout) }

func (o *organizerAddCmd) add(ctx context.Context, out io.Writer) (err error) {
	email := survey.Clean(o.Email)
	if survey.CheckEmail(email) != nil {
		return usageError("%q is not an e-mail address", o.Email)
	}
	dir, err := o.dir()
	if err != nil {
		return err
	}
	d, err := o.open(ctx, dir)
	if err != nil {
		return o.dataError(dir, err)
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	base, err := o.base(ctx, d)
	if err != nil {
		return err
	}
	now := time.Now()
	token, err := d.SignupToken(ctx, survey.Invite{Email: email, Expires: now.Add(operatorLinkLife)}, now)
	if err != nil {
		return o.dataError(dir, err)
	}
	_, err = fmt.Fprintf(out, "%s/signup/%s\n", base, token)
	return err
}

// with opens the data for what an operator does with members, and closes it.
func (f dataFlag) with(ctx context.Context, do func(context.Context, *db.DB) error) (err error) {
	dir, err := f.dir()
	if err != nil {
		return err
	}
	d, err := f.open(ctx, dir)
	if err != nil {
		return f.dataError(dir, err)
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	return do(byOperator(ctx), d)
}

// open opens the data in dir, whether or not a server holds it.
func (f dataFlag) open(ctx context.Context, dir string) (*db.DB, error) {
	if f.Database != "" {
		return db.Attach(ctx, dir, f.options())
	}
	d, err := db.OpenWith(ctx, dir, f.existing())
	if errors.Is(err, db.ErrLocked) {
		return db.Attach(ctx, dir, f.options())
	}
	return d, err
}

func (o *organizerAddCmd) base(ctx context.Context, d *db.DB) (string, error) {
	if o.BaseURL != "" {
		return checkBase(o.BaseURL)
	}
	base, err := d.BaseURL(ctx)
	if errors.Is(err, survey.ErrNotFound) {
		return "http://127.0.0.1:8080", nil
	}
	return base, err
}
