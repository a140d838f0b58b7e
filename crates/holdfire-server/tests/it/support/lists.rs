//! Sealed lists of a plan, as a mission takes them in.

use holdfire_model::Moment;
use holdfire_record::Kind;
use holdfire_register::{
    Covered, ListId, NoticeEntry, OpeningEntry, Padding, PrivateList, Receipt, Receiver,
    RecordedNotice, RecordedVersion, SiteFields, Step, VersionRef,
};
use holdfire_seal::Hash;
use holdfire_seal::fields::Seed;
use holdfire_seal::note::LogKey;
use holdfire_store::mission::Draft;

use super::room::{NOON, fields};

/// A sealed list of a party.
#[derive(Clone)]
pub struct SealedList {
    /// Every byte of its id.
    pub id: u8,
    /// Whose key signs it.
    pub party: &'static str,
    /// How many sites each version has.
    pub versions: Vec<usize>,
    /// How many of the versions are entered already.
    pub known: usize,
    /// To whom the newest version was notified, and something of it opened.
    pub told: Vec<&'static str>,
    /// Whose list it is by an entry of the record; empty: nobody's any more. None: no entry says it.
    pub of: Option<&'static str>,
}

impl SealedList {
    /// A list that the record says to be that of the party that signs it.
    pub fn of(id: u8, party: &'static str, versions: &[usize]) -> Self {
        Self {
            id,
            party,
            versions: versions.to_vec(),
            known: 0,
            told: Vec::new(),
            of: Some(party),
        }
    }

    pub fn list(&self) -> ListId {
        ListId([self.id; 16])
    }

    /// The entries of a log, in their order.
    pub fn drafts(&self) -> Vec<Draft> {
        let (list, subject) = (self.list(), format!("register/{}", self.list()));
        let key = register_key(self.party);
        let keys = [key.verifier().clone()];
        let mut seeds = (0_u64..).map(|n| {
            let bytes = [&[self.id][..], &n.to_be_bytes()].concat();
            Seed::new(Hash::of(&bytes).0)
        });
        let now = Moment(i64::try_from(NOON).expect("a time of this age") - 3600);
        let mut private = PrivateList::new(list);
        let (mut drafts, mut newest) = (Vec::new(), None);
        for sites in &self.versions {
            let rows: Vec<SiteFields> = (0..*sites).map(|n| site(self.party, n)).collect();
            let draft = private
                .draft(&rows, Padding::Exact, now, &mut || {
                    seeds.next().expect("there is no end of them")
                })
                .expect("it can be sealed");
            let (next, handover) = draft.sign(&key).expect("it is signed");
            private = next;
            newest = Some(VersionRef::from(handover.signed().state()));
            let version = RecordedVersion::new(handover, &keys, now);
            drafts.push(Draft::set(
                Kind::RegisterVersion,
                &subject,
                version.to_fields(),
            ));
        }
        let of = newest.expect("a list has a version");
        for to in &self.told {
            let to = Receiver::new(to).expect("a name");
            let notice = NoticeEntry::new(Receipt {
                step: Step::Notice,
                of,
                covered: Covered::ALL,
                to: to.clone(),
                at: now,
            });
            let notice = RecordedNotice::new(notice.expect("no deposit"), &[]);
            let notice = notice.expect("no receipt").to_fields();
            drafts.push(Draft::note(Kind::RegisterNotice, &subject, notice));
            let file = Hash::of(&[self.id]);
            let opening = OpeningEntry {
                of,
                to,
                at: now,
                file,
            };
            drafts.push(Draft::note(
                Kind::RegisterOpening,
                &subject,
                opening.to_fields(),
            ));
        }
        drafts.drain(..self.known);
        drafts.extend(self.of.map(|party| whose(list, party)));
        drafts
    }
}

/// The key with which a party signs its lists.
pub fn register_key(party: &str) -> LogKey {
    let name = format!("{party}.example/register");
    LogKey::from_seed(&name, &Hash::of(name.as_bytes()).0).expect("a name of a key")
}

/// The entry that says whose list it is.
pub fn whose(list: ListId, party: &str) -> Draft {
    let said = fields(&[("party", party)]);
    Draft::set(Kind::Access, &format!("list/{list}"), said)
}

fn site(party: &str, n: usize) -> SiteFields {
    let id = format!("Z-{n}");
    let columns = [
        ("id", id.as_str()),
        ("party", party),
        ("category", "line"),
        ("name", "Zebrafinch works"),
    ];
    SiteFields::from_columns(columns).expect("a site")
}
