//! `workflow.toml`: what a case fixes for its workflow, dated before the period as its other settings are.

use std::collections::BTreeSet;

use holdfire_model::Case;
use holdfire_monitor::workflow::{
    Board, Body, Level, Majority, PersonName, Procedure, Settings, Standard,
};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::files::CaseFiles;
use crate::problem::Problems;
use crate::toml_file::{At, TomlFile};

/// The name of the file in a case folder.
pub(crate) const PATH: &str = "workflow.toml";

const VERSION: u32 = 1;

/// A file `workflow.toml`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "holdfire workflow, version 1")]
pub(crate) struct WorkflowFile {
    /// The version of the format: 1.
    pub version: At<u32>,
    /// Standards of proof that findings may name, weakest first.
    #[serde(default)]
    pub standards: Vec<At<String>>,
    /// Classes of severity.
    #[serde(default)]
    pub severity_classes: Vec<At<String>>,
    /// Who decides publications and disclosures; left out: a second person.
    #[serde(default)]
    pub release: Option<At<BoardFile>>,
    /// Bodies that may determine.
    #[serde(default)]
    pub body: Vec<At<BodyFile>>,
    /// Levels of the ladder, lowest first.
    #[serde(default)]
    pub level: Vec<At<LevelFile>>,
}

/// A board.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct BoardFile {
    /// Its members: names of persons of the mission.
    pub members: Vec<String>,
    /// How many must vote, from two to the number of members.
    pub quorum: usize,
    /// How many must agree.
    #[serde(default)]
    pub majority: MajorityName,
}

/// A body that may determine.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct BodyFile {
    /// Its name.
    pub name: String,
    /// The board that decides; left out: one person proposes and a second agrees.
    #[serde(default)]
    pub board: Option<BoardFile>,
}

/// A level of the ladder.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LevelFile {
    /// Its name.
    pub name: String,
    /// Who deals with an issue there.
    pub who: String,
    /// Within how many minutes.
    pub within_minutes: u64,
}

/// How many of a board must agree.
#[derive(Clone, Copy, Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum MajorityName {
    /// More for than against.
    #[default]
    Simple,
    /// Two thirds of those for or against.
    TwoThirds,
    /// Nobody against.
    Consensus,
}

/// The settings of the workflow of a case folder. Without a `workflow.toml` they are [`Settings::of`] the case; what is
/// wrong in the file was told when the case was read, and is left out.
#[must_use]
pub fn settings(files: &CaseFiles, case: &Case) -> Settings {
    let mut settings = Settings::of(case);
    read(files, &mut settings, &mut Problems::default());
    settings
}

/// Tells what is wrong in `workflow.toml`.
pub(crate) fn check(files: &CaseFiles, case: &Case, problems: &mut Problems) {
    read(files, &mut Settings::of(case), problems);
}

fn read(files: &CaseFiles, settings: &mut Settings, problems: &mut Problems) {
    if !files.0.contains_key(PATH) {
        return;
    }
    let Some(text) = files.text(PATH, problems) else {
        return;
    };
    let file = TomlFile { path: PATH, text };
    let Some((workflow, _)) = file.read::<WorkflowFile>(problems) else {
        return;
    };
    if workflow.version.value != VERSION {
        let message = format!(
            "version {} of this format is not known",
            workflow.version.value
        );
        let hint = "this program knows version 1";
        file.error(
            problems,
            workflow.version.offset,
            message,
            Some(hint.to_owned()),
        );
        return;
    }
    let mut reader = Reader { file, problems };
    let standards = reader.names("standard of proof", &workflow.standards);
    if !standards.is_empty() {
        settings.standards = standards.into_iter().map(Standard).collect();
    }
    settings.severity_classes = reader.names("class of severity", &workflow.severity_classes);
    if let Some(release) = &workflow.release
        && let Some(board) = reader.board(&release.value, release.offset)
    {
        settings.release = Procedure::Board(board);
    }
    let mut seen = BTreeSet::new();
    for At { value, offset } in &workflow.body {
        if !reader.is_new("body", &value.name, *offset, &mut seen) {
            continue;
        }
        let procedure = match &value.board {
            None => Some(Procedure::SecondPerson),
            Some(board) => reader.board(board, *offset).map(Procedure::Board),
        };
        // A body whose board cannot be read decides nothing: a second person alone would be another body.
        settings.bodies.extend(procedure.map(|procedure| Body {
            name: value.name.clone(),
            procedure,
        }));
    }
    let mut seen = BTreeSet::new();
    for At { value, offset } in &workflow.level {
        if reader.is_new("level", &value.name, *offset, &mut seen) {
            if value.who.trim().is_empty() {
                reader.error(
                    *offset,
                    format!("nobody deals with the level `{}`", value.name),
                );
            }
            settings.ladder.push(Level {
                name: value.name.clone(),
                who: value.who.clone(),
                within_minutes: value.within_minutes,
            });
        }
    }
}

struct Reader<'f, 'p> {
    file: TomlFile<'f>,
    problems: &'p mut Problems,
}

impl Reader<'_, '_> {
    fn error(&mut self, offset: usize, message: String) {
        self.file.error(self.problems, offset, message, None);
    }

    fn is_new(
        &mut self,
        what: &str,
        name: &str,
        offset: usize,
        seen: &mut BTreeSet<String>,
    ) -> bool {
        if name.trim().is_empty() {
            self.error(offset, format!("a {what} has an empty name"));
            return false;
        }
        if !seen.insert(name.to_owned()) {
            self.error(offset, format!("the {what} `{name}` is there twice"));
            return false;
        }
        true
    }

    fn names(&mut self, what: &str, list: &[At<String>]) -> Vec<String> {
        let mut seen = BTreeSet::new();
        list.iter()
            .filter(|name| self.is_new(what, &name.value, name.offset, &mut seen))
            .map(|name| name.value.clone())
            .collect()
    }

    fn board(&mut self, board: &BoardFile, offset: usize) -> Option<Board> {
        let mut members = BTreeSet::new();
        for name in &board.members {
            match PersonName::new(name) {
                Ok(person) if !members.contains(&person) => {
                    members.insert(person);
                }
                Ok(_) => self.error(offset, format!("the member `{name}` is there twice")),
                Err(problem) => self.error(offset, problem.to_string()),
            }
        }
        let count = members.len();
        let majority = match board.majority {
            MajorityName::Simple => Majority::Simple,
            MajorityName::TwoThirds => Majority::TwoThirds,
            MajorityName::Consensus => Majority::Consensus,
        };
        let made = Board::new(members, board.quorum, majority);
        if made.is_none() {
            self.file.error(
                self.problems,
                offset,
                format!(
                    "the quorum is {} and the board has {count} members",
                    board.quorum
                ),
                Some("a quorum is at least two and at most all members".to_owned()),
            );
        }
        made
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> (Settings, Vec<String>) {
        let mut files = CaseFiles::default();
        files.0.insert(PATH.to_owned(), text.as_bytes().to_vec());
        let mut settings = Settings {
            mandate: holdfire_model::Mandate::Determine,
            standards: vec![Standard("reasonable-grounds".to_owned())],
            bodies: Vec::new(),
            release: Procedure::SecondPerson,
            ladder: Vec::new(),
            severity_classes: Vec::new(),
            parties: BTreeSet::new(),
            clauses: BTreeSet::new(),
            readings: BTreeSet::new(),
        };
        let mut problems = Problems::default();
        read(&files, &mut settings, &mut problems);
        let told = problems
            .sorted()
            .iter()
            .map(|p| format!("{}:{}: {}", p.file, p.line, p.message))
            .collect();
        (settings, told)
    }

    #[test]
    fn the_settings_of_the_specification_are_read() {
        let page = include_str!("../../../../docs/spec/work.md");
        let example = page
            .split("```toml\n")
            .nth(1)
            .and_then(|rest| rest.split("```").next())
            .unwrap();
        let (settings, told) = read_text(example);
        assert_eq!(told, [""; 0]);
        assert_eq!(settings.standards.len(), 2);
        assert_eq!(settings.bodies.len(), 2);
        assert_eq!(settings.bodies[1].procedure, Procedure::SecondPerson);
        let Procedure::Board(board) = &settings.bodies[0].procedure else {
            panic!("{settings:?}");
        };
        assert_eq!((board.members().len(), board.quorum()), (3, 2));
        assert_eq!(board.majority(), Majority::Consensus);
        assert_eq!(settings.ladder.len(), 2);
        assert_eq!(settings.severity_classes, ["outage", "casualties"]);
    }

    #[test]
    fn what_is_left_out_stays_as_it_is_by_default() {
        let (settings, told) = read_text("version = 1\n");
        assert_eq!(told, [""; 0]);
        assert_eq!(settings.standards.len(), 1);
        assert_eq!(settings.release, Procedure::SecondPerson);
    }

    #[test]
    fn all_that_is_wrong_is_told_with_its_line_and_a_bad_board_is_no_second_person() {
        let (settings, told) = read_text(
            "version = 1\nstandards = [\"a\", \"a\"]\n[[body]]\nname = \"b\"\n\
             board = { members = [\"x\", \"y\"], quorum = 1 }\n\
             [[body]]\nname = \"c\"\nboard = { members = [\"x\", \"x\"], quorum = 2 }\n",
        );
        assert_eq!(settings.bodies, []);
        assert_eq!(
            told,
            [
                "workflow.toml:2: the standard of proof `a` is there twice",
                "workflow.toml:3: the quorum is 1 and the board has 2 members",
                "workflow.toml:6: the member `x` is there twice",
                "workflow.toml:6: the quorum is 2 and the board has 1 members",
            ]
        );
        let (_, told) = read_text("version = 2\n");
        assert_eq!(told.len(), 1);
    }
}
