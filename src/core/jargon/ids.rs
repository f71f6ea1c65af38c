//! Removes from a line what identifies a person: user IDs, handles, email addresses and phone numbers.

use crate::core::jargon::acronyms::is_id;

/// The fewest digits of a phone number.
const PHONE: usize = 7;
/// The length of an id such as `6f9619ff-8b86-d011-b42d-00cf4fc964ff`.
const LONG: usize = 32;

/// `line` without ids of users and phone numbers; the blanks around them stay.
pub(super) fn without_ids(line: &str) -> String {
    let words: Vec<&str> = line.split(char::is_whitespace).collect();
    let mut kept = Vec::with_capacity(words.len());
    let mut at = 0;
    while at < words.len() {
        let parts =
            words[at..].iter().take_while(|word| word.is_empty() || is_of_number(word)).count();
        let digits = words[at..at + parts].iter().flat_map(|word| word.bytes());
        if digits.filter(u8::is_ascii_digit).count() >= PHONE {
            at += parts;
            kept.push("");
            continue;
        }
        kept.push(if is_user(words[at]) { "" } else { words[at] });
        at += 1;
    }
    kept.join(" ")
}

/// Whether `word` may be a part of a phone number, and not a date.
fn is_of_number(word: &str) -> bool {
    let word = word.trim_end_matches([',', ';', ':', '.']);
    let is_part = |byte: u8| byte.is_ascii_digit() || b"+-()./".contains(&byte);
    let groups: Vec<&str> = word.split(['-', '.', '/']).collect();
    let is_date = groups.len() == 3
        && groups.iter().all(|group| matches!(group.len(), 1 | 2 | 4))
        && groups.iter().filter(|group| group.len() == 4).count() == 1;
    word.bytes().any(|byte| byte.is_ascii_digit()) && word.bytes().all(is_part) && !is_date
}

/// Whether `word` is the id or the handle of a user, as programs for chat and calls write them.
fn is_user(word: &str) -> bool {
    let bare = word.trim_matches(|c: char| !c.is_alphanumeric() && !"<@#".contains(c));
    let is_mention =
        ["<@", "<#", "@"].iter().any(|start| bare.starts_with(start)) || word.contains("<!");
    let is_tagged = || {
        bare.rsplit_once('#').is_some_and(|(name, number)| {
            let is_number = number.len() == 4 && number.bytes().all(|byte| byte.is_ascii_digit());
            !name.is_empty() && is_number
        })
    };
    let is_code = || {
        let is_upper = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
        bare.len() >= 5
            && bare.starts_with(|c: char| c.is_ascii_uppercase())
            && bare.bytes().all(is_upper)
            && is_id(bare)
    };
    let is_hex =
        || bare.len() >= LONG && bare.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    let is_call = || bare.contains(":orgid:") || bare.starts_with("live:");
    is_mention || bare.contains('@') || is_tagged() || is_code() || is_hex() || is_call()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::jargon::on_one_line;

    #[test]
    fn nobody_is_told_by_an_excerpt() {
        for who in [
            "<@U02CD>",
            "U01AB:",
            "<#C024BE7LR|general>",
            "<!subteam^S0614TZR7>",
            "@ana.silva,",
            "ana#1234",
            "<@!123456789012345678>",
            "123456789012345678",
            "6f9619ff-8b86-d011-b42d-00cf4fc964ff",
            "8:orgid:6f9619ff-8b86-d011-b42d-00cf4fc964ff",
            "live:ana_1",
            "ana@example.com",
            "(ana@example.com)",
            "+49 170 1234567",
            "(555) 123-4567",
            "555-0134.7",
            "0170/1234567",
        ] {
            let line = without_ids(&format!("so {who} said the XQZ"));
            assert_eq!(on_one_line(&line), "so said the XQZ", "{who}");
        }
        for text in [
            "the P99 of 2026-11-30, 30.11.2026",
            "a K8S, SHA256, SEV1 and EC2 at 9:30",
            "1,000,000 of C# and F#",
            "call 911 or 4 of 5",
            "PR #1234 broke the XQZ",
        ] {
            assert_eq!(without_ids(text), text);
        }
    }
}
