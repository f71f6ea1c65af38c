//! Pages and tables that are almost what they seem, and what comes of each.

use super::*;

#[test]
fn a_short_form_is_the_word_and_the_header_stands_below_the_title() {
    for text in [
        "Our list;;;\nAbbr;Expansion;Meaning;Status\nSLO;Service level objective;A target;done\n",
        "Our list;;\nShort form;Meaning;Status\nSLO;A target;done\n",
        "Abbreviation;Meaning\nSLO;A target\n",
    ] {
        assert_eq!(taken(text, Form::Table).0, ["SLO: A target"], "{text}");
    }
    let beside = "Term,Abbr,Meaning\nObjective,SLO,A target\n";
    assert!(lines(beside, Form::Table).contains("aliases: [SLO]"));
    let (terms, left) = taken("Our list,,\nThing,Meaning,State\nSLO,A target,x\n", Form::Table);
    assert!(terms.is_empty());
    assert!(left[0].contains("no known name for the word; there are `Thing`"), "{left:?}");
}

#[test]
fn a_column_of_ids_or_numbers_is_no_language() {
    for head in ["ID", "No", "No."] {
        let (terms, left) = taken(&format!("{head},Thing,Meaning\n1,SLO,A target\n"), Form::Table);
        assert!(terms.is_empty(), "{head}: {terms:?}");
        assert!(left[0].contains("no known name for the word"), "{left:?}");
    }
    for (text, word) in [
        ("ID,EN,DE\n1,Checkout,Kasse\n", "Checkout: Kasse"),
        ("EN,IT\nCheckout,Cassa\n", "Checkout: Cassa"),
        ("No,EN,IT\n1,Checkout,Cassa\n", "Checkout: Cassa"),
        ("#,EN,DE\n1,Checkout,Kasse\n", "Checkout: Kasse"),
        ("No,EN,Meaning\n1,Checkout,Where you pay.\n", "Checkout: Where you pay."),
    ] {
        assert_eq!(taken(text, Form::Table).0, [word], "{text}");
    }
}

#[test]
fn a_mapped_column_that_is_not_there_is_named() {
    let map = [("term", "Nope")];
    for (text, form, columns) in [
        ("Foo,Meaning\nSLO,A target\n", Form::Table, "`Foo` and `Meaning`"),
        (r#"[{"foo": "SLO", "meaning": "A target"}]"#, Form::Yaml, "`foo`"),
    ] {
        let said = format!("error: there is no column `Nope`; there are {columns}");
        assert_eq!(taken_as(text, form, &map).1, [said]);
    }
}

#[test]
fn a_boolean_as_the_word_of_a_record_makes_no_words_of_its_fields() {
    for text in [
        "{en: {term: true, definition: A target}, de: {term: wahr, definition: Ein Ziel}}",
        "{term: true, definition: A target}",
        "[{en: {term: true, definition: A target}, de: {term: wahr, definition: Ein Ziel}}]",
    ] {
        let (terms, left) = taken(text, Form::Yaml);
        assert!(terms.is_empty(), "{terms:?}");
        assert!(left.iter().any(|note| note.starts_with("a boolean as `term`")), "{left:?}");
    }
}

#[test]
fn the_properties_of_a_page_are_no_definition() {
    for file in [Some("words/SLO 1a2b.md"), None] {
        for (above, unused) in [
            ("Owner: Ana", &["Owner"][..]),
            ("Owner: Ana\nAliases: goal\nLast edited: May 1", &["Owner", "Last edited"]),
            ("Aliases: goal\nExample: Ours is 99 %.", &[]),
        ] {
            let mut all = Imported::default();
            let text = format!("# SLO\n\n{above}\n\nThe target we promise.\n");
            all.take(&text, Form::Markdown, file, &Names::default()).unwrap();
            let (terms, summary) = all.finish();
            assert_eq!(terms[0].get("definition"), "The target we promise.", "{above}");
            assert_eq!(terms[0].lines().contains("aliases: [goal]"), above.contains("goal"));
            let columns = summary.columns.iter().filter(|column| column.field.is_none());
            assert_eq!(columns.map(|column| &*column.name).collect::<Vec<_>>(), unused);
        }
    }
    for text in ["# SLO\n\nIn short: a target.\n\nMore.\n", "# SLO\n\nOwner: Ana\n"] {
        assert_eq!(taken(text, Form::Markdown).0.len(), 1, "{text}");
    }
    let list = "# Glossary\n\nSLO: A target\nToil: Manual work\n\nAsk Ana for more.\n";
    assert_eq!(taken(list, Form::Markdown).0.len(), 2);
}

#[test]
fn a_heading_below_a_word_is_counted_by_name_with_what_is_below_it() {
    let page = "# Words\n\n## Pipeline\n\nSteps for data.\n\n### ETL\n\nExtract and load.\n\n#### Example\n\nOurs runs at night.\n\n\
        ## Lake\n\nAll the data.\n\n### Delta lake\n\nWith versions.\n\n### Example\n\nOurs has ten tables.\n";
    let (terms, left) = taken(page, Form::Markdown);
    assert_eq!(terms, ["Lake: All the data.", "Pipeline: Steps for data."]);
    assert_eq!(
        left,
        [
            "headings below a word, left out with their text: 3 (`ETL`, line 7; `Example`, line 11; `Delta lake`, line 19)"
        ]
    );
    let written = lines(page, Form::Markdown);
    assert!(written.contains("ten tables") && !written.contains("at night"), "{written}");
}

#[test]
fn a_table_of_something_else_below_a_text_is_no_glossary() {
    let page = "# Words\n\n## Lineage\n\nWhere data comes from.\n\n| From | To |\n| - | - |\n| a | b |\n\n## Lake\n\nAll the data.\n";
    let (terms, left) = taken(page, Form::Markdown);
    assert_eq!(terms, ["Lake: All the data.", "Lineage: Where data comes from."]);
    assert_eq!(left, ["more text than the first paragraph, left out: 1 (`Lineage`, line 3)"]);
    let glossary = page.replace("From | To", "Term | Meaning");
    assert_eq!(taken(&glossary, Form::Markdown).0, ["a: b", "Lake: All the data."]);
}

#[test]
fn a_word_that_is_bold_in_part_or_italic_below_a_bold_one_is_a_word() {
    for text in [
        "- **C**luster: many\n- **S**ervice **L**evel: a grade\n",
        "**C**luster: many\n\n**S**ervice **L**evel: a grade\n",
    ] {
        assert_eq!(taken(text, Form::Markdown).0, ["Cluster: many", "Service Level: a grade"]);
    }
    let mixed = "**Fan-out**—one to many\n_Flake_ - a test that *sometimes* - rarely - fails\n";
    assert_eq!(
        taken(mixed, Form::Markdown).0,
        ["Fan-out: one to many", "Flake: a test that sometimes - rarely - fails"]
    );
}

#[test]
fn a_row_that_goes_on_in_the_next_line_is_one_row() {
    let rows = "| Loop | A loop that never\n  ends |\n| Bar | A bar |\n| Open | It has no\n  last bar\n| Baz | A baz |\n";
    for rule in ["", "| --- | --- |\n"] {
        let page = format!("# G\n\n| Term | Meaning |\n{rule}{rows}\n## B\n\n**Toil**: work\n");
        let (terms, left) = taken(&page, Form::Markdown);
        assert_eq!(
            terms,
            [
                "Bar: A bar",
                "Baz: A baz",
                "Loop: A loop that never ends",
                "Open: It has no last bar",
                "Toil: work"
            ]
        );
        assert_eq!(left, [""; 0]);
    }
}

#[test]
fn a_definition_list_has_anchors_ids_and_second_meanings() {
    let page = "mTLS\n: Both sides prove who they are.\n: Also: the setting in `mesh.yaml`.\n\n<a id=\"ing\"></a>\nIngress\n\
        : The door in.\n: Also: front door\n\nEgress way {#egress}\n: The door out.\n";
    assert_eq!(
        taken(page, Form::Markdown).0,
        [
            "Egress way: The door out.",
            "Ingress: The door in.",
            "mTLS: (1) Both sides prove who they are. (2) The setting in mesh.yaml."
        ]
    );
    let written = lines(page, Form::Markdown);
    assert!(
        written.contains("id: egress") && written.contains("aliases: [front door]"),
        "{written}"
    );
}
