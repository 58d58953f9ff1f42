package survey

import "strings"

// Missing reports whether a cell holds no answer: empty, NA, N/A, NaN or a dash.
func Missing(cell string) bool {
	switch strings.ToUpper(strings.TrimSpace(cell)) {
	case "", "NA", "N/A", "NAN", "-":
		return true
	}
	return false
}
