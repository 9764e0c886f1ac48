//! `newsgraph kb` at the terminal: building from a dump, damaged input, several knowledge bases at once.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::fs;
use std::io::Write as _;
use std::path::Path;

use assert_cmd::Command;
use newsgraph::Reader;
use newsgraph::ReaderOptions;
use newsgraph::article::Article;
use newsgraph::knowledge::builder::{Options, build};
use newsgraph::knowledge::{ItemId, KnowledgeBase};
use newsgraph::ontology::Class;

/// A dump of a country, its office, and who holds it; a newspaper of a class that only the dump knows.
const DUMP: &str = r#"[
{"type":"item","id":"Q900000001","labels":{"en":{"language":"en","value":"Ruritania"},"de":{"language":"de","value":"Ruritanien"}},"descriptions":{"en":{"language":"en","value":"country in Europe"}},"aliases":{},"claims":{"P31":[{"mainsnak":{"datavalue":{"value":{"id":"Q6256"}}},"rank":"normal"}],"P1549":[{"mainsnak":{"datavalue":{"value":{"text":"Ruritanian","language":"en"}}},"rank":"normal"}]},"sitelinks":{"enwiki":{},"dewiki":{}}},
{"type":"item","id":"Q900000003","labels":{"mul":{"language":"mul","value":"Rudolf Elphberg"}},"descriptions":{"en":{"language":"en","value":"Ruritanian politician"}},"aliases":{"en":[{"language":"en","value":"Rudolf V"}]},"claims":{"P31":[{"mainsnak":{"datavalue":{"value":{"id":"Q5"}}},"rank":"normal"}],"P27":[{"mainsnak":{"datavalue":{"value":{"id":"Q900000001"}}},"rank":"normal"}],"P39":[{"mainsnak":{"datavalue":{"value":{"id":"Q900000002"}}},"qualifiers":{"P580":[{"datavalue":{"value":{"time":"+2019-03-01T00:00:00Z","precision":11}}}]},"rank":"normal"}]},"sitelinks":{"enwiki":{}}},
{"type":"item","id":"Q900000002","labels":{"en":{"language":"en","value":"President of Ruritania"}},"claims":{"P31":[{"mainsnak":{"datavalue":{"value":{"id":"Q4164871"}}},"rank":"normal"}],"P1001":[{"mainsnak":{"datavalue":{"value":{"id":"Q900000001"}}},"rank":"normal"}]}},
{"type":"item","id":"Q900000004","labels":{"en":{"language":"en","value":"Strelsau Herald"}},"claims":{"P31":[{"mainsnak":{"datavalue":{"value":{"id":"Q900000005"}}},"rank":"normal"}]}},
{"type":"item","id":"Q900000005","labels":{"en":{"language":"en","value":"Ruritanian newspaper"}},"claims":{"P279":[{"mainsnak":{"datavalue":{"value":{"id":"Q11032"}}},"rank":"normal"}]}},
{"type":"item","id":"Q900000006","labels":{"en":{"language":"en","value":"Ruritania (disambiguation)"}},"claims":{"P31":[{"mainsnak":{"datavalue":{"value":{"id":"Q4167410"}}},"rank":"normal"}]}}
]
"#;

fn newsgraph() -> Command {
    let mut command = Command::cargo_bin("newsgraph").unwrap();
    command.env_remove("NEWSGRAPH_KB");
    command
}

fn built(folder: &Path, name: &str, dump: &[u8]) -> std::path::PathBuf {
    let (from, to) = (folder.join(format!("{name}.json")), folder.join(format!("{name}.kb")));
    fs::write(&from, dump).unwrap();
    build(&[from], &to, &Options::default(), &mut |_| {}).unwrap();
    to
}

#[test]
fn a_dump_becomes_a_knowledge_base() {
    let folder = tempfile::tempdir().unwrap();
    let kb = KnowledgeBase::open(&built(folder.path(), "one", DUMP.as_bytes())).unwrap();
    let item = |number| kb.item(ItemId(number));
    let country = item(900_000_001).unwrap();
    assert_eq!((country.class, country.country, country.popularity), (Class::GeopoliticalEntity, Some(country.id), 35));
    assert_eq!(item(900_000_004).unwrap().class, Class::MediaOrganization, "through the dump's own subclasses");
    assert_eq!(item(900_000_006), None, "disambiguation pages are nothing that a text speaks of");
    assert_eq!(kb.candidates("rudolf v"), [ItemId(900_000_003)]);
    assert_eq!(kb.demonym("Ruritanian"), Some(country.id));
    let on = |year| kb.holders(country.id, "president", format!("{year}-06-01").parse().ok());
    assert_eq!((on(2020), on(2010)), (vec![ItemId(900_000_003)], vec![]), "the office is of what its item says");
    assert_eq!(kb.candidates("Ruritanien"), [], "German was not asked for");
}

#[test]
fn little_memory_gives_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let from = folder.path().join("dump.json");
    let lines: String = (0..4000)
        .map(|number| {
            format!(
                "{{\"type\":\"item\",\"id\":\"Q{}\",\"labels\":{{\"en\":{{\"value\":\"Name {}\"}}}}}}\n",
                9000 - number,
                number % 700
            )
        })
        .collect();
    fs::write(&from, lines).unwrap();
    let bytes = |memory: usize| {
        let to = folder.path().join("out.kb");
        let options = Options { memory, ..Options::default() };
        build(std::slice::from_ref(&from), &to, &options, &mut |_| {}).unwrap();
        fs::read(to).unwrap()
    };
    assert_eq!(bytes(20_000), bytes(64 << 20));
}

#[test]
fn a_dump_that_breaks_off_is_used_as_far_as_it_goes() {
    let folder = tempfile::tempdir().unwrap();
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(DUMP.as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    let (from, to) = (folder.path().join("dump.json.gz"), folder.path().join("out.kb"));
    fs::write(&from, &packed[..packed.len() * 3 / 4]).unwrap();
    let output = newsgraph().args(["kb", "build"]).arg(&from).arg("-o").arg(&to).assert().code(1).get_output().clone();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("ends too early") && said.contains("passed over"), "{said}");
    assert!(KnowledgeBase::open(&to).unwrap().item(ItemId(900_000_001)).is_some());
}

#[test]
fn what_cannot_be_built_leaves_the_old_file() {
    let folder = tempfile::tempdir().unwrap();
    let (from, to) = (folder.path().join("notes.txt"), folder.path().join("out.kb"));
    fs::write(&from, "Dear diary").unwrap();
    fs::write(&to, "precious").unwrap();
    newsgraph().args(["kb", "build"]).arg(&from).arg("-o").arg(&to).assert().code(2);
    assert_eq!(fs::read_to_string(&to).unwrap(), "precious");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "nothing is left over");
}

#[test]
fn several_knowledge_bases_are_asked_as_one() {
    let folder = tempfile::tempdir().unwrap();
    let file = built(folder.path(), "one", DUMP.as_bytes());
    let mine = folder.path().join("mine.tsv");
    fs::write(&mine, "https://example.org/jane\tJane Roe\t\tPerson\treporter of the Strelsau Herald\n").unwrap();
    let search = |name: &str| {
        let mut command = newsgraph();
        command.args(["kb", "search", name, "--limit", "1"]).arg("--entities").arg(&mine).env("NEWSGRAPH_KB", &file);
        String::from_utf8(command.assert().success().get_output().stdout.clone()).unwrap()
    };
    assert!(search("Vladimir Putin").starts_with("Q7747 "));
    assert!(search("Strelsau Herald").starts_with("Q900000004 "));
    assert!(search("Jane Roe").starts_with("https://example.org/jane "));
    let info = newsgraph().args(["kb", "info"]).arg(&mine).assert().code(2).get_output().clone();
    assert!(String::from_utf8(info.stderr).unwrap().contains("no knowledge base of newsgraph"));
}

#[test]
fn own_entities_have_their_own_iris_in_the_graph() {
    let folder = tempfile::tempdir().unwrap();
    let mine = folder.path().join("mine.tsv");
    fs::write(&mine, "https://example.org/flavia\tFlavia Strelsau\t\tPerson\tRuritanian princess\n").unwrap();
    let options = ReaderOptions { entities: vec![mine], ..ReaderOptions::default() };
    let reader = Reader::new(&options).unwrap();
    let article =
        Article::from_text("a", "Flavia Strelsau met Vladimir Putin in Moscow. Flavia Strelsau praised Russia.");
    let document = reader.read(article).unwrap();
    let quads: Vec<String> = reader.graph(&document).quads.iter().map(ToString::to_string).collect();
    assert!(quads.iter().any(|quad| quad.contains("<https://example.org/flavia>")), "{quads:#?}");
    assert!(!quads.iter().any(|quad| quad.contains("Q4000000000")));
}
