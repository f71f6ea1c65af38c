//! Matches text against patterns, to extract numbers.

/// The values in `text`, in order, if all of it matches `pattern`: `#` matches a whole number, `§` any text, and `(s)` the
/// plural ending required by the number before it. Everything else matches itself.
pub fn read<'a>(pattern: &str, text: &'a str) -> Option<Vec<&'a str>> {
    let mut found = Vec::new();
    walk(pattern, text, "", &mut found).then_some(found)
}

/// The numbers that match `#` in a pattern without `§`.
pub fn numbers(pattern: &str, text: &str) -> Option<Vec<usize>> {
    read(pattern, text)?.into_iter().map(|value| value.parse().ok()).collect()
}

fn walk<'a>(pattern: &str, text: &'a str, number: &'a str, found: &mut Vec<&'a str>) -> bool {
    if let Some(rest) = pattern.strip_prefix("(s)") {
        let ending = if number == "1" { "" } else { "s" };
        return text.strip_prefix(ending).is_some_and(|text| walk(rest, text, number, found));
    }
    let Some(sign) = pattern.chars().next() else { return text.is_empty() };
    let rest = &pattern[sign.len_utf8()..];
    match sign {
        '#' => {
            let digits = text.bytes().take_while(u8::is_ascii_digit).count();
            let (value, text) = text.split_at(digits);
            found.push(value);
            let fits = digits > 0 && walk(rest, text, value, found);
            if !fits {
                found.pop();
            }
            fits
        }
        '§' => {
            let known = found.len();
            text.char_indices().map(|(at, c)| at + c.len_utf8()).any(|end| {
                found.truncate(known);
                found.push(&text[..end]);
                walk(rest, &text[end..], number, found)
            })
        }
        sign => text.strip_prefix(sign).is_some_and(|text| walk(rest, text, number, found)),
    }
}

#[test]
fn a_pattern_reads_numbers_and_minds_the_plural() {
    assert_eq!(numbers("# of # core word(s)", "4 of 23 core words"), Some(vec![4, 23]));
    assert_eq!(numbers("# word(s)", "1 word"), Some(vec![1]));
    assert_eq!(numbers("# word(s)", "1 words"), None);
    assert_eq!(numbers("# word(s)", "2 word"), None);
    assert_eq!(read("§, # due", "a, b, 3 due"), Some(vec!["a, b", "3"]));
    assert_eq!(read("§, # due", "a, b, 3 due now"), None);
}
