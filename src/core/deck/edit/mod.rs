//! Edits the text of a deck without changing anything else, not even a byte.
//!
//! People own their decks, with their comments, field order and line ends, so a deck is never regenerated from parsed data.
//! Each edit splices text at positions from the parser, then parses the result. If that differs from the old content in
//! anything but the intended edit, the result is an [`EditError`].

mod draft;
mod format;
mod indent;
mod insert;
mod layout;
mod model;
mod order;
mod parts;
mod rename;
mod scene;
mod set;
mod template;
mod tidy;
mod transfer;

pub use draft::Draft;
pub use format::format;
pub use insert::{insert, insert_all};
pub use order::sort;
pub use rename::{Renamed, relink, rename};
pub use scene::{WrittenScene, insert_scene, scene_lines};
pub use set::{append, set};
pub use template::{Head, empty, filled};
pub use transfer::{Transferred, transfer};

use crate::core::deck::Origin;
use crate::core::deck::problem::Problem;
use crate::core::deck::read::read;
use crate::core::deck::rules::Rule;
use crate::core::yaml::{self, Tree};
use layout::Layout;
use model::Model;

/// Why an edit failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The text is invalid YAML, or contains characters that decks don't allow.
    #[error("line {line}: {what}; `shoptalk deck check{}", if *.fixable { " --fix` fixes it" } else { "` says more" })]
    Broken {
        /// The line.
        line: u32,
        /// What is wrong.
        what: String,
        /// Whether it has only one possible fix.
        fixable: bool,
    },
    /// The text is YAML, but not a deck.
    #[error(
        "line {0}: not a deck: a deck has fields, and `terms` and `scenes` are lists; `shoptalk deck check` says how to fix it"
    )]
    NotADeck(u32),
    /// The term or scene already exists.
    #[error("`{id}` already exists, on line {line}")]
    Exists {
        /// The id.
        id: String,
        /// The line of the existing one.
        line: u32,
    },
    /// There is no such term.
    #[error("no term with the id `{0}` in this file")]
    NoTerm(String),
    /// The new term's name doesn't produce an id.
    #[error("cannot make an id from `{0}`: it has no letters or digits; give it an `id`")]
    NoId(String),
    /// The edit would have changed something else too.
    #[error("a file written this way cannot be changed safely; use an editor")]
    Unsafe,
}

impl EditError {
    /// The text has this `problem`, which is told as `what`.
    fn broken(problem: &Problem, what: String) -> Self {
        let fixable = problem.is_fixable();
        Self::Broken { line: problem.place.line, what, fixable }
    }
}

/// `text` with each of these byte ranges, which are in order, replaced by its new text.
fn changed(text: &str, changes: impl IntoIterator<Item = (usize, usize, String)>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (from, to, new) in changes {
        out += &text[at..from];
        out += &new;
        at = to;
    }
    out + &text[at..]
}

/// A text to edit: its byte order mark, the rest, and the parsed tree of the rest.
struct Source<'t> {
    mark: &'static str,
    text: &'t str,
    tree: Tree<'t>,
}

impl<'t> Source<'t> {
    /// Parses `text`, which must be valid YAML with `\n` or `\r\n` line ends.
    fn read(text: &'t str) -> Result<Self, EditError> {
        let (mark, text) = match text.strip_prefix('\u{feff}') {
            Some(rest) => ("\u{feff}", rest),
            None => ("", text),
        };
        let mut lines = (1..).zip(text.split_inclusive('\n'));
        let odd = lines.find(|(_, line)| {
            line.strip_suffix("\r\n").unwrap_or(line.trim_end_matches('\n')).contains('\r')
        });
        if let Some((line, _)) = odd {
            let what = "a line ends with only a carriage return".to_owned();
            return Err(EditError::Broken { line, what, fixable: false });
        }
        let tree = yaml::parse(text);
        match tree.faults.first() {
            Some(fault) => {
                let read = read(&"".into(), text.as_bytes(), Origin::Named);
                let said = read
                    .problems
                    .into_iter()
                    .find(|problem| problem.is_error() && problem.rule <= Rule::Cut);
                Err(said.map_or_else(
                    || EditError::Broken {
                        line: fault.place.line,
                        what: "it is not valid YAML".to_owned(),
                        fixable: false,
                    },
                    |problem| EditError::broken(&problem, problem.what.clone()),
                ))
            }
            None => Ok(Self { mark, text, tree }),
        }
    }

    /// The layout of the terms.
    fn layout(&self) -> Result<Layout<'_>, EditError> {
        self.layout_of("terms")
    }

    /// The layout of the list `name`: `terms` or `scenes`.
    fn layout_of(&self, name: &str) -> Result<Layout<'_>, EditError> {
        Layout::of(self.text, self.tree.root.as_ref(), name)
    }

    fn model(&self) -> Model {
        self.tree.root.as_ref().map_or(Model::Map(Vec::new()), Model::of)
    }

    /// Returns `new` with the original byte order mark, if its content equals `wanted`.
    fn proven(&self, new: &str, wanted: &Model) -> Result<String, EditError> {
        let tree = yaml::parse(new);
        let is_it =
            tree.faults.is_empty() && tree.root.is_some_and(|root| Model::of(&root) == *wanted);
        if is_it { Ok(format!("{}{new}", self.mark)) } else { Err(EditError::Unsafe) }
    }
}

#[cfg(test)]
mod tests;
