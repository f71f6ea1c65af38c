//! Serializes the names of the index, for the build and for the cache.
//!
//! Only what is slow to compute is stored; the rest is recomputed on load. The input may be damaged or hostile, so every
//! number is validated here, and later code can rely on it.

use crate::core::codec::{Reader, Writer};

use super::definition::Definitions;
use super::index::{Names, Start, stem_bits};
use super::pool::{Pool, Texts};
use super::sound::{KEY_SOUNDS, Sound};

/// Writes `names`.
pub(super) fn pack(names: &Names, to: &mut Writer) {
    to.count(names.entries);
    to.column(&names.sketches.iter().map(|sketch| sketch.entry).collect::<Vec<_>>());
    to.column(&names.number.iter().map(|number| (*number).into()).collect::<Vec<_>>());
    to.bytes(&names.heard.iter().map(|heard| u8::from(*heard)).collect::<Vec<_>>());
    put_texts(&names.letters, to);
    put_texts(&names.written, to);
    let mut shown: Vec<_> = names.shown.iter().collect();
    shown.sort_unstable();
    to.all(&shown, |to, (at, text)| {
        to.number((**at).into());
        to.text(text);
    });
    let (starts, cuts) = names.starts.parts();
    to.column(
        &starts
            .iter()
            .map(|start| u32::from(start.at) << 1 | u32::from(start.hump))
            .collect::<Vec<_>>(),
    );
    to.column(cuts);
    let (stems, cuts) = names.stems.parts();
    to.column(stems);
    to.column(cuts);
    to.bytes(&names.sketches.iter().map(|sketch| sketch.keys.to_le_bytes()[0]).collect::<Vec<_>>());
    let (sounds, cuts) = names.keys.parts();
    to.bytes(&sounds.iter().map(|sound| *sound as u8).collect::<Vec<_>>());
    to.column(cuts);
    let Definitions { stems, starts, entries } = &names.definitions;
    put_texts(stems, to);
    to.column(starts);
    to.column(entries);
}

/// Reads what [`pack`] wrote. `None` if the data is malformed.
pub(super) fn unpack(from: &mut Reader<'_>) -> Option<Names> {
    let mut names = Names::none();
    names.entries = usize::try_from(from.number()?).ok()?;
    let entries = from.column()?;
    let count = entries.len();
    // Bounds the number of entries, so malformed data can't exhaust memory.
    if names.entries > count.saturating_mul(64).saturating_add(1 << 20)
        || !entries.is_sorted()
        || entries.last().is_some_and(|last| *last as usize >= names.entries)
    {
        return None;
    }
    names.number =
        from.column()?.into_iter().map(|n| u16::try_from(n).ok()).collect::<Option<_>>()?;
    names.heard = from.bytes()?.iter().map(|heard| *heard != 0).collect();
    names.letters = take_texts(from)?;
    names.written = take_texts(from)?;
    names.shown =
        from.all(|from| Some((from.small()?, from.text()?.into())))?.into_iter().collect();
    let starts = from.column()?.into_iter().map(start).collect::<Option<Vec<_>>>()?;
    names.starts = Pool::from_parts(starts, from.column()?)?;
    names.stems = Pool::from_parts(from.column()?, from.column()?)?;
    let keys = from.bytes()?;
    let sounds = from.bytes()?.iter().map(|byte| Sound::of(*byte)).collect::<Option<Vec<_>>>()?;
    names.keys = Pool::from_parts(sounds, from.column()?)?;
    let stems = take_texts(from)?;
    let definitions = Definitions { stems, starts: from.column()?, entries: from.column()? };
    is_sound(&definitions, names.entries).then_some(())?;

    let counts = [
        names.number.len(),
        names.heard.len(),
        names.letters.len(),
        names.written.len(),
        names.starts.len(),
        names.stems.len(),
        keys.len(),
    ];
    let all_keys: usize = keys.iter().map(|keys| usize::from(*keys)).sum();
    if counts.iter().any(|other| *other != count) || all_keys != names.keys.len() {
        return None;
    }
    let stems = definitions.stems.len();
    names.sketches.reserve_exact(count);
    names.weighed.reserve_exact(all_keys);
    names.halves.reserve_exact(all_keys);
    for (at, (entry, keys)) in entries.into_iter().zip(keys).enumerate() {
        let letters = names.letters.get(at);
        let begins = names.starts.get(at);
        let inside = |start: &Start| {
            usize::from(start.at) < letters.len() && letters.is_char_boundary(start.at.into())
        };
        let ids = names.stems.get(at);
        let known = ids.iter().all(|id| (*id as usize) < stems);
        if letters.is_empty()
            || !begins.is_sorted_by(|a, b| a.at < b.at)
            || !begins.iter().all(inside)
            || !known
        {
            return None;
        }
        let mut sketch = names.sketch(entry, letters, usize::from(*keys));
        sketch.stems = stem_bits(ids);
        names.sketches.push(sketch);
        for _ in 0..*keys {
            let key = names.weighed.len();
            if names.keys.get(key).len() > KEY_SOUNDS {
                return None;
            }
            names.weigh(key);
        }
    }
    names.definitions = definitions;
    Some(names)
}

fn put_texts(texts: &Texts, to: &mut Writer) {
    let (text, cuts) = texts.parts();
    to.text(text);
    to.column(cuts);
}

fn take_texts(from: &mut Reader<'_>) -> Option<Texts> {
    Texts::from_parts(from.text()?.to_owned(), from.column()?)
}

fn start(number: u32) -> Option<Start> {
    Some(Start { at: u16::try_from(number >> 1).ok()?, hump: number & 1 == 1 })
}

/// Whether every stem has entries and all of them exist.
fn is_sound(definitions: &Definitions, entries: usize) -> bool {
    let Definitions { stems, starts, entries: all } = definitions;
    starts.len() == stems.len() + 1
        && starts.is_sorted()
        && starts.last().is_some_and(|last| *last as usize == all.len())
        && all.iter().all(|entry| (*entry as usize) < entries)
}

#[cfg(test)]
mod tests {
    use super::super::{Entry, Index};
    use super::*;

    fn index() -> Index {
        let entry = |term, aliases: &[&'static str], definition| Entry {
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
        let mut writer = Writer::default();
        index.pack(&mut writer);
        writer.into_bytes()
    }

    const QUERIES: [&str; 10] =
        ["otel", "open", "see sharp", "creme", "技", "🚀", "sweet", "see eye", "languages", "x"];

    #[test]
    fn what_was_packed_finds_the_same() {
        let index = index();
        let bytes = packed(&index);
        let mut reader = Reader::new(&bytes);
        let again = Index::unpack(&mut reader).unwrap();
        assert!(reader.is_empty());
        assert_eq!(again.len(), index.len());
        for query in QUERIES {
            assert_eq!(again.search(query, 9), index.search(query, 9), "{query}");
        }
        assert_eq!(packed(&again), bytes);
    }

    #[test]
    fn damaged_bytes_are_refused_or_do_no_harm() {
        let bytes = packed(&index());
        for end in 0..bytes.len() {
            assert!(Index::unpack(&mut Reader::new(&bytes[..end])).is_none(), "{end}");
        }
        for at in 0..bytes.len() {
            for flip in [1, 0x80] {
                let mut bytes = bytes.clone();
                bytes[at] ^= flip;
                if let Some(index) = Index::unpack(&mut Reader::new(&bytes)) {
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
