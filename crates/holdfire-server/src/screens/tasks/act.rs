//! An act of a task, from the form to the record.

use super::fields::{one_of, refused};
use super::one::WITHDRAWS;
use super::one::{find, show};
use super::*;

/// Acts after which there is no way back, or that state a finding: a person shows a code again.
pub(super) fn needs_proof(act: ActName) -> bool {
    matches!(
        act,
        ActName::ProposeRelease
            | ActName::Execute
            | ActName::Vote
            | ActName::ProposeDetermination
            | ActName::Find
            | ActName::Attribute
    )
}

/// The same for a template.
#[must_use]
pub fn asks_code(act: &str) -> bool {
    ActName::of_name(act).is_some_and(needs_proof)
}

/// `POST /tasks/{id}/acts`
///
/// # Errors
/// [`Fault`]
pub async fn act(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, Fault> {
    let address = Address::at(format!("/tasks/{id}"));
    let world = app.world(&visitor, &address).await?;
    let ready = world.ready().ok_or(Fault::NotFound)?;
    let case = &ready.case;
    let name = ActName::of_name(form.text("act"))
        .ok_or_else(|| Fault::asked("act", form.text("act"), "an act that the page offers"))?;
    let on: u64 = form
        .text("on")
        .parse()
        .map_err(|_| Fault::asked("on", form.text("on"), "a number"))?;
    let fixed = ready.workflow.clone();
    let rules = rules(&fixed, &visitor, app.now());
    if visitor.only_looks() {
        return Err(Fault::NotAllowed);
    }
    let snapshot = app.worlds().snapshot();
    let task = find(&snapshot, &visitor, &id)?;
    let desk = Desk::new(case, &rules, visitor.words(), &snapshot);
    let specs = act_form(&desk, task, name);
    let numbers = Numbers::of(task, &rules.author);
    // On the acts that the visitor saw, all of them are meant.
    let on = if on == numbers.count() {
        task.count()
    } else {
        numbers.in_record(on)
    };
    let filled = if has_one(&specs, &form) {
        entries(&specs, &form, &case.settings.zone)
    } else {
        Err(Fault::Asked(one_of(&specs, visitor.words())))
    };
    let made = filled.and_then(|filled| made(task.id(), name, on, filled, &form, &numbers, &rules));
    let made = match made {
        Ok(made) => made,
        Err(Fault::Asked(text)) => {
            let problem = spoken(visitor.words(), &text);
            return again(&app, &visitor, &address, &id, name, problem, &form).await;
        }
        Err(other) => return Err(other),
    };
    if let Err(refusal) = task.check(&made, &rules) {
        let problem = refused(&numbers.refusal(refusal), visitor.words(), case);
        return again(&app, &visitor, &address, &id, name, problem, &form).await;
    }
    if needs_proof(name) {
        fresh(&app, &visitor, &headers, form.text("code")).await?;
    }
    let mut drafts = vec![draft(&made)?];
    drafts.extend(effects(task, &made, &snapshot)?);
    let (asked, task_id, settings) = (app.clone(), task.id().clone(), fixed.clone());
    let (author, checked) = (rules.author.clone(), made);
    let name_of_person = visitor.person()?;
    // Whoever comes second must see what the first did: looked at again, and entered, with nobody in between.
    let refusal = blocking(move || {
        asked.deciding(|| {
            let rules = holdfire_monitor::workflow::Rules {
                settings: &settings,
                author,
                now: checked.at,
            };
            let now = asked.worlds().snapshot();
            let task = now.tasks.iter().find(|task| *task.id() == task_id);
            let task = task.ok_or(Fault::NotFound)?;
            if let Err(refusal) = task.check(&checked, &rules) {
                return Ok(Some(refusal));
            }
            asked.enter_now(&name_of_person, drafts)?;
            Ok(None)
        })
    })
    .await?;
    if let Some(refusal) = refusal {
        let problem = refused(&numbers.refusal(refusal), visitor.words(), case);
        return again(&app, &visitor, &address, &id, name, problem, &form).await;
    }
    Ok(Redirect::to(&format!("/tasks/{id}")).into_response())
}

pub(super) async fn again(
    app: &App,
    visitor: &Visitor,
    address: &Address,
    id: &str,
    name: ActName,
    problem: (String, String),
    form: &Form,
) -> Result<Response, Fault> {
    let mut page = show(
        app,
        visitor,
        address,
        id,
        Some((name.name(), problem)),
        form,
    )
    .await?;
    *page.status_mut() = StatusCode::CONFLICT;
    Ok(page)
}

/// The act that a form asks for, of what was filled in.
pub(super) fn made(
    task: &TaskId,
    name: ActName,
    on: u64,
    filled: Vec<(String, String)>,
    form: &Form,
    numbers: &Numbers,
    rules: &holdfire_monitor::workflow::Rules<'_>,
) -> Result<Act, Fault> {
    let by = &rules.author;
    let mut fields = vec![
        ("work".to_owned(), format!("{}@v1", name.name())),
        ("on".to_owned(), on.to_string()),
        ("at".to_owned(), rules.now.to_string()),
        ("by".to_owned(), by.person.to_string()),
        ("seat".to_owned(), by.role.name().to_owned()),
    ];
    fields.extend(
        by.role
            .party()
            .map(|party| ("party".to_owned(), party.to_string())),
    );
    let under = mandate_name(rules.settings.mandate).to_owned();
    fields.push(("under".to_owned(), under));
    if name == ActName::Open {
        fields.push(("kind".to_owned(), form.text("kind").to_owned()));
    }
    fields.extend(filled);
    for (_, value) in fields.iter_mut().filter(|(name, _)| name == WITHDRAWS) {
        if let Ok(number) = value.parse() {
            *value = numbers.in_record(number).to_string();
        }
    }
    let fields: Vec<holdfire_seal::fields::Field> = fields
        .into_iter()
        .map(|(name, value)| holdfire_seal::fields::Field::new(&name, value))
        .collect();
    from_fields(&subject(task), &fields).map_err(|error| Fault::Asked(error.to_string()))
}

pub(in crate::screens) fn draft(act: &Act) -> Result<Draft, Fault> {
    let fields = to_fields(act).map_err(|error| Fault::Asked(error.to_string()))?;
    Ok(Draft::note(Kind::Work, &subject(&act.task), fields))
}
