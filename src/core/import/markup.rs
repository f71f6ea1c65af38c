//! Removes what is not text: the markup of Markdown, HTML and flashcards, and parts of speech.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::core::deck::fields::folded;
use crate::core::html::tag;

/// The longest text whose markup is removed, in bytes. No field of a term may be that long.
const LONGEST: usize = 20_000;

/// The message about parts of speech, such as `(noun)` and `n.`.
pub(super) const PARTS_OF_SPEECH: &str = "parts of speech, left out";
/// Names of the parts of speech.
const WORD_CLASSES: &str = "n. noun nouns v. verb verbs adj adj. adjective adv adv. adverb abbr abbr. abbreviation acronym initialism \
    pron. pronoun prep. preposition conj. conjunction interj. interjection";
/// What may stand beside them.
const QUALITIES: &str = "phrase plural pl. singular sing. countable uncountable transitive intransitive trans. intrans. phrasal proper \
    compound mass count informal formal slang jargon and or";

/// Whether `text` says which part of speech a word is: `noun, plural`, `(v.)`, `Part of speech: noun`, `noun /ˈkeɪɒs/`.
pub(super) fn is_word_class(text: &str) -> bool {
    let text = text.split_once(": ").map_or(text, |(name, text)| {
        let is_name = matches!(
            &*folded(name),
            "partofspeech" | "pos" | "type" | "wordclass" | "wordtype" | "grammar"
        );
        if is_name { text } else { "" }
    });
    // The pronunciation between slashes.
    let spoken = text.split_once('/').zip(text.rsplit_once('/'));
    let spoken = spoken.filter(|((before, _), (after, _))| before.len() < after.len());
    let text =
        spoken.map_or(text.to_owned(), |((before, _), (_, after))| format!("{before} {after}"));
    let is_among =
        |part: &&str, list: &str| list.split(' ').any(|known| known.eq_ignore_ascii_case(part));
    let parts =
        text.split(|c: char| !c.is_alphanumeric() && c != '.').filter(|part| !part.is_empty());
    let parts: Vec<&str> = parts.collect();
    let is_class = |part: &&str| is_among(part, WORD_CLASSES);
    (spoken.is_some() || parts.iter().any(is_class))
        && parts.iter().all(|part| is_class(part) || is_among(part, QUALITIES))
}

/// `text` without the part of speech at its start, as in `(n.) A thing`, `n. A thing` and `verb – To do`.
pub(super) fn after_class(text: &str) -> &str {
    let inside = text.strip_prefix('(').and_then(|rest| rest.split_once(')'));
    let short = || text.split_once(' ').filter(|(class, _)| class.ends_with('.'));
    let before = || {
        let gaps = [": ", " – ", " — ", " - ", ". "].iter();
        gaps.filter_map(|gap| text.split_once(gap)).min_by_key(|(start, _)| start.len())
    };
    let is_before = |(class, rest): &(&str, &str)| {
        let rest = rest.trim();
        let is_part = ["of ", "for "].iter().any(|start| rest.starts_with(start));
        is_word_class(class) && !is_part && !rest.is_empty()
    };
    let split = [inside, short(), before()].into_iter().flatten().find(is_before);
    split.map_or(text, |(_, rest)| rest.trim_start_matches([':', '–', '—', '-', ' ']))
}

/// How to parse Markdown.
pub(super) fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_WIKILINKS
}

/// `text` without markup: links, emphasis, code, HTML tags and entities.
pub(super) fn plain(text: &str) -> String {
    let marks = ["](", "[[", "**", "__", "`", "</", "<br", "<img", "<p>", "&", "*", "_", "\\"];
    if text.len() > LONGEST || !marks.iter().any(|mark| text.contains(mark)) {
        return text.to_owned();
    }
    // Blocks have no meaning inside a field: a line that starts with a number or a hyphen stays as it is.
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let guarded = format!("\u{2060}{text}");
    let mut out = String::with_capacity(text.len());
    let mut images = 0;
    for event in Parser::new_ext(&guarded, options()) {
        match event {
            Event::Start(Tag::Image { .. }) => images += 1,
            Event::End(TagEnd::Image) => images -= 1,
            _ if images > 0 => {}
            Event::Text(text) => out += &text,
            Event::Code(text) => {
                without_role(&mut out);
                out += &text;
            }
            Event::InlineHtml(html) | Event::Html(html) => out += tag(&html),
            Event::SoftBreak | Event::HardBreak => out.push(' '),
            _ => {}
        }
    }
    out.trim_start_matches('\u{2060}').trim().to_owned()
}

/// Removes what says at the end of `text` which role the code after it has, as in {term}`slo` and :term:`slo`.
pub(super) fn without_role(text: &mut String) {
    let role = [('{', '}'), (':', ':')].into_iter().find_map(|(start, end)| {
        let before = text.strip_suffix(end)?;
        let at = before.rfind(start)?;
        before[at + 1..].chars().all(char::is_alphabetic).then_some(at)
    });
    text.truncate(role.unwrap_or(text.len()));
}

/// `text` without HTML tags and entities. What would be Markdown stays, except for links.
pub(super) fn without_tags(text: &str) -> String {
    let has_links = text.contains("](");
    if !(has_links || text.contains(['<', '&'])) || text.len() > LONGEST {
        return text.to_owned();
    }
    let mut guarded = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let is_mark = match c {
            '<' => {
                let end = text[at..].find('>').map_or(text.len(), |end| at + end + 1);
                tag(&text[at..end]) == &text[at..end]
            }
            '&' => false,
            '[' | ']' => !has_links,
            _ => c.is_ascii_punctuation() && "\\`*_[]~|^$".contains(c),
        };
        if is_mark {
            guarded.push('\\');
        }
        guarded.push(c);
    }
    plain(&guarded)
}

/// `text` without the gaps and sounds of flashcards: `{{c1::…::hint}}` and `[sound:…]`.
pub(super) fn without_cards(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("{{c").into_iter().chain(rest.find("[sound:")).min() {
        let (before, after) = rest.split_at(at);
        out += before;
        let is_sound = after.starts_with('[');
        let Some(end) = after.find(if is_sound { "]" } else { "}}" }) else {
            rest = after;
            break;
        };
        let inner =
            if is_sound { "" } else { after[..end].split("::").nth(1).unwrap_or(&after[..end]) };
        out += inner;
        rest = &after[end + if is_sound { 1 } else { 2 }..];
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_removed_and_text_stays() {
        for (text, expected) in [
            (
                "The amount of <b>unreliability</b> &amp; more.<br>Counted.",
                "The amount of unreliability & more. Counted.",
            ),
            ("<img src=\"x.png\">What to do", "What to do"),
            (
                "A [target](#slo \"x\") for **all**, `code` and _more_",
                "A target for all, code and more",
            ),
            ("See [[Backlog|the list]] and ![alt](pic.png)", "See the list and"),
            (
                "Vec<T> and 2 * 3 * 4 and snake_case_name & co",
                "Vec<T> and 2 * 3 * 4 and snake_case_name & co",
            ),
            ("# not a title * or _ a list", "# not a title * or _ a list"),
            ("1. one `x`", "1. one x"),
            ("Write {{c1::name}} here", "Write {{c1::name}} here"),
            ("R&D and AT&T", "R&D and AT&T"),
            ("C:\\users", "C:\\users"),
        ] {
            assert_eq!(plain(text), expected, "{text}");
        }
    }

    #[test]
    fn outside_of_markdown_only_tags_and_entities_are_removed() {
        for (text, expected) in [
            ("__init__ takes *args & **kwargs", "__init__ takes *args & **kwargs"),
            (
                "`x` <b>__init__</b> &amp; *args<br>C:\\*.txt [a] [[c|d]]",
                "`x` __init__ & *args C:\\*.txt [a] [[c|d]]",
            ),
            ("Vec<T> & <https://a_b.example/c_d>", "Vec<T> & <https://a_b.example/c_d>"),
            ("<a href=\"x_y_z\">a_b_c</a> a < b", "a_b_c a < b"),
            ("*A* [target](#slo) for a_b_c", "*A* target for a_b_c"),
            ("{{c1::Toil::hint}} is work", "{{c1::Toil::hint}} is work"),
        ] {
            assert_eq!(without_tags(text), expected, "{text}");
        }
    }

    #[test]
    fn a_line_says_which_part_of_speech_a_word_is_or_what_it_means() {
        for text in [
            "noun",
            "(verb)",
            "n.",
            "Noun, plural",
            "[transitive verb]",
            "Part of speech: noun",
            "noun /ˈkeɪɒs/",
            "/ˈkeɪɒs/",
            "noun | verb",
        ] {
            assert!(is_word_class(text), "{text}");
        }
        for text in [
            "",
            "A noun",
            "noun for work",
            "Type: server",
            "plural",
            "v2",
            "and/or",
            "either/or/none",
        ] {
            assert!(!is_word_class(text), "{text}");
        }
    }

    #[test]
    fn gaps_and_sounds_of_flashcards_are_removed() {
        for (text, expected) in [
            ("{{c1::Toil::hint}} is work [sound:a.mp3]", "Toil is work "),
            ("{{c never closed", "{{c never closed"),
        ] {
            assert_eq!(without_cards(text), expected, "{text}");
        }
    }
}
