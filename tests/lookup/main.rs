//! Tests how well look-up finds misheard and mistyped words, and that its confidence is justified, on samples of queries.

mod confident;
mod described;
mod heard;
mod samples;
