// Third-party drives other people's programs against a ledger: Tessera's fsck reads its tiles over
// HTTP, and torchwood's litewitness, a process of its own, cosigns its checkpoints. All of it stays
// on loopback and ends with this program.
package main

import (
	"fmt"
	"os"
)

const usage = `usage: third-party check DIR OLDER
       third-party witness VKEY…

  check    reads every log of DIR with fsck, then has litewitness cosign it as OLDER, an earlier copy
           of DIR, had it, and as it is now
  witness  runs litewitness for the logs with these keys; prints its vkey and URL; ends with its
           standard input

PROBITY_TOOLS is the folder of litewitness, fsck and ledgercheck.`

func main() {
	args := os.Args[1:]
	var err error
	switch {
	case len(args) == 3 && args[0] == "check":
		err = check(args[1], args[2])
	case len(args) > 1 && args[0] == "witness":
		err = serveWitness(args[1:])
	default:
		fmt.Fprintln(os.Stderr, usage)
		os.Exit(2)
	}
	if err != nil {
		fmt.Printf("FAILED %v\n", err)
		os.Exit(1)
	}
}

func check(dir, older string) error {
	logs, err := readLogs(dir)
	if err != nil {
		return err
	}
	before, err := readLogs(older)
	if err != nil {
		return err
	}
	for _, log := range logs {
		if err := fsckLog(log); err != nil {
			return fmt.Errorf("%s: fsck: %w", log.name, err)
		}
	}
	return cosignLogs(before, logs)
}
