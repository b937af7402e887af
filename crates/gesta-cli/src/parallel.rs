//! Work spread over threads, results in the order of the input.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread;

/// Items that may wait between reading and printing, for each thread.
const AHEAD: usize = 8;

/// Maps `items` on `threads` threads and hands the results to `emit` in the order of the items, on the calling
/// thread. At most a few items per thread are in memory at a time. Stops at the first error of `emit`.
pub(crate) fn ordered<T: Send, R: Send, E>(
    items: impl Iterator<Item = T>,
    threads: usize,
    work: impl Fn(T) -> R + Sync,
    mut emit: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    let (jobs, queue) = mpsc::channel::<(usize, T)>();
    let (done, results) = mpsc::channel::<(usize, R)>();
    let queue = Mutex::new(queue);
    thread::scope(|scope| {
        for _ in 0..threads {
            let (queue, work, done) = (&queue, &work, done.clone());
            scope.spawn(move || {
                let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
                while let Ok((index, item)) = next() {
                    if done.send((index, work(item))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(done);
        let mut items = items.enumerate().fuse();
        let mut waiting = BTreeMap::new();
        let (mut sent, mut emitted) = (0, 0);
        let outcome = loop {
            while sent - emitted < threads * AHEAD {
                let Some(job) = items.next() else { break };
                sent += usize::from(jobs.send(job).is_ok());
            }
            if sent == emitted {
                break Ok(());
            }
            let Ok((index, result)) = results.recv() else { break Ok(()) };
            waiting.insert(index, result);
            let mut outcome = Ok(());
            while let (Ok(()), Some(result)) = (&outcome, waiting.remove(&emitted)) {
                outcome = emit(result);
                emitted += 1;
            }
            if outcome.is_err() {
                break outcome;
            }
        };
        drop(jobs);
        outcome
    })
}

/// The number of threads asked for, or that of the machine's cores.
pub(crate) fn threads(asked: Option<u16>) -> usize {
    asked.map_or_else(|| thread::available_parallelism().map_or(1, NonZero::get), usize::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_items() {
        for threads in [1, 2, 7] {
            let slow = |n: u64| {
                thread::sleep(std::time::Duration::from_micros(n * 7919 % 400));
                n * n
            };
            let mut out = Vec::new();
            let emit = |n| -> Result<(), ()> {
                out.push(n);
                Ok(())
            };
            assert_eq!(ordered(0..200, threads, slow, emit), Ok(()));
            assert_eq!(out, (0..200).map(|n| n * n).collect::<Vec<u64>>());
        }
    }

    #[test]
    fn an_error_of_the_receiver_ends_the_work() {
        let emit = |n: i32| if n < 5 { Ok(()) } else { Err(n) };
        assert_eq!(ordered(0.., 2, |n| n, emit), Err(5));
    }
}
