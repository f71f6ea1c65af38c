//! Whole sessions in plain mode: every kind of answer, hints, undo, overruling, and the summary.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::io::{self, BufRead, Read, Write};
use std::rc::Rc;

use super::Stage;
use crate::tui::{Context, plain};

/// The output, shared with the simulated user.
#[derive(Clone, Default)]
struct Paper(Rc<RefCell<Vec<u8>>>);

impl Write for Paper {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A simulated user who reads the output since their last line and types the next one.
struct Reader {
    paper: Paper,
    read: usize,
    /// The next option to try.
    option: usize,
    line: Vec<u8>,
    /// The features encountered so far.
    met: BTreeSet<&'static str>,
}

impl Reader {
    /// The next line to type; `None` at the summary.
    fn answer(&mut self) -> Option<String> {
        let text = {
            let all = self.paper.0.borrow();
            let text = String::from_utf8(all[self.read..].to_vec()).unwrap();
            assert!(
                all.len() < 200_000,
                "the session does not end: {}",
                String::from_utf8_lossy(&all[all.len() - 3_000..])
            );
            self.read = all.len();
            text
        };
        let says = |words: &str| text.contains(words);
        let (met, line) = if says("\nCome back ") || says("Nothing is due") {
            self.met.insert("summary");
            return None;
        } else if says("Not right") && says("You typed") {
            ("overruled", "I was right".to_owned())
        } else if says("Not right") {
            self.option += 1;
            ("undone", "undo".to_owned())
        } else if says("\n+ Right") || says("Here it is") {
            self.option = 1;
            ("judged", String::new())
        } else if says("A new word") {
            self.option = 1;
            ("introduced", String::new())
        } else if says("1 missed it") {
            ("graded", "knew it".to_owned())
        } else if says("\n1  ") {
            ("picked", self.option.to_string())
        } else if says("wrong: ") && says("Hint: ") {
            ("hinted", "quite another thing".to_owned())
        } else if says("wrong: ") {
            ("typed", ":hint".to_owned())
        } else {
            ("thought", "show answer".to_owned())
        };
        self.met.insert(met);
        Some(line)
    }
}

impl Read for Reader {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(bytes)?;
        self.consume(count);
        Ok(count)
    }
}

impl BufRead for Reader {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.line.is_empty()
            && let Some(line) = self.answer()
        {
            self.line = format!("{line}\n").into_bytes();
        }
        Ok(&self.line)
    }

    fn consume(&mut self, count: usize) {
        self.line.drain(..count);
    }
}

/// Plays a session to its summary. Returns the output and the features encountered.
fn play(stage: &mut Stage) -> (String, BTreeSet<&'static str>) {
    let paper = Paper::default();
    let mut reader =
        Reader { paper: paper.clone(), read: 0, option: 1, line: Vec::new(), met: BTreeSet::new() };
    plain::run(&mut stage.app, &mut reader, &mut paper.clone(), 72, false, None).unwrap();
    let text = String::from_utf8(paper.0.borrow().clone()).unwrap();
    (text, reader.met)
}

#[test]
fn whole_sessions_are_played_by_typed_lines() {
    let mut met = BTreeSet::new();
    let mut stage = Stage::follower();
    for days in [0, 4, 30, 2, 60, 2, 120, 2, 250, 2] {
        stage = stage.later(days);
        stage.press("⏎");
        let (text, this) = play(&mut stage);
        assert!(this.contains("summary"), "{text}");
        let is_plain =
            |c: char| c == '\n' || !(c.is_control() || ('\u{2500}'..'\u{25a0}').contains(&c));
        assert!(text.chars().all(is_plain), "{text}");
        met.extend(this);
    }
    let all = [
        "graded",
        "hinted",
        "introduced",
        "judged",
        "overruled",
        "picked",
        "summary",
        "thought",
        "typed",
        "undone",
    ];
    assert_eq!(met.into_iter().collect::<Vec<_>>(), all);
}

#[test]
fn the_lines_of_a_first_question_read_well() {
    let mut stage = Stage::follower();
    stage.press("⏎i");
    let mut out = Vec::new();
    plain::run(&mut stage.app, &mut &b"?\nnonsense\n0\n"[..], &mut out, 72, true, None).unwrap();
    insta::assert_snapshot!("plain_pick", String::from_utf8(out).unwrap());
}

/// The output for these lines, typed after the first answer was shown.
fn typed(lines: &str) -> String {
    let mut stage = Stage::follower();
    stage.press("⏎i0");
    let mut out = Vec::new();
    plain::run(&mut stage.app, &mut lines.as_bytes(), &mut out, 72, false, None).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn notes_and_flags_are_typed_as_lines_and_a_line_takes_the_place_of_what_stood_there() {
    let text =
        typed("note\nask Ana\nnote\nask Bo\nmnemonic\n:leave\nflag as unclear\n\nnote\n:erase\n\n");
    insta::assert_snapshot!("plain_note", text);
    assert!(text.contains("Note  ask Bo") && !text.contains("ask Anaask Bo"), "{text}");
}

#[test]
fn a_word_is_left_out_by_a_typed_line_and_an_entry_is_written_out_to_be_copied() {
    let text = typed("copy\nskip today\nundo\nsuspend\n\n");
    assert!(
        text.contains("\nToken (Design)\nA named value for a colour or a distance that"),
        "{text}"
    );
    assert!(!text.contains("copied"), "{text}");
    for said in [": skipped today; u undoes that", "✓ undone", ": suspended; u undoes that"] {
        assert!(text.contains(said), "{said}: {text}");
    }
}

#[test]
fn hints_are_said_alone_and_commands_are_told_from_answers() {
    let mut stage = Stage::follower();
    for days in [0, 4, 30, 2, 60, 2, 120, 2] {
        stage = stage.later(days);
        stage.press("⏎");
        for _ in 0..60 {
            match stage.app.context() {
                Context::QuizTyped | Context::Summary => break,
                _ => assert!(stage.answer()),
            }
        }
        if stage.app.context() == Context::QuizTyped {
            break;
        }
    }
    assert_eq!(stage.app.context(), Context::QuizTyped);
    let lines = "?\n\n:hint\n:hint\n:hint\n:hint\nshow me\nshow me\n:help\nundo\n:hint\n:show me\n";
    let mut out = Vec::new();
    plain::run(&mut stage.app, &mut lines.as_bytes(), &mut out, 72, false, None).unwrap();
    insta::assert_snapshot!("plain_typed", String::from_utf8(out).unwrap());
}
