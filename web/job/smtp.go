package job

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/mail"
	"net/textproto"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	gomail "github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"
	"golang.org/x/net/idna"

	"dure/survey"
)

// SMTP is a mail server that letters are handed to. It is used by one goroutine at a time.
type SMTP struct {
	host  string
	mode  string
	opts  []gomail.Option
	from  mail.Address
	lasts time.Duration

	open *smtp.Client // nil between connections
	conn net.Conn     // of open
}

// Settings say how a mail server is reached.
type Settings struct {
	Addr           string // HOST:PORT
	User, Password string // both "" for a server that asks for none
	From           string // the address that letters come from
	TLS            string // one of [TLSModes]; "" for "auto"
	Lasts          time.Duration
}

// TLSModes are the ways to encrypt: from the start, as is usual on port 465; by STARTTLS, without which nothing is sent; not at all; or auto, which
// is the one that the port asks for, and none only on the machine itself.
var TLSModes = []string{"auto", "tls", "starttls", "none"}

// mailLasts is how long connecting may take, and one letter. Servers that look for spam while they are talked to take some seconds.
const mailLasts = time.Minute

// NewSMTP checks the settings. It connects to nothing yet.
func NewSMTP(s Settings) (*SMTP, error) {
	host, portText, err := net.SplitHostPort(s.Addr)
	port, wrong := strconv.Atoi(portText)
	if err = errors.Join(err, wrong); err != nil || host == "" {
		return nil, fmt.Errorf("mail server %q: give it as HOST:PORT, such as mail.example.org:587", s.Addr)
	}
	if err := survey.CheckEmail(s.From); err != nil {
		return nil, fmt.Errorf("sender %q: give the address that letters come from, such as dure@example.org", s.From)
	}
	if s.Lasts == 0 {
		s.Lasts = mailLasts
	}
	opts := []gomail.Option{gomail.WithPort(port), gomail.WithTimeout(s.Lasts)}
	policy := map[string]gomail.TLSPolicy{"tls": gomail.TLSOpportunistic, "starttls": gomail.TLSMandatory, "none": gomail.NoTLS}
	mode := s.mode(host, port)
	if _, ok := policy[mode]; !ok {
		return nil, fmt.Errorf("encryption %q: it is one of %s", mode, strings.Join(TLSModes, ", "))
	}
	opts = append(opts, gomail.WithTLSPolicy(policy[mode]))
	if s.User != "" {
		opts = append(opts, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(s.User), gomail.WithPassword(s.Password))
	}
	if _, err := gomail.NewClient(host, opts...); err != nil {
		return nil, fmt.Errorf("mail server %q: %w", s.Addr, err)
	}
	from, err := inASCII(s.From)
	return &SMTP{host: host, mode: mode, opts: opts, from: mail.Address{Address: from}, lasts: s.Lasts}, err
}

func (s Settings) mode(host string, port int) string {
	switch ip := net.ParseIP(host); {
	case s.TLS != "" && s.TLS != "auto":
		return s.TLS
	case port == 465:
		return "tls"
	case host == "localhost" || ip != nil && ip.IsLoopback():
		return "none"
	}
	return "starttls"
}

// Send hands a letter to the server, on the connection of the letter before where that still stands. It returns nil once the server has said that it
// took the letter (250), whatever happens to the connection afterwards.
func (s *SMTP) Send(ctx context.Context, m Message) error {
	msg, to, err := s.compose(m)
	if err != nil {
		return err
	}
	if err := s.connect(ctx); err != nil {
		return err
	}
	if !isASCII(to) {
		if utf8, _ := s.open.Extension("SMTPUTF8"); !utf8 {
			return &MailError{Why: survey.Say("letter_address"), Final: true}
		}
	}
	if err := s.hand(msg, to); err != nil {
		return s.failed(err)
	}
	return nil
}

// At which step of a letter something went wrong decides whether it is about the letter or the server.
type stepError struct {
	error
	all bool
}

func (e stepError) Unwrap() error { return e.error }

func (s *SMTP) hand(msg *gomail.Msg, to string) error {
	if err := s.open.Mail("<" + s.from.Address + ">"); err != nil {
		return stepError{err, true} // whoever the letter is for
	}
	if err := s.open.Rcpt("<" + to + ">"); err != nil {
		return stepError{err, false}
	}
	w, err := s.open.Data()
	if err != nil {
		return stepError{err, false}
	}
	if _, err := msg.WriteTo(w); err != nil {
		return stepError{err, false}
	}
	if err := w.Close(); err != nil {
		return stepError{err, false}
	}
	return nil
}

// connect connects, unless the connection of the letter before still answers.
func (s *SMTP) connect(ctx context.Context) error {
	if s.open != nil && s.open.UpdateDeadline(s.lasts) == nil && s.open.Noop() == nil {
		return nil
	}
	s.drop()
	client, err := gomail.NewClient(s.host, append(slices.Clone(s.opts), gomail.WithDialContextFunc(func(dialing context.Context, network, addr string) (net.Conn, error) {
		return s.dial(ctx, dialing, network, addr)
	}))...)
	if err != nil {
		return err
	}
	if s.open, err = client.DialToSMTPClientWithContext(ctx); err == nil {
		err = s.open.UpdateDeadline(s.lasts)
	}
	if err != nil {
		s.drop()
		return whyUnreachable(err)
	}
	return nil
}

// breakOff is how long a letter on its way may still take when the program is to end.
const breakOff = 2 * time.Second

// dial opens a connection, which ends a little after ctx.
func (s *SMTP) dial(ctx, dialing context.Context, network, addr string) (net.Conn, error) {
	conn, err := new(net.Dialer).DialContext(dialing, network, addr)
	if err != nil {
		return nil, err
	}
	s.conn = conn
	context.AfterFunc(ctx, func() { time.AfterFunc(breakOff, func() { conn.Close() }) })
	if s.mode != "tls" {
		return conn, nil
	}
	secure := tls.Client(conn, &tls.Config{ServerName: s.host})
	return secure, secure.HandshakeContext(dialing)
}

// drop ends the connection, if there is one.
func (s *SMTP) drop() {
	if s.conn != nil {
		_ = s.conn.Close()
	}
	s.open, s.conn = nil, nil
}

// Close says goodbye to the server.
func (s *SMTP) Close() {
	if s.open != nil && s.open.UpdateDeadline(time.Second) == nil {
		_ = s.open.Quit()
	}
	s.drop()
}

// failed says in plain words why a letter was not taken. The connection is not used again, unless the server's answer leaves it as it was.
func (s *SMTP) failed(err error) *MailError {
	step, _ := errors.AsType[stepError](err)
	said, ok := errors.AsType[*textproto.Error](err)
	if !ok {
		s.drop()
		if timedOut(err) {
			return &MailError{Why: survey.Say("letter_slow"), All: true}
		}
		return &MailError{Why: survey.Say("letter_dropped")}
	}
	if s.open.Reset() != nil {
		s.drop()
	}
	text := saying(said)
	switch {
	case step.all:
		return &MailError{Why: turnedAway(said), All: true}
	case said.Code == 421: // the server is about to close
		return &MailError{Why: survey.Say("letter_later", "Said", text), All: true}
	case said.Code >= 500:
		return &MailError{Why: survey.Say("letter_refused", "Said", text), Final: true}
	}
	return &MailError{Why: survey.Say("letter_later", "Said", text)}
}

func whyUnreachable(err error) *MailError {
	why := survey.Say("letter_unreachable", "Said", survey.Shorten(survey.Clean(err.Error()), 200))
	if said, ok := errors.AsType[*textproto.Error](err); ok {
		why = turnedAway(said)
	} else if timedOut(err) {
		why = survey.Say("letter_slow")
	}
	return &MailError{Why: why, All: true}
}

// turnedAway says that the server takes letters from this program not now, or never.
func turnedAway(said *textproto.Error) survey.Message {
	if said.Code < 500 {
		return survey.Say("letter_later", "Said", saying(said))
	}
	return survey.Say("letter_sender", "Said", saying(said))
}

// saying is what the server answered, on one line.
func saying(said *textproto.Error) string {
	return survey.Shorten(fmt.Sprint(said.Code, " ", survey.OneLine(said.Msg)), 200)
}

func timedOut(err error) bool {
	wait, ok := errors.AsType[net.Error](err)
	return ok && wait.Timeout()
}

// compose makes of a letter what the server is given, and returns its recipient's address as the server is told it.
func (s *SMTP) compose(m Message) (*gomail.Msg, string, error) {
	to, err := inASCII(m.Address)
	if err != nil {
		return nil, "", &MailError{Why: survey.Say("letter_address"), Final: true}
	}
	msg := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	from := s.from
	from.Name = headerName(m.From)
	msg.FromMailAddress(&from)
	msg.AddToMailAddress(&mail.Address{Name: headerName(m.To), Address: to})
	msg.Subject(survey.OneLine(m.Subject))
	msg.SetMessageIDWithValue(m.ID)
	msg.SetDate()
	msg.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834: no program answers it
	if m.Unsubscribe != "" {                             // RFC 2369 and 8058
		msg.SetGenHeaderPreformatted(gomail.HeaderListUnsubscribe, "<"+survey.OneLine(m.Unsubscribe)+">")
		msg.SetGenHeaderPreformatted(gomail.HeaderListUnsubscribePost, "List-Unsubscribe=One-Click")
	}
	msg.SetBodyString(gomail.TypeTextPlain, m.Text)
	msg.AddAlternativeString(gomail.TypeTextHTML, m.HTML)
	return msg, to, nil
}

// inASCII is an address whose domain is written as mail servers know it, 두레.kr as xn--hu1bo4e.kr. What stands before the @ stays.
func inASCII(address string) (string, error) {
	at := strings.LastIndexByte(address, '@')
	domain, err := idna.Lookup.ToASCII(address[at+1:])
	if at < 1 || err != nil {
		return "", fmt.Errorf("address %q: no mail server has such a name", address)
	}
	return address[:at+1] + domain, nil
}

func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r > unicode.MaxASCII })
}

// headerName is what somebody is called in a header. Longer names make lines that some servers refuse.
func headerName(s string) string { return survey.Shorten(survey.OneLine(s), 60) }
