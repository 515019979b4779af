// Ledgercheck verifies a Probity ledger without any of Probity's code: signed notes and the tree
// come from golang.org/x/mod/sumdb, JSON from the standard library.
//
// It checks log signatures, policies, entry bundles, hash tiles, roots, the set of files, the order
// of every series and the signature of every entry. What kinds of entries say of each other it
// leaves to probity-verify.
package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: ledgercheck DIR TRUST")
		os.Exit(2)
	}
	logs, entries, err := check(os.Args[1], os.Args[2])
	if err != nil {
		fmt.Printf("FAILED %v\n", err)
		os.Exit(1)
	}
	fmt.Printf("ok: %d logs, %d entries\n", logs, entries)
}

// check verifies the ledger folder dir, records first: the keys of the other logs stand in it.
func check(dir, trust string) (logs, entries int, err error) {
	keys, err := readTrust(trust)
	if err != nil {
		return 0, 0, fmt.Errorf("%s: %w", trust, err)
	}
	folders, err := os.ReadDir(dir)
	if err != nil {
		return 0, 0, err
	}
	names := []string{"records"}
	for _, folder := range folders {
		if folder.Name() != "records" {
			names = append(names, folder.Name())
		}
	}
	for _, name := range names {
		log := &logCheck{dir: filepath.Join(dir, name), keys: keys}
		if err := log.check(); err != nil {
			return 0, 0, fmt.Errorf("%s/%w", name, err)
		}
		for origin, key := range log.logKeys {
			if known, ok := keys[origin]; ok && known != key {
				return 0, 0, fmt.Errorf("%s: trust file and records differ on the key of %s", name, origin)
			}
			keys[origin] = key
		}
		logs++
		entries += len(log.leaves)
	}
	return logs, entries, nil
}

// readTrust returns the verifier keys of a tlog-policy file by the origin of their log.
func readTrust(file string) (map[string]string, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	keys := make(map[string]string)
	for _, line := range strings.Split(string(text), "\n") {
		words := strings.Fields(line)
		if len(words) < 2 || words[0] != "log" {
			continue
		}
		verifier, err := note.NewVerifier(words[1])
		if err != nil {
			return nil, err
		}
		keys[verifier.Name()] = words[1]
	}
	return keys, nil
}

// openNote returns the text of a note that has exactly one signature, a good one under key.
func openNote(msg []byte, key string) (string, error) {
	verifier, err := note.NewVerifier(key)
	if err != nil {
		return "", err
	}
	opened, err := note.Open(msg, note.VerifierList(verifier))
	if err != nil {
		return "", err
	}
	if len(opened.Sigs) != 1 || len(opened.UnverifiedSigs) != 0 {
		return "", fmt.Errorf("signatures by unknown keys")
	}
	// Open skips a second signature by the same key.
	if lines := bytes.Count(msg[len(opened.Text)+1:], []byte("\n")); lines != 1 {
		return "", fmt.Errorf("%d signature lines, 1 expected", lines)
	}
	return opened.Text, nil
}
