package team

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"time"

	"dure/survey"
)

// A Brief is what organizers tell a team to begin with: the address where it talks, what it does first, and when it first meets.
type Brief struct {
	Chat string    `json:"chat,omitempty"`
	Task string    `json:"task,omitempty"`
	Meet time.Time `json:"meet,omitzero"`
}

// Host is where the chat is.
func (b Brief) Host() string {
	at, err := url.Parse(b.Chat)
	if err != nil {
		return ""
	}
	return at.Host
}

// Briefs are those of the teams of a roster, by their numbers, and one for all: it says what a team's own does not.
type Briefs struct {
	All   Brief   `json:"all"`
	Teams []Brief `json:"teams,omitempty"`
}

// Of is what the team is told.
func (b Briefs) Of(t int) Brief {
	told := b.All
	if t < len(b.Teams) {
		if own := b.Teams[t]; own.Chat != "" {
			told.Chat = own.Chat
		}
		if own := b.Teams[t]; own.Task != "" {
			told.Task = own.Task
		}
		if own := b.Teams[t]; !own.Meet.IsZero() {
			told.Meet = own.Meet
		}
	}
	return told
}

// Any reports whether any team is told anything.
func (b Briefs) Any() bool {
	return b.All != (Brief{}) || slices.ContainsFunc(b.Teams, func(own Brief) bool { return own != (Brief{}) })
}

// Meet reports whether any team has a first meeting.
func (b Briefs) Meet() bool {
	return !b.All.Meet.IsZero() || slices.ContainsFunc(b.Teams, func(own Brief) bool { return !own.Meet.IsZero() })
}

// Mark is the mark of what they say.
func (b Briefs) Mark() string {
	text, err := json.Marshal(b)
	if err != nil { // it holds words
		panic("team: " + err.Error())
	}
	return survey.TypedMark(string(text))
}

// maxChat is how long an address may be.
const maxChat = 1000

// ReadBrief reads a brief as typed. An address without a scheme is one of the web. What is no such address, or too long, is a [survey.InvalidError] at the field.
func ReadBrief(chat, chatField, task, taskField string) (Brief, []*survey.InvalidError) {
	b := Brief{Chat: strings.TrimSpace(chat), Task: strings.TrimSpace(task)}
	var wrong []*survey.InvalidError
	if b.Chat != "" {
		if !strings.Contains(b.Chat, "://") && strings.Contains(b.Chat, ".") {
			b.Chat = "https://" + b.Chat
		}
		at, err := url.Parse(b.Chat)
		if err != nil || !slices.Contains([]string{"http", "https"}, at.Scheme) || at.Host == "" || at.User != nil || len(b.Chat) > maxChat {
			b.Chat = strings.TrimSpace(chat)
			wrong = append(wrong, &survey.InvalidError{Field: chatField, Reason: "brief_chat_wrong"})
		}
	}
	if len([]rune(b.Task)) > survey.MaxLong {
		wrong = append(wrong, &survey.InvalidError{Field: taskField, Reason: "too_long", Args: map[string]any{"Max": survey.MaxLong}})
	}
	return b, wrong
}
