package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"os"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/tlog"
)

const (
	neumann   = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
	foo       = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
	w1        = "example.com/witness+10a1c019+BGSEitir7W6FmBs7OHWyUrh2frtLAvcDrKOx5xu9ao5Q"
	sumdbKey  = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"
	sigsumKey = "ffdc2d4d98e4124d3feaf788c0c2f9abfd796083d1f0495437f302ec79cf100f"

	endToEnd = `c2sp.org/tlog-proof@v1
index 1
KhWNiv1I4/iMtBld/bKp5IF9lfpX/TREDZP5quXE+Cs=
+TGWLwkXw0bURyk8B7aHrhYJ9wA/ikSganXEFFseGSk=

PeterNeumann
3
1BhuPAWmIM5hOX6Di/vXbm8n5tfaoTxZ64Ko4JRgjhw=

— PeterNeumann x08go6muqj0prq4hbIIU49H9lWhX5eL+YGCPuuG6NEVNDwxLXzlhdtYYwgBC3Dgi2YIOAkKFHyUiN/6nx69Y8mKhAQ0=
— example.com/witness EKHAGQAAAABkGFDL2nS6lTpJsfNDXKiZ3e1WkwWzQKLobTOmWsf470P6iagXhZMsgBfGpZBPEP+gt+eMvJ1VlZGtgqVbyJUgw30WDQ==
`
)

func mustKey(t *testing.T, vkey string) *verifier {
	t.Helper()
	key, err := parseKey(vkey)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func TestPublishedKeysAreReadAndChangedOnesRefused(t *testing.T) {
	for _, vkey := range []string{neumann, foo, w1, sumdbKey} {
		mustKey(t, vkey)
	}
	for _, vkey := range []string{
		strings.Replace(foo, "530d903a", "530d903b", 1),
		strings.Replace(foo, "530d903a", "530D903A", 1),
		strings.Replace(foo, "foo", "fop", 1),
		strings.Replace(foo, "+Aek", "+Auk", 1),
		foo[:len(foo)-1], foo[:len(foo)-1] + "l", "example.com/foo+530d903a", "",
	} {
		if _, err := parseKey(vkey); err == nil {
			t.Errorf("%q was read", vkey)
		}
	}
}

func TestThePublishedNoteOpens(t *testing.T) {
	msg := "If you think cryptography is the answer to your problem,\n" +
		"then you don't know what your problem is.\n\n" +
		"— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
	keys := []*verifier{mustKey(t, neumann)}
	if _, _, err := openStrict([]byte(msg), keys, nil); err != nil {
		t.Error(err)
	}
	for _, bad := range []string{
		strings.Replace(msg, "think", "thinks", 1),
		strings.Replace(msg, "nAM=\n", "nAN=\n", 1), // stray bits
		msg + msg[strings.Index(msg, "— "):],        // the same line twice
		msg[:len(msg)-1],
	} {
		if _, _, err := openStrict([]byte(bad), keys, nil); err == nil {
			t.Errorf("opened:\n%s", bad)
		}
	}
}

// hurl takes the requests and statuses out of a conversation.
func hurl(t *testing.T, name string) (requests []string, statuses []string) {
	text, err := os.ReadFile("testdata/torchwood/" + name)
	if err != nil {
		t.Fatal(err)
	}
	parts := strings.Split(string(text), "```\n")
	for i := 1; i+1 < len(parts); i += 2 {
		requests = append(requests, parts[i])
		statuses = append(statuses, parts[i+1][len("HTTP "):len("HTTP 200")])
	}
	return requests, statuses
}

func TestALiveCheckpointOfTheGoChecksumDatabaseOpens(t *testing.T) {
	requests, _ := hurl(t, "sumdb.hurl")
	_, msg, _ := strings.Cut(requests[0], "\n\n")

	text, _, err := openStrict([]byte(msg), []*verifier{mustKey(t, sumdbKey)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	c, err := parseCheckpoint(text)
	if err != nil || c.origin != "go.sum database tree" || c.size != 35225469 {
		t.Errorf("%v, %v", c, err)
	}
}

// A witness that follows C2SP tlog-witness by this checker's functions says what litewitness says.
func TestTheConversationOfLitewitnessIsJudgedAlike(t *testing.T) {
	raw, _ := hex.DecodeString(sigsumKey)
	sum := sha256.Sum256(raw)
	origin := "sigsum.org/v1/tree/" + hex.EncodeToString(sum[:])
	key := &verifier{name: origin, kind: plainEd25519, raw: raw}
	id := sha256.Sum256([]byte(origin + "\n\x01" + string(raw)))
	key.hash = binary.BigEndian.Uint32(id[:4])
	var last checkpoint
	var roots []string
	judge := func(request string) string {
		head, msg, _ := strings.Cut(request, "\n\n")
		lines := strings.Split(head, "\n")
		text, _, err := openStrict([]byte(msg), []*verifier{key}, nil)
		if err != nil {
			return "403"
		}
		c, err := parseCheckpoint(text)
		if err != nil {
			return "400"
		}
		if lines[0] != "old "+string(rune('0'+last.size)) {
			return "409"
		}
		var proof tlog.TreeProof
		for _, line := range lines[1:] {
			hash, err := parseHash(line)
			if err != nil {
				return "400"
			}
			proof = append(proof, hash)
		}
		if last.size > 0 && tlog.CheckTree(proof, c.size, c.root, last.size, last.root) != nil {
			return "422"
		}
		last = c
		roots = append(roots, c.root.String())
		return "200"
	}

	requests, statuses := hurl(t, "litewitness.hurl")
	for i, request := range requests {
		if got := judge(request); got != statuses[i] {
			t.Errorf("request %d: %s, %s was published", i, got, statuses[i])
		}
	}
	want := "KgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= RcCI1Nk56ZcSmIEfIn0SleqtV7uvrlXNccFx595Iwl0= QrtXrQZCCvpIgsSmOsah7HdICzMLLyDfxToMql9WTjY="
	if got := strings.Join(roots, " "); got != want || len(requests) != 9 {
		t.Errorf("%d requests, roots %s", len(requests), got)
	}
}

func TestThePublishedRootsOfRFC6962(t *testing.T) {
	roots := []string{
		"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
		"fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
		"aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
		"d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
		"4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
		"76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
		"ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
		"5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
	}
	l := &logCheck{}
	leaves := []string{"", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"}
	for i, leaf := range leaves {
		entry, _ := hex.DecodeString(leaf)
		stored, err := tlog.StoredHashes(int64(i), entry, tlog.HashReaderFunc(l.readStored))
		if err != nil {
			t.Fatal(err)
		}
		l.stored = append(l.stored, stored...)
		root, err := tlog.TreeHash(int64(i+1), tlog.HashReaderFunc(l.readStored))
		if err != nil || hex.EncodeToString(root[:]) != roots[i] {
			t.Errorf("root of %d: %x, %v", i+1, root[:], err)
		}
	}
}

func TestThePublishedCosignatureIsTakenApart(t *testing.T) {
	raw, _ := base64.StdEncoding.DecodeString("jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==")
	if hex.EncodeToString(raw[:4]) != "8d66cf3f" || binary.BigEndian.Uint64(raw[4:]) != 1679315147 || len(raw) != 76 {
		t.Errorf("%x", raw)
	}
	message, err := subtreeMessage("wit", 3, "lo\n258\n1BhuPAWmIM5hOX6Di/vXbm8n5tfaoTxZ64Ko4JRgjhw=\n")
	want := "737562747265652f76310a00" + "03776974" + "0000000000000003" + "026c6f" + "0000000000000000" + "0000000000000102" +
		"d4186e3c05a620ce61397e838bfbd76e6f27e6d7daa13c59eb82a8e094608e1c"
	if err != nil || hex.EncodeToString(message) != want {
		t.Errorf("%x, %v", message, err)
	}
}

func TestTheEndToEndVectorOfATlogProof(t *testing.T) {
	sum := sha256.Sum256([]byte(endToEnd))
	if hex.EncodeToString(sum[:]) != "51c6747cc60db1df26e4cce4900abb51a4e8eaea900d0cc00b0bcabc10b24ec4" {
		t.Fatalf("the file's SHA-256 is %x", sum)
	}
	seed, _ := hex.DecodeString("31ffc2116ecbe003acaa800ab70757bd7d53206e3febef6a6d0796d95530b34f")
	if public := ed25519.NewKeyFromSeed(seed).Public().(ed25519.PublicKey); !bytes.Equal(public, mustKey(t, w1).raw) {
		t.Error("the witness's seed is of another key")
	}
	bundle, _ := hex.DecodeString("0005616c7068610005627261766f0007636861726c6965")
	entries, err := splitBundle(bundle, 3)
	if err != nil {
		t.Fatal(err)
	}
	var tile []byte
	for _, entry := range entries {
		hash := tlog.RecordHash(entry)
		tile = append(tile, hash[:]...)
	}
	if sum := sha256.Sum256(tile); hex.EncodeToString(sum[:]) != "cc8d09e372691566fe8b47045b04fac1fa0c7498e74c3ea04b4738f53e4acbb4" {
		t.Errorf("tile's SHA-256 is %x", sum)
	}

	verify := func(file, policy string, leaf tlog.Hash) error {
		p, err := parseProof([]byte(file))
		if err != nil {
			return err
		}
		trust, err := parsePolicy([]byte(policy))
		if err != nil {
			t.Fatal(err)
		}
		_, _, err = p.verify(leaf, trust)
		return err
	}
	bravo := tlog.RecordHash(entries[1])
	trust := "log " + neumann + "\nwitness w " + w1 + "\nquorum w\n"
	if err := verify(endToEnd, trust, bravo); err != nil {
		t.Error(err)
	}
	if err := verify(strings.Replace(endToEnd, "index 1", "extra AAEC\nindex 1", 1), trust, bravo); err != nil {
		t.Error(err)
	}
	if verify(endToEnd, trust, tlog.RecordHash(entries[0])) == nil {
		t.Error("another entry was proven")
	}
	if verify(endToEnd[:strings.Index(endToEnd, "— example")], trust, bravo) == nil {
		t.Error("a proof without its witness was accepted")
	}
	for from, to := range map[string]string{
		"proof@v1": "proof@v2", "index 1": "index 01", "index 1\n": "index 2\n", "\nKhW": "\nKhX", "x08go6muq": "x08go6mur",
		"EKHAGQAAAABkGFDL": "EKHAGQAAAABkGFDM", "eGSk=": "eGSl=", "\n\nPeter": "\nPeter", "PeterNeumann\n3": "PeterNeumann\n4",
	} {
		if !strings.Contains(endToEnd, from) || verify(strings.Replace(endToEnd, from, to, 1), trust, bravo) == nil {
			t.Errorf("accepted with %q for %q", to, from)
		}
	}
}

func TestACheckpointThatTheJDKSignedWithMLDSA44(t *testing.T) {
	vkey, err := os.ReadFile("testdata/ml-dsa-44/vkey.txt")
	if err != nil {
		t.Fatal(err)
	}
	msg, err := os.ReadFile("testdata/ml-dsa-44/checkpoint.txt")
	if err != nil {
		t.Fatal(err)
	}
	key := mustKey(t, strings.TrimSpace(string(vkey)))
	text, further, err := openStrict(msg, nil, []*verifier{key})
	if err != nil || len(further) != 1 || further[0].seconds != 1764075600 {
		t.Fatalf("%v, %v", further, err)
	}
	payload, _ := base64.StdEncoding.DecodeString(strings.Fields(string(msg[len(text):]))[2])
	for _, at := range []int{4, 11, 12, len(payload) - 1} {
		changed := append([]byte{}, payload...)
		changed[at] ^= 1
		if key.Verify([]byte(text), changed[4:]) {
			t.Errorf("byte %d is not signed", at)
		}
	}
	if key.Verify([]byte(strings.Replace(text, "\n3\n", "\n4\n", 1)), payload[4:]) {
		t.Error("the size is not signed")
	}
}
