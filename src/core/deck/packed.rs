//! Serializes parsed decks: built-in ones at build time, and others for the cache.

use jiff::civil::Date;

use crate::core::card::TermId;
use crate::core::codec::{Reader, Writer};
use crate::core::deck::{Deck, Level, Origin, Term};

/// Writes all of `deck` except its terms.
pub fn pack_head(deck: &Deck, to: &mut Writer) {
    let Deck {
        id,
        title,
        summary,
        owners,
        language,
        source,
        extends,
        formerly,
        ask,
        terms: _,
        path,
        origin,
        rank,
    } = deck;
    to.text(id);
    to.text(title);
    for text in [summary, language, source, extends] {
        maybe(text.as_ref(), to);
    }
    for list in [owners, formerly, ask] {
        texts(list, to);
    }
    to.text(path);
    put_origin(origin, to);
    to.number((*rank).into());
}

/// Reads what [`pack_head`] wrote: a deck without terms.
pub fn unpack_head(from: &mut Reader<'_>) -> Option<Deck> {
    let id = from.text()?.into();
    let title = text(from)?;
    let [summary, language, source, extends] =
        [some_text(from)?, some_text(from)?, some_text(from)?, some_text(from)?];
    let [owners, formerly, ask] = [from.all(text)?, from.all(text)?, from.all(text)?];
    let path = from.text()?.into();
    let origin = take_origin(from)?;
    let rank = from.small()?;
    Some(Deck {
        id,
        title,
        summary,
        owners,
        language,
        source,
        extends,
        formerly,
        ask,
        terms: Vec::new(),
        path,
        origin,
        rank,
    })
}

/// Writes the origin of a deck.
pub fn put_origin(origin: &Origin, to: &mut Writer) {
    to.byte(match origin {
        Origin::BuiltIn => 0,
        Origin::Own => 1,
        Origin::Named => 2,
        Origin::Copy => 3,
    });
}

/// Reads the origin of a deck.
pub fn take_origin(from: &mut Reader<'_>) -> Option<Origin> {
    Some(match from.byte()? {
        0 => Origin::BuiltIn,
        1 => Origin::Own,
        2 => Origin::Named,
        3 => Origin::Copy,
        _ => return None,
    })
}

/// Writes `term`, starting with its id without the deck.
pub fn pack_term(term: &Term, to: &mut Writer) {
    let Term {
        id,
        term,
        definition,
        expansion,
        say,
        gloss,
        example,
        why,
        ask,
        aliases,
        sounds_like,
        see_also,
        confused_with,
        level,
        tags,
        explained_by,
        reviewed,
        same_as,
        formerly,
        retired,
        instead,
        line,
    } = term;
    to.text(id.term());
    to.text(term);
    to.text(definition);
    for text in [expansion, say, gloss, example, why, ask, explained_by] {
        maybe(text.as_ref(), to);
    }
    for list in [aliases, sounds_like, tags] {
        texts(list, to);
    }
    for list in [see_also, confused_with, formerly] {
        to.all(list, |to, id| to.text(id.as_str()));
    }
    for id in [same_as, instead] {
        to.some(id.as_ref(), |to, id| to.text(id.as_str()));
    }
    for date in [reviewed, retired] {
        to.some(date.as_ref(), |to, date| put_date(*date, to));
    }
    to.byte(match level {
        Level::Core => 0,
        Level::Working => 1,
        Level::Deep => 2,
    });
    to.number((*line).into());
}

/// Reads a term of `deck` that [`pack_term`] wrote.
pub fn unpack_term(deck: &str, from: &mut Reader<'_>) -> Option<Term> {
    Some(Term {
        id: format!("{deck}/{}", from.text()?).parse().ok()?,
        term: text(from)?,
        definition: text(from)?,
        expansion: some_text(from)?,
        say: some_text(from)?,
        gloss: some_text(from)?,
        example: some_text(from)?,
        why: some_text(from)?,
        ask: some_text(from)?,
        explained_by: some_text(from)?,
        aliases: from.all(text)?,
        sounds_like: from.all(text)?,
        tags: from.all(text)?,
        see_also: from.all(link)?,
        confused_with: from.all(link)?,
        formerly: from.all(link)?,
        same_as: from.some(link)?,
        instead: from.some(link)?,
        reviewed: from.some(date)?,
        retired: from.some(date)?,
        level: match from.byte()? {
            0 => Level::Core,
            1 => Level::Working,
            2 => Level::Deep,
            _ => return None,
        },
        line: from.small()?,
    })
}

fn maybe(text: Option<&String>, to: &mut Writer) {
    to.some(text, |to, text| to.text(text));
}

fn texts(texts: &[String], to: &mut Writer) {
    to.all(texts, |to, text| to.text(text));
}

fn text(from: &mut Reader<'_>) -> Option<String> {
    from.text().map(str::to_owned)
}

#[expect(clippy::option_option, reason = "damaged, or missing")]
fn some_text(from: &mut Reader<'_>) -> Option<Option<String>> {
    from.some(text)
}

fn link(from: &mut Reader<'_>) -> Option<TermId> {
    from.text()?.parse().ok()
}

fn put_date(date: Date, to: &mut Writer) {
    to.number(u64::from(date.year().unsigned_abs()));
    to.byte(date.month().unsigned_abs());
    to.byte(date.day().unsigned_abs());
}

fn date(from: &mut Reader<'_>) -> Option<Date> {
    let year = i16::try_from(from.number()?).ok()?;
    let [month, day] = [i8::try_from(from.byte()?).ok()?, i8::try_from(from.byte()?).ok()?];
    Date::new(year, month, day).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::deck::read::read;

    const DECK: &str = "\
deck: a
title: Team A
summary: What they do.
owners: [us, them]
language: en
source: https://example.org
formerly: [b]
ask: [What is up?]
terms:
  - {term: One, definition: d, expansion: e, say: s, gloss: g, example: x, why: w, ask: q, aliases: [Uno, 技術],
     sounds_like: [wun], see_also: [two], confused_with: [c/three], level: core, tags: [t], explained_by: Ana,
     reviewed: 2026-11-01, same_as: c/one, formerly: [eins]}
  - {term: Two, definition: d, retired: 2026-09-01, use: one}
";

    fn deck() -> Deck {
        let read = read(&"a.yaml".into(), DECK.as_bytes(), Origin::Named);
        assert_eq!(read.problems, []);
        Deck { rank: 3, ..read.deck.unwrap() }
    }

    fn packed(deck: &Deck) -> Vec<u8> {
        let mut writer = Writer::default();
        pack_head(deck, &mut writer);
        writer.all(&deck.terms, |to, term| pack_term(term, to));
        writer.into_bytes()
    }

    fn unpacked(from: &mut Reader<'_>) -> Option<Deck> {
        let head = unpack_head(from)?;
        let terms = from.all(|from| unpack_term(&head.id, from))?;
        Some(Deck { terms, ..head })
    }

    #[test]
    fn what_was_packed_is_unpacked_the_same() {
        let deck = deck();
        let bytes = packed(&deck);
        let mut reader = Reader::new(&bytes);
        assert_eq!(unpacked(&mut reader), Some(deck));
        assert!(reader.is_empty());
    }

    #[test]
    fn damaged_bytes_are_refused_and_do_no_harm() {
        let bytes = packed(&deck());
        for end in 0..bytes.len() {
            assert_eq!(unpacked(&mut Reader::new(&bytes[..end])), None, "{end}");
        }
        for at in 0..bytes.len() {
            for flip in [1, 0x80, 0xff] {
                let mut bytes = bytes.clone();
                bytes[at] ^= flip;
                let _ = unpacked(&mut Reader::new(&bytes));
            }
        }
    }
}
