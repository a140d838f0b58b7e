//! Tiles: the same tree as in memory at every size, in any order of taking, going on from the disk, and what is noticed.

use std::collections::BTreeMap;
use std::convert::Infallible;

use holdfire_seal::proof::{verify_consistency, verify_inclusion};
use holdfire_seal::tiles::{
    Bundle, BundleError, FULL_WIDTH, Piece, RebuildError, ResumeError, TileError, Tiler, TooLong,
    consistency_from_tiles, edge_paths, inclusion_from_tiles, paths, rebuild, root_from_tiles,
    tile_path, tile_width,
};
use holdfire_seal::tree::MAX_SIZE;
use holdfire_seal::{Hash, SizeError, Tree};

use super::{Numbers, append, entry, leaves};

/// A folder in memory.
#[derive(Clone, Default)]
struct Folder(BTreeMap<String, Vec<u8>>);

#[derive(Debug, PartialEq, Eq)]
struct Missing(String);

impl Folder {
    fn write(&mut self, pieces: Vec<Piece>) {
        for Piece { path, bytes, full } in pieces {
            assert_eq!(full, !path.contains(".p/"), "{path}");
            self.0.insert(path, bytes);
        }
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, Missing> {
        self.0
            .get(path)
            .cloned()
            .ok_or_else(|| Missing(path.to_owned()))
    }

    fn tile(&self, level: u8, index: u64, width: u16) -> Result<Vec<u8>, Missing> {
        self.read(&tile_path(level, index, width))
    }

    /// The piece, or the full one where that is gone.
    fn read_or_full(&self, path: &str) -> Result<Vec<u8>, Missing> {
        self.read(path)
            .or_else(|_| self.read(path.split(".p/").next().unwrap()))
    }

    /// Removes partial pieces whose full ones are there.
    fn tidy(&mut self) {
        let all = self.0.clone();
        self.0.retain(|path, _| {
            path.split_once(".p/")
                .is_none_or(|(full, _)| !all.contains_key(full))
        });
    }
}

fn log(size: u64) -> (Tiler, Folder) {
    let (mut tiler, mut folder) = (Tiler::new(), Folder::default());
    append(&mut tiler, 0..size);
    folder.write(tiler.take_changed());
    (tiler, folder)
}

fn unread(_: u64, _: &Hash, _: &[u8]) {}

#[test]
fn the_tiler_is_the_tree_at_every_size_and_hands_over_only_what_changed() {
    let (mut tiler, mut folder, mut tree) = (Tiler::new(), Folder::default(), Tree::new());
    for index in 0..1100 {
        let leaf = tiler.append(&entry(index)).unwrap();
        assert_eq!(leaf, Hash::leaf(&entry(index)));
        tree.push(leaf);
        assert_eq!((tiler.size(), tiler.root()), (tree.len(), tree.root()));
        let size = index + 1;
        let changed = tiler.take_changed();
        // Bundle and tile of level 0, and with each 256th entry a tile of level 1.
        let expected = if size % 256 == 0 { 3 } else { 2 };
        assert_eq!(changed.len(), expected, "{size}");
        folder.write(changed);
        assert_eq!(tiler.take_changed(), []);
        for path in paths(size) {
            assert!(folder.0.contains_key(&path), "{path} at size {size}");
        }
        assert_eq!(
            root_from_tiles(&|l, n, w| folder.tile(l, n, w), size),
            Ok(tree.root())
        );
    }
    let rebuilt = rebuild(1100, |path| folder.read(path), unread).unwrap();
    assert_eq!((rebuilt.root, rebuilt.changed), (tree.root(), vec![]));
}

#[test]
fn a_log_has_exactly_its_pieces_however_they_were_taken() {
    let size = 66_000;
    let (tiler, at_once) = log(size);
    assert!(at_once.0.keys().cloned().eq({
        let mut all: Vec<String> = paths(size).collect();
        all.sort();
        all
    }));
    let (mut other, mut in_batches) = (Tiler::new(), Folder::default());
    let mut numbers = Numbers(1);
    for index in 0..size {
        other.append(&entry(index)).unwrap();
        if numbers.below(700) == 0 {
            in_batches.write(other.take_changed());
        }
    }
    in_batches.write(other.take_changed());
    assert_eq!(other.root(), tiler.root());
    assert!(
        at_once
            .0
            .iter()
            .all(|(path, bytes)| in_batches.0.get(path) == Some(bytes))
    );
}

#[test]
fn a_log_goes_on_from_its_right_edge_at_any_size() {
    let (reference, whole) = log(66_400);
    let mut numbers = Numbers(2);
    let sizes = (0..600).chain([65_535, 65_536, 65_537, 66_399, 66_400]);
    for size in sizes.chain((0..8).map(|_| numbers.below(66_400))) {
        let (tiler, mut folder) = if size < 3000 {
            log(size)
        } else {
            log_slowly(&whole, size)
        };
        let pieces = edge_paths(size)
            .iter()
            .map(|path| folder.read(path).unwrap())
            .collect();
        let mut resumed = Tiler::resume(size, pieces).unwrap();
        assert_eq!((resumed.size(), resumed.root()), (size, tiler.root()));
        assert_eq!(resumed.frontier(), tiler.frontier());
        assert_eq!(resumed.take_changed(), []);
        let end = if size < 3000 { size + 300 } else { 66_400 };
        append(&mut resumed, size..end);
        folder.write(resumed.take_changed());
        if end == 66_400 {
            assert_eq!(resumed.root(), reference.root());
        }
        let (_, expected) = if size < 3000 {
            log(end)
        } else {
            (reference.clone(), whole.clone())
        };
        for (path, bytes) in expected.0 {
            assert_eq!(
                folder.0.get(&path),
                Some(&bytes),
                "{path}, from size {size}"
            );
        }
        // The full pieces that came since serve as well.
        folder.tidy();
        let pieces = edge_paths(size)
            .iter()
            .map(|path| folder.read_or_full(path).unwrap())
            .collect();
        assert_eq!(Tiler::resume(size, pieces).unwrap().root(), tiler.root());
    }
}

/// The log of this size, whose full pieces are taken from a larger one.
fn log_slowly(whole: &Folder, size: u64) -> (Tiler, Folder) {
    let (tiler, mut folder) = log(size);
    for (path, bytes) in &mut folder.0 {
        if !path.contains(".p/") {
            assert_eq!(Some(&*bytes), whole.0.get(path));
        }
    }
    folder.0.extend(
        whole
            .0
            .iter()
            .filter(|(path, _)| !path.contains(".p/"))
            .map(|(path, bytes)| (path.clone(), bytes.clone())),
    );
    (tiler, folder)
}

#[test]
fn a_log_does_not_go_on_from_changed_pieces() {
    let size = 700;
    let (tiler, folder) = log(size);
    let pieces: Vec<Vec<u8>> = edge_paths(size)
        .iter()
        .map(|path| folder.read(path).unwrap())
        .collect();
    let bundle_path = "tile/entries/002.p/188".to_owned();
    assert_eq!(edge_paths(size)[0], bundle_path);
    for at in 0..pieces.len() {
        for bit in (0..pieces[at].len() * 8).step_by(7) {
            let mut changed = pieces.clone();
            changed[at][bit / 8] ^= 1 << (bit % 8);
            match Tiler::resume(size, changed) {
                // A tile of a higher level shows in the root.
                Ok(resumed) => assert!(at == 2 && resumed.root() != tiler.root()),
                Err(ResumeError::Entry { .. } | ResumeError::Bundle { .. }) => assert!(at < 2),
                Err(other) => panic!("{other}"),
            }
        }
        let mut cut = pieces.clone();
        cut[at].pop();
        Tiler::resume(size, cut).unwrap_err();
    }
    let mut changed = pieces.clone();
    *changed[0].last_mut().unwrap() ^= 1;
    let entry = ResumeError::Entry {
        index: 699,
        path: bundle_path,
    };
    assert_eq!(Tiler::resume(size, changed).unwrap_err(), entry);
    let few = ResumeError::Pieces {
        size,
        found: 2,
        needed: 3,
    };
    assert_eq!(Tiler::resume(size, pieces[..2].to_vec()).unwrap_err(), few);
    let large = ResumeError::Size(SizeError::TooLarge { size: 1 << 63 });
    assert_eq!(Tiler::resume(1 << 63, vec![]).unwrap_err(), large);
}

#[test]
fn an_entry_that_is_too_long_changes_nothing() {
    let (mut tiler, _) = log(10);
    let root = tiler.root();
    assert_eq!(tiler.append(&[0; 65_536]), Err(TooLong { bytes: 65_536 }));
    assert_eq!((tiler.size(), tiler.root()), (10, root));
    assert_eq!(tiler.take_changed(), []);
    let leaf = tiler.append(&[7; 65_535]).unwrap();
    assert_eq!(leaf, Hash::leaf(&[7; 65_535]));
    let bundle = &tiler.take_changed()[0].bytes;
    assert_eq!(
        Bundle::decode(bundle).last(),
        Some(Ok([7; 65_535].as_slice()))
    );
}

#[test]
fn proofs_from_tiles_are_those_of_the_tree() {
    let size = 66_200;
    let tree: Tree = leaves(size).collect();
    let (_, folder) = log(size);
    // Partial tiles of older sizes are gone: the reader falls back to what the log has now.
    let reader = |level, index, width| {
        assert!(width <= tile_width(level, index, size));
        folder.tile(level, index, tile_width(level, index, size))
    };
    let mut numbers = Numbers(3);
    for turn in 0..400 {
        let new = if turn < 100 {
            size
        } else {
            1 + numbers.below(size)
        };
        let index = numbers.below(new);
        let path = inclusion_from_tiles(&reader, index, new).unwrap();
        assert_eq!(path, tree.inclusion(index, new).unwrap());
        let old = numbers.below(new + 1);
        let path = consistency_from_tiles(&reader, old, new).unwrap();
        assert_eq!(path, tree.consistency(old, new).unwrap());
        assert_eq!(
            root_from_tiles(&reader, new),
            Ok(tree.root_at(new).unwrap())
        );
    }
    let index = TileError::Size(SizeError::Index { index: 5, size: 5 });
    assert_eq!(inclusion_from_tiles(&reader, 5, 5), Err(index));
    let shrinks = TileError::Size(SizeError::Shrinks { old: 6, new: 5 });
    assert_eq!(consistency_from_tiles(&reader, 6, 5), Err(shrinks));
    assert_eq!(root_from_tiles(&reader, 0), Ok(Hash::EMPTY_ROOT));
}

#[test]
fn a_tile_that_is_missing_or_short_is_named() {
    let missing = |level, index, width| Err(Missing(tile_path(level, index, width)));
    let (level, index) = (1, 0);
    let source = Missing("tile/1/000.p/2".to_owned());
    assert_eq!(
        root_from_tiles(&missing, 512),
        Err(TileError::Read {
            level,
            index,
            source
        })
    );
    for found in [0, 31, 32, 63, 65, 8193, 8224] {
        let short = |_, _, _| Ok::<_, Infallible>(vec![0; found]);
        let error = TileError::Length {
            level,
            index,
            found,
            width: 2,
        };
        assert_eq!(root_from_tiles(&short, 512), Err(error));
    }
}

/// A log of 2^63 - 1 entries that are all alike: every node of a level is the same, so that its tiles need no log.
#[test]
fn the_largest_log_has_roots_and_proofs() {
    let leaf = Hash::leaf(b"alike");
    let mut levels = vec![leaf];
    (0..63).for_each(|level| levels.push(Hash::node(&levels[level], &levels[level])));
    let reader = |level: u8, index: u64, width: u16| {
        assert_eq!(width, tile_width(level, index, MAX_SIZE));
        Ok::<_, Infallible>(levels[usize::from(level) * 8].0.repeat(usize::from(width)))
    };
    let root = root_from_tiles(&reader, MAX_SIZE).unwrap();
    let mut numbers = Numbers(4);
    let at_random = (0..50).map(|_| numbers.below(MAX_SIZE));
    for index in [0, 1, 1 << 62, (1 << 62) - 1, MAX_SIZE - 1, MAX_SIZE - 2]
        .into_iter()
        .chain(at_random)
    {
        let path = inclusion_from_tiles(&reader, index, MAX_SIZE).unwrap();
        assert_eq!(
            verify_inclusion(&leaf, index, MAX_SIZE, &path, &root),
            Ok(())
        );
        let old = index + 1;
        let old_reader = |level: u8, _: u64, width: u16| {
            Ok::<_, Infallible>(levels[usize::from(level) * 8].0.repeat(usize::from(width)))
        };
        let old_root = root_from_tiles(&old_reader, old).unwrap();
        let path = consistency_from_tiles(&reader, old, MAX_SIZE).unwrap();
        assert_eq!(
            verify_consistency(old, MAX_SIZE, &path, &old_root, &root),
            Ok(())
        );
    }
    let too_large = TileError::Size(SizeError::TooLarge { size: 1 << 63 });
    assert_eq!(root_from_tiles(&reader, 1 << 63), Err(too_large));

    let edge: Vec<Vec<u8>> = edge_paths(MAX_SIZE)
        .iter()
        .map(|path| match path.strip_prefix("tile/entries/") {
            Some(_) => b"\0\x05alike".repeat(255),
            None => {
                let level: usize = path["tile/".len()..][..1].parse().unwrap();
                let width = if level == 7 { 127 } else { 255 };
                levels[level * 8].0.repeat(width)
            }
        })
        .collect();
    assert_eq!(Tiler::resume(MAX_SIZE, edge).unwrap().root(), root);
}

#[test]
fn any_flipped_bit_of_a_log_is_seen() {
    let size = 1337;
    let (tiler, folder) = log(size);
    let mut numbers = Numbers(5);
    let piece_paths: Vec<&String> = folder.0.keys().collect();
    let mut unreadable = 0;
    for turn in 0..2000 {
        let path = piece_paths[turn % piece_paths.len()];
        let mut changed = folder.clone();
        let bytes = changed.0.get_mut(path).unwrap();
        let bit = numbers.below(bytes.len() as u64 * 8) as usize;
        bytes[bit / 8] ^= 1 << (bit % 8);
        match rebuild(size, |path| changed.read(path), unread) {
            Ok(rebuilt) if path.starts_with("tile/entries/") => {
                assert_ne!(rebuilt.root, tiler.root());
                // The tile of level 0 beside it says which entry it is.
                let first = &rebuilt.changed[0];
                assert_eq!(first.path, path.replace("entries", "0"));
            }
            Ok(rebuilt) => {
                assert_eq!(rebuilt.root, tiler.root());
                let [tile] = rebuilt.changed.as_slice() else {
                    panic!("{path}: {rebuilt:?}")
                };
                assert_eq!((&tile.path, usize::from(tile.first)), (path, bit / 256));
            }
            Err(RebuildError::Bundle { path: named, .. }) => {
                unreadable += 1;
                assert_eq!(&named, path);
            }
            Err(other) => panic!("{other}"),
        }
    }
    assert!(unreadable > 0);
}

#[test]
fn a_missing_cut_or_longer_piece_is_seen() {
    let size = 1337;
    let (_, folder) = log(size);
    for path in folder.0.keys() {
        let mut changed = folder.clone();
        let bytes = changed.0.remove(path).unwrap();
        let found = rebuild(size, |path| changed.read(path), unread);
        let source = Missing(path.clone());
        assert_eq!(
            found,
            Err(RebuildError::Read {
                path: path.clone(),
                source
            })
        );
        for other in [&bytes[..bytes.len() - 1], &[&bytes[..], &[0]].concat()] {
            changed.0.insert(path.clone(), other.to_vec());
            match rebuild(size, |path| changed.read(path), unread) {
                Ok(rebuilt) => assert_eq!(&rebuilt.changed[0].path, path),
                Err(RebuildError::Bundle { path: named, .. }) => assert_eq!(&named, path),
                Err(other) => panic!("{other}"),
            }
        }
    }
    // One entry more or fewer than the place asks for.
    let bundle = "tile/entries/001";
    for count in [255_usize, 257] {
        let mut changed = folder.clone();
        let entries = (256..256 + count as u64).map(entry).collect::<Vec<_>>();
        let bytes = holdfire_seal::tiles::encode_bundle(entries.iter().map(Vec::as_slice)).unwrap();
        changed.0.insert(bundle.to_owned(), bytes);
        let source = BundleError::Count {
            found: count,
            needed: usize::from(FULL_WIDTH),
        };
        let expected = RebuildError::Bundle {
            path: bundle.to_owned(),
            source,
        };
        assert_eq!(
            rebuild(size, |path| changed.read(path), unread),
            Err(expected)
        );
    }
}

#[test]
fn rebuilding_hands_over_every_entry_in_order() {
    let size = 777;
    let (_, folder) = log(size);
    let mut next = 0;
    let seen = |index: u64, leaf: &Hash, data: &[u8]| {
        assert_eq!((index, data), (next, entry(next).as_slice()));
        assert_eq!(*leaf, Hash::leaf(data));
        next += 1;
    };
    rebuild(size, |path| folder.read(path), seen).unwrap();
    assert_eq!(next, size);
    let empty = rebuild(0, |path| folder.read(path), unread).unwrap();
    assert_eq!((empty.root, empty.changed), (Hash::EMPTY_ROOT, vec![]));
}
