//! The look-up screen: type what you heard and read what it means, fast enough for a meeting.

mod running;
mod sentence;
mod spoilers;
mod view;

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::HashSet;
use std::rc::Rc;
use std::sync::Arc;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::Frame;
use ratatui::layout::Rect;

use crate::core::annotations::{Annotations, NoteKind};
use crate::core::card::{DeckId, TermId};
use crate::core::deck::{Deck, Term};
use crate::core::entry::{self, Link};
use crate::core::finder::{Finder, Findings, Found};
use crate::core::jargon::Scanner;
use crate::core::library::Library;
use crate::core::lookup::{Evidence, Verdict};
use crate::core::reading::{Reading, SEARCHED};
use crate::core::spellings::{Spellings, spelling};
use crate::tui::action::{Action, Context};
use crate::tui::message::{Effect, Env, Msg, Route, Screen, Subject};
use crate::tui::screens::COPIED;
use crate::tui::theme::Theme;
use crate::tui::widgets::cursor::Cursor;
use crate::tui::widgets::field::Field;
use crate::tui::widgets::notice::Notice;
use crate::tui::widgets::page::Scroll;
use running::Running;
use spoilers::Spoilers;

/// The number of recent look-ups to list.
pub(crate) const RECENT: usize = 20;
/// The maximum number of results.
const LIMIT: usize = SEARCHED;
/// The maximum number of near hits.
const FEW: usize = 5;
/// The number of terms above which nothing is searched between two key presses, nor on the screen's thread.
const LARGE: usize = 20_000;
/// The maximum query length, in characters.
const LONGEST: usize = 1_000;

/// The dependencies of the look-up screen.
pub(crate) struct Setup {
    /// The library.
    pub library: Rc<Library>,
    /// The search index.
    pub finder: Arc<Finder>,
    /// The remembered spellings.
    pub spellings: Spellings,
    /// The user's notes and flags.
    pub marks: Rc<Annotations>,
    /// Recent look-ups, latest first.
    pub recent: Vec<TermId>,
    /// The open questions in “To ask”.
    pub asked: Vec<String>,
    /// The word that a quiz is asking, which must not be revealed.
    pub hidden: Option<TermId>,
    /// The initial query; may be empty.
    pub query: String,
    /// The followed decks, whose senses win ties.
    pub followed: Vec<DeckId>,
    /// The words that are not explained between the lines of a sentence.
    pub left_alone: HashSet<TermId>,
    /// Finds words in sentences; built when it is first needed.
    pub scanner: Rc<OnceCell<Scanner>>,
}

/// An open entry.
struct Visit {
    term: TermId,
    /// The selected link.
    link: Option<usize>,
    scroll: Scroll,
}

/// The look-up screen.
pub(crate) struct Lookup {
    library: Rc<Library>,
    finder: Arc<Finder>,
    spellings: Spellings,
    marks: Rc<Annotations>,
    recent: Vec<TermId>,
    secret: Option<Spoilers>,
    field: Field,
    followed: Vec<DeckId>,
    left_alone: HashSet<TermId>,
    /// Prepared for the first sentence.
    scanner: Rc<OnceCell<Scanner>>,
    /// The query, if it is a sentence with terms in it.
    reading: Option<Reading<'static>>,
    /// The scroll position of the sentence.
    sentence: Scroll,
    findings: Findings,
    cursor: Cursor,
    /// The trail of open entries, each reached from the one before.
    trail: Vec<Visit>,
    /// The scroll position of the preview.
    preview: Scroll,
    /// The open questions in “To ask”, normalized like spellings.
    asked: HashSet<String>,
    /// Whether a complete search may find more.
    is_partial: bool,
    /// That search in a large library, once typing rests.
    running: Option<Running>,
    notice: Option<Notice>,
}

impl Lookup {
    /// Opens look-up with the query in `setup`.
    pub(crate) fn new(setup: Setup) -> Self {
        let Setup { library, finder, spellings, marks, recent, hidden, query, .. } = setup;
        let secret = hidden.map(|hidden| Spoilers::new(&library, &hidden));
        let mut lookup = Self {
            library,
            finder,
            spellings,
            marks,
            recent,
            secret,
            field: Field::new(&query, LONGEST),
            followed: setup.followed,
            left_alone: setup.left_alone,
            scanner: setup.scanner,
            reading: None,
            sentence: Scroll::default(),
            findings: Findings { verdict: Verdict::None, found: Vec::new() },
            cursor: Cursor::default(),
            trail: Vec::new(),
            preview: Scroll::default(),
            asked: setup.asked.iter().filter_map(|words| spelling(words)).collect(),
            is_partial: false,
            running: None,
            notice: None,
        };
        let hides = |id: &TermId| lookup.hides(id);
        let shown = |id: &TermId| lookup.library.entry(id).is_some() && !hides(id);
        lookup.recent = lookup.recent.iter().filter(|id| shown(id)).cloned().collect();
        lookup.search();
        lookup
    }

    /// The query.
    fn query(&self) -> &str {
        self.field.value().trim()
    }

    fn hides(&self, id: &TermId) -> bool {
        self.secret.as_ref().is_some_and(|secret| secret.is(&self.library, id))
    }

    /// Searches at once, or in a large library when typing rests.
    fn search(&mut self) {
        if self.is_large() {
            return self.search_typing();
        }
        self.is_partial = false;
        self.list(self.finder.find(self.query(), LIMIT));
    }

    /// Searches what can be searched between two key presses.
    fn search_typing(&mut self) {
        self.running = None;
        if self.is_large() {
            self.is_partial = true;
            return;
        }
        let findings;
        (findings, self.is_partial) = self.finder.find_typing(self.query(), LIMIT);
        self.list(findings);
    }

    /// Whether there is too much to search for one frame.
    fn is_large(&self) -> bool {
        self.finder.terms() > LARGE && !self.query().is_empty()
    }

    /// Goes on with what was left when typing rests.
    fn rest(&mut self) {
        if !self.is_partial || !self.is_large() {
            return self.complete();
        }
        let running = self.running.take();
        let running = running.unwrap_or_else(|| Running::start(&self.finder, self.query()));
        match running.take() {
            Some(findings) => self.finish(findings),
            None => self.running = Some(running),
        }
    }

    /// Completes the search.
    fn complete(&mut self) {
        if self.is_partial {
            let running = self.running.take();
            let searched = || self.finder.find(self.query(), LIMIT);
            self.finish(running.map_or_else(searched, |running| running.wait()));
        }
    }

    fn finish(&mut self, findings: Findings) {
        self.is_partial = false;
        self.list(findings);
    }

    fn list(&mut self, findings: Findings) {
        let mut findings = self.spellings.first(&self.finder, self.query(), findings, LIMIT);
        let secret = self.secret.as_ref();
        let hides = |id: &TermId| secret.is_some_and(|secret| secret.is(&self.library, id));
        findings.found.retain(|found| !hides(&found.term));
        let hits: Vec<_> = findings.found.iter().map(|found| found.hit.clone()).collect();
        // Recompute the verdict without the hidden word: the best remaining hit may be no match.
        findings.verdict = Verdict::of(&hits);
        let entry = |id: &TermId| self.library.find(id).filter(|_| !hides(id)).map(Cow::Borrowed);
        let mut findings = self.read(findings.with_related(&self.finder, LIMIT, entry));
        let is_none = findings.verdict == Verdict::None;
        // All matches, but only a few near hits.
        let fits = findings.fitting().count();
        let near = if findings.verdict == Verdict::Near { LIMIT } else { FEW };
        findings.found.truncate((fits + near).min(LIMIT));
        self.findings = findings;
        self.cursor = Cursor::default();
        if is_none {
            // Select the last row: a word that no deck explains is most likely to be jotted down.
            self.cursor.set(self.findings.found.len(), self.rows());
        }
        self.trail.clear();
        self.preview.reset();
        self.sentence.reset();
    }

    /// The number of rows: results plus the jot row, or recent look-ups.
    fn rows(&self) -> usize {
        if self.query().is_empty() { self.recent.len() } else { self.findings.found.len() + 1 }
    }

    /// The result in the selected row.
    fn found(&self) -> Option<&Found> {
        self.findings.found.get(self.cursor.at()).filter(|_| !self.query().is_empty())
    }

    /// How the query relates to the selected word, unless it is that word.
    fn relation(&self) -> Option<&'static str> {
        self.found()?.hit.evidence.relation()
    }

    /// The word in the selected row.
    fn selected(&self) -> Option<&TermId> {
        if self.query().is_empty() {
            return self.recent.get(self.cursor.at());
        }
        self.found().map(|found| &found.term)
    }

    /// The open entry, or else that of the selected row.
    fn current(&self) -> Option<(&Deck, &Term)> {
        let id = self.trail.last().map(|visit| &visit.term).or_else(|| self.selected())?;
        self.library.entry(id)
    }

    /// The links of the open entry.
    fn links(&self) -> Vec<Link> {
        let Some((_, term)) = self.current() else { return Vec::new() };
        let mut links = entry::links(&self.library, term);
        links.retain(|link| !self.hides(&link.term));
        links
    }

    /// Whether the query is worth remembering as a spelling of the selected word: it wasn't the first result, or is neither a
    /// match nor a prefix.
    fn is_worth_remembering(&self) -> bool {
        let is_started = self.found().is_some_and(|found| found.hit.evidence == Evidence::Start);
        let missed =
            self.cursor.at() > 0 || (self.findings.verdict != Verdict::Match && !is_started);
        let known = self.found().is_some_and(|found| {
            self.spellings.of(self.query()).is_some_and(|term| *term == found.term)
        });
        let is_word = self.reading.is_none();
        self.trail.len() == 1 && is_word && missed && !known && self.found().is_some()
    }

    fn open(&mut self, term: TermId) -> Vec<Effect> {
        let query = match (self.trail.is_empty(), &self.reading) {
            (true, None) => self.query().to_owned(),
            // Of a sentence, only the word that was opened is kept.
            (true, Some(_)) => self.found().map(|found| found.name.clone()).unwrap_or_default(),
            (false, _) => String::new(),
        };
        // Move it to the front of the recent list, where it stays selected.
        self.recent.retain(|known| *known != term);
        self.recent.insert(0, term.clone());
        self.recent.truncate(RECENT);
        if self.query().is_empty() {
            self.cursor = Cursor::default();
        }
        self.trail.push(Visit { term: term.clone(), link: None, scroll: Scroll::default() });
        vec![Effect::LookedUp(term, query)]
    }

    /// Whether the query is already in “To ask”.
    fn is_jotted(&self) -> bool {
        spelling(self.query()).is_some_and(|words| self.asked.contains(&words))
    }

    fn jot(&self) -> Vec<Effect> {
        let words = self.query().to_owned();
        if words.is_empty() { Vec::new() } else { vec![Effect::Jot(words)] }
    }

    /// Runs an action on the current word, whether its entry is open or not.
    fn mark(&mut self, action: Action) -> Vec<Effect> {
        let Some((deck, term)) = self.current() else {
            self.notice = Some(Notice::failed("no word is selected"));
            return Vec::new();
        };
        let id = term.id.clone();
        vec![match action {
            Action::Copy => Effect::Copy(entry::text(&self.library, deck, term)),
            Action::Note => Effect::Open(Route::Line(Subject::Note(id, NoteKind::Note))),
            Action::Want => Effect::Want(id),
            Action::Reset => Effect::Open(Route::Reset(id)),
            Action::TeachBack => Effect::Open(Route::TeachBack(id)),
            Action::Remember if spelling(self.query()).is_some() => {
                Effect::Remember(self.query().to_owned(), id)
            }
            _ => return Vec::new(),
        }]
    }

    fn act(&mut self, action: Action) -> Vec<Effect> {
        self.notice = None;
        match action {
            Action::Jot => return self.jot(),
            Action::Copy
            | Action::Note
            | Action::Want
            | Action::Reset
            | Action::TeachBack
            | Action::Remember => return self.mark(action),
            Action::Lookup => {
                self.field.clear();
                self.search();
                return Vec::new();
            }
            _ => {}
        }
        if self.trail.is_empty() { self.act_on_list(action) } else { self.act_on_entry(action) }
    }

    fn act_on_list(&mut self, action: Action) -> Vec<Effect> {
        let len = self.rows();
        match action {
            Action::Up | Action::Down => {
                self.cursor.move_by(if action == Action::Up { -1 } else { 1 }, len);
                self.preview.reset();
                self.sentence.follow();
            }
            Action::PageUp | Action::PageDown => self.preview.act(action),
            Action::Enter => {
                return match self.selected().cloned() {
                    Some(term) => self.open(term),
                    None => self.jot(),
                };
            }
            Action::Back => return vec![Effect::Back],
            _ => {}
        }
        Vec::new()
    }

    fn act_on_entry(&mut self, action: Action) -> Vec<Effect> {
        let links = self.links();
        let Some(visit) = self.trail.last_mut() else { return Vec::new() };
        match action {
            Action::NextLink | Action::PreviousLink if links.is_empty() => {
                self.notice = Some(Notice::failed("this entry has no links"));
            }
            Action::NextLink => {
                visit.link = Some(visit.link.map_or(0, |at| (at + 1) % links.len()));
                visit.scroll.follow();
            }
            Action::PreviousLink => {
                let last = links.len() - 1;
                visit.link = Some(visit.link.map_or(last, |at| at.checked_sub(1).unwrap_or(last)));
                visit.scroll.follow();
            }
            Action::Enter => match visit.link.and_then(|at| links.get(at)) {
                Some(link) => return self.open(link.term.clone()),
                None if links.is_empty() => {}
                None => {
                    visit.link = Some(0);
                    visit.scroll.follow();
                }
            },
            Action::Back => {
                self.trail.pop();
            }
            _ => visit.scroll.act(action),
        }
        Vec::new()
    }

    fn type_key(&mut self, key: KeyEvent) {
        let before = self.field.value().to_owned();
        let full = self.field.press(key);
        if full.is_some() {
            self.notice = full.map(Notice::failed);
        } else if self.field.value() != before {
            self.notice = None;
            self.search_typing();
        }
    }

    /// Inserts `text` and looks it up once.
    fn paste(&mut self, text: &str) {
        let press = |letter| KeyEvent::new(KeyCode::Char(letter), KeyModifiers::NONE);
        let full = text.chars().find_map(|letter| self.field.press(press(letter)));
        self.search();
        self.notice = full.map(Notice::failed);
    }

    fn remembered(&mut self, term: TermId) {
        self.spellings.put(self.field.value(), term);
        self.notice = Some(Notice::done(format!("“{}” finds it first from now on", self.query())));
    }

    fn jotted(&mut self, is_new: bool) {
        let how = if is_new { "is saved" } else { "is already" };
        self.notice = Some(Notice::done(format!("“{}” {how} in “To ask”", self.query())));
        self.asked.extend(spelling(self.query()));
        self.field.clear();
        self.search();
    }
}

impl Screen for Lookup {
    fn context(&self) -> Context {
        match self.trail.len() {
            0 => Context::Lookup,
            _ if self.is_worth_remembering() => Context::LookupPicked,
            _ => Context::LookupEntry,
        }
    }

    fn update(&mut self, msg: Msg, _: Env) -> Vec<Effect> {
        match msg {
            Msg::Action(action) => {
                if !matches!(action, Action::Back | Action::Help | Action::Lookup) {
                    self.complete();
                }
                return self.act(action);
            }
            Msg::Rested => self.rest(),
            Msg::Key(key) => self.type_key(key),
            Msg::Pasted(text) => self.paste(&text),
            Msg::Marked(marks) => self.marks = marks,
            Msg::Wanted { said, .. } => self.notice = Some(Notice::done(said)),
            Msg::Copied => self.notice = Some(Notice::done(COPIED)),
            Msg::Said(text) => self.notice = Some(Notice::done(text)),
            Msg::Failed(text) => self.notice = Some(Notice::failed(text)),
            Msg::Remembered(term) => self.remembered(term),
            Msg::Jotted { is_new } => self.jotted(is_new),
            _ => {}
        }
        Vec::new()
    }

    fn is_waiting(&self) -> bool {
        self.is_partial
    }

    fn is_idle(&self, action: Action, _: Rect) -> bool {
        let visit = self.trail.last();
        match action {
            Action::Want | Action::Reset | Action::Copy | Action::Note => self.current().is_none(),
            // On the last row it jots down, and the row says so itself.
            Action::Enter => self.current().is_none() || visit.is_some() && self.links().is_empty(),
            Action::Jot | Action::Remember | Action::Lookup => self.query().is_empty(),
            // The only link may be selected already.
            Action::NextLink => {
                visit.is_some_and(|visit| self.links().len() <= usize::from(visit.link.is_some()))
            }
            _ => false,
        }
    }

    fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        self.draw(frame, area, theme);
    }
}
