package main

import (
	"strings"
	"testing"
)

func TestAddressesOfAProxy(t *testing.T) {
	for text, want := range map[string]string{
		"10.0.0.1": "10.0.0.1/32", "10.0.0.0/8": "10.0.0.0/8", "2001:db8::1": "2001:db8::1/128", "2001:db8::/32": "2001:db8::/32",
	} {
		var a addresses
		if err := a.UnmarshalText([]byte(text)); err != nil || a.String() != want {
			t.Errorf("%q is read as %s (%v), want %s", text, a, err, want)
		}
	}
	for _, text := range []string{"", "10.0.0", "10.0.0.1/33", "10.0.0.1:80", "proxy.example.org", "fe80::1%eth0"} {
		var a addresses
		if err := a.UnmarshalText([]byte(text)); err == nil || !strings.Contains(err.Error(), "10.0.0.0/8") {
			t.Errorf("%q is read as %s with the error %v, want one that says what to write", text, a, err)
		}
	}
}
