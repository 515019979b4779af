package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
)

const blobBytesMax = 16 << 20

// Which log holds which kind; other kinds may come in later versions.
var (
	recordsKinds = map[string]bool{"genesis": true, "key": true, "policy": true, "bundle": true, "approval": true, "anchor": true,
		"grant": true, "access": true, "aims": true, "erasure": true}
	trafficKinds = map[string]bool{"genesis": true, "key": true, "policy": true, "intent": true, "step": true, "outcome": true,
		"heartbeat": true, "gap": true, "turned-away": true, "canary": true, "close": true}
)

// A stated checkpoint is one that an entry names.
type stated struct {
	checkpoint
	where string
}

// An anchor is an outside timestamp of a checkpoint, with the note that was stamped.
type anchor struct {
	stated
	blob string
	note []byte
}

// keep takes from an entry what must hold beyond it: keys, blobs, policies, checkpoints.
func (l *logCheck) keep(index int64, kind string, body map[string]json.RawMessage) error {
	if (kind == "genesis") != (index == 1) {
		return fmt.Errorf("genesis is entry 1 and no other")
	}
	here, there := trafficKinds, recordsKinds
	if l.name == "records" {
		here, there = there, here
	}
	if there[kind] && !here[kind] {
		return fmt.Errorf("kind %q stands in another kind of log", kind)
	}
	where := fmt.Sprintf("entry %d", index)
	if kind != "heartbeat" {
		l.counts[kind]++
	}
	switch kind {
	case "genesis":
		digest, err := textMember(body, "policy")
		if err != nil {
			return err
		}
		l.steps = append(l.steps, step{index: index, policy: digest})
		if err := l.state(where, body, "previous", true); err != nil {
			return err
		}
		return l.state(where, body, "records", l.name == "records")
	case "policy":
		s := step{index: index}
		var err error
		if s.policy, err = l.nameBlob(body, "policy", "policy_bytes", false); err != nil {
			return err
		}
		if s.before, err = l.nameBlob(body, "before", "before_bytes", false); err != nil {
			return err
		}
		if s.handover, err = l.nameBlob(body, "handover", "handover_bytes", true); err != nil {
			return err
		}
		l.steps = append(l.steps, s)
	case "bundle":
		_, err := l.nameBlob(body, "digest", "bytes", false)
		return err
	case "anchor":
		if err := l.state(where, body, "checkpoint", false); err != nil {
			return err
		}
		note, err := l.nameBlob(body, "note", "note_bytes", false)
		if err != nil {
			return err
		}
		l.anchors = append(l.anchors, anchor{stated: l.stated[len(l.stated)-1], blob: note})
		_, err = l.nameBlob(body, "timestamp", "timestamp_bytes", false)
		return err
	case "heartbeat", "close":
		if err := l.balance(kind, body); err != nil {
			return err
		}
		l.closed = kind == "close"
		return l.state(where, body, "records", false)
	case "intent":
		l.open[hex.EncodeToString(l.leaves[index][:])] = true
		return l.keepUses(index, body)
	case "grant":
		return l.keepGrant(index, body)
	case "aims":
		return l.keepRevision(index, body)
	case "erasure":
		return l.keepErasure(body)
	case "outcome":
		intent, err := textMember(body, "intent")
		if err != nil {
			return err
		}
		delete(l.open, intent)
	case "key":
		return l.keepKey(body)
	}
	return nil
}

// balance compares what a heartbeat or the end says of the log's entries with those.
func (l *logCheck) balance(kind string, body map[string]json.RawMessage) error {
	open, err := numberMember(body, "open")
	if err != nil {
		return err
	}
	if open != int64(len(l.open)) {
		return fmt.Errorf("open is %d, %d intents have no outcome", open, len(l.open))
	}
	if kind != "heartbeat" {
		return nil
	}
	var counts map[string]int64
	if err := json.Unmarshal(body["counts"], &counts); err != nil || !reflect.DeepEqual(counts, l.counts) {
		return fmt.Errorf("counts is %s, the entries give %v", body["counts"], l.counts)
	}
	l.counts = make(map[string]int64)
	return nil
}

// keepKey keeps the keys of other logs.
func (l *logCheck) keepKey(body map[string]json.RawMessage) error {
	if role, _ := textMember(body, "role"); role != "log" {
		return nil
	}
	vkey, err := textMember(body, "key")
	if err != nil {
		return err
	}
	key, err := parseKey(vkey)
	if err != nil {
		return err
	}
	name, err := textMember(body, "name")
	if err != nil || name != key.name {
		return fmt.Errorf("key of %q under the name %q", key.name, name)
	}
	status, err := textMember(body, "status")
	if err != nil {
		return err
	}
	if l.logKeys[name] == nil {
		l.logKeys[name] = make(map[string]bool)
	}
	l.logKeys[name][vkey] = status == "active"
	return nil
}

// state keeps the checkpoint in a member; `{}` where optional says so.
func (l *logCheck) state(where string, body map[string]json.RawMessage, member string, optional bool) error {
	raw := body[member]
	if string(raw) == "{}" && optional {
		return nil
	}
	var inner map[string]json.RawMessage
	if err := json.Unmarshal(raw, &inner); err != nil {
		return fmt.Errorf("member %q is no object", member)
	}
	origin, err := textMember(inner, "origin")
	if err != nil {
		return fmt.Errorf("%s: %w", member, err)
	}
	size, err := numberMember(inner, "size")
	if err != nil {
		return fmt.Errorf("%s: %w", member, err)
	}
	text, err := textMember(inner, "root")
	if err != nil {
		return fmt.Errorf("%s: %w", member, err)
	}
	root, err := parseHash(text)
	if err != nil {
		return fmt.Errorf("%s: %w", member, err)
	}
	l.stated = append(l.stated, stated{checkpoint{origin, size, root}, where + ": " + member})
	return nil
}

// nameBlob keeps the name and size of a blob; `""` and 0 where optional says so.
func (l *logCheck) nameBlob(body map[string]json.RawMessage, member, bytes string, optional bool) (string, error) {
	name, err := textMember(body, member)
	if err != nil {
		return "", err
	}
	size, err := numberMember(body, bytes)
	if err != nil {
		return "", err
	}
	if optional && name == "" && size == 0 {
		return "", nil
	}
	if len(name) != 64 || strings.Trim(name, "0123456789abcdef") != "" {
		return "", fmt.Errorf("%s %q is no SHA-256", member, name)
	}
	if known, ok := l.blobs[name]; (ok && known != size) || size < 0 || size > blobBytesMax {
		return "", fmt.Errorf("%s is %d", bytes, size)
	}
	l.blobs[name] = size
	return name, nil
}

func (l *logCheck) readBlobs() error {
	for name, size := range l.blobs {
		content, err := l.readBlob(name)
		if err != nil {
			return err
		}
		if int64(len(content)) != size {
			return fmt.Errorf("blob/%s: %d bytes, its entry says %d", name, len(content), size)
		}
		l.files["blob/"+name] = true
	}
	return nil
}

func (l *logCheck) readBlob(name string) ([]byte, error) {
	content, err := os.ReadFile(filepath.Join(l.dir, "blob", name))
	if err != nil {
		return nil, fmt.Errorf("blob/%s: %w", name, err)
	}
	if sum := sha256.Sum256(content); hex.EncodeToString(sum[:]) != name {
		return nil, fmt.Errorf("blob/%s: content has another hash", name)
	}
	return content, nil
}

func (l *logCheck) readAnchors() error {
	for i := range l.anchors {
		content, err := l.readBlob(l.anchors[i].blob)
		if err != nil {
			return err
		}
		l.anchors[i].note = content
	}
	return nil
}
