//! Values as bytes and back: for what is prepared when the program is built, and for what is kept beside the data.
//!
//! Numbers are LEB128, columns of numbers four bytes each. Whoever reads gets `None` for whatever does not add up: no
//! length is believed before there are bytes for it.

/// Puts values one behind the other.
#[derive(Debug, Default)]
pub struct Writer(Vec<u8>);

impl Writer {
    /// What was put.
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }

    /// Puts one byte.
    pub fn byte(&mut self, byte: u8) {
        self.0.push(byte);
    }

    /// Puts a number.
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

    /// Puts a count or a length.
    pub fn count(&mut self, count: usize) {
        self.number(count as u64);
    }

    /// Puts bytes, their number first.
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.count(bytes.len());
        self.0.extend_from_slice(bytes);
    }

    /// Puts a text.
    pub fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    /// Puts numbers of the same kind, in a form that is quick to read.
    pub fn column(&mut self, numbers: &[u32]) {
        self.count(numbers.len());
        for number in numbers {
            self.0.extend_from_slice(&number.to_le_bytes());
        }
    }

    /// Puts all of `items`, their number first.
    pub fn all<T>(&mut self, items: &[T], mut put: impl FnMut(&mut Self, &T)) {
        self.count(items.len());
        for item in items {
            put(self, item);
        }
    }

    /// Puts a value that may be missing.
    pub fn some<T>(&mut self, value: Option<&T>, put: impl FnOnce(&mut Self, &T)) {
        self.byte(u8::from(value.is_some()));
        if let Some(value) = value {
            put(self, value);
        }
    }
}

/// For so many items of a list room is made before they are read.
const ROOM: usize = 1024;

/// Takes values in the order in which they were put.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    /// Begins at the start of `bytes`.
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// Whether all has been taken.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many bytes have not been taken.
    pub const fn left(&self) -> usize {
        self.0.len()
    }

    /// Takes one byte.
    pub fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    /// Takes a number.
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

    /// Takes a number of at most 32 bits.
    pub fn small(&mut self) -> Option<u32> {
        u32::try_from(self.number()?).ok()
    }

    /// Takes the count of things that follow, each of at least one byte.
    pub fn count(&mut self) -> Option<usize> {
        usize::try_from(self.number()?).ok().filter(|count| *count <= self.0.len())
    }

    /// Takes bytes.
    pub fn bytes(&mut self) -> Option<&'a [u8]> {
        let count = self.count()?;
        let (bytes, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(bytes)
    }

    /// Takes a text.
    pub fn text(&mut self) -> Option<&'a str> {
        std::str::from_utf8(self.bytes()?).ok()
    }

    /// Takes numbers that were put as a column.
    pub fn column(&mut self) -> Option<Vec<u32>> {
        let count = self.count()?;
        let (bytes, rest) = self.0.split_at_checked(count.checked_mul(4)?)?;
        self.0 = rest;
        let (numbers, _) = bytes.as_chunks::<4>();
        Some(numbers.iter().map(|number| u32::from_le_bytes(*number)).collect())
    }

    /// Takes a list.
    pub fn all<T>(&mut self, mut take: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let count = self.count()?;
        // Room for all at once saves moving them time and again; a damaged count gets no more than some room.
        let mut items = Vec::with_capacity(count.min(ROOM));
        for _ in 0..count {
            items.push(take(self)?);
        }
        Some(items)
    }

    /// Takes a value that may be missing.
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
