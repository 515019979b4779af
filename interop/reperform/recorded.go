package main

import (
	"encoding/json"
	"fmt"
	"reflect"
	"sort"
	"strings"
)

// A recorded decision is one that an entry states, with the bundle and the facts that it rests on.
type recorded struct {
	where  string // the member that states it; "" for the entry's own
	bundle string // SHA-256, in hex
	facts  map[string]json.RawMessage
	stated map[string]json.RawMessage // nil for the last decision on an answer, which states itself only where it matters
}

// decisions are those that an entry states (docs/formats/ledger.md section 3).
func decisions(kind string, body map[string]json.RawMessage) (found []recorded) {
	own := textOf(objectOf(body, "bundle"), "digest")
	facts := objectOf(body, "facts")
	switch kind {
	case "intent", "step":
		found = append(found, recorded{"", own, facts, body})
		var shadows []map[string]json.RawMessage
		_ = json.Unmarshal(body["shadow"], &shadows)
		for i, shadow := range shadows {
			// One that could not be asked decided nothing.
			if textOf(shadow, "verdict") != "failed" {
				found = append(found, recorded{fmt.Sprintf("shadow %d", i), textOf(shadow, "digest"), facts, shadow})
			}
		}
	case "outcome":
		if len(facts) == 0 {
			return nil
		}
		var stated []map[string]json.RawMessage
		_ = json.Unmarshal(body["decisions"], &stated)
		last := ""
		for i, one := range stated {
			on := make(map[string]json.RawMessage)
			for name, value := range facts {
				on[name] = value
			}
			on["labels"], last = one["labels"], string(one["labels"])
			found = append(found, recorded{fmt.Sprintf("decisions %d", i), own, on, one})
		}
		if last != string(facts["labels"]) {
			found = append(found, recorded{"", own, facts, nil})
		}
	}
	return found
}

// difference says in what the recorded decision and the one that was made again differ.
func (r recorded) difference(again decision, f facts, body map[string]json.RawMessage) string {
	if r.stated == nil {
		if unstated(again, f, body) {
			return fmt.Sprintf("the last decision on the answer, decided again, matters (%s), and `decisions` does not state it", again.Verdict)
		}
		return ""
	}
	var differ []string
	for name, value := range plain(again).(map[string]any) {
		var stated any
		_ = json.Unmarshal(r.stated[name], &stated)
		if !reflect.DeepEqual(stated, value) {
			now, _ := json.Marshal(value)
			differ = append(differ, fmt.Sprintf("`%s` is %s, decided again it is %s", name, r.stated[name], now))
		}
	}
	sort.Strings(differ)
	return strings.Join(differ, "; ")
}

// plain is a value as JSON gives it back.
func plain(value any) (again any) {
	text, _ := json.Marshal(value)
	_ = json.Unmarshal(text, &again)
	return again
}

// unstated tells whether a decision on an answer is one that `decisions` would have to state: a
// refusal, one that masks something that was found, or one that binds to what none before it did.
func unstated(again decision, f facts, body map[string]json.RawMessage) bool {
	var stated []struct{ Obligations []any }
	_ = json.Unmarshal(body["decisions"], &stated)
	if len(stated) >= listMax {
		return false
	}
	if again.Verdict == "refuse" {
		return true
	}
	for _, o := range again.Obligations {
		switch o["kind"] {
		case "redact":
			for _, label := range o["labels"].([]string) {
				if f["labels"].(sortedMap).has(label) {
					return true
				}
			}
		case "tag", "queue", "notify":
			bound := false
			for _, one := range stated {
				for _, before := range one.Obligations {
					bound = bound || reflect.DeepEqual(before, plain(o))
				}
			}
			if !bound {
				return true
			}
		}
	}
	return false
}

// apart names what the product did without asking the bundle, with how many.
func apart(kind string, body map[string]json.RawMessage) (string, int64) {
	detail := textOf(body, "detail")
	switch {
	case kind == "gap":
		return fmt.Sprintf("calls refused by the product in a gap, `%s`", textOf(body, "reason")), numberOf(body, "refused")
	case kind == "turned-away":
		return "requests turned away by the product", numberOf(body, "count")
	case kind != "outcome":
		return "", 0
	case detail == "entry-too-large":
		return "outcomes that had no room for the decisions on their answer", 1
	case textOf(body, "ending") == "cut" && detail != "":
		return fmt.Sprintf("answers cut by the product, `%s`", detail), 1
	}
	return "", 0
}
