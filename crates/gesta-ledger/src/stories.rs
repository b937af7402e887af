//! Stories: related articles, by average-link clustering of TF-IDF vectors.
//!
//! Vectors have (1 + ln tf) · ln((N + 1) / (df + ½)) and length 1. Two clusters join while the mean cosine over their pairs
//! of articles is at least [`JOIN`], the closest first (Sokal and Michener 1958; cosines as in Salton and McGill 1983).
//! With unit vectors that mean is the product of the clusters' sums, so no matrix of pairs is kept.

use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap};

use crate::words;

/// Mean cosine at which clusters join. The best of ECB+'s development documents lies between .13 and .17.
pub const JOIN: f64 = 0.15;
/// Words in more than this share of the articles relate nothing.
const COMMON: f64 = 0.3;

/// The terms of an article with their counts, sorted.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Terms(Vec<(u64, u32)>);

impl Terms {
    /// Counts the words of a text.
    pub fn new(text: &str) -> Terms {
        let mut counts = BTreeMap::new();
        for word in words::words(text) {
            *counts.entry(words::hash(word.as_bytes())).or_insert(0) += 1;
        }
        Terms(counts.into_iter().collect())
    }

    /// The hashes of the words.
    pub(crate) fn words(&self) -> impl Iterator<Item = u64> {
        self.0.iter().map(|(word, _)| *word)
    }
}

/// A sparse vector, sorted by term.
type Vector = Vec<(u64, f64)>;

fn dot(a: &[(u64, f64)], b: &[(u64, f64)]) -> f64 {
    let (mut i, mut j, mut sum) = (0, 0, 0.0);
    while let (Some((x, v)), Some((y, w))) = (a.get(i), b.get(j)) {
        match x.cmp(y) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                sum += v * w;
                i += 1;
                j += 1;
            }
        }
    }
    sum
}

/// The sum of vectors, each term's weights added in their order.
fn sum<'a>(vectors: impl Iterator<Item = &'a Vector>) -> Vector {
    let mut all: Vector = vectors.flatten().copied().collect();
    all.sort_by_key(|(term, _)| *term);
    all.dedup_by(|(next, more), (term, weight)| {
        let same = next == term;
        if same {
            *weight += *more;
        }
        same
    });
    all
}

/// Weighs the terms of `articles` by how rare they are among them.
fn vectors(articles: &[&Terms]) -> Vec<Vector> {
    let mut df: HashMap<u64, u32> = HashMap::new();
    for (term, _) in articles.iter().flat_map(|a| &a.0) {
        *df.entry(*term).or_insert(0) += 1;
    }
    let n = articles.len() as f64;
    let vector = |article: &&Terms| {
        let weigh = |&(term, tf): &(u64, u32)| {
            let df = f64::from(df.get(&term).copied().unwrap_or(1));
            (term, (1.0 + f64::from(tf).ln()) * ((n + 1.0) / (df + 0.5)).ln())
        };
        let weights: Vector = article.0.iter().map(weigh).collect();
        let length = weights.iter().map(|(_, w)| w * w).sum::<f64>().sqrt().max(f64::MIN_POSITIVE);
        weights.into_iter().map(|(t, w)| (t, w / length)).collect()
    };
    articles.iter().map(vector).collect()
}

/// A cluster that is being built: the sum of its vectors and its members.
struct Cluster {
    sum: Vector,
    members: Vec<usize>,
    /// The story it belongs to already.
    story: Option<i64>,
}

/// Clusters articles. `known` gives the story an article already belongs to; such stories grow but never join each
/// other. Returns the clusters as lists of indices, each sorted, in the order of their first members, with their story.
pub fn cluster(articles: &[&Terms], known: &[Option<i64>]) -> Vec<(Option<i64>, Vec<usize>)> {
    let vectors = vectors(articles);
    let mut clusters: Vec<Option<Cluster>> = Vec::new();
    let mut of_story: BTreeMap<i64, usize> = BTreeMap::new();
    let mut home = Vec::new();
    for i in 0..vectors.len() {
        let story = known.get(i).copied().flatten();
        let at = story.and_then(|s| of_story.get(&s).copied());
        if let Some(at) = at
            && let Some(Some(cluster)) = clusters.get_mut(at)
        {
            cluster.members.push(i);
            home.push(at);
        } else {
            of_story.extend(story.map(|s| (s, clusters.len())));
            home.push(clusters.len());
            clusters.push(Some(Cluster { sum: Vector::new(), members: vec![i], story }));
        }
    }
    for cluster in clusters.iter_mut().flatten() {
        cluster.sum = sum(cluster.members.iter().filter_map(|m| vectors.get(*m)));
    }
    let mut near = neighbours(&vectors, &home, known);
    near.resize_with(clusters.len(), BTreeSet::new);
    join(&mut clusters, near);
    let mut found: Vec<(Option<i64>, Vec<usize>)> = clusters
        .into_iter()
        .flatten()
        .map(|mut c| {
            c.members.sort_unstable();
            (c.story, c.members)
        })
        .collect();
    found.sort_by_key(|(_, members)| members.first().copied());
    found
}

/// Clusters with a pair of articles alike enough: no others can ever reach the mean.
fn neighbours(vectors: &[Vector], home: &[usize], known: &[Option<i64>]) -> Vec<BTreeSet<usize>> {
    let most = (vectors.len() as f64 * COMMON).max(8.0) as usize;
    let mut postings: HashMap<u64, Vec<(usize, f64)>> = HashMap::new();
    for (i, vector) in vectors.iter().enumerate() {
        for (term, weight) in vector {
            postings.entry(*term).or_default().push((i, *weight));
        }
    }
    let mut near = vec![BTreeSet::new(); home.len()];
    let mut sums = vec![0.0; vectors.len()];
    for (i, vector) in vectors.iter().enumerate() {
        if known.get(i).copied().flatten().is_some() {
            continue;
        }
        let mut touched = Vec::new();
        for (term, weight) in vector {
            let Some(list) = postings.get(term).filter(|l| l.len() <= most) else { continue };
            for (other, w) in list {
                if sums[*other] == 0.0 {
                    touched.push(*other);
                }
                sums[*other] += weight * w;
            }
        }
        for other in touched {
            // The common words left out add a little to what was summed.
            if sums[other] >= JOIN * 0.8 && home[other] != home[i] {
                near[home[i]].insert(home[other]);
                near[home[other]].insert(home[i]);
            }
            sums[other] = 0.0;
        }
    }
    near
}

/// How alike two clusters are, as an order: similarity first, then the older pair.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Pair {
    similarity: u64,
    older: std::cmp::Reverse<(usize, usize)>,
}

fn pair(clusters: &[Option<Cluster>], a: usize, b: usize) -> Option<Pair> {
    let (Some(Some(x)), Some(Some(y))) = (clusters.get(a), clusters.get(b)) else { return None };
    if x.story.is_some() && y.story.is_some() {
        return None;
    }
    let mean = dot(&x.sum, &y.sum) / (x.members.len() * y.members.len()) as f64;
    // Positive floats are ordered as their bits are.
    (mean >= JOIN)
        .then(|| Pair { similarity: mean.to_bits(), older: std::cmp::Reverse((a.min(b), a.max(b))) })
}

fn join(clusters: &mut Vec<Option<Cluster>>, mut near: Vec<BTreeSet<usize>>) {
    let mut heap: BinaryHeap<Pair> = BinaryHeap::new();
    for (a, others) in near.iter().enumerate() {
        heap.extend(others.iter().filter(|b| **b > a).filter_map(|b| pair(clusters, a, *b)));
    }
    while let Some(Pair { older: std::cmp::Reverse((a, b)), .. }) = heap.pop() {
        // A cluster that has grown is a new one with a new number: what waited for the old one is void.
        let (Some(Some(_)), Some(Some(_))) = (clusters.get(a), clusters.get(b)) else { continue };
        let (Some(x), Some(y)) = (clusters[a].take(), clusters[b].take()) else { continue };
        let grown = clusters.len();
        clusters.push(Some(Cluster {
            sum: sum([&x.sum, &y.sum].into_iter()),
            members: [x.members, y.members].concat(),
            story: x.story.or(y.story),
        }));
        let mut around: BTreeSet<usize> = std::mem::take(&mut near[a]);
        around.extend(std::mem::take(&mut near[b]));
        around.retain(|c| clusters.get(*c).is_some_and(Option::is_some));
        for other in &around {
            near[*other].insert(grown);
            heap.extend(pair(clusters, *other, grown));
        }
        near.push(around);
    }
}
