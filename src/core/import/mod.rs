//! Imports glossaries in other formats: tables, pages, YAML and JSON of any shape, and the text exports of Anki and Quizlet.
//!
//! Input is untrusted. It is cleaned and held to the limits of a deck, and what isn't imported is summed up by its cause.

mod anki;
mod entry;
mod foreign;
mod form;
mod front_matter;
mod languages;
mod markdown;
mod markup;
mod names;
mod quizlet;
mod sheet;
mod source;
mod structured;
mod summary;
mod table;

pub use foreign::{ROOTS, convert, filled, is_no_glossary};
pub use form::Form;
pub use languages::in_other_languages;
pub use names::{MOST_COLUMNS, Names};
pub use summary::{Column, Note, NoteKind, Summary};
pub use table::table;

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::core::deck::content::Content;
use crate::core::deck::edit::Draft;
use crate::core::deck::fields::{self, MOST_ITEMS};
use crate::core::slug::slug;
use crate::core::text::clean;
use source::Source;

/// How many terms to show.
const SHOWN: usize = 3;
/// The most terms in one import.
pub const MAX_TERMS: usize = 5_000;

/// Why nothing could be imported from a text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{why}")]
pub struct Refusal {
    /// The reason, and what to do.
    pub why: String,
    /// The command that does it, with `FILE` and `NEXT` as in [`filled`].
    pub command: Option<&'static str>,
    /// The columns or fields to choose from, if naming them would help.
    pub columns: Vec<String>,
}

impl Refusal {
    /// The reason, and the command for `file`, in which `next` imports.
    pub fn told(&self, file: &str, next: &str) -> String {
        match self.command {
            Some(command) => format!("{}: `{}`", self.why, filled(command, file, next)),
            None => self.why.clone(),
        }
    }
}

impl From<String> for Refusal {
    fn from(why: String) -> Self {
        Self { why, command: None, columns: Vec::new() }
    }
}

impl From<(&str, &'static str)> for Refusal {
    fn from((why, command): (&str, &'static str)) -> Self {
        Self { command: Some(command), ..why.into() }
    }
}

impl From<&str> for Refusal {
    fn from(why: &str) -> Self {
        why.to_owned().into()
    }
}

/// The terms found in one or more files.
#[derive(Debug, Default)]
pub struct Imported {
    terms: Vec<Draft>,
    /// The meanings of each term.
    senses: Vec<Vec<String>>,
    summary: Summary,
    /// The index of the term with each id.
    seen: HashMap<String, usize>,
    /// What links may call a term: ids, names and file names, as slugs; and its id.
    keys: HashMap<String, String>,
    /// Ids that are in use already.
    used_ids: HashSet<String>,
    /// What links may call the terms of other decks: `deck/term-id`, or `Term (Deck)`; and their ids.
    elsewhere: HashMap<String, String>,
    /// Links, resolved once all terms are known: term index, field, links.
    links: Vec<(usize, &'static str, Vec<String>)>,
    /// Files with nothing but one field after another, by the names of these: a record each, if several have the same.
    records: BTreeMap<Vec<String>, Vec<Record>>,
    /// The language taken from entries in several.
    language: Option<String>,
}

/// The entries of a file that may be the fields of one entry: its name, and each with its position.
type Record = (String, Vec<(String, Found)>);

/// An entry as found: the texts of each field.
type Found = Vec<(&'static str, Vec<String>)>;

impl Imported {
    /// An import into a deck that has these ids already, each with the other names of its term.
    pub fn beside<'a>(ids: impl IntoIterator<Item = (&'a str, Vec<&'a str>)>) -> Self {
        let mut new = Self::default();
        for (id, names) in ids {
            new.used_ids.insert(id.to_owned());
            for name in names {
                new.keys.entry(slug(name)).or_insert_with(|| id.to_owned());
            }
            new.keys.insert(id.to_owned(), id.to_owned());
        }
        new
    }

    /// This import, into a deck whose terms had these ids before.
    #[must_use]
    pub fn after<'a>(mut self, former: impl IntoIterator<Item = &'a str>) -> Self {
        self.used_ids.extend(former.into_iter().map(str::to_owned));
        self
    }

    /// This import, with links that may also lead to the terms of other decks, given by what links call them, with their ids.
    #[must_use]
    pub fn linking(self, elsewhere: HashMap<String, String>) -> Self {
        Self { elsewhere, ..self }
    }

    /// Imports the terms of `text`, in the format `form`. `file` is its name, if there are several; it is prepended to each
    /// position. Returns an error if nothing can be parsed.
    pub fn take(
        &mut self,
        text: &str,
        form: Form,
        file: Option<&str>,
        names: &Names,
    ) -> Result<(), Refusal> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut into = Sink { imported: self, file, names, source: Source::Foreign };
        let before = into.imported.summary.found;
        match form {
            Form::Table if anki::is_export(text) => anki::take(text, &mut into)?,
            Form::Table => match quizlet::words(text).filter(|_| !names.is_given()) {
                Some(words) => quizlet::take(words, &mut into),
                None => table::take(text, &mut into)?,
            },
            Form::Markdown => markdown::take(text, &mut into)?,
            Form::Yaml => structured::take(text, &mut into)?,
        }
        let summary = &self.summary;
        if file.is_none()
            && self.terms.is_empty()
            && self.used_ids.is_empty()
            && self.records.is_empty()
        {
            let unused = summary.columns.iter().filter(|column| column.field.is_none());
            let columns: Vec<String> = unused.map(|column| column.name.clone()).collect();
            if !columns.is_empty() && summary.found > before {
                let known = summary.columns.iter().filter_map(|column| column.field);
                return Err(names.unknown(&columns, &known.collect::<Vec<_>>()));
            }
        }
        Ok(())
    }

    /// The number of terms so far.
    pub fn count(&self) -> usize {
        self.terms.len()
    }

    /// Says how a file was understood.
    pub fn remark(&mut self, what: impl Into<String>, file: &str) {
        self.summary.note(NoteKind::Remark, what, clean(file).into_owned());
    }

    /// Says which language is taken from entries in several.
    fn language_note(&mut self, language: &str, other: &str) {
        let what = format!(
            "the entries are in several languages; `{language}` is taken (to take another, add for example --map term={other}.term,definition={other}.definition)"
        );
        self.summary.note(NoteKind::Remark, what, String::new());
    }

    /// Records that a file was not imported.
    pub fn skip(&mut self, cause: impl Into<String>, file: &str) {
        self.summary.note(NoteKind::Part, cause, clean(file).into_owned());
    }

    /// The terms in alphabetical order, and what was found and not imported.
    pub fn finish(mut self) -> (Vec<Draft>, Summary) {
        for (keys, files) in std::mem::take(&mut self.records) {
            if files.len() > 1 {
                let keys: Vec<_> = keys.iter().map(|key| format!("`{}`", clean(key))).collect();
                let cause = format!(
                    "fields that are not known ({}); name them with --map term=…,definition=…",
                    keys.join(", ")
                );
                for (file, _) in files {
                    self.summary.left(cause.clone(), file);
                }
                continue;
            }
            for (file, entries) in files {
                if entries.is_empty() {
                    self.skip("files of settings, not words with meanings, left out", &file);
                }
                let names = Names::default();
                let source = Source::Foreign;
                let mut into =
                    Sink { imported: &mut self, file: Some(&file), names: &names, source };
                for (place, found) in entries {
                    into.add(&place, found);
                }
            }
        }
        for (at, senses) in std::mem::take(&mut self.senses).into_iter().enumerate() {
            if senses.len() > 1 {
                self.terms[at].put("definition", Content::text(&entry::numbered(&senses)));
            }
        }
        for (at, field, links) in std::mem::take(&mut self.links) {
            let (own, term) = (self.terms[at].id(), self.terms[at].get("term").to_owned());
            let mut known: Vec<String> = Vec::new();
            for link in links {
                let key = |text: &str| self.keys.get(&slug(text));
                let other = || self.elsewhere.get(link.trim());
                // Notion writes `SLO (https://…)`.
                let named = || key(link.split_once(" (").filter(|(_, to)| to.contains('/'))?.0);
                let last = || key(last_part(&link));
                match key(&link).or_else(other).or_else(named).or_else(last) {
                    Some(id) if *id == own || known.contains(id) => {}
                    Some(id) => known.push(id.clone()),
                    None => {
                        let cause = format!("links in `{field}` to none of these words, left out");
                        self.summary.note(
                            NoteKind::Part,
                            cause,
                            format!("`{}` of `{term}`", clean(&link)),
                        );
                    }
                }
            }
            if let Some((_, Content::List(before))) =
                self.terms[at].fields().find(|(name, _)| *name == field)
            {
                let before: Vec<_> =
                    before.iter().filter(|id| !known.contains(id)).cloned().collect();
                known.splice(0..0, before);
            }
            let content = if is_list(field) {
                Content::list(known)
            } else {
                Content::text(known.first().map_or("", String::as_str))
            };
            self.terms[at].put(field, content);
        }
        for term in &mut self.terms {
            within_limits(term, &mut self.summary);
        }
        self.summary.first = self.terms.iter().take(SHOWN).map(Draft::id).collect();
        self.terms.sort_by_cached_key(|term| slug(term.get("term")));
        (self.terms, self.summary)
    }
}

/// Notes texts that are too long, and cuts lists to `MOST_ITEMS`.
fn within_limits(term: &mut Draft, summary: &mut Summary) {
    let name = format!("`{}`", term.get("term"));
    for (field, content) in term.clone().fields() {
        let limit = fields::of_term(field).filter(|field| field.too_long(content).is_some());
        if let Some(most) = limit.and_then(|field| field.kind.limit()) {
            let cause = format!("`{field}` longer than {most} characters, kept; shorten it");
            summary.note(NoteKind::Part, cause, name.clone());
        }
        let Some((kept, rest)) = content.texts().split_at_checked(MOST_ITEMS) else { continue };
        for text in rest {
            let cause = format!("`{field}` beyond the first {MOST_ITEMS}, left out");
            summary.note(NoteKind::Part, cause, format!("`{text}` of {name}"));
        }
        term.put(field, Content::list(kept));
    }
}

/// The part of a link that names its target: `slo` in `../terms/slo.md` and in `/terms/slo/`.
fn last_part(link: &str) -> &str {
    let link = link.trim_end_matches('/');
    let link = link.rsplit(['/', '#']).next().unwrap_or(link);
    [".md", ".mdx", ".html", ".yml", ".yaml"]
        .iter()
        .find_map(|end| link.strip_suffix(end))
        .unwrap_or(link)
}

/// Collects the entries that the format readers find.
struct Sink<'a> {
    imported: &'a mut Imported,
    /// The name of the file, if there are several.
    file: Option<&'a str>,
    names: &'a Names,
    source: Source,
}

impl Sink<'_> {
    /// `place` with the name of the file.
    fn place(&self, place: &str) -> String {
        let text = match self.file {
            Some(file) => format!("{file}: {place}"),
            None => place.to_owned(),
        };
        clean(&text).into_owned()
    }

    /// The start of `what`, and its position.
    fn example(&self, what: &str, place: &str) -> String {
        let short: String = clean(what).chars().take(60).collect();
        let what = if short.is_empty() { short } else { format!("`{short}`, ") };
        format!("{what}{}", self.place(place))
    }

    /// Counts an entry that is left out.
    fn left(&mut self, cause: impl Into<String>, what: &str, place: &str) {
        let example = self.example(what, place);
        self.imported.summary.left(cause, example);
    }

    /// Counts a part of an entry that was left out or changed.
    fn note(&mut self, cause: impl Into<String>, what: &str, place: &str) {
        let example = self.example(what, place);
        self.imported.summary.note(NoteKind::Part, cause, example);
    }

    /// Says how something was understood.
    fn say(&mut self, what: impl Into<String>) {
        let place = self.file.map(|file| clean(file).into_owned()).unwrap_or_default();
        self.imported.summary.note(NoteKind::Remark, what, place);
    }

    /// Records which field a column, or a field of another name, became.
    fn column(&mut self, name: &str, field: Option<&'static str>) {
        let name = clean(name.trim()).into_owned();
        if !name.is_empty() {
            self.imported.summary.column(name, field);
        }
    }

    /// The number of entries so far, imported or not.
    fn found(&self) -> usize {
        self.imported.summary.found
    }
}

/// In place of a field: what links call an entry, such as the name of its file.
const KEY: &str = "";

/// A field with one text.
fn one(field: &'static str, text: impl Into<String>) -> (&'static str, Vec<String>) {
    (field, vec![text.into()])
}

/// Whether `found` has any text for the field `name`.
fn has(found: &Found, name: &str) -> bool {
    let is_text = |texts: &Vec<String>| texts.iter().any(|text| !text.trim().is_empty());
    found.iter().any(|(field, texts)| *field == name && is_text(texts))
}

/// Whether the field `name` holds a list.
fn is_list(name: &str) -> bool {
    fields::of_term(name).is_some_and(|field| field.kind.is_list())
}

#[cfg(test)]
mod tests;
