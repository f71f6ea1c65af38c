//! Measures time and memory of `shoptalk deck check` as a whole process: on many decks, on one, and on hostile files.
//!
//! Prints a table. Fails if a hostile file takes more than a second or 200 MB.

#![expect(clippy::print_stdout, reason = "a bench prints")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

/// The time limit for a hostile file.
const LONGEST: Duration = Duration::from_secs(1);
/// The memory limit for a hostile file, in bytes.
const MOST: u64 = 200_000_000;

/// The result of one run.
struct Taken {
    time: Duration,
    /// Peak memory in bytes, if the system reports it.
    memory: u64,
    code: Option<i32>,
}

/// Runs `shoptalk` with `args` and measures it.
#[expect(clippy::disallowed_methods, reason = "a bench measures")]
fn run(args: &[&str], home: &Path) -> Taken {
    let mut command = Command::new(env!("CARGO_BIN_EXE_shoptalk"));
    command.args(args).env("SHOPTALK_DATA", home).stdin(Stdio::null());
    let start = Instant::now();
    let mut child = command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program can be started");
    let status = PathBuf::from(format!("/proc/{}/status", child.id()));
    let mut memory = 0;
    loop {
        // The system drops a process's figures when it exits, so poll while it runs.
        if let Ok(text) = fs::read_to_string(&status) {
            let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
            let kib = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
            memory = memory.max(kib.unwrap_or_default() * 1024);
        }
        if let Some(ended) = child.try_wait().expect("the program can be waited for") {
            return Taken { time: start.elapsed(), memory, code: ended.code() };
        }
        std::thread::sleep(Duration::from_micros(200));
    }
}

/// The fastest of several runs, to reduce noise from other processes.
fn best(args: &[&str], home: &Path, times: usize) -> Taken {
    let runs = (0..times).map(|_| run(args, home));
    runs.min_by_key(|taken| taken.time).expect("it ran at least once")
}

fn line(what: &str, taken: &Taken) {
    let ms = taken.time.as_secs_f64() * 1000.0;
    let mib = taken.memory / 1_000_000;
    let code = taken.code.map_or("killed".to_owned(), |code| code.to_string());
    println!("{what:<44} {ms:>9.1} ms {mib:>6} MB   ends with {code}");
}

/// A deck of `terms` terms of about 300 bytes.
fn deck(number: usize, terms: usize) -> String {
    let mut text = format!("deck: team-{number}\ntitle: Team {number}\nterms:\n");
    for at in 0..terms {
        text += &format!(
            "  - term: Word {at:03} of {number}\n    definition: Something that team {number} does for the {at}th time, and that a capable \
             reader understands at once.\n    example: \"We had word {at:03} of {number} again.\"\n    why: It costs a day.\n    \
             ask: What did it cost?\n    level: core\n"
        );
    }
    text
}

/// Hostile files.
fn hostile() -> Vec<(&'static str, Vec<u8>)> {
    const MIB: usize = 1024 * 1024;
    let laughs = {
        let mut text = "a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]\n".to_owned();
        for level in 1..30 {
            let links = vec![format!("*a{}", level - 1); 10].join(", ");
            text += &format!("a{level}: &a{level} [{links}]\n");
        }
        text + "terms: *a29\n"
    };
    let full = |line: &str| {
        let mut text = "terms:\n".to_owned();
        text += &line.repeat((2 * MIB - 10) / line.len());
        text.into_bytes()
    };
    let numbered = |line: &dyn Fn(usize) -> String| {
        let mut text = "terms:\n".to_owned();
        let mut at = 0;
        while text.len() < 2 * MIB - 200 {
            text += &line(at);
            at += 1;
        }
        text.into_bytes()
    };
    let term = "  - term: a\n    definition: b\n";
    let list = |field: &str, item: &str| {
        let items = item.repeat((2 * MIB - 200) / item.len());
        format!("terms:\n{term}    {field}: [{items}]\n").into_bytes()
    };
    vec![
        ("billion laughs", laughs.into_bytes()),
        ("10,000 aliases of a list of 10,000", {
            let items = "x, ".repeat(10_000);
            format!("a: &a [{items}]\nterms: [{}]\n", "*a, ".repeat(10_000)).into_bytes()
        }),
        ("2,000 aliases of a text of 1 MB", {
            format!("a: &a {}\nterms: [{}]\n", "x".repeat(1_000_000), "*a, ".repeat(2_000))
                .into_bytes()
        }),
        ("an alias of itself", b"terms: &a [*a]\n".to_vec()),
        ("100,000 levels of [", "[".repeat(100_000).into_bytes()),
        ("100,000 levels of {a: ", "{a: ".repeat(100_000).into_bytes()),
        ("100,000 levels of - ", "- ".repeat(100_000).into_bytes()),
        ("50,000 levels of ? ", "? ".repeat(50_000).into_bytes()),
        ("a tag that calls a program", b"terms: !!python/object/apply:os.system [ls]\n".to_vec()),
        ("2 MiB of NUL", vec![0; 2 * MIB]),
        ("2 MiB of ESC", vec![0x1b; 2 * MIB]),
        ("2 MiB of lines with an ESC", full("  - term: a\u{1b}b\n")),
        ("2 MiB of zero-width spaces", full("\u{200b}")),
        ("2 MiB of tabs", full("\t")),
        ("2 MiB of carriage returns", vec![b'\r'; 2 * MIB]),
        ("2 MiB of empty lines", full("\n")),
        ("2 MiB on one line", vec![b'x'; 2 * MIB]),
        ("2 MiB of brackets", full("[]")),
        ("2 MiB of commas in brackets", list("aliases", ",")),
        ("2 MiB of -", full("- ")),
        ("2 MiB of empty terms", full("  -\n")),
        ("2 MiB of terms that are texts", full("  - x\n")),
        ("2 MiB of anchors", full("  - &a x\n")),
        ("2 MiB of anchors on one line", list("aliases", "&a x, ")),
        ("2 MiB of escapes", full("  - term: \"\\x1b\\u202e\"\n    definition: d\n")),
        ("2 MiB of one term again and again", full(term)),
        ("2 MiB of misspelt fields in one term", {
            [term.as_bytes(), &full("    defintion: b\n")[7..]].concat()
        }),
        ("2 MiB of unknown fields in one term", {
            let lines = numbered(&|at| format!("    field{at}: b\n"));
            [b"terms:\n", term.as_bytes(), &lines[7..]].concat()
        }),
        ("2 MiB of one field again and again", {
            [b"terms:\n", term.as_bytes(), &full("    why: b\n")[7..]].concat()
        }),
        ("2 MiB of comments behind texts", full("  - term: x # y\n")),
        ("2 MiB of comments", full("# x\n")),
        ("a definition of 2 MiB, and its name", {
            format!("terms:\n  - term: a\n    definition: {}\n", "a ".repeat(MIB - 100))
                .into_bytes()
        }),
        ("2 MiB of aliases", list("aliases", "x, ")),
        ("2 MiB of links that lead nowhere", list("see_also", "x, ")),
        (
            "many terms with many links",
            numbered(&|at| {
                format!(
                    "  - {{term: t{at}, definition: d, confused_with: [{}]}}\n",
                    "t1, ".repeat(100)
                )
            }),
        ),
        (
            "many terms in a circle",
            numbered(&|at| {
                format!("  - {{term: t{at}, definition: d{at}, formerly: [t{}]}}\n", at + 1)
            }),
        ),
        ("many small terms", numbered(&|at| format!("  - {{term: t{at}, definition: d}}\n"))),
        ("a quote that never ends", [b"terms: \"".as_slice(), &vec![b'x'; 2 * MIB - 100]].concat()),
        ("not UTF-8 at the end", [full("# x\n").as_slice(), b"\xff"].concat()),
        ("UTF-16", "terms:\n".encode_utf16().flat_map(u16::to_le_bytes).collect()),
        ("100 MB", vec![b'x'; 100_000_000]),
    ]
}

fn main() -> ExitCode {
    let home = tempfile::tempdir().expect("a temporary folder");
    let home = home.path();
    // Not `decks`: the program would read that as the user's own folder in each run.
    let decks = home.join("many");
    fs::create_dir(&decks).expect("a folder to write to");
    let text = |path: &Path| path.to_str().expect("a temporary path is text").to_owned();
    let one = home.join("one.yaml");
    fs::write(&one, deck(0, 100)).expect("a file to write to");
    for number in 0..1000 {
        fs::write(decks.join(format!("{number}.yaml")), deck(number, 100))
            .expect("a file to write to");
    }
    line("one deck of 100 terms", &best(&["deck", "check", &text(&one)], home, 20));
    line("1,000 decks of 100 terms", &best(&["deck", "check", &text(&decks)], home, 5));
    println!();

    let mut bad = 0;
    let file = home.join("hostile.yaml");
    for (what, bytes) in hostile() {
        fs::write(&file, bytes).expect("a file to write to");
        let taken = best(&["deck", "check", &text(&file)], home, 2);
        line(what, &taken);
        let is_bad =
            taken.time > LONGEST || taken.memory > MOST || !matches!(taken.code, Some(0 | 1));
        bad += usize::from(is_bad);
        let fixed = best(&["deck", "check", "--fix", "--dry-run", &text(&file)], home, 1);
        if fixed.time > 5 * LONGEST || fixed.memory > 2 * MOST {
            line("  with --fix", &fixed);
        }
    }
    if bad > 0 {
        println!("\n{bad} hostile files take more than a second or 200 MB, or end the program");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
