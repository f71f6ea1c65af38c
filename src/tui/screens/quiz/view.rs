//! Draws the quiz: header, question, outcome, and the effect of each grade.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::core::deck::Term;
use crate::core::diff::{Piece, reworded};
use crate::core::entry::name;
use crate::core::form::{Answer as Kind, Prompt, Question};
use crate::core::hint::{Hint, letters};
use crate::core::plan::Item;
use crate::core::quiz_session::Step;
use crate::core::review::{Form, Grade};
use crate::core::width::cut_at_word;
use crate::core::words::occurrences;
use crate::tui::action::Context;
use crate::tui::message::Screen as _;
use crate::tui::screens::quiz::{Occasion, Phase, Quiz};
use crate::tui::screens::{in_days, when};
use crate::tui::theme::Theme;
use crate::tui::widgets::bar;
use crate::tui::widgets::entry::{self, Above};
use crate::tui::widgets::grades;
use crate::tui::widgets::page::{Medium, Page};

/// The width below which only the most important figures are shown, in columns.
pub(super) const NARROW: u16 = 56;
/// The width from which the words learned are shown, in columns.
const ROOMY: u16 = 72;
/// The columns of the bar that shows the progress of the session, where there is room.
const BAR: u16 = 10;

impl Quiz {
    pub(super) fn head(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let is_over = self.context() == Context::Summary;
        let count = if is_over { String::new() } else { self.count(area.width) };
        // On a narrow screen, the "hidden" mark replaces the count.
        let count = if theme.hiding && area.width < ROOMY { String::new() } else { count };
        // The places of figures that are not shown are free for the team.
        let count = count.trim_start();
        let bar = if area.width >= ROOMY { BAR } else { BAR / 2 };
        let wide = u16::try_from(Span::raw(count).width()).unwrap_or(u16::MAX);
        let gap = if area.width < NARROW { 1 } else { 2 };
        let [deck, number, line] = area.layout(
            &Layout::horizontal([
                Constraint::Fill(1),
                Constraint::Length(wide),
                Constraint::Length(bar),
            ])
            .spacing(gap),
        );
        let title = cut_at_word(&self.title(area.width), usize::from(deck.width));
        let style = if is_over { theme.strong } else { theme.text };
        frame.render_widget(Line::styled(title, style), deck);
        let answered = self.session.answered().len();
        // The progress bar reveals a figure, so hide it as well.
        let done = if theme.hiding { 0 } else { answered };
        frame.render_widget(bar::line(done, answered + self.session.left(), bar, theme), line);
        frame.render_widget(Line::styled(count, theme.figure(theme.text)), number);
    }

    /// The team of the current word (unless that is the question), on a screen `width` columns wide.
    fn title(&self, width: u16) -> String {
        let shown = self.read().and_then(|id| self.entry(id));
        let hides_team = self.phase == Phase::Asked
            && self.question.as_ref().is_some_and(|question| question.form == Form::WhichTeam);
        let team = shown.filter(|_| !hides_team).map_or("", |(deck, _)| deck.title.as_str());
        match (self.is_cram(), team) {
            (true, _) if self.context() == Context::Summary => "Cram".to_owned(),
            (false, _) if self.context() == Context::Summary => "Quiz".to_owned(),
            (true, "") => "Cram".to_owned(),
            (true, team) if width >= NARROW => format!("Cram: {team}"),
            (_, team) => team.to_owned(),
        }
    }

    /// The figures of the session: words learned, answers given and to come, and the minutes those take.
    fn figures(&self) -> [(usize, &'static str); 4] {
        let recall = |item: &Item| {
            let state = self.states.get(&item.card);
            state.map_or(1.0, |state| self.scope.scheduler.recall(state, self.today))
        };
        let cards = self.session.items_left().map(|item| (self.is_to_read(item), recall(item)));
        let minutes = self.scope.pace.expected_ms(cards).div_ceil(60_000);
        [
            (self.learned().len(), "learned"),
            (self.session.answered().len(), "answered"),
            (self.session.left(), "to go"),
            (usize::try_from(minutes).unwrap_or(usize::MAX), "min"),
        ]
    }

    /// The figures for a screen `width` columns wide, each in its place from the first question to the last.
    fn count(&self, width: u16) -> String {
        let figures = self.figures();
        let [(learned, _), (answered, _), (left, _), (minutes, _)] = figures;
        let digits = (answered + left).to_string().len().max(2);
        if width < NARROW {
            let all = answered + left;
            return format!("{answered:>digits$}/{all:<digits$}{minutes:>3} min");
        }
        let shown = figures.into_iter().skip(usize::from(width < ROOMY));
        let shown = shown.map(|(figure, unit)| match unit {
            "learned" if learned == 0 => " ".repeat(digits + " learned".len()),
            unit => format!("{figure:>digits$} {unit}"),
        });
        shown.collect::<Vec<_>>().join("  ")
    }

    /// Whether `item` is a new word that hasn't been read or claimed yet.
    fn is_to_read(&self, item: &Item) -> bool {
        let is_checked =
            self.session.turn().is_some_and(|turn| turn.item == *item && turn.step == Step::Check);
        item.is_new && !is_checked && !self.session.introduced().contains(item)
    }

    /// The screen as plain lines: header, body, hint, effect of the grades, notice.
    pub(super) fn lines(&self, width: u16) -> Vec<String> {
        let theme = Theme::mono();
        let is_left = self.session.left() > 0;
        let shown = self.figures().into_iter().filter(|(figure, unit)| match *unit {
            "learned" => *figure > 0,
            unit => is_left || unit == "answered",
        });
        let count: Vec<String> = shown.map(|(figure, unit)| format!("{figure} {unit}")).collect();
        let count =
            if self.context() == Context::Summary { String::new() } else { count.join(", ") };
        let head = [self.title(u16::MAX), count].into_iter().filter(|part| !part.is_empty());
        let mut lines = vec![head.collect::<Vec<_>>().join(": "), String::new()];
        lines.extend(self.body(Medium::Lines, width, &theme).texts());
        while lines.last().is_some_and(String::is_empty) {
            lines.pop();
        }
        let hint = self.hint_text(Medium::Lines).filter(|_| self.context() == Context::QuizTyped);
        let grades = self.grades(Medium::Lines, width, &theme);
        let grades = grades.iter().map(|line| line.to_string().trim_end().to_owned());
        let foot: Vec<String> = hint.into_iter().chain(grades).collect();
        if !foot.is_empty() {
            lines.push(String::new());
            lines.extend(foot);
        }
        lines.extend(self.notice.iter().map(ToString::to_string));
        lines
    }

    /// The visible hint. For screen readers, it includes the number of letters.
    fn hint_text(&self, medium: Medium) -> Option<String> {
        let Some(Question { answer: Kind::Typed { accepted, .. }, .. }) = &self.question else {
            return None;
        };
        let (hint, answer) = (self.hint?, accepted.first()?);
        let mut text = format!("Hint: {}", hint.show(answer));
        if medium == Medium::Lines && hint != Hint::FirstLetter {
            let counts: Vec<String> = letters(answer).iter().map(ToString::to_string).collect();
            text.push_str(&format!("; letters: {}", counts.join(", ")));
        }
        Some(text)
    }

    /// The hint in lines of `width` columns, preferably broken between words.
    pub(super) fn hint_lines(&self, width: u16) -> Vec<String> {
        let Some(hint) = self.hint_text(Medium::Screen) else { return Vec::new() };
        let (blank, held, between) = (" ", "\u{a0}", "   ");
        let words: Vec<String> =
            hint.split(between).map(|word| word.replace(blank, held)).collect();
        let whole = words.join(between);
        let options = textwrap::Options::new(usize::from(width).max(1)).subsequent_indent("      ");
        let lines = textwrap::wrap(&whole, options);
        lines.iter().map(|line| line.replace(held, blank)).collect()
    }

    /// What is said above the first question after an absence.
    pub(super) fn greeting(&self) -> Option<String> {
        let is_first = self.session.answered().is_empty() && self.session.introduced().is_empty();
        let Occasion::Return { leaves_due } = self.scope.occasion else { return None };
        let rest = if leaves_due { " The most useful words come first." } else { "" };
        let is_shown = self.phase == Phase::Asked && is_first && self.question.is_some();
        is_shown.then(|| format!("Welcome back.{rest}"))
    }

    /// The body of the screen.
    pub(super) fn body(&self, medium: Medium, width: u16, theme: &Theme) -> Page {
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
        if let Some(greeting) = self.greeting() {
            page.text(&greeting, theme.text);
            page.blank();
        }
        let term = self.term().map(|(_, term)| term);
        prompt(&mut page, question, term.and_then(|term| term.expansion.as_ref()), medium, theme);
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
            (Kind::Reveal, Some(term)) if self.phase == Phase::Revealed => {
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
        // As many rows for each option as leave the question in sight.
        let rows = |most: usize| options.iter().map(|option| option.len().min(most)).sum::<usize>();
        let most = [3, 2].into_iter().find(|most| asked.len() + rows(*most) <= room).unwrap_or(1);
        let mut listed = Page::new(width);
        for mut option in options {
            option.shorten(most);
            listed.append(option);
        }
        Some([asked, listed])
    }

    /// The input field, below the hint.
    pub(super) fn field(
        &self,
        frame: &mut Frame<'_>,
        hint: Vec<String>,
        area: Rect,
        theme: &Theme,
    ) {
        // If there isn't room for everything, show the input.
        let field = Rect { y: area.bottom().saturating_sub(1).max(area.y), ..area };
        for (line, y) in hint.into_iter().zip(area.y..field.y) {
            frame.render_widget(Line::styled(line, theme.text), Rect { y, height: 1, ..area });
        }
        let row = Rect { height: area.height.min(1), ..field };
        self.field.draw(frame, row, "Answer: ", theme);
    }

    /// The effect of each grade, before the user gives it.
    pub(super) fn grades(&self, medium: Medium, width: u16, theme: &Theme) -> Vec<Line<'static>> {
        let Some(turn) = self.session.turn() else { return Vec::new() };
        let state = self.states.get(&turn.item.card);
        let days = self.scope.scheduler.preview(&turn.item.card, state, self.today);
        let narrow = width < NARROW;
        let is_short = narrow || (medium != Medium::Lines && self.context() == Context::QuizBack);
        let said = |days: u32| if is_short { when(days) } else { in_days(days) };
        // An early pass doesn't change the due date.
        let stays = state.filter(|_| self.is_early()).map(|state| state.due.since(self.today));
        let day = |grade: Grade| match stays {
            Some(_) if grade.is_pass() => "stays".to_owned(),
            _ => said(days[usize::from(grade.number()) - 1]),
        };
        match self.context() {
            Context::QuizPick | Context::QuizTyped => {
                let (how, right) = match self.hint {
                    None => ("right", self.session.grade(Grade::Good)),
                    // With a hint, the grade can't be Good.
                    Some(_) if narrow => ("hinted", Grade::Hard),
                    Some(_) => ("right with a hint", Grade::Hard),
                };
                let right = stays.map_or_else(|| day(right), |_| "date unchanged".to_owned());
                let text = format!("{how}: {right}   wrong: {}", day(Grade::Again));
                vec![Line::styled(text, theme.figure(theme.muted))]
            }
            Context::QuizBack => {
                let day = |grade: Grade| {
                    day(if grade == Grade::Good { self.session_grade(grade) } else { grade })
                };
                let mut rows = grades::rows(Context::QuizBack, medium, width, day, theme);
                rows.extend(stays.map(|days| {
                    let text = format!("stays: back {}, as planned", in_days(days));
                    Line::styled(text, theme.figure(theme.muted))
                }));
                rows
            }
            _ => Vec::new(),
        }
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
