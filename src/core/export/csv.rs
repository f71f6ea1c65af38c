//! Decks as one table: a row for each term, a column for each field.

use ::csv::{QuoteStyle, WriterBuilder};

use super::{fields, in_one, sorted};
use crate::core::deck::Deck;
use crate::core::deck::content::Content;
use crate::core::deck::fields::TERM;
use crate::core::text::guarded;

/// The terms of `decks` as CSV with a header. The texts of a list are separated by `; `. What a spreadsheet would run as a formula
/// is guarded.
pub fn csv(decks: &[&Deck]) -> String {
    let mut table = WriterBuilder::new().quote_style(QuoteStyle::Necessary).from_writer(Vec::new());
    let header = ["deck"].into_iter().chain(TERM.iter().map(|field| field.name));
    table.write_record(header).expect("a row in memory can be written");
    for deck in decks {
        for term in sorted(deck) {
            let fields = fields(term);
            let cell = |name: &str| {
                let content = fields.iter().find(|(known, _)| *known == name);
                content.map_or_else(String::new, |(_, content)| in_cell(content))
            };
            let row = [term.id.deck().to_owned()].into_iter();
            let row = row.chain(TERM.iter().map(|field| cell(field.name)));
            table.write_record(row).expect("all rows are equally long");
        }
    }
    let bytes = table.into_inner().expect("a table in memory can be ended");
    String::from_utf8(bytes).expect("texts are UTF-8")
}

/// A text, or the texts of a list, in a cell. `deck new --from` splits a list at semicolons and bars, or else at commas.
fn in_cell(content: &Content) -> String {
    match content {
        Content::Text(text) => guarded(text).into_owned(),
        Content::List(texts) => guarded(&in_one(texts)).into_owned(),
    }
}
