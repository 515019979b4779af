package main

import (
	"encoding/json"
	"fmt"
	"sort"

	"github.com/google/cel-go/cel"
	"github.com/google/cel-go/common/types"
	"github.com/google/cel-go/common/types/ref"
	"github.com/google/cel-go/common/types/traits"
)

// The facts of docs/bundle.md, by their CEL types.
var (
	texts       = []string{"phase", "purpose", "caller", "route", "system", "use", "assessment", "risk_class", "provider", "region", "model", "format", "method", "body", "fault", "tool", "credential"}
	numbers     = []string{"time", "body_bytes", "messages", "max_tokens", "status", "tools_unknown", "unattributed", "sources_unconfirmed", "draw"}
	truths      = []string{"stream", "person"}
	lists       = []string{"roles", "groups", "uninspected", "tools", "sources", "granted", "tags"}
	numbersBy   = []string{"labels", "counters"}
	truthsBy    = []string{"probes"}
	textList    = cel.ListType(cel.StringType)
	numberByMap = cel.MapType(cel.StringType, cel.IntType)
	truthByMap  = cel.MapType(cel.StringType, cel.BoolType)
)

func environment() (*cel.Env, error) {
	var options []cel.EnvOption
	for _, group := range []struct {
		names []string
		of    *cel.Type
	}{{texts, cel.StringType}, {numbers, cel.IntType}, {truths, cel.BoolType}, {lists, textList}, {numbersBy, numberByMap}, {truthsBy, truthByMap}} {
		for _, name := range group.names {
			options = append(options, cel.Variable(name, group.of))
		}
	}
	return cel.NewEnv(options...)
}

// A facts object is what a decision rests on: every fact, under its name.
type facts map[string]any

// readFacts reads recorded facts. One that is not there is empty, 0 or false; one that docs/bundle.md
// does not name cannot be decided on.
func readFacts(raw map[string]json.RawMessage) (facts, error) {
	f := make(facts)
	known := 0
	for _, name := range texts {
		var value string
		known += take(f, raw, name, &value, func() any { return value })
	}
	for _, name := range numbers {
		var value int64
		known += take(f, raw, name, &value, func() any { return value })
	}
	for _, name := range truths {
		var value bool
		known += take(f, raw, name, &value, func() any { return value })
	}
	for _, name := range lists {
		value := []string{}
		known += take(f, raw, name, &value, func() any { return value })
	}
	for _, name := range numbersBy {
		value := map[string]int64{}
		known += take(f, raw, name, &value, func() any { return inOrder(value) })
	}
	for _, name := range truthsBy {
		value := map[string]bool{}
		known += take(f, raw, name, &value, func() any { return inOrder(value) })
	}
	if known != len(raw) {
		for name := range raw {
			if _, ok := f[name]; !ok {
				return nil, fmt.Errorf("no fact %q is known", name)
			}
		}
		return nil, fmt.Errorf("a fact is of another type than docs/bundle.md gives it")
	}
	return f, nil
}

func take(f facts, raw map[string]json.RawMessage, name string, into any, value func() any) int {
	found := 0
	if member, ok := raw[name]; ok && string(member) != "null" && json.Unmarshal(member, into) == nil {
		found = 1
	}
	f[name] = value()
	return found
}

func (f facts) text(name string) string { return f[name].(string) }

// A sortedMap gives its names in their order, where a map of Go gives them in any: what a condition
// says of labels.map(l, l)[0] must not depend on chance.
type sortedMap struct {
	traits.Mapper
	names []string
}

func inOrder[V any](values map[string]V) sortedMap {
	names := make([]string, 0, len(values))
	for name := range values {
		names = append(names, name)
	}
	sort.Strings(names)
	return sortedMap{types.DefaultTypeAdapter.NativeToValue(values).(traits.Mapper), names}
}

func (m sortedMap) Iterator() traits.Iterator {
	return types.NewStringList(types.DefaultTypeAdapter, m.names).Iterator()
}

func (m sortedMap) has(name string) bool {
	return m.Contains(types.String(name)) == types.True
}

func (m sortedMap) number(name string) (int64, bool) {
	value, ok := m.Find(types.String(name))
	if !ok {
		return 0, false
	}
	number, ok := value.(types.Int)
	return int64(number), ok
}

var _ ref.Val = sortedMap{}
