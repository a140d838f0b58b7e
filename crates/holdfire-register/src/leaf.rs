//! From a site and its seed to the leaf that stands for it.

use holdfire_seal::Hash;
use holdfire_seal::cbor::{write_array, write_bytes, write_text};
use holdfire_seal::fields::{Field, FieldOpening, SealedFields, Seed};
use zeroize::Zeroize as _;

use crate::form;
use crate::site::{FieldName, SiteFields};

const FORMAT: &str = "holdfire/site@v1";

/// Calls back with the salted field tree of a site; the copies of the values are wiped afterwards.
fn with_sealed<T>(seed: &Seed, site: &SiteFields, work: impl FnOnce(&SealedFields<'_>) -> T) -> T {
    let mut fields =
        FieldName::ALL.map(|name| Field::new(name.as_str(), site.get(name).as_bytes()));
    let sealed = SealedFields::new(seed.clone(), &fields)
        .expect("a site has a fixed number of fields of limited length");
    let result = work(&sealed);
    drop(sealed);
    fields.iter_mut().for_each(|field| field.value.zeroize());
    result
}

/// The data of a leaf: the format and the root of the field tree. One size for every site and every dummy.
#[must_use]
pub fn leaf_data(fields_root: &Hash) -> Vec<u8> {
    let bytes = form::encode(64, |out| {
        write_array(out, 2);
        write_text(out, FORMAT);
        write_bytes(out, &fields_root.0);
    });
    bytes.to_vec()
}

/// The leaf hash over the root of a field tree.
#[must_use]
pub fn leaf_over(fields_root: &Hash) -> Hash {
    Hash::leaf(&leaf_data(fields_root))
}

/// The leaf hash of a site.
#[must_use]
pub fn leaf_of(seed: &Seed, site: &SiteFields) -> Hash {
    leaf_over(&with_sealed(seed, site, |sealed| sealed.root()))
}

/// Openings of some fields of a site, with the root they lead to.
pub(crate) fn open_fields(
    seed: &Seed,
    site: &SiteFields,
    fields: &[FieldName],
) -> (Hash, Vec<FieldOpening>) {
    with_sealed(seed, site, |sealed| {
        let opened = |field: &FieldName| {
            sealed
                .opening(field.index() as u64)
                .expect("a site has every field")
        };
        (sealed.root(), fields.iter().map(opened).collect())
    })
}
