//! The table of lint rules for decks, used by `check` and by docs/rules.md.

use serde::{Deserialize, Serialize};

/// The severity of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, strum::AsRefStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Severity {
    /// Part of the deck cannot be used, or would not mean what it says.
    Error,
    /// The deck works, but should be improved.
    Warning,
    /// Nothing is wrong, but the deck could be improved.
    Hint,
}

macro_rules! rules {
    ($($name:ident $code:literal $severity:ident $title:literal $why:literal)*) => {
        /// A lint rule. Rules are ordered by the number in their code.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Rule {
            $(#[doc = $title] $name),*
        }

        impl Rule {
            /// All rules, in order.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The code shown in messages. Never reused for another rule.
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code),* }
            }

            /// How serious a violation is.
            pub fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity),* }
            }

            /// The requirement, as one sentence.
            pub fn title(self) -> &'static str {
                match self { $(Self::$name => $title),* }
            }

            /// The reason for the rule.
            pub fn why(self) -> &'static str {
                match self { $(Self::$name => $why),* }
            }
        }
    };
}

rules! {
    TooLarge "E101" Error "A file is at most 2 MiB."
        "Every deck is read at startup, and no team's glossary is that large."
    NotUtf8 "E102" Error "A file is UTF-8 text."
        "In any other encoding, some readers see the wrong characters."
    Hostile "E103" Error "No control, bidirectional or invisible characters."
        "They can send commands to a terminal, or make text read differently from what it says."
    Tab "E104" Error "Use spaces, not tabs, before and after the name of a field."
        "YAML does not allow tabs for indentation, and they look like spaces."
    OddSpace "E105" Error "Use ordinary spaces only."
        "A non-breaking space looks like a space, but YAML treats it as a letter."
    Conflict "E106" Error "No merge conflict markers."
        "The deck cannot be read until the conflict is resolved."
    CrOnly "E107" Error "Lines end with a line feed (LF)."
        "Tools that count lines see the whole file as one line."
    Unreadable "E108" Error "The file can be read."
        "A file that cannot be opened cannot be checked or quizzed."
    ByteOrderMark "W109" Warning "A file does not start with a byte order mark."
        "Other tools read the invisible mark as part of the first field's name."
    TooMany "E110" Error "A file has at most 1,000 problems."
        "Fix these first; any further problems are not shown."
    NotRead "W111" Warning "The name of a deck file ends in `.yaml` or `.yml`."
        "A file that is skipped is never quizzed, and `check` does not look inside it."
    NotADeck "W112" Warning "A YAML file among decks is a deck."
        "A file of another tool has no words to learn, and slows down everyone who looks for them."
    LfsPointer "E113" Error "A deck is in the repository, not in Git LFS."
        "Git LFS stores the content elsewhere, so no words can be read until it is fetched."
    CodeOwners "W114" Warning "CODEOWNERS names the owners of each deck."
        "A change to a deck is reviewed by the people who are named there."

    Syntax "E201" Error "A file is valid YAML."
        "After a syntax error, the rest of the file may not mean what it says."
    Anchor "E202" Error "No anchors, aliases or merge keys (`&`, `*`, `<<`)."
        "They make a deck harder to read, and a few of them can expand to gigabytes."
    Tag "E203" Error "No tags (`!`)."
        "A deck holds only text and lists."
    Directive "E204" Error "No directives (`%`)."
        "A deck does not need them."
    SecondDocument "E205" Error "One document per file."
        "A second document, after `---`, would not be read."
    TooDeep "E206" Error "At most eight levels of nesting."
        "A deck needs at most five."
    OddKey "E207" Error "A field name is text."
        "A list or map there is always a mistake."
    Twice "E208" Error "A field appears only once."
        "Only one of the values could be used, and it is unclear which."
    Bare "E209" Error "Quote text that YAML reads as something else."
        "Without quotes, `no` becomes false, `1.10` becomes 1.1, and `null` becomes nothing."
    Cut "E210" Error "Quote text that contains ` #`."
        "Without quotes, the rest of the line is a comment and is silently lost."

    UnknownField "E301" Error "Only fields that decks have."
        "A misspelled field is ignored, and what it says is lost."
    Missing "E302" Error "Required fields are present."
        "A word without its definition teaches nothing, and a scene without its parts cannot be played."
    Empty "E303" Error "No empty values."
        "If there is nothing to say, leave the optional field out."
    WrongKind "E304" Error "Each field has the right type of value."
        "Text where a list belongs, or the reverse, usually means a missing bracket or dash."
    BadValue "E305" Error "Ids, links, levels, dates and `lands` have the right format."
        "A link opens a word, a level decides what you are quizzed on, and `lands` what a reply leads to."
    TooLong "W306" Warning "Texts and lists stay within their limits."
        "You should be able to read a term in ten seconds during a meeting."
    NoId "E307" Error "A term or scene without letters or digits has an `id`."
        "Progress is stored under the id, and no id can be made from such a name."
    SameId "E308" Error "Ids of terms, and of scenes, are unique within a deck."
        "Otherwise, progress on the two would be mixed up."
    SameDeck "E309" Error "Deck ids are unique within a source."
        "Only one of the files can be used."
    NoBase "W310" Warning "A deck named in `extends` exists."
        "Without it, there is nothing to add to."
    FormerlyAlive "E311" Error "`formerly` names ids that no longer exist."
        "Progress cannot follow two terms."
    DanglingSameAs "E312" Error "`same_as` and `use` name terms that exist."
        "A link to a missing term cannot be followed."
    FormerlyCircle "E313" Error "`formerly` does not form a cycle."
        "If each term claims the other's old id, their progress would be swapped."
    FormerlyTwice "E314" Error "An old id is in the `formerly` list of only one term."
        "Progress can move to only one term."
    LostId "E315" Error "A removed id is in the `formerly` list of the term that replaced it."
        "Without it, everyone who learned the word starts over. Reported only with `--base`."

    SceneLength "E316" Error "A scene has 6 to 12 lines and three replies."
        "Fewer lines tell no story, and more take longer than the five minutes someone has."
    SceneHelp "E317" Error "One or two of a scene's replies help."
        "If all of them help or none does, there is nothing to choose."
    DeckAndExtends "W318" Warning "A deck has `deck` or `extends`, not both."
        "A deck that extends another has the id of that deck, so its own `deck` is ignored."
    ExtendsCircle "E319" Error "Decks do not extend each other."
        "One of them must be the deck that the other adds to."

    Order "W401" Warning "Terms are in alphabetical order."
        "Two pull requests that insert in order rarely conflict; two that append always do."
    SameName "W402" Warning "A name belongs to only one term of a deck."
        "If you look it up, you cannot tell which term is meant."
    DefinitionLength "W403" Warning "A definition has 8 to 45 words."
        "Shorter ones are vague, and no one reads longer ones in a meeting."
    OwnName "W404" Warning "A definition does not use its own term or aliases."
        "Otherwise, it explains the word with the word itself."
    ExampleWithout "W405" Warning "An example contains the term."
        "The quiz blanks out the term and asks for it."
    Acronym "W406" Warning "Acronyms in a definition are explained in some deck."
        "The reader is not on the team and may not know them."
    SameDefinition "W407" Warning "No two terms have the same definition."
        "Either they are one term with an alias, or one of the definitions is too vague."
    NotAQuestion "W408" Warning "`ask` is a question."
        "The reader will say it aloud in a meeting."
    Incomplete "N409" Hint "A term has `gloss`, `example`, `why`, `ask`, `level`, `confused_with` and `reviewed`."
        "They help you remember the word, and the program builds lists and multiple-choice questions from them."
    NoExpansion "N410" Hint "An acronym has an `expansion`."
        "It is the first thing a newcomer asks."
    GlossOwnName "W411" Warning "A gloss does not use its own term."
        "Lists show it next to the term."
    SameGloss "W412" Warning "Glosses are unique within a deck."
        "In a list, the gloss tells similar terms apart."
    SoundIsAWord "W413" Warning "A `sounds_like` is not a common word or another term."
        "Someone who types that word means it: `java` is not JavaScript."
    SoundIsFound "W414" Warning "No unnecessary `sounds_like`."
        "Look-up already handles different spacing, plurals and typos."
    Unspeakable "W415" Warning "`say` can be read aloud."
        "It is for readers who have seen the word but never heard it."
    ReviewedLater "W416" Warning "`reviewed` is not in the future."
        "No one can have reviewed the entry yet."
    NounOpening "N417" Hint "A definition does not start like “The cutting of”."
        "“Cutting text into pieces” is shorter and sounds more natural."
    Phrase "N418" Hint "Text is in present-day English."
        "Readers stumble over phrases that people no longer say."
    Inspection "N419" Hint "`ask` does not put the team on the spot."
        "People rarely answer honestly when the answer admits a mistake."

    NameForRole "W420" Warning "`who` in a scene is a role, not a name."
        "A name makes a scene about one person; a role lets everyone recognize themselves."
    SceneWords "W421" Warning "A scene uses at least four core words of its deck, or all if it has fewer."
        "It lets you hear them in use, and pauses for those you are learning."
    Markup "W422" Warning "Texts are plain, without Markdown or HTML."
        "Everyone who is asked the word sees the markup, and a screen reader reads it aloud."
    UseInstead "W423" Warning "A term with `use` is `retired`, and following `use` does not lead in a circle."
        "Otherwise, the quiz goes on asking the old word, or sends people in a circle."
    ListItems "W424" Warning "A list has each item once, and commas between them."
        "`[slow; sloe]` is a single item, which no one will ever type."
    Language "W425" Warning "`language` is a code, such as `en` or `pt-BR`."
        "Rules about the language apply only to a deck whose language is known."

    TermEnd "W426" Warning "A term does not end with a comma or a semicolon."
        "It is shown wherever the word is, and an answer without it looks wrong."

    Dangling "W501" Warning "`see_also` and `confused_with` name terms that exist."
        "A link to a missing term leads nowhere."
    SameWord "N503" Hint "The same word is in decks of several owners."
        "That is fine if the meanings differ; if they are the same, `same_as` makes them one card."
    BothLinks "W504" Warning "An id is not in both `see_also` and `confused_with`."
        "A term that helps explain this one makes a poor wrong answer in the quiz."
}

impl Rule {
    /// The rule with this code, ignoring case.
    pub fn by_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|rule| rule.code().eq_ignore_ascii_case(code))
    }

    /// Whether it is about the bytes and characters of a file, before any YAML is parsed (1xx).
    pub fn is_about_text(self) -> bool {
        self < Self::Syntax
    }

    /// Whether it is about YAML itself, whatever the file says (2xx).
    pub fn is_about_yaml(self) -> bool {
        (Self::Syntax..=Self::Cut).contains(&self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_used_once_and_stands_in_order() {
        let codes: Vec<_> = Rule::ALL.iter().map(|rule| &rule.code()[1..]).collect();
        assert!(codes.is_sorted_by(|a, b| a < b), "{codes:?}");
        for rule in Rule::ALL {
            let letter = match rule.severity() {
                Severity::Error => 'E',
                Severity::Warning => 'W',
                Severity::Hint => 'N',
            };
            assert!(rule.code().starts_with(letter), "{}", rule.code());
        }
    }
}
