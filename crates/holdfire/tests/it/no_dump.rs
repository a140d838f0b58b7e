//! No core dump of the program, as the system sees it.

use crate::support::run;

#[test]
fn doctor_says_that_there_are_no_core_dumps() {
    let output = run(&["doctor", "--format", "json"]);
    let value: serde_json::Value = serde_json::from_slice(&output.stdout).expect("it is JSON");
    let checks = value["checks"].as_array().expect("a list");
    let check = checks
        .iter()
        .find(|check| check["name"] == "core dumps")
        .expect("there is such a line");
    assert_eq!(check["good"], true);
    if cfg!(target_os = "linux") {
        assert_eq!(
            check["found"],
            "the limit is 0, the process is not dumpable"
        );
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_running_process_has_a_limit_of_0_and_its_files_are_roots() {
    use std::io::Read as _;
    use std::os::unix::fs::MetadataExt as _;
    use std::process::Stdio;

    use crate::support::{energy, holdfire};

    // More is printed than a pipe takes: it waits in the middle of that.
    let mut child = holdfire()
        .arg("assess")
        .arg(energy())
        .args(["--format", "json"])
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut out = child.stdout.take().expect("it is a pipe");
    let mut first = [0];
    out.read_exact(&mut first).expect("it prints something");
    let proc = std::path::PathBuf::from(format!("/proc/{}", child.id()));
    let limits = std::fs::read_to_string(proc.join("limits"));
    let owner = std::fs::metadata(proc.join("mem")).map(|mem| mem.uid());
    child.kill().expect("it still runs, or has ended");
    child.wait().expect("it ends");
    let limits = limits.expect("it waits for a reader");
    let line = limits
        .lines()
        .find(|line| line.starts_with("Max core file"));
    let words: Vec<&str> = line.expect("a line").split_whitespace().collect();
    assert_eq!(words[4..6], ["0", "0"], "{line:?}");
    // Of a process that can be dumped they belong to its user; run by root this shows nothing, and does no harm.
    assert_eq!(owner.expect("it is there"), 0);
}
