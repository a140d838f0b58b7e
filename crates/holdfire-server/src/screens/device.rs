//! A device in words: which browser on which system. What a browser calls itself is long, and means little to people.

use holdfire_words::Words;

/// What stands in the line of a browser, and its name. Those that also name another come first.
const BROWSERS: [(&str, &str); 9] = [
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("YaBrowser/", "Yandex Browser"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("CriOS/", "Chrome"),
    ("Safari/", "Safari"),
];

/// The same for systems.
const SYSTEMS: [(&str, &str); 7] = [
    ("Android", "Android"),
    ("iPhone", "iOS"),
    ("iPad", "iPadOS"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
];

/// The first of a list whose mark stands in a text.
fn first<'a>(list: &'a [(&str, &str)], agent: &str) -> Option<&'a (&'a str, &'a str)> {
    list.iter().find(|(mark, _)| agent.contains(mark))
}

/// What of the line of a browser is kept: the marks of browser and system, and no version.
pub fn short(agent: &str) -> String {
    let found = [first(&BROWSERS, agent), first(&SYSTEMS, agent)];
    let marks: Vec<&str> = found.into_iter().flatten().map(|(mark, _)| *mark).collect();
    marks.join(" ")
}

/// A device by what its browser calls itself, or by what of that is kept.
pub fn named(words: &Words, agent: &str) -> String {
    let name = |list| first(list, agent).map(|(_, name)| *name);
    match (name(&BROWSERS), name(&SYSTEMS)) {
        (Some(browser), Some(system)) => {
            let args = [("browser", browser.into()), ("system", system.into())];
            words.say_with("account-device-on", &args)
        }
        (Some(name), None) | (None, Some(name)) => name.to_owned(),
        (None, None) => words.say("account-device-unknown"),
    }
}

#[cfg(test)]
mod tests {
    use holdfire_words::Language;

    use super::*;

    #[test]
    fn browsers_and_systems_have_the_names_that_people_know() {
        for (agent, expected) in [
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
                "Firefox on Linux",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0",
                "Edge on Windows",
            ),
            (
                "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36",
                "Chrome on Android",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
                "Safari on iOS",
            ),
            ("curl/8.5.0", "another program"),
            ("", "another program"),
        ] {
            let words = Words::of(Language::En);
            assert_eq!(named(words, agent), expected, "{agent}");
            assert_eq!(named(words, &short(agent)), expected, "{agent}");
        }
    }
}
