//! GitHub output: annotations on a pull request, and the full list as a job summary.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;

use anyhow::Context as _;

use crate::core::deck::problem::Problem;
use crate::core::deck::rules::Severity;

/// GitHub shows at most this many annotations of each level per step and silently drops the rest.
const MOST: usize = 10;

/// The maximum size of a summary, in bytes: GitHub refuses files over 1 MiB.
const MOST_BYTES: usize = 900 * 1024;

/// Writes problems as workflow commands (`::error file=…::…`), errors first, at most ten of each level. The last one says how
/// many were left out.
pub(super) fn annotate(problems: &[Problem], out: &mut dyn Write) -> io::Result<()> {
    for (severity, command) in
        [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Hint, "notice")]
    {
        let of_kind: Vec<_> =
            problems.iter().filter(|problem| problem.rule.severity() == severity).collect();
        let told = if of_kind.len() > MOST { MOST - 1 } else { of_kind.len() };
        for problem in &of_kind[..told] {
            let Problem { path, place, rule, what, .. } = problem;
            let (line, column) = (place.line.max(1), place.column.max(1));
            let fix = problem.advice();
            let text = if fix.is_empty() { what.clone() } else { format!("{what}; {fix}") };
            writeln!(
                out,
                "::{command} file={},line={line},col={column},title={}::{}",
                property(path),
                property(&format!("{} {}", rule.code(), rule.title())),
                message(&text)
            )?;
        }
        if told < of_kind.len() {
            let more = of_kind.len() - told;
            writeln!(out, "::{command} title=shoptalk check::+{more} more, in the job summary")?;
        }
    }
    Ok(())
}

/// Writes the reason why nothing was checked, as an annotation without a file.
pub(super) fn refuse(why: &str, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "::error title=shoptalk check::{}", message(why))?;
    out.flush()
}

/// Escapes `text` as the message of a workflow command.
fn message(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes `text` as a property value of a workflow command.
fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}

/// Appends all problems, grouped by file, to the job summary at `path`.
pub(super) fn summarise(problems: &[Problem], sum: &str, path: &Path) -> anyhow::Result<()> {
    let mut text = format!("## shoptalk deck check\n\n{}\n", in_markdown(sum));
    let mut by_file: BTreeMap<&str, Vec<&Problem>> = BTreeMap::new();
    for problem in problems {
        by_file.entry(&problem.path).or_default().push(problem);
    }
    let mut untold = 0;
    for (file, problems) in by_file {
        text += &format!("\n### {}\n\n| place | rule | what is wrong | fix |\n", in_markdown(file));
        text += "| --- | --- | --- | --- |\n";
        for problem in problems {
            if text.len() > MOST_BYTES {
                untold += 1;
                continue;
            }
            let Problem { place, rule, what, .. } = problem;
            text += &format!(
                "| {}:{} | {} {} | {} | {} |\n",
                place.line.max(1),
                place.column.max(1),
                rule.severity().as_ref(),
                rule.code(),
                in_markdown(what),
                in_markdown(&problem.advice())
            );
        }
    }
    if untold > 0 {
        text += &format!("\n+{untold} more; `shoptalk deck check` lists them.\n");
    }
    let mut file = std::fs::OpenOptions::new()
        .create(true)
        .append(true)
        .open(path)
        .with_context(|| format!("the job summary {} cannot be written", path.display()))?;
    file.write_all(text.as_bytes())?;
    Ok(())
}

/// Escapes `text` for a Markdown table cell; text between backticks stays code.
fn in_markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let closed = text.matches('`').count().is_multiple_of(2);
    let mut code = false;
    for c in text.chars() {
        match c {
            '`' if closed => code = !code,
            '|' => out.push('\\'),
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '~' | '@' if !code => out.push('\\'),
            _ => {}
        }
        match c {
            '<' if !code => out.push_str("&lt;"),
            '&' if !code => out.push_str("&amp;"),
            '\n' | '\r' => out.push(' '),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::deck::rules::Rule;
    use crate::core::yaml::Span;

    fn problem(path: &str, what: &str) -> Problem {
        let place = Span { line: 3, column: 5, start: 0, end: 0 };
        Problem::new(path.into(), place, Rule::UnknownField, what, "")
    }

    fn annotated(problems: &[Problem]) -> String {
        let mut out = Vec::new();
        annotate(problems, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn what_would_end_a_command_or_a_property_is_escaped() {
        assert_eq!(
            annotated(&[problem("a,b:c%.yaml", "100 %: a, b\r\n::error::x")]),
            "::error file=a%2Cb%3Ac%25.yaml,line=3,col=5,title=E301 Only fields that decks have.\
             ::100 %25: a, b%0D%0A::error::x\n"
        );
    }

    #[test]
    fn errors_come_first_and_what_github_would_swallow_is_counted() {
        let mut problems: Vec<_> = (0..12).map(|at| problem("a.yaml", &format!("p{at}"))).collect();
        let warning = Problem { rule: Rule::Order, ..problem("a.yaml", "warned") };
        problems.insert(0, warning);
        let lines = annotated(&problems);
        let lines: Vec<_> = lines.lines().collect();
        assert_eq!(lines.len(), 11);
        assert!(lines[0].ends_with("::p0") && lines[8].ends_with("::p8"));
        assert_eq!(lines[9], "::error title=shoptalk check::+3 more, in the job summary");
        assert!(lines[10].starts_with("::warning file=a.yaml"));
    }

    #[test]
    fn the_summary_is_added_and_shows_texts_as_they_are() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("summary");
        std::fs::write(&path, "before\n").unwrap();
        let problems = [problem("a.yaml", "<b>*x*|y</b> in `a|b_c`")];
        summarise(&problems, "1 file checked: 1 error, 0 warnings", &path).unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("before\n## shoptalk deck check\n\n1 file checked"), "{text}");
        assert!(
            text.contains("| 3:5 | error E301 | &lt;b>\\*x\\*\\|y&lt;/b> in `a\\|b_c` |  |\n"),
            "{text}"
        );
        assert!(summarise(&problems, "", folder.path()).is_err());
    }
}
