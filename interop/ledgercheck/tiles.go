package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// How many entries' proofs are computed from the tiles.
const sampleMax = 16

// tiles compares every hash tile with the one that the entries give, then proves a sample of
// entries from the tiles alone.
func (l *logCheck) tiles() error {
	for _, tile := range tlog.NewTiles(8, 0, l.size) {
		path := tilePath(strconv.Itoa(tile.L), tile)
		computed, err := tlog.ReadTileData(tile, tlog.HashReaderFunc(l.readStored))
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		data, err := os.ReadFile(filepath.Join(l.dir, path))
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		if !bytes.Equal(data, computed) {
			return fmt.Errorf("%s: differs from what the entries give", path)
		}
		l.files[path] = true
	}
	for _, index := range sample(l.size) {
		if err := proveEntry(l.dir, l.checkpoint, index, l.leaves[index]); err != nil {
			return fmt.Errorf("tile: entry %d: %w", index, err)
		}
	}
	return nil
}

// sample gives some places of a log, first and last among them.
func sample(size int64) (indexes []int64) {
	for i := int64(0); i < sampleMax && i < size; i++ {
		index := i
		if size > sampleMax {
			index = i * ((size - 1) / (sampleMax - 1))
			if i == sampleMax-1 {
				index = size - 1
			}
		}
		indexes = append(indexes, index)
	}
	return indexes
}

// proveEntry makes an inclusion proof from a folder's tiles, and checks it.
func proveEntry(dir string, c checkpoint, index int64, leaf tlog.Hash) error {
	reader := tlog.TileHashReader(tlog.Tree{N: c.size, Hash: c.root}, folderTiles(dir))
	proof, err := tlog.ProveRecord(c.size, index, reader)
	if err != nil {
		return err
	}
	return tlog.CheckRecord(proof, c.size, c.root, index, leaf)
}

// proveConsistent makes a proof from a folder's tiles that older is a beginning of c, and checks it.
func proveConsistent(dir string, c, older checkpoint) error {
	reader := tlog.TileHashReader(tlog.Tree{N: c.size, Hash: c.root}, folderTiles(dir))
	proof, err := tlog.ProveTree(c.size, older.size, reader)
	if err != nil {
		return err
	}
	return tlog.CheckTree(proof, c.size, c.root, older.size, older.root)
}

func (l *logCheck) proveGrowth(older checkpoint) error {
	return proveConsistent(l.dir, l.checkpoint, older)
}

// folderTiles reads tiles of a log's folder.
type folderTiles string

func (folderTiles) Height() int                     { return 8 }
func (folderTiles) SaveTiles([]tlog.Tile, [][]byte) {}

func (dir folderTiles) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	data := make([][]byte, len(tiles))
	for i, tile := range tiles {
		content, err := os.ReadFile(filepath.Join(string(dir), tilePath(strconv.Itoa(tile.L), tile)))
		if err != nil {
			return nil, err
		}
		data[i] = content
	}
	return data, nil
}

// tilePath is the path that C2SP tlog-tiles gives a tile: that of the package without the height.
func tilePath(level string, tile tlog.Tile) string {
	rest := strings.TrimPrefix(tile.Path(), fmt.Sprintf("tile/%d/%d/", tile.H, tile.L))
	return "tile/" + level + "/" + rest
}

func (l *logCheck) readStored(indexes []int64) ([]tlog.Hash, error) {
	hashes := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		if index >= int64(len(l.stored)) {
			return nil, fmt.Errorf("no hash %d", index)
		}
		hashes[i] = l.stored[index]
	}
	return hashes, nil
}
