//! One value of a deck: a text, an id, a link, a level, a date; what is wrong with it, and what was meant.

use std::borrow::Cow;

use jiff::civil::Date;

use crate::core::card::TermId;
use crate::core::deck::Level;
use crate::core::deck::fields::{Field, Kind};
use crate::core::deck::problem::{Edit, Fix};
use crate::core::deck::read::lines::quoted;
use crate::core::deck::read::notes::Notes;
use crate::core::deck::rules;
use crate::core::slug::{is_slug, slug};
use crate::core::text::{clean, is_hostile, stored};
use crate::core::yaml::{Node, Place, Scalar, Style, Value, is_trap, scalar};

/// A date, to show how dates are written.
const EXAMPLE: Date = jiff::civil::date(2026, 11, 1);

/// Why there is no text.
pub enum Lack {
    /// Nothing stands there.
    Empty,
    /// Something else does, and that has been noted.
    Told,
}

/// Whether a value that was written as `text` is none.
pub fn is_nothing(text: &str, style: Style) -> bool {
    text.trim().is_empty() || scalar(text, style) == Scalar::Nothing
}

/// The text of `node` as a value of `field`, clean and on one line; notes what is wrong with it.
pub fn text_of(field: &Field, node: &Node<'_>, notes: &mut Notes<'_>) -> Result<String, Lack> {
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
    Ok(match stored(text.trim()) {
        Cow::Borrowed(text) => text.to_owned(),
        Cow::Owned(text) => text,
    })
}

/// `text`, when it is a slug; notes that it is none.
pub fn valid_id(text: &str, place: Place, notes: &mut Notes<'_>) -> Option<String> {
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

/// The term that `text` links to, which is one of `deck` where no other is named; notes that it is no link.
pub fn valid_link(text: &str, deck: &str, place: Place, notes: &mut Notes<'_>) -> Option<TermId> {
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

/// The level that `text` names; notes that it names none.
pub fn valid_level(text: &str, place: Place, notes: &mut Notes<'_>) -> Option<Level> {
    let level = Level::from_word(text);
    if level.is_none() {
        let what = format!("`{text}` is no level");
        let meant = Level::ALL.into_iter().find(|level| {
            text.eq_ignore_ascii_case(level.as_str())
                || (text.len() < 20 && strsim::osa_distance(text, level.as_str()) == 1)
        });
        let fix = meant.map(|level| instead(place, level.as_str()));
        notes.add(&rules::BAD_VALUE, place, what, "write core, working or deep").fixed(fix);
    }
    level
}

/// The date that `text` is; notes that it is none.
pub fn valid_date(text: &str, place: Place, notes: &mut Notes<'_>) -> Option<Date> {
    let date = (text.len() == 10).then(|| text.parse().ok()).flatten();
    if date.is_none() {
        let what = format!("`{text}` is no date");
        let meant = date_meant(text);
        let fix = meant.map(|date| instead(place, &date.to_string()));
        let mend = format!("write it as in {}", meant.unwrap_or(EXAMPLE));
        notes.add(&rules::BAD_VALUE, place, what, mend).fixed(fix);
    }
    date
}

/// The date that was meant by `2026-1-5` or `2026/01/05`: the year first, then the month, whatever stands between them.
fn date_meant(text: &str) -> Option<Date> {
    let parts: Vec<&str> = text.split(['-', '/', '.']).collect();
    let [year, month, day] = parts[..] else { return None };
    let year = (year.len() == 4).then(|| year.parse().ok()).flatten()?;
    Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()
}

/// A mending that puts `text` in the place of a value.
fn instead(place: Place, text: &str) -> Fix {
    Fix::sure(vec![Edit::at(place, text)])
}
