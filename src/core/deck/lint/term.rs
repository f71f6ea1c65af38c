//! Lints one term: its definition, example, question, expansion and links.

use crate::core::card::TermId;
use crate::core::deck::lint::{Lint, acronyms};
use crate::core::deck::problem::{Edit, Fix};
use crate::core::deck::rules;
use crate::core::deck::{FieldSpans, Term};
use crate::core::words::{counted, occurrences};
use crate::core::yaml::Span;

/// The fewest and the most words in a definition.
const DEFINITION_WORDS: std::ops::RangeInclusive<usize> = 8..=45;

/// Anything longer is too long anyway, and isn't checked word by word; in bytes.
const READ: usize = 8 * 1024;

impl Lint<'_> {
    pub(super) fn definition(&mut self, term: &Term, marks: &FieldSpans) {
        let place = marks.of("definition", 0);
        let count = term.definition.split_whitespace().count();
        if !DEFINITION_WORDS.contains(&count) {
            let count = counted(count, "word");
            let what = format!("the definition of `{}` has {count}", term.term);
            self.add(&rules::DEFINITION_LENGTH, place, what, "aim for 10 to 35");
        }
        if term.definition.len() > READ {
            return;
        }
        let mut names = std::iter::once(&term.term).chain(&term.aliases);
        if let Some(name) = names.find(|name| !occurrences(&term.definition, name).is_empty()) {
            let what = format!("the definition of `{}` uses `{name}`", term.term);
            self.add(&rules::OWN_NAME, place, what, "use other words");
        }
        let unknown: Vec<_> = acronyms(&term.definition)
            .filter(|acronym| !self.linter.acronyms.contains(*acronym))
            .collect();
        for acronym in unknown {
            let what =
                format!("no deck explains `{acronym}`, used in the definition of `{}`", term.term);
            self.add(&rules::ACRONYM, place, what, "spell it out, or add it as a term");
        }
    }

    pub(super) fn example(&mut self, term: &Term, marks: &FieldSpans) {
        let example = term.example.as_ref().filter(|text| text.len() <= READ);
        let Some(example) = example else { return };
        if term.names().all(|name| occurrences(example, name).is_empty()) {
            let what = format!("the example of `{}` does not contain it", term.term);
            let help = "use the term, an alias or an inflection of it";
            self.add(&rules::EXAMPLE_WITHOUT, marks.of("example", 0), what, help);
        }
    }

    pub(super) fn question(&mut self, term: &Term, marks: &FieldSpans) {
        let Some(ask) = &term.ask else { return };
        if !ask.trim_end().ends_with(['?', '？', ';', '؟']) {
            let what = format!("the `ask` of `{}` is not a question", term.term);
            let help = "end it with a question mark";
            self.add(&rules::NOT_A_QUESTION, marks.of("ask", 0), what, help);
        }
    }

    pub(super) fn expansion(&mut self, term: &Term, marks: &FieldSpans) {
        let is_acronym = acronyms(&term.term)
            .any(|acronym| acronym.len() >= term.term.trim_end_matches('s').len());
        if is_acronym && term.expansion.is_none() && term.term.chars().all(char::is_alphabetic) {
            let what = format!("`{}` has no `expansion`", term.term);
            self.add(&rules::NO_EXPANSION, marks.of("term", 0), what, "add what it stands for");
        }
    }

    pub(super) fn reviewed(&mut self, term: &Term, marks: &FieldSpans) {
        let Some((reviewed, today)) = term.reviewed.zip(self.linter.today) else { return };
        if reviewed > today {
            let what =
                format!("the `reviewed` date of `{}`, {reviewed}, is in the future", term.term);
            let fix = "use the date when someone last confirmed it";
            self.add(&rules::REVIEWED_LATER, marks.of("reviewed", 0), what, fix);
        }
    }

    pub(super) fn links(&mut self, term: &Term, marks: &FieldSpans) {
        let links = [("see_also", &term.see_also), ("confused_with", &term.confused_with)];
        for (at, link) in term.confused_with.iter().enumerate() {
            if term.see_also.contains(link) {
                let name = &term.term;
                let what =
                    format!("`{link}` is in both `see_also` and `confused_with` of `{name}`");
                let place = marks.of("confused_with", at);
                self.add(&rules::BOTH_LINKS, place, what, "keep only the one that fits");
            }
        }
        for (field, links) in links {
            for (at, link) in links.iter().enumerate() {
                self.link(term, field, link, marks.of(field, at));
            }
        }
    }

    fn link(&mut self, term: &Term, field: &str, link: &TermId, place: Span) {
        let library = self.linter.library;
        if library.find(link).is_none() {
            let what = format!("`{link}` in `{field}` of `{}` is not a term", term.term);
            match self.linter.by_id.get(link.term()) {
                Some(found) => {
                    let help = format!("did you mean `{found}`?");
                    let fix = Some(Fix::likely(vec![Edit::at(place, found.to_string())]));
                    self.add(&rules::DANGLING, place, what, help).fix = fix;
                }
                None => {
                    self.add(&rules::DANGLING, place, what, "fix the id, or remove it");
                }
            }
            return;
        }
        if library.resolve(&term.id) == library.resolve(link) {
            let what = format!("`{link}` in `{field}` is the term itself");
            self.add(&rules::DANGLING, place, what, "remove it");
        }
    }
}
