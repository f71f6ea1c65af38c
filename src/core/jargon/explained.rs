//! Finds acronyms that a text itself explains: "Payment Card Industry (PCI)", "PCI, or payment card industry".

use std::collections::HashMap;
use std::ops::Range;

use crate::core::jargon::names::{Names, Occurrence, bare, is_capitals, is_numbered};
use crate::core::jargon::on_one_line;
use crate::core::jargon::surroundings::Vocabulary;
use crate::core::jargon::tokens::{Gap, Token};
use crate::core::lookup::{fold, is_stop};

/// The most letters of such an acronym.
const LONGEST: usize = 8;
/// The most words of its expansion for each letter.
const WORDS: usize = 2;
/// What may stand between an acronym and its expansion.
const LINKS: &str =
    "i e|is short for|means|or|short for|stands for|that is|which means|which stands for";

/// Acronyms that a text explains.
#[derive(Debug, Default)]
pub(super) struct Explained<'a> {
    /// Their expansions as first written, and the terms with these; none if no deck means that.
    meanings: HashMap<&'a str, (String, Vec<u32>)>,
}

impl<'a> Explained<'a> {
    /// The expansion of `acronym`, if no deck has it.
    pub(super) fn unknown(&self, acronym: &str) -> Option<&str> {
        let (expansion, _) = self.meanings.get(acronym).filter(|(_, terms)| terms.is_empty())?;
        Some(expansion)
    }

    /// Corrects the `occurrences` of names in `text` by what the text explains.
    pub(super) fn apply(
        &mut self,
        text: &'a str,
        row: &[Token<'a>],
        occurrences: &mut Vec<Occurrence>,
        (names, vocabulary): (&Names, &Vocabulary),
    ) {
        let mut expansions: Vec<Range<usize>> = Vec::new();
        for (at, token) in row.iter().enumerate() {
            let acronym = bare(token.text);
            let is_acronym = is_capitals(acronym) && acronym.len() <= LONGEST;
            let Some(words) = is_acronym.then(|| expansion(text, row, at, acronym)).flatten()
            else {
                continue;
            };
            self.meanings.entry(acronym).or_insert_with(|| {
                let whole = occurrences.iter().find(|found| found.words == words);
                let terms = match whole {
                    Some(found) => found.terms.clone(),
                    None => names
                        .called(acronym)
                        .into_iter()
                        .filter(|term| {
                            let entry = names.term(*term).entry;
                            vocabulary
                                .shares(entry, row[words.clone()].iter().map(|word| word.text))
                        })
                        .collect(),
                };
                let written = &text[row[words.start].at..row[words.end - 1].end()];
                (on_one_line(written), terms)
            });
            expansions.push(words);
        }
        if self.meanings.is_empty() {
            return;
        }
        // `CI/CD` stays what it is, though the text explains `CI`.
        let is_explained = |found: &Occurrence| {
            let mut meanings = row[found.words.clone()]
                .iter()
                .filter_map(|word| self.meanings.get(bare(word.text)));
            meanings.any(|(_, terms)| terms.is_empty() || found.words.len() == 1)
        };
        let overlaps = |found: &Occurrence| {
            let crosses = |words: &Range<usize>| {
                words.start < found.words.end
                    && found.words.start < words.end
                    && *words != found.words
            };
            expansions.iter().any(crosses)
        };
        occurrences.retain(|found| !is_explained(found) && !overlaps(found));
        let mut is_free = vec![true; row.len()];
        for found in &*occurrences {
            is_free[found.words.clone()].fill(false);
        }
        for at in (0..row.len()).filter(|at| is_free[*at] && !is_numbered(text, row, *at)) {
            if let Some((_, terms)) = self.meanings.get(bare(row[at].text))
                && !terms.is_empty()
            {
                let (words, terms) = (at..at + 1, terms.clone());
                occurrences.push(Occurrence { words, terms, is_exact: true, is_proper: true });
            }
        }
        occurrences.sort_by_key(|found| found.words.start);
    }
}

/// The words that explain the `acronym` at word `at`.
fn expansion(text: &str, row: &[Token<'_>], at: usize, acronym: &str) -> Option<Range<usize>> {
    let token = row[at];
    let most = acronym.len() * WORDS;
    let letters: Vec<char> = fold(acronym, 64).chars().collect();
    let fits = |words: &Range<usize>| {
        let is_whole = row[words.start + 1..words.end].iter().all(|word| word.gap != Gap::Break);
        let texts: Vec<String> =
            row[words.clone()].iter().map(|word| fold(word.text, 64)).collect();
        is_whole && texts.last().is_some_and(|last| !is_stop(last)) && spells(&texts, &letters)
    };
    let until = |end: usize| (2..=most.min(end)).map(|count| end - count..end).find(fits);
    let from = |start: usize| {
        let is_article = |word: &Token<'_>| matches!(word.text, "a" | "an" | "the");
        let start = start + usize::from(row.get(start).is_some_and(is_article));
        let counts = (2..=most.min(row.len().saturating_sub(start))).rev();
        counts.map(|count| start..start + count).find(fits)
    };
    if text[..token.at].ends_with('(') && text[token.end()..].starts_with([')', ',', ';']) {
        return until(at);
    }
    let behind = &text[token.end()..row.get(at + 1)?.at];
    if matches!(behind, " (" | ": " | " = " | " – " | " — " | " - ")
        && (behind == " (" || acronym.len() > 2)
    {
        let is_closed = |words: &Range<usize>| {
            behind != " (" || text[row[words.end - 1].end()..].starts_with([')', ',', ';'])
        };
        return from(at + 1).filter(is_closed);
    }
    let mut link = String::new();
    for end in at + 1..(at + 4).min(row.len()) {
        link = format!("{link} {}", row[end].text.to_lowercase());
        let is_link = LINKS.split('|').any(|known| known == link.trim());
        if is_link && (link != " or" || row[at + 1].gap == Gap::Break) {
            return from(end + 1);
        }
    }
    None
}

/// Whether `letters` are the beginnings of `words`, and perhaps more of their letters. Words such as "of" may be left out.
fn spells(words: &[String], letters: &[char]) -> bool {
    let Some((word, rest)) = words.split_first() else { return letters.is_empty() };
    let mut inside = word.chars();
    let is_skipped = is_stop(word) && spells(rest, letters);
    is_skipped
        || inside.next() == letters.first().copied()
            && (1..=letters.len()).any(|count| {
                (count == 1 || inside.any(|c| c == letters[count - 1]))
                    && spells(rest, &letters[count..])
            })
}
