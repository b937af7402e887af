//! The best well-formed sequence of BIOES tags, and the entities it spells.

use crate::EntityKind;

/// One tag: `B-PER`, `O`, …
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) struct Tag {
    position: Position,
    kind: EntityKind,
}

#[derive(Copy, Clone, PartialEq, Eq, Debug)]
enum Position {
    Begin,
    Inside,
    Outside,
    End,
    Single,
}

impl Tag {
    /// Reads `O` or a position, a hyphen and a type.
    pub(crate) fn parse(text: &str) -> Option<Tag> {
        let (position, kind) = text.split_once('-').unwrap_or((text, "MISC"));
        let position = match position {
            "B" => Position::Begin,
            "I" => Position::Inside,
            "O" => Position::Outside,
            "E" => Position::End,
            "S" => Position::Single,
            _ => return None,
        };
        Some(Tag { position, kind: EntityKind::parse(kind) })
    }

    fn opens(self) -> bool {
        matches!(self.position, Position::Begin | Position::Inside)
    }

    fn continues(self) -> bool {
        matches!(self.position, Position::Inside | Position::End)
    }

    fn may_precede(self, next: Tag) -> bool {
        self.opens() == next.continues() && (!next.continues() || self.kind == next.kind)
    }
}

/// Viterbi over scores of `words × tags`; returns (first word, one past the last, type) for each entity.
pub(crate) fn best_entities(tags: &[Tag], scores: &[f32]) -> Vec<(usize, usize, EntityKind)> {
    let n = tags.len();
    if n == 0 || scores.len() < n {
        return Vec::new();
    }
    let words = scores.len() / n;
    let mut best: Vec<f32> =
        (0..n).map(|t| if tags[t].continues() { f32::NEG_INFINITY } else { scores[t] }).collect();
    let mut back = vec![0u8; words * n];
    for w in 1..words {
        let mut next = vec![f32::NEG_INFINITY; n];
        for (t, tag) in tags.iter().enumerate() {
            for (p, previous) in tags.iter().enumerate() {
                if previous.may_precede(*tag) && best[p] > next[t] {
                    next[t] = best[p];
                    back[w * n + t] = p as u8;
                }
            }
            next[t] += scores[w * n + t];
        }
        best = next;
    }
    let last = (0..n).filter(|&t| !tags[t].opens());
    let Some(mut tag) = last.max_by(|&a, &b| best[a].total_cmp(&best[b])) else { return Vec::new() };
    let mut path = vec![tag; words];
    for w in (1..words).rev() {
        tag = back[w * n + tag] as usize;
        path[w - 1] = tag;
    }
    let mut entities = Vec::new();
    let mut start = 0;
    for (w, tag) in path.iter().map(|&t| tags[t]).enumerate() {
        if !tag.continues() {
            start = w;
        }
        if matches!(tag.position, Position::End | Position::Single) {
            entities.push((start, w + 1, tag.kind));
        }
    }
    entities
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(likely: &[&str], expect: &[(usize, usize, EntityKind)]) {
        let names = ["O", "B-PER", "I-PER", "E-PER", "S-PER", "B-ORG", "I-ORG", "E-ORG", "S-ORG"];
        let tags: Vec<Tag> = names.iter().map(|t| Tag::parse(t).unwrap()).collect();
        let scores: Vec<f32> =
            likely.iter().flat_map(|l| names.iter().map(move |t| if t == l { 1.0 } else { 0.1 })).collect();
        assert_eq!(best_entities(&tags, &scores), expect, "{likely:?}");
    }

    #[test]
    fn tags_become_entities() {
        use EntityKind::*;
        check(&["O", "B-PER", "E-PER", "S-ORG"], &[(1, 3, Per), (3, 4, Org)]);
        check(&["B-ORG", "I-ORG", "E-ORG"], &[(0, 3, Org)]);
        check(&["O", "O"], &[]);
        check(&[], &[]);
    }

    #[test]
    fn an_impossible_sequence_is_mended() {
        use EntityKind::*;
        check(&["B-PER", "I-PER", "E-ORG", "O"], &[(0, 3, Per)]);
        check(&["S-ORG", "E-ORG", "E-ORG"], &[(0, 1, Org), (1, 3, Org)]);
    }
}
