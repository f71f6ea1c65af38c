//! The fields of a deck, of its terms and of its scenes: one table for reading, `check`, `deck add`, imports, diffs, the JSON Schema and the
//! docs.

use std::ops::RangeInclusive;

use crate::core::deck::content::Content;
use crate::core::deck::scene::Scene;
use crate::core::deck::{Deck, Term};

/// The most items in a list of texts or links.
pub const MOST_ITEMS: usize = 100;

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
    /// How a reply lands: `helps`, `lands flat` or `micromanages`.
    Lands,
    /// A list of parts, each with the fields of its own table.
    Parts(Part),
}

/// A part of a deck that has fields of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Part {
    /// A term.
    Term,
    /// A scene.
    Scene,
    /// A line of a scene.
    Line,
    /// A reply at the end of a scene.
    Reply,
}

impl Part {
    /// All parts, from the outside in.
    pub const ALL: [Self; 4] = [Self::Term, Self::Scene, Self::Line, Self::Reply];

    /// Its name in messages.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// Its name in messages, in the plural.
    pub const fn names(self) -> &'static str {
        match self {
            Self::Term => "terms",
            Self::Scene => "scenes",
            Self::Line => "lines",
            Self::Reply => "replies",
        }
    }

    /// The names of the fields that it must have.
    pub fn required(self) -> impl Iterator<Item = &'static str> {
        self.fields().iter().filter(|field| field.required).map(|field| field.name)
    }

    /// The table of its fields.
    pub fn fields(self) -> &'static [Field] {
        match self {
            Self::Term => TERM,
            Self::Scene => SCENE,
            Self::Line => LINE,
            Self::Reply => REPLY,
        }
    }

    /// Its field `name`.
    pub fn field(self, name: &str) -> Option<&'static Field> {
        self.fields().iter().find(|field| field.name == name)
    }

    /// How many of them a list holds. `None` if any number will do.
    pub const fn count(self) -> Option<RangeInclusive<usize>> {
        match self {
            Self::Term | Self::Scene => None,
            Self::Line => Some(6..=12),
            Self::Reply => Some(3..=3),
        }
    }
}

impl Kind {
    /// The most characters in a text, or in each text of a list. `None` for values that are not free text.
    pub const fn limit(self) -> Option<usize> {
        match self {
            Self::Line(most) | Self::Prose(most) | Self::Lines(most) => Some(most),
            _ => None,
        }
    }

    /// Whether the value is a list of texts.
    pub const fn is_list(self) -> bool {
        matches!(self, Self::Lines(_) | Self::Ids | Self::Links)
    }
}

/// A field of a deck, or of a part of it.
#[derive(Debug)]
pub struct Field {
    /// The key in the file.
    pub name: &'static str,
    /// The type of its value.
    pub kind: Kind,
    /// Whether it is required.
    pub required: bool,
    /// A short description, also shown in the docs, by editors and by `deck add --help`.
    pub help: &'static str,
    /// The flag of `deck add`, if it has one. The sample term of a new deck shows these fields, too.
    pub flag: Option<&'static str>,
    /// What `deck add` asks for on a terminal. Empty if it does not ask.
    pub question: &'static str,
    /// Its other names in tables and files to import, likeliest first, in lowercase letters only.
    pub headings: &'static str,
    /// Its value in a deck. Empty for a field of anything else, for `id` and for lists of terms and scenes.
    pub of_deck: fn(&Deck) -> Content,
    /// Its value in a term. Empty for a field of anything else, and for `id`.
    pub of_term: fn(&Term) -> Content,
    /// Its value in a scene. Empty for a field of anything else, and for `id`.
    pub of_scene: fn(&Scene) -> Content,
}

const fn field(name: &'static str, kind: Kind, help: &'static str) -> Field {
    Field {
        name,
        kind,
        required: false,
        help,
        flag: None,
        question: "",
        headings: "",
        of_deck: |_| Content::Text(String::new()),
        of_term: |_| Content::Text(String::new()),
        of_scene: |_| Content::Text(String::new()),
    }
}

impl Field {
    const fn required(self) -> Self {
        Self { required: true, ..self }
    }

    const fn flag(self, flag: &'static str) -> Self {
        Self { flag: Some(flag), ..self }
    }

    const fn question(self, question: &'static str) -> Self {
        Self { question, ..self }
    }

    const fn headings(self, headings: &'static str) -> Self {
        Self { headings, ..self }
    }

    const fn of_deck(self, of_deck: fn(&Deck) -> Content) -> Self {
        Self { of_deck, ..self }
    }

    const fn of_term(self, of_term: fn(&Term) -> Content) -> Self {
        Self { of_term, ..self }
    }

    const fn of_scene(self, of_scene: fn(&Scene) -> Content) -> Self {
        Self { of_scene, ..self }
    }

    /// The message to show if `content` exceeds the limit.
    pub fn too_long(&self, content: &Content) -> Option<String> {
        let most = self.kind.limit()?;
        let mut lengths = content.texts().iter().map(|text| text.chars().count());
        let length = lengths.find(|length| *length > most)?;
        Some(format!("`{}` has {length} characters; the limit is {most}", self.name))
    }
}

/// A value as written in a deck.
fn one(value: Option<&impl ToString>) -> Content {
    Content::Text(value.map(ToString::to_string).unwrap_or_default())
}

fn list(values: &[impl ToString]) -> Content {
    Content::List(values.iter().map(ToString::to_string).collect())
}

/// What is said in a scene, as one text.
fn said(texts: impl Iterator<Item = String>) -> Content {
    Content::Text(texts.collect::<Vec<_>>().join(" / "))
}

/// The fields of a deck.
pub static DECK: &[Field] = &[
    field("deck", Kind::Id, "Id of the deck, in kebab-case. Defaults to the file name."),
    field("title", Kind::Line(80), "Name of the team, as shown on screen.")
        .of_deck(|deck| one(Some(&deck.title))),
    field("summary", Kind::Prose(200), "One line about the team.")
        .of_deck(|deck| one(deck.summary.as_ref())),
    field("owners", Kind::Lines(100), "Who maintains the deck.").of_deck(|deck| list(&deck.owners)),
    field("language", Kind::Line(20), "Language of the deck, such as `en` or `de-AT`.")
        .of_deck(|deck| one(deck.language.as_ref())),
    field("source", Kind::Line(300), "Where to propose changes.")
        .of_deck(|deck| one(deck.source.as_ref())),
    field(
        "extends",
        Kind::Id,
        "Id of an earlier deck to add terms and scenes to. Those with the same id are replaced.",
    )
    .of_deck(|deck| one(deck.extends.as_ref())),
    field("formerly", Kind::Ids, "Former ids of this deck. Progress carries over.")
        .of_deck(|deck| list(&deck.formerly)),
    field("ask", Kind::Lines(300), "Questions to ask this team over coffee.")
        .of_deck(|deck| one(Some(&deck.ask.join(" ")))),
    field("terms", Kind::Parts(Part::Term), "The terms, in alphabetical order.")
        .required()
        .headings("words entries vocabulary glossary begriffe glossar"),
    field("scenes", Kind::Parts(Part::Scene), "Short conversations of the team, to sit in on."),
];

/// The fields of a term, in the order in which `fmt` writes them.
pub static TERM: &[Field] = &[
    field("term", Kind::Line(80), "The word, in the form people use most.")
        .required()
        .flag("term")
        .question("The word, as people say it")
        .headings(
            "word headword name title phrase expression keyword jargon entry concept lemma front terms words \
             glossaryterm termname begriff fachbegriff wort terme mot término palabra termine parola termo heading \
             acronym abbreviation initialism abkürzung kürzel acronyme sigle acrónimo sigla siglas \
             preferredterm preferredlabel preflabel 用語 术语 術語 용어 термин",
        )
        .of_term(|term| one(Some(&term.term))),
    field("id", Kind::Id, "Id of the term. Defaults to one made from `term`.")
        .headings("slug key termid anchor identifier"),
    field("expansion", Kind::Line(160), "What an acronym stands for.")
        .flag("expansion")
        .question("What it stands for")
        .headings(
            "standsfor whatitstandsfor fullform fullname longform longname spelledout \
             speltout acronymexpansion expandedform full expanded shortfor long langform stehtfür",
        )
        .of_term(|term| one(term.expansion.as_ref())),
    field("say", Kind::Line(80), "How to pronounce it, if the spelling does not show it.")
        .flag("say")
        .headings("pronunciation pronounced phonetic howtosayit howitissaid")
        .of_term(|term| one(term.say.as_ref())),
    field("gloss", Kind::Line(60), "The meaning in three to nine words, for lists.")
        .flag("gloss")
        .question("What it means in three to nine words")
        .headings("oneliner oneline inoneline inbrief inafewwords tagline")
        .of_term(|term| one(term.gloss.as_ref())),
    field(
        "definition",
        Kind::Prose(600),
        "What it means, in plain words, without using the term itself.",
    )
    .required()
    .flag("definition")
    .question("What it means, in 10 to 35 words, without the word itself")
    .headings(
        "meaning meanings definitions senses description explanation def desc whatitmeans whatitis \
             shortdefinition shortdescription summary details text body content back bedeutung erklärung \
             beschreibung définition signification définitions definición significado definizione significato \
             definição definitie betekenis определение 説明 定義 意味 说明 定义 설명 정의",
    )
    .of_term(|term| one(Some(&term.definition))),
    field("example", Kind::Prose(400), "A sentence someone on the team would say, using the term.")
        .flag("example")
        .question("What someone on the team would say, using the word")
        .headings("examples usage examplesentence sentence inasentence sample heard beispiel exemple ejemplo esempio exemplo")
        .of_term(|term| one(term.example.as_ref())),
    field("why", Kind::Prose(400), "Why the team cares: the work, risk or cost behind it.")
        .flag("why")
        .question("Why the team cares")
        .headings("whyitmatters importance reason rationale relevance warum")
        .of_term(|term| one(term.why.as_ref())),
    field("ask", Kind::Prose(300), "A question a leader could ask next.")
        .flag("ask")
        .question("What you could ask next")
        .headings("question questions whattoask questiontoask")
        .of_term(|term| one(term.ask.as_ref())),
    field("aliases", Kind::Lines(80), "Other names for the same thing.")
        .flag("alias")
        .question("Other names, separated by commas")
        .headings(
            "alias synonyms synonym aka also alsoknownas alsocalled othername othernames alternatives \
             alternativenames variants abbreviations acronyms abbrev abbr shortform synonyme synonymes sinónimos altlabel",
        )
        .of_term(|term| list(&term.aliases)),
    field("sounds_like", Kind::Lines(80), "What someone who has only heard it would type.")
        .flag("sounds-like")
        .question("What someone who only heard it would type, separated by commas")
        .headings("misheardas misheard soundsas")
        .of_term(|term| list(&term.sounds_like)),
    field("see_also", Kind::Links, "Terms that help explain this one.")
        .flag("see-also")
        .headings("related relatedterms relatedto see ref refs siehe sieheauch")
        .of_term(|term| list(&term.see_also)),
    field("confused_with", Kind::Links, "Terms people confuse with this one. The first three are the wrong answers of a multiple choice.")
        .flag("confused-with")
        .headings("nottobeconfusedwith mistakenfor")
        .of_term(|term| list(&term.confused_with)),
    field(
        "level",
        Kind::Level,
        "core: heard every week; working: every month; deep: in hallway conversations.",
    )
    .flag("level")
    .question(
        "Heard every week (core), every month (working), or in hallway \
             conversations (deep)",
    )
    .headings("depth")
    .of_term(|term| one(Some(&term.level))),
    field("tags", Kind::Lines(40), "Free-form labels.")
        .flag("tag")
        .headings("tag category categories topic topics labels label group")
        .of_term(|term| list(&term.tags)),
    field("explained_by", Kind::Line(80), "Who explained it, as a credit.")
        .flag("explained-by")
        .headings("toldby credit credits")
        .of_term(|term| one(term.explained_by.as_ref())),
    field("reviewed", Kind::Date, "Date the owners last confirmed the entry.")
        .headings("lastreviewed lastreview")
        .of_term(|term| one(term.reviewed.as_ref())),
    field(
        "same_as",
        Kind::Link,
        "The same term in another deck. Both share one card and one look-up result.",
    )
    .of_term(|term| one(term.same_as.as_ref())),
    field("formerly", Kind::Links, "Former ids, in this or another deck. Progress carries over.")
        .of_term(|term| list(&term.formerly)),
    field("retired", Kind::Date, "Date it was retired. The quiz skips it, but look-up finds it.")
        .of_term(|term| one(term.retired.as_ref())),
    field("use", Kind::Link, "The term to use instead of this retired one.")
        .of_term(|term| one(term.instead.as_ref())),
];

/// The fields of a scene, in the order in which `fmt` writes them.
pub static SCENE: &[Field] = &[
    field("id", Kind::Id, "Id of the scene. Defaults to one made from `title`."),
    field("title", Kind::Line(60), "What happens, in a few words.")
        .required()
        .question("What happens, in a few words")
        .of_scene(|scene| one(Some(&scene.title))),
    field("setting", Kind::Prose(200), "Where and when it takes place, and what is at stake.")
        .required()
        .question("Where and when it takes place, in a sentence")
        .of_scene(|scene| one(Some(&scene.setting))),
    field("lines", Kind::Parts(Part::Line), "What is said, in order.").required().of_scene(
        |scene| said(scene.lines.iter().map(|line| format!("{}: {}", line.who, line.says))),
    ),
    field(
        "replies",
        Kind::Parts(Part::Reply),
        "What the leader could say next. One or two of them help.",
    )
    .required()
    .of_scene(|scene| {
        let replies = scene.replies.iter();
        said(replies.map(|reply| format!("{} ({}: {})", reply.says, reply.lands, reply.why)))
    }),
];

/// The fields of a line of a scene.
pub static LINE: &[Field] = &[
    field(
        "who",
        Kind::Line(30),
        "The role of the speaker, such as `on-call engineer`. Never a name.",
    )
    .required(),
    field("says", Kind::Prose(200), "What they say, as they would really say it.").required(),
];

/// The fields of a reply.
pub static REPLY: &[Field] = &[
    field("says", Kind::Prose(200), "What the leader says.")
        .required()
        .question("What you could say next"),
    field("lands", Kind::Lands, "How it lands with the team.")
        .required()
        .question("How it lands (helps, lands flat, or micromanages)"),
    field("why", Kind::Prose(200), "Why it lands like that, in a sentence.")
        .required()
        .question("Why, in a sentence"),
];

/// All fields: of a deck, and of its parts.
pub fn all() -> impl Iterator<Item = &'static Field> {
    [DECK, TERM, SCENE, LINE, REPLY].into_iter().flatten()
}

/// Returns the field `name` of a term.
pub fn of_term(name: &str) -> Option<&'static Field> {
    Part::Term.field(name)
}

/// Returns the position of the field `name` in a formatted term.
pub fn rank(name: &str) -> Option<usize> {
    TERM.iter().position(|field| field.name == name)
}

/// Returns the names of the fields in `table`, separated by commas.
pub fn names(table: &[Field]) -> String {
    table.iter().map(|field| field.name).collect::<Vec<_>>().join(", ")
}

/// `name` without case, spaces and punctuation.
pub fn folded(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Returns the field with the smallest edit distance to `name`, or `None` if none is close enough.
pub fn nearest(table: &'static [Field], name: &str) -> Option<&'static Field> {
    // A whole sentence is not a misspelled field name, and neither is a field that belongs elsewhere in the scene.
    if name.len() > 60 || sibling(table, name).is_some() {
        return None;
    }
    let name = folded(name);
    let distance = |field: &Field| strsim::osa_distance(&folded(field.name), &name);
    let best = table.iter().min_by_key(|field| distance(field))?;
    (distance(best) <= 1 + best.name.len() / 4).then_some(best)
}

/// The other part of a scene to which the field `name` belongs, if `table` is one of a line or a reply without it.
pub fn sibling(table: &'static [Field], name: &str) -> Option<Part> {
    let parts = [Part::Line, Part::Reply];
    let is_one = parts.iter().any(|part| std::ptr::eq(part.fields(), table));
    let is_own = table.iter().any(|field| field.name == name);
    let has = |part: &Part| part.field(name).is_some();
    parts.into_iter().find(has).filter(|_| is_one && !is_own)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::deck::Origin;
    use crate::core::deck::read::read;

    #[test]
    fn every_field_that_was_read_has_its_value() {
        let text = "{deck: a, title: A, summary: s, owners: [o], language: en, source: s, extends: b, formerly: [c], ask: [q?], terms: [
          {term: T, definition: d, expansion: e, say: s, gloss: g, example: x, why: w, ask: q, aliases: [a], sounds_like: [l],
           see_also: [o], confused_with: [o], level: core, tags: [t], explained_by: Ana, reviewed: 2026-11-01, same_as: c/t,
           formerly: [old], retired: 2026-11-01, use: o}]}";
        let deck = read(&"a.yaml".into(), text.as_bytes(), Origin::Named).deck.unwrap();
        let empty = |table: &[Field], value: &dyn Fn(&Field) -> Content| -> Vec<&str> {
            let empty = table.iter().filter(|field| value(field).is_empty());
            empty.map(|field| field.name).collect()
        };
        assert_eq!(empty(TERM, &|field| (field.of_term)(&deck.terms[0])), ["id"]);
        assert_eq!(empty(DECK, &|field| (field.of_deck)(&deck)), ["deck", "terms", "scenes"]);
        for field in TERM {
            let is_list = matches!((field.of_term)(&deck.terms[0]), Content::List(_));
            assert_eq!(is_list, field.kind.is_list(), "{}", field.name);
        }
    }

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
