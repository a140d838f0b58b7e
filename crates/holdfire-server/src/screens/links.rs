//! Where the links of the report's pieces lead on the server: to screens, with panel, as-of and filter kept.

use holdfire_model::{Case, ClauseId, IncidentId, Point, ReportId};
use holdfire_report::html::{Chosen, Cited, Item, Links, Section};

use super::badge::Badges;
use crate::web::{Address, Visitor};
use crate::world::{ListFilter, Ready};

/// The links of a page at an address.
pub struct Served<'a> {
    /// The address of the page.
    pub address: &'a Address,
    /// The case, for the places of clauses.
    pub case: &'a Case,
    /// Who can read each item; none where no piece of the page shows items.
    pub badges: Option<&'a Badges<'a>>,
}

/// A piece of a page on the whole case, written once for all who see the same world in one language and with the same links.
pub fn kept(
    ready: &Ready,
    visitor: &Visitor,
    address: &Address,
    name: &str,
    piece: &dyn Fn() -> String,
) -> String {
    let asked = format!("{name} {} {}", visitor.language.code(), address.link(""));
    ready.kept.text(&asked, piece)
}

impl Links for Served<'_> {
    fn incident(&self, id: &IncidentId) -> String {
        self.address.link(&format!("/incidents/{id}"))
    }

    fn report(&self, id: &ReportId) -> String {
        self.address.link(&format!("/incidents/{id}"))
    }

    fn chosen(&self, chosen: &Chosen<'_>) -> Option<String> {
        let filter = ListFilter {
            class: chosen.class,
            support: chosen.support,
            verdict: chosen
                .reading
                .zip(chosen.verdict)
                .map(|(reading, verdict)| (reading.to_string(), verdict)),
            decides: chosen.turns_on.map(<[String]>::to_vec),
            point: chosen.point.map(str::to_owned),
            silent: chosen.silent.map(str::to_owned),
            ..ListFilter::default()
        };
        Some(self.address.link_with("/incidents", &filter))
    }

    fn point(&self, clause: Option<&ClauseId>, _: Point) -> Option<String> {
        clause.and_then(|clause| self.clause(clause))
    }

    fn clause(&self, id: &ClauseId) -> Option<String> {
        let at = self
            .case
            .clauses
            .iter()
            .position(|clause| clause.id == *id)?;
        Some(format!("{}#c{at}", self.address.link("/agreement")))
    }

    fn cited(&self, target: &Cited<'_>) -> Option<String> {
        let (page, id) = match target {
            Cited::Term { id } => ("/agreement".to_owned(), id),
            Cited::Report { report, id } | Cited::Reply { report, id } => {
                (format!("/incidents/{report}"), id)
            }
        };
        Some(format!("{}#{id}", self.address.link(&page)))
    }

    fn beside(&self, item: &Item<'_>) -> String {
        self.badges
            .map_or_else(String::new, |badges| badges.of(item))
    }

    fn section(&self, section: Section) -> String {
        let id = match section {
            Section::Matrix => "matrix",
            Section::Readings => "readings",
            Section::Decides => "decides",
            Section::Counting => "counting",
        };
        format!("{}#{id}", self.address.link("/"))
    }
}
