//! The race that C2SP tlog-witness describes.

use std::sync::Barrier;

use holdfire_witness::Witness;

use crate::support::{Log, NOW, Scratch};

#[test]
fn of_requests_at_once_from_one_size_one_is_cosigned_and_nothing_is_rolled_back() {
    let log = Log::new("a");
    let (scratch, _) = Scratch::with_witness(&log);
    let witness = Witness::open(scratch.path()).unwrap();
    let mut old = 0;
    for round in 0..25_u64 {
        let requests: Vec<String> = (1..=8)
            .map(|more| log.request(old, round * 10 + more))
            .collect();
        let barrier = Barrier::new(requests.len());
        let answers: Vec<(u16, String)> = std::thread::scope(|scope| {
            let threads: Vec<_> = requests
                .iter()
                .map(|request| {
                    let (witness, barrier) = (&witness, &barrier);
                    scope.spawn(move || {
                        barrier.wait();
                        let answer = witness.add_checkpoint(request.as_bytes(), NOW);
                        (answer.status(), answer.body())
                    })
                })
                .collect();
            threads
                .into_iter()
                .map(|thread| thread.join().unwrap())
                .collect()
        });
        let cosigned: Vec<usize> = (0..8).filter(|at| answers[*at].0 == 200).collect();
        assert_eq!(cosigned.len(), 1, "{answers:?}");
        let size = round * 10 + 1 + cosigned[0] as u64;
        // All others learn the size that won; the state is that size, also after a restart.
        for (status, body) in answers.iter().filter(|(status, _)| *status != 200) {
            assert_eq!(
                (*status, body.as_str()),
                (409, format!("{size}\n").as_str())
            );
        }
        old = size;
    }
    drop(witness);
    let again = Witness::open(scratch.path()).unwrap();
    assert_eq!(
        again
            .add_checkpoint(log.request(0, 300).as_bytes(), NOW)
            .body(),
        format!("{old}\n")
    );
}

#[test]
fn two_histories_at_once_are_never_both_cosigned() {
    let (log, other) = (Log::new("a"), Log::new("b"));
    for _ in 0..20 {
        let (scratch, _) = Scratch::with_witness(&log);
        let witness = Witness::open(scratch.path()).unwrap();
        let barrier = Barrier::new(2);
        let statuses: Vec<u16> = std::thread::scope(|scope| {
            let threads: Vec<_> = [&log, &other]
                .into_iter()
                .map(|log| {
                    let (witness, barrier) = (&witness, &barrier);
                    scope.spawn(move || {
                        barrier.wait();
                        witness
                            .add_checkpoint(log.request(0, 7).as_bytes(), NOW)
                            .status()
                    })
                })
                .collect();
            threads
                .into_iter()
                .map(|thread| thread.join().unwrap())
                .collect()
        });
        assert!(
            statuses == [200, 409] || statuses == [409, 200],
            "{statuses:?}"
        );
        // Who lost knows that two roots were signed at one size: that is kept, whatever the answer.
        assert!(scratch.path().join("conflicts").is_dir());
    }
}
