//! The text of a question: its task, its options or answer, and what changed in the definition.

use ratatui::style::Style;

use crate::core::deck::Term;
use crate::core::diff::{Piece, reworded};
use crate::core::entry::name;
use crate::core::form::{Answer as Kind, Prompt, Question};
use crate::core::review::Form;
use crate::core::words::occurrences;
use crate::tui::action::Context;
use crate::tui::screens::quiz::{Occasion, Phase, Quiz};
use crate::tui::theme::Theme;
use crate::tui::widgets::entry::{self, Above};
use crate::tui::widgets::page::{Medium, Page};

impl Quiz {
    /// What is said above the first question after an absence.
    pub(super) fn greeting(&self) -> Option<String> {
        let is_first = self.session.answered().is_empty() && self.session.introduced().is_empty();
        let Occasion::Return { leaves_due } = self.scope.occasion else { return None };
        let rest = if leaves_due { " The most useful words come first." } else { "" };
        let is_question = matches!(self.phase, Phase::Asked | Phase::Revealed);
        let is_shown = is_question && is_first && self.question.is_some();
        is_shown.then(|| format!("Welcome back.{rest}"))
    }

    /// The body of the screen in `context`: that of the moment, or the answer to come.
    pub(super) fn body(&self, context: Context, medium: Medium, width: u16, theme: &Theme) -> Page {
        match self.phase {
            Phase::Hard => return self.hard(medium, width, theme),
            Phase::Replied { .. } => return self.outcome(medium, width, theme),
            _ => {}
        }
        if let (Phase::Changed(old), Some((_, term))) = (&self.phase, self.term()) {
            return changed(term, old, medium, width, theme);
        }
        let Some(question) = &self.question else {
            return self.summary(medium, width, theme);
        };
        let mut page = Page::new(width);
        // Screen readers read the greeting once. Where space is tight, it goes below the question.
        let is_left_out = match medium {
            Medium::Screen => false,
            Medium::Tight => true,
            Medium::Lines => context == Context::QuizBack,
        };
        if let Some(greeting) = self.greeting().filter(|_| !is_left_out) {
            page.text(&greeting, theme.text);
            page.blank();
        }
        let term = self.term().map(|(_, term)| term);
        prompt(&mut page, question, term.and_then(|term| term.expansion.as_ref()), medium, theme);
        // The rows below the question are free until the answer takes them.
        if let (Medium::Tight, Context::QuizFront, Some(greeting)) =
            (medium, context, self.greeting())
        {
            page.text(&greeting, theme.text);
        }
        match (&question.answer, term) {
            (Kind::Read, Some(term)) => {
                if let Some(gloss) = &term.gloss {
                    page.text(gloss, theme.strong);
                    page.blank();
                }
                page.text(&term.definition, theme.text);
                entry::add_own(&mut page, self.own(term), theme);
                if self.is_whole {
                    entry::add_details(
                        &mut page,
                        &self.library,
                        term,
                        self.own(term),
                        Above::Names,
                        theme,
                    );
                    entry::add_other_senses(&mut page, &self.library, term, theme);
                }
            }
            (Kind::Reveal, Some(term)) if context == Context::QuizBack => {
                let is_meaning = matches!(question.prompt, Prompt::Meaning(_));
                let is_own = question.sentence() == Some(&self.library.resolve(&term.id));
                let above = match question.prompt {
                    Prompt::Sentence { .. } if is_own => Above::Example,
                    Prompt::Term { .. } => Above::Said,
                    _ => Above::Expansion,
                };
                if !matches!(question.prompt, Prompt::Term { .. }) {
                    page.text(&name(term), theme.term);
                }
                // If the question showed the full definition, it is above already.
                if !matches!(&question.prompt, Prompt::Meaning(text) if *text == term.definition) {
                    if is_meaning {
                        page.blank();
                    } else if let Some(gloss) = &term.gloss {
                        page.text(gloss, theme.strong);
                        page.blank();
                    }
                    page.text(&term.definition, theme.text);
                }
                entry::add_own(&mut page, self.own(term), theme);
                entry::add_details(&mut page, &self.library, term, self.own(term), above, theme);
            }
            (Kind::Pick { options, .. }, _) => {
                for (at, option) in options.iter().enumerate() {
                    page.hanging(&format!("{}  ", at + 1), theme.key, &option.text, theme.text);
                    if medium != Medium::Tight {
                        page.blank();
                    }
                }
            }
            _ => {}
        }
        page
    }

    /// The question and its options apart, for a screen that is too small for both: the options take at most `room` rows.
    pub(super) fn apart(&self, width: u16, room: usize, theme: &Theme) -> Option<[Page; 2]> {
        let question = self.question.as_ref().filter(|_| self.phase == Phase::Asked)?;
        let Kind::Pick { options, .. } = &question.answer else { return None };
        let mut asked = Page::new(width);
        let expansion = self.term().and_then(|(_, term)| term.expansion.as_ref());
        prompt(&mut asked, question, expansion, Medium::Tight, theme);
        asked.end();
        let option = |(at, text): (usize, &str)| {
            let mut page = Page::new(width);
            page.hanging(&format!("{}  ", at + 1), theme.key, text, theme.text);
            page
        };
        let options = options.iter().map(|option| option.text.as_str());
        let options: Vec<Page> = options.enumerate().map(option).collect();
        // A row for each option, and as many more as leave the question in sight.
        let mut left = room.saturating_sub(asked.len() + options.len());
        let mut rows = vec![1; options.len()];
        for most in 2..=3 {
            for (rows, option) in rows.iter_mut().zip(&options) {
                if left > 0 && option.len() >= most {
                    (*rows, left) = (most, left - 1);
                }
            }
        }
        let mut listed = Page::new(width);
        for (mut option, rows) in options.into_iter().zip(rows) {
            option.shorten(rows);
            listed.append(option);
        }
        Some([asked, listed])
    }
}

/// The change in a definition: one text with added and removed runs marked, or for screen readers one line per run.
fn changed(term: &Term, old: &str, medium: Medium, width: u16, theme: &Theme) -> Page {
    let mut page = Page::new(width);
    page.text("The team's definition changed: - is old, + is new", theme.muted);
    page.blank();
    page.text(&name(term), theme.term);
    page.blank();
    let mut runs: Vec<(String, Style)> = Vec::new();
    for piece in reworded(old, &term.definition) {
        let (sign, sign_style, words, style) = match piece {
            Piece::Same(words) => ("", theme.text, words, theme.text),
            Piece::Gone(words) => ("-", theme.bad, words, theme.text),
            Piece::New(words) => ("+", theme.good, words, theme.strong),
        };
        if medium == Medium::Lines {
            page.hanging(&format!("{sign:<2}"), sign_style, &words, style);
            continue;
        }
        let blank = if runs.is_empty() { "" } else { " " };
        let [open, close] = if sign.is_empty() { [""; 2] } else { ["[", "]"] };
        runs.push((blank.to_owned(), theme.text));
        runs.push((format!("{open}{sign}"), sign_style));
        runs.extend([(words, style), (close.to_owned(), sign_style)]);
    }
    if medium != Medium::Lines {
        page.runs(&runs);
    }
    page
}

/// `sentence` in quotes with `word` marked.
fn marked(sentence: &str, word: &str, theme: &Theme) -> Vec<(String, Style)> {
    let place = occurrences(sentence, word).into_iter().next().unwrap_or(0..0);
    let (before, after) = (&sentence[..place.start], &sentence[place.end..]);
    let parts = [
        (format!("“{before}"), theme.text),
        (sentence[place].to_owned(), theme.marked()),
        (format!("{after}”"), theme.text),
    ];
    parts.into()
}

/// The task and its subject.
fn prompt(
    page: &mut Page,
    question: &Question,
    expansion: Option<&String>,
    medium: Medium,
    theme: &Theme,
) {
    page.text(question.task, theme.muted);
    if medium != Medium::Tight {
        page.blank();
    }
    match &question.prompt {
        Prompt::Term { term, say } => {
            page.text(term, theme.term);
            let expansion = expansion.filter(|_| question.form == Form::Introduce).cloned();
            let say = say.as_ref().map(|say| format!("say “{say}”"));
            let said: Vec<String> = expansion.into_iter().chain(say).collect();
            if !said.is_empty() {
                page.text(&said.join("; "), theme.text);
            }
        }
        Prompt::Meaning(text) => page.text(text, theme.strong),
        Prompt::Blank { sentence, meaning } => {
            page.text(sentence, theme.strong);
            page.blank();
            page.text(meaning, theme.text);
        }
        Prompt::Sentence { sentence, word, .. } => {
            page.runs(&marked(sentence, word, theme));
            if medium == Medium::Lines {
                page.hanging("The word  ", theme.muted, word, theme.strong);
            }
        }
    }
    page.blank();
}
