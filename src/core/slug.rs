//! Derives a term's ID from its name. Frozen: all learning progress is keyed by these IDs.

use unicode_normalization::UnicodeNormalization;

/// The slug of `text`: lower case; letters and digits of all scripts are preserved, with their combining marks; `+` →
/// plus, `#` → sharp, `&` → and; anything else becomes one hyphen, with none at the ends. Empty if nothing is left.
///
/// The text is composed first (Unicode NFC), so both encodings of `é` give the same slug.
pub fn slug(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    let push = |out: &mut String, piece: &str, gap: &mut bool| {
        if *gap && !out.is_empty() {
            out.push('-');
        }
        *gap = false;
        out.push_str(piece);
    };
    let mut buffer = [0; 4];
    for c in text.nfc().flat_map(char::to_lowercase).nfc() {
        match c {
            '+' => push(&mut out, "plus", &mut gap),
            '#' => push(&mut out, "sharp", &mut gap),
            '&' => {
                gap = true;
                push(&mut out, "and", &mut gap);
                gap = true;
            }
            _ if c.is_alphanumeric() => push(&mut out, c.encode_utf8(&mut buffer), &mut gap),
            // A combining mark belongs to the letter before it (Devanagari vowels, Hebrew points).
            _ if unicode_normalization::char::is_combining_mark(c) && !out.is_empty() && !gap => {
                out.push(c);
            }
            _ => gap = true,
        }
    }
    out
}

/// Whether `id` has the form that [`slug`] produces, which term and deck IDs must have.
pub fn is_slug(id: &str) -> bool {
    // Fast path: nearly every ID is plain ASCII.
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if id.bytes().all(plain) {
        return !id.is_empty() && !id.starts_with('-') && !id.ends_with('-') && !id.contains("--");
    }
    slug(id) == id
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Frozen: a change here would lose users' progress.
    #[test]
    fn slugs_are_frozen() {
        for (text, expected) in [
            ("Error budget", "error-budget"),
            ("SLO", "slo"),
            ("C++", "cplusplus"),
            ("C#", "csharp"),
            ("F# & friends", "fsharp-and-friends"),
            ("R&D", "r-and-d"),
            ("CI/CD", "ci-cd"),
            ("node.js", "node-js"),
            (".NET", "net"),
            ("  spaces   and—dashes ", "spaces-and-dashes"),
            ("T-shaped", "t-shaped"),
            ("N+1", "nplus1"),
            ("A/B test", "a-b-test"),
            ("Überraschung", "überraschung"),
            ("STRASSE", "strasse"),
            ("cafe\u{301}", "café"),
            ("İstanbul", "i\u{307}stanbul"),
            ("ΣΊΣΥΦΟΣ", "σίσυφοσ"),
            ("技術的負債", "技術的負債"),
            ("технический долг", "технический-долг"),
            ("हिन्दी", "हिन्दी"),
            ("99.9 %", "99-9"),
            ("🚀", ""),
            ("---", ""),
            ("'quoted'", "quoted"),
            ("don't", "don-t"),
            ("x & ", "x-and"),
            ("&", "and"),
        ] {
            assert_eq!(slug(text), expected, "{text}");
        }
    }

    #[test]
    fn a_slug_is_its_own_slug() {
        for text in ["Error budget", "C++", "R&D", "cafe\u{301}", "İstanbul", "हिन्दी", "ΣΊΣΥΦΟΣ"]
        {
            let once = slug(text);
            assert_eq!(slug(&once), once, "{text}");
            assert!(is_slug(&once), "{text}");
        }
        assert!(!is_slug("") && !is_slug("Error budget") && !is_slug("-a") && !is_slug("a--b"));
    }
}
