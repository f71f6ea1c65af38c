//! Decodes text that is not UTF-8.

/// The characters of Windows-1252 from 0x80 to 0x9f. Latin-1, which has control characters there, is read as Windows-1252 everywhere.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// What UTF-16 is called if parts of it are invalid.
pub const DAMAGED: &str = "damaged UTF-16";

/// The text in `bytes`, and its encoding if that is not UTF-8. Bytes that are valid in no other encoding are Windows-1252.
pub fn decoded(bytes: Vec<u8>) -> (String, Option<&'static str>) {
    if let Some((text, is_damaged)) = utf_16(&bytes) {
        return (text, Some(if is_damaged { DAMAGED } else { "UTF-16" }));
    }
    match String::from_utf8(bytes) {
        Ok(text) => (text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text), None),
        Err(error) => {
            let char = |byte: &u8| match byte {
                0x80..=0x9f => WINDOWS_1252[usize::from(byte - 0x80)],
                _ => char::from(*byte),
            };
            (error.as_bytes().iter().map(char).collect(), Some("Latin-1"))
        }
    }
}

/// The text in `bytes` if they are UTF-16, and whether parts of it are invalid. Without a byte order mark, every other byte of
/// the start must be zero.
pub fn utf_16(bytes: &[u8]) -> Option<(String, bool)> {
    let start = &bytes[..bytes.len().min(64) & !1];
    let zeros = |from: usize| start.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    let is_unmarked =
        |from: usize| start.len() >= 4 && zeros(from) * 4 > start.len() && zeros(1 - from) == 0;
    let (unit, from): (fn([u8; 2]) -> u16, usize) = match bytes {
        [0xff, 0xfe, ..] => (u16::from_le_bytes, 2),
        [0xfe, 0xff, ..] => (u16::from_be_bytes, 2),
        _ if is_unmarked(1) => (u16::from_le_bytes, 0),
        _ if is_unmarked(0) => (u16::from_be_bytes, 0),
        _ => return None,
    };
    let (pairs, rest) = bytes[from..].as_chunks();
    let mut is_damaged = !rest.is_empty();
    let chars = char::decode_utf16(pairs.iter().map(|pair| unit(*pair)));
    let text = chars.map(|c| {
        is_damaged |= c.is_err();
        c.unwrap_or(char::REPLACEMENT_CHARACTER)
    });
    let text = text.collect();
    Some((text, is_damaged))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_in_another_encoding_is_converted_and_told() {
        let text = "SLO;Ziel für „heute“ – 5 €";
        let windows = b"SLO;Ziel f\xfcr \x84heute\x93 \x96 5 \x80".to_vec();
        assert_eq!(decoded(windows), (text.to_owned(), Some("Latin-1")));
        let bytes =
            |unit: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(unit).collect::<Vec<u8>>();
        for (mark, bytes) in [
            (&b"\xff\xfe"[..], bytes(u16::to_le_bytes)),
            (b"\xfe\xff", bytes(u16::to_be_bytes)),
            (b"", bytes(u16::to_le_bytes)),
            (b"", bytes(u16::to_be_bytes)),
        ] {
            assert_eq!(decoded([mark, &bytes].concat()).1, Some("UTF-16"));
            assert!(decoded([mark, &bytes].concat()).0.ends_with(text));
        }
        assert_eq!(decoded(text.as_bytes().to_vec()), (text.to_owned(), None));
        assert_eq!(decoded(b"\xef\xbb\xbfSLO".to_vec()), ("SLO".to_owned(), None));
    }
}
