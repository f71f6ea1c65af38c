//! Measures text in terminal columns and truncates it.

use unicode_width::UnicodeWidthStr as _;

/// The width of `text` in columns.
pub fn width(text: &str) -> usize {
    text.width()
}

/// `text` truncated to `room` columns, with an ellipsis if it is longer.
pub fn cut(text: &str, room: usize) -> String {
    if width(text) <= room {
        return text.to_owned();
    }
    // A sequence's width is not always the sum of its characters' widths.
    let ends = text.char_indices().map(|(at, c)| at + c.len_utf8());
    let end = ends.take_while(|end| width(&text[..*end]) < room).last().unwrap_or(0);
    let more = if room > 0 { "…" } else { "" };
    format!("{}{more}", &text[..end])
}

/// Like [`cut`] for prose: cuts after a whole word if that leaves at least half of the room.
pub fn cut_at_word(text: &str, room: usize) -> String {
    let cut = cut(text, room);
    let Some(shown) = cut.strip_suffix('…').filter(|shown| text.len() > shown.len()) else {
        return cut;
    };
    let is_whole = text[shown.len()..].starts_with(char::is_whitespace);
    let end = if is_whole { Some(shown.len()) } else { shown.rfind(char::is_whitespace) };
    match end
        .map(|end| shown[..end].trim_end_matches(|c: char| c.is_whitespace() || ",;:".contains(c)))
    {
        Some(words) if width(words) * 2 >= room => format!("{words}…"),
        _ => cut,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_cut_after_a_word() {
        assert_eq!(cut_at_word("How much failure, all in all", 20), "How much failure…");
        assert_eq!(cut_at_word("How much failure", 16), "How much failure");
        assert_eq!(cut_at_word("How much failure", 9), "How much…");
        assert_eq!(cut_at_word("Incomprehensibilities here", 10), "Incompreh…");
        assert_eq!(cut_at_word("", 3), "");
    }

    #[test]
    fn what_is_cut_keeps_within_its_room_and_says_that_it_was_cut() {
        assert_eq!(cut("toil", 4), "toil");
        assert_eq!(cut("planes", 5), "plan…");
        assert_eq!(cut("技術的負債", 6), "技術…");
        assert_eq!(cut("技術", 1), "…");
        assert_eq!(cut("toil", 0), "");
        for room in 0..30 {
            for text in ["e\u{301}e\u{301}e\u{301}", "👩‍👩‍👧 and 👩‍🚀", "▶\u{fe0f}▶\u{fe0f}▶\u{fe0f}"]
            {
                assert!(width(&cut(text, room)) <= room, "{text}, {room}");
            }
        }
    }
}
