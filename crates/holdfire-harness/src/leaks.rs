//! Plants a word and a coordinate in what is confidential, kills the process in the middle of its work, and looks for them in
//! every file at rest: in every form in which somebody would look.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use holdfire_record::Kind;
use holdfire_seal::fields::Field;
use holdfire_store::disk::RealDisk;
use holdfire_store::mission::{
    Also, CopyKind, CopyReader, Draft, MissionError, PUBLIC, Submission, Surroundings,
};
use holdfire_store::random::SystemRandom;

use crate::progress::say;
use crate::session::{Hands, Open, Room, reader};

/// In subjects, values, the name of a person and of a request.
const WORD: &str = "Zinnoberkiesel";
const LON: f64 = 37.998_761;
const LAT: f64 = 48.512_347;

/// How long.
#[derive(clap::Args)]
pub struct Args {
    /// How often a process is killed.
    #[arg(long, default_value_t = 3)]
    count: u64,
}

/// What the child is told.
#[derive(clap::Args)]
pub struct ChildArgs {
    dir: PathBuf,
}

/// Kills, looks, and says what was found.
pub fn run(args: &Args) -> Result<()> {
    let room = Room::on_disk("leaks")?;
    control(&room)?;
    let (mut files, mut bytes) = (0, 0);
    for number in 0..args.count {
        room.empty()?;
        let temporary = room.0.join("temporary");
        fs::create_dir_all(&temporary)?;
        let mut child = Command::new(std::env::current_exe()?)
            .arg("leaks-child")
            .arg(room.mission())
            .current_dir(&room.0)
            .env("TMPDIR", &temporary)
            .stdout(fs::File::create(room.0.join("standard-output"))?)
            .stderr(fs::File::create(room.0.join("standard-error"))?)
            .stdin(Stdio::null())
            .spawn()?;
        // Killed under load: after the first copies, at another moment each time.
        let begun = Instant::now();
        while !room.0.join("second.age").exists() {
            ensure!(child.try_wait()?.is_none(), "the child ended by itself");
            ensure!(
                begun.elapsed() < Duration::from_secs(60),
                "the child is too slow"
            );
            std::thread::sleep(Duration::from_millis(10));
        }
        std::thread::sleep(Duration::from_millis(37 * (number + 1)));
        ensure!(child.try_wait()?.is_none(), "the child ended by itself");
        child.kill()?;
        child.wait()?;
        for wanted in [
            "mission/record.sqlite",
            "mission/record.sqlite-wal",
            "mission/log/checkpoint",
        ] {
            ensure!(
                room.0.join(wanted).is_file(),
                "there is no {wanted} to look at"
            );
        }
        for path in files_below(&room.0)? {
            let content = fs::read(&path)?;
            let found = forms_in(&content);
            ensure!(found.is_empty(), "{} holds {found:?}", path.display());
            let name = path.to_string_lossy();
            ensure!(
                forms_in(name.as_bytes()).is_empty(),
                "the name {name} holds it"
            );
            files += 1;
            bytes += content.len();
        }
    }
    say(&format!(
        "leaks: {} kills, {files} files of {} KiB, {} forms: nothing found",
        args.count,
        bytes / 1024,
        forms().len() + pairs().len()
    ));
    Ok(())
}

/// Works with what is confidential until it is killed.
pub fn run_child(args: &ChildArgs) -> Result<()> {
    let clock = Hands::new();
    let surroundings = Surroundings::new(Arc::new(RealDisk), clock.clone(), SystemRandom);
    let open = Open::at(&args.dir, &surroundings)?;
    let mission = &open.mission;
    mission.add_person(&open.author, WORD, None)?;
    let of_copies = [CopyReader {
        name: "keeper of copies".to_owned(),
        key: reader().to_public(),
    }];
    for round in 0_u64.. {
        clock.later(300);
        for log in [PUBLIC, open.circle] {
            let place = [LON.to_le_bytes(), LAT.to_le_bytes()].concat();
            let fields = vec![
                Field::new("word", WORD),
                Field::new("text", format!("{LON} {LAT}")),
                Field::new("place", place),
            ];
            let draft = Draft::set(Kind::Item, &format!("site/{WORD}-{round}"), fields);
            let entered = mission.submit_one(&open.author, log, draft)?;
            if round % 5 == 4 {
                mission.submit(Submission {
                    log,
                    author: open.author.clone(),
                    request: None,
                    drafts: vec![Draft::note(Kind::Erasure, WORD, Vec::new())],
                    also: vec![Also::Erase(entered.first.index)],
                })?;
            }
        }
        match mission.tick() {
            Ok(_) | Err(MissionError::NoTick { .. }) => {}
            Err(error) => return Err(error.into()),
        }
        mission.publish()?;
        let _ = mission.now()?.list(Kind::Item)?;
        // An error that has the word in what was asked does not repeat it.
        let refused = mission.view(
            &holdfire_store::mission::Audience::AllReadable,
            holdfire_store::mission::AsOf::Size(u64::MAX),
        );
        if let Err(error) = refused {
            say(&format!("{error} {error:?} {mission:?}"));
        }
        let above = args.dir.parent().context("the mission lies in a folder")?;
        let (kind, name) = match round {
            10 => (CopyKind::Backup, "first.age"),
            20 => (CopyKind::Export, "second.age"),
            _ => continue,
        };
        mission.copy(&open.author, kind, &above.join(name), &of_copies)?;
    }
    Ok(())
}

/// Every form of the word and of each coordinate that is long enough not to come up by chance.
fn forms() -> Vec<(String, Vec<u8>)> {
    let mut forms = Vec::new();
    let mut texts = vec![WORD.to_owned(), WORD.to_lowercase(), WORD.to_uppercase()];
    for coordinate in [LON, LAT] {
        // Cut and rounded; the longer ones contain the shorter.
        texts.push(coordinate.to_string()[..7].to_owned());
        texts.push(format!("{coordinate:.4}"));
        texts.push(format!("{coordinate:.4}").replace('.', ","));
        texts.push(format!("{:.0}", coordinate * 1e6));
        forms.push((
            format!("{coordinate} as f64, le"),
            coordinate.to_le_bytes().to_vec(),
        ));
        forms.push((
            format!("{coordinate} as f64, be"),
            coordinate.to_be_bytes().to_vec(),
        ));
    }
    for text in texts {
        let wide: Vec<u16> = text.encode_utf16().collect();
        let le = wide.iter().flat_map(|unit| unit.to_le_bytes()).collect();
        let be = wide.iter().flat_map(|unit| unit.to_be_bytes()).collect();
        let hex: String = text.bytes().map(|byte| format!("{byte:02x}")).collect();
        forms.push((format!("{text} in UTF-16, le"), le));
        forms.push((format!("{text} in UTF-16, be"), be));
        forms.push((format!("{text} in HEX"), hex.to_uppercase().into_bytes()));
        forms.push((format!("{text} in hex"), hex.into_bytes()));
        for before in 0..3 {
            let form = base64(text.as_bytes(), before);
            forms.push((
                format!("{text} in base64 after {before}"),
                form.into_bytes(),
            ));
        }
        forms.push((text.clone(), text.into_bytes()));
    }
    forms
}

/// The characters of base64 that depend on the text alone, if so many bytes stand before it in its group.
fn base64(text: &[u8], before: usize) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut bits = vec![false; before * 8];
    for byte in text {
        bits.extend((0..8).rev().map(|bit| byte >> bit & 1 == 1));
    }
    let groups = bits.chunks_exact(6).skip((before * 8).div_ceil(6));
    groups
        .map(|group| {
            group
                .iter()
                .fold(0, |value, bit| value << 1 | usize::from(*bit))
        })
        .map(|value| char::from(ALPHABET[value]))
        .collect()
}

/// Both coordinates in four bytes each.
fn pairs() -> [(&'static str, Vec<u8>); 4] {
    let both = [LON, LAT];
    let micro = both.map(|value| (value * 1e6).round() as i32);
    [
        (
            "both as f32, le",
            both.map(|value| (value as f32).to_le_bytes()).concat(),
        ),
        (
            "both as f32, be",
            both.map(|value| (value as f32).to_be_bytes()).concat(),
        ),
        (
            "both in millionths, le",
            micro.map(i32::to_le_bytes).concat(),
        ),
        (
            "both in millionths, be",
            micro.map(i32::to_be_bytes).concat(),
        ),
    ]
}

/// Which forms are in some bytes.
fn forms_in(content: &[u8]) -> Vec<String> {
    let has = |form: &[u8]| content.windows(form.len()).any(|window| window == form);
    let mut found: Vec<String> = forms()
        .into_iter()
        .filter(|(_, form)| has(form))
        .map(|(name, _)| name)
        .collect();
    // Four bytes come up by chance; both coordinates beside each other do not.
    for (name, pair) in pairs() {
        let (lon, lat) = pair.split_at(4);
        let near = |window: &[u8]| window.windows(4).any(|four| four == lat);
        let hits = content
            .windows(4)
            .enumerate()
            .filter(|(_, four)| *four == lon);
        let mut around =
            hits.map(|(at, _)| &content[at.saturating_sub(32)..content.len().min(at + 36)]);
        if around.any(near) {
            found.push(name.to_owned());
        }
    }
    found
}

/// A plain file with each form: the search finds every one.
fn control(room: &Room) -> Result<()> {
    let path = room.0.join("control");
    for (name, form) in forms() {
        fs::write(&path, [b"before".as_slice(), &form, b"after"].concat())?;
        let found = forms_in(&fs::read(&path)?);
        ensure!(found.contains(&name), "the search does not find {name}");
    }
    for (name, pair) in pairs() {
        ensure!(forms_in(&pair) == [name], "the search does not find {name}");
    }
    ensure!(
        forms_in(b"Wmlubm9iZXJraWVzZWw=").len() == 1,
        "the search does not find the word in base64 as other programs write it"
    );
    Ok(fs::remove_file(path)?)
}

fn files_below(dir: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut waiting = vec![dir.to_owned()];
    while let Some(next) = waiting.pop() {
        for entry in fs::read_dir(&next)? {
            let path = entry?.path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}
