package web

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	"dure/survey"
	"dure/web/view"
)

func (w groupWriter) scatter() view.Scatter {
	s := view.Scatter{
		X: w.T("groups_x"), Y: w.T("groups_y"), Groups: w.groupNames(),
		Frame: view.ChartFrame{ID: "map", Title: w.T("groups_map"), Table: w.T("groups_map_table"),
			Desc: w.T("groups_map_desc", "Count", len(w.e.members), "K", w.a.k),
			Head: []string{w.T("member"), w.T("groups_by_kmeans_or_tree"), w.T("groups_x"), w.T("groups_y")}},
	}
	_, pcs := w.a.scores.Dims()
	for i, m := range w.e.members {
		pt := view.Point{X: w.a.scores.At(i, 0), Name: w.e.called[m.ID], Group: w.a.labels[i]}
		if pcs > 1 {
			pt.Y = w.a.scores.At(i, 1)
		}
		s.Points = append(s.Points, pt)
		s.Rows = append(s.Rows, []string{pt.Name, w.groupName(pt.Group), figure(pt.X, 2), figure(pt.Y, 2)})
	}
	return s
}

// axes say what lies at the ends of the map's two directions.
func (w groupWriter) axes() []string {
	keys := [][2]survey.Key{{"groups_right", "groups_left"}, {"groups_up", "groups_down"}}
	var lines []string
	rows, d := w.a.components.Loadings.Dims()
	for pc := range min(rows, 2) {
		load := w.a.components.Loadings.RawRowView(pc)
		order := make([]int, d)
		for j := range order {
			order[j] = j
		}
		slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(math.Abs(load[b]), math.Abs(load[a])) })
		var more, less []string
		for _, j := range order[:min(d, 2*wordsPerAxis)] {
			switch {
			case math.Abs(load[j]) < .15:
			case load[j] > 0 && len(more) < wordsPerAxis:
				more = append(more, w.feature(j))
			case load[j] < 0 && len(less) < wordsPerAxis:
				less = append(less, w.feature(j))
			}
		}
		for i, list := range [][]string{more, less} {
			if len(list) > 0 {
				lines = append(lines, w.T(keys[pc][i], "What", strings.Join(list, ", ")))
			}
		}
	}
	return lines
}

// curve shows a measure by the number of groups, from 1 on, and the number that is shown.
func (w groupWriter) curve(id, title, y string, values []float64, zero bool) view.Plot {
	l := view.Plot{X: w.T("groups_k"), Y: y, XRange: view.ChartRange{Lo: 1, Hi: float64(len(values))}, XTicks: []view.ChartTick{},
		Frame: view.ChartFrame{ID: id, Title: title, Desc: w.T("groups_curve_desc", "Y", y, "Max", len(values), "K", w.a.k), Table: w.T("groups_table"), Head: []string{w.T("groups_k"), y}},
		Cuts:  []view.Cut{{X: float64(w.a.k), Label: w.T("groups_chosen", "K", w.a.k)}}}
	if zero {
		l.YRange.Hi = slices.Max(values)
	}
	var line view.Path
	for i, v := range values {
		k := strconv.Itoa(i + 1)
		m := view.Mark{XY: view.XY{X: float64(i + 1), Y: v}, Text: k + ": " + figure(v, 3)}
		if i+1 == w.a.k {
			m.Tone = view.ToneChosen
		}
		line.Points, l.Marks = append(line.Points, m.XY), append(l.Marks, m)
		l.XTicks, l.Rows = append(l.XTicks, view.ChartTick{At: m.X, Label: k}), append(l.Rows, []string{k, figure(v, 3)})
	}
	l.Lines = []view.Path{line}
	return l
}

func (w groupWriter) tree() view.Dendrogram {
	leaves := 0
	if w.a.tree.N > allLeaves {
		leaves = maxLeaves
	}
	shape := w.a.tree.Shape(leaves)
	d := view.Dendrogram{X: w.T("groups_distance"), Cut: cutHeight(w.a.tree, w.a.k), Label: w.T("groups_cut", "K", w.a.k),
		Frame: view.ChartFrame{ID: "tree", Title: w.T("groups_tree"), Desc: w.T("groups_tree_desc", "Count", w.a.tree.N, "K", w.a.k), Table: w.T("groups_table"),
			Head: []string{w.T("groups_branch"), w.T("groups_members"), w.T("group")}}}
	for i, l := range shape.Leaves {
		group := w.a.treeLabels[l.Rows[0]]
		name := clip(w.e.called[w.e.members[l.Rows[0]].ID])
		if len(l.Rows) > 1 {
			name = w.T("groups_leaf", "Count", len(l.Rows))
		}
		d.Leaves = append(d.Leaves, view.Leaf{Name: name, Group: group})
		d.Rows = append(d.Rows, []string{strconv.Itoa(i + 1), w.people(l.Rows), w.groupName(group)})
	}
	for _, j := range shape.Joints {
		group := -1
		if j.Merge < w.a.tree.N-w.a.k {
			group = d.Leaves[int(j.Left)].Group
		}
		d.Joints = append(d.Joints, view.Joint{Left: j.Left, Right: j.Right, LeftY: j.LeftY, RightY: j.RightY, Height: j.Height, Group: group})
	}
	return d
}

// clip makes a name fit beside the tree.
func clip(name string) string {
	if r := []rune(name); len(r) > 14 {
		return string(r[:13]) + "…"
	}
	return name
}

func (w groupWriter) share() view.Bars {
	ratio := w.a.components.VarianceRatio
	b := view.Bars{X: w.T("groups_component"), Y: w.T("groups_share_y"),
		Frame: view.ChartFrame{ID: "variance", Title: w.T("groups_share"), Table: w.T("groups_table"), Head: []string{w.T("groups_component"), w.T("groups_share_y"), w.T("groups_share_sum")}}}
	sum := 0.0
	for i, v := range ratio {
		sum += v
		b.Rows = append(b.Rows, []string{strconv.Itoa(i + 1), share(v), share(sum)})
		if i < componentsShown {
			b.Values, b.Labels = append(b.Values, v), append(b.Labels, share(v))
		}
	}
	two := ratio[0]
	if len(ratio) > 1 {
		two += ratio[1]
	}
	b.Desc = w.T("groups_share_desc", "Two", share(two))
	return b
}

// heat shows the columns that set groups apart most.
func (w groupWriter) heat() view.Heat {
	effects := make([][]float64, len(w.a.facts))
	most := make([]float64, len(w.e.columns))
	for c, facts := range w.a.facts {
		effects[c] = make([]float64, len(w.e.columns))
		for _, f := range facts {
			effects[c][f.Column] = f.Effect
			most[f.Column] = max(most[f.Column], math.Abs(f.Effect))
		}
	}
	order := make([]int, len(most))
	for j := range order {
		order[j] = j
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(most[b], most[a]) })
	order = order[:min(len(order), heatColumns)]
	h := view.Heat{Frame: view.ChartFrame{ID: "heat", Title: w.T("groups_heat"), Head: []string{w.T("groups_answer")}}}
	h.Head = append(h.Head, w.groupNames()...)
	for _, j := range order {
		h.Names = append(h.Names, w.feature(j))
		var row []view.HeatCell
		for c := range effects {
			level := view.Level(effects[c][j])
			row = append(row, view.HeatCell{Text: w.T(levelKeys[level+3]), Level: level})
		}
		h.Cells = append(h.Cells, row)
	}
	return h
}
