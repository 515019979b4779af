package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

const (
	entriesMax = 256
	blobMax    = 16 << 20
)

// A log is the folder of one log, and how many entries its checkpoint says it has.
type log struct {
	name, dir string
	size      int64
}

// logs lists the logs of a ledger folder.
func logs(dir string) (found []log, err error) {
	folders, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	for _, folder := range folders {
		l := log{name: folder.Name(), dir: filepath.Join(dir, folder.Name())}
		checkpoint, err := os.ReadFile(filepath.Join(l.dir, "checkpoint"))
		if err != nil {
			return nil, err
		}
		lines := strings.Split(string(checkpoint), "\n")
		if len(lines) < 3 {
			return nil, fmt.Errorf("%s/checkpoint: three lines were expected", l.name)
		}
		if l.size, err = strconv.ParseInt(lines[1], 10, 64); err != nil || l.size < 1 {
			return nil, fmt.Errorf("%s/checkpoint: size %q", l.name, lines[1])
		}
		found = append(found, l)
	}
	if len(found) == 0 {
		return nil, fmt.Errorf("no log lies in %s", dir)
	}
	return found, nil
}

// tiles is the number of entry bundles of the log.
func (l log) tiles() int64 { return (l.size + entriesMax - 1) / entriesMax }

// entries reads one entry bundle: before each entry stands its length in two bytes.
func (l log) entries(tile int64) (entries [][]byte, path string, err error) {
	path = fmt.Sprintf("%03d", tile%1000)
	for rest := tile / 1000; rest > 0; rest /= 1000 {
		path = fmt.Sprintf("x%03d/", rest%1000) + path
	}
	path = "tile/entries/" + path
	if width := l.size - tile*entriesMax; width < entriesMax {
		path += fmt.Sprintf(".p/%d", width)
	}
	content, err := os.ReadFile(filepath.Join(l.dir, path))
	if err != nil {
		return nil, path, err
	}
	for len(content) >= 2 {
		end := 2 + int(binary.BigEndian.Uint16(content))
		if end > len(content) {
			break
		}
		entries = append(entries, content[2:end])
		content = content[end:]
	}
	if len(content) != 0 {
		return nil, path, fmt.Errorf("%s/%s: ends within an entry", l.name, path)
	}
	return entries, path, nil
}

// body is the object on an entry's first line.
func body(entry []byte) (map[string]json.RawMessage, error) {
	line, _, _ := bytes.Cut(entry, []byte("\n"))
	var members map[string]json.RawMessage
	if err := json.Unmarshal(line, &members); err != nil || members == nil {
		return nil, fmt.Errorf("not a JSON object")
	}
	return members, nil
}

// blob reads a blob of records, which must have its name as its hash.
func blob(dir, digest string) ([]byte, error) {
	if len(digest) != 64 || strings.Trim(digest, "0123456789abcdef") != "" {
		return nil, fmt.Errorf("%q is no SHA-256", digest)
	}
	file := filepath.Join(dir, "records", "blob", digest)
	if at, err := os.Stat(file); err != nil || at.Size() > blobMax {
		return nil, fmt.Errorf("the bundle %s is not in this folder", digest)
	}
	content, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	if sum := sha256.Sum256(content); hex.EncodeToString(sum[:]) != digest {
		return nil, fmt.Errorf("the blob %s has another hash", digest)
	}
	return content, nil
}

func textOf(members map[string]json.RawMessage, name string) string {
	var text string
	_ = json.Unmarshal(members[name], &text)
	return text
}

func numberOf(members map[string]json.RawMessage, name string) int64 {
	var number int64
	_ = json.Unmarshal(members[name], &number)
	return number
}

func objectOf(members map[string]json.RawMessage, name string) map[string]json.RawMessage {
	var object map[string]json.RawMessage
	_ = json.Unmarshal(members[name], &object)
	return object
}
