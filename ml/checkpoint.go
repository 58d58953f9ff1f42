package ml

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
)

// ErrOtherData says that a checkpoint was made on other rows than those it is to go on with.
var ErrOtherData = errors.New("the checkpoint belongs to other data")

type trainerFile struct {
	Network  networkFile // its settings and scales
	At       position
	Slots    [][]byte // all that changes in training, little endian
	Data     []byte   // fingerprint of the rows
	Infinite bool     // no epoch has been the best yet
}

// Checkpoint writes all that [Resume] needs to go on, from the middle of an epoch too.
func (t *Trainer) Checkpoint(w io.Writer) error {
	f := trainerFile{Network: t.network.file(), At: t.at, Data: fingerprint(t.tables...)}
	if math.IsInf(f.At.Best, 1) {
		f.At.Best, f.Infinite = 0, true
	}
	f.Network.Params = nil
	for _, s := range t.learner.slots() {
		var b bytes.Buffer
		if err := binary.Write(&b, binary.LittleEndian, deref(s)); err != nil {
			return fmt.Errorf("write checkpoint: %w", err)
		}
		f.Slots = append(f.Slots, b.Bytes())
	}
	return seal(w, kindTrainer, f)
}

func deref(slot any) any {
	switch s := slot.(type) {
	case *[]float32:
		return *s
	case *[]float64:
		return *s
	}
	panic("ml: checkpoint: slot of unknown type")
}

// Resume reads a checkpoint and returns a trainer that goes on from there to the same bytes, on
// the d and held that [Net.Start] was given; on others it returns [ErrOtherData].
func Resume(r io.Reader, d, held Data) (*Trainer, error) {
	kind, body, err := unseal(r)
	if err != nil {
		return nil, err
	}
	var f trainerFile
	if kind != kindTrainer {
		return nil, ErrFormat
	}
	if err := decode(body, &f); err != nil {
		return nil, err
	}
	t, err := f.Network.Net.Start(d, held)
	if err != nil {
		return nil, fmt.Errorf("resume: %w", err)
	}
	if !bytes.Equal(fingerprint(t.tables...), f.Data) {
		return nil, ErrOtherData
	}
	slots := t.learner.slots()
	if len(slots) != len(f.Slots) {
		return nil, ErrFormat
	}
	for i, s := range slots {
		if err := refill(s, f.Slots[i]); err != nil {
			return nil, err
		}
	}
	t.at = f.At
	if f.Infinite {
		t.at.Best = math.Inf(1)
	}
	return t, nil
}

// refill replaces the numbers of a slot, in place where it has the length already, since a
// graph and its buffers share them.
func refill(slot any, b []byte) error {
	switch s := slot.(type) {
	case *[]float32:
		return fill(s, b, 4)
	case *[]float64:
		return fill(s, b, 8)
	}
	panic("ml: checkpoint: slot of unknown type")
}

func fill[T float](s *[]T, b []byte, width int) error {
	n := len(b) / width
	if len(*s) != n {
		if len(*s) != 0 { // only the best weights may be missing
			return ErrFormat
		}
		*s = make([]T, n)
	}
	if err := binary.Read(bytes.NewReader(b), binary.LittleEndian, *s); err != nil {
		return fmt.Errorf("%w: %w", ErrFormat, err)
	}
	return nil
}

// fingerprint is the SHA-256 of the numbers of all tables.
func fingerprint(tables ...Data) []byte {
	h := sha256.New()
	var buf []byte
	write := func(vs []float64) {
		buf = binary.LittleEndian.AppendUint64(buf[:0], uint64(len(vs)))
		for _, v := range vs {
			buf = binary.LittleEndian.AppendUint64(buf, math.Float64bits(v))
		}
		h.Write(buf)
	}
	for _, d := range tables {
		for _, row := range d.X {
			write(row)
		}
		write(d.Y)
		write(d.Weight)
		for _, row := range d.Chances {
			write(row)
		}
	}
	return h.Sum(nil)
}
