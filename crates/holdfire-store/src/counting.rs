//! How much SQLite is asked: statements and rows of each thread, where the feature `counting` is on. Tests compare two missions
//! by it: what somebody may not read must not show in how much is read either. Without the feature nothing is counted.

/// Lets what this connection does be counted from now on.
#[cfg(not(feature = "counting"))]
pub fn watch(_: &rusqlite::Connection) {}

#[cfg(feature = "counting")]
pub use on::{Counts, count_into, watch};

#[cfg(feature = "counting")]
mod on {
    use std::cell::RefCell;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU64, Ordering};

    use rusqlite::Connection;
    use rusqlite::trace::{TraceEvent, TraceEventCodes};

    /// Statements that were run, and rows that they gave.
    #[derive(Debug, Default)]
    pub struct Counts {
        statements: AtomicU64,
        rows: AtomicU64,
    }

    impl Counts {
        /// Statements and rows since this was asked last.
        pub fn take(&self) -> (u64, u64) {
            let take = |count: &AtomicU64| count.swap(0, Ordering::SeqCst);
            (take(&self.statements), take(&self.rows))
        }
    }

    thread_local! {
        static COUNTS: RefCell<Option<Arc<Counts>>> = const { RefCell::new(None) };
    }

    /// Counts what this thread asks of watched connections.
    pub fn count_into(counts: Arc<Counts>) {
        COUNTS.set(Some(counts));
    }

    /// Lets what this connection does be counted from now on.
    pub fn watch(connection: &Connection) {
        let codes = TraceEventCodes::SQLITE_TRACE_STMT | TraceEventCodes::SQLITE_TRACE_ROW;
        connection.trace_v2(codes, Some(count));
    }

    fn count(event: TraceEvent<'_>) {
        COUNTS.with_borrow(|counts| {
            let Some(counts) = counts else { return };
            match event {
                TraceEvent::Stmt(..) => counts.statements.fetch_add(1, Ordering::SeqCst),
                TraceEvent::Row(_) => counts.rows.fetch_add(1, Ordering::SeqCst),
                _ => 0,
            };
        });
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn statements_and_rows_of_this_thread_are_counted_on_watched_connections_alone() {
            let counts = Arc::new(Counts::default());
            count_into(Arc::clone(&counts));
            let connection = Connection::open_in_memory().expect("memory");
            let ask = |connection: &Connection| {
                let mut statement = connection
                    .prepare("select 1 union all select 2 union all select 3")
                    .expect("it is SQL");
                statement
                    .query_map([], |_| Ok(()))
                    .expect("it runs")
                    .count()
            };
            assert_eq!((ask(&connection), counts.take()), (3, (0, 0)));
            watch(&connection);
            assert_eq!((ask(&connection), counts.take()), (3, (1, 3)));
            assert_eq!(
                (ask(&connection), ask(&connection), counts.take()),
                (3, 3, (2, 6))
            );
            let elsewhere = std::thread::spawn(move || ask(&connection));
            assert_eq!(elsewhere.join().expect("no panic"), 3);
            assert_eq!(counts.take(), (0, 0));
        }
    }
}
