//! Words without their endings, so that "hallucinating" finds "Hallucination".

/// Words that say nothing about a term, in order; they are left out of definitions.
const STOP: [&str; 98] = [
    "a", "about", "after", "all", "also", "an", "and", "another", "any", "are", "as", "at", "be",
    "because", "been", "before", "being", "between", "both", "but", "by", "can", "do", "does",
    "each", "for", "from", "get", "gets", "give", "gives", "has", "have", "how", "if", "in",
    "into", "is", "it", "its", "just", "let", "lets", "like", "made", "make", "makes", "many",
    "may", "more", "most", "much", "no", "not", "of", "on", "one", "only", "or", "other", "out",
    "over", "same", "should", "so", "some", "such", "than", "that", "the", "their", "them", "then",
    "there", "these", "they", "thing", "this", "those", "to", "up", "use", "used", "uses", "using",
    "very", "was", "what", "when", "where", "which", "while", "who", "will", "with", "without",
    "you", "your",
];

/// Endings, longest first within a family; the first that leaves at least three letters goes.
const ENDINGS: [&str; 41] = [
    "izations", "isations", "ization", "isation", "ational", "ations", "ation", "ators", "ator",
    "ating", "ated", "ates", "ate", "izing", "ising", "ized", "ised", "izers", "izer", "izes",
    "ize", "ise", "ments", "ment", "ness", "ions", "ion", "ings", "ing", "ities", "ity", "ical",
    "ies", "ied", "ers", "er", "ed", "es", "ic", "ly", "ive",
];

/// Whether a word carries no meaning of its own.
pub(super) fn is_stop(word: &str) -> bool {
    STOP.binary_search(&word).is_ok()
}

/// The stem of a folded word.
pub(super) fn stem(word: &str) -> &str {
    if !word.is_ascii() || word.len() < 4 {
        return word;
    }
    let mut rest = word;
    // Twice, since endings pile up: "containerization", "container", "contain".
    for _ in 0..2 {
        let head = ENDINGS
            .iter()
            .find_map(|ending| rest.strip_suffix(ending).filter(|head| head.len() >= 3));
        rest = head.unwrap_or(rest);
    }
    if rest.len() == word.len() && rest.len() > 3 && !rest.ends_with("ss") {
        rest = rest.strip_suffix('s').unwrap_or(rest);
    }
    while rest.len() > 3 && rest.ends_with(['e', 'y', 'i']) {
        rest = &rest[..rest.len() - 1];
    }
    let bytes = rest.as_bytes();
    let doubled = bytes.len() > 3 && bytes[bytes.len() - 1] == bytes[bytes.len() - 2];
    if doubled { &rest[..rest.len() - 1] } else { rest }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_share_a_stem() {
        for family in [
            &["deploy", "deploys", "deployed", "deploying", "deployment", "deployments"][..],
            &["cache", "caches", "caching", "cached"],
            &["query", "queries", "querying"],
            &["overfit", "overfits", "overfitting"],
            &["migrate", "migration", "migrating", "migrations"],
            &["containerize", "containerization", "container"],
            &["latency", "latencies"],
        ] {
            for word in family {
                assert_eq!(stem(word), stem(family[0]), "{word}");
            }
        }
    }

    #[test]
    fn stop_words_are_in_order() {
        assert!(STOP.is_sorted());
        assert!(is_stop("the") && !is_stop("cache"));
    }

    #[test]
    fn short_words_and_other_scripts_stay() {
        for word in ["ci", "bus", "долги", "技術的負債", "ing"] {
            assert_eq!(stem(word), word);
        }
        assert_ne!(stem("class"), "cla");
    }
}
