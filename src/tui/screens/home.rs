//! The home screen: its state, and what its keys do.

mod list;
mod selected;
mod teams;
mod today;
mod view;

use std::collections::HashMap;

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::core::bridge::Shared;
use crate::core::card::DeckId;
use crate::core::credit::Thanks;
use crate::core::deck::Level;
use crate::core::fluency::heard;
use crate::core::overview::{DeckRow, Overview};
use crate::core::scene_offer::Offer;
use crate::tui::action::{Action, Context};
use crate::tui::keymap;
use crate::tui::message::{Effect, Env, Msg, Route, Screen, Subject};
use crate::tui::screens::{COPIED, LONGEST_TEAM};
use crate::tui::theme::Theme;
use crate::tui::widgets::cursor::Cursor;
use crate::tui::widgets::field::Field;
use crate::tui::widgets::notice::Notice;

/// With more rows than this, the footer ranks the key that finds a team higher.
const MANY: usize = 12;

/// The home screen.
#[derive(Debug)]
pub(crate) struct Home {
    overview: Overview,
    cursor: Cursor,
    /// What is typed to find a team, and the selected row: all rows are listed until something is typed.
    find: Option<(Field, Cursor)>,
    /// The team that was found last. While the user doesn't follow it, it is listed before the others.
    found: Option<DeckId>,
    notice: Option<Notice>,
    /// The former depth of unfollowed decks, restored when you follow them again.
    left: HashMap<DeckId, Level>,
    /// The decks whose depth was changed here, with the one before; the newest last.
    changed: Vec<(DeckId, Option<Level>)>,
    /// The thanks that were copied or dropped last here, unless something else was done since.
    thanked: Option<Thanks>,
    /// Page number; increases when the data is refreshed.
    page: u32,
}

impl Home {
    /// Shows `overview`.
    pub(crate) fn new(overview: Overview) -> Self {
        let (cursor, left) = (Cursor::default(), HashMap::new());
        Self {
            overview,
            cursor,
            find: None,
            found: None,
            notice: None,
            left,
            changed: Vec::new(),
            thanked: None,
            page: 0,
        }
    }

    fn follows_none(&self) -> bool {
        self.overview.decks.iter().all(|deck| deck.depth.is_none())
    }

    /// The scene to sit in on: one of the selected team, or else the most fitting one.
    fn scene(&self) -> Option<&Offer> {
        let offers = &self.overview.offers;
        let selected = self.selected();
        let is_selected = |offer: &&Offer| selected.is_some_and(|deck| deck.id == offer.deck);
        let is_other = self.guest().is_some();
        offers.iter().find(is_selected).or(offers.first().filter(|_| !is_other))
    }

    /// The selected team, if the user doesn't follow it but can sit in with it.
    fn guest(&self) -> Option<&DeckRow> {
        self.selected().filter(|deck| deck.has_scenes && deck.depth.is_none())
    }

    fn act(&mut self, action: Action) -> Vec<Effect> {
        self.notice = None;
        if self.find.is_some() {
            self.act_on_find(action);
            return Vec::new();
        }
        let len = self.overview.decks.len();
        match action {
            Action::Find => self.find = Some((Field::new("", LONGEST_TEAM), self.cursor.clone())),
            Action::Toggle => return self.toggle(),
            Action::Depth => return self.deepen(),
            Action::Undo => return self.undo(),
            Action::Quiz => {
                if self.follows_none() {
                    let key = key(Action::Toggle);
                    self.notice =
                        Some(Notice::failed(format!("follow a team first: press {key} on it")));
                } else {
                    return vec![Effect::Open(Route::Quiz(Vec::new()))];
                }
            }
            Action::Cram => {
                if let Some(deck) = self.selected() {
                    return vec![Effect::Open(Route::Cram(vec![deck.id.clone()]))];
                }
            }
            Action::Sit => {
                let offered = self.scene().map(|offer| (&offer.deck, Some(offer.scene.clone())));
                let selected = self.selected().map(|deck| (&deck.id, None));
                if let Some((deck, scene)) = offered.or(selected) {
                    return vec![Effect::Open(Route::Scene(vec![deck.clone()], scene))];
                }
            }
            Action::Copy | Action::Drop => {
                if let Some(thanks) = self.overview.thanks.clone() {
                    let copy = (action == Action::Copy).then(|| Effect::Copy(thanks.sentence()));
                    // What was done before is not undone by mistake.
                    self.changed.clear();
                    self.thanked = Some(thanks.clone());
                    return copy.into_iter().chain([Effect::Thanked(thanks)]).collect();
                }
            }
            Action::Bridge => {
                // Thanks are offered first.
                let is_shown = self.overview.thanks.is_none();
                let of_week = self.overview.bridge.as_ref().filter(|_| is_shown);
                let of_week = of_week.map(|Shared { decks: [left, right], .. }| {
                    Route::Bridge(left.clone(), Some(right.clone()))
                });
                let own = || Some(Route::Bridge(self.selected()?.id.clone(), None));
                return of_week.or_else(own).map(Effect::Open).into_iter().collect();
            }
            Action::Brief | Action::Team | Action::Visited => {
                if let Some(DeckRow { id, title, .. }) = self.selected() {
                    let (deck, title) = (id.clone(), title.clone());
                    return vec![Effect::Open(match action {
                        Action::Brief => Route::Brief(deck),
                        Action::Team => Route::Team(deck),
                        _ => Route::Line(Subject::Visit { deck, title }),
                    })];
                }
            }
            Action::Browse => return vec![Effect::Open(Route::Browse(None))],
            Action::ToAsk => return vec![Effect::Open(Route::ToAsk)],
            Action::Settings => return vec![Effect::Open(Route::Settings)],
            Action::Stats => return vec![Effect::Open(Route::Stats)],
            Action::Back => return vec![Effect::Quit],
            _ => self.cursor.act(action, len),
        }
        Vec::new()
    }

    /// Follows the selected deck at its former depth, or unfollows it.
    fn toggle(&mut self) -> Vec<Effect> {
        let Some(DeckRow { id, title, depth, .. }) = self.selected() else { return Vec::new() };
        let (id, key) = (id.clone(), key(Action::Undo));
        let (depth, notice) = match depth {
            Some(_) => (
                None,
                format!(
                    "you no longer follow {title}; your progress is kept, and {key} undoes that"
                ),
            ),
            None => {
                let depth = self.left.get(&id).copied().unwrap_or(Level::Core);
                let words = words_of(depth);
                (Some(depth), format!("you now follow {title}: {words}; {key} undoes that"))
            }
        };
        self.notice = Some(Notice::done(notice));
        self.change(&id, depth)
    }

    /// The depth at which the deck with this ID is followed.
    fn depth(&self, id: &DeckId) -> Option<Level> {
        self.overview.decks.iter().find(|deck| deck.id == *id)?.depth
    }

    /// Follows the deck with this ID at `depth`, or unfollows it, so that it can be undone.
    fn change(&mut self, id: &DeckId, depth: Option<Level>) -> Vec<Effect> {
        self.changed.push((id.clone(), self.depth(id)));
        self.follow(id, depth)
    }

    fn follow(&mut self, id: &DeckId, depth: Option<Level>) -> Vec<Effect> {
        match self.depth(id) {
            Some(before) if depth.is_none() => self.left.insert(id.clone(), before),
            _ => self.left.remove(id),
        };
        vec![Effect::Follow(id.clone(), depth)]
    }

    /// Undoes the last change of what is followed, or else today's last answer.
    fn undo(&mut self) -> Vec<Effect> {
        let Some((id, depth)) = self.changed.pop() else {
            if self.thanked.is_none() {
                return vec![Effect::Undo];
            }
            self.notice =
                Some(Notice::failed("nothing to undo; `shoptalk stats` still has the sentence"));
            return Vec::new();
        };
        let effects = self.follow(&id, depth);
        let deck = self.overview.decks.iter().find(|deck| deck.id == id);
        let title = deck.map_or(&*id, |deck| &deck.title);
        self.notice = Some(Notice::done(match depth {
            Some(depth) => format!("undone: you follow {title} with {}", words_of(depth)),
            None => format!("undone: you don't follow {title}"),
        }));
        effects
    }

    /// Raises the depth of the selected deck by one level, cycling back to core.
    fn deepen(&mut self) -> Vec<Effect> {
        let Some(DeckRow { id, title, depth, .. }) = self.selected() else { return Vec::new() };
        let depth = match depth {
            None => {
                let key = key(Action::Toggle);
                self.notice =
                    Some(Notice::failed(format!("follow {title} first: press {key} on it")));
                return Vec::new();
            }
            Some(Level::Core) => Level::Working,
            Some(Level::Working) => Level::Deep,
            Some(Level::Deep) => Level::Core,
        };
        let (words, key) = (words_of(depth), key(Action::Undo));
        let notice = format!("{title}: you are now quizzed on {words}; {key} undoes that");
        let id = id.clone();
        self.notice = Some(Notice::done(notice));
        self.change(&id, Some(depth))
    }
}

/// The key for `action` on this screen.
fn key(action: Action) -> String {
    keymap::key_for(Context::Home, action)
}

/// The words that a team is quizzed on at `depth`.
fn words_of(depth: Level) -> String {
    let heard = heard(depth);
    match depth {
        Level::Core => format!("its core words ({heard})"),
        Level::Working => format!("its core and working words ({heard})"),
        Level::Deep => "all of its words".to_owned(),
    }
}

impl Screen for Home {
    fn context(&self) -> Context {
        if self.find.is_some() { Context::HomeFind } else { Context::Home }
    }

    fn update(&mut self, msg: Msg, _: Env) -> Vec<Effect> {
        match msg {
            Msg::Action(action) => return self.act(action),
            Msg::Key(key) => {
                self.notice = None;
                if let Some((field, cursor)) = &mut self.find {
                    self.notice = field.press(key).map(Notice::failed);
                    *cursor = Cursor::default();
                }
            }
            Msg::Resumed(overview) => {
                // Following moves a deck in the list; keep it selected.
                let selected = self.selected().map(|deck| deck.id.clone());
                if overview.done.answers != self.overview.done.answers {
                    // An answer is what was done last.
                    self.changed.clear();
                    self.thanked = None;
                }
                self.overview = *overview;
                self.arrange();
                self.page = self.page.wrapping_add(1);
                let at =
                    self.overview.decks.iter().position(|deck| Some(&deck.id) == selected.as_ref());
                self.cursor.set(at.unwrap_or_else(|| self.cursor.at()), self.overview.decks.len());
            }
            Msg::Struck(struck) => self.notice = Some(Notice::done(struck.to_string())),
            Msg::Said(text) => self.notice = Some(Notice::done(text)),
            Msg::Failed(text) => self.notice = Some(Notice::failed(text)),
            // Where the terminal has no clipboard, the sentence can be read off.
            Msg::Copied => {
                let sentence = self.thanked.as_ref().map(Thanks::sentence);
                let said = sentence.map(|sentence| format!("{COPIED}: {sentence}"));
                self.notice = said.map(|said| Notice::done(said).personal());
            }
            _ => {}
        }
        Vec::new()
    }

    fn page(&self) -> u32 {
        self.page
    }

    fn is_idle(&self, action: Action, _: Rect) -> bool {
        let Overview { done, thanks, has_journal, .. } = &self.overview;
        let has_scene =
            || self.scene().is_some() || self.selected().is_some_and(|deck| deck.has_scenes);
        match action {
            Action::Undo => done.answers == 0 && self.changed.is_empty(),
            Action::Quiz => !has_journal || self.follows_none(),
            Action::Cram | Action::Stats => !has_journal,
            Action::Sit => !has_journal || !has_scene(),
            Action::Copy | Action::Drop => thanks.is_none(),
            _ => false,
        }
    }

    fn label(&self, action: Action) -> Option<&'static str> {
        let is_new = |deck: &DeckRow| {
            deck.fluency.as_ref().is_some_and(|fluency| fluency.now.met < fluency.now.words)
        };
        match action {
            Action::Find => (self.rows() > MANY).then_some("find a team"),
            Action::Toggle => self.selected()?.depth.is_none().then_some("follow"),
            Action::Quiz if self.overview.questions > 0 => None,
            // More minutes, or more words: the page that opens offers them.
            Action::Quiz => (self.overview.is_over_time()
                || self.overview.decks.iter().any(is_new))
            .then_some("quiz more"),
            _ => None,
        }
    }

    fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        self.draw(frame, area, theme);
    }
}
