package main

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// recordedLedger writes a ledger, unsigned, whose intents, steps and outcomes state the first of the cases.
func recordedLedger(t *testing.T) string {
	t.Helper()
	file, err := os.Open("testdata/cases.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	dir := t.TempDir()
	var entries [][]byte
	for lines.Scan() && len(entries) < 100 {
		var one struct {
			Bundle json.RawMessage
			Cases  []struct{ Facts, Decision map[string]any }
		}
		if err := json.Unmarshal(lines.Bytes(), &one); err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(one.Bundle)
		digest := hex.EncodeToString(sum[:])
		write(t, filepath.Join(dir, "records", "blob", digest), one.Bundle)
		for _, each := range one.Cases {
			body := map[string]any{"bundle": map[string]string{"digest": digest}, "facts": each.Facts, "shadow": []string{}}
			switch each.Facts["phase"] {
			case "request":
				body["kind"] = "intent"
			case "tool":
				body["kind"] = "step"
			default:
				body["kind"], body["ending"] = "outcome", "cut"
				each.Decision["labels"] = each.Facts["labels"]
				body["decisions"] = []any{each.Decision}
			}
			if body["kind"] != "outcome" {
				for name, value := range each.Decision {
					body[name] = value
				}
			}
			line, err := json.Marshal(body)
			if err != nil {
				t.Fatal(err)
			}
			entries = append(entries, append(line, "\n\n— nobody AAAA\n"...))
		}
	}
	write(t, filepath.Join(dir, "records", "checkpoint"), []byte("records\n1\n\n"))
	write(t, filepath.Join(dir, "records", "tile", "entries", "000.p", "1"), bundled([][]byte{[]byte(`{"kind":"genesis"}` + "\n")}))
	write(t, filepath.Join(dir, "traffic", "checkpoint"), []byte(fmt.Sprintf("traffic\n%d\n\n", len(entries))))
	write(t, filepath.Join(dir, "traffic", "tile", "entries", "000.p", fmt.Sprint(len(entries))), bundled(entries))
	return dir
}

func bundled(entries [][]byte) []byte {
	var out bytes.Buffer
	for _, entry := range entries {
		_ = binary.Write(&out, binary.BigEndian, uint16(len(entry)))
		out.Write(entry)
	}
	return out.Bytes()
}

func write(t *testing.T, file string, content []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, content, 0o644); err != nil {
		t.Fatal(err)
	}
}

// edit replaces the first text in the one bundle of the traffic log by another of the same length.
func edit(t *testing.T, dir, from, to string) {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(dir, "traffic", "tile", "entries", "000.p", "*"))
	if err != nil || len(found) != 1 {
		t.Fatal(found, err)
	}
	content, err := os.ReadFile(found[0])
	if err != nil || !bytes.Contains(content, []byte(from)) || len(from) != len(to) {
		t.Fatal("nothing to change", err)
	}
	write(t, found[0], bytes.Replace(content, []byte(from), []byte(to), 1))
}

func run(t *testing.T, dir string) (string, []string) {
	t.Helper()
	var said []string
	sum, err := reperform(dir, func(line string) { said = append(said, line) })
	if err != nil {
		t.Fatal(err)
	}
	return sum.String(), said
}

func TestWhatNobodyTouchedComesOutTheSame(t *testing.T) {
	if sum, said := run(t, recordedLedger(t)); sum != "104 re-performed, 0 differ" {
		t.Error(sum, said)
	}
}

func TestAChangedVerdictDiffers(t *testing.T) {
	dir := recordedLedger(t)
	edit(t, dir, `"verdict":"refuse"`, `"verdict":"permit"`)
	sum, said := run(t, dir)
	if sum != "104 re-performed, 1 differs" || !strings.Contains(strings.Join(said, "\n"), "differs traffic/tile/entries/000.p/104 entry ") {
		t.Error(sum, said)
	}
}

func TestAnUnknownFactIsNotPassedOver(t *testing.T) {
	dir := recordedLedger(t)
	edit(t, dir, `"probes"`, `"prodes"`)
	if sum, said := run(t, dir); sum != "103 re-performed, 0 differ, 1 not re-performed" {
		t.Error(sum, said)
	}
}

func TestWithoutABundleNothingIsDecided(t *testing.T) {
	dir := recordedLedger(t)
	if err := os.RemoveAll(filepath.Join(dir, "records", "blob")); err != nil {
		t.Fatal(err)
	}
	if sum, _ := run(t, dir); sum != "0 re-performed, 0 differ, 104 not re-performed" {
		t.Error(sum)
	}
}
