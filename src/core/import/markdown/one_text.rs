//! Entries and fields that are written in one text: `word: meaning`, bold words, `Also: …`, rows of a table.

use crate::core::import::Names;
use crate::core::import::markdown::blocks::Inline;

/// The separators between a term and its definition, with the line break that may follow a colon.
pub(super) const GAPS: &[&str] =
    &["\t", ": ", ":\n", " – ", " — ", " - ", " -- ", " = ", " => ", " → ", " :: ", "   "];

/// Headings and bold words that are not terms.
pub(super) const NO_TERMS: &str = "about|acknowledgements|acknowledgments|appendix|author|authors|caution|changelog|contents|contributing|\
    contributors|credits|disclaimer|external links|further reading|how to contribute|important|info|intro|introduction|\
    license|licence|links|note|notes|overview|references|sources|table of contents|tip|toc|todo|warning|acronyms|\
    abbreviations|terms|glossary|index|definitions|preface";

/// Those of them that are words in a list of others with their meanings.
const PARTS: &str = "appendix|changelog|glossary|index|overview|preface|reference|references|license|licence|acronyms|abbreviations|terms";

/// The most characters in a term on a page.
pub(super) const LONGEST_TERM: usize = 160;

/// The most words in a term that only a separator marks.
pub(super) const MOST_WORDS: usize = 8;

/// The field in a paragraph that begins with its name, such as `Also: objective`.
pub(super) fn labelled_field(text: &Inline) -> Option<&str> {
    let (label, rest) = text.text.trim().split_once(':')?;
    let names = Names::default();
    (!rest.trim().is_empty()
        && names.label(label.trim()).is_some_and(|field| !matches!(field, "term" | "definition")))
    .then_some(label)
}

/// A field that is written as `Also: objective`, with its texts.
pub(super) fn labelled(text: &Inline) -> Option<(&'static str, Vec<String>)> {
    let label = labelled_field(text)?;
    let field = Names::default().label(label.trim())?;
    let rest = text.text.trim()[label.len()..].trim_start_matches([':', ' ']);
    Some((field, vec![rest.to_owned()]))
}

/// Splits text into term and definition: bold text and the rest, or at the first separator. The definition may be empty after
/// bold text.
pub(super) fn split(inline: &Inline) -> Option<(String, String)> {
    split_if(inline, is_term)
}

/// Splits text in a list of words, in which `Changelog: …` is one.
pub(super) fn split_in_list(inline: &Inline) -> Option<(String, String)> {
    split_if(inline, |term| {
        is_term(term) || PARTS.split('|').any(|known| term.eq_ignore_ascii_case(known))
    })
}

fn split_if(inline: &Inline, is_term: impl Fn(&str) -> bool) -> Option<(String, String)> {
    let text = &inline.text;
    if let Some((start, end)) = inline.bold() {
        let rest = inline.more_bold().last().map_or(end, |(_, to)| *to);
        let (mut term, mut rest) = (text[start..end].trim().to_owned(), text[rest..].trim());
        // `**API** (Application Programming Interface): …`
        if let Some((inner, after)) = rest.strip_prefix('(').and_then(|rest| rest.split_once(')'))
            && (after.is_empty()
                || after.starts_with([':', '\n'])
                || after.starts_with([' ']) && gap(after).is_some_and(|(at, _)| at == 0))
        {
            term = format!("{} ({inner})", term.trim_end_matches(':'));
            rest = after;
        }
        let rest = rest
            .trim_start_matches([':', '–', '—', '-', '=', '>', '→', ' ', '\n', '.', ','])
            .trim();
        let term = term.trim_end_matches([':', ' ', '–', '—', '.']);
        return is_term(term).then(|| (term.to_owned(), rest.to_owned()));
    }
    let (at, length) = gap(text)?;
    let (term, rest) = (text[..at].trim(), text[at + length..].trim());
    let is_short = term.split_whitespace().count() <= MOST_WORDS && !term.contains('\n');
    (is_short && is_term(term) && !rest.is_empty()).then(|| (term.to_owned(), rest.to_owned()))
}

/// Whether bold text inside a line is the name of a field, as in `**Example:** …`, or another word with its meaning.
pub(super) fn begins(before: &str, bold: &str, after: &str) -> bool {
    let name = bold.trim().trim_end_matches(':');
    let is_field = Names::default().label(name).is_some();
    let has_colon = bold.trim_end().ends_with(':') || after.starts_with(':');
    let after = after.trim_start();
    let is_meaning = has_colon
        || after.starts_with(['[', '–', '—'])
        || after.starts_with("- ")
        || after.starts_with(char::is_uppercase);
    is_field && has_colon
        || !is_field
            && is_meaning
            && is_term(name)
            && before.trim_end().ends_with(['.', '!', '?', ']'])
}

/// `text` without the tags in brackets at its start, or after its last sentence: `[web, ops] A text.`
pub(super) fn tagged(text: &str) -> (String, Vec<String>) {
    let first = text.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    let last = || text.strip_suffix(']').and_then(|rest| rest.rsplit_once('['));
    let last = || last().map(|(text, tags)| (tags, text.trim_end()));
    let last = || last().filter(|(_, text)| text.ends_with(['.', '!', '?']));
    let is_tag = |tag: &str| {
        (1..=3).contains(&tag.split_whitespace().count()) && tag.contains(char::is_alphabetic)
    };
    match first.or_else(last) {
        Some((tags, rest)) if tags.len() <= 60 && tags.split(',').all(is_tag) => {
            let tags = tags.split(',').map(|tag| tag.trim().to_owned()).collect();
            (rest.trim_start_matches([':', '–', '—', '-', ' ']).to_owned(), tags)
        }
        _ => (text.to_owned(), Vec::new()),
    }
}

/// The other names in bold, as in `**API**/**Interface**: …`.
pub(super) fn other_names(inline: &Inline) -> Vec<String> {
    let names = inline.more_bold().into_iter();
    let names = names.filter_map(|(from, to)| inline.text.get(from..to));
    names.map(|name| name.trim().trim_end_matches(':').to_owned()).collect()
}

/// The position and length of the first separator.
pub(super) fn gap(text: &str) -> Option<(usize, usize)> {
    // Dots that lead from one to the other.
    let dots = text.find(" ....").map(|at| {
        let rest = text[at..].trim_start_matches([' ', '.']);
        (at, text.len() - at - rest.len())
    });
    // `URL=an address`
    let tight = || {
        let (word, rest) = text.split_once('=')?;
        let is_pair = word.chars().all(|c| c.is_alphanumeric() || "-_&+".contains(c))
            && rest.starts_with(char::is_alphabetic)
            && rest.contains(' ');
        is_pair.then_some((word.len(), 1))
    };
    let gaps = GAPS.iter().filter_map(|gap| Some((text.find(gap)?, gap.len())));
    gaps.chain(dots).min().or_else(tight)
}

pub(super) fn is_term(term: &str) -> bool {
    let folded = term.trim_end_matches([':', '!']).to_lowercase();
    !folded.is_empty()
        && !NO_TERMS.split('|').any(|known| known == folded)
        && term.chars().count() <= LONGEST_TERM
}

/// Splits `Egress. Traffic that leaves.` into a word and its meaning.
pub(super) fn sentence(text: &str) -> Option<(String, String)> {
    let (term, meaning) = text.trim().split_once(". ")?;
    let is_entry = term.split_whitespace().count() <= 3
        && [term, meaning].iter().all(|text| text.starts_with(char::is_uppercase))
        && is_term(term);
    is_entry.then(|| (term.to_owned(), meaning.trim().to_owned()))
}

/// Whether each line is a word with its meaning, of several.
pub(super) fn is_plain_list(text: &Inline) -> bool {
    let lines = text.lines(false);
    let is_entry = |line: &Inline| {
        line.bold().is_none() && split(line).is_some() && labelled_or_definition(line).is_none()
    };
    lines.len() > 1 && lines.iter().all(is_entry)
}

/// Whether each line is a row of a table that is only half written.
pub(super) fn is_row(text: &Inline) -> bool {
    let mut lines = text.text.lines().filter(|line| !line.trim().is_empty());
    let is_row = |line: &str| line.trim().starts_with('|') || format!("{line} ").contains(" | ");
    lines.all(is_row) && text.text.contains('|') && !text.is_link()
}

/// A field that is written as `Definition: …` or `Also: …`.
pub(super) fn labelled_or_definition(text: &Inline) -> Option<(&'static str, Vec<String>)> {
    let (label, rest) = text.text.trim().split_once(':')?;
    let field = Names::default().label(label.trim())?;
    let rest = rest.trim_start_matches([':', ' ']).trim();
    (field != "term" && !rest.is_empty()).then(|| (field, vec![rest.to_owned()]))
}

/// The text without those of its lines, after the first, that are fields such as `Also: …`; and these.
pub(super) fn labels_below(text: &Inline) -> (Inline, Vec<Inline>) {
    let mut lines = text.lines(false).into_iter().flat_map(|line| line.parts(begins));
    let mut first = lines.next().unwrap_or_default();
    let (labels, others): (Vec<_>, Vec<_>) =
        lines.partition(|line| labelled_or_definition(line).is_some());
    if labels.is_empty() {
        return (text.clone(), labels);
    }
    for line in &others {
        first.text += &line.text;
    }
    (first, labels)
}
