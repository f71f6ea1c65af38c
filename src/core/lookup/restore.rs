//! Serializes the look-up index, for the build and for the cache.
//!
//! Only what is slow to compute is stored; the rest is recomputed on load. The input may be damaged or hostile, so every
//! number is validated here, and later code can rely on it.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Index;
use super::index::{Names, Sketch, stem_bits};
use super::sound::KEY_SOUNDS;

/// Leaves the ranks out.
impl Serialize for Index {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.names.serialize(to)
    }
}

/// All entries are searched and have the same rank.
impl<'de> Deserialize<'de> for Index {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let names = Names::deserialize(from)?.restored();
        names.map(Self::of).ok_or_else(|| D::Error::custom("the index is damaged"))
    }
}

impl Names {
    /// Checks what was read, and computes the rest. `None` if something is wrong.
    fn restored(mut self) -> Option<Self> {
        let count = self.sketches.len();
        let lens = [
            self.number.len(),
            self.heard.len(),
            self.letters.len(),
            self.written.len(),
            self.starts.len(),
            self.stems.len(),
        ];
        let (entries, keys) = (self.ids.len(), self.keys.len());
        let all_keys: usize = self.sketches.iter().map(|sketch| usize::from(sketch.keys)).sum();
        let is_valid = lens.iter().all(|len| *len == count)
            && all_keys == keys
            && self.sketches.is_sorted_by_key(|sketch| sketch.entry)
            && self.sketches.last().is_none_or(|last| (last.entry as usize) < entries)
            && [&self.ids, &self.letters, &self.written].iter().all(|texts| texts.is_valid())
            && self.starts.is_valid()
            && self.stems.is_valid()
            && self.keys.is_valid()
            && self.definitions.is_valid(entries)
            && self.stems.items().iter().all(|id| (*id as usize) < self.definitions.stems.len());
        if !is_valid {
            return None;
        }
        self.weighed.reserve_exact(keys);
        self.halves.reserve_exact(keys);
        for at in 0..count {
            let (letters, starts) = (self.letters.get(at), self.starts.get(at));
            let is_inside = |start: usize| start < letters.len() && letters.is_char_boundary(start);
            if letters.is_empty()
                || !starts.is_sorted_by(|a, b| a.at < b.at)
                || !starts.iter().all(|start| is_inside(start.at.into()))
            {
                return None;
            }
            let (entry, keys) = (self.sketches[at].entry, usize::from(self.sketches[at].keys));
            let sketch = self.sketch(entry, letters, keys);
            self.sketches[at] = Sketch { stems: stem_bits(self.stems.get(at)), ..sketch };
            for key in self.weighed.len()..self.weighed.len() + keys {
                if self.keys.get(key).len() > KEY_SOUNDS {
                    return None;
                }
                self.weigh(key);
            }
        }
        Some(self)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Entry;
    use super::*;

    fn index() -> Index {
        let entry = |term, aliases: &[&'static str], definition| Entry {
            id: term,
            term,
            aliases: aliases.to_vec(),
            definition,
            ..Entry::default()
        };
        Index::new(
            [
                entry("OpenTelemetry", &["OTel"], "What a program says of itself."),
                entry("C#", &["c sharp"], "A language."),
                entry("Crème 技術", &["🚀"], "Something sweet."),
                entry("", &[], "Nothing is called so."),
                entry("CI/CD", &["continuous delivery"], "A way of shipping."),
            ]
            .into_iter(),
        )
    }

    fn packed(index: &Index) -> Vec<u8> {
        postcard::to_extend(index, Vec::new()).unwrap()
    }

    const QUERIES: [&str; 10] =
        ["otel", "open", "see sharp", "creme", "技", "🚀", "sweet", "see eye", "languages", "x"];

    #[test]
    fn what_was_packed_finds_the_same() {
        let index = index();
        let bytes = packed(&index);
        let again: Index = postcard::from_bytes(&bytes).unwrap();
        assert_eq!((again.len(), again.id(4)), (index.len(), "CI/CD"));
        for query in QUERIES {
            assert_eq!(again.search(query, 9), index.search(query, 9), "{query}");
        }
        assert_eq!(packed(&again), bytes);
    }

    #[test]
    fn damaged_bytes_are_refused_or_do_no_harm() {
        let bytes = packed(&index());
        for end in 0..bytes.len() {
            assert!(postcard::from_bytes::<Index>(&bytes[..end]).is_err(), "{end}");
        }
        for at in 0..bytes.len() {
            for flip in [1, 0x80] {
                let mut bytes = bytes.clone();
                bytes[at] ^= flip;
                if let Ok(index) = postcard::from_bytes::<Index>(&bytes) {
                    for query in &QUERIES[..4] {
                        for hit in index.search(query, 9) {
                            let _ = index.name(&hit);
                        }
                    }
                }
            }
        }
    }
}
