//! Finds the sections of a list of terms: each begins below a heading, which is a comment with a blank line below it.

/// Whether a heading is directly above the list item that contains the byte `at` of `text`, apart from the item's own comments.
pub(super) fn is_below_heading(text: &str, at: usize) -> bool {
    let Some(before) = text.get(..at) else { return false };
    let own = before.rfind('\n').map_or(0, |end| end + 1);
    let dash = text[own..].trim_start_matches(' ').starts_with('-');
    let mut lines = before[..own].lines().rev();
    // The dash may be on a line of its own.
    let column = if dash {
        indent(&text[own..])
    } else {
        match lines.next() {
            Some(line) if line.trim_start().starts_with('-') => indent(line),
            _ => return false,
        }
    };
    let mut is_apart = false;
    for line in lines {
        let words = line.trim();
        if words.is_empty() {
            is_apart = true;
        } else if !words.starts_with('#') || indent(line) > column {
            // Deeper comments, and texts that look like one, belong to the item above.
            return false;
        } else if is_apart {
            return true;
        }
    }
    false
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_is_a_comment_with_a_blank_line_below() {
        for (above, expected) in [
            ("  # Cards\n\n", true),
            ("  # Cards\r\n\r\n", true),
            ("  # Cards\n  # and more\n\n  # on A\n", true),
            ("# Cards\n\n", true),
            ("  # on A\n", false),
            ("\n  # on A\n", false),
            ("\n", false),
            ("", false),
            ("    # deeper, so about Z\n\n", false),
            ("    definition: |\n      # text\n\n", false),
        ] {
            for item in ["  - term: A\n", "  -\n    term: A\n"] {
                let text = format!("terms:\n  - term: Z\n{above}{item}");
                let at = text.rfind("term: A").unwrap();
                assert_eq!(is_below_heading(&text, at), expected, "{text}");
            }
        }
    }
}
