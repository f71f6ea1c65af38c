//! What an answer came to: the right one, what was mistaken for it, and when the word comes back.

use crate::core::deck::{Deck, Term};
use crate::core::form::{Answer as Kind, Question};
use crate::core::judge::{Judgement, Run};
use crate::core::marks::Hold;
use crate::core::review::{Form, Grade};
use crate::tui::screens::in_days;
use crate::tui::screens::quiz::answering::{Back, Reply};
use crate::tui::screens::quiz::look::Medium;
use crate::tui::screens::quiz::{Phase, Quiz};
use crate::tui::theme::Theme;
use crate::tui::widgets::entry::{self, Above};
use crate::tui::widgets::page::Page;

/// The narrowest page on which two meanings stand side by side, in columns.
pub(super) const WIDE: u16 = 60;

impl Quiz {
    /// What the present answer came to; nothing before there is one.
    pub(super) fn outcome(&self, medium: Medium, width: u16, theme: &Theme) -> Page {
        let mut page = Page::new(width);
        let Phase::Replied { question, reply, back, .. } = &self.phase else { return page };
        let (mark, style, word, mistaken) = match (reply, &question.answer) {
            (Reply::ShowMe, _) => ("- ", theme.bad, "Here it is", None),
            (Reply::Option(at), Kind::Pick { right, .. }) if at == right => {
                ("+ ", theme.good, "Right", None)
            }
            (Reply::Option(at), Kind::Pick { options, .. }) => {
                ("- ", theme.bad, "Not this one", Some(&options[*at].term))
            }
            (Reply::Typed(_, judgement), _) => match judgement {
                // A right answer is hard where a hint helped, and nowhere else.
                Judgement::Right { .. } if back.grade == Grade::Hard => {
                    ("+ ", theme.good, "Right with a hint", None)
                }
                Judgement::Right { .. } if back.at_once => {
                    ("+ ", theme.good, "Right at once", None)
                }
                Judgement::Right { .. } => ("+ ", theme.good, "Right", None),
                Judgement::Nearly { .. } => ("~ ", theme.accent, "Nearly", None),
                Judgement::OtherTeam { term } => {
                    ("~ ", theme.accent, "Right word, another team's meaning", Some(term))
                }
                Judgement::Wrong { named } => ("- ", theme.bad, "Not this one", named.as_ref()),
            },
            (Reply::Option(_), _) => return page,
        };
        let counts = match back {
            Back { grade: Grade::Hard, stays: false, .. } => ": counts as hard",
            _ => "",
        };
        let entry = self.read().and_then(|id| self.entry(id));
        let verdict = match entry {
            Some(_) => format!("{word}{counts}, {}", self.comes_back(*back)),
            None => word.to_owned(),
        };
        page.hanging(mark, style, &verdict, theme.figure(theme.strong));
        if let Reply::Typed(typed, judgement) = reply {
            page.hanging("  You typed: ", theme.muted, typed, theme.text);
            if let Judgement::Nearly { diff, .. } = judgement {
                page.hanging("  Corrected: ", theme.muted, &with_signs(diff), theme.text);
            }
        }
        page.blank();
        let Some((deck, term)) = entry else {
            page.text("The word is in no deck any more, so it is not asked again.", theme.text);
            return page;
        };
        let right = named(question, deck, term);
        let mistaken = mistaken.and_then(|id| self.entry(id)).map(|(team, other)| {
            let lead = if matches!(reply, Reply::Option(_)) { "You picked" } else { "That is" };
            let name = match question.form {
                Form::Expand => entry::name(other),
                _ => other.term.clone(),
            };
            let is_near = team.id == deck.id && question.form != Form::WhichTeam;
            let name = if is_near { name } else { format!("{name} ({})", team.title) };
            (format!("{lead}: {name}"), other)
        });
        let mut rest = Page::new(width);
        entry::add_own(&mut rest, self.marks.own(&self.library, &term.id), theme);
        if let Some((title, other)) = mistaken {
            let both = [(right.as_str(), term), (title.as_str(), other)];
            let are_heard = add_both(&mut page, both, medium, width, theme);
            // Below two words, what follows has to say of which it is.
            entry::add_details(
                &mut rest,
                &self.library,
                deck,
                term,
                if are_heard { Above::Example } else { Above::Expansion },
                theme,
            );
            if rest.len() > 0 {
                let name = match question.form {
                    Form::WhichTeam => right,
                    _ => term.term.clone(),
                };
                page.blank();
                page.text(&format!("More on {name}"), theme.strong);
                page.blank();
            }
        } else {
            page.text(&right, theme.strong);
            page.text(&term.definition, theme.text);
            let above = Above::Expansion;
            entry::add_details(&mut rest, &self.library, deck, term, above, theme);
            if rest.len() > 0 {
                page.blank();
            }
        }
        page.append(rest);
        page
    }

    /// When the word that was answered is asked again; that it is not, where it was left out since.
    fn comes_back(&self, back: Back) -> String {
        let held = self.word().and_then(|word| self.marks.held(&self.library, word, self.today));
        match (held, back) {
            (Some(Hold::Until(_)), _) => "left out until tomorrow".to_owned(),
            (Some(Hold::Suspended), _) => "left out from now on".to_owned(),
            (None, Back { stays: true, days, .. }) => {
                format!("stays: comes back {}", in_days(days))
            }
            (None, Back { days, .. }) => format!("comes back {}", in_days(days)),
        }
    }
}

/// What a word is called where it was answered: with its team, where that was the question; else with what it stands for.
fn named(question: &Question, deck: &Deck, term: &Term) -> String {
    match question.form {
        Form::WhichTeam => format!("{} ({})", term.term, deck.title),
        _ => entry::name(term),
    }
}

/// Adds two words that were taken for each other, side by side where there is room, with a sentence in which each is heard;
/// whether those sentences are there.
fn add_both(
    page: &mut Page,
    both: [(&str, &Term); 2],
    medium: Medium,
    width: u16,
    theme: &Theme,
) -> bool {
    let meanings = both.map(|(title, term)| (title, term.definition.as_str()));
    if medium == Medium::Lines || width < WIDE {
        for (title, meaning) in meanings {
            page.blank();
            page.text(title, theme.strong);
            page.text(meaning, theme.text);
        }
        return false;
    }
    page.beside(meanings, theme.strong, theme.text);
    let examples = both.map(|(_, term)| term.example.as_deref().map(entry::quoted));
    let [Some(first), Some(second)] = &examples else { return false };
    page.blank();
    page.beside([("", first), ("", second)], theme.strong, theme.text);
    true
}

/// An answer that was nearly right, put right: what was missing in brackets with a plus, what was too much with a minus,
/// and what the signs mean.
fn with_signs(diff: &[Run]) -> String {
    let mut text: String = diff
        .iter()
        .map(|run| match run {
            Run::Kept(text) => text.clone(),
            Run::Missing(text) => format!("[+{text}]"),
            Run::Extra(text) => format!("[-{text}]"),
        })
        .collect();
    let has = |wanted: fn(&Run) -> bool| diff.iter().any(wanted);
    let missing = has(|run| matches!(run, Run::Missing(_))).then_some("+ missing");
    let extra = has(|run| matches!(run, Run::Extra(_))).then_some("- too much");
    let signs: Vec<&str> = missing.into_iter().chain(extra).collect();
    if !signs.is_empty() {
        text.push_str(&format!("   ({})", signs.join(", ")));
    }
    text
}
