package chart

// A Matrix shows what holds between each two of the same names, which stand in the same order down and across.
type Matrix struct {
	Frame
	Names []string
	Cells []Pairing
	Keys  []Key
}

// A Pairing is what holds between two of the names, by their places.
type Pairing struct {
	Row, Column int
	Tone        Tone
	Text        string
}

// Names stand beside the rows where these are as high as letters need.
const (
	besideNames = 84.0
	nameHeight  = 9.0
	nameLetters = 16
)

func (m Matrix) named() bool {
	return (width-right-besideNames)/float64(max(1, len(m.Names))) >= nameHeight
}

// from is the left end of the cells, and step how wide and high each is.
func (m Matrix) from() float64 {
	if m.named() {
		return besideNames
	}
	return right
}

func (m Matrix) step() float64 { return min(18, (width-right-m.from())/float64(max(1, len(m.Names)))) }

func (m Matrix) height() float64 { return 2*right + m.step()*float64(len(m.Names)) }

func (m Matrix) rect(c Pairing) rect {
	s := m.step()
	gap := min(1, s/8)
	return rect{x: m.from() + s*float64(c.Column) + gap/2, y: right + s*float64(c.Row) + gap/2, w: s - gap, h: s - gap}
}

// square is the whole of the rows and columns.
func (m Matrix) square() rect {
	side := m.step() * float64(len(m.Names))
	return rect{x: m.from(), y: right, w: side, h: side}
}
