package team

// Weekday finds the day that a column header such as "Free [Monday]" or "월요일" names, Monday 0.
func Weekday(header string) (int, bool) { return dayOf(header) }

// Times lists the half hours of a day that a cell names: times joined by ";" or ",".
func Times(cell string) ([]int, error) { return timesIn(cell) }
