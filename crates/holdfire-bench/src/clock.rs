//! What a run costs, as Linux counts it. On other systems the figures are 0.

use std::fs;

/// CPU seconds of this thread so far.
pub fn thread_cpu_s() -> f64 {
    fs::read_to_string("/proc/thread-self/schedstat")
        .ok()
        .and_then(|text| text.split(' ').next()?.parse::<f64>().ok())
        .map_or(0.0, |ns| ns / 1e9)
}

/// CPU seconds of all threads of this process so far, those that ended included, in steps of 10 ms.
pub fn process_cpu_s() -> f64 {
    // User and system time are the 14th and 15th word; the name, which may have blanks, ends with the last bracket.
    fs::read_to_string("/proc/self/stat")
        .ok()
        .and_then(|text| {
            let words = text.rsplit_once(") ")?.1;
            let ticks = words.split(' ').skip(11).take(2);
            ticks
                .map(|word| word.parse::<f64>().ok())
                .sum::<Option<f64>>()
        })
        .map_or(0.0, |ticks| ticks / 100.0)
}

/// The most memory that this process has held, MiB.
pub fn peak_rss_mib() -> u64 {
    fs::read_to_string("/proc/self/status")
        .ok()
        .and_then(|text| {
            let line = text.lines().find(|l| l.starts_with("VmHWM:"))?;
            line.split_whitespace().nth(1)?.parse::<u64>().ok()
        })
        .map_or(0, |kib| kib / 1024)
}
