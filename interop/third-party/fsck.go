package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/tlog"
)

const toolTimeout = time.Minute

func tool(name string) string { return filepath.Join(os.Getenv("PROBITY_TOOLS"), name) }

// fsckLog has Tessera's fsck read a log over HTTP, once under each of its keys, and then a copy of
// which one hash is changed: that one it must refuse.
func fsckLog(l *log) error {
	temp, err := os.MkdirTemp("", "fsck")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	for i, vkey := range l.keys {
		if said, err := fsck(temp, http.FileServer(http.Dir(l.dir)), vkey); err != nil {
			return fmt.Errorf("key %d of %d: %w\n%s", i+1, len(l.keys), err, said)
		}
	}
	// The newest tile of leaves: of a full one, fsck was seen to report no change.
	var newest tlog.Tile
	for _, tile := range tlog.NewTiles(8, 0, l.tree.N) {
		if tile.L == 0 {
			newest = tile
		}
	}
	spoilt := "/" + tilePath(strconv.Itoa(newest.L), newest)
	changed := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != spoilt {
			http.FileServer(http.Dir(l.dir)).ServeHTTP(w, r)
			return
		}
		data, err := os.ReadFile(filepath.Join(l.dir, filepath.FromSlash(r.URL.Path)))
		if err != nil {
			http.NotFound(w, r)
			return
		}
		data[0] ^= 1
		w.Write(data)
	})
	if said, err := fsck(temp, changed, l.keys[0]); err == nil || !strings.Contains(said, spoilt[1:]) {
		return fmt.Errorf("a changed hash in %s was not found: %s", spoilt, said)
	}
	fmt.Printf("%s: fsck of Tessera accepts %d entries under each of %d keys, and refuses a changed tile\n", l.name, l.tree.N, len(l.keys))
	return nil
}

func fsck(temp string, files http.Handler, vkey string) (said string, err error) {
	key := filepath.Join(temp, "key")
	if err := os.WriteFile(key, []byte(vkey), 0o600); err != nil {
		return "", err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	server := &http.Server{Handler: files}
	go server.Serve(listener)
	defer server.Close()
	ctx, cancel := context.WithTimeout(context.Background(), toolTimeout)
	defer cancel()
	out, err := exec.CommandContext(ctx, tool("fsck"), "--ui=false",
		"--storage_url=http://"+listener.Addr().String()+"/", "--public_key="+key).CombinedOutput()
	said = strings.TrimSpace(string(out))
	// Up to v1.0.4 the command exits 0 after a fault too, so what it says decides.
	if err == nil && !strings.Contains(said, "Successfully fsck'd log") {
		err = errors.New("fsck does not say that all is well")
	}
	return said, err
}
