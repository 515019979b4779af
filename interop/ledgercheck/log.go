package main

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/tlog"
)

const entryBytesMax = 16384

// A logCheck verifies one log's folder.
type logCheck struct {
	name string
	dir  string

	checkpoint
	policy    *policy
	leaves    []tlog.Hash
	stored    []tlog.Hash
	series    map[string]*series
	steps     []step           // genesis and every entry `policy`
	blobs     map[string]int64 // sizes by SHA-256; -1 where no entry says it
	logKeys   map[string]map[string]bool
	stated    []stated
	anchors   []anchor
	counts    map[string]int64    // entries by kind since the last heartbeat
	open      map[string]bool     // intents without outcome, by leaf hash
	grants    map[string]grant    // of records, by leaf hash
	granted   map[string]*request // intents that a grant is for; nil until met. Shared by all logs
	uses      []use
	acts      map[string]bool    // of registers, by id
	offers    map[string]offer   // newest revisions of delegations, by leaf hash
	registers map[string]*record // by id of the record
	closed    bool
	files     map[string]bool // all that may be in the folder
	cosigned  checkpoint      // of size 0 where there is none
	cosigners int
}

// A series is what is known of a series after its last entry.
type series struct {
	key  *verifier
	seq  int64
	prev string
	time string
}

func (l *logCheck) check() error {
	l.series = make(map[string]*series)
	l.logKeys = make(map[string]map[string]bool)
	l.blobs = make(map[string]int64)
	l.counts = make(map[string]int64)
	l.open = make(map[string]bool)
	l.grants = make(map[string]grant)
	l.acts = make(map[string]bool)
	l.offers = make(map[string]offer)
	l.registers = make(map[string]*record)
	if l.granted == nil {
		l.granted = make(map[string]*request)
	}
	l.files = map[string]bool{"checkpoint": true, "policy": true}
	if err := l.readCheckpoint(); err != nil {
		return fmt.Errorf("checkpoint: %w", err)
	}
	if err := l.entries(); err != nil {
		return err
	}
	if err := l.hadRoot(l.checkpoint); err != nil {
		return fmt.Errorf("checkpoint: %w", err)
	}
	if err := l.tiles(); err != nil {
		return err
	}
	if err := l.readBlobs(); err != nil {
		return err
	}
	if err := l.checkSteps(); err != nil {
		return err
	}
	if err := l.readAnchors(); err != nil {
		return err
	}
	if err := l.readCosigned(); err != nil {
		return fmt.Errorf("cosigned: %w", err)
	}
	return l.noOtherFiles()
}

// readCheckpoint checks the signatures by all keys that the file `policy` has; whether those are
// trusted is asked later.
func (l *logCheck) readCheckpoint() error {
	msg, err := os.ReadFile(filepath.Join(l.dir, "checkpoint"))
	if err != nil {
		return err
	}
	origin, _, _ := strings.Cut(string(msg), "\n")
	text, err := os.ReadFile(filepath.Join(l.dir, "policy"))
	if err != nil {
		return err
	}
	if l.policy, err = parseOwnPolicy(text, origin); err != nil {
		return err
	}
	signedText, _, err := openStrict(msg, l.policy.logs, nil)
	if err != nil {
		return err
	}
	l.checkpoint, err = parseCheckpoint(signedText)
	if err == nil && l.size < 1 {
		err = fmt.Errorf("size 0")
	}
	return err
}

func (l *logCheck) entries() error {
	for first := int64(0); first < l.size; first += 256 {
		width := l.size - first
		if width > 256 {
			width = 256
		}
		path := tilePath("entries", tlog.Tile{H: 8, L: 0, N: first / 256, W: int(width)})
		bundle, err := os.ReadFile(filepath.Join(l.dir, path))
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		l.files[path] = true
		entries, err := splitBundle(bundle, width)
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		for i, entry := range entries {
			if err := l.entry(entry); err != nil {
				return fmt.Errorf("%s: entry %d: %w", path, first+int64(i), err)
			}
		}
	}
	return nil
}

// splitBundle takes an entry bundle apart: before each entry stands its length in two bytes.
func splitBundle(bundle []byte, width int64) (entries [][]byte, err error) {
	for i := int64(0); i < width; i++ {
		if len(bundle) < 2 || len(bundle)-2 < int(binary.BigEndian.Uint16(bundle)) {
			return nil, fmt.Errorf("ends before entry %d of %d", i, width)
		}
		end := 2 + int(binary.BigEndian.Uint16(bundle))
		entries = append(entries, bundle[2:end])
		bundle = bundle[end:]
	}
	if len(bundle) != 0 {
		return nil, fmt.Errorf("%d bytes after the last entry", len(bundle))
	}
	return entries, nil
}

func (l *logCheck) entry(entry []byte) error {
	index := int64(len(l.leaves))
	hash := tlog.RecordHash(entry)
	stored, err := tlog.StoredHashesForRecordHash(index, hash, tlog.HashReaderFunc(l.readStored))
	if err != nil {
		return err
	}
	l.stored = append(l.stored, stored...)
	l.leaves = append(l.leaves, hash)
	if len(entry) > entryBytesMax {
		return fmt.Errorf("%d bytes, at most %d expected", len(entry), entryBytesMax)
	}
	if l.closed {
		return fmt.Errorf("an entry after `close`")
	}

	line, _, _ := bytes.Cut(entry, []byte("\n"))
	body, err := members(line)
	if err != nil {
		return err
	}
	kind, err := textMember(body, "kind")
	if err != nil {
		return err
	}
	s, err := l.follow(kind, body)
	if err != nil {
		return err
	}
	s.prev = hex.EncodeToString(hash[:])
	text, _, err := openStrict(entry, []*verifier{s.key}, nil)
	if err != nil {
		return err
	}
	if text != string(line)+"\n" {
		return fmt.Errorf("text is not one line")
	}
	return l.keep(index, kind, body)
}

// follow checks an entry's place in its series.
func (l *logCheck) follow(kind string, body map[string]json.RawMessage) (*series, error) {
	var text [4]string
	for i, member := range []string{"log", "series", "prev", "time"} {
		var err error
		if text[i], err = textMember(body, member); err != nil {
			return nil, err
		}
	}
	log, name, prev, at := text[0], text[1], text[2], text[3]
	var numbers [3]int64
	for i, member := range []string{"v", "seq", "skew"} {
		var err error
		if numbers[i], err = numberMember(body, member); err != nil {
			return nil, err
		}
	}
	version, seq, skew := numbers[0], numbers[1], numbers[2]
	const form = "2006-01-02T15:04:05.000Z"
	if parsed, err := time.Parse(form, at); err != nil || parsed.Format(form) != at || version != 1 {
		return nil, fmt.Errorf("time %q, version %d", at, version)
	}
	if log != l.origin || !strings.HasPrefix(name, log+"/") {
		return nil, fmt.Errorf("belongs to log %q, series %q", log, name)
	}
	s := l.series[name]
	role, _ := textMember(body, "role")
	begins := kind == "key" && role == "series"
	if (s == nil) != begins {
		return nil, fmt.Errorf("series %q begins with its `key` entry, and has no other", name)
	}
	if s == nil {
		s = &series{}
		var err error
		if s.key, err = seriesKey(name, body); err != nil {
			return nil, err
		}
		l.series[name] = s
	}
	if seq != s.seq || prev != s.prev || at < s.time || skew < 0 || (skew > 0 && at != s.time) {
		return nil, fmt.Errorf("does not follow its predecessor in series %q", name)
	}
	s.seq, s.time = seq+1, at
	return s, nil
}

// seriesKey takes the key of a series from its first entry.
func seriesKey(name string, body map[string]json.RawMessage) (*verifier, error) {
	vkey, err := textMember(body, "key")
	if err != nil {
		return nil, err
	}
	key, err := parseKey(vkey)
	if err != nil {
		return nil, err
	}
	if key.name != name || key.kind != plainEd25519 {
		return nil, fmt.Errorf("series %q begins with the key of %q", name, key.name)
	}
	return key, nil
}

func (l *logCheck) noOtherFiles() error {
	return filepath.WalkDir(l.dir, func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		path, err := filepath.Rel(l.dir, file)
		if err != nil {
			return err
		}
		if !l.files[filepath.ToSlash(path)] || !entry.Type().IsRegular() {
			return fmt.Errorf("%s: nothing accounts for this file", path)
		}
		return nil
	})
}
