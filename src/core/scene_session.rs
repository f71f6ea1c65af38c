//! Sitting in on a scene, from its setting to the words to keep: what comes next, resuming, and undo.

use uuid::Uuid;

use crate::core::card::{DeckId, TermId};
use crate::core::deck::scene::{Reply, Scene};
use crate::core::rng::hash;
use crate::core::scene_words::{Need, SceneWord};
use crate::core::time::{Day, Timestamp};

/// A scene that was played, or left in the middle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Play {
    /// The ID, a `UUIDv7`: the session of its reviews.
    pub id: Uuid,
    /// The deck.
    pub deck: DeckId,
    /// The scene's ID in the deck.
    pub scene: String,
    /// When it was last continued.
    pub at: Timestamp,
    /// The study day at that time.
    pub day: Day,
    /// How many of its lines were read.
    pub lines: usize,
    /// Whether it was played to the end.
    pub is_ended: bool,
}

/// What a scene shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Where and when it takes place.
    Setting,
    /// This line.
    Line(usize),
    /// A word with this index, for the first time, in its line.
    Introduce(usize),
    /// A word with this index in its line, which is explained but not learned.
    Explain(usize),
    /// What a word means in its line.
    Ask(usize),
    /// What a word means that was introduced today.
    Check(usize),
    /// What to say next.
    Replies,
    /// How each reply lands.
    Landing,
    /// What to ask the team, and the words to keep.
    End,
}

/// An answer given in a scene.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Answered {
    /// The index of its step.
    step: usize,
    /// The ID of its review in the journal.
    review: Uuid,
}

/// A scene being played.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SceneSession {
    /// Its ID in the journal.
    pub id: Uuid,
    /// Its deck's ID.
    pub deck: DeckId,
    scene: Scene,
    words: Vec<SceneWord>,
    steps: Vec<Step>,
    at: usize,
    /// The steps to return to from an answer that was taken back, the next one last.
    interrupted: Vec<usize>,
    answered: Vec<Answered>,
    /// The order in which the replies are offered.
    order: Vec<usize>,
    picked: Option<usize>,
}

impl SceneSession {
    /// Plays `scene` of `deck`, of which `read` lines were read before, and pauses for those of its `words` that have a need.
    pub fn new(
        id: Uuid,
        deck: DeckId,
        scene: Scene,
        read: usize,
        words: Vec<SceneWord>,
        needs: &[(usize, Need)],
    ) -> Self {
        // The line at which it was left is shown again.
        let from = read.min(scene.lines.len()).saturating_sub(1);
        let mut steps: Vec<Step> = (read == 0).then_some(Step::Setting).into_iter().collect();
        for line in from..scene.lines.len() {
            let here = needs.iter().filter(|(word, _)| words[*word].line == line);
            let pauses = here.filter_map(|(word, need)| match need {
                Need::Ask => Some(Step::Ask(*word)),
                Need::Introduce => Some(Step::Introduce(*word)),
                Need::Explain => Some(Step::Explain(*word)),
                Need::Check => None,
            });
            let before = steps.len();
            steps.extend(pauses);
            if steps.len() == before {
                steps.push(Step::Line(line));
            }
        }
        let new = needs.iter().filter(|(word, need)| {
            *need == Need::Check || (*need == Need::Introduce && words[*word].line >= from)
        });
        steps.extend(new.map(|(word, _)| Step::Check(*word)));
        steps.extend([Step::Replies, Step::Landing, Step::End]);
        let mut order: Vec<usize> = (0..scene.replies.len()).collect();
        order.sort_by_key(|reply| hash(&format!("{id} {reply}"), 0));
        let (interrupted, answered) = (Vec::new(), Vec::new());
        Self { id, deck, scene, words, steps, at: 0, interrupted, answered, order, picked: None }
    }

    /// What to show.
    pub fn step(&self) -> Step {
        self.steps[self.at]
    }

    /// The scene.
    pub const fn scene(&self) -> &Scene {
        &self.scene
    }

    /// The terms that are said in it.
    pub fn words(&self) -> &[SceneWord] {
        &self.words
    }

    /// The word that is introduced, explained or asked now.
    pub fn word(&self) -> Option<&SceneWord> {
        match self.step() {
            Step::Introduce(word) | Step::Explain(word) | Step::Ask(word) | Step::Check(word) => {
                self.words.get(word)
            }
            _ => None,
        }
    }

    /// The index of the line that is shown last.
    pub fn line(&self) -> Option<usize> {
        self.line_at(self.at)
    }

    fn line_at(&self, at: usize) -> Option<usize> {
        match self.steps[at] {
            Step::Setting => None,
            Step::Line(line) => Some(line),
            Step::Introduce(word) | Step::Explain(word) | Step::Ask(word) => {
                Some(self.words[word].line)
            }
            _ => self.scene.lines.len().checked_sub(1),
        }
    }

    /// Its place in the journal, as of `at` on `day`.
    pub fn play(&self, at: Timestamp, day: Day) -> Play {
        let furthest = self.interrupted.first().copied().unwrap_or(self.at);
        Play {
            id: self.id,
            deck: self.deck.clone(),
            scene: self.scene.id.clone(),
            at,
            day,
            lines: self.line_at(furthest).map_or(0, |line| line + 1),
            is_ended: self.picked.is_some(),
        }
    }

    /// The key of the line asked about, stored as the review's sentence. It is never the ID of a term.
    pub fn sentence(&self) -> Option<TermId> {
        let Step::Ask(word) = self.step() else { return None };
        let line = self.words[word].line + 1;
        Some(TermId::new(&self.deck, &format!("{}#{line}", self.scene.id)))
    }

    /// Goes on from something that was read.
    pub fn go_on(&mut self) {
        let is_read = match self.step() {
            Step::Setting
            | Step::Line(_)
            | Step::Introduce(_)
            | Step::Explain(_)
            | Step::Landing => true,
            Step::Ask(_) | Step::Check(_) | Step::Replies | Step::End => false,
        };
        self.at += usize::from(is_read);
    }

    /// Records the answer to the current question; `review` is its ID in the journal.
    pub fn answer(&mut self, review: Uuid) {
        if matches!(self.step(), Step::Ask(_) | Step::Check(_)) {
            self.answered.push(Answered { step: self.at, review });
            self.at = self.interrupted.pop().unwrap_or(self.at + 1);
        }
    }

    /// The review of the latest answer, with its word.
    pub fn newest(&self) -> Option<(Uuid, &SceneWord)> {
        let Answered { step, review } = self.answered.last()?;
        match self.steps[*step] {
            Step::Ask(word) | Step::Check(word) => Some((*review, &self.words[word])),
            _ => None,
        }
    }

    /// Takes back the answer with the ID `review`, if it was the latest: it is asked again, and then the scene goes on from here.
    /// Returns whether it was.
    pub fn undo(&mut self, review: Uuid) -> bool {
        let newest = self.answered.pop_if(|answered| answered.review == review);
        let Some(Answered { step, .. }) = newest else { return false };
        self.interrupted.push(std::mem::replace(&mut self.at, step));
        true
    }

    /// The replies in the order they are offered.
    pub fn replies(&self) -> impl Iterator<Item = &Reply> {
        self.order.iter().map(|at| &self.scene.replies[*at])
    }

    /// Picks the reply with this index. Returns whether there is one to pick.
    pub fn pick(&mut self, reply: usize) -> bool {
        let can = self.step() == Step::Replies && reply < self.order.len();
        if can {
            self.picked = Some(reply);
            self.at += 1;
        }
        can
    }

    /// Takes back the reply that was picked, so that another one can be. Returns whether there was one.
    pub fn unpick(&mut self) -> bool {
        let replies = self.steps.iter().position(|step| *step == Step::Replies);
        let is_picked = self.picked.take().is_some();
        self.at = replies.filter(|_| is_picked).unwrap_or(self.at);
        is_picked
    }

    /// The index of the reply that was picked.
    pub const fn picked(&self) -> Option<usize> {
        self.picked
    }

    /// How many words the scene pauses for.
    pub fn pauses(&self) -> usize {
        let is_pause =
            |step: &&Step| matches!(step, Step::Introduce(_) | Step::Explain(_) | Step::Ask(_));
        self.steps.iter().filter(is_pause).count()
    }

    /// How many words were asked in this run.
    pub fn asked(&self) -> usize {
        self.answered.len()
    }
}

#[cfg(test)]
mod tests;
