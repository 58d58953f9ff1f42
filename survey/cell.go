package survey

import "strings"

// Missing reports whether a cell holds no answer: empty, NA, N/A, NaN or a dash.
func Missing(cell string) bool {
	text := strings.TrimSpace(cell)
	for _, none := range []string{"", "NA", "N/A", "NaN"} {
		if strings.EqualFold(text, none) {
			return true
		}
	}
	return IsDash(text)
}

// IsDash reports whether a cell holds nothing but a dash, of whatever length and width.
func IsDash(cell string) bool {
	switch strings.TrimSpace(cell) {
	case "-", "－", "﹣", "‐", "‑", "–", "—", "―", "−":
		return true
	}
	return false
}
