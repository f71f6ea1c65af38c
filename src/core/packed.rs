//! A YAML tree as bytes: the decks that ship are parsed when the program is built, and only unpacked when it runs.
//!
//! Numbers are LEB128. A node is its kind, its place (line, column, start, length), and a text, a list or a map.

use std::borrow::Cow;

use super::yaml::{Node, Place, Style, Value};

const PLAIN: u8 = 0;
const QUOTED: u8 = 1;
const LIST: u8 = 2;
const MAP: u8 = 3;

/// `node` as bytes.
#[allow(dead_code, reason = "used by the build script")]
pub fn pack(node: &Node<'_>) -> Vec<u8> {
    let mut out = Vec::new();
    put_node(&mut out, node);
    out
}

fn put_node(out: &mut Vec<u8>, node: &Node<'_>) {
    out.push(match &node.value {
        Value::Text(_, Style::Plain) => PLAIN,
        Value::Text(_, Style::Quoted | Style::Block) => QUOTED,
        Value::List(_) => LIST,
        Value::Map(_) => MAP,
    });
    let Place { line, column, start, end } = node.place;
    for number in [line, column, start, end.saturating_sub(start)] {
        put_number(out, number as usize);
    }
    match &node.value {
        Value::Text(text, _) => {
            put_number(out, text.len());
            out.extend_from_slice(text.as_bytes());
        }
        Value::List(items) => {
            put_number(out, items.len());
            for item in items {
                put_node(out, item);
            }
        }
        Value::Map(fields) => {
            put_number(out, fields.len());
            for (key, value) in fields {
                put_node(out, key);
                put_node(out, value);
            }
        }
    }
}

fn put_number(out: &mut Vec<u8>, mut number: usize) {
    loop {
        let [low, ..] = number.to_le_bytes();
        number >>= 7;
        if number == 0 {
            out.push(low & 0x7f);
            return;
        }
        out.push(low | 0x80);
    }
}

/// The node that `bytes` hold; none when they are not what [`pack`] made.
#[allow(dead_code, reason = "used by the program")]
pub fn unpack(bytes: &[u8]) -> Option<Node<'_>> {
    let mut reader = Reader(bytes);
    reader.node().filter(|_| reader.0.is_empty())
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn node(&mut self) -> Option<Node<'a>> {
        let kind = self.byte()?;
        let [line, column, start, length] =
            [self.number()?, self.number()?, self.number()?, self.number()?];
        let place = Place { line, column, start, end: start.checked_add(length)? };
        let count = self.number()? as usize;
        let value = match kind {
            PLAIN | QUOTED => {
                let (text, rest) = self.0.split_at_checked(count)?;
                self.0 = rest;
                let style = if kind == PLAIN { Style::Plain } else { Style::Quoted };
                Value::Text(Cow::Borrowed(std::str::from_utf8(text).ok()?), style)
            }
            LIST => {
                let mut items = Vec::with_capacity(self.room(count));
                for _ in 0..count {
                    items.push(self.node()?);
                }
                Value::List(items)
            }
            MAP => {
                let mut fields = Vec::with_capacity(self.room(count));
                for _ in 0..count {
                    fields.push((self.node()?, self.node()?));
                }
                Value::Map(fields)
            }
            _ => return None,
        };
        Some(Node { place, value })
    }

    /// No more than there are bytes for: a damaged count must not reserve the memory of the machine.
    fn room(&self, count: usize) -> usize {
        count.min(self.0.len())
    }

    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    fn number(&mut self) -> Option<u32> {
        let mut number = 0_u32;
        for shift in (0..32).step_by(7) {
            let byte = self.byte()?;
            number |= u32::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::super::yaml::parse;
    use super::*;

    #[test]
    fn what_was_packed_is_unpacked_the_same() {
        let text = "deck: é\nterms:\n  - {term: \"a b\", aliases: [x, '']}\n  - term: 技術\nlong: "
            .to_owned()
            + &"x".repeat(300);
        let tree = parse(&text);
        let root = tree.root.unwrap();
        assert_eq!(unpack(&pack(&root)), Some(root));
    }

    #[test]
    fn damaged_bytes_are_refused() {
        let tree = parse("a: [b, c]\n");
        let bytes = pack(&tree.root.unwrap());
        for end in 0..bytes.len() {
            assert_eq!(unpack(&bytes[..end]), None, "{end}");
        }
    }
}
