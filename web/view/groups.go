package view

import (
	"dure/survey"
	"dure/web/view/chart"
)

// Groups is what the page of a season's groups shows, worded.
type Groups struct {
	Form    GroupsForm
	Nothing string   // why there is nothing to show; then all below is empty
	Why     []string // of each question that does not count
	Verdict string
	Clear   bool
	Based   []string // on what it rests

	Map      chart.Scatter
	Axes     []string // what left and right, up and down mean
	Cards    []GroupCard
	Elbow    chart.Plot
	Outline  chart.Plot // silhouettes
	Curves   string     // what the two say together
	Head     []string   // of Figures
	Figures  [][]string // measures by the number of groups
	Stable   string     // how surely the groups come out again; "" where there are none to speak of
	Tree     chart.Dendrogram
	TreeText string
	Share    chart.Bars
	Heat     chart.Heat
}

// A GroupsForm is what was chosen.
type GroupsForm struct {
	K         int // 0: chosen by the elbow
	MaxK      int
	Linkage   string
	Linkages  []string
	By        string // kmeans, tree or medoids
	Questions []GroupsQuestion
}

// A GroupsQuestion may take part in the grouping.
type GroupsQuestion struct {
	ID    int64
	Title string
	On    bool
}

// A GroupCard is one group in words.
type GroupCard struct {
	Name    string
	Size    string
	Facts   []string
	Members []string
}

var linkageKeys = map[string]survey.Key{"ward": "linkage_ward", "average": "linkage_average", "complete": "linkage_complete", "single": "linkage_single",
	"weighted": "linkage_weighted", "centroid": "linkage_centroid", "median": "linkage_median", "none": "linkage_none"}

// LinkageName words a linkage method.
func LinkageName(p Page, method string) string { return p.T(linkageKeys[method]) }
