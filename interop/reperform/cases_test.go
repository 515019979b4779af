package main

import (
	"bufio"
	"encoding/json"
	"os"
	"reflect"
	"testing"
)

// TestCases decides what Probity wrote down that it decides: testdata/cases.jsonl is made by
// CasesForOthersTest of probity-core from random conditions and facts.
func TestCases(t *testing.T) {
	env, err := environment()
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.Open("testdata/cases.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	decisions := 0
	for line := 1; lines.Scan(); line++ {
		var one struct {
			Bundle json.RawMessage
			Cases  []struct {
				Facts    map[string]json.RawMessage
				Decision any
			}
		}
		if err := json.Unmarshal(lines.Bytes(), &one); err != nil {
			t.Fatal(err)
		}
		b, err := readBundle(one.Bundle, env)
		if err != nil {
			t.Errorf("line %d: %v", line, err)
			continue
		}
		for i, each := range one.Cases {
			f, err := readFacts(each.Facts)
			if err != nil {
				t.Errorf("line %d, case %d: %v", line, i, err)
				continue
			}
			if again := plain(b.decide(f)); !reflect.DeepEqual(again, each.Decision) {
				t.Errorf("line %d, case %d: decided %v, expected %v", line, i, again, each.Decision)
			}
			decisions++
		}
	}
	if err := lines.Err(); err != nil || decisions < 400 {
		t.Errorf("%d decisions, error %v", decisions, err)
	}
}
