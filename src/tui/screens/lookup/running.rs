//! A search in the background, because a large library takes longer than a frame.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::thread::Builder;

use super::LIMIT;
use crate::core::finder::{Finder, Findings};

/// A running search.
pub(super) struct Running {
    finder: Arc<Finder>,
    query: String,
    incoming: Receiver<Findings>,
}

impl Running {
    /// Starts to search for `query`.
    pub(super) fn start(finder: &Arc<Finder>, query: &str) -> Self {
        let (outgoing, incoming) = channel();
        let (finder, query) = (finder.clone(), query.to_owned());
        let (searched, text) = (finder.clone(), query.clone());
        // If the thread can't start, nothing is sent and `take` searches instead. A failed send means that no one is waiting anymore.
        let _ = Builder::new().spawn(move || outgoing.send(searched.find(&text, LIMIT)));
        Self { finder, query, incoming }
    }

    /// The results, if they are there.
    pub(super) fn take(&self) -> Option<Findings> {
        match self.incoming.try_recv() {
            Err(TryRecvError::Empty) => None,
            received => Some(received.unwrap_or_else(|_| self.find())),
        }
    }

    /// Waits for the results.
    pub(super) fn wait(&self) -> Findings {
        self.incoming.recv().unwrap_or_else(|_| self.find())
    }

    fn find(&self) -> Findings {
        self.finder.find(&self.query, LIMIT)
    }
}
