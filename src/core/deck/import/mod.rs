//! Making a deck of words that somebody has in another form: a table, a list, pages, or YAML of another shape.
//!
//! What comes in is untrusted: it is cleaned, bounded by what a deck may hold, and whatever cannot be taken is named.

mod markdown;
mod names;
mod shapes;
mod table;

pub use names::Names;

use std::collections::HashMap;

use crate::core::deck::Level;
use crate::core::deck::edit::{Content, Draft};
use crate::core::deck::fields::{Kind, TERM};
use crate::core::slug::{is_slug, slug};
use crate::core::text::clean;

/// The most words that are taken at once.
pub const MAX_TERMS: usize = 5_000;

/// The form that words are in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A table with commas, semicolons or tabs between the cells.
    Table,
    /// A page with tables, lists, headings, or one word with front matter.
    Markdown,
    /// YAML, or JSON, which is YAML.
    Yaml,
}

impl Form {
    /// The form of a file, by the ending of its `name`.
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

/// Something that was not taken.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Left {
    /// Where it stands, as in `row 7`.
    pub place: String,
    /// Why it was not taken.
    pub why: String,
}

/// What was found in one or more files.
#[derive(Debug, Default)]
pub struct Taken {
    terms: Vec<Draft>,
    left: Vec<Left>,
    /// Where each id was found first.
    seen: HashMap<String, String>,
    /// Links by name, which can be followed only when all words are there: number of the term, field, names, place.
    links: Vec<(usize, &'static str, Vec<String>, String)>,
}

/// One word as it was found: each text with the field it is for.
type Found = Vec<(&'static str, String)>;

impl Taken {
    /// Takes the words of `text`, which is in `form`. `file` stands in front of each place, where there are several. An
    /// error says why nothing in it can be understood.
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
            Form::Yaml => shapes::take(text, names, &mut into),
        }
    }

    /// The terms in alphabetical order, and what was left.
    pub fn finish(mut self) -> (Vec<Draft>, Vec<Left>) {
        for (at, field, links, place) in std::mem::take(&mut self.links) {
            let (known, unknown): (Vec<String>, Vec<String>) =
                links.into_iter().partition(|link| self.seen.contains_key(&slug(link)));
            let own = self.terms[at].id();
            let known = known.iter().map(|link| slug(link)).filter(|link| *link != own);
            self.terms[at].put(field, Content::list(known));
            for link in unknown {
                let why = format!("`{}` in `{field}` is none of these words", clean(&link));
                self.left.push(Left { place: place.clone(), why });
            }
        }
        self.terms.sort_by_cached_key(|term| slug(term.get("term")));
        (self.terms, self.left)
    }
}

/// Where the readers of the forms put what they find.
struct Sink<'a> {
    taken: &'a mut Taken,
    place: &'a dyn Fn(&str) -> String,
}

impl Sink<'_> {
    fn leave(&mut self, place: &str, why: impl Into<String>) {
        let place = clean(&(self.place)(place)).into_owned();
        self.taken.left.push(Left { place, why: clean(&why.into()).into_owned() });
    }

    /// How many words there are so far.
    fn count(&self) -> usize {
        self.taken.terms.len()
    }

    /// Takes one word, or says why not.
    fn add(&mut self, place: &str, found: Found) {
        let mut draft = Draft::default();
        let mut links = Vec::new();
        for (name, text) in found {
            let Some(field) = TERM.iter().find(|field| field.name == name) else { continue };
            if text.trim().is_empty() {
                continue;
            }
            let content = match field.kind {
                Kind::Line(_)
                | Kind::Prose(_)
                | Kind::Id
                | Kind::Link
                | Kind::Date
                | Kind::Level => Content::text(&text),
                _ => Content::list(pieces(&text)),
            };
            match problem(name, field.kind, &content) {
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
                // Without the definition there is no term, and that is said in one line.
                Some(why) if field.required => return self.leave(place, why),
                Some(why) => self.leave(place, format!("{why}; the rest is taken")),
            }
        }
        let (term, id) = (draft.get("term").to_owned(), draft.id());
        if term.is_empty() {
            return self.leave(place, "there is no word");
        }
        if draft.get("definition").is_empty() {
            return self.leave(place, format!("`{term}` has no definition"));
        }
        if id.is_empty() {
            return self
                .leave(place, format!("`{term}` has no letters or digits to make an id of"));
        }
        if let Some(first) = self.taken.seen.get(&id) {
            let why = format!("`{term}` is there already: {first}");
            return self.leave(place, why);
        }
        if self.count() >= MAX_TERMS {
            return self.leave(place, format!("there are {MAX_TERMS} words already"));
        }
        self.taken.seen.insert(id, clean(&(self.place)(place)).into_owned());
        let at = self.count();
        for (field, names) in links {
            self.taken.links.push((at, field, names, (self.place)(place)));
        }
        self.taken.terms.push(draft);
    }
}

/// What keeps `content` from being put into the field `name`.
fn problem(name: &str, kind: Kind, content: &Content) -> Option<String> {
    let texts = match content {
        Content::Text(text) => std::slice::from_ref(text),
        Content::List(texts) => texts,
    };
    let wrong = |text: &String| match kind {
        Kind::Line(most) | Kind::Prose(most) | Kind::Lines(most) => {
            let length = text.chars().count();
            (length > most).then(|| format!("`{name}` has {length} characters; it may have {most}"))
        }
        Kind::Level => Level::from_word(&text.to_lowercase())
            .is_none()
            .then(|| format!("`{text}` is no level: core, working or deep")),
        Kind::Date => (text.len() != 10 || text.parse::<jiff::civil::Date>().is_err())
            .then(|| format!("`{text}` is no date as in 2026-11-01")),
        Kind::Id => (!is_slug(text)).then(|| format!("`{text}` is no id")),
        _ => None,
    };
    texts.iter().find_map(wrong)
}

/// The pieces of a list that is written as one text.
fn pieces(text: &str) -> Vec<&str> {
    let has = |c: char| text.contains(c);
    let gaps: &[char] = if has('\n') || has(';') || has('|') { &['\n', ';', '|'] } else { &[','] };
    text.split(gaps).map(str::trim).collect()
}

#[cfg(test)]
mod tests;
