package main

import (
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

const proofHashesMax = 63

// A proof is a C2SP tlog-proof file: that an entry stands in a log.
type proof struct {
	index int64
	path  tlog.RecordProof
	note  []byte
}

func parseProof(text []byte) (p proof, err error) {
	head, note, found := strings.Cut(string(text), "\n\n")
	if !found {
		return p, fmt.Errorf("no empty line before the checkpoint")
	}
	p.note = []byte(note)
	lines := strings.Split(head, "\n")
	if lines[0] != "c2sp.org/tlog-proof@v1" {
		return p, fmt.Errorf("first line is not `c2sp.org/tlog-proof@v1`")
	}
	lines = lines[1:]
	if len(lines) > 0 && strings.HasPrefix(lines[0], "extra ") {
		if _, err := base64.StdEncoding.Strict().DecodeString(lines[0][len("extra "):]); err != nil {
			return p, fmt.Errorf("extra data is no base64")
		}
		lines = lines[1:]
	}
	if len(lines) == 0 || !strings.HasPrefix(lines[0], "index ") {
		return p, fmt.Errorf("no line `index <n>` where it should stand")
	}
	number := lines[0][len("index "):]
	p.index, err = strconv.ParseInt(number, 10, 64)
	if err != nil || p.index < 0 || strconv.FormatInt(p.index, 10) != number {
		return p, fmt.Errorf("index %q", number)
	}
	if len(lines)-1 > proofHashesMax {
		return p, fmt.Errorf("more than %d hashes", proofHashesMax)
	}
	for _, line := range lines[1:] {
		hash, err := parseHash(line)
		if err != nil {
			return p, err
		}
		p.path = append(p.path, hash)
	}
	return p, nil
}

// verify checks a log's signature, the quorum of witnesses and the path. Lines by keys that the
// policy does not name are ignored.
func (p proof) verify(leaf tlog.Hash, trust *policy) (c checkpoint, cosigners []signed, err error) {
	origin, _, _ := strings.Cut(string(p.note), "\n")
	keys := trust.logKeys(origin)
	if len(keys) == 0 {
		return c, nil, fmt.Errorf("the policy has no key of log %q", origin)
	}
	text, good, _, err := openNote(p.note, append(keys, trust.witnessKeys()...))
	if err != nil {
		return c, nil, err
	}
	logSigned := false
	for _, s := range good {
		if has(keys, s.key) {
			logSigned = true
		} else {
			cosigners = append(cosigners, s)
		}
	}
	if c, err = parseCheckpoint(text); err != nil {
		return c, nil, err
	}
	if !logSigned {
		return c, nil, fmt.Errorf("no signature by the log")
	}
	if !trust.isMetBy(cosigners) {
		return c, nil, fmt.Errorf("cosigned by %d, the policy's quorum is not met", len(cosigners))
	}
	return c, cosigners, tlog.CheckRecord(p.path, c.size, c.root, p.index, leaf)
}

// checkProof verifies a proof file for the entry in entryFile.
func checkProof(proofFile, entryFile, policyFile string) ([]string, error) {
	trust, err := readPolicy(policyFile)
	if err != nil {
		return nil, err
	}
	entry, err := os.ReadFile(entryFile)
	if err != nil {
		return nil, err
	}
	text, err := os.ReadFile(proofFile)
	if err != nil {
		return nil, err
	}
	p, err := parseProof(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", filepath.Base(proofFile), err)
	}
	c, cosigners, err := p.verify(tlog.RecordHash(entry), trust)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", filepath.Base(proofFile), err)
	}
	return []string{fmt.Sprintf("ok: entry %d of %d in log %q, cosigned by %d", p.index, c.size, c.origin, len(cosigners))}, nil
}

// checkConsistent verifies that the log in dir, or in a folder under it, begins with what an earlier
// checkpoint saw, by proofs made from its tiles. Without a trust file the keys are the folder's own.
func checkConsistent(noteFile, dir, trustFile string) (said []string, err error) {
	msg, err := os.ReadFile(noteFile)
	if err != nil {
		return nil, err
	}
	origin, _, _ := strings.Cut(string(msg), "\n")
	if _, err := os.Stat(filepath.Join(dir, "checkpoint")); err != nil {
		dir = filepath.Join(dir, filepath.Base(origin))
	}
	dir = filepath.Clean(dir)
	log := &logCheck{name: filepath.Base(origin), dir: dir}
	if err := log.readCheckpoint(); err != nil {
		return nil, fmt.Errorf("checkpoint: %w", err)
	}
	keys := log.policy.logs
	if trustFile == "" {
		said = append(said, "not checked: whose keys these are, they came from the folder")
	} else {
		trust, err := readPolicy(trustFile)
		if err != nil {
			return nil, err
		}
		if keys, err = trustedKeys(trust, origin, filepath.Join(dir, "..", "records")); err != nil {
			return nil, err
		}
	}
	text, _, _, err := openNote(msg, keys)
	if err != nil {
		return said, fmt.Errorf("%s: %w", filepath.Base(noteFile), err)
	}
	older, err := parseCheckpoint(text)
	if err != nil {
		return said, fmt.Errorf("%s: %w", filepath.Base(noteFile), err)
	}
	if older.origin != log.origin {
		return said, fmt.Errorf("checkpoint: of log %q, %q was expected", log.origin, older.origin)
	}
	current, err := os.ReadFile(filepath.Join(dir, "checkpoint"))
	if err != nil {
		return said, err
	}
	if _, _, _, err := openNote(current, keys); err != nil {
		return said, fmt.Errorf("checkpoint: %w", err)
	}
	if older.size > log.size {
		return said, fmt.Errorf("checkpoint: the log has %d entries, and had %d before", log.size, older.size)
	}
	if older.size == 0 {
		return said, fmt.Errorf("%s: size 0", filepath.Base(noteFile))
	}
	if err := proveConsistent(dir, log.checkpoint, older); err != nil {
		return said, fmt.Errorf("tile: %w", err)
	}
	indexes := sample(log.size)
	for _, index := range indexes {
		entry, err := log.readEntry(index)
		if err != nil {
			return said, err
		}
		if err := proveEntry(dir, log.checkpoint, index, tlog.RecordHash(entry)); err != nil {
			return said, fmt.Errorf("tile: entry %d: %w", index, err)
		}
	}
	return append(said, fmt.Sprintf("ok: log %q grew from %d to %d entries, %d of them proven from its tiles",
		log.origin, older.size, log.size, len(indexes))), nil
}

// trustedKeys are those of the trust file, else those that a whole and trusted records names.
func trustedKeys(trust *policy, origin, recordsDir string) ([]*verifier, error) {
	if keys := trust.logKeys(origin); len(keys) > 0 {
		return keys, nil
	}
	records := &logCheck{name: "records", dir: recordsDir}
	if err := records.check(); err != nil {
		return nil, fmt.Errorf("records/%w", err)
	}
	if err := records.checkReached(trust.logKeys(records.origin)); err != nil {
		return nil, fmt.Errorf("records/%w", err)
	}
	return activeKeys(records.logKeys[origin]), nil
}

// readEntry takes one entry out of its bundle.
func (l *logCheck) readEntry(index int64) ([]byte, error) {
	width := l.size - index/256*256
	if width > 256 {
		width = 256
	}
	path := tilePath("entries", tlog.Tile{H: 8, L: 0, N: index / 256, W: int(width)})
	bundle, err := os.ReadFile(filepath.Join(l.dir, path))
	if err != nil {
		return nil, err
	}
	entries, err := splitBundle(bundle, width)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return entries[index%256], nil
}
