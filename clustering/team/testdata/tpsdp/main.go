// Tpsdp searches MDGPLIB instances by the three-phase search with dynamic population size of Yang, Cai, Jin, Tang and Gao
// (2022, European Journal of Operational Research 302), written from its description, to compare with where no published
// figures are at hand. It prints the best and the mean of some runs.
//
//	go run ./clustering/team/testdata/tpsdp -seconds 20 -runs 5 Geo_n240_ss_01.txt ...
package main

import (
	"bufio"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Parameters as published.
const (
	mostSolutions, fewestSolutions = 15, 2
	strongest, weakest             = 1.2, 0.1 // of the undirected perturbation, times members per group
	directed                       = 50       // rounds of the directed perturbation
	apart                          = 0.05     // weight of distance when an offspring replaces its parent
)

func main() {
	seconds := flag.Float64("seconds", 3, "time of each run")
	runs := flag.Int("runs", 5, "runs of each instance")
	flag.Parse()
	for _, path := range flag.Args() {
		p, err := read(path)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		best, sum := 0.0, 0.0
		for r := range *runs {
			v := p.search(time.Duration(*seconds*float64(time.Second)), rand.New(rand.NewPCG(uint64(r), 7)))
			best, sum = max(best, v), sum+v
		}
		fmt.Printf("%s %gs best %.3f mean %.3f\n", path, *seconds, best, sum/float64(*runs))
	}
}

type problem struct {
	n, g   int
	lo, hi []int
	d      [][]float64
}

func read(path string) (*problem, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	in := bufio.NewScanner(f)
	in.Scan()
	head := strings.Fields(in.Text())
	p := &problem{}
	p.n, _ = strconv.Atoi(head[0])
	p.g, _ = strconv.Atoi(head[1])
	for k := range p.g {
		lo, _ := strconv.Atoi(head[3+2*k])
		hi, _ := strconv.Atoi(head[4+2*k])
		p.lo, p.hi = append(p.lo, lo), append(p.hi, hi)
	}
	p.d = make([][]float64, p.n)
	for i := range p.d {
		p.d[i] = make([]float64, p.n)
	}
	for in.Scan() {
		w := strings.Fields(in.Text())
		if len(w) < 3 {
			continue
		}
		i, _ := strconv.Atoi(w[0])
		j, _ := strconv.Atoi(w[1])
		v, _ := strconv.ParseFloat(w[2], 64)
		p.d[i][j], p.d[j][i] = v, v
	}
	return p, in.Err()
}

// A solution keeps what each member adds to each group.
type solution struct {
	p     *problem
	group []int
	size  []int
	gain  [][]float64 // of group, then member
	value float64
}

func (p *problem) random(rng *rand.Rand) *solution {
	s := p.empty()
	order := rng.Perm(p.n)
	at := 0
	for g, lo := range p.lo {
		for range lo {
			s.put(order[at], g)
			at++
		}
	}
	for _, i := range order[at:] {
		for {
			if g := rng.IntN(p.g); s.size[g] < p.hi[g] {
				s.put(i, g)
				break
			}
		}
	}
	return s
}

func (p *problem) empty() *solution {
	s := &solution{p: p, group: slices.Repeat([]int{-1}, p.n), size: make([]int, p.g), gain: make([][]float64, p.g)}
	for g := range s.gain {
		s.gain[g] = make([]float64, p.n)
	}
	return s
}

func (s *solution) clone() *solution {
	c := *s
	c.group, c.size, c.gain = slices.Clone(s.group), slices.Clone(s.size), make([][]float64, len(s.gain))
	for g := range s.gain {
		c.gain[g] = slices.Clone(s.gain[g])
	}
	return &c
}

func (s *solution) put(i, g int) {
	s.value += s.gain[g][i]
	s.group[i] = g
	s.size[g]++
	for j, v := range s.p.d[i] {
		s.gain[g][j] += v
	}
}

func (s *solution) take(i int) {
	g := s.group[i]
	s.value -= s.gain[g][i]
	s.group[i] = -1
	s.size[g]--
	for j, v := range s.p.d[i] {
		s.gain[g][j] -= v
	}
}

func (s *solution) move(i, g int) { s.take(i); s.put(i, g) }

func (s *solution) swap(i, j int) {
	a, b := s.group[i], s.group[j]
	s.take(i)
	s.take(j)
	s.put(i, b)
	s.put(j, a)
}

// climb takes better insertions and swaps until there is none.
func (s *solution) climb() {
	p := s.p
	for better := true; better; {
		better = false
		for i := range p.n {
			for g := range p.g {
				a := s.group[i]
				if g != a && s.size[a] > p.lo[a] && s.size[g] < p.hi[g] && s.gain[g][i]-s.gain[a][i] > 1e-9 {
					s.move(i, g)
					better = true
				}
			}
		}
		for i := range p.n {
			for j := i + 1; j < p.n; j++ {
				a, b := s.group[i], s.group[j]
				if a != b && s.gain[b][i]-s.gain[a][i]+s.gain[a][j]-s.gain[b][j]-2*p.d[i][j] > 1e-9 {
					s.swap(i, j)
					better = true
				}
			}
		}
	}
}

// shake makes random moves and swaps.
func (s *solution) shake(times int, rng *rand.Rand) {
	for done := 0; done < times; {
		i := rng.IntN(s.p.n)
		if rng.IntN(2) == 0 {
			g, a := rng.IntN(s.p.g), s.group[i]
			if g != a && s.size[a] > s.p.lo[a] && s.size[g] < s.p.hi[g] {
				s.move(i, g)
				done++
				continue
			}
		}
		if j := rng.IntN(s.p.n); s.group[i] != s.group[j] {
			s.swap(i, j)
			done++
		}
	}
}

// direct takes from each group the member who adds least to it and puts them where they add most.
func (s *solution) direct(rng *rand.Rand) {
	var out []int
	for g := range s.p.g {
		worst := -1
		for i, at := range s.group {
			if at == g && (worst < 0 || s.gain[g][i] < s.gain[g][worst]) {
				worst = i
			}
		}
		if worst >= 0 {
			out = append(out, worst)
		}
	}
	for _, i := range out {
		s.take(i)
	}
	rng.Shuffle(len(out), func(a, b int) { out[a], out[b] = out[b], out[a] })
	s.deal(out)
}

// deal puts members where they add most for each one there, groups that have too few first.
func (s *solution) deal(out []int) {
	for len(out) > 0 {
		short := 0
		for g, n := range s.size {
			short += max(0, s.p.lo[g]-n)
		}
		bi, bg, top := -1, -1, 0.0
		for k, i := range out {
			for g, n := range s.size {
				if n >= s.p.hi[g] || short > 0 && n >= s.p.lo[g] && short >= len(out) {
					continue
				}
				if v := s.gain[g][i] / float64(max(n, 1)); bi < 0 || v > top {
					bi, bg, top = k, g, v
				}
			}
		}
		s.put(out[bi], bg)
		out = slices.Delete(out, bi, bi+1)
	}
}

// cross builds an offspring of the groups of two parents, in turn the one worth most for each of its pairs.
func cross(a, b *solution, rng *rand.Rand) *solution {
	p := a.p
	s := p.empty()
	parents := [2]*solution{a, b}
	used := [2][]bool{make([]bool, p.g), make([]bool, p.g)}
	for range p.g {
		from := rng.IntN(2)
		best, slot, top := []int(nil), -1, -1.0
		for h := range p.g {
			if used[from][h] {
				continue
			}
			var members []int
			for i, g := range parents[from].group {
				if g == h && s.group[i] < 0 {
					members = append(members, i)
				}
			}
			v := 0.0
			for k, i := range members {
				for _, j := range members[:k] {
					v += p.d[i][j]
				}
			}
			if v /= float64(max(1, len(members))); v > top {
				best, slot, top = members, h, v
			}
		}
		used[from][slot] = true
		to := slot // a place with the same limits, or the first that is free
		if s.size[to] > 0 {
			to = slices.Index(s.size, 0)
		}
		for _, i := range best[:min(len(best), p.hi[to])] {
			s.put(i, to)
		}
	}
	var left []int
	for i, g := range s.group {
		if g < 0 {
			left = append(left, i)
		}
	}
	rng.Shuffle(len(left), func(a, b int) { left[a], left[b] = left[b], left[a] })
	s.deal(left)
	s.mend(rng)
	return s
}

// mend fills groups that have too few from groups that have more than they need.
func (s *solution) mend(rng *rand.Rand) {
	for g := range s.size {
		for s.size[g] < s.p.lo[g] {
			if i := rng.IntN(s.p.n); s.size[s.group[i]] > s.p.lo[s.group[i]] {
				s.move(i, g)
			}
		}
	}
}

// legal says whether all groups keep to their limits.
func (s *solution) legal() bool {
	for g, n := range s.size {
		if n < s.p.lo[g] || n > s.p.hi[g] {
			return false
		}
	}
	return true
}

// distance is the share of members whose group differs, groups taken for the same that share most.
func distance(a, b *solution) float64 {
	same := 0
	for g := range a.p.g {
		count := make([]int, a.p.g)
		for i, at := range a.group {
			if at == g {
				count[b.group[i]]++
			}
		}
		same += slices.Max(count)
	}
	return 1 - float64(same)/float64(a.p.n)
}

func (p *problem) search(limit time.Duration, rng *rand.Rand) float64 {
	start := time.Now()
	share := func() float64 { return float64(time.Since(start)) / float64(limit) }
	var all []*solution
	best := 0.0
	keep := func(s *solution) *solution {
		if s.climb(); !s.legal() {
			panic("a group does not keep to its limits")
		}
		best = max(best, s.value)
		return s
	}
	for range mostSolutions {
		all = append(all, keep(p.random(rng)))
	}
	for share() < 1 {
		strength := max(1, int((strongest-(strongest-weakest)*share())*float64(p.n)/float64(p.g)))
		for k := range all {
			if share() >= 1 {
				return best
			}
			s := all[k].clone()
			s.shake(strength, rng)
			all[k] = keep(s)
		}
		for k := range all {
			s := all[k].clone()
			for range directed {
				if share() >= 1 {
					return best
				}
				s.direct(rng)
			}
			if keep(s); s.value > all[k].value {
				all[k] = s
			}
		}
		if len(all) > 1 {
			for k := range all {
				if share() >= 1 {
					return best
				}
				other := all[(k+1+rng.IntN(len(all)-1))%len(all)]
				s := keep(cross(all[k], other, rng))
				if s.value > all[k].value || s.value/all[k].value+apart*distance(s, all[k]) > 1 {
					all[k] = s
				}
			}
		}
		slices.SortFunc(all, func(a, b *solution) int {
			if a.value > b.value {
				return -1
			}
			return 1
		})
		most := mostSolutions - int(float64(mostSolutions-fewestSolutions)*share())
		all = all[:min(len(all), max(fewestSolutions, most))]
	}
	return best
}
