//! The quiz screen: asks the cards of one session and shows the summary.

mod annotations;
mod answering;
mod asking;
mod leech;
mod outcome;
mod question;
mod setup;
mod summary;
mod view;

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use ratatui::Frame;
use ratatui::layout::Rect;
use uuid::Uuid;

use crate::core::annotations::{Annotations, Own};
use crate::core::card::{CardId, TermId};
use crate::core::deck::{Deck, Term};
use crate::core::form::{Answer as Kind, Question, Sentences};
use crate::core::hint::Hint;
use crate::core::judge::Judgement;
use crate::core::library::Library;
use crate::core::plan::Plan;
use crate::core::quiz_session::QuizSession;
use crate::core::review::Grade;
use crate::core::scene_offer::Offer;
use crate::core::schedule::{CardState, Scheduler};
use crate::core::time::{Day, Timestamp};
use crate::tui::action::{Action, Context};
use crate::tui::message::{Effect, Env, Msg, Route, Screen};
use crate::tui::screens::COPIED;
use crate::tui::screens::quiz::annotations::Moving;
use crate::tui::screens::quiz::answering::{Back, Pending, Reply};
use crate::tui::theme::Theme;
use crate::tui::widgets::field::Field;
use crate::tui::widgets::notice::Notice;
use crate::tui::widgets::page::Scroll;

pub(crate) use setup::{Occasion, Scope, Setup};

/// The new words that are offered when those of the day are done.
const MORE_NEW: u32 = 5;

/// The maximum length of an answer, in characters.
const LONGEST: usize = 120;

/// The phase of the current question.
#[derive(Debug, Clone, PartialEq)]
enum Phase {
    /// The question is open.
    Asked,
    /// Before the question: the definition changed since the user saw this text.
    Changed(String),
    /// Before the question: a leech is shown in full.
    Hard,
    /// The answer to a self-graded question is shown.
    Revealed,
    /// The grade was saved and the outcome is shown. `term` is the entry of the right answer, which may differ from the card's
    /// if another team's sense was asked.
    Replied { term: TermId, question: Box<Question>, reply: Reply, back: Back },
}

/// The quiz screen.
pub(crate) struct Quiz {
    scope: Scope,
    library: Rc<Library>,
    states: HashMap<CardId, CardState>,
    session: QuizSession,
    question: Option<Question>,
    phase: Phase,
    asked_at: Timestamp,
    today: Day,
    /// The number of answers from earlier today that can still be undone.
    answered_before: usize,
    sentences: Sentences,
    changed: HashMap<TermId, String>,
    /// Whether a word was reset since the last answer that can be undone in this session.
    is_reset: bool,
    /// How many new words were offered beyond those of the day.
    offered: Option<u32>,
    marks: Rc<Annotations>,
    /// The leeches that were shown in full in this session.
    studied: HashSet<CardId>,
    scroll: Scroll,
    /// Whether the whole entry of a new word is shown, not just its meaning.
    is_whole: bool,
    /// The page number; each question, answer, and outcome is a page.
    page: u32,
    notice: Option<Notice>,
    pending: Option<Pending>,
    /// The word about to leave or rejoin the session.
    moving: Option<Moving>,
    /// The time at which another screen was opened from here.
    away: Option<Timestamp>,
    /// Whether a screen covers this one; `false` if only an editor has the terminal.
    is_covered: bool,
    /// The answer being typed.
    field: Field,
    /// The visible hint.
    hint: Option<Hint>,
    /// The hints used for each answer. Undo doesn't clear them, because the user has seen them.
    hinted: HashMap<Uuid, Hint>,
    /// The answer being overruled, while its old grade is struck.
    overruled: Option<String>,
    /// The scene that the summary offers.
    offer: Option<Offer>,
    /// The number of answers that were given in scenes since the quiz began.
    in_scenes: usize,
    /// A cache of `words_to_come`; every message clears it.
    coming: OnceCell<HashSet<TermId>>,
}

impl Quiz {
    /// Starts a quiz at its first question.
    pub(crate) fn new(setup: Setup) -> Self {
        let Setup { scope, library, states, session, today, sentences, .. } = setup;
        let Setup { changed, marks, answered_before, offer, .. } = setup;
        let asked_at = session.began;
        let mut quiz = Self {
            scope,
            library,
            states,
            session,
            question: None,
            phase: Phase::Asked,
            asked_at,
            today,
            answered_before,
            sentences,
            changed,
            is_reset: false,
            offered: None,
            marks,
            studied: HashSet::new(),
            scroll: Scroll::default(),
            is_whole: false,
            page: 0,
            notice: None,
            pending: None,
            moving: None,
            away: None,
            is_covered: false,
            field: Field::new("", LONGEST),
            hint: None,
            hinted: HashMap::new(),
            overruled: None,
            offer,
            in_scenes: 0,
            coming: OnceCell::new(),
        };
        quiz.ask(asked_at);
        quiz
    }

    /// Marks the page as new content to read.
    fn turn_page(&mut self) {
        self.scroll.reset();
        self.page = self.page.wrapping_add(1);
    }

    fn entry(&self, term: &TermId) -> Option<(&Deck, &Term)> {
        self.library.entry(term)
    }

    /// The user's notes on `term`.
    fn own(&self, term: &Term) -> Own<'_> {
        self.marks.own(self.library.renames(), &term.id)
    }

    /// The term of the current question.
    fn term(&self) -> Option<(&Deck, &Term)> {
        self.entry(&self.session.turn()?.item.term)
    }

    fn is_cram(&self) -> bool {
        self.scope.occasion == Occasion::Cram
    }

    /// Whether the current card is not due yet. Passing it early doesn't reschedule it.
    fn is_early(&self) -> bool {
        let state = self.session.turn().and_then(|turn| self.states.get(&turn.item.card));
        self.is_cram() && Scheduler::is_early(state, self.today)
    }

    /// Excludes the time since `since` from the response time.
    fn leave_out(&mut self, since: Timestamp, env: Env) {
        let ms = i64::try_from(env.now.since(since)).unwrap_or(0);
        self.asked_at = self.asked_at.plus_millis(ms);
    }

    fn took(&self, env: Env) -> u32 {
        u32::try_from(env.now.since(self.asked_at)).unwrap_or(u32::MAX)
    }

    fn act(&mut self, action: Action, env: Env) -> Vec<Effect> {
        self.notice = None;
        match action {
            Action::Next => return self.next(env),
            Action::Claim => {
                self.session.claim();
                self.ask(env.now);
            }
            Action::Reveal if self.is_judged() => {
                return self.record(Grade::Again, Some(Reply::ShowMe), env);
            }
            Action::Enter => return self.submit(env),
            Action::Details => self.is_whole = !self.is_whole,
            Action::Hint => self.hint(),
            Action::Overrule => return self.overrule(env),
            Action::Reveal => {
                self.phase = Phase::Revealed;
                self.turn_page();
            }
            Action::Pick(number) => return self.pick(usize::from(number) - 1, env),
            Action::Grade(grade) => return self.record(grade, None, env),
            Action::Undo => return self.undo(env),
            Action::FiveMore => {
                let (decks, words) = (self.scope.decks.clone(), self.scope.words.clone());
                let cram = self.is_cram();
                let new = self.offers_words().then_some(MORE_NEW);
                return vec![Effect::PlanMore { decks, words, new, cram }];
            }
            Action::Browse => return vec![Effect::Open(Route::Browse(None))],
            Action::Sit => {
                let (decks, scene) = match &self.offer {
                    Some(offer) => (vec![offer.deck.clone()], Some(offer.scene.clone())),
                    None => (self.scope.decks.clone(), None),
                };
                return vec![Effect::Open(Route::Scene(decks, scene))];
            }
            Action::Back => return vec![Effect::Back],
            action => {
                self.scroll.act(action);
                return self.mark(action, env);
            }
        }
        Vec::new()
    }

    /// Whether going on means new words beyond those of the day.
    fn offers_words(&self) -> bool {
        (self.offered.is_some() || self.session.answered().is_empty()) && !self.is_cram()
    }

    fn planned(&mut self, plan: Plan, env: Env) {
        if plan.items.is_empty() {
            self.notice = Some(Notice::failed(self.why_nothing()));
            self.offered = Some(MORE_NEW);
            return;
        }
        self.session.extend(plan.items, plan.budget_ms, env.now);
        self.ask(env.now);
    }

    fn take(&mut self, msg: Msg, env: Env) -> Vec<Effect> {
        match msg {
            Msg::Covered => (self.away, self.is_covered) = (Some(env.now), true),
            Msg::Action(action) => return self.act(action, env),
            Msg::Failed(why) => {
                self.pending = None;
                self.overruled = None;
                self.moving = None;
                self.notice = Some(Notice::failed(why));
            }
            Msg::Recorded { review, state } => return self.recorded(review, state, env),
            Msg::Struck(struck) => return self.struck(struck, env),
            Msg::Wanted { is_wanted, said } => self.wanted(is_wanted, said, env),
            Msg::Reset(term) => self.reset(&term, env),
            Msg::Planned(plan) => self.planned(plan, env),
            Msg::Refilled(plan) => {
                // What today's plan has room for now, in the same minutes.
                self.session.extend(plan.items, 0, env.now);
                if self.context() == Context::Summary {
                    self.ask(env.now);
                }
            }
            Msg::Key(key) if self.context() == Context::QuizTyped => {
                self.notice = self.field.press(key).map(Notice::failed);
            }
            Msg::Key(_) => self.notice = None,
            Msg::Marked(marks) => self.marked(marks, env),
            Msg::Library(library) => self.reread(library, env),
            Msg::Offered(offer) => self.offer = offer,
            Msg::Sat(states, answers) => {
                let since = answers.iter().filter(|at| **at >= self.session.began);
                (self.states, self.in_scenes) = (states, since.count());
                return vec![Effect::OfferScene(self.scope.decks.clone())];
            }
            Msg::Copied => self.notice = Some(Notice::done(COPIED)),
            Msg::Said(what) => self.notice = Some(Notice::done(what)),
            _ => {}
        }
        Vec::new()
    }
}

impl Screen for Quiz {
    fn context(&self) -> Context {
        match (&self.phase, &self.question) {
            // A right answer can't be overruled.
            (Phase::Replied { reply: Reply::Typed(_, judgement), .. }, _)
                if !matches!(judgement, Judgement::Right { .. }) =>
            {
                Context::QuizJudged
            }
            (Phase::Replied { .. }, _) => Context::QuizPicked,
            (Phase::Changed(_), Some(_)) => Context::QuizChanged,
            (Phase::Hard, Some(_)) => Context::QuizHard,
            (_, None) => Context::Summary,
            (Phase::Revealed, _) => Context::QuizBack,
            (Phase::Asked, Some(question)) => match question.answer {
                Kind::Read => Context::QuizIntro,
                Kind::Reveal => Context::QuizFront,
                Kind::Typed { .. } => Context::QuizTyped,
                Kind::Pick { .. } => Context::QuizPick,
            },
        }
    }

    fn update(&mut self, msg: Msg, env: Env) -> Vec<Effect> {
        // A session may run past the end of its study day.
        self.today = env.today;
        // Reloads also reach covered screens; only other messages end the absence.
        let behind = self.is_covered && matches!(msg, Msg::Library(_) | Msg::Reset(_));
        if let Some(since) = self.away.take_if(|_| !behind) {
            self.is_covered = false;
            self.leave_out(since, env);
        }
        let was_over = self.context() == Context::Summary;
        // Cleared before and after: the message may read it halfway through its changes.
        self.coming.take();
        let mut effects = self.take(msg, env);
        self.coming.take();
        if self.context() == Context::Summary && !was_over {
            effects.push(Effect::OfferScene(self.scope.decks.clone()));
        }
        effects
    }

    fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        self.draw(frame, area, theme);
    }

    fn is_idle(&self, action: Action, _: Rect) -> bool {
        match (action, self.question.as_ref().map(|question| &question.answer)) {
            (Action::Undo, _) => self.session.newest().is_none() && self.answered_before == 0,
            (Action::Hint, _) => self.hint == Some(Hint::Half),
            (Action::Sit, _) => self.offer.is_none(),
            (Action::FiveMore, _) => self.offers_words() && !self.has_more(),
            (Action::Pick(number), Some(Kind::Pick { options, .. })) => {
                usize::from(number) > options.len()
            }
            _ => false,
        }
    }

    fn plain(&self, width: u16) -> Vec<String> {
        self.lines(width)
    }

    fn page(&self) -> u32 {
        self.page
    }

    fn asked(&self) -> Option<TermId> {
        let hidden = matches!(self.phase, Phase::Asked) && self.context() != Context::QuizIntro;
        hidden.then(|| self.session.turn().map(|turn| turn.item.term.clone())).flatten()
    }
}

#[cfg(test)]
mod tests;
