//! Why an entry was found: how the query was read, and what each signal gave.

use super::begins::best_key;
use super::names::ALOUD;
use super::normalise::{QUERY_CHARS, fold};
use super::query::Query;
use super::readings::Reading;
use super::search::{close_signals, sounds_alike};
use super::sound::said;
use super::{Hit, Index, Signal};

/// Why an entry was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// What the query was read as and what was done to it, where that is not what was typed.
    pub read: Option<(String, &'static str)>,
    /// What the strongest signal counts, before anything is added or taken off.
    pub strongest: f32,
    /// The signals that agree, from 0 to 1 each, which the ranking adds a little for.
    pub agreeing: Vec<(Signal, f32)>,
    /// Whether only a part of what was typed fits, which counts less.
    pub is_part: bool,
    /// What the query and the name sound like, when a sound found it.
    pub sounds: Option<[String; 2]>,
    /// Which words of the query are in its names and definition, when these found it.
    pub words: Vec<String>,
}

impl Index {
    /// Why `hit` was found, which [`Index::search`] gave for `query`. `None` when it did not.
    pub fn explain(&self, query: &str, hit: &Hit) -> Option<Explanation> {
        let names = &*self.names;
        let readings = Query::readings(query, &names.definitions, &self.scope);
        let own = names.rows(hit.entry, hit.name);
        let looks = readings.iter().flat_map(|reading| {
            own.clone()
                .map(move |at| (reading, at, close_signals(names, &self.matcher, reading, at)))
        });
        // What was found by the start of its sound has no other signals.
        let begins = readings.first().and_then(|typed| {
            let mut keys = own.clone().filter_map(|at| best_key(names, at, typed));
            let (_, key) = keys.find(|(worth, _)| worth.total_cmp(&hit.score).is_eq())?;
            Some((typed, names.keys.get(key), None))
        });
        let looked = looks
            .filter(|(_, _, signals)| signals.signal() == hit.signal)
            .max_by(|a, b| a.0.part(a.2.score()).total_cmp(&b.0.part(b.2.score())));
        let looked = looked.map(|(reading, at, signals)| {
            (reading, sounds_alike(names, at, reading).unwrap_or_default(), Some(signals))
        });
        let (reading, key, signals) = begins.or(looked)?;
        let text = reading.words.join(" ");
        let is_typed = matches!(reading.reading, Reading::Typed | Reading::Aloud)
            && text == fold(query, QUERY_CHARS);
        let agreeing = signals.map(|signals| {
            [
                (Signal::Subsequence, signals.subsequence),
                (Signal::Typo, signals.typo),
                (Signal::Sound, signals.sound),
                (Signal::Definition, signals.definition),
            ]
        });
        let agreeing = agreeing.into_iter().flatten();
        let is_same = matches!(hit.signal, Signal::Same | Signal::Form);
        let sounds = || [said(&reading.key), said(key)];
        let of_definition = |word: &&String| names.definitions.speaks_of(hit.entry, word);
        Some(Explanation {
            read: (!is_typed).then(|| (text, reading.reading.why())),
            strongest: signals.map_or(hit.score, |signals| {
                let most = if reading.reading.is_aloud() { ALOUD } else { f32::INFINITY };
                signals.strongest().min(most)
            }),
            agreeing: agreeing.filter(|(_, worth)| *worth > 0.0 && !is_same).collect(),
            is_part: reading.reading.is_part(),
            sounds: (hit.signal == Signal::Sound).then(sounds),
            words: if hit.signal == Signal::Definition {
                reading.words.iter().filter(of_definition).cloned().collect()
            } else {
                Vec::new()
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::Entry;
    use super::*;

    fn index() -> Index {
        let entry = |term, definition| Entry { term, definition, ..Entry::default() };
        Index::new(
            [
                entry("Kubernetes", "Keeps containers running."),
                entry("SLO", "An aim for a service."),
                entry("JSON", "Texts for programs."),
                entry("Error budget", "How much may fail."),
            ]
            .into_iter(),
        )
    }

    fn explained(query: &str) -> (Hit, Explanation) {
        let index = index();
        let hit = index.search(query, 1).remove(0);
        let explanation = index.explain(query, &hit).expect("it was found");
        (hit, explanation)
    }

    #[test]
    fn every_hit_is_explained_and_the_parts_make_its_score() {
        let index = index();
        for query in
            ["slo", "ess el oh", "jason file", "cooper netties", "errr", "running", "what is slo"]
        {
            for hit in index.search(query, 9) {
                let why = index.explain(query, &hit).expect("it was found");
                let agreeing: f32 = why.agreeing.iter().map(|(_, worth)| worth).sum();
                let score = why.strongest + 0.05 * agreeing;
                assert!(
                    why.is_part || (score - hit.score).abs() < 1e-4,
                    "{query}: {hit:?} {why:?}"
                );
                assert!(hit.score <= score + 1e-4, "{query}: {hit:?} {why:?}");
            }
        }
    }

    #[test]
    fn what_was_done_to_the_query_is_said() {
        for (query, read) in [
            ("slo", None),
            ("ess el oh", Some(("slo", "letters read aloud"))),
            ("what is an slo", Some(("slo", "without the question round it"))),
            ("jason file", Some(("jason", "without the word beside it"))),
        ] {
            let (_, why) = explained(query);
            let found = why.read.as_ref().map(|(text, why)| (text.as_str(), *why));
            assert_eq!(found, read, "{query}");
        }
    }

    #[test]
    fn sounds_and_words_are_shown() {
        let (hit, why) = explained("cooper netties");
        assert_eq!(hit.signal, Signal::Sound);
        assert_eq!(why.sounds, Some(["k o p i r n i t i s".into(), "k o b i r n i t s".into()]));
        let (hit, why) = explained("running containers");
        assert_eq!(
            (hit.signal, why.words.join(" ")),
            (Signal::Definition, "running containers".into())
        );
    }

    #[test]
    fn what_was_not_found_is_not_explained() {
        let index = index();
        let hit = index.search("slo", 1).remove(0);
        assert_eq!(index.explain("", &hit), None);
        assert_eq!(index.explain("kubernetes", &hit), None);
    }
}
