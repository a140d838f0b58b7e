//! Where the record is kept. So far: files behind a trait ([`disk`]), so that power cuts and failing disks can be simulated.

pub mod disk;
