//! Opening parts of a list, and verifying what was opened.

use std::path::Path;

use holdfire_model::SiteId;
use holdfire_register::{
    Completeness, FieldName, MOST_OPENING_BYTES, OpenedReport, Opening, OpeningError, Pick,
    verify_opening,
};
use holdfire_seal::Hash;
use holdfire_seal::note::VerifierKey;

use super::{Kind, counted, deposit, files, input};
use crate::cli::{OpenArgs, VerifyArgs};
use crate::commands::{done, key};
use crate::output::{Failure, Outcome, note, print, safe, with_causes};

/// `register open`
pub fn open(args: &OpenArgs) -> Outcome {
    let keys = key::load(&args.key)?;
    files::check_new(&args.out)?;
    let pick = pick(args)?;
    let list = files::private_list(&args.private, &keys)?;
    let opening = list.open(args.version, &pick).map_err(input)?;
    // What others will check is checked here first.
    let own = [keys.public().signs];
    let report = verify_opening(&opening, &own, None)
        .map_err(|error| of_opening(&args.private, &own, &error))?;
    files::write_new(&args.out, opening.to_file().as_bytes())?;
    note(&format!(
        "wrote {}: whoever has this file can read {} of version {}, and check that it was on the list then",
        args.out.display(),
        shown(&report, &pick),
        args.version
    ));
    if report.claim != holdfire_register::Claim::All {
        note("all else stays sealed: it does not show that anything is not on the list");
    }
    done()
}

fn shown(report: &OpenedReport, pick: &Pick) -> String {
    let sites = report.leaves.iter().filter(|leaf| match pick {
        Pick::Fields { .. } => leaf.is_dummy() == Some(false),
        _ => leaf.whole().is_some_and(|site| !site.is_dummy()),
    });
    let sites = counted(sites.count(), "site");
    match pick {
        Pick::Fields { fields, .. } => {
            let names: Vec<&str> = fields.iter().map(|field| field.as_str()).collect();
            format!("{} of {sites}", names.join(", "))
        }
        Pick::Class {
            field,
            completeness: Completeness::Complete,
            ..
        } => format!("everything about {sites}, and the {field} of every other leaf,"),
        Pick::All => format!("the whole list, {sites},"),
        Pick::Sites(_) | Pick::Class { .. } => format!("everything about {sites}"),
    }
}

fn pick(args: &OpenArgs) -> Result<Pick, Failure> {
    if args.all {
        return Ok(Pick::All);
    }
    let class = |field: FieldName, value: &String| Pick::Class {
        field,
        value: value.clone(),
        completeness: if args.complete {
            Completeness::Complete
        } else {
            Completeness::Members
        },
    };
    if let Some(region) = &args.region {
        return Ok(class(FieldName::Region, region));
    }
    if let Some(category) = &args.category {
        return Ok(class(FieldName::Category, category));
    }
    let site = |id: &String| {
        SiteId::new(id).map_err(|_| Failure::Input(format!("`{id}` is no id of a site")))
    };
    let sites = args.sites.iter().map(site).collect::<Result<_, _>>()?;
    if args.fields.is_empty() {
        return Ok(Pick::Sites(sites));
    }
    let field = |name: &String| {
        FieldName::parse(name).ok_or_else(|| {
            let all: Vec<&str> = FieldName::ALL.iter().map(|field| field.as_str()).collect();
            Failure::Input(format!(
                "sites have no field `{name}`\nhint: fields are {}",
                all.join(", ")
            ))
        })
    };
    let fields = args.fields.iter().map(field).collect::<Result<_, _>>()?;
    Ok(Pick::Fields { sites, fields })
}

/// `register verify`
pub fn verify(args: &VerifyArgs) -> Outcome {
    let keys = key::verifiers(&args.vkeys)?;
    if let Some(csv) = &args.csv {
        files::check_new(csv)?;
    }
    let asked = match (&args.handover, &args.statement_hash) {
        (Some(path), _) => Some(files::handover(path, &keys)?.signed().hash()),
        (None, Some(text)) => Some(Hash::from_hex(text).ok_or_else(|| {
            Failure::Input(format!(
                "`{text}` is no hash of a statement: 64 hexadecimal digits, small letters"
            ))
        })?),
        (None, None) => None,
    };
    let deposited = match &args.deposit {
        Some(path) => Some(deposit::check(path, &args.log, args.policy.as_deref())?),
        None => None,
    };
    let asked = asked.or(deposited.as_ref().map(|deposited| deposited.statement));
    let report = verified(&args.opening, &keys, asked.as_ref())?;
    if let Some(csv) = &args.csv {
        write_csv(csv, &report)?;
    }
    let mut lines = report.words();
    lines.extend(deposited.map(|deposited| deposited.words));
    print(&format!("{}\n", safe(&lines.join("\n"))))?;
    done()
}

/// What an opening shows, verified.
pub fn verified(
    path: &Path,
    keys: &[VerifierKey],
    asked: Option<&Hash>,
) -> Result<OpenedReport, Failure> {
    let file = files::read(path, MOST_OPENING_BYTES)?;
    let opening = Opening::parse_unverified(&file)
        .map_err(|error| of_opening(path, keys, &OpeningError::Form(error)))?;
    verify_opening(&opening, keys, asked).map_err(|error| of_opening(path, keys, &error))
}

pub fn of_opening(path: &Path, keys: &[VerifierKey], error: &OpeningError) -> Failure {
    let text = format!("{}: {}", path.display(), with_causes(error));
    Kind::of_opening(error).failure(text, keys)
}

fn write_csv(path: &Path, report: &OpenedReport) -> Result<(), Failure> {
    let sites = report.whole_sites().count();
    if sites == 0 {
        return Err(Failure::No(
            "no site was opened wholly, so there is nothing to write as a register.csv".to_owned(),
        ));
    }
    let table = report.register_csv();
    files::write_new(path, table.text.as_bytes())?;
    note(&format!(
        "wrote {}: {}",
        path.display(),
        counted(sites, "site")
    ));
    if !table.radius_words.is_empty() {
        let words: Vec<String> = table
            .radius_words
            .iter()
            .map(|(word, metres)| format!("{word} = {metres}"))
            .collect();
        note(&format!(
            "hint: case.toml needs these words in [radius_m]: {}",
            words.join(", ")
        ));
    }
    Ok(())
}
