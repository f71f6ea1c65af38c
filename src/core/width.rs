//! How many columns of a terminal a text takes, and cutting it to those there are.

use unicode_width::UnicodeWidthStr as _;

/// How many columns `text` takes.
pub fn width(text: &str) -> usize {
    text.width()
}

/// `text`, cut to `room` columns with an ellipsis where it is longer.
pub fn cut(text: &str, room: usize) -> String {
    if width(text) <= room {
        return text.to_owned();
    }
    // The width of a sequence is not always the sum of its characters'.
    let ends = text.char_indices().map(|(at, c)| at + c.len_utf8());
    let end = ends.take_while(|end| width(&text[..*end]) < room).last().unwrap_or(0);
    let more = if room > 0 { "…" } else { "" };
    format!("{}{more}", &text[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

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
