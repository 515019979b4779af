package main

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const signatureLinesMax = 64

// A checkpoint is the text of a C2SP tlog-checkpoint without extension lines.
type checkpoint struct {
	origin string
	size   int64
	root   tlog.Hash
}

// parseCheckpoint reads the three lines. (tlog.ParseTree would demand the first line of the Go
// checksum database.)
func parseCheckpoint(text string) (c checkpoint, err error) {
	lines := strings.Split(text, "\n")
	if len(lines) != 4 || lines[3] != "" || lines[0] == "" {
		return c, fmt.Errorf("text is not the three lines of a checkpoint")
	}
	c.origin = lines[0]
	if c.size, err = strconv.ParseInt(lines[1], 10, 64); err != nil || c.size < 0 || strconv.FormatInt(c.size, 10) != lines[1] {
		return c, fmt.Errorf("size %q", lines[1])
	}
	c.root, err = parseHash(lines[2])
	return c, err
}

// parseHash reads 32 bytes in their one base64 form. (The decoder skips line ends.)
func parseHash(text string) (hash tlog.Hash, err error) {
	raw, err := base64.StdEncoding.Strict().DecodeString(text)
	if err != nil || len(raw) != len(hash) || strings.ContainsAny(text, "\r\n") {
		return hash, fmt.Errorf("hash %q", text)
	}
	copy(hash[:], raw)
	return hash, nil
}

// A signed is a good signature line: whose, and at which POSIX second where the key's type says so.
type signed struct {
	key     *verifier
	seconds uint64
}

// openStrict returns the text of a note that bears exactly one line, a good one, by each of keys, at
// most one by each of allowed, and no other line; further are those by allowed.
func openStrict(msg []byte, keys, allowed []*verifier) (text string, further []signed, err error) {
	text, good, lines, err := openNote(msg, append(append([]*verifier{}, keys...), allowed...))
	if err != nil {
		return "", nil, err
	}
	if len(good) != lines {
		return "", nil, fmt.Errorf("%d signature lines, %d of them by expected keys", lines, len(good))
	}
	missing := make(map[*verifier]bool)
	for _, key := range keys {
		missing[key] = true
	}
	for _, s := range good {
		if missing[s.key] {
			delete(missing, s.key)
		} else {
			further = append(further, s)
		}
	}
	for key := range missing {
		return "", nil, fmt.Errorf("no signature by %q of type %#02x", key.name, key.kind)
	}
	return text, further, nil
}

// openNote returns the text and the good lines by keys, none twice. Lines by other keys are ignored;
// a bad line by one of keys spoils the note, as does a note without any good line.
func openNote(msg []byte, keys []*verifier) (text string, good []signed, lines int, err error) {
	known := make([]note.Verifier, len(keys))
	for i, key := range keys {
		known[i] = key
	}
	opened, err := note.Open(msg, note.VerifierList(known...))
	if err != nil {
		return "", nil, 0, err
	}
	lines = bytes.Count(msg[len(opened.Text)+1:], []byte("\n"))
	if lines > signatureLinesMax {
		return "", nil, 0, fmt.Errorf("%d signature lines, at most %d expected", lines, signatureLinesMax)
	}
	for _, sig := range append(append([]note.Signature{}, opened.Sigs...), opened.UnverifiedSigs...) {
		// Open takes stray bits after the last character.
		if _, err := base64.StdEncoding.Strict().DecodeString(sig.Base64); err != nil {
			return "", nil, 0, fmt.Errorf("signature of %q is no base64", sig.Name)
		}
	}
	for _, sig := range opened.Sigs {
		for _, key := range keys {
			if key.name == sig.Name && key.hash == sig.Hash {
				good = append(good, signed{key, signedAt(key, sig)})
			}
		}
	}
	return opened.Text, good, lines, nil
}

func signedAt(key *verifier, sig note.Signature) uint64 {
	raw, err := base64.StdEncoding.DecodeString(sig.Base64)
	if err != nil || !key.timed() || len(raw) < 12 {
		return 0
	}
	return binary.BigEndian.Uint64(raw[4:])
}
