//! Strongly connected components: finds cycles of any length in a graph.

/// The component number of each node, where `leads[node]` are its successors. Nodes that reach each other share a
/// number. Runs in linear time (Kosaraju's algorithm).
pub(super) fn circles(leads: &[Vec<usize>]) -> Vec<usize> {
    let mut back = vec![Vec::new(); leads.len()];
    for (from, tos) in leads.iter().enumerate() {
        for to in tos {
            back[*to].push(from);
        }
    }
    let mut circle = vec![usize::MAX; leads.len()];
    for root in finished(leads).into_iter().rev() {
        let mut open = vec![root];
        while let Some(node) = open.pop() {
            if circle[node] == usize::MAX {
                circle[node] = root;
                open.extend(&back[node]);
            }
        }
    }
    circle
}

/// All nodes in postorder: each after its successors, except along cycles.
fn finished(leads: &[Vec<usize>]) -> Vec<usize> {
    let mut order = Vec::with_capacity(leads.len());
    let mut met = vec![false; leads.len()];
    for root in 0..leads.len() {
        let mut open = if met[root] { Vec::new() } else { vec![(root, 0)] };
        met[root] = true;
        while let Some((node, next)) = open.last_mut() {
            let Some(to) = leads[*node].get(*next) else {
                order.push(*node);
                open.pop();
                continue;
            };
            *next += 1;
            if !std::mem::replace(&mut met[*to], true) {
                open.push((*to, 0));
            }
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use super::circles;

    #[test]
    fn nodes_that_lead_to_each_other_are_one_circle_and_those_on_the_way_between_two_are_none() {
        let leads = [vec![1], vec![2, 0], vec![3], vec![4, 5], vec![3], vec![], vec![0, 6]];
        let circle = circles(&leads);
        let together = |a: usize, b: usize| circle[a] == circle[b];
        assert!(together(0, 1) && together(3, 4));
        for (a, b) in [(1, 2), (2, 3), (0, 3), (3, 5), (6, 0), (5, 6)] {
            assert!(!together(a, b), "{a} {b}");
        }
    }

    #[test]
    fn a_circle_of_any_length_is_seen() {
        let count = 50_000;
        let leads: Vec<_> = (0..count).map(|node| vec![(node + 1) % count]).collect();
        let circle = circles(&leads);
        assert!(circle.iter().all(|one| *one == circle[0]));
    }
}
