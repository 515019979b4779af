package main

import (
	"encoding/json"
	"fmt"
	"runtime"
	"sort"
	"sync"

	"github.com/google/cel-go/cel"
)

// A total is what deciding again came to.
type total struct {
	performed, differ, impossible int
	lines                         []string
	apart                         map[string]int64
}

const linesMax = 100

func (t *total) String() string {
	text := fmt.Sprintf("%d re-performed, %d differ", t.performed, t.differ)
	if t.differ == 1 {
		text += "s"
	}
	if t.impossible > 0 {
		text += fmt.Sprintf(", %d not re-performed", t.impossible)
	}
	return text
}

func (t *total) add(other *total) {
	t.performed += other.performed
	t.differ += other.differ
	t.impossible += other.impossible
	for _, line := range other.lines {
		if len(t.lines) < linesMax {
			t.lines = append(t.lines, line)
		}
	}
	for what, count := range other.apart {
		t.apart[what] += count
	}
}

// A reperformer keeps the bundles of a ledger that were read.
type reperformer struct {
	dir     string
	env     *cel.Env
	mutex   sync.Mutex
	bundles map[string]*bundle
	broken  map[string]error
}

// reperform decides again every decision of a ledger, a few bundles of entries at a time.
func reperform(dir string, say func(string)) (*total, error) {
	env, err := environment()
	if err != nil {
		return nil, err
	}
	found, err := logs(dir)
	if err != nil {
		return nil, err
	}
	p := &reperformer{dir: dir, env: env, bundles: make(map[string]*bundle), broken: make(map[string]error)}
	sum := &total{apart: make(map[string]int64)}
	for _, l := range found {
		if err := p.log(l, sum); err != nil {
			return nil, err
		}
	}
	say("re-performed with cel-go, none of Probity's code; no signature was checked (ledgercheck does)")
	for _, line := range sum.lines {
		say(line)
	}
	if more := sum.differ + sum.impossible - len(sum.lines); more > 0 {
		say(fmt.Sprintf("and %d more", more))
	}
	names := make([]string, 0, len(sum.apart))
	for what := range sum.apart {
		names = append(names, what)
	}
	sort.Strings(names)
	for _, what := range names {
		say(fmt.Sprintf("apart from these: %s: %d", what, sum.apart[what]))
	}
	return sum, nil
}

// log takes as many entry bundles at a time as there are processors.
func (p *reperformer) log(l log, sum *total) error {
	width := int64(runtime.NumCPU())
	for from := int64(0); from < l.tiles(); from += width {
		to := from + width
		if to > l.tiles() {
			to = l.tiles()
		}
		parts := make([]*total, to-from)
		errs := make([]error, to-from)
		var group sync.WaitGroup
		for tile := from; tile < to; tile++ {
			group.Add(1)
			go func(tile int64) {
				defer group.Done()
				parts[tile-from], errs[tile-from] = p.tile(l, tile)
			}(tile)
		}
		group.Wait()
		for i, part := range parts {
			if errs[i] != nil {
				return errs[i]
			}
			sum.add(part)
		}
	}
	return nil
}

func (p *reperformer) tile(l log, tile int64) (*total, error) {
	entries, path, err := l.entries(tile)
	if err != nil {
		return nil, err
	}
	sum := &total{apart: make(map[string]int64)}
	for i, entry := range entries {
		where := fmt.Sprintf("%s/%s entry %d", l.name, path, tile*entriesMax+int64(i))
		members, err := body(entry)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", where, err)
		}
		kind := textOf(members, "kind")
		if what, count := apart(kind, members); count > 0 {
			sum.apart[what] += count
		}
		for _, one := range decisions(kind, members) {
			difference, err := p.perform(one, members)
			at := where
			if one.where != "" {
				at += ": " + one.where
			}
			switch {
			case err != nil:
				sum.impossible++
				sum.lines = append(sum.lines, fmt.Sprintf("not re-performed %s: %v", at, err))
			case difference != "":
				sum.performed++
				sum.differ++
				sum.lines = append(sum.lines, fmt.Sprintf("differs %s: %s", at, difference))
			default:
				sum.performed++
			}
		}
	}
	return sum, nil
}

func (p *reperformer) perform(one recorded, members map[string]json.RawMessage) (string, error) {
	f, err := readFacts(one.facts)
	if err != nil {
		return "", err
	}
	b, err := p.bundle(one.bundle)
	if err != nil {
		return "", err
	}
	return one.difference(b.decide(f), f, members), nil
}

// bundle reads a bundle once.
func (p *reperformer) bundle(digest string) (*bundle, error) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if b := p.bundles[digest]; b != nil || p.broken[digest] != nil {
		return b, p.broken[digest]
	}
	content, err := blob(p.dir, digest)
	if err == nil {
		var b *bundle
		if b, err = readBundle(content, p.env); err == nil {
			p.bundles[digest] = b
			return b, nil
		}
		err = fmt.Errorf("bundle %s: %w", digest, err)
	}
	if len(p.broken) < linesMax {
		p.broken[digest] = err
	}
	return nil, err
}
