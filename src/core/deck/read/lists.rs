//! Finds what is wrong with the value of a list.

use crate::core::deck::problem::{Edit, Fix};
use crate::core::deck::read::line::{Cause, Line};
use crate::core::deck::read::lines::{FieldLine, column_of, field_of, known_field, narrow};
use crate::core::deck::read::loose_list::{
    Brackets, LooseList, Meant, bare_list, brackets, loose_list, unclosed,
};
use crate::core::yaml::Span;

impl Line<'_> {
    /// A bracket in front of a list with dashes.
    pub(super) fn bracket_above_dashes(&self, field: &FieldLine<'_>) -> Option<Cause> {
        let mut below = (self.number + 1..).map(|at| self.lines.line(at)).take(2);
        let is_list = below.any(|line| line.trim_start().starts_with("- "));
        let colon = self.text.find(':').filter(|_| field.value == "[" && is_list)? + 1;
        let place = self.lines.place(self.number, colon, field.at + 1 - colon);
        let fix = Fix::sure(vec![Edit::at(place, "")]).showing(format!("{}:", field.name));
        Some(self.cause(field.at, 1, "`[` before a list with dashes", "remove it", fix))
    }

    /// A list without brackets whose items are in quotes.
    pub(super) fn quoted_list(&self, field: &FieldLine<'_>, meant: Meant) -> Option<Cause> {
        let quote = field.value.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'))?;
        let place = self.lines.whole(self.number)?.place;
        let text = self.lines.at(place)?;
        // One text in quotes is no error of syntax.
        let inner = text[1..].strip_suffix(quote).map(|inner| inner.replace("''", ""));
        if quote != '`' && inner.is_some_and(|inner| !inner.contains(quote)) {
            return None;
        }
        let list = bare_list(text, meant).or_else(|| unclosed(&format!("[{text}]")))?;
        Some(self.as_list(field, place, &list))
    }

    /// What is wrong with a list in brackets, if not only that they are not closed.
    pub(super) fn list_in_brackets(&self, field: &FieldLine<'_>, meant: Meant) -> Option<Cause> {
        let at = |what: String, help: &str, fix: Option<Fix>| {
            Some(self.cause(field.at, field.value.len(), what, help, fix))
        };
        let all = self.lines.whole(self.number)?;
        let mut behind = "";
        match brackets(&all.text) {
            Brackets::OpenQuote => {
                if let Some(list) = unclosed(&all.text) {
                    return Some(self.as_list(field, all.place, &list));
                }
                let what = "a quote in this list is not closed".to_owned();
                return at(what, "close each quote, or leave the quotes out", None);
            }
            Brackets::Closed(end) if !all.text[end..].trim().is_empty() => {
                let rest = all.text[end..].trim();
                if !rest.contains(|c: char| c.is_alphanumeric() || c == '#') {
                    let from = all.place.start + narrow(end);
                    let edit = Edit { start: from, end: all.place.end, text: String::new() };
                    let fix = Fix::sure(vec![edit]);
                    let fix = fix.showing(format!("{}: {}", field.name, &all.text[..end]));
                    let what = format!("`{rest}` after the end of the list");
                    return at(what, "remove it", Some(fix));
                }
                behind = rest;
            }
            Brackets::Open if all.text.starts_with("[[") && all.text.ends_with(']') => {
                let start = all.place.start;
                let fix = Fix::sure(vec![Edit { start, end: start + 1, text: String::new() }]);
                let fix = fix.showing(format!("{}: {}", field.name, &all.text[1..]));
                return at("`[[` opens two lists".to_owned(), "remove one bracket", Some(fix));
            }
            _ => {}
        }
        let list = loose_list(&all.text, meant);
        list.map(|list| self.as_list(field, all.place, &list)).or_else(|| {
            let what = format!("`{behind}` after the end of the list");
            let help = "move it into the brackets, or put `#` before it if it is a comment";
            (!behind.is_empty()).then(|| at(what, help, None))?
        })
    }

    /// The cause that the value of `field`, at `place`, should be `list`.
    pub(super) fn as_list(&self, field: &FieldLine<'_>, place: Span, list: &LooseList) -> Cause {
        self.cause(field.at, field.value.len(), list.what, list.help, list.fix(field.name, place))
    }

    /// A list that starts on the line of its `field`.
    pub(super) fn list_on_line(&self, field: &FieldLine<'_>) -> Cause {
        let is_parts = field_of(field.value).is_some();
        let help = if is_parts {
            "start the list on the next line"
        } else {
            "start the list on the next line, or write `[one, two]`"
        };
        let below = self.lines.line(self.number + 1);
        let (own, next) = (column_of(self.text), column_of(below));
        let depth = below.len() - below.trim_start().len();
        // Above the next word, it ends.
        let is_next_item =
            below.trim_start().starts_with("- ") && (depth >= own || known_field(below).is_none());
        // The dashes belong in one column, or two before the fields.
        let width = match (is_next_item, is_parts) {
            (true, _) if depth >= own => Some(depth),
            (false, true) if next >= own + 2 && known_field(below).is_some() => Some(next - 2),
            (false, false) if next <= own => Some(own + 2),
            _ => None,
        };
        let fix = self.text.find(':').zip(width).map(|(colon, width)| {
            let place = self.lines.place(self.number, colon + 1, field.at - colon - 1);
            let end = self.lines.end();
            Fix::sure(vec![Edit::at(place, format!("{end}{}", " ".repeat(width)))])
        });
        let what = format!("the list of `{}` starts on the same line", field.name);
        self.cause(field.at, field.value.len(), what, help, fix)
    }
}
