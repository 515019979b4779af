package main

import (
	"encoding/json"
	"fmt"
	"sort"
	"strconv"
	"strings"

	"github.com/google/cel-go/cel"
)

// A rule is what of a rule bears on decisions.
type rule struct {
	id, on, then, reason string
	labels, tags         []string
	counter, queue       string
	channel, notice      string
	max                  int64
	when                 cel.Program
}

// A bundle is its rules by their phase, in the order in which they are asked.
type bundle struct {
	rules map[string][]*rule
}

// readBundle reads a bundle from its blob.
func readBundle(blob []byte, env *cel.Env) (*bundle, error) {
	var files struct {
		Files []struct{ Path, Text string }
	}
	if err := json.Unmarshal(blob, &files); err != nil {
		return nil, err
	}
	var rules, over []*node
	for _, file := range files.Files {
		folder, _, _ := strings.Cut(file.Path, "/")
		if folder != "rules" && folder != "overlays" {
			continue
		}
		content, err := readYAML(file.Text)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file.Path, err)
		}
		if folder == "rules" {
			rules = append(rules, content.items...)
		} else {
			over = append(over, content.at("rules").items...)
		}
	}
	b := &bundle{rules: make(map[string][]*rule)}
	for _, item := range overlay(rules, over) {
		r, err := readRule(item, env)
		if err != nil {
			return nil, fmt.Errorf("rule %q: %w", item.at("id").text, err)
		}
		b.rules[r.on] = append(b.rules[r.on], r)
	}
	for _, asked := range b.rules {
		sort.Slice(asked, func(i, j int) bool { return asked[i].id < asked[j].id })
	}
	return b, nil
}

func readRule(item *node, env *cel.Env) (*rule, error) {
	r := &rule{
		id:      item.at("id").text,
		on:      item.at("on").text,
		then:    item.at("then").text,
		reason:  item.at("reason").text,
		labels:  item.at("labels").texts(),
		tags:    item.at("tags").texts(),
		counter: item.at("counter").text,
		queue:   item.at("queue").text,
		channel: item.at("channel").text,
		notice:  item.at("notice").text,
	}
	sort.Strings(r.labels)
	r.labels = distinct(r.labels)
	r.tags = distinct(r.tags)
	if max := item.at("max").text; max != "" {
		var err error
		if r.max, err = strconv.ParseInt(max, 10, 64); err != nil {
			return nil, err
		}
	}
	checked, issues := env.Compile(item.at("when").text)
	if issues.Err() != nil {
		return nil, issues.Err()
	}
	if checked.OutputType() != cel.BoolType {
		return nil, fmt.Errorf("a condition of type %s", checked.OutputType())
	}
	var err error
	r.when, err = env.Program(checked)
	return r, err
}

// distinct keeps the first of each.
func distinct(words []string) []string {
	kept := []string{}
	seen := make(map[string]bool)
	for _, word := range words {
		if !seen[word] {
			seen[word] = true
			kept = append(kept, word)
		}
	}
	return kept
}
