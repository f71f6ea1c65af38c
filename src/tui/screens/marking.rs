//! Actions on the current word, shared by entries and the quiz.

use crate::core::annotations::{Annotations, Hold, NoteKind};
use crate::core::deck::{Deck, Term};
use crate::core::entry;
use crate::core::library::Library;
use crate::core::time::Day;
use crate::tui::action::Action;
use crate::tui::message::{Effect, Route, Subject};

/// The effect of `action` on `term`; `None` if the action isn't about a word.
pub(crate) fn effect(
    action: Action,
    library: &Library,
    marks: &Annotations,
    deck: &Deck,
    term: &Term,
    today: Day,
) -> Option<Effect> {
    let id = term.id.clone();
    let held = marks.held(library.renames(), &id, today);
    let write = |subject| Effect::Open(Route::Line(subject));
    Some(match (action, held) {
        (Action::Note, _) => write(Subject::Note(id, NoteKind::Note)),
        (Action::Mnemonic, _) => write(Subject::Note(id, NoteKind::Mnemonic)),
        (Action::TeachBack, _) => Effect::Open(Route::TeachBack(id)),
        (Action::Flag, _) => write(Subject::Flag(id)),
        (Action::Copy, _) => Effect::Copy(entry::text(library, deck, term)),
        (Action::Edit, _) => Effect::Edit(id),
        (Action::Want, _) => Effect::Want(id),
        (Action::Reset, _) => Effect::Open(Route::Reset(id)),
        (Action::NotToday, Some(Hold::Until(_))) | (Action::LeaveOut, Some(Hold::Suspended)) => {
            Effect::Hold(id, None)
        }
        (Action::NotToday, Some(Hold::Suspended)) => Effect::Tell("it is already suspended"),
        (Action::NotToday, None) => Effect::Hold(id, Some(Hold::Until(today.plus(1)))),
        (Action::LeaveOut, _) => Effect::Hold(id, Some(Hold::Suspended)),
        _ => return None,
    })
}
