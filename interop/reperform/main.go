// Reperform decides again what a Probity ledger says was decided, without any of Probity's code: CEL
// comes from github.com/google/cel-go, YAML from go.yaml.in/yaml, and how a bundle decides from
// docs/bundle.md.
//
// It reads entry bundles and blobs and checks no signature: ledgercheck does.
package main

import (
	"fmt"
	"os"
)

const usage = `usage: reperform DIR

  DIR  a ledger folder, with the log records in it`

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, usage)
		os.Exit(2)
	}
	total, err := reperform(os.Args[1], func(line string) { fmt.Println(line) })
	if err != nil {
		fmt.Printf("FAILED %v\n", err)
		os.Exit(1)
	}
	fmt.Println(total)
	if total.differ > 0 || total.impossible > 0 {
		os.Exit(1)
	}
}
