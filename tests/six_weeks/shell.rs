//! Checks the progress reported by the shell, for scripts and for people.

use serde_json::{Value, json};
use shoptalk::core::deck::Deck;

use super::desk::Bench;
use super::home::Row;
use super::ledger::Counted;
use super::page::Page;
use super::player::Player;
use super::words::{counted, minutes, percent};

impl Player<Bench> {
    /// Checks the output of the shell.
    pub fn stats(&mut self, decks: &[(Deck, Counted)], rows: &[Row]) {
        let today = self.today();
        let done = self.ledger.done(today);
        let [typed, judged] = self.ledger.recalled(today).map(|(kept, tested)| {
            let share = (tested > 0).then_some(share(kept, tested));
            json!({ "kept": kept, "tested": tested, "share": share })
        });
        let left_out = self.ledger.left_out(today);
        let spent = minutes(done.ms);
        let by = today.plus(7);
        let weekday = by.date().strftime("%a").to_string();
        let teams: Vec<Value> = decks
            .iter()
            .zip(rows)
            .map(|((deck, count), row)| {
                json!({
                    "deck": &*deck.id,
                    "title": deck.title,
                    "depth": "core",
                    "words": count.words,
                    "met": count.met,
                    "understood": count.understood,
                    "usable": count.usable,
                    "due": row.due,
                    "new": row.new,
                    "next": if count.met == count.words { Some(self.next_level(deck)) } else { None }
                        .map(|(depth, words)| json!({ "depth": depth, "words": words })),
                    "month_ago": count.understood_before,
                    "forecast": {
                        "day": by.to_string(),
                        "weekday": weekday,
                        "understood": count.understood_then,
                    },
                })
            })
            .collect();
        let (understood, asked) = self.ledger.in_new_sentences();
        let own = json!({
            "day": today.to_string(),
            "today": { "reviews": done.answers, "new": done.new, "minutes": spent },
            "retention_30_days": { "typed": typed, "judged": judged },
            "in_new_sentences": { "understood": understood, "asked": asked },
            "kept_three_months": self.ledger.kept_three_months(),
            "thanks": [],
            "left_out": left_out,
            "decks": teams,
        });
        let mut said: Value =
            serde_json::from_str(&self.desk.command(&["stats", "--json"])).expect("it is JSON");
        let back = said["look_back"].take();
        said.as_object_mut().expect("it is a table").remove("look_back");
        let understood: usize = decks.iter().map(|(_, count)| count.understood).sum();
        if let Some(month) = back["months"].as_array().and_then(|months| months.last()) {
            assert_eq!(month["understood"], understood, "{today}: {back}");
        }
        let words: usize = rows.iter().map(|row| row.due).sum();
        assert_eq!(back["due"][0], words, "{today}: {back}");
        if words == 0
            && rows.iter().all(|row| row.new == 0)
            && let Some((1, next)) = self.ledger.next_due(self.quizzed(&self.followed), today)
        {
            // What today leaves is spread over the coming days, as home says.
            let is_spread = self.shares().iter().any(|share| !share.due.is_empty());
            let tomorrow = back["due"][1].as_u64().and_then(|due| usize::try_from(due).ok());
            let is_right = |due| if is_spread { (1..=next).contains(&due) } else { due == next };
            assert!(tomorrow.is_some_and(is_right), "{today}: {next}, {back}");
        }
        let answers = back["practice"]["answers"].as_array().and_then(|days| days.last().cloned());
        assert_eq!(answers, Some(done.answers.into()), "{today}: {back}");
        // Fractions as parsed from text.
        let own: Value = serde_json::from_str(&own.to_string()).expect("it is JSON");
        assert_eq!(said, own, "{today}: stats");
    }

    /// The same for people.
    pub fn stats_in_words(&mut self, decks: &[(Deck, Counted)], rows: &[Row]) {
        let today = self.today();
        let done = self.ledger.done(today);
        let how = ["typed", "self-graded"];
        let rates =
            self.ledger.recalled(today).into_iter().zip(how).filter(|((_, tested), _)| *tested > 0);
        let rates = rates.map(|((kept, tested), how)| {
            format!("{kept} of {tested} {how}, {}%", percent(kept, tested))
        });
        let rates: Vec<String> = rates.collect();
        let left_out = self.ledger.left_out(today);
        let spent = match done.ms {
            0 => String::new(),
            1..60_000 => ", under a minute".to_owned(),
            ms => format!(", {} min", minutes(ms)),
        };
        let weekday = today.plus(7).date().strftime("%a").to_string();
        let out = self.desk.command(&["stats"]);
        // The pictures below are those of the figures in JSON.
        let (table, below) = out.split_once("\nPracticed ").unwrap_or((&out, ""));
        let page = Page::new(table);
        let (answers, new) = (counted(done.answers, "answer"), counted(done.new, "new word"));
        self.says(&page, &format!("Today ({today}) {answers}, {new}{spent}"));
        let look_back = Page::new(below);
        for rate in rates {
            self.says(&look_back, &rate);
        }
        let (understood, asked) = self.ledger.in_new_sentences();
        if asked > 0 {
            let said =
                format!("Understood in a new sentence since you began: {understood} of {asked}");
            self.says(&look_back, &said);
        }
        match self.ledger.kept_three_months() {
            0 => {}
            kept => self.says(
                &page,
                &format!("Kept for 3 months {}, without a miss in between", counted(kept, "word")),
            ),
        }
        if left_out > 0 {
            self.says(
                &page,
                &format!("Skipped, suspended {}: `shoptalk data notes`", counted(left_out, "word")),
            );
        }
        let ago = today.plus(-30).date().strftime("%b %-d");
        self.says(&page, &format!("Team due new met understood can use on {ago} without a quiz"));
        for ((deck, count), row) in decks.iter().zip(rows) {
            let Counted {
                words, met, understood, usable, understood_before, understood_then, ..
            } = count;
            let then = if *understood > 0 {
                format!(" {understood_then} by {weekday}")
            } else {
                String::new()
            };
            let Row { due, new } = row;
            let known = format!("{understood} of {words} {usable} {understood_before}");
            self.says(&page, &format!("{} {due} {new} {met} {known}{then}", deck.title));
        }
        for (deck, _) in decks.iter().filter(|(_, count)| count.met == count.words) {
            let how = format!("`shoptalk team follow {} --depth working`", deck.id);
            let next = self.next_step(deck);
            self.says(
                &page,
                &format!("{}: you have met every word; {how} adds {next}", deck.title),
            );
        }
        self.is_all_read(&page);
    }
}

/// The ratio of `part` to `whole`; 0 if both are 0.
#[expect(clippy::cast_precision_loss, reason = "counts of words")]
fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}
