package web_test

import "testing"

// Of two tables side by side the page says which is read, and takes the one that somebody chooses instead.
func TestImportAsksWhichOfTwoTables(t *testing.T) {
	file := []byte("Name,Email,,Person,Mail\nAnn,ann@example.org,,Eve,eve@example.org\nBo,bo@example.org,,Flo,flo@example.org\nCy,cy@example.org,,,\nDi,di@example.org,,,\n")
	for list, want := range map[string]string{"": "Ann|Bo|Cy|Di", "2": "Eve|Flo"} {
		s := newSite(t)
		s.work()
		v := s.organizer()
		r := v.upload("/import", "two.csv", file).want(200, "2 tables stand side by side", "<strong>Name, Email (4 rows)</strong>", "?list=2", "?list=-1")
		form := r.proposed()
		if list != "" {
			form = v.get(r.path+"?list="+list).want(200, "<strong>Person, Mail (2 rows)</strong>", "?list=1", `name="list" value="2"`).proposed()
			form.Set("list", list)
			form.Set("use0", "name")
		}
		v.take(r.path, form)
		v.finish(r.path).want(200, "The import is done")
		if got := s.names(); got != want {
			t.Errorf("with %q members are %s, want %s", list, got, want)
		}
	}
}
