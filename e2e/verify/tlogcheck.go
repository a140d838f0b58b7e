// tlogcheck: an outside check of a C2SP tlog-tiles log that lies in a folder, with Go's own sumdb code. See README.md.
//
//	tlogcheck LOGDIR VKEY [OLDER_CHECKPOINT ...]
//
// Checks: the signature of the checkpoint; its root from the tiles; every entry of every bundle against the hashes of
// level 0; an inclusion proof for every entry (all up to 5,000, else at least 5,000 spread evenly, the last one always);
// consistency with every older checkpoint given.
package main

import (
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/mod/sumdb/tlog"
)

type dir struct{ root string }

func (d dir) Height() int { return 8 }

func c2path(n int64) string {
	s := fmt.Sprintf("%03d", n%1000)
	for n >= 1000 {
		n /= 1000
		s = fmt.Sprintf("x%03d/%s", n%1000, s)
	}
	return s
}

// read returns a tile or bundle of the width w, or the full one where there is no partial one, and how wide it is.
func (d dir) read(level string, n int64, w int) ([]byte, int, error) {
	p := filepath.Join(d.root, "tile", level, c2path(n))
	if w < 256 {
		if b, err := os.ReadFile(p + fmt.Sprintf(".p/%d", w)); err == nil {
			return b, w, nil
		}
	}
	b, err := os.ReadFile(p)
	return b, 256, err
}

func (d dir) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var out [][]byte
	for _, t := range tiles {
		b, w, err := d.read(fmt.Sprint(t.L), t.N, t.W)
		if err != nil {
			return nil, err
		}
		if len(b) != w*tlog.HashSize {
			return nil, fmt.Errorf("tile %v: %d bytes, not %d", t, len(b), w*tlog.HashSize)
		}
		out = append(out, b[:t.W*tlog.HashSize])
	}
	return out, nil
}

func (d dir) SaveTiles([]tlog.Tile, [][]byte) {}

// checkEntries hashes every entry and compares it with level 0; it returns the hashes.
func checkEntries(d dir, t tlog.Tree, r tlog.HashReader) []tlog.Hash {
	leaves := make([]tlog.Hash, t.N)
	for n := int64(0); n*256 < t.N; n++ {
		wanted := 256
		if t.N-n*256 < 256 {
			wanted = int(t.N - n*256)
		}
		b, width, err := d.read("entries", n, wanted)
		if err != nil {
			die("%v", err)
		}
		for i := 0; i < width; i++ {
			if len(b) < 2 {
				die("bundle %d ends before entry %d", n, i)
			}
			k := int(binary.BigEndian.Uint16(b))
			if len(b) < 2+k {
				die("bundle %d ends inside entry %d", n, i)
			}
			if i < wanted {
				leaves[n*256+int64(i)] = tlog.RecordHash(b[2 : 2+k])
			}
			b = b[2+k:]
		}
		if len(b) != 0 {
			die("bundle %d: %d bytes left over", n, len(b))
		}
		at := make([]int64, wanted)
		for i := range at {
			at[i] = tlog.StoredHashIndex(0, n*256+int64(i))
		}
		hashes, err := r.ReadHashes(at)
		if err != nil {
			die("level 0 of bundle %d: %v", n, err)
		}
		for i, h := range hashes {
			if h != leaves[n*256+int64(i)] {
				die("entry %d does not hash to its tile", n*256+int64(i))
			}
		}
	}
	return leaves
}

func main() {
	if len(os.Args) < 3 {
		usage("usage: tlogcheck LOGDIR VKEY [OLDER_CHECKPOINT ...]")
	}
	d := dir{os.Args[1]}
	v := mustVerifier(os.Args[2])
	checkpoint := filepath.Join(d.root, "checkpoint")
	t := openCheckpoint(checkpoint, mustRead(checkpoint), v)
	r := tlog.TileHashReader(t, d)
	root, err := tlog.TreeHash(t.N, r)
	if err != nil {
		die("root from tiles: %v", err)
	}
	if root != t.Hash {
		die("root from tiles: %v, and the checkpoint says %v", root, t.Hash)
	}
	leaves := checkEntries(d, t, r)

	step := t.N / 5000
	if step < 1 {
		step = 1
	}
	inclusion := 0
	prove := func(i int64) {
		p, err := tlog.ProveRecord(t.N, i, r)
		if err != nil {
			die("prove %d: %v", i, err)
		}
		if err := tlog.CheckRecord(p, t.N, t.Hash, i, leaves[i]); err != nil {
			die("entry %d: %v", i, err)
		}
		inclusion++
	}
	last := int64(-1)
	for i := int64(0); i < t.N; i += step {
		prove(i)
		last = i
	}
	if last != t.N-1 {
		prove(t.N - 1)
	}

	consistency := 0
	for _, file := range os.Args[3:] {
		old := openCheckpoint(file, mustRead(file), v)
		p, err := tlog.ProveTree(t.N, old.N, r)
		if err != nil {
			die("%s: %v", file, err)
		}
		if err := tlog.CheckTree(p, t.N, t.Hash, old.N, old.Hash); err != nil {
			die("%s: %v", file, err)
		}
		consistency++
	}
	fmt.Printf("OK size=%d inclusion=%d consistency=%d\n", t.N, inclusion, consistency)
}
