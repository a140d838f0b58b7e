// proofcheck: an outside check of proofs that Holdfire made, with Go's own sumdb code. See README.md for the format.
//
//	proofcheck list CHECKPOINT VKEY PROOFS             a file of many proofs
//	proofcheck proof ENTRY PROOF VKEY [COSIGNER ...]   one c2sp.org/tlog-proof@v1 and the bytes of its entry
//	proofcheck cosigned CHECKPOINT VKEY COSIGNER ...   a checkpoint that each of these cosigners must have signed
package main

import (
	"bufio"
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"os"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const listHeader = "holdfire/proofs@v1"

// cosigner checks Ed25519 cosignatures (c2sp.org/tlog-cosignature, kind 4), which Go's note package does not know.
type cosigner struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

func (c cosigner) Name() string    { return c.name }
func (c cosigner) KeyHash() uint32 { return c.hash }
func (c cosigner) Verify(msg, sig []byte) bool {
	if len(sig) != 8+ed25519.SignatureSize {
		return false
	}
	signed := fmt.Sprintf("cosignature/v1\ntime %d\n%s", binary.BigEndian.Uint64(sig), msg)
	return ed25519.Verify(c.key, []byte(signed), sig[8:])
}

func mustCosigner(vkey string) note.Verifier {
	// name+hash+key; the base64 of the key may hold a plus too.
	part := strings.SplitN(strings.TrimSpace(vkey), "+", 3)
	if len(part) != 3 {
		die("cosigner %q: not name+hash+key", vkey)
	}
	b, err := decode64(part[2])
	if err != nil || len(b) != 1+ed25519.PublicKeySize || b[0] != 4 {
		die("cosigner %q: not an Ed25519 cosigner's key", part[0])
	}
	sum := sha256.Sum256(append([]byte(part[0]+"\n"), b...))
	hash := binary.BigEndian.Uint32(sum[:])
	if fmt.Sprintf("%08x", hash) != part[1] {
		die("cosigner %q: the hash of its key is %08x", part[0], hash)
	}
	return cosigner{part[0], hash, ed25519.PublicKey(b[1:])}
}

func mustCosigners(vkeys []string) (all []note.Verifier) {
	for _, k := range vkeys {
		all = append(all, mustCosigner(k))
	}
	return all
}

// parsePath takes hashes joined by commas, or "-" for none.
func parsePath(s string) (path []tlog.Hash, err error) {
	if s == "-" {
		return nil, nil
	}
	for _, one := range strings.Split(s, ",") {
		h, err := parseHash(one)
		if err != nil {
			return nil, err
		}
		path = append(path, h)
	}
	return path, nil
}

// A line of the list, read.
type line struct {
	good, inclusion bool
	size            int64 // tree of the inclusion proof, or the older tree of the consistency proof
	index           int64
	hash            tlog.Hash // leaf, or root of the older tree
	path            []tlog.Hash
}

func parseLine(text string) (l line, err error) {
	word := strings.Split(text, " ")
	switch {
	case len(word) == 6 && word[1] == "inclusion":
		l.inclusion = true
		if l.index, err = parseNumber(word[3]); err != nil {
			return l, err
		}
	case len(word) == 5 && word[1] == "consistency":
	default:
		return l, fmt.Errorf("neither an inclusion nor a consistency proof")
	}
	if word[0] != "good" && word[0] != "bad" {
		return l, fmt.Errorf("starts neither with good nor with bad")
	}
	l.good = word[0] == "good"
	if l.size, err = parseNumber(word[2]); err != nil {
		return l, err
	}
	if l.hash, err = parseHash(word[len(word)-2]); err != nil {
		return l, err
	}
	l.path, err = parsePath(word[len(word)-1])
	return l, err
}

func checkList(checkpoint, vkey, list string) {
	t := openCheckpoint(checkpoint, mustRead(checkpoint), mustVerifier(vkey))
	f, err := os.Open(list)
	if err != nil {
		die("%v", err)
	}
	// Roots that are known to be true: the signed one, and those that a consistency proof of this list tied to it.
	roots := map[int64]tlog.Hash{t.N: t.Hash}
	inclusion, consistency, refused, number := 0, 0, 0, 0
	in := bufio.NewScanner(f)
	in.Buffer(make([]byte, 1<<20), 1<<20)
	for in.Scan() {
		number++
		if number == 1 {
			if in.Text() != listHeader {
				die("%s: the first line is not %q", list, listHeader)
			}
			continue
		}
		l, err := parseLine(in.Text())
		if err != nil {
			die("%s:%d: %v", list, number, err)
		}
		if l.inclusion {
			root, known := roots[l.size]
			if !known {
				die("%s:%d: no good consistency proof for size %d above", list, number, l.size)
			}
			err = tlog.CheckRecord(l.path, l.size, root, l.index, l.hash)
		} else {
			err = tlog.CheckTree(l.path, t.N, t.Hash, l.size, l.hash)
		}
		switch {
		case l.good && err != nil:
			die("%s:%d: this proof should be good: %v", list, number, err)
		case !l.good && err == nil:
			die("%s:%d: this proof should be bad, and it passes", list, number)
		case !l.good:
			refused++
		case l.inclusion:
			inclusion++
		default:
			roots[l.size] = l.hash
			consistency++
		}
	}
	if err := in.Err(); err != nil {
		die("%s: %v", list, err)
	}
	if inclusion == 0 {
		die("%s: no good inclusion proof in it", list)
	}
	fmt.Printf("OK inclusion=%d consistency=%d refused=%d\n", inclusion, consistency, refused)
}

func checkProof(entry, proof, vkey string, cosigners []string) {
	head, checkpoint, found := bytes.Cut(mustRead(proof), []byte("\n\n"))
	if !found {
		die("%s: no empty line before the checkpoint", proof)
	}
	lines := strings.Split(string(head), "\n")
	if lines[0] != "c2sp.org/tlog-proof@v1" {
		die("%s: the first line is not c2sp.org/tlog-proof@v1", proof)
	}
	lines = lines[1:]
	if len(lines) > 0 && strings.HasPrefix(lines[0], "extra ") {
		if _, err := decode64(lines[0][len("extra "):]); err != nil {
			die("%s: extra: %v", proof, err)
		}
		lines = lines[1:]
	}
	if len(lines) == 0 || !strings.HasPrefix(lines[0], "index ") {
		die("%s: no index", proof)
	}
	index, err := parseNumber(lines[0][len("index "):])
	if err != nil {
		die("%s: index: %v", proof, err)
	}
	var path []tlog.Hash
	for _, text := range lines[1:] {
		h, err := parseHash(text)
		if err != nil {
			die("%s: path: %v", proof, err)
		}
		path = append(path, h)
	}
	t := openCheckpoint(proof, checkpoint, mustVerifier(vkey), mustCosigners(cosigners)...)
	if err := tlog.CheckRecord(path, t.N, t.Hash, index, tlog.RecordHash(mustRead(entry))); err != nil {
		die("%s: entry %d: %v", proof, index, err)
	}
	fmt.Printf("OK index=%d size=%d cosigned=%d\n", index, t.N, len(cosigners))
}

func main() {
	a := os.Args[1:]
	switch {
	case len(a) == 4 && a[0] == "list":
		checkList(a[1], a[2], a[3])
	case len(a) >= 4 && a[0] == "proof":
		checkProof(a[1], a[2], a[3], a[4:])
	case len(a) >= 4 && a[0] == "cosigned":
		t := openCheckpoint(a[1], mustRead(a[1]), mustVerifier(a[2]), mustCosigners(a[3:])...)
		fmt.Printf("OK size=%d cosigned=%d\n", t.N, len(a[3:]))
	default:
		usage("usage: proofcheck list CHECKPOINT VKEY PROOFS\n" +
			"       proofcheck proof ENTRY PROOF VKEY [COSIGNER ...]\n" +
			"       proofcheck cosigned CHECKPOINT VKEY COSIGNER ...")
	}
}
