//! What the public may read of a list: numbers with rare classes withheld, and places in fixed cells.

use holdfire_geo::{Disc, LonLat};
use holdfire_register::{
    CellRules, Claim, Classes, FieldName, FixedCells, MOST_CELLS_BYTES, PublicCount, PublicPlace,
    SiteFields,
};

use super::{files, input, open, table};
use crate::cli::{CellsArgs, CountsArgs, PlaceArgs, PublicCommand};
use crate::commands::{done, key};
use crate::output::{Failure, Outcome, note, print, safe};

/// `register public`
pub fn run(command: &PublicCommand) -> Outcome {
    match command {
        PublicCommand::Counts(args) => counts(args),
        PublicCommand::Cells(args) => cells(args),
        PublicCommand::Place(args) => place(args),
    }
}

fn counts(args: &CountsArgs) -> Outcome {
    let candidates = table::columns(&args.candidates, ["category", "region"])?;
    let candidates = candidates
        .iter()
        .map(|(_, [category, region])| (category.as_str(), region.as_str()));
    let classes = Classes::fix(args.k, args.step, candidates).map_err(input)?;
    let class = |site: &SiteFields| {
        let value = |field| site.get(field).to_owned();
        (value(FieldName::Category), value(FieldName::Region))
    };
    let sites: Vec<(String, String)> = if let Some(key) = &args.key {
        let list = files::private_list(&args.list, &key::load(key)?)?;
        let last = list.last_version();
        let version = args.version.unwrap_or(last);
        if list.statement(version).is_none() {
            return Err(Failure::Input(format!(
                "there is no version {version}: the last is {last}"
            )));
        }
        list.sites(version).map(|(_, site)| class(site)).collect()
    } else {
        let report = open::verified(&args.list, &key::verifiers(&args.vkeys)?, None)?;
        if report.claim != Claim::All {
            return Err(Failure::No(
                "numbers can be given of a whole list only, and this opening shows a part of it\n\
                 hint: `holdfire register open --all`"
                    .to_owned(),
            ));
        }
        report.whole_sites().map(class).collect()
    };
    let sites = sites
        .iter()
        .map(|(category, region)| (category.as_str(), region.as_str()));
    let mut lines = vec![row("category", "region", "sites")];
    for category in classes.count(sites) {
        let total = number(category.sites, args.step);
        lines.push(row(&category.category, "all below", &total));
        for region in category.regions {
            let sites = number(region.sites, args.step);
            lines.push(row(&category.category, &region.region, &sites));
        }
    }
    print(&format!("{}\n", lines.join("\n")))?;
    note(&format!(
        "withheld: classes with fewer than {} candidates in open data, numbers below {0}, and so many more that no total \
         gives them away. Sites of classes that open data does not have are in no line",
        args.k
    ));
    done()
}

fn row(category: &str, region: &str, sites: &str) -> String {
    let cell = |text: &str| {
        let text = safe(text);
        if text.contains([',', '"', '\n']) {
            format!("\"{}\"", text.replace('"', "\"\""))
        } else {
            text
        }
    };
    [category, region, sites].map(cell).join(",")
}

fn number(count: PublicCount, step: u64) -> String {
    match count {
        PublicCount::Withheld => "withheld".to_owned(),
        PublicCount::AtLeast(number) if step == 1 => number.to_string(),
        PublicCount::AtLeast(number) => format!("{number} or more"),
    }
}

fn cells(args: &CellsArgs) -> Outcome {
    files::check_new(&args.out)?;
    let rows = table::columns(&args.candidates, ["category", "lon", "lat"])?;
    let mut candidates = Vec::new();
    for (line, [category, lon, lat]) in &rows {
        let bad =
            |why: String| Failure::Input(format!("{}:{line}: {why}", args.candidates.display()));
        let degrees = |text: &str| {
            text.parse::<f64>()
                .map_err(|_| bad(format!("`{text}` is no number of degrees")))
        };
        let place = LonLat::new(degrees(lon)?, degrees(lat)?).map_err(|e| bad(e.to_string()))?;
        candidates.push((category.as_str(), place));
    }
    let rules = CellRules {
        k: args.k,
        finest: args.finest,
        coarsest: args.coarsest,
        ..CellRules::usual(&args.fixed_on, &args.source)
    };
    let cells = FixedCells::fix(rules, candidates).map_err(input)?;
    files::write_new(&args.out, cells.to_text().as_bytes())?;
    note(&format!(
        "wrote {} (SHA-256 {}): publish it before the first report, and never make it again",
        args.out.display(),
        cells.hash()
    ));
    done()
}

fn place(args: &PlaceArgs) -> Outcome {
    let text = files::text(&args.cells, MOST_CELLS_BYTES)?;
    let cells = FixedCells::parse(&text).map_err(input)?;
    let centre = LonLat::new(args.lon, args.lat).map_err(input)?;
    let disc = Disc::new(centre, args.radius_m).map_err(input)?;
    let line = match cells.place(&args.category, &disc) {
        PublicPlace::Cell(cell) => format!("{}: {cell}", args.category),
        PublicPlace::ClassOnly => format!("{}: no place", args.category),
        PublicPlace::Withheld => format!(
            "withheld, the category too: open data has fewer than {} of it",
            cells.k()
        ),
    };
    print(&format!("{}\n", safe(&line)))?;
    done()
}
