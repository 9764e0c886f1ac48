//! Scores of arcs to a dependency tree: the maximum spanning tree with one root.
//!
//! Mostly the best head of each word already gives a tree; only when it does not is Chu-Liu and Edmonds' algorithm run,
//! here with contracted cycles over a dense matrix, which is cubic at worst and fast at a sentence's length.

/// More than any sum of score differences of one sentence, so that a second root never pays.
const ROOT_PENALTY: f64 = 1e6;

/// Heads of the words `0..n`: `None` for the one root, else the index of another word.
///
/// `score(dependent, head)` is the logit, where head 0 is the root and head `j + 1` the word `j`.
pub(super) fn heads(n: usize, score: impl Fn(usize, usize) -> f32) -> Vec<Option<usize>> {
    if n == 0 {
        return Vec::new();
    }
    let greedy: Vec<usize> = (0..n)
        .map(|dependent| {
            (0..=n)
                .filter(|&head| head != dependent + 1)
                .max_by(|&a, &b| score(dependent, a).total_cmp(&score(dependent, b)))
                .unwrap_or(0)
        })
        .collect();
    let heads = if is_tree(&greedy) { greedy } else { spanning_tree(n, score) };
    heads.into_iter().map(|head| head.checked_sub(1)).collect()
}

/// Whether exactly one word has head 0 and no word depends on itself through others.
fn is_tree(heads: &[usize]) -> bool {
    if heads.iter().filter(|&&head| head == 0).count() != 1 {
        return false;
    }
    // 0 unseen, else the number of the walk that came by.
    let mut seen = vec![0; heads.len() + 1];
    for start in 1..=heads.len() {
        let mut node = start;
        while node != 0 && seen[node] == 0 {
            seen[node] = start;
            node = heads[node - 1];
        }
        if node != 0 && seen[node] == start {
            return false;
        }
    }
    true
}

/// Chu-Liu and Edmonds: the arcs' weights with the root's made dear, so that exactly one word takes it.
fn spanning_tree(n: usize, score: impl Fn(usize, usize) -> f32) -> Vec<usize> {
    let mut weights = vec![vec![f64::NEG_INFINITY; n + 1]; n + 1];
    for (to, row) in weights.iter_mut().enumerate().skip(1) {
        for (from, weight) in row.iter_mut().enumerate().filter(|(from, _)| *from != to) {
            let logit = f64::from(score(to - 1, from));
            // An arc without a finite score is still better than none.
            *weight = if logit.is_finite() { logit } else { -1e4 } - if from == 0 { ROOT_PENALTY } else { 0.0 };
        }
    }
    arborescence(&weights)[1..].to_vec()
}

/// The head of every node in the best tree below node 0; `weights[to][from]`.
fn arborescence(weights: &[Vec<f64>]) -> Vec<usize> {
    let best: Vec<usize> = weights
        .iter()
        .enumerate()
        .map(|(to, row)| {
            let heads = (0..row.len()).filter(|&from| from != to && to != 0);
            heads.max_by(|&a, &b| row[a].total_cmp(&row[b])).unwrap_or(0)
        })
        .collect();
    let Some(cycle) = cycle(&best) else { return best };

    // The cycle becomes one node, the last; the others keep their order.
    let others: Vec<usize> = (0..weights.len()).filter(|node| !cycle.contains(node)).collect();
    let contracted = others.len();
    let mut smaller = vec![vec![f64::NEG_INFINITY; contracted + 1]; contracted + 1];
    let (mut entered, mut left) = (vec![cycle[0]; contracted], vec![cycle[0]; contracted]);
    for (new, &node) in others.iter().enumerate() {
        for (column, &other) in others.iter().enumerate() {
            smaller[new][column] = weights[node][other];
        }
        for &member in &cycle {
            let gain = weights[member][node] - weights[member][best[member]];
            if gain > smaller[contracted][new] {
                smaller[contracted][new] = gain;
                entered[new] = member;
            }
            if weights[node][member] > smaller[new][contracted] {
                smaller[new][contracted] = weights[node][member];
                left[new] = member;
            }
        }
    }
    let found = arborescence(&smaller);
    let mut heads = best;
    for (new, &node) in others.iter().enumerate() {
        heads[node] = if found[new] == contracted { left[new] } else { others[found[new]] };
    }
    // The arc into the cycle replaces one of its own.
    let from = found[contracted];
    heads[entered[from]] = others[from];
    heads
}

/// Some cycle among the best heads; node 0 is in none.
fn cycle(best: &[usize]) -> Option<Vec<usize>> {
    let mut seen = vec![0; best.len()];
    for start in 1..best.len() {
        let mut node = start;
        while node != 0 && seen[node] == 0 {
            seen[node] = start;
            node = best[node];
        }
        if node != 0 && seen[node] == start {
            let mut members = vec![node];
            let mut next = best[node];
            while next != node {
                members.push(next);
                next = best[next];
            }
            return Some(members);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn total(scores: &[Vec<f32>], heads: &[usize]) -> f32 {
        heads.iter().enumerate().map(|(dependent, &head)| scores[dependent][head]).sum()
    }

    #[test]
    fn a_cycle_is_broken_where_it_costs_least() {
        // Words 0 and 1 would rather depend on each other.
        let scores = [vec![1.0, 0.0, 9.0], vec![4.0, 9.0, 0.0]];
        assert_eq!(heads(2, |dependent, head| scores[dependent][head]), [Some(1), None]);
    }

    #[test]
    fn a_second_root_is_not_admitted() {
        let scores = [vec![9.0, 0.0, 1.0], vec![8.0, 0.5, 0.0]];
        assert_eq!(heads(2, |dependent, head| scores[dependent][head]), [None, Some(0)]);
    }

    proptest! {
        #[test]
        fn the_tree_is_the_best_of_all(scores in (1usize..=4).prop_flat_map(|n| {
            proptest::collection::vec(proptest::collection::vec(-9.0f32..9.0, n + 1), n)
        })) {
            let n = scores.len();
            let found: Vec<usize> = heads(n, |dependent, head| scores[dependent][head])
                .iter()
                .map(|head| head.map_or(0, |head| head + 1))
                .collect();
            prop_assert!(is_tree(&found));
            let mut best = f32::NEG_INFINITY;
            for code in 0..(n + 1).pow(n as u32) {
                let candidate: Vec<usize> = (0..n).map(|word| code / (n + 1).pow(word as u32) % (n + 1)).collect();
                if is_tree(&candidate) {
                    best = best.max(total(&scores, &candidate));
                }
            }
            prop_assert!((total(&scores, &found) - best).abs() < 1e-3);
        }
    }
}
