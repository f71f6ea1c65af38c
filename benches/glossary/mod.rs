//! Words and queries for look-up benchmarks: from the files given as arguments, or the small sample in the tests.
#![allow(dead_code, reason = "each bench uses a part of it")]

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use shoptalk::core::lookup::{Entry, Index};

/// A word of the glossary.
#[derive(Clone, Deserialize)]
pub struct Term {
    #[serde(rename = "term")]
    pub name: String,
    #[serde(default)]
    pub aliases: Vec<String>,
    #[serde(default)]
    pub definition: String,
}

/// A query as typed by a user.
#[derive(Deserialize)]
pub struct Query {
    #[serde(rename = "query")]
    pub text: String,
    /// The correct terms. Empty if the glossary has no answer.
    #[serde(default)]
    pub expected: Vec<String>,
    /// The kind of query.
    #[serde(default)]
    pub cls: String,
    /// Its source.
    #[serde(default)]
    pub src: String,
}

/// Paths of the words and the queries.
pub struct Files {
    pub glossary: PathBuf,
    pub queries: PathBuf,
}

impl Default for Files {
    fn default() -> Self {
        let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/lookup");
        Self { glossary: sample.join("glossary.json"), queries: sample.join("queries.json") }
    }
}

impl Files {
    /// Reads both files.
    pub fn read(&self) -> Result<(Vec<Term>, Vec<Query>)> {
        Ok((read(&self.glossary)?, read(&self.queries)?))
    }
}

fn read<T: DeserializeOwned>(path: &Path) -> Result<T> {
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    serde_json::from_str(&text).with_context(|| path.display().to_string())
}

/// A look-up index of `terms`.
pub fn index_of<'a>(terms: impl IntoIterator<Item = &'a Term>) -> Index {
    Index::new(terms.into_iter().map(|term| Entry {
        term: &term.name,
        aliases: term.aliases.iter().map(String::as_str).collect(),
        definition: &term.definition,
        ..Entry::default()
    }))
}
