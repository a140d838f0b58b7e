//! Same input, same bytes: whatever the time zone, the locale, the user and the order of rows.

use crate::support::{Folder, energy, holdfire, out, run};

const FORMATS: [&str; 5] = ["text", "json", "csv", "geojson", "html"];

fn assess(dir: &std::path::Path, format: &str) -> String {
    let output = run(&[
        "assess".as_ref(),
        dir.as_os_str(),
        "--format".as_ref(),
        format.as_ref(),
    ]);
    assert!(
        output.status.success(),
        "{format}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    out(&output)
}

#[test]
fn time_zone_locale_and_user_change_no_byte() {
    for format in FORMATS {
        let plain = assess(&energy(), format);
        let elsewhere = holdfire()
            .args([
                "assess".as_ref(),
                energy().as_os_str(),
                "--format".as_ref(),
                format.as_ref(),
            ])
            .env_clear()
            .env("TZ", "Pacific/Auckland")
            .env("LC_ALL", "tr_TR.UTF-8")
            .env("LANG", "ar_EG.UTF-8")
            .env("USER", "somebody-else")
            .env("HOME", "/nonexistent")
            .env("COLUMNS", "40")
            .output()
            .expect("the program starts");
        assert_eq!(out(&elsewhere), plain, "{format}");
    }
}

#[test]
fn the_order_of_rows_changes_no_byte() {
    let folder = Folder::energy("order-of-rows");
    for table in [
        "reports.csv",
        "replies.csv",
        "links.csv",
        "observations.csv",
        "control.csv",
    ] {
        let text = folder.read(table);
        let mut lines: Vec<&str> = text.lines().collect();
        // No field of these tables holds a line break, so lines are rows.
        let rows = lines.split_off(1);
        let reversed: Vec<&str> = lines.into_iter().chain(rows.into_iter().rev()).collect();
        folder.write(table, format!("{}\n", reversed.join("\n")));
    }
    for format in FORMATS {
        assert!(
            assess(folder.path(), format) == assess(&energy(), format),
            "{format} differs"
        );
    }
}

#[test]
fn the_folder_and_the_case_inside_the_program_give_the_same_bytes() {
    let folder = Folder::new("demo-bytes");
    let output = holdfire()
        .args(["demo", "--out", "."])
        .current_dir(folder.path())
        .output()
        .expect("the program starts");
    assert!(output.status.success());
    assert_eq!(out(&output), assess(&energy(), "text"));
    assert_eq!(folder.read("energy-2025.json"), assess(&energy(), "json"));
    assert_eq!(folder.read("energy-2025.html"), assess(&energy(), "html"));
}

#[test]
fn the_demo_runs_in_an_empty_folder_with_an_empty_environment() {
    let folder = Folder::new("empty-environment");
    let output = holdfire()
        .arg("demo")
        .env_clear()
        .current_dir(folder.path())
        .output()
        .expect("the program starts");
    assert!(output.status.success());
    let page = folder.read("holdfire-demo/energy-2025.html");
    assert!(
        page.contains("OpenStreetMap contributors"),
        "the outlines' notice goes with the page"
    );
}
