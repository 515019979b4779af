package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/cloudflare/circl/sign/mldsa/mldsa44"
	"golang.org/x/mod/sumdb/tlog"
)

const signedSeconds = 1764075600

// A testKey is a fresh key pair under a name.
type testKey struct {
	*verifier
	sign func(message []byte) []byte
}

func newKey(t *testing.T, kind byte, name string) *testKey {
	t.Helper()
	k := &testKey{}
	var raw []byte
	if kind == timedMLDSA44 {
		public, private, err := mldsa44.GenerateKey(rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		raw = public.Bytes()
		k.sign = func(message []byte) []byte {
			signature := make([]byte, mldsa44.SignatureSize)
			if err := mldsa44.SignTo(private, message, nil, false, signature); err != nil {
				t.Fatal(err)
			}
			return signature
		}
	} else {
		public, private, err := ed25519.GenerateKey(rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		raw = public
		k.sign = func(message []byte) []byte { return ed25519.Sign(private, message) }
	}
	typed := append([]byte{kind}, raw...)
	id := sha256.Sum256(append([]byte(name+"\n"), typed...))
	k.verifier = mustKey(t, fmt.Sprintf("%s+%x+%s", name, id[:4], base64.StdEncoding.EncodeToString(typed)))
	return k
}

// line is a signature line for a note's text.
func (k *testKey) line(t *testing.T, text string) string {
	t.Helper()
	out := make([]byte, 4, 16)
	binary.BigEndian.PutUint32(out, k.hash)
	message := []byte(text)
	if k.timed() {
		out = append(out, 0, 0, 0, 0, 0, 0, 0, 0)
		binary.BigEndian.PutUint64(out[4:], signedSeconds)
	}
	switch k.kind {
	case timedEd25519:
		message = []byte(fmt.Sprintf("cosignature/v1\ntime %d\n%s", signedSeconds, text))
	case timedMLDSA44:
		var err error
		if message, err = subtreeMessage(k.name, signedSeconds, text); err != nil {
			t.Fatal(err)
		}
	}
	return "— " + k.name + " " + base64.StdEncoding.EncodeToString(append(out, k.sign(message)...)) + "\n"
}

func noteBy(t *testing.T, text string, keys ...*testKey) string {
	out := text + "\n"
	for _, key := range keys {
		out += key.line(t, text)
	}
	return out
}

type body map[string]any

// A testLog makes a log's folder.
type testLog struct {
	t      *testing.T
	origin string
	keys   []*testKey
	series *testKey
	prev   string
	stored []tlog.Hash
	bundle []byte
	size   int64
	files  map[string][]byte
}

func newLog(t *testing.T, origin, policy string, keys []*testKey, genesis body) *testLog {
	l := &testLog{t: t, origin: origin, keys: keys, files: make(map[string][]byte)}
	l.series = newKey(t, plainEd25519, origin+"/sealer/01k0000000000000000000000a")
	l.setPolicy(policy)
	l.add("key", body{"role": "series", "key": l.series.vkey, "name": l.series.name, "status": "active"})
	digest := sha256.Sum256([]byte(policy))
	all := body{"policy": hex.EncodeToString(digest[:]), "previous": body{}, "records": body{}}
	for name, value := range genesis {
		all[name] = value
	}
	l.add("genesis", all)
	return l
}

func (l *testLog) setPolicy(text string) { l.files["policy"] = []byte(text) }

// blob puts a blob and names it in an entry's members.
func (l *testLog) blob(into body, member, content string) {
	into[member], into[member+"_bytes"] = "", 0
	if content != "" {
		sum := sha256.Sum256([]byte(content))
		name := hex.EncodeToString(sum[:])
		l.files["blob/"+name] = []byte(content)
		into[member], into[member+"_bytes"] = name, len(content)
	}
}

func (l *testLog) add(kind string, members body) {
	l.t.Helper()
	all := body{"v": 1, "log": l.origin, "series": l.series.name, "seq": l.size, "prev": l.prev, "skew": 0,
		"time": fmt.Sprintf("2026-11-25T09:00:%02d.%03dZ", l.size/1000, l.size%1000), "kind": kind}
	for name, value := range members {
		all[name] = value
	}
	text := canonical(l.t, all) + "\n"
	l.addBytes([]byte(noteBy(l.t, text, l.series)))
}

func (l *testLog) addBytes(entry []byte) {
	l.bundle = append(l.bundle, byte(len(entry)>>8), byte(len(entry)))
	l.bundle = append(l.bundle, entry...)
	stored, err := tlog.StoredHashes(l.size, entry, tlog.HashReaderFunc((&logCheck{stored: l.stored}).readStored))
	if err != nil {
		l.t.Fatal(err)
	}
	l.stored = append(l.stored, stored...)
	hash := tlog.RecordHash(entry)
	l.prev = hex.EncodeToString(hash[:])
	if l.size++; l.size%256 == 0 {
		l.files[tilePath("entries", tlog.Tile{H: 8, N: l.size/256 - 1, W: 256})] = l.bundle
		l.bundle = nil
	}
}

func canonical(t *testing.T, value body) string {
	raw, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	var parsed any
	if err := decoder.Decode(&parsed); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := writeCanonical(&out, parsed, 1); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func (l *testLog) root(size int64) string {
	root, err := tlog.TreeHash(size, tlog.HashReaderFunc((&logCheck{stored: l.stored}).readStored))
	if err != nil {
		l.t.Fatal(err)
	}
	return root.String()
}

// text is that of the checkpoint at a size.
func (l *testLog) text(size int64) string {
	return fmt.Sprintf("%s\n%d\n%s\n", l.origin, size, l.root(size))
}

// state is the checkpoint now, as entries state it.
func (l *testLog) state() body {
	return body{"origin": l.origin, "size": l.size, "root": l.root(l.size)}
}

// write makes the folder; what files holds more than the log's own is written too.
func (l *testLog) write(dir string) {
	l.t.Helper()
	dir = filepath.Join(dir, filepath.Base(l.origin))
	files := map[string][]byte{"checkpoint": []byte(noteBy(l.t, l.text(l.size), l.keys...))}
	for _, tile := range tlog.NewTiles(8, 0, l.size) {
		data, err := tlog.ReadTileData(tile, tlog.HashReaderFunc((&logCheck{stored: l.stored}).readStored))
		if err != nil {
			l.t.Fatal(err)
		}
		files[tilePath(strconv.Itoa(tile.L), tile)] = data
	}
	if len(l.bundle) > 0 {
		files[tilePath("entries", tlog.Tile{H: 8, N: l.size / 256, W: int(l.size % 256)})] = l.bundle
	}
	for path, content := range l.files {
		files[path] = content
	}
	for path, content := range files {
		file := filepath.Join(dir, path)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			l.t.Fatal(err)
		}
		if err := os.WriteFile(file, content, 0o644); err != nil {
			l.t.Fatal(err)
		}
	}
}
