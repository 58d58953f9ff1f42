package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"dure/db"
	"dure/survey"
	"dure/web"
	"dure/web/job"
)

// smtpFlags say which mail server letters are handed to. The password is no flag, which others on the machine could read.
type smtpFlags struct {
	Server string `name:"smtp" env:"DURE_SMTP_ADDR" placeholder:"HOST:PORT" help:"Mail server to send letters by, such as mail.example.org:587. Without one nothing is sent, and pages have texts to copy. Its password is DURE_SMTP_PASSWORD. The demo sends none."`
	User   string `name:"smtp-user" env:"DURE_SMTP_USER" placeholder:"NAME" help:"Name to sign in to the mail server with, if it wants one."`
	From   string `name:"smtp-from" env:"DURE_SMTP_FROM" placeholder:"ADDRESS" help:"Address that letters come from. What cannot be delivered comes back to it."`
	TLS    string `name:"smtp-tls" env:"DURE_SMTP_TLS" default:"auto" enum:"auto,tls,starttls,none" help:"How the connection is encrypted: tls from the start, starttls, none, or auto, which is tls on port 465, none on this machine and else starttls."`
}

// sender returns who hands letters over, or nil where no mail server is named.
func (f smtpFlags) sender() (*job.SMTP, error) {
	if f.Server == "" {
		return nil, nil
	}
	s, err := job.NewSMTP(job.Settings{Addr: f.Server, User: f.User, Password: os.Getenv("DURE_SMTP_PASSWORD"), From: f.From, TLS: f.TLS})
	return s, withExit(exitUsage, err)
}

// mailBacks is after how long letters are tried again.
var mailBacks = job.Backs

// mailJob makes letters be sent, if somebody sends them.
func mailJob(d *db.DB, cfg web.Config, sender *job.SMTP, pace int) error {
	if sender == nil {
		return nil
	}
	word, err := web.Letters(cfg)
	if err != nil {
		return err
	}
	m := job.Mail{Store: d, Word: word, Sender: sender, Pace: pace, Backs: mailBacks, Now: time.Now}
	d.Work(db.MailJob, func(ctx context.Context, _ int64) error { return m.Run(ctx) })
	return nil
}

// mailCmd groups what an operator does about letters.
type mailCmd struct {
	Test mailTestCmd `cmd:"" help:"Send a letter, and say what the mail server answers."`
}

type mailTestCmd struct {
	smtpFlags
	Address string `arg:"" help:"Where to send it."`
}

// Run sends the letter.
func (m *mailTestCmd) Run() error { return m.test(context.Background(), os.Stdout) }

func (m *mailTestCmd) test(ctx context.Context, out io.Writer) error {
	if survey.CheckEmail(m.Address) != nil {
		return usageError("%q is not an e-mail address", m.Address)
	}
	s, err := m.sender()
	if err != nil {
		return err
	}
	if s == nil {
		return usageError("name the mail server with --smtp HOST:PORT or DURE_SMTP_ADDR")
	}
	defer s.Close()
	text := say(survey.Say("letter_test"))
	err = s.Send(ctx, job.Message{
		ID: rand.Text() + "@dure", From: "Dure", Address: m.Address, Subject: say(survey.Say("letter_subject_test")), Text: text, HTML: "<p>" + text + "</p>",
	})
	if why, ok := errors.AsType[*job.MailError](err); ok {
		return errors.New(say(why.Why))
	}
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "%s took a letter to %s. Look whether it arrived, and where: in the spam folder, the sender's domain does not vouch for this mail server yet (SPF, DKIM).\n", m.Server, m.Address)
	return err
}
