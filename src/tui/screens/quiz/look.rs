//! What the quiz looks like: head, question, outcome, and what each grade would do.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use crate::core::form::{Answer as Kind, Prompt, Question};
use crate::core::review::{Form, Grade};
use crate::tui::action::{Action, Context};
use crate::tui::keymap;
use crate::tui::message::Screen as _;
use crate::tui::screens::quiz::{Phase, Quiz};
use crate::tui::screens::{cut, in_days, minutes, short_days, summary};
use crate::tui::theme::Theme;
use crate::tui::widgets::bar;
use crate::tui::widgets::entry::{self, Detail};
use crate::tui::widgets::page::Page;

impl Quiz {
    pub(super) fn head(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let answered = self.sitting.answered().len();
        let left = self.sitting.left();
        let shown = match &self.phase {
            Phase::Picked { question, .. } => self.entry(&question.card.term),
            _ => self.term(),
        };
        let title = shown.map_or("", |(deck, _)| deck.title.as_str());
        let count = match left {
            0 => format!("{answered} answered"),
            _ if area.width < 56 => format!("{answered} answered, {left} to go"),
            _ => {
                let new = self.sitting.left_new() as u64 * u64::from(self.pace.introduction_ms);
                let ms = left as u64 * u64::from(self.pace.answer_ms) + new;
                format!("{answered} answered, {left} to go, {}", minutes(ms))
            }
        };
        let columns = |text: &str| u16::try_from(Span::raw(text).width()).unwrap_or(u16::MAX);
        let wide = columns(&count);
        let bar = area
            .width
            .saturating_sub(wide.saturating_add(columns(title)).saturating_add(4))
            .min(24);
        let bar = if bar < 8 { 0 } else { bar };
        let [deck, line, number] = area.layout(
            &Layout::horizontal([
                Constraint::Fill(1),
                Constraint::Length(bar),
                Constraint::Length(wide),
            ])
            .spacing(2),
        );
        let title = cut(title, usize::from(deck.width));
        frame.render_widget(Line::styled(title, theme.text), deck);
        frame.render_widget(bar::line(answered, answered + left, line.width, theme), line);
        frame.render_widget(Line::styled(count, theme.text), number);
    }

    pub(super) fn body(&self, width: u16, theme: &Theme) -> Page {
        if let Phase::Picked { question, picked, due } = &self.phase {
            return self.outcome(question, *picked, *due, width, theme);
        }
        let Some(question) = &self.question else {
            return summary::page(
                &self.sitting,
                &self.library,
                &self.states,
                self.today,
                width,
                theme,
            );
        };
        let mut page = Page::new(width);
        prompt(&mut page, question, theme);
        match &question.answer {
            Kind::Read => {
                if let Some((deck, term)) = self.term() {
                    entry::add(&mut page, &self.library, deck, term, Detail::Below, theme);
                    entry::add_other_senses(&mut page, &self.library, term, theme);
                }
            }
            Kind::Reveal if self.phase == Phase::Revealed => {
                if let Some((deck, term)) = self.term() {
                    if matches!(question.prompt, Prompt::Meaning(_)) {
                        page.text(&term.term, theme.strong);
                        page.blank();
                    }
                    entry::add(&mut page, &self.library, deck, term, Detail::Below, theme);
                }
            }
            Kind::Reveal => {}
            Kind::Pick { options, .. } => {
                for (at, option) in options.iter().enumerate() {
                    page.hanging(&format!("{}  ", at + 1), theme.key, &option.text, theme.text);
                    page.blank();
                }
            }
        }
        page
    }

    /// What a pick came to: the right answer, and what was mistaken for it.
    fn outcome(
        &self,
        question: &Question,
        picked: Option<usize>,
        due: u32,
        width: u16,
        theme: &Theme,
    ) -> Page {
        let mut page = Page::new(width);
        let Kind::Pick { options, right } = &question.answer else { return page };
        let back = if due == 0 {
            "comes back in this quiz".to_owned()
        } else {
            format!("comes back {}", in_days(due))
        };
        let (mark, style, word) = if picked == Some(*right) {
            ("+ ", theme.good, "Right")
        } else if picked.is_none() {
            ("- ", theme.bad, "Here it is")
        } else {
            ("- ", theme.bad, "Not this one")
        };
        page.hanging(mark, style, &format!("{word}, {back}"), theme.strong);
        page.blank();
        let Some((deck, term)) = self.entry(&options[*right].term) else { return page };
        page.text(&term.term, theme.strong);
        page.text(&term.definition, theme.text);
        let mistaken = picked.filter(|picked| picked != right);
        if let Some((_, other)) = mistaken.and_then(|at| self.entry(&options[at].term)) {
            page.blank();
            page.text(&format!("You picked: {}", other.term), theme.strong);
            page.text(&other.definition, theme.text);
        }
        entry::add_details(&mut page, &self.library, deck, term, theme);
        page
    }

    /// What each grade would do, before it is given.
    pub(super) fn grades(&self, width: u16, theme: &Theme) -> Vec<Line<'static>> {
        let Some(turn) = self.sitting.turn() else { return Vec::new() };
        let days =
            self.scheduler.preview(&turn.item.card, self.states.get(&turn.item.card), self.today);
        let narrow = width < 56;
        let day = |grade: Grade| {
            let days = days[usize::from(grade.number()) - 1];
            if narrow { short_days(days) } else { in_days(days) }
        };
        match self.context() {
            Context::QuizPick => {
                let right = self.sitting.grade(Grade::Good);
                let text = format!("right: {}   wrong: {}", day(right), day(Grade::Again));
                vec![Line::styled(text, theme.muted)]
            }
            Context::QuizBack => {
                let row = |grades: [Grade; 2]| {
                    let mut spans = Vec::new();
                    for grade in grades {
                        let key = keymap::key_for(Context::QuizBack, Action::Grade(grade))
                            .unwrap_or_default();
                        let shown =
                            if grade == Grade::Good { self.sitting_grade(grade) } else { grade };
                        let text = if narrow {
                            format!(" {:<9} {:<7}", grade.label(), day(shown))
                        } else {
                            format!(" {:<10} {:<14}", grade.label(), day(shown))
                        };
                        spans
                            .extend([Span::styled(key, theme.key), Span::styled(text, theme.text)]);
                    }
                    Line::from(spans)
                };
                vec![row([Grade::Again, Grade::Good]), row([Grade::Hard, Grade::Easy])]
            }
            _ => Vec::new(),
        }
    }
}

/// The task, and what it is about.
fn prompt(page: &mut Page, question: &Question, theme: &Theme) {
    page.text(question.task, theme.muted);
    page.blank();
    match &question.prompt {
        Prompt::Term { term, say } => {
            page.text(term, theme.strong);
            if let (Some(say), true) = (say, question.form != Form::Introduce) {
                page.text(&format!("say “{say}”"), theme.text);
            }
        }
        Prompt::Meaning(text) => page.text(text, theme.strong),
    }
    page.blank();
}
