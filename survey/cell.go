package survey

import "strings"

// Missing reports whether a cell holds no answer: empty, NA, N/A, NaN or a dash.
func Missing(cell string) bool {
	switch strings.ToUpper(strings.TrimSpace(cell)) {
	case "", "NA", "N/A", "NAN":
		return true
	}
	return IsDash(cell)
}

// IsDash reports whether a cell holds nothing but a dash, of whatever length and width.
func IsDash(cell string) bool {
	switch strings.TrimSpace(cell) {
	case "-", "－", "﹣", "‐", "‑", "–", "—", "―", "−":
		return true
	}
	return false
}
