package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const (
	recordsOrigin = "probity.example/acme/records"
	trafficOrigin = "probity.example/acme/traffic-standard-2026h1"
)

// A world is a ledger of two logs with all that a ledger can have, one thing of which a case spoils.
type world struct {
	t                 *testing.T
	ed, ml, ed2       *testKey // of records; ed2 takes the place of ed
	edT, mlT          *testKey // of the traffic log
	w1, w2, w3, other *testKey
	records, traffic  *testLog
	beat              body
	trust             string
	dir               string
}

func policyText(logs, witnesses []*testKey, k int) string {
	out := ""
	for _, key := range logs {
		out += "log " + key.vkey + "\n"
	}
	if len(witnesses) == 0 {
		return out + "quorum none\n"
	}
	members := ""
	for i, key := range witnesses {
		out += fmt.Sprintf("witness w%d %s\n", i+1, key.vkey)
		members += fmt.Sprintf(" w%d", i+1)
	}
	return out + fmt.Sprintf("group witnesses %d%s\nquorum witnesses\n", k, members)
}

// policies of records: at first, while two keys overlap, afterwards.
func (w *world) policies() [3]string {
	witnesses := []*testKey{w.w1, w.w2, w.w3}
	return [3]string{
		policyText([]*testKey{w.ed, w.ml}, witnesses, 2),
		policyText([]*testKey{w.ed, w.ml, w.ed2}, witnesses, 2),
		policyText([]*testKey{w.ml, w.ed2}, witnesses, 2),
	}
}

func (l *testLog) changePolicy(before, after, handover string) {
	members := body{}
	l.blob(members, "before", before)
	l.blob(members, "policy", after)
	l.blob(members, "handover", handover)
	l.add("policy", members)
	l.setPolicy(after)
}

func newWorld(t *testing.T, spoil func(stage string, w *world)) *world {
	w := &world{t: t, dir: t.TempDir()}
	w.ed, w.ed2, w.ml = newKey(t, plainEd25519, recordsOrigin), newKey(t, plainEd25519, recordsOrigin), newKey(t, timedMLDSA44, recordsOrigin)
	w.edT, w.mlT = newKey(t, plainEd25519, trafficOrigin), newKey(t, timedMLDSA44, trafficOrigin)
	w.w1, w.w2 = newKey(t, timedEd25519, "witness.example/w1"), newKey(t, timedMLDSA44, "witness.example/w2")
	w.w3, w.other = newKey(t, timedEd25519, "witness.example/w3"), newKey(t, timedEd25519, "witness.example/other")
	p := w.policies()
	w.trust = policyText([]*testKey{w.ed, w.ml}, nil, 0)

	w.records = newLog(t, recordsOrigin, p[0], []*testKey{w.ed, w.ml}, body{"class": "records"})
	for _, key := range []*testKey{w.edT, w.mlT} {
		w.records.add("key", body{"role": "log", "name": trafficOrigin, "key": key.vkey, "status": "active"})
	}
	trafficPolicy := policyText([]*testKey{w.edT, w.mlT}, nil, 0)
	w.traffic = newLog(t, trafficOrigin, trafficPolicy, []*testKey{w.edT, w.mlT}, body{"records": w.records.state()})
	spoil("traffic", w)
	for i := 0; i < 600; i++ {
		w.traffic.add("gap", body{"refused": i})
	}
	w.traffic.add("intent", body{})
	w.traffic.add("outcome", body{"intent": w.traffic.prev})
	w.traffic.add("intent", body{})
	beat := body{"records": w.records.state(), "open": 1, "counts": body{"key": 1, "genesis": 1, "gap": 600, "intent": 2, "outcome": 1}}
	w.beat = beat
	spoil("heartbeat", w)
	w.traffic.add("heartbeat", beat)

	anchor := body{"checkpoint": w.records.state()}
	w.records.blob(anchor, "note", noteBy(t, w.records.text(w.records.size), w.ed, w.ml, w.w1))
	w.records.blob(anchor, "timestamp", "no token, but nobody looks")
	spoil("anchor", w)
	w.records.add("anchor", anchor)

	w.records.changePolicy(p[0], p[1], "")
	handover := noteBy(t, w.records.text(w.records.size), w.ed, w.ml, w.ed2)
	w.records.add("anchor", anchor)
	w.records.changePolicy(p[1], p[2], handover)
	w.records.keys = []*testKey{w.ml, w.ed2}
	cosigned := w.records.size
	w.traffic.add("close", body{"records": w.records.state(), "open": 1})
	w.records.add("later-kind", body{})
	w.records.files["cosigned"] = []byte(noteBy(t, w.records.text(cosigned), w.ml, w.ed2, w.w1, w.w2))
	spoil("end", w)
	w.records.write(w.dir)
	w.traffic.write(w.dir)
	return w
}

func (w *world) check() ([]string, error) {
	trust := filepath.Join(w.t.TempDir(), "trust")
	if err := os.WriteFile(trust, []byte(w.trust), 0o644); err != nil {
		w.t.Fatal(err)
	}
	return checkLedger(w.dir, trust)
}

func TestAWholeLedgerIsAccepted(t *testing.T) {
	said, err := newWorld(t, func(string, *world) {}).check()

	want := "records: first 8 of 9 entries witnessed by 2 of 3\nnot checked: 2 timestamp tokens (RFC 3161)\nok: 2 logs, 616 entries"
	if got := strings.Join(said, "\n"); err != nil || got != want {
		t.Errorf("%s, %v", got, err)
	}
}

// cosign replaces `cosigned` by the records' checkpoint of a size with lines by keys.
func cosign(size int64, keys func(*world) []*testKey) func(*world) {
	return func(w *world) {
		w.records.files["cosigned"] = []byte(noteBy(w.t, w.records.text(size), keys(w)...))
	}
}

func TestWhatIsSpoiltIsRefused(t *testing.T) {
	cases := []struct {
		name, stage, fault string
		spoil              func(*world)
	}{
		{"cosigned by too few", "end", "quorum is not met",
			cosign(8, func(w *world) []*testKey { return []*testKey{w.ml, w.ed2, w.w1} })},
		{"cosigned by one witness twice", "end", "signature lines",
			cosign(8, func(w *world) []*testKey { return []*testKey{w.ml, w.ed2, w.w1, w.w1} })},
		{"cosigned by a stranger too", "end", "signature lines",
			cosign(8, func(w *world) []*testKey { return []*testKey{w.ml, w.ed2, w.w1, w.w2, w.other} })},
		{"cosigned without the log's second key", "end", "no signature",
			cosign(8, func(w *world) []*testKey { return []*testKey{w.ml, w.w1, w.w2} })},
		{"cosigned under an earlier policy", "end", "earlier policy",
			cosign(5, func(w *world) []*testKey { return []*testKey{w.ml, w.ed2, w.w1, w.w2} })},
		{"cosigned with another root", "end", "cosigned: root", func(w *world) {
			text := strings.Replace(w.records.text(8), w.records.root(8), w.records.root(7), 1)
			w.records.files["cosigned"] = []byte(noteBy(w.t, text, w.ml, w.ed2, w.w1, w.w2))
		}},
		{"checkpoint by one key only", "end", "checkpoint: no signature by",
			func(w *world) { w.records.keys = []*testKey{w.ml} }},
		{"checkpoint by the old key too", "end", "checkpoint: 3 signature lines",
			func(w *world) { w.records.keys = []*testKey{w.ml, w.ed2, w.ed} }},
		{"another policy file than the log states", "end", "another file", func(w *world) {
			w.records.setPolicy(policyText([]*testKey{w.ml, w.ed2}, nil, 0))
			delete(w.records.files, "cosigned")
		}},
		{"handover without the new key", "end", "handover: no signature", func(w *world) {
			w.rotateAgain(noteBy(w.t, w.records.text(w.records.size), w.ml, w.ed2))
		}},
		{"handover from before the new key", "end", "handover: size", func(w *world) {
			w.rotateAgain(noteBy(w.t, w.records.text(w.records.size-2), w.ml, w.ed2, w.ed))
		}},
		{"a heartbeat that counts wrong", "heartbeat", "the entries give",
			func(w *world) { w.beat["counts"] = body{"key": 1, "genesis": 1, "gap": 600, "intent": 2} }},
		{"a heartbeat that knows of no open intent", "heartbeat", "1 intents have no outcome",
			func(w *world) { w.beat["open"] = 0 }},
		{"a handover where no key goes", "end", "names a handover", func(w *world) {
			before := w.policies()[2]
			w.records.changePolicy(before, policyText([]*testKey{w.ml, w.ed2}, nil, 0), noteBy(w.t, w.records.text(w.records.size), w.ml, w.ed2))
			delete(w.records.files, "cosigned")
		}},
		{"no handover", "end", "names a handover", func(w *world) { w.rotateAgain("") }},
		{"the last key of a type taken away", "end", "no other has signed with it", func(w *world) {
			before := w.policies()[2]
			w.records.changePolicy(before, policyText([]*testKey{w.ml}, nil, 0), noteBy(w.t, w.records.text(w.records.size), w.ml, w.ed2))
			w.records.keys = []*testKey{w.ml}
			delete(w.records.files, "cosigned")
		}},
		{"a policy that replaces another than the last", "end", "replaces another file", func(w *world) {
			w.records.changePolicy(w.policies()[0], w.policies()[2], "")
			delete(w.records.files, "cosigned")
		}},
		{"an untrusted key", "end", "not signed by a trusted key",
			func(w *world) {
				w.trust = policyText([]*testKey{w.ml, newKey(w.t, plainEd25519, recordsOrigin)}, nil, 0)
			}},
		{"witnesses of the trust file that are missing", "end", "its quorum is not met",
			func(w *world) { w.trust = policyText([]*testKey{w.ml}, []*testKey{w.w3}, 1) }},
		{"an entry after close", "end", "after `close`",
			func(w *world) { w.traffic.add("gap", body{}) }},
		{"a close of records", "end", "another kind of log", func(w *world) {
			w.records.add("close", body{"records": w.records.state(), "open": 0})
		}},
		{"a close that states another checkpoint", "end", "was stated", func(w *world) {
			*w.traffic = *w.withoutClose()
			w.traffic.add("close", body{"open": 0, "records": body{"origin": recordsOrigin, "size": 3, "root": w.records.root(4)}})
		}},
		{"a traffic key that records does not name", "end", "records has no entry for a key", func(w *world) {
			key := newKey(w.t, plainEd25519, trafficOrigin)
			*w.traffic = *newLog(w.t, trafficOrigin, policyText([]*testKey{key, w.mlT}, nil, 0), []*testKey{key, w.mlT}, body{"records": w.records.state()})
		}},
		{"a log without folder", "end", "has no folder", func(w *world) {
			w.records.add("key", body{"role": "log", "name": "probity.example/acme/x", "key": newKey(w.t, plainEd25519, "probity.example/acme/x").vkey, "status": "active"})
		}},
		{"an anchor whose note another log signed", "anchor", "note:", func(w *world) {
			w.addAnchor(w.records.state(), noteBy(w.t, w.records.text(w.records.size), w.edT, w.mlT))
		}},
		{"an anchor that states another size", "anchor", "another checkpoint", func(w *world) {
			w.addAnchor(w.records.state(), noteBy(w.t, w.records.text(w.records.size-1), w.ed, w.ml))
		}},
		{"an anchor of a checkpoint that never was", "anchor", "was stated", func(w *world) {
			w.addAnchor(body{"origin": recordsOrigin, "size": 3, "root": w.records.root(2)}, "x")
		}},
		{"a blob that no entry names", "end", "nothing accounts",
			func(w *world) { w.records.blob(body{}, "x", "content") }},
		{"a blob of another size than stated", "end", "bytes, its entry says", func(w *world) {
			members := body{}
			w.records.blob(members, "digest", "content")
			members["bytes"] = 8
			w.records.add("bundle", members)
		}},
		{"a missing blob", "end", "no such file", func(w *world) {
			for path := range w.records.files {
				if strings.HasPrefix(path, "blob/") {
					delete(w.records.files, path)
					return
				}
			}
		}},
		{"JSON that is not canonical", "end", "not canonical", func(w *world) {
			w.records.addBytes([]byte(noteBy(w.t, `{ "kind":"key"}`+"\n", w.records.series)))
		}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t, func(stage string, w *world) {
				if stage == c.stage {
					c.spoil(w)
				}
			})
			if _, err := w.check(); err == nil || !strings.Contains(err.Error(), c.fault) {
				t.Errorf("%v, %q was expected", err, c.fault)
			}
		})
	}
}

// rotateAgain takes ed2 away for ed, with a handover.
func (w *world) rotateAgain(handover string) {
	before := w.policies()[2]
	overlap := policyText([]*testKey{w.ml, w.ed2, w.ed}, nil, 0)
	w.records.changePolicy(before, overlap, "")
	w.records.changePolicy(overlap, policyText([]*testKey{w.ml, w.ed}, nil, 0), handover)
	w.records.keys = []*testKey{w.ml, w.ed}
	delete(w.records.files, "cosigned")
}

func (w *world) addAnchor(checkpoint body, text string) {
	members := body{"checkpoint": checkpoint}
	w.records.blob(members, "note", text)
	w.records.blob(members, "timestamp", "token")
	w.records.add("anchor", members)
}

func (w *world) withoutClose() *testLog {
	return newLog(w.t, trafficOrigin, policyText([]*testKey{w.edT, w.mlT}, nil, 0), []*testKey{w.edT, w.mlT}, body{"records": w.records.state()})
}

// addGranted adds a request that waited, a grant for it, and uses of it.
func (w *world) addGranted(verdict, until string, use body, times int) {
	facts := body{"method": "POST", "body_bytes": 7}
	waited := body{"exchange": "X", "caller": "bot", "subject": "s", "facts": facts, "grants": []string{}}
	w.traffic.add("intent", waited)
	held := w.traffic.prev
	w.traffic.add("outcome", body{"intent": held})
	intent := body{"exchange": "Y", "caller": "bot", "subject": "s", "facts": facts}
	w.records.add("grant", body{"review": "X", "intent": held, "verdict": verdict, "until": until})
	intent["grants"] = []string{w.records.prev}
	for name, value := range use {
		intent[name] = value
	}
	for i := 0; i < times; i++ {
		w.traffic.add("intent", intent)
		w.traffic.add("outcome", body{"intent": w.traffic.prev})
	}
}

func TestAGrantLetsItsRequestThroughOnceInItsTime(t *testing.T) {
	const soon, over = "2026-11-25T09:10:00.000Z", "2026-11-25T08:59:00.000Z"
	cases := []struct {
		name, fault, verdict, until string
		use                         body
		times                       int
	}{
		{"used", "", "granted", soon, body{}, 1},
		{"used twice", "was used by", "granted", soon, body{}, 2},
		{"after its end", "ended at", "granted", over, body{}, 1},
		{"denied", "does not have", "denied", "", body{}, 1},
		{"unknown", "does not have", "granted", soon, body{"grants": []string{strings.Repeat("0", 64)}}, 1},
		{"by another caller", "another request", "granted", soon, body{"caller": "x"}, 1},
		{"for another subject", "another request", "granted", soon, body{"subject": "x"}, 1},
		{"another body", "another request", "granted", soon, body{"facts": body{"method": "POST", "body_bytes": 8}}, 1},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t, func(stage string, w *world) {
				switch stage {
				case "traffic":
					w.addGranted(c.verdict, c.until, c.use, c.times)
				case "heartbeat":
					w.beat["counts"].(body)["intent"] = 2 + 1 + c.times
					w.beat["counts"].(body)["outcome"] = 1 + 1 + c.times
					w.beat["records"] = w.records.state()
				case "end":
					delete(w.records.files, "cosigned")
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
