//! Rewrites what other tools add to Markdown: shortcodes of Hugo, comments of Obsidian, blocks between colons, and bullets that are
//! none of Markdown.

use std::borrow::Cow;

use crate::core::import::Sink;

/// Blocks beside the text.
const ASIDES: &str = "note tip info caution warning danger important hint attention seealso error example abstract details success \
    admonition callout aside alert";

/// `text` in common Markdown, with as many lines.
pub(super) fn common<'a>(text: &'a str, into: &mut Sink<'_>) -> Cow<'a, str> {
    let bullets = ['•', '◦', '▪', '‣', '●', '·'];
    if !["{{<", "{{%", "%%", ":::", "</"].iter().any(|mark| text.contains(mark))
        && !text.contains(bullets)
    {
        return text.into();
    }
    let text = without(text, ("{{<", ">}}"), into);
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
    text.split('\n').map(line).collect::<Vec<_>>().join("\n").into()
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
