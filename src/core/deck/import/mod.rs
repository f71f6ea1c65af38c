//! Imports terms from other formats: tables, lists, pages, and YAML or JSON of another shape.
//!
//! Input is untrusted. It is cleaned and held to the limits of a deck, and anything that can't be imported is reported.

mod markdown;
mod names;
mod structured;
mod table;

pub use names::Names;
pub use table::table;

use std::collections::HashMap;

use crate::core::deck::Level;
use crate::core::deck::content::Content;
use crate::core::deck::edit::Draft;
use crate::core::deck::fields::{self, Field, Kind};
use crate::core::slug::{is_slug, slug};
use crate::core::text::clean;

/// The most terms in one import.
pub const MAX_TERMS: usize = 5_000;

/// The input format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A table with cells separated by commas, semicolons or tabs.
    Table,
    /// A page with tables, lists or headings, or one term with front matter.
    Markdown,
    /// YAML, or JSON, which is YAML.
    Yaml,
}

impl Form {
    /// The format of a file, by its extension.
    pub fn of(name: &str) -> Option<Self> {
        let (_, end) = name.rsplit_once('.')?;
        match end.to_ascii_lowercase().as_str() {
            "csv" | "tsv" | "tab" => Some(Self::Table),
            "md" | "markdown" | "txt" => Some(Self::Markdown),
            "yaml" | "yml" | "json" => Some(Self::Yaml),
            _ => None,
        }
    }
}

/// Something that was not imported.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Skipped {
    /// Its position, as in `row 7`.
    pub place: String,
    /// Why it was not imported.
    pub why: String,
}

/// The terms found in one or more files.
#[derive(Debug, Default)]
pub struct Imported {
    terms: Vec<Draft>,
    left: Vec<Skipped>,
    /// Where each id was first found.
    seen: HashMap<String, String>,
    /// Links by name, resolved once all terms are known: term index, field, names, position.
    links: Vec<(usize, &'static str, Vec<String>, String)>,
}

/// A term as found: the text of each field.
type Found = Vec<(&'static str, String)>;

impl Imported {
    /// Imports the terms of `text`, in the format `form`. `file`, if there are several, is prepended to each position. Returns an
    /// error if nothing can be parsed.
    pub fn take(
        &mut self,
        text: &str,
        form: Form,
        file: Option<&str>,
        names: &Names,
    ) -> Result<(), String> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let place = |at: &str| match file {
            Some(file) => format!("{}: {at}", clean(file)),
            None => at.to_owned(),
        };
        let mut into = Sink { taken: self, place: &place };
        match form {
            Form::Table => table::take(text, names, &mut into),
            Form::Markdown => markdown::take(text, names, &mut into),
            Form::Yaml => structured::take(text, names, &mut into),
        }
    }

    /// The terms in alphabetical order, and what was skipped.
    pub fn finish(mut self) -> (Vec<Draft>, Vec<Skipped>) {
        for (at, field, links, place) in std::mem::take(&mut self.links) {
            let (known, unknown): (Vec<String>, Vec<String>) =
                links.into_iter().partition(|link| self.seen.contains_key(&slug(link)));
            let own = self.terms[at].id();
            let known = known.iter().map(|link| slug(link)).filter(|link| *link != own);
            self.terms[at].put(field, Content::list(known));
            for link in unknown {
                let why = format!("`{}` in `{field}` is not one of these words", clean(&link));
                self.left.push(Skipped { place: place.clone(), why });
            }
        }
        self.terms.sort_by_cached_key(|term| slug(term.get("term")));
        (self.terms, self.left)
    }
}

/// Collects the terms that the format readers find.
struct Sink<'a> {
    taken: &'a mut Imported,
    place: &'a dyn Fn(&str) -> String,
}

impl Sink<'_> {
    fn leave(&mut self, place: &str, why: impl Into<String>) {
        let place = clean(&(self.place)(place)).into_owned();
        self.taken.left.push(Skipped { place, why: clean(&why.into()).into_owned() });
    }

    /// The number of terms so far.
    fn count(&self) -> usize {
        self.taken.terms.len()
    }

    /// Adds a term, or reports why not.
    fn add(&mut self, place: &str, found: Found) {
        let mut draft = Draft::default();
        let mut links = Vec::new();
        for (name, text) in found {
            let Some(field) = fields::of_term(name) else { continue };
            if text.trim().is_empty() {
                continue;
            }
            let content = if field.kind.is_list() {
                Content::list(pieces(&text))
            } else {
                Content::text(&text)
            };
            match problem(field, &content) {
                None if field.kind == Kind::Links => {
                    if let Content::List(names) = content {
                        links.push((field.name, names));
                    }
                }
                None => {
                    let level =
                        matches!(field.kind, Kind::Level).then(|| text.trim().to_lowercase());
                    draft.put(name, level.map_or(content, |level| Content::text(&level)));
                }
                // A term needs its definition, so one line is enough.
                Some(why) if field.required => return self.leave(place, why),
                Some(why) => self.leave(place, format!("{why}; the rest is imported")),
            }
        }
        let (term, id) = (draft.get("term").to_owned(), draft.id());
        if term.is_empty() {
            return self.leave(place, "the word is missing");
        }
        if draft.get("definition").is_empty() {
            return self.leave(place, format!("`{term}` has no definition"));
        }
        if id.is_empty() {
            return self.leave(
                place,
                format!("cannot make an id from `{term}`: it has no letters or digits"),
            );
        }
        if let Some(first) = self.taken.seen.get(&id) {
            let why = format!("`{term}` is a duplicate; first found at {first}");
            return self.leave(place, why);
        }
        if self.count() >= MAX_TERMS {
            return self.leave(place, format!("the limit of {MAX_TERMS} words is reached"));
        }
        self.taken.seen.insert(id, clean(&(self.place)(place)).into_owned());
        let at = self.count();
        for (field, names) in links {
            self.taken.links.push((at, field, names, (self.place)(place)));
        }
        self.taken.terms.push(draft);
    }
}

/// Why `content` can't go into `field`, if so.
fn problem(field: &Field, content: &Content) -> Option<String> {
    let wrong = |text: &String| match field.kind {
        Kind::Level => text
            .to_lowercase()
            .parse::<Level>()
            .is_err()
            .then(|| format!("`{text}` is not a level: core, working or deep")),
        Kind::Date => (text.len() != 10 || text.parse::<jiff::civil::Date>().is_err())
            .then(|| format!("`{text}` is not a date like 2026-11-01")),
        Kind::Id => (!is_slug(text)).then(|| format!("`{text}` is not an id")),
        _ => None,
    };
    field.too_long(content).or_else(|| content.texts().iter().find_map(wrong))
}

/// Splits a list that is written as one text.
fn pieces(text: &str) -> Vec<&str> {
    let has = |c: char| text.contains(c);
    let gaps: &[char] = if has('\n') || has(';') || has('|') { &['\n', ';', '|'] } else { &[','] };
    text.split(gaps).map(str::trim).collect()
}

#[cfg(test)]
mod tests;
