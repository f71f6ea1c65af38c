//! Reads glossaries in other formats for `deck new` and `deck add`: finds their files, asks which column is which, and shows what
//! was understood and what was left out.

use std::collections::BTreeMap;
use std::io::{self, BufRead};
use std::path::Path;

use anyhow::{Context as _, bail};

use crate::cli::ImportFlags;
use crate::commands::ask::Ask;
use crate::commands::{Context, Outcome};
use crate::core::card::TermId;
use crate::core::deck::edit::Draft;
use crate::core::deck::read::{OtherFile, read};
use crate::core::deck::{Deck, Origin, Term};
use crate::core::encoding::{DAMAGED, decoded, likely};
use crate::core::import::{
    Form, Imported, MOST_COLUMNS, Names, NoteKind, ROOTS, Refusal, Summary, convert, filled,
    in_other_languages, is_no_glossary,
};
use crate::core::library::Library;
use crate::core::text::{clean, reason};
use crate::core::words::counted;
use crate::files::{self, OnDisk};

/// The maximum number of files to import from a folder.
const MAX_FILES: usize = 5_000;
/// The largest file to import, in bytes.
const MAX_BYTES: u64 = 16 * 1024 * 1024;
/// How many terms to show.
const SHOWN: usize = 3;

/// A file to import.
struct Input {
    /// Its path in the folder, if it is in one.
    name: Option<String>,
    text: String,
    form: Form,
}

/// What there is to import.
#[derive(Default)]
struct Inputs {
    files: Vec<Input>,
    /// Whether they are in the repository of a program or a site.
    is_repository: bool,
    /// Files that are not imported, with the cause.
    skipped: Vec<(String, String)>,
    /// Encodings other than UTF-8, each with the name of a file.
    converted: Vec<(&'static str, String)>,
}

/// Reads the words in `from`, or in `input` if that is `-`. `next` is the command that imports, and `deck` is where the words go,
/// if it exists. If it `asks`, it does so for the columns that are not known.
pub(super) fn gather(
    from: &Path,
    flags: &ImportFlags,
    deck: Option<&Deck>,
    next: &str,
    (asks, input): (bool, &mut dyn BufRead),
    context: &mut Context<'_>,
) -> anyhow::Result<(Vec<Draft>, Summary)> {
    let inputs = if from.is_dir() { folder(from, next)? } else { file(from, next, input)? };
    let library = files::load(&context.sources()).library;
    let known = (deck, &library);
    let mut map = flags.map.clone();
    let refusal = match taken(&inputs, known, &map, flags.header) {
        Ok(found) => return Ok(found),
        Err(refusal) => refusal,
    };
    let shown = name(from);
    let why = |refusal: Refusal| {
        refusal.told(&from.display().to_string(), next) + &as_page(from, &inputs, next)
    };
    if asks && refusal.columns.len() > 1 {
        writeln!(context.err, "{shown}: no known column names.")?;
        let mut ask = Ask::new(input, context);
        for (at, column) in refusal.columns.iter().enumerate() {
            ask.say(&format!("  {}  {}", at + 1, clean(column)))?;
        }
        for (field, question) in
            [("term", "Which of them is the word"), ("definition", "Which is its meaning")]
        {
            if map.iter().any(|(known, _)| known == field) {
                continue;
            }
            let column = ask.until(question, |line| {
                let at = line.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
                let column = at.and_then(|at| refusal.columns.get(at));
                column.cloned().ok_or_else(|| "enter a number from the list".to_owned())
            })?;
            map.push((field.to_owned(), column));
        }
        match taken(&inputs, known, &map, flags.header) {
            Ok(found) => return Ok(found),
            Err(refusal) => bail!("{shown}: {}", why(refusal)),
        }
    }
    bail!("{shown}: {}", why(refusal))
}

/// What to do with a page that is about the word in its name, which counts only in a folder.
fn as_page(from: &Path, inputs: &Inputs, next: &str) -> String {
    let (Some(file), [Input { name: None, text, form }]) = (from.file_name(), &inputs.files[..])
    else {
        return String::new();
    };
    let (mut page, file) = (Imported::default(), file.to_string_lossy());
    let is_page = *form == Form::Markdown
        && from != Path::new("-")
        && !is_no_glossary(&file)
        && page.take(text, *form, Some(&file), &Names::default()).is_ok();
    let (terms, _) = page.finish();
    match &terms[..] {
        [term] if is_page => {
            let folder =
                from.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
            let command = filled("NEXT FILE", &folder.display().to_string(), next);
            format!("; if it is the page of “{}”, import its folder: `{command}`", term.get("term"))
        }
        _ => String::new(),
    }
}

/// The terms in `inputs`, for a deck that exists or a new one, beside a library.
fn taken(
    inputs: &Inputs,
    (deck, library): (Option<&Deck>, &Library),
    map: &[(String, String)],
    header: Option<bool>,
) -> Result<(Vec<Draft>, Summary), Refusal> {
    let names = Names::new(map).with_header(header);
    let terms = || deck.iter().flat_map(|deck| &deck.terms);
    let mut imported = Imported::beside(terms().map(|term| {
        (
            term.id.term(),
            term.aliases.iter().map(String::as_str).chain([term.term.as_str()]).collect(),
        )
    }));
    imported = imported.after(terms().flat_map(|term| &term.formerly).map(TermId::term));
    let called = |deck: &Deck, term: &Term| {
        let id = term.id.to_string();
        // As `deck export` writes it in Markdown.
        [(id.clone(), id.clone()), (format!("{} ({})", term.term, deck.title), id)]
    };
    let elsewhere = library.decks().iter();
    let elsewhere =
        elsewhere.flat_map(|deck| deck.terms.iter().flat_map(|term| called(deck, term)));
    imported = imported.linking(elsewhere.collect());
    for (encoding, file) in &inputs.converted {
        imported.remark(format!("converted from {encoding}"), file);
    }
    for (cause, file) in &inputs.skipped {
        imported.skip(cause.as_str(), file);
    }
    let mut places: BTreeMap<&Path, (usize, Vec<&str>)> = BTreeMap::new();
    for Input { name, text, form } in &inputs.files {
        let before = imported.count();
        if let Err(refusal) = imported.take(text, *form, name.as_deref(), &names) {
            match name {
                // Without the command, which would be another one for each.
                Some(name) => {
                    imported.skip(format!("files left out because {}", refusal.why), name);
                }
                None => return Err(refusal),
            }
        }
        if let Some(name) = name.as_deref().filter(|_| imported.count() > before) {
            // At the root, each file counts by itself.
            let folder = Path::new(name).parent().filter(|folder| !folder.as_os_str().is_empty());
            let place = places.entry(folder.unwrap_or(Path::new(name))).or_default();
            place.0 += imported.count() - before;
            place.1.push(name);
        }
    }
    if inputs.is_repository && places.len() > 1 {
        return Err(which_place(places).into());
    }
    Ok(imported.finish())
}

/// Asks for one of the files and folders in a repository that hold words.
fn which_place(places: BTreeMap<&Path, (usize, Vec<&str>)>) -> String {
    let mut places: Vec<_> = places.into_iter().collect();
    places.sort_by_key(|(_, (count, _))| std::cmp::Reverse(*count));
    let names = places.iter().take(SHOWN).map(|(folder, (count, names))| {
        let folder = folder.display().to_string();
        let name = if let [name] = names[..] { name } else { &folder };
        format!("{name} ({})", counted(*count, "word"))
    });
    let names = names.collect::<Vec<_>>().join(", ");
    format!(
        "it is the repository of a program or a site; name the file or folder in it that holds the words, such as {}",
        clean(&names)
    )
}

/// The name of `from` in messages.
fn name(from: &Path) -> String {
    if from == Path::new("-") {
        "standard input".to_owned()
    } else {
        files::shown(from).to_string()
    }
}

/// Reads one file, or the standard input.
fn file(from: &Path, next: &str, input: &mut dyn BufRead) -> anyhow::Result<Inputs> {
    let shown = name(from);
    let bytes = if from == Path::new("-") {
        limited(input)
    } else {
        match files::open_named(from) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                bail!("{shown} does not exist")
            }
            file => file.and_then(limited),
        }
    };
    let bytes = bytes.with_context(|| format!("cannot read {shown}"))?;
    let path = from.display().to_string();
    if let Some((what, how)) = convert(&path, &bytes, next) {
        bail!("{shown} is {what}; {how}");
    }
    let (text, encoding) = decoded(&bytes);
    if text.contains('\0') || encoding == Some(DAMAGED) && !text.contains(char::is_alphanumeric) {
        bail!("{shown} is not text; export it as CSV, and import that");
    }
    if encoding == Some("Latin-1") && is_garbled(&text) {
        let command = filled("iconv -f ENCODING -t UTF-8 FILE | NEXT -", &path, next);
        let other = likely(&bytes);
        bail!("{shown} is not UTF-8, but probably {other}; convert it: `{command}`");
    }
    if let Some(what) = other_file(&text, Form::of(&path)) {
        bail!("{shown} is {what}");
    }
    let form = match Form::of(&path) {
        Some(form) => form,
        None if Form::is_open(&path) => Form::guess(&text),
        None => bail!(
            "{shown} has an unknown extension; if it is CSV, Markdown, JSON, YAML or plain text, rename it to match"
        ),
    };
    let converted = encoding.map(|encoding| (encoding, String::new())).into_iter().collect();
    Ok(Inputs { files: vec![Input { name: None, text, form }], converted, ..Inputs::default() })
}

/// Whether most letters of `text` are none of English: it is in another alphabet, and was not decoded right.
fn is_garbled(text: &str) -> bool {
    let (plain, other): (Vec<char>, Vec<char>) = text
        .chars()
        .filter(|c| !c.is_whitespace() && !c.is_ascii_punctuation())
        .partition(char::is_ascii);
    other.len() > plain.len()
}

/// What a file is that another tool wrote for itself.
fn other_file(text: &str, form: Option<Form>) -> Option<String> {
    let tool = match OtherFile::of(text)? {
        OtherFile::Pointer => return Some("a Git LFS pointer; run `git lfs pull`".to_owned()),
        OtherFile::Tool(tool) => tool,
        OtherFile::Unknown { .. } => return None,
    };
    // A flat list of words may have such a word, and a group of words may be called so.
    let is_nested = text.lines().any(|line| line.starts_with([' ', '\t', '-']));
    let is_compose = || ["image:", "build:"].iter().any(|field| text.contains(field));
    // Backstage describes words of a glossary, too.
    let is_tool = is_nested
        && (!tool.contains("Docker Compose") || is_compose())
        && !text.contains("backstage.io/");
    (form == Some(Form::Yaml) && is_tool).then(|| format!("{tool}, not a glossary"))
}

fn limited(source: impl io::Read) -> io::Result<Vec<u8>> {
    let bytes = files::read_limited(source, MAX_BYTES)?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length > MAX_BYTES) {
        let what = format!("it is larger than {} MiB; split it first", MAX_BYTES / 1024 / 1024);
        return Err(io::Error::other(what));
    }
    Ok(bytes)
}

/// Reads the files in a folder and its subfolders.
fn folder(from: &Path, next: &str) -> anyhow::Result<Inputs> {
    let is_repository = ROOTS.iter().any(|name| from.join(name).is_file());
    let mut inputs = Inputs { is_repository, ..Inputs::default() };
    let (paths, links) = files::below(from).map_err(|(folder, error)| {
        anyhow::anyhow!("{}: {}", files::shown(&folder), reason(&error))
    })?;
    for link in links {
        inputs.skipped.push(("links, not followed".to_owned(), files::shown(&link).to_string()));
    }
    if paths.len() > MAX_FILES {
        let more = paths.len() - MAX_FILES;
        let cause = format!("files beyond the first {MAX_FILES}, left out ({more})");
        inputs.skipped.push((cause, String::new()));
    }
    let mut others = Vec::new();
    for path in paths.iter().take(MAX_FILES) {
        let name = path.strip_prefix(from).unwrap_or(path).display().to_string();
        let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let is_template = |part: &str| matches!(part, "templates" | "template" | "_templates");
        let folders = name.strip_suffix(&file).unwrap_or_default().to_lowercase();
        if is_no_glossary(&file) || folders.split(['/', '\\']).any(is_template) {
            others.push(path);
            let cause = "files that usually aren't glossaries (README, LICENSE, index, settings, templates), left out";
            inputs.skipped.push((cause.to_owned(), name));
            continue;
        }
        read_into(&mut inputs, path, name, next);
    }
    let names: Vec<&str> = inputs.files.iter().filter_map(|file| file.name.as_deref()).collect();
    let mut is_other = in_other_languages(&names).into_iter();
    let (foreign, files): (Vec<_>, Vec<_>) =
        std::mem::take(&mut inputs.files).into_iter().partition(|_| is_other.next() == Some(true));
    inputs.files = files;
    inputs.skipped.extend(foreign.into_iter().filter_map(|file| {
        let cause = "files in other languages, left out (to import one, name its folder or file with --from)";
        Some((cause.to_owned(), file.name?))
    }));
    if inputs.files.is_empty() {
        // A folder whose only page is its README.
        for path in others {
            let name = path.strip_prefix(from).unwrap_or(path).display().to_string();
            if matches!(Form::of(&name), Some(Form::Markdown | Form::Table)) {
                inputs.skipped.retain(|(_, skipped)| *skipped != name);
                read_into(&mut inputs, path, name, next);
            }
        }
    }
    Ok(inputs)
}

/// Adds the file at `path`, called `name`, to `inputs`.
fn read_into(inputs: &mut Inputs, path: &Path, name: String, next: &str) {
    let bytes = match files::open_file(path).and_then(limited) {
        Ok(bytes) => bytes,
        Err(error) => {
            let why = reason(&error);
            return inputs.skipped.push((format!("files that cannot be read ({why})"), name));
        }
    };
    let form = Form::of(&name);
    if let Some((what, _)) = convert(&path.display().to_string(), &bytes, next) {
        return inputs.skipped.push((
            format!("files to convert first ({what}); name one with --from to see how"),
            name,
        ));
    }
    let (text, encoding) = decoded(&bytes);
    if encoding == Some("Latin-1") && is_garbled(&text) {
        let cause =
            "files in an unknown encoding, left out; name one with --from to see how to convert it";
        return inputs.skipped.push((cause.to_owned(), name));
    }
    if let Some(what) = other_file(&text, form) {
        return inputs.skipped.push((format!("files that are {what}, left out"), name));
    }
    let form =
        form.or_else(|| (Form::is_open(&name) && name.contains('.')).then(|| Form::guess(&text)));
    match form.filter(|_| !text.contains('\0')) {
        Some(form) => {
            inputs.converted.extend(encoding.map(|encoding| (encoding, name.clone())));
            inputs.files.push(Input { name: Some(name), text, form });
        }
        None => inputs.skipped.push(("files of other kinds, left out".to_owned(), name)),
    }
}

/// Shows what each column became, the first terms, how many there are, and what was left out.
pub(super) fn show(
    terms: &[Draft],
    summary: &Summary,
    context: &mut Context<'_>,
) -> io::Result<()> {
    let width = context.width.clamp(20, 100);
    let mut say = |indent: &str, text: &str| {
        let options =
            textwrap::Options::new(width).initial_indent(indent).subsequent_indent("    ");
        writeln!(context.err, "{}", textwrap::fill(text, options))
    };
    let mut used: Vec<String> = Vec::new();
    let mut unused: Vec<String> = Vec::new();
    for column in &summary.columns {
        match column.field {
            Some(field) if column.name == field => used.push(format!("`{field}`")),
            Some(field) => used.push(format!("`{}` as {field}", column.name)),
            None if summary
                .columns
                .iter()
                .any(|other| other.name == column.name && other.field.is_some()) => {}
            None => unused.push(format!("`{}`", column.name)),
        }
    }
    for (what, names) in [("used", used), ("not used", unused)] {
        let more = names.len().saturating_sub(MOST_COLUMNS);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        if !names.is_empty() {
            let names = names.into_iter().take(MOST_COLUMNS).collect::<Vec<_>>().join(", ");
            say("", &format!("columns {what}: {names}{more}"))?;
        }
    }
    for note in summary.notes.iter().filter(|note| note.kind == NoteKind::Remark) {
        say("", &note.line())?;
    }
    let first: Vec<&Draft> =
        summary.first.iter().filter_map(|id| terms.iter().find(|term| term.id() == *id)).collect();
    match first.len() {
        0 => {}
        count if count < terms.len() => say("", &format!("the first {count} words:"))?,
        _ => say("", "the words:")?,
    }
    for term in first {
        // Two lines at most.
        let text = format!("{}: {}", term.get("term"), term.get("definition"));
        let most = 2 * (width - 6);
        let start: String = text.chars().take(most).collect();
        say("  ", &if start.len() < text.len() { format!("{start}…") } else { text })?;
    }
    let entries = if summary.found == 1 { "entry" } else { "entries" };
    say("", &format!("{} from {} {entries}", counted(terms.len(), "word"), summary.found))?;
    for (title, kind) in [("entries left out:", NoteKind::Entry), ("also:", NoteKind::Part)] {
        let notes: Vec<_> = summary.notes.iter().filter(|note| note.kind == kind).collect();
        if !notes.is_empty() {
            say("", title)?;
        }
        for note in notes {
            say("  ", &note.line())?;
        }
    }
    Ok(())
}

/// What was imported, and into which deck.
#[derive(serde::Serialize)]
pub(super) struct Report<'a> {
    /// The file of the deck.
    pub path: &'a str,
    /// Its id.
    pub deck: &'a str,
    /// How many words were imported.
    pub terms: usize,
    /// What was found.
    #[serde(flatten)]
    pub summary: Summary,
}

/// Writes `text`, which is `None` if no word could be imported, to `file`: unless it is a dry run, or the user, if `asked`, says no.
/// Returns what came of it if nothing is left to say.
pub(super) fn write(
    file: OnDisk,
    text: Option<String>,
    report: &Report<'_>,
    (is_dry_run, is_json): (bool, bool),
    asked: Option<(String, &mut dyn BufRead)>,
    context: &mut Context<'_>,
) -> anyhow::Result<Option<Outcome>> {
    let Some(text) = text else {
        if is_json {
            context.json(report)?;
        }
        writeln!(context.err, "no word could be imported; nothing was written")?;
        return Ok(Some(Outcome::Problems));
    };
    // The new text should always be valid; if it isn't, don't leave a broken file behind.
    let read = read(&report.path.into(), text.as_bytes(), Origin::Named);
    if let Some(problem) = read.problems.iter().find(|problem| problem.is_error()) {
        bail!("{problem}; nothing was written");
    }
    if is_dry_run && !is_json {
        writeln!(context.err, "nothing was written, because of --dry-run")?;
    }
    if let Some((question, input)) = asked
        && !Ask::new(input, context).yes(&question)?
    {
        writeln!(context.err, "nothing was written")?;
        return Ok(Some(Outcome::Problems));
    }
    if !is_dry_run {
        file.write(&text)?;
    }
    if is_json {
        context.json(report)?;
    }
    Ok((is_dry_run || is_json).then_some(Outcome::Done))
}

/// Whether `args` leave something to ask on a terminal. The standard input can't hold both the words and the answers.
pub(super) fn asks(
    from: Option<&Path>,
    flags: &ImportFlags,
    is_quiet: bool,
    context: &Context<'_>,
) -> bool {
    context.is_terminal
        && !is_quiet
        && !flags.dry_run
        && from.is_some_and(|from| from != Path::new("-"))
}
