//! `shoptalk scan --lines`: the text with the meaning of each term between the lines, then its terms.

use crate::commands::Context;
use crate::commands::reading::{PERHAPS, ReadText, TERMS};
use crate::commands::scan::Word;
use crate::core::deck::Term;
use crate::core::jargon::Scan;
use crate::core::reading::Reading;
use crate::files::texts::Text;
use crate::trainer::Trainer;

/// Reads `text` with what `scan` found in it. What the user knows well is left alone.
pub(super) fn read<'a>(text: &'a Text, scan: &Scan, trainer: &Trainer) -> Reading<'a> {
    let gist = |term: &Term| term.gist().to_owned();
    let left_alone = trainer.left_alone();
    Reading::new(text.text.as_str(), text.kind, scan, trainer.library(), &left_alone, &gist)
}

/// Prints the text, and `words` as rows below it.
pub(super) fn print(
    reading: &Reading<'_>,
    words: &[Word<'_>],
    markdown: bool,
    trainer: &Trainer,
    context: &mut Context<'_>,
) -> anyhow::Result<()> {
    let of = |is_doubtful: bool| {
        let words = words.iter().filter(|word| word.spotted.is_doubtful() == is_doubtful);
        words.filter_map(|word| Some(&word.spotted.senses.first()?.term)).collect()
    };
    let groups = vec![(TERMS, of(false)), (PERHAPS, of(true))];
    let text = ReadText { reading, groups, library: trainer.library() };
    if markdown {
        write!(context.out, "{}", text.markdown())?;
    } else {
        text.print(&mut context.page(trainer.settings()))?;
    }
    Ok(())
}
