package main

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"regexp"
)

var (
	actForm    = regexp.MustCompile(`^[0-7][0-9a-hjkmnp-tv-z]{25}$`)
	recordForm = regexp.MustCompile(`^[a-z]+-[0-9]{1,9}$`)
	keyIDForm  = regexp.MustCompile(`^[0-9a-f]{32}$`)
)

// Which changes of a record make a revision, and which are about one.
var changes = map[string]bool{"created": true, "edited": true, "merged": true, "imported": true, "undone": true, "archived": true,
	"restored": true, "commented": false, "proposed": false, "approved": false, "returned": false, "rejected": false}

const delegations = "delegations"

var deciding = map[string]bool{"approved": true, "returned": true, "rejected": true}

// An offer is the newest revision of a delegation: who proposed it, and whether it is approved.
type offer struct {
	by       string
	approved bool
}

// A record is what acts have made of a record of a register.
type record struct {
	register  string
	revisions []revision
}

type revision struct {
	leaf, author string
}

// keepAct takes the id of an act, which no other entry has.
func (l *logCheck) keepAct(body map[string]json.RawMessage) error {
	act, err := textMember(body, "act")
	if err != nil {
		return err
	}
	if !actForm.MatchString(act) {
		return fmt.Errorf("act %q is no ulid in lower case", act)
	}
	if l.acts[act] {
		return fmt.Errorf("act %q has an entry before this one", act)
	}
	l.acts[act] = true
	return nil
}

// keepErasure checks that two people erased.
func (l *logCheck) keepErasure(body map[string]json.RawMessage) error {
	if err := l.keepAct(body); err != nil {
		return err
	}
	var key, requested, approved string
	var err error
	for member, to := range map[string]*string{"key": &key, "requested": &requested, "approved": &approved} {
		if *to, err = textMember(body, member); err != nil {
			return err
		}
	}
	if !keyIDForm.MatchString(key) {
		return fmt.Errorf("key %q is no id of a key", key)
	}
	if requested == "" || approved == "" || requested == approved {
		return fmt.Errorf("requested by %q and approved by %q, two people expected", requested, approved)
	}
	return nil
}

// keepRevision checks an act on a record: revisions count up, each from an earlier one, and what is
// about a revision names the entry that made it.
func (l *logCheck) keepRevision(index int64, body map[string]json.RawMessage) error {
	if err := l.keepAct(body); err != nil {
		return err
	}
	var register, id, base, change, author, approver, authentication string
	var err error
	for member, to := range map[string]*string{"register": &register, "record": &id, "base": &base, "change": &change,
		"author": &author, "approver": &approver, "authentication": &authentication} {
		if *to, err = textMember(body, member); err != nil {
			return err
		}
	}
	whom, mandate, err := deputyMembers(body)
	if err != nil {
		return err
	}
	number, err := numberMember(body, "revision")
	if err != nil {
		return err
	}
	if !recordForm.MatchString(id) {
		return fmt.Errorf("record %q is no id of a record", id)
	}
	r := l.registers[id]
	if r == nil {
		r = &record{register: register}
		l.registers[id] = r
	}
	if r.register != register {
		return fmt.Errorf("record %q of register %q is in %q before this", id, register, r.register)
	}
	if whom+mandate != "" && !deciding[change] {
		return fmt.Errorf("%q of %q for somebody, who may only decide", change, id)
	}
	makes, known := changes[change]
	have := int64(len(r.revisions))
	switch {
	case !known:
		return fmt.Errorf("change %q of a record is not known", change)
	case !makes:
		if number < 1 || number > have {
			return fmt.Errorf("revision %d of %q is not there", number, id)
		}
		about := r.revisions[number-1]
		if base != about.leaf {
			return fmt.Errorf("base is not the entry that made revision %d", number)
		}
		if authentication == "token" && deciding[change] {
			return fmt.Errorf("revision %d of %q is decided on with a token, a person was expected", number, id)
		}
		if change == "approved" && (approver == "" || approver == author || approver == about.author) {
			return fmt.Errorf("revision %d of %q is not approved by another person than its author", number, id)
		}
		if whom+mandate != "" {
			if register == delegations || whom == "" || l.offers[mandate] != (offer{whom, true}) {
				return fmt.Errorf("mandate %q is no delegation of %q that is approved and newest", mandate, whom)
			}
			if whom == approver || whom == author || whom == about.author {
				return fmt.Errorf("revision %d of %q is decided on for who worked on it", number, id)
			}
		}
		if register == delegations && number == have {
			l.keepOffer(change, base, author)
		}
		return nil
	case number != have+1:
		return fmt.Errorf("revision %d of %q, where %d is the next", number, id, have+1)
	case !r.made(base):
		return fmt.Errorf("base is no earlier revision of %q", id)
	}
	if have > 0 {
		delete(l.offers, r.revisions[have-1].leaf)
	}
	r.revisions = append(r.revisions, revision{hex.EncodeToString(l.leaves[index][:]), author})
	return nil
}

// deputyMembers gives for and mandate, which entries of earlier versions lack.
func deputyMembers(body map[string]json.RawMessage) (whom, mandate string, err error) {
	for member, to := range map[string]*string{"for": &whom, "mandate": &mandate} {
		if _, there := body[member]; !there {
			continue
		}
		if *to, err = textMember(body, member); err != nil {
			return "", "", err
		}
	}
	return whom, mandate, nil
}

// keepOffer takes what was said of the newest revision of a delegation.
func (l *logCheck) keepOffer(change, leaf, author string) {
	switch change {
	case "proposed":
		l.offers[leaf] = offer{author, false}
	case "approved":
		if made, there := l.offers[leaf]; there {
			l.offers[leaf] = offer{made.by, true}
		}
	case "returned", "rejected":
		delete(l.offers, leaf)
	}
}

// made tells whether an entry made a revision of this record; before the first, none is to be named.
func (r *record) made(leaf string) bool {
	if len(r.revisions) == 0 {
		return leaf == ""
	}
	for _, one := range r.revisions {
		if one.leaf == leaf {
			return true
		}
	}
	return false
}
