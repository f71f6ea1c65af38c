//! A scene: a short conversation of a team that a leader sits in on, with three things to say at the end.

use serde::{Deserialize, Serialize};

/// A scene of a deck. Its texts are sanitized, like those of a term.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scene {
    /// Its id: a slug, unique in its deck.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Where and when it takes place, in a sentence.
    pub setting: String,
    /// What is said, in order.
    pub lines: Vec<Line>,
    /// What the leader could say at the end.
    pub replies: Vec<Reply>,
    /// The line in its file where it starts.
    pub line: u32,
}

impl Scene {
    /// Separates lines so that no name crosses from one into the next.
    pub const APART: &str = "\n\n";

    /// All that is said, as one text.
    pub fn said(&self) -> String {
        let lines: Vec<&str> = self.lines.iter().map(|line| line.says.as_str()).collect();
        lines.join(Self::APART)
    }
}

/// A line of a scene.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The role of the speaker, such as "on-call engineer".
    pub who: String,
    /// What they say.
    pub says: String,
}

/// Something the leader could say at the end of a scene.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// What they say.
    pub says: String,
    /// How it lands.
    pub lands: Lands,
    /// Why it lands like that, in a sentence.
    pub why: String,
}

/// How a reply lands with the team.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    strum::AsRefStr,
    strum::Display,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
pub enum Lands {
    /// It helps.
    #[strum(serialize = "helps")]
    Helps,
    /// It changes nothing.
    #[strum(to_string = "lands flat", serialize = "lands-flat", serialize = "flat")]
    Flat,
    /// It takes over work that is not the leader's.
    #[strum(serialize = "micromanages")]
    Micromanages,
}
