package main

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// A log is a log's folder: its checkpoint, not checked here, and its keys.
type log struct {
	dir, name, origin string
	note              []byte
	tree              tlog.Tree
	keys              []string // vkeys of its policy
}

func readLogs(dir string) (logs []*log, err error) {
	folders, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	for _, folder := range folders {
		l, err := readLog(filepath.Join(dir, folder.Name()))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", folder.Name(), err)
		}
		logs = append(logs, l)
	}
	return logs, nil
}

func readLog(dir string) (*log, error) {
	l := &log{dir: dir, name: filepath.Base(dir)}
	var err error
	if l.note, err = os.ReadFile(filepath.Join(dir, "checkpoint")); err != nil {
		return nil, err
	}
	lines := strings.SplitN(string(l.note), "\n", 4)
	if len(lines) != 4 {
		return nil, errors.New("checkpoint has no three lines")
	}
	l.origin = lines[0]
	if l.tree.N, err = strconv.ParseInt(lines[1], 10, 64); err != nil {
		return nil, err
	}
	if l.tree.Hash, err = tlog.ParseHash(lines[2]); err != nil {
		return nil, err
	}
	policy, err := os.ReadFile(filepath.Join(dir, "policy"))
	if err != nil {
		return nil, err
	}
	for _, line := range strings.Split(string(policy), "\n") {
		if vkey, ok := strings.CutPrefix(line, "log "); ok {
			l.keys = append(l.keys, vkey)
		}
	}
	if len(l.keys) == 0 {
		return nil, errors.New("policy has no `log` line")
	}
	return l, nil
}

// ed25519Key is the vkey of the key that witnesses know a log by.
func (l *log) ed25519Key() (string, error) {
	for _, vkey := range l.keys {
		if parts := strings.SplitN(vkey, "+", 3); len(parts) == 3 {
			if typed, err := base64.StdEncoding.DecodeString(parts[2]); err == nil && len(typed) == 33 && typed[0] == 1 {
				return vkey, nil
			}
		}
	}
	return "", fmt.Errorf("log %q has no Ed25519 key", l.origin)
}

func (l *log) hashes() tlog.HashReader { return tlog.TileHashReader(l.tree, tiles(l.dir)) }

// entry is one entry's bytes, from its bundle.
func (l *log) entry(index int64) ([]byte, error) {
	width := min(l.tree.N-index/256*256, 256)
	bundle, err := os.ReadFile(filepath.Join(l.dir, tilePath("entries", tlog.Tile{H: 8, N: index / 256, W: int(width)})))
	if err != nil {
		return nil, err
	}
	for i := index / 256 * 256; ; i++ {
		if len(bundle) < 2 || len(bundle)-2 < int(binary.BigEndian.Uint16(bundle)) {
			return nil, fmt.Errorf("bundle ends before entry %d", i)
		}
		end := 2 + int(binary.BigEndian.Uint16(bundle))
		if i == index {
			return bytes.Clone(bundle[2:end]), nil
		}
		bundle = bundle[end:]
	}
}

// tiles reads tiles of a log's folder.
type tiles string

func (tiles) Height() int                     { return 8 }
func (tiles) SaveTiles([]tlog.Tile, [][]byte) {}

func (dir tiles) ReadTiles(wanted []tlog.Tile) (data [][]byte, err error) {
	for _, tile := range wanted {
		content, err := os.ReadFile(filepath.Join(string(dir), tilePath(strconv.Itoa(tile.L), tile)))
		if err != nil {
			return nil, err
		}
		data = append(data, content)
	}
	return data, nil
}

// tilePath is a tile's path in C2SP tlog-tiles.
func tilePath(level string, tile tlog.Tile) string {
	return "tile/" + level + "/" + strings.TrimPrefix(tile.Path(), fmt.Sprintf("tile/%d/%d/", tile.H, tile.L))
}
