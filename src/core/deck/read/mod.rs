//! Reads a deck: reports everything that is wrong, and returns everything that is usable.

mod bullets;
mod depth;
mod ids;
mod json;
mod line;
mod lines;
mod lists;
mod loose_list;
mod no_colon;
mod notation;
mod notes;
mod other_file;
mod precheck;
mod record;
mod scenes;
mod syntax;
mod values;

use std::path::Path;
use std::sync::Arc;

use crate::core::card::{DeckId, TermId};
use crate::core::deck::fields::{DECK, Part};
use crate::core::deck::problem::{Edit, Fix, Problem};
use crate::core::deck::rules::Rule;
use crate::core::deck::scene::Scene;
use crate::core::deck::sections::is_below_heading;
use crate::core::deck::{Deck, FieldSpans, Marks, Origin, Term};
use crate::core::slug::slug;
use crate::core::yaml::{self, Node, Span, Tree, Value};
use ids::Ids;
pub use json::is_json;
pub use lines::field_lines;
use notes::Notes;
pub use other_file::OtherFile;
pub use precheck::MAX_BYTES;
use record::{Record, fields_of};
use scenes::scenes;
pub use syntax::{NO_FIELD, UNREADABLE};
use values::{valid_date, valid_id, valid_level, valid_link};

/// The result of reading a file.
#[derive(Debug, Clone)]
pub struct Read {
    /// The deck, without unusable terms and scenes. `None` if the whole file is broken.
    pub deck: Option<Deck>,
    /// The spans of its values.
    pub marks: Marks,
    /// Everything wrong with the file on its own, in file order.
    pub problems: Vec<Problem>,
}

impl Read {
    /// The result for a file that is broken as a whole.
    pub fn failed(problem: Problem) -> Self {
        Self { deck: None, marks: Marks::default(), problems: vec![problem] }
    }

    /// The same, with `name` of its path in place of the path.
    #[must_use]
    pub fn renamed(self, name: impl Fn(&str) -> Arc<str>) -> Self {
        let problems = self.problems.into_iter();
        let problems = problems.map(|one| Problem { path: name(&one.path), ..one }).collect();
        let deck = self.deck.map(|deck| Deck { path: name(&deck.path), ..deck });
        Self { deck, problems, ..self }
    }

    /// The same, with this rank.
    #[must_use]
    pub fn ranked(self, rank: u32) -> Self {
        Self { deck: self.deck.map(|deck| Deck { rank, ..deck }), ..self }
    }
}

/// Reads the file at `path` from its `bytes`. The path is for messages, and its stem is the default id.
pub fn read(path: &Arc<str>, bytes: &[u8], origin: Origin) -> Read {
    let text = is_json(Path::new(&**path)).then(|| std::str::from_utf8(bytes).ok()).flatten();
    let Some(text) = text else { return read_with_tree(path, bytes, origin).0 };
    // Between the values, JSON allows tabs, and its texts have none.
    let mut read = read_with_tree(path, text.replace('\t', " ").as_bytes(), origin).0;
    // Fixes write YAML.
    read.problems.iter_mut().for_each(|problem| problem.fix = None);
    let is_another = |problem: &Problem| {
        matches!(problem.rule, Rule::Conflict | Rule::LfsPointer | Rule::NotADeck)
    };
    if !read.problems.iter().any(is_another) {
        let bare = text.strip_prefix('\u{feff}').unwrap_or(text);
        if let Some(mut problem) = json::problem(path, bare) {
            problem.shift(u32::try_from(text.len() - bare.len()).unwrap_or_default());
            return Read::failed(problem);
        }
    }
    read
}

/// The same, with the tree of what follows a byte order mark. That is empty for a file that is broken as a whole.
pub(super) fn read_with_tree<'a>(
    path: &Arc<str>,
    bytes: &'a [u8],
    origin: Origin,
) -> (Read, Tree<'a>) {
    let text = match precheck::decode(path, bytes) {
        Ok(text) => text,
        Err(problem) => return (Read::failed(*problem), Tree::default()),
    };
    if let Some(problem) = other_file::problem(path, text) {
        return (Read::failed(problem), Tree::default());
    }
    let mut notes = Notes::new(path, text);
    let tree = tree(text, "deck", "terms", &mut notes);
    let root = tree.root.as_ref();
    let found =
        root.and_then(|root| read_root(root, path, origin, tree.broken_at().is_some(), &mut notes));
    let (deck, mut marks) = found.unwrap_or_default();
    let mut problems = notes.into_problems();
    let mark = bytes.len() - text.len();
    if mark > 0 {
        let bytes = u32::try_from(mark).unwrap_or_default();
        marks.shift(bytes);
        for problem in &mut problems {
            problem.shift(bytes);
        }
        problems.insert(0, byte_order_mark(path, bytes));
    }
    (Read { deck, marks, problems }, tree)
}

/// The problem that a file is not a deck but something else, as its `bytes` show; `None` if it may be one, however broken.
pub fn is_other_file(path: &Arc<str>, bytes: &[u8]) -> Option<Problem> {
    precheck::decode(path, bytes).ok().and_then(|text| other_file::problem(path, text))
}

/// Reads scenes alone from `text`: the fields of one, a list, or a list below `scenes:`. The path is for messages.
pub fn read_scenes(path: &Arc<str>, text: &str) -> (Vec<Scene>, Vec<Problem>) {
    let mut notes = Notes::new(path, text);
    let tree = tree(text, "scene", "title", &mut notes);
    let broken = tree.broken_at().is_some();
    let found = tree.root.as_ref().map(|root| {
        let list = root.field(Part::Scene.names()).map_or(root, |(_, list)| list);
        let nodes = match &list.value {
            Value::List(nodes) => nodes,
            _ => std::slice::from_ref(list),
        };
        scenes(nodes, broken, &mut notes).0
    });
    (found.filter(|_| !broken).unwrap_or_default(), notes.into_problems())
}

fn byte_order_mark(path: &Arc<str>, bytes: u32) -> Problem {
    let place = Span { line: 1, column: 1, start: 0, end: bytes };
    let what = "the file begins with a byte order mark";
    let fix = Fix::sure(vec![Edit::at(place, "")]);
    let help = "save it as UTF-8 without one";
    let problem = Problem::new(path.clone(), place, Rule::ByteOrderMark, what, help);
    Problem { fix: Some(fix), ..problem }
}

/// The parsed tree of `text`. Reports everything that no deck may contain, and an empty text, which has no such `thing`, beginning
/// with the field `first`.
fn tree<'a>(text: &'a str, thing: &str, first: &str, notes: &mut Notes<'_>) -> Tree<'a> {
    precheck::scan(text, notes);
    let tree = yaml::parse(text);
    let broken = tree.broken_at().is_some();
    if broken || tree.root.as_ref().is_some_and(notation::is_suspect) {
        if notation::is_diff(notes) {
            return Tree { root: None, ..tree };
        }
        notation::scan(broken, notes);
    }
    for fault in &tree.faults {
        syntax::explain(fault, notes);
    }
    if tree.root.is_none() && !broken {
        let start = Span { line: 1, column: 1, start: 0, end: 0 };
        let what = format!("the file contains no {thing}");
        notes.add(Rule::Missing, start, what, format!("start with `{first}:`"));
    }
    for cut in &tree.cuts {
        syntax::explain_cut(cut, notes);
    }
    tree
}

fn read_root(
    root: &Node<'_>,
    path: &Arc<str>,
    origin: Origin,
    broken: bool,
    notes: &mut Notes<'_>,
) -> Option<(Option<Deck>, Marks)> {
    let Value::Map(map) = &root.value else {
        // That a list has no name is said already.
        if !notes.scanned(root.place) {
            let lines = || notes.lines.text.lines().map(str::trim);
            let is_table = |line: &str| line.starts_with("[[") && line.ends_with("]]");
            let is_toml = lines().any(is_table) && lines().any(|line| line.contains(" = "));
            let (what, help) = if is_toml {
                let help = "write `name: value`, and start each word with `- term: …`";
                ("this is TOML, and a deck is YAML".to_owned(), help)
            } else {
                let what = format!("expected a deck with fields, found {}", root.kind());
                (what, "start with `deck: name`")
            };
            notes.add(Rule::WrongKind, root.place, what, help);
        }
        return None;
    };
    notes.cut_short = broken || notes.is_split();
    let mut record = Record::new(map, root.place, DECK, notes);
    let stem = stem(path);
    let own = record.one("deck", notes, valid_id).map(DeckId::from);
    let extends = record.one("extends", notes, valid_id).map(DeckId::from);
    if let Some((own, base)) = own.as_ref().zip(extends.as_ref()).filter(|(own, base)| own != base)
    {
        let what = format!("the deck is called `{own}`, and extends `{base}`");
        let help = format!(
            "remove `deck: {own}` to add to `{base}`, or `extends` to make it a separate deck"
        );
        let place = record.place("deck").unwrap_or(root.place);
        notes.add(Rule::DeckAndExtends, place, what, help);
    }
    let id = extends.clone().or(own).unwrap_or_else(|| slug(stem).into());
    if id.is_empty() {
        notes.add(Rule::NoId, root.place, "the deck has no id", "add `deck: name`");
        return None;
    }
    let ids = Ids::of(Part::Term);
    let mut terms =
        Terms { deck: &id, notes, terms: Vec::new(), marks: Vec::new(), sections: Vec::new(), ids };
    let nodes = record.nodes("terms", terms.notes).unwrap_or_default();
    for (index, node) in nodes.iter().enumerate() {
        terms.notes.cut_short = broken && index + 1 == nodes.len();
        terms.add(node);
    }
    let (terms, term_marks, sections) = (terms.terms, terms.marks, terms.sections);
    let nodes = record.nodes("scenes", notes).unwrap_or_default();
    let (scenes, scene_marks) = scenes(nodes, broken, notes);
    let deck = Deck {
        title: record.text("title", notes).unwrap_or_else(|| id.to_string()),
        summary: record.text("summary", notes),
        owners: record.texts("owners", notes),
        language: record.text("language", notes),
        source: record.text("source", notes),
        formerly: record.many("formerly", notes, valid_id).into_iter().map(DeckId::from).collect(),
        ask: record.texts("ask", notes),
        scenes,
        id,
        path: path.clone(),
        extends,
        terms,
        origin,
        rank: 0,
    };
    let usable = !broken && record.place("terms").is_some();
    let marks = Marks { head: record.marks, terms: term_marks, sections, scenes: scene_marks };
    Some((usable.then_some(deck), marks))
}

/// The file name of `path` without its extension.
pub fn stem(path: &str) -> &str {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// The terms read so far.
struct Terms<'a, 'n> {
    deck: &'a str,
    notes: &'a mut Notes<'n>,
    terms: Vec<Term>,
    marks: Vec<FieldSpans>,
    /// The indexes of the terms that begin a section.
    sections: Vec<usize>,
    ids: Ids,
}

impl Terms<'_, '_> {
    fn add(&mut self, node: &Node<'_>) {
        let Some(map) = fields_of(Part::Term, node, self.notes) else { return };
        if let [(key, _), rest @ ..] = map
            && !rest.iter().any(|(key, _)| matches!(key.text(), Some("term" | "id")))
            && let Some(name) = key.text().filter(|name| !matches!(*name, "term" | "id"))
            && Part::Term.field(name).is_some()
        {
            let what = format!("`{name}` has a dash of its own, so it belongs to no word");
            let place = Span {
                end: key.place.start,
                start: key.place.start.saturating_sub(2),
                ..key.place
            };
            let is_dash = self.notes.lines.at(place) == Some("- ");
            let shown = self.notes.lines.line(place.line).trim_start_matches([' ', '-']);
            let fix = Fix::likely(vec![Edit::at(place, "  ")]).showing(shown.trim_end());
            let fix = is_dash.then_some(fix);
            let help = "remove the dash, if it belongs to the word above";
            self.notes.add(Rule::Missing, key.place, what, help).fixed(fix);
            return;
        }
        if let [(key, value), rest @ ..] = map
            && let Some(name) = key.text()
            && !rest.iter().any(|(key, _)| matches!(key.text(), Some("term" | "definition")))
            && matches!(value.value, Value::Text(..))
            && record::meant(Part::Term.fields(), name).is_none()
            && Part::Term.field(name).is_none()
            && !self.notes.passes_over()
            && !self.notes.scanned(key.place)
        {
            let what = format!("`{name}` stands where the name of a field belongs");
            let help = format!("write `- term: {name}` and `definition: …`");
            self.notes.add(Rule::UnknownField, key.place, what, help);
            return;
        }
        // The item starts at its dash; the map starts at its first field, which is where people look.
        let (deck, notes) = (self.deck, &mut *self.notes);
        let link = |text: &str, place, notes: &mut Notes<'_>| valid_link(text, deck, place, notes);
        let mut record = Record::new(map, node.place, Part::Term.fields(), notes);
        let name = record.text("term", notes);
        // An id in another form counts as what it will be once it is fixed, so that links are judged alike before and after.
        let meant = |text: &str| Some(slug(text)).filter(|id| !id.is_empty());
        let given = record.one("id", notes, |text, place, notes| {
            valid_id(text, place, notes).or_else(|| meant(text))
        });
        let definition = record.text("definition", notes);
        let place = record.place("term").unwrap_or(node.place);
        let id = given.or_else(|| name.as_deref().map(slug));
        // A term needs a name and a definition. Other problems with it are reported anyway.
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
            see_also: record.many("see_also", notes, link),
            confused_with: record.many("confused_with", notes, link),
            level: record.one("level", notes, valid_level).unwrap_or_default(),
            tags: record.texts("tags", notes),
            explained_by: record.text("explained_by", notes),
            reviewed: record.one("reviewed", notes, valid_date),
            same_as: record.one("same_as", notes, link),
            formerly: record.many("formerly", notes, link),
            retired: record.one("retired", notes, valid_date),
            instead: record.one("use", notes, link),
            line: node.place.line,
        };
        let Some(id) = id else { return };
        let is_new = self.ids.is_new(id, &term.term, place, usable, self.notes);
        if usable && is_new {
            let at = usize::try_from(node.place.start).unwrap_or_default();
            if is_below_heading(self.notes.lines.text, at) {
                self.sections.push(self.terms.len());
            }
            self.marks.push(record.marks);
            self.terms.push(term);
        }
    }
}

#[cfg(test)]
mod tests;
