//! A stable hash of a string, the same on every release and machine.

use std::hash::Hasher;

/// FNV-1a, 64-bit. Fast for short words, but chosen words can collide.
pub struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// Hashes `text` and `salt`.
pub fn hash(text: &str, salt: u64) -> u64 {
    let mut hash = Fnv::default();
    hash.write(text.as_bytes());
    hash.write(&salt.to_le_bytes());
    hash.finish()
}
