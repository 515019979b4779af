package main

import (
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/mod/sumdb/tlog"
)

// A ledger is the logs of a folder, and what they say of each other.
type ledger struct {
	logs       []*logCheck
	byOrigin   map[string]*logCheck
	registered map[string]map[string]bool // vkeys that records names, by origin; false once revoked
}

// checkLedger verifies the ledger folder dir, records first: the keys of the other logs stand in it.
func checkLedger(dir, trustFile string) (said []string, err error) {
	trust, err := readPolicy(trustFile)
	if err != nil {
		return nil, err
	}
	l := &ledger{byOrigin: make(map[string]*logCheck), registered: make(map[string]map[string]bool)}
	names, err := folders(dir)
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		log := &logCheck{name: name, dir: filepath.Join(dir, name)}
		if len(l.logs) > 0 {
			log.granted = l.logs[0].granted
		}
		if err := l.add(log, trust); err != nil {
			return nil, fmt.Errorf("%s/%w", name, err)
		}
	}
	for _, log := range l.logs {
		if err := l.checkStated(log); err != nil {
			return nil, fmt.Errorf("%s/%w", log.name, err)
		}
	}
	if err := l.checkGrants(l.logs[0]); err != nil {
		return nil, err
	}
	for origin := range l.registered {
		if l.byOrigin[origin] == nil {
			return nil, fmt.Errorf("records: log %q has no folder", origin)
		}
	}
	entries, tokens := 0, 0
	for _, log := range l.logs {
		if log.cosigned.size > 0 {
			said = append(said, fmt.Sprintf("%s: first %d of %d entries witnessed by %d of %d",
				log.name, log.cosigned.size, log.size, log.cosigners, len(log.policy.witnesses)))
		}
		entries += len(log.leaves)
		tokens += len(log.anchors)
	}
	if tokens > 0 {
		said = append(said, fmt.Sprintf("not checked: %d timestamp tokens (RFC 3161)", tokens))
	}
	return append(said, fmt.Sprintf("ok: %d logs, %d entries", len(l.logs), entries)), nil
}

// folders lists the folders of logs, records first.
func folders(dir string) ([]string, error) {
	found, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	names := []string{"records"}
	for _, folder := range found {
		if !folder.IsDir() {
			return nil, fmt.Errorf("%s: nothing accounts for this file", folder.Name())
		}
		if folder.Name() != "records" {
			names = append(names, folder.Name())
		}
	}
	return names, nil
}

func (l *ledger) add(log *logCheck, trust *policy) error {
	if err := log.check(); err != nil {
		return err
	}
	if l.byOrigin[log.origin] != nil {
		return fmt.Errorf("checkpoint: a second log of origin %q", log.origin)
	}
	if filepath.Base(log.origin) != log.name {
		return fmt.Errorf("checkpoint: origin %q in folder %q", log.origin, log.name)
	}
	if err := l.checkTrust(log, trust); err != nil {
		return err
	}
	for origin, keys := range log.logKeys {
		if log.name != "records" || origin == log.origin {
			return fmt.Errorf("tile/entries: a key of log %q stands in %q", origin, log.name)
		}
		l.registered[origin] = keys
	}
	l.logs = append(l.logs, log)
	l.byOrigin[log.origin] = log
	return nil
}

// checkTrust follows the way from keys that are trusted to those that sign the checkpoint. The keys
// that a traffic log began with must stand in records; to later ones its policies lead.
func (l *ledger) checkTrust(log *logCheck, trust *policy) error {
	if log.name != "records" {
		for _, key := range log.steps[0].file.logs {
			if _, ok := l.registered[log.origin][key.vkey]; !ok {
				return fmt.Errorf("policy: records has no entry for a key of type %#02x", key.kind)
			}
		}
	}
	trusted := trust.logKeys(log.origin)
	if len(trusted) == 0 {
		trusted = activeKeys(l.registered[log.origin])
	}
	if err := log.checkReached(trusted); err != nil {
		return err
	}
	if trust.quorum == noQuorum {
		return nil
	}
	msg, err := os.ReadFile(filepath.Join(log.dir, "cosigned"))
	if err != nil {
		return fmt.Errorf("cosigned: the trust file asks for witnesses: %w", err)
	}
	_, good, _, err := openNote(msg, trust.witnessKeys())
	if err != nil || !trust.isMetBy(good) {
		return fmt.Errorf("cosigned: %d of the trust file's witnesses, its quorum is not met", len(good))
	}
	return nil
}

// activeKeys are those of a log's keys in records that are not revoked.
func activeKeys(registered map[string]bool) (keys []*verifier) {
	for vkey, active := range registered {
		if key, err := parseKey(vkey); err == nil && active {
			keys = append(keys, key)
		}
	}
	return keys
}

// checkStated compares what a log states of others with those.
func (l *ledger) checkStated(log *logCheck) error {
	for _, s := range log.stated {
		about := l.byOrigin[s.origin]
		if about == nil {
			return fmt.Errorf("%s: states a checkpoint of %q, which is not here", s.where, s.origin)
		}
		if err := about.hadRoot(s.checkpoint); err != nil {
			return fmt.Errorf("%s: of log %q: %w", s.where, s.origin, err)
		}
	}
	for _, a := range log.anchors {
		about := l.byOrigin[a.checkpoint.origin]
		file := about.policyAt(a.checkpoint.size)
		text, _, err := openStrict(a.note, file.logs, file.witnessKeys())
		if err != nil {
			return fmt.Errorf("%s: note: %w", a.where, err)
		}
		if c, err := parseCheckpoint(text); err != nil || c != a.checkpoint {
			return fmt.Errorf("%s: note is another checkpoint than the entry states", a.where)
		}
	}
	return nil
}

// hadRoot tells whether a log once had this size and root.
func (l *logCheck) hadRoot(c checkpoint) error {
	if c.size < 1 || c.size > l.size {
		return fmt.Errorf("size %d, 1 to %d expected", c.size, l.size)
	}
	root, err := tlog.TreeHash(c.size, tlog.HashReaderFunc(l.readStored))
	if err != nil {
		return err
	}
	if root != c.root {
		return fmt.Errorf("root at size %d is %v, %v was stated", c.size, root, c.root)
	}
	return nil
}

func readPolicy(file string) (*policy, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	p, err := parsePolicy(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", filepath.Base(file), err)
	}
	return p, nil
}
