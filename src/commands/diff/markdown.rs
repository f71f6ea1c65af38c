//! Formats deck changes as a pull request comment.
//!
//! Text from decks is untrusted. It goes into code spans and fences longer than any run of backticks inside, so markup,
//! mentions, references, and links stay inert.

use crate::commands::diff::{fix, lost, summary};
use crate::core::changes::{Changed, Changes, FieldChange, NamedScene};
use crate::core::diff::Piece;
use crate::core::text::clean;

/// The maximum size, in bytes: GitHub limits a comment to 65,536 characters.
const LONGEST: usize = 60_000;
/// The maximum number of entries per section.
const MOST: usize = 50;
/// The maximum length of a line, in characters.
const LONGEST_LINE: usize = 900;

/// Formats `changes` as Markdown.
pub(super) fn text(changes: &Changes) -> String {
    let mut page = format!("### Decks: {}\n", summary(changes));
    let code = |text: &dyn ToString| in_code(&text.to_string());
    if let Some(lost) = lost(changes) {
        let rows = changes.removed.iter().map(|one| {
            format!("- {} {}: {}\n", code(&one.was.id), code(&one.was.term), in_code(&fix(one)))
        });
        section(&mut page, &lost, rows);
    }
    let decks = changes.decks_added.iter().map(|id| format!("- new: {}\n", code(id)));
    let decks =
        decks.chain(changes.decks_removed.iter().map(|id| format!("- removed: {}\n", code(id))));
    section(&mut page, "Decks", decks.chain(changes.decks_changed.iter().map(changed)));
    let errors = changes.problems.iter().map(|problem| {
        let path = format!("{}:{}", problem.path, problem.place.line.max(1));
        let what = if problem.help.is_empty() {
            problem.what.clone()
        } else {
            format!("{}; {}", problem.what, problem.help)
        };
        let rule = problem.rule;
        format!(
            "- {} {} {}: {}\n",
            rule.severity().as_ref(),
            rule.code(),
            in_code(&path),
            in_code(&what)
        )
    });
    section(&mut page, "New problems", errors);
    let links = changes.broken_links.iter();
    let links =
        links.map(|link| format!("- {} {}: {}\n", code(&link.from), link.field, code(&link.to)));
    section(&mut page, "Broken links", links);
    let renamed = changes.renamed.iter();
    let renamed = renamed.map(|one| format!("- {} is now {}\n", code(&one.from), code(&one.to)));
    section(&mut page, "Renamed; progress carries over", renamed);
    section(&mut page, "Changed", changes.changed.iter().map(changed));
    let added = changes.added.iter();
    let added = added.map(|term| {
        format!(
            "- {} {}\n{}",
            code(&term.id),
            code(&term.term),
            fenced(&[format!("+ {}", term.definition)])
        )
    });
    section(&mut page, "Added", added);
    let scene = |scene: &NamedScene| format!("- {} {}\n", code(&scene.id), code(&scene.title));
    section(&mut page, "Scenes added", changes.scenes_added.iter().map(scene));
    section(&mut page, "Scenes removed", changes.scenes_removed.iter().map(scene));
    section(&mut page, "Scenes changed", changes.scenes_changed.iter().map(changed));
    let unread = changes.unread.iter().map(|path| format!("- {}\n", code(path)));
    section(&mut page, "Not compared, because they cannot be read", unread);
    page
}

/// Adds a section. Each row must be self-contained Markdown. Rows that don't fit are counted.
fn section(page: &mut String, heading: &str, rows: impl Iterator<Item = String>) {
    let mut left = 0;
    let mut begun = false;
    for (at, row) in rows.enumerate() {
        // Reserve room for the headings and counts that follow.
        if at >= MOST || page.len() + row.len() > LONGEST - 2_000 {
            left += 1;
            continue;
        }
        if !begun {
            *page += &format!("\n**{heading}**\n\n");
            begun = true;
        }
        *page += &row;
    }
    if left > 0 {
        if !begun {
            *page += &format!("\n**{heading}**\n");
        }
        *page += &format!("\n… and {left} more\n");
    }
}

fn changed(changed: &Changed) -> String {
    let shown =
        if changed.shown_again { ": anyone who knows it is shown what changed" } else { "" };
    let lines: Vec<String> = changed.fields.iter().flat_map(two_lines).collect();
    format!("- {} {}{shown}\n{}", in_code(&changed.id), in_code(&changed.name), fenced(&lines))
}

/// The old and the new value, with the differences marked.
fn two_lines(change: &FieldChange) -> impl Iterator<Item = String> + '_ {
    let side = |sign, value: &String, open, close| {
        let words = change.words.iter().filter_map(|piece| match (piece, sign) {
            (Piece::Same(words), _) => Some(words.clone()),
            (Piece::Gone(words), '-') | (Piece::New(words), '+') => {
                Some(format!("{open}{words}{close}"))
            }
            _ => None,
        });
        let words = words.collect::<Vec<_>>().join(" ");
        (!value.is_empty()).then(|| format!("{sign} {}: {words}", change.field))
    };
    let old = side('-', &change.old, "[-", "-]");
    old.into_iter().chain(side('+', &change.new, "{+", "+}"))
}

/// The length of the longest run of backticks in `text`.
fn backticks(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

/// `text`, cleaned and cut to [`LONGEST_LINE`].
fn bounded(text: &str) -> String {
    let line: String = text.chars().take(LONGEST_LINE).collect();
    let more = if line.len() < text.len() { "…" } else { "" };
    format!("{}{more}", clean(&line))
}

/// `text` as an inline code span.
fn in_code(text: &str) -> String {
    let text = bounded(text);
    let fence = "`".repeat(backticks(&text) + 1);
    // The padding isn't displayed. It separates a backtick at the edge from the delimiter.
    let gap =
        if text.starts_with('`') || text.ends_with('`') || text.is_empty() { " " } else { "" };
    format!("{fence}{gap}{text}{gap}{fence}")
}

/// `lines` as a fenced code block inside a list item.
fn fenced(lines: &[String]) -> String {
    let lines: Vec<String> = lines.iter().map(|line| bounded(line)).collect();
    let longest = lines.iter().map(|line| backticks(line)).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    let block: String = lines.iter().map(|line| format!("  {line}\n")).collect();
    format!("  {fence}diff\n{block}  {fence}\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::changes::changes;
    use crate::core::deck::Origin;
    use crate::core::deck::read::read;

    fn between(old: &str, new: &str) -> String {
        let read = |text: &str| vec![read(&"a.yaml".into(), text.as_bytes(), Origin::Named)];
        text(&changes(read(old), read(new), &[]))
    }

    #[test]
    fn a_comment_says_what_matters_first() {
        let old = "terms:\n  - {term: Old, definition: what it was}\n  - {term: SLO, definition: a target for weeks}\n";
        let new = "terms:\n  - {term: SLO, definition: a promise for weeks}\n";
        insta::assert_snapshot!(between(old, new));
    }

    #[test]
    fn texts_of_decks_cannot_break_out() {
        let definition =
            "```` @everyone <img src=x> [a](https://evil.example) #1 `x` www.evil.example";
        let new = format!("terms:\n  - term: \"``@all\"\n    definition: \"{definition}\"\n");
        let text = between("terms: []\n", &new);
        assert!(text.contains("\n  `````diff\n  + ````"), "{text}");
        assert!(text.contains("``` ``@all ```"), "{text}");
        for line in text.lines().filter(|line| line.contains('@')) {
            let is_problem = line.contains(": ````") && line.ends_with("````");
            let quoted = line.contains("``` ``@all ```") || is_problem;
            assert!(line.starts_with("  + ") || quoted, "{line}");
        }
    }

    #[test]
    fn a_comment_fits_however_much_has_changed() {
        let term = |at: usize| {
            format!("  - {{term: T{at}, definition: {}}}\n", "word ".repeat(100).trim())
        };
        let new: String = (0..2_000).map(term).collect();
        let text = between("terms: []\n", &format!("terms:\n{new}"));
        assert!(text.len() < LONGEST && text.contains("more\n"), "{}", text.len());
        assert_eq!(text.matches("```").count() % 2, 0);
    }
}
