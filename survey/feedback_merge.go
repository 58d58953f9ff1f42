package survey

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// Two devices of a member that answer different questions about the team both keep what they say; the mark of an opinion therefore has a part for each
// question, and [Opinion.Merge] puts the answers together question by question, as [Filled.Merge] does those to the survey.

// peersPart is the part of an opinion that is split further: each teammate is a question of its own.
const peersPart = "peers"

// parts are the answers to the questions, by their name in JSON.
func (o Opinion) parts() map[string]json.RawMessage {
	all := map[string]json.RawMessage{}
	unpack(pack(o), &all)
	delete(all, "team")
	of := map[string]json.RawMessage{}
	if peers, ok := all[peersPart]; ok {
		unpack(peers, &of)
	}
	delete(all, peersPart)
	for id, said := range of {
		all[peersPart+"."+id] = said
	}
	return all
}

// opinionOf is the opinion of the parts.
func opinionOf(parts map[string]json.RawMessage) (o Opinion) {
	all, peers := map[string]json.RawMessage{}, map[string]json.RawMessage{}
	for name, said := range parts {
		if id, ok := strings.CutPrefix(name, peersPart+"."); ok {
			peers[id] = said
			continue
		}
		all[name] = said
	}
	if len(peers) > 0 {
		all[peersPart] = pack(peers)
	}
	unpack(pack(all), &o)
	return o
}

// pack and unpack deal with opinions and their parts, which can always be written and read.
func pack(v any) json.RawMessage {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return text
}

func unpack(text json.RawMessage, into any) {
	if err := json.Unmarshal(text, into); err != nil {
		panic(err)
	}
}

// Mark is the mark of what is said of a team, whichever that is: of each question that has an answer.
func (o Opinion) Mark() string {
	all := o.parts()
	marks := []string{"opinion"}
	for _, name := range slices.Sorted(maps.Keys(all)) {
		marks = append(marks, name+":"+mark(all[name]))
	}
	return strings.Join(marks, " ")
}

// Merge returns the opinion that a form brings, which showed the opinion with the mark read, with what was kept meanwhile: of each question the one
// that was changed. Where both were, it is the form's, and clash is true. Without a mark the form's stands as it is.
func (o Opinion) Merge(kept Opinion, read string) (merged Opinion, clash bool) {
	if read == "" {
		return o, false
	}
	shown := map[string]string{}
	for part := range strings.FieldsSeq(read) {
		name, of, _ := strings.Cut(part, ":")
		shown[name] = of
	}
	now, typed := kept.parts(), o.parts()
	out := maps.Clone(typed)
	sum := func(part json.RawMessage) string {
		if part == nil {
			return ""
		}
		return mark(part)
	}
	names := maps.Clone(now)
	maps.Copy(names, typed)
	for name := range names {
		is, says := sum(now[name]), sum(typed[name])
		switch {
		case says == is || is == shown[name]: // nothing newer
		case says == shown[name]: // nothing changed here
			if delete(out, name); is != "" {
				out[name] = now[name]
			}
		default:
			clash = true
		}
	}
	merged = opinionOf(out)
	merged.Team = o.Team
	return merged, clash
}
