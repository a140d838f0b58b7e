//! A sealed list, as a party, an auditor and a third party handle it by commands.

mod leaks;
mod refused;

use std::path::PathBuf;
use std::process::Output;

use crate::support::{Folder, err, out, run};

/// A word and a coordinate that must be found nowhere but where they belong.
const WORD: &str = "Zebrafinch works";
const LONGITUDE: &str = "11.417253";

const LIST: &str = "id,party,name,category,region,lon,lat,radius_m,note\n\
    S-1,beta,Zebrafinch works,plant,west,11.417253,50.513377,250,\n\
    S-2,beta,Second,plant,east,12.10,50.60,250,\n\
    S-3,beta,Third,substation,west,11.90,50.20,100,a remark\n";

/// S-2 is gone, S-4 is new, S-3 has another name.
const NEXT_LIST: &str = "id,party,name,category,region,lon,lat,radius_m,note\n\
    S-1,beta,Zebrafinch works,plant,west,11.417253,50.513377,250,\n\
    S-3,beta,Third works,substation,west,11.90,50.20,100,a remark\n\
    S-4,beta,Fourth,plant,east,12.20,50.10,90,\n";

/// A folder with a party's keys, those of a third party, and both public files.
struct Desk(Folder);

impl Desk {
    fn new(name: &str) -> Self {
        let desk = Self(Folder::new(name));
        for person in ["beta", "gamma"] {
            let file = desk.path(&format!("{person}.key"));
            let made = run(&[
                "key",
                "new",
                &format!("{person}.example/desk"),
                "--out",
                &file,
            ]);
            assert!(made.status.success(), "{}", err(&made));
            desk.0.write(&format!("{person}.pub"), out(&made));
        }
        desk.0.write("sites.csv", LIST);
        desk
    }

    /// The same with two sealed versions, `v1` and `v2`.
    fn sealed(name: &str) -> Self {
        let desk = Self::new(name);
        desk.done("seal sites.csv --key beta.key --private beta.register --out v1");
        desk.0.write("sites.csv", NEXT_LIST);
        desk.done("seal sites.csv --key beta.key --private beta.register --out v2");
        desk
    }

    fn path(&self, name: &str) -> String {
        self.0.path().join(name).display().to_string()
    }

    /// `holdfire register` with words; those that name a file of the folder, or follow an option for one, are in it.
    fn register(&self, words: &str) -> Output {
        let mut args = vec!["register".to_owned()];
        let mut is_new = false;
        for word in words.split(' ') {
            let is_file = is_new || self.0.path().join(word).is_file();
            args.push(if is_file {
                self.path(word)
            } else {
                word.to_owned()
            });
            is_new = ["--out", "--private", "--csv"].contains(&word);
        }
        run(&args)
    }

    /// Standard output and standard error of a command that must succeed.
    #[track_caller]
    fn done(&self, words: &str) -> (String, String) {
        let output = self.register(words);
        assert!(output.status.success(), "{words}: {}", err(&output));
        (out(&output), err(&output))
    }

    /// Standard error of a command that must fail with this exit code and print nothing.
    #[track_caller]
    fn fails(&self, code: i32, words: &str) -> String {
        let output = self.register(words);
        assert_eq!(
            output.status.code(),
            Some(code),
            "{words}: {}",
            err(&output)
        );
        assert_eq!(out(&output), "", "{words}");
        err(&output)
    }

    fn files(&self) -> Vec<PathBuf> {
        let entries = std::fs::read_dir(self.0.path()).expect("the folder is there");
        let mut files: Vec<PathBuf> = entries
            .map(|entry| entry.expect("it can be listed").path())
            .collect();
        files.sort();
        files
    }

    /// The hash of the statement in a handover, as `check` prints it.
    fn statement(&self, handover: &str) -> String {
        let (said, _) = self.done(&format!("check {handover} --vkey beta.pub"));
        after(&said, "(statement ")[..64].to_owned()
    }
}

#[track_caller]
fn after<'a>(text: &'a str, words: &str) -> &'a str {
    let at = text
        .find(words)
        .unwrap_or_else(|| panic!("`{words}` in {text}"));
    &text[at + words.len()..]
}

#[track_caller]
fn holds(text: &str, words: &[&str]) {
    for word in words {
        assert!(text.contains(word), "`{word}` is not in: {text}");
    }
}

#[test]
fn a_party_seals_changes_and_opens_one_field_and_an_auditor_verifies_it() {
    let desk = Desk::new("register-story");
    let seal = "seal sites.csv --key beta.key --private beta.register --out";
    let (_, said) = desk.done(&format!("{seal} v1"));
    holds(
        &said,
        &[
            "sealed version 1",
            "3 sites",
            "64 leaves, padded",
            "and not how many sites there are",
            "places and salts are in",
            "nothing of this list can ever be opened",
        ],
    );
    desk.0.write("sites.csv", NEXT_LIST);
    let (_, said) = desk.done(&format!("{seal} v2"));
    holds(
        &said,
        &[
            "sealed version 2",
            "3 sites; 1 added, 1 withdrawn, 1 changed, 1 as before",
        ],
    );

    let (said, _) = desk.done("check v2 --vkey beta.pub --before v1");
    holds(
        &said,
        &[
            "Signed by beta.example/desk",
            "version 2 of list",
            "It follows version 1",
            "62 leaves kept, 1 added, 1 withdrawn, 1 changed",
            "says nothing about what is on the list",
        ],
    );
    // Without the one before, what is stated is not yet shown.
    let (said, _) = desk.done("check v2 --vkey beta.pub");
    holds(&said, &["was not checked"]);

    let open = "open --private beta.register --key beta.key --version 1";
    desk.done(&format!("{open} --site S-1 --field category --out one"));
    let (said, _) = desk.done("verify one --vkey beta.pub --handover v1");
    holds(
        &said,
        &[
            "version 1 of list",
            "category `plant`",
            "the statement that was asked about",
        ],
    );
    assert!(!said.contains(WORD) && !said.contains(LONGITUDE), "{said}");
    assert!(!said.contains("S-1"), "{said}");

    // The same by the hash of the statement alone, and with a vkey as text.
    let hash = desk.statement("v1");
    let public = desk.0.read("beta.pub");
    let vkey = after(&public, "signs ").lines().next().expect("a line");
    desk.done(&format!("verify one --vkey {vkey} --statement-hash {hash}"));
}

#[test]
fn a_region_and_the_whole_list_open_into_a_register_csv() {
    let desk = Desk::sealed("register-csv");
    let open = "open --private beta.register --key beta.key --version 2";
    desk.done(&format!("{open} --region west --out west"));
    let (said, _) = desk.done("verify west --vkey beta.pub --csv west.csv");
    holds(&said, &["Whether there are more is not shown", WORD]);
    let table = desk.0.read("west.csv");
    assert_eq!(table.lines().count(), 3, "{table}");
    holds(
        &table,
        &["S-1,beta,plant,50.513377,11.417253", "S-3,beta,substation"],
    );

    desk.done(&format!("{open} --category plant --complete --out plants"));
    let (said, _) = desk.done("verify plants --vkey beta.pub");
    holds(
        &said,
        &[
            "all 2 sites with category `plant`",
            "1 another one, 61 none",
        ],
    );

    desk.done(&format!("{open} --all --out all"));
    let (said, hint) = desk.done("verify all --vkey beta.pub --csv all.csv");
    holds(&said, &["the whole list: 3 sites and 61 dummies"]);
    holds(&hint, &["radius-90 = 90"]);

    desk.done(&format!("{open} --site S-4 --field region --out part"));
    let said = desk.fails(1, "verify part --vkey beta.pub --csv part.csv");
    holds(&said, &["no site was opened wholly"]);
    assert!(!desk.0.path().join("part.csv").exists());
}

#[test]
fn without_padding_the_number_is_said_to_be_known_to_all() {
    let desk = Desk::new("register-exact");
    let (_, said) = desk.done(
        "seal sites.csv --key beta.key --private beta.register --out v1 --pad none \
         --list-id 000102030405060708090a0b0c0d0e0f"
            .trim(),
    );
    holds(
        &said,
        &[
            "list 000102030405060708090a0b0c0d0e0f",
            "that there are 3 sites: the number is not padded",
        ],
    );
    let (said, _) = desk.done("check v1 --vkey beta.pub");
    holds(&said, &["3 leaves, each a site"]);
}

#[test]
fn a_row_that_was_withdrawn_is_left_out_and_said() {
    let desk = Desk::new("register-withdrawn");
    desk.0.write(
        "sites.csv",
        "id,party,category,withdrawn_at\nS-1,beta,plant,\nS-2,beta,plant,2030-03-01\n",
    );
    let (_, said) = desk.done("seal sites.csv --key beta.key --private beta.register --out v1");
    holds(&said, &["1 site", "1 row left out: `withdrawn_at`"]);
}

#[test]
fn who_received_a_version_signs_so_and_anybody_checks_it() {
    let desk = Desk::sealed("register-receipt");
    let sign = "receipt v1 --vkey beta.pub --key gamma.key --receiver Gamma";
    desk.done(&format!("{sign} --step handed --out got-all"));
    let check = "receipt v1 --vkey beta.pub --by gamma.pub --check";
    let (said, _) = desk.done(&format!("{check} got-all"));
    let statement = desk.statement("v1");
    holds(
        &said,
        &[
            "Signed by gamma.example/desk",
            "handed to Gamma",
            &statement,
        ],
    );

    // For one leaf, as `verify` names it.
    desk.done(
        "open --private beta.register --key beta.key --version 1 --site S-2 --field category --out one",
    );
    let (said, _) = desk.done("verify one --vkey beta.pub");
    let leaf = &after(&said, "\nleaf ")[..64];
    desk.done(&format!(
        "{sign} --step notified --leaf {leaf} --out got-one"
    ));
    let (said, _) = desk.done(&format!("{check} got-one --leaf {leaf}"));
    holds(
        &said,
        &["1 of the leaves of version 1", "notified to Gamma"],
    );
    let said = desk.fails(1, &format!("{check} got-one"));
    holds(&said, &["is for something else", "--leaf"]);

    // For another version, by another signer, changed, and a leaf that is not there.
    let said = desk.fails(
        1,
        "receipt v2 --vkey beta.pub --by gamma.pub --check got-all",
    );
    holds(&said, &["`version 1`", "`version 2`"]);
    let said = desk.fails(
        4,
        "receipt v1 --vkey beta.pub --by beta.pub --check got-all",
    );
    holds(
        &said,
        &["signed by none of the known keys", "beta.example/desk"],
    );
    desk.0.change("got-all", "to Gamma", "to Delta");
    let said = desk.fails(4, &format!("{check} got-all"));
    holds(&said, &["does not verify"]);
    let said = desk.fails(
        2,
        &format!("{sign} --step handed --leaf {statement} --out none"),
    );
    holds(&said, &[&statement, "is not in version 1"]);
    // Nothing is signed for a handover that is not the party's.
    let said = desk.fails(
        4,
        "receipt v1 --vkey gamma.pub --key gamma.key --receiver Gamma --step handed --out none",
    );
    holds(&said, &["signed by none of the known keys"]);
    assert!(!desk.0.path().join("none").exists());
}

#[test]
fn the_public_reads_numbers_with_rare_classes_withheld_and_fixed_cells() {
    let desk = Desk::new("register-public");
    let mut list = String::from("id,party,category,region\n");
    let mut open_data = String::from("category,region,lon,lat,name\n");
    for n in 0..80 {
        let region = ["west", "east"][n % 2];
        let place = format!("{}.{n:02},50.{n:02}", 10 + n % 7);
        list += &format!("S-{n},beta,substation,{region}\n");
        open_data += &format!("substation,{region},{place},Substation {n}\n");
        if n < 40 {
            list += &format!("P-{n},beta,plant,{region}\n");
            open_data += &format!("plant,{region},{place},Plant {n}\n");
        }
    }
    list += "S-dam,beta,dam,east\nS-other,beta,other,east\n";
    open_data += "dam,east,12.5,50.5,The dam\n";
    desk.0.write("sites.csv", list);
    desk.0.write("candidates.csv", &open_data);
    desk.done("seal sites.csv --key beta.key --private beta.register --out v1");
    desk.done("open --private beta.register --key beta.key --version 1 --all --out all");
    desk.done("open --private beta.register --key beta.key --version 1 --region east --out east");

    let (own, note) =
        desk.done("public counts beta.register --key beta.key --candidates candidates.csv");
    let (opened, _) = desk.done("public counts all --vkey beta.pub --candidates candidates.csv");
    assert_eq!(own, opened);
    let line = |start: &str| {
        let mut lines = own.lines();
        let line = lines.find(|line| line.starts_with(start));
        line.unwrap_or_else(|| panic!("{start} in {own}"))
            .to_owned()
    };
    assert_eq!(own.lines().next(), Some("category,region,sites"));
    assert_eq!(line("substation,all"), "substation,all below,80 or more");
    assert_eq!(line("substation,west,"), "substation,west,40 or more");
    assert_eq!(line("dam,east,"), "dam,east,withheld");
    // Withheld beside it: the total less the rest would be the one dam.
    assert_eq!(line("plant,all"), "plant,all below,withheld");
    assert!(!own.contains("other"), "{own}");
    holds(&note, &["fewer than 10 candidates"]);
    let said = desk.fails(
        1,
        "public counts east --vkey beta.pub --candidates candidates.csv",
    );
    holds(&said, &["a whole list only"]);

    desk.done(
        "public cells candidates.csv --fixed-on 2030-02-20 --source open-data --out cells.txt",
    );
    let place = "public place cells.txt --lon 12.5 --lat 50.5 --category";
    let (said, _) = desk.done(&format!("{place} dam"));
    assert!(said.starts_with("withheld"), "{said}");
    let (said, _) = desk.done(&format!("{place} plant"));
    assert!(said.starts_with("plant: "), "{said}");
    let again = "public cells candidates.csv --fixed-on 2030-02-20 --source open-data --out";
    let said = desk.fails(2, &format!("{again} {}", desk.path("cells.txt")));
    holds(&said, &["never overwritten"]);
}

#[test]
fn the_help_says_what_each_command_does_and_shows_one_that_can_be_typed() {
    let help = out(&run(&["register", "--help"]));
    for name in [
        "seal", "handover", "check", "receipt", "open", "verify", "public",
    ] {
        assert!(help.contains(&format!("\n  {name} ")), "{name}: {help}");
        let page = out(&run(&["register", name, "--help"]));
        assert!(page.contains("Usage: holdfire register"), "{page}");
        let words: &[&str] = if name == "public" {
            &["counts", "cells", "place"]
        } else {
            &[""]
        };
        for word in words {
            let mut args = vec!["register", name];
            args.extend((!word.is_empty()).then_some(*word));
            args.push("--help");
            let page = out(&run(&args));
            assert!(page.contains("Example"), "{args:?}: {page}");
        }
    }
    let flowing: Vec<&str> = help.split_whitespace().collect();
    holds(
        &flowing.join(" "),
        &["It says nothing about what is on the list"],
    );
    // Each example is one that the command line takes: it fails on the files, not on the words.
    for name in ["seal", "handover", "check", "receipt", "open", "verify"] {
        let folder = Folder::new(&format!("register-help-{name}"));
        let page = out(&run(&["register", name, "-h"]));
        let joined = page.replace(" \\\n     ", "");
        for line in joined
            .lines()
            .filter(|line| line.trim_start().starts_with("holdfire "))
        {
            let args = line.trim().trim_start_matches("holdfire ").split(' ');
            let output = crate::support::holdfire()
                .args(args)
                .current_dir(folder.path())
                .output()
                .expect("the program starts");
            let said = err(&output);
            assert!(
                !said.contains("Usage:") && !said.contains("unexpected"),
                "{line}: {said}"
            );
            holds(&said, &["there is no file"]);
        }
    }
}
