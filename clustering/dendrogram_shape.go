package clustering

// A Shape is a dendrogram ready to be drawn: leaves stand at 0, 1, 2... from left to right.
type Shape struct {
	Leaves []Leaf
	Joints []Joint // from the lowest merge shown to the highest
	Height float64 // the largest of all joints
}

// A Leaf is what stands at the bottom: a row, or a cluster whose inside is not drawn.
type Leaf struct{ Rows []int }

// A Joint is one bracket: it rises from two lower ends to its height.
type Joint struct {
	Left, Right   float64 // places of the two ends
	LeftY, RightY float64 // their heights
	Height        float64
	Merge         int // index in Tree.Merges
}

// Shape returns the top of the tree with the given number of leaves; 0 or more than N means every row
// is one. Rows stand from left to right as in [Tree.Order].
func (t Tree) Shape(leaves int) Shape {
	if leaves <= 0 || leaves > t.N {
		leaves = t.N
	}
	hidden := t.N - leaves // the merges inside leaves
	labels := t.clusters(hidden)
	var s Shape
	place := make([]int, t.N) // of the leaf that each row is in
	last := -1
	for _, r := range t.Order() {
		if labels[r] != last {
			s.Leaves = append(s.Leaves, Leaf{})
			last = labels[r]
		}
		place[r] = len(s.Leaves) - 1
		s.Leaves[place[r]].Rows = append(s.Leaves[place[r]].Rows, r)
	}
	t.joints(&s, hidden, place)
	return s
}

// joints adds the merges that are drawn.
func (t Tree) joints(s *Shape, hidden int, place []int) {
	x, y := make([]float64, t.N+len(t.Merges)), make([]float64, t.N+len(t.Merges))
	for r, at := range place {
		x[r] = float64(at)
	}
	for i, m := range t.Merges {
		c := t.N + i
		y[c] = m.Height
		if i < hidden {
			x[c] = x[m.A]
			continue
		}
		a, b := m.A, m.B
		if x[a] > x[b] {
			a, b = b, a
		}
		x[c] = (x[a] + x[b]) / 2
		s.Joints = append(s.Joints, Joint{x[a], x[b], y[a], y[b], m.Height, i})
		s.Height = max(s.Height, m.Height)
	}
}
