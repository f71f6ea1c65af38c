//! Prints briefs as text and as Markdown.

use std::io;

use crate::commands::Context;
use crate::commands::brief::Sheet;
use crate::commands::page::Page;
use crate::core::brief::page::Row;

/// Prints the briefs as text, followed by the meeting days of the other teams.
pub(super) fn text(page: &mut Page<'_>, sheets: &[Sheet], later: &[String]) -> io::Result<()> {
    for (at, sheet) in sheets.iter().enumerate() {
        if at > 0 {
            page.break_off()?;
        }
        page.title(&sheet.brief.title)?;
        for line in sheet.fluency.sentences() {
            page.item("  ", "  ", &line)?;
        }
        for section in &sheet.sections {
            page.gap()?;
            page.title(&section.title)?;
            for row in &section.rows {
                match row.number {
                    Some(number) => page.item(&format!("  {number}  "), "     ", &line(row))?,
                    None => page.item("  ", "    ", &line(row))?,
                }
            }
        }
    }
    if !later.is_empty() {
        page.gap()?;
        page.line(&format!("Then: {}", later.join(", ")))?;
    }
    Ok(())
}

/// Prints the briefs as Markdown.
pub(super) fn markdown(sheets: &[Sheet], context: &mut Context<'_>) -> io::Result<()> {
    let out = &mut context.out;
    for (at, sheet) in sheets.iter().enumerate() {
        let gap = if at > 0 { "\n" } else { "" };
        writeln!(out, "{gap}# {}\n", escaped(&sheet.brief.title))?;
        let standing: Vec<String> =
            sheet.fluency.sentences().iter().map(|line| escaped(line)).collect();
        writeln!(out, "{}", standing.join("  \n"))?;
        for section in &sheet.sections {
            writeln!(out, "\n## {}\n", escaped(&section.title))?;
            for Row { label, text, number } in &section.rows {
                let mark = number.map_or_else(|| "-".to_owned(), |number| format!("{number}."));
                let said = match (label.is_empty(), text.is_empty()) {
                    (true, _) => escaped(text),
                    (_, true) => format!("**{}**", escaped(label)),
                    _ => format!("**{}**: {}", escaped(label), escaped(text)),
                };
                writeln!(out, "{mark} {said}")?;
            }
        }
    }
    Ok(())
}

fn line(Row { label, text, .. }: &Row) -> String {
    match (label.is_empty(), text.is_empty()) {
        (true, _) => text.clone(),
        (_, true) => label.clone(),
        _ => format!("{label}: {text}"),
    }
}

/// Escapes `text` for Markdown.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '!') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_markdown_would_act_on_is_shown_as_it_is() {
        assert_eq!(escaped("[a](b) *c* <d>"), "\\[a\\](b) \\*c\\* \\<d\\>");
    }
}
