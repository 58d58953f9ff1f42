package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"dure/db"
	"dure/survey"
	"dure/web/locale"
	"dure/web/view"
)

// onePerson returns who is called so: the members of one club, season by season, who are the same person. A number behind a # is of one member.
func onePerson(ctx context.Context, d *db.DB, who string) ([]survey.Found, error) {
	found, err := d.FindMembers(ctx, who)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, usageError("no member has the e-mail address, ID or name %q", who)
	}
	var lines strings.Builder
	several := false
	for _, f := range found {
		several = several || f.Club != found[0].Club || f.Key() != found[0].Key()
		fmt.Fprintf(&lines, "\n  #%d  %s, %s, %s", f.ID, f.Called(), f.ClubName, f.SeasonName)
	}
	if several {
		return nil, usageError("several people are called %q: say which by the number%s", who, lines.String())
	}
	return found, nil
}

// byOperator is a context in which what is done counts as done by who runs the program.
func byOperator(ctx context.Context) context.Context {
	return survey.Doing(ctx, survey.Doer{Kind: survey.ByOperator, At: time.Now()})
}

type exportCmd struct {
	dataFlag
	Member string `required:"" placeholder:"WHO" help:"Whose data: an e-mail address, ID or name, or #NUMBER where several people have one."`
	HTML   bool   `name:"html" help:"To read, instead of JSON."`
	Out    string `type:"path" placeholder:"FILE" help:"Where it goes. By default to standard output."`
}

// Run writes all that is kept of one member.
func (e *exportCmd) Run() error {
	if e.Out == "" {
		return e.export(context.Background(), os.Stdout)
	}
	return writeFile(e.Out, func(w io.Writer) error { return e.export(context.Background(), w) })
}

func (e *exportCmd) export(ctx context.Context, out io.Writer) error {
	return e.with(ctx, func(ctx context.Context, d *db.DB) error {
		found, err := onePerson(ctx, d, e.Member)
		if err != nil {
			return err
		}
		var all []survey.MemberData
		for _, f := range found {
			data, err := d.MemberData(ctx, f.ID)
			if err != nil {
				return err
			}
			if err := d.Log(ctx, survey.Act{Member: f.ID, What: survey.TookMemberData}); err != nil {
				return err
			}
			all = append(all, data)
		}
		if !e.HTML {
			enc := json.NewEncoder(out)
			enc.SetIndent("", " ")
			return enc.Encode(all)
		}
		words, err := locale.Load(locale.Files)
		if err != nil {
			return err
		}
		p := view.Page{Lang: survey.English, T: inEnglish, DateTime: func(at time.Time) string { return words.DateTime("en", at.Local()) }}
		return view.MemberFile(p, all).Render(ctx, out)
	})
}

// inEnglish words a message key with names and values in turn.
func inEnglish(key survey.Key, pairs ...any) string { return say(survey.Say(key, pairs...)) }

type eraseCmd struct {
	dataFlag
	Member    string `arg:"" help:"Who: an e-mail address, ID or name, or #NUMBER where several people have one."`
	KeepTexts bool   `help:"Keep the name where others wrote it and organizers can decide on it."`
	Yes       bool   `help:"Erase. Without it, only what would go is listed."`
}

// Run erases a member in all seasons of the club.
func (e *eraseCmd) Run() error { return e.erase(context.Background(), os.Stdout) }

func (e *eraseCmd) erase(ctx context.Context, out io.Writer) error {
	return e.with(ctx, func(ctx context.Context, d *db.DB) error {
		found, err := onePerson(ctx, d, e.Member)
		if err != nil {
			return err
		}
		what, err := d.Erasure(ctx, found[0].ID)
		if err != nil {
			return err
		}
		var keep []string
		for _, m := range what.Texts {
			if e.KeepTexts {
				keep = append(keep, m.ID)
			}
		}
		if !e.Yes {
			listErasure(out, what)
			return usageError("nothing is erased yet: do it with --yes")
		}
		if err := d.EraseMember(ctx, found[0].ID, true, keep, time.Now()); err != nil {
			return err
		}
		scrubbed, err := d.Scrubbed(ctx)
		if err == nil {
			fmt.Fprintln(out, inEnglish(view.Either(scrubbed, "member_removed", "member_removed_soon")))
		}
		return err
	})
}

func listErasure(out io.Writer, e survey.Erasure) {
	fmt.Fprintln(out, inEnglish("erase_text"))
	for _, s := range e.Seasons {
		fmt.Fprintln(out, s.Season+":")
		for _, line := range s.Lines() {
			fmt.Fprintln(out, "  "+say(line))
		}
	}
	if e.Files > 0 {
		fmt.Fprintln(out, inEnglish("erase_files", "Count", e.Files))
	}
	for _, m := range e.Texts {
		fmt.Fprintln(out, inEnglish("erase_in_"+survey.Key(m.Where), "Name", m.Of, "Question", m.Asked.In(survey.English)))
		for _, text := range m.Texts {
			fmt.Fprintln(out, "  "+text)
		}
	}
	if e.Running {
		fmt.Fprintln(out, inEnglish("erase_running"))
	}
	fmt.Fprintln(out, inEnglish("erase_stays"))
}
