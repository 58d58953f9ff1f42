package main

import (
	"fmt"
	"net/netip"
)

// addresses are those of a range, which may be one alone.
type addresses struct{ netip.Prefix }

// UnmarshalText reads a range of addresses, or an address.
func (a *addresses) UnmarshalText(text []byte) (err error) {
	if a.Prefix, err = netip.ParsePrefix(string(text)); err == nil {
		return nil
	}
	one, err := netip.ParseAddr(string(text))
	if err != nil || one.Zone() != "" {
		return fmt.Errorf("%q is no address and no range of addresses: write it as 10.0.0.1 or 10.0.0.0/8", text)
	}
	a.Prefix = netip.PrefixFrom(one, one.BitLen())
	return nil
}
