//! Judges and grades typed answers.

use crate::core::form::{Answer, Prompt, Question};
use crate::core::judge::{self, Elsewhere, Judgement};
use crate::core::library::Library;
use crate::core::review::Grade;

/// Judges the typed answer to `question`. Naming another term of `library` is never a slip. Returns wrong if the
/// question is not answered by typing.
pub fn judge_typed(library: &Library, question: &Question, typed: &str) -> Judgement {
    let Answer::Typed { accepted, elsewhere: kin } = &question.answer else {
        return Judgement::Wrong { named: None };
    };
    let accepted: Vec<&str> = accepted.iter().map(String::as_str).collect();
    let own = &question.card.term;
    let mut elsewhere = Vec::new();
    for (_, term) in library.terms() {
        let is_kin = kin.contains(&term.id);
        if is_kin || library.resolve(&term.id) != *own {
            let names = term.names().map(|name| Elsewhere { name, term: &term.id, is_kin });
            elsewhere.extend(names);
        }
    }
    // Of several terms with this name, prefer the same team's.
    elsewhere.sort_by_key(|other| other.term.deck() != own.deck());
    judge::judge(typed, &accepted, &elsewhere)
}

/// The grade for `typed`, judged as `judgement`, `took_ms` milliseconds after the question was shown; `hinted` if a
/// hint was shown.
pub fn grade_typed(
    question: &Question,
    typed: &str,
    judgement: &Judgement,
    hinted: bool,
    took_ms: u32,
) -> Grade {
    let words = |text: &str| text.split_whitespace().count();
    let to_read = words(question.task)
        + match &question.prompt {
            Prompt::Term { term, .. } => words(term),
            Prompt::Meaning(meaning) => words(meaning),
            Prompt::Blank { sentence, meaning } => words(sentence) + words(meaning),
            Prompt::Sentence { sentence, word, .. } => words(sentence) + words(word),
        };
    judge::grade(judgement, hinted, judge::is_fast(to_read, typed.chars().count(), took_ms))
}
