//! Decodes text that is not UTF-8.

/// The characters of Windows-1252 from 0x80 to 0x9f. Latin-1, which has control characters there, is read as Windows-1252 everywhere.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// The characters of Mac Roman from 0x80.
const MAC_ROMAN: &str = "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø¿¡¬√ƒ≈∆«»…\u{a0}ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\u{f8ff}ÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ";

/// What UTF-16 is called if parts of it are invalid.
pub const DAMAGED: &str = "damaged UTF-16";

/// The text in `bytes`, and its encoding if that is not UTF-8. Bytes that are valid in no other encoding are Windows-1252.
pub fn decoded(bytes: &[u8]) -> (String, Option<&'static str>) {
    if let Some((text, is_damaged)) = utf_16(bytes) {
        return (text, Some(if is_damaged { DAMAGED } else { "UTF-16" }));
    }
    match str::from_utf8(bytes) {
        Ok(text) => (text.strip_prefix('\u{feff}').unwrap_or(text).to_owned(), None),
        // Lines end so only on a Mac of old.
        Err(_) if bytes.contains(&b'\r') && !bytes.contains(&b'\n') => {
            let high: Vec<char> = MAC_ROMAN.chars().collect();
            let char = |byte: &u8| match byte {
                0x80.. => high[usize::from(byte - 0x80)],
                _ => char::from(*byte),
            };
            (bytes.iter().map(char).collect(), Some("Mac Roman"))
        }
        Err(_) => {
            let char = |byte: &u8| match byte {
                0x80..=0x9f => WINDOWS_1252[usize::from(byte - 0x80)],
                _ => char::from(*byte),
            };
            (bytes.iter().map(char).collect(), Some("Latin-1"))
        }
    }
}

/// Encodings that `bytes` may be in, if they are text in another alphabet.
pub fn likely(bytes: &[u8]) -> &'static str {
    let mut rest = bytes.iter();
    let mut is_kana = false;
    let is_japanese = || loop {
        match rest.next() {
            None => return is_kana,
            Some(0..=0x7f | 0xa1..=0xdf) => {}
            Some(lead @ (0x81..=0x9f | 0xe0..=0xfc)) => {
                is_kana |= matches!(lead, 0x82 | 0x83);
                if !matches!(rest.next(), Some(0x40..=0x7e | 0x80..=0xfc)) {
                    return false;
                }
            }
            Some(_) => return false,
        }
    };
    let is_high = |byte: &u8| *byte >= 0xa1;
    let mut runs = bytes.chunk_by(|one, other| is_high(one) == is_high(other));
    match () {
        () if { is_japanese }() => "Shift_JIS",
        () if runs.all(|run| run[0] < 0x80 || is_high(&run[0]) && run.len() % 2 == 0) => {
            "GB18030, EUC-JP or EUC-KR"
        }
        () => "windows-1251",
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
        assert_eq!(decoded(&windows), (text.to_owned(), Some("Latin-1")));
        let bytes =
            |unit: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(unit).collect::<Vec<u8>>();
        for (mark, bytes) in [
            (&b"\xff\xfe"[..], bytes(u16::to_le_bytes)),
            (b"\xfe\xff", bytes(u16::to_be_bytes)),
            (b"", bytes(u16::to_le_bytes)),
            (b"", bytes(u16::to_be_bytes)),
        ] {
            assert_eq!(decoded(&[mark, &bytes].concat()).1, Some("UTF-16"));
            assert!(decoded(&[mark, &bytes].concat()).0.ends_with(text));
        }
        assert_eq!(decoded(text.as_bytes()), (text.to_owned(), None));
        let mac = b"Terme,D\x8efinition\rSLO,Objectif \xc7 cl\x8e \xc8\r".to_vec();
        assert_eq!(
            decoded(&mac),
            ("Terme,Définition\rSLO,Objectif « clé »\r".to_owned(), Some("Mac Roman"))
        );
        assert_eq!(MAC_ROMAN.chars().count(), 128);
        assert_eq!(decoded(b"\xef\xbb\xbfSLO"), ("SLO".to_owned(), None));
    }

    #[test]
    fn the_encoding_of_a_text_in_another_alphabet_is_guessed() {
        for (bytes, name) in [
            // 用語,せつめい
            (&b"\x97p\x8c\xea,\x82\xb9\x82\xc2\x82\xdf\x82\xa2\n"[..], "Shift_JIS"),
            // 术语,定义
            (b"\xca\xf5\xd3\xef,\xb6\xa8\xd2\xe5\n", "GB18030, EUC-JP or EUC-KR"),
            // Термин,Значение
            (
                b"\xd2\xe5\xf0\xec\xe8\xed,\xc7\xed\xe0\xf7\xe5\xed\xe8\xe5;\xfd\xf2\xee\n",
                "windows-1251",
            ),
        ] {
            assert_eq!(likely(bytes), name);
        }
    }
}
