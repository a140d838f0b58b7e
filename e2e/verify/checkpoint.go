// What tlogcheck and proofcheck share: reading a signed checkpoint strictly, and hashes as text.
package main

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// die says what was found wrong and ends with 1. Nothing is checked after the first fault.
func die(format string, args ...interface{}) {
	fmt.Printf("FAIL "+format+"\n", args...)
	os.Exit(1)
}

// usage ends with 2: the program was called wrongly and nothing was checked.
func usage(text string) {
	fmt.Fprintln(os.Stderr, text)
	os.Exit(2)
}

func mustRead(file string) []byte {
	b, err := os.ReadFile(file)
	if err != nil {
		die("%v", err)
	}
	return b
}

// decode64 takes only the one base64 text that its bytes have: Go's decoder alone lets line ends and stray last bits pass.
func decode64(s string) ([]byte, error) {
	b, err := base64.StdEncoding.DecodeString(s)
	if err != nil {
		return nil, err
	}
	if base64.StdEncoding.EncodeToString(b) != s {
		return nil, fmt.Errorf("%q is not the base64 text of its bytes", s)
	}
	return b, nil
}

func parseHash(s string) (h tlog.Hash, err error) {
	b, err := decode64(s)
	if err != nil {
		return h, err
	}
	if len(b) != tlog.HashSize {
		return h, fmt.Errorf("%q has %d bytes, and a hash has %d", s, len(b), tlog.HashSize)
	}
	copy(h[:], b)
	return h, nil
}

// parseNumber takes a decimal number without sign or leading zero.
func parseNumber(s string) (int64, error) {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 0 || strconv.FormatInt(n, 10) != s {
		return 0, fmt.Errorf("%q is not a number without sign or leading zero", s)
	}
	return n, nil
}

func mustVerifier(vkey string) note.Verifier {
	v, err := note.NewVerifier(strings.TrimSpace(vkey))
	if err != nil {
		die("vkey: %v", err)
	}
	return v
}

// openCheckpoint checks the signature of the log over a checkpoint, that it is a checkpoint of this log (origin = name of
// the key), and every cosigner given. It returns the tree that was signed.
func openCheckpoint(from string, b []byte, log note.Verifier, cosigners ...note.Verifier) tlog.Tree {
	n, err := note.Open(b, note.VerifierList(append([]note.Verifier{log}, cosigners...)...))
	if err != nil {
		die("%s: %v", from, err)
	}
	signed := map[string]bool{}
	for _, s := range n.Sigs {
		signed[fmt.Sprintf("%s+%08x", s.Name, s.Hash)] = true
	}
	for _, v := range append([]note.Verifier{log}, cosigners...) {
		if !signed[fmt.Sprintf("%s+%08x", v.Name(), v.KeyHash())] {
			die("%s: not signed by %s", from, v.Name())
		}
	}
	for _, line := range strings.Split(strings.TrimSuffix(string(b[bytes.LastIndex(b, []byte("\n\n"))+2:]), "\n"), "\n") {
		if _, err := decode64(line[strings.LastIndex(line, " ")+1:]); err != nil {
			die("%s: signature: %v", from, err)
		}
	}
	lines := strings.Split(n.Text, "\n")
	if len(lines) < 4 || lines[0] != log.Name() {
		die("%s: not a checkpoint of %s", from, log.Name())
	}
	size, err := parseNumber(lines[1])
	if err != nil {
		die("%s: size: %v", from, err)
	}
	root, err := parseHash(lines[2])
	if err != nil {
		die("%s: root: %v", from, err)
	}
	return tlog.Tree{N: size, Hash: root}
}
