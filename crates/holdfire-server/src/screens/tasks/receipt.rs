//! What a party keeps of its complaint: every word of it, opened, with the proof that it is in the log.

use super::one::find;
use super::*;

/// `GET /tasks/{id}/receipt`
///
/// # Errors
/// [`Fault::NotFound`] for what is no complaint that the visitor made or works on.
pub async fn receipt(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Fault> {
    let snapshot = app.worlds().snapshot();
    let task = find(&snapshot, &visitor, &id)?;
    // Beside the party itself those who work on it: nobody reads here what they do not read on its page.
    let receipt = task.receipt().ok_or(Fault::NotFound)?;
    let wanted = subject(task.id());
    let text = blocking(move || {
        let work = app.mission().now()?.list(Kind::Work)?;
        let mut of_task = work.iter().filter(|seen| {
            seen.place.log == holdfire_store::mission::PUBLIC
                && seen.subject() == Some(wanted.as_str())
        });
        let first = of_task.next().ok_or(Fault::NotFound)?;
        Ok(app.mission().receipt(first)?)
    })
    .await?;
    let name = format!("attachment; filename=\"{}.tlog-proof\"", receipt.number);
    let name = HeaderValue::from_str(&name).map_err(|_| Fault::NotFound)?;
    let kind = HeaderValue::from_static("text/plain; charset=utf-8");
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_DISPOSITION, name),
    ];
    Ok((headers, text).into_response())
}
