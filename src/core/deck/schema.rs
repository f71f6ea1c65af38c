//! The JSON Schema of decks, for completion and validation in editors. Draft-07, because all editors support it.
//!
//! It covers what a schema can express. Only `check` validates uniqueness, order, links and quotes.

use serde_json::{Map, Value, json};

use crate::core::deck::fields::{DECK, Field, Kind, LINE, REPLY, SCENE, TERM};

/// The first line of a deck with the schema next to it.
pub const MODELINE: &str = "# yaml-language-server: $schema=./deck.schema.json";

/// A pattern for ids: lower case, no ASCII punctuation except single hyphens inside.
const ID: &str = r"^(?!-)(?!.*--)(?!.*-$)[^\sA-Z!-,./:-@\[-`{-~]+$";
/// A pattern for links: an id, or two separated by a slash.
const LINK: &str =
    r"^(?!-)(?!.*(--|-/|/-))(?!.*-$)[^\sA-Z!-,./:-@\[-`{-~]+(/[^\sA-Z!-,./:-@\[-`{-~]+)?$";
/// A pattern for dates.
const DATE: &str = r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$";

/// The schema as JSON.
pub fn schema() -> Value {
    let mut deck = object(DECK);
    let about = json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "A deck of shoptalk",
        "description": "One team's words, written for someone who is not on the team.",
        "definitions": { "term": term(), "scene": scene(), "line": object(LINE), "reply": object(REPLY) },
        "defaultSnippets": [{
            "label": "new deck",
            "description": "A deck with its first term",
            // Text instead of an object, to keep the fields in the recommended order.
            "body": "title: ${1:Team}\nsummary: ${2:One line about the team.}\nterms:\n  - term: ${3:Word}\n    \
                     definition: ${4:What it means, in plain words.}"
        }]
    });
    if let (Value::Object(deck), Value::Object(about)) = (&mut deck, about) {
        deck.extend(about);
    }
    deck
}

fn term() -> Value {
    let mut term = object(TERM);
    term["description"] = json!("A word and what it means.");
    term["defaultSnippets"] = json!([{
        "label": "new term",
        "description": "A term with all the fields that make a word stick",
        "body": "term: ${1:Word}\ndefinition: ${2:What it means, in plain words, without the word itself.}\n\
                 example: \"${3:A sentence with the word in it.}\"\nwhy: ${4:The work, risk or cost behind it.}\n\
                 ask: ${5:What could you ask next?}\nlevel: ${6|core,working,deep|}"
    }]);
    term
}

fn scene() -> Value {
    let mut scene = object(SCENE);
    scene["description"] = json!("A short conversation of the team, to sit in on.");
    scene
}

fn object(table: &[Field]) -> Value {
    let fields = table.iter().map(|field| (field.name.to_owned(), value(field)));
    let required: Vec<&str> =
        table.iter().filter(|field| field.required).map(|field| field.name).collect();
    json!({
        "type": "object",
        "properties": fields.collect::<Map<_, _>>(),
        "required": required,
        "additionalProperties": false
    })
}

/// The schema of a value of `field`, with the description that editors show.
fn value(field: &Field) -> Value {
    let mut value = match field.kind {
        Kind::Line(most) | Kind::Prose(most) => text(most),
        Kind::Lines(most) => list(&text(most)),
        Kind::Id => shape(ID, "Lowercase and hyphens, such as error-budget."),
        Kind::Ids => list(&shape(ID, "Lowercase and hyphens, such as error-budget.")),
        Kind::Link => shape(LINK, "term-id, or deck/term-id for a term in another deck."),
        Kind::Links => list(&shape(LINK, "term-id, or deck/term-id for a term in another deck.")),
        Kind::Level => json!({
            "type": "string",
            "enum": ["core", "working", "deep"],
            "enumDescriptions": ["Heard every week.", "Heard every month.", "Heard in hallway conversations."]
        }),
        Kind::Date => shape(DATE, "A date, such as 2026-11-01."),
        Kind::Lands => json!({
            "type": "string",
            "enum": ["helps", "lands flat", "micromanages", "lands-flat", "flat"],
            "enumDescriptions": ["It helps.", "It changes nothing.", "It takes over work that is not yours.", "It changes nothing.", "It changes nothing."]
        }),
        Kind::Parts(part) => {
            let each = format!("#/definitions/{}", part.name());
            let mut list = json!({ "type": "array", "items": { "$ref": each } });
            if let Some(count) = part.count() {
                list["minItems"] = json!(count.start());
                list["maxItems"] = json!(count.end());
            }
            list
        }
    };
    value["description"] = json!(field.help);
    value
}

fn text(most: usize) -> Value {
    json!({ "type": "string", "maxLength": most, "pattern": r"\S", "patternErrorMessage": "This is empty: fill it in, or leave the field out." })
}

fn list(items: &Value) -> Value {
    json!({ "type": "array", "items": items })
}

fn shape(pattern: &str, message: &str) -> Value {
    json!({ "type": "string", "pattern": pattern, "patternErrorMessage": message })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_that_may_be_left_out_may_not_be_null() {
        assert!(!schema().to_string().contains("null"));
    }

    #[test]
    fn every_field_is_there_with_its_limit_and_what_it_is_for() {
        let schema = schema();
        let term = &schema["definitions"]["term"];
        let of = |name: &str| &schema["definitions"][name]["properties"];
        for (table, properties) in [
            (DECK, &schema["properties"]),
            (TERM, of("term")),
            (SCENE, of("scene")),
            (LINE, of("line")),
            (REPLY, of("reply")),
        ] {
            assert_eq!(properties.as_object().unwrap().len(), table.len());
            for field in table {
                assert_eq!(properties[field.name]["description"], field.help, "{}", field.name);
            }
        }
        assert_eq!(term["properties"]["definition"]["maxLength"], 600);
        assert_eq!(term["required"], json!(["term", "definition"]));
        assert_eq!(term["additionalProperties"], false);
    }
}
