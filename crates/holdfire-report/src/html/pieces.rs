//! The pieces of the page, each as HTML of its own, for a page that a server puts together.
//!
//! A piece is escaped, has classes only (no style attribute, no script) and no `id` that another piece has too; it may
//! stand once on a page. Its look is [`STYLE`](super::STYLE).

use std::fmt;

use holdfire_model::{Incident, IncidentAnswer, IncidentId, Verdict};

use super::sheet::Sheet;
use super::{
    beside, counting, decides, explanation, glossary, incidents, lead, map, matrix, terms,
    timeline, tree,
};

/// The heading of a part of an incident: what it is depends on the page that it stands on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Heading {
    /// `h2`.
    H2,
    /// `h3`.
    H3,
    /// `h4`.
    H4,
}

impl fmt::Display for Heading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::H2 => "h2",
            Self::H3 => "h3",
            Self::H4 => "h4",
        })
    }
}

/// A part of what is known of an incident.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// What is said: the accounts side by side, each with its values and its source.
    Said,
    /// One line for each reading with its sentence.
    Answers,
    /// The explanation tree: for each clause and account the factors under each reading.
    Why,
    /// Who supports it.
    Support,
    /// What was answered, and who has not answered.
    Replies,
    /// Reports and observations that are linked to it; empty if there are none.
    Links,
}

impl Part {
    /// All parts in the order of the page.
    pub const ALL: [Self; 6] = [
        Self::Said,
        Self::Answers,
        Self::Why,
        Self::Support,
        Self::Replies,
        Self::Links,
    ];
}

/// Runs a writer and returns what it wrote.
fn written(write: impl FnOnce(&mut String)) -> String {
    let mut out = String::new();
    write(&mut out);
    out
}

impl<'a> Sheet<'a> {
    /// The answer in short: five questions that a reader comes with. A section with an `h2`, as all that follow.
    #[must_use]
    pub fn answer(&self) -> String {
        written(|out| lead::answer(self, out))
    }

    /// Coverage against support, with what decides.
    #[must_use]
    pub fn matrix(&self) -> String {
        written(|out| matrix::section(self, out))
    }

    /// Coverage under each reading alone.
    #[must_use]
    pub fn by_reading(&self) -> String {
        written(|out| matrix::by_reading(self, out))
    }

    /// Contested points, facts and silent terms, most incidents first.
    #[must_use]
    pub fn decides(&self) -> String {
        written(|out| decides::section(self, out))
    }

    /// The timeline: in force under each reading, and reports by day.
    #[must_use]
    pub fn in_force(&self) -> String {
        written(|out| timeline::section(self, out))
    }

    /// The areas of possibility, drawn to scale, and the same as a list.
    #[must_use]
    pub fn map(&self) -> String {
        written(|out| map::section(self, out))
    }

    /// The same for an answer on one incident, small and with the name of its place.
    #[must_use]
    pub fn narrow_map(&self) -> String {
        written(|out| map::narrow(self, out))
    }

    /// The terms, a column for each reading. The table of a clause has the `id` `c` and its position in the case: `c0`.
    #[must_use]
    pub fn terms(&self) -> String {
        written(|out| terms::section(self, out))
    }

    /// Who is counting, and what is refused.
    #[must_use]
    pub fn counting(&self) -> String {
        written(|out| counting::section(self, out))
    }

    /// What each word means.
    #[must_use]
    pub fn glossary(&self) -> String {
        written(|out| glossary::section(self, out))
    }

    /// Method, limits, settings, how to cite.
    #[must_use]
    pub fn method(&self) -> String {
        written(|out| glossary::method(self, out))
    }

    /// One incident with all its parts, each under a heading of this level; `None`: the answer has no such incident.
    #[must_use]
    pub fn incident(&self, id: &IncidentId, heading: Heading) -> Option<String> {
        let (answer, story) = self.find(id)?;
        Some(written(|out| {
            for part in Part::ALL {
                self.write_part(answer, story, part, heading, out);
            }
        }))
    }

    /// One part of an incident.
    #[must_use]
    pub fn incident_part(&self, id: &IncidentId, part: Part, heading: Heading) -> Option<String> {
        let (answer, story) = self.find(id)?;
        Some(written(|out| {
            self.write_part(answer, story, part, heading, out);
        }))
    }

    /// Why, as a tree that opens: a branch for each reading, in it the clauses and accounts, their factors, the reasons.
    /// What is not inside is open.
    #[must_use]
    pub fn why_tree(&self, id: &IncidentId, heading: Heading) -> Option<String> {
        let (answer, story) = self.find(id)?;
        Some(written(|out| {
            tree::section(self, answer, story, heading, out);
        }))
    }

    /// The same as tables, a column for each reading, without a heading.
    #[must_use]
    pub fn why_tables(&self, id: &IncidentId) -> Option<String> {
        let (answer, story) = self.find(id)?;
        Some(written(|out| {
            explanation::bare_tables(self, answer, story, out);
        }))
    }

    /// A verdict as people read it, with its mark.
    #[must_use]
    pub fn coverage(&self, verdict: Verdict) -> String {
        super::sheet::mark(self, verdict)
    }

    fn find(&self, id: &IncidentId) -> Option<(&'a IncidentAnswer, &'a Incident)> {
        self.incidents().find(|(answer, _)| answer.id == *id)
    }

    pub(super) fn write_part(
        &self,
        answer: &IncidentAnswer,
        story: &Incident,
        part: Part,
        heading: Heading,
        out: &mut String,
    ) {
        match part {
            Part::Said => incidents::said(self, answer, story, heading, out),
            Part::Answers => incidents::answers(self, answer, heading, out),
            Part::Why => explanation::tables(self, answer, story, heading, out),
            Part::Support => beside::support(self, answer, heading, out),
            Part::Replies => beside::replies(self, answer, story, heading, out),
            Part::Links => beside::links(self, answer, heading, out),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use holdfire_model::{Cite, ClauseId, Passage, Point, ReportId};
    use holdfire_monitor::{Filter, answer, held};

    use super::super::tests::{drawn, options};
    use super::super::{Chosen, Cited, Links, Section};
    use super::*;

    /// Addresses as a server has them, with a sign that has to be escaped.
    struct Served;

    impl Links for Served {
        fn incident(&self, id: &IncidentId) -> String {
            format!("/incidents/{id}?a=1&b=2")
        }
        fn report(&self, id: &ReportId) -> String {
            format!("/reports/{id}")
        }
        fn chosen(&self, chosen: &Chosen<'_>) -> Option<String> {
            Some(format!(
                "/incidents?class={}&support={}&coverage={}&point={}",
                chosen.class.map_or("", |c| c.name()),
                chosen.support.map_or("", |s| s.name()),
                chosen.verdict.map_or("", |v| v.name()),
                chosen.point.or(chosen.silent).unwrap_or_default()
            ))
        }
        fn point(&self, _: Option<&ClauseId>, point: Point) -> Option<String> {
            Some(format!("/agreement?point={}", point.name()))
        }
        fn clause(&self, id: &ClauseId) -> Option<String> {
            Some(format!("/agreement?clause={id}"))
        }
        fn cited(&self, target: &Cited<'_>) -> Option<String> {
            Some(match target {
                Cited::Term { id } => format!("/agreement#{id}"),
                Cited::Report { report, id } | Cited::Reply { report, id } => {
                    format!("/of/{report}#{id}")
                }
            })
        }
        fn section(&self, section: Section) -> String {
            format!("/today?{section:?}")
        }
    }

    fn with_pieces(check: impl Fn(&Sheet<'_>, &[String])) {
        let case = drawn();
        let answered = answer(&case, &Filter::default()).unwrap();
        let over_time = held(&case, &answered);
        let options = options();
        let sheet = Sheet::new(&case, &answered, &over_time, &options, &Served);
        let mut pieces = vec![
            sheet.answer(),
            sheet.matrix(),
            sheet.by_reading(),
            sheet.decides(),
            sheet.in_force(),
            sheet.map(),
            sheet.terms(),
            sheet.counting(),
            sheet.glossary(),
            sheet.method(),
        ];
        for incident in &answered.incidents {
            pieces.push(sheet.incident(&incident.id, Heading::H2).unwrap());
        }
        check(&sheet, &pieces);
    }

    #[test]
    fn a_piece_has_no_style_attribute_no_script_and_no_handler() {
        with_pieces(|_, pieces| {
            for piece in pieces {
                for forbidden in [" style=", "<script", "<style", " onclick", "javascript:"] {
                    assert!(!piece.contains(forbidden), "{forbidden}: {piece}");
                }
            }
        });
    }

    #[test]
    fn links_of_a_piece_lead_where_the_server_says() {
        with_pieces(|_, pieces| {
            let all = pieces.concat();
            for link in all.split("<a ").skip(1) {
                let address = link.split_once("href=\"").unwrap().1;
                let address = address.split('"').next().unwrap();
                assert!(
                    address.starts_with('/') || address.starts_with("https://"),
                    "{address}"
                );
            }
            for address in [
                "&amp;support=claim-only&amp;",
                "&amp;coverage=outside&amp;",
                "?a=1&amp;b=2",
                "/agreement?clause=",
                "/agreement?point=",
                "/agreement#t0",
                "/today?Counting",
            ] {
                assert!(all.contains(address), "no link to {address}");
            }
        });
    }

    #[test]
    fn every_id_stands_once_and_is_not_missing_where_it_is_named() {
        with_pieces(|_, pieces| {
            let all = pieces.concat();
            let mut ids = BTreeSet::new();
            for id in all.split(" id=\"").skip(1) {
                let id = id.split('"').next().unwrap();
                assert!(ids.insert(id), "{id} twice");
            }
            for named in all.split(" aria-labelledby=\"").skip(1) {
                for id in named.split('"').next().unwrap().split(' ') {
                    assert!(ids.contains(id), "{id} is named and not there");
                }
            }
        });
    }

    #[test]
    fn an_incident_stands_under_headings_of_the_level_that_the_page_wants() {
        with_pieces(|sheet, _| {
            let first = &sheet.answer.incidents[0].id;
            let whole = sheet.incident(first, Heading::H2).unwrap();
            assert!(whole.contains("<h2>") && !whole.contains("<h4>"));
            let parts: Vec<String> = Part::ALL
                .into_iter()
                .map(|part| sheet.incident_part(first, part, Heading::H2).unwrap())
                .collect();
            assert_eq!(whole, parts.concat());
            let unknown = IncidentId::new("no-such-incident").unwrap();
            assert_eq!(sheet.incident(&unknown, Heading::H2), None);
        });
    }

    #[test]
    fn the_words_of_a_text_stand_beside_what_rests_on_it_or_it_is_said_that_there_are_none() {
        let mut case = drawn();
        let answered = answer(&case, &Filter::default()).unwrap();
        let over_time = held(&case, &answered);
        let options = options();
        let without = Sheet::new(&case, &answered, &over_time, &options, &Served).terms();
        assert!(without.contains("its own words are not in the case"));
        assert!(!without.contains("<blockquote"));
        let instrument = case.instruments[0].id.clone();
        case.instruments[0].passages = vec![Passage {
            instrument,
            place: "point 3".to_owned(),
            language: "uk".to_owned(),
            words: "\u{435}nergy <b> first".to_owned(),
            translated_by: String::new(),
            source: "https://example.org/1".to_owned(),
            at: Cite::new("texts.csv#T1"),
        }];
        let with = Sheet::new(&case, &answered, &over_time, &options, &Served).terms();
        assert!(!with.contains("its own words are not"));
        let quote = "<blockquote class=\"text\" lang=\"uk\" dir=\"auto\">\u{435}nergy &lt;b&gt; first</blockquote>";
        // Beside the first line that rests on it, and where the texts are listed; the other lines lead to the first.
        assert_eq!(with.matches(quote).count(), 2);
        let id = super::super::escape::anchor("w-", case.instruments[0].id.as_str());
        assert_eq!(with.matches(&format!("<details id=\"{id}\">")).count(), 1);
        let resting = without.matches("its own words are not in the case").count();
        let led = with.matches(&format!("href=\"#{id}\"")).count();
        assert_eq!(led, resting - 1);
        assert!(led > 0);
    }

    #[test]
    fn silence_of_all_readings_stands_once_and_every_row_is_as_wide_as_the_table() {
        with_pieces(|sheet, pieces| {
            let columns = sheet.columns().len();
            assert!(columns > 1);
            let terms = sheet.terms();
            let table = terms.split_once("<tbody>").unwrap().1;
            let table = table.split_once("</tbody>").unwrap().0;
            let across = format!("<td colspan=\"{columns}\"><p class=\"silent\">");
            let mut once = 0;
            for row in table.split("<tr>").skip(1) {
                let whole = row.matches(&across).count();
                let single = row.matches("<td>").count();
                assert_eq!(whole * columns + single, columns, "{row}");
                once += whole;
            }
            assert!(once > 0, "no point of the case is stated by nobody");
            // Nothing hides columns here, so nothing is marked for that.
            assert!(!pieces.concat().contains("data-reading-col"));
        });
    }

    #[test]
    fn the_tree_holds_every_reason_and_opens_where_it_is_decided() {
        with_pieces(|sheet, _| {
            for incident in &sheet.answer.incidents {
                let tree = sheet.why_tree(&incident.id, Heading::H2).unwrap();
                let tables = sheet.why_tables(&incident.id).unwrap();
                assert_eq!(
                    tree.matches("class=\"cite\"").count(),
                    tables.matches("class=\"cite\"").count()
                );
                assert_eq!(
                    tree.matches("<details").count(),
                    tree.matches("</details>").count()
                );
                for state in ["outside", "either", "undecided"] {
                    let shut = format!("<details><summary><span class=\"s {state}\">");
                    assert!(!tree.contains(&shut), "{tree}");
                }
                assert!(!tree.contains("<details open><summary><span class=\"s inside\">"));
            }
        });
    }
}
