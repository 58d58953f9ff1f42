package survey

import (
	"strconv"
	"strings"
)

// A Topic names what a page follows while somebody looks at it, such as "season 12". Who writes of it says so, and who follows it looks again.
type Topic string

// A TopicKind is what a topic is about.
type TopicKind string

// The kinds of topic.
const (
	SeasonTopic    TopicKind = "season"    // all that moves the season's key: its survey, members, answers and sums
	ProposalTopic  TopicKind = "proposal"  // its state, progress and revision
	ImportTopic    TopicKind = "import"    // its state, and how far it is
	ModelTopic     TopicKind = "model"     // its state and progress, and the trials of its study
	OrganizerTopic TopicKind = "organizer" // where they are signed in, and what they may do in which club
)

// Of is the topic of what has the id.
func (k TopicKind) Of(id int64) Topic { return Topic(string(k) + " " + strconv.FormatInt(id, 10)) }

// ID is of what a topic is, and whether it is of this kind.
func (k TopicKind) ID(t Topic) (id int64, is bool) {
	text, is := strings.CutPrefix(string(t), string(k)+" ")
	id, err := strconv.ParseInt(text, 10, 64)
	return id, is && err == nil
}
