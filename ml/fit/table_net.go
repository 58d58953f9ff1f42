package fit

import (
	"bytes"
	"encoding/json"
	"io"

	"dure/ml"
	"dure/survey"
)

// A TableNet is a network with what it takes to ask it about the rows of another file: how its columns became numbers, and what its classes are called.
type TableNet struct {
	Target   string
	Classes  []string // nil of a number
	Encoding Encoding
	Network  *ml.Network
	About    json.RawMessage // what was found when it was trained
}

const netMagic = "dure-net"

type savedTableNet struct {
	Target   string          `json:"target"`
	Classes  []string        `json:"classes,omitempty"`
	Encoding Encoding        `json:"encoding"`
	Network  []byte          `json:"network"`
	About    json.RawMessage `json:"about"`
}

// Save writes m, so that [LoadTableNet] reads it back.
func (m TableNet) Save(w io.Writer) error {
	var net bytes.Buffer
	if err := ml.Save(&net, m.Network); err != nil {
		return err
	}
	return seal(w, netMagic, savedTableNet{m.Target, m.Classes, m.Encoding, net.Bytes(), m.About})
}

// LoadTableNet reads what [TableNet.Save] wrote. The errors are [ErrFormat], [ErrVersion], [ErrChecksum], or those of reading.
func LoadTableNet(r io.Reader) (m TableNet, err error) {
	var s savedTableNet
	if err := unseal(r, netMagic, &s); err != nil {
		return m, err
	}
	n, err := ml.Load(bytes.NewReader(s.Network))
	if err != nil {
		return m, ErrFormat
	}
	m = TableNet{s.Target, s.Classes, s.Encoding, n, s.About}
	width := 0
	for _, c := range m.Encoding {
		width += c.width()
	}
	if width != n.Columns() || m.Classes != nil && len(m.Classes) != n.Outputs() {
		return m, ErrFormat
	}
	return m, nil
}

// Predict answers for the rows of a table, and says of which columns how many cells told nothing.
func (m TableNet) Predict(t survey.Table) (answers [][]float64, notes []survey.Message, err error) {
	rows, notes := m.Encoding.Rows(t, m.Target)
	answers, err = m.Network.Predict(rows)
	return answers, notes, err
}
