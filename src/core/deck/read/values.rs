//! The fields of one map of a deck: found by the table, checked, and handed out clean.

use std::borrow::Cow;

use jiff::civil::Date;

use crate::core::card::TermId;
use crate::core::deck::fields::{self, Field, Kind};
use crate::core::deck::read::Notes;
use crate::core::deck::rules;
use crate::core::deck::{Level, Marks};
use crate::core::slug::{is_slug, slug};
use crate::core::text::{clean, is_hostile};
use crate::core::yaml::{Node, Place, Style, Value};

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
        notes: &mut Notes,
    ) -> Self {
        let mut values: Vec<Option<(&Node, &Node)>> = vec![None; table.len()];
        for (key, value) in map {
            let Value::Text(name, _) = &key.value else { continue };
            match table.iter().position(|field| field.name == name) {
                Some(at) => match values[at] {
                    Some((first, _)) => notes.add(
                        &rules::TWICE,
                        key.place,
                        format!("`{name}` stands here twice; first on line {}", first.place.line),
                        "keep one of them",
                    ),
                    None => values[at] = Some((key, value)),
                },
                None => unknown(name, key.place, table, notes),
            }
        }
        let missing =
            table.iter().zip(&values).filter(|(field, value)| field.required && value.is_none());
        for (field, _) in missing {
            // A misspelt required field was named already; its absence is the same slip.
            let misspelt = map.iter().any(|(key, _)| {
                matches!(&key.value, Value::Text(name, _)
                    if fields::nearest(table, name).is_some_and(|near| near.name == field.name)
                        && !table.iter().any(|known| known.name == name))
            });
            if !misspelt {
                let what = format!("`{}` is missing", field.name);
                notes.add(&rules::MISSING, place, what, format!("add `{}: …`", field.name));
            }
        }
        Self { table, values, marks: Marks::default() }
    }

    fn get(&self, name: &str) -> (&'static Field, Option<&'a Node<'n>>) {
        let at = self.table.iter().position(|field| field.name == name);
        let at = at.expect("only fields of the table are asked for");
        (&self.table[at], self.values[at].map(|(_, value)| value))
    }

    /// Where the value of `name` stands, if it is there.
    pub fn place(&self, name: &str) -> Option<Place> {
        self.get(name).1.map(|node| node.place)
    }

    /// Where to say that the value of `name` is of the wrong kind: on the line of the name, where people look.
    fn wrong(&self, name: &str) -> Place {
        let at = self.table.iter().position(|field| field.name == name);
        match at.and_then(|at| self.values[at]) {
            Some((key, value)) if value.place.line == key.place.line => value.place,
            Some((key, _)) => key.place,
            None => Place::default(),
        }
    }

    /// The list of maps in the field `name`.
    pub fn nodes(&self, name: &str, notes: &mut Notes) -> Option<&'a [Node<'n>]> {
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
    pub fn text(&mut self, name: &'static str, notes: &mut Notes) -> Option<String> {
        let (field, node) = self.get(name);
        let text = text_of(field, node?, notes)?;
        self.marks.0.push((field.name, 0, node?.place));
        Some(text)
    }

    /// The texts of the list in the field `name`.
    pub fn texts(&mut self, name: &'static str, notes: &mut Notes) -> Vec<String> {
        let (field, Some(node)) = self.get(name) else { return Vec::new() };
        let Value::List(items) = &node.value else {
            let what = format!("`{name}` takes a list, this is {}", node.kind());
            let mend = match &node.value {
                Value::Text(text, _) if !text.is_empty() => {
                    format!("write `{name}: [{}]`", clean(text))
                }
                _ => format!("write `{name}: [one, another]`, or leave it out"),
            };
            notes.add(&rules::WRONG_KIND, self.wrong(name), what, mend);
            return Vec::new();
        };
        let mut texts = Vec::with_capacity(items.len());
        for item in items {
            if let Some(text) = text_of(field, item, notes) {
                let at = u32::try_from(texts.len()).unwrap_or(u32::MAX);
                self.marks.0.push((field.name, at, item.place));
                texts.push(text);
            }
        }
        texts
    }

    /// The slug in the field `name`.
    pub fn id(&mut self, name: &'static str, notes: &mut Notes) -> Option<String> {
        let text = self.text(name, notes)?;
        let place = self.marks.of(name, 0);
        valid_id(&text, place, notes)
    }

    /// The slugs of the list in the field `name`.
    pub fn ids(&mut self, name: &'static str, notes: &mut Notes) -> Vec<String> {
        let texts = self.texts(name, notes);
        let ids = texts.into_iter().enumerate();
        ids.filter_map(|(at, text)| valid_id(&text, self.marks.of(name, at), notes)).collect()
    }

    /// The link in the field `name`; without a deck it means `deck`.
    pub fn link(&mut self, name: &'static str, deck: &str, notes: &mut Notes) -> Option<TermId> {
        let text = self.text(name, notes)?;
        let place = self.marks.of(name, 0);
        valid_link(&text, deck, place, notes)
    }

    /// The links of the list in the field `name`.
    pub fn links(&mut self, name: &'static str, deck: &str, notes: &mut Notes) -> Vec<TermId> {
        let texts = self.texts(name, notes);
        let links = texts.into_iter().enumerate();
        links
            .filter_map(|(at, text)| valid_link(&text, deck, self.marks.of(name, at), notes))
            .collect()
    }

    /// The level in the field `name`.
    pub fn level(&mut self, name: &'static str, notes: &mut Notes) -> Option<Level> {
        let text = self.text(name, notes)?;
        let level = Level::from_word(&text);
        if level.is_none() {
            let what = format!("`{text}` is no level");
            let place = self.marks.of(name, 0);
            notes.add(&rules::BAD_VALUE, place, what, "write core, working or deep");
        }
        level
    }

    /// The date in the field `name`.
    pub fn date(&mut self, name: &'static str, notes: &mut Notes) -> Option<Date> {
        let text = self.text(name, notes)?;
        let date = (text.len() == 10).then(|| text.parse().ok()).flatten();
        if date.is_none() {
            let what = format!("`{text}` is no date");
            let place = self.marks.of(name, 0);
            notes.add(&rules::BAD_VALUE, place, what, "write it as in 2026-11-01");
        }
        date
    }
}

fn unknown(name: &str, place: Place, table: &'static [Field], notes: &mut Notes) {
    let shown = clean(name);
    let what = format!("unknown field `{shown}`");
    let mend = match fields::nearest(table, name) {
        Some(field) => format!("did you mean `{}`?", field.name),
        None => format!("fields here are {}", fields::names(table)),
    };
    notes.add(&rules::UNKNOWN_FIELD, place, what, mend);
}

fn text_of(field: &Field, node: &Node<'_>, notes: &mut Notes) -> Option<String> {
    let name = field.name;
    let Value::Text(text, style) = &node.value else {
        let what = format!("`{name}` takes a text, this is {}", node.kind());
        notes.add(&rules::WRONG_KIND, node.place, what, "put the text in double quotes");
        return None;
    };
    let plain = *style == Style::Plain;
    if text.trim().is_empty() || (plain && matches!(&**text, "null" | "Null" | "NULL" | "~")) {
        let what = format!("`{name}` is empty");
        let mend = if field.required { "write what it is" } else { "leave the field out" };
        // A required `null` may well be the word that was meant.
        let (rule, mend) = if plain && !text.is_empty() && field.required {
            (&rules::BARE, format!("put it in quotes if the word is meant: \"{text}\""))
        } else {
            (&rules::EMPTY, mend.to_owned())
        };
        notes.add(rule, node.place, what, mend);
        return None;
    }
    let is_text = matches!(field.kind, Kind::Line(_) | Kind::Prose(_) | Kind::Lines(_));
    if plain && is_text && is_trap(text) {
        let what = format!("`{}` without quotes is not a text to YAML", clean(text));
        notes.add(&rules::BARE, node.place, what, format!("write \"{}\"", clean(text)));
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
    Some(match clean(text.trim()) {
        Cow::Borrowed(text) => text.to_owned(),
        Cow::Owned(text) => text,
    })
}

fn valid_id(text: &str, place: Place, notes: &mut Notes) -> Option<String> {
    if is_slug(text) {
        return Some(text.to_owned());
    }
    let what = format!("`{text}` is not an id");
    notes.add(
        &rules::BAD_VALUE,
        place,
        what,
        match slug(text) {
            id if id.is_empty() => {
                "an id is made of lower-case letters, digits and hyphens".to_owned()
            }
            id => format!("write `{id}`"),
        },
    );
    None
}

fn valid_link(text: &str, deck: &str, place: Place, notes: &mut Notes) -> Option<TermId> {
    let (deck, term) = text.split_once('/').unwrap_or((deck, text));
    if is_slug(deck) && is_slug(term) {
        return Some(TermId::new(deck, term));
    }
    let what = format!("`{text}` is not the id of a term");
    let mend = format!("write `term-id`, or `deck/term-id`, as in `{deck}/{}`", slug(term));
    notes.add(&rules::BAD_VALUE, place, what, mend);
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
