//! Lints scenes: roles instead of names, core words of the deck, and the wording.

use std::collections::BTreeSet;

use crate::core::card::TermId;
use crate::core::deck::lint::{Lint, plain::phrases_in};
use crate::core::deck::rules::Rule;
use crate::core::deck::scene::Scene;
use crate::core::deck::{FieldSpans, Level, Term};
use crate::core::jargon::{Kind, Scanner};
use crate::core::vocabulary::is_technical;
use crate::core::words::{counted, listed};

/// The fewest core words of the deck in a scene.
const CORE_WORDS: usize = 4;

impl Lint<'_> {
    pub(super) fn scene(&mut self, scene: &Scene, marks: &FieldSpans) {
        self.core_words(scene, marks);
        if !self.is_english() {
            return;
        }
        for (at, line) in scene.lines.iter().enumerate().filter(|(_, line)| is_name(&line.who)) {
            let what = format!("`{}` looks like a name, not a role", line.who);
            let help = "write the role in lowercase, such as `on-call engineer`";
            self.add(Rule::NameForRole, marks.of("who", at), what, help);
        }
        let said = scene.lines.iter().map(|line| &line.says);
        let said = said.chain(scene.replies.iter().map(|reply| &reply.says)).enumerate();
        let why = (scene.lines.len()..).zip(scene.replies.iter().map(|reply| &reply.why));
        let texts = [("title", 0, &scene.title), ("setting", 0, &scene.setting)].into_iter();
        let texts = texts.chain(said.map(|(at, text)| ("says", at, text)));
        for (field, at, text) in texts.chain(why.map(|(at, text)| ("why", at, text))) {
            for (phrase, plain) in phrases_in(text) {
                let what = format!("a `{field}` of `{}` says “{phrase}”", scene.title);
                let help = format!("write “{plain}”, or rephrase the sentence");
                self.add(Rule::Phrase, marks.of(field, at), what, help);
            }
        }
    }

    /// Reports a scene with too few core words of its deck, or of the terms with the lowest level if none is `core`.
    fn core_words(&mut self, scene: &Scene, marks: &FieldSpans) {
        let library = self.linter.library;
        let deck = library.deck(&self.deck.id).unwrap_or(self.deck);
        let today = self.linter.today;
        let is_live = |term: &&Term| today.is_none_or(|today| !term.is_retired(today));
        let live = || deck.terms.iter().filter(is_live);
        let level = live().map(|term| term.level).min().unwrap_or(Level::Core);
        let core = || live().filter(|term| term.level == level);
        let wanted = CORE_WORDS.min(core().count());
        let heard = self.heard(scene);
        let said: Vec<&Term> = core().filter(|term| heard.contains(&term.id)).collect();
        if said.len() < wanted {
            let names: Vec<String> = said.iter().map(|term| format!("`{}`", term.term)).collect();
            let found = if names.is_empty() {
                "no core word".to_owned()
            } else {
                format!("{} ({})", counted(names.len(), "core word"), listed(&names, "and"))
            };
            let what = format!("`{}` uses {found} of this deck", scene.title);
            let help = format!("use at least {wanted}, as your team would say them");
            self.add(Rule::SceneWords, marks.of("title", 0), what, help);
        }
    }

    /// The terms that the lines of `scene` most likely mean. Those that may be plain English count: its team says them.
    fn heard(&self, scene: &Scene) -> BTreeSet<TermId> {
        let library = self.linter.library;
        let scanner = self.linter.scanner.get_or_init(|| Scanner::new(library));
        let scan = scanner.scan(&scene.said(), Kind::Plain, &[&*self.deck.id]);
        let terms = scan.words.iter().filter_map(|word| Some(&word.senses.first()?.term));
        terms.flat_map(|term| library.same(term).into_iter().chain([term.clone()])).collect()
    }
}

/// Whether `who` is probably a person or written like one: `Ana`, `Ana Lopez` or `Ana from QA`, but not `Scrum master`.
fn is_name(who: &str) -> bool {
    let words: Vec<&str> = who.split_whitespace().collect();
    let is_capitalized = |word: &&&str| {
        let mut letters = word.chars().filter(|c| c.is_alphabetic());
        let is_capital = letters.next().is_some_and(char::is_uppercase);
        let has_more = letters.clone().next().is_some();
        is_capital
            && has_more
            && letters.all(char::is_lowercase)
            && !is_technical(&word.to_lowercase())
    };
    let is_of = |word: &&str| matches!(*word, "from" | "of" | "in" | "at");
    let (first, last) = (words.first(), words.last());
    last.as_ref().is_some_and(is_capitalized)
        || first.as_ref().is_some_and(|word| {
            is_capitalized(word) && (word.contains(['\'', '’']) || words.iter().any(is_of))
        })
}

#[cfg(test)]
mod tests {
    use super::is_name;

    #[test]
    fn a_role_is_told_from_a_name() {
        let names = ["Ana", "Ana Lopez", "Ana from QA", "Ana's manager", "Designer", "Åsa"];
        let roles = [
            "designer",
            "QA lead",
            "iOS developer",
            "Scrum master",
            "Android engineer",
            "SRE",
            "on-call engineer",
            "x",
        ];
        for (who, is) in
            names.map(|who| (who, true)).into_iter().chain(roles.map(|who| (who, false)))
        {
            assert_eq!(is_name(who), is, "{who}");
        }
    }
}
