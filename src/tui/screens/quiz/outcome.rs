//! The outcome of an answer: the right answer, the one it was confused with, and the next due date.

use crate::core::annotations::Hold;
use crate::core::deck::Term;
use crate::core::entry::{name, quoted};
use crate::core::form::Answer as Kind;
use crate::core::judge::{Judgement, Run};
use crate::core::review::{Form, Grade};
use crate::tui::screens::in_days;
use crate::tui::screens::quiz::answering::{Back, Reply};
use crate::tui::screens::quiz::{Phase, Quiz};
use crate::tui::theme::Theme;
use crate::tui::widgets::entry::{self, Above};
use crate::tui::widgets::page::{Medium, Page};

/// The minimum width to show two meanings side by side, in columns.
pub(super) const WIDE: u16 = 60;

impl Quiz {
    /// The outcome of the current answer; empty if there is none.
    pub(super) fn outcome(&self, medium: Medium, width: u16, theme: &Theme) -> Page {
        let mut page = Page::new(width);
        let Phase::Replied { question, reply, back, .. } = &self.phase else { return page };
        let (mark, style, word, mistaken) = match (reply, &question.answer) {
            (Reply::ShowMe, _) => ("- ", theme.bad, "Here it is", None),
            (Reply::Option(at), Kind::Pick { right, .. }) if at == right => {
                ("+ ", theme.good, "Right", None)
            }
            (Reply::Option(at), Kind::Pick { options, .. }) => {
                ("- ", theme.bad, "Not right", Some(&options[*at].term))
            }
            (Reply::Typed(_, judgement), _) => match judgement {
                // A right answer is graded Hard only if a hint was used.
                Judgement::Right { .. } if back.grade == Grade::Hard => {
                    ("+ ", theme.good, "Right with a hint", None)
                }
                Judgement::Right { .. } if back.at_once => ("+ ", theme.good, "Right away", None),
                Judgement::Right { .. } => ("+ ", theme.good, "Right", None),
                Judgement::Nearly { .. } => ("~ ", theme.accent, "Nearly", None),
                Judgement::OtherTeam { term } => {
                    ("~ ", theme.accent, "Right word, another team's meaning", Some(term))
                }
                Judgement::Wrong { named } => ("- ", theme.bad, "Not right", named.as_ref()),
            },
            (Reply::Option(_), _) => return page,
        };
        let is_hard = back.grade == Grade::Hard && !back.stays;
        let counts = if is_hard { ": counts as hard" } else { "" };
        let entry = self.read().and_then(|id| self.entry(id));
        let back = entry.map(|_| {
            let said = self.comes_back(*back);
            let sign = if said.starts_with("You") { "." } else { "," };
            format!("{counts}{sign} {said}")
        });
        let verdict = [
            (format!("{mark}{word}"), style),
            (back.unwrap_or_default(), theme.figure(theme.strong)),
        ];
        page.hanging_runs("  ", &verdict);
        if let Reply::Typed(typed, judgement) = reply {
            if let Judgement::Nearly { diff, .. } = judgement {
                compared(&mut page, "  You typed: ", &diff.typed, theme);
                compared(&mut page, "      It is: ", &diff.answer, theme);
            } else {
                page.hanging("  You typed: ", theme.muted, typed, theme.text);
            }
        }
        page.blank();
        let Some((deck, term)) = entry else {
            page.text("The word is no longer in any deck, so it is not asked again.", theme.text);
            return page;
        };
        let right = match question.form {
            Form::WhichTeam => format!("{} ({})", term.term, deck.title),
            _ => name(term),
        };
        let mistaken = mistaken.and_then(|id| self.entry(id)).map(|(team, other)| {
            let lead = if matches!(reply, Reply::Option(_)) { "You picked" } else { "That is" };
            let name = match question.form {
                Form::Expand => name(other),
                _ => other.term.clone(),
            };
            let is_near = team.id == deck.id && question.form != Form::WhichTeam;
            let name = if is_near { name } else { format!("{name} ({})", team.title) };
            (format!("{lead}: {name}"), other)
        });
        let mut rest = Page::new(width);
        entry::add_own(&mut rest, self.own(term), theme);
        if let Some((title, other)) = mistaken {
            let both = [(right.as_str(), term), (title.as_str(), other)];
            // On a small screen, what is short comes first, so that both are in sight.
            let is_short =
                medium == Medium::Tight && both.iter().all(|(_, term)| term.gloss.is_some());
            let is_beside = medium != Medium::Lines && width >= WIDE;
            let are_heard = add_both(&mut page, both, (is_beside, is_short), theme);
            if is_short {
                rest.text(&term.definition, theme.text);
            }
            let above = if are_heard { Above::Example } else { Above::Expansion };
            entry::add_details(&mut rest, &self.library, term, self.own(term), above, theme);
            // With two words above, labels must say which one they belong to.
            if rest.len() > 0 {
                let is_asked = question.form == Form::WhichTeam;
                let name = if is_asked { right } else { term.term.clone() };
                page.blank();
                page.text(&format!("More on {name}"), theme.strong);
                page.blank();
            }
        } else {
            page.text(&right, theme.term);
            if let Some(gloss) = &term.gloss {
                page.text(gloss, theme.strong);
                page.blank();
            }
            page.text(&term.definition, theme.text);
            let above = Above::Expansion;
            entry::add_details(&mut rest, &self.library, term, self.own(term), above, theme);
            if rest.len() > 0 {
                page.blank();
            }
        }
        page.append(rest);
        page
    }

    /// When the word is asked again, or that it was suspended.
    fn comes_back(&self, back: Back) -> String {
        let held =
            self.word().and_then(|word| self.marks.held(self.library.renames(), word, self.today));
        match (held, back) {
            (Some(Hold::Until(_)), _) => "skipped until tomorrow".to_owned(),
            (Some(Hold::Suspended), _) => "suspended".to_owned(),
            (None, Back { stays: true, days, .. }) => {
                format!("still comes back {}", in_days(days))
            }
            (None, Back { days: 0, .. }) => "You'll see it again in this quiz.".to_owned(),
            (None, Back { days, .. }) => format!("comes back {}", in_days(days)),
        }
    }
}

/// Adds two confused words, side by side if there is room, each with its meaning (only the short one if `is_short`), and side by
/// side also with an example. Returns whether it added the examples.
fn add_both(
    page: &mut Page,
    both: [(&str, &Term); 2],
    (is_beside, is_short): (bool, bool),
    theme: &Theme,
) -> bool {
    // The right word comes first.
    let titles = [theme.term, theme.strong];
    if !is_beside {
        for ((title, term), style) in both.into_iter().zip(titles) {
            page.blank();
            page.text(title, style);
            term.gloss.iter().for_each(|gloss| page.text(gloss, theme.strong));
            if !is_short {
                page.text(&term.definition, theme.text);
            }
        }
        return false;
    }
    let meanings = both.map(|(_, term)| term.definition.as_str());
    if let [Some(one), Some(other)] = both.map(|(_, term)| term.gloss.as_deref()) {
        page.beside([(both[0].0, one), (both[1].0, other)], titles, theme.strong);
        if is_short {
            return false;
        }
        page.blank();
        page.beside(meanings.map(|meaning| ("", meaning)), titles, theme.text);
    } else {
        page.beside([(both[0].0, meanings[0]), (both[1].0, meanings[1])], titles, theme.text);
    }
    let examples = both.map(|(_, term)| term.example.as_deref().map(quoted));
    let [Some(first), Some(second)] = &examples else { return false };
    page.blank();
    page.beside([("", first), ("", second)], titles, theme.text);
    true
}

/// Adds `runs` after `label`, with the letters that differ marked.
fn compared(page: &mut Page, label: &str, runs: &[Run], theme: &Theme) {
    let styled = runs
        .iter()
        .map(|(text, differs)| (text.clone(), if *differs { theme.marked() } else { theme.text }));
    page.runs(&[(label.to_owned(), theme.muted)].into_iter().chain(styled).collect::<Vec<_>>());
}
