//! Serializes a column of numbers as fixed-width bytes, which takes a fraction of the time of reading them one by one.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serializer};

/// Writes `numbers`.
pub(super) fn serialize<S: Serializer>(numbers: &[u32], to: S) -> Result<S::Ok, S::Error> {
    let bytes: Vec<u8> = numbers.iter().flat_map(|number| number.to_le_bytes()).collect();
    to.serialize_bytes(&bytes)
}

/// Reads what [`serialize`] wrote.
pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<u32>, D::Error> {
    let (numbers, rest) = <&[u8]>::deserialize(from)?.as_chunks();
    if !rest.is_empty() {
        return Err(D::Error::custom("a number is cut off"));
    }
    Ok(numbers.iter().map(|number| u32::from_le_bytes(*number)).collect())
}
