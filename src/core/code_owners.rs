//! Keeps a CODEOWNERS file in step with the owners of the decks beside it.

/// The first line of a new file.
const HEAD: &str = "# Owners review changes to a deck. Names are @account, @organization/team, or an email address.\n";
/// The line in a new file without owners.
const EXAMPLE: &str = "# /decks/our-team.yaml @acme/our-team\n";

/// A deck file in the folder `decks`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnedFile {
    /// Its path inside `decks`, with forward slashes.
    pub file: String,
    /// The owners of the deck in it; `None` if it cannot be read.
    pub owners: Option<Vec<String>>,
}

/// The text of a new file for `decks`.
pub fn new(decks: &[OwnedFile]) -> String {
    let text = in_step(HEAD, decks);
    if decks.is_empty() { text + EXAMPLE } else { text }
}

/// `text` with a line for each of `decks` that has owners with an account or address, and without the lines of deck files that no
/// longer exist. All other lines stay. Lines of a deck whose owners have none stay, too.
pub fn in_step(text: &str, decks: &[OwnedFile]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut written = vec![false; decks.len()];
    for line in text.split_inclusive('\n') {
        let Some(file) = deck_file(line) else {
            out += line;
            continue;
        };
        let Some(at) = decks.iter().position(|deck| deck.file == file) else { continue };
        match line_of(&decks[at]) {
            Some(_) if written[at] => {}
            Some(new) if new.split_whitespace().eq(line.split_whitespace()) => out += line,
            Some(new) => {
                out += &new;
                out += if line.ends_with("\r\n") { "\r\n" } else { "\n" };
            }
            None => out += line,
        }
        written[at] = true;
    }
    for (deck, _) in decks.iter().zip(written).filter(|(_, written)| !written) {
        let Some(new) = line_of(deck) else { continue };
        if !out.is_empty() && !out.ends_with('\n') {
            out.push('\n');
        }
        out += &new;
        out.push('\n');
    }
    out
}

/// The path inside `decks` that a line is about, if it is one deck file.
fn deck_file(line: &str) -> Option<&str> {
    let pattern = line.split_whitespace().next()?;
    let file = pattern.strip_prefix('/').unwrap_or(pattern).strip_prefix("decks/")?;
    let is_pattern = file.contains(['*', '?', '[', '\\']);
    let is_deck = [".yaml", ".yml"].iter().any(|end| file.ends_with(end));
    (is_deck && !is_pattern).then_some(file)
}

/// The line of a deck file, without a line end. `None` if its name cannot be written as a pattern or no owner can review.
fn line_of(deck: &OwnedFile) -> Option<String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./@+".contains(c);
    let can_review =
        |owner: &&str| owner.contains('@') && owner.len() > 1 && owner.chars().all(plain);
    let owners = deck.owners.iter().flatten().map(String::as_str);
    let owners: Vec<&str> = owners.filter(can_review).collect();
    let OwnedFile { file, .. } = deck;
    (!owners.is_empty() && file.chars().all(plain))
        .then(|| format!("/decks/{file} {}", owners.join(" ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn deck(file: &str, owners: &[&str]) -> OwnedFile {
        let owners = Some(owners.iter().map(|owner| (*owner).to_owned()).collect());
        OwnedFile { file: file.to_owned(), owners }
    }

    #[test]
    fn a_new_file_has_a_line_for_each_deck_that_someone_can_review() {
        let decks = [
            deck("pay.yaml", &["@acme/pay", "Ana Lima", "ana@acme.org"]),
            deck("ops.yaml", &["The operations team"]),
            deck("odd name.yaml", &["@acme/odd"]),
        ];
        assert_eq!(new(&decks), format!("{HEAD}/decks/pay.yaml @acme/pay ana@acme.org\n"));
        assert_eq!(new(&[]), format!("{HEAD}{EXAMPLE}"));
    }

    #[test]
    fn lines_follow_their_deck_and_all_others_stay() {
        let text = "# ours\n*  @acme/all\n/decks/pay.yaml   @acme/pay # kept as it is spaced\r\ndecks/old.yaml @acme/old\n/decks/*.yml @acme/yml\n/decks/broken.yaml @acme/b\n/decks/ops.yaml @acme/ops";
        let decks = [
            deck("new.yaml", &["@acme/new"]),
            deck("pay.yaml", &["@acme/payments"]),
            deck("ops.yaml", &["somebody"]),
            OwnedFile { file: "broken.yaml".to_owned(), owners: None },
        ];
        let expected = "# ours\n*  @acme/all\n/decks/pay.yaml @acme/payments\r\n/decks/*.yml @acme/yml\n/decks/broken.yaml @acme/b\n/decks/ops.yaml @acme/ops\n/decks/new.yaml @acme/new\n";
        let new = in_step(text, &decks);
        assert_eq!(new, expected);
        assert_eq!(in_step(&new, &decks), new);
        let same = "/decks/pay.yaml    @acme/payments\n";
        assert_eq!(in_step(same, &decks[1..2]), same);
    }
}
