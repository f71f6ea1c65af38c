//! The fields of a deck and of a term: one table for the loader, `check`, the JSON Schema and the docs.

/// The type of a field's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One line of text, with at most this many characters.
    Line(usize),
    /// One or more sentences, with at most this many characters. A trailing comment is probably text cut off by an unquoted ` #`.
    Prose(usize),
    /// A list of short texts, each with at most this many characters.
    Lines(usize),
    /// A slug.
    Id,
    /// A list of slugs.
    Ids,
    /// A `term-id` in the same deck, or `deck/term-id`.
    Link,
    /// A list of links.
    Links,
    /// `core`, `working` or `deep`.
    Level,
    /// A date, such as `2026-11-01`.
    Date,
    /// The list of terms.
    Terms,
}

/// A field of a deck or of a term.
#[derive(Debug, PartialEq, Eq)]
pub struct Field {
    /// The key in the file.
    pub name: &'static str,
    /// The type of its value.
    pub kind: Kind,
    /// Whether it is required.
    pub required: bool,
    /// A short description, also shown in the docs and by editors.
    pub help: &'static str,
}

const fn field(name: &'static str, kind: Kind, help: &'static str) -> Field {
    Field { name, kind, required: false, help }
}

const fn required(name: &'static str, kind: Kind, help: &'static str) -> Field {
    Field { name, kind, required: true, help }
}

/// The fields of a deck.
pub static DECK: &[Field] = &[
    field("deck", Kind::Id, "Id of the deck, in kebab-case. Defaults to the file name."),
    field("title", Kind::Line(80), "Name of the team, as shown on screen."),
    field("summary", Kind::Prose(200), "One line about the team."),
    field("owners", Kind::Lines(100), "Who maintains the deck."),
    field("language", Kind::Line(20), "Language of the deck, such as `en` or `de-AT`."),
    field("source", Kind::Line(300), "Where to propose changes."),
    field(
        "extends",
        Kind::Id,
        "Id of an earlier deck to add terms to. Terms with the same id are replaced.",
    ),
    field("formerly", Kind::Ids, "Former ids of this deck. Progress carries over."),
    field("ask", Kind::Lines(300), "Questions to ask this team over coffee."),
    required("terms", Kind::Terms, "The terms, in alphabetical order."),
];

/// The fields of a term, in the order in which `fmt` writes them.
pub static TERM: &[Field] = &[
    required("term", Kind::Line(80), "The word, in the form people use most."),
    field("id", Kind::Id, "Id of the term. Defaults to one made from `term`."),
    field("expansion", Kind::Line(160), "What an acronym stands for."),
    field("say", Kind::Line(80), "How to pronounce it, if the spelling does not show it."),
    field("gloss", Kind::Line(60), "The meaning in three to nine words, for lists."),
    required(
        "definition",
        Kind::Prose(600),
        "What it means, in plain words, without using the term itself.",
    ),
    field("example", Kind::Prose(400), "A sentence someone on the team would say, using the term."),
    field("why", Kind::Prose(400), "Why the team cares: the work, risk or cost behind it."),
    field("ask", Kind::Prose(300), "A question a leader could ask next."),
    field("aliases", Kind::Lines(80), "Other names for the same thing."),
    field("sounds_like", Kind::Lines(80), "What someone who has only heard it would type."),
    field("see_also", Kind::Links, "Terms that help explain this one."),
    field("confused_with", Kind::Links, "Terms people confuse with this one."),
    field(
        "level",
        Kind::Level,
        "core: heard every week; working: every month; deep: in hallway conversations.",
    ),
    field("tags", Kind::Lines(40), "Free-form labels."),
    field("explained_by", Kind::Line(80), "Who explained it, as a credit."),
    field("reviewed", Kind::Date, "Date the owners last confirmed the entry."),
    field(
        "same_as",
        Kind::Link,
        "The same term in another deck. Both share one card and one look-up result.",
    ),
    field("formerly", Kind::Links, "Former ids, in this or another deck. Progress carries over."),
    field("retired", Kind::Date, "Date it was retired. The quiz skips it, but look-up finds it."),
    field("use", Kind::Link, "The term to use instead of this retired one."),
];

/// Returns the names of the fields in `table`, separated by commas.
pub fn names(table: &[Field]) -> String {
    table.iter().map(|field| field.name).collect::<Vec<_>>().join(", ")
}

/// Returns the field with the smallest edit distance to `name`, or `None` if none is close enough.
pub fn nearest(table: &'static [Field], name: &str) -> Option<&'static Field> {
    let folded = |text: &str| {
        text.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect::<String>()
    };
    // A whole sentence is not a misspelled field name.
    if name.len() > 60 {
        return None;
    }
    let name = folded(name);
    let distance = |field: &Field| strsim::osa_distance(&folded(field.name), &name);
    let best = table.iter().min_by_key(|field| distance(field))?;
    (distance(best) <= 1 + best.name.len() / 4).then_some(best)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_field_finds_the_one_that_was_meant() {
        for (name, meant) in [
            ("defintion", Some("definition")),
            ("Definition", Some("definition")),
            ("alias", Some("aliases")),
            ("see-also", Some("see_also")),
            ("soundslike", Some("sounds_like")),
            ("exmaple", Some("example")),
            ("colour", None),
        ] {
            assert_eq!(nearest(TERM, name).map(|field| field.name), meant, "{name}");
        }
    }
}
