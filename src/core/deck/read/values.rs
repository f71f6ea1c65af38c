//! Validates single values of a deck: text, id, link, level, date. Suggests what was meant.

use std::borrow::Cow;

use jiff::civil::Date;
use strum::VariantArray as _;

use crate::core::card::TermId;
use crate::core::deck::Level;
use crate::core::deck::fields::{Field, Kind};
use crate::core::deck::problem::{Edit, Fix};
use crate::core::deck::read::line::doubled;
use crate::core::deck::read::lines::{narrow, quoted};
use crate::core::deck::read::loose_list::link_meant;
use crate::core::deck::read::notes::Notes;
use crate::core::deck::rules::Rule;
use crate::core::deck::scene::Lands;
use crate::core::slug::{is_slug, slug};
use crate::core::text::{clean, is_hostile, stored};
use crate::core::yaml::{
    Node, Scalar, Span, Style, Value, Within, is_trap, quoted as in_yaml, scalar,
};

/// A sample date, to show the format.
const EXAMPLE: Date = jiff::civil::date(2026, 11, 1);

/// Why there is no text.
pub(super) enum Lack {
    /// The value is empty.
    Empty,
    /// The value is invalid, and that was reported.
    Told,
}

/// Whether `text` is empty or null as a YAML value.
pub(super) fn is_nothing(text: &str, style: Style) -> bool {
    text.trim().is_empty() || scalar(text, style) == Scalar::Nothing
}

/// The text of `node` as a value of `field`, sanitized and on one line. Reports any problems.
pub(super) fn text_of(
    field: &Field,
    node: &Node<'_>,
    notes: &mut Notes<'_>,
) -> Result<String, Lack> {
    let name = field.name;
    let Value::Text(text, style) = &node.value else {
        // A bracket that starts a text was reported already if it is not closed properly.
        if !(notes.told(node.place) || notes.scanned(node.place) || notes.cut_short) {
            let what = format!("expected text in `{name}`, found {}", node.kind());
            let fix = one_text(node).filter(|_| !field.kind.is_list()).map(|text| {
                let shown = format!("{name}: {text}");
                // A list below its name ends where the next field begins.
                let raw = notes.lines.at(node.place).unwrap_or_default();
                let end = node.place.start + narrow(raw.trim_end().len());
                Fix::likely(vec![Edit::at(Span { end, ..node.place }, text)]).showing(shown)
            });
            let (what, help) = match (&node.value, field.kind.is_list()) {
                (Value::List(_), true) => (what, "leave out the inner brackets"),
                (Value::Map(_), true) => (
                    format!("an item of `{name}` contains a colon"),
                    "leave the colon out, or put the item in double quotes",
                ),
                _ => (what, "put the text in double quotes"),
            };
            notes.add(Rule::WrongKind, node.place, what, help).fixed(fix);
        }
        return Err(Lack::Told);
    };
    let plain = *style == Style::Plain;
    if is_nothing(text, *style) {
        // The parser reads no value at all as `~`, which no one means as a word.
        let is_word = !text.is_empty() && **text != *"~";
        // As a name, `null` is certainly the word that was meant.
        let is_name = field.required && matches!(field.kind, Kind::Line(_));
        if plain && is_word && (is_name || matches!(field.kind, Kind::Lines(_))) {
            let what = match field.kind {
                Kind::Lines(_) => format!("an item of `{name}` is empty"),
                _ => format!("`{name}` is empty"),
            };
            let help = "put it in quotes if you mean the word";
            let shown = quoted(text);
            let fix = Fix::likely(vec![Edit::at(node.place, shown.clone())]).showing(shown);
            let fix = Fix { sure: is_name, ..fix };
            notes.add(Rule::Bare, node.place, what, help).fixed(fix);
            return Err(Lack::Told);
        }
        return Err(Lack::Empty);
    }
    // Editors take the id `12` for a number.
    let is_id = matches!(field.kind, Kind::Id | Kind::Ids | Kind::Link | Kind::Links);
    let is_number = is_id && text.starts_with(|c: char| c.is_ascii_digit());
    if plain && (field.kind.limit().is_some() || is_number) && is_trap(text) {
        let what = format!("without quotes, YAML does not read `{}` as text", clean(text));
        let shown = quoted(text);
        let fix = Fix::sure(vec![Edit::at(node.place, shown.clone())]).showing(shown);
        notes.add(Rule::Bare, node.place, what, "put it in quotes").fixed(fix);
    }
    let raw = notes.lines.at(node.place);
    let is_item = |line: &str| line.trim_start().starts_with("- ");
    if plain && !field.kind.is_list() && raw.is_some_and(|raw| raw.lines().skip(1).any(is_item)) {
        let what = format!("the list in `{name}` is read as one text, with its dashes");
        notes.add(Rule::Markup, node.place, what, "write it as a sentence");
    }
    // The precheck only sees literal characters. Escaped ones show up here. `C:\temp` contains a tab, and `\note` a line break. A
    // literal tab is as good as a space.
    let has_tab = raw.is_some_and(|raw| raw.contains('\t'));
    let is_odd = |c: char| is_hostile(c) && c != '\n' && !(has_tab && c == '\t');
    let raw = raw.filter(|raw| raw.starts_with('"'));
    let breaks = raw.is_some_and(|raw| {
        raw.match_indices("\\n").any(|(at, _)| {
            let goes_on = raw[at + 2..].starts_with(|c: char| c.is_ascii_lowercase());
            goes_on && !raw[..at].ends_with('\\')
        })
    });
    if !plain && !notes.scanned(node.place) && (breaks || text.chars().any(is_odd)) {
        let what = if breaks {
            format!("`\\n` in `{name}` is read as a line break")
        } else {
            format!("`{name}` contains an invisible or control character")
        };
        let fix = raw.map(|raw| {
            let text = doubled(raw);
            Fix::likely(vec![Edit::at(node.place, text.clone())]).showing(format!("{name}: {text}"))
        });
        let help = match &fix {
            Some(_) => "remove the escape, or write the backslash twice if you mean it",
            None => "remove the escape",
        };
        notes.add(Rule::Hostile, node.place, what, help).fixed(fix);
    }
    let bare = text.trim_end_matches([',', ';', ' ']);
    let ends_odd = name == "term" && text.trim_end().ends_with([',', ';']);
    if ends_odd && bare.contains(char::is_alphanumeric) && !notes.told(node.place) {
        let what = format!("`{}` ends with `{}`", clean(text), text[bare.len()..].trim());
        let bare = in_yaml(bare, Within::Block);
        let fix = Fix::sure(vec![Edit::at(node.place, &*bare)]).showing(format!("term: {bare}"));
        notes.add(Rule::TermEnd, node.place, what, "leave it out").fixed(fix);
    }
    let limit = field.kind.limit().unwrap_or(200);
    let length = text.chars().count();
    if length > limit {
        let what = format!("`{name}` has {length} characters; the limit is {limit}");
        notes.add(Rule::TooLong, node.place, what, "shorten it");
    }
    Ok(match stored(text.trim()) {
        Cow::Borrowed(text) => text.to_owned(),
        Cow::Owned(text) => text,
    })
}

/// The texts of the list `node` as one, in double quotes. `None` if it holds anything else.
fn one_text(node: &Node<'_>) -> Option<String> {
    let Value::List(items) = &node.value else { return None };
    let texts: Option<Vec<&str>> = items.iter().map(Node::text).collect();
    let texts = texts.filter(|texts| !texts.is_empty() && node.place.end > node.place.start)?;
    let is_sentences = texts.iter().all(|text| text.ends_with(['.', '!', '?']));
    Some(quoted(&texts.join(if is_sentences { " " } else { ", " })))
}

/// `text` if it is a slug; otherwise reports that it isn't.
pub(super) fn valid_id(text: &str, place: Span, notes: &mut Notes<'_>) -> Option<String> {
    if is_slug(text) {
        return Some(text.to_owned());
    }
    let what = format!("`{text}` is not an id");
    match slug(text) {
        id if id.is_empty() => {
            let help = "use only lowercase letters, digits and hyphens";
            notes.add(Rule::BadValue, place, what, help);
        }
        id => {
            let help = format!("write `{id}`");
            notes.add(Rule::BadValue, place, what, help).fixed(instead(place, &id));
        }
    }
    None
}

/// The term that `text` links to, in `deck` unless it names another. Reports an invalid link.
pub(super) fn valid_link(
    text: &str,
    deck: &str,
    place: Span,
    notes: &mut Notes<'_>,
) -> Option<TermId> {
    let (deck, term) = text.split_once('/').unwrap_or((deck, text));
    if is_slug(deck) && is_slug(term) {
        return Some(TermId::new(deck, term));
    }
    let what = format!("`{text}` is not a term id");
    // One id must not be made of several.
    let parts: Vec<&str> = text.split([',', ';']).flat_map(|part| part.split(" and ")).collect();
    if parts.len() > 1 {
        let parts: Vec<String> = parts.into_iter().map(slug).filter(|id| !id.is_empty()).collect();
        let shown = parts.join(", ");
        let fix = Fix::likely(vec![Edit::at(place, shown.clone())]);
        let help = "write each id as an item of its own";
        notes.add(Rule::BadValue, place, what, help).fixed(fix.showing(shown));
        return None;
    }
    match link_meant(text) {
        None => {
            let help = "write `term-id` or `deck/term-id`, such as `platform/slo`";
            notes.add(Rule::BadValue, place, what, help);
        }
        Some(link) => {
            let fix = instead(place, &link);
            notes.add(Rule::BadValue, place, what, format!("write `{link}`")).fixed(fix);
        }
    }
    None
}

/// The level that `text` names. Reports an invalid level.
pub(super) fn valid_level(text: &str, place: Span, notes: &mut Notes<'_>) -> Option<Level> {
    let level = text.parse().ok();
    if level.is_none() {
        let what = format!("`{text}` is not a level");
        let meant = Level::VARIANTS.iter().copied().find(|level| {
            text.eq_ignore_ascii_case(level.as_ref())
                || (text.len() < 20 && strsim::osa_distance(text, level.as_ref()) == 1)
        });
        let fix = meant.map(|level| instead(place, level.as_ref()));
        notes.add(Rule::BadValue, place, what, "write core, working or deep").fixed(fix);
    }
    level
}

/// How a reply lands, as `text` says. Reports anything else.
pub(super) fn valid_lands(text: &str, place: Span, notes: &mut Notes<'_>) -> Option<Lands> {
    let lands = text.parse().ok();
    if lands.is_none() {
        let what = format!("`{text}` is not a way to land");
        // `Helps`, `help` and `micromanage` are close enough.
        let is_near = |lands: &Lands| {
            let word = lands.as_ref();
            text.len() < 20 && strsim::osa_distance(&text.to_lowercase(), word) <= 2
        };
        let fix = Lands::VARIANTS.iter().copied().find(is_near);
        let fix = fix.map(|lands| instead(place, lands.as_ref()));
        let help = "write helps, lands flat or micromanages";
        notes.add(Rule::BadValue, place, what, help).fixed(fix);
    }
    lands
}

/// The date in `text`. Reports an invalid date.
pub(super) fn valid_date(text: &str, place: Span, notes: &mut Notes<'_>) -> Option<Date> {
    let date = (text.len() == 10).then(|| text.parse().ok()).flatten();
    if date.is_none() {
        let what = format!("`{text}` is not a date");
        let meant = date_meant(text);
        // Dropping a time loses a part of what was written.
        let sure = !text.contains([' ', 'T']);
        let fix = meant.map(|date| Fix { sure, ..instead(place, &date.to_string()) });
        let help = format!("write it like {}", meant.unwrap_or(EXAMPLE));
        notes.add(Rule::BadValue, place, what, help).fixed(fix);
    }
    date
}

/// The date meant by `2026-1-5` or `2026/01/05`: year, month and day, separated by `-`, `/` or `.`; or by `5.1.2026`, where dots are between
/// the day, the month and the year. A time after it is ignored.
fn date_meant(text: &str) -> Option<Date> {
    let date = text.split([' ', 'T']).next()?;
    let parts: Vec<&str> = date.split(['-', '/', '.']).collect();
    let [first, month, last] = parts[..] else { return None };
    let (year, day) =
        if last.len() == 4 && !date.contains(['-', '/']) { (last, first) } else { (first, last) };
    let year = (year.len() == 4).then(|| year.parse().ok()).flatten()?;
    Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()
}

/// A fix that replaces a value by `text`.
fn instead(place: Span, text: &str) -> Fix {
    Fix::sure(vec![Edit::at(place, text)])
}
