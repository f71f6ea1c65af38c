//! The fields of a deck and of a term, described once: the loader, `check` and the documentation come from here.

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A text on one line, at most this many characters.
    Line(usize),
    /// A text of a sentence or a few, at most this many characters. A trailing comment would be a lost half sentence.
    Prose(usize),
    /// A list of short texts, each at most this many characters.
    Lines(usize),
    /// A slug.
    Id,
    /// A list of slugs.
    Ids,
    /// `term-id` of the same deck, or `deck/term-id`.
    Link,
    /// A list of those.
    Links,
    /// `core`, `working` or `deep`.
    Level,
    /// `2026-11-01`.
    Date,
    /// The list of terms.
    Terms,
}

/// One field.
#[derive(Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name in the file.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Whether it has to be there.
    pub required: bool,
    /// What it is for, in one sentence.
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
    field("deck", Kind::Id, "Id of the deck, kebab-case; the name of the file when left out."),
    field("title", Kind::Line(80), "What the team is called on screen."),
    field("summary", Kind::Prose(200), "One line about the team."),
    field("owners", Kind::Lines(100), "Who answers for the deck."),
    field("language", Kind::Line(20), "Language of the texts, as in `en` or `de-AT`."),
    field("source", Kind::Line(300), "Where to propose changes."),
    field(
        "extends",
        Kind::Id,
        "Add to (and replace terms of) the deck of this id that came before.",
    ),
    field("formerly", Kind::Ids, "Ids that this deck had; progress follows."),
    field("ask", Kind::Lines(300), "What to ask this team over coffee."),
    required("terms", Kind::Terms, "The words, in alphabetical order."),
];

/// The fields of a term, in the order in which they are best written.
pub static TERM: &[Field] = &[
    required("term", Kind::Line(80), "The word as it is said, in the form people use most."),
    field("id", Kind::Id, "Its id; made of `term` when left out."),
    field("expansion", Kind::Line(160), "What an acronym stands for."),
    field("say", Kind::Line(80), "How it is said, where the spelling does not tell."),
    field("gloss", Kind::Line(60), "The meaning in three to nine words, for lists."),
    required(
        "definition",
        Kind::Prose(600),
        "What it means, in plain words, without the term itself.",
    ),
    field(
        "example",
        Kind::Prose(400),
        "A sentence someone on the team would say, with the term in it.",
    ),
    field("why", Kind::Prose(400), "Why the team cares: the work, risk or cost behind the word."),
    field("ask", Kind::Prose(300), "The question a leader could ask next."),
    field("aliases", Kind::Lines(80), "Other names for the same thing."),
    field("sounds_like", Kind::Lines(80), "What an outsider would type after only hearing it."),
    field("see_also", Kind::Links, "Terms that help to understand this one."),
    field("confused_with", Kind::Links, "Terms it is mistaken for."),
    field(
        "level",
        Kind::Level,
        "core: heard every week; working: every month; deep: in the corridor.",
    ),
    field("tags", Kind::Lines(40), "Free labels."),
    field("explained_by", Kind::Line(80), "Who explained it: credit where it is due."),
    field("reviewed", Kind::Date, "When the owners last confirmed it."),
    field(
        "same_as",
        Kind::Link,
        "The term of another deck that is the same: one card, one line in look-up.",
    ),
    field("formerly", Kind::Links, "Ids it had, here or in another deck; progress follows."),
    field("retired", Kind::Date, "Since when it is no longer quizzed; it is still found."),
    field("use", Kind::Link, "What to say instead of a retired word."),
];

/// The names of the fields of `table`, as a list in words.
pub fn names(table: &[Field]) -> String {
    table.iter().map(|field| field.name).collect::<Vec<_>>().join(", ")
}

/// The field of `table` that is most like `name`, when one is near enough to be meant.
pub fn nearest(table: &'static [Field], name: &str) -> Option<&'static Field> {
    let folded = |text: &str| {
        text.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect::<String>()
    };
    // Nobody means a field by a whole sentence.
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
