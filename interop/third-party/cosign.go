package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// cosignLogs has a litewitness cosign every log as it was and as it is, refuse what is wrong, and
// has our checker accept the cosignature.
func cosignLogs(before, now []*log) error {
	var vkeys []string
	for _, l := range now {
		vkey, err := l.ed25519Key()
		if err != nil {
			return err
		}
		vkeys = append(vkeys, vkey)
	}
	w, err := startWitness(vkeys)
	if err != nil {
		return err
	}
	for _, l := range now {
		if err := w.cosign(find(before, l.origin), l); err != nil {
			w.stop()
			return fmt.Errorf("%s: litewitness: %w", l.name, err)
		}
	}
	return w.stop()
}

func find(logs []*log, origin string) *log {
	for _, l := range logs {
		if l.origin == origin {
			return l
		}
	}
	return nil
}

// cosign follows C2SP tlog-witness: the first checkpoint without proof, then the next with one.
func (w *witness) cosign(before, now *log) error {
	if before == nil || before.tree.N >= now.tree.N {
		return fmt.Errorf("the log did not grow since the earlier copy")
	}
	if _, err := w.post(0, nil, before.note, http.StatusOK); err != nil {
		return err
	}
	proof, err := tlog.ProveTree(now.tree.N, before.tree.N, now.hashes())
	if err != nil {
		return err
	}
	size, err := w.post(0, nil, now.note, http.StatusConflict)
	if err != nil {
		return err
	}
	if size != fmt.Sprintln(before.tree.N) {
		return fmt.Errorf("it knows size %q, %d was expected", size, before.tree.N)
	}
	if len(proof) > 0 {
		forged := append(tlog.TreeProof{}, proof...)
		forged[0][0] ^= 1
		if _, err := w.post(before.tree.N, forged, now.note, http.StatusUnprocessableEntity); err != nil {
			return err
		}
	}
	lines, err := w.post(before.tree.N, proof, now.note, http.StatusOK)
	if err != nil {
		return err
	}
	if err := w.accepted(now, lines); err != nil {
		return err
	}
	fmt.Printf("%s: litewitness cosigned %d entries, then %d with a proof of %d hashes; ledgercheck accepts its line\n",
		now.name, before.tree.N, now.tree.N, len(proof))
	return nil
}

func (w *witness) post(old int64, proof tlog.TreeProof, note []byte, want int) (string, error) {
	body := fmt.Sprintf("old %d\n", old)
	for _, hash := range proof {
		body += hash.String() + "\n"
	}
	ctx, cancel := context.WithTimeout(context.Background(), toolTimeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, w.url+"/add-checkpoint", strings.NewReader(body+"\n"+string(note)))
	if err != nil {
		return "", err
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	said, err := io.ReadAll(io.LimitReader(answer.Body, 64<<10))
	if err == nil && answer.StatusCode != want {
		err = fmt.Errorf("add-checkpoint from %d: %s %q, %d was expected", old, answer.Status, said, want)
	}
	return string(said), err
}

// accepted has ledgercheck verify a proof of the log's last entry whose policy asks for the witness.
func (w *witness) accepted(l *log, lines string) error {
	temp, err := os.MkdirTemp("", "proof")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	index := l.tree.N - 1
	path, err := tlog.ProveRecord(l.tree.N, index, l.hashes())
	if err != nil {
		return err
	}
	entry, err := l.entry(index)
	if err != nil {
		return err
	}
	proof := fmt.Sprintf("c2sp.org/tlog-proof@v1\nindex %d\n", index)
	for _, hash := range path {
		proof += hash.String() + "\n"
	}
	policy := "log " + strings.Join(l.keys, "\nlog ") + "\nwitness w " + w.vkey + "\nquorum w\n"
	for name, content := range map[string]string{
		"proof": proof + "\n" + string(l.note) + lines, "bare": proof + "\n" + string(l.note), "entry": string(entry), "policy": policy,
	} {
		if err := os.WriteFile(filepath.Join(temp, name), []byte(content), 0o600); err != nil {
			return err
		}
	}
	verify := func(proof string) (string, error) {
		out, err := exec.Command(tool("ledgercheck"), "proof", filepath.Join(temp, proof),
			"--entry", filepath.Join(temp, "entry"), "--policy", filepath.Join(temp, "policy")).CombinedOutput()
		return strings.TrimSpace(string(out)), err
	}
	if said, err := verify("proof"); err != nil {
		return fmt.Errorf("ledgercheck: %w: %s", err, said)
	}
	if said, err := verify("bare"); err == nil {
		return fmt.Errorf("ledgercheck accepts the proof without the witness: %s", said)
	}
	return nil
}
