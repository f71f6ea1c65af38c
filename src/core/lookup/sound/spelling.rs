//! Converts English spelling to sounds, one word at a time.

use super::Key;
use super::Sound::{
    self, A, B, Ch, D, F, G, H, I, J, K, L, M, N, Ng, O, P, R, S, Sh, T, Th, V, W, Y, Z,
};
use crate::core::vocabulary::find;

/// Common words with irregular pronunciations, one a line and in order, each with a regular spelling that sounds the same.
const IRREGULAR: &str = include_str!("irregular_spellings.txt");

/// Appends the sounds of `word` (folded). Characters other than English letters are skipped.
pub(super) fn spell(word: &str, out: &mut Key) {
    let word = find(IRREGULAR, word).unwrap_or(word);
    let start = out.len();
    Reader { word: word.as_bytes(), out, start }.read();
}

struct Reader<'a> {
    word: &'a [u8],
    out: &'a mut Key,
    start: usize,
}

impl Reader<'_> {
    /// The letter at `at`; 0 outside the word.
    fn at(&self, at: usize) -> u8 {
        self.word.get(at).copied().unwrap_or(0)
    }

    fn before(&self, at: usize) -> u8 {
        at.checked_sub(1).map_or(0, |at| self.at(at))
    }

    fn has(&self, at: usize, part: &str) -> bool {
        self.word.get(at..).is_some_and(|rest| rest.starts_with(part.as_bytes()))
    }

    /// Whether the word ends after `part` at `at`.
    fn ends(&self, at: usize, part: &str) -> bool {
        self.word.get(at..).is_some_and(|rest| rest == part.as_bytes())
    }

    /// Appends sounds, merging a repeated sound, and adjacent vowels, into one.
    fn say(&mut self, sounds: &[Sound]) {
        for &sound in sounds {
            let last = self.out.last().copied().filter(|_| self.out.len() > self.start);
            let again =
                last == Some(sound) || (sound.is_vowel() && last.is_some_and(Sound::is_vowel));
            if !again {
                self.out.push(sound);
            }
        }
    }

    fn read(&mut self) {
        let mut at = 0;
        while at < self.word.len() {
            at += self.step(at).max(1);
        }
    }

    /// Appends the sounds of the letters at `at`. Returns how many letters that used.
    fn step(&mut self, at: usize) -> usize {
        let c = self.at(at);
        if at == 0
            && let Some(len) = self.first()
        {
            return len;
        }
        match c {
            b'a' | b'e' | b'i' | b'o' | b'u' => self.vowel(at),
            b'y' if is_vowel(self.at(at + 1)) && (at == 0 || is_vowel(self.before(at))) => {
                self.one(Y)
            }
            // "Kyoo", as "queue" is rewritten.
            b'y' if self.has(at, "yoo") => self.one(Y),
            b'y' => self.one(I),
            b'c' => self.c(at),
            b'g' => self.g(at),
            b's' => self.s(at),
            b't' => self.t(at),
            b'd' if self.has(at, "dge") || self.has(at, "dgi") => self.many(&[J], 2),
            b'd' if self.has(at, "dj") => self.many(&[J], 2),
            b'p' if self.has(at, "ph") => self.many(&[F], 2),
            b'k' if self.has(at, "kh") => self.many(&[K], 2),
            b'r' if self.has(at, "rh") => self.many(&[R], 2),
            b'b' if self.ends(at, "bt") => self.many(&[T], 2),
            b'm' if self.ends(at, "mb") || self.ends(at, "mn") => self.many(&[M], 2),
            b'm' if self.ends(at, "mbs") => self.many(&[M, Z], 3),
            b'n' if self.has(at, "ng") && !is_vowel_or_liquid(self.at(at + 2)) => {
                self.many(&[Ng], 2)
            }
            b'q' if self.ends(at, "que") => self.many(&[K], 3),
            b'q' if self.has(at, "qu") && is_vowel(self.at(at + 2)) => self.many(&[K, W], 2),
            b'x' => self.one_of(&[K, S]),
            b'w' if self.has(at, "wh") => self.many(&[W], 2),
            b'w' if is_vowel(self.at(at + 1)) || self.at(at + 1) == b'y' => self.one(W),
            // "ow", "aw", "ew": part of the vowel.
            b'w' if is_vowel(self.before(at)) => 1,
            b'w' => self.one(W),
            b'h' if is_vowel(self.at(at + 1)) || self.at(at + 1) == b'y' => self.one(H),
            b'b' => self.one(B),
            b'd' => self.one(D),
            b'f' => self.one(F),
            b'j' => self.one(J),
            b'k' | b'q' => self.one(K),
            b'l' => self.one(L),
            b'm' => self.one(M),
            b'n' => self.one(N),
            b'p' => self.one(P),
            b'r' => self.one(R),
            b'v' => self.one(V),
            b'z' if self.has(at, "zz") && self.at(at + 2) != 0 => self.many(&[T, S], 2),
            b'z' => self.one(Z),
            // Also the h of "oh" and "ah", part of the vowel.
            _ => 1,
        }
    }

    fn one(&mut self, sound: Sound) -> usize {
        self.one_of(&[sound])
    }

    fn one_of(&mut self, sounds: &[Sound]) -> usize {
        self.many(sounds, 1)
    }

    fn many(&mut self, sounds: &[Sound], letters: usize) -> usize {
        self.say(sounds);
        letters
    }

    /// Letters that are silent or different at the start of a word.
    fn first(&mut self) -> Option<usize> {
        let silent = ["kn", "gn", "pn", "mn", "wr", "ps", "pt", "ts"];
        if silent.iter().any(|pair| self.has(0, pair)) {
            return Some(1);
        }
        match self.word {
            [b'x', b'a' | b'e' | b'i' | b'o' | b'u' | b'y', ..] => Some(self.one(Z)),
            [b'w', b'h', b'o', ..] => Some(self.many(&[H], 2)),
            // "unit", "euro": a y comes before the vowel.
            [b'e', b'u', ..] => Some(self.many(&[Y, O], 2)),
            [b'u', b'n', b'i' | b'y', ..] => Some(self.many(&[Y, O], 1)),
            _ => None,
        }
    }

    fn vowel(&mut self, at: usize) -> usize {
        let c = self.at(at);
        let last = at + 1 == self.word.len();
        if c == b'e' && at > 0 {
            let before = self.before(at);
            // "table", "centre": the vowel comes before the l or r.
            if last && matches!(before, b'l' | b'r') && at > 1 && is_stop(self.at(at - 2)) {
                let liquid = self.out.pop();
                self.say(&[I]);
                self.out.extend(liquid);
                return 1;
            }
            let has_vowel = self.out[self.start..].iter().any(|sound| sound.is_vowel());
            // "cache", "scope": silent at the end, and also before a plural s or within "careful".
            if last && !is_vowel(before) && has_vowel {
                return 1;
            }
            if has_vowel && !is_vowel(before) && self.ends(at, "es") && !is_hiss(before) {
                return 1;
            }
        }
        let two = [c, self.at(at + 1)];
        match &two {
            _ if self.has(at, "igh") => self.many(&[I], 3),
            _ if self.has(at, "eigh") => self.many(&[A], 4),
            _ if self.ends(at, "ough") && matches!(self.before(at), b'c' | b'r' | b't' | b'n') => {
                self.many(&[O, F], 4)
            }
            _ if self.ends(at, "augh") && self.before(at) == b'l' => self.many(&[A, F], 4),
            b"au" | b"aw" | b"ew" | b"eu" => self.many(&[O], 2),
            // "Gooey", "gluey": the y is a separate syllable.
            _ if self.ends(at, "ooey") || self.ends(at, "uey") => {
                self.say(&[O]);
                self.out.push(I);
                self.word.len() - at
            }
            // Two separate vowels: "IaaS", "geo", "ratio". The second follows immediately.
            b"ia" | b"io" | b"eo" => {
                self.say(&[I]);
                self.out.push(if two[1] == b'a' { A } else { O });
                2
            }
            _ => self.one(match c {
                b'a' => A,
                b'e' | b'i' => I,
                _ => O,
            }),
        }
    }

    fn c(&mut self, at: usize) -> usize {
        match self.at(at + 1) {
            _ if self.has(at, "chr") || self.has(at, "chl") || self.has(at, "cht") => {
                self.many(&[K], 2)
            }
            // "architect", "archive", but not "arch": Greek words have a k.
            b'h' if at >= 2 && self.has(at - 2, "archi") => self.many(&[K], 2),
            // "cache", "niche".
            b'h' if at > 1 && self.ends(at, "che") && self.word != b"ache" => self.many(&[Sh], 2),
            // "epoch", but not "tech", where only German speakers hear a k.
            b'h' if self.ends(at, "ch") && self.before(at) == b'o' => self.many(&[K], 2),
            b'h' | b'z' => self.many(&[Ch], 2),
            b'k' | b'q' => self.many(&[K], if self.at(at + 1) == b'k' { 2 } else { 1 }),
            b'c' if matches!(self.at(at + 2), b'e' | b'i') => self.many(&[K, S], 2),
            b'i' if matches!(self.at(at + 2), b'a' | b'o') && self.at(at + 3) != 0 => {
                self.many(&[Sh], 2)
            }
            b'e' | b'i' | b'y' => self.one(S),
            _ => self.one(K),
        }
    }

    fn g(&mut self, at: usize) -> usize {
        match self.at(at + 1) {
            b'h' if at == 0 => self.many(&[G], 2),
            b'h' => 2,
            b'g' => self.many(&[G], 2),
            b'n' if self.ends(at, "gn") || self.ends(at, "gns") || self.ends(at, "gned") => 1,
            b'u' if matches!(self.at(at + 2), b'e' | b'i') => self.many(&[G], 2),
            // "get", "give": hard before a short closed syllable at the start.
            b'e' if at == 0 && self.at(2) == b't' => self.one(G),
            b'i' if at == 0 && matches!(self.at(2), b't' | b'v' | b'f' | b'l') => self.one(G),
            b'e' | b'i' | b'y' => self.one(J),
            _ => self.one(G),
        }
    }

    fn s(&mut self, at: usize) -> usize {
        if self.has(at, "sch") {
            // "schema", "scheme", "schedule".
            return self.many(&[S, K], 3);
        }
        if self.has(at, "ssion") || self.has(at, "ssia") {
            return self.many(&[Sh], 3);
        }
        if self.has(at, "sion") || (self.has(at, "sure") && is_vowel(self.before(at))) {
            return self.many(&[Sh], if self.at(at + 1) == b'i' { 2 } else { 1 });
        }
        if self.has(at, "sh") {
            return self.many(&[Sh], 2);
        }
        if self.ends(at, "stle") || self.has(at, "sten") && at > 1 && self.at(at + 4) != b's' {
            return self.many(&[S], 2);
        }
        if self.has(at, "sc") && matches!(self.at(at + 2), b'e' | b'i' | b'y') {
            return self.many(&[S], 2);
        }
        let between = is_vowel(self.before(at)) && is_vowel(self.at(at + 1));
        self.one(if between { Z } else { S })
    }

    fn t(&mut self, at: usize) -> usize {
        if self.has(at, "tch") {
            return self.many(&[Ch], 3);
        }
        if self.ends(at, "the") && at > 0 {
            return self.many(&[Th], 3);
        }
        if self.has(at, "th") {
            return self.many(&[Th], 2);
        }
        if at > 0 && (self.has(at, "tio") || self.has(at, "tia")) && self.before(at) != b's' {
            return self.many(&[Sh], 2);
        }
        if at > 0 && (self.has(at, "ture") || self.has(at, "tual")) {
            return self.many(&[Ch], 1);
        }
        self.one(T)
    }
}

const fn is_vowel(c: u8) -> bool {
    matches!(c, b'a' | b'e' | b'i' | b'o' | b'u')
}

const fn is_vowel_or_liquid(c: u8) -> bool {
    is_vowel(c) || matches!(c, b'y' | b'l' | b'r' | b'w')
}

const fn is_stop(c: u8) -> bool {
    matches!(c, b'b' | b'p' | b'd' | b't' | b'g' | b'k' | b'c' | b'f' | b'z' | b's')
}

const fn is_hiss(c: u8) -> bool {
    matches!(c, b's' | b'z' | b'x' | b'c' | b'g' | b'h')
}

#[cfg(test)]
mod tests;
