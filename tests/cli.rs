//! The commands that read articles, from outside: what comes out, and what becomes of bad input.

#![allow(clippy::panic, clippy::unwrap_used, reason = "tests")]

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

const ARTICLE: &str = "Harbour talks end\n\nMalta's Prime Minister Robert Abela met Emmanuel Macron in Paris on Monday. \
    \"We agreed,\" Abela said.\n";

/// A folder with files of our own, and the program run in it.
struct Desk {
    folder: TempDir,
}

/// How the program ended, and what it wrote.
struct Run {
    status: i32,
    out: String,
    error: String,
}

impl Desk {
    fn new() -> Self {
        let desk = Self { folder: tempfile::tempdir().expect("a folder") };
        desk.write("good.txt", ARTICLE);
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        fs::write(self.path(name), content).expect("written");
    }

    fn run(&self, command: &str) -> Run {
        self.run_with(command, "")
    }

    fn run_with(&self, command: &str, input: &str) -> Run {
        let output = Command::cargo_bin("newsgraph")
            .expect("built")
            .args(command.split(' '))
            .current_dir(self.folder.path())
            .env("XDG_CACHE_HOME", self.folder.path().join("cache"))
            .write_stdin(input)
            .output()
            .expect("runs");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        Run {
            status: output.status.code().expect("ends by itself"),
            out: text(output.stdout),
            error: text(output.stderr),
        }
    }

    /// The command can do nothing: status 2, nothing on standard output, and lines that say each of `expected`.
    fn fails(&self, command: &str, expected: &[&str]) {
        let Run { status, out, error } = self.run(command);
        assert_eq!((status, out.as_str()), (2, ""), "{command}: {error}");
        for expected in expected {
            assert_eq!(error.matches(expected).count(), 1, "{command}: {expected:?} once in: {error}");
        }
    }

    /// The names of all files in the folder.
    fn files(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.path()).expect("there").map(|entry| entry.expect("there").file_name());
        let mut names: Vec<String> = entries.map(|name| name.to_string_lossy().into_owned()).collect();
        names.retain(|name| name != "cache");
        names.sort();
        names
    }
}

#[test]
fn each_bad_input_is_named_with_its_reason_and_nothing_is_left() {
    let desk = Desk::new();
    desk.write("empty.txt", "");
    desk.write("blank.txt", " \n\u{feff}\n");
    desk.write("binary.txt", b"\x7fELF\x02\x01\x00\x00\x00\x03");
    desk.write("paper.txt", b"%PDF-1.7\n%");
    desk.write("menu.html", "<html><body><ul><li><a href='/'>Home</a></li></ul></body></html>");
    desk.write("long.txt", "A ship left the harbour. ".repeat(50_000));
    desk.write("bad.jsonl", "{\"id\": \"a\", \"text\": \n");
    fs::create_dir(desk.path("void")).expect("made");
    let before = desk.files();
    for (input, expected) in [
        ("missing.txt", "error: missing.txt: No such file"),
        ("empty.txt", "error: empty.txt: is empty"),
        ("blank.txt", "error: blank.txt: is empty"),
        ("binary.txt", "error: binary.txt: is a binary file"),
        ("paper.txt", "error: paper.txt: is a PDF file"),
        ("menu.html", "error: menu.html: is an HTML page without an article"),
        (
            "long.txt",
            "error: long.txt: is too long for one article (1250 kB; at most 500 kB of text); give each article a file",
        ),
        ("bad.jsonl", "error: bad.jsonl:1: no JSON object"),
        ("void", "error: void: no articles in this folder"),
    ] {
        desk.fails(&format!("analyse {input} -o out.conllu"), &[expected, "error: nothing could be read"]);
        assert_eq!(desk.files(), before, "{input}");
    }
}

#[test]
fn one_bad_input_does_not_stop_the_others() {
    let desk = Desk::new();
    desk.write("latin.txt", b"The caf\xe9 in Z\xfcrich, the mayor said, will close at na\xefve hours.");
    desk.write(
        "wire.jsonl",
        "{\"id\": \"a\", \"text\": \"Ships sail.\"}\nnonsense\n{\"id\": \"a\", \"text\": \"Ships sail.\"}\n{\"id\": \"b\"}\n",
    );
    let run = desk.run("analyse latin.txt missing.txt wire.jsonl good.txt --format json -o out.jsonl");
    assert_eq!((run.status, run.out.as_str()), (1, ""), "{}", run.error);
    for line in [
        "note: latin.txt: not UTF-8; read as windows-1252",
        "error: missing.txt: No such file or directory",
        "error: wire.jsonl:2: no JSON object",
        "error: wire.jsonl:4: no article: missing field `text`",
    ] {
        assert_eq!(run.error.matches(line).count(), 1, "{line:?} once in {}", run.error);
    }
    assert_eq!(run.error.matches("No such file").count(), 1, "{}", run.error);
    let out = fs::read_to_string(desk.path("out.jsonl")).expect("written");
    let ids: Vec<String> = out
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("JSON")["id"].as_str().expect("a string").to_owned())
        .collect();
    assert_eq!(ids, ["latin", "a", "a", "good"]);
}

#[test]
fn a_command_that_is_wrong_says_so() {
    let desk = Desk::new();
    desk.write("broken.ttl", "@prefix ng: <http://example.org/> .\nng:sells ng:phrasing \"X sells Y .\n");
    desk.write("no-parse.conllu", "1\tone\n");
    desk.write("gold.jsonl", "{\"id\": 5}\n");
    fs::create_dir(desk.path("folder")).expect("made");
    desk.write("folder/notes.txt", "not a store");
    desk.fails("extract good.txt --ontology broken.ttl", &["ontology broken.ttl:2:22: "]);
    desk.fails("extract good.txt --ontology missing.ttl", &["missing.ttl", "No such file"]);
    desk.fails("extract good.txt --kb good.txt", &["knowledge base good.txt"]);
    desk.fails("analyse good.txt --model nowhere", &["nowhere/network.json", "No such file"]);
    desk.fails("extract good.txt --format turtel", &["invalid value 'turtel'"]);
    desk.fails("extract good.txt --date tomorrow", &["invalid value 'tomorrow'"]);
    desk.fails("extract good.txt -o nowhere/out.ttl", &["nowhere/out.ttl", "No such file"]);
    desk.fails("ingest good.txt --store good.txt", &["store good.txt: this is a file"]);
    desk.fails("ingest good.txt --store folder", &["store folder"]);
    desk.fails("verify --store folder", &["store folder: this folder is no store"]);
    desk.fails("query articles --store nowhere", &["store nowhere: there is no such folder"]);
    desk.fails("query nonsense --store nowhere", &["query nonsense: there is no saved query"]);
    assert_eq!(desk.run("ingest good.txt --store news").status, 0);
    desk.fails("query about --store news --bind what=Q7747", &["query about: "]);
    desk.fails("evaluate trees missing.conllu", &["missing.conllu", "No such file"]);
    desk.fails("evaluate trees no-parse.conllu", &["no-parse.conllu: CoNLL-U, line 1: "]);
    desk.fails("evaluate claims gold.jsonl", &["gold.jsonl:1"]);
    desk.fails("evaluate names good.txt", &["good.txt: tagged words, line 1: "]);
    assert!(!desk.files().iter().any(|name| name.contains("part")), "{:?}", desk.files());
}

#[test]
fn a_file_is_written_whole_or_not_at_all() {
    let desk = Desk::new();
    desk.write("control.jsonl", "{\"text\": \"Robert Abela met \\u0001 Emmanuel Macron in Paris.\"}");
    desk.write("out.rdf", "what was there before");
    desk.fails("extract control.jsonl -o out.rdf", &["out.rdf", "RDF/XML cannot hold"]);
    assert_eq!(fs::read_to_string(desk.path("out.rdf")).expect("there"), "what was there before");
    assert_eq!(desk.files(), ["control.jsonl", "good.txt", "out.rdf"]);
    let run = desk.run("extract control.jsonl -o out.nq");
    assert_eq!(run.status, 0, "{}", run.error);
    assert!(fs::read_to_string(desk.path("out.nq")).expect("written").ends_with(" .\n"));
}

#[test]
fn strange_texts_are_read_to_their_end() {
    let desk = Desk::new();
    let utf16: Vec<u8> = "\u{feff}Zürich votes on Sunday.".encode_utf16().flat_map(u16::to_be_bytes).collect();
    desk.write("utf16.txt", utf16);
    desk.write("crlf.txt", "\u{feff}Port closed\r\n\r\nThe port was closed on Monday.\r\n");
    desk.write("emoji.txt", "😀😀 🚢 👩‍👩‍👧‍👦\n\n🇲🇹");
    desk.write("arabic.txt", "قال الرئيس إن المحادثات ستستأنف يوم الاثنين في جنيف. \u{202e}abc\u{202c}");
    desk.write("marks.txt", format!("Za{} is here.", "\u{301}".repeat(5_000)));
    desk.write("brackets.txt", format!("He said {}so{}.", "(".repeat(30_000), ")".repeat(30_000)));
    desk.write("quotes.txt", "\u{201c}\"'".repeat(3_000) + " he said " + &"'\"\u{201d}".repeat(3_000));
    desk.write("unbroken.txt", "harbour".repeat(30_000));
    desk.write("sentence.txt", "the ship and ".repeat(1_000));
    let names = "utf16 crlf emoji arabic marks brackets quotes unbroken sentence";
    for name in names.split(' ') {
        let text = desk.run(&format!("analyse {name}.txt"));
        assert_eq!(text.status, 0, "{name}: {}", text.error);
        // Words spell the text, white space apart.
        let mut spelled = String::new();
        let mut range_end = 0;
        for line in text.out.lines().filter(|line| !line.starts_with('#')) {
            let columns: Vec<&str> = line.split('\t').collect();
            match columns[0].split_once('-') {
                _ if columns.len() != 10 => range_end = 0,
                Some((_, end)) => {
                    range_end = end.parse().expect("a number");
                    spelled.push_str(columns[1]);
                }
                None if columns[0].parse::<usize>().expect("a number") > range_end => spelled.push_str(columns[1]),
                None => {}
            }
        }
        let bytes = fs::read(desk.path(&format!("{name}.txt"))).expect("there");
        let expected =
            if name == "utf16" { "Zürich votes on Sunday.".to_owned() } else { String::from_utf8(bytes).unwrap() };
        let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace() && *c != '\u{feff}').collect::<String>();
        assert!(bare(&spelled) == bare(&expected), "{name}");
    }
    let run = desk.run("extract . --format json");
    assert_eq!(run.status, 0, "{}", run.error);
    assert_eq!(run.out.lines().count(), names.split(' ').count() + 1);
}

#[test]
fn every_format_of_a_graph_can_be_read_again() {
    use oxigraph::io::{JsonLdProfileSet, RdfFormat, RdfParser};
    let desk = Desk::new();
    desk.write("second.txt", "Angela Merkel met Joe Biden in Berlin on Friday.");
    let count = |format: &str, rdf: RdfFormat| {
        let run = desk.run(&format!("extract good.txt second.txt --date 2024-05-31 --format {format}"));
        assert_eq!(run.status, 0, "{}", run.error);
        assert_eq!(run.out, desk.run(&format!("extract good.txt second.txt --date 2024-05-31 --format {format}")).out);
        let quads: Vec<_> =
            RdfParser::from_format(rdf).for_slice(&run.out).collect::<Result<_, _>>().expect("sound RDF");
        quads.len()
    };
    let triples = count("turtle", RdfFormat::Turtle);
    assert!(triples > 50);
    assert_eq!(count("ntriples", RdfFormat::NTriples), triples);
    assert_eq!(count("rdfxml", RdfFormat::RdfXml), triples);
    assert_eq!(count("nquads", RdfFormat::NQuads), count("trig", RdfFormat::TriG));
    assert!(count("jsonld", RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() }) > 50);

    let run = desk.run("extract good.txt second.txt --format json");
    let first: Value = serde_json::from_str(run.out.lines().next().expect("a line")).expect("JSON");
    assert_eq!((first["id"].as_str(), first["title"].as_str()), (Some("good"), Some("Harbour talks end")));
    let text: Vec<char> = first["text"].as_str().expect("the text").chars().collect();
    let entities = first["entities"].as_array().expect("entities");
    let macron = entities.iter().find(|entity| entity["wikidata"] == "Q3052772").expect("Macron");
    let span = macron["mentions"][0].as_array().expect("a span");
    let at = |index: usize| usize::try_from(span[index].as_u64().expect("a number")).expect("small");
    assert_eq!(text[at(0)..at(1)].iter().collect::<String>(), "Emmanuel Macron");

    // The file's name tells the format.
    desk.run("extract good.txt -o out.nt");
    desk.run("extract good.txt -o out.json");
    assert!(fs::read_to_string(desk.path("out.nt")).expect("written").starts_with('<'));
    assert!(fs::read_to_string(desk.path("out.json")).expect("written").starts_with('{'));
}

#[test]
fn analysis_comes_as_conllu_or_json_from_files_and_standard_input() {
    let desk = Desk::new();
    let run = desk.run("analyse good.txt");
    assert!(run.out.starts_with("# newdoc id = good\n# meta::title = Harbour talks end\n"), "{}", run.out);
    assert!(run.out.contains("Macron\tMacron\tPROPN\t"), "{}", run.out);
    let piped = desk.run_with("analyse -", ARTICLE);
    assert_eq!(piped.out.replace("stdin", "good"), run.out);
    let run = desk.run("analyse good.txt --format json");
    let object: Value = serde_json::from_str(&run.out).expect("JSON");
    assert_eq!(object["names"][0]["text"], "Malta");
    assert_eq!(object["sentences"][0]["headline"], true);
}

#[test]
fn a_page_is_read_as_its_article_is() {
    let desk = Desk::new();
    let paragraph =
        "Malta's Prime Minister Robert Abela met Emmanuel Macron in Paris on Monday, officials said. ".repeat(3);
    desk.write(
        "page.html",
        format!(
            "<!doctype html><html lang=en><head><title>Harbour talks end | Gazette</title>\
             <meta property='article:published_time' content='2024-05-31T10:00Z'></head><body><nav><a href=/>Home</a></nav>\
             <article><h1>Harbour talks end</h1><p>{paragraph}</p><p>{paragraph}</p></article></body></html>"
        ),
    );
    let run = desk.run("extract page.html --format json");
    let page: Value = serde_json::from_str(&run.out).expect("JSON");
    assert_eq!((page["title"].as_str(), page["date"].as_str()), (Some("Harbour talks end"), Some("2024-05-31")));
    let paragraph = paragraph.trim();
    assert_eq!(page["text"].as_str(), Some(format!("Harbour talks end\n\n{paragraph}\n\n{paragraph}").as_str()));
    assert!(page["claims"].as_array().is_some_and(|claims| !claims.is_empty()));
}

/// Gold made of the program's own output: what is read again from the same text must be wholly right.
#[test]
fn the_measures_find_the_programs_own_output_right() {
    let desk = Desk::new();
    desk.write("second.txt", "Angela Merkel met Joe Biden in Berlin on Friday.");
    desk.run("extract good.txt second.txt --date 2024-05-31 --format json -o gold.jsonl");
    let read = desk.run("evaluate claims gold.jsonl");
    assert_eq!(read.status, 0, "{}", read.error);
    assert!(read.out.contains("100.0") || read.out.contains("1.000"), "{}", read.out);
    assert_eq!(read.out, desk.run("evaluate claims gold.jsonl gold.jsonl").out);

    desk.run("analyse good.txt second.txt -o gold.conllu");
    let trees = desk.run("evaluate trees gold.conllu gold.conllu");
    assert!(trees.out.contains("LAS       100.00"), "{}", trees.out);
    assert_eq!(desk.run("evaluate trees gold.conllu").status, 0);

    desk.write(
        "gold.iob2",
        "# newdoc id = a\n# text = Angela Merkel slept.\n1\tAngela\tB-PER\t-\t-\n2\tMerkel\tI-PER\t-\t-\n3\tslept\tO\t-\t-\n4\t.\tO\t-\t-\n\n",
    );
    let names = desk.run("evaluate names gold.iob2");
    assert_eq!(names.status, 0, "{}", names.error);
    assert!(names.out.contains("100.0"), "{}", names.out);
}

#[test]
fn a_store_takes_the_sound_ones_and_reading_again_changes_nothing() {
    let desk = Desk::new();
    let run = desk.run("ingest good.txt missing.txt --store news");
    assert_eq!(run.status, 1, "{}", run.error);
    assert!(run.error.contains("1 new, 0 changed, 0 unchanged, 1 failed"), "{}", run.error);
    let run = desk.run("ingest good.txt --store news");
    assert!(run.status == 0 && run.error.contains("0 new, 0 changed, 1 unchanged"), "{}", run.error);
    assert_eq!(desk.run("verify --store news").status, 0);
    assert!(Path::new(&desk.path("news/documents")).is_dir());
}
