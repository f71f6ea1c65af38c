//! `shoptalk lookup --explain`: why an entry stands where it stands.

use crate::core::finder::{Finder, Found, NameKind};
use crate::core::lookup::{Explanation, Signal};

/// Lines, each with its label.
pub(super) type Lines = Vec<(&'static str, String)>;

/// Why `found` was found for `query`, in labelled lines: what matched, how the query was read, what made the score.
pub(super) fn lines(finder: &Finder, query: &str, found: &Found) -> Lines {
    let why = finder.explain(query, found);
    let mut lines = vec![("Found", matched(found, why.as_ref()))];
    let Some(why) = why else { return lines };
    if let Some((text, done)) = &why.read {
        lines.push(("Read as", format!("“{text}”, {done}")));
    }
    lines.push(("Score", score(found, &why)));
    lines
}

/// What in which name matched.
fn matched(found: &Found, why: Option<&Explanation>) -> String {
    let kind = match found.kind {
        NameKind::Term => "the term",
        NameKind::Alias => "the alias",
        NameKind::Expansion => "the expansion",
        NameKind::SoundsLike => "the listed sound",
        NameKind::Spelling => "a spelling you asked to remember,",
    };
    let name = marked(&found.name, &found.hit.matched);
    let none = || format!("{kind} {name}");
    match (found.hit.signal, why) {
        (Signal::Same, _) => format!("it is {}", none()),
        (Signal::Form, _) => format!("it is a form of {}", none()),
        (Signal::Initials, _) => format!("it is the initials of {}", none()),
        (Signal::Start, _) => format!("it is the start of {}", none()),
        (Signal::Words, _) => format!("it has words of {}", none()),
        (Signal::Abbreviation, _) => format!("it abbreviates {}", none()),
        (Signal::Subsequence, _) => format!("its letters stand in this order in {}", none()),
        (Signal::Typo, _) => format!("it is a typing mistake away from {}", none()),
        (Signal::Sound, Some(Explanation { sounds: Some([typed, name_said]), .. }))
            if typed == name_said =>
        {
            format!("it sounds like {}: {typed}", none())
        }
        (Signal::Sound, Some(Explanation { sounds: Some([typed, name_said]), .. }))
            if name_said.starts_with(typed.as_str()) =>
        {
            format!("it sounds like the start of {}: {typed}, of {name_said}", none())
        }
        (Signal::Sound, Some(Explanation { sounds: Some([typed, name_said]), .. })) => {
            format!("it sounds nearly like {}: {typed}, and {name_said}", none())
        }
        (Signal::Sound, _) => format!("it sounds like {}", none()),
        (Signal::Definition, Some(why)) if !why.words.is_empty() => {
            format!("its names and definition have “{}”", why.words.join("”, “"))
        }
        (Signal::Definition, _) => "its names and definition have the words".to_owned(),
    }
}

/// `name` in quotes, what matched of it in brackets unless that is all or nothing.
fn marked(name: &str, matched: &[usize]) -> String {
    let letters = name.chars().filter(|c| c.is_alphanumeric()).count();
    if matched.is_empty() || matched.len() >= letters {
        return format!("“{name}”");
    }
    let mut out = String::from("“");
    let mut open = false;
    let chars: Vec<char> = name.chars().collect();
    for (at, &c) in chars.iter().enumerate() {
        // A space or sign between two parts that matched belongs to them.
        let mut next = (at..chars.len()).skip_while(|next| !chars[*next].is_alphanumeric());
        let is_gap =
            open && !c.is_alphanumeric() && next.next().is_some_and(|next| matched.contains(&next));
        let is_matched = matched.contains(&at) || is_gap;
        if is_matched != open {
            out.push(if open { ']' } else { '[' });
            open = is_matched;
        }
        out.push(c);
    }
    if open {
        out.push(']');
    }
    out + "”"
}

/// How the score came about.
fn score(found: &Found, why: &Explanation) -> String {
    let signal = found.hit.signal.as_str();
    let mut text = format!("{:.2}: {:.2} by {signal}", found.hit.score, why.strongest);
    if !why.agreeing.is_empty() {
        let agreeing =
            why.agreeing.iter().map(|(signal, worth)| format!("{} {worth:.2}", signal.as_str()));
        text += &format!(" + 0.05 × ({})", agreeing.collect::<Vec<_>>().join(" + "));
    }
    if why.is_part {
        text += ", less for the word left out";
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_matched_stands_in_brackets() {
        for (name, matched, expected) in [
            ("Error budget", &[0, 1, 2, 3, 4, 6, 7, 8, 9][..], "“[Error budg]et”"),
            ("Observability", &[0, 1, 2, 4, 5], "“[Obs]e[rv]ability”"),
            ("Go-to-market", &[0, 1, 6, 7], "“[Go]-to-[ma]rket”"),
            ("SLO", &[0, 1, 2], "“SLO”"),
            ("SLO", &[], "“SLO”"),
            ("技術的負債", &[3, 4], "“技術的[負債]”"),
        ] {
            assert_eq!(marked(name, matched), expected);
        }
    }
}
