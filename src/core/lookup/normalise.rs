//! Normalizes names and queries: lower case, no accents, single spaces between words.

use unicode_normalization::UnicodeNormalization;

/// The longest query that is read, in characters. Anything beyond it is ignored.
pub(super) const QUERY_CHARS: usize = 256;
/// The longest part of a name that is compared, in characters: the most that decks allow.
pub(super) const NAME_CHARS: usize = 160;
/// The longest part of a definition that is read, in characters.
pub(super) const DEFINITION_CHARS: usize = 1_000;

/// The first `limit` characters of `text`, folded: compatibility forms and accents resolved, lower case, apostrophes
/// dropped, `&` as "and", anything but letters, digits, `+` and `#` as one space. A text with only symbols
/// (emoji, `=>`) keeps them.
pub(crate) fn fold(text: &str, limit: usize) -> String {
    let mut out = String::with_capacity(text.len().min(limit * 4));
    each(text, limit, |c, _| out.push(c));
    out
}

/// The emoji and signs in `text`, with their positions in characters. [`fold`] drops them if there are letters as well.
pub(super) fn signs(text: &str, limit: usize) -> Vec<(char, usize)> {
    let chars = (0..).zip(text.chars().take(limit));
    chars.filter(|(_, c)| is_sign(*c)).map(|(at, c)| (c, at)).collect()
}

/// Like [`fold`], with the position in `text` (in characters) that each folded character came from.
pub(crate) fn fold_mapped(text: &str, limit: usize) -> Vec<(char, usize)> {
    let mut out = Vec::new();
    each(text, limit, |c, at| out.push((c, at)));
    out
}

/// `text` without accents and compatibility forms but with its case, for signals that depend on capitals.
pub(super) fn plain(text: &str, limit: usize) -> String {
    let cut = text.chars().take(limit);
    if text.is_ascii() {
        return cut.collect();
    }
    cut.nfkd().filter(|&c| !is_accent(c)).collect()
}

fn each(text: &str, limit: usize, mut push: impl FnMut(char, usize)) {
    if fold_with(text, limit, is_letter, &mut push) == 0 {
        fold_with(text, limit, is_symbol, &mut push);
    }
}

/// Calls `push` for each folded character, and counts them.
fn fold_with(
    text: &str,
    limit: usize,
    keep: fn(char) -> bool,
    push: &mut impl FnMut(char, usize),
) -> usize {
    let mut gap = false;
    let mut count = 0;
    let mut put = |c: char, at: usize, gap: &mut bool| {
        if *gap && count > 0 {
            push(' ', at);
        }
        *gap = false;
        count += 1;
        push(c, at);
    };
    for (at, c) in text.chars().take(limit).enumerate() {
        match c {
            _ if c.is_ascii_alphanumeric() => put(c.to_ascii_lowercase(), at, &mut gap),
            '\'' | '\u{2019}' | '\u{2bc}' | '`' => {}
            '&' => {
                gap = true;
                for c in "and".chars() {
                    put(c, at, &mut gap);
                }
                gap = true;
            }
            _ if c.is_ascii() => {
                if keep(c) {
                    put(c, at, &mut gap);
                } else {
                    gap = true;
                }
            }
            _ => {
                for c in std::iter::once(c).nfkd().flat_map(char::to_lowercase) {
                    if let Some(letters) = spelled_out(c) {
                        for c in letters.chars() {
                            put(c, at, &mut gap);
                        }
                    } else if keep(c) {
                        put(c, at, &mut gap);
                    } else if !is_accent(c) {
                        gap = true;
                    }
                }
            }
        }
    }
    count
}

fn is_letter(c: char) -> bool {
    !is_accent(c)
        && (c.is_alphanumeric()
            || matches!(c, '+' | '#')
            // Combining marks of Indic scripts and kana are part of their letters.
            || (!c.is_ascii() && unicode_normalization::char::is_combining_mark(c)
                && !matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{20d0}'..='\u{20ff}')))
}

/// Any visible character: not a space, control, joiner or variation selector.
fn is_symbol(c: char) -> bool {
    !(c.is_whitespace()
        || crate::core::text::is_hostile(c)
        || matches!(c, '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}'))
}

/// Emoji, arrows and other pictographs that you might type to find a name that contains one.
pub(super) const fn is_sign(c: char) -> bool {
    matches!(c, '\u{2190}'..='\u{2bff}' | '\u{1f000}'..='\u{1fbff}')
}

/// Latin, Greek and Cyrillic accents, and Hebrew and Arabic points: often left out in typing.
const fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{64b}'..='\u{65f}'
        | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}')
}

/// Latin letters without a Unicode decomposition.
const fn spelled_out(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'ı' => "i",
        _ => return None,
    })
}

/// Scripts without spaces: a query may start at any character.
pub(crate) const fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// How questions begin; what begins with another comes before it.
const LEADS: &str = "what does the|what does a|what does an|what does|what do|what is the|what is a|what is an|what is|what are the|\
    what are|what was|whats the|whats a|whats an|whats|who is the|who is a|who is|whos the|how does|tell me about|\
    meaning of|explain|define|the|an|a";
/// How they end.
const TRAILS: &str = "mean|means|meaning|stand for|stands for|work|thing|again|to me|please";

/// `query` (folded) without the question around it: "slo" for "what does slo mean". Never returns an empty string.
pub(super) fn without_question(query: &str) -> &str {
    let mut rest = query;
    for lead in LEADS.split('|') {
        if let Some(tail) = rest.strip_prefix(lead).and_then(|tail| tail.strip_prefix(' ')) {
            // A single letter may be part of the term ("a b test"), so an article must be followed by a word.
            if lead.len() > 1 || tail.split(' ').next().is_some_and(|word| word.len() > 1) {
                rest = tail;
                break;
            }
        }
    }
    let asked = rest.len() < query.len();
    for trail in TRAILS.split('|') {
        if let Some(head) = rest.strip_suffix(trail).and_then(|head| head.strip_suffix(' '))
            && (asked || matches!(trail, "thing" | "please"))
        {
            return head;
        }
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> String {
        fold(text, NAME_CHARS)
    }

    #[test]
    fn accents_case_and_punctuation_do_not_count() {
        for (text, expected) in [
            ("Überraschung", "uberraschung"),
            ("  CI/CD ", "ci cd"),
            ("Goodhart's law", "goodharts law"),
            ("C++", "c++"),
            ("C#", "c#"),
            ("R&D", "r and d"),
            ("straße Łódź", "strasse lodz"),
            ("ﬁne-tuning", "fine tuning"),
            ("Ｓ３", "s3"),
            ("ΣΊΣΥΦΟΣ", "σισυφοσ"),
            ("технический долг", "техническии долг"),
            ("技術的負債", "技術的負債"),
            ("שָׁלוֹם", "שלום"),
            ("a\u{0}b\tc", "a b c"),
            ("", ""),
            ("   ", ""),
        ] {
            assert_eq!(folded(text), expected, "{text}");
        }
    }

    #[test]
    fn a_name_of_symbols_keeps_them() {
        assert_eq!(folded("🚀"), "🚀");
        assert_eq!(folded("=>"), "=>");
        assert_eq!(folded("🚀 launch"), "launch");
        assert_eq!(folded("❤️"), folded("❤"));
    }

    #[test]
    fn the_signs_of_a_name_with_letters_are_there_too() {
        assert_eq!(signs("🚀 launch ❤️", NAME_CHARS), [('🚀', 0), ('❤', 9)]);
        assert_eq!(signs("launch, naïve", NAME_CHARS), []);
    }

    #[test]
    fn folded_characters_know_where_they_came_from() {
        let mapped = fold_mapped("É/ßb", NAME_CHARS);
        assert_eq!(mapped, [('e', 0), (' ', 2), ('s', 2), ('s', 2), ('b', 3)]);
    }

    #[test]
    fn the_question_round_a_term_is_dropped() {
        for (query, expected) in [
            ("what does slo mean", "slo"),
            ("what is an error budget", "error budget"),
            ("whats an slo again", "slo"),
            ("that thing", "that"),
            ("the saga", "saga"),
            ("a b test", "a b test"),
            ("what is", "what is"),
            ("definition of done", "definition of done"),
            ("unit of work", "unit of work"),
        ] {
            assert_eq!(without_question(query), expected, "{query}");
        }
    }

    #[test]
    fn a_huge_text_is_cut() {
        assert_eq!(fold(&"x".repeat(70_000), QUERY_CHARS).len(), QUERY_CHARS);
    }
}
