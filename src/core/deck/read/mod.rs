//! Reading a deck: all that is wrong with it, and all of it that can be used.

mod syntax;
mod values;

use std::collections::HashMap;
use std::sync::Arc;

use crate::core::card::TermId;
use crate::core::deck::fields::{DECK, TERM};
use crate::core::deck::problem::Problem;
use crate::core::deck::rules::{self, Rule};
use crate::core::deck::scan;
use crate::core::deck::{Deck, Marks, Origin, Term};
use crate::core::slug::slug;
use crate::core::text::clean;
use crate::core::yaml::{self, FaultKind, Node, Place, Value};
use values::Record;
pub use values::is_trap;

/// What reading a file brought.
#[derive(Debug)]
pub struct Read {
    /// The deck, unless the file is broken as a whole. Terms that cannot be used are left out of it.
    pub deck: Option<Deck>,
    /// For each term of the deck, where its values stand.
    pub marks: Vec<Marks>,
    /// Where the lines of the file start, in bytes: for messages.
    pub problems: Vec<Problem>,
}

/// What was found wrong so far.
pub struct Notes {
    path: Arc<str>,
    problems: Vec<Problem>,
    scanned: Vec<u32>,
    /// Whether what is being read was cut short by a syntax error: then nothing can be said of what it lacks.
    cut_short: bool,
}

impl Notes {
    fn new(path: &Arc<str>) -> Self {
        Self { path: path.clone(), problems: Vec::new(), scanned: Vec::new(), cut_short: false }
    }

    fn add(
        &mut self,
        rule: &'static Rule,
        place: Place,
        what: impl Into<String>,
        mend: impl Into<String>,
    ) {
        if self.cut_short && rule == &rules::MISSING {
            return;
        }
        let (what, mend) = (clean(&what.into()).into_owned(), clean(&mend.into()).into_owned());
        self.problems.push(Problem { path: self.path.clone(), place, rule, what, mend });
    }

    /// Whether the scan of the text found something on the line of `place`.
    fn scanned(&self, place: Place) -> bool {
        self.scanned.contains(&place.line)
    }
}

/// Reads the file at `path` (for messages; its stem is the id of a deck that gives none) from its `bytes`.
pub fn read(path: &Arc<str>, bytes: &[u8], origin: Origin) -> Read {
    let mut notes = Notes::new(path);
    let (deck, marks) = match scan::decode(bytes) {
        Ok(text) => read_text(text, path, origin, &mut notes).unwrap_or_default(),
        Err(find) => {
            notes.add(find.rule, find.place, find.what, find.mend);
            (None, Vec::new())
        }
    };
    let mut problems = notes.problems;
    problems.sort_by_key(|problem| (problem.place.line, problem.place.column));
    Read { deck, marks, problems }
}

type DeckAndMarks = (Option<Deck>, Vec<Marks>);

fn read_text(
    text: &str,
    path: &Arc<str>,
    origin: Origin,
    notes: &mut Notes,
) -> Option<DeckAndMarks> {
    for find in scan::scan(text) {
        notes.scanned.push(find.place.line);
        notes.add(find.rule, find.place, find.what, find.mend);
    }
    let tree = yaml::parse(text);
    let mut broken = false;
    for fault in tree.faults {
        broken |= matches!(fault.kind, FaultKind::Syntax(_) | FaultKind::TooDeep);
        syntax::explain(&fault, text, notes);
    }
    let Some(root) = &tree.root else {
        if !broken {
            let start = Place { line: 1, column: 1, start: 0, end: 0 };
            notes.add(
                &rules::MISSING,
                start,
                "there is no deck in this file",
                "begin with `terms:`",
            );
        }
        return None;
    };
    for cut in &tree.cuts {
        syntax::explain_cut(cut, text, notes);
    }
    read_root(root, path, origin, broken, notes)
}

fn read_root(
    root: &Node<'_>,
    path: &Arc<str>,
    origin: Origin,
    broken: bool,
    notes: &mut Notes,
) -> Option<DeckAndMarks> {
    let Value::Map(map) = &root.value else {
        let what = format!("a deck is made of fields, this is {}", root.kind());
        notes.add(&rules::WRONG_KIND, root.place, what, "begin with `deck: name`");
        return None;
    };
    notes.cut_short = broken;
    let mut record = Record::new(map, root.place, DECK, notes);
    let stem = stem(path);
    let own = record.id("deck", notes);
    let extends = record.id("extends", notes);
    let id = extends.clone().or(own).unwrap_or_else(|| slug(stem));
    if id.is_empty() {
        notes.add(&rules::NO_ID, root.place, "the deck has no id", "add `deck: name`");
        return None;
    }
    let mut terms =
        Terms { deck: &id, notes, terms: Vec::new(), marks: Vec::new(), seen: HashMap::new() };
    let nodes = record.nodes("terms", terms.notes).unwrap_or_default();
    for (index, node) in nodes.iter().enumerate() {
        terms.notes.cut_short = broken && index + 1 == nodes.len();
        terms.add(node);
    }
    let (terms, marks) = (terms.terms, terms.marks);
    let deck = Deck {
        title: record.text("title", notes).unwrap_or_else(|| id.clone()),
        summary: record.text("summary", notes),
        owners: record.texts("owners", notes),
        language: record.text("language", notes),
        source: record.text("source", notes),
        formerly: record.ids("formerly", notes),
        ask: record.texts("ask", notes),
        id: id.into(),
        path: path.clone(),
        extends,
        terms,
        origin,
        rank: 0,
    };
    let usable = !broken && record.place("terms").is_some();
    Some((usable.then_some(deck), marks))
}

/// The name of the file at `path` without its folder and ending.
fn stem(path: &str) -> &str {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// The terms of a deck as they are read.
struct Terms<'a> {
    deck: &'a str,
    notes: &'a mut Notes,
    terms: Vec<Term>,
    marks: Vec<Marks>,
    /// The line of each id.
    seen: HashMap<String, u32>,
}

impl Terms<'_> {
    fn add(&mut self, node: &Node<'_>) {
        let Value::Map(map) = &node.value else {
            let what = format!("a term has fields, this is {}", node.kind());
            let mend = "write `- term: …` and `definition: …` below it";
            self.notes.add(&rules::WRONG_KIND, node.place, what, mend);
            return;
        };
        // The item starts at its dash; the map starts at its first field, which is where people look.
        let (deck, notes) = (self.deck, &mut *self.notes);
        let mut record = Record::new(map, node.place, TERM, notes);
        let term = record.text("term", notes);
        let given = record.id("id", notes);
        let definition = record.text("definition", notes);
        let place = record.place("term").unwrap_or(node.place);
        let expansion = record.text("expansion", notes);
        let say = record.text("say", notes);
        let example = record.text("example", notes);
        let why = record.text("why", notes);
        let ask = record.text("ask", notes);
        let aliases = record.texts("aliases", notes);
        let sounds_like = record.texts("sounds_like", notes);
        let see_also = record.links("see_also", deck, notes);
        let confused_with = record.links("confused_with", deck, notes);
        let level = record.level("level", notes).unwrap_or_default();
        let tags = record.texts("tags", notes);
        let reviewed = record.date("reviewed", notes);
        let same_as = record.link("same_as", deck, notes);
        let formerly = record.links("formerly", deck, notes);
        let retired = record.date("retired", notes);
        let instead = record.link("use", deck, notes);
        // Without a word or a meaning there is nothing to teach; that much has been noted.
        let (Some(term), Some(definition)) = (term, definition) else { return };
        let id = given.unwrap_or_else(|| slug(&term));
        if id.is_empty() {
            let what = format!("`{term}` has no letters or digits to make an id of");
            notes.add(&rules::NO_ID, place, what, "add `id: …` in kebab-case");
            return;
        }
        if let Some(first) = self.seen.get(&id) {
            let what = format!("`{term}` has the id `{id}`, like the term on line {first}");
            let mend = "add to that term instead, or give this one a name or `id` of its own";
            notes.add(&rules::SAME_ID, place, what, mend);
            return;
        }
        self.seen.insert(id.clone(), place.line);
        self.marks.push(record.marks);
        self.terms.push(Term {
            id: TermId::new(deck, &id),
            term,
            definition,
            expansion,
            say,
            example,
            why,
            ask,
            aliases,
            sounds_like,
            see_also,
            confused_with,
            level,
            tags,
            reviewed,
            same_as,
            formerly,
            retired,
            instead,
            line: node.place.line,
        });
    }
}

#[cfg(test)]
mod tests;
