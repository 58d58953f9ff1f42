package main

import (
	"encoding/json"
	"fmt"
	"os"

	"dure/web"
)

// routesCmd lists what the web app answers, for tests and audits.
type routesCmd struct {
	JSON bool `name:"json" help:"As JSON: method, path, who may."`
}

// Run prints the table of routes.
func (r *routesCmd) Run() error {
	routes := web.Routes()
	if r.JSON {
		enc := json.NewEncoder(os.Stdout)
		enc.SetIndent("", "  ")
		return enc.Encode(routes)
	}
	for _, x := range routes {
		fmt.Printf("%-6s %-60s %s\n", x.Method, x.Path, x.Who)
	}
	return nil
}
