//! Running the program and making folders.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The root of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .canonicalize()
        .expect("the repository is there")
}

/// The case that is in the program.
pub fn energy() -> PathBuf {
    root().join("cases/energy-2025")
}

/// The program.
pub fn holdfire() -> Command {
    Command::new(env!("CARGO_BIN_EXE_holdfire"))
}

/// Runs the program with arguments.
pub fn run<A: AsRef<std::ffi::OsStr>>(args: &[A]) -> Output {
    holdfire().args(args).output().expect("the program starts")
}

/// Standard output as text.
pub fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("the program writes UTF-8")
}

/// Standard error as text.
pub fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("the program writes UTF-8")
}

/// A folder that is removed at the end of the test.
pub struct Folder(PathBuf);

impl Folder {
    /// A new empty folder for a test.
    pub fn new(name: &str) -> Self {
        let path =
            Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).expect("a folder can be made");
        Self(path)
    }

    /// A copy of the 2025 case.
    pub fn energy(name: &str) -> Self {
        let folder = Self::new(name);
        copy(&energy(), &folder.0);
        folder
    }

    /// Its path.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Reads a file in it.
    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.0.join(name)).expect("the file is there")
    }

    /// Writes a file in it.
    pub fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        std::fs::write(self.0.join(name), text).expect("the file can be written");
    }

    /// Changes a file in it; what is replaced must be there.
    pub fn change(&self, name: &str, from: &str, to: &str) {
        let text = self.read(name);
        assert!(text.contains(from), "`{from}` is not in {name}");
        self.write(name, text.replacen(from, to, 1));
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder can be made");
    for entry in std::fs::read_dir(from).expect("the folder is there") {
        let path = entry.expect("a folder can be listed").path();
        let target = to.join(path.file_name().expect("a file has a name"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            std::fs::copy(&path, &target).expect("a file can be copied");
        }
    }
}

/// The origin of the mission of a [`Desk`].
#[cfg(unix)]
pub const ORIGIN: &str = "mission.example/halt-1";

/// A folder to work in, with a mission `halt`.
#[cfg(unix)]
pub struct Desk(pub Folder);

#[cfg(unix)]
impl Desk {
    pub fn with_mission(name: &str) -> Self {
        let desk = Self(Folder::new(name));
        let origin = ["--origin", ORIGIN, "--operator", "clerk"];
        desk.does(&[&["mission", "new", "halt"][..], &origin].concat());
        desk
    }

    pub fn tries(&self, args: &[&str]) -> Output {
        let mut command = holdfire();
        let run = command.args(args).current_dir(self.0.path());
        run.output().expect("the program starts")
    }

    pub fn does(&self, args: &[&str]) -> String {
        let output = self.tries(args);
        assert!(output.status.success(), "{args:?}\n{}", err(&output));
        out(&output)
    }

    pub fn ends(&self, args: &[&str], code: i32) -> String {
        let output = self.tries(args);
        let said = out(&output) + &err(&output);
        assert_eq!(output.status.code(), Some(code), "{args:?}\n{said}");
        said
    }

    /// Makes the keys of a person: `NAME.key` and `NAME.pub`.
    pub fn keys(&self, name: &str) {
        let file = format!("{name}.key");
        let person = format!("{name}.example/1");
        let public = self.does(&["key", "new", &person, "--out", &file]);
        self.0.write(&format!("{name}.pub"), public);
    }
}
