//! The one thread that writes: it takes what is to be entered from a queue and commits what has gathered in one transaction.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use holdfire_register::Answer as MatchAnswer;

use super::dates::Dates;
use super::draft::{Also, Entered, Submission};
use super::enter::{self, NewLog};
use super::error::MissionError;
use super::matching::{self, MatchBatch};
use super::project::{Rebuilt, rebuild};
use super::publish::{Extent, Published, Publisher};
use super::shared::Shared;
use super::tick::{Ticked, tick};
pub(super) use crate::database::Forgotten;
use crate::database::{Database, Keep};

/// So many entries of waiting submissions go into one transaction at most, unless one submission alone has more.
const MOST_IN_BATCH: usize = 1_000;

/// So long is waited for those who shared the transaction before.
const MOST_WAITING: Duration = Duration::from_micros(200);

type Answer<T> = Sender<Result<T, MissionError>>;

/// A submission, and where its answer goes.
type Asked = (Submission, Answer<Entered>);

pub(super) enum Job {
    Submit(Submission, Answer<Entered>),
    Tick(Answer<Ticked>),
    MatchTick(u32, Answer<Option<MatchBatch>>),
    QueueAnswers(u32, Vec<MatchAnswer>, Answer<usize>),
    NewLog(Box<NewLog>, Answer<u32>),
    ForgetLog(Answer<Forgotten>),
    /// Says that it waits, and waits until the other end is gone: what is copied meanwhile belongs together.
    Pause(Answer<()>, Receiver<()>),
    Publish(Extent, Answer<Vec<Published>>),
    Rebuild(Answer<Rebuilt>),
}

/// The handle of the thread. Dropped, it waits until what was sent is done.
pub(super) struct Writer {
    jobs: Option<Sender<Job>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    pub fn start(database: Database, shared: Arc<Shared>, publisher: Publisher) -> Self {
        let (jobs, queue) = channel();
        let mut core = Core {
            database,
            shared,
            publisher,
            dates: Dates::default(),
            expected: 1,
        };
        let thread = std::thread::Builder::new()
            .name("holdfire-writer".to_owned())
            .spawn(move || core.run(&queue))
            .expect("the system starts a thread");
        Self {
            jobs: Some(jobs),
            thread: Some(thread),
        }
    }

    /// Sends a job and waits for its answer.
    pub fn ask<T>(&self, job: impl FnOnce(Answer<T>) -> Job) -> Result<T, MissionError> {
        let (answer, waiting) = channel();
        let jobs = self.jobs.as_ref().ok_or(MissionError::Stopped)?;
        jobs.send(job(answer)).map_err(|_| MissionError::Stopped)?;
        waiting.recv().map_err(|_| MissionError::Stopped)?
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        drop(self.jobs.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

struct Core {
    database: Database,
    shared: Arc<Shared>,
    publisher: Publisher,
    dates: Dates,
    /// How many submissions shared the last transaction.
    expected: usize,
}

impl Core {
    fn run(&mut self, queue: &Receiver<Job>) {
        let mut next = None;
        while let Some(job) = next.take().or_else(|| queue.recv().ok()) {
            match job {
                Job::Submit(submission, answer) => {
                    let waiting;
                    (waiting, next) = self.gather((submission, answer), queue);
                    self.expected = waiting.len();
                    self.submit(waiting);
                }
                Job::Tick(answer) => {
                    let ticked = tick(&mut self.database, &self.shared, &mut self.dates);
                    reply(&answer, ticked);
                }
                Job::MatchTick(log, answer) => {
                    let Self {
                        database,
                        shared,
                        dates,
                        ..
                    } = self;
                    reply(&answer, matching::match_tick(database, shared, dates, log));
                }
                Job::QueueAnswers(log, answers, answer) => {
                    let queued = matching::queue(&mut self.database, &self.shared, log, &answers);
                    reply(&answer, queued);
                }
                Job::NewLog(new, answer) => reply(&answer, self.new_log(&new)),
                Job::ForgetLog(answer) => {
                    self.shared.close_idle();
                    reply(&answer, self.database.forget_log().map_err(Into::into));
                }
                Job::Pause(answer, release) => {
                    reply(&answer, Ok(()));
                    let _ = release.recv();
                }
                Job::Publish(extent, answer) => {
                    let published = self.publisher.publish(&self.database, &self.shared, extent);
                    reply(&answer, published);
                }
                Job::Rebuild(answer) => {
                    reply(&answer, rebuild(&mut self.database, &self.shared));
                }
            }
        }
        // The last connection that can write empties the write-ahead log, if no reader holds it open.
        self.shared.close_idle();
    }

    /// What goes into one transaction with a submission, and the job after it that does not.
    ///
    /// Those who were answered together come again together, a moment apart. It is waited for as many as last time, so
    /// that they share one transaction again; who submits alone waits for nobody.
    fn gather(&self, first: Asked, queue: &Receiver<Job>) -> (Vec<Asked>, Option<Job>) {
        let mut count = first.0.drafts.len();
        let mut waiting = vec![first];
        let until = Instant::now() + MOST_WAITING;
        while count < MOST_IN_BATCH {
            let job = match queue.try_recv() {
                Err(TryRecvError::Empty) if waiting.len() < self.expected => {
                    let left = until.saturating_duration_since(Instant::now());
                    queue.recv_timeout(left).ok()
                }
                other => other.ok(),
            };
            match job {
                Some(Job::Submit(submission, answer)) => {
                    count += submission.drafts.len();
                    waiting.push((submission, answer));
                }
                other => return (waiting, other),
            }
        }
        (waiting, None)
    }

    fn submit(&mut self, waiting: Vec<Asked>) {
        let mut answers = Vec::with_capacity(waiting.len());
        let mut dates = self.dates.clone();
        let written = self.submit_parts(&waiting, &mut dates, &mut answers);
        if written.is_ok() {
            self.dates = dates;
        }
        let mut also = waiting.iter().flat_map(|(submission, _)| &submission.also);
        let changed = also.any(|also| matches!(also, Also::Ring(_)));
        let after = written.and_then(|()| {
            if changed {
                self.shared.read_logs(&self.database)?;
            }
            Ok(())
        });
        match after {
            Ok(()) => {
                for ((_, waiting), answer) in waiting.iter().zip(answers) {
                    reply(waiting, answer);
                }
            }
            // One error for all: none of them was entered.
            Err(error) => {
                for (_, waiting) in &waiting {
                    reply(waiting, Err(error.clone()));
                }
            }
        }
    }

    fn submit_parts(
        &mut self,
        waiting: &[Asked],
        dates: &mut Dates,
        answers: &mut Vec<Result<Entered, MissionError>>,
    ) -> Result<(), MissionError> {
        let shared = &*self.shared;
        for (submission, _) in waiting {
            // A log that is not there is the error of that submission alone, below.
            if shared.log(submission.log).is_ok() {
                dates.know(&self.database, shared.schedule, submission.log)?;
            }
        }
        let mut batch = self.database.batch()?;
        // One alone needs no part: nothing else is undone with it.
        if let [(submission, _)] = waiting {
            let entered = enter::submission(&mut batch, shared, submission, dates)?;
            answers.push(Ok(entered));
            return Ok(batch.commit()?);
        }
        for (submission, _) in waiting {
            let before = dates.clone();
            batch.begin_part()?;
            let entered = enter::submission(&mut batch, shared, submission, dates);
            let keep = if entered.is_ok() { Keep::Yes } else { Keep::No };
            batch.end_part(keep)?;
            if keep == Keep::No {
                *dates = before;
            }
            answers.push(entered);
        }
        Ok(batch.commit()?)
    }

    fn new_log(&mut self, new: &NewLog) -> Result<u32, MissionError> {
        let surroundings = &self.shared.surroundings;
        let mut batch = self.database.batch()?;
        let id = enter::new_log(&mut batch, surroundings, new, surroundings.clock.now())?;
        batch.commit()?;
        self.shared.read_logs(&self.database)?;
        Ok(id)
    }
}

fn reply<T>(answer: &Answer<T>, value: Result<T, MissionError>) {
    // Who asked may have gone; what was entered stays entered.
    let _ = answer.send(value);
}
