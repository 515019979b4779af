package main

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"
)

// An intent is written a little after its request took the grant.
const grantGrace = time.Minute

// A grant is what a reviewer let through once, until a time.
type grant struct {
	review, intent, until string
}

// A request is what an intent says by which it can be told from others; subject is a pseudonym of its log.
type request struct {
	log, exchange, caller, subject, method, bytes string
}

// A use is an intent that names a grant.
type use struct {
	where, leaf string
	earliest    time.Time
	request
}

// keepGrant keeps an entry of records that grants a request.
func (l *logCheck) keepGrant(index int64, body map[string]json.RawMessage) error {
	if verdict, err := textMember(body, "verdict"); err != nil || verdict != "granted" {
		return err
	}
	var g grant
	var err error
	for member, to := range map[string]*string{"review": &g.review, "intent": &g.intent, "until": &g.until} {
		if *to, err = textMember(body, member); err != nil {
			return err
		}
	}
	l.grants[hex.EncodeToString(l.leaves[index][:])] = g
	l.granted[g.intent] = nil
	return nil
}

// keepUses keeps the request of an intent that a grant is for, and the grants that an intent names.
// Entries of earlier versions have no member `grants`.
func (l *logCheck) keepUses(index int64, body map[string]json.RawMessage) error {
	var named []string
	if raw, ok := body["grants"]; ok {
		if err := json.Unmarshal(raw, &named); err != nil {
			return fmt.Errorf("grants is no list of texts")
		}
	}
	leaf := hex.EncodeToString(l.leaves[index][:])
	_, wanted := l.granted[leaf]
	if !wanted && len(named) == 0 {
		return nil
	}
	r := request{log: l.origin}
	r.exchange, _ = textMember(body, "exchange")
	r.caller, _ = textMember(body, "caller")
	r.subject, _ = textMember(body, "subject")
	var facts map[string]json.RawMessage
	if err := json.Unmarshal(body["facts"], &facts); err == nil {
		r.method, r.bytes = string(facts["method"]), string(facts["body_bytes"])
	}
	if wanted {
		l.granted[leaf] = &r
	}
	text, err := textMember(body, "time")
	if err != nil {
		return err
	}
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return err
	}
	skew, err := numberMember(body, "skew")
	if err != nil {
		return err
	}
	earliest := at.Add(-time.Duration(min(skew, 1<<40))*time.Millisecond - grantGrace)
	for _, name := range named {
		l.uses = append(l.uses, use{fmt.Sprintf("%s/entry %d", l.name, index), name, earliest, r})
	}
	return nil
}

// checkGrants compares what all intents used with what records granted.
func (l *ledger) checkGrants(records *logCheck) error {
	used := make(map[string]string)
	for _, log := range l.logs {
		for _, u := range log.uses {
			g, ok := records.grants[u.leaf]
			if !ok {
				return fmt.Errorf("%s: names a grant that records does not have", u.where)
			}
			if until, err := time.Parse(time.RFC3339, g.until); err != nil || !u.earliest.Before(until) {
				return fmt.Errorf("%s: the grant ended at %q", u.where, g.until)
			}
			if first, ok := used[u.leaf]; ok {
				return fmt.Errorf("%s: the grant was used by %s", u.where, first)
			}
			used[u.leaf] = u.where
			waited := records.granted[g.intent]
			if waited == nil {
				return fmt.Errorf("%s: the grant is for an intent that no log has", u.where)
			}
			if waited.exchange != g.review || !waited.like(u.request) {
				return fmt.Errorf("%s: the grant is for another request", u.where)
			}
		}
	}
	return nil
}

func (r *request) like(other request) bool {
	return r.caller == other.caller && r.method == other.method && r.bytes == other.bytes &&
		(r.log != other.log || r.subject == other.subject)
}
