//! The rules that a deck must keep: one table, which `check` and its documentation share.

/// How bad it is to break a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Part of the deck cannot be used, or would mean something else than was written.
    Error,
    /// The deck works; its readers would be served better.
    Warning,
    /// Nothing is wrong; the deck could serve its readers better.
    Hint,
}

impl Severity {
    /// What it is called in messages.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Hint => "hint",
        }
    }
}

/// One rule.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its name in messages. Never reused for another rule.
    pub code: &'static str,
    /// How bad it is to break it.
    pub severity: Severity,
    /// What it asks for.
    pub title: &'static str,
    /// Why it is there.
    pub why: &'static str,
}

macro_rules! rules {
    ($($name:ident $code:literal $severity:ident $title:literal $why:literal)*) => {
        $(
            #[doc = $title]
            pub static $name: Rule =
                Rule { code: $code, severity: Severity::$severity, title: $title, why: $why };
        )*
        /// All rules, in the order of their codes.
        pub static RULES: &[&Rule] = &[$(&$name),*];
    };
}

rules! {
    TOO_LARGE "E101" Error "A file is at most 2 MiB."
        "A deck is read at every start, and a file of that size is not one team's words."
    NOT_UTF8 "E102" Error "A file is UTF-8 text."
        "Any other encoding shows wrong letters to somebody."
    HOSTILE "E103" Error "No control, bidirectional or invisible characters."
        "They could command a reader's terminal, or make a text read differently from what it says."
    TAB "E104" Error "Spaces, not tabs, in front of a field."
        "YAML does not allow tabs there, and they look like spaces."
    ODD_SPACE "E105" Error "Ordinary spaces only."
        "A non-breaking space looks like a space, but YAML takes it as a letter."
    CONFLICT "E106" Error "No marks of an unfinished merge."
        "One side of the conflict has to be chosen before the deck can be read."
    CR_ONLY "E107" Error "Lines end in a line feed."
        "Tools that count lines see the whole file as one."
    UNREADABLE "E108" Error "The file can be read."
        "What cannot be opened cannot be taught."
    BYTE_ORDER_MARK "W109" Warning "A file begins with its first letter, not with a byte order mark."
        "Other tools take the invisible mark for a part of the first field's name."
    TOO_MANY "E110" Error "A file has at most a thousand problems."
        "Whatever comes after them is best looked at when these are mended."
    NOT_READ "W111" Warning "A deck lies where decks are read, and is called so."
        "Nobody learns the words of a file that is passed over, and `check` says nothing about them."

    SYNTAX "E201" Error "A file is valid YAML."
        "Nothing after the place can be trusted to mean what it says."
    ANCHOR "E202" Error "No anchors, aliases and merge keys (`&`, `*`, `<<`)."
        "A deck is read by people; and a few of them can blow up to gigabytes."
    TAG "E203" Error "No tags (`!`)."
        "A deck holds texts and lists, nothing else."
    DIRECTIVE "E204" Error "No directives (`%`)."
        "A deck needs none."
    SECOND_DOCUMENT "E205" Error "One document a file."
        "What follows `---` would not be read."
    TOO_DEEP "E206" Error "At most eight levels of nesting."
        "A deck has three."
    ODD_KEY "E207" Error "The name of a field is a text."
        "A list or a map there is always a slip."
    TWICE "E208" Error "A field stands once."
        "Only one of the two could be used, and nobody would know which."
    BARE "E209" Error "Texts that YAML reads as something else stand in quotes."
        "`no` becomes false, `1.10` becomes 1.1, `null` becomes nothing."
    CUT "E210" Error "A ` #` inside a text stands in quotes."
        "Without quotes, everything after it is a comment and silently lost."

    UNKNOWN_FIELD "E301" Error "Only fields that decks have."
        "A misspelt field is a lost one."
    MISSING "E302" Error "Required fields are there."
        "A term is a word and what it means; one without the other teaches nothing."
    EMPTY "E303" Error "No empty values."
        "An optional field is left out when there is nothing to say."
    WRONG_KIND "E304" Error "Each field holds the kind of value it is for."
        "A text where a list belongs, or the other way round, is usually a missing bracket or dash."
    BAD_VALUE "E305" Error "Ids, links, levels and dates are written in their form."
        "They are looked up, not shown."
    TOO_LONG "E306" Error "Texts and lists keep within their limit."
        "A term is read in ten seconds during a meeting."
    NO_ID "E307" Error "A term without letters or digits has an `id`."
        "Progress hangs on the id."
    SAME_ID "E308" Error "No two terms of a deck have the same id."
        "Their progress would be mixed up."
    SAME_DECK "E309" Error "No two files of a source have the same deck id."
        "Only one of them can be used."
    NO_BASE "W310" Warning "A deck that `extends` another finds it."
        "It has nothing to add to."
    FORMERLY_ALIVE "E311" Error "`formerly` names ids that are gone."
        "Progress cannot follow two terms."
    DANGLING_SAME_AS "E312" Error "`same_as` and `use` name terms that exist."
        "The two cannot be one when one of them is missing."
    FORMERLY_CIRCLE "E313" Error "`formerly` does not lead in a circle."
        "When each term says it was the other, their progress would change places."
    FORMERLY_TWICE "E314" Error "An old id stands under `formerly` of one term."
        "Progress can follow to one place only."
    LOST_ID "E315" Error "An id that is gone stands under `formerly` of what took its place."
        "Without it, everybody who learnt the word begins anew. Told with `--base` only."

    ORDER "W401" Warning "Terms stand in alphabetical order."
        "Two pull requests that insert in order almost never conflict; two that append always do."
    SAME_NAME "W402" Warning "A name belongs to one term of a deck."
        "Somebody who looks it up cannot know which one is meant."
    DEFINITION_LENGTH "W403" Warning "A definition has 8 to 45 words."
        "Shorter ones are vague; longer ones are not read in a meeting."
    OWN_NAME "W404" Warning "A definition does not use its own term or alias."
        "It would explain the word by the word."
    EXAMPLE_WITHOUT "W405" Warning "An example contains the term."
        "The quiz blanks it out and asks for it."
    ACRONYM "W406" Warning "Acronyms in a definition are explained by some deck."
        "The reader is not on the team."
    SAME_DEFINITION "W407" Warning "No two terms have the same definition."
        "Then they are one term with an alias, or one of them is too vague."
    NOT_A_QUESTION "W408" Warning "`ask` is a question."
        "It is what the reader will say aloud in a meeting."
    INCOMPLETE "N409" Hint "A term has a gloss, an example, a why, a question, a level, terms it is confused with, and a date of review."
        "They are what makes a word stick, and what lists and multiple choices are made of."
    NO_EXPANSION "N410" Hint "An acronym has its `expansion`."
        "It is the first thing a newcomer asks."
    GLOSS_OWN_NAME "W411" Warning "A gloss does not use its own term."
        "It stands beside the term in every list."
    SAME_GLOSS "W412" Warning "No two terms of a deck have the same gloss."
        "It has to tell each term from its neighbors."
    SOUND_IS_A_WORD "W413" Warning "A `sounds_like` is no frequent word and no other term."
        "Someone who types that word means it: `java` is not JavaScript."
    SOUND_IS_FOUND "W414" Warning "A `sounds_like` is needed."
        "Look-up finds respaced names, plurals and typing mistakes by itself."
    UNSPEAKABLE "W415" Warning "`say` can be read aloud."
        "It is there for those who have only seen the word."
    REVIEWED_LATER "W416" Warning "`reviewed` is not in the future."
        "No one can have confirmed it yet."
    NOUN_OPENING "N417" Hint "A definition does not begin like “The cutting of”."
        "“Cutting texts into pieces” is shorter, and how people talk."
    PHRASE "N418" Hint "Texts are in present-day English."
        "A phrase that no one says keeps the reader from the meaning."
    INSPECTION "N419" Hint "`ask` is not an inspection."
        "A question whose honest answer admits a lapse is not answered honestly."

    DANGLING "W501" Warning "`see_also` and `confused_with` name terms that exist."
        "A link that leads nowhere is worse than none."
    ONE_WAY "W502" Warning "`confused_with` goes both ways."
        "Whoever mixes up A with B mixes up B with A."
    SAME_WORD "N503" Hint "The same word stands in several decks."
        "That is no fault when they mean different things by it; when they mean the same, `same_as` makes it one card."
    BOTH_LINKS "W504" Warning "An id is not under both `see_also` and `confused_with`."
        "A term that helps to understand another is a bad wrong answer for it."
}

/// The rule with this code, in upper or lower case.
pub fn by_code(code: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.code.eq_ignore_ascii_case(code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_used_once_and_stands_in_order() {
        let codes: Vec<_> = RULES.iter().map(|rule| &rule.code[1..]).collect();
        assert!(codes.is_sorted_by(|a, b| a < b), "{codes:?}");
        for rule in RULES {
            let letter = match rule.severity {
                Severity::Error => 'E',
                Severity::Warning => 'W',
                Severity::Hint => 'N',
            };
            assert!(rule.code.starts_with(letter), "{}", rule.code);
        }
    }
}
