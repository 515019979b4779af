// Ledgercheck verifies a Probity ledger without any of Probity's code: signed notes and the tree
// come from golang.org/x/mod/sumdb, ML-DSA from github.com/cloudflare/circl, JSON from the standard
// library.
//
// It checks log signatures and cosignatures, policies and their rotation, entry bundles, hash
// tiles, roots, the set of files, blobs, the order of every series, the signature of every entry and
// the checkpoints that logs state of each other. It does not check timestamp tokens, and leaves to
// probity-verify what entries say of exchanges.
package main

import (
	"fmt"
	"os"
)

const usage = `usage: ledgercheck DIR TRUST
       ledgercheck proof FILE.tlog-proof --entry FILE --policy FILE
       ledgercheck consistent OLDNOTE DIR [TRUST]`

func main() {
	args := os.Args[1:]
	var said []string
	var err error
	switch {
	case len(args) == 6 && args[0] == "proof" && args[2] == "--entry" && args[4] == "--policy":
		said, err = checkProof(args[1], args[3], args[5])
	case (len(args) == 3 || len(args) == 4) && args[0] == "consistent":
		said, err = checkConsistent(args[1], args[2], append(args[3:], "")[0])
	case len(args) == 2:
		said, err = checkLedger(args[0], args[1])
	default:
		fmt.Fprintln(os.Stderr, usage)
		os.Exit(2)
	}
	for _, line := range said {
		fmt.Println(line)
	}
	if err != nil {
		fmt.Printf("FAILED %v\n", err)
		os.Exit(1)
	}
}
