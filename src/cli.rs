//! The words of the command line, and nothing they do.

mod edit;

pub use edit::{Add, Fmt, New, Rename};

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use jiff::civil::Weekday;

use crate::core::deck::Level;
use crate::core::review::Form;
use crate::settings::{When, weekday};

/// Learn the language of your technical teams, a few minutes a day.
///
/// Without a command the trainer opens. Your progress and settings stay on this machine: the program opens no network connection.
/// `shoptalk settings` says where they are, `shoptalk forget` erases.
#[derive(Debug, Parser)]
#[command(name = "shoptalk", version, max_term_width = 100, infer_subcommands = false)]
pub struct Cli {
    /// What holds for every command.
    #[command(flatten)]
    pub global: Global,
    /// What to do; the trainer opens without one.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What holds for every command.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Options of every command")]
pub struct Global {
    /// A deck file, or a folder of them, to use for this run; may be given several times
    #[arg(long, value_name = "PATH", global = true)]
    pub decks: Vec<PathBuf>,
    /// Keep journal, own decks and settings in this folder
    #[arg(long, value_name = "DIR", global = true)]
    pub data: Option<PathBuf>,
    /// Read settings.yaml from this folder
    #[arg(long, value_name = "DIR", global = true)]
    pub config: Option<PathBuf>,
    /// When to use colour
    #[arg(long, value_name = "WHEN", global = true)]
    pub color: Option<When>,
    /// Plain lines, without drawing or colour: for screen readers and simple terminals
    #[arg(long, global = true)]
    pub plain: bool,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Start today's quiz at once
    Quiz(Quiz),
    /// Say what a word means, by what you heard of it
    #[command(visible_alias = "l")]
    Lookup(Lookup),
    /// Jot down a word you heard and did not know, or list those that are open
    Jot(Jot),
    /// Print what you were told, ready to be sent to the owners of a deck
    Propose(Propose),
    /// Prepare for a meeting: one page about a team
    Brief(Brief),
    /// Write down time spent with a team, or list it
    Visited(Visited),
    /// Show what you noted about a team, newest first
    Team(Team),
    /// Compare the words of two teams
    Bridge(Bridge),
    /// List the jargon in a text: an agenda, a design document, a transcript
    Scan(Scan),
    /// Say what is due, known and kept
    Stats(Stats),
    /// Work with these teams: quiz their words
    Follow(Follow),
    /// Stop quizzing the words of these teams; progress is kept
    Unfollow(Unfollow),
    /// List your own notes and mnemonics
    Notes(Notes),
    /// List the definitions you flagged as unclear, by team
    Flags(Flags),
    /// List the words you left out of the quiz, or take one back
    Suspended(Suspended),
    /// Make a deck: empty, or of a list of words that you have
    New(New),
    /// Put a new word into a deck file, in its place
    Add(Add),
    /// Give a word another name, and change the links to it; progress follows
    Rename(Rename),
    /// Say everything that is wrong with decks
    Check(Check),
    /// Bring deck files into one form: order, spaces, quotes
    Fmt(Fmt),
    /// Say what changed in decks between two git revisions, or two folders
    Diff(Diff),
    /// Take decks from a repository, a folder or a zip file, and keep them up to date
    Decks(Decks),
    /// Lay down a repository of decks that is ready for contributions
    InitRepo(InitRepo),
    /// Print the JSON Schema of decks, for editors
    Schema,
    /// Print the settings and where each comes from, or change one
    Settings(Settings),
    /// Fit the schedule to your own memory, from the answers you gave
    Tune(Tune),
    /// Erase for good what you want forgotten
    Forget(Forget),
    /// Print completions for a shell
    Completions(Completions),
    /// Say what a shell may offer for the last of these words
    #[command(hide = true)]
    Complete(Complete),
    /// Write the manual pages into a folder
    Man(Man),
}

/// `shoptalk quiz`
#[derive(Debug, Default, Args)]
pub struct Quiz {
    /// Decks to quiz; those you follow when none is named
    #[arg(id = "deck", value_name = "DECK")]
    pub decks: Vec<String>,
    /// Minutes for this sitting, instead of what is left of today's
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=240))]
    pub minutes: Option<u32>,
    /// At most this many new words
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=200))]
    pub new: Option<u32>,
    /// Ask in this form where a word allows it: choose, recall, fill, type, expand, which-team
    #[arg(long, value_name = "FORM", value_parser = form)]
    pub form: Option<Form>,
    /// Before a meeting: what is weakest and most heard, due or not; what was not due and is known keeps its day
    #[arg(long)]
    pub cram: bool,
}

/// `shoptalk lookup`
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub struct Lookup {
    /// What you heard, as you would spell it; without it, the look-up screen opens
    #[arg(value_name = "WORDS")]
    pub words: Vec<String>,
    /// At most this many entries
    #[arg(short = 'n', long = "limit", value_name = "N", value_parser = clap::value_parser!(u16).range(1..=100))]
    pub limit: Option<u16>,
    /// All entries that come near, not only what fits
    #[arg(long, conflicts_with = "limit")]
    pub all: bool,
    /// One line: the best entry, its team and its meaning
    #[arg(long, conflicts_with_all = ["all", "limit", "explain", "json"])]
    pub short: bool,
    /// Only the words of this deck; may be given several times
    #[arg(long, value_name = "DECK")]
    pub deck: Vec<String>,
    /// Print for scripts
    #[arg(long)]
    pub json: bool,
    /// Say of each entry what matched, and how its score came about
    #[arg(long)]
    pub explain: bool,
    /// List the spellings that look-up was asked to remember
    #[arg(long, conflicts_with_all = ["words", "limit", "all", "short", "deck", "explain"])]
    pub spellings: bool,
    /// Forget that these words are a spelling of a word
    #[arg(long, conflicts_with_all = ["limit", "all", "short", "deck", "explain", "json", "spellings"])]
    pub forget_spelling: bool,
}

/// `shoptalk jot`
#[derive(Debug, Args)]
pub struct Jot {
    /// What you heard; with --answer, what it means; without either, what is open is listed by team
    #[arg(value_name = "WORDS")]
    pub words: Vec<String>,
    /// The team to ask
    #[arg(long, value_name = "DECK")]
    pub deck: Option<String>,
    /// The sentence in which it was said
    #[arg(long, value_name = "SENTENCE")]
    pub heard: Option<String>,
    /// Who said it
    #[arg(long, value_name = "WHO")]
    pub from: Option<String>,
    /// Write down what the one with this number means: it becomes a word of your own, and is quizzed
    #[arg(long, value_name = "N", requires = "words", conflicts_with_all = ["deck", "heard", "from"])]
    pub answer: Option<usize>,
    /// With --answer: the word as it is said, where you misheard it
    #[arg(long, value_name = "WORD", requires = "answer")]
    pub word: Option<String>,
    /// With --answer: what one could ask next
    #[arg(long, value_name = "QUESTION", requires = "answer")]
    pub ask: Option<String>,
    /// Change team, sentence or person of the one with this number
    #[arg(long, value_name = "N", conflicts_with_all = ["words", "answer"])]
    pub edit: Option<usize>,
    /// Drop the one with this number
    #[arg(long, value_name = "N", conflicts_with_all = ["words", "answer", "edit", "deck", "heard", "from"])]
    pub drop: Option<usize>,
    /// Print for scripts
    #[arg(long)]
    pub json: bool,
}

/// `shoptalk brief`
#[derive(Debug, Args)]
pub struct Brief {
    /// The teams; without one, those that you meet next
    #[arg(id = "deck", value_name = "DECK")]
    pub decks: Vec<String>,
    /// How long you have to go over the words
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=60))]
    pub minutes: Option<u32>,
    /// Mark the question with this number as asked
    #[arg(long, value_name = "N", requires = "deck")]
    pub asked: Option<usize>,
    /// What the answer was
    #[arg(short, long = "message", value_name = "TEXT", requires = "asked")]
    pub message: Option<String>,
    /// Quiz the words of the page, and nothing else
    #[arg(long, conflicts_with_all = ["json", "asked", "markdown"])]
    pub quiz: bool,
    /// Print as Markdown: for a phone, or for paper
    #[arg(long, conflicts_with_all = ["json", "asked"])]
    pub markdown: bool,
    /// Print for scripts
    #[arg(long)]
    pub json: bool,
}

/// `shoptalk visited`
#[derive(Debug, Args)]
pub struct Visited {
    /// The team; without one, how long ago you were with each
    #[arg(id = "deck", value_name = "DECK")]
    pub deck: Option<String>,
    /// What you saw or learnt
    #[arg(short, long = "message", value_name = "TEXT", requires = "deck")]
    pub message: Option<String>,
    /// When it was, as in `2026-11-01`; today unless given
    #[arg(long, value_name = "DATE", requires = "deck")]
    pub on: Option<jiff::civil::Date>,
    /// Print for scripts
    #[arg(long)]
    pub json: bool,
}

/// `shoptalk team`
#[derive(Debug, Args)]
pub struct Team {
    /// The team
    #[arg(id = "deck", value_name = "DECK")]
    pub deck: String,
    /// Only what holds all of these words
    #[arg(value_name = "WORDS")]
    pub words: Vec<String>,
    /// Print for scripts
    #[arg(long)]
    pub json: bool,
}

/// `shoptalk bridge`
#[derive(Debug, Args)]
pub struct Bridge {
    /// One team
    #[arg(value_name = "DECK")]
    pub left: String,
    /// The other
    #[arg(value_name = "DECK")]
    pub right: String,
    /// Print for scripts
    #[arg(long)]
    pub json: bool,
}

/// `shoptalk flags`
#[derive(Debug, Args)]
pub struct Flags {
    /// Drop the one with this number
    #[arg(long, value_name = "N")]
    pub drop: Option<usize>,
    /// Print for scripts
    #[arg(long)]
    pub json: bool,
}

/// `shoptalk notes`
#[derive(Debug, Args)]
pub struct Notes {
    /// Drop your note and mnemonic on this word
    #[arg(long, value_name = "TERM")]
    pub drop: Option<String>,
    /// Print for scripts
    #[arg(long)]
    pub json: bool,
}

/// `shoptalk suspended`
#[derive(Debug, Args)]
pub struct Suspended {
    /// Take this word back into the quiz
    #[arg(long, value_name = "TERM")]
    pub resume: Option<String>,
    /// Print for scripts
    #[arg(long)]
    pub json: bool,
}

/// `shoptalk scan`
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub struct Scan {
    /// Text, Markdown, or a transcript (.vtt, .srt); `-` reads from standard input
    #[arg(value_name = "FILE")]
    pub path: PathBuf,
    /// Only what you do not know yet
    #[arg(long)]
    pub unknown: bool,
    /// Jot down the acronyms that no deck explains
    #[arg(long)]
    pub jot: bool,
    /// The team to ask about them
    #[arg(long, value_name = "DECK", requires = "jot")]
    pub deck: Option<String>,
    /// Quiz the words that were found, and nothing else
    #[arg(long, conflicts_with = "json")]
    pub quiz: bool,
    /// Rank the jargon that no deck explains by how often it is used; for a whole folder, too
    #[arg(long, conflicts_with_all = ["unknown", "jot", "quiz"])]
    pub count: bool,
    /// Print for scripts
    #[arg(long)]
    pub json: bool,
}

/// `shoptalk propose`
#[derive(Debug, Args)]
pub struct Propose {
    /// A number of the list, or a word; without it, what there is
    #[arg(value_name = "N|WORD")]
    pub what: Vec<String>,
    /// Print for scripts
    #[arg(long)]
    pub json: bool,
}

/// `shoptalk check`
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub struct Check {
    /// Deck files or folders of them; `decks` here, or your own decks, when none is named
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Let warnings fail, too
    #[arg(long)]
    pub strict: bool,
    /// Mend what can be mended in one way only, and show how
    #[arg(long, conflicts_with_all = ["stale", "explain", "json"])]
    pub fix: bool,
    /// With `--fix`: show how, and write nothing
    #[arg(long, requires = "fix")]
    pub dry_run: bool,
    /// Compare with this git revision: ids that changed without a word, and what new and changed words lack, one by one
    #[arg(long, value_name = "REV", conflicts_with_all = ["stale", "explain"])]
    pub base: Option<String>,
    /// List the words that were not `reviewed` for so long, by owner: 12m, 90d, 1y
    #[arg(long, value_name = "AGE", value_parser = age)]
    pub stale: Option<Age>,
    /// Explain a rule, as in `--explain E209`
    #[arg(long, value_name = "CODE", conflicts_with_all = ["paths", "stale"])]
    pub explain: Option<String>,
    /// How to print what is found: drawn for people, a line each, for scripts, or as annotations of a GitHub workflow
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = Format::Human)]
    pub format: Format,
    /// Print for scripts; short for `--format json`
    #[arg(long, conflicts_with = "format")]
    pub json: bool,
}

/// How to print what is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// Drawn, for people.
    Human,
    /// A line each.
    Short,
    /// For scripts.
    Json,
    /// As annotations of a GitHub workflow, with a job summary.
    Github,
}

/// A length of time, as in `12m`: days, weeks, months or years.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Age {
    number: u16,
    unit: char,
}

impl Age {
    /// It as a span of the calendar.
    pub fn span(self) -> jiff::Span {
        let (span, number) = (jiff::Span::new(), self.number);
        match self.unit {
            'd' => span.days(number),
            'w' => span.weeks(number),
            'm' => span.months(number),
            _ => span.years(number),
        }
    }
}

/// `shoptalk diff`
#[derive(Debug, Args)]
#[command(after_help = "\
Ends with 1 when the progress of learners would be lost, or when there are errors that were not there before.

  shoptalk diff main...           what this branch changes, since it began
  shoptalk diff v1.0 v1.1         what a release changed
  shoptalk diff old/decks decks   two folders")]
pub struct Diff {
    /// A git revision, or a folder of decks; `A...B` is where B began from A, and `A...` where you did
    pub base: String,
    /// Another; the files as they are now when left out
    pub head: Option<String>,
    /// A deck file or folder of the repository; `decks` or this folder when left out; may be given several times
    #[arg(long, value_name = "PATH")]
    pub path: Vec<PathBuf>,
    /// How to print it; markdown is for a comment on a pull request
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: DiffFormat,
    /// Print for scripts: the same as `--format json`
    #[arg(long, conflicts_with = "format")]
    pub json: bool,
}

/// `shoptalk decks`
#[derive(Debug, Args)]
pub struct Decks {
    /// What to do.
    #[command(subcommand)]
    pub command: DecksCommand,
}

/// What to do with decks from elsewhere.
#[derive(Debug, Subcommand)]
pub enum DecksCommand {
    /// Take decks from elsewhere, and keep a copy
    Add(DecksAdd),
    /// Bring the copies up to date, and say what changed; the old decks serve until the new ones are whole
    Update(DecksUpdate),
    /// List where decks come from, and how old the copies are
    List(DecksList),
    /// Remove a copy; progress on its words is kept
    Remove(DecksRemove),
}

/// `shoptalk decks add`
#[derive(Debug, Args)]
pub struct DecksAdd {
    /// A git repository (https://, ssh://, git://, file:// or `git@host:path`), a folder, or a zip file
    #[arg(value_name = "URL|FOLDER|ZIP")]
    pub from: String,
    /// What to call it; made of the address when left out
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    /// The folder in it that has the decks; `decks`, or else the top, when left out
    #[arg(long, value_name = "SUBDIR")]
    pub path: Option<String>,
    /// The branch or tag of the repository
    #[arg(long, value_name = "BRANCH")]
    pub branch: Option<String>,
}

/// `shoptalk decks update`
#[derive(Debug, Args)]
pub struct DecksUpdate {
    /// Only this one
    #[arg(value_name = "NAME")]
    pub name: Option<String>,
}

/// `shoptalk decks list`
#[derive(Debug, Args)]
pub struct DecksList {
    /// Print for scripts
    #[arg(long)]
    pub json: bool,
}

/// `shoptalk decks remove`
#[derive(Debug, Args)]
pub struct DecksRemove {
    /// What it is called
    #[arg(value_name = "NAME")]
    pub name: String,
}

/// `shoptalk init-repo`
#[derive(Debug, Args)]
pub struct InitRepo {
    /// The folder; what is there already stays as it is
    #[arg(value_name = "DIR", default_value = ".")]
    pub folder: PathBuf,
    /// The action that checks decks on GitHub, as in owner/shoptalk@v1.0.0; this project's own when left out
    #[arg(long, value_name = "ACTION")]
    pub action: Option<String>,
}

/// How changes are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum DiffFormat {
    /// For a person at a terminal.
    Human,
    /// For a comment on a pull request.
    Markdown,
    /// For scripts.
    Json,
}

/// `shoptalk stats`
#[derive(Debug, Args)]
pub struct Stats {
    /// Decks to count; those you follow when none is named
    #[arg(id = "deck", value_name = "DECK")]
    pub decks: Vec<String>,
    /// Print for scripts
    #[arg(long)]
    pub json: bool,
}

/// `shoptalk tune`
#[derive(Debug, Args)]
pub struct Tune {
    /// Say what it would do, and change nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Go back to the schedule before the last tuning that was kept
    #[arg(long, conflicts_with = "dry_run")]
    pub back: bool,
    /// Print for scripts
    #[arg(long)]
    pub json: bool,
}

/// `shoptalk follow`
#[derive(Debug, Args)]
pub struct Follow {
    /// Decks to follow; without one, the decks and whether you follow them
    #[arg(id = "deck", value_name = "DECK")]
    pub decks: Vec<String>,
    /// How deep to go
    #[arg(long, value_name = "LEVEL", value_parser = level)]
    pub depth: Option<Level>,
    /// The day of the week on which you meet the team, as in `tue`; `none` where there is no such day
    #[arg(long, value_name = "DAY", requires = "deck", value_parser = meeting)]
    pub meets: Option<Meeting>,
    /// Print for scripts
    #[arg(long)]
    pub json: bool,
}

/// `shoptalk unfollow`
#[derive(Debug, Args)]
pub struct Unfollow {
    /// Decks to leave
    #[arg(id = "deck", value_name = "DECK", required = true)]
    pub decks: Vec<String>,
}

/// `shoptalk forget`
#[derive(Debug, Args)]
#[command(
    after_help = "What you know stays. Not covered: notes and mnemonics (`shoptalk notes --drop WORD`), flags (`shoptalk flags --drop N`), \
remembered spellings (`shoptalk lookup --forget-spelling WORDS`), which go from the lists but not from every byte of the \
file; and the words of your own deck, mine.yaml, which you edit yourself."
)]
pub struct Forget {
    /// What to erase
    pub what: Forgettable,
    /// Only what is older than this day, as in 2026-11-01
    #[arg(long, value_name = "DATE")]
    pub before: Option<jiff::civil::Date>,
    /// Only what is about this team
    #[arg(long, value_name = "DECK")]
    pub deck: Option<String>,
    /// Erase without asking
    #[arg(long)]
    pub yes: bool,
}

/// What `shoptalk forget` can erase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Forgettable {
    /// The words you jotted down, with who said them
    Jottings,
    /// Your visits to teams, and the questions you asked, with their answers
    Visits,
    /// What you looked up
    LookUps,
    /// What you typed or picked in the quiz; your progress stays
    Answers,
}

/// `shoptalk settings`
#[derive(Debug, Args)]
pub struct Settings {
    /// A setting
    pub name: Option<String>,
    /// Its new value
    pub value: Option<String>,
    /// Print for scripts
    #[arg(long)]
    pub json: bool,
}

/// `shoptalk completions`
#[derive(Debug, Args)]
pub struct Completions {
    /// The shell
    pub shell: clap_complete::Shell,
}

/// `shoptalk complete`, which the scripts of `completions` call.
#[derive(Debug, Args)]
pub struct Complete {
    /// The command line up to the cursor, without the program
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    pub words: Vec<std::ffi::OsString>,
}

/// `shoptalk man`
#[derive(Debug, Args)]
pub struct Man {
    /// The folder
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
}

/// The day of the week on which one meets a team, if any.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Meeting(pub Option<Weekday>);

fn meeting(word: &str) -> Result<Meeting, String> {
    if word.eq_ignore_ascii_case("none") {
        return Ok(Meeting(None));
    }
    let day = weekday(word).ok_or("write mon, tue, wed, thu, fri, sat, sun or none")?;
    Ok(Meeting(Some(day)))
}

fn form(word: &str) -> Result<Form, String> {
    Form::asked(word)
        .ok_or_else(|| "write choose, recall, fill, type, expand or which-team".to_owned())
}

fn age(word: &str) -> Result<Age, String> {
    let wrong = || "write a number with d, w, m or y behind it, as in 90d, 12m or 1y".to_owned();
    let unit = word.chars().next_back().filter(|unit| "dwmy".contains(*unit)).ok_or_else(wrong)?;
    let number = word[..word.len() - 1].parse().ok().filter(|number| *number <= 9999);
    number.map(|number| Age { number, unit }).ok_or_else(wrong)
}

fn level(word: &str) -> Result<Level, String> {
    Level::from_word(word).ok_or_else(|| "write core, working or deep".to_owned())
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::{Cli, Command, age};

    #[test]
    fn an_age_is_a_number_with_a_unit() {
        for word in ["12m", "90d", "1y", "0d", "6w"] {
            assert!(age(word).is_ok(), "{word}");
        }
        for word in ["", "m", "12", "12M", "-1d", "1.5y", "99999d", "1é"] {
            assert!(age(word).is_err(), "{word}");
        }
    }

    /// `--decks` holds for every command, so an argument of a command may not have its name: clap takes one for the
    /// other, and panics.
    #[test]
    fn decks_of_a_command_and_decks_for_the_run_are_told_apart() {
        for command in ["quiz", "stats", "follow", "unfollow"] {
            let words = ["shoptalk", "--decks", "mine.yaml", command, "platform"];
            let cli = Cli::try_parse_from(words).unwrap();
            assert_eq!(cli.global.decks, [std::path::PathBuf::from("mine.yaml")], "{command}");
            let decks = match cli.command.unwrap() {
                Command::Quiz(args) => args.decks,
                Command::Stats(args) => args.decks,
                Command::Follow(args) => args.decks,
                Command::Unfollow(args) => args.decks,
                _ => Vec::new(),
            };
            assert_eq!(decks, ["platform"], "{command}");
        }
    }
}
