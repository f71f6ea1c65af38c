//! The fields of one map of a deck: found by the table, checked, and handed out clean.

use std::borrow::Cow;

use jiff::civil::Date;

use crate::core::card::TermId;
use crate::core::deck::fields::{self, Field, Kind};
use crate::core::deck::problem::{Edit, Fix};
use crate::core::deck::read::lines::quoted;
use crate::core::deck::read::notes::Notes;
use crate::core::deck::read::syntax;
use crate::core::deck::rules;
use crate::core::deck::{Level, Marks};
use crate::core::slug::{is_slug, slug};
use crate::core::text::{clean, is_hostile};
use crate::core::words::edits;
use crate::core::yaml::{Node, Place, Style, Value};

/// The most items that a list of texts or links may have.
pub const MOST_ITEMS: usize = 100;

/// A map with more fields than this was made by no hand, and is not searched for slips.
const MOST_FIELDS: usize = 200;

/// The values of one map, by field.
pub struct Record<'a, 'n> {
    table: &'static [Field],
    values: Vec<Option<(&'a Node<'n>, &'a Node<'n>)>>,
    /// Where each value stands.
    pub marks: Marks,
}

impl<'a, 'n> Record<'a, 'n> {
    /// Sorts the fields of a map by `table`; notes what is unknown, there twice, or missing.
    pub fn new(
        map: &'a [(Node<'n>, Node<'n>)],
        place: Place,
        table: &'static [Field],
        notes: &mut Notes<'_>,
    ) -> Self {
        let mut values: Vec<Option<(&Node, &Node)>> = vec![None; table.len()];
        for (key, value) in map {
            let Value::Text(name, _) = &key.value else { continue };
            match table.iter().position(|field| field.name == name) {
                Some(at) => match values[at] {
                    Some((first, before)) => twice(name, (first, before), (key, value), notes),
                    None => values[at] = Some((key, value)),
                },
                None => unknown(name, key.place, map, table, notes),
            }
        }
        let mut glued = Vec::new();
        for (_, value) in map {
            // Text over several lines may have swallowed a field.
            if let Value::Text(text, Style::Plain) = &value.value
                && text.contains(':')
            {
                glued.extend(syntax::explain_glued(value.place, false, notes));
            }
        }
        let missing =
            table.iter().zip(&values).filter(|(field, value)| field.required && value.is_none());
        for (field, _) in missing {
            if notes.cut_short || notes.passes_over() {
                break;
            }
            // A misspelt required field was named already; its absence is the same slip.
            let misspelt = map.len() <= MOST_FIELDS
                && map.iter().any(|(key, _)| {
                    matches!(&key.value, Value::Text(name, _)
                    if fields::nearest(table, name).is_some_and(|near| near.name == field.name)
                        && !table.iter().any(|known| known.name == name))
                });
            if !misspelt && !glued.contains(&field.name) {
                let what = format!("`{}` is missing", field.name);
                let place = Place { end: place.start, ..place };
                notes.add(&rules::MISSING, place, what, format!("add `{}: …`", field.name));
            }
        }
        Self { table, values, marks: Marks::default() }
    }

    fn get(&self, name: &str) -> (&'static Field, Option<&'a Node<'n>>) {
        let at = self.at(name);
        (&self.table[at], self.values[at].map(|(_, value)| value))
    }

    fn at(&self, name: &str) -> usize {
        let at = self.table.iter().position(|field| field.name == name);
        at.expect("only fields of the table are asked for")
    }

    /// The mending that leaves out the field `name`, where it may be left out and stands on lines of its own.
    fn left_out(&self, name: &str, notes: &Notes<'_>) -> Option<Fix> {
        let at = self.at(name);
        let (key, value) = self.values[at].filter(|_| !self.table[at].required)?;
        notes.lines.without_field(key.place, value.place)
    }

    /// Where the value of `name` stands, if it is there.
    pub fn place(&self, name: &str) -> Option<Place> {
        self.get(name).1.map(|node| node.place)
    }

    /// Where to say that the value of `name` is of the wrong kind: on the line of the name, where people look.
    fn wrong(&self, name: &str) -> Place {
        match self.values[self.at(name)] {
            Some((key, value)) if value.place.line == key.place.line => value.place,
            Some((key, _)) => key.place,
            None => Place::default(),
        }
    }

    /// The list of maps in the field `name`.
    pub fn nodes(&self, name: &str, notes: &mut Notes<'_>) -> Option<&'a [Node<'n>]> {
        let (field, node) = self.get(name);
        let node = node?;
        if let Value::List(items) = &node.value {
            return Some(items);
        }
        let what = format!("`{}` takes a list of terms, this is {}", field.name, node.kind());
        notes.add(&rules::WRONG_KIND, self.wrong(name), what, "begin each term with `- term: …`");
        None
    }

    /// The text of the field `name`.
    pub fn text(&mut self, name: &'static str, notes: &mut Notes<'_>) -> Option<String> {
        let (field, node) = self.get(name);
        let node = node?;
        let text = match text_of(field, node, notes) {
            Ok(text) => text,
            Err(Lack::Empty) => {
                let (what, place) = (format!("`{name}` is empty"), node.place);
                let mend = if field.required { "write what it is" } else { "leave the field out" };
                let fix = self.left_out(name, notes);
                notes.add(&rules::EMPTY, place, what, mend).fixed(fix);
                return None;
            }
            Err(Lack::Told) => return None,
        };
        self.marks.0.push((field.name, 0, node.place));
        Some(text)
    }

    /// The texts of the list in the field `name`.
    pub fn texts(&mut self, name: &'static str, notes: &mut Notes<'_>) -> Vec<String> {
        let (field, Some(node)) = self.get(name) else { return Vec::new() };
        let Value::List(items) = &node.value else {
            self.no_list(name, node, notes);
            return Vec::new();
        };
        if let Some(first) = items.get(MOST_ITEMS) {
            let what = format!("`{name}` has {} items; it may have {MOST_ITEMS}", items.len());
            notes.add(&rules::TOO_LONG, first.place, what, "keep those that matter");
        }
        let items = &items[..items.len().min(MOST_ITEMS)];
        let mut texts = Vec::with_capacity(items.len());
        for item in items {
            match text_of(field, item, notes) {
                Ok(text) => {
                    let at = u32::try_from(texts.len()).unwrap_or(u32::MAX);
                    self.marks.0.push((field.name, at, item.place));
                    texts.push(text);
                }
                Err(Lack::Empty) => {
                    let what = format!("an item of `{name}` is empty");
                    notes.add(&rules::EMPTY, item.place, what, "leave it out");
                }
                Err(Lack::Told) => {}
            }
        }
        texts
    }

    /// Notes that what stands where the list of the field `name` belongs is none.
    fn no_list(&self, name: &'static str, node: &Node<'_>, notes: &mut Notes<'_>) {
        let place = self.wrong(name);
        if let Value::Text(text, style) = &node.value
            && !is_nothing(text, *style)
        {
            let what = format!("`{name}` takes a list, this is {}", node.kind());
            // Commas in a text without quotes part the items, as whoever wrote them meant.
            let plain = *style == Style::Plain
                && !text.contains(['[', ']', '{', '}', '#', '"', '\''])
                && !text.contains(": ")
                && text.split(',').all(|item| !is_trap(item.trim()) && !item.trim().is_empty());
            let item = if plain { clean(text).into_owned() } else { quoted(text) };
            let list = format!("[{item}]");
            let fix = Fix::sure(vec![Edit::at(node.place, list.clone())]);
            let fix = fix.showing(format!("{name}: {list}"));
            notes.add(&rules::WRONG_KIND, place, what, "put it in brackets").fixed(fix);
        } else if let Value::Text(..) = &node.value {
            let what = format!("`{name}` is empty");
            let fix = self.left_out(name, notes);
            notes.add(&rules::EMPTY, place, what, "leave the field out").fixed(fix);
        } else {
            let what = format!("`{name}` takes a list, this is {}", node.kind());
            let mend = format!("write `{name}: [one, another]`, or leave it out");
            notes.add(&rules::WRONG_KIND, place, what, mend);
        }
    }

    /// The slug in the field `name`.
    pub fn id(&mut self, name: &'static str, notes: &mut Notes<'_>) -> Option<String> {
        let text = self.text(name, notes)?;
        let place = self.marks.of(name, 0);
        valid_id(&text, place, notes)
    }

    /// The slugs of the list in the field `name`.
    pub fn ids(&mut self, name: &'static str, notes: &mut Notes<'_>) -> Vec<String> {
        let texts = self.texts(name, notes);
        let ids = texts.into_iter().enumerate();
        ids.filter_map(|(at, text)| valid_id(&text, self.marks.of(name, at), notes)).collect()
    }

    /// The link in the field `name`; without a deck it means `deck`.
    pub fn link(
        &mut self,
        name: &'static str,
        deck: &str,
        notes: &mut Notes<'_>,
    ) -> Option<TermId> {
        let text = self.text(name, notes)?;
        let place = self.marks.of(name, 0);
        valid_link(&text, deck, place, notes)
    }

    /// The links of the list in the field `name`.
    pub fn links(&mut self, name: &'static str, deck: &str, notes: &mut Notes<'_>) -> Vec<TermId> {
        let texts = self.texts(name, notes);
        let links = texts.into_iter().enumerate();
        links
            .filter_map(|(at, text)| valid_link(&text, deck, self.marks.of(name, at), notes))
            .collect()
    }

    /// The level in the field `name`.
    pub fn level(&mut self, name: &'static str, notes: &mut Notes<'_>) -> Option<Level> {
        let text = self.text(name, notes)?;
        let level = Level::from_word(&text);
        if level.is_none() {
            let what = format!("`{text}` is no level");
            let place = self.marks.of(name, 0);
            let meant = Level::ALL.into_iter().find(|level| {
                text.eq_ignore_ascii_case(level.as_str())
                    || (text.len() < 20 && edits(&text, level.as_str()) == 1)
            });
            let fix = meant.map(|level| instead(place, level.as_str()));
            notes.add(&rules::BAD_VALUE, place, what, "write core, working or deep").fixed(fix);
        }
        level
    }

    /// The date in the field `name`.
    pub fn date(&mut self, name: &'static str, notes: &mut Notes<'_>) -> Option<Date> {
        let text = self.text(name, notes)?;
        let date = (text.len() == 10).then(|| text.parse().ok()).flatten();
        if date.is_none() {
            let what = format!("`{text}` is no date");
            let place = self.marks.of(name, 0);
            let meant = date_meant(&text);
            let fix = meant.map(|date| instead(place, &date.to_string()));
            let mend = format!("write it as in {}", meant.unwrap_or(EXAMPLE));
            notes.add(&rules::BAD_VALUE, place, what, mend).fixed(fix);
        }
        date
    }
}

/// Why there is no text.
enum Lack {
    /// Nothing stands there.
    Empty,
    /// Something else does, and that has been noted.
    Told,
}

/// A date, to show how dates are written.
const EXAMPLE: Date = jiff::civil::date(2026, 11, 1);

/// A mending that puts `text` in the place of a value.
fn instead(place: Place, text: &str) -> Fix {
    Fix::sure(vec![Edit::at(place, text)])
}

/// The date that was meant by `2026-1-5` or `2026/01/05`: the year first, then the month, whatever stands between them.
fn date_meant(text: &str) -> Option<Date> {
    let parts: Vec<&str> = text.split(['-', '/', '.']).collect();
    let [year, month, day] = parts[..] else { return None };
    let year = (year.len() == 4).then(|| year.parse().ok()).flatten()?;
    Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()
}

/// Notes that the field `name` stands there twice: the first time, and again.
fn twice(
    name: &str,
    first: (&Node<'_>, &Node<'_>),
    again: (&Node<'_>, &Node<'_>),
    notes: &mut Notes<'_>,
) {
    if notes.passes_over() {
        return;
    }
    let what = format!("`{name}` stands here twice; first on line {}", first.0.place.line);
    // The same once more can go; of two that differ, a person has to choose.
    let same = match (&first.1.value, &again.1.value) {
        (Value::Text(one, _), Value::Text(other, _)) => one == other,
        _ => false,
    };
    let fix = same.then(|| notes.lines.without_field(again.0.place, again.1.place)).flatten();
    notes
        .add(&rules::TWICE, again.0.place, what, "keep one of them")
        .also(first.0.place, "first here")
        .fixed(fix);
}

fn unknown(
    name: &str,
    place: Place,
    map: &[(Node<'_>, Node<'_>)],
    table: &'static [Field],
    notes: &mut Notes<'_>,
) {
    if notes.passes_over() {
        return;
    }
    if name == "<<" {
        let what = "`<<` takes fields from elsewhere, which is not allowed";
        notes.add(&rules::ANCHOR, place, what, "write the fields out");
        return;
    }
    let what = format!("unknown field `{}`", clean(name));
    match fields::nearest(table, name) {
        Some(field) => {
            let taken = map
                .iter()
                .any(|(key, _)| matches!(&key.value, Value::Text(name, _) if name == field.name));
            let mend = format!("did you mean `{}`?", field.name);
            let fix = Fix { sure: !taken, ..Fix::sure(vec![Edit::at(place, field.name)]) };
            notes.add(&rules::UNKNOWN_FIELD, place, what, mend).fixed(fix);
        }
        None => {
            let mend = format!("fields here are {}", fields::names(table));
            notes.add(&rules::UNKNOWN_FIELD, place, what, mend);
        }
    }
}

/// Whether a value that was written as `text` is none.
fn is_nothing(text: &str, style: Style) -> bool {
    text.trim().is_empty()
        || (style == Style::Plain && matches!(text, "null" | "Null" | "NULL" | "~"))
}

fn text_of(field: &Field, node: &Node<'_>, notes: &mut Notes<'_>) -> Result<String, Lack> {
    let name = field.name;
    let Value::Text(text, style) = &node.value else {
        let what = format!("`{name}` takes a text, this is {}", node.kind());
        notes.add(&rules::WRONG_KIND, node.place, what, "put the text in double quotes");
        return Err(Lack::Told);
    };
    let plain = *style == Style::Plain;
    if is_nothing(text, *style) {
        // A required `null` may well be the word that was meant; as the name of something it is.
        if plain && !text.is_empty() && (field.required || matches!(field.kind, Kind::Lines(_))) {
            let what = match field.kind {
                Kind::Lines(_) => format!("an item of `{name}` is empty"),
                _ => format!("`{name}` is empty"),
            };
            let mend = "put it in quotes if the word is meant";
            let shown = quoted(text);
            let fix = Fix::likely(vec![Edit::at(node.place, shown.clone())]).showing(shown);
            let fix = Fix { sure: matches!(field.kind, Kind::Line(_)) && **text != *"~", ..fix };
            notes.add(&rules::BARE, node.place, what, mend).fixed(fix);
            return Err(Lack::Told);
        }
        return Err(Lack::Empty);
    }
    let is_text = matches!(field.kind, Kind::Line(_) | Kind::Prose(_) | Kind::Lines(_));
    if plain && is_text && is_trap(text) {
        let what = format!("`{}` without quotes is not a text to YAML", clean(text));
        let shown = quoted(text);
        let fix = Fix::sure(vec![Edit::at(node.place, shown.clone())]).showing(shown);
        notes.add(&rules::BARE, node.place, what, "put it in quotes").fixed(fix);
    }
    // A character that stands there plainly was found in the text already; one that was escaped comes to light here.
    if !plain && !notes.scanned(node.place) && text.chars().any(|c| is_hostile(c) && c != '\n') {
        let what = format!("`{name}` holds an invisible or control character");
        notes.add(&rules::HOSTILE, node.place, what, "remove the escape");
    }
    let limit = match field.kind {
        Kind::Line(limit) | Kind::Prose(limit) | Kind::Lines(limit) => limit,
        _ => 200,
    };
    let length = text.chars().count();
    if length > limit {
        let what = format!("`{name}` has {length} characters; it may have {limit}");
        notes.add(&rules::TOO_LONG, node.place, what, "say it in fewer words");
    }
    Ok(match clean(text.trim()) {
        Cow::Borrowed(text) => text.to_owned(),
        Cow::Owned(text) => text,
    })
}

fn valid_id(text: &str, place: Place, notes: &mut Notes<'_>) -> Option<String> {
    if is_slug(text) {
        return Some(text.to_owned());
    }
    let what = format!("`{text}` is not an id");
    match slug(text) {
        id if id.is_empty() => {
            let mend = "an id is made of lower-case letters, digits and hyphens";
            notes.add(&rules::BAD_VALUE, place, what, mend);
        }
        id => {
            let mend = format!("write `{id}`");
            notes.add(&rules::BAD_VALUE, place, what, mend).fixed(instead(place, &id));
        }
    }
    None
}

fn valid_link(text: &str, deck: &str, place: Place, notes: &mut Notes<'_>) -> Option<TermId> {
    let (own, (deck, term)) = match text.split_once('/') {
        Some(parts) => (false, parts),
        None => (true, (deck, text)),
    };
    if is_slug(deck) && is_slug(term) {
        return Some(TermId::new(deck, term));
    }
    let what = format!("`{text}` is not the id of a term");
    let (deck, term) = (slug(deck), slug(term));
    if deck.is_empty() || term.is_empty() {
        let mend = "write `term-id`, or `deck/term-id`, as in `platform/slo`";
        notes.add(&rules::BAD_VALUE, place, what, mend);
    } else {
        let link = if own { term } else { format!("{deck}/{term}") };
        let fix = instead(place, &link);
        notes.add(&rules::BAD_VALUE, place, what, format!("write `{link}`")).fixed(fix);
    }
    None
}

/// Whether YAML (1.1 or 1.2) takes `text`, written without quotes, for something that is no text: a truth value,
/// nothing, a number, a date or a time.
pub fn is_trap(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "null", "~", "true", "false", "yes", "no", "on", "off", "y", "n", ".nan", ".inf", "+.inf",
        "-.inf",
    ];
    if WORDS.iter().any(|word| text.eq_ignore_ascii_case(word)) {
        return true;
    }
    if !text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.')) {
        return false;
    }
    let digits = text.trim_start_matches(['+', '-']).replace('_', "");
    let radix = |prefix: &str, radix: u32| {
        digits
            .strip_prefix(prefix)
            .is_some_and(|rest| !rest.is_empty() && rest.chars().all(|c| c.is_digit(radix)))
    };
    let sexagesimal = digits.contains(':')
        && digits
            .split(':')
            .all(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit() || c == '.'));
    let date = digits.len() >= 8
        && digits.split('-').count() == 3
        && digits.chars().all(|c| c.is_ascii_digit() || c == '-')
        && digits.split('-').next().is_some_and(|year| year.len() == 4);
    digits.parse::<f64>().is_ok()
        || radix("0x", 16)
        || radix("0o", 8)
        || radix("0b", 2)
        || sexagesimal
        || date
}

#[cfg(test)]
mod tests {
    use super::is_trap;

    #[test]
    fn what_yaml_reads_as_something_else_is_known() {
        for text in [
            "no",
            "Yes",
            "null",
            "~",
            "true",
            "1.10",
            "1e3",
            "0o17",
            "0x1F",
            "2026-11-22",
            "12:30",
            "-5",
            "1_000",
            ".5",
        ] {
            assert!(is_trap(text), "{text}");
        }
        for text in
            ["toil", "3D", "2FA", "99.9 %", "A/B", "n+1", "24/7", "10x", "1.2.3", "-ish", "0-day"]
        {
            assert!(!is_trap(text), "{text}");
        }
    }
}
