//! Sealing a list, and making its handover again.

use std::collections::BTreeMap;
use std::path::Path;

use holdfire_register::{
    Counting, Handover, ListId, Padding, PrivateList, SealError, SiteFields, Statement,
};
use holdfire_seal::fields::Seed;
use holdfire_store::keyfile::KeyFile;
use holdfire_store::random::{Random as _, RandomError, SystemRandom};
use zeroize::Zeroizing;

use super::{Kind, counted, files, input, now, table};
use crate::cli::{HandoverArgs, SealArgs};
use crate::commands::{done, key};
use crate::output::{Failure, Outcome, note, with_causes};

/// `register seal`
pub fn seal(args: &SealArgs) -> Outcome {
    let keys = key::load(&args.key)?;
    files::check_new(&args.out)?;
    let _lock = files::lock(&args.private)?;
    let list = known_list(args, &keys)?;
    let rows = table::sites(&args.list)?;
    let (next, handover, left_out) = next_version(&list, &rows, args, &keys)?;
    let statement = handover.statement();
    if rows.is_empty() {
        note("warning: the list has no rows: this version has no sites");
    }
    // The private list first: a handover whose salts are lost could never be opened.
    files::save_private(&args.private, &next, &keys)?;
    note(&changes(&list, &next));
    if left_out > 0 {
        note(&format!(
            "{} left out: `withdrawn_at` says that it was withdrawn",
            counted(left_out, "row")
        ));
    }
    note(&seen_by_others(statement));
    note(&format!(
        "places and salts are in {} alone, encrypted to {}. Whoever has it and the key file {} has the list\n\
         hint: keep copies of both apart from each other. If either is lost, nothing of this list can ever be opened or \
         shown, and no next version can be sealed",
        args.private.display(),
        keys.name(),
        args.key.display()
    ));
    write_handover(&args.out, &handover).inspect_err(|_| {
        note(&format!(
            "version {} is sealed and in the private list; only its handover could not be written\n\
             hint: holdfire register handover --private {} --key {} --version {0} --out FILE",
            statement.version,
            args.private.display(),
            args.key.display()
        ));
    })?;
    done()
}

/// `register handover`
pub fn handover(args: &HandoverArgs) -> Outcome {
    let keys = key::load(&args.key)?;
    files::check_new(&args.out)?;
    let list = files::private_list(&args.private, &keys)?;
    let last = list.last_version();
    let version = args.version.unwrap_or(last);
    let own = [keys.public().signs];
    let handover = list.handover(version, &own).map_err(|error| {
        let text = format!("{}: {}", args.private.display(), with_causes(&error));
        Kind::of_handover(&error).failure(text, &own)
    })?;
    let handover = handover.ok_or_else(|| {
        Failure::Input(format!("there is no version {version}: the last is {last}"))
    })?;
    write_handover(&args.out, &handover)?;
    done()
}

fn write_handover(path: &Path, handover: &Handover) -> Result<(), Failure> {
    files::write_new(path, handover.to_file().as_bytes())?;
    note(&format!(
        "wrote {}, to be handed over: {}",
        path.display(),
        handover.signed().state()
    ));
    Ok(())
}

/// The list that is carried on, or a new one without versions.
fn known_list(args: &SealArgs, keys: &KeyFile) -> Result<PrivateList, Failure> {
    let asked = args.list_id.as_deref().map(list_id).transpose()?;
    if args.private.symlink_metadata().is_err() {
        files::check_new(&args.private)?;
        let id = match asked {
            Some(id) => id,
            None => {
                let mut id = ListId([0; 16]);
                SystemRandom.fill(&mut id.0).map_err(no_random)?;
                id
            }
        };
        return Ok(PrivateList::new(id));
    }
    let list = files::private_list(&args.private, keys)?;
    match asked {
        Some(asked) if asked != list.list() => Err(Failure::Input(format!(
            "{} holds list {}, and `--list-id` is {asked}\nhint: keep a private file for each list",
            args.private.display(),
            list.list()
        ))),
        _ => Ok(list),
    }
}

fn list_id(text: &str) -> Result<ListId, Failure> {
    ListId::from_hex(text).ok_or_else(|| {
        Failure::Input(format!(
            "`{text}` is no id of a list: 32 hexadecimal digits, small letters"
        ))
    })
}

fn no_random(error: RandomError) -> Failure {
    Failure::Surroundings(error.into())
}

fn next_version(
    list: &PrivateList,
    rows: &[SiteFields],
    args: &SealArgs,
    keys: &KeyFile,
) -> Result<(PrivateList, Handover, usize), Failure> {
    let padding = match args.pad {
        0 if args.cover > 1 => {
            return Err(Failure::Input(
                "`--cover` seals dummies anew, and `--pad none` has none".to_owned(),
            ));
        }
        0 => Padding::Exact,
        bucket => Padding::To {
            bucket,
            least: bucket.into(),
            cover: args.cover,
        },
    };
    // A seed that could not be drawn is all zeros; nothing made with it leaves this function.
    let mut failed = None;
    let mut seeds = || {
        let mut seed = Zeroizing::new([0; 32]);
        if let Err(error) = SystemRandom.fill(&mut *seed) {
            failed = Some(error);
        }
        Seed::new(*seed)
    };
    let draft = list.draft(rows, padding, now(), &mut seeds);
    if let Some(error) = failed {
        return Err(no_random(error));
    }
    let of_seal = |error: SealError| match error {
        SealError::ClockBack { .. } | SealError::SeedTwice => {
            Failure::Surroundings(anyhow::anyhow!(with_causes(&error)))
        }
        other => input(other),
    };
    let draft = draft.map_err(of_seal)?;
    let left_out = draft.left_out().len();
    let (next, handover) = draft.sign(keys.signing()).map_err(of_seal)?;
    Ok((next, handover, left_out))
}

/// How the sites of the new version differ from those of the last one.
fn changes(before: &PrivateList, after: &PrivateList) -> String {
    let sites = |list: &PrivateList| -> BTreeMap<String, SiteFields> {
        list.sites(list.last_version())
            .map(|(_, site)| {
                let id = site.id().map_or_else(String::new, |id| id.to_string());
                (id, site.clone())
            })
            .collect()
    };
    let (old, new) = (sites(before), sites(after));
    let version = after.last_version();
    let list = after.list();
    let all = counted(new.len(), "site");
    if version == 1 {
        return format!("sealed version 1 of the new list {list}: {all}");
    }
    let added = new.keys().filter(|id| !old.contains_key(*id)).count();
    let withdrawn = old.keys().filter(|id| !new.contains_key(*id)).count();
    let differs =
        |(id, site): &(&String, &SiteFields)| old.get(*id).is_some_and(|was| was != *site);
    let changed = new.iter().filter(differs).count();
    format!(
        "sealed version {version} of list {list}: {all}; {added} added, {withdrawn} withdrawn, {changed} changed, {} as \
         before",
        new.len() - added - changed
    )
}

/// What can be read from the handover.
fn seen_by_others(statement: &Statement) -> String {
    let Statement {
        count,
        added,
        withdrawn,
        changed,
        ..
    } = statement;
    let count = match statement.counting {
        Counting::Exact => format!("that there are {count} sites: the number is not padded"),
        Counting::Padded => {
            format!("{count} leaves, padded with dummies, and not how many sites there are")
        }
    };
    let moves = match statement.version {
        1 => String::new(),
        _ => format!(
            "; and that of the leaves {added} were added, {withdrawn} withdrawn and {changed} changed, dummies among them \
             if the number is padded"
        ),
    };
    format!("others see {count}{moves}")
}
