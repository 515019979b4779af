package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/cloudflare/circl/sign/mldsa/mldsa44"
)

// Types of keys in C2SP signed-note and tlog-cosignature.
const (
	plainEd25519 = 0x01 // signs the note's text
	timedEd25519 = 0x04 // signs time and text
	timedMLDSA44 = 0x06 // signs names, time, size and root
)

// A verifier is a named public key: a note.Verifier for the types that x/mod knows and those that
// it does not.
type verifier struct {
	vkey string
	name string
	kind byte
	raw  []byte
	hash uint32
}

// parseKey reads `name+id+base64(type, key)`; the id must be that of the key.
func parseKey(vkey string) (*verifier, error) {
	parts := strings.SplitN(vkey, "+", 3)
	if len(parts) != 3 || !isKeyName(parts[0]) {
		return nil, fmt.Errorf("key %q is not `name+id+key`", vkey)
	}
	typed, err := base64.StdEncoding.Strict().DecodeString(parts[2])
	if err != nil || len(typed) < 1 || strings.ContainsAny(parts[2], "\r\n") {
		return nil, fmt.Errorf("key of %q is no base64", parts[0])
	}
	v := &verifier{vkey: vkey, name: parts[0], kind: typed[0], raw: typed[1:]}
	size := ed25519.PublicKeySize
	switch v.kind {
	case plainEd25519, timedEd25519:
	case timedMLDSA44:
		size = mldsa44.PublicKeySize
	default:
		return nil, fmt.Errorf("key of %q has type %#02x, 0x01, 0x04 or 0x06 was expected", v.name, v.kind)
	}
	if len(v.raw) != size {
		return nil, fmt.Errorf("key of %q has %d bytes, %d expected", v.name, len(v.raw), size)
	}
	sum := sha256.Sum256([]byte(v.name + "\n" + string(typed)))
	if hex.EncodeToString(sum[:4]) != parts[1] {
		return nil, fmt.Errorf("key id of %q is not that of the key", v.name)
	}
	v.hash = binary.BigEndian.Uint32(sum[:4])
	return v, nil
}

func isKeyName(name string) bool {
	return name != "" && utf8.ValidString(name) && !strings.ContainsRune(name, '+') &&
		strings.IndexFunc(name, unicode.IsSpace) < 0 && strings.IndexFunc(name, unicode.IsControl) < 0
}

func (v *verifier) Name() string    { return v.name }
func (v *verifier) KeyHash() uint32 { return v.hash }
func (v *verifier) timed() bool     { return v.kind != plainEd25519 }

// Verify tells whether payload, what stands after the key id, is this key's for a note's text.
func (v *verifier) Verify(text, payload []byte) bool {
	if v.kind == plainEd25519 {
		return len(payload) == ed25519.SignatureSize && ed25519.Verify(v.raw, text, payload)
	}
	if len(payload) < 8 {
		return false
	}
	seconds, signature := binary.BigEndian.Uint64(payload), payload[8:]
	if seconds >= 1<<63 {
		return false
	}
	if v.kind == timedEd25519 {
		message := append([]byte(fmt.Sprintf("cosignature/v1\ntime %d\n", seconds)), text...)
		return len(signature) == ed25519.SignatureSize && ed25519.Verify(v.raw, message, signature)
	}
	message, err := subtreeMessage(v.name, seconds, string(text))
	if err != nil || len(signature) != mldsa44.SignatureSize {
		return false
	}
	var key mldsa44.PublicKey
	return key.UnmarshalBinary(v.raw) == nil && mldsa44.Verify(&key, message, nil, signature)
}

// subtreeMessage is what an ML-DSA-44 key signs for a whole tree (C2SP tlog-cosignature).
func subtreeMessage(signer string, seconds uint64, text string) ([]byte, error) {
	c, err := parseCheckpoint(text)
	if err != nil {
		return nil, err
	}
	if len(signer) > 255 || len(c.origin) > 255 {
		return nil, fmt.Errorf("name of signer or log has over 255 bytes")
	}
	var out bytes.Buffer
	out.WriteString("subtree/v1\n\x00")
	out.WriteByte(byte(len(signer)))
	out.WriteString(signer)
	number := make([]byte, 8)
	binary.BigEndian.PutUint64(number, seconds)
	out.Write(number)
	out.WriteByte(byte(len(c.origin)))
	out.WriteString(c.origin)
	out.Write(make([]byte, 8))
	binary.BigEndian.PutUint64(number, uint64(c.size))
	out.Write(number)
	out.Write(c.root[:])
	return out.Bytes(), nil
}
