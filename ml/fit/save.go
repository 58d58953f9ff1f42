// Model files: a line with a magic word, version and SHA-256, then gzipped JSON. The checksum finds
// damage; what it cannot find, a file that was written with other lengths or indices, is checked
// after reading, so that no file makes a prediction panic.

package fit

import (
	"bufio"
	"bytes"
	"cmp"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Why a file of a model cannot be loaded.
var (
	ErrFormat   = errors.New("not a file of a model of this kind")
	ErrVersion  = errors.New("the model was written by a newer version")
	ErrChecksum = errors.New("the model is damaged: its checksum does not match")
)

const (
	magic   = "dure-fit"
	version = 1
	// maxModel is more than any model takes, so that a damaged file cannot fill the memory.
	maxModel = 256 << 20
)

// Save writes m, so that [Load] reads it back. The same model gives the same bytes.
func (m *Model) Save(w io.Writer) error {
	return seal(w, magic, m.saved)
}

// seal writes a model behind the line that names and seals it.
func seal(w io.Writer, magic string, model any) error {
	body, err := json.Marshal(model)
	if err != nil {
		return fmt.Errorf("writing a model: %w", err)
	}
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	_, err = z.Write(body)
	if err := cmp.Or(err, z.Close()); err != nil {
		return fmt.Errorf("writing a model: %w", err)
	}
	_, err = fmt.Fprintf(w, "%s %d %x\n%s", magic, version, sha256.Sum256(packed.Bytes()), packed.Bytes())
	return err
}

// Load reads what [Model.Save] wrote. The errors are [ErrFormat], [ErrVersion], [ErrChecksum], or
// those of reading.
func Load(r io.Reader) (*Model, error) {
	m := &Model{}
	if err := unseal(r, magic, &m.saved); err != nil {
		return nil, err
	}
	return m, m.check()
}

// unseal reads what seal wrote.
func unseal(r io.Reader, magic string, model any) error {
	b := bufio.NewReader(io.LimitReader(r, maxModel))
	head, err := b.ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	var v int
	var sum string
	if n, _ := fmt.Sscanf(strings.TrimSpace(head), magic+" %d %s", &v, &sum); n != 2 {
		return ErrFormat
	}
	if v > version {
		return ErrVersion
	}
	packed, err := io.ReadAll(b)
	if err != nil {
		return err
	}
	if is := sha256.Sum256(packed); hex.EncodeToString(is[:]) != sum {
		return ErrChecksum
	}
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return ErrFormat
	}
	if err := json.NewDecoder(io.LimitReader(z, maxModel)).Decode(model); err != nil {
		return ErrFormat
	}
	return nil
}

// check tells whether a model that was read hangs together.
func (m *Model) check() error {
	if err := m.checkFeatures(); err != nil {
		return err
	}
	q := len(m.Estimator.Used)
	if len(m.From) != len(m.Features) || len(m.Scale) != len(m.Features) || len(m.Estimator.Linear.W) != len(m.Features) ||
		len(m.Estimator.CovRoot) != q*q || len(m.Estimator.Center) != q {
		return ErrFormat
	}
	for _, f := range m.Estimator.Used {
		if f < 0 || f >= len(m.Features) {
			return ErrFormat
		}
	}
	if st := m.Estimator.Sums; st != nil {
		p := len(m.Features)
		if len(st.X) != p || len(st.XY) != p || len(st.XX) != p*(p+1)/2 || st.Lambda < 0 || st.Lambda >= len(lambdas) || st.Theory != nil && len(st.Theory) != p ||
			slices.ContainsFunc(st.Used, func(f int) bool { return f < 0 || f >= p }) {
			return ErrFormat
		}
	}
	forests := m.Estimator.Bootstrap
	if m.Estimator.Boosted != nil {
		forests = append(forests[:len(forests):len(forests)], m.Estimator.Boosted)
	} else if len(forests) > 0 {
		return ErrFormat
	}
	for _, forest := range forests {
		for _, t := range forest.Trees {
			if min(t.F[0], t.F[1], t.F[2]) < 0 || max(t.F[0], t.F[1], t.F[2]) >= len(m.Features) {
				return ErrFormat
			}
		}
	}
	if c := m.Estimator.Ensemble; c != nil {
		if len(c.Nets) == 0 || slices.ContainsFunc(c.Used, func(f int) bool { return f < 0 || f >= len(m.Features) }) {
			return ErrFormat
		}
		return c.decode()
	}
	return nil
}

// checkFeatures tells whether the features of the model are among those that its schema makes, and
// can be scaled.
func (m *Model) checkFeatures() error {
	for _, c := range m.Schema.Columns {
		if len(c.Options) > maxOptions || len(c.Shares) != len(c.Options) {
			return ErrFormat
		}
	}
	made := m.Schema.featureCount()
	if slices.ContainsFunc(m.From, func(f int) bool { return f < 0 || f >= made }) ||
		slices.ContainsFunc(m.Scale, func(s meanSD) bool { return !(s.SD > 0) }) {
		return ErrFormat
	}
	return nil
}
