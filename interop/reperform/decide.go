package main

import (
	"fmt"
	"sort"

	"github.com/google/cel-go/common/types"
)

const listMax = 64

// A decision as entries state it.
type decision struct {
	Verdict     string           `json:"verdict"`
	Rule        string           `json:"rule"`
	Reason      string           `json:"reason"`
	Rules       ruling           `json:"rules"`
	Obligations []map[string]any `json:"obligations"`
}

type ruling struct {
	Evaluated int      `json:"evaluated"`
	Matched   []string `json:"matched"`
	Decided   []string `json:"decided"`
	Failed    []string `json:"failed"`
}

// A refusal is one of those of which the first in rank speaks.
type refusal struct {
	rule, reason string
	rank         int
	obligation   map[string]any // what would lift it; nil where nothing does
}

type outcome int

const (
	doesNotHold outcome = iota
	holds
	failed
)

// decide is the section "How a bundle decides" of docs/bundle.md.
func (b *bundle) decide(f facts) decision {
	if f.text("route") == "" {
		return ofProduct("probity/unknown-route", "no route of the bundle has this path and method")
	}
	if f.text("body") == "unreadable" {
		return ofProduct("probity/unreadable-body", "the body "+faultInWords(f.text("fault")))
	}
	asked := b.rules[f.text("phase")]
	d := decision{Verdict: "permit", Rules: ruling{Evaluated: len(asked), Matched: []string{}, Decided: []string{}, Failed: []string{}}, Obligations: []map[string]any{}}
	var permits []string
	var refusals []refusal
	var obligations []map[string]any
	for _, r := range asked {
		switch r.ask(f) {
		case failed:
			d.Rules.Failed = append(d.Rules.Failed, r.id)
			if r.then != "permit" {
				refusals = append(refusals, refusal{rule: r.id, reason: fmt.Sprintf("rule `%s` could not be evaluated", r.id)})
			}
		case holds:
			d.Rules.Matched = append(d.Rules.Matched, r.id)
			switch r.then {
			case "permit":
				permits = append(permits, r.id)
			case "refuse":
				refusals = append(refusals, refusal{rule: r.id, reason: r.reason})
			case "review":
				if !f.granted(r.queue) {
					refusals = append(refusals, refusal{r.id, r.reason, 1, map[string]any{"kind": "review", "rule": r.id, "queue": r.queue}})
				}
			case "limit":
				refusals = append(refusals, refusal{r.id, r.reason, 2, map[string]any{"kind": "limit", "rule": r.id, "counter": r.counter}})
			default:
				obligations = append(obligations, r.obligation())
			}
		}
	}
	if len(refusals) == 0 && len(permits) == 0 {
		if f.text("phase") == "response" {
			permits = append(permits, "probity/default")
		} else {
			refusals = append(refusals, refusal{rule: "probity/default", reason: unpermitted(f, d.Rules.Failed)})
		}
	}
	for _, r := range refusals {
		d.Rules.Decided = append(d.Rules.Decided, r.rule)
	}
	if len(refusals) > 0 {
		sort.SliceStable(refusals, func(i, j int) bool { return refusals[i].rank < refusals[j].rank })
		d.Verdict, d.Rule, d.Reason = "refuse", refusals[0].rule, refusals[0].reason
		if refusals[0].obligation != nil {
			d.Obligations = append(d.Obligations, refusals[0].obligation)
		}
	} else {
		d.Rules.Decided = append(d.Rules.Decided, permits...)
	}
	for _, o := range obligations {
		if len(refusals) == 0 || (o["kind"] != "redact" && o["kind"] != "tokenize" && o["kind"] != "notice") {
			d.Rules.Decided = append(d.Rules.Decided, o["rule"].(string))
			d.Obligations = append(d.Obligations, o)
		}
	}
	return d.bounded()
}

func ofProduct(rule, reason string) decision {
	return decision{"refuse", rule, reason, ruling{0, []string{}, []string{rule}, []string{}}, []map[string]any{}}
}

// ask says whether a rule does what it says.
func (r *rule) ask(f facts) outcome {
	value, _, err := r.when.Eval(map[string]any(f))
	if err != nil || types.IsUnknownOrError(value) {
		return failed
	}
	if value != types.True {
		return doesNotHold
	}
	if r.then != "limit" {
		return holds
	}
	count, ok := f["counters"].(sortedMap).number(r.counter)
	switch {
	case !ok:
		return failed
	case count < r.max:
		return doesNotHold
	}
	return holds
}

func (r *rule) obligation() map[string]any {
	o := map[string]any{"kind": r.then, "rule": r.id}
	switch r.then {
	case "redact", "tokenize":
		o["labels"] = first(r.labels)
	case "tag":
		o["tags"] = first(r.tags)
	case "queue":
		o["queue"] = r.queue
	case "notify":
		o["channel"] = r.channel
	case "notice":
		o["notice"] = r.notice
	}
	return o
}

func (f facts) granted(queue string) bool {
	for _, granted := range f["granted"].([]string) {
		if granted == queue {
			return true
		}
	}
	return false
}

// bounded is the decision with lists as long as an entry holds them.
func (d decision) bounded() decision {
	d.Rules.Matched, d.Rules.Decided, d.Rules.Failed = first(d.Rules.Matched), first(d.Rules.Decided), first(d.Rules.Failed)
	d.Obligations = first(d.Obligations)
	return d
}

func first[T any](items []T) []T {
	if len(items) > listMax {
		return items[:listMax]
	}
	return items
}

// unpermitted says why nothing permits it.
func unpermitted(f facts, failed []string) string {
	what := "request"
	if f.text("phase") == "tool" {
		what = "tool call"
		if f.text("tool") == "" {
			return "the tool is not one that the bundle declares"
		}
	} else if f.text("body") == "read" && f.text("model") == "" && f.text("format") != "mcp" {
		return "the model is not one that the bundle declares"
	}
	none := "no rule of the bundle permits this " + what
	if len(failed) == 0 {
		return none
	}
	return fmt.Sprintf("%s, and rule `%s` could not be evaluated", none, failed[0])
}

func faultInWords(fault string) string {
	words, ok := map[string]string{
		"not-json":        "is not JSON",
		"cut-short":       "ends early",
		"too-large":       "is larger than the limit",
		"too-deep":        "is nested too deeply",
		"duplicate-key":   "has a member twice",
		"invalid-utf8":    "is not valid UTF-8",
		"lone-surrogate":  "holds half of a character (a lone surrogate)",
		"wrong-shape":     "does not have the shape that the route's format demands",
		"header-mismatch": "says something else than the headers that repeat it",
		"encoded":         "has a content encoding that is not read",
	}[fault]
	if !ok {
		return "could not be read"
	}
	return words
}
