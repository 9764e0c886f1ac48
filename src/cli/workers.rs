//! Many jobs side by side, their results in order, and only so much of either in memory.
//!
//! Plain threads and not a pool of stolen work: the network keeps a thread of its own for each thread that reads, and a
//! thread that waits for it must not take up another article meanwhile.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// So many jobs a worker wait, are worked on or are done before their turn, at most.
const MOST_PER_WORKER: usize = 8;

/// Their weight together, in bytes of text; what is made of a text takes some hundred times its size.
const MOST_BYTES: usize = 1 << 20;

/// Does `work` on every job, as many side by side as there are cores, and gives the results to `take` in the order of the
/// jobs. `weight` is a job's size in bytes.
///
/// # Errors
/// Those of `take`, which end all.
///
/// # Panics
/// Where `work` does: the panic of a worker goes on here, so that nothing waits for the result.
pub fn side_by_side<J: Send, T: Send>(
    jobs: impl IntoIterator<Item = J>,
    weight: impl Fn(&J) -> usize,
    work: impl Fn(J) -> T + Sync,
    mut take: impl FnMut(T) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let mut jobs = jobs.into_iter().fuse();
    let (send, waiting) = channel::<(usize, usize, J)>();
    let (results, ready) = channel::<(usize, usize, thread::Result<T>)>();
    let waiting = Mutex::new(waiting);
    thread::scope(|scope| {
        for _ in 0..workers {
            let (waiting, results, work) = (&waiting, results.clone(), &work);
            scope.spawn(move || worker(waiting, &results, work));
        }
        drop(results);
        // Owned here, so that the workers end however this ends.
        let send = send;
        let mut early: BTreeMap<usize, (usize, T)> = BTreeMap::new();
        let (mut sent, mut taken, mut bytes) = (0, 0, 0);
        loop {
            while sent == taken || (sent - taken < MOST_PER_WORKER * workers && bytes < MOST_BYTES) {
                let Some(job) = jobs.next() else { break };
                let size = weight(&job);
                send.send((sent, size, job)).map_err(|_| anyhow::anyhow!("the workers stopped"))?;
                (sent, bytes) = (sent + 1, bytes + size);
            }
            if sent == taken {
                return Ok(());
            }
            let (number, size, result) = ready.recv().map_err(|_| anyhow::anyhow!("the workers stopped"))?;
            early.insert(number, (size, result.unwrap_or_else(|panic| resume_unwind(panic))));
            while let Some((size, result)) = early.remove(&taken) {
                (taken, bytes) = (taken + 1, bytes - size);
                take(result)?;
            }
        }
    })
}

/// Takes jobs until there are no more.
fn worker<J, T>(
    waiting: &Mutex<Receiver<(usize, usize, J)>>,
    results: &Sender<(usize, usize, thread::Result<T>)>,
    work: impl Fn(J) -> T,
) {
    loop {
        let job = waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok((number, size, job)) = job else { return };
        let result = catch_unwind(AssertUnwindSafe(|| work(job)));
        if results.send((number, size, result)).is_err() {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn results_come_in_order_and_memory_is_bounded() {
        let (begun, mut taken) = (AtomicUsize::new(0), Vec::new());
        let slow = |job: usize| {
            begun.fetch_add(1, Ordering::Relaxed);
            thread::sleep(std::time::Duration::from_micros(if job < 250 { 50 } else { 5 }));
            job
        };
        // Each weighs a quarter of what may be in memory, so no more than five are ever given out ahead.
        let jobs = (0..500).inspect(|&job| assert!(job <= begun.load(Ordering::Relaxed) + 5));
        let take = |job| {
            taken.push(job);
            Ok(())
        };
        side_by_side(jobs, |_| MOST_BYTES / 4, slow, take).expect("all done");
        assert_eq!(taken, (0..500).collect::<Vec<_>>());
    }

    #[test]
    #[should_panic(expected = "job 7")]
    fn a_panic_is_passed_on_and_nothing_waits_for_it() {
        let work = |job: u64| assert!(job != 7, "job {job}");
        let _ = side_by_side(0..100, |_| 1, work, |()| Ok(()));
    }

    #[test]
    fn an_error_ends_all() {
        let take = |job| if job < 9 { Ok(()) } else { anyhow::bail!("full") };
        let failed = side_by_side(0_u64.., |_| 1, |job| job, take);
        assert_eq!(failed.expect_err("full").to_string(), "full");
    }
}
