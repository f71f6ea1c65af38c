//! Words, languages, separators, columns and lines that look like each other.

use super::*;

#[test]
fn the_id_of_a_word_is_no_language_beside_other_ids() {
    let json = r#"{"dr":{"en":{"term":"Drain","definition":"Take work away."},"de":{"term":"Leeren","definition":"Arbeit weg."}},"co":{"en":{"term":"Cordon","definition":"No work."}}}"#;
    let yaml = "dr: {term: Drain, definition: Take work away.}\nco: {term: Cordon, definition: No work.}\n";
    let codes = "da: {en: {term: Drain, definition: Take work away.}}\nco: {en: {term: Cordon, definition: No work.}}\n";
    for text in [json, yaml, codes] {
        let expected = ["Cordon: No work.", "Drain: Take work away."];
        assert_eq!(taken(text, Form::Yaml).0, expected, "{text}");
    }
    let files = "en: {co: {term: Cordon, definition: No work.}}\nde: {co: {term: Sperren, definition: Keine.}}\n";
    assert_eq!(taken(files, Form::Yaml).0, ["Cordon: No work."]);
}

#[test]
fn an_entry_without_the_language_taken_is_left_out_by_one_cause() {
    let map = r#"{"pod":{"en":{"term":"Pod","definition":"A unit."},"de":{"term":"Hülse","definition":"Kleinste."}},"co":{"de":{"term":"Leeren","definition":"Weg."}}}"#;
    let nested = format!(r#"{{"version":3,"terms":{map}}}"#);
    let texts = r#"{"Pod":{"en":"A unit.","de":"Kleinste."},"Leeren":{"de":"Weg."}}"#;
    let list = r#"[{"id":"Leeren","de":{"term":"Leeren","definition":"Weg."}}]"#;
    let list = format!(
        r#"[{{"id":"pod","en":{{"term":"Pod","definition":"A unit."}},"de":{{"term":"Hülse","definition":"Kleinste."}}}},{}"#,
        &list[1..]
    );
    for text in [map, &nested, texts, &list] {
        let (terms, left) = taken(text, Form::Yaml);
        assert_eq!(terms, ["Pod: A unit."], "{text}");
        let cause = "entries in languages other than `en`, left out: 1 (`Leeren`, line 1)";
        assert_eq!(left[1..], [cause], "{text}");
    }
    let file = "de:\n  - {term: Leeren, definition: Weg.}\n  - {term: Sperren, definition: Keine.}\nfr: [{term: Vider, definition: X.}]\n";
    let files = [
        ("a", "en: [{term: Pod, definition: A unit.}]\nde: [{term: A, definition: B.}]\n"),
        ("b", file),
    ];
    let mut imported = Imported::default();
    for (name, text) in files {
        imported.take(text, Form::Yaml, Some(name), &Names::default()).unwrap();
    }
    let (terms, summary) = imported.finish();
    let last = summary.notes.last().map(Note::line).unwrap_or_default();
    assert_eq!((terms.len(), summary.found), (1, 3));
    assert_eq!(
        last,
        "entries in languages other than `en`, left out: 2 (`Leeren`, b: line 2; `Sperren`, b: line 3)"
    );
    let map_to = [("term", "de.term"), ("definition", "de.definition")];
    let english = r#"{"pod":{"en":{"term":"Pod","definition":"A unit."}},"leeren":{"de":{"term":"Leeren","definition":"Weg."}}}"#;
    let (terms, left) = taken_as(english, Form::Yaml, &map_to);
    assert_eq!(terms, ["Leeren: Weg."]);
    assert_eq!(left, ["entries in languages other than `de`, left out: 1 (`Pod`, line 1)"]);
}

#[test]
fn a_semicolon_inside_a_meaning_on_one_line_separates_no_words_and_an_empty_meaning_is_counted() {
    let three = ["Burn: Money out; monthly", "Churn: Customers who leave", "Runway: Months left"];
    for text in [
        "Churn\tCustomers who leave;Burn\tMoney out; monthly;Runway\tMonths left",
        "Churn\tCustomers who leave;\nBurn\tMoney out; monthly;\nRunway\tMonths left;\n",
        "Churn,Customers who leave;Burn,Money out; monthly;Runway,Months left",
        "Churn - Customers who leave;Burn - Money out; monthly;Runway - Months left",
    ] {
        assert_eq!(taken(text, Form::Table).0, three, "{text}");
    }
    let (terms, left) = taken("Churn\tLeaving; for good;Cohort\tUsers;Runway\t\n", Form::Table);
    assert_eq!(terms, ["Churn: Leaving; for good", "Cohort: Users"]);
    assert_eq!(left[1..], ["no definition: 1 (`Runway`, word 3)"]);
}

#[test]
fn what_an_acronym_means_is_what_it_stands_for_if_a_description_stands_beside_it() {
    for head in ["Acronym,Meaning,Description", "Abkürzung,Bedeutung,Beschreibung"] {
        let text =
            format!("{head}\nSLA,Service Level Agreement,The promise made\nFLG,,The flags\n");
        assert_eq!(
            lines(&text, Form::Table),
            "  - term: FLG\n    definition: The flags\n  \
             - term: SLA\n    expansion: Service Level Agreement\n    definition: The promise made\n",
        );
    }
    let word = "Term,Meaning,Description\nToil,Manual work,Much\n";
    assert_eq!(taken(word, Form::Table).0, ["Toil: Manual work"]);
    assert_eq!(taken("Acronym,Meaning\nFLG,The flags\n", Form::Table).0, ["FLG: The flags"]);
}

#[test]
fn the_line_of_json_that_cannot_be_read_is_named() {
    let good = r#"{"word":"A","meaning":"one"}"#;
    for (text, line) in [
        (format!("{good}\n{good}\n{{\"word\":\"C\",\"meaning\":\"x\"\n{good}\n"), 3),
        (format!("{good}\n\n{good}\n{{bad\n{good}\n"), 4),
        (format!("{good}\n{good}\n{{bad"), 3),
        (format!("{{bad\n{good}\n{good}\n"), 1),
        (format!("{good}\nbad\n{good}\n"), 2),
        (format!("{good}\n{{\"word\" \"B\"}}\n{good}\n"), 2),
    ] {
        let (_, left) = taken(&text, Form::Yaml);
        let expected = format!("error: line {line}: it cannot be read from here on");
        assert!(left[0].starts_with(&expected), "{text}: {left:?}");
    }
}

#[test]
fn a_header_is_found_above_columns_that_are_mapped_by_their_numbers() {
    let map = [("term", "2"), ("definition", "3")];
    let text =
        "Issue key,Summary,Description,Labels\nG-1,Flag,A switch,rel\nG-2,Kill,It ends,ops\n";
    let (terms, left) = taken_as(text, Form::Table, &map);
    assert_eq!(
        (terms, left),
        (vec!["Flag: A switch".to_owned(), "Kill: It ends".to_owned()], Vec::new())
    );
    let bare = "G-1,Flag,A switch\nG-2,Kill,It ends\n";
    let (terms, left) = taken_as(bare, Form::Table, &map);
    assert_eq!(terms, ["Flag: A switch", "Kill: It ends"]);
    assert!(left[0].starts_with("no known column names; line 1 is used as a word"), "{left:?}");
}

#[test]
fn a_word_whose_name_is_in_the_deck_is_in_the_deck_already_whatever_its_id() {
    let deck = [("sum-fn", vec!["=SUM", "adding up"])];
    let mut imported = Imported::beside(deck);
    let text = "Term,Definition\n=SUM,Another sum\nAdding up,A sum\nSum of squares,Many sums\n";
    imported.take(text, Form::Table, None, &Names::default()).unwrap();
    let (terms, summary) = imported.finish();
    assert_eq!(terms.iter().map(|term| term.get("term")).collect::<Vec<_>>(), ["Sum of squares"]);
    let left: Vec<_> = summary.notes.iter().map(Note::line).collect();
    assert_eq!(left, ["in the deck already: 2 (`=SUM`, line 2; `Adding up`, line 3)"]);
}

#[test]
fn bold_labels_below_a_heading_are_its_fields_and_no_words() {
    for (text, word) in [
        (
            "# Quorum\n\n**Definition**: The votes needed.\n\n**Owner**: db team\n",
            "Quorum: The votes needed.",
        ),
        ("# Epoch\n\n**Status**: draft\n\nA span of time.\n", "Epoch: A span of time."),
        (
            "# Epoch\n\n**TL;DR**: time\n\nA span of time.\n\n**Owner:** Ann\n",
            "Epoch: A span of time.",
        ),
        (
            "---\ntitle: Quorum\n---\n**Owner**: db team\n\nThe votes needed.\n",
            "Quorum: The votes needed.",
        ),
    ] {
        assert_eq!(taken(text, Form::Markdown).0, [word], "{text}");
    }
    // Words of a list may be called so.
    let roles = "# Roles\n\n**Owner**: The one who decides.\n\n**Deputy**: The one after.\n";
    assert_eq!(
        taken(roles, Form::Markdown).0,
        ["Deputy: The one after.", "Owner: The one who decides."]
    );
}

#[test]
fn a_row_of_a_half_written_table_without_a_meaning_is_counted() {
    let text =
        "Term | Meaning | Notes\n--- | ---\nPager | Being on call\nRunbook |\nToil | Manual work\n";
    let (terms, left) = taken(text, Form::Markdown);
    assert_eq!(terms, ["Pager: Being on call", "Toil: Manual work"]);
    assert_eq!(left, ["no definition: 1 (`Runbook`, line 4)"]);
}
