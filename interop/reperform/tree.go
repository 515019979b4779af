package main

import (
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"
)

// A node is a value of a bundle's file. A scalar is the text as it is written: what it means, the
// member says in which it stands, so that the version 1.10 and the condition true stay texts.
type node struct {
	text  string
	items []*node
	names []string
	named map[string]*node
}

// readYAML reads one document without anchors, aliases and tags.
func readYAML(text string) (*node, error) {
	decoder := yaml.NewDecoder(strings.NewReader(text))
	var document yaml.Node
	if err := decoder.Decode(&document); err != nil {
		return nil, err
	}
	if decoder.Decode(new(yaml.Node)) == nil || len(document.Content) != 1 {
		return nil, fmt.Errorf("one document was expected")
	}
	return fromYAML(document.Content[0])
}

func fromYAML(y *yaml.Node) (*node, error) {
	if y.Anchor != "" || y.Kind == yaml.AliasNode || y.Style&yaml.TaggedStyle != 0 {
		return nil, fmt.Errorf("line %d: an anchor, alias or tag", y.Line)
	}
	n := &node{}
	switch y.Kind {
	case yaml.ScalarNode:
		n.text = y.Value
	case yaml.SequenceNode:
		for _, item := range y.Content {
			child, err := fromYAML(item)
			if err != nil {
				return nil, err
			}
			n.items = append(n.items, child)
		}
	case yaml.MappingNode:
		n.named = make(map[string]*node)
		for i := 0; i < len(y.Content); i += 2 {
			child, err := fromYAML(y.Content[i+1])
			if err != nil {
				return nil, err
			}
			if err := n.put(y.Content[i].Value, child); err != nil {
				return nil, err
			}
		}
	}
	return n, nil
}

func (n *node) put(name string, child *node) error {
	if n.named[name] != nil {
		return fmt.Errorf("member %q stands twice", name)
	}
	n.names = append(n.names, name)
	n.named[name] = child
	return nil
}

// at is the member of this name, or one that is empty.
func (n *node) at(name string) *node {
	if child := n.named[name]; child != nil {
		return child
	}
	return &node{}
}

func (n *node) texts() []string {
	texts := []string{}
	for _, item := range n.items {
		texts = append(texts, item.text)
	}
	return texts
}

// overlay puts what items say over those of list with the same id, and adds the others.
func overlay(list, items []*node) []*node {
	for _, item := range items {
		found := false
		for _, under := range list {
			if under.at("id").text != item.at("id").text {
				continue
			}
			found = true
			for _, name := range item.names {
				if under.named[name] == nil {
					under.names = append(under.names, name)
				}
				under.named[name] = item.named[name]
			}
		}
		if !found {
			list = append(list, item)
		}
	}
	return list
}
