//! The home screen: today's review count, what comes next, and the teams.

use std::collections::HashMap;
use std::sync::Arc;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::core::bridge::Shared;
use crate::core::credit::Thanks;
use crate::core::deck::Level;
use crate::core::fluency::{Fluency, heard, next_step};
use crate::core::overview::{DeckRow, Overview};
use crate::core::scene_offer::Offer;
use crate::core::stats::{Progress, percent};
use crate::core::words::counted;
use crate::tui::action::{Action, Context};
use crate::tui::keymap;
use crate::tui::message::{Effect, Env, Msg, Route, Screen, Subject};
use crate::tui::screens::{COPIED, SIT_IN, cut, in_days, minutes};
use crate::tui::theme::Theme;
use crate::tui::widgets::cursor::Cursor;
use crate::tui::widgets::layout::{self, Breakpoint};
use crate::tui::widgets::page::{Page, Scroll};

/// The maximum number of rows about a team that leave room for an offer of more than one row.
const ROOMY: usize = 5;

/// The home screen.
#[derive(Debug)]
pub(crate) struct Home {
    overview: Overview,
    cursor: Cursor,
    notice: Option<String>,
    /// The former depth of unfollowed decks, restored when you follow them again.
    left: HashMap<Arc<str>, Level>,
    /// The decks whose depth was changed here, with the one before; the newest last.
    changed: Vec<(Arc<str>, Option<Level>)>,
    /// The thanks that were copied or dropped last here, unless something else was done since.
    thanked: Option<Thanks>,
    /// Page number; increases when the data is refreshed.
    page: u32,
}

impl Home {
    /// Shows `overview`.
    pub(crate) fn new(overview: Overview) -> Self {
        let (cursor, left) = (Cursor::default(), HashMap::new());
        Self { overview, cursor, notice: None, left, changed: Vec::new(), thanked: None, page: 0 }
    }

    fn selected(&self) -> Option<&DeckRow> {
        self.overview.decks.get(self.cursor.at())
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
        let len = self.overview.decks.len();
        match action {
            Action::Toggle => return self.toggle(),
            Action::Depth => return self.deepen(),
            Action::Undo => return self.undo(),
            Action::Quiz => {
                if self.overview.decks.iter().all(|deck| deck.depth.is_none()) {
                    self.notice =
                        Some(format!("follow a team first: press {} on it", key(Action::Toggle)));
                } else {
                    return vec![Effect::Open(Route::Quiz(Vec::new()))];
                }
            }
            Action::Cram => {
                if let Some(deck) = self.selected() {
                    return vec![Effect::Open(Route::Cram(vec![deck.id.to_string()]))];
                }
            }
            Action::Sit => {
                let offered = self.scene().map(|offer| (&offer.deck, Some(offer.scene.clone())));
                let selected = self.selected().map(|deck| (&deck.id, None));
                if let Some((deck, scene)) = offered.or(selected) {
                    return vec![Effect::Open(Route::Scene(vec![deck.to_string()], scene))];
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
                    Route::Bridge(left.to_string(), Some(right.to_string()))
                });
                let own = || Some(Route::Bridge(self.selected()?.id.to_string(), None));
                return of_week.or_else(own).map(Effect::Open).into_iter().collect();
            }
            Action::Brief | Action::Team | Action::Visited => {
                if let Some(DeckRow { id, title, .. }) = self.selected() {
                    let (deck, title) = (id.to_string(), title.clone());
                    return vec![Effect::Open(match action {
                        Action::Brief => Route::Brief(deck),
                        Action::Team => Route::Team(deck),
                        _ => Route::Line(Subject::Visit { deck, title }),
                    })];
                }
            }
            Action::Browse => return vec![Effect::Open(Route::Browse)],
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
        self.notice = Some(notice);
        self.change(&id, depth)
    }

    /// The depth at which the deck with this ID is followed.
    fn depth(&self, id: &Arc<str>) -> Option<Level> {
        self.overview.decks.iter().find(|deck| deck.id == *id)?.depth
    }

    /// Follows the deck with this ID at `depth`, or unfollows it, so that it can be undone.
    fn change(&mut self, id: &Arc<str>, depth: Option<Level>) -> Vec<Effect> {
        self.changed.push((id.clone(), self.depth(id)));
        self.follow(id, depth)
    }

    fn follow(&mut self, id: &Arc<str>, depth: Option<Level>) -> Vec<Effect> {
        match self.depth(id) {
            Some(before) if depth.is_none() => self.left.insert(id.clone(), before),
            _ => self.left.remove(id),
        };
        vec![Effect::Follow(id.to_string(), depth)]
    }

    /// Undoes the last change of what is followed, or else today's last answer.
    fn undo(&mut self) -> Vec<Effect> {
        let Some((id, depth)) = self.changed.pop() else {
            if self.thanked.is_none() {
                return vec![Effect::Undo];
            }
            self.notice =
                Some("nothing to undo; `shoptalk stats` still has the sentence".to_owned());
            return Vec::new();
        };
        let effects = self.follow(&id, depth);
        let deck = self.overview.decks.iter().find(|deck| deck.id == id);
        let title = deck.map_or(&*id, |deck| &deck.title);
        self.notice = Some(match depth {
            Some(depth) => format!("undone: you follow {title}: {}", words_of(depth)),
            None => format!("undone: you don't follow {title}"),
        });
        effects
    }

    /// Raises the depth of the selected deck by one level, cycling back to core.
    fn deepen(&mut self) -> Vec<Effect> {
        let Some(DeckRow { id, title, depth, .. }) = self.selected() else { return Vec::new() };
        let depth = match depth {
            None => {
                let key = key(Action::Toggle);
                self.notice = Some(format!("follow {title} first: press {key} on it"));
                return Vec::new();
            }
            Some(Level::Core) => Level::Working,
            Some(Level::Working) => Level::Deep,
            Some(Level::Deep) => Level::Core,
        };
        let (words, key) = (words_of(depth), key(Action::Undo));
        let notice = format!("{title}: you are now quizzed on {words}; {key} undoes that");
        let id = id.clone();
        self.notice = Some(notice);
        self.change(&id, Some(depth))
    }

    /// The number of words to ask about, and the date.
    fn corner(&self, theme: &Theme) -> Vec<Span<'static>> {
        let day = Span::styled(self.overview.today.to_string(), theme.muted);
        match self.overview.to_ask {
            0 => vec![day],
            count => {
                let key = key(Action::ToAsk);
                let count = Span::styled(format!(" {count} to ask   "), theme.figure(theme.text));
                vec![Span::styled(key, theme.key), count, day]
            }
        }
    }

    /// Today's count, and what it means.
    fn today(&self) -> (String, String) {
        let Overview { decks, questions, new, expected_ms, due, done, next, .. } = &self.overview;
        let Overview { is_return, leaves_due, postponed, minutes: budget, .. } = &self.overview;
        if decks.is_empty() {
            let where_to =
                "Put deck files into your decks folder; `shoptalk settings` shows where it is.";
            return ("There are no decks".to_owned(), where_to.to_owned());
        }
        if decks.iter().all(|deck| deck.depth.is_none()) {
            let what = "You don't follow a team yet.".to_owned();
            let how =
                format!("Press {} on a team to be quizzed on its words.", key(Action::Toggle));
            return (what, how);
        }
        if *questions > 0 && *is_return && done.answers == 0 {
            let what = format!(
                "A short quiz to begin with: {}, about {}.",
                counted(*questions, "word"),
                minutes(*expected_ms)
            );
            let rest = " The rest is spread over the coming days; new words wait until then.";
            let rest = if *leaves_due { rest } else { "" };
            return ("Welcome back".to_owned(), format!("{what}{rest}"));
        }
        if *questions > 0 {
            let about = format!("about {}", minutes(*expected_ms));
            let what = match (*new, *questions - *new) {
                (new, 0) => format!("{} to meet today", counted(new, "new word")),
                (0, old) => format!("{} to go over today", counted(old, "word")),
                (new, old) => format!(
                    "{} to go over and {} today",
                    counted(old, "word"),
                    counted(new, "new one")
                ),
            };
            let done = match done.answers {
                0 => String::new(),
                answers => format!("; {answers} answered so far"),
            };
            let rest = match *postponed {
                _ if *leaves_due => "; the rest is spread over the coming days".to_owned(),
                count if count == 0 || *new == 0 => String::new(),
                count => format!("; {} can wait while you learn new ones", counted(count, "word")),
            };
            return (what, format!("{about}{done}{rest}"));
        }
        if *due > 0 || done.ms >= u64::from(*budget) * 60_000 {
            let what = match budget {
                1 => "Today's minute is done".to_owned(),
                _ => format!("Today's {budget} minutes are done"),
            };
            let rest = if *due > 0 { "The rest is spread over the coming days. " } else { "" };
            return (what, format!("{rest}Enter gives five more minutes."));
        }
        let next = match (*next, self.overview.new_tomorrow) {
            (Some((days @ 2.., count)), true) => {
                format!("Next: new words tomorrow, {} {}.", counted(count, "word"), in_days(days))
            }
            (Some((days, count)), _) => {
                format!("Next: {}, {}.", in_days(days), counted(count, "word"))
            }
            (None, true) => "Next: new words tomorrow.".to_owned(),
            (None, false) => "Look something up, or follow another team.".to_owned(),
        };
        let what = if done.answers > 0 { "Today's quiz is done" } else { "Nothing is due" };
        (what.to_owned(), next)
    }

    /// The area below the list: your fluency in the selected team's language, and the time since each visit.
    fn below(&self, width: u16, shape: Breakpoint, notice: Option<&str>, theme: &Theme) -> Page {
        let mut page = Page::new(width);
        let selected = self.selected();
        if let (Breakpoint::Full, Some(deck)) = (shape, selected)
            && let Some(fluency) = &deck.fluency
        {
            page.line(Line::default());
            let mut said = fluency.sentences();
            // A notice needs the room.
            said.extend(self.next_step(fluency).filter(|_| notice.is_none()));
            let said = said.join(" ");
            let style = theme.figure(theme.text);
            page.hanging(&format!("{}  ", deck.title), theme.strong, &said, style);
        }
        // What was just done is said first; a warning stays, so it only takes room.
        let is_full = shape == Breakpoint::Full;
        let has_room = is_full && notice.is_none() && page.len() <= ROOMY;
        let is_quiet = self.notice.is_none() && (is_full || notice.is_none());
        let offer = is_quiet.then(|| self.offer(has_room, theme)).flatten();
        if let Some((said, style)) = &offer {
            page.line(Line::default());
            page.text(said, *style);
        }
        if !self.overview.visits.is_empty() {
            if has_room || offer.is_none() {
                page.line(Line::default());
            }
            let with = self.overview.visits.iter().map(|(title, days)| {
                let ago = match days {
                    0 => "today".to_owned(),
                    1 => "yesterday".to_owned(),
                    days => format!("{days} days ago"),
                };
                format!("{title} {ago}")
            });
            let all = format!("With {}", with.collect::<Vec<_>>().join(", "));
            // The line about visits is hidden as a whole, because it is about people.
            page.line(Line::styled(cut(&all, usize::from(width)), theme.name(theme.text)));
        }
        page
    }

    /// An offer, if there is one: to say thanks, or else to compare two teams. In one line unless there is room.
    fn offer(&self, has_room: bool, theme: &Theme) -> Option<(String, Style)> {
        let Overview { thanks, bridge, .. } = &self.overview;
        let [copy, drop, compare] = [Action::Copy, Action::Drop, Action::Bridge].map(key);
        if let Some(thanks) = thanks {
            let said = if has_room {
                let how = format!("Say so? {copy} copies a sentence to send, {drop} dismisses it.");
                format!("{} {how}", thanks.reason())
            } else {
                format!("{copy} copy thanks to {}   {drop} don't", thanks.name)
            };
            return Some((said, theme.name(theme.text)));
        }
        let Shared { word, titles: [left, right], .. } = bridge.as_ref()?;
        let said = if has_room {
            let said = format!("“{word}” means different things to {left} and {right}:");
            // The key stays with what it does when the line wraps.
            format!("{said} {compare}\u{a0}compares\u{a0}them.")
        } else {
            format!("{compare} two meanings of “{word}”")
        };
        Some((said, theme.text))
    }

    /// What comes next once all words of a team were met.
    fn next_step(&self, fluency: &Fluency) -> Option<String> {
        let Progress { words, met, .. } = fluency.now;
        if words == 0 || met < words {
            return None;
        }
        let deeper = fluency.deeper.map(|next| {
            let key = key(Action::Depth);
            format!(": {key} adds {}", next_step(next))
        });
        let team = self.overview.met_most.as_ref().map(|title| {
            format!(
                " Or follow {title}, the other team you met most: {} on it.",
                key(Action::Toggle)
            )
        });
        let (deeper, team) = (deeper.unwrap_or_default(), team.unwrap_or_default());
        Some(format!("You have met every word{deeper}.{team}"))
    }

    /// A deck row: its share of today's quiz, and the number of words understood, or met if there are none.
    fn row(deck: &DeckRow, width: usize, shape: Breakpoint, theme: &Theme) -> Line<'static> {
        let today = match (deck.due, deck.new) {
            (0, 0) => String::new(),
            (0, new) => format!("{new} new"),
            (due, 0) => format!("{due} due"),
            (due, new) => format!("{due} due {new} new"),
        };
        let Some(Progress { words, met, understood, .. }) =
            deck.fluency.as_ref().map(|fluency| fluency.now)
        else {
            let words = format!("{today}  {}", counted(deck.words, "word"));
            return columns(&deck.title, words.trim_start(), "  ", width, theme.muted, theme);
        };
        let right = if shape == Breakpoint::Full {
            let known = match (met, understood) {
                (0, _) => format!("{words} to meet"),
                (met, 0) => format!("met {met} of {words}"),
                _ => {
                    let share = percent(understood, words);
                    format!("understand {understood} of {words} {share:>3}%")
                }
            };
            format!("{today:>13}  {known:>22}")
        } else {
            format!("{today}  {understood}/{words}")
        };
        columns(&deck.title, &right, "* ", width, theme.text, theme)
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

/// `mark`, `left`, and `right`, aligned to `width` columns.
fn columns(
    left: &str,
    right: &str,
    mark: &'static str,
    width: usize,
    style: Style,
    theme: &Theme,
) -> Line<'static> {
    let room = width.saturating_sub(Span::raw(right).width() + 5);
    let title = cut(left, room);
    let gap =
        width.saturating_sub(4 + Span::raw(title.as_str()).width() + Span::raw(right).width());
    Line::from(vec![
        Span::styled(mark, theme.accent),
        Span::styled(title, style),
        Span::raw(" ".repeat(gap)),
        Span::styled(right.to_owned(), theme.figure(style)),
    ])
}

impl Screen for Home {
    fn context(&self) -> Context {
        Context::Home
    }

    fn update(&mut self, msg: Msg, _: Env) -> Vec<Effect> {
        match msg {
            Msg::Action(action) => return self.act(action),
            Msg::Resumed(overview) => {
                // Following moves a deck in the list; keep it selected.
                let selected = self.selected().map(|deck| deck.id.clone());
                if overview.done.answers != self.overview.done.answers {
                    // An answer is what was done last.
                    self.changed.clear();
                    self.thanked = None;
                }
                self.overview = *overview;
                self.page = self.page.wrapping_add(1);
                let at =
                    self.overview.decks.iter().position(|deck| Some(&deck.id) == selected.as_ref());
                self.cursor.set(at.unwrap_or_else(|| self.cursor.at()), self.overview.decks.len());
            }
            Msg::Struck(struck) => self.notice = Some(struck.to_string()),
            Msg::Said(text) | Msg::Failed(text) => self.notice = Some(text),
            // Where the terminal has no clipboard, the sentence can be read off.
            Msg::Copied => {
                let sentence = self.thanked.as_ref().map(Thanks::sentence);
                self.notice = sentence.map(|sentence| format!("{COPIED}: {sentence}"));
            }
            _ => {}
        }
        Vec::new()
    }

    fn page(&self) -> u32 {
        self.page
    }

    fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let warning =
            self.overview.notices.first().map(|first| match self.overview.notices.len() {
                1 => first.clone(),
                more => format!("{first} (and {} more: shoptalk deck check)", more - 1),
            });
        let notice = self.notice.as_deref().or(warning.as_deref());
        let nothing_to_undo = self.overview.done.answers == 0 && self.changed.is_empty();
        let idle: &[Action] = if nothing_to_undo { &[Action::Undo] } else { &[] };
        let parts = layout::frame(frame, area, theme, (Context::Home, idle), None, layout::MEASURE);
        frame.render_widget(Line::styled("shoptalk", theme.strong), parts.head);
        frame.render_widget(Line::from(self.corner(theme)).right_aligned(), parts.head);
        let (number, detail) = self.today();
        let mut top = Page::new(parts.body.width);
        top.text(&number, theme.figure(theme.strong));
        top.text(&detail, theme.figure(theme.text));
        let room = usize::from(parts.body.width).saturating_sub(SIT_IN.len() + 5);
        let offer = self.scene().map(|offer| match parts.shape {
            Breakpoint::Full => format!("{SIT_IN}: {}", offer.line()),
            _ => format!("{SIT_IN}: {}", offer.within(room)),
        });
        let guest = || Some(format!("{SIT_IN} with {}", self.guest()?.title));
        if let Some(said) = offer.or_else(guest) {
            let label = format!("{}  ", key(Action::Sit));
            top.hanging(&label, theme.key, &said, theme.figure(theme.text));
        }
        top.line(Line::default());
        let mut bottom = self.below(parts.body.width, parts.shape, notice, theme);
        if let Some(notice) = notice {
            bottom.line(Line::default());
            bottom.hanging("! ", theme.bad, notice, theme.text);
        } else if let Some(aging) = &self.overview.aging {
            bottom.line(Line::default());
            bottom.text(aging, theme.text);
        }
        let height = |page: &Page| u16::try_from(page.len()).unwrap_or(u16::MAX);
        let most = parts.body.height / 2;
        let rows = Layout::vertical([
            Constraint::Length(height(&top).min(most)),
            Constraint::Fill(1),
            Constraint::Length(height(&bottom).min(most)),
        ]);
        let [head, list, foot] = parts.body.layout(&rows);
        Scroll::default().draw(frame, head, top, theme);
        Scroll::default().draw(frame, foot, bottom, theme);
        let decks = &self.overview.decks;
        let width = usize::from(list.width);
        self.cursor.draw(frame, list, theme, decks.len(), |at| {
            Self::row(&decks[at], width, parts.shape, theme)
        });
    }
}
