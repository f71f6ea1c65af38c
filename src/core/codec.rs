//! Binary encoding for build-time data and cache files.
//!
//! Integers are LEB128; columns use four bytes per number. Readers return `None` on malformed input, and no length is
//! trusted beyond the bytes that are left.

/// Appends encoded values to a buffer.
#[derive(Debug, Default)]
pub struct Writer(Vec<u8>);

impl Writer {
    /// The encoded bytes.
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }

    /// Writes one byte.
    pub fn byte(&mut self, byte: u8) {
        self.0.push(byte);
    }

    /// Writes an integer.
    pub fn number(&mut self, number: u64) {
        let mut rest = number;
        loop {
            let [low, ..] = rest.to_le_bytes();
            rest >>= 7;
            if rest == 0 {
                self.0.push(low & 0x7f);
                return;
            }
            self.0.push(low | 0x80);
        }
    }

    /// Writes a count or a length.
    pub fn count(&mut self, count: usize) {
        self.number(count as u64);
    }

    /// Writes bytes, prefixed with their length.
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.count(bytes.len());
        self.0.extend_from_slice(bytes);
    }

    /// Writes a string.
    pub fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    /// Writes a fixed-width column of numbers, which is fast to read.
    pub fn column(&mut self, numbers: &[u32]) {
        self.count(numbers.len());
        for number in numbers {
            self.0.extend_from_slice(&number.to_le_bytes());
        }
    }

    /// Writes all `items`, prefixed with their count.
    pub fn all<T>(&mut self, items: &[T], mut put: impl FnMut(&mut Self, &T)) {
        self.count(items.len());
        for item in items {
            put(self, item);
        }
    }

    /// Writes an optional value.
    pub fn some<T>(&mut self, value: Option<&T>, put: impl FnOnce(&mut Self, &T)) {
        self.byte(u8::from(value.is_some()));
        if let Some(value) = value {
            put(self, value);
        }
    }
}

/// Maximum capacity reserved before the items of a list are read.
const ROOM: usize = 1024;

/// Reads values in the order they were written.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    /// Creates a reader at the start of `bytes`.
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// Whether everything was read.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The number of unread bytes.
    pub const fn left(&self) -> usize {
        self.0.len()
    }

    /// Reads one byte.
    pub fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    /// Reads an integer.
    pub fn number(&mut self) -> Option<u64> {
        let mut number = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    /// Reads an integer of at most 32 bits.
    pub fn small(&mut self) -> Option<u32> {
        u32::try_from(self.number()?).ok()
    }

    /// Reads the count of the following items, each at least one byte long.
    pub fn count(&mut self) -> Option<usize> {
        usize::try_from(self.number()?).ok().filter(|count| *count <= self.0.len())
    }

    /// Reads length-prefixed bytes.
    pub fn bytes(&mut self) -> Option<&'a [u8]> {
        let count = self.count()?;
        let (bytes, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(bytes)
    }

    /// Reads a string.
    pub fn text(&mut self) -> Option<&'a str> {
        std::str::from_utf8(self.bytes()?).ok()
    }

    /// Reads a column of numbers.
    pub fn column(&mut self) -> Option<Vec<u32>> {
        let count = self.count()?;
        let (bytes, rest) = self.0.split_at_checked(count.checked_mul(4)?)?;
        self.0 = rest;
        let (numbers, _) = bytes.as_chunks::<4>();
        Some(numbers.iter().map(|number| u32::from_le_bytes(*number)).collect())
    }

    /// Reads a list.
    pub fn all<T>(&mut self, mut take: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let count = self.count()?;
        // Reserving up front avoids reallocations; the limit keeps a corrupt count from allocating too much.
        let mut items = Vec::with_capacity(count.min(ROOM));
        for _ in 0..count {
            items.push(take(self)?);
        }
        Some(items)
    }

    /// Reads an optional value.
    #[allow(
        clippy::option_option,
        reason = "damaged, or missing; the build script, which has this file too, is told"
    )]
    pub fn some<T>(&mut self, take: impl FnOnce(&mut Self) -> Option<T>) -> Option<Option<T>> {
        match self.byte()? {
            0 => Some(None),
            1 => take(self).map(Some),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_is_taken() {
        let mut writer = Writer::default();
        for number in [0, 127, 128, u64::from(u32::MAX), u64::MAX] {
            writer.number(number);
        }
        writer.text("é");
        writer.column(&[1, u32::MAX]);
        writer.all(&["a", "b"], |writer, text| writer.text(text));
        writer.some(Some(&7_u64), |writer, number| writer.number(*number));
        writer.some(None::<&u64>, |writer, number| writer.number(*number));
        let bytes = writer.into_bytes();
        let mut reader = Reader::new(&bytes);
        for number in [0, 127, 128, u64::from(u32::MAX), u64::MAX] {
            assert_eq!(reader.number(), Some(number));
        }
        assert_eq!(reader.text(), Some("é"));
        assert_eq!(reader.column(), Some(vec![1, u32::MAX]));
        assert_eq!(reader.all(Reader::text), Some(vec!["a", "b"]));
        assert_eq!(reader.some(Reader::number), Some(Some(7)));
        assert_eq!(reader.some(Reader::number), Some(None));
        assert!(reader.is_empty());
    }

    #[test]
    fn a_length_without_its_bytes_is_refused() {
        let mut writer = Writer::default();
        writer.number(u64::MAX);
        let bytes = writer.into_bytes();
        assert_eq!(Reader::new(&bytes).text(), None);
        assert_eq!(Reader::new(&bytes).column(), None);
        assert_eq!(Reader::new(&bytes).all(Reader::byte), None);
        assert_eq!(Reader::new(&[0x80; 20]).number(), None, "a number without an end");
        assert_eq!(Reader::new(&[2, 0xff, 0xff]).text(), None, "not a text");
        assert_eq!(Reader::new(&[2]).some(Reader::byte), None, "neither there nor missing");
    }
}
