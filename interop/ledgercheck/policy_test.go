package main

import (
	"fmt"
	"strings"
	"testing"
)

func TestGroupsOfGroupsDecideWhetherAQuorumIsMet(t *testing.T) {
	var keys []*testKey
	text := "# ours\n\nlog " + foo + " https://log.example/\n"
	for i := 1; i <= 4; i++ {
		key := newKey(t, timedEd25519, fmt.Sprintf("witness.example/%d", i))
		keys = append(keys, key)
		text += fmt.Sprintf("witness W%d\t%s https://witness.example/\n", i, key.vkey)
	}
	text += "group X 2 W1 W2 W3\ngroup both all X W4\nquorum both\n"
	p, err := parsePolicy([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	for those, want := range map[string]bool{"1 3 4": true, "1 2 3": false, "1 4": false, "1 1 4": false, "": false} {
		var cosigners []signed
		for _, word := range strings.Fields(those) {
			cosigners = append(cosigners, signed{key: keys[word[0]-'1'].verifier})
		}
		if p.isMetBy(cosigners) != want {
			t.Errorf("%q: %v was expected", those, want)
		}
	}
	again, err := parseOwnPolicy([]byte(p.text()), "example.com/foo")
	if err != nil || again.text() != p.text() || !strings.Contains(p.text(), "group both 2 X W4\n") {
		t.Errorf("%s, %v", p.text(), err)
	}
	if _, err := parseOwnPolicy([]byte(text), "example.com/foo"); err == nil {
		t.Error("a policy with comments and URLs was taken for one of a folder")
	}
	if _, err := parseOwnPolicy([]byte(p.text()), "example.com/fo"); err == nil {
		t.Error("a policy of another log was taken")
	}
}

func TestWhatNoReaderOfAPolicyTakesIsRefused(t *testing.T) {
	w := "witness w " + w1 + "\n"
	log := "log " + foo + "\n"
	for _, text := range []string{
		"", "quorum none\n", log, log + "quorum any\n", log + "quorum none\nquorum none\n", log + log + "quorum none\n",
		"log\nquorum none\n", "log x\nquorum none\n", log + "witness w " + foo + "\nquorum none\n", "log " + w1 + "\nquorum none\n",
		log + w + "quorum v\n", log + "witness none " + w1 + "\nquorum none\n", log + w + "witness w2 " + w1 + "\nquorum none\n",
		log + w + "group w 1 w\nquorum w\n", log + w + "group g 2 w\nquorum g\n", log + w + "group g 0 w\nquorum g\n",
		log + w + "group g 01 w\nquorum g\n", log + w + "group g all\nquorum g\n", log + w + "group g any w w\nquorum g\n",
		log + w + "group g any none\nquorum g\n", log + "group g any w\n" + w + "quorum g\n", log + "quorum w\n" + w,
		log + "quorum none\nother\n",
	} {
		if _, err := parsePolicy([]byte(text)); err == nil {
			t.Errorf("read:\n%s", text)
		}
	}
}

func TestJSONHasOneForm(t *testing.T) {
	for _, good := range []string{`{}`, `{"a":1,"b":[true,null,"\u0001\n\"\\é€😀"],"c":{"d":-9007199254740991}}`, "{\"\U00010000\":1,\"\uffee\":2}"} {
		if _, err := members([]byte(good)); err != nil {
			t.Errorf("%s: %v", good, err)
		}
	}
	for _, bad := range []string{
		``, `[]`, `null`, `{} `, ` {}`, `{"a":1}{}`, `{"a":1,"a":1}`, `{"b":1,"a":1}`, `{"a": 1}`, `{"a":1.0}`, `{"a":1e3}`, `{"a":-0}`,
		`{"a":9007199254740992}`, `{"a":"\u0041"}`, `{"a":"\/"}`, `{"a":"\ud800"}`, `{"a":"\u000A"}`, "{\"a\":\"\xff\"}",
		"{\"\uffee\":2,\"\U00010000\":1}", `{"a":` + strings.Repeat("[", 32) + strings.Repeat("]", 32) + `}`,
	} {
		if _, err := members([]byte(bad)); err == nil {
			t.Errorf("read %s", bad)
		}
	}
}
