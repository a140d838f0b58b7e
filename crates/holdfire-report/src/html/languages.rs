//! The page in every language: the same page, and nothing of it left in another one.

use std::collections::BTreeMap;

use holdfire_model::{
    ClauseStatus, ConditionState, Effect, Factor, Part, Phrase, Point, ReplyKind, Role, Standing,
    State, SupportLevel, Verdict,
};
use holdfire_monitor::{Filter, answer, held};
use holdfire_terms::Level;
use holdfire_words::Words;

use super::tests::{drawn, options};
use super::*;
use crate::words;

fn page(language: Language) -> String {
    let case = drawn();
    let answered = answer(&case, &Filter::default()).unwrap();
    let options = HtmlOptions {
        language,
        ..options()
    };
    html(&case, &answered, &held(&case, &answered), &options)
}

/// The tags of a page in their order, without those that a language may use otherwise: emphasis and quotes.
fn tags(page: &str) -> Vec<String> {
    let body = &page[page.find("</style>").unwrap()..page.find("<script>").unwrap()];
    body.split('<')
        .skip(1)
        .filter_map(|tag| tag.split(['>', ' ']).next())
        .filter(|name| !matches!(name.trim_start_matches('/'), "em" | "q" | "strong"))
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_page_has_the_same_structure_in_every_language() {
    let english = tags(&page(Language::En));
    for language in Language::ALL {
        assert_eq!(tags(&page(language)), english, "{}", language.code());
        let opening = format!("<html lang=\"{}\">", language.code());
        assert!(page(language).contains(&opening));
    }
}

#[test]
fn no_message_of_one_language_stands_on_the_page_of_another() {
    let english = Words::of(Language::En);
    // Whole sentences that the small case's page has in English, from every catalogue.
    let sentences = [
        "matrix-intro",
        "contested-intro",
        "force-intro",
        "map-intro",
        "terms-intro",
        "over-time-intro",
        "rule-composition",
        "rider-not-covered",
        "why-by-category-default",
        "why-hit-counts",
        "refused-kept-more-why",
        "no-reply",
        "scope-closed",
        "coverage-outside",
    ];
    let own = page(Language::En);
    for id in sentences {
        let text = if id == "force-intro" {
            english.say_with(id, &[("zone", "UTC".into())])
        } else {
            english.say(id)
        };
        // Up to the first insertion or quote, which the page may print otherwise.
        let start: String = text.chars().take(40).collect();
        let found = own.contains(&start);
        for language in [Language::Uk, Language::Ru] {
            let theirs = page(language);
            assert!(!theirs.contains(&start), "{id} in {}", language.code());
            if found && id != "force-intro" {
                let own: String = Words::of(language).say(id).chars().take(40).collect();
                assert!(theirs.contains(&own), "{id} not in {}", language.code());
            }
        }
    }
}

#[test]
fn every_value_of_the_model_has_words_in_every_language() {
    for language in Language::ALL {
        let w = Words::of(language);
        let mut said: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        said.insert(
            "coverage",
            Verdict::ALL.map(|v| words::coverage(w, v)).into(),
        );
        said.insert("meaning", Verdict::ALL.map(|v| words::meaning(w, v)).into());
        said.insert(
            "support",
            SupportLevel::ALL.map(|l| words::support_level(w, l)).into(),
        );
        said.insert("point", Point::ALL.map(|p| words::point_label(w, p)).into());
        said.insert("factor", Factor::ALL.map(|f| words::factor(w, f)).into());
        said.insert("effect", Effect::ALL.map(|e| words::effect(w, e)).into());
        said.insert(
            "class",
            holdfire_model::Class::ALL
                .map(|c| words::class(w, c))
                .into(),
        );
        let states = [
            State::Inside,
            State::Outside,
            State::Either,
            State::Undecided,
        ];
        said.insert("state", states.map(|s| words::state(w, s)).into());
        let levels = [Level::In, Level::Unknown, Level::Unstated, Level::Out];
        said.insert("level", levels.map(|l| words::level(w, l)).into());
        let standings = [
            Standing::ConfirmedByHolder,
            Standing::PublicStatement,
            Standing::AscribedByAnalyst,
        ];
        said.insert("standing", standings.map(|s| words::standing(w, s)).into());
        let roles = [
            Role::Bound,
            Role::Addressed,
            Role::Mediator,
            Role::Guarantor,
            Role::Monitor,
        ];
        said.insert("role", roles.map(|r| words::role(w, r)).into());
        let statuses = [
            ClauseStatus::Proposed,
            ClauseStatus::InPrinciple,
            ClauseStatus::Agreed,
            ClauseStatus::Announced,
            ClauseStatus::Ordered,
            ClauseStatus::InForce,
            ClauseStatus::Suspended,
            ClauseStatus::Ended,
        ];
        said.insert(
            "status",
            statuses.map(|s| words::clause_status(w, s)).into(),
        );
        let conditions = [
            ConditionState::Met,
            ConditionState::Unmet,
            ConditionState::Contested,
            ConditionState::Unknown,
        ];
        said.insert(
            "condition",
            conditions.map(|c| words::condition_state(w, c)).into(),
        );
        let replies = [
            ReplyKind::Accepts,
            ReplyKind::Denies,
            ReplyKind::CounterAlleges,
            ReplyKind::LegitimateTarget,
            ReplyKind::OutsideScopeOrTime,
            ReplyKind::Comment,
            ReplyKind::Asked,
            ReplyKind::Declined,
        ];
        said.insert("reply", replies.map(|r| words::reply(w, r)).into());
        for (kind, texts) in said {
            let mut different = texts.clone();
            different.sort();
            different.dedup();
            assert_eq!(
                different.len(),
                texts.len(),
                "{kind} in {}: two values with the same words",
                language.code()
            );
        }
    }
}

#[test]
fn the_fixed_words_of_the_model_are_those_of_the_english_catalogue() {
    let w = Words::of(Language::En);
    for verdict in Verdict::ALL {
        assert_eq!(words::coverage(w, verdict), verdict.coverage());
    }
    for class in holdfire_model::Class::ALL {
        assert_eq!(words::class(w, class), class.label());
    }
    for level in SupportLevel::ALL {
        assert_eq!(words::support_level(w, level), level.label());
    }
    for point in Point::ALL {
        assert_eq!(words::point_label(w, point), point.label());
    }
}

#[test]
fn what_an_engine_says_is_said_with_its_names_and_lists() {
    let parties = Part::AnyOf(vec!["North".into(), "South".into()]);
    let said = holdfire_model::phrase!(
        "alleged-to-have-acted",
        "{names} alleged to have acted",
        names = parties
    );
    let w = Words::of(Language::Uk);
    let text = words::phrase(w, &said);
    assert!(text.contains("North або South"), "{text}");
    assert_eq!(
        words::phrase(Words::of(Language::En), &said),
        "North or South alleged to have acted"
    );
    assert_eq!(words::phrase(w, &Phrase::verbatim("North")), "North");
}

#[test]
fn a_sentence_is_whole_in_every_language_with_and_without_a_date() {
    let case = drawn();
    for language in Language::ALL {
        let w = Words::of(language);
        for reading in &case.readings {
            for verdict in Verdict::ALL {
                for stated_on in [None, words::stated_on(reading)] {
                    let text = words::sentence(w, &case, reading, verdict, stated_on);
                    let holder = case.party_name(&reading.holder);
                    assert!(text.contains(holder), "{text}");
                    assert!(text.ends_with('.'), "{text}");
                    for glued in ["  ", " ,", " .", "( ", " )", "()", ",,"] {
                        assert!(!text.contains(glued), "`{glued}` in: {text}");
                    }
                }
            }
        }
    }
}
