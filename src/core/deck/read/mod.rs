//! Reading a deck: all that is wrong with it, and all of it that can be used.

mod lines;
mod notes;
mod record;
mod syntax;
mod values;

use std::collections::HashMap;
use std::sync::Arc;

use crate::core::card::TermId;
use crate::core::deck::fields::{DECK, TERM};
use crate::core::deck::problem::{Edit, Fix, Problem};
use crate::core::deck::rules;
use crate::core::deck::scan;
use crate::core::deck::{Deck, Marks, Origin, Term};
use crate::core::slug::slug;
use crate::core::yaml::{self, FaultKind, Node, Place, Value};
use notes::Notes;
use record::Record;

/// What reading a file brought.
#[derive(Debug)]
pub struct Read {
    /// The deck, unless the file is broken as a whole. Terms that cannot be used are left out of it.
    pub deck: Option<Deck>,
    /// For each term of the deck, where its values stand.
    pub marks: Vec<Marks>,
    /// Where the values of the deck itself stand.
    pub head: Marks,
    /// Everything that is wrong with the file by itself, in the order of its lines.
    pub problems: Vec<Problem>,
}

/// A deck with the places of its terms' values and of its own.
type Parts = (Option<Deck>, Vec<Marks>, Marks);

/// Reads the file at `path` (for messages; its stem is the id of a deck that gives none) from its `bytes`.
pub fn read(path: &Arc<str>, bytes: &[u8], origin: Origin) -> Read {
    let text = match scan::decode(bytes) {
        Ok(text) => text,
        Err(find) => {
            let mut notes = Notes::new(path, "");
            notes.add(find.rule, find.place, find.what, find.mend);
            let problems = notes.into_problems();
            return Read { deck: None, marks: Vec::new(), head: Marks::default(), problems };
        }
    };
    let mut notes = Notes::new(path, text);
    let (deck, mut marks, mut head) = read_text(text, path, origin, &mut notes).unwrap_or_default();
    let mut problems = notes.into_problems();
    let mark = bytes.len() - text.len();
    if mark > 0 {
        let bytes = u32::try_from(mark).unwrap_or_default();
        for (.., place) in marks.iter_mut().chain([&mut head]).flat_map(|marks| &mut marks.0) {
            place.shift(bytes);
        }
        for problem in &mut problems {
            problem.shift(bytes);
        }
        problems.insert(0, byte_order_mark(path, bytes));
    }
    Read { deck, marks, head, problems }
}

fn byte_order_mark(path: &Arc<str>, bytes: u32) -> Problem {
    let place = Place { line: 1, column: 1, start: 0, end: bytes };
    let what = "the file begins with a byte order mark";
    let fix = Fix::sure(vec![Edit::at(place, "")]);
    let mend = "save it as UTF-8 without one";
    let problem = Problem::new(path.clone(), place, &rules::BYTE_ORDER_MARK, what, mend);
    Problem { fix: Some(fix), ..problem }
}

fn read_text(text: &str, path: &Arc<str>, origin: Origin, notes: &mut Notes<'_>) -> Option<Parts> {
    for find in scan::scan(text) {
        notes.add_scanned(find.place);
        notes.add(find.rule, find.place, find.what, find.mend).fixed(find.fix);
    }
    let tree = yaml::parse(text);
    let mut broken = false;
    for fault in tree.faults {
        broken |= matches!(fault.kind, FaultKind::Syntax(_) | FaultKind::TooDeep);
        syntax::explain(&fault, notes);
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
        syntax::explain_cut(cut, notes);
    }
    read_root(root, path, origin, broken, notes)
}

fn read_root(
    root: &Node<'_>,
    path: &Arc<str>,
    origin: Origin,
    broken: bool,
    notes: &mut Notes<'_>,
) -> Option<Parts> {
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
    Some((usable.then_some(deck), marks, record.marks))
}

/// The name of the file at `path` without its folder and ending.
fn stem(path: &str) -> &str {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// The terms of a deck as they are read.
struct Terms<'a, 'n> {
    deck: &'a str,
    notes: &'a mut Notes<'n>,
    terms: Vec<Term>,
    marks: Vec<Marks>,
    /// The first term with each id.
    seen: HashMap<String, First>,
}

/// The first term with an id.
struct First {
    /// Where it begins.
    place: Place,
    /// Whether it, or one of those after it, can be used.
    usable: bool,
}

impl Terms<'_, '_> {
    fn add(&mut self, node: &Node<'_>) {
        let Value::Map(map) = &node.value else {
            if matches!(node.value, Value::Text(..))
                && !syntax::explain_glued(node.place, true, self.notes).is_empty()
            {
                return;
            }
            let what = format!("a term has fields, this is {}", node.kind());
            let mend = "write `- term: …` and `definition: …` below it";
            self.notes.add(&rules::WRONG_KIND, node.place, what, mend);
            return;
        };
        // The item starts at its dash; the map starts at its first field, which is where people look.
        let (deck, notes) = (self.deck, &mut *self.notes);
        let mut record = Record::new(map, node.place, TERM, notes);
        let name = record.text("term", notes);
        let given = record.id("id", notes);
        let definition = record.text("definition", notes);
        let place = record.place("term").unwrap_or(node.place);
        let id = given.or_else(|| name.as_deref().map(slug));
        // Without a word or a meaning there is nothing to teach. What else is wrong with it is said all the same.
        let usable = name.is_some() && definition.is_some();
        let term = Term {
            id: TermId::new(deck, id.as_deref().unwrap_or_default()),
            term: name.unwrap_or_default(),
            definition: definition.unwrap_or_default(),
            expansion: record.text("expansion", notes),
            say: record.text("say", notes),
            gloss: record.text("gloss", notes),
            example: record.text("example", notes),
            why: record.text("why", notes),
            ask: record.text("ask", notes),
            aliases: record.texts("aliases", notes),
            sounds_like: record.texts("sounds_like", notes),
            see_also: record.links("see_also", deck, notes),
            confused_with: record.links("confused_with", deck, notes),
            level: record.level("level", notes).unwrap_or_default(),
            tags: record.texts("tags", notes),
            explained_by: record.text("explained_by", notes),
            reviewed: record.date("reviewed", notes),
            same_as: record.link("same_as", deck, notes),
            formerly: record.links("formerly", deck, notes),
            retired: record.date("retired", notes),
            instead: record.link("use", deck, notes),
            line: node.place.line,
        };
        let Some(id) = id else { return };
        let is_new = self.is_new(id, &term.term, place, usable);
        if usable && is_new {
            self.marks.push(record.marks);
            self.terms.push(term);
        }
    }

    /// Whether `term` has an id that no term of the deck has taken; notes when it has none, or that of another.
    fn is_new(&mut self, id: String, term: &str, place: Place, usable: bool) -> bool {
        if id.is_empty() {
            let what = format!("`{term}` has no letters or digits to make an id of");
            self.notes.add(&rules::NO_ID, place, what, "add `id: …` in kebab-case");
            return false;
        }
        let shown = if term.is_empty() { &id } else { term };
        let Some(first) = self.seen.get_mut(&id) else {
            self.seen.insert(id, First { place, usable });
            return true;
        };
        let line = first.place.line;
        let what = format!("`{shown}` has the id `{id}`, like the term on line {line}");
        let mend = "add to that term instead, or give this one a name or `id` of its own";
        self.notes.add(&rules::SAME_ID, place, what, mend).also(first.place, "it is taken here");
        // The first that can be used serves.
        let taken = first.usable;
        first.usable |= usable;
        !taken
    }
}

#[cfg(test)]
mod tests;
