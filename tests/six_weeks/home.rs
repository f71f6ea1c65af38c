//! Checks the home screen: what is due today, and the progress with each team.

use shoptalk::core::deck::{Deck, Level};

use super::desk::Desk;
use super::ledger::{Counted, words};
use super::page::Page;
use super::plan::{FIRST_MINUTES, MINUTES, Share};
use super::player::Player;
use super::queue::Agenda;
use super::words::{counted, in_days, minutes, percent};

/// The time of day relative to the quiz.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// Before any question today.
    Morning,
    /// A quiz was left, with this many answers still to give, and this many of them about new words.
    Left {
        /// All of them.
        all: usize,
        /// Those about new words.
        new: usize,
    },
}

/// What home says about a team.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// Words asked before.
    pub due: usize,
    /// Words never asked.
    pub new: usize,
}

impl<D: Desk> Player<D> {
    /// What home says.
    pub fn home(&mut self, decks: &[(Deck, Counted)], moment: Moment) -> (Agenda, Vec<Row>) {
        let today = self.today();
        let page = self.page();
        let date = today.date().to_string();
        let corner = match self.to_ask.len() {
            0 => format!("shoptalk {date}"),
            // The legend of the weeks takes the place of the date.
            count if page.to_string().contains("busiest day") => {
                format!("shoptalk {count} to ask (a)")
            }
            count => format!("shoptalk {count} to ask (a) {date}"),
        };
        self.says(&page, &corner);
        let rows: Vec<Row> =
            decks.iter().map(|(deck, count)| self.row(&page, deck, *count)).collect();
        for deck in self.library.decks() {
            if !self.followed.iter().any(|(id, _)| *id == *deck.id) {
                // Teams at the end of the list may be off screen.
                let _ = page.find(&format!("{} {}", deck.title, counted(deck.terms.len(), "word")));
            }
        }
        let others = self.library.decks().len() - self.followed.len();
        let _ = page.find(&format!("{others} more teams, F finds one: §"));
        let shares = self.shares();
        let (mut agenda, all_fit, spare) = self.planned(&shares);
        let all_fit = all_fit.unwrap_or_else(|| !page.to_string().contains("in the coming days"));
        let sum = |of: fn(&Row) -> usize| rows.iter().map(of).sum::<usize>();
        let (due, new) = (sum(|row| row.due), sum(|row| row.new));
        let done = self.ledger.done(today);
        match moment {
            Moment::Morning if all_fit => {
                let is_right = (agenda.old..=agenda.old + spare).contains(&due);
                assert!(is_right && new == agenda.new, "{today}: not {agenda:?}\n{page}");
                agenda.old = due;
            }
            Moment::Morning => {
                let is_less = new == 0 && due > 0 && due < agenda.old;
                assert!(is_less, "{today}: {due} due, {new} new, not all of {agenda:?}\n{page}");
                agenda = Agenda { old: due, due: None, ..agenda };
            }
            Moment::Left { all, new: left } => {
                assert_eq!((due, new), (all - left, left), "{today}: what is left\n{page}");
                let budget_ms = agenda.budget_ms - done.ms;
                agenda = Agenda { old: due, new, due: None, budget_ms, ..agenda };
            }
        }
        for (row, share) in rows.iter().zip(&shares) {
            let most = (share.due.len() + share.ripe.len() + share.speak, share.unseen);
            assert!(
                row.due <= most.0 && row.new <= most.1,
                "{today}: {row:?} of {share:?}\n{page}"
            );
        }
        self.headline(&page, &agenda, done.answers, all_fit, moment);
        let with = self.last_visits();
        if !with.is_empty() {
            self.says(&page, &format!("Last visits: {}", with.join(", ")));
        }
        // Checked together with the selected team.
        let (deck, count) = &decks[0];
        self.selected(&page, deck, *count);
        let hint =
            "You have enough answers (#): `shoptalk settings tune` fits the schedule to you.";
        if let Some(usable) = page.numbers(hint) {
            assert_eq!(usable, [self.ledger.usable(today)], "{today}: usable answers\n{page}");
        }
        // The title of a scene, which no one plays here.
        let _ = page.find("S Sit in: §");
        // The message about an undone answer.
        let _ = page.find("✓ undone: “§” for §");
        self.is_all_read(&page);
        (agenda, rows)
    }

    /// What home says about the selected team.
    pub fn selected(&self, page: &Page, deck: &Deck, count: Counted) {
        let said = format!("{} {}", deck.title, self.standing(count).join(" "));
        if count.words == 0 || count.met < count.words {
            return self.says(page, &said);
        }
        if page.has_row("! ") || page.has_row("✓ ") {
            return self.says(page, &said);
        }
        let said = format!("{said} You have met every word: d adds {}.", self.next_step(deck));
        // The team whose words they looked up most may follow.
        let other = format!("{said} Or follow §, the other team you met most: f on it.");
        if page.find(&other).is_none() {
            self.says(page, &said);
        }
    }

    /// The level below a team's core words, and how many words it has.
    pub fn next_level(&self, deck: &Deck) -> (&'static str, usize) {
        let today = self.today();
        let all = |depth| words(deck, depth, today).count();
        let [core, working, deep] = [Level::Core, Level::Working, Level::Deep].map(all);
        if working > core { ("working", working - core) } else { ("deep", deep - working) }
    }

    /// The same in words.
    pub fn next_step(&self, deck: &Deck) -> String {
        let (level, count) = self.next_level(deck);
        let often = if level == "working" { "said every month" } else { "said now and then" };
        format!("{}, {often}", counted(count, &format!("{level} word")))
    }

    /// The row of a followed team.
    fn row(&self, page: &Page, deck: &Deck, count: Counted) -> Row {
        let Counted { words, met, understood, .. } = count;
        let known = match (met, understood) {
            (0, _) => format!("{words} to meet"),
            (met, 0) => format!("met {met} of {words}"),
            _ => format!("understood {understood} of {words}"),
        };
        let title = page.called(&deck.title);
        for selected in ["▌ * ", "* "] {
            for (today, at_due, at_new) in [
                ("# due # new ", Some(0), Some(1)),
                ("# due ", Some(0), None),
                ("# new ", None, Some(0)),
                ("", None, None),
            ] {
                let pattern = format!("{selected}{title} {today}{known}");
                if let Some(found) = page.numbers(&pattern) {
                    let value = |at: Option<usize>| at.map_or(0, |at| found[at]);
                    return Row { due: value(at_due), new: value(at_new) };
                }
            }
        }
        panic!("{}: {title} is not “{known}” on\n{page}", self.today())
    }

    /// What is due today, in one line.
    fn headline(
        &self,
        page: &Page,
        agenda: &Agenda,
        answers: usize,
        all_fit: bool,
        moment: Moment,
    ) {
        let today = self.today();
        let Agenda { new, old, .. } = agenda;
        let is_return = self.is_return();
        if old + new == 0 {
            let minutes = if is_return { FIRST_MINUTES } else { MINUTES };
            let is_over = self.ledger.done(today).ms >= minutes * 60_000;
            let waits = self.shares().iter().any(|share| !share.due.is_empty());
            if is_over || waits {
                let rest = if waits { " · the rest in the coming days" } else { "" };
                let done = format!("Quiz 5 more minutes · today's {minutes} are done");
                return self.says(page, &format!("▌enter {done}{rest}"));
            }
            let what = if answers > 0 { "Today's quiz is done." } else { "Nothing is due." };
            let next = self.ledger.next_due(self.quizzed(&self.followed), today);
            let next = match (next, self.has_new(&self.followed)) {
                (Some((days @ 2.., count)), true) => {
                    format!(
                        "Next: new words tomorrow, {} {}.",
                        counted(count, "word"),
                        in_days(days)
                    )
                }
                (Some((days, count)), true) => {
                    let words = counted(count, "due word");
                    format!("Next: {}, {words} and new ones.", in_days(days))
                }
                (Some((days, count)), false) => {
                    format!("Next: {}, {}.", in_days(days), counted(count, "word"))
                }
                (None, true) => "Next: new words tomorrow.".to_owned(),
                (None, false) => "Look something up, or follow another team.".to_owned(),
            };
            return self.says(page, &format!("{what} {next}"));
        }
        let spread = !all_fit && moment == Moment::Morning;
        let about = if is_return && answers == 0 {
            let rest = if spread { " · the rest in the coming days" } else { "" };
            let words = counted(old + new, "word");
            page.numbers(&format!("▌enter Welcome back: quiz {words} · about # min{rest}"))
        } else {
            let (words, each) = match (*old, *new) {
                (0, new) => (counted(new, "new word"), String::new()),
                (old, 0) => (counted(old, "due word"), String::new()),
                (old, new) => (counted(old + new, "word"), format!(" · {old} due, {new} new")),
            };
            let practice = format!("▌enter Quiz {words} · about # min{each}");
            let so_far =
                if answers > 0 { format!(" · {answers} answered today") } else { String::new() };
            let shares = self.shares();
            let sum = |of: fn(&Share) -> usize| shares.iter().map(of).sum::<usize>();
            let ripe = sum(|share| share.ripe.len());
            let least = match moment {
                // All but those that are asked today.
                Moment::Morning if all_fit => agenda.first + ripe - *old,
                _ => 0,
            };
            // Left out where there is no room for it.
            let so_far = [so_far.as_str(), ""];
            let mut waits = so_far.iter().map(|so_far| format!("{practice} · # can wait{so_far}"));
            let waits = waits.find_map(|pattern| page.numbers(&pattern));
            let count = waits.as_ref().map_or(0, |found| found[1]);
            let postponed = least..=if least > 0 { least } else { ripe };
            assert!(
                *new == 0 || postponed.contains(&count),
                "{today}: {count} can wait, not {postponed:?}\n{page}"
            );
            let rests = ["", " · the rest in the coming days"];
            let rests =
                if moment == Moment::Morning { &rests[usize::from(spread)..][..1] } else { &rests };
            let pattern = |rest: &&str| so_far.map(|so_far| format!("{practice}{rest}{so_far}"));
            // Without a rest there is room.
            let mut patterns = rests.iter().flat_map(pattern).filter(|pattern| {
                answers == 0 || pattern.ends_with("answered today") || pattern.contains("coming")
            });
            waits.or_else(|| patterns.find_map(|pattern| page.numbers(&pattern)))
        };
        let about =
            about.unwrap_or_else(|| panic!("{today}: how many minutes? {agenda:?}\n{page}"))[0];
        if !self.is_exact {
            return;
        }
        let (least, most) = agenda.expected_ms();
        let range = minutes(least)..=minutes(most);
        assert!(range.contains(&about), "{today}: {about} minutes, not {range:?}\n{page}");
    }

    /// The time since each team was last met, longest ago first.
    fn last_visits(&self) -> Vec<String> {
        let today = self.today();
        let mut last: Vec<(u32, String)> = Vec::new();
        for (id, _) in &self.followed {
            let visits = self.visits.iter().filter(|(deck, ..)| deck == id);
            if let Some(day) = visits.map(|(_, day, _)| *day).max() {
                let title = self.library.title(id);
                let ago = match today.since(day) {
                    0 => "today".to_owned(),
                    1 => "yesterday".to_owned(),
                    days => format!("{days} days ago"),
                };
                last.push((today.since(day), format!("{title} {ago}")));
            }
        }
        last.sort_by_key(|(days, _)| std::cmp::Reverse(*days));
        last.into_iter().map(|(_, said)| said).collect()
    }

    /// The user's fluency in a team's language, in sentences.
    pub fn standing(&self, count: Counted) -> Vec<String> {
        let Counted {
            words,
            met,
            understood,
            usable,
            met_before,
            understood_before,
            understood_then,
        } = count;
        let all = counted(words, "core word");
        if met == 0 {
            return vec![format!("{all} to meet.")];
        }
        let mut said = Vec::new();
        if understood + usable == 0 {
            said.push(format!(
                "You have met {met} of {all}. A word counts as understood once you recall it, not just pick it, on a later day."
            ));
        } else {
            let percent = percent(understood, words);
            let and = if usable > 0 { format!(" and can use {usable}") } else { String::new() };
            let met = if met < words { format!(" You have met {met}.") } else { String::new() };
            said.push(format!("You understand {understood} of {all} ({percent}%){and}.{met}"));
        }
        if understood_before > 0 {
            said.push(format!("A month ago you understood {understood_before}."));
        } else if met_before > 0 && understood > 0 {
            said.push("A month ago you understood none.".to_owned());
        }
        if understood > 0 {
            let day = self.today().plus(7).date().strftime("%A").to_string();
            said.push(format!(
                "Without another quiz, you'd still understand {understood_then} of {understood} next {day}."
            ));
        }
        said
    }
}
