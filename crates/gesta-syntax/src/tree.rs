//! The best dependency tree: a maximum spanning arborescence with exactly one child of the root.
//!
//! Chu and Liu (1965), Edmonds (1967); contraction as in McDonald et al. (2005).

const NEVER: f32 = -1e9;

/// A square matrix of scores: `at(dependent, head)`.
#[derive(Clone)]
pub(crate) struct Scores {
    n: usize,
    values: Vec<f32>,
}

impl Scores {
    /// `n` nodes, node 0 being the root, and `n · n` values, a row for each dependent. What is no number counts as
    /// impossible.
    pub(crate) fn new(n: usize, mut values: Vec<f32>) -> Scores {
        for v in &mut values {
            if !v.is_finite() {
                *v = NEVER;
            }
        }
        values.resize(n * n, NEVER);
        Scores { n, values }
    }

    fn from(n: usize, score: impl Fn(usize, usize) -> f32) -> Scores {
        Scores::new(n, (0..n * n).map(|i| score(i / n, i % n)).collect())
    }

    fn at(&self, dependent: usize, head: usize) -> f32 {
        self.values[dependent * self.n + head]
    }

    fn best_head(&self, dependent: usize) -> usize {
        let heads = (0..self.n).filter(|&h| h != dependent);
        heads
            .fold((usize::from(dependent == 0), f32::NEG_INFINITY), |best, h| {
                if self.at(dependent, h) > best.1 { (h, self.at(dependent, h)) } else { best }
            })
            .0
    }
}

/// The head of every node; entry 0 is 0. Exactly one node hangs on the root, if there is any.
pub(crate) fn best_tree(mut scores: Scores) -> Vec<usize> {
    let n = scores.n;
    if n <= 1 {
        return vec![0; n];
    }
    let mut heads: Vec<usize> = (0..n).map(|d| scores.best_head(d)).collect();
    heads[0] = 0;
    let roots: Vec<usize> = (1..n).filter(|&d| heads[d] == 0).collect();
    let root = match roots[..] {
        [only] => only,
        _ => {
            let lead = |d: usize| {
                let others = (1..n).filter(|&h| h != d).map(|h| scores.at(d, h));
                scores.at(d, 0) - others.fold(NEVER, f32::max)
            };
            (1..n).fold(1, |best, d| if lead(d) > lead(best) { d } else { best })
        }
    };
    if roots.len() == 1 && is_tree(&heads) {
        return heads;
    }
    for d in 1..n {
        scores.values[d * n] = if d == root { -NEVER } else { NEVER };
    }
    spanning_tree(scores)
}

fn is_tree(heads: &[usize]) -> bool {
    find_cycle(heads).is_none()
}

/// A cycle among the nodes, if there is one.
fn find_cycle(heads: &[usize]) -> Option<Vec<usize>> {
    let mut seen = vec![0; heads.len()];
    for start in 1..heads.len() {
        let mut at = start;
        while at != 0 && seen[at] == 0 {
            seen[at] = start;
            at = heads[at];
        }
        if at != 0 && seen[at] == start {
            let mut cycle = vec![at];
            let mut next = heads[at];
            while next != at {
                cycle.push(next);
                next = heads[next];
            }
            return Some(cycle);
        }
    }
    None
}

fn spanning_tree(scores: Scores) -> Vec<usize> {
    let mut greedy: Vec<usize> = (0..scores.n).map(|d| scores.best_head(d)).collect();
    greedy[0] = 0;
    let Some(cycle) = find_cycle(&greedy) else { return greedy };
    let rest: Vec<usize> = (0..scores.n).filter(|i| !cycle.contains(i)).collect();
    let m = rest.len();
    // The node of the cycle that is best to leave from to `dependent`, and the one best entered from `head`.
    let leave = |dependent: usize| {
        cycle
            .iter()
            .copied()
            .fold(cycle[0], |b, c| if scores.at(dependent, c) > scores.at(dependent, b) { c } else { b })
    };
    let gain = |node: usize, head: usize| scores.at(node, head) - scores.at(node, greedy[node]);
    let enter = |head: usize| {
        cycle.iter().copied().fold(cycle[0], |b, c| if gain(c, head) > gain(b, head) { c } else { b })
    };
    let small = Scores::from(m + 1, |d, h| match (d == m, h == m) {
        (true, true) => NEVER,
        (true, false) => gain(enter(rest[h]), rest[h]),
        (false, true) => scores.at(rest[d], leave(rest[d])),
        (false, false) => scores.at(rest[d], rest[h]),
    });
    let sub = spanning_tree(small);
    let mut heads = greedy.clone();
    for (a, &node) in rest.iter().enumerate().skip(1) {
        heads[node] = if sub[a] == m { leave(node) } else { rest[sub[a]] };
    }
    let entered_from = rest.get(sub[m]).copied().unwrap_or(0);
    heads[enter(entered_from)] = entered_from;
    heads
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn total(scores: &Scores, heads: &[usize]) -> f32 {
        (1..scores.n).map(|d| scores.at(d, heads[d])).sum()
    }

    fn all_trees(n: usize) -> Vec<Vec<usize>> {
        let mut all = vec![vec![0]];
        for _ in 1..n {
            all = all.iter().flat_map(|t| (0..n).map(|h| [&t[..], &[h]].concat())).collect();
        }
        let one_root = |t: &Vec<usize>| t[1..].iter().filter(|&&h| h == 0).count() == 1;
        let no_loop = |t: &Vec<usize>| (1..n).all(|d| t[d] != d) && is_tree(t);
        all.into_iter().filter(|t| one_root(t) && no_loop(t)).collect()
    }

    proptest! {
        /// Against all trees of up to five nodes: the best among those that hang on the chosen root.
        #[test]
        fn it_is_the_best_tree(values in prop::collection::vec(-9i8..9, 25), n in 2usize..6) {
            let scores = Scores::from(n, |d, h| f32::from(values[d * 5 + h]));
            let heads = best_tree(scores.clone());
            let trees = all_trees(n);
            prop_assert!(trees.contains(&heads), "{heads:?} is no tree");
            let root = (1..n).find(|&d| heads[d] == 0);
            let best = trees.iter().filter(|t| (1..n).find(|&d| t[d] == 0) == root).map(|t| total(&scores, t));
            prop_assert_eq!(total(&scores, &heads), best.fold(NEVER, f32::max));
        }
    }

    #[test]
    fn odd_numbers_do_no_harm() {
        assert_eq!(best_tree(Scores::from(0, |_, _| 0.0)), Vec::<usize>::new());
        assert_eq!(best_tree(Scores::from(3, |_, _| f32::NAN)).len(), 3);
        assert_eq!(best_tree(Scores::from(2, |_, _| f32::INFINITY)), [0, 0]);
    }
}
