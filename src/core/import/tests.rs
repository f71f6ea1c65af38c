use super::*;

fn taken(text: &str, form: Form) -> (Vec<String>, Vec<String>) {
    taken_as(text, form, &[])
}

/// The imported terms, each as `term: definition`, and what was skipped.
fn taken_as(text: &str, form: Form, map: &[(&str, &str)]) -> (Vec<String>, Vec<String>) {
    let map: Vec<_> = map.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
    let mut taken = Imported::default();
    if let Err(why) = taken.take(text, form, None, &Names::new(&map)) {
        return (Vec::new(), vec![format!("error: {why}")]);
    }
    let (terms, left) = taken.finish();
    let line = |term: &Draft| format!("{}: {}", term.get("term"), term.get("definition"));
    let left = left.into_iter().map(|left| format!("{}: {}", left.place, left.why));
    (terms.iter().map(line).collect(), left.collect())
}

#[test]
fn a_table_is_taken_and_what_cannot_be_is_named() {
    let text = "\u{feff}Word,Meaning,Synonyms,Owner,Level,Related\r\n\
        SLO,\"A target, for weeks\",\"objective; goal\",Ann,Core,toil; nowhere\r\n\
        Toil,Work that comes back,,Ben,high,\r\n\
        Nothing,,,,,\r\n\
        slo,again,,,,\r\n\
        🚀,up,,,,\r\n\r\n\
        ,no word,,,,\r\n";
    let (terms, left) = taken(text, Form::Table);
    assert_eq!(terms, ["SLO: A target, for weeks", "Toil: Work that comes back"]);
    assert_eq!(
        left,
        [
            "column `Owner`: not a field of a term; to import it, use --map field=column",
            "line 3: `high` is not a level: core, working or deep; the rest is imported",
            "line 4: `Nothing` has no definition",
            "line 5: `slo` is a duplicate; first found at line 2",
            "line 6: cannot make an id from `🚀`: it has no letters or digits",
            "line 8: the word is missing",
            "line 2: `nowhere` in `see_also` is not one of these words",
        ]
    );
    let mut all = Imported::default();
    all.take(text, Form::Table, Some("a.csv"), &Names::default()).unwrap();
    let (terms, left) = all.finish();
    assert!(left[1].place.starts_with("a.csv: line"));
    let slo = "  - term: SLO\n    definition: A target, for weeks\n    aliases: [objective, goal]\n    see_also: [toil]\n    level: core\n";
    assert_eq!(terms[0].lines(), slo);
}

#[test]
fn columns_are_named_by_hand_or_taken_in_order() {
    let named = "Begriff\tBedeutung\nSLO\tZiel\n";
    let map = [("term", "begriff"), ("definition", "BEDEUTUNG")];
    assert_eq!(taken_as(named, Form::Table, &map).0, ["SLO: Ziel"]);
    let (terms, left) = taken("SLO;A target\nToil;Work\n", Form::Table);
    assert_eq!(terms, ["SLO: A target", "Toil: Work"]);
    assert!(left[0].starts_with("line 1: no known column names"), "{left:?}");
    let (_, left) = taken("Term,Owner\nSLO,Ann\n", Form::Table);
    assert_eq!(
        left,
        [
            "error: no column for the definition; the columns are `Term`, `Owner`. Name it with --map definition=…"
        ]
    );
    assert_eq!(taken("", Form::Table).1, ["error: it is empty"]);
    assert_eq!(
        taken("one\ntwo\n", Form::Table).1,
        ["error: there is only one column; a word and its meaning need two"]
    );
}

#[test]
fn markdown_has_tables_lists_headings_and_front_matter() {
    let page = "# Glossary\n\nAll our words.\n\n| Term | Description | Aka |\n| --- | :-: | --- |\n| **SLO** | A [target](x) \\| goal | objective |\n\n\
        - **Toil**: Work that\n  comes back\n- `Epic` – A large story\n- Just a word\n\n## Canary\n\nA first small\nrelease.\n\nMore of it.\n\n## Others\n\n- Spike - A test\n\nRunbook\n: What to do\n";
    let (terms, left) = taken(page, Form::Markdown);
    assert_eq!(
        terms,
        [
            "Canary: A first small release.",
            "Epic: A large story",
            "Runbook: What to do",
            "SLO: A target | goal",
            "Spike: A test",
            "Toil: Work that comes back",
        ]
    );
    assert_eq!(left, ["line 12: no separator between a word and its meaning"]);
    let page = "---\ntitle: Canary\nstatus: done\ntags: [release]\n---\n\n## What it is\n\nA first small\nrelease.\n\n## More\n\ntext\n";
    assert_eq!(taken(page, Form::Markdown).0, ["Canary: A first small release."]);
    assert_eq!(
        taken("just text\n", Form::Markdown).1,
        ["error: no table, list or heading with words and meanings found"]
    );
}

#[test]
fn yaml_and_json_come_in_many_shapes() {
    let one = ["SLO: A target", "Toil: Work"];
    for text in [
        "SLO: A target\nToil: Work\n",
        "glossary:\n  SLO: {description: A target}\n  Toil: {description: Work}\n",
        "- name: SLO\n  description: A target\n- name: Toil\n  description: Work\n",
        "- SLO: A target\n- Toil: Work\n",
        "terms:\n  - {term: SLO, definition: A target}\n  - {term: Toil, definition: Work}\n",
        "ops:\n  - {word: SLO, meaning: A target}\nmore:\n  - {word: Toil, meaning: Work}\n",
        "{\"SLO\": \"A target\", \"Toil\": \"Work\"}",
        "[{\"term\": \"SLO\", \"definition\": \"A target\"},\n {\"term\": \"Toil\", \"definition\": \"Work\"}]",
    ] {
        assert_eq!(
            taken(text, Form::Yaml),
            (one.map(str::to_owned).to_vec(), Vec::new()),
            "{text}"
        );
    }
    let (terms, left) =
        taken("- {name: SLO, description: d, owner: Ann}\n- word\n- {name: X}\n", Form::Yaml);
    assert_eq!(terms, ["SLO: d"]);
    assert_eq!(
        left,
        [
            "line 1: not a field of a term: `owner`; the rest is imported",
            "line 2: the word has no meaning",
            "line 3: `X` has no definition",
        ]
    );
    assert!(taken("a: [\n", Form::Yaml).1[0].starts_with("error: line "));
    assert!(taken("a: &x b\nc: *x\n", Form::Yaml).1[0].contains("are not allowed"));
}

#[test]
fn what_is_null_is_not_there_and_only_a_text_is_a_word() {
    let text = include_str!("../../../../tests/data/import/26-nulls.yml");
    let mut all = Imported::default();
    all.take(text, Form::Yaml, None, &Names::default()).unwrap();
    let (terms, left) = all.finish();
    assert_eq!(
        terms.iter().map(Draft::lines).collect::<String>(),
        "  - term: API\n    definition: How programs talk.\n"
    );
    assert_eq!(left.len(), 1);
    assert_eq!((left[0].place.as_str(), left[0].why.as_str()), ("line 7", "`B` has no definition"));

    for text in [
        r#"[{"term": "A", "definition": null}, {"term": null, "definition": "d"}, {"term": 404, "definition": "d"},
            {"term": true, "definition": "d"}, {"term": "Nine", "definition": 9, "say": false, "tags": [1, null, "x"]}]"#,
        "[{term: A, definition: ~}, {term: , definition: d}, {term: 404, definition: d},
          {term: true, definition: d}, {term: Nine, definition: 9, say: False, tags: [1, ~, x]}]",
    ] {
        let (terms, left) = taken(text, Form::Yaml);
        assert_eq!(terms, ["Nine: 9"], "{text}");
        let why: Vec<_> = left.iter().map(|left| left.split_once(": ").unwrap().1).collect();
        assert_eq!(
            why,
            [
                "`A` has no definition",
                "the word is missing",
                "`term` is the number `404`; put it in quotes if you mean the word",
                "`term` is the boolean `true`; put it in quotes if you mean the word",
                if text.starts_with("[{\"") {
                    "`say` is the boolean `false`; put it in quotes if you mean the word; the rest is imported"
                } else {
                    "`say` is the boolean `False`; put it in quotes if you mean the word; the rest is imported"
                },
            ]
        );
    }
    let (terms, left) =
        taken("A: ~\nB: null\nC:\n404: d\n\"null\": none at all\n\"404\": not found\n", Form::Yaml);
    assert_eq!(terms, ["404: not found", "null: none at all"]);
    assert_eq!(left.len(), 4, "{left:?}");
    let (terms, left) = taken("API:\n  expansion: ~\n  meaning: how programs talk\n", Form::Yaml);
    assert_eq!((terms, left), (vec!["API: how programs talk".to_owned()], Vec::new()));
    let page = "---\ntitle: API\nexpansion: null\ndescription: ~\n---\n\nHow programs talk.\n";
    assert_eq!(taken(page, Form::Markdown).0, ["API: How programs talk."]);
    let table = "Term,Meaning,Stands for,AKA\nNull,No value at all,NULL,null\nB,NULL,,\n";
    let mut all = Imported::default();
    all.take(table, Form::Table, None, &Names::default()).unwrap();
    let (terms, left) = all.finish();
    assert_eq!(
        terms.iter().map(Draft::lines).collect::<String>(),
        "  - term: \"Null\"\n    definition: No value at all\n    aliases: [\"null\"]\n"
    );
    assert_eq!(left[0].why, "`B` has no definition");
}

#[test]
fn what_is_invisible_is_not_taken_along() {
    let text = include_str!("../../../../tests/data/import/11-soft-hyphen.csv");
    let soft = "# Words\n\n- **Betriebs\u{ad}handbuch**: Ein Buch\u{200b} mit Regeln\u{feff}\n";
    let yaml = "\u{feff}Betriebs\u{ad}handbuch: \u{200e}Ein Buch mit\u{2060} Regeln\n";
    for (text, form) in [(text, Form::Table), (soft, Form::Markdown), (yaml, Form::Yaml)] {
        let (terms, left) = taken(text, form);
        assert_eq!(terms, ["Betriebshandbuch: Ein Buch mit Regeln"]);
        assert_eq!(left, [""; 0]);
    }
}

#[test]
fn what_is_hostile_is_cleaned_and_what_is_large_is_bounded() {
    let (terms, left) =
        taken("Term,Meaning\nA\u{1b}[31m,x\u{202e}y\nB,n\u{7}\n\u{1b}],\n", Form::Table);
    assert!(terms.iter().chain(&left).all(|text| !text.chars().any(crate::core::text::is_hostile)));
    let rows: String = (0..=MAX_TERMS).map(|n| format!("w{n},d\n")).collect();
    let (terms, left) = taken(&rows, Form::Table);
    assert_eq!((terms.len(), left.len()), (MAX_TERMS, 2));
    let long = format!("Term,Meaning,Why\nA,b,{}\nC,{},x\n", "w".repeat(401), "d".repeat(601));
    let (terms, left) = taken(&long, Form::Table);
    assert_eq!((terms, left.len()), (vec!["A: b".to_owned()], 2));
    let names = "term: x\n".repeat(50_000);
    for text in
        ["[".repeat(900_000), "|".repeat(100_000), "\"".repeat(99_999), "- ".repeat(50_000), names]
    {
        for form in [Form::Table, Form::Markdown, Form::Yaml] {
            taken(&text, form);
        }
    }
}
