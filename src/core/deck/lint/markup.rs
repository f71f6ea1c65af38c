//! Lints for Markdown and HTML in texts, which are shown as they are.

use crate::core::deck::lint::Lint;
use crate::core::deck::problem::{Edit, Fix};
use crate::core::deck::rules::Rule;
use crate::core::deck::{FieldSpans, Term};
use crate::core::html::tag;
use crate::core::yaml::{Within, quoted};

/// Entities, and what they stand for.
const ENTITIES: &[(&str, &str)] = &[
    ("amp", "&"),
    ("gt", ">"),
    ("hellip", "…"),
    ("laquo", "«"),
    ("ldquo", "“"),
    ("lsquo", "‘"),
    ("lt", "<"),
    ("mdash", "—"),
    ("nbsp", " "),
    ("ndash", "–"),
    ("quot", "\""),
    ("raquo", "»"),
    ("rdquo", "”"),
    ("rsquo", "’"),
    ("#39", "'"),
];

/// The first sign of markup in `text`, and `text` without any. `None` if there is none.
fn markup(text: &str) -> Option<(String, String)> {
    let mut first: Option<String> = None;
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let (found, plain, after) = match next(rest) {
            Some((length, plain)) => (&rest[..length], plain, &rest[length..]),
            None => ("", rest[..c.len_utf8()].to_owned(), &rest[c.len_utf8()..]),
        };
        if !found.is_empty() && first.is_none() {
            first = Some(found.to_owned());
        }
        out.push_str(&plain);
        rest = after;
    }
    Some((first?, out.split_whitespace().collect::<Vec<_>>().join(" ")))
}

/// The length of the markup at the start of `text`, and the plain text it stands for.
fn next(text: &str) -> Option<(usize, String)> {
    let between = |mark: &str| {
        let inner = text.strip_prefix(mark)?;
        let inner = &inner[..inner.find(mark)?];
        let is_tight = !inner.is_empty() && inner.trim() == inner;
        is_tight.then(|| (inner.len() + 2 * mark.len(), inner.to_owned()))
    };
    match text.chars().next()? {
        '*' => between("**"),
        '`' => between("`"),
        '[' => {
            let (label, link) = text[1..].split_once("](")?;
            let end = link.find(')').filter(|_| !label.contains(['[', ']']))?;
            Some((1 + label.len() + 2 + end + 1, label.to_owned()))
        }
        '<' => {
            let html = &text[..=text.find('>')?];
            let plain = tag(html);
            (plain != html).then(|| (html.len(), plain.to_owned()))
        }
        '&' => {
            let name = &text[1..text.find(';')?];
            let (_, plain) = ENTITIES.iter().find(|(known, _)| *known == name)?;
            Some((name.len() + 2, (*plain).to_owned()))
        }
        _ => None,
    }
}

impl Lint<'_> {
    pub(super) fn markup(&mut self, term: &Term, marks: &FieldSpans) {
        let texts = [
            ("term", Some(&term.term)),
            ("gloss", term.gloss.as_ref()),
            ("definition", Some(&term.definition)),
            ("expansion", term.expansion.as_ref()),
            ("example", term.example.as_ref()),
            ("why", term.why.as_ref()),
            ("ask", term.ask.as_ref()),
        ];
        for (field, text) in texts.into_iter().filter_map(|(field, text)| Some((field, text?))) {
            let Some((found, plain)) = markup(text) else { continue };
            let what = format!("the `{field}` of `{}` contains markup: {found}", term.term);
            let plain = quoted(&plain, Within::Block).into_owned();
            let place = marks.of(field, 0);
            let shown = format!("{field}: {plain}");
            let fix = Fix::likely(vec![Edit::at(place, plain)]).showing(shown);
            self.add(Rule::Markup, place, what, "write plain text").fix = Some(fix);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::markup;

    #[test]
    fn markup_is_found_and_taken_off() {
        for (text, plain) in [
            ("The **amount** of it", "The amount of it"),
            ("A [service](https://x.y) of `kubectl`", "A service of kubectl"),
            ("The <B>team</b>,<BR/>again", "The team, again"),
            ("Risk &amp; more &mdash; all", "Risk & more — all"),
        ] {
            assert_eq!(markup(text).map(|(_, text)| text).as_deref(), Some(plain));
        }
        for text in [
            "2 ** 3",
            "a < b > c",
            "Vec<T>",
            "AT&T; more",
            "[sic] (so)",
            "__init__",
            "a * b * c",
            "5 `",
        ] {
            assert_eq!(markup(text), None, "{text}");
        }
    }
}
