package main

import (
	"io"
	"net"
	"strings"
	"testing"
	"time"
)

// What is no request is answered by Go's server, with nothing of what was sent and no cookie; what is one has the headers of every answer.
func TestWhatIsNoRequest(t *testing.T) {
	said, _ := served(t, serveCmd{dataFlag: dataFlag{Data: t.TempDir()}, Addr: "127.0.0.1:0", NoNight: true}, 2)
	at := strings.TrimPrefix(address(t, said[0]), "http://")
	const typed = "zwitscherlied"
	for _, c := range []struct {
		sent, status string
		ours         bool
	}{
		{"GET /" + typed + "%zz HTTP/1.1\r\nHost: x\r\n\r\n", "400", false},
		{"GET / HTTP/1.1\r\nHost: x\r\nX: " + strings.Repeat(typed, 100_000) + "\r\n\r\n", "431", false},
		{"POST /signin HTTP/1.1\r\nHost: x\r\nExpect: " + typed + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", "417", false},
		{"GET / HTTP/1.1\r\nX: " + typed + "\r\n\r\n", "400", false},
		{"GET / HTTP/1.1\r\nHost: x\r\nBad " + typed + ": 1\r\n\r\n", "400", false},
		{typed + " " + typed + "\r\n\r\n", "400", false},
		{"GET /" + typed + " HTTP/3.0\r\nHost: x\r\n\r\n", "505", false},
		{"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: " + typed + "\r\n\r\n", "501", false},
		{"OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "404", true},
		{"CONNECT x:1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "404", true},
	} {
		conn, err := net.DialTimeout("tcp", at, 5*time.Second)
		if err != nil {
			t.Fatal(err)
		}
		_ = conn.SetDeadline(time.Now().Add(10 * time.Second))
		_, _ = io.WriteString(conn, c.sent) // it may be answered, and closed, before all of it is sent
		data, _ := io.ReadAll(conn)
		conn.Close()
		answer, sent := string(data), c.sent[:min(len(c.sent), 60)]
		if !strings.HasPrefix(answer, "HTTP/1.1 "+c.status) {
			t.Errorf("%q is answered with %.60q, want %s", sent, answer, c.status)
		}
		if strings.Contains(answer, typed) || strings.Contains(answer, "Set-Cookie") || !c.ours && len(answer) > 300 {
			t.Errorf("%q is answered with what it may not:\n%s", sent, answer)
		}
		if ours := strings.Contains(answer, "default-src 'none'") && strings.Contains(answer, "nosniff"); ours != c.ours {
			t.Errorf("%q has the headers of every answer: %t, want %t", sent, ours, c.ours)
		}
	}
}
