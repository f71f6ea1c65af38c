//! `shoptalk scan --count`: ranks the acronyms that no deck explains, as candidates for a new deck.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use serde::Serialize;

use crate::cli;
use crate::commands::page::Page;
use crate::commands::{CommandResult, Context, Outcome};
use crate::core::jargon::Scanner;
use crate::core::words::counted;
use crate::files::{shown, texts};
use crate::trainer::Trainer;

/// The number of rows to print; `--json` prints all.
const SHOWN: usize = 40;

/// An acronym and its occurrences.
#[derive(Serialize)]
struct Row {
    text: String,
    /// The number of files it occurs in.
    files: usize,
    /// The number of occurrences.
    count: usize,
    /// The first file it occurs in.
    file: Arc<str>,
    line: usize,
    example: String,
}

/// Ranks unexplained acronyms by number of files, then by number of occurrences.
pub(super) fn run(args: &cli::Scan, trainer: &Trainer, context: &mut Context<'_>) -> CommandResult {
    let files = files(args, context)?;
    let scanner = Scanner::new(trainer.library());
    let mut rows: HashMap<String, Row> = HashMap::new();
    let mut read = 0;
    for file in &files {
        let text = match super::text(file, args.heard) {
            Ok(text) => text,
            // Don't fail on one unreadable file among several.
            Err(error) if files.len() > 1 => {
                writeln!(context.err, "{error}")?;
                continue;
            }
            Err(error) => return Err(error.into()),
        };
        read += 1;
        for acronym in scanner.scan(&text.text, text.kind, &[]).acronyms {
            let row = rows.entry(acronym.text.clone()).or_insert_with(|| {
                let (text, line) = (acronym.text, acronym.first.line);
                Row { text, files: 0, count: 0, file: shown(file), line, example: acronym.excerpt }
            });
            row.files += 1;
            row.count += acronym.count;
        }
    }
    let mut rows: Vec<Row> = rows.into_values().collect();
    rows.sort_by(|a, b| {
        (b.files, b.count).cmp(&(a.files, a.count)).then_with(|| a.text.cmp(&b.text))
    });
    if args.json {
        context.json(&rows)?;
    } else {
        print(&mut context.page(trainer.settings()), &rows)?;
    }
    let (what, files) = (rows.len(), counted(read, "file"));
    writeln!(context.err, "{files} read: {what} that no deck explains")?;
    Ok(if rows.is_empty() { Outcome::Problems } else { Outcome::Done })
}

fn files(args: &cli::Scan, context: &mut Context<'_>) -> anyhow::Result<Vec<PathBuf>> {
    if !args.path.is_dir() {
        return Ok(vec![args.path.clone()]);
    }
    let (files, more) = texts::below(&args.path)?;
    if more {
        writeln!(context.err, "only the first {} files are read", texts::MAX_FILES)?;
    }
    Ok(files)
}

fn print(page: &mut Page<'_>, rows: &[Row]) -> std::io::Result<()> {
    for (at, row) in rows.iter().take(SHOWN).enumerate() {
        if at > 0 {
            page.break_off()?;
        }
        let files = counted(row.files, "file");
        let times = if row.count == 1 { "once".to_owned() } else { format!("{} times", row.count) };
        let used = format!("{times} in {files}");
        page.heading(&row.text, None, &used)?;
        if page.look().plain {
            page.text("Used", &used)?;
        }
        page.text("Example", &row.example)?;
        page.note("First", &format!("{}:{}", row.file, row.line))?;
    }
    if rows.len() > SHOWN {
        page.break_off()?;
        page.note("More", &format!("{} more; --json lists them all", rows.len() - SHOWN))?;
    }
    Ok(())
}
