//! How fast articles are read: `cargo bench --bench analyse`. Items per second are words per second, of one core for an
//! article, of all for the process; `taskset -c 0 cargo bench --bench analyse` gives one core's.

use std::io::Write;
use std::process::{Command, Stdio};

use divan::Bencher;
use divan::counter::ItemsCount;
use newsgraph::article::Article;
use newsgraph::language::{Network, analyse};

const TEXT: &str = "\
Harbour talks end without a deal

VALLETTA, March 3 — Negotiators from Malta and Tunisia failed on Monday to agree on a ferry line between the two \
countries, officials said. The talks, which began in January, will go on in Tunis next week.

\"We didn't get what we wanted,\" Transport Minister Ada Borg told reporters after the meeting. \"But nobody has left \
the table.\" Her Tunisian counterpart, Karim Haddad, said his government would make a new offer within ten days.

The line would cost about €40 million and carry 200,000 passengers a year, according to a study by the University of \
Malta. Fishermen in the south of the island oppose it, because the ships would cross their grounds. Their union, which \
has 1,200 members, has called for a strike on Friday unless the route is changed.
";

fn main() {
    divan::main();
}

#[divan::bench(sample_count = 20)]
fn one_article(bencher: Bencher) {
    let network = Network::embedded().expect("the embedded network is sound");
    let article = Article::from_text("harbour", TEXT);
    let words = analyse(&article, &network).expect("it reads").tokens.len();
    bencher.counter(ItemsCount::new(words)).bench(|| analyse(&article, &network));
}

/// The program as a user runs it, with its start, on enough articles that the start is a small part.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn process(bencher: Bencher) {
    const ARTICLES: usize = 100;
    let network = Network::embedded().expect("the embedded network is sound");
    let article = Article::from_text("harbour", TEXT);
    let words = ARTICLES * analyse(&article, &network).expect("it reads").tokens.len();
    let line = format!("{}\n", serde_json::json!({ "text": TEXT }));
    let input = line.repeat(ARTICLES);
    bencher.counter(ItemsCount::new(words)).bench(|| {
        let mut child = Command::new(env!("CARGO_BIN_EXE_newsgraph"))
            .args(["analyse", "-"])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .expect("it starts");
        child.stdin.take().expect("piped").write_all(input.as_bytes()).expect("it reads");
        assert!(child.wait().expect("it ends").success());
    });
}

#[divan::bench(sample_count = 10)]
fn start() -> Network {
    Network::embedded().expect("the embedded network is sound")
}
