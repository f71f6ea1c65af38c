//! What the quiz looks like: head, question, outcome, and what each grade would do.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use crate::core::deck::{Deck, Term};
use crate::core::diff::{Piece, diff};
use crate::core::form::{Answer as Kind, Prompt, Question};
use crate::core::judge::{Judgement, Run};
use crate::core::review::{Form, Grade};
use crate::tui::action::{Action, Context};
use crate::tui::keymap;
use crate::tui::message::Screen as _;
use crate::tui::screens::quiz::answering::{Back, Reply};
use crate::tui::screens::quiz::{Occasion, Phase, Quiz};
use crate::tui::screens::summary::Summary;
use crate::tui::screens::{cut, in_days, minutes, short_days};
use crate::tui::theme::Theme;
use crate::tui::widgets::bar;
use crate::tui::widgets::entry::{self, Detail};
use crate::tui::widgets::page::Page;

impl Quiz {
    pub(super) fn head(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let answered = self.sitting.answered().len();
        let left = self.sitting.left();
        let (title, count) = self.headline(area.width < 56);
        // Where it is narrow, the mark that figures are hidden stands in their place.
        let count = if theme.hiding && area.width < 70 { String::new() } else { count };
        let columns = |text: &str| u16::try_from(Span::raw(text).width()).unwrap_or(u16::MAX);
        let wide = columns(&count);
        let bar = area
            .width
            .saturating_sub(wide.saturating_add(columns(&title)).saturating_add(4))
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
        let title = cut(&title, usize::from(deck.width));
        frame.render_widget(Line::styled(title, theme.text), deck);
        // A bar is a figure, too.
        let done = if theme.hiding { 0 } else { answered };
        frame.render_widget(bar::line(done, answered + left, line.width, theme), line);
        frame.render_widget(Line::styled(count, theme.figure(theme.text)), number);
    }

    /// The team whose word is shown, unless that is the question; and how far the sitting has come.
    fn headline(&self, narrow: bool) -> (String, String) {
        let answered = self.sitting.answered().len();
        let left = self.sitting.left();
        let shown = self.read().and_then(|id| self.entry(id));
        let hides_team = self.phase == Phase::Asked
            && self.question.as_ref().is_some_and(|question| question.form == Form::WhichTeam);
        let title = shown.filter(|_| !hides_team).map_or("", |(deck, _)| deck.title.as_str());
        let title = match (self.is_cram() && !narrow, title) {
            (true, "") => "Cram".to_owned(),
            (true, title) => format!("Cram: {title}"),
            (false, title) => title.to_owned(),
        };
        let count = match left {
            0 => format!("{answered} answered"),
            _ if narrow => format!("{answered} answered, {left} to go"),
            _ => {
                let new = self.sitting.left_new() as u64 * u64::from(self.pace.introduction_ms);
                let ms = left as u64 * u64::from(self.pace.answer_ms) + new;
                format!("{answered} answered, {left} to go, {}", minutes(ms))
            }
        };
        (title, count)
    }

    /// All of it as lines: head, body, hint, what the grades would do, notice.
    pub(super) fn lines(&self, width: u16) -> Vec<String> {
        let theme = Theme::mono();
        let (title, count) = self.headline(false);
        let head = if title.is_empty() { count } else { format!("{title}: {count}") };
        let mut lines = vec![head, String::new()];
        // Two columns read aloud would be nonsense.
        let body = match self.phase {
            Phase::Hard => self.hard(false, width, &theme),
            _ => self.body(width, &theme),
        };
        lines.extend(body.texts());
        if let (Context::QuizTyped, Some(hint)) = (self.context(), self.hint_text()) {
            lines.push(hint);
        }
        lines.extend(
            self.grades(width, &theme).iter().map(|line| line.to_string().trim_end().to_owned()),
        );
        lines.extend(self.notice.iter().map(|notice| format!("! {notice}")));
        lines
    }

    /// The hint that is shown.
    fn hint_text(&self) -> Option<String> {
        let Some(Question { answer: Kind::Typed { accepted, .. }, .. }) = &self.question else {
            return None;
        };
        Some(format!("Hint: {}", self.hint?.show(accepted.first()?)))
    }

    pub(super) fn body(&self, width: u16, theme: &Theme) -> Page {
        if self.phase == Phase::Hard {
            return self.hard(true, width, theme);
        }
        if let Phase::Replied { question, reply, back, .. } = &self.phase {
            return self.outcome(question, reply, *back, width, theme);
        }
        if let (Phase::Changed(old), Some((_, term))) = (&self.phase, self.term()) {
            return changed(term, old, width, theme);
        }
        let Some(question) = &self.question else {
            let Self { sitting, library, states, teams, occasion, today, .. } = self;
            let (occasion, today) = (*occasion, *today);
            return Summary { sitting, library, states, teams, occasion, today }.page(width, theme);
        };
        let mut page = Page::new(width);
        if let (Occasion::Return { leaves_due }, true) = (self.occasion, self.is_begin()) {
            let rest = if leaves_due { " What is worth most comes first." } else { "" };
            page.text(&format!("Welcome back. This one is short.{rest}"), theme.text);
            page.blank();
        }
        prompt(&mut page, question, theme);
        match &question.answer {
            Kind::Read => {
                if let Some((deck, term)) = self.term() {
                    let own = self.marks.own(&self.library, &term.id);
                    entry::add(&mut page, &self.library, deck, term, own, Detail::Below, theme);
                    entry::add_other_senses(&mut page, &self.library, term, theme);
                }
            }
            Kind::Reveal if self.phase == Phase::Revealed => {
                if let Some((deck, term)) = self.term() {
                    let own = self.marks.own(&self.library, &term.id);
                    let is_meaning = matches!(question.prompt, Prompt::Meaning(_));
                    if is_meaning {
                        page.text(&term.term, theme.strong);
                    }
                    // A meaning that nothing was left out of stands above already.
                    if matches!(&question.prompt, Prompt::Meaning(text) if *text == term.definition)
                    {
                        entry::add_own(&mut page, own, theme);
                        entry::add_details(&mut page, &self.library, deck, term, theme);
                    } else {
                        if is_meaning {
                            page.blank();
                        }
                        entry::add(&mut page, &self.library, deck, term, own, Detail::Below, theme);
                    }
                }
            }
            Kind::Reveal | Kind::Typed { .. } => {}
            Kind::Pick { options, .. } => {
                for (at, option) in options.iter().enumerate() {
                    page.hanging(&format!("{}  ", at + 1), theme.key, &option.text, theme.text);
                    page.blank();
                }
            }
        }
        page
    }

    /// Whether nothing has happened yet.
    fn is_begin(&self) -> bool {
        self.phase == Phase::Asked
            && self.sitting.answered().is_empty()
            && self.sitting.introduced().is_empty()
    }

    /// The field that an answer is typed into, below the hint.
    pub(super) fn field(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let mut y = area.y;
        if let Some(hint) = self.hint_text() {
            frame.render_widget(Line::styled(hint, theme.text), Rect { height: 1, ..area });
            y += 1;
        }
        let row = Rect { y, height: area.bottom().saturating_sub(y), ..area };
        self.field.draw(frame, row, "Answer: ", theme);
    }

    /// What an answer came to: the right one, and what was mistaken for it.
    fn outcome(
        &self,
        question: &Question,
        reply: &Reply,
        back: Back,
        width: u16,
        theme: &Theme,
    ) -> Page {
        let mut page = Page::new(width);
        let back = match back {
            Back { stays: true, days } => format!("stays: comes back {}", in_days(days)),
            Back { days, .. } => format!("comes back {}", in_days(days)),
        };
        let (mark, style, word, mistaken) = match (reply, &question.answer) {
            (Reply::ShowMe, _) => ("- ", theme.bad, "Here it is", None),
            (Reply::Option(at), Kind::Pick { right, .. }) if at == right => {
                ("+ ", theme.good, "Right", None)
            }
            (Reply::Option(at), Kind::Pick { options, .. }) => {
                ("- ", theme.bad, "Not this one", Some(&options[*at].term))
            }
            (Reply::Typed(_, judgement), _) => match judgement {
                Judgement::Right { .. } => ("+ ", theme.good, "Right", None),
                Judgement::Nearly { .. } => ("~ ", theme.accent, "Nearly", None),
                Judgement::OtherTeam { term } => {
                    ("~ ", theme.accent, "Right word, another team's meaning", Some(term))
                }
                Judgement::Wrong { named } => ("- ", theme.bad, "Not this one", named.as_ref()),
            },
            (Reply::Option(_), _) => return page,
        };
        page.hanging(mark, style, &format!("{word}, {back}"), theme.strong);
        if let Reply::Typed(typed, judgement) = reply {
            let text = match judgement {
                Judgement::Nearly { diff, .. } => with_signs(diff),
                _ => typed.clone(),
            };
            page.hanging("  You typed: ", theme.muted, &text, theme.text);
        }
        page.blank();
        let Some((deck, term)) = self.read().and_then(|id| self.entry(id)) else {
            return page;
        };
        // What was asked for stands beside the word.
        let named = |deck: &Deck, term: &Term| match (question.form, &term.expansion) {
            (Form::Expand, Some(expansion)) => format!("{}: {expansion}", term.term),
            (Form::WhichTeam, _) => format!("{} ({})", term.term, deck.title),
            _ => term.term.clone(),
        };
        page.text(&named(deck, term), theme.strong);
        page.text(&term.definition, theme.text);
        entry::add_own(&mut page, self.marks.own(&self.library, &term.id), theme);
        if let Some((team, other)) = mistaken.and_then(|id| self.entry(id)) {
            page.blank();
            let lead = if matches!(reply, Reply::Option(_)) { "You picked" } else { "That is" };
            let other_named = match question.form {
                Form::WhichTeam => named(team, other),
                _ => format!("{} ({})", named(team, other), team.title),
            };
            page.text(&format!("{lead}: {other_named}"), theme.strong);
            page.text(&other.definition, theme.text);
        }
        entry::add_details(&mut page, &self.library, deck, term, theme);
        page
    }

    /// What each grade would do, before it is given.
    pub(super) fn grades(&self, width: u16, theme: &Theme) -> Vec<Line<'static>> {
        let Some(turn) = self.sitting.turn() else { return Vec::new() };
        let state = self.states.get(&turn.item.card);
        let days = self.scheduler.preview(&turn.item.card, state, self.today);
        let narrow = width < 56;
        let said = |days: u32| if narrow { short_days(days) } else { in_days(days) };
        // A pass before its day leaves the day as it is.
        let stays = state.filter(|_| self.is_early()).map(|state| state.due.since(self.today));
        let day = |grade: Grade| match stays {
            Some(_) if grade.is_pass() => "stays".to_owned(),
            _ => said(days[usize::from(grade.number()) - 1]),
        };
        match self.context() {
            Context::QuizPick | Context::QuizTyped => {
                let right = self.sitting.grade(Grade::Good);
                let stays = stays.map(|days| format!(", {}", said(days))).unwrap_or_default();
                let text = format!("right: {}{stays}   wrong: {}", day(right), day(Grade::Again));
                vec![Line::styled(text, theme.figure(theme.muted))]
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
                        spans.extend([
                            Span::styled(key, theme.key),
                            Span::styled(text, theme.figure(theme.text)),
                        ]);
                    }
                    Line::from(spans)
                };
                let mut rows =
                    vec![row([Grade::Again, Grade::Good]), row([Grade::Hard, Grade::Easy])];
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

/// What became of the definition that the user knew: runs of words, each with its sign.
fn changed(term: &Term, old: &str, width: u16, theme: &Theme) -> Page {
    let mut page = Page::new(width);
    page.text("The team says it differently now", theme.muted);
    page.blank();
    page.text(&term.term, theme.strong);
    page.blank();
    for piece in diff(old, &term.definition) {
        match piece {
            Piece::Same(words) => page.hanging("  ", theme.text, &words, theme.text),
            Piece::Gone(words) => page.hanging("- ", theme.bad, &words, theme.text),
            Piece::New(words) => page.hanging("+ ", theme.good, &words, theme.strong),
        }
    }
    page
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
        Prompt::Blank { sentence, meaning } => {
            page.text(sentence, theme.strong);
            page.blank();
            page.text(meaning, theme.text);
        }
        Prompt::Sentence { sentence, word } => {
            page.text(word, theme.strong);
            page.text(sentence, theme.text);
        }
    }
    page.blank();
}

/// An answer that was nearly right: what is missing in brackets with a plus, what is too much with a minus.
fn with_signs(diff: &[Run]) -> String {
    diff.iter()
        .map(|run| match run {
            Run::Kept(text) => text.clone(),
            Run::Missing(text) => format!("[+{text}]"),
            Run::Extra(text) => format!("[-{text}]"),
        })
        .collect()
}
