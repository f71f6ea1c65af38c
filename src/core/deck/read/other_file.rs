//! Recognizes files that are not decks, so that they are named by what they are: Git LFS pointers, and YAML of other tools.

use std::collections::HashSet;
use std::sync::Arc;

use crate::core::deck::fields::{DECK, TERM};
use crate::core::deck::problem::Problem;
use crate::core::deck::rules::Rule;
use crate::core::yaml::Span;

/// How a Git LFS pointer begins.
const POINTER: &str = "version https://git-lfs.github.com/spec/";

/// The fields at the top of other tools' files, and what the file is.
const TOOLS: &[(&[&str], &str)] = &[
    (&["apiVersion", "kind"], "a Kubernetes manifest"),
    (&["apiVersion", "name", "version"], "a Helm chart"),
    (&["on", "jobs"], "a GitHub workflow"),
    (&["runs", "name"], "a GitHub action"),
    (&["version", "updates"], "a Dependabot configuration"),
    (&["openapi"], "an OpenAPI description"),
    (&["swagger"], "an OpenAPI description"),
    (&["services"], "a Docker Compose file"),
    (&["stages"], "a GitLab pipeline"),
    (&["AWSTemplateFormatVersion"], "a CloudFormation template"),
    (&["repos"], "a pre-commit configuration"),
    (&["site_name"], "an MkDocs configuration"),
    (&["- hosts"], "an Ansible playbook"),
    (&["extends", "message"], "a Vale rule"),
];

/// Other names that a deck's fields are given by mistake.
const NEARLY: [&str; 5] = ["deck", "glossary", "words", "word", "entries"];

/// What a file is that was never meant as a deck.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OtherFile {
    /// A pointer of Git LFS.
    Pointer,
    /// A file of another tool, such as `a Docker Compose file`.
    Tool(&'static str),
    /// Anything else.
    Unknown {
        /// Whether it has `terms`, of another kind.
        has_terms: bool,
    },
}

impl OtherFile {
    /// What the file with this `text` is; `None` if it may be a deck.
    pub fn of(text: &str) -> Option<Self> {
        if text.starts_with(POINTER) {
            return Some(Self::Pointer);
        }
        let names: HashSet<&str> = text.lines().filter_map(name).collect();
        let is_of_deck = |name: &str| {
            let name = name.trim_start_matches("- ").to_lowercase();
            let mut fields = DECK.iter().chain(TERM).map(|field| field.name);
            fields.any(|field| field == name) || NEARLY.contains(&&*name)
        };
        // Fields that decks share with other tools.
        let is_telling = |name: &str| {
            !matches!(name, "title" | "summary" | "source" | "tags" | "level" | "extends")
        };
        if names.iter().any(|name| is_telling(name) && is_of_deck(name))
            && (names.contains("deck") || !has_other_terms(text))
        {
            return None;
        }
        let is_other = |names: &HashSet<&str>| {
            !names.iter().any(|name| is_of_deck(name))
                && (names.len() > 1 || names.len() == 1 && !has_terms(text))
        };
        let tool =
            TOOLS.iter().find(|(fields, _)| fields.iter().all(|field| names.contains(field)));
        match tool {
            Some((_, tool)) => Some(Self::Tool(tool)),
            None => (has_other_terms(text) || is_other(&names))
                .then(|| Self::Unknown { has_terms: names.contains("terms") }),
        }
    }
}

/// The problem that the file at `path` is not a deck, if its text shows that it was never meant as one.
pub(super) fn problem(path: &Arc<str>, text: &str) -> Option<Problem> {
    let place = Span { line: 1, column: 1, start: 0, end: 0 };
    let (what, help) = match OtherFile::of(text)? {
        OtherFile::Pointer => {
            let what = "this is a Git LFS pointer; the deck itself is stored elsewhere";
            let help = "run `git lfs pull`; better, keep decks out of Git LFS (.gitattributes)";
            return Some(Problem::new(path.clone(), place, Rule::LfsPointer, what, help));
        }
        OtherFile::Tool(tool) => (
            format!("this is {tool}, not a deck"),
            "keep it outside the folder of decks".to_owned(),
        ),
        OtherFile::Unknown { has_terms } => (
            if has_terms {
                "this is not a deck: its terms have none of a term's fields".to_owned()
            } else {
                "this is not a deck: it has none of a deck's fields".to_owned()
            },
            format!(
                "if it is a glossary, `shoptalk deck new NAME --from {path}` makes a deck from it"
            ),
        ),
    };
    Some(Problem::new(path.clone(), place, Rule::NotADeck, what, help))
}

/// The names of the fields in `text`, however deep.
fn deep(text: &str) -> impl Iterator<Item = String> {
    let names = text.lines().filter_map(|line| name(line.trim_start().trim_start_matches("- ")));
    names.map(str::to_lowercase)
}

/// Whether a line of `text` may be a term or its definition.
fn has_terms(text: &str) -> bool {
    deep(text).any(|name| TERM.iter().any(|field| field.required && field.name == name))
}

/// Whether the terms in `text` have none of a term's own fields, but those of another tool, which stand for a term and its definition.
fn has_other_terms(text: &str) -> bool {
    let Some((_, terms)) = text.split_once("terms:") else { return false };
    let first = deep(terms).next();
    let is_for = |name: &str, field: &str| {
        let field = TERM.iter().find(|known| known.name == field);
        field.is_some_and(|field| field.headings.split_whitespace().any(|known| known == name))
    };
    let own = |name: &String| TERM.iter().any(|field| field.name == name);
    first.is_some_and(|name| is_for(&name, "term"))
        && deep(terms).any(|name| is_for(&name, "definition"))
        && !deep(terms).any(|name| own(&name))
}

/// The name of the field that begins on this line, without indentation; with `- ` if it is the first field in an item of a list.
fn name(line: &str) -> Option<&str> {
    let (name, rest) = line.split_once(':')?;
    let is_field = (rest.is_empty() || rest.starts_with([' ', '\r']))
        && name.starts_with(|c: char| c.is_alphabetic() || matches!(c, '"' | '\'' | '-' | '_'))
        && (name.starts_with("- ") || !name.contains(' '));
    is_field.then(|| name.trim_matches(['"', '\'']))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Option<String> {
        problem(&"x.yaml".into(), text).map(|one| format!("{} {}", one.rule.code(), one.what))
    }

    #[test]
    fn files_of_other_tools_are_named_by_what_they_are() {
        for (text, what) in [
            ("version: '3'\nservices:\n  web:\n    image: x\n", "a Docker Compose file"),
            ("name: ci\n\"on\": [push]\njobs:\n  a: {}\n", "a GitHub workflow"),
            (
                "apiVersion: v1\nkind: Service\nmetadata: {}\n---\napiVersion: v1\nkind: X\n",
                "a Kubernetes manifest",
            ),
            ("openapi: 3.1.0\ninfo:\n  title: X\npaths: {}\ntags: []\n", "an OpenAPI description"),
            ("extends: substitution\nlevel: error\nmessage: x\nswap:\n  a: b\n", "a Vale rule"),
            ("---\n- hosts: all\n  tasks: []\n", "an Ansible playbook"),
        ] {
            assert_eq!(said(text).unwrap(), format!("W112 this is {what}, not a deck"), "{text}");
        }
        let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12\n";
        assert!(said(pointer).unwrap().starts_with("E113 this is a Git LFS pointer"));
        let glossary = problem(&"x.yaml".into(), "SLO: a target\nSLA: a promise\n").unwrap();
        assert!(glossary.help.contains("`shoptalk deck new NAME --from x.yaml`"), "{glossary}");
    }

    #[test]
    fn a_glossary_of_another_tool_is_no_deck() {
        for text in ["terms:\n  - name: SLO\n    meaning: a target\n", "rules: {}\n"] {
            assert!(said(text).unwrap().starts_with("W112 this is not a deck"), "{text}");
        }
    }

    #[test]
    fn a_deck_with_mistakes_is_still_a_deck() {
        for text in [
            "",
            "terms:\n  - term: X\n",
            "title: Ops\nsummary: x\n",
            "Terms:\n  - term: X\nservices:\n",
            "- term: SLO\n  definition: d\n- id: x\n  term: Y\n",
            "term: SLO\ndefinition: d\n",
            "words:\n  - a\nmore: b\n",
            "deck: ops\nservices: x\n",
            "services\n",
            "trems:\n  - term: X\n",
            "terms:\n  - name: X\n    definition: d\n",
            "terms:\n  - trem: X\n",
        ] {
            assert_eq!(said(text), None, "{text}");
        }
    }
}
