//! Lints one term: its definition, example, question, expansion and links.

use crate::core::card::TermId;
use crate::core::deck::lint::{Lint, acronyms};
use crate::core::deck::problem::{Edit, Fix};
use crate::core::deck::rules::Rule;
use crate::core::deck::{FieldSpans, Term};
use crate::core::lookup::is_unspaced;
use crate::core::words::{counted, occurrences};
use crate::core::yaml::Span;

/// The fewest and the most words in a definition.
const DEFINITION_WORDS: std::ops::RangeInclusive<usize> = 8..=45;

/// Anything longer is too long anyway, and isn't checked word by word; in bytes.
const READ: usize = 8 * 1024;

impl Lint<'_> {
    pub(super) fn definition(&mut self, term: &Term, marks: &FieldSpans) {
        let place = marks.of("definition", 0);
        let unspaced = term.definition.chars().filter(|c| is_unspaced(*c)).count();
        let count = term.definition.split_whitespace().count();
        // Where words are not separated, two characters are about as long as a word.
        let is_spaced = unspaced <= 2 && unspaced * 2 < term.definition.chars().count();
        let (count, length, aim) = if is_spaced {
            (count, counted(count, "word"), "aim for 10 to 35")
        } else {
            (unspaced / 2 + count / 2, counted(unspaced, "character"), "aim for 20 to 70")
        };
        if !DEFINITION_WORDS.contains(&count) {
            let what = format!("the definition of `{}` has {length}", term.term);
            self.add(Rule::DefinitionLength, place, what, aim);
        }
        if term.definition.len() > READ {
            return;
        }
        let mut names = std::iter::once(&term.term).chain(&term.aliases);
        if let Some(name) = names.find(|name| !occurrences(&term.definition, name).is_empty()) {
            let what = format!("the definition of `{}` uses `{name}`", term.term);
            self.add(Rule::OwnName, place, what, "use other words");
        }
        let unknown: Vec<_> = acronyms(&term.definition)
            .filter(|acronym| !self.linter.acronyms.contains(*acronym))
            .collect();
        for acronym in unknown {
            let what =
                format!("no deck explains `{acronym}`, used in the definition of `{}`", term.term);
            self.add(Rule::Acronym, place, what, "spell it out, or add it as a term");
        }
    }

    pub(super) fn example(&mut self, term: &Term, marks: &FieldSpans) {
        let example = term.example.as_ref().filter(|text| text.len() <= READ);
        let Some(example) = example else { return };
        if term.names().all(|name| occurrences(example, name).is_empty()) {
            let what = format!("the example of `{}` does not contain it", term.term);
            let help = "use the term, an alias or an inflection of it";
            self.add(Rule::ExampleWithout, marks.of("example", 0), what, help);
        }
    }

    pub(super) fn question(&mut self, term: &Term, marks: &FieldSpans) {
        let Some(ask) = &term.ask else { return };
        if !ask.trim_end().ends_with(['?', '？', ';', '؟']) {
            let what = format!("the `ask` of `{}` is not a question", term.term);
            let help = "end it with a question mark";
            self.add(Rule::NotAQuestion, marks.of("ask", 0), what, help);
        }
    }

    pub(super) fn expansion(&mut self, term: &Term, marks: &FieldSpans) {
        let is_acronym = acronyms(&term.term)
            .any(|acronym| acronym.len() >= term.term.trim_end_matches('s').len());
        if is_acronym && term.expansion.is_none() && term.term.chars().all(char::is_alphabetic) {
            let what = format!("`{}` has no `expansion`", term.term);
            self.add(Rule::NoExpansion, marks.of("term", 0), what, "add what it stands for");
        }
    }

    pub(super) fn reviewed(&mut self, term: &Term, marks: &FieldSpans) {
        let Some((reviewed, today)) = term.reviewed.zip(self.linter.today) else { return };
        if reviewed > today {
            let what =
                format!("the `reviewed` date of `{}`, {reviewed}, is in the future", term.term);
            let fix = "use the date when someone last confirmed it";
            self.add(Rule::ReviewedLater, marks.of("reviewed", 0), what, fix);
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
                self.add(Rule::BothLinks, place, what, "keep only the one that fits");
            }
        }
        for (field, links) in links {
            for (at, link) in links.iter().enumerate() {
                self.link(term, field, link, marks.of(field, at));
            }
        }
    }

    pub(super) fn instead(&mut self, term: &Term, marks: &FieldSpans) {
        let Some(instead) = &term.instead else { return };
        let name = &term.term;
        let place = marks.of("use", 0);
        // A date that cannot be read was reported already.
        let has_date = marks.0.iter().any(|(name, ..)| *name == "retired");
        if term.retired.is_none() && has_date {
            return;
        }
        if term.retired.is_none() {
            let what = format!("`{name}` has `use`, but is not `retired`");
            let help = "add `retired:` with a date, or link to the other term with `see_also`";
            self.add(Rule::UseInstead, place, what, help);
            return;
        }
        let library = self.linter.library;
        let mut seen = vec![&term.id];
        let mut next = instead;
        while let Some(other) = library.find(next).filter(|other| other.retired.is_some()) {
            let Some(onward) = &other.instead else { break };
            if seen.contains(&onward) {
                let what = format!("`use` of `{name}` leads back to a term that it came from");
                let help = "name the term that people say today";
                self.add(Rule::UseInstead, place, what, help);
                return;
            }
            seen.push(next);
            next = onward;
        }
    }

    pub(super) fn items(&mut self, term: &Term, marks: &FieldSpans) {
        let links = |links: &[TermId]| links.iter().map(ToString::to_string).collect();
        // Names that are listed twice are reported as names.
        let lists: [(&str, Vec<String>); 5] = [
            ("aliases", term.aliases.clone()),
            ("sounds_like", term.sounds_like.clone()),
            ("tags", term.tags.clone()),
            ("see_also", links(&term.see_also)),
            ("confused_with", links(&term.confused_with)),
        ];
        for (field, items) in lists {
            for (at, item) in items.iter().enumerate() {
                let place = marks.of(field, at);
                if item.contains([';', '；', '，', '、']) {
                    let parts: Vec<&str> =
                        item.split([';', '；', '，', '、']).map(str::trim).collect();
                    let what = format!("`{item}` in `{field}` of `{}` is one item", term.term);
                    let help = format!("separate them by commas: [{}]", parts.join(", "));
                    self.add(Rule::ListItems, place, what, help);
                } else if field != "aliases" && items[..at].contains(item) {
                    let what = format!("`{item}` is listed twice in `{field}` of `{}`", term.term);
                    self.add(Rule::ListItems, place, what, "keep it only once");
                }
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
                    self.add(Rule::Dangling, place, what, help).fix = fix;
                }
                None => {
                    self.add(Rule::Dangling, place, what, "fix the id, or remove it");
                }
            }
            return;
        }
        if library.resolve(&term.id) == library.resolve(link) {
            let what = format!("`{link}` in `{field}` is the term itself");
            self.add(Rule::Dangling, place, what, "remove it");
        }
    }
}
