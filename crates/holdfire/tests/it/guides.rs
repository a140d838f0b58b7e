//! The guides of the book: every command of a page, in its order, in an empty folder.

#![cfg(unix)]

use std::path::Path;
use std::process::Command;

use crate::support::{Folder, err, root};

/// A block of a page: its language with the words behind it, and its lines.
struct Block {
    info: String,
    lines: Vec<String>,
}

fn blocks(page: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        let Some(info) = line.strip_prefix("```") else {
            continue;
        };
        let lines = lines.by_ref().take_while(|line| *line != "```");
        blocks.push(Block {
            info: info.to_owned(),
            lines: lines.map(str::to_owned).collect(),
        });
    }
    blocks
}

/// Commands of a block: lines after `$ `, with what follows a backslash at the end.
fn commands(block: &Block) -> Vec<String> {
    let mut commands: Vec<String> = Vec::new();
    let mut goes_on = false;
    for line in &block.lines {
        match line.strip_prefix("$ ") {
            Some(command) => commands.push(command.to_owned()),
            None if goes_on => {
                let last = commands.last_mut().expect("something goes on");
                *last += &format!("\n{line}");
            }
            None => {}
        }
        goes_on = line.ends_with('\\');
    }
    commands
}

/// Types a page: files of blocks such as `csv sites.csv` are written, commands of `console` blocks must succeed.
fn type_page(name: &str) -> usize {
    let page = root().join("docs/guides").join(name);
    let page = std::fs::read_to_string(&page).expect("the page is there");
    let folder = Folder::new(&format!("guide-{name}"));
    let program = Path::new(env!("CARGO_BIN_EXE_holdfire"));
    let programs = program.parent().expect("a program is in a folder");
    let path = std::env::var("PATH").unwrap_or_default();
    let path = format!("{}:{path}", programs.display());
    let mut typed = 0;
    for block in blocks(&page) {
        if let Some((_, file)) = block.info.split_once(' ') {
            folder.write(file, block.lines.join("\n") + "\n");
        }
        if block.info != "console" {
            continue;
        }
        for command in commands(&block) {
            let output = Command::new("sh")
                .args(["-c", &command])
                .current_dir(folder.path())
                .env("PATH", &path)
                .output()
                .expect("there is a shell");
            assert!(output.status.success(), "{command}\n{}", err(&output));
            typed += 1;
        }
    }
    typed
}

#[test]
fn a_party_can_type_its_guide() {
    assert!(type_page("party.md") >= 15);
}

#[test]
fn a_mission_can_type_its_guide() {
    assert!(type_page("mission.md") >= 35);
}

#[test]
fn a_secretariat_can_type_its_guide_to_sealed_lists() {
    assert!(type_page("register.md") >= 20);
}

#[test]
fn a_secretariat_can_type_its_guide_to_evidence() {
    assert!(type_page("evidence.md") >= 20);
}
