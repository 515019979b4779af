package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/tlog"
)

func writeFile(t *testing.T, name, content string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestAProofFileMadeFromTheTilesProvesItsEntry(t *testing.T) {
	w := newWorld(t, func(string, *world) {})
	reader := tlog.TileHashReader(treeOf(t, w.traffic), folderTiles(filepath.Join(w.dir, filepath.Base(trafficOrigin))))
	path, err := tlog.ProveRecord(w.traffic.size, 300, reader)
	if err != nil {
		t.Fatal(err)
	}
	text := "c2sp.org/tlog-proof@v1\nindex 300\n"
	for _, hash := range path {
		text += hash.String() + "\n"
	}
	text += "\n" + noteBy(t, w.traffic.text(w.traffic.size), w.edT, w.mlT, w.w1, w.w2)
	file := writeFile(t, "a.tlog-proof", text)
	log := &logCheck{dir: filepath.Join(w.dir, filepath.Base(trafficOrigin)), checkpoint: checkpoint{size: w.traffic.size}}
	var entries [2]string
	for i := range entries {
		raw, err := log.readEntry(int64(300 + i))
		if err != nil {
			t.Fatal(err)
		}
		entries[i] = writeFile(t, "entry", string(raw))
	}
	two := writeFile(t, "policy", policyText([]*testKey{w.mlT}, []*testKey{w.w1, w.w2, w.w3}, 2))
	three := writeFile(t, "policy", policyText([]*testKey{w.mlT}, []*testKey{w.w1, w.w2, w.w3}, 3))
	stranger := writeFile(t, "policy", policyText([]*testKey{w.ml}, nil, 0))

	said, err := checkProof(file, entries[0], two)
	if want := fmt.Sprintf("ok: entry 300 of %d in log %q, cosigned by 2", w.traffic.size, trafficOrigin); err != nil || said[0] != want {
		t.Errorf("%v, %v", said, err)
	}
	for _, bad := range [][2]string{{entries[1], two}, {entries[0], three}, {entries[0], stranger}} {
		if _, err := checkProof(file, bad[0], bad[1]); err == nil {
			t.Errorf("%v was accepted", bad)
		}
	}
}

func treeOf(t *testing.T, l *testLog) tlog.Tree {
	c, err := parseCheckpoint(l.text(l.size))
	if err != nil {
		t.Fatal(err)
	}
	return tlog.Tree{N: c.size, Hash: c.root}
}

func TestALogGrewFromAnEarlierCheckpoint(t *testing.T) {
	w := newWorld(t, func(string, *world) {})
	trust := writeFile(t, "trust", policyText([]*testKey{w.mlT}, nil, 0))
	for _, size := range []int64{1, 2, 255, 256, 257, 512, w.traffic.size} {
		old := writeFile(t, "old", noteBy(t, w.traffic.text(size), w.mlT, w.other))
		for _, dir := range []string{w.dir, filepath.Join(w.dir, filepath.Base(trafficOrigin))} {
			said, err := checkConsistent(old, dir, trust)
			want := fmt.Sprintf("ok: log %q grew from %d to %d entries, 16 of them proven from its tiles", trafficOrigin, size, w.traffic.size)
			if err != nil || strings.Join(said, "\n") != want {
				t.Errorf("%d: %v, %v", size, said, err)
			}
		}
	}

	text := w.traffic.text(257)
	fork := strings.Replace(text, w.traffic.root(257), w.traffic.root(256), 1)
	larger := strings.Replace(w.traffic.text(w.traffic.size), fmt.Sprint("\n", w.traffic.size), fmt.Sprint("\n", w.traffic.size+1), 1)
	for name, old := range map[string]string{
		"another root":     noteBy(t, fork, w.mlT),
		"a larger size":    noteBy(t, larger, w.mlT),
		"a stranger's key": noteBy(t, text, w.other),
		"another log":      noteBy(t, strings.Replace(text, "2026h1", "2026h2", 1), w.mlT),
	} {
		if _, err := checkConsistent(writeFile(t, "old", old), w.dir, trust); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
	old := writeFile(t, "old", noteBy(t, text, w.edT))
	if _, err := checkConsistent(old, w.dir, writeFile(t, "trust", w.trust)); err != nil {
		t.Errorf("keys by way of records: %v", err)
	}
	if _, err := checkConsistent(old, w.dir, writeFile(t, "trust", policyText([]*testKey{newKey(t, plainEd25519, recordsOrigin)}, nil, 0))); err == nil {
		t.Error("records under a stranger's key was trusted")
	}
	said, err := checkConsistent(old, w.dir, "")
	if err != nil || !strings.HasPrefix(said[0], "not checked") {
		t.Errorf("%v, %v", said, err)
	}
}

// A tile that was changed leads no proof to the root, and a file too few is a fault.
func TestEveryFileOfALedgerCounts(t *testing.T) {
	w := newWorld(t, func(string, *world) {})
	var files []string
	err := filepath.Walk(w.dir, func(file string, info os.FileInfo, err error) error {
		if err == nil && info.Mode().IsRegular() {
			files = append(files, file)
		}
		return err
	})
	if err != nil || len(files) < 20 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, file := range files {
		good, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		bad := append([]byte{}, good...)
		bad[len(bad)/2] ^= 1
		if err := os.WriteFile(file, bad, 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := w.check(); err == nil {
			t.Errorf("%s was changed, and nobody saw", file)
		}
		if err := os.Remove(file); err != nil {
			t.Fatal(err)
		}
		if _, err := w.check(); err == nil && filepath.Base(file) != "cosigned" {
			t.Errorf("%s was removed, and nobody saw", file)
		}
		if err := os.WriteFile(file, good, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := w.check(); err != nil {
		t.Error(err)
	}
}
