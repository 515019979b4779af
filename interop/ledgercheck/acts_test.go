package main

import (
	"fmt"
	"strings"
	"testing"
)

const (
	anna = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	ben  = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
)

// act adds an act on `risk-7` and gives its leaf hash.
func (w *world) act(number, revision int, base, change, approver string) string {
	return w.actBy("passkey", number, revision, base, change, approver)
}

// actBy is act, by who proved who they are in this way.
func (w *world) actBy(authentication string, number, revision int, base, change, approver string) string {
	w.records.add("aims", body{"act": fmt.Sprintf("01k0000000000000000000000%d", number), "register": "risks", "record": "risk-7",
		"revision": revision, "base": base, "change": change, "author": anna, "approver": approver, "authentication": authentication})
	return w.records.prev
}

const carl = "cccccccccccccccccccccccccccccccc"

// delegate has Carl delegate, by who proposes it, and gives the leaf hash of the delegation.
func (w *world) delegate(proposer, decision string) string {
	about := func(number int, base, change, author, approver string) {
		w.records.add("aims", body{"act": fmt.Sprintf("01k0000000000000000000000%d", number), "register": "delegations",
			"record": "delegation-1", "revision": 1, "base": base, "change": change, "author": author, "approver": approver,
			"authentication": "passkey", "for": "", "mandate": ""})
	}
	about(5, "", "created", carl, "")
	made := w.records.prev
	about(6, made, "proposed", proposer, "")
	if decision != "" {
		about(7, made, decision, carl, ben)
	}
	return made
}

// decideFor has Ben decide on a new revision of Anna's for somebody.
func (w *world) decideFor(whom, mandate, change string) {
	first := w.act(0, 1, "", "created", "")
	w.records.add("aims", body{"act": "01k00000000000000000000001", "register": "risks", "record": "risk-7", "revision": 1,
		"base": first, "change": change, "author": anna, "approver": ben, "authentication": "passkey", "for": whom, "mandate": mandate})
}

func (w *world) erase(number int, requested, approved string) {
	w.records.add("erasure", body{"act": fmt.Sprintf("01k0000000000000000000000%d", number), "key": strings.Repeat("c", 32),
		"requested": requested, "approved": approved})
}

func TestActsFollowEachOther(t *testing.T) {
	cases := []struct {
		name, fault string
		acts        func(*world)
	}{
		{"in their order", "", func(w *world) {
			first := w.act(0, 1, "", "created", "")
			second := w.act(1, 2, first, "edited", "")
			w.act(2, 2, second, "approved", ben)
			w.act(3, 3, first, "undone", "")
			w.erase(4, anna, ben)
		}},
		{"an act twice", "has an entry before", func(w *world) {
			w.act(0, 1, "", "created", "")
			w.erase(0, anna, ben)
		}},
		{"a revision left out", "where 2 is the next", func(w *world) {
			w.act(1, 3, w.act(0, 1, "", "created", ""), "edited", "")
		}},
		{"a revision from no other", "no earlier revision", func(w *world) {
			w.act(0, 1, "", "created", "")
			w.act(1, 2, "", "edited", "")
		}},
		{"a first revision from another", "no earlier revision", func(w *world) {
			w.act(0, 1, strings.Repeat("0", 64), "created", "")
		}},
		{"an approval of another revision", "not the entry that made revision 2", func(w *world) {
			first := w.act(0, 1, "", "created", "")
			w.act(1, 2, first, "edited", "")
			w.act(2, 2, first, "approved", ben)
		}},
		{"an approval by the author", "another person than its author", func(w *world) {
			w.act(1, 1, w.act(0, 1, "", "created", ""), "approved", anna)
		}},
		{"a program that writes", "", func(w *world) { w.actBy("token", 0, 1, "", "created", "") }},
		{"a program that approves", "decided on with a token", func(w *world) {
			w.actBy("token", 1, 1, w.act(0, 1, "", "created", ""), "approved", ben)
		}},
		{"a program that returns", "decided on with a token", func(w *world) {
			w.actBy("token", 1, 1, w.act(0, 1, "", "created", ""), "returned", ben)
		}},
		{"a decision for who delegated", "", func(w *world) { w.decideFor(carl, w.delegate(carl, "approved"), "approved") }},
		{"a delegation that is not there", "no delegation of", func(w *world) { w.decideFor(carl, strings.Repeat("0", 64), "approved") }},
		{"a decision for nobody", "no delegation of", func(w *world) { w.decideFor("", w.delegate(carl, "approved"), "approved") }},
		{"a delegation without approval", "no delegation of", func(w *world) { w.decideFor(carl, w.delegate(carl, ""), "returned") }},
		{"a delegation that was rejected", "no delegation of", func(w *world) { w.decideFor(carl, w.delegate(carl, "rejected"), "rejected") }},
		{"a delegation that another proposed", "no delegation of", func(w *world) { w.decideFor(carl, w.delegate(anna, "approved"), "approved") }},
		{"a decision for the author", "for who worked on it", func(w *world) { w.decideFor(anna, w.delegate(anna, "approved"), "approved") }},
		{"a comment for somebody", "may only decide", func(w *world) { w.decideFor(carl, w.delegate(carl, "approved"), "commented") }},
		{"an erasure by one person", "two people expected", func(w *world) { w.erase(0, anna, anna) }},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t, func(stage string, w *world) {
				if stage == "end" {
					c.acts(w)
				}
			})
			_, err := w.check()
			if c.fault == "" && err != nil {
				t.Error(err)
			} else if c.fault != "" && (err == nil || !strings.Contains(err.Error(), c.fault)) {
				t.Errorf("%v, %q expected", err, c.fault)
			}
		})
	}
}
