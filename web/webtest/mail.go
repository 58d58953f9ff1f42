package webtest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"io"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// A Taken letter is one that a [MailServer] took.
type Taken struct {
	From, To string
	Raw      string
}

// A MailServer takes letters on this machine, and fails as it is told.
type MailServer struct {
	Addr string
	// Fail is asked at each step of a letter: "greet", "mail", "rcpt", "data" before its text is read, "end" when it was read and is not kept yet, and
	// "kept" when it is. Nil is no failure; an [*smtp.SMTPError] is answered; [ErrDrop] hangs up and [ErrHang] says nothing any more.
	Fail func(step, to string) error

	secure bool // who is not signed in sends nothing
	server *smtp.Server
	mu     sync.Mutex
	taken  []Taken
	ends   chan struct{}
}

// How a mail server fails that does not answer.
var (
	ErrDrop = errors.New("hang up")
	ErrHang = errors.New("say nothing")
)

// Refuse is an answer with a code, such as 450 or 550.
func Refuse(code int) error {
	return &smtp.SMTPError{Code: code, EnhancedCode: smtp.EnhancedCode{code / 100, 1, 1}, Message: "the test says so"}
}

// NewMailServer starts one that ends with the test.
func NewMailServer(t testing.TB) *MailServer { return newMailServer(t, nil, false) }

// NewSecureMailServer starts one that takes letters by STARTTLS, or by TLS from the start, from the user "dure" with the password "secret" alone. Its
// certificate is what the test's program trusts from then on, if nothing was encrypted in it before.
func NewSecureMailServer(t *testing.T, fromStart bool) *MailServer {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	made := x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}
	der, err := x509.CreateCertificate(rand.Reader, &made, &made, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "cert.pem")
	if err := os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("SSL_CERT_FILE", path)
	return newMailServer(t, &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}, fromStart)
}

func newMailServer(t testing.TB, secure *tls.Config, fromStart bool) *MailServer {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatalf("mail server: %v", err)
	}
	if fromStart {
		l = tls.NewListener(l, secure)
	}
	m := &MailServer{secure: secure != nil, Addr: l.Addr().String(), ends: make(chan struct{})}
	m.server = smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) {
		s := &session{server: m, conn: c}
		return s, s.fail("greet")
	}))
	m.server.Domain, m.server.EnableSMTPUTF8 = "localhost", true
	m.server.ReadTimeout, m.server.WriteTimeout = time.Minute, time.Minute
	m.server.ErrorLog = nobody{}
	if !fromStart {
		m.server.TLSConfig = secure
	}
	go m.server.Serve(l)
	t.Cleanup(func() { close(m.ends); m.server.Close() })
	return m
}

// Taken are the letters that it took, in their order.
func (m *MailServer) Taken() []Taken {
	m.mu.Lock()
	defer m.mu.Unlock()
	return append([]Taken(nil), m.taken...)
}

type session struct {
	server   *MailServer
	conn     *smtp.Conn
	from, to string
	signedIn bool
}

func (s *session) AuthMechanisms() []string {
	if !s.server.secure {
		return nil
	}
	return []string{sasl.Plain}
}

func (s *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if s.signedIn = user == "dure" && password == "secret"; !s.signedIn {
			return smtp.ErrAuthFailed
		}
		return nil
	}), nil
}

func (s *session) fail(step string) error {
	if s.server.Fail == nil {
		return nil
	}
	err := s.server.Fail(step, s.to)
	switch err {
	case ErrDrop:
		s.conn.Conn().Close()
	case ErrHang:
		<-s.server.ends
	}
	return err
}

func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	if s.server.secure && !s.signedIn {
		return smtp.ErrAuthRequired
	}
	s.from, s.to = from, ""
	return s.fail("mail")
}

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.to = to
	return s.fail("rcpt")
}

func (s *session) Data(r io.Reader) error {
	if err := s.fail("data"); err != nil {
		return err
	}
	raw, err := io.ReadAll(r)
	if err == nil {
		err = s.fail("end")
	}
	if err != nil {
		return err
	}
	s.server.mu.Lock()
	s.server.taken = append(s.server.taken, Taken{s.from, s.to, string(raw)})
	s.server.mu.Unlock()
	return s.fail("kept")
}

func (s *session) Reset()        {}
func (s *session) Logout() error { return nil }

type nobody struct{}

func (nobody) Printf(string, ...any) {}
func (nobody) Println(...any)        {}
