//! Inserts a new scene at the end of the scenes.

use crate::core::deck::content::Content;
use crate::core::deck::edit::draft::{block, flow};
use crate::core::deck::edit::insert::{Piece, put};
use crate::core::deck::edit::{EditError, Model};
use crate::core::deck::fields::Part;
use crate::core::deck::scene::Scene;
use crate::core::slug::slug;

/// Fields with their contents, in order.
type Fields = Vec<(&'static str, Content)>;

/// A scene as it is written.
pub struct WrittenScene {
    /// Its own texts, without an id that the title gives.
    pub head: Fields,
    /// Its lines and replies.
    pub lists: [(&'static str, Vec<Fields>); 2],
}

/// `text` with `scene` as the last of its scenes. Its id is written only if the title does not give it.
pub fn insert_scene(text: &str, scene: &Scene) -> Result<String, EditError> {
    let written = WrittenScene::of(scene);
    let piece = Piece {
        list: Part::Scene.names(),
        id: scene.id.clone(),
        key: None,
        model: written.model(),
        lines: &|column, gap, line_end| Some(written.block(column, gap, line_end)),
        flow: Some(written.flow()),
    };
    put(text, &piece)
}

/// `scene` as YAML in the usual block style, for display.
pub fn scene_lines(scene: &Scene) -> String {
    WrittenScene::of(scene).block(2, 1, "\n")
}

impl WrittenScene {
    /// What is written of `scene`.
    pub fn of(scene: &Scene) -> Self {
        let texts = |fields: &[(&'static str, &str)]| -> Fields {
            fields.iter().map(|(name, text)| (*name, Content::text(text))).collect()
        };
        let (id, title) = (scene.id.as_str(), scene.title.as_str());
        let head = [("id", id), ("title", title), ("setting", &scene.setting)];
        let is_given = usize::from(slug(title) == id);
        let lines =
            scene.lines.iter().map(|line| texts(&[("who", &line.who), ("says", &line.says)]));
        let replies = scene.replies.iter().map(|reply| {
            texts(&[("says", &reply.says), ("lands", reply.lands.as_ref()), ("why", &reply.why)])
        });
        let lists = [("lines", lines.collect()), ("replies", replies.collect())];
        Self { head: texts(&head[is_given..]), lists }
    }

    fn model(&self) -> Model {
        let of = |fields: &Fields| {
            Model::of_fields(fields.iter().map(|(name, content)| (*name, content)))
        };
        let Model::Map(mut pairs) = of(&self.head) else { return Model::Map(Vec::new()) };
        pairs.extend(self.lists.iter().map(|(name, items)| {
            let name = Model::of_content(&Content::Text((*name).to_owned()));
            (name, Model::List(items.iter().map(of).collect()))
        }));
        Model::Map(pairs)
    }

    /// Its lines as a list item: the dash after `column` spaces, then `gap` spaces.
    fn block(&self, column: usize, gap: usize, line_end: &str) -> String {
        let inner = column + 1 + gap;
        let mut out = block(&self.head, column, gap, line_end);
        for (name, items) in &self.lists {
            out += &format!("{:inner$}{name}:{line_end}", "");
            out.extend(items.iter().map(|item| block(item, inner + 2, 1, line_end)));
        }
        out
    }

    /// It as an item of a flow list, in braces.
    fn flow(&self) -> String {
        let list = |(name, items): &(&str, Vec<Fields>)| {
            let items: Vec<_> = items.iter().map(|item| format!("{{{}}}", flow(item))).collect();
            format!("{name}: [{}]", items.join(", "))
        };
        let lists: Vec<_> = self.lists.iter().map(list).collect();
        format!("{{{}, {}}}", flow(&self.head), lists.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::deck::edit::format;
    use crate::core::deck::read::read_scenes;

    const SCENE: &str = "title: \"Late: again\"
setting: A call.
lines: [{who: a, says: '#1'}, {who: b, says: 'no'}, {who: a, says: c}, {who: b, says: d}, {who: a, says: e}, {who: b, says: f}]
replies: [{says: 'What, now?', lands: flat, why: w}, {says: b, lands: helps, why: w}, {says: c, lands: micromanages, why: w}]
";

    fn scene(text: &str) -> Scene {
        let (mut scenes, problems) = read_scenes(&"-".into(), text);
        assert_eq!(problems, []);
        Scene { line: 0, ..scenes.remove(0) }
    }

    #[test]
    fn a_scene_goes_to_the_end_in_any_layout_and_changes_nothing_else() {
        let given = scene(SCENE);
        let decks = [
            "terms: []\n",
            "terms: [] # none\n\nscenes: []\nsummary: s\n",
            "terms:\n- term: a\n  definition: b\nscenes:\n",
            "{terms: []}",
            "{terms: [], scenes: []}\n",
            "\u{feff}terms: []\r\nscenes:\r\n# none yet\r\n",
        ];
        for deck in decks {
            let once = insert_scene(deck, &given).unwrap();
            let twice =
                insert_scene(&once, &Scene { id: "other".into(), ..given.clone() }).unwrap();
            let deck = crate::core::deck::read::read(
                &"d".into(),
                twice.as_bytes(),
                crate::core::deck::Origin::Named,
            );
            assert!(deck.problems.iter().all(|one| !one.is_error()), "{twice}{:?}", deck.problems);
            let scenes = deck.deck.unwrap().scenes;
            let ids: Vec<_> = scenes.iter().map(|scene| &*scene.id).collect();
            assert_eq!(ids, ["late-again", "other"], "{twice}");
            assert_eq!(Scene { line: 0, ..scenes[0].clone() }, given);
            let error = insert_scene(&twice, &given).unwrap_err();
            assert!(matches!(error, EditError::Exists { .. }), "{error}");
        }
        let text = insert_scene("terms: []\n", &given).unwrap();
        assert_eq!(format(&text).unwrap(), text);
        assert_eq!(text, format!("terms: []\nscenes:\n{}", scene_lines(&given)));
        assert!(text.contains("  - title: \"Late: again\"\n    setting: A call.\n    lines:\n      - who: a\n        says: \"#1\"\n"));
    }

    #[test]
    fn one_scene_is_read_by_itself_in_a_list_or_below_its_key() {
        let item: String = SCENE.lines().map(|line| format!("  {line}\n")).collect();
        let item = format!("- {}", item.trim_start());
        for text in [item.clone(), format!("scenes:\n{item}")] {
            assert_eq!(scene(&text), scene(SCENE));
        }
        for (text, code) in [
            ("", "E302"),
            ("x", "E304"),
            ("title: [", "E201"),
            ("title: a", "E302"),
            ("a: &b c", "E202"),
        ] {
            let (scenes, problems) = read_scenes(&"-".into(), text);
            assert!(
                scenes.is_empty() && problems.iter().any(|one| one.rule.code() == code),
                "{text}"
            );
        }
    }
}
