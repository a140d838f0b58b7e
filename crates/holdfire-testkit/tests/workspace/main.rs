//! Rules about the workspace as a whole, read from its files and its dependency graph: which way the crates depend on
//! each other, that no code names a party, and the house rules that no lint knows.

mod dependency_direction;
mod files;
mod house_rules;
mod neutral_words;
mod source_text;
