package main

import (
	"io"
	"log/slog"
	"regexp"
)

// newLog logs in lines of JSON.
func newLog(to io.Writer, level slog.Level) *slog.Logger {
	return slog.New(slog.NewJSONHandler(to, &slog.HandlerOptions{Level: level, ReplaceAttr: quoteNothing}))
}

// quoted is what errors quote of what they were made of: a text, or a number where JSON wants another type.
var quoted = regexp.MustCompile(`"(?:\\.|[^"\\])*"?|\bnumber [-+.0-9eE]+`)

// quoteNothing takes out of an error that is logged what it quotes: it may be an answer, where the data is damaged.
func quoteNothing(_ []string, a slog.Attr) slog.Attr {
	text, is := a.Value.Any().(string)
	if err, ok := a.Value.Any().(error); ok {
		text = err.Error()
	} else if !is || a.Key != "err" && a.Key != "error" && a.Key != "failed" {
		return a
	}
	return slog.String(a.Key, quoted.ReplaceAllString(text, `"…"`))
}
