//! *Expand*: give an acronym's expansion, typed, or picked from four options on the card's first day.

use crate::core::deck::Term;
use crate::core::form::options::Options;
use crate::core::form::{Answer, Asking, Question, answers};
use crate::core::review::Form;
use crate::core::words::words;

/// Builds the question; `None` if the term has no expansion.
pub(super) fn question(asking: Asking<'_>) -> Option<Question> {
    let term = asking.term;
    let expansion = term.expansion.as_deref()?;
    let chosen = if asking.is_first_day() { pick(&asking) } else { None };
    let answer = chosen.unwrap_or_else(|| Answer::Typed {
        // Another name counts if it spells the same acronym, such as "mean time to repair".
        accepted: answers(std::iter::once(expansion).chain(
            term.aliases.iter().map(String::as_str).filter(|alias| spells(alias, &term.term)),
        )),
        elsewhere: asking.kin(),
    });
    Some(asking.question(Form::Expand, "What does it stand for?", asking.prompt(), answer))
}

/// Options to pick from; `None` if no other term has an expansion.
fn pick(asking: &Asking<'_>) -> Option<Answer> {
    let plain: fn(&Term) -> &str = |term| term.expansion.as_deref().unwrap_or_default();
    let text = |term: &Term| plain(term).to_owned();
    // Expansions with similar initials force the user to read closely.
    let own = initials(plain(asking.term));
    let unlike = |other: &Term| {
        let theirs = initials(plain(other));
        let common = theirs.chars().zip(own.chars()).filter(|(a, b)| a == b);
        f64::from(u32::try_from(own.chars().count() - common.count()).unwrap_or(u32::MAX))
    };
    let question = &asking.term.term;
    let options = Options { asking, question, text: plain, shown: &text, unlike: &unlike };
    let (options, right) = options.pick(false)?;
    Some(Answer::Pick { options, right })
}

/// Whether `name` has several words whose initials spell `acronym`.
fn spells(name: &str, acronym: &str) -> bool {
    let letters = initials(name);
    letters.chars().count() > 1 && letters == acronym.to_lowercase()
}

/// The initials of `name`, in lower case.
fn initials(name: &str) -> String {
    words(name).iter().filter_map(|(word, _)| word.chars().next()).collect()
}
