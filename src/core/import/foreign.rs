//! Formats that have to be converted first, with the command for each, and files that hold no glossary.

use crate::core::conversion::argument;
use crate::core::html::is_html;
use crate::core::import::Form;

/// What comes after the command: the Markdown that it prints.
const PANDOC: &str = "pandoc FILE -t markdown_mmd | NEXT -";
/// Endings of other formats: what it is, and how to convert it. In a command, `FILE` stands for the file, and `NEXT` for the
/// command that imports what the one before prints.
const FORMATS: &[(&str, &str, &str)] = &[
    ("xlsx xlsm xls ods numbers", "a spreadsheet", "libreoffice --headless --convert-to csv FILE"),
    ("docx odt rtf epub org textile opml", "a document", PANDOC),
    ("mediawiki wiki", "MediaWiki", "pandoc -f mediawiki FILE -t markdown_mmd | NEXT -"),
    ("doc", "a document", "libreoffice --headless --convert-to docx FILE"),
    ("rst", "reStructuredText", "pandoc -f rst FILE -t markdown_mmd | NEXT -"),
    ("html htm xhtml", "HTML", "pandoc -f html FILE -t markdown_mmd | NEXT -"),
    (
        "adoc asciidoc asc",
        "AsciiDoc",
        "asciidoctor -b docbook -o - FILE | pandoc -f docbook -t markdown_mmd | NEXT -",
    ),
    (
        "tex ltx",
        "LaTeX",
        r#"perl -0777 -ne 'BEGIN { print "Term\tExpansion\tDefinition\n" } my $g = qr/(\{(?:[^{}\\]|\\.|(?-1))*\})/s; sub show { print join("\t", map { my $t = $_; for ($t) { s/\\\\/ /g; s/\\[a-zA-Z]+\*?\s*//g; s/\\-//g; s/\\(.)/$1/g; s/[{}]//g; s/(?:~|\s)+/ /g; s/^ | $//g } $t } @_), "\n" } sub keys_of { my ($t, %h) = @_; $h{$1} = $2 while $t =~ /(\w+)\s*=\s*((?:[^,{}\\]|\\.|$g)*)/sg; %h } s/(?<!\\)%.*//g; while (/\\(?:long)?(?:new|provide)glossaryentry\s*$g\s*$g(?:\s*$g)?/g) { my ($id, $more) = ($1, $3); my %h = keys_of($2); show($h{name} // $id, "", $h{description} // $more // "") } while (/\\(?:new|provide)(?:acronym|abbreviation)\s*(?:\[(?:[^][{}]|$g)*\])?\s*$g\s*$g\s*$g/g) { show($3, $4, "") } while (/\\DeclareAcronym\s*$g\s*$g/g) { my %h = keys_of($2); show($h{short}, $h{long}, "") } while (/\\acro(?:def)?\s*$g\s*(?:\[([^]]*)\])?\s*$g/g) { show($2 // $1, $3, "") }' FILE | NEXT -"#,
    ),
    ("toml", "TOML", "yq -p toml -o json FILE | NEXT -"),
    (
        "tbx",
        "TBX",
        r#"python3 -c 'import csv, sys, xml.etree.ElementTree as E; below = lambda e, *names: [x for x in e.iter() if x.tag.split("}")[-1] in names]; text = lambda e: " ".join("".join(e.itertext()).split()); meanings = lambda e: [text(x) for x in below(e, "descrip") if x.get("type") == "definition"]; english = lambda e: not " ".join(e.attrib.values()).startswith("en"); out = csv.writer(sys.stdout); out.writerow(["Term", "Aliases", "Definition"]); [out.writerow([text(terms[0]), "; ".join(map(text, terms[1:])), "; ".join((meanings(part) or meanings(e))[:1])]) for e in below(E.parse(sys.argv[1]), "termEntry", "conceptEntry") for part in sorted(below(e, "langSet", "langSec"), key=english)[:1] for terms in [below(part, "term")] if terms]' FILE | NEXT -"#,
    ),
    ("xml tmx xliff", "XML", "yq -p xml -o json FILE | NEXT -"),
    ("pdf", "a PDF", "pdftotext -layout FILE"),
    (
        "db sqlite sqlite3 anki2",
        "a database",
        "sqlite3 -header -csv FILE 'select * from TABLE' | NEXT -",
    ),
];

/// What the file `name`, which begins with `start`, is, and what to do with it, if it has to be converted; `next` is the command that
/// imports.
pub fn convert(name: &str, start: &[u8], next: &str) -> Option<(&'static str, String)> {
    let end = name.rsplit_once('.').map_or(String::new(), |(_, end)| end.to_ascii_lowercase());
    let is_zip = start.starts_with(b"PK\x03\x04");
    let has = |text: &[u8]| is_zip && start.windows(text.len()).any(|window| window == text);
    // The text that `deck export` writes may be called `.anki`, too.
    let is_package =
        matches!(&*end, "apkg" | "colpkg") || end == "anki" && !start.starts_with(b"#");
    if is_package || has(b"collection.anki2") {
        let how =
            "export it from Anki as “Notes in Plain Text (.txt)”, and import that file".to_owned();
        return Some(("a package of Anki", how));
    }
    let is_known = || FORMATS.iter().any(|(ends, ..)| ends.split(' ').any(|known| known == end));
    let end = match () {
        () if start.starts_with(b"%PDF-") => "pdf",
        () if start.starts_with(b"{\\rtf") => "rtf",
        () if start.starts_with(b"SQLite format 3\0") => "db",
        () if has(b"xl/") || has(b"opendocument.spreadsheet") => "xlsx",
        () if has(b"word/") || has(b"opendocument.text") => "docx",
        () if is_zip && !is_known() => {
            return Some(("an archive", "unpack it, and import what is in it".to_owned()));
        }
        () if is_html(&String::from_utf8_lossy(start)) => "html",
        () if end == "xml"
            && [&b"<martif"[..], b"<tbx"]
                .iter()
                .any(|root| start.windows(root.len()).any(|it| it == *root)) =>
        {
            "tbx"
        }
        // A glossary of Sphinx is read as it is.
        () if end == "rst" && start.windows(13).any(|line| line == b".. glossary::") => "",
        () if Form::is_open(name) => by_content(&String::from_utf8_lossy(start)).unwrap_or(&end),
        () => &*end,
    };
    let (_, what, command) =
        FORMATS.iter().find(|(ends, ..)| ends.split(' ').any(|known| known == end))?;
    let command = filled(command, name, next);
    let then = match *what {
        "a spreadsheet" => ", and import the CSV file; or save it as CSV there",
        "a document" if end == "doc" => ", and then see there",
        "a PDF" => ", and bring its words into a table first",
        _ if command.starts_with("yq") => ", with the yq of github.com/mikefarah/yq",
        _ => "",
    };
    Some((what, format!("convert it: `{command}`{then}")))
}

/// The ending of the format that `text` is in, if it shows in its lines.
fn by_content(text: &str) -> Option<&'static str> {
    let has = |is: &dyn Fn(&str) -> bool| text.lines().any(is);
    match () {
        () if has(&|line| line == "[glossary]") => Some("adoc"),
        () if has(&|line| line.starts_with("; "))
            && has(&|line| line.starts_with([':', ';']) && line.contains(": ")) =>
        {
            Some("wiki")
        }
        () if has(&|line| is_wiki(line)) => Some("wiki"),
        () if text.contains("\\newacronym") || text.contains("\\newglossaryentry") => Some("tex"),
        () => None,
    }
}

/// Whether a line is in the notation of `MediaWiki`: a heading, bold text, or the start of a table.
fn is_wiki(line: &str) -> bool {
    let line = line.trim_end();
    let inner = line.trim_matches('=');
    let marks = line.len() - inner.len();
    let is_heading = (4..=12).contains(&marks) && line.starts_with("==") && line.ends_with("==");
    let is_bold = line.split_once("'''").is_some_and(|(_, rest)| rest.contains("'''"));
    is_heading && inner.contains(char::is_alphanumeric) || is_bold || line.starts_with("{|")
}

/// `text` with the file `name` for `FILE`, and the command `next` that imports for `NEXT`.
pub fn filled(text: &str, name: &str, next: &str) -> String {
    text.replace("FILE", &argument(name)).replace("NEXT", &format!("{next} --from"))
}

/// Names of pages beside a glossary that hold none: of repositories and of sites.
const PAGES: &str = "readme license licence copying notice contributing contributors changelog changes history authors \
    code_of_conduct code-of-conduct security support governance maintainers codeowners index summary home template \
    404 search todo requirements pull_request_template issue_template robots";
/// Names of settings in YAML and JSON.
const SETTINGS: &str = "mkdocs package package-lock tsconfig composer renovate docker-compose compose pnpm-lock pnpm-workspace manifest \
    netlify vercel config hugo index";
/// Files at the root of the repository of a program or a site.
pub const ROOTS: &[&str] = &[
    "package.json",
    "Cargo.toml",
    "Gemfile",
    "go.mod",
    "pyproject.toml",
    "setup.py",
    "composer.json",
    "pom.xml",
    "build.gradle",
];

/// Whether a file of this name, in a folder with others, is no glossary: a README, a license, an index, settings.
pub fn is_no_glossary(name: &str) -> bool {
    let (stem, end) = name.split_once('.').unwrap_or((name, ""));
    let stem = stem.to_ascii_lowercase();
    let is_data = matches!(Form::of(name), Some(Form::Yaml));
    let names = if is_data { SETTINGS } else { PAGES };
    stem.is_empty()
        || stem.starts_with('_')
        || names.split(' ').any(|name| name == stem)
        || is_data && end.contains("schema")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_to_be_converted_is_told_with_the_command() {
        for (name, start, expected) in [
            (
                "a b.xlsx",
                &b""[..],
                "is a spreadsheet; convert it: `libreoffice --headless --convert-to csv 'a b.xlsx'`, and import",
            ),
            ("a.txt", b"PK\x03\x04 xl/workbook.xml", "is a spreadsheet"),
            (
                "a.docx",
                b"PK\x03\x04",
                "is a document; convert it: `pandoc a.docx -t markdown_mmd | shoptalk deck new x --from -`",
            ),
            ("a.rst", b"", "is reStructuredText"),
            ("a.adoc", b"", "asciidoctor"),
            ("a.tex", b"", "is LaTeX; convert it: `perl"),
            ("a.txt", b"[glossary]\na:: b\n", "is AsciiDoc"),
            ("a.txt", b"; A : b\n; C\n: d\n", "pandoc -f mediawiki a.txt"),
            ("a.txt", b"== Backup ==\nA copy.\n", "is MediaWiki"),
            ("a.txt", b"* '''Cron''': a clock\n", "is MediaWiki"),
            ("a.txt", b"{| class=x\n! A !! B\n|}\n", "is MediaWiki"),
            ("a.tbx", b"<?xml?>", "is TBX; convert it: `python3 -c"),
            (
                "a.xml",
                b"<?xml?>",
                "| shoptalk deck new x --from -`, with the yq of github.com/mikefarah/yq",
            ),
            ("a.txt", b"\\newacronym{a}{A}{b}\n", "is LaTeX"),
            ("a.md", b"<!DOCTYPE html><html>", "is HTML"),
            ("a", b"%PDF-1.7", "is a PDF"),
            ("a.apkg", b"", "Notes in Plain Text"),
            ("a.anki", b"PK\x03\x04", "is a package of Anki; export it from Anki as"),
            ("a.xml", b"<?xml?><tbx type=x>", "is TBX; convert it: `python3 -c"),
            ("a.zip", b"PK\x03\x04", "is an archive"),
            ("-", b"<html>", "pandoc -f html FILE"),
        ] {
            let found = convert(name, start, "shoptalk deck new x");
            let found = found.map(|(what, how)| format!("is {what}; {how}")).unwrap_or_default();
            assert!(found.contains(expected), "{name}: {found}");
        }
        for text in [
            &b"a,b"[..],
            b"SQLite,A database\n",
            b"%PDF,A format\n",
            b"Anki,has a collection.anki2\n",
            b"=== A === not closed\n==\n",
        ] {
            assert_eq!(convert("a.csv", text, "x"), None);
        }
        assert_eq!(convert("a.anki", b"#separator:tab\nSLO\tA target\n", "x"), None);
        assert!(
            is_no_glossary("README.md")
                && is_no_glossary("_index.md")
                && is_no_glossary("package.json")
        );
        assert!(!is_no_glossary("API.md") && !is_no_glossary("security.json"));
    }
}
