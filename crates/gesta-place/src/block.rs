//! Blocks of bytes that are read as they lie: parts of the program, or files mapped into memory.

use std::ops::Range;
use std::sync::Arc;

/// The bytes of a block.
#[derive(Clone)]
pub enum Block {
    /// Part of the program.
    Static(&'static [u8]),
    /// Anything else, for instance a file mapped into memory.
    Shared(Arc<dyn AsRef<[u8]> + Send + Sync>),
}

impl AsRef<[u8]> for Block {
    fn as_ref(&self) -> &[u8] {
        match self {
            Block::Static(bytes) => bytes,
            Block::Shared(bytes) => (**bytes).as_ref(),
        }
    }
}

/// The header of a block: eight bytes that tell what it is, then the number of bytes of each of its `N` sections.
pub fn header<const N: usize>(magic: &[u8; 8], sizes: [u64; N]) -> Vec<u8> {
    magic.iter().copied().chain(sizes.iter().flat_map(|n| n.to_le_bytes())).collect()
}

/// A section of a block.
#[derive(Clone)]
pub struct Section {
    block: Block,
    range: Range<usize>,
}

impl AsRef<[u8]> for Section {
    fn as_ref(&self) -> &[u8] {
        self.block.as_ref().get(self.range.clone()).unwrap_or(&[])
    }
}

impl Section {
    /// The `N` sections of a block; `None` when its header is another one, or it is cut short.
    pub fn all<const N: usize>(block: &Block, magic: &[u8; 8]) -> Option<[Section; N]> {
        let bytes = block.as_ref();
        let sizes = bytes.strip_prefix(magic)?.as_chunks::<8>().0.get(..N)?;
        let mut start = 8 + 8 * N;
        let mut sections = Vec::with_capacity(N);
        for size in sizes {
            let end = start.checked_add(usize::try_from(u64::from_le_bytes(*size)).ok()?)?;
            bytes.get(start..end)?;
            sections.push(Section { block: block.clone(), range: start..end });
            start = end;
        }
        sections.try_into().ok()
    }

    /// The `index`th item of `N` bytes.
    pub fn item<const N: usize>(&self, index: usize) -> Option<&[u8; N]> {
        let start = index.checked_mul(N)?;
        self.as_ref().get(start..start.checked_add(N)?)?.try_into().ok()
    }
}

/// Names to numbers: an `fst` map from a name to one number or to a list of them.
///
/// A value of the map is twice the number, or twice the offset of a list, plus 1. A list is a count and as many numbers
/// of 4 bytes.
#[derive(Clone)]
pub struct Index {
    map: fst::Map<Section>,
    lists: Section,
}

impl Index {
    /// Opens an index; `None` when the map is none.
    pub fn new(map: Section, lists: Section) -> Option<Index> {
        Some(Index { map: fst::Map::new(map).ok()?, lists })
    }

    /// The numbers under a name, in the order of their list.
    pub fn find(&self, name: &str) -> Vec<u32> {
        let Some(value) = self.map.get(name) else { return Vec::new() };
        if value & 1 == 0 {
            return vec![(value >> 1) as u32];
        }
        let list = self.lists.as_ref().get((value >> 1) as usize..).unwrap_or(&[]);
        let mut numbers = list.as_chunks::<4>().0.iter().map(|c| u32::from_le_bytes(*c));
        let count = numbers.next().unwrap_or(0);
        numbers.take(count as usize).collect()
    }
}
