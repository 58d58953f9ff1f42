package ml

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
)

// A saved file is one line of magic, version, kind and SHA-256 of the rest, then JSON.
const (
	magic       = "dure-ml"
	version     = 1
	maxFile     = 1 << 30
	kindNetwork = "network"
)

// Why a file cannot be loaded.
var (
	ErrFormat   = errors.New("not a file of a model")
	ErrVersion  = errors.New("the file was written by a newer version")
	ErrChecksum = errors.New("the file is damaged: its checksum does not match")
)

func writeSealed(w io.Writer, v any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("write %s: %w", kindNetwork, err)
	}
	sum := sha256.Sum256(body)
	if _, err := fmt.Fprintf(w, "%s %d %s %x\n%s", magic, version, kindNetwork, sum, body); err != nil {
		return fmt.Errorf("write %s: %w", kindNetwork, err)
	}
	return nil
}

// readSealed returns the JSON of a file.
func readSealed(r io.Reader) ([]byte, error) {
	all, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	if err != nil {
		return nil, fmt.Errorf("read model: %w", err)
	}
	line, body, ok := bytes.Cut(all, []byte("\n"))
	var sum string
	var v int
	if _, err := fmt.Sscanf(string(line), magic+" %d "+kindNetwork+" %s", &v, &sum); !ok || err != nil || len(all) > maxFile {
		return nil, ErrFormat
	}
	if v != version {
		return nil, ErrVersion
	}
	if got := sha256.Sum256(body); hex.EncodeToString(got[:]) != sum {
		return nil, ErrChecksum
	}
	return body, nil
}

// decode reads JSON and refuses fields it does not know.
func decode(body []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		return fmt.Errorf("%w: %w", ErrFormat, err)
	}
	return nil
}

type networkFile struct {
	Net     Net
	Columns int
	K       int
	Names   []string
	X, Y    Scale
	Params  [][]byte // each block's numbers, little endian, in the network's own width
	State   []byte   `json:",omitempty"` // empty; files of networks that had running means name it, and strangers are refused
	History []Epoch
}

// Save writes n so that [Load] reads it back.
func Save(w io.Writer, n *Network) error { return writeSealed(w, n.file()) }

// Load reads what [Save] wrote. The errors are [ErrFormat], [ErrVersion], [ErrChecksum], or
// those of reading.
func Load(r io.Reader) (*Network, error) {
	body, err := readSealed(r)
	if err != nil {
		return nil, err
	}
	var f networkFile
	if err := decode(body, &f); err != nil {
		return nil, err
	}
	return f.network()
}

func (n *Network) file() networkFile {
	f := networkFile{Net: n.net, Columns: n.d, K: n.k, Names: n.names, X: n.x, Y: n.y, History: n.history}
	for _, p := range n.body.params() {
		f.Params = append(f.Params, pack(p.Values, n.net.Exact))
	}
	return f
}

// network rebuilds the network and checks all that a checksum cannot.
func (f *networkFile) network() (*Network, error) {
	fault := func(err error) error { return fmt.Errorf("%w: %w", ErrFormat, err) }
	if err := f.Net.Check(); err != nil {
		return nil, fault(err)
	}
	d := f.Columns
	if d < 1 || d > maxUnits || f.K < 0 || f.K > maxClasses || f.Net.Task.classes() != (f.K > 0) ||
		len(f.X.Mean) != d || len(f.X.Size) != d || len(f.Y.Mean) != 1 || len(f.Y.Size) != 1 {
		return nil, ErrFormat
	}
	n := newNetwork(f.Net, Data{K: f.K, Classes: f.Names}, f.X, f.Y)
	ps := n.Params()
	if len(ps) != len(f.Params) {
		return nil, ErrFormat
	}
	for i := range ps {
		ps[i].Values = unpack(f.Params[i], f.Net.Exact)
	}
	b, err := n.body.with(ps)
	if err != nil {
		return nil, fault(err)
	}
	n.body, n.history = b, f.History
	return n, nil
}

// pack writes v as float64 or float32; a network's numbers lose nothing.
func pack(v []float64, exact bool) []byte {
	out := make([]byte, 0, 8*len(v))
	for _, x := range v {
		if exact {
			out = binary.LittleEndian.AppendUint64(out, math.Float64bits(x))
			continue
		}
		out = binary.LittleEndian.AppendUint32(out, math.Float32bits(float32(x)))
	}
	return out
}

func unpack(b []byte, exact bool) []float64 {
	width := 4
	if exact {
		width = 8
	}
	out := make([]float64, 0, len(b)/width)
	for ; len(b) >= width; b = b[width:] {
		if exact {
			out = append(out, math.Float64frombits(binary.LittleEndian.Uint64(b)))
			continue
		}
		out = append(out, float64(math.Float32frombits(binary.LittleEndian.Uint32(b))))
	}
	return out
}
