//! Plain text and what was found in a page, to an article.

use super::html::Page;
use super::read::ReadOptions;
use super::{Article, Span};

/// Titles are shorter, in characters.
const LONGEST_TITLE: usize = 200;

/// An article of a text; its first line is the title where it looks like one.
pub(super) fn from_text(text: String, notes: Vec<String>, source: &str, stem: &str, options: &ReadOptions) -> Article {
    let mut article = Article::from_text(stem, text);
    article.source = source.to_owned();
    article.date = options.date;
    article.notes = notes;
    article.headline = first_line(&article.text);
    article.title = article.headline.map(|span| span.of(&article.text).to_owned());
    note_language(&mut article);
    article
}

/// The first line, where it is a title: short, no sentence, and a blank line or longer text behind it.
pub(super) fn first_line(text: &str) -> Option<Span> {
    let start = text.len() - text.trim_start().len();
    let line = text[start..].lines().next()?;
    let span = Span::new(start, start + line.trim_end().len());
    let length = line.trim_end().chars().count();
    let rest = &text[start + line.len()..];
    let mut following = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix('\n')).unwrap_or(rest).lines();
    let sentence = span.of(text).ends_with(['.', ':', ';', ',']) && !span.of(text).ends_with("U.S.");
    let is_title = match following.next() {
        None => length <= 100 && !span.of(text).ends_with(['.', '!', '?', '"', '”', ':', ';', ',']),
        Some(next) if next.trim().is_empty() => length <= LONGEST_TITLE && !sentence,
        Some(next) => length <= 100 && !sentence && next.trim().chars().count() > length + length / 2,
    };
    is_title.then_some(span)
}

/// An article of a page.
pub(super) fn from_page(page: Page, notes: Vec<String>, source: &str, stem: &str, options: &ReadOptions) -> Article {
    let Page { text, headline, metadata } = page;
    let mut article = Article::from_text(stem, text);
    article.source = source.to_owned();
    article.headline = headline;
    article.title = metadata.title;
    article.date = metadata.date.or(options.date);
    article.url = metadata.url;
    article.publisher = metadata.publisher;
    article.author = metadata.author;
    article.language = metadata.language;
    article.notes = notes;
    note_language(&mut article);
    article
}

/// What is not English is read, but the user is told.
pub(super) fn note_language(article: &mut Article) {
    let sample: String = article.text.chars().filter(|c| !c.is_control() || c.is_whitespace()).take(3000).collect();
    if sample.chars().filter(|c| c.is_alphabetic()).count() < 60 {
        return;
    }
    let found = whichlang::detect_language(&sample);
    if found == whichlang::Lang::Eng {
        article.language.get_or_insert_with(|| "en".to_owned());
    } else {
        article.language.get_or_insert_with(|| found.three_letter_code().to_owned());
        article.notes.push(format!(
            "the text reads as {found:?} ({}), and newsgraph understands English only: expect little",
            found.three_letter_code()
        ));
    }
}
