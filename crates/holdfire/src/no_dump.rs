//! What this program has in memory (places, keys, salts) reaches no disk when it crashes or is killed.
//!
//! On Linux the process gets a limit of 0 for core files and is marked as not dumpable. The mark is needed besides: a
//! handler of crashes that the system pipes to does not ask the limit. It also keeps other processes of the same user from
//! attaching to this one and from reading its memory. What the system swaps out is not touched by either.

/// Forbids it. Nothing is said if the system refuses: `holdfire doctor` tells how it stands.
pub fn forbid() {
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{
            DumpableBehavior, Resource, Rlimit, set_dumpable_behavior, setrlimit,
        };
        let none = Rlimit {
            current: Some(0),
            maximum: Some(0),
        };
        let _ = setrlimit(Resource::Core, none);
        let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
    }
}

/// Whether it is forbidden, and how that stands in words. Nothing is known of systems other than Linux.
pub fn state() -> (bool, String) {
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{DumpableBehavior, Resource, dumpable_behavior, getrlimit};
        let limit = getrlimit(Resource::Core).current;
        let dumpable = dumpable_behavior().ok() != Some(DumpableBehavior::NotDumpable);
        let limit_words = match limit {
            Some(0) => "the limit is 0",
            _ => "the limit is not 0",
        };
        let mark = if dumpable { "dumpable" } else { "not dumpable" };
        let good = limit == Some(0) && !dumpable;
        (good, format!("{limit_words}, the process is {mark}"))
    }
    #[cfg(not(target_os = "linux"))]
    (
        true,
        "left to this system: this program forbids them on Linux only".to_owned(),
    )
}
