"""An outside check of a log and of proofs that Holdfire made, with the PyPI package aics-tlog. See README.md.

    python aics_check.py log LOGDIR VKEY [OLDER_CHECKPOINT ...]
    python aics_check.py list CHECKPOINT VKEY PROOFS
    python aics_check.py cosigned CHECKPOINT VKEY COSIGNER ...

Ends with 0 and a line "OK ...", or with 1 and "FAIL ..." at the first fault.
"""

import sys
from pathlib import Path

from aics_tlog.checkpoint import verify_checkpoint
from aics_tlog.note import b64_decode, parse_note, parse_vkey
from aics_tlog.tiles import FileSystemTileReader, consistency_proof_from_tiles
from aics_tlog.tree import verify_consistency, verify_inclusion
from aics_tlog.verified import VerifiedTileReader, audit_tiles

LIST_HEADER = "holdfire/proofs@v1"


class Fault(Exception):
    """What was found wrong."""


def read_key(text):
    return parse_vkey(text.strip())


def open_checkpoint(path, key, cosigners=()):
    note = parse_note(Path(path).read_bytes())
    result = verify_checkpoint(note, key, list(cosigners), len(cosigners), expected_origin=key.name)
    if not result.ok:
        raise Fault(f"{path}: {result.error}")
    return result


def check_log(folder, vkey, *older):
    key = read_key(vkey)
    head = open_checkpoint(Path(folder) / "checkpoint", key)
    files = FileSystemTileReader(folder)
    audit = audit_tiles(files, head.size, head.root)
    reader = VerifiedTileReader(files, head.size, head.root)
    for path in older:
        old = open_checkpoint(path, key)
        proof = consistency_proof_from_tiles(reader, old.size, head.size)
        if not verify_consistency(old.size, head.size, old.root, head.root, proof):
            raise Fault(f"{path}: not an earlier state of this log")
    return f"size={head.size} tiles={audit.tiles} bundles={audit.bundles} consistency={len(older)}"


def parse_line(text):
    word = text.split(" ")
    if word[0] not in ("good", "bad") or word[1:2] + [len(word)] not in (["inclusion", 6], ["consistency", 5]):
        raise Fault("neither an inclusion nor a consistency proof")
    index = int(word[3]) if word[1] == "inclusion" else None
    path = [] if word[-1] == "-" else [b64_decode(one) for one in word[-1].split(",")]
    return word[0] == "good", int(word[2]), index, b64_decode(word[-2]), path


def check_list(checkpoint, vkey, proofs):
    head = open_checkpoint(checkpoint, read_key(vkey))
    # Roots that are known to be true: the signed one, and those that a consistency proof of this list tied to it.
    roots = {head.size: head.root}
    inclusion = consistency = refused = 0
    with open(proofs, encoding="ascii", newline="\n") as lines:
        if next(lines, "") != LIST_HEADER + "\n":
            raise Fault(f"{proofs}: the first line is not {LIST_HEADER!r}")
        for number, text in enumerate(lines, 2):
            good, size, index, hash_, path = parse_line(text.removesuffix("\n"))
            if index is None:
                true = verify_consistency(size, head.size, hash_, head.root, path)
            elif size in roots:
                true = verify_inclusion(hash_, index, size, path, roots[size])
            else:
                raise Fault(f"{proofs}:{number}: no good consistency proof for size {size} above")
            if true != good:
                raise Fault(f"{proofs}:{number}: should be {'good' if good else 'bad'}, and is not")
            if not good:
                refused += 1
            elif index is None:
                roots[size] = hash_
                consistency += 1
            else:
                inclusion += 1
    if inclusion == 0:
        raise Fault(f"{proofs}: no good inclusion proof in it")
    return f"inclusion={inclusion} consistency={consistency} refused={refused}"


def check_cosigned(checkpoint, vkey, *cosigners):
    head = open_checkpoint(checkpoint, read_key(vkey), [read_key(one) for one in cosigners])
    return f"size={head.size} cosigned={head.cosignature_count}"


def main():
    checks = {"log": (check_log, 2), "list": (check_list, 3), "cosigned": (check_cosigned, 3)}
    check, least = checks.get(sys.argv[1] if len(sys.argv) > 1 else "", (None, 0))
    if check is None or len(sys.argv) - 2 < least:
        sys.exit(__doc__)
    try:
        print("OK", check(*sys.argv[2:]))
    except (Fault, OSError, ValueError) as fault:
        print("FAIL", fault)
        sys.exit(1)


if __name__ == "__main__":
    main()
