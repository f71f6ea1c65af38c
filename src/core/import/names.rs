//! Maps table headings and other field names to the fields of a term.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::core::deck::fields::{self, Field, TERM, folded};
use crate::core::import::languages::{chosen, is_language, is_plain, language};
use crate::core::import::{Refusal, is_list};
use crate::core::text::clean;
use crate::core::words::listed;

/// Names of a term in short. Beside a longer name, they are its aliases.
const SHORT: &str = "acronym abbreviation initialism abkürzung kürzel acronyme sigle acrónimo sigla siglas abbr abbrev shortform";
/// Names of what an acronym means.
const MEANINGS: &str = "meaning bedeutung signification significado significato betekenis";
/// The most columns to name in a message.
pub const MOST_COLUMNS: usize = 12;
/// Names that are fields only together, if nothing else is the term or the definition.
const PAIRS: [[(&str, &str); 2]; 3] = [
    [("question", "term"), ("answer", "definition")],
    [("short", "term"), ("long", "expansion")],
    [("key", "term"), ("value", "definition")],
];
/// The rank of a name that is only understood in part, as in `Term (short)`.
const IN_PART: usize = 100;

/// The known names, each with its field and rank.
static KNOWN: LazyLock<HashMap<String, (&'static str, usize)>> = LazyLock::new(|| {
    let names = |field: &'static Field| {
        let all =
            std::iter::once(folded(field.name)).chain(field.headings.split(' ').map(str::to_owned));
        all.enumerate().map(|(at, name)| (name, (field.name, at + 1)))
    };
    // The plugin for glossaries of Docusaurus shows it.
    let hover = ("hovertext".to_owned(), ("definition", IN_PART));
    let all = TERM.iter().rev().flat_map(names).filter(|(name, _)| !name.is_empty());
    all.chain([hover]).collect()
});

/// A mapping from names to fields, and whether a table has a header.
#[derive(Debug, Clone, Default)]
pub struct Names {
    given: Vec<(&'static str, String)>,
    /// Whether the first row of a table names the columns, if the user said so.
    header: Option<bool>,
}

impl Names {
    /// The known names, overridden by `map`: each field with its name in the input.
    pub fn new(map: &[(String, String)]) -> Self {
        let given = map.iter().filter_map(|(name, theirs)| {
            Some((fields::of_term(name)?.name, theirs.trim().to_owned()))
        });
        Self { given: given.collect(), header: None }
    }

    /// These names for tables with a header, or without one; `None` to find out.
    #[must_use]
    pub fn with_header(self, header: Option<bool>) -> Self {
        Self { header, ..self }
    }

    /// Whether the first row of a table names the columns, if the user said so.
    pub(super) fn header(&self) -> Option<bool> {
        self.header
    }

    /// The names of fields of fields that the user mapped, as in `en.term`.
    pub(super) fn paths(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.given
            .iter()
            .filter(|(_, theirs)| theirs.contains('.'))
            .map(|(field, theirs)| (*field, &**theirs))
    }

    /// The language that the user mapped fields from, as in `en.term`.
    pub(super) fn language(&self) -> Option<&str> {
        let (code, _) = self.paths().next()?.1.split_once('.')?;
        is_language(code).then_some(code)
    }

    /// The columns that the user mapped by their numbers, from 1.
    pub(super) fn numbers(&self) -> impl Iterator<Item = (&'static str, usize)> {
        let numbered = |(field, theirs): &(&'static str, String)| {
            Some((*field, theirs.parse::<usize>().ok()?.checked_sub(1)?))
        };
        self.given.iter().filter_map(numbered)
    }

    /// The field that `name` means, and its rank; a lower rank is more certain. Names in a language other than `code` rank lower.
    fn meaning(&self, name: &str, code: Option<&str>) -> Option<(&'static str, usize)> {
        let whole = folded(name);
        if let Some((field, _)) = self.given.iter().find(|(_, theirs)| folded(theirs) == whole) {
            return Some((field, 0));
        }
        self.known(&whole).or_else(|| {
            // `Term (short)`, `Term / Acronym`, `definition_en`.
            let outer = name.split(['(', '[']).next().unwrap_or_default();
            if let Some((rest, its)) = in_language(name) {
                let rank = IN_PART + usize::from(Some(its) != code);
                return self.known(&folded(rest)).map(|(field, _)| (field, rank));
            }
            // `skos:prefLabel`, `Synonym 2`.
            let bare = name.rsplit(':').next().unwrap_or_default();
            let bare = bare.trim_end_matches(|c: char| c.is_ascii_digit());
            let known = outer.split(['/', ',', '|']).chain([bare]);
            let known = known.into_iter().find_map(|part| self.known(&folded(part)));
            known.map(|(field, rank)| (field, rank + IN_PART))
        })
    }

    fn known(&self, name: &str) -> Option<(&'static str, usize)> {
        let (field, rank) = KNOWN.get(name).copied()?;
        // A field mapped by the user has no other names.
        self.given.iter().all(|(given, _)| *given != field).then_some((field, rank))
    }

    /// The field that a label such as `See also` means, if any.
    pub(super) fn label(&self, name: &str) -> Option<&'static str> {
        self.known(&folded(name)).map(|(field, _)| field)
    }

    /// The field for each of `heads`. `None` if it means none, or if another heading fits the field better. Several may become
    /// the same list.
    pub fn fields(&self, heads: &[&str]) -> Vec<Option<&'static str>> {
        let languages: Vec<_> =
            heads.iter().filter_map(|head| in_language(head)).map(|(_, code)| code).collect();
        let code = chosen(&languages);
        let mut meanings: Vec<_> = heads.iter().map(|head| self.meaning(head, code)).collect();
        let has = |meanings: &[Option<(&str, usize)>], name: &str| {
            meanings.iter().flatten().any(|(field, _)| *field == name)
        };
        let at = |name: &str| heads.iter().position(|head| folded(head) == name);
        // Beside a word, these are two meanings of it.
        if has(&meanings, "term") && !has(&meanings, "definition") {
            for (name, field) in [("short", "gloss"), ("long", "definition")] {
                if let Some(at) = at("short").and(at(name)) {
                    meanings[at] = Some((field, 1));
                }
            }
        }
        // What an acronym means is what it stands for, if another column describes it.
        let are_short = heads
            .iter()
            .zip(&meanings)
            .all(|(head, meaning)| !matches!(meaning, Some(("term", _))) || is_short(head));
        let defines = |meaning: &&Option<(&str, usize)>| matches!(meaning, Some(("definition", _)));
        if let Some(at) = MEANINGS.split(' ').find_map(at)
            && are_short
            && has(&meanings, "term")
            && !has(&meanings, "expansion")
            && meanings.iter().filter(defines).count() > 1
            && matches!(meanings[at], Some(("definition", 1..)))
        {
            meanings[at] = Some(("expansion", IN_PART));
        }
        // Names that mean something else beside others.
        for [(first, its), (second, other)] in PAIRS {
            if let (Some(one), Some(two)) = (at(first), at(second))
                && !has(&meanings, its)
                && !has(&meanings, "definition")
            {
                meanings[one] = Some((its, 1));
                meanings[two] = Some((other, 1));
            }
        }
        // These name what has no other name.
        let mut names = ["label", "abbr", "abbrev", "shortform"].into_iter();
        if let Some(name) = names.find_map(at).filter(|_| !has(&meanings, "term")) {
            meanings[name] = Some(("term", IN_PART));
        }
        let mut best: HashMap<&str, (usize, usize)> = HashMap::new();
        for (at, meaning) in meanings.iter().enumerate() {
            if let Some((field, rank)) = meaning {
                let best = best.entry(field).or_insert((*rank, at));
                *best = (*best).min((*rank, at));
            }
        }
        let field = |(at, meaning): (usize, &Option<(&'static str, usize)>)| {
            let (field, rank) = (*meaning)?;
            let is_best = best.get(field).is_some_and(|(_, first)| *first == at);
            let is_short = field == "term" && rank > 0 && is_short(heads[at]);
            match () {
                () if is_best || is_list(field) => Some(field),
                () if is_short => Some("aliases"),
                () => None,
            }
        };
        let mut fields: Vec<_> = meanings.iter().enumerate().map(field).collect();
        // Without a definition, the gloss is used as one.
        if !fields.contains(&Some("definition")) {
            for field in fields.iter_mut().filter(|field| **field == Some("gloss")) {
                *field = Some("definition");
            }
        }
        fields
    }

    /// The field for each of the `heads` of a table, in which the name of a language may stand for the word, or for its meaning in
    /// another language.
    pub(super) fn columns(&self, heads: &[&str]) -> Vec<Option<&'static str>> {
        let mut fields = self.fields(heads);
        let has = |name| fields.contains(&Some(name));
        let has_meaning = has("definition") || has("expansion");
        // `IT` is a language beside others only, and `No` is a number, unlike `NO`.
        let is_sure = |head: &&str| is_plain(&head.to_lowercase());
        let is_among = !has_meaning && heads.iter().any(is_sure);
        let is_number = |head| matches!(head, "No" | "No." | "Nr" | "Nr." | "#");
        let is_free = |at: &usize| fields[*at].is_none() && !is_number(heads[*at]);
        let of = |at: usize| {
            let is_known = is_free(&at) && (is_among || is_sure(&heads[at]));
            is_known.then(|| language(heads[at])).flatten()
        };
        let languages: Vec<_> = (0..heads.len()).filter_map(of).collect();
        let free = (0..heads.len()).filter(is_free).count();
        let is_table = has_meaning || languages.len() > 1 && languages.len() == free;
        if let Some(code) = chosen(&languages).filter(|_| is_table && !has("term")) {
            let at = (0..heads.len()).find(|at| of(*at) == Some(code));
            let other = (0..heads.len()).find(|at| of(*at).is_some_and(|it| it != code));
            let other = other.filter(|_| !has_meaning);
            for (at, field) in [(at, "term"), (other, "definition")] {
                if let Some(at) = at {
                    fields[at] = Some(field);
                }
            }
        }
        fields
    }

    /// Whether the user mapped any field.
    pub fn is_given(&self) -> bool {
        !self.given.is_empty()
    }

    /// Why nothing was imported, if `columns` are not known, and `known` are.
    pub(super) fn unknown(&self, columns: &[String], known: &[&str]) -> Refusal {
        let has = |name| known.contains(&name);
        let (missing, way) = match (has("term"), has("definition")) {
            (false, true) => ("word", "--map term=…"),
            (true, _) => ("definition", "--map definition=…"),
            _ => ("word and the definition", "--map term=…,definition=…"),
        };
        let mut names: Vec<_> =
            columns.iter().take(MOST_COLUMNS).map(|name| format!("`{}`", clean(name))).collect();
        if columns.len() > names.len() {
            names.push("…".to_owned());
        }
        let names = listed(&names, "and");
        let is_there = |theirs| columns.iter().any(|name| folded(name) == folded(theirs));
        let wrong = self.given.iter().find(|(field, theirs)| !has(field) && !is_there(theirs));
        let why = match wrong {
            Some((_, theirs)) => {
                format!("there is no column `{}`; there are {names}", clean(theirs))
            }
            None => {
                format!("no known name for the {missing}; there are {names}. Say which with {way}")
            }
        };
        Refusal { columns: columns.to_vec(), ..why.into() }
    }
}

/// Whether `name` is that of a term in short.
pub(super) fn is_short(name: &str) -> bool {
    SHORT.split(' ').any(|short| short == folded(name))
}

/// The name of a field without the language that it ends with, as in `definition_en` and `Term (Spanish)`, and that language.
fn in_language(name: &str) -> Option<(&str, &'static str)> {
    let name = name.trim().trim_end_matches([')', ']']);
    let (rest, code) = name.rsplit_once(['_', '-', ' ', '.', '(', '['])?;
    Some((rest.trim_end_matches(['(', '[', ' ']), language(code)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_has_its_own_headings() {
        for field in TERM {
            for heading in field.headings.split_whitespace().chain([field.name]) {
                let found = Names::default().meaning(heading, None).map(|(name, _)| name);
                assert_eq!(found, Some(field.name), "{heading}");
            }
        }
    }

    #[test]
    fn heads_are_known_in_many_spellings() {
        let names = Names::default();
        assert_eq!(
            names.fields(&["Acronym", "Stands for", "What it means", "AKA", "Owner"]),
            [Some("term"), Some("expansion"), Some("definition"), Some("aliases"), None]
        );
        // The better name wins, whatever its position.
        assert_eq!(names.fields(&["Title", "Term"]), [None, Some("term")]);
        assert_eq!(names.fields(&["Short", "Long"]), [Some("term"), Some("expansion")]);
        assert_eq!(
            names.fields(&["Term", "Short", "Long"]),
            [Some("term"), Some("gloss"), Some("definition")]
        );
        // A gloss is the definition only if there is no other.
        assert_eq!(names.fields(&["Word", "Gloss"]), [Some("term"), Some("definition")]);
        assert_eq!(
            names.fields(&["Word", "Gloss", "Meaning"]),
            [Some("term"), Some("gloss"), Some("definition")]
        );
        let given = Names::new(&[("term".to_owned(), "Owner".to_owned())]);
        assert_eq!(
            given.fields(&["Term", "owner", "Meaning"]),
            [None, Some("term"), Some("definition")]
        );
    }
}
