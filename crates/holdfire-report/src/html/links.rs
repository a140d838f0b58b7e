//! Where the links of the page lead: anchors on a page that stands alone, addresses on a server.

use holdfire_model::{
    Class, ClauseId, IncidentId, LinkEnd, Point, ReadingId, ReplyId, ReportId, SupportLevel,
    Verdict,
};

use super::escape::anchor;

/// Gives the address of whatever a piece of the page links to.
///
/// What is returned is escaped by the piece that prints it. `None`: it is printed without a link.
pub trait Links {
    /// One incident.
    fn incident(&self, id: &IncidentId) -> String;

    /// One report, where it stands beside the others of its incident.
    fn report(&self, id: &ReportId) -> String;

    /// The incidents of a filtered list.
    fn chosen(&self, chosen: &Chosen<'_>) -> Option<String>;

    /// A point of the terms as each reading states it; of all clauses, or of one.
    fn point(&self, clause: Option<&ClauseId>, point: Point) -> Option<String>;

    /// The terms of a clause.
    fn clause(&self, id: &ClauseId) -> Option<String>;

    /// What a pointer of the case points to.
    fn cited(&self, target: &Cited<'_>) -> Option<String>;

    /// Another section.
    fn section(&self, section: Section) -> String;

    /// What the page says beside an item that this crate knows nothing of, such as who can read it: HTML, printed as it is.
    fn beside(&self, _item: &Item<'_>) -> String {
        String::new()
    }

    /// Whether readers can hide the columns of a reading, for which each cell is marked.
    fn hides_columns(&self) -> bool {
        false
    }
}

/// A thing of the case that stands in a piece by itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Item<'a> {
    /// What one source said.
    Report(&'a ReportId),
    /// What a party answered.
    Reply(&'a ReplyId),
    /// What belongs together, by its two ends.
    Link(&'a LinkEnd, &'a ReportId),
    /// The texts that the agreement rests on, all alike.
    Instruments,
}

/// What a list of incidents is filtered by; what is `None` does not matter.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Chosen<'a> {
    /// The class over the panel.
    pub class: Option<Class>,
    /// Who supports it.
    pub support: Option<SupportLevel>,
    /// A reading, for `verdict`.
    pub reading: Option<&'a ReadingId>,
    /// The coverage under that reading.
    pub verdict: Option<Verdict>,
    /// What decides: the entries of `turns_on`, all of them, in their order.
    pub turns_on: Option<&'a [String]>,
    /// One point, fact or silent term among what decides.
    pub point: Option<&'a str>,
    /// A silent term on which the incident hangs under a reading of the panel, whatever its class.
    pub silent: Option<&'a str>,
}

/// What a pointer of the case points to, with the `id` that the element has where a piece shows it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cited<'a> {
    /// A line of the terms, in the piece `terms`.
    Term {
        /// The `id` of the element.
        id: &'a str,
    },
    /// A report, in the piece `incident` of the incident that it belongs to.
    Report {
        /// Which report.
        report: &'a ReportId,
        /// The `id` of the element.
        id: &'a str,
    },
    /// A reply, in the piece `incident` of the incident that the report it answers belongs to.
    Reply {
        /// The report that was answered.
        report: &'a ReportId,
        /// The `id` of the element.
        id: &'a str,
    },
}

/// The sections that others point to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Section {
    /// Coverage and support.
    Matrix,
    /// By reading.
    Readings,
    /// What decides.
    Decides,
    /// Who is counting.
    Counting,
}

/// The links of a page that stands alone: anchors on itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Anchors;

impl Links for Anchors {
    fn hides_columns(&self) -> bool {
        true
    }

    fn incident(&self, id: &IncidentId) -> String {
        format!("#{}", anchor("i-", id.as_str()))
    }

    fn report(&self, id: &ReportId) -> String {
        format!("#{}", anchor("r-", id.as_str()))
    }

    /// Only by class: the page's own filter does the rest.
    fn chosen(&self, chosen: &Chosen<'_>) -> Option<String> {
        let by_class = Chosen {
            class: chosen.class,
            ..Chosen::default()
        };
        (*chosen == by_class && chosen.class.is_some()).then(|| "#incidents".to_owned())
    }

    fn point(&self, _: Option<&ClauseId>, _: Point) -> Option<String> {
        None
    }

    fn clause(&self, _: &ClauseId) -> Option<String> {
        None
    }

    fn cited(&self, target: &Cited<'_>) -> Option<String> {
        let (Cited::Term { id } | Cited::Report { id, .. } | Cited::Reply { id, .. }) = target;
        Some(format!("#{id}"))
    }

    fn section(&self, section: Section) -> String {
        let id = match section {
            Section::Matrix => "matrix",
            Section::Readings => "readings",
            Section::Decides => "decides",
            Section::Counting => "counting",
        };
        format!("#{id}")
    }
}
