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
