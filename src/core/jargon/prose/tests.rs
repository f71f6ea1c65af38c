use super::*;

/// The words of the prose of `text`; `|` marks a boundary that no name can cross.
fn words(text: &str, kind: Kind) -> String {
    let prose = prose(text, kind);
    assert_eq!(prose.len(), text.len());
    let prose = prose.replace(BREAK, " | ");
    let mut words: Vec<&str> = prose.split_whitespace().collect();
    words.dedup_by(|a, b| *a == "|" && *b == "|");
    words.join(" ").trim_matches(['|', ' ']).to_owned()
}

#[test]
fn code_targets_tags_and_comments_of_markdown_are_no_prose() {
    let text = "---\ntitle: Secret\n---\n# Our SLO\n\nThe **error** _budget_ is in `config` [the page](https://x.y/SLA \"t\").\n\
                ```sh\nkubectl get CRD\n```\n- [ ] first *item*\n- second\n\nText\n\n    indented CODE\n\n\
                | Head | Other |\n|---|:-:|\n| cell | CI/CD |\n\n<!-- hidden\nXYZ --> shown <b>bold</b> [ref]: no\n[ref]: http://a.b/ABC\n";
    assert_eq!(
        words(text, Kind::Markdown),
        "Our SLO | The error budget is in config the page . | first item | second | Text | Head | Other | cell | CI/CD | shown bold ref : no"
    );
    assert_eq!(words("C# and snake_case and _both_", Kind::Markdown), "C# and snake_case and both");
    assert_eq!(words("> quoted\n> text", Kind::Markdown), "quoted text");
    assert_eq!(words("1. one\n2) two\n3.5 is no item", Kind::Markdown), "one | two 3.5 is no item");
    assert_eq!(words("```\nnever closed", Kind::Markdown), "");
    assert_eq!(words("a\n\n- item\n\n    goes on", Kind::Markdown), "a | item | goes on");
}

#[test]
fn addresses_are_no_prose_anywhere() {
    let text = "See https://a.b/SLO?x=1, (http://c.d/SLA), www.e.f, ana@g.org, ./run/API and /etc/DNS; CI/CD stays.";
    assert_eq!(words(text, Kind::Plain), "See , ( ), , , and CI/CD stays.");
}

#[test]
fn no_name_reaches_across_a_blank_line() {
    assert_eq!(words("error\n\nbudget\nleft", Kind::Plain), "error | budget left");
}

const VTT: &str = "WEBVTT - Weekly\n\nNOTE made by SLO\n\nSTYLE\n::cue { color: red }\n\n1\n00:00:01.000 --> 00:00:04.000 align:start\n\
                   <v Ana Silva>The <i>error</i>\n\ncue-2\n00:04.000 --> 00:06.500\nbudget is gone [laughter]\nBob Stone: So is the SLA.\n\n\
                   00:06.500 --> 00:09.000\nBob Stone: So is the SLA.\nNote that: it stays.\n";

#[test]
fn only_what_was_said_is_prose_and_it_goes_on_from_cue_to_cue() {
    assert_eq!(
        words(VTT, Kind::Transcript),
        "The error budget is gone | So is the SLA. Note that: it stays."
    );
    let srt = "1\r\n00:00:01,000 --> 00:00:02,000\r\n- ANA: Hello\r\n\r\n2\r\n00:01:02,500 --> 00:01:04,000\r\nthere 42\r\n";
    assert_eq!(words(srt, Kind::Transcript), "Hello there 42");
    assert_eq!(moments(srt).iter().map(|(_, ms)| *ms).collect::<Vec<_>>(), [1_000, 62_500]);
}

#[test]
fn a_sentence_of_one_speaker_goes_on_though_each_cue_names_them() {
    let cue = |at: u8, text: &str| format!("00:0{at}.000 --> 00:0{}.000\n{text}\n\n", at + 1);
    let cues = |texts: [&str; 3]| {
        let cues = texts.iter().zip(1..).map(|(text, at)| cue(at, text)).collect::<String>();
        words(&format!("WEBVTT\n\n{cues}"), Kind::Transcript)
    };
    assert_eq!(
        cues(["<v Ana>the error</v>", "<v Ana>budget</v>", "<v Bob>is gone</v>"]),
        "the error budget | is gone"
    );
    assert_eq!(
        cues(["Ana: the error", "Ana: budget", "Bob: is gone"]),
        "the error budget | is gone"
    );
}

#[test]
fn a_transcript_is_known_by_its_beginning() {
    assert_eq!(Kind::of("-", VTT), Kind::Transcript);
    assert_eq!(Kind::of("-", "\u{feff}1\n00:00:01,000 --> 00:00:02,000\nx\n"), Kind::Transcript);
    assert_eq!(Kind::of("-", "1\n2\n"), Kind::Plain);
    assert_eq!(Kind::of("notes.MD", ""), Kind::Markdown);
    assert_eq!(Kind::of("talk.srt", "x"), Kind::Transcript);
    assert_eq!(Kind::of("agenda.txt", "# x"), Kind::Plain);
}

#[test]
fn hostile_text_is_read_once() {
    let brackets = "]([<".repeat(100_000);
    assert_eq!(prose(&brackets, Kind::Markdown).len(), brackets.len());
    assert_eq!(prose(&"<[".repeat(100_000), Kind::Transcript).len(), 200_000);
    for text in [
        "-->",
        "é --> ü",
        "\u{feff}",
        "0:0 --> ",
        "_",
        "`",
        "[",
        "]",
        "é_é",
        "|||",
        "9999999999999999999:1 --> 2",
    ] {
        for kind in [Kind::Plain, Kind::Markdown, Kind::Transcript] {
            assert_eq!(prose(text, kind).len(), text.len(), "{text}");
        }
    }
}

/// What Ana and Bob said, in a line, as turns of `(time, who, what)`.
const TALK: [(&str, &str, &str); 5] = [
    ("0:00:03", "Ana Silva", "the air"),
    ("0:00:06", "Ana Silva", "budget is gone and the p ninety nine is up"),
    ("0:00:09", "Bob Stone", "so is the SLA. Who pages the I C?"),
    ("0:01:12", "Ana Silva", "nobody, the canary"),
    ("0:01:15", "Bob Stone", "is red"),
];

/// The shapes that a transcript may have.
fn shapes() -> Vec<(&'static str, String)> {
    let all = |line: &dyn Fn(&str, &str, &str) -> String| {
        TALK.iter().map(|(time, who, what)| line(time, who, what)).collect::<String>()
    };
    let first = |who: &str| who.split(' ').next().unwrap_or_default().to_owned();
    let short = |time: &str| {
        time[2..]
            .trim_start_matches('0')
            .replacen(':', "0:", usize::from(time.starts_with("0:00")))
            .replace("00:", "0:")
    };
    vec![
        ("Teams", all(&|time, who, what| format!("{who}   {}\n{what}\n\n", short(time)))),
        ("Otter", all(&|time, who, what| format!("{who}  0{time}  \n{what}\n\n"))),
        (
            "Otter, wrapped",
            all(&|time, who, what| {
                format!("{who}  0{time}\r\n{}\r\n\r\n", what.replacen(' ', "\r\n", 1))
            }),
        ),
        ("brackets", all(&|time, who, what| format!("[0{time}] {}: {what}\n", first(who)))),
        ("bare", all(&|time, who, what| format!("0{time} {who}: {what}\n"))),
        ("alone", all(&|time, who, what| format!("0{time} {who}\n{what}\n"))),
        ("names", all(&|_, who, what| format!("{}: {what}\n", first(who)))),
        ("names alone", all(&|_, who, what| format!("{who}:\n{what}\n\n"))),
        (
            "capitals",
            all(&|time, who, what| {
                format!("({}) {}: {what}\n", short(time), first(who).to_uppercase())
            }),
        ),
        ("Zoom", all(&|time, who, what| format!("[{who}] 1{time}\n{what}\n\n"))),
        ("Rev", all(&|time, who, what| format!("{who} (0{time}):\n{what}\n\n"))),
        ("Rev, one line", all(&|time, who, what| format!("{who} (0{time}): {what}\n\n"))),
        ("Markdown", all(&|time, who, what| format!("**{who}** ({}): {what}\n\n", short(time)))),
        ("Markdown, names", all(&|_, who, what| format!("**{who}:** {what}\n\n"))),
        ("Meet", format!("00:00:00\n \n{}", all(&|_, who, what| format!("{who}: {what}\n")))),
        ("chat", all(&|time, who, what| format!("0{time}\t{who}:\t{what}\n"))),
    ]
}

fn vtt() -> String {
    let cue = |(time, who, what): &(&str, &str, &str)| {
        format!("0{time}.000 --> 0{time}.900\n<v {who}>{what}</v>\n\n")
    };
    format!("WEBVTT\n\n{}", TALK.iter().map(cue).collect::<String>())
}

#[test]
fn a_transcript_in_plain_text_has_the_same_prose_as_one_with_cues() {
    let expected = words(&vtt(), Kind::Transcript);
    assert_eq!(expected.matches('|').count(), 3, "{expected}");
    for (name, text) in shapes() {
        for file in ["x.txt", "x.md", "-", "x"] {
            assert_eq!(Kind::of(file, &text), Kind::Transcript, "{name}: {text}");
        }
        assert_eq!(words(&text, Kind::Transcript), expected, "{name}: {text}");
        let times: Vec<u64> = moments(&text).into_iter().map(|(_, ms)| ms % 3_600_000).collect();
        let known: &[u64] = match name {
            "names" | "names alone" | "Markdown, names" => &[],
            "Meet" => &[0],
            _ => &[3_000, 6_000, 9_000, 72_000, 75_000],
        };
        assert_eq!(times, known, "{name}: {text}");
    }
}

#[test]
fn a_snippet_that_begins_with_a_name_and_a_time_is_a_transcript() {
    assert_eq!(Kind::of("x.txt", "Ann 0:03\nThe kubernettys cluster is down\n"), Kind::Transcript);
    assert_eq!(Kind::of("x.txt", "Lunch 0:30\nBring your own\n"), Kind::Plain);
}

#[test]
fn times_without_speakers_are_a_transcript_too() {
    for text in [
        "0:00\nthe error\n0:02\nbudget is gone\n",
        "[00:00:00.000 --> 00:00:02.000]  the error\n[00:00:02.000 --> 00:00:04.000]  budget is gone\n",
        "00:00:00 the error\n00:00:02 budget is gone\n",
        "0:0:0.0 --> 0:0:2.0\nthe error\n0:0:2.0 --> 0:0:4.0\nbudget is gone\n",
    ] {
        assert_eq!(Kind::of("x.txt", text), Kind::Transcript, "{text}");
        assert_eq!(words(text, Kind::Transcript), "the error budget is gone", "{text}");
        let times: Vec<u64> = moments(text).into_iter().map(|(_, ms)| ms).collect();
        assert_eq!(times, [0, 2_000], "{text}");
    }
}

#[test]
fn a_few_lines_of_people_or_many_of_one_are_a_transcript() {
    let lines = "Ana: so we said that it is fine\n".repeat(10);
    let more = [
        &lines[..],
        "Ana: the canary is red again\nBen: yes, that is what they said\n",
        "José: is it done or not?\n\nMIA: not before Friday, I fear\n",
    ];
    for text in more {
        assert_eq!(Kind::of("x.txt", text), Kind::Transcript, "{text}");
    }
    for text in [
        "Ana: 0170 1234567\nBen: ben@example.com\n",
        "Ana: the canary is red again, they said\n",
        "Risk: the canary is red again\nRisk: nobody has looked at it so far\n",
        "Tasks\nAna: fix the canary before Friday\nBen: write down what has happened\n",
        &"Blocker: the canary is red again, and nobody looks\n".repeat(10),
        "Berlin: the office by the river, open all week\nParis: closed for the whole of August\n",
    ] {
        assert_eq!(Kind::of("x.txt", text), Kind::Plain, "{text}");
    }
}

#[test]
fn captions_without_times_are_known_by_their_lack_of_sentences() {
    let said =
        "so um the canary is red again and i think we wait until the l l m is back\n".repeat(5);
    assert_eq!(Kind::of("x.txt", &said), Kind::Transcript);
    let few: String = said.lines().take(2).collect();
    let list = said.replace("so um", "- so um");
    let prose = said.replace("so um", "So um").replace('\n', ".\n").replace(" and", ", and");
    for text in [few, list, prose] {
        assert_eq!(Kind::of("x.txt", &text), Kind::Plain, "{text}");
    }
}

#[test]
fn prose_with_labels_or_times_is_no_transcript() {
    for text in [
        "Note: the budget is gone.\nGoal: ship it by Friday.\nOwner: Ana\nStatus: draft\n",
        "From: Ana Silva\nTo: Bob Stone\nDate: Tue, 24 Nov 2026 09:12:44 +0100\nSubject: budget\n\nHi all,\nsee you at 9:30.\n",
        "9:00 Welcome\n9:15 Error budget review\n10:00 Coffee\n10:15 Roadmap\n",
        "Welcome 9:00\nKarin opens the day\nCoffee 10:30\nin the hall\n",
        "Owner: Ana\nStatus: open\nSeverity: high\n\nOwner: Bob\nStatus: done\nSeverity: low\n",
        "Q: What is an SLO?\nA: A target for the service.\nQ: Who sets it?\nA: The team and its product owner.\n",
        "Pros: it is cheap and easy to run.\nCons: it is slow, says Ana.\n\nPros: it is very fast indeed.\nCons: it is far too expensive.\n",
        "SLO: a target for a service\nSLA: a promise to a customer\nSLI: what is measured\nKPI: a number that counts\n",
        "ERROR: the disk is full again\nINFO: the disk was cleaned up\nERROR: the disk is full again\nINFO: it was cleaned\n",
        "The call is at 10:30. It ends at 11:00, or 11:30:00 if Ana: talks.\n",
        "# Timeline\n\nAt noon the pager rang.\n\n- 14:02 the canary is red\n- 14:05 rollback\n\nNote: nobody was hurt.\n",
        "",
    ] {
        for file in ["x.txt", "x"] {
            assert_eq!(Kind::of(file, text), Kind::Plain, "{text}");
        }
        assert_eq!(Kind::of("x.md", text), Kind::Markdown, "{text}");
    }
}
