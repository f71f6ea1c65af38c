//! Turns what other tools add to Markdown into common Markdown: Hugo shortcodes, Obsidian comments, blocks between colons, bullets
//! such as `•`, and lines that separate entries.

use crate::core::import::Sink;
use crate::core::import::markdown::one_text::gap;
use crate::core::import::table::{LETTERS, divides, is_section};

/// Blocks beside the text.
const ASIDES: &str = "note tip info caution warning danger important hint attention seealso error example abstract details success \
    admonition callout aside alert";

/// `text` in common Markdown, with as many lines.
pub(super) fn common(text: &str, into: &mut Sink<'_>) -> String {
    let bullets = ['•', '◦', '▪', '‣', '●', '·'];
    let text = joined(&separated(text, into));
    if !["{{<", "{{%", "%%", ":::", "</"].iter().any(|mark| text.contains(mark))
        && !text.contains(bullets)
        && !text.lines().any(|line| item_of_chat(line).is_some())
    {
        return text;
    }
    let text = without(&text, ("{{<", ">}}"), into);
    let text = without(&text, ("{{%", "%}}"), into);
    let text = without(&text, ("%%", "%%"), into);
    // Whether each open block is one beside the text.
    let mut open = Vec::new();
    let line = |line: &str| {
        let start = line.trim_start();
        let indent = &line[..line.len() - start.len()];
        if let Some(item) =
            start.strip_prefix(bullets).and_then(|rest| rest.strip_prefix([' ', '\t']))
        {
            return format!("{indent}- {item}");
        }
        if start.len() == line.len()
            && let Some(item) = item_of_chat(line)
        {
            return format!("- {item}");
        }
        // A component of MDX.
        let tag = start.trim_end().strip_prefix('<').and_then(|rest| rest.strip_suffix('>'));
        let tag = tag
            .map(|tag| tag.trim_start_matches('/'))
            .filter(|tag| !tag.contains(['<', '>']) && !tag.ends_with('/'));
        let name = tag.and_then(|tag| tag.split_whitespace().next()).unwrap_or_default();
        if name.starts_with(char::is_uppercase) && is_aside(&name.to_lowercase()) {
            return "```".to_owned();
        }
        let rest = start.trim_start_matches(':');
        let colons = start.len() - rest.len();
        if colons < 3 {
            return line.to_owned();
        }
        let name = rest.trim().trim_start_matches('{').to_lowercase();
        let name = name.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let is_aside = match name {
            "" if rest.trim().is_empty() => open.pop().unwrap_or_default(),
            name => {
                open.push(is_aside(name));
                open.last() == Some(&true)
            }
        };
        // What is between fences is not read.
        if is_aside { format!("{indent}{}{rest}", "`".repeat(colons)) } else { String::new() }
    };
    text.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

/// `text` with `***` for each line that separates entries, which Markdown may read as an underline or as front matter, and without
/// the letters that divide a list.
fn separated(text: &str, into: &mut Sink<'_>) -> String {
    let lines: Vec<&str> = text.split('\n').map(str::trim_end).collect();
    let at = |at: usize| lines.get(at).map_or("", |line| line.trim());
    let is_line = |text: &str, c: char| !text.is_empty() && text.chars().all(|it| it == c);
    let is_rule = |number: usize| is_line(at(number), '-') || is_line(at(number), '=');
    let key = |from: usize| {
        let line = lines[from..].iter().find(|line| !line.is_empty())?;
        Some(line.split_once(':')?.0)
    };
    let front =
        if lines[0] == "---" { (1..lines.len()).find(|at| lines[*at] == "---") } else { None };
    // The first of several records is no front matter.
    let front = front.filter(|end| key(1) != key(end + 1) || key(1).is_none());
    let mut out: Vec<&str> = Vec::new();
    for (number, line) in lines.iter().enumerate() {
        let above = number.checked_sub(1).map_or("", at);
        let is_title = || {
            let is_first = number < 2 || {
                let before = at(number - 2);
                before.is_empty() || before.starts_with('#') || is_rule(number - 2)
            };
            is_first && (gap(above).is_none() || above.len() <= line.len() * 2)
        };
        let is_front = front.is_some_and(|end| number <= end);
        out.push(if is_front || line.is_empty() {
            line
        } else if is_rule(number) && line.len() > 1 && !above.contains('|') {
            if above.is_empty() || !is_title() { "***" } else { line }
        } else if is_letter(number, &lines) {
            into.note(LETTERS, line, &format!("line {}", number + 1));
            ""
        } else {
            line
        });
    }
    out.join("\n")
}

/// `text` with each row of a table in one line. The lines that this takes stand below the table.
fn joined(text: &str) -> String {
    let bars = |text: &str| text.matches('|').count() - text.matches("\\|").count();
    let is_row = |line: &str| line.trim_start().starts_with('|');
    let begins = |line: &str| {
        line.trim_start().starts_with(['#', '>', '-', '*', '+', '`', '~', '<', '=', '|'])
    };
    let goes_on = |line: &str| !line.trim().is_empty() && !begins(line);
    let mut out: Vec<String> = Vec::new();
    // The bars in the first row of a table, and in the row that goes on; and the lines taken.
    let (mut head, mut open, mut taken) = (0, None, 0);
    for line in text.split('\n') {
        match (out.last_mut(), open) {
            (Some(row), Some(before)) if goes_on(line) => {
                let now = before + bars(line);
                if now <= head && (now == head || now == before) {
                    *row += &format!(" {}", line.trim());
                    taken += 1;
                    open = (now < head).then_some(now);
                    continue;
                }
            }
            _ => {}
        }
        if line.trim().is_empty() {
            out.extend(std::iter::repeat_n(String::new(), std::mem::take(&mut taken)));
            head = 0;
        } else if head == 0 && is_row(line) {
            head = bars(line);
        }
        open = Some(bars(line)).filter(|bars| is_row(line) && *bars > 1 && *bars < head);
        open = open.filter(|_| !line.trim_end().ends_with('|'));
        out.push(line.to_owned());
    }
    out.join("\n")
}

/// Whether the line `at` is a letter, or several, above the words that begin with it.
fn is_letter(at: usize, lines: &[&str]) -> bool {
    let text = lines[at].trim_matches('*');
    let is_capital = |c: char| c.is_alphanumeric() && !c.is_lowercase();
    if !text.starts_with(is_capital) || !is_section(text) {
        return false;
    }
    let line = |at: usize| lines.get(at).copied().unwrap_or_default();
    let next = lines[at + 1..].iter().find(|line| !line.is_empty()).copied().unwrap_or_default();
    let is_apart = line(at + 1).is_empty() || !line(at + 2).is_empty() || gap(next).is_some();
    let bare = next.trim_start_matches(|c: char| "*-•[ ".contains(c));
    // The end of a meaning that is wrapped is no letter.
    let above = at.checked_sub(1).map_or("", line);
    let initial = |text: &str| text.trim_start_matches('*').to_uppercase().chars().next();
    let is_free = || {
        above.is_empty()
            || above.starts_with([' ', '\t'])
            || is_section(above)
            || initial(above) < initial(text)
    };
    is_apart
        && !next.starts_with([' ', '\t'])
        && (((next.is_empty() || is_section(bare.trim_end_matches('*'))) && is_free())
            || divides(&[text.to_owned()], &[bare.to_owned()]))
}

/// The item that a line from a chat is: it begins with an emoji, as in `:fire: *Hotfix* - a change`, or with its word in bold, which has
/// one asterisk there.
fn item_of_chat(line: &str) -> Option<&str> {
    let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "_-+".contains(c);
    let code = line.strip_prefix(':').and_then(|rest| rest.split_once(": "));
    let code = code.filter(|(name, _)| !name.is_empty() && name.chars().all(is_name));
    let rest = code.map_or(line, |(_, rest)| rest);
    let item = rest.trim_start_matches(|c: char| !c.is_ascii() && !c.is_alphanumeric() || c == ' ');
    let bold = item.strip_prefix('*').filter(|rest| !rest.starts_with(['*', ' ']));
    let after = bold.and_then(|rest| rest.split_once('*')).map(|(_, after)| after.trim_start());
    let is_entry =
        after.is_some_and(|after| after.starts_with([':', '–', '—']) || after.starts_with("- "));
    (is_entry || code.is_some()).then_some(item)
}

fn is_aside(name: &str) -> bool {
    ASIDES.split(' ').any(|known| known == name)
}

/// `text` with what the shortcodes in it show, such as `etcd` for `{{< glossary_tooltip text="etcd" >}}`. Comments show nothing.
fn without(text: &str, (start, end): (&str, &str), into: &mut Sink<'_>) -> String {
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    while let Some((before, (code, more))) =
        rest.split_once(start).and_then(|(before, rest)| Some((before, rest.split_once(end)?)))
    {
        out += before;
        let value = |name: &str| code.split_once(&format!("{name}=\""))?.1.split('"').next();
        let first = || code.split('"').nth(1).filter(|_| !code.contains('='));
        let shown = ["text", "title", "term_id"].into_iter().find_map(value).or_else(first);
        match shown.filter(|_| start != end) {
            Some(shown) => out += shown,
            None => {
                let place = format!("line {}", out.matches('\n').count() + 1);
                into.note("shortcodes and comments, left out", code.trim(), &place);
            }
        }
        // Lines stay where they are.
        out += &"\n".repeat(code.matches('\n').count());
        rest = more;
    }
    out + rest
}
