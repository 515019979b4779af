package main

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
)

const (
	policyLinesMax = 1024
	noQuorum       = "none"
)

// A policy is a C2SP tlog-policy: keys of logs and witnesses, and which of the witnesses are enough.
type policy struct {
	logs      []*verifier
	witnesses []witness
	groups    []group
	quorum    string
}

type witness struct {
	name string
	key  *verifier
}

type group struct {
	name      string
	threshold int
	members   []string
}

// parsePolicy reads a policy line by line. Comments, further spaces and URLs are dropped.
func parsePolicy(text []byte) (*policy, error) {
	p := &policy{}
	names := make(map[string]bool)
	grouped := make(map[string]bool)
	said := 0
	for i, line := range strings.Split(string(text), "\n") {
		words := strings.FieldsFunc(line, func(r rune) bool { return r == ' ' || r == '\t' })
		if len(words) == 0 || strings.HasPrefix(words[0], "#") {
			continue
		}
		if said++; said > policyLinesMax {
			return nil, fmt.Errorf("more than %d lines", policyLinesMax)
		}
		if err := p.line(words, names, grouped); err != nil {
			return nil, fmt.Errorf("line %d: %w", i+1, err)
		}
	}
	if len(p.logs) == 0 || p.quorum == "" {
		return nil, fmt.Errorf("no `log` line or no `quorum` line")
	}
	if err := noKeyTwice(p.logs); err != nil {
		return nil, err
	}
	return p, noKeyTwice(p.witnessKeys())
}

func (p *policy) line(words []string, names, grouped map[string]bool) error {
	define := func(name string) error {
		if name == noQuorum || names[name] {
			return fmt.Errorf("name %q cannot be defined here", name)
		}
		names[name] = true
		return nil
	}
	n := len(words)
	switch {
	case words[0] == "log" && (n == 2 || n == 3):
		key, err := parseKey(words[1])
		if err != nil {
			return err
		}
		if key.kind == timedEd25519 {
			return fmt.Errorf("key of log %q is a witness's", key.name)
		}
		p.logs = append(p.logs, key)
		return nil
	case words[0] == "witness" && (n == 3 || n == 4):
		key, err := parseKey(words[2])
		if err != nil {
			return err
		}
		if !key.timed() {
			return fmt.Errorf("key of witness %q is a log's", key.name)
		}
		p.witnesses = append(p.witnesses, witness{words[1], key})
		return define(words[1])
	case words[0] == "group" && n >= 4:
		g := group{words[1], 0, words[3:]}
		for _, member := range g.members {
			if !names[member] || grouped[member] {
				return fmt.Errorf("%q is unknown or in a group already", member)
			}
			grouped[member] = true
		}
		switch words[2] {
		case "any":
			g.threshold = 1
		case "all":
			g.threshold = len(g.members)
		default:
			k, err := strconv.Atoi(words[2])
			if err != nil || strconv.Itoa(k) != words[2] || k < 1 || k > len(g.members) {
				return fmt.Errorf("%q is no number from 1 to %d", words[2], len(g.members))
			}
			g.threshold = k
		}
		p.groups = append(p.groups, g)
		return define(g.name)
	case words[0] == "quorum" && n == 2:
		if p.quorum != "" || (words[1] != noQuorum && !names[words[1]]) {
			return fmt.Errorf("quorum %q is unknown or the second", words[1])
		}
		p.quorum = words[1]
		return nil
	}
	return fmt.Errorf("%q is no line of a policy", strings.Join(words, " "))
}

func noKeyTwice(keys []*verifier) error {
	for i, key := range keys {
		for _, earlier := range keys[:i] {
			if bytes.Equal(key.raw, earlier.raw) {
				return fmt.Errorf("the key of %q stands twice", key.name)
			}
		}
	}
	return nil
}

// text is the one form in bytes that a ledger's folder may hold.
func (p *policy) text() string {
	var out strings.Builder
	for _, key := range p.logs {
		fmt.Fprintf(&out, "log %s\n", key.vkey)
	}
	for _, w := range p.witnesses {
		fmt.Fprintf(&out, "witness %s %s\n", w.name, w.key.vkey)
	}
	for _, g := range p.groups {
		fmt.Fprintf(&out, "group %s %d %s\n", g.name, g.threshold, strings.Join(g.members, " "))
	}
	fmt.Fprintf(&out, "quorum %s\n", p.quorum)
	return out.String()
}

// parseOwnPolicy reads a policy of a ledger's folder: in its one form, all log keys named by origin.
func parseOwnPolicy(text []byte, origin string) (*policy, error) {
	p, err := parsePolicy(text)
	if err != nil {
		return nil, err
	}
	if p.text() != string(text) {
		return nil, fmt.Errorf("policy is not in its one form")
	}
	if len(p.logKeys(origin)) != len(p.logs) {
		return nil, fmt.Errorf("policy has keys of another log than %q", origin)
	}
	return p, nil
}

// logKeys returns the keys of one log; they bear its origin as name.
func (p *policy) logKeys(origin string) (keys []*verifier) {
	for _, key := range p.logs {
		if key.name == origin {
			keys = append(keys, key)
		}
	}
	return keys
}

func (p *policy) witnessKeys() (keys []*verifier) {
	for _, w := range p.witnesses {
		keys = append(keys, w.key)
	}
	return keys
}

// isMetBy tells whether cosignatures by these keys are enough.
func (p *policy) isMetBy(cosigners []signed) bool {
	if p.quorum == noQuorum {
		return true
	}
	met := make(map[string]bool)
	for _, w := range p.witnesses {
		for _, s := range cosigners {
			met[w.name] = met[w.name] || s.key.vkey == w.key.vkey
		}
	}
	for _, g := range p.groups {
		those := 0
		for _, member := range g.members {
			if met[member] {
				those++
			}
		}
		met[g.name] = those >= g.threshold
	}
	return met[p.quorum]
}
