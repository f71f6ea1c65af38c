//! Notations of fields, of lists and of missing values, and what comes of each.

use super::*;

/// The imported terms of `pages` in a folder, as they stand in a deck, and what was left out.
fn folder(pages: &[(&str, &str)]) -> (String, Vec<String>) {
    let mut all = Imported::default();
    for (file, text) in pages {
        all.take(text, Form::Markdown, Some(file), &Names::default()).unwrap();
    }
    let (terms, summary) = all.finish();
    let columns = summary.columns.iter().filter(|column| column.field.is_none());
    let columns = columns.map(|column| format!("not used: {}", column.name));
    let left = summary.notes.iter().map(Note::line).chain(columns).collect();
    (terms.iter().map(Draft::lines).collect(), left)
}

#[test]
fn fields_below_a_heading_are_read_in_any_notation() {
    for text in [
        "## CI/CD\n- Definition: Building\n- Synonyms: pipeline\n- Owner: Ann\n",
        "## CI/CD\n- **Definition:** Building\n- **Synonyms:** pipeline\n- **Owner:** Ann\n",
        "## CI/CD\n1. Owner – Ann\n2. Meaning – Building\n3. AKA – pipeline\n",
        "## CI/CD\n\n• Definition: Building\n• Synonyms: pipeline\n• Owner: Ann\n",
        "## CI/CD\n- Definition:\n  - Building\n- Synonyms:\n  - pipeline\n- Owner: Ann\n",
        "## CI/CD\n- Building\n- Synonyms: pipeline\n",
        "## CI/CD\nBuilding\n- Synonyms: pipeline\n- Owner: Ann\n- Example: x\n",
        "## CI/CD\nBuilding\n\naliases:: pipeline\nowner:: Ann\n",
        "## CI/CD\n\n| Field | Value |\n| - | - |\n| Definition | Building |\n| Synonyms | pipeline |\n",
        "**CI/CD**\n\n- Definition: Building\n- Synonyms: pipeline\n",
        "## CI/CD\nBuilding\n- Owner: Ann\n- Team: Ops\n- Status: fine\n- Synonyms: pipeline\n",
    ] {
        let two = format!("{text}\n{}", text.replace("CI/CD", "RTO").replace("uilding", "ack"));
        let written = lines(&two, Form::Markdown);
        assert!(written.contains("  - term: CI/CD\n    definition: Building\n"), "{text}{written}");
        assert!(written.contains("  - term: RTO\n    definition: Back\n"), "{text}{written}");
        assert_eq!(written.matches("aliases: [pipeline]").count(), 2, "{text}{written}");
        assert_eq!(written.matches("term:").count(), 2, "{text}{written}");
    }
    let quoted = "## RTO\n> Definition: Back\n> Owner: Bob\n\n## RPO\n> Data\n";
    assert_eq!(taken(quoted, Form::Markdown).0, ["RPO: Data", "RTO: Back"]);
    let common = "## CI/CD\nBuilding\n- Owner: Ann\n- Team: Ops\n- Status: ok\n\n## RTO\nBack\n- Owner: Bob\n- Team: Ops\n- Status: ok\n";
    assert_eq!(taken(common, Form::Markdown).0, ["CI/CD: Building", "RTO: Back"]);
    for list in [
        "# Words\n\n- **Definition** – what a word means\n- **Tag** – a name\n",
        "# Words\n\n| Term | Meaning |\n| - | - |\n| Definition | what a word means |\n| Tag | a name |\n",
    ] {
        let terms = taken(list, Form::Markdown).0;
        assert_eq!(terms, ["Definition: what a word means", "Tag: a name"], "{list}");
    }
}

#[test]
fn records_below_each_other_are_words_of_their_own() {
    for (text, form) in [
        ("Term: Cron\nDefinition: Starts\n\nTerm: Lag\nDefinition: Late\n", Form::Yaml),
        ("Term: Cron\nDefinition: Starts\n\nTerm: Lag\nDefinition: Late\n", Form::Markdown),
        ("Word – Cron\nMeaning – Starts\nWord – Lag\nMeaning – Late\n", Form::Markdown),
        (
            "**Term:** Cron\n**Definition:** Starts\n\n**Term:** Lag\n**Definition:** Late\n",
            Form::Markdown,
        ),
        ("TERM: Cron\nDEFINITION: Starts\n---\nTERM: Lag\nDEFINITION: Late\n", Form::Yaml),
        (
            "# Words\n\n1.\nTerm: Cron\nDefinition: Starts\n\n2.\nTerm: Lag\nDefinition: Late\n",
            Form::Markdown,
        ),
        ("- Term: Cron\n- Definition: Starts\n\n- Term: Lag\n- Definition: Late\n", Form::Markdown),
        ("Term: Cron\nDefinition: Starts\n---\nTerm: Lag\nDefinition: Late\n---\n", Form::Markdown),
        ("---\nTerm: Cron\nDefinition: Starts\n---\nTerm: Lag\nDefinition: Late\n", Form::Markdown),
        (
            "Term: Cron\nDefinition: Starts\n\n---\nTerm: Lag\nDefinition: Late\n---\n",
            Form::Markdown,
        ),
        ("Term: Cron\n\nDefinition: Starts\n====\nTerm: Lag\n\nDefinition: Late\n", Form::Markdown),
        ("Cron: Starts\n---\nLag: Late\n", Form::Markdown),
    ] {
        assert_eq!(taken(text, form).0, ["Cron: Starts", "Lag: Late"], "{text}");
    }
    let text = "Term: Cron\nDefinition: Starts: by the\n  clock\nOwner: Ann\nAlso: timer\n";
    let (terms, left) = taken(text, Form::Markdown);
    assert_eq!(terms, ["Cron: Starts: by the clock"], "{left:?}");
    assert!(lines(text, Form::Markdown).contains("aliases: [timer]"));
    // An underline is as long as its heading.
    let headings = "Cron: a clock\n-------------\n\nStarts things.\n\nLag\n---\nHow late.\n";
    assert_eq!(
        taken(headings, Form::Markdown).0,
        ["Cron: a clock: Starts things.", "Lag: How late."]
    );
}

#[test]
fn a_line_with_a_key_is_a_field_of_a_page_and_not_its_word() {
    let (written, left) = folder(&[
        ("Above.md", "Up:: [[X]]\nTags:: db, ops\n\n# Above\n\nA text.\n"),
        ("Copy.md", "Keeping copies.\n\nUp:: [[Databases]]\n[reviewed:: 2026-01-01]\n"),
        (
            "Part.md",
            "---\ntags: [db]\n---\n# Part\n\nalias:: shard\n\nKeeping parts.\n\n- up:: [[X]]\n- down:: [[Y]]\n",
        ),
        (
            "List.md",
            "Cron:: starts things when the clock says so\nLag:: how late the data is when it comes\nBlob:: a thing that is too large for a row\n",
        ),
    ]);
    for word in [
        "- term: Above\n    definition: A text.\n    tags: [db, ops]\n",
        "- term: Copy\n    definition: Keeping copies.\n",
        "- term: Part\n    definition: Keeping parts.\n    aliases: [shard]\n",
        "- term: Cron\n",
    ] {
        assert!(written.contains(word), "{written}{left:?}");
    }
    assert!(
        ["Up", "up", "down"].iter().all(|key| left.contains(&format!("not used: {key}"))),
        "{left:?}"
    );
    let list = "Cron:: starts things\nLag:: how late\n";
    assert_eq!(taken(list, Form::Markdown).0, ["Cron: starts things", "Lag: how late"]);
}

#[test]
fn a_part_of_speech_below_a_word_is_not_its_meaning() {
    for text in [
        "### Drain\n*verb*\n\nTaking away.\n\n### Pod\n(noun, plural)\n\nThings.\n",
        "### Drain\n#### Verb\nTaking away.\n\n### Pod\n#### Noun\nThings.\n",
        "### Drain\n*verb*\nTaking away.\n\n### Pod\nPart of speech: noun\n\nThings.\n",
        "- **Drain**\n  - (v.)\n  - Taking away.\n- **Pod**\n  - Noun\n  - Things.\n",
        "Drain\n: *verb*\n: Taking away.\n\nPod\n: noun\n: Things.\n",
        "**Drain**\n\n*verb*\n\nTaking away.\n\n**Pod**\n\n*Noun*\n\nThings.\n",
    ] {
        let (terms, left) = taken(text, Form::Markdown);
        assert_eq!(terms, ["Drain: Taking away.", "Pod: Things."], "{text}");
        assert!(left[0].starts_with("parts of speech, left out: 2"), "{text}{left:?}");
    }
}

#[test]
fn a_part_of_speech_in_the_line_of_a_word_is_left_away() {
    for text in [
        "- **Drain** *verb* – Taking away.\n- **Pod** (n.) Things.\n",
        "- **Drain**, verb: Taking away.\n- **Pod** (noun): Things.\n",
        "**Drain** (v.) – Taking away.\n\n**Pod** noun. Things.\n",
        "Drain: v. Taking away.\nPod: n. Things.\n",
        "| Term | Meaning |\n| - | - |\n| Drain | v. Taking away. |\n| Pod | (n.) Things. |\n",
    ] {
        let (terms, left) = taken(text, Form::Markdown);
        assert_eq!(terms, ["Drain: Taking away.", "Pod: Things."], "{text}");
        assert!(left[0].starts_with("parts of speech, left out: 2"), "{text}{left:?}");
    }
    let kept = "Term,Definition\nApp,abbr. of application\nOLTP,n. of rows\n";
    assert_eq!(taken(kept, Form::Table).0, ["App: abbr. of application", "OLTP: n. of rows"]);
}

#[test]
fn code_of_a_page_and_what_stands_beside_its_text_are_no_meaning() {
    let (written, left) = folder(&[
        (
            "ingress.mdx",
            "---\ntitle: Ingress\n---\nimport Tabs from \"x\";\nexport const a = 1;\n\n# Ingress\n\nThe way in.\n\n:::note\nNot a wall.\n:::\n\n<Tabs>x</Tabs>\n\n{/* a comment */}\n",
        ),
        (
            "way.mdx",
            "# Way\n\n<Admonition type=\"note\">\n\nNot a wall.\n\n</Admonition>\n\nThe <Tip text=\"x\">road</Tip> of a Vec<T>.\n",
        ),
        ("hover.mdx", "---\ntitle: Service\nhoverText: A name.\n---\n\nMore about it.\n"),
        ("info.md", "> [!info]+ Striping\n> Splitting a lock.\n"),
        ("bare.md", "> [!note] Only this.\n"),
        (
            "quorum.md",
            "+++\ntitle = \"Quorum\"\naliases = [\"/a/majority/\", \"majority\"]\n+++\n\nMembers that {{< tip text=\"agree\" id=\"x\" >}}. {{% br %}}%%\nours\n%%\n",
        ),
        ("div.md", "::: {.words}\nBacklog is work to do.\n:::\n"),
        ("new.md", "---\naliases: []\n---\n{{title}} means ...\n"),
    ]);
    for word in [
        "- term: Ingress\n    definition: The way in.\n",
        "- term: Service\n    definition: A name.\n",
        "- term: Way\n    definition: The road of a Vec<T>.\n",
        "- term: Info\n    definition: Splitting a lock.\n",
        "- term: Bare\n    definition: Only this.\n",
        "- term: Quorum\n    definition: Members that agree.\n    aliases: [majority]\n",
        "- term: Div\n    definition: Backlog is work to do.\n",
    ] {
        assert!(written.contains(word), "{word}{written}");
    }
    assert!(!written.contains("term: New"), "{written}");
    for cause in [
        "code blocks, HTML, footnotes and admonitions, left out: 6",
        "addresses in `aliases`, left out: 1 (`/a/majority/`",
        "shortcodes and comments, left out: 2 (`br`, quorum.md: line 6; `ours`, quorum.md: line 6)",
        "a template instead of a meaning: 1",
    ] {
        assert!(left.iter().any(|note| note.starts_with(cause)), "{cause}{left:?}");
    }
}

#[test]
fn a_line_of_another_form_in_a_list_is_a_word_or_counted() {
    let text = "Artifact – what a build\n  leaves behind\nBlue/green – two copies,\none of them live\nDrift\twhen they differ\nEgress. Traffic that leaves.\nAsk Ann\nCut-over = the moment\n\nPage 1 of 2\n";
    let (terms, left) = taken(text, Form::Markdown);
    assert_eq!(
        terms,
        [
            "Artifact: what a build leaves behind",
            "Blue/green: two copies, one of them live",
            "Cut-over: the moment",
            "Drift: when they differ",
            "Egress: Traffic that leaves."
        ]
    );
    let cause = "lines without a word and its meaning, left out: 2 (`Ask Ann`, line 7; `Page 1 of 2`, line 10)";
    assert_eq!(left, [cause]);
    let sentences = "Lag: How late it is when the\nSLO team reads it.\nToil: Work.\n";
    assert_eq!(
        taken(sentences, Form::Markdown).0[0],
        "Lag: How late it is when the SLO team reads it."
    );
    for mixed in [
        "Alarm – A call\nCron = a clock\n\n* **Lag** – late\n",
        "# Words\n\n* **Lag** – late\n\nAlarm – A call\nCron = a clock\n",
    ] {
        assert_eq!(taken(mixed, Form::Markdown).0, ["Alarm: A call", "Cron: a clock", "Lag: late"]);
    }
    let asked = "- Cron: A clock\n\nQ: What is lag?\nA: How late\n";
    assert_eq!(taken(asked, Form::Markdown).0, ["Cron: A clock"]);
    assert!(
        taken(asked, Form::Markdown).1[0]
            .starts_with("lines without a word and its meaning, left out: 2")
    );
    let below = "Our words\n=========\n\nAlarm - A call\nCron - A clock\n\nLag: How late\n";
    assert_eq!(taken(below, Form::Markdown).0, ["Alarm: A call", "Cron: A clock", "Lag: How late"]);
    let bullets = "* Alarm – A call\n* Cron = A clock\n* Lag. How late it is.\n";
    assert_eq!(taken(bullets, Form::Markdown).0.len(), 3);
    let mixed = "* **Alarm** – A call\n* Changelog: What changed\n* Backlog: Work\n";
    assert_eq!(taken(mixed, Form::Markdown).0.len(), 3);
}

#[test]
fn cards_with_commas_in_their_meanings_and_blocks_of_lines_are_words() {
    for text in [
        "Jitter,How much, in all;MTU,Largest packet",
        "Jitter,How much, in all;\nMTU,Largest packet;\n",
        "Jitter,How much, in all\nMTU,Largest packet\n",
        "Jitter\nHow much, in all\n\nMTU\nLargest packet\n",
    ] {
        let terms = taken(text, Form::guess(text)).0;
        assert_eq!(terms, ["Jitter: How much, in all", "MTU: Largest packet"], "{text}");
    }
    for prose in [
        "Dear all, thanks, Ann; see you, soon",
        "Dear all, please find\nthe words below.\n\nThey are in\nthe other file.\n",
    ] {
        let (terms, left) = taken(prose, Form::guess(prose));
        assert!(terms.is_empty(), "{terms:?}{left:?}");
    }
}

#[test]
fn what_stands_for_a_missing_value_is_none() {
    let text = "Term,Synonyms,See also,Tags,Example,Definition\n\
        One,—,none,N/A,TBD,Starts\nTwo,nil,n.a.,-,#N/A,(none)\nThree,=CONCAT(A1),#VALUE!,#DIV/0!,#BEZUG!,late\n\
        =A3,x,,,,late\n\"=HYPERLINK(\"\"https://x\"\",\"\"Cron\"\")\",x,,,,late\n#REF!,x,,,,late\n#hash,x,,,,late\n";
    let written = lines(text, Form::Table);
    for word in ["One\n    definition: Starts\n", "Three\n    definition: late\n"] {
        assert!(written.contains(&format!("  - term: {word}")), "{written}");
    }
    assert!(
        written.contains("term: \"#hash\"") && written.matches("term:").count() == 3,
        "{written}"
    );
    let left = taken(text, Form::Table).1;
    for cause in [
        "no definition: 1 (`Two`",
        "spreadsheet formulas or errors in `aliases`, left out: 1",
        "a spreadsheet formula or error instead of a word or its meaning: 3",
    ] {
        assert!(left.iter().any(|note| note.starts_with(cause)), "{cause}{left:?}");
    }
    let list =
        r#"[{"term": "One", "definition": "Starts", "aliases": ["N/A"], "see_also": "none"}]"#;
    assert_eq!(lines(list, Form::Yaml), "  - term: One\n    definition: Starts\n");
}

#[test]
fn a_line_of_a_table_goes_on_with_a_meaning_only_if_it_can() {
    let (terms, left) = taken("alarm\tA call\nb\nbus\tA line\nof wires\n", Form::Table);
    assert_eq!(terms, ["alarm: A call", "bus: A line of wires"]);
    assert!(left.iter().any(|note| note.starts_with("lines joined to the meaning above")));
    let (terms, _) = taken("Term\tDefinition\nlag\nslo\tA target\n", Form::Table);
    assert_eq!(terms, ["slo: A target"]);
}

#[test]
fn a_row_without_its_last_bar_takes_in_no_heading() {
    let text = "| Word | Meaning |\n|---|---|\n| Open | It has no bar\n## B\n\n**Toil**: work\n";
    assert_eq!(taken(text, Form::Markdown).0, ["Open: It has no bar", "Toil: work"]);
    let text = "x\n: Also known as: lag.\n: A thing that waits.\n";
    assert_eq!(taken(text, Form::Markdown).0, ["x: A thing that waits."]);
}

#[test]
fn a_word_that_is_there_twice_keeps_the_fields_of_both() {
    let text = "- {term: Toil, definition: Manual work}\n- {term: Toil, definition: Manual work, example: So much toil}\n";
    let mut imported = Imported::default();
    imported.take(text, Form::Yaml, None, &Names::default()).unwrap();
    assert_eq!(imported.terms[0].get("example"), "So much toil");
}

#[test]
fn a_word_may_be_called_as_a_format_that_is_refused() {
    let (terms, _) = taken(r#"{"tbx": "A format for terms"}"#, Form::Yaml);
    assert_eq!(terms, ["tbx: A format for terms"]);
}

#[test]
fn a_letter_at_the_end_of_a_wrapped_meaning_divides_nothing() {
    let text = "Fallback: what we do if all else\nfails, plan\nB\n\nCache: a copy\n";
    let (terms, left) = taken(text, Form::Markdown);
    assert_eq!(terms, ["Cache: a copy", "Fallback: what we do if all else fails, plan"]);
    assert_eq!(left, ["lines without a word and its meaning, left out: 1 (`B`, line 3)"]);
}

#[test]
fn letters_above_their_words_divide_a_page_and_words_of_one_letter_stay() {
    for text in [
        "A\n\nAlarm: A call\n\nB\n\nC\n\nCron: A clock\n\nD\n",
        "A\nAlarm - A call\nB\nC\nCron - A clock\nD",
        "A\nAlarm\nA call\n\nB\n\nC\nCron\nA clock\n\nD\n",
        "A\n\nAlarm\n    A call\nB\nC\nCron\n    A clock\nD\n",
        "**A**\n\n**Alarm**: A call\n\n**B**\n\n**C**\n\n**Cron**: A clock\n\n**D**\n",
    ] {
        let (terms, left) = taken(text, Form::Markdown);
        assert_eq!(terms, ["Alarm: A call", "Cron: A clock"], "{text}");
        assert!(
            left[0].starts_with("single letters that divide the list, left out: 4"),
            "{left:?}"
        );
    }
    let indented = "C\n    Compiles to fast code.\nR\n    Runs statistics.\n";
    let words = ["C: Compiles to fast code.", "R: Runs statistics."];
    assert_eq!(taken(indented, Form::Markdown).0, words);
    assert_eq!(
        taken(&indented.replace("    ", "").replace("R\n", "\nR\n"), Form::Markdown).0,
        words
    );
}

#[test]
fn only_what_a_spreadsheet_shows_for_no_value_is_left_out() {
    for text in
        ["#REF!", "#¡VALOR!", "#NOMBRE?", "#N/A", "#NV", "=A1+B2", "=$A$1", "=-SUM(A1)", "=2*3"]
    {
        for gap in [",", "\t"] {
            let (terms, left) =
                taken(&format!("Term{gap}Definition\nPod{gap}{text}\n"), Form::Table);
            assert!(terms.is_empty(), "{text}");
            assert!(left[0].starts_with("a spreadsheet formula or error instead of"), "{left:?}");
        }
    }
    for text in ["#WIN!", "#1!", "=an address", "=5 o'clock", "={{x}} y", "{{name}} is filled in"] {
        let terms = taken(&format!("Term\tDefinition\nPod\t{text}\n"), Form::Table).0;
        assert_eq!(terms, [format!("Pod: {text}")]);
    }
}

#[test]
fn a_stand_in_for_no_value_is_another_name_of_the_word_that_it_abbreviates() {
    let text = "Aliases,Term,Definition\nN/A,Not applicable,a\nTBD,To be decided,b\nTBD,Toil,c\n";
    let written = lines(text, Form::Table);
    assert!(written.contains("definition: a\n    aliases: [N/A]\n"), "{written}");
    assert!(written.contains("definition: b\n    aliases: [TBD]\n"), "{written}");
    assert_eq!(written.matches("aliases").count(), 2);
}

#[test]
fn marks_around_a_text_and_what_announces_another_are_no_part_of_it() {
    let text = "Term,Aliases,Example,Definition\nARPU,\"\"\"per head\"\"\",„Unser ARPU“,(Average revenue per user) Revenue by users:\n";
    assert_eq!(
        lines(text, Form::Table),
        "  - term: ARPU\n    expansion: Average revenue per user\n    definition: Revenue by users\n    \
         example: Unser ARPU\n    aliases: [per head]\n"
    );
    let kept = "Term,Definition\nTada,Said with a :tada:\nPod,(see Node) A thing\n";
    assert_eq!(taken(kept, Form::Table).0, ["Pod: (see Node) A thing", "Tada: Said with a :tada:"]);
}

#[test]
fn places_are_those_of_the_file() {
    let page = "---\ntitle: Pod\n---\n\n# Pod\n\nA group.\n\n[x](https://a.example)\n\nMore.\n\nAnd more.\n";
    let (_, left) = folder(&[("pod.md", page)]);
    for note in [
        "lines with nothing but a link, left out: 1 (`Pod`, pod.md: line 9)",
        "more text than the first paragraph, left out: 2 (`Pod`, pod.md: line 11; `Pod`, pod.md: line 13)",
    ] {
        assert!(left.contains(&note.to_owned()), "{left:?}");
    }
    let broken = "---\ntitle: Pod\nx: [\n---\nA group.\n";
    let error = Imported::default().take(broken, Form::Markdown, Some("x.md"), &Names::default());
    let why = error.unwrap_err().why;
    assert!(why.starts_with("line 3: "), "{why}");
}

#[test]
fn what_other_tools_nest_is_read_or_refused_with_the_way() {
    let nodes = "nodes:\n  - name: Pay\n    description: All about money\n    terms:\n      - {name: Fee, description: A price}\n";
    let (terms, left) = taken(nodes, Form::Yaml);
    assert_eq!(terms, ["Fee: A price"]);
    assert_eq!(left, ["a group of words, not a word: 1 (`Pay`, line 2)"]);
    let tbx = r#"{"martif": {"text": {"body": {"termEntry": []}}}}"#;
    assert!(taken(tbx, Form::Yaml).1[0].contains("on the TBX file itself"));
}

#[test]
fn a_short_form_below_a_key_is_another_name_of_it() {
    let text = r#"{"lag": {"definition": "How late", "abbr": "L"}, "slo": {"acronym": "SLO", "definition": "A target"}}"#;
    let written = lines(text, Form::Yaml);
    assert!(
        written.contains("- term: lag\n    definition: How late\n    aliases: [L]\n"),
        "{written}"
    );
    assert!(written.contains("- term: SLO\n"), "{written}");
}

#[test]
fn a_record_that_lacks_its_meaning_and_entries_below_another_are_counted() {
    let text = r#"{"records": [{"id": "a", "fields": {"Term": "Canary", "Definition": "A release"}}, {"id": "b", "fields": {"Term": "Dark launch"}}]}"#;
    let (terms, left) = taken(text, Form::Yaml);
    assert_eq!(terms, ["Canary: A release"]);
    assert_eq!(left, ["no definition: 1 (`Dark launch`, line 1)"]);
    let (_, left) = taken(&text.replace("\"Term\": \"Dark", "\"Definition\": \"Dark"), Form::Yaml);
    assert_eq!(left, ["no word: 1 (`Dark launch`, line 1)"]);
    let model = "models:\n  - name: orders\n    description: One row each.\n    columns:\n      - {name: gmv, description: Gross value}\n";
    let (terms, left) = taken(model, Form::Yaml);
    assert_eq!(terms, ["orders: One row each."]);
    assert!(
        left.contains(&"entries nested in another one, left out: 1 (`gmv`, line 5)".to_owned()),
        "{left:?}"
    );
}

#[test]
fn a_glossary_of_sphinx_is_read_with_its_notation_and_what_is_beside_it() {
    let text = "Words\n=====\n\nAsk us first.\n\n.. glossary::\n\n   latency : noun\n      How long. See :term:`lag` and `docs <https://x.y>`_.\n\n   lag\n      Late [#f]_, as ``t``::\n\n         code\n\n      .. note:: Ask Kim\n         first.\n\n   pod : p\n      A unit.\n\n.. comment\n\ncold start\n    The first call.\n\nSLO : Service Level Objective\n    The target.\n";
    let (terms, left) = taken(text, Form::Markdown);
    assert_eq!(
        terms,
        [
            "cold start: The first call.",
            "lag: Late, as t",
            "latency: How long. See lag and docs.",
            "pod: A unit.",
            "SLO: The target."
        ]
    );
    assert!(lines(text, Form::Markdown).contains("expansion: Service Level Objective"));
    assert_eq!(
        left,
        [
            "text outside of the glossary, left out: 1 (`Ask us first.`, line 4)",
            "code and notes below a meaning, left out: 3 (`code`, line 14; `.. note:: Ask Kim`, line 16; `first.`, line 17)",
            "parts of speech, left out: 1 (`latency`, line 8)"
        ]
    );
}

#[test]
fn tables_and_fields_beside_a_glossary_of_sphinx_are_words() {
    let page = |beside: &str| {
        format!(
            ":orphan:\n:tags: ops\n\nWords\n=====\n\n:Author: Ann\n\n{beside}\n.. glossary::\n   :sorted:\n\n   pod\n      A unit.\n"
        )
    };
    let toil = "    definition: Manual work that grows.\n    aliases: [drudge]\n";
    for beside in [
        ".. list-table:: Others\n   :header-rows: 1\n\n   * - Term\n     - Meaning\n     - Synonyms\n   * - Toil\n     - Manual work\n       that :term:`grows <growth>`.\n     - drudge\n   * - Lag\n     - - Late\n     -\n",
        ":Term: Toil\n:Meaning: Manual work\n  that grows.\n:Synonyms: drudge\n:Owner: Ann\n\n:Term: Lag\n:Meaning: Late\n",
        "Toil\n----\n\n:Meaning: Manual work that grows.\n:Synonyms: drudge\n\nLag\n---\n:Meaning: Late\n",
    ] {
        let written = lines(&page(beside), Form::Markdown);
        assert!(written.contains(&format!("  - term: Toil\n{toil}")), "{written}");
        assert!(written.contains("  - term: Lag\n    definition:"), "{written}");
        assert_eq!(written.matches("term:").count(), 3, "{written}");
    }
    let words =
        "Teams\n-----\n\n:Toil: Manual work\n  that grows.\n:Lag: How :doc:`late </late>` it is.\n";
    let (terms, left) = taken(&page(words), Form::Markdown);
    assert_eq!(terms, ["Lag: How late it is.", "pod: A unit.", "Toil: Manual work that grows."]);
    assert_eq!(
        left,
        ["text outside of the glossary, left out: 2 (`:orphan:`, line 1; `:Author: Ann`, line 7)"]
    );
    let other = ".. list-table:: Ports\n\n   * - 80\n   * - 443\n";
    let (terms, left) = taken(&page(other), Form::Markdown);
    assert_eq!(terms, ["pod: A unit."]);
    let cause = "tables without columns for a word and its meaning, left out: 1 (`Ports`, line 9)";
    assert!(left.contains(&cause.to_owned()), "{left:?}");
}

#[test]
fn a_heading_with_a_text_above_a_table_is_a_word_or_named() {
    let page = |head: &str| {
        format!(
            "# G\n\n* Blocker: what stops us\n\n### Bus factor\nHow many people must leave.\n\n{head}\n|---|---|\n|Owner|Kim|\n"
        )
    };
    let (terms, left) = taken(&page("| | |"), Form::Markdown);
    assert_eq!(
        terms,
        ["Blocker: what stops us", "Bus factor: How many people must leave.", "Owner: Kim"]
    );
    assert!(!left.iter().any(|line| line.contains("left out")), "{left:?}");
    // It may be what the words in the table have in common.
    let (terms, left) = taken(&page("| Term | Meaning |"), Form::Markdown);
    assert_eq!(terms, ["Blocker: what stops us", "Owner: Kim"]);
    let cause = "headings above a table of words, left out with their text: 1 (`Bus factor: How many people must leave.`, line 5)";
    assert_eq!(left, [cause]);
    // The title of a page is no word.
    let page = "# Our team\n\nWords for new people.\n\n| | |\n|---|---|\n|SLO|A target|\n";
    assert_eq!(taken(page, Form::Markdown).0, ["SLO: A target"]);
}

#[test]
fn a_slash_between_spaces_separates_two_other_names() {
    let text = "Term,Meaning,Also\nContract,A promise,AV / AVV\nI/O,Traffic,in/out\n";
    let written = lines(text, Form::Table);
    assert!(written.contains("aliases: [AV, AVV]") && written.contains("in/out"), "{written}");
}
