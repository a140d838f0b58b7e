//! The catalogues: complete, readable, with every plural form that a language needs.

mod never_said;

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast;
use fluent_syntax::parser::parse;

use crate::{CATALOGUES, Language, Words};

/// A message or an attribute of one (`id`, `id.attribute`) and its variables.
type Shape = BTreeMap<String, BTreeSet<String>>;

fn resources(language: Language) -> Vec<(&'static str, ast::Resource<&'static str>)> {
    CATALOGUES[language.index()]
        .iter()
        .map(|(name, text)| match parse(*text) {
            Ok(resource) => (*name, resource),
            Err((_, problems)) => panic!("{name}: {problems:?}"),
        })
        .collect()
}

/// Shows every pattern of a message with its id, `id.attribute` for an attribute.
fn walk_patterns<'a>(
    entry: &'a ast::Entry<&'static str>,
    see: &mut impl FnMut(&str, &'a ast::Pattern<&'static str>),
) {
    let ast::Entry::Message(message) = entry else {
        return;
    };
    if let Some(value) = &message.value {
        see(message.id.name, value);
    }
    for attribute in &message.attributes {
        let id = format!("{}.{}", message.id.name, attribute.id.name);
        see(&id, &attribute.value);
    }
}

fn shape(language: Language) -> Shape {
    let mut shape = Shape::new();
    for (name, resource) in resources(language) {
        for entry in &resource.body {
            walk_patterns(entry, &mut |id, pattern| {
                let mut seen = BTreeSet::new();
                walk(pattern, &mut |inline| {
                    if let ast::InlineExpression::VariableReference { id } = inline {
                        seen.insert(id.name.to_owned());
                    }
                });
                let before = shape.insert(id.to_owned(), seen);
                assert!(before.is_none(), "{name}: `{id}` is there twice");
            });
        }
    }
    shape
}

fn walk<'a>(
    pattern: &'a ast::Pattern<&'static str>,
    see: &mut impl FnMut(&'a ast::InlineExpression<&'static str>),
) {
    for element in &pattern.elements {
        if let ast::PatternElement::Placeable { expression } = element {
            walk_expression(expression, see);
        }
    }
}

fn walk_expression<'a>(
    expression: &'a ast::Expression<&'static str>,
    see: &mut impl FnMut(&'a ast::InlineExpression<&'static str>),
) {
    match expression {
        ast::Expression::Select { selector, variants } => {
            see(selector);
            for variant in variants {
                walk(&variant.value, see);
            }
        }
        ast::Expression::Inline(ast::InlineExpression::Placeable { expression }) => {
            walk_expression(expression, see);
        }
        ast::Expression::Inline(inline) => see(inline),
    }
}

/// Every choice in a pattern: the keys of its variants.
fn choices(pattern: &ast::Pattern<&'static str>, found: &mut Vec<Vec<&'static str>>) {
    for element in &pattern.elements {
        let ast::PatternElement::Placeable {
            expression: ast::Expression::Select { variants, .. },
        } = element
        else {
            continue;
        };
        found.push(
            variants
                .iter()
                .map(|variant| match variant.key {
                    ast::VariantKey::Identifier { name } => name,
                    ast::VariantKey::NumberLiteral { value } => value,
                })
                .collect(),
        );
        for variant in variants {
            choices(&variant.value, found);
        }
    }
}

#[test]
fn every_language_has_the_same_messages_with_the_same_variables() {
    let first = shape(Language::En);
    assert!(!first.is_empty(), "there are no messages");
    let mut problems = Vec::new();
    for language in Language::ALL {
        let other = shape(language);
        let code = language.code();
        for (id, variables) in &first {
            match other.get(id) {
                None => problems.push(format!("{code}: no `{id}`")),
                Some(here) if here != variables => problems.push(format!(
                    "{code}: `{id}` has the variables {here:?}, in `en` {variables:?}"
                )),
                Some(_) => {}
            }
        }
        for id in other.keys().filter(|id| !first.contains_key(*id)) {
            problems.push(format!("{code}: `{id}` is not in `en`"));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn every_choice_by_a_number_has_the_plural_forms_of_its_language() {
    const FORMS: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];
    let mut problems = Vec::new();
    for language in Language::ALL {
        let needed: &[&str] = match language {
            Language::En => &["one", "other"],
            Language::Uk | Language::Ru => &["one", "few", "many", "other"],
        };
        for (name, resource) in resources(language) {
            for entry in &resource.body {
                let (id, patterns) = match entry {
                    ast::Entry::Message(m) => (
                        m.id.name,
                        m.value
                            .iter()
                            .chain(m.attributes.iter().map(|a| &a.value))
                            .collect::<Vec<_>>(),
                    ),
                    ast::Entry::Term(t) => (t.id.name, vec![&t.value]),
                    _ => continue,
                };
                let mut found = Vec::new();
                for pattern in patterns {
                    choices(pattern, &mut found);
                }
                for keys in found {
                    let of_a_number = keys
                        .iter()
                        .any(|key| FORMS.contains(key) || key.parse::<f64>().is_ok());
                    let complete = needed.iter().all(|form| keys.contains(form));
                    // `[0] none *[other] some` chooses whether, not how: a number stands in neither.
                    if of_a_number
                        && !complete
                        && FORMS.iter().any(|f| keys.contains(f) && *f != "other")
                    {
                        problems.push(format!("{name}: `{id}` has {keys:?}, needs {needed:?}"));
                    }
                }
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn every_message_can_be_said_with_its_variables() {
    for language in Language::ALL {
        let words = Words::of(language);
        for (id, variables) in shape(language) {
            assert!(words.has(&id), "{id}");
            for n in [0_i64, 1, 2, 5, 21, 12_345] {
                let args: Vec<_> = variables.iter().map(|v| (v.as_str(), n.into())).collect();
                let text = words.say_with(&id, &args);
                assert!(!text.trim().is_empty(), "{id} is empty");
                assert!(
                    !text.contains(['\u{2068}', '\u{2069}', '{', '}']),
                    "{id}: {text}"
                );
            }
        }
    }
}

#[test]
fn plural_forms_and_thousands_follow_the_language() {
    let said =
        |language, n: usize| Words::of(language).say_with("count-incidents", &[("n", n.into())]);
    assert_eq!(said(Language::En, 1), "1 incident");
    assert_eq!(said(Language::En, 106), "106 incidents");
    assert_eq!(said(Language::Uk, 1), "1 інцидент");
    assert_eq!(said(Language::Uk, 22), "22 інциденти");
    assert_eq!(said(Language::Uk, 11), "11 інцидентів");
    assert_eq!(said(Language::Ru, 101), "101 инцидент");
    assert_eq!(said(Language::Ru, 12_005), "12\u{202f}005 инцидентов");
}

#[test]
fn what_is_inserted_stays_as_it_is() {
    let words = Words::of(Language::En);
    let name = "<b>\u{202e} { $x } 12345";
    let text = words.say_with("count-incidents", &[("n", name.into())]);
    assert_eq!(text, format!("{name} incidents"));
}

#[test]
#[cfg(debug_assertions)]
#[should_panic(expected = "no message `no-such-message`")]
fn a_message_that_is_missing_stops_a_test() {
    let _ = Words::of(Language::En).say("no-such-message");
}
