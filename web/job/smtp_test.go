package job_test

import (
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"dure/web/job"
	"dure/web/webtest"
)

func sender(t *testing.T, addr string) *job.SMTP {
	t.Helper()
	s, err := job.NewSMTP(job.Settings{Addr: addr, From: "dure@example.org", Lasts: 300 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// written is a letter whose every word is in the way of a header.
var written = job.Message{
	ID: "abc@example.org", From: "두레 \"클럽\"\r\nBcc: thief@example.org", To: strings.Repeat("아주 긴 이름 ", 40) + "\nX-Evil: yes", Address: "mina@두레.kr",
	Subject: "[두레] 설문에 답해 주세요\r\nBcc: thief@example.org\r\n\r\nand a body", Text: "안녕하세요.\n.\nhttps://dure.example.org/m/ABC\n", HTML: "<p>안녕하세요.</p>",
	Unsubscribe: "https://dure.example.org/m/ABC/letters\r\nBcc: thief@example.org",
}

func TestALetterIsTaken(t *testing.T) {
	server := webtest.NewMailServer(t)
	s := sender(t, server.Addr)
	for range 2 { // the second on the same connection
		if err := s.Send(t.Context(), written); err != nil {
			t.Fatalf("the letter was not taken: %v", err)
		}
	}
	taken := server.Taken()
	if len(taken) != 2 || taken[0].To != "mina@xn--hu1bo4e.kr" || taken[0].From != "dure@example.org" {
		t.Fatalf("the server took %d letters, the first from %q to %q", len(taken), taken[0].From, taken[0].To)
	}
	m, err := mail.ReadMessage(strings.NewReader(taken[0].Raw))
	if err != nil {
		t.Fatal(err)
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if want := "[두레] 설문에 답해 주세요 Bcc: thief@example.org and a body"; err != nil || subject != want {
		t.Errorf("the subject is %q, %v, want %q", subject, err, want)
	}
	from, err := m.Header.AddressList("From")
	if err != nil || len(from) != 1 || from[0].Address != "dure@example.org" || from[0].Name != `두레 "클럽" Bcc: thief@example.org` {
		t.Errorf("it is from %v, %v", from, err)
	}
	to, err := m.Header.AddressList("To")
	if err != nil || len(to) != 1 || to[0].Address != "mina@xn--hu1bo4e.kr" || !strings.HasPrefix(to[0].Name, "아주 긴 이름 아주") {
		t.Errorf("it is to %v, %v", to, err)
	}
	for name, want := range map[string]string{
		"Message-Id": "<abc@example.org>", "Auto-Submitted": "auto-generated", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
		"List-Unsubscribe": "<https://dure.example.org/m/ABC/letters Bcc: thief@example.org>", "Bcc": "", "X-Evil": "", "Cc": "",
	} {
		if got := m.Header.Get(name); got != want {
			t.Errorf("the header %s is %q, want %q", name, got, want)
		}
	}
	head, _, _ := strings.Cut(taken[0].Raw, "\r\n\r\n")
	for line := range strings.SplitSeq(head, "\r\n") {
		if len(line) > 200 || !strings.HasPrefix(line, " ") && !strings.Contains(line, ":") {
			t.Errorf("the header has the line %q", line)
		}
	}
	wantParts(t, m, "안녕하세요.\n.\nhttps://dure.example.org/m/ABC", "<p>안녕하세요.</p>")
}

// wantParts wants a text and an HTML part in UTF-8.
func wantParts(t *testing.T, m *mail.Message, want ...string) {
	t.Helper()
	kind, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/alternative" {
		t.Fatalf("the letter is %q, %v", kind, err)
	}
	parts := multipart.NewReader(m.Body, params["boundary"])
	for i, kind := range []string{"text/plain", "text/html"} {
		p, err := parts.NextRawPart()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(quotedprintable.NewReader(p))
		if got := strings.TrimSpace(strings.ReplaceAll(string(text), "\r\n", "\n")); err != nil || got != want[i] || !strings.HasPrefix(p.Header.Get("Content-Type"), kind+"; charset=UTF-8") {
			t.Errorf("part %d is %s: %q, %v, want %q", i, p.Header.Get("Content-Type"), got, err, want[i])
		}
	}
}

// What the server does not take is said in plain words, with whether another try is worth it and whether it is about this letter.
func TestAServerThatFails(t *testing.T) {
	for _, c := range []struct {
		step       string
		fail       error
		why        string
		final, all bool
		taken      int
	}{
		{"greet", webtest.Refuse(554), "letter_sender", false, true, 0},
		{"mail", webtest.Refuse(550), "letter_sender", false, true, 0},
		{"greet", webtest.Refuse(421), "letter_later", false, true, 0},
		{"mail", webtest.Refuse(450), "letter_later", false, true, 0},
		{"rcpt", webtest.Refuse(450), "letter_later", false, false, 0},
		{"rcpt", webtest.Refuse(550), "letter_refused", true, false, 0},
		{"rcpt", webtest.Refuse(421), "letter_later", false, true, 0},
		{"rcpt", webtest.ErrDrop, "letter_dropped", false, false, 0},
		{"rcpt", webtest.ErrHang, "letter_slow", false, true, 0},
		{"data", webtest.Refuse(552), "letter_refused", true, false, 0},
		{"end", webtest.Refuse(451), "letter_later", false, false, 0},
		{"end", webtest.ErrDrop, "letter_dropped", false, false, 0},
		{"end", webtest.ErrHang, "letter_slow", false, true, 0},
		{"kept", webtest.ErrDrop, "letter_dropped", false, false, 1},
	} {
		server := webtest.NewMailServer(t)
		failed := 0
		server.Fail = func(step, to string) error {
			if step == c.step && (failed == 0 || failed == 1 && step == "greet") { // who is not greeted says hello once more
				failed++
				return c.fail
			}
			return nil
		}
		s := sender(t, server.Addr)
		err := s.Send(t.Context(), written)
		why, ok := errors.AsType[*job.MailError](err)
		if !ok || string(why.Why.Key) != c.why || why.Final != c.final || why.All != c.all {
			t.Errorf("a server that says %v at %q: %v, want %s, final %v, about all %v", c.fail, c.step, err, c.why, c.final, c.all)
		}
		if n := len(server.Taken()); n != c.taken {
			t.Errorf("a server that says %v at %q took %d letters, want %d", c.fail, c.step, n, c.taken)
		}
		if err := s.Send(t.Context(), written); err != nil {
			t.Errorf("after a server said %v at %q the next letter is not taken: %v", c.fail, c.step, err)
		}
	}
}

func TestNoServer(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := sender(t, l.Addr().String()) // takes the connection, and never greets
	why, _ := errors.AsType[*job.MailError](s.Send(t.Context(), written))
	if why == nil || why.Why.Key != "letter_slow" || !why.All {
		t.Errorf("a server that does not greet: %v", why)
	}
	l.Close()
	why, _ = errors.AsType[*job.MailError](s.Send(t.Context(), written))
	if why == nil || why.Why.Key != "letter_unreachable" || !why.All {
		t.Errorf("no server: %v", why)
	}
}

func TestAddressesOfMailServers(t *testing.T) {
	for _, c := range []struct {
		s  job.Settings
		ok bool
	}{
		{job.Settings{Addr: "mail.example.org:587", From: "a@example.org"}, true},
		{job.Settings{Addr: "[::1]:25", From: "a@example.org"}, true},
		{job.Settings{Addr: "mail.example.org", From: "a@example.org"}, false},
		{job.Settings{Addr: ":25", From: "a@example.org"}, false},
		{job.Settings{Addr: "mail.example.org:smtp", From: "a@example.org"}, false},
		{job.Settings{Addr: "mail.example.org:25"}, false},
		{job.Settings{Addr: "mail.example.org:25", From: "a@example.org", TLS: "ssl"}, false},
	} {
		if _, err := job.NewSMTP(c.s); (err == nil) != c.ok {
			t.Errorf("settings %+v: %v, want right %v", c.s, err, c.ok)
		}
	}
}

// A server that wants encryption and a password gets both, whichever way it encrypts; a wrong password is said to be one, and nothing is sent in clear.
func TestLettersAreEncrypted(t *testing.T) {
	for _, mode := range []string{"starttls", "tls"} {
		// What is trusted is read once: the second server is tried by a test of its own.
		if os.Getenv("DURE_TEST_TLS") == "" {
			cmd := exec.Command(os.Args[0], "-test.run", "^TestLettersAreEncrypted$")
			cmd.Env = append(os.Environ(), "DURE_TEST_TLS="+mode)
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%s: %v\n%s", mode, err, out)
			}
		} else if mode == os.Getenv("DURE_TEST_TLS") {
			sendEncrypted(t, mode)
		}
	}
}

func sendEncrypted(t *testing.T, mode string) {
	t.Helper()
	server := webtest.NewSecureMailServer(t, mode == "tls")
	for _, c := range []struct{ password, mode, why string }{
		{"secret", mode, ""}, {"wrong", mode, "letter_sender"}, {"secret", "none", "letter_"},
	} {
		s, err := job.NewSMTP(job.Settings{Addr: server.Addr, From: "dure@example.org", User: "dure", Password: c.password, TLS: c.mode, Lasts: 2 * time.Second})
		if err != nil {
			t.Fatal(err)
		}
		err = s.Send(t.Context(), written)
		why, _ := errors.AsType[*job.MailError](err)
		if c.why == "" && err != nil || c.why != "" && (why == nil || !why.All || !strings.HasPrefix(string(why.Why.Key), c.why)) {
			t.Errorf("the password %q over %s: %v, want %q", c.password, c.mode, err, c.why)
		}
		s.Close()
	}
	if n := len(server.Taken()); n != 1 {
		t.Errorf("the server took %d letters, want the one that was encrypted", n)
	}
}
