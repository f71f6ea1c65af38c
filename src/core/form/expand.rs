//! *Expand*: what an acronym stands for, picked out of four while the card is young, typed later.

use rand::RngExt as _;

use crate::core::deck::Term;
use crate::core::form::options::Options;
use crate::core::form::{Answer, Asking, Choice, Prompt, Question, answers};
use crate::core::review::Form;
use crate::core::rng::{hash, seeded};
use crate::core::words::words;

/// Days of stability from which the expansion is typed.
pub const TYPED_FROM: f32 = 5.0;

/// How many expansions there are to choose from.
const OPTIONS: usize = 4;

/// The question; none when the term stands for nothing longer.
pub fn question(asking: Asking<'_>) -> Option<Question> {
    let Asking { term, card, state, .. } = asking;
    let expansion = term.expansion.as_deref()?;
    let is_young = state.is_none_or(|state| state.memory.stability < TYPED_FROM);
    let chosen = if is_young { pick(&asking) } else { None };
    let answer = chosen.unwrap_or_else(|| Answer::Typed {
        // Another name stands for the same letters when it spells them, too: mean time to repair.
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

/// Expansions to pick from; none when no other term has one.
fn pick(asking: &Asking<'_>) -> Option<Answer> {
    let mut rng = seeded(hash(asking.term.id.as_str(), asking.seed));
    let plain: fn(&Term) -> &str = |term| term.expansion.as_deref().unwrap_or_default();
    let text = |term: &Term| plain(term).to_owned();
    // Of the expansions of other acronyms, those that spell nearly the same make one read on.
    let own = initials(plain(asking.term));
    let unlike = |other: &Term| {
        let theirs = initials(plain(other));
        let common = theirs.chars().zip(own.chars()).filter(|(a, b)| a == b);
        own.chars().count() - common.count()
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

/// Whether the first letters of `name`, which has several words, are `acronym`.
fn spells(name: &str, acronym: &str) -> bool {
    let letters = initials(name);
    letters.chars().count() > 1 && letters == acronym.to_lowercase()
}

/// The first letters of the words of `name`, small.
fn initials(name: &str) -> String {
    words(name).iter().filter_map(|(word, _)| word.chars().next()).collect()
}
