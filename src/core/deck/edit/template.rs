//! Creates a new deck: empty with instructions, or filled with given terms.

use crate::core::deck::edit::Draft;
use crate::core::deck::fields::{Kind, TERM};
use crate::core::deck::schema::MODELINE;
use crate::core::yaml::{Within, quoted};

/// The head of a new deck.
#[derive(Debug, Clone, Copy)]
pub struct Head<'a> {
    /// Its id, or the id of the deck it extends.
    pub id: &'a str,
    /// Whether it extends that deck.
    pub extends: bool,
    /// Its title.
    pub title: &'a str,
    /// Its other fields, as lines.
    pub more: &'a str,
    /// Whether the JSON Schema of decks is next to it.
    pub has_schema: bool,
}

impl Head<'_> {
    fn lines(self) -> String {
        let name = if self.extends { "extends" } else { "deck" };
        let (id, title) = (quoted(self.id, Within::Block), quoted(self.title, Within::Block));
        format!("{name}: {id}\ntitle: {title}\n{}", self.more)
    }

    /// The line that points editors to the schema.
    fn modeline(self) -> String {
        if self.has_schema { format!("{MODELINE}\n") } else { String::new() }
    }
}

/// A deck without terms. Its comments explain what to fill in. `file` is its file name.
pub fn empty(head: Head<'_>, file: &str) -> String {
    let mut out = head.modeline();
    out += &format!(
        "# One team's words. Everything after a # is a comment: fill it in, or delete it.\n\
         # `shoptalk deck add {file}` adds a word in the right place; `shoptalk deck check {file}` finds mistakes.\n{}\
         # summary: One line about the team.\n\
         # owners: [\"@acme/team\"]\n\
         # language: en\n\
         # source: Where to propose changes, as in https://github.com/acme/decks\n\
         # ask:\n\
         #   - What do you wish people asked you?\n\
         terms: []\n\n\
         # A sample term. Only `term` and `definition` are required. Keep terms in alphabetical order.\n#\n",
        head.lines()
    );
    for field in TERM.iter().filter(|field| field.flag.is_some()) {
        let start = if field.name == "term" { "  - " } else { "    " };
        let value = match field.kind {
            Kind::Level => "working",
            kind if kind.is_list() => "[one, another]",
            _ => "…",
        };
        let line = format!("{start}{}: {value}", field.name);
        out += &format!("# {line:<36}# {}\n", field.help);
    }
    out
}

/// A deck of `terms`, which must be sorted.
pub fn filled(head: Head<'_>, terms: &[Draft]) -> String {
    let terms: String = terms.iter().map(Draft::lines).collect();
    format!("{}{}terms:\n{terms}", head.modeline(), head.lines())
}
