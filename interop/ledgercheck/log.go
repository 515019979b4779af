package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// A logCheck verifies one log's folder.
type logCheck struct {
	dir  string
	keys map[string]string // trusted vkeys by origin

	origin  string
	key     string
	size    int64
	leaves  []tlog.Hash
	stored  []tlog.Hash
	series  map[string]*series
	blobs   []string
	logKeys map[string]string // vkeys of other logs that this one vouches for
	files   map[string]bool   // all that may be in the folder
}

// A series is what is known of a series after its last entry.
type series struct {
	key  string
	seq  int64
	prev string
	time string
}

func (l *logCheck) check() error {
	l.series = make(map[string]*series)
	l.logKeys = make(map[string]string)
	l.files = map[string]bool{"checkpoint": true, "policy": true}
	root, err := l.checkpoint()
	if err != nil {
		return fmt.Errorf("checkpoint: %w", err)
	}
	if err := l.entries(); err != nil {
		return err
	}
	computed, err := tlog.TreeHash(l.size, tlog.HashReaderFunc(l.readStored))
	if err != nil {
		return err
	}
	if computed != root {
		return fmt.Errorf("checkpoint: root is %v, the entries give %v", root, computed)
	}
	if err := l.tiles(); err != nil {
		return err
	}
	for _, name := range l.blobs {
		content, err := os.ReadFile(filepath.Join(l.dir, "blob", name))
		if err != nil {
			return fmt.Errorf("blob/%s: %w", name, err)
		}
		if sum := sha256.Sum256(content); hex.EncodeToString(sum[:]) != name {
			return fmt.Errorf("blob/%s: content has another hash", name)
		}
		l.files["blob/"+name] = true
	}
	return l.noOtherFiles()
}

// checkpoint reads origin, size and root. tlog.ParseTree would demand the first line of the Go
// checksum database, so the three lines are read here.
func (l *logCheck) checkpoint() (root tlog.Hash, err error) {
	msg, err := os.ReadFile(filepath.Join(l.dir, "checkpoint"))
	if err != nil {
		return root, err
	}
	origin, _, _ := strings.Cut(string(msg), "\n")
	key, ok := l.keys[origin]
	if !ok {
		return root, fmt.Errorf("no key for log %q", origin)
	}
	text, err := openNote(msg, key)
	if err != nil {
		return root, err
	}
	lines := strings.Split(text, "\n")
	if len(lines) != 4 || lines[3] != "" {
		return root, fmt.Errorf("%d lines, 3 expected", len(lines)-1)
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 1 || strconv.FormatInt(size, 10) != lines[1] {
		return root, fmt.Errorf("size %q", lines[1])
	}
	hash, err := base64.StdEncoding.Strict().DecodeString(lines[2])
	if err != nil || len(hash) != len(root) {
		return root, fmt.Errorf("root %q", lines[2])
	}
	l.origin, l.key, l.size = origin, key, size
	copy(root[:], hash)
	return root, nil
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
		for i := first; i < first+width; i++ {
			if len(bundle) < 2 || len(bundle)-2 < int(binary.BigEndian.Uint16(bundle)) {
				return fmt.Errorf("%s: ends before entry %d", path, i)
			}
			end := 2 + int(binary.BigEndian.Uint16(bundle))
			if err := l.entry(bundle[2:end]); err != nil {
				return fmt.Errorf("%s: entry %d: %w", path, i, err)
			}
			bundle = bundle[end:]
		}
		if len(bundle) != 0 {
			return fmt.Errorf("%s: %d bytes after the last entry", path, len(bundle))
		}
	}
	return nil
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

	line, _, _ := bytes.Cut(entry, []byte("\n"))
	body, err := members(line)
	if err != nil {
		return err
	}
	var log, name, prev, time, kind string
	var seq int64
	for member, into := range map[string]any{
		"log": &log, "series": &name, "prev": &prev, "time": &time, "kind": &kind, "seq": &seq,
	} {
		if err := json.Unmarshal(body[member], into); err != nil {
			return fmt.Errorf("%s: %w", member, err)
		}
	}
	if log != l.origin || !strings.HasPrefix(name, log+"/") {
		return fmt.Errorf("belongs to log %q, series %q", log, name)
	}
	s := l.series[name]
	if s == nil {
		if s, err = begin(name, kind, body); err != nil {
			return err
		}
		l.series[name] = s
	}
	if seq != s.seq || prev != s.prev || time < s.time {
		return fmt.Errorf("does not follow its predecessor in series %q", name)
	}
	s.seq, s.prev, s.time = seq+1, hex.EncodeToString(hash[:]), time
	text, err := openNote(entry, s.key)
	if err != nil {
		return err
	}
	if text != string(line)+"\n" {
		return fmt.Errorf("text is not one line")
	}
	return l.follow(index, kind, body)
}

// begin takes the key of a series from its first entry.
func begin(name, kind string, body map[string]json.RawMessage) (*series, error) {
	key, err := textMember(body, "key")
	if err != nil {
		return nil, fmt.Errorf("series %q begins without its key: %w", name, err)
	}
	role, _ := textMember(body, "role")
	verifier, err := note.NewVerifier(key)
	if err != nil {
		return nil, err
	}
	if kind != "key" || role != "series" || verifier.Name() != name {
		return nil, fmt.Errorf("series %q begins with the key of %q", name, verifier.Name())
	}
	return &series{key: key}, nil
}

// follow keeps what an entry says of keys, blobs and the policy.
func (l *logCheck) follow(index int64, kind string, body map[string]json.RawMessage) error {
	if (kind == "genesis") != (index == 1) {
		return fmt.Errorf("genesis is entry 1 and no other")
	}
	switch kind {
	case "genesis":
		digest, err := textMember(body, "policy")
		if err != nil {
			return err
		}
		policy, err := os.ReadFile(filepath.Join(l.dir, "policy"))
		if err != nil {
			return err
		}
		sum := sha256.Sum256(policy)
		if string(policy) != "log "+l.key+"\nquorum none\n" || hex.EncodeToString(sum[:]) != digest {
			return fmt.Errorf("policy is another than genesis states")
		}
	case "bundle":
		digest, err := textMember(body, "digest")
		if err != nil || len(digest) != 64 || strings.Trim(digest, "0123456789abcdef") != "" {
			return fmt.Errorf("digest %q", digest)
		}
		l.blobs = append(l.blobs, digest)
	case "key":
		if role, _ := textMember(body, "role"); role == "log" {
			key, err := textMember(body, "key")
			if err != nil {
				return err
			}
			verifier, err := note.NewVerifier(key)
			if err != nil {
				return err
			}
			l.logKeys[verifier.Name()] = key
		}
	}
	return nil
}

// members reads an object's members by their exact names, each once. (Unmarshalling into a struct
// would match names in any case, and keep the last of two.)
func members(line []byte) (map[string]json.RawMessage, error) {
	decoder := json.NewDecoder(bytes.NewReader(line))
	if token, err := decoder.Token(); err != nil || token != json.Delim('{') {
		return nil, fmt.Errorf("not a JSON object")
	}
	body := make(map[string]json.RawMessage)
	for decoder.More() {
		name, err := decoder.Token()
		if err != nil {
			return nil, err
		}
		if _, twice := body[name.(string)]; twice {
			return nil, fmt.Errorf("member %q twice", name)
		}
		var value json.RawMessage
		if err := decoder.Decode(&value); err != nil {
			return nil, err
		}
		body[name.(string)] = value
	}
	if _, err := decoder.Token(); err != nil {
		return nil, err
	}
	if decoder.InputOffset() != int64(len(line)) {
		return nil, fmt.Errorf("text after the JSON object")
	}
	return body, nil
}

func textMember(body map[string]json.RawMessage, name string) (string, error) {
	var text string
	err := json.Unmarshal(body[name], &text)
	return text, err
}

// tiles compares every hash tile with the one that the entries give.
func (l *logCheck) tiles() error {
	for _, tile := range tlog.NewTiles(8, 0, l.size) {
		path := tilePath(strconv.Itoa(tile.L), tile)
		computed, err := tlog.ReadTileData(tile, tlog.HashReaderFunc(l.readStored))
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		data, err := os.ReadFile(filepath.Join(l.dir, path))
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		if !bytes.Equal(data, computed) {
			return fmt.Errorf("%s: differs from what the entries give", path)
		}
		l.files[path] = true
	}
	return nil
}

// tilePath is the path that C2SP tlog-tiles gives a tile: that of the package without the height.
func tilePath(level string, tile tlog.Tile) string {
	rest := strings.TrimPrefix(tile.Path(), fmt.Sprintf("tile/%d/%d/", tile.H, tile.L))
	return "tile/" + level + "/" + rest
}

func (l *logCheck) readStored(indexes []int64) ([]tlog.Hash, error) {
	hashes := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		if index >= int64(len(l.stored)) {
			return nil, fmt.Errorf("no hash %d", index)
		}
		hashes[i] = l.stored[index]
	}
	return hashes, nil
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
