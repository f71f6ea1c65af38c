//! The samples in `tests/data/lookup`: terms of a glossary, and queries with the correct terms.

use std::path::Path;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use shoptalk::core::library::Library;
use shoptalk::core::lookup::{Entry, Index};
use shoptalk::files;

#[derive(Deserialize)]
pub struct Term {
    #[serde(rename = "term")]
    pub name: String,
    #[serde(default)]
    pub aliases: Vec<String>,
    pub definition: String,
}

#[derive(Deserialize)]
pub struct Query {
    #[serde(rename = "query")]
    pub text: String,
    /// The correct terms; empty if there is no answer.
    pub expected: Vec<String>,
    /// The kind of mistake.
    #[serde(default)]
    pub cls: String,
    /// The half of the sample: `a` was used to develop the rules, `b` is held out.
    #[serde(default)]
    pub src: String,
}

pub fn text(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/lookup").join(name);
    std::fs::read_to_string(path).expect("the sample exists")
}

pub fn read<T: DeserializeOwned>(name: &str) -> Vec<T> {
    serde_json::from_str(&text(name)).expect("the sample is well formed")
}

/// 966 terms of a large glossary, without listed sounds.
pub fn glossary() -> (Vec<Term>, Index) {
    let terms: Vec<Term> = read("terms.json");
    let index = Index::new(terms.iter().map(|term| Entry {
        term: &term.name,
        aliases: term.aliases.iter().map(String::as_str).collect(),
        definition: &term.definition,
        ..Entry::default()
    }));
    (terms, index)
}

pub fn built_in() -> Library {
    files::load(&files::Sources::default()).library
}
