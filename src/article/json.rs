//! JSON to an article: the fields that are known, others ignored.

use serde::Deserialize;
use serde_json::Value;

use super::dates::parse_date;
use super::plain::{first_line, note_language};
use super::read::ReadOptions;
use super::{Article, Span, decode};
use crate::error::{Error, Result};

/// An article of one line of JSON Lines; `place` names the line.
pub(super) fn line(line: Vec<u8>, place: String, stem: &str, number: usize, options: &ReadOptions) -> Result<Article> {
    let wrong = |reason: String| Error::Input { input: place.clone(), reason };
    let (text, notes) = decode::text(line).map_err(wrong)?;
    let value = serde_json::from_str(text.trim_start_matches('\u{feff}'))
        .map_err(|error| wrong(format!("no JSON object: {error}; JSON Lines holds one article a line")))?;
    let mut article = article(value, place, stem, number, options)?;
    article.notes.splice(0..0, notes);
    Ok(article)
}

/// The fields of an article in JSON; others are ignored, and so are wrong values of all but the text.
#[derive(Deserialize)]
struct Fields {
    text: String,
    #[serde(default)]
    id: Value,
    #[serde(default)]
    title: Value,
    #[serde(default)]
    date: Value,
    #[serde(default)]
    url: Value,
    #[serde(default)]
    publisher: Value,
    #[serde(default)]
    author: Value,
    #[serde(default)]
    language: Value,
}

/// An article of a JSON object, the `number`th of the file `stem`; `place` names it.
pub(super) fn article(
    value: Value,
    place: String,
    stem: &str,
    number: usize,
    options: &ReadOptions,
) -> Result<Article> {
    let wrong = |reason: String| Error::Input { input: place.clone(), reason };
    let fields: Fields = serde_json::from_value(value).map_err(|error| wrong(format!("no article: {error}")))?;
    if fields.text.trim().is_empty() {
        return Err(wrong("the field text is empty".to_owned()));
    }
    let mut left_out = Vec::new();
    let mut string = |name: &'static str, value: Value| match value {
        Value::String(text) => Some(text).filter(|text| !text.trim().is_empty()),
        Value::Null => None,
        _ => {
            left_out.push(name);
            None
        }
    };
    let title = string("title", fields.title);
    let date = match fields.date {
        Value::Number(number) => Some(number.to_string()),
        value => string("date", value),
    };
    let url = string("url", fields.url);
    let language = string("language", fields.language);
    let id = match fields.id {
        Value::String(id) => Some(id).filter(|id| !id.is_empty()),
        Value::Number(id) => Some(id.to_string()),
        _ => None,
    };
    let mut article = Article::from_text(id.unwrap_or_else(|| format!("{stem}-{number}")), fields.text);
    article.source = place;
    article.headline = match &title {
        Some(title) => headline(&article.text, title),
        // A line alone may be all that there is of a text.
        None => first_line(&article.text).filter(|line| line.end < article.text.trim_end().len()),
    };
    article.title = title.or_else(|| article.headline.map(|span| span.of(&article.text).to_owned()));
    article.url = url;
    article.publisher = names(fields.publisher);
    article.author = names(fields.author);
    article.language = language;
    article.date = date.as_deref().and_then(parse_date).or(options.date);
    if let Some(date) = date.filter(|date| parse_date(date).is_none()) {
        article.notes.push(format!("the date {date:?} is not understood; write 2024-05-31"));
    }
    if !left_out.is_empty() {
        article.notes.push(format!("the fields {} are not understood and left out", left_out.join(", ")));
    }
    note_language(&mut article);
    Ok(article)
}

/// A name, an object with a name, or several of these.
fn names(value: Value) -> Option<String> {
    match value {
        Value::String(name) => Some(name),
        Value::Object(mut object) => object.remove("name").and_then(|name| name.as_str().map(str::to_owned)),
        Value::Array(values) => Some(values.into_iter().filter_map(names).collect::<Vec<_>>().join(", ")),
        _ => None,
    }
    .filter(|names| !names.trim().is_empty())
}

/// Where the title stands when the text begins with it.
fn headline(text: &str, title: &str) -> Option<Span> {
    let title = title.trim();
    let start = text.len() - text.trim_start().len();
    let rest = &text[start..];
    let ends = |rest: &str| rest.chars().next().is_none_or(|c| c == '\n' || c == '\r');
    (rest.starts_with(title) && ends(rest[title.len()..].trim_start_matches([' ', '\t'])))
        .then(|| Span::new(start, start + title.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Article> {
        line(text.as_bytes().to_vec(), "wire.jsonl:3".to_owned(), "wire", 3, &ReadOptions::default())
    }

    #[test]
    fn what_is_no_article_is_said_with_its_line() {
        for (text, expected) in [
            ("{\"id\": \"a\"}", "missing field `text`"),
            ("{\"text\": 7}", "expected a string"),
            ("{\"text\": null}", "expected a string"),
            ("{\"text\": \" \\n\"}", "the field text is empty"),
            ("[]", "no article"),
            ("\"text\"", "no article"),
            ("{\"text\": \"a\\ud800b\"}", "no JSON object"),
            ("{\"text\": \"a\"", "no JSON object"),
            ("{\"text\": \"a\"} {\"text\": \"b\"}", "no JSON object"),
            ("{\"text\": \"a\", \"text\": \"b\"}", ""),
            ("{\"text\": \"a\nb\"}", "no JSON object"),
            (&format!("{}1{}", "[".repeat(500), "]".repeat(500)), "no JSON object"),
        ] {
            match read(text) {
                Err(error) => {
                    let error = error.to_string();
                    assert!(error.starts_with("wire.jsonl:3: ") && error.contains(expected), "{text}: {error}");
                }
                Ok(article) => assert!(expected.is_empty(), "{text}: {article:?}"),
            }
        }
    }

    #[test]
    fn fields_of_the_wrong_type_cost_the_field_only() {
        let article = read(
            r#"{"text": "A ship left.", "id": {"a": 1}, "title": 5, "date": false, "url": ["x"], "publisher": null,
            "author": [{"name": "Ada"}, "Li"], "language": {}}"#
                .replace('\n', " ")
                .as_str(),
        )
        .expect("an article");
        assert_eq!((article.id.as_str(), article.title, article.date), ("wire-3", None, None));
        assert_eq!(article.author.as_deref(), Some("Ada, Li"));
        assert_eq!(article.notes, ["the fields title, date, url, language are not understood and left out"]);
    }

    #[test]
    fn the_first_line_is_the_title_where_none_is_given() {
        let text = r#""text": "Ship leaves\n\nA ship left on Monday.""#;
        let titles = |line: &str| {
            let article = read(line).expect("an article");
            (article.title, article.headline.map(|span| (span.start, span.end)))
        };
        assert_eq!(titles(&format!("{{{text}}}")), (Some("Ship leaves".to_owned()), Some((0, 11))));
        let title = Some("Port news".to_owned());
        assert_eq!(titles(&format!(r#"{{{text}, "title": "Port news"}}"#)), (title, None));
        assert_eq!(titles(r#"{"text": "Ship leaves"}"#), (None, None));
    }

    #[test]
    fn the_text_is_the_inputs() {
        let article = read("{\"text\": \"\\ufeffe\\u0301 \\ud83d\\ude00\\r\\n\\u0000\"}").expect("an article");
        assert_eq!(article.text, "\u{feff}e\u{301} 😀\r\n\0");
    }
}
