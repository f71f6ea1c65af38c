//! The overview shown on the home screen.

use std::collections::HashMap;

use crate::core::brief::{self, Team};
use crate::core::card::{DeckId, Direction};
use crate::core::deck::{Deck, Level, Term};
use crate::core::look_back::Practice;
use crate::core::overview::{DeckRow, Glance, Overview};
use crate::core::plan::Plan;
use crate::core::time::Day;
use crate::files::{LISTS_SOURCES, shown, sync_tool};
use crate::sources::Source;
use crate::store::Journal;
use crate::trainer::{Trainer, TrainerError};

/// The age in days from which home mentions outdated copies.
const AGING: u64 = 30;

/// How many of the weakest words are named.
const WEAKEST: usize = 5;

impl Trainer {
    /// The current overview.
    pub fn overview(&mut self) -> Overview {
        let decks = self.quizzed(&[]);
        let plan = self.plan(&decks, None, None).unwrap_or_default();
        let rows = self.deck_rows(&decks, &plan);
        let (next, new_tomorrow) = self.tomorrow().unwrap_or_default();
        let done = self.done_today().unwrap_or_default();
        let notices = self.other_notices();
        Overview {
            today: self.today(),
            has_journal: self.no_journal().is_none(),
            is_return: self.is_return().unwrap_or_default(),
            leaves_due: plan.leaves_due(),
            postponed: plan.postponed,
            questions: plan.items.len(),
            new: plan.items.iter().filter(|item| item.is_new).count(),
            expected_ms: plan.expected_ms,
            due: plan.due,
            practice: self.practice(done.answers),
            done,
            minutes: self.minutes_today().unwrap_or(self.settings.minutes),
            to_ask: self.jottings().map_or(0, |open| open.len()),
            new_tomorrow,
            next,
            visits: self.last_visits(&rows),
            met_most: self.met_most(&rows),
            thanks: self.new_thanks().unwrap_or_default(),
            bridge: self.bridge_of_week(),
            decks: rows,
            offers: Vec::new(),
            hint: if notices.is_empty() { self.tune_hint() } else { None },
            notices,
            deck_problem: self.deck_problem(),
            aging: self.aging(),
        }
    }

    /// All decks, with the `followed` ones and their depths first, each with its share of today's `plan`.
    fn deck_rows(&mut self, followed: &[(DeckId, Level)], plan: &Plan) -> Vec<DeckRow> {
        let depth =
            |id: &DeckId| followed.iter().find(|(deck, _)| deck == id).map(|(_, depth)| *depth);
        let library = self.library.clone();
        let mut glances = self.glances(followed).unwrap_or_default();
        let row = library.decks().iter().map(|deck| {
            let depth = depth(&deck.id);
            let fluency = depth.and_then(|depth| self.fluency(&deck.id, depth).ok().flatten());
            let (due, new) = plan.of_deck(&deck.id);
            DeckRow {
                id: deck.id.clone(),
                title: deck.title.clone(),
                summary: deck.summary.clone(),
                words: deck.terms.len(),
                has_scenes: !deck.scenes.is_empty(),
                depth,
                due,
                new,
                fluency,
                glance: glances.remove(&*deck.id),
            }
        });
        let mut rows: Vec<DeckRow> = row.collect();
        rows.sort_by_key(|row| row.depth.is_none());
        rows
    }

    /// The practice of the last weeks, with today's number of `answers`.
    fn practice(&mut self, answers: usize) -> Practice {
        let mut practice = self.past().map(|past| past.practice.clone()).unwrap_or_default();
        if let Some(today) = practice.answers.last_mut() {
            *today = u32::try_from(answers).unwrap_or(u32::MAX);
        }
        practice
    }

    /// What stands beside the list about each of the `followed` decks.
    fn glances(
        &mut self,
        followed: &[(DeckId, Level)],
    ) -> Result<HashMap<DeckId, Glance>, TrainerError> {
        let (today, library) = (self.today(), self.library.clone());
        let (asked, looked_up) = (self.questions()?, self.looked_up_lately()?);
        let mut out = HashMap::new();
        for (id, depth) in followed {
            let Some(deck) = library.deck(id) else { continue };
            let reading = self.journal()?.reading(&deck.id, today)?;
            let changes =
                reading.map(|read| brief::changes(&library, deck, &read.definitions, today).len());
            let team = Team {
                known: self.known(),
                deck,
                depth: *depth,
                today,
                asked: &asked,
                looked_up: &looked_up,
            };
            let mut questions = brief::questions(&team, &brief::sorted_words(&team)).into_iter();
            let next = questions.find(|question| question.asked.is_none());
            let glance = Glance {
                meeting: self.meeting_day(id),
                weakest: self.weakest(deck, *depth),
                ask: next.map(|question| question.text),
                changes: changes.unwrap_or_default(),
            };
            out.insert(id.clone(), glance);
        }
        Ok(out)
    }

    /// The words of a deck that were met and are least likely to be recalled tomorrow, each with its meaning in a few words.
    fn weakest(&self, deck: &Deck, depth: Level) -> Vec<(String, String)> {
        let (known, today) = (self.known(), self.today());
        let mut met: Vec<(f32, &Term)> = deck
            .live(today.date())
            .filter(|term| term.level <= depth)
            .filter_map(|term| {
                let state = known.state(&term.id, Direction::Understand)?;
                Some((known.recall_tomorrow(state, today), term))
            })
            .collect();
        met.sort_by(|(one, _), (other, _)| one.total_cmp(other));
        let word = |(_, term): (f32, &Term)| (term.term.clone(), term.gist().to_owned());
        met.into_iter().take(WEAKEST).map(word).collect()
    }

    /// The day of the last visit to each followed team, longest ago first; empty if the settings hide it.
    fn last_visits(&mut self, rows: &[DeckRow]) -> Vec<(String, Day)> {
        if !self.settings.visits {
            return Vec::new();
        }
        let visits = self.visits().unwrap_or_default();
        let followed = rows.iter().filter(|row| row.depth.is_some());
        let mut days: Vec<(String, Day)> = followed
            .filter_map(|row| {
                let last = visits.iter().find(|visit| visit.deck == row.id)?;
                Some((row.title.clone(), last.day))
            })
            .collect();
        days.sort_by_key(|(_, day)| *day);
        days
    }

    /// The title of the team met most of those not followed: each visit and each word looked up lately counts once.
    fn met_most(&mut self, rows: &[DeckRow]) -> Option<String> {
        let visits = self.visits().unwrap_or_default().into_iter().map(|visit| visit.deck);
        let looked_up = self.looked_up_lately().unwrap_or_default().into_iter();
        let met: Vec<DeckId> = visits.chain(looked_up.map(|id| id.deck().into())).collect();
        let others = rows.iter().filter(|row| row.depth.is_none());
        let times = |row: &&DeckRow| met.iter().filter(|deck| **deck == row.id).count();
        let most = others.rev().max_by_key(times).filter(|row| times(row) > 0)?;
        Some(most.title.clone())
    }

    /// The first problem with decks, and how many more there are, with the commands that list them.
    fn deck_problem(&self) -> Option<String> {
        let notices = self.notices.iter().take(self.deck_notices).chain(&self.of_sources);
        let problems = self.problems.iter().map(ToString::to_string);
        let mut all = notices.cloned().chain(problems);
        let first = all.next()?;
        let more @ 1.. = all.count() else { return Some(first) };
        let copied = self.problems.iter().filter(|one| self.sources.is_copied(one)).count();
        let is_own = copied < self.problems.len() || self.deck_notices > 0;
        let is_copied = copied > 0 || !self.of_sources.is_empty();
        let commands = [(is_own, "shoptalk deck check"), (is_copied, LISTS_SOURCES)];
        let commands = commands.iter().filter(|(counts, _)| *counts).map(|(_, command)| *command);
        Some(format!("{first} (and {more} more: {})", commands.collect::<Vec<_>>().join(", ")))
    }

    /// All notices about the journal and the settings.
    fn other_notices(&mut self) -> Vec<String> {
        // Also that its file was replaced meanwhile.
        let mut notices: Vec<String> =
            self.refresh().err().map(|error| error.to_string()).into_iter().collect();
        notices.extend(self.folder_warning());
        notices.extend(self.notices.iter().skip(self.deck_notices).cloned());
        notices
    }

    /// A warning about the folder of the journal: files in it cannot be locked, or a sync tool keeps it. The latter comes in one run
    /// for each such tool.
    pub fn folder_warning(&mut self) -> Option<String> {
        if self.folder_warning.get().is_none() {
            let warning = self.new_folder_warning();
            let _ = self.folder_warning.set(warning);
        }
        self.folder_warning.get().cloned().flatten()
    }

    fn new_folder_warning(&mut self) -> Option<String> {
        let limits = self.journal.as_ref().ok().and_then(Journal::one_at_a_time);
        if limits.is_some() {
            return limits;
        }
        let folder = self.progress.as_ref()?.parent()?;
        let tool = sync_tool(folder)?;
        let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
        let folder = shown(&folder);
        let (journal, key) = (self.journal.as_mut().ok()?, format!("said: kept by {tool}"));
        if journal.noted(&key).ok()?.is_some() {
            return None;
        }
        // A journal that cannot be written warns every time.
        let _ = journal.note(&key, 1);
        Some(format!(
            "{tool} keeps {folder} in sync, which can damage your progress while it is open or bring back an old state; choose \
             another folder with --data, and put copies there with `shoptalk data backup FILE`"
        ))
    }

    /// A notice about old copies of external decks, if there are any.
    fn aging(&self) -> Option<String> {
        let now = self.now();
        let days = |source: &Source| source.days_old(now);
        let oldest = self.kept.iter().max_by_key(|source| days(source))?;
        let others = self.kept.iter().filter(|source| days(source) >= AGING).count();
        let name = match others {
            0 => return None,
            1 => oldest.name.clone(),
            _ => format!("{} and others", oldest.name),
        };
        Some(format!(
            "The decks of {name} are {} days old: shoptalk deck sources update",
            days(oldest)
        ))
    }
}
