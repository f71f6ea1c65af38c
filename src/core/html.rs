//! Recognizes HTML: pages, and tags in texts.

/// Tags that format text. `<T>` is none of them.
const TAGS: &str = "a abbr b big blockquote br center cite code dd del dfn div dl dt em figure font h1 h2 h3 h4 h5 h6 hr i img ins \
    kbd li mark ol p pre q s samp section small span strong sub sup table tbody td th thead tr tt u ul var";

/// What an HTML tag stands for in plain text: a space, nothing, or itself if it is not a tag that formats text.
pub fn tag(html: &str) -> &str {
    let name = html.trim_start_matches(['<', '/']);
    let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    let name = name.to_ascii_lowercase();
    match &*name {
        _ if html.starts_with("<!--") => "",
        "br" | "p" | "div" | "li" | "td" | "tr" | "hr" | "dd" | "dt" => " ",
        name if TAGS.split(' ').any(|known| known == name) => "",
        _ => html,
    }
}

/// Whether `text` begins as a page does. Markdown may begin with a comment or with another tag.
pub fn is_html(text: &str) -> bool {
    let mut rest = text.trim_start();
    while let Some((_, after)) = rest.strip_prefix("<!--").and_then(|rest| rest.split_once("-->")) {
        rest = after.trim_start();
    }
    if rest.starts_with("<?xml") {
        rest = rest.split_once("?>").map_or(rest, |(_, rest)| rest.trim_start());
    }
    let starts = |tag: &str| {
        let start = rest.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag));
        start && !rest[tag.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '-')
    };
    ["<!doctype html", "<html", "<head", "<body"].into_iter().any(starts)
}
