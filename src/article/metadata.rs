//! What a page says about its article: title, date, address, publisher, author.
//!
//! Each is looked for in the same order: JSON-LD, which publishers write for machines, then `meta`, then marks within the
//! page. Dates of change are not dates of publication.

use dom_query::Document;
use jiff::civil::Date;
use serde_json::Value;

use super::dates::{date_in_url, parse_date};

/// What was found; the title is the headline without the site's name.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Metadata {
    pub title: Option<String>,
    pub date: Option<Date>,
    pub url: Option<String>,
    pub publisher: Option<String>,
    pub author: Option<String>,
    pub language: Option<String>,
}

/// Reads the metadata of a page; `guessed_title` is what is taken where it names none.
pub(super) fn metadata(page: &Document, guessed_title: impl FnOnce() -> String) -> Metadata {
    let article = linked_data(page);
    let data = |key: &str| article.as_ref().and_then(|article| article.get(key));
    let publisher = data("publisher")
        .and_then(names)
        .or_else(|| meta(page, &["og:site_name", "dc.publisher", "dcterms.publisher", "application-name"]));
    let url = select(page, "link[rel=canonical]", "href")
        .into_iter()
        .chain(meta(page, &["og:url"]))
        .chain(data("url").and_then(text))
        .chain(data("mainEntityOfPage").and_then(|page| text(page).or_else(|| page.get("@id").and_then(text))))
        .find(|url| is_address(url));
    let date = data("datePublished")
        .or_else(|| data("dateCreated"))
        .and_then(text)
        .and_then(|date| parse_date(&date))
        .or_else(|| DATES.iter().find_map(|name| meta(page, &[name]).and_then(|date| parse_date(&date))))
        .or_else(|| time_element(page))
        .or_else(|| url.as_deref().and_then(date_in_url));
    let author =
        data("author")
            .and_then(names)
            .into_iter()
            .chain(AUTHORS.iter().filter_map(|name| meta(page, &[name])))
            .chain(["[itemprop=author] [itemprop=name]", "[itemprop=author]", "[rel=author]"].iter().filter_map(
                |selector| Some(clean(&page.select_single(selector).text())).filter(|name| !name.is_empty()),
            ))
            .map(|author| without_by(&author).to_owned())
            .find(|author| !is_address(author) && author.chars().count() < 200);
    let title = title(page, data("headline").and_then(text), publisher.as_deref(), guessed_title);
    let language = select(page, "html", "lang").or_else(|| data("inLanguage").and_then(text));
    Metadata { title, date, url, publisher, author, language }
}

/// Names of `meta` elements, the surest first.
const DATES: [&str; 18] = [
    "article:published_time",
    "og:article:published_time",
    "article:published",
    "og:published_time",
    "datepublished",
    "date.published",
    "publication_date",
    "publication-date",
    "publishdate",
    "publish-date",
    "publish_date",
    "pubdate",
    "parsely-pub-date",
    "sailthru.date",
    "dcterms.created",
    "dc.date.issued",
    "dc.date",
    "date",
];

const AUTHORS: [&str; 7] =
    ["author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "byl"];

/// The headline as the reader sees it, where the page's title confirms it; else as machines are told.
fn title(
    page: &Document,
    headline: Option<String>,
    publisher: Option<&str>,
    guessed: impl FnOnce() -> String,
) -> Option<String> {
    let whole = clean(&page.select_single("title").text());
    let social = meta(page, &["og:title", "twitter:title", "dc.title"]);
    let seen = page.select("h1");
    let seen: Vec<String> =
        seen.nodes().iter().map(|heading| clean(&heading.text())).filter(|heading| !heading.is_empty()).collect();
    let told = [headline.as_deref(), social.as_deref(), Some(whole.as_str())];
    let confirmed = seen.iter().find(|seen| {
        let (seen, several) = (seen.to_lowercase(), seen.split(' ').count() > 1);
        several && told.iter().flatten().any(|told| told.to_lowercase().contains(&seen))
    });
    let without_site = |title: String| match publisher.and_then(|publisher| title.strip_suffix(publisher)) {
        Some(rest) => rest.trim_end_matches(|c: char| c.is_whitespace() || "|-–—:·»".contains(c)).to_owned(),
        None => title,
    };
    let only = || Some(seen.first()?.clone()).filter(|_| seen.len() == 1);
    confirmed
        .cloned()
        .or(headline)
        .or(social.map(without_site))
        .or_else(only)
        .or_else(|| Some(without_site(clean(&guessed()))))
        .filter(|title| !title.is_empty())
}

/// The JSON-LD object that describes the article.
fn linked_data(page: &Document) -> Option<Value> {
    let mut best: Option<(u8, Value)> = None;
    for script in page.select("script[type=\"application/ld+json\"]").nodes() {
        let text = script.text();
        let text = text.trim().trim_start_matches("<!--").trim_end_matches("-->");
        let Ok(value) = serde_json::from_str::<Value>(text) else { continue };
        let mut waiting = vec![value];
        while let Some(value) = waiting.pop() {
            match value {
                Value::Array(values) => waiting.extend(values.into_iter().rev()),
                Value::Object(mut object) => {
                    if let Some(graph) = object.remove("@graph") {
                        waiting.push(graph);
                    }
                    if let Some(main) = object.get("mainEntity").filter(|main| main.is_object()) {
                        waiting.push(main.clone());
                    }
                    let rank = rank(object.get("@type"));
                    if rank > best.as_ref().map_or(0, |(best, _)| *best) {
                        best = Some((rank, Value::Object(object)));
                    }
                }
                _ => {}
            }
        }
    }
    best.map(|(_, value)| value)
}

/// How surely an object of this type is the article: 0 is no article.
fn rank(kind: Option<&Value>) -> u8 {
    let of = |kind: &Value| match kind.as_str().map(|kind| kind.rsplit(['/', ':']).next().unwrap_or(kind)) {
        Some(kind) if kind.ends_with("NewsArticle") => 4,
        Some(kind) if kind.ends_with("Article") || matches!(kind, "BlogPosting" | "LiveBlogPosting" | "Report") => 3,
        Some("WebPage" | "CreativeWork") => 1,
        _ => 0,
    };
    match kind {
        Some(Value::Array(kinds)) => kinds.iter().map(of).max().unwrap_or(0),
        Some(kind) => of(kind),
        None => 0,
    }
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(clean(text)).filter(|text| !text.is_empty()),
        Value::Array(values) => values.iter().find_map(Value::as_str).map(clean).filter(|text| !text.is_empty()),
        _ => None,
    }
}

/// A name, the name of an object, or the names of several.
fn names(value: &Value) -> Option<String> {
    let one = |value: &Value| match value {
        Value::Object(object) => object.get("name").and_then(text),
        value => text(value),
    };
    let names: Vec<String> = match value {
        Value::Array(values) => values.iter().filter_map(one).collect(),
        value => one(value).into_iter().collect(),
    };
    Some(names.join(", ")).filter(|names| !names.is_empty())
}

/// The content of the first `meta` element with one of these names, in the order of the names.
fn meta(page: &Document, wanted: &[&str]) -> Option<String> {
    let elements = page.select("meta[content]");
    wanted.iter().find_map(|wanted| {
        elements.nodes().iter().find_map(|element| {
            let is_it = ["property", "name", "itemprop"]
                .iter()
                .any(|attribute| element.attr(attribute).is_some_and(|name| name.eq_ignore_ascii_case(wanted)));
            let content = is_it.then(|| element.attr("content")).flatten()?;
            Some(clean(&content)).filter(|content| !content.is_empty())
        })
    })
}

fn time_element(page: &Document) -> Option<Date> {
    const PLACES: [&str; 5] =
        ["time[itemprop=datePublished]", "[itemprop=datePublished]", "time[pubdate]", "article time", "time"];
    PLACES.iter().find_map(|place| {
        page.select(place).nodes().iter().find_map(|element| {
            let date = ["datetime", "content"].iter().find_map(|attribute| parse_date(&element.attr(attribute)?));
            date.or_else(|| parse_date(&element.text()))
        })
    })
}

fn select(page: &Document, selector: &str, attribute: &str) -> Option<String> {
    page.select_single(selector).attr(attribute).map(|value| clean(&value)).filter(|value| !value.is_empty())
}

fn is_address(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://")
}

fn without_by(author: &str) -> &str {
    match author.get(..3) {
        Some(by) if by.eq_ignore_ascii_case("by ") => author[3..].trim_start(),
        _ => author,
    }
}

/// White space to single spaces.
fn clean(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(html: &str) -> Metadata {
        metadata(&Document::from(html), String::new)
    }

    #[test]
    fn linked_data_comes_first_and_meta_fills_the_gaps() {
        let found = read(
            r#"<html lang="en-GB"><head><title>Ferry line closes | The Gazette</title>
            <meta property="og:site_name" content="The Gazette">
            <meta property="article:published_time" content="2023-01-01">
            <link rel="canonical" href="https://gazette.example/ferry">
            <script type="application/ld+json">{"@context": "https://schema.org", "@graph": [
              {"@type": "WebSite", "name": "Home", "datePublished": "1999-01-01"},
              {"@type": ["NewsArticle"], "headline": "Ferry line closes", "datePublished": "2024-05-31T23:00:00-05:00",
               "dateModified": "2024-06-02", "author": [{"@type": "Person", "name": "Ada Borg"}, {"name": "Li Wei"}]}]}
            </script></head><body><h1>Ferry line  closes</h1></body></html>"#,
        );
        assert_eq!(
            found,
            Metadata {
                title: Some("Ferry line closes".to_owned()),
                date: Some(jiff::civil::date(2024, 5, 31)),
                url: Some("https://gazette.example/ferry".to_owned()),
                publisher: Some("The Gazette".to_owned()),
                author: Some("Ada Borg, Li Wei".to_owned()),
                language: Some("en-GB".to_owned()),
            }
        );
    }

    #[test]
    fn dates_are_found_in_meta_then_time_then_the_address() {
        let date = |html: &str| read(html).date.map(|date| date.to_string());
        let time = r#"<article><time datetime="2024-02-02T10:00">Friday</time></article>"#;
        let meta = r#"<meta name="Date" content="March 3, 2024">"#;
        let link = r#"<link rel="canonical" href="https://gazette.example/2024/04/04/ferry">"#;
        assert_eq!(date(&format!("{link}{meta}{time}")).as_deref(), Some("2024-03-03"));
        assert_eq!(date(&format!("{link}{time}")).as_deref(), Some("2024-02-02"));
        assert_eq!(date(link).as_deref(), Some("2024-04-04"));
        assert_eq!(date("<time>yesterday</time>"), None);
    }

    #[test]
    fn a_title_loses_the_name_of_the_site() {
        let html = r#"<meta property="og:title" content="Ferry line closes - The Gazette">
            <meta property="og:site_name" content="The Gazette"><meta name="author" content="By Ada Borg">"#;
        assert_eq!(read(html).title.as_deref(), Some("Ferry line closes"));
        assert_eq!(read(html).author.as_deref(), Some("Ada Borg"));
    }

    #[test]
    fn broken_linked_data_is_passed_over() {
        for data in ["{", "[]", "null", "{\"@type\": 7}", "{\"@type\": \"Article\", \"author\": {\"name\": null}}"] {
            let html = format!("<script type=\"application/ld+json\">{data}</script><h1>Ferry line closes</h1>");
            assert_eq!(read(&html).title.as_deref(), Some("Ferry line closes"), "{data}");
        }
    }
}
