//! Decides which misheard words belong in `sounds_like`: the rows of a table made by correcting captions.

use std::collections::HashMap;

use crate::core::card::TermId;
use crate::core::deck::content::Content;
use crate::core::deck::fields;
use crate::core::finder::Finder;
use crate::core::import;
use crate::core::library::Library;
use crate::core::lookup::folded;
use crate::core::vocabulary::is_frequent;

/// The most rows in one table.
const MOST: usize = 5_000;
/// How many results to look at for the term.
const RESULTS: usize = 10;

/// A row of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its line, from 1.
    pub line: usize,
    /// What was heard, or written in the captions.
    pub heard: String,
    /// What was said: the name of a term, or its ID.
    pub term: String,
}

/// What to do with a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Add it to `sounds_like`.
    New,
    /// Nothing: look-up finds the term already.
    Found,
    /// Nothing: it would do harm, or its term is not known.
    Refused,
}

/// A row, and what to do with it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Judged {
    /// Its line, from 1.
    pub line: usize,
    /// What was heard, as it would be written to a deck.
    pub heard: String,
    /// The term, if it is known.
    pub term: Option<TermId>,
    /// What to do with it.
    pub status: Status,
    /// Why it is refused.
    pub why: Option<String>,
}

/// Reads a table with the columns `heard` and `term`: those of the first row, if it names them, or else the first two.
///
/// # Errors
/// If the table cannot be read or is too long.
pub fn rows(text: &str) -> Result<Vec<Row>, String> {
    let table = import::table(text)?;
    let named = |name: &str| {
        let (_, head) = table.first()?;
        head.iter().position(|cell| cell.trim().eq_ignore_ascii_case(name))
    };
    let (columns, head) = match named("heard").zip(named("term")) {
        Some(columns) => (columns, 1),
        None => ((0, 1), 0),
    };
    let body = &table[head..];
    if body.len() > MOST {
        return Err(format!("it has {} rows; split it into tables of {MOST}", body.len()));
    }
    let cell = |cells: &[String], at: usize| cells.get(at).cloned().unwrap_or_default();
    let row = |(line, cells): &(usize, Vec<String>)| Row {
        line: *line,
        heard: cell(cells, columns.0),
        term: cell(cells, columns.1),
    };
    Ok(body.iter().map(row).collect())
}

/// Judges `rows` by the terms of the decks `only`, or of all decks if it is empty.
pub fn judge(rows: &[Row], library: &Library, only: &[&str]) -> Vec<Judged> {
    let mut names: HashMap<String, Vec<(&TermId, bool)>> = HashMap::new();
    for (_, term) in library.terms() {
        for (at, name) in term.names().enumerate() {
            names.entry(folded(name)).or_default().push((&term.id, at == 0));
        }
    }
    let judge = Judge { library, only, names, finder: Finder::new(library, &[], &[]) };
    let mut taken = HashMap::new();
    rows.iter().map(|row| judge.row(row, &mut taken)).collect()
}

struct Judge<'a> {
    library: &'a Library,
    only: &'a [&'a str],
    /// The terms with each name, folded, and whether it is the term itself rather than an alias or expansion.
    names: HashMap<String, Vec<(&'a TermId, bool)>>,
    finder: Finder,
}

impl Judge<'_> {
    /// `taken` has the line and the term of each heard text before `row`.
    fn row(&self, row: &Row, taken: &mut HashMap<String, (usize, TermId)>) -> Judged {
        let content = Content::list([&row.heard]);
        let heard = content.texts().first().cloned().unwrap_or_default();
        let judged =
            |term, status, why| Judged { line: row.line, heard: heard.clone(), term, status, why };
        let id = match self.find(&row.term) {
            Ok(id) => id,
            Err(why) => return judged(None, Status::Refused, Some(why)),
        };
        let key = folded(&heard);
        let too_long = fields::of_term("sounds_like").and_then(|field| field.too_long(&content));
        let why = if key.is_empty() {
            Some("what was heard is missing".to_owned())
        } else if too_long.is_some() {
            too_long
        } else if self.finds(&heard, &id) {
            return judged(Some(id), Status::Found, None);
        } else {
            self.harm(&key, &id).or_else(|| {
                let (line, other) = taken.get(&key)?;
                Some(if *other == id {
                    format!("line {line} says the same")
                } else {
                    format!("line {line} says that it is {other}")
                })
            })
        };
        if why.is_some() {
            return judged(Some(id), Status::Refused, why);
        }
        taken.insert(key, (row.line, id.clone()));
        judged(Some(id), Status::New, None)
    }

    /// The term called `name`, or with this ID.
    fn find(&self, name: &str) -> Result<TermId, String> {
        let is_meant = |id: &TermId| self.only.is_empty() || self.only.contains(&id.deck());
        let by_id = name.trim().parse().ok().and_then(|id| self.library.find(&id));
        if let Some(term) = by_id.filter(|term| is_meant(&term.id)) {
            return Ok(term.id.clone());
        }
        if name.trim().is_empty() {
            return Err("the term is missing".to_owned());
        }
        let named = self.names.get(&folded(name)).map_or(&[][..], Vec::as_slice);
        let mut found: Vec<_> = named.iter().filter(|(id, _)| is_meant(id)).collect();
        // A term's own name comes before the alias of another.
        if found.iter().any(|(_, is_term)| *is_term) {
            found.retain(|(_, is_term)| *is_term);
        }
        found.dedup_by_key(|(id, _)| self.library.resolve(id));
        match found[..] {
            [] => {
                Err("no deck has this term; jot it down, or add it with `shoptalk deck add`"
                    .to_owned())
            }
            [(id, _)] => Ok((*id).clone()),
            _ => {
                let ids: Vec<&str> = found.iter().map(|(id, _)| id.as_str()).collect();
                Err(format!("several terms have this name; write {}", ids.join(" or ")))
            }
        }
    }

    /// Whether look-up answers `heard` with the term `id`.
    fn finds(&self, heard: &str, id: &TermId) -> bool {
        let findings = self.finder.find(heard, RESULTS);
        let id = self.library.resolve(id);
        findings.fitting().any(|found| self.library.resolve(&found.term) == id)
    }

    /// Why look-up must not answer `key`, what was heard, with the term `id`. `check` warns of the same (W413).
    fn harm(&self, key: &str, id: &TermId) -> Option<String> {
        let id = self.library.resolve(id);
        let named = self.names.get(key).map_or(&[][..], Vec::as_slice);
        match named.iter().find(|(other, _)| self.library.resolve(other) != id) {
            Some((other, _)) => Some(format!("it is a name of {other}")),
            None => is_frequent(key).then(|| "it is a common word".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::deck::Origin;
    use crate::core::deck::read::read;

    const OPS: &str = "deck: ops\nterms:\n  - {term: Error budget, definition: d, aliases: [headroom]}\n  - {term: kubectl, definition: d}\n  - {term: Batch, definition: d}\n";
    const PAY: &str = "deck: pay\nterms:\n  - {term: Batch, definition: other}\n  - {term: Headroom, definition: d}\n";

    fn judged(table: &str, only: &[&str]) -> Vec<(usize, Status, String)> {
        let deck =
            |text: &str| read(&"x.yaml".into(), text.as_bytes(), Origin::Named).deck.unwrap();
        let library = Library::merge(vec![deck(OPS), deck(PAY)]).library;
        let judged = judge(&rows(table).unwrap(), &library, only).into_iter();
        judged
            .map(|row| {
                let id = row.term.map(|id| id.to_string()).unwrap_or_default();
                (row.line, row.status, row.why.unwrap_or(id))
            })
            .collect()
    }

    #[test]
    fn the_columns_are_named_or_the_first_two() {
        let row =
            |line, heard: &str, term: &str| Row { line, heard: heard.into(), term: term.into() };
        assert_eq!(rows("a b,c\n").unwrap(), [row(1, "a b", "c")]);
        assert_eq!(rows("Term\tn\tHeard\nc\t3\t\"a, b\"\n").unwrap(), [row(2, "a, b", "c")]);
        assert_eq!(rows("heard;term\r\n\r\na;\r\n").unwrap(), [row(3, "a", "")]);
        assert!(rows("").unwrap().is_empty());
        assert!(rows(&"a,b\n".repeat(5_001)).unwrap_err().contains("5001 rows"));
    }

    #[test]
    fn a_row_is_new_already_found_or_refused_with_the_reason() {
        use Status::{Found, New, Refused};
        let table = "heard,term\ncube cuddle,kubectl\neror budget,error budget\nerror budgets,Error budget\n\
                     window,kubectl\nheadroom,kubectl\n,kubectl\nxyz,nothing\nbat cherry,batch\nbat cherry,pay/batch\n\
                     cube cuddle,kubectl\nbat cherry,ops/batch\nhead zoom,headroom\nhead zoom,\n";
        let expected = [
            (2, New, "ops/kubectl"),
            (3, Found, "ops/error-budget"),
            (4, Found, "ops/error-budget"),
            (5, Refused, "it is a common word"),
            (6, Refused, "it is a name of ops/error-budget"),
            (7, Refused, "what was heard is missing"),
            (8, Refused, "no deck has this term; jot it down, or add it with `shoptalk deck add`"),
            (9, Refused, "several terms have this name; write ops/batch or pay/batch"),
            (10, New, "pay/batch"),
            (11, Refused, "line 2 says the same"),
            (12, Refused, "line 10 says that it is pay/batch"),
            (13, New, "pay/headroom"),
            (14, Refused, "the term is missing"),
        ];
        let expected = expected.map(|(line, status, text)| (line, status, text.to_owned()));
        assert_eq!(judged(table, &[]), expected);
        assert_eq!(judged("bat cherry,batch\n", &["pay"])[0].2, "pay/batch");
        assert_eq!(judged("head zoom,headroom\n", &["ops"])[0].2, "ops/error-budget");
    }
}
