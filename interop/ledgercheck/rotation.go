package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// A step is what genesis or an entry `policy` says of the file `policy`: its SHA-256, that of the
// file before, and of the note with which old keys hand over to new ones.
type step struct {
	index                    int64
	policy, before, handover string
	file                     *policy
}

// checkSteps follows the policies from genesis to the file in the folder.
func (l *logCheck) checkSteps() error {
	if len(l.steps) == 0 {
		return fmt.Errorf("tile/entries: there is no genesis")
	}
	current := []byte(l.policy.text())
	sum := sha256.Sum256(current)
	if last := l.steps[len(l.steps)-1]; last.policy != hex.EncodeToString(sum[:]) {
		return fmt.Errorf("policy: another file than entry %d states", last.index)
	}
	added := make(map[string]int64) // the entry with which a key came
	for i := range l.steps {
		s := &l.steps[i]
		content := current
		if i+1 < len(l.steps) {
			// The next entry has it as the blob `before`.
			if l.steps[i+1].before != s.policy {
				return fmt.Errorf("policy: entry %d replaces another file than entry %d states", l.steps[i+1].index, s.index)
			}
			var err error
			if content, err = l.readBlob(s.policy); err != nil {
				return err
			}
		}
		var err error
		if s.file, err = parseOwnPolicy(content, l.origin); err != nil {
			return fmt.Errorf("policy: of entry %d: %w", s.index, err)
		}
		for _, key := range s.file.logs {
			if i == 0 || !has(l.steps[i-1].file.logs, key) {
				added[key.vkey] = s.index
			}
		}
		if i > 0 {
			if err := l.checkRotation(l.steps[i-1], *s, added); err != nil {
				return fmt.Errorf("policy: entry %d: %w", s.index, err)
			}
		}
	}
	return nil
}

// checkRotation compares two policies: keys may be added, and one is taken away where another of its
// type has signed with it.
func (l *logCheck) checkRotation(before, after step, added map[string]int64) error {
	if before.policy == after.policy {
		return fmt.Errorf("the file stays the same")
	}
	removed := false
	for _, key := range before.file.logs {
		if has(after.file.logs, key) {
			continue
		}
		removed = true
		if !hasKind(both(before.file.logs, after.file.logs), key.kind) {
			return fmt.Errorf("takes away a key of type %#02x, and no other has signed with it", key.kind)
		}
	}
	if removed == (after.handover == "") {
		return fmt.Errorf("names a handover, or takes away a key, without the other")
	}
	if !removed {
		return nil
	}
	content, err := l.readBlob(after.handover)
	if err != nil {
		return err
	}
	text, _, err := openStrict(content, before.file.logs, before.file.witnessKeys())
	if err != nil {
		return fmt.Errorf("handover: %w", err)
	}
	c, err := parseCheckpoint(text)
	if err != nil {
		return fmt.Errorf("handover: %w", err)
	}
	covered := int64(0)
	for _, key := range both(before.file.logs, after.file.logs) {
		if added[key.vkey] > covered {
			covered = added[key.vkey]
		}
	}
	if c.origin != l.origin || c.size <= covered || c.size > after.index {
		return fmt.Errorf("handover: size %d of log %q", c.size, c.origin)
	}
	if err := l.hadRoot(c); err != nil {
		return fmt.Errorf("handover: %w", err)
	}
	return nil
}

// checkReached asks whether the keys that sign the checkpoint are trusted, or were handed over to by
// trusted ones: one for each type of which a key is trusted.
func (l *logCheck) checkReached(trusted []*verifier) error {
	if len(trusted) == 0 {
		return fmt.Errorf("checkpoint: no key for log %q", l.origin)
	}
	reached := append([]*verifier{}, trusted...)
	for i := 1; i < len(l.steps); i++ {
		before, after := l.steps[i-1].file.logs, l.steps[i].file.logs
		for _, old := range before {
			if has(after, old) || !has(reached, old) {
				continue
			}
			for _, key := range both(before, after) {
				if key.kind == old.kind {
					reached = append(reached, key)
				}
			}
		}
	}
	for _, key := range trusted {
		if !hasKind(both(reached, l.policy.logs), key.kind) {
			return fmt.Errorf("checkpoint: log %q is not signed by a trusted key of type %#02x", l.origin, key.kind)
		}
	}
	return nil
}

// policyAt is the policy in force for a checkpoint of this size.
func (l *logCheck) policyAt(size int64) *policy {
	file := l.steps[0].file
	for _, s := range l.steps {
		if s.index < size {
			file = s.file
		}
	}
	return file
}

// readCosigned checks the checkpoint that witnesses cosigned.
func (l *logCheck) readCosigned() error {
	msg, err := os.ReadFile(filepath.Join(l.dir, "cosigned"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	l.files["cosigned"] = true
	text, cosigners, err := openStrict(msg, l.policy.logs, l.policy.witnessKeys())
	if err != nil {
		return err
	}
	c, err := parseCheckpoint(text)
	if err != nil {
		return err
	}
	if len(cosigners) == 0 || !l.policy.isMetBy(cosigners) {
		return fmt.Errorf("cosigned by %d, the policy's quorum is not met", len(cosigners))
	}
	if c.origin != l.origin || l.policyAt(c.size).text() != l.policy.text() {
		return fmt.Errorf("is of log %q, or of an earlier policy", c.origin)
	}
	if err := l.hadRoot(c); err != nil {
		return err
	}
	l.cosigned, l.cosigners = c, len(cosigners)
	return l.proveGrowth(c)
}

func has(keys []*verifier, key *verifier) bool {
	for _, other := range keys {
		if other.vkey == key.vkey {
			return true
		}
	}
	return false
}

func hasKind(keys []*verifier, kind byte) bool {
	for _, key := range keys {
		if key.kind == kind {
			return true
		}
	}
	return false
}

func both(a, b []*verifier) (keys []*verifier) {
	for _, key := range a {
		if has(b, key) {
			keys = append(keys, key)
		}
	}
	return keys
}
