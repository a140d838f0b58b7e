//! The grade beside an account, and the form that gives it.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use holdfire_words::Words;

use crate::access::{Action, Facts, Thing};
use crate::grades::{CREDIBILITY, Grade, RELIABILITY};
use crate::web::{Address, App, Fault, Form, Shell, Visitor};

/// What stands beside one account.
#[derive(Template)]
#[template(path = "grade.html")]
struct Beside<'a> {
    words: &'static Words,
    report: &'a str,
    grade: Option<&'a Grade>,
    /// What has to stand in the form; none: these eyes give no grade.
    csrf: Option<&'a str>,
}

impl Beside<'_> {
    fn say(&self, id: &str) -> String {
        self.words.say(id)
    }

    fn named(&self, prefix: &str, name: &str) -> String {
        self.words.say(&format!("{prefix}{name}"))
    }

    fn letters(&self) -> [&'static str; 6] {
        RELIABILITY
    }

    fn digits(&self) -> [&'static str; 6] {
        CREDIBILITY
    }

    fn is_now(&self, letter_or_digit: &str) -> bool {
        let now = |grade: &Grade| [grade.reliability, grade.credibility].contains(&letter_or_digit);
        self.grade.is_some_and(now)
    }
}

/// Who sees grades on a page, and who gives them there.
#[derive(Clone)]
pub struct Grading {
    reads: bool,
    csrf: Option<String>,
}

impl Grading {
    pub fn new(visitor: &Visitor, shell: &Shell) -> Self {
        let facts = Facts::of(Thing::Task);
        let reads = (shell.name.is_some() || shell.demo) && visitor.may(Action::Read, &facts);
        let gives = reads
            && !shell.demo
            && !shell.past
            && visitor.may(Action::Verify, &Facts::of(Thing::Report));
        Self {
            reads,
            csrf: gives.then(|| shell.csrf.clone()),
        }
    }

    /// The grade of a report of the mission's own log, as HTML.
    pub fn html(&self, words: &'static Words, report: &str, grade: Option<&Grade>) -> String {
        if !self.reads {
            return String::new();
        }
        let beside = Beside {
            words,
            report,
            grade,
            csrf: self.csrf.as_deref(),
        };
        // Writing to a text cannot fail.
        beside.render().unwrap_or_default()
    }
}

/// `POST /reports/{id}/grade`
///
/// # Errors
/// [`Fault`]
pub async fn give(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    form: Form,
) -> Result<Response, Fault> {
    let by = visitor.person()?;
    let address = Address::at(format!("/incidents/{id}"));
    let world = app.world(&visitor, &address).await?;
    let case = &world.ready().ok_or(Fault::NotFound)?.case;
    let read = case.reports.iter().any(|report| report.id.as_str() == id);
    // A grade is in the mission's own log: it would name a report that lies in a circle.
    if !read
        || !app
            .worlds()
            .snapshot()
            .mission_reports()
            .contains(id.as_str())
    {
        return Err(Fault::NotFound);
    }
    let because = holdfire_wire::work::typed(form.raw("because"));
    let (reliability, credibility) = (form.text("reliability"), form.text("credibility"));
    let grade = Grade::new(reliability, credibility, &because, &by).ok_or_else(|| {
        let given = format!("{reliability}{credibility}");
        Fault::asked(
            "grade",
            &given,
            "a letter from A to F and a digit from 1 to 6",
        )
    })?;
    app.enter(&by, vec![grade.draft(&id)]).await?;
    Ok(Redirect::to(&format!("/incidents/{id}")).into_response())
}
