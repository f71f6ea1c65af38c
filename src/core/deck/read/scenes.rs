//! Reads the scenes of a deck. A scene that cannot be played through is left out.

use crate::core::deck::FieldSpans;
use crate::core::deck::fields::Part;
use crate::core::deck::problem::{Edit, Fix};
use crate::core::deck::read::ids::Ids;
use crate::core::deck::read::notes::Notes;
use crate::core::deck::read::record::{Record, fields_of};
use crate::core::deck::read::values::{valid_id, valid_lands};
use crate::core::deck::rules::Rule;
use crate::core::deck::scene::{Lands, Line, Reply, Scene};
use crate::core::slug::slug;
use crate::core::yaml::{Node, Value};

/// The usable scenes among `nodes`, and the spans of their values. `broken` says that a syntax error cut the last one short.
pub(super) fn scenes(
    nodes: &[Node<'_>],
    broken: bool,
    notes: &mut Notes<'_>,
) -> (Vec<Scene>, Vec<FieldSpans>) {
    let mut ids = Ids::of(Part::Scene);
    let mut found = Vec::new();
    for (index, node) in nodes.iter().enumerate() {
        notes.cut_short = broken && index + 1 == nodes.len();
        found.extend(scene(node, &mut ids, notes));
    }
    found.into_iter().unzip()
}

/// The scene in `node`, if it is usable. Reports everything that is wrong with it.
fn scene(node: &Node<'_>, ids: &mut Ids, notes: &mut Notes<'_>) -> Option<(Scene, FieldSpans)> {
    let map = fields_of(Part::Scene, node, notes)?;
    if let Some((lines, reply, is_sure)) = stray_reply(node) {
        let fix = replies_above(lines, reply, notes).filter(|_| is_sure);
        let place = reply.place;
        let help = "add it on a line of its own, indented like `lines:`";
        notes.add(Rule::Missing, place, "`replies:` is missing above this", help).fixed(fix);
        return None;
    }
    let mut record = Record::new(map, node.place, Part::Scene.fields(), notes);
    let title = record.text("title", notes);
    let given = record.one("id", notes, valid_id);
    let setting = record.text("setting", notes);
    let place = record.place("title").unwrap_or(node.place);
    let id = given.or_else(|| title.as_deref().map(slug));
    let mut marks = record.marks.clone();
    let lines = all(&record, "lines", Part::Line, &mut marks, notes, |record, notes| {
        let (who, says) = (record.text("who", notes), record.text("says", notes));
        Some(Line { who: who?, says: says? })
    });
    let replies = all(&record, "replies", Part::Reply, &mut marks, notes, |record, notes| {
        let (says, why) = (record.text("says", notes), record.text("why", notes));
        let lands = record.one("lands", notes, valid_lands)?;
        Some(Reply { says: says?, lands, why: why? })
    });
    let replies = replies.filter(|replies| some_help(replies, &marks, notes));
    let id = id?;
    let named = title.clone().unwrap_or_default();
    let parts = (title, setting, lines, replies);
    let (Some(title), Some(setting), Some(lines), Some(replies)) = parts else {
        ids.is_new(id, &named, place, false, notes);
        return None;
    };
    let line = node.place.line;
    let scene = Scene { id: id.clone(), title, setting, lines, replies, line };
    ids.is_new(id, &named, place, true, notes).then_some((scene, marks))
}

/// The key of the lines, the first reply among them, and whether replies alone follow it, if the scene in `node` has no field for
/// replies.
fn stray_reply<'a, 'n>(node: &'a Node<'n>) -> Option<(&'a Node<'n>, &'a Node<'n>, bool)> {
    let (key, lines) = node.field("lines").filter(|_| node.field("replies").is_none())?;
    let Value::List(items) = &lines.value else { return None };
    let first = items.iter().position(is_reply)?;
    Some((key, &items[first], first > 0 && items[first..].iter().all(is_reply)))
}

/// Whether the item has a field of replies, and no speaker.
fn is_reply(item: &Node<'_>) -> bool {
    let of_reply = ["lands", "why"].iter().any(|name| item.field(name).is_some());
    of_reply && item.field("who").is_none()
}

/// A fix that adds the field for replies above `reply`. `None` if that doesn't begin a line of the list below `lines`.
fn replies_above(lines: &Node<'_>, reply: &Node<'_>, notes: &Notes<'_>) -> Option<Fix> {
    let (key, at) = (lines.place, reply.place);
    let indent = usize::try_from(key.column).ok()?.checked_sub(1)?;
    let line = notes.lines.line(at.line);
    let dash = line.len() - line.trim_start().len();
    if at.line == key.line || !line[dash..].starts_with('-') || dash < indent {
        return None;
    }
    let place = notes.lines.place(at.line, 0, 0);
    let field = format!("{}replies:", " ".repeat(indent));
    Some(Fix::sure(vec![Edit::at(place, format!("{field}\n"))]))
}

/// All parts in the list `name`. `None` if one of them is unusable, or there are too few or too many.
fn all<T>(
    record: &Record<'_, '_>,
    name: &'static str,
    part: Part,
    marks: &mut FieldSpans,
    notes: &mut Notes<'_>,
    read: impl Fn(&mut Record<'_, '_>, &mut Notes<'_>) -> Option<T>,
) -> Option<Vec<T>> {
    let nodes = record.nodes(name, notes)?;
    let wanted = part.count()?;
    let (least, most) = (*wanted.start(), *wanted.end());
    let fits = wanted.contains(&nodes.len());
    if !fits && !notes.cut_short {
        let count = nodes.len();
        let noun = if count == 1 { part.name() } else { part.names() };
        let limit = if least == most { least.to_string() } else { format!("{least} to {most}") };
        let what = format!("the scene has {count} {noun}; it needs {limit}");
        let help = if count < least { "add what is missing" } else { "keep only the best ones" };
        let place = nodes.get(most).map_or_else(|| record.wrong(name), |node| node.place);
        notes.add(Rule::SceneLength, place, what, help);
    }
    let said = marks.0.iter().filter(|(field, ..)| *field == "says").count();
    let mut parts = Vec::new();
    for (at, node) in (said..).zip(nodes) {
        let Some(map) = fields_of(part, node, notes) else { continue };
        let mut record = Record::new(map, node.place, part.fields(), notes);
        parts.extend(read(&mut record, notes));
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        marks.0.extend(record.marks.0.into_iter().map(|(field, _, place)| (field, at, place)));
    }
    (fits && parts.len() == nodes.len()).then_some(parts)
}

/// Whether one or two of `replies` help, so that there is something to find and something to learn.
fn some_help(replies: &[Reply], marks: &FieldSpans, notes: &mut Notes<'_>) -> bool {
    let helps = replies.iter().filter(|reply| reply.lands == Lands::Helps).count();
    let (what, help) = match helps {
        0 => ("none of the replies helps", "write one that does, with `lands: helps`"),
        count if count == replies.len() => {
            ("all of the replies help", "write one that `lands flat` or `micromanages`")
        }
        _ => return true,
    };
    notes.add(Rule::SceneHelp, marks.of("lands", 0), what, help);
    false
}

#[cfg(test)]
mod tests {
    use crate::core::deck::Origin;
    use crate::core::deck::read::{Read, read};
    use crate::core::deck::scene::Lands;
    use crate::core::text::is_hostile;

    const DECK: &str = r#"deck: ops
terms: []
scenes:
  - title: Three in the morning
    setting: An incident call. Nobody has slept.
    lines:
      - who: on-call engineer
        says: Error rate is at nine percent.
      - {who: developer, says: It's the new build.}
      - {who: on-call engineer, says: Then it goes back.}
      - {who: developer, says: Give me two minutes.}
      - {who: on-call engineer, says: You had ten.}
      - {who: developer, says: Fine. Roll it back.}
    replies:
      - says: "What do you need from me: a decision, or quiet?"
        lands: helps
        why: It offers what only you can give.
      - {says: Great teamwork., lands: flat, why: Nobody asked.}
      - {says: Send me an update every ten minutes., lands: micromanages, why: It takes two hands away.}
"#;

    fn deck(text: &str) -> Read {
        read(&"ops.yaml".into(), text.as_bytes(), Origin::Named)
    }

    /// The problems of the sample with `from` replaced by `to`: code, line and message. No scene is usable.
    fn problems(from: &str, to: &str) -> Vec<String> {
        let text = DECK.replacen(from, to, 1);
        assert_ne!(text, DECK);
        let read = deck(&text);
        assert_eq!(read.deck.unwrap().scenes, [], "{from} -> {to}");
        let shown = |one: &crate::core::deck::problem::Problem| {
            let at = one.place.line;
            format!("{}:{at}: {}; {}", one.rule.code(), one.what, one.advice())
        };
        read.problems.iter().map(shown).collect()
    }

    #[test]
    fn every_field_of_a_scene_is_read() {
        let read = deck(DECK);
        assert_eq!(read.problems, []);
        let scenes = read.deck.unwrap().scenes;
        assert_eq!((scenes.len(), scenes[0].line), (1, 4));
        assert_eq!(scenes[0].id, "three-in-the-morning");
        assert_eq!(scenes[0].lines[1].says, "It's the new build.");
        let lands: Vec<Lands> = scenes[0].replies.iter().map(|reply| reply.lands).collect();
        assert_eq!(lands, [Lands::Helps, Lands::Flat, Lands::Micromanages]);
        let marks = &read.marks.scenes[0];
        assert_eq!((marks.of("title", 0).line, marks.of("says", 1).line), (4, 9));
        assert_eq!((marks.of("says", 6).line, marks.of("why", 8).line), (15, 19));
    }

    #[test]
    fn a_scene_that_cannot_be_played_through_is_left_out_and_its_problem_told() {
        assert_eq!(
            problems("    setting: An", "    settign: An"),
            ["E301:5: unknown field `settign`; did you mean `setting`?"]
        );
        assert_eq!(
            problems("    lines:", "    lines: a lot\n    l:")[0],
            "E304:6: expected a list of lines in `lines`, found text; start each line with `- who: …`"
        );
        assert_eq!(
            problems("- {who: developer, says: It's the new build.}", "- It's the new build."),
            [
                "E304:9: expected a line with fields, found text; write `- who: …` and `says: …` below it"
            ]
        );
        assert_eq!(
            problems("      - {who: on-call engineer, says: You had ten.}\n", ""),
            ["E316:6: the scene has 5 lines; it needs 6 to 12; add what is missing"]
        );
        assert_eq!(
            problems("- {who: developer, says: It's", "- {who: [developer], says: It's"),
            [
                "E304:9: expected text in `who`, found a list; put the text in double quotes: who: \"developer\""
            ]
        );
        assert_eq!(
            problems("lands: micromanages", "lands: Micromanage"),
            [
                "E305:19: `Micromanage` is not a way to land; write helps, lands flat or micromanages"
            ]
        );
        assert_eq!(
            problems("lands: helps", "lands: flat"),
            ["E317:16: none of the replies helps; write one that does, with `lands: helps`"]
        );
        let replies = "    replies:\n      - {says: a, lands: helps, why: b}\n    l";
        assert_eq!(problems("    l", replies).len(), 2);
    }

    #[test]
    fn replies_without_their_field_are_told_once_and_not_made_into_lines() {
        let text = DECK.replace("    replies:\n", "");
        let read = deck(&text);
        let [problem] = &read.problems[..] else { panic!("{:?}", read.problems) };
        assert_eq!((problem.rule.code(), problem.place.line), ("E302", 14));
        assert_eq!(problem.what, "`replies:` is missing above this");
        let edit = &problem.fix.as_ref().filter(|fix| fix.sure).unwrap().edits[0];
        let at = usize::try_from(edit.start).unwrap();
        assert_eq!(format!("{}{}{}", &text[..at], edit.text, &text[at..]), DECK);
        let said = "only a reply has it; valid fields here: who, says";
        let read = deck(&DECK.replace("says: It's the new build.", "says: a, why: b"));
        let [problem] = &read.problems[..] else { panic!("{:?}", read.problems) };
        assert_eq!(problem.advice(), said);
        assert_eq!(problem.fix, None, "a line keeps its speaker");
        let said = problems("lands: flat, why", "lands: flat, who");
        assert!(said[1].contains("unknown field `who`; only a line has it"), "{said:?}");
    }

    #[test]
    fn an_empty_field_of_a_scene_is_to_be_filled_in_and_has_no_fix() {
        for (from, name) in [
            ("title: Three in the morning", "title"),
            ("setting: An incident call. Nobody has slept.", "setting"),
            ("who: on-call engineer", "who"),
            ("says: Error rate is at nine percent.", "says"),
            ("lands: helps", "lands"),
            ("why: It offers what only you can give.", "why"),
        ] {
            for value in ["", " ~", " \"\""] {
                let read = deck(&DECK.replacen(from, &format!("{name}:{value}"), 1));
                let [problem] = &read.problems[..] else { panic!("{:?}", read.problems) };
                let what = format!("`{name}` is empty");
                assert_eq!((problem.rule.code(), &problem.what), ("E303", &what), "{value}");
                assert_eq!(problem.fix, None);
            }
        }
        assert_eq!(
            problems("who: on-call engineer", "who:"),
            ["E303:7: `who` is empty; write a role, such as `on-call engineer`"]
        );
    }

    #[test]
    fn of_two_scenes_with_one_id_the_first_that_is_usable_serves() {
        let scene = DECK.split_once("scenes:\n").unwrap().1;
        let broken = scene.replace("helps", "flat");
        let text = format!("{}{scene}", DECK.replace(scene, &format!("{broken}{scene}")));
        let read = deck(&text);
        let codes: Vec<_> = read.problems.iter().map(|one| one.rule.code()).collect();
        assert_eq!(codes, ["E317", "E308", "E308"]);
        assert_eq!((read.deck.unwrap().scenes[0].line, read.marks.scenes.len()), (20, 1));
    }

    #[test]
    fn hostile_scenes_end_in_clear_problems() {
        let escaped = DECK.replace("It's the new build.", "\"a\\e[31m\\u202eb\"");
        let read = deck(&escaped);
        assert_eq!(read.problems[0].rule.code(), "E103");
        let says = &read.deck.unwrap().scenes[0].lines[1].says;
        assert!(!says.chars().any(is_hostile), "{says:?}");

        let line = "      - {who: developer, says: It's the new build.}\n";
        let found = problems(line, &line.repeat(10_000));
        assert_eq!(
            found,
            ["E316:20: the scene has 10005 lines; it needs 6 to 12; keep only the best ones"]
        );
        let deep = format!("      - {}\n", "[".repeat(10_000));
        assert!(deck(&DECK.replace(line, &deep)).deck.is_none());
        for value in ["", "~", "no", "[]", "{}", "[[]]", "[{}]", "{a: b}", "[1, 2]", "\"\""] {
            for field in ["title", "setting", "lines", "replies"] {
                let text = format!("terms: []\nscenes:\n  - {field}: {value}\n");
                let read = deck(&text);
                assert!(read.problems.len() > 2, "{text}{:?}", read.problems);
                assert_eq!(read.deck.unwrap().scenes, []);
            }
            let read = deck(&format!("terms: []\nscenes: {value}\n"));
            assert_eq!(read.problems.is_empty(), value == "[]", "{value}");
        }
    }
}
