//! How well look-up finds what people heard or mistyped, and how sure it may sound, over samples of queries.

mod confident;
mod heard;
mod samples;
