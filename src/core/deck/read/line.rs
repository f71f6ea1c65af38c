//! One line of a deck that YAML cannot read, and the mistakes it may have.

use crate::core::deck::fields::{self, Kind, Part};
use crate::core::deck::problem::{Edit, Fix};
use crate::core::deck::read::lines::{
    FieldLine, Lines, column_of, field_of, is_block, known_field, quoted,
};
use crate::core::deck::read::loose_list::{Meant, loose_list, meant};
use crate::core::yaml::Span;

/// The likely cause of an error.
pub(super) struct Cause {
    pub place: Span,
    pub what: String,
    pub help: String,
    pub fix: Option<Fix>,
}

/// A fix that quotes the value of the field on the line of `place`, with the lines that continue it. `None` if it is already
/// quoted.
pub(super) fn in_quotes(lines: &Lines<'_>, place: Span) -> Option<Fix> {
    let field = field_of(lines.line(place.line)).filter(|field| !field.value.is_empty())?;
    if field.value.starts_with(['"', '\'']) {
        return None;
    }
    whole_in_quotes(lines, place.line)
}

/// A fix that puts the text of the field on this line into double quotes, on one line.
pub(super) fn whole_in_quotes(lines: &Lines<'_>, number: u32) -> Option<Fix> {
    let line = lines.line(number);
    let (field, whole) = (field_of(line)?, lines.whole(number)?);
    if whole.has_comment {
        return None;
    }
    let text = quoted(&whole.text);
    let gap = if line[..field.at].ends_with(':') { " " } else { "" };
    let fix = Fix::sure(vec![Edit::at(whole.place, format!("{gap}{text}"))]);
    Some(fix.showing(format!("{}: {text}", field.name)))
}

/// A line that may have caused a syntax error.
pub(super) struct Line<'a> {
    pub lines: &'a Lines<'a>,
    pub number: u32,
    pub text: &'a str,
}

impl Line<'_> {
    pub(super) fn cause(
        &self,
        at: usize,
        length: usize,
        what: impl Into<String>,
        help: impl Into<String>,
        fix: impl Into<Option<Fix>>,
    ) -> Cause {
        let place = self.lines.place(self.number, at, length);
        Cause { place, what: what.into(), help: help.into(), fix: fix.into() }
    }

    fn insert(&self, at: usize, text: &str) -> Fix {
        Fix::sure(vec![Edit::at(self.lines.place(self.number, at, 0), text)])
    }

    pub(super) fn indent(&self) -> usize {
        self.text.len() - self.text.trim_start().len()
    }

    /// A question mark before a field, as YAML has it before a long name.
    pub(super) fn question(&self) -> Option<Cause> {
        let at = self.text.find("? ")?;
        let rest = self.text[at + 2..].trim_start();
        (self.text[..at].trim_matches([' ', '-']).is_empty() && known_field(rest).is_some())
            .then_some(())?;
        let place = self.lines.place(self.number, at, self.text.len() - at - rest.len());
        let fix = Fix::sure(vec![Edit::at(place, "")]).showing(rest);
        Some(self.cause(at, 1, "`?` before the name of a field", "remove it", fix))
    }

    /// A missing comma at the end of the line above, in JSON.
    pub(super) fn comma(&self) -> Option<Cause> {
        let (number, above) = self.lines.above(self.number).next()?;
        let (own, above) = (self.text.trim_start(), above.trim_end());
        let is_next = own.starts_with('{') && above.ends_with('}')
            || own.starts_with('"') && above.ends_with(['"', ']', '}']);
        (is_next && self.lines.text.trim_start().starts_with('{')).then_some(())?;
        let line = Line { lines: self.lines, number, text: above };
        let fix = line.insert(above.len(), ",").showing(format!("{},", above.trim_start()));
        let what = "a comma is missing at the end of this line";
        Some(line.cause(above.len() - 1, 1, what, "add it", fix))
    }

    /// A missing space after a dash or a colon.
    pub(super) fn gap(&self) -> Option<Cause> {
        let indent = self.indent();
        let trimmed = &self.text[indent..];
        // `-term: x`
        if let Some(rest) = trimmed.strip_prefix('-')
            && rest.starts_with(|c: char| c.is_alphabetic())
            && field_of(rest).is_some()
        {
            let fix = self.insert(indent + 1, " ").showing(format!("- {rest}"));
            let what = "missing space after the dash";
            return Some(self.cause(indent, 1, what, "add a space", fix));
        }
        self.glued().map(|(_, cause)| cause)
    }

    /// `term:x`, `term = x`, `term： x` or `"term: x"`: the field, and what is wrong with it as the cause.
    pub(super) fn glued(&self) -> Option<(&'static str, Cause)> {
        let at = column_of(self.text);
        let rest = &self.text[at..];
        let known = |name: &str| fields::all().find(|field| field.name == name.trim_end());
        if let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '\'')) {
            let inner = rest.trim_end()[1..].strip_suffix(quote)?;
            let (name, value) = inner.split_once(": ")?;
            let known = known(name)?;
            let (name, value) = (name.trim_end(), value.trim());
            let value =
                if value.contains([quote, '\\', '#']) { quoted(value) } else { value.to_owned() };
            let line = format!("{name}: {value}");
            let place = self.lines.place(self.number, at, rest.trim_end().len());
            let fix = Fix::sure(vec![Edit::at(place, line.clone())]).showing(line);
            let what = format!("the quotes are around the whole line, with `{name}`");
            let help = "put quotes only around the value";
            return Some((known.name, self.cause(at, rest.trim_end().len(), what, help, fix)));
        }
        let end = rest.find([':', '=', '：'])?;
        let (name, after) = rest.split_at(end);
        let sign = after.chars().next()?;
        let length = if after.starts_with("=>") { 2 } else { sign.len_utf8() };
        let value = after[length..].trim_end();
        let known = known(name)?;
        if value.trim().is_empty()
            || value.starts_with(':')
            || (sign == ':' && (value.starts_with([' ', '\t']) || name.ends_with(' ')))
        {
            return None;
        }
        let has_colon = value.contains(": ") || value.ends_with(':');
        let (what, help) = match sign {
            ':' if has_colon => (
                "missing space after the colon".to_owned(),
                "add a space, and put the text in double quotes",
            ),
            ':' => ("missing space after the colon".to_owned(), "add a space"),
            '=' => (format!("`=` after `{}`", known.name), "write a colon and a space"),
            _ => (
                format!("a full-width colon (：) after `{}`", known.name),
                "write a colon and a space",
            ),
        };
        let gap = value.len() - value.trim_start().len();
        let place = self.lines.place(
            self.number,
            at + known.name.len(),
            name.len() - known.name.len() + length + gap,
        );
        let fix = match sign {
            // What follows the first colon of the text would be read as its value.
            ':' if has_colon => whole_in_quotes(self.lines, self.number)?,
            ':' => self.insert(at + name.len() + 1, " ").showing(format!(
                "{}: {}",
                known.name,
                value.trim()
            )),
            _ => Fix::sure(vec![Edit::at(place, ": ")]).showing(format!(
                "{}: {}",
                known.name,
                value.trim()
            )),
        };
        Some((known.name, self.cause(at, name.len() + sign.len_utf8(), what, help, fix)))
    }

    /// A value that needs quotes, or has an unclosed quote or bracket.
    pub(super) fn value(&self) -> Option<Cause> {
        let field = field_of(self.text)?;
        let kind = known_field(self.text).map(|(_, known)| known.kind);
        let is_prose = kind.is_some_and(|kind| kind.limit().is_some() && !kind.is_list());
        let value = field.value;
        let at = |what: String, help: &str, fix: Option<Fix>| {
            Some(self.cause(field.at, value.len(), what, help, fix))
        };
        let whole = || whole_in_quotes(self.lines, self.number);
        let meant = kind.map_or(str::to_owned as Meant, |kind| meant(field.name, kind));
        let first = value.chars().next()?;
        if kind.is_some_and(Kind::is_list)
            && let Some(cause) = self.quoted_list(&field, meant)
        {
            return Some(cause);
        }
        let is_special = match first {
            '@' | '`' | '%' | '*' | '&' | '!' | '}' | ']' | ',' => true,
            '?' | '-' => value[1..].starts_with(' '),
            '|' | '>' => !is_block(value),
            '[' | '{' => is_prose && value.len() > 1,
            _ => false,
        };
        let is_listed = kind.is_some_and(|kind| kind.is_list() || matches!(kind, Kind::Parts(_)));
        if is_special && first == '-' && is_listed {
            return Some(self.list_on_line(&field));
        }
        let signs = value.len() - value.trim_start_matches(['|', '>', '-', '+']).len();
        let is_block = value[signs..].is_empty() || value[signs..].starts_with(' ');
        if is_special && (first == '|' || first == '>' && signs > 1 && is_block) {
            let whole = self.lines.whole(self.number)?;
            let signs = if is_block { signs } else { 1 };
            let text = quoted(whole.text[signs..].trim());
            let fix = Fix::sure(vec![Edit::at(whole.place, text.clone())]);
            let fix = fix.showing(format!("{}: {text}", field.name));
            let sign = &value[..signs];
            let what = format!("after `{sign}`, the text starts on the next line");
            let help = format!("remove the `{sign}`");
            return at(what, &help, (!whole.has_comment).then_some(fix));
        }
        if is_special {
            let what = match first {
                '`' => "text that starts with a backtick needs quotes".to_owned(),
                _ => format!("text that starts with `{first}` needs quotes"),
            };
            return at(what, "put the whole text in double quotes", whole());
        }
        if first == '"'
            && value.trim_end_matches('.').ends_with('"')
            && let Some(escape) = bad_escape(value)
        {
            let what = format!("`{escape}` in double quotes is not a character that YAML knows");
            let place = self.lines.place(self.number, field.at, value.len());
            let text = doubled(value);
            let fix = Fix::sure(vec![Edit::at(place, text.clone())]);
            let fix = fix.showing(format!("{}: {text}", field.name));
            return at(what, "write each backslash twice", Some(fix));
        }
        if let quote @ ('\'' | '"') = first {
            let closed = value.len() > 1 && value.ends_with(quote);
            let inner = if closed { &value[1..value.len() - 1] } else { &value[1..] };
            let broken = !closed
                || (quote == '\'' && inner.replace("''", "").contains('\''))
                || (quote == '"' && inner.replace("\\\"", "").contains('"'));
            if broken {
                let what = format!("the quote {quote} that starts here is not closed properly");
                return at(what, "put the text in double quotes", whole());
            }
        }
        if !value.starts_with(['"', '\'', '[', '{', '|', '>'])
            && (value.contains(": ") || value.ends_with(':'))
        {
            if let Some(cause) = self.second_field(&field) {
                return Some(cause);
            }
            let what = "text that contains a colon needs quotes".to_owned();
            return at(what, "put the whole text in double quotes", whole());
        }
        if first == '['
            && let Some(cause) = self.list_in_brackets(&field, meant)
        {
            return Some(cause);
        }
        if let Some(cause) = self.bracket_above_dashes(&field) {
            return Some(cause);
        }
        if value.starts_with('[') && !value.ends_with(']') {
            let fix = self.insert(field.at + value.len(), "]");
            // It is unclear how a list continues that has only just started.
            let sure = value.len() > 1 && !value.ends_with(',') && !value.contains(" #");
            let fix = Fix { sure, ..fix };
            let what = "the list that starts here is not closed".to_owned();
            return at(what, "add the missing `]`", Some(fix));
        }
        None
    }

    /// A value on this line alone that YAML cannot read, wherever it gave up before.
    pub(super) fn unreadable_value(&self) -> Option<Cause> {
        let (field, known) = known_field(self.text)?;
        let value = field.value;
        let is_known = match value.chars().next()? {
            '@' | '`' | '%' | '}' | ']' | ',' => true,
            '-' => value.starts_with("- ") && known.kind.is_list(),
            '[' => known.kind.is_list() && loose_list(value, str::to_owned).is_some(),
            c => c.is_alphanumeric() && !known.kind.is_list(),
        };
        is_known.then(|| self.value()).flatten()
    }

    /// Another field of a term in the value of `field`.
    fn second_field(&self, field: &FieldLine<'_>) -> Option<Cause> {
        let known = Part::Term.field(field.name)?;
        // The other names are ordinary words, and all may stand in a sentence.
        let is_telling = |kind: Kind| kind.is_list() || matches!(kind, Kind::Level | Kind::Date);
        let is_there = |other: &&fields::Field| {
            (other.required || is_telling(other.kind))
                && field.value.contains(&format!(" {}: ", other.name))
        };
        let other = Part::Term.fields().iter().find(is_there);
        let other = other.filter(|_| !matches!(known.kind, Kind::Prose(_)))?;
        let what = format!("`{}` is on the same line as `{}`", other.name, field.name);
        let help = "write each field on a line of its own";
        Some(self.cause(field.at, field.value.len(), what, help, None))
    }

    /// Fields in braces without a comma between them.
    pub(super) fn braces(&self) -> Option<Cause> {
        let text = self.text.trim_start_matches([' ', '-']).strip_prefix('{')?;
        let start = self.text.len() - text.len();
        let quotes = ['"', '\''];
        let missing = text.match_indices(": ").find_map(|(end, _)| {
            let named = text[..end].trim_end_matches(quotes);
            let at = named.trim_end_matches(|c: char| c.is_ascii_lowercase() || c == '_').len();
            let (before, name) = named.split_at(at);
            let is_known = fields::all().any(|field| field.name == name);
            let before = if named.len() < end { before.trim_end_matches(quotes) } else { before };
            let before = before.trim_end();
            (is_known && !before.is_empty() && !before.ends_with([',', '{', '[']))
                .then_some((at, name))
        });
        let (at, name) = missing?;
        let what = format!("a comma is missing before `{name}`");
        let help = "separate the fields by commas, or write each on its own line";
        Some(self.cause(start + at, name.len(), what, help, None))
    }
}

/// The first escape in `value`, a text in double quotes, that YAML does not know.
fn bad_escape(value: &str) -> Option<&str> {
    let mut from = 0;
    while let Some(at) = value[from..].find('\\').map(|at| from + at) {
        let after = &value[at + 1..];
        let c = after.chars().next()?;
        let digits = |n: usize| {
            after.get(1..=n).is_some_and(|code| code.bytes().all(|b| b.is_ascii_hexdigit()))
        };
        let is_known = match c {
            'x' => digits(2),
            'u' => digits(4),
            'U' => digits(8),
            c => "0abt\tnvfre \"/\\N_LP".contains(c),
        };
        let end = at + 1 + c.len_utf8();
        if !is_known {
            return Some(&value[at..end]);
        }
        from = end;
    }
    None
}

/// `value`, a text in double quotes, with each backslash doubled that does not escape a quote or another backslash.
pub(super) fn doubled(value: &str) -> String {
    let mut out = String::with_capacity(value.len() + 4);
    let mut chars = value.chars().peekable();
    while let Some(c) = chars.next() {
        out.push(c);
        if c == '\\' {
            match chars.next_if(|c| matches!(c, '"' | '\\')) {
                Some(escaped) => out.push(escaped),
                None => out.push(c),
            }
        }
    }
    out
}
