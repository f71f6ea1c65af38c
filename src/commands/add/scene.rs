//! Adds a scene to a deck: asks for it on a terminal, or reads it from a file or the standard input.

use std::io::{BufRead, Read as _};
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, bail};

use crate::cli;
use crate::commands::add::{Addition, Row, draw, put};
use crate::commands::ask::Ask;
use crate::commands::target::Target;
use crate::commands::{CommandResult, Context, Outcome};
use crate::core::deck::content::Content;
use crate::core::deck::edit::{insert_scene, scene_lines};
use crate::core::deck::fields::Part;
use crate::core::deck::problem::Problem;
use crate::core::deck::read::{MAX_BYTES, read_scenes};
use crate::core::deck::scene::{Lands, Line, Reply, Scene};
use crate::core::library::Library;
use crate::core::slug::slug;
use crate::files;

/// Adds the scene that `args` describe to the deck of `target`.
pub(super) fn run(
    args: &cli::Add,
    target: &Target,
    library: &Library,
    input: &mut dyn BufRead,
    context: &mut Context<'_>,
) -> CommandResult {
    if args.term.0.fields().next().is_some() {
        bail!("with `--scene`, leave out the flags of a word");
    }
    let cli::ImportFlags { map, header, dry_run } = &args.import;
    if !map.is_empty() || header.is_some() || *dry_run {
        bail!("`--map`, `--header` and `--dry-run` are for words; leave them out with `--scene`");
    }
    let asks = context.is_terminal && !args.yes && !args.json;
    let scene = match &args.from {
        None if asks => asked_for(&mut Ask::new(input, context))?,
        None if context.is_terminal => bail!("name the file of the scene: `--from FILE`"),
        from => {
            let path = from.as_deref().unwrap_or(Path::new("-"));
            let (name, text) = text(path, input)?;
            match from_text(&name, &text, args.json, context)? {
                Some(scene) => scene,
                None => return Ok(Outcome::Problems),
            }
        }
    };
    let addition = Addition {
        id: scene.id.clone(),
        name: &scene.title,
        kind: "scene",
        lines: scene_lines(&scene),
        insert: &|text| insert_scene(text, &scene),
        lacking: Vec::new(),
    };
    // What came through the standard input cannot be confirmed there.
    let confirms = asks && args.from.as_deref() != Some(Path::new("-"));
    put(&addition, target, library, args.json, confirms.then_some(input), context)
}

/// The name of the file at `path` and its text; those of the standard input if it is `-`.
fn text(path: &Path, input: &mut dyn BufRead) -> anyhow::Result<(Arc<str>, String)> {
    let (name, bytes) = if path == Path::new("-") {
        let mut bytes = Vec::new();
        let limit = u64::try_from(MAX_BYTES + 1)?;
        input.take(limit).read_to_end(&mut bytes).context("cannot read the standard input")?;
        ("standard input".into(), bytes)
    } else {
        match files::file_bytes(path) {
            Ok(bytes) => (files::shown(path), bytes),
            Err(problem) => bail!("{problem}"),
        }
    };
    if bytes.len() > MAX_BYTES {
        bail!("{name} is too large for a scene");
    }
    let text = String::from_utf8(bytes).with_context(|| format!("{name} is not UTF-8"))?;
    Ok((name, text.trim_start_matches('\u{feff}').to_owned()))
}

/// The scene in `text`; prints its problems if it cannot be used.
fn from_text(
    name: &Arc<str>,
    text: &str,
    json: bool,
    context: &mut Context<'_>,
) -> anyhow::Result<Option<Scene>> {
    let (mut scenes, problems) = read_scenes(name, text);
    let is_broken = problems.iter().any(Problem::is_error);
    if is_broken {
        if json {
            let path = name.clone();
            context.json(&Row { path, id: String::new(), line: 0, problems: &problems })?;
        } else {
            draw(&problems, text, context)?;
            writeln!(context.err, "nothing was written")?;
        }
        return Ok(None);
    }
    match scenes.len() {
        1 => Ok(scenes.pop()),
        0 => bail!("{name} contains no scene"),
        count => bail!("{name} contains {count} scenes; add them one at a time"),
    }
}

/// Asks for everything in a scene.
fn asked_for(ask: &mut Ask<'_>) -> anyhow::Result<Scene> {
    let title = field(ask, Part::Scene, "title", |title| match slug(title) {
        id if id.is_empty() => Err("use letters or digits".to_owned()),
        _ => Ok(()),
    })?;
    let setting = field(ask, Part::Scene, "setting", |_| Ok(()))?;
    let lines = lines(ask)?;
    ask.say("Three things you could say next. One or two of them help.")?;
    let replies = replies(ask)?;
    Ok(Scene { id: slug(&title), title, setting, lines, replies, line: 0 })
}

/// Asks for the field `name` of `part` until it is there, fits, and `accept` likes it.
fn field(
    ask: &mut Ask<'_>,
    part: Part,
    name: &str,
    accept: impl Fn(&str) -> Result<(), String>,
) -> anyhow::Result<String> {
    let question = part.field(name).map_or(name, |field| field.question);
    ask.until(question, |answer| {
        let text = fitting(part, name, answer)?;
        accept(&text).map(|()| text)
    })
}

/// `text` as the field `name` of `part`, or why it cannot be.
fn fitting(part: Part, name: &str, text: &str) -> Result<String, String> {
    let content = Content::text(text);
    if let Some(why) = part.field(name).and_then(|field| field.too_long(&content)) {
        return Err(why);
    }
    match content {
        Content::Text(text) if !text.is_empty() => Ok(text),
        _ => Err("this is required".to_owned()),
    }
}

/// Asks for lines until one is empty, or there are as many as a scene may have.
fn lines(ask: &mut Ask<'_>) -> anyhow::Result<Vec<Line>> {
    let Some(count) = Part::Line.count() else { return Ok(Vec::new()) };
    let (least, most) = (*count.start(), *count.end());
    ask.say(&format!(
        "What is said, in {least} to {most} lines, each as `role: what they say`. Press Enter on an empty line to finish."
    ))?;
    let mut lines = Vec::new();
    while lines.len() < most {
        let line = ask.until(&format!("Line {}", lines.len() + 1), |answer| {
            if answer.is_empty() {
                let is_enough = lines.len() >= least;
                return is_enough
                    .then_some(None)
                    .ok_or(format!("a scene has at least {least} lines"));
            }
            let why = "write it as `role: what they say`, such as `developer: It broke.`";
            let (who, says) = answer.split_once(':').ok_or(why)?;
            let who = fitting(Part::Line, "who", who)?;
            Ok(Some(Line { who, says: fitting(Part::Line, "says", says)? }))
        })?;
        match line {
            Some(line) => lines.push(line),
            None => break,
        }
    }
    Ok(lines)
}

/// Asks for the replies, of which one or two help.
fn replies(ask: &mut Ask<'_>) -> anyhow::Result<Vec<Reply>> {
    let mut replies: Vec<Reply> = Vec::new();
    let count = Part::Reply.count().map_or(0, |count| *count.end());
    while replies.len() < count {
        let says = field(ask, Part::Reply, "says", |_| Ok(()))?;
        let helps = replies.iter().filter(|reply| reply.lands == Lands::Helps).count();
        let is_last = replies.len() + 1 == count;
        let question = Part::Reply.field("lands").map_or("", |field| field.question);
        let lands = ask.until(question, |answer| {
            let lands = answer.to_lowercase().parse();
            let lands = lands.map_err(|_| "type helps, lands flat, or micromanages".to_owned())?;
            match (lands, helps) {
                (Lands::Helps, helps) if helps + 1 == count => {
                    Err("the other two help already; one must land flat or micromanage".to_owned())
                }
                (Lands::Flat | Lands::Micromanages, 0) if is_last => {
                    Err("neither of the other two helps, so this one must".to_owned())
                }
                (lands, _) => Ok(lands),
            }
        })?;
        let why = field(ask, Part::Reply, "why", |_| Ok(()))?;
        replies.push(Reply { says, lands, why });
    }
    Ok(replies)
}
