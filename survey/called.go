package survey

import (
	"slices"
	"strconv"
	"strings"
)

// CalledMasked says what members are called to each other: by name, and where others of them are called the same, with a hint of what
// tells them apart behind it, which gives no address and no id away: "Kim Minjun (k…1@c…)". Those of one name of whom nothing that is known
// differs are counted.
func CalledMasked(members []Member) map[MemberID]string {
	same := map[string][]Member{}
	for _, m := range members {
		same[nameKey(m.Name)] = append(same[nameKey(m.Name)], m)
	}
	called := make(map[MemberID]string, len(members))
	for _, all := range same {
		hints := hintsOf(all)
		count := map[string]int{}
		for _, h := range hints {
			count[h]++
		}
		for k, m := range all {
			called[m.ID] = m.Name
			switch h := hints[k]; {
			case len(all) == 1:
			case count[h] > 1:
				called[m.ID] += " (" + strconv.Itoa(k+1) + ")"
			case h != "":
				called[m.ID] += " (" + h + ")"
			}
		}
	}
	return called
}

// hintsOf are hints of what tells members apart: of each alone, else the letters of all at which they differ.
func hintsOf(all []Member) []string {
	hints, known := make([]string, len(all)), make([][]rune, len(all))
	for k, m := range all {
		hints[k], known[k] = m.hint(), []rune(strings.TrimSpace(m.Email+" "+m.Ref))
	}
	if different(hints) {
		return hints
	}
	clear(hints)
	longest := 0
	for _, r := range known {
		longest = max(longest, len(r))
	}
	for p := 0; p < longest && !different(hints); p++ {
		at := make([]string, len(all))
		for k, r := range known {
			if p < len(r) {
				at[k] = string(r[p])
			}
		}
		if slices.Equal(at, slices.Repeat(at[:1], len(at))) {
			continue
		}
		for k := range at {
			if len(known[k]) > 0 {
				hints[k] += "…" + at[k]
			}
		}
	}
	for k, h := range hints {
		if h != "" {
			hints[k] = h + "…"
		} else if len(known[k]) > 0 {
			hints[k] = "…"
		}
	}
	return hints
}

func different(texts []string) bool {
	return len(slices.Compact(slices.Sorted(slices.Values(texts)))) == len(texts)
}

// hint is what of the member's address or id tells little: the ends of what stands before the @, and how what follows begins.
func (m Member) hint() string {
	local, domain, isEmail := strings.Cut(m.Email, "@")
	if !isEmail {
		return ends(m.Ref)
	}
	return ends(local) + "@" + string([]rune(domain)[:1]) + "…"
}

// ends are the first and the last letter of a text, or the first alone where there would be nothing between them.
func ends(s string) string {
	r := []rune(s)
	switch {
	case len(r) == 0:
		return ""
	case len(r) < 4:
		return string(r[:1]) + "…"
	}
	return string(r[:1]) + "…" + string(r[len(r)-1:])
}

// CalledApart says what pages call each member: by name, and where others are called the same, with what tells them apart behind it, as
// "Kim Minjun (kim1@club.example)".
func CalledApart(members []Member) map[MemberID]string {
	same := map[string]int{}
	for _, m := range members {
		same[nameKey(m.Name)]++
	}
	called := make(map[MemberID]string, len(members))
	for _, m := range members {
		called[m.ID] = m.Name
		if known := m.Email + m.Ref; known != "" && same[nameKey(m.Name)] > 1 {
			if m.Email != "" {
				known = m.Email
			}
			called[m.ID] = m.Name + " (" + known + ")"
		}
	}
	return called
}
