//! *Expand*: give an acronym's expansion, typed, or picked from four options on the card's first day.

use rand::RngExt as _;

use crate::core::deck::Term;
use crate::core::form::options::Options;
use crate::core::form::{Answer, Asking, Choice, Prompt, Question, answers};
use crate::core::review::Form;
use crate::core::rng::{hash, seeded};
use crate::core::words::words;

/// Number of options.
const OPTIONS: usize = 4;

/// Builds the question; `None` if the term has no expansion.
pub(super) fn question(asking: Asking<'_>) -> Option<Question> {
    let Asking { term, card, .. } = asking;
    let expansion = term.expansion.as_deref()?;
    let chosen = if asking.is_first_day() { pick(&asking) } else { None };
    let answer = chosen.unwrap_or_else(|| Answer::Typed {
        // Another name counts if it spells the same acronym, such as "mean time to repair".
        accepted: answers(std::iter::once(expansion).chain(
            term.aliases.iter().map(String::as_str).filter(|alias| spells(alias, &term.term)),
        )),
        elsewhere: asking.kin(),
    });
    Some(Question {
        card: card.clone(),
        form: Form::Expand,
        task: "What does it stand for?",
        prompt: Prompt::Term { term: term.term.clone(), say: term.say.clone() },
        answer,
    })
}

/// Options to pick from; `None` if no other term has an expansion.
fn pick(asking: &Asking<'_>) -> Option<Answer> {
    let mut rng = seeded(hash(asking.term.id.as_str(), asking.seed));
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
    let wrong = options.expansions(OPTIONS - 1, &mut rng);
    if wrong.is_empty() {
        return None;
    }
    let choice = |term: &Term| Choice { term: term.id.clone(), text: text(term) };
    let mut options: Vec<Choice> = wrong.into_iter().map(choice).collect();
    let right = rng.random_range(0..=options.len());
    options.insert(right, choice(asking.term));
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
