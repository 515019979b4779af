package main

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"time"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"
	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

const (
	witnessName  = "witness.example/litewitness"
	startTimeout = 20 * time.Second
)

// A witness is a running litewitness with a fresh key and a fresh database.
type witness struct {
	vkey, url string
	process   *exec.Cmd
	ended     chan error
	agent     net.Listener
	temp      string
}

// serveWitness runs a witness until the standard input ends, or it is told to stop.
func serveWitness(vkeys []string) error {
	w, err := startWitness(vkeys)
	if err != nil {
		return err
	}
	defer w.stop()
	fmt.Printf("vkey %s\nurl %s\n", w.vkey, w.url)
	interrupted, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	input := make(chan error, 1)
	go func() {
		_, err := io.Copy(io.Discard, os.Stdin)
		input <- err
	}()
	select {
	case err = <-input:
	case <-interrupted.Done():
	case err = <-w.ended:
		w.process = nil
		err = fmt.Errorf("litewitness ended: %v", err)
	}
	return err
}

// startWitness starts litewitness for the logs with these keys.
func startWitness(vkeys []string) (w *witness, err error) {
	w = &witness{ended: make(chan error, 1)}
	defer func() {
		if err != nil {
			w.stop()
		}
	}()
	if w.temp, err = os.MkdirTemp("", "litewitness"); err != nil {
		return w, err
	}
	database := filepath.Join(w.temp, "db")
	if err := fillDatabase(database, vkeys); err != nil {
		return w, err
	}
	fingerprint, err := w.serveAgent(filepath.Join(w.temp, "agent"))
	if err != nil {
		return w, err
	}
	// A free port, which litewitness takes a moment later.
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return w, err
	}
	address := free.Addr().String()
	free.Close()
	w.url = "http://" + address
	said := &output{}
	w.process = exec.Command(tool("litewitness"), "-name="+witnessName, "-db="+database,
		"-ssh-agent="+filepath.Join(w.temp, "agent"), "-key="+fingerprint, "-listen="+address)
	w.process.Stderr = said
	if err := w.process.Start(); err != nil {
		w.process = nil
		return w, err
	}
	go func() { w.ended <- w.process.Wait() }()
	for end := time.Now().Add(startTimeout); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if conn, err := net.Dial("tcp", address); err == nil {
			conn.Close()
			if key := regexp.MustCompile(`vkey=(\S+)`).FindStringSubmatch(said.String()); key != nil {
				w.vkey = key[1]
				return w, nil
			}
		}
	}
	return w, fmt.Errorf("litewitness did not start: %s", said)
}

// fillDatabase does what `witnessctl add-log` and `add-key` do. (That command needs a further module.)
func fillDatabase(file string, vkeys []string) error {
	db, err := sqlite.OpenConn(file, sqlite.OpenReadWrite|sqlite.OpenCreate)
	if err != nil {
		return err
	}
	defer db.Close()
	const tables = `
		CREATE TABLE log (origin TEXT PRIMARY KEY, tree_size INTEGER NOT NULL, tree_hash TEXT NOT NULL);
		CREATE TABLE key (origin TEXT NOT NULL, key TEXT NOT NULL, FOREIGN KEY(origin) REFERENCES log(origin));`
	if err := sqlitex.ExecScript(db, tables); err != nil {
		return err
	}
	empty := sha256.Sum256(nil)
	for _, vkey := range vkeys {
		origin, _, _ := strings.Cut(vkey, "+")
		for query, args := range map[string][]any{
			"INSERT INTO log VALUES (?, 0, ?)": {origin, base64.StdEncoding.EncodeToString(empty[:])},
			"INSERT INTO key VALUES (?, ?)":    {origin, vkey},
		} {
			if err := sqlitex.Execute(db, query, &sqlitex.ExecOptions{Args: args}); err != nil {
				return err
			}
		}
	}
	return nil
}

// serveAgent holds a fresh key as an ssh-agent does, which is where litewitness looks for it.
func (w *witness) serveAgent(socket string) (fingerprint string, err error) {
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return "", err
	}
	keys := agent.NewKeyring()
	if err := keys.Add(agent.AddedKey{PrivateKey: private}); err != nil {
		return "", err
	}
	public, err := ssh.NewPublicKey(private.Public())
	if err != nil {
		return "", err
	}
	if w.agent, err = net.Listen("unix", socket); err != nil {
		return "", err
	}
	go func() {
		for {
			conn, err := w.agent.Accept()
			if err != nil {
				return
			}
			go agent.ServeAgent(keys, conn)
		}
	}()
	return ssh.FingerprintSHA256(public), nil
}

func (w *witness) stop() error {
	var err error
	if w.process != nil {
		w.process.Process.Signal(os.Interrupt)
		select {
		case err = <-w.ended:
		case <-time.After(10 * time.Second):
			w.process.Process.Kill()
			err = errors.New("litewitness did not stop when asked")
		}
	}
	if w.agent != nil {
		w.agent.Close()
	}
	os.RemoveAll(w.temp)
	return err
}

// output keeps what a process says.
type output struct {
	mutex sync.Mutex
	bytes bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	return o.bytes.Write(p)
}

func (o *output) String() string {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	return o.bytes.String()
}
