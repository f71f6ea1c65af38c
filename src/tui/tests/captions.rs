//! Live captions: the list of a meeting's terms, as it grows.

use std::sync::mpsc::{Sender, channel};

use insta::assert_snapshot;

use super::*;
use crate::core::captions::Incoming;
use crate::tui::CaptionSource;

const TEAMS: [(&str, &str); 2] = [
    (
        "platform",
        "deck: platform
title: Platform and SRE
terms:
  - {term: Error budget, gloss: how much failure we may spend, definition: The failure a service is allowed., level: core}
  - {term: kubectl, gloss: types orders to the cluster, definition: The command for a cluster.}
  - {term: Failover, gloss: a spare takes over, definition: Work moves to a spare machine., level: core}
  - {term: Warehouse, gloss: where the racks are, definition: The room with the machines., level: core}
",
    ),
    (
        "data",
        "deck: data
title: Data
terms:
  - {term: Warehouse, gloss: where all numbers end up, definition: The database for reports., level: core}
",
    ),
];

/// A meeting with captions.
pub(super) struct Meeting {
    pub(super) stage: Stage,
    said: Sender<Incoming>,
}

impl Meeting {
    fn new(settings: &str, theme: Theme) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("settings.yaml"), settings).unwrap();
        let clock = Rc::new(TestClock(Cell::new(NOON)));
        let (said, incoming) = channel();
        let source =
            CaptionSource { incoming, name: "captions.txt".to_owned(), only_unknown: false };
        let app = App::captions(trainer(folder.path(), &clock, &TEAMS), theme, source);
        Self { stage: Stage { app, clock, folder, flow: Flow::Continue }, said }
    }

    /// One in which something was said.
    pub(super) fn begun() -> Self {
        let mut meeting = Self::new("follow: [platform]\n", Theme::mono());
        meeting.say("tell kubectl, the XQZ and the warehouse").say("half the error budget is gone");
        meeting
    }

    fn take(&mut self, incoming: Incoming) -> &mut Self {
        self.said.send(incoming).unwrap();
        self.stage.app.hear();
        self.stage.app.drawn();
        self
    }

    fn say(&mut self, line: &str) -> &mut Self {
        self.take(Incoming::Text(format!("{line}\n").into_bytes()))
    }

    fn press(&mut self, keys: &str) -> &mut Self {
        self.stage.press(keys);
        self
    }

    fn says(&self, words: &str) -> bool {
        self.stage.says(words)
    }

    /// The names in the list, the selected one with a mark.
    fn list(&self) -> Vec<String> {
        let rows = text(&self.stage.buffer(80, 24)).into_iter().skip(3);
        let row = |row: String| {
            let (name, _) = row.trim_start_matches([' ', '▌']).split_once("  ")?;
            Some(format!("{}{name}", if row.contains('▌') { ">" } else { "" }))
        };
        rows.take_while(|row| !row.is_empty()).filter_map(row).collect()
    }

    /// The screen in a window, a large window, and a corner of one.
    fn sizes(&self) -> String {
        let sizes = [(80, 24), (120, 40), (40, 12)].map(|(width, height)| {
            let rows = text(&self.stage.buffer(width, height)).join("\n│");
            format!("{width}×{height}\n│{rows}\n")
        });
        sizes.concat()
    }
}

#[test]
fn terms_are_listed_as_they_are_said_new_and_core_first() {
    let meeting = Meeting::new("follow: [platform]\n", Theme::mono());
    assert!(meeting.says("Reading captions.txt") && meeting.says("0 new words · live"));
    let mut meeting = Meeting::begun();
    assert_eq!(meeting.list(), [">Error budget", "Warehouse", "kubectl", "XQZ"]);
    assert_snapshot!("captions", meeting.sizes());
    meeting.press("↑↑↑⏎");
    assert_eq!(meeting.stage.app.context(), Context::CaptionsEntry);
    assert_snapshot!("captions_entry", meeting.sizes());
    for theme in [Theme::ansi(), Theme::mono()] {
        let mut meeting = Meeting::new("", theme);
        meeting.say("the error budget and the warehouse");
        for size in [(1, 1), (30, 8), (33, 9), (200, 60)] {
            meeting.stage.buffer(size.0, size.1);
        }
    }
}

#[test]
fn the_selection_is_the_latest_until_it_is_moved_and_then_stays() {
    let mut meeting = Meeting::new("", Theme::mono());
    meeting.say("kubectl").say("failover");
    assert_eq!(meeting.list(), [">Failover", "kubectl"]);
    meeting.press("↓").say("the error budget is for the XQZ");
    assert_eq!(meeting.list(), ["Error budget", "Failover", ">kubectl", "XQZ"]);
    assert!(meeting.says("space latest"));
    meeting.press(" ");
    assert_eq!(meeting.list(), [">Error budget", "Failover", "kubectl", "XQZ"]);
    assert!(!meeting.says("space latest"));
}

#[test]
fn a_key_pressed_when_a_row_had_just_come_is_for_the_row_before() {
    for (ms, opened) in [(100, "Work moves to a spare"), (400, "The failure a service")] {
        let mut meeting = Meeting::new("", Theme::mono());
        meeting.say("failover").press("").say("the error budget");
        meeting.stage.press_after(ms, '⏎');
        assert!(meeting.says(opened), "{ms}: {}", meeting.stage.shown());
    }
}

#[test]
fn an_entry_is_opened_and_logged_without_what_was_said_while_the_list_grows() {
    let mut meeting = Meeting::new("", Theme::mono());
    meeting.say("so then the failover works").press("⏎");
    assert_eq!(meeting.stage.app.context(), Context::CaptionsEntry);
    assert!(meeting.says("Work moves to a spare machine."));
    meeting.say("the error budget").press("⎋");
    assert_eq!(meeting.list(), [">Error budget", "Failover"]);
    // Look-up covers the list.
    meeting.press("/").say("kubectl").press("⎋");
    assert_eq!(meeting.list(), ["Error budget", "Failover", ">kubectl"]);
    let Stage { app, clock, folder, .. } = meeting.stage;
    drop(app);
    let recent = trainer(folder.path(), &clock, &TEAMS).looked_up_lately().unwrap();
    assert_eq!(recent, ["platform/failover".parse().unwrap()]);
    for file in std::fs::read_dir(folder.path()).unwrap() {
        let path = file.unwrap().path();
        let bytes = if path.is_file() { std::fs::read(&path).unwrap() } else { Vec::new() };
        assert!(!bytes.windows(7).any(|part| part == b"so then"), "{}", path.display());
    }
}

#[test]
fn what_no_deck_explains_is_jotted_down_without_the_sentence() {
    let mut meeting = Meeting::new("", Theme::mono());
    meeting.say("ask the XQZ people").press("⏎");
    assert!(meeting.says("no deck explains “XQZ”; j jots it down"));
    meeting.press("j");
    assert!(meeting.says("“XQZ” is saved in “To ask”") && meeting.says("not in any deck; jotted"));
    assert!(meeting.press("j").says("“XQZ” is already in “To ask”"));
    let Stage { app, clock, folder, .. } = meeting.stage;
    drop(app);
    let open = trainer(folder.path(), &clock, &TEAMS).jottings().unwrap();
    assert_eq!((open.len(), &*open[0].words, &open[0].heard), (1, "XQZ", &None));
}

#[test]
fn a_muted_term_is_gone_until_it_is_brought_back() {
    let mut meeting = Meeting::new("", Theme::mono());
    meeting.say("failover").say("the error budget").press("↓m");
    assert!(meeting.says("“Failover” is muted until you quit; u brings it back"));
    meeting.say("failover again");
    assert_eq!(meeting.list(), [">Error budget"]);
    assert!(meeting.press("u").says("“Failover” is back"));
    assert_eq!(meeting.list(), ["Error budget", ">Failover"]);
    assert!(meeting.press("u").says("nothing is muted"));
    meeting.press("m");
    let heard = meeting.stage.app.heard();
    let names: Vec<&str> = heard.iter().map(|heard| &*heard.name).collect();
    assert_eq!(names, ["Error budget"], "nor is it new at the end");
}

#[test]
fn the_screen_says_where_the_captions_are() {
    let mut meeting = Meeting::new("", Theme::mono());
    meeting.take(Incoming::Missing);
    assert!(meeting.says("Waiting for captions.txt: there is no such file yet."));
    meeting.say("the warehouse");
    assert!(meeting.says("1 new word · live"));
    assert!(meeting.says("Warehouse (Platform and SRE): where the racks are; or, to Data:"));
    meeting.take(Incoming::End);
    assert!(meeting.says("1 new word · ended"));
    let mut meeting = Meeting::new("", Theme::mono());
    meeting.take(Incoming::Failed("it is not UTF-8 text".to_owned()));
    assert!(meeting.says("captions.txt cannot be read: it is not UTF-8 text."));
    assert_eq!(meeting.press("q").stage.flow, Flow::Quit);
}
