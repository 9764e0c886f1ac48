//! Pages to their article: the running text without menus, advertisements and lists of other articles.
//!
//! Mozilla's readability (by `dom_smoothie`) finds the element that holds the article; what stands in it is written here,
//! a blank line between paragraphs, so that sentences never run over the end of a block. The text begins with the
//! headline. Pictures' captions, tables and embedded posts are left out: they are not the article's own sentences.

use std::panic::{AssertUnwindSafe, catch_unwind};

use dom_query::{Document, NodeRef};
use dom_smoothie::{Config, Readability};

use super::Span;
use super::metadata::{Metadata, metadata};

/// An article that was found in a page.
#[derive(Debug)]
pub(super) struct Page {
    /// The headline, a blank line, and the paragraphs.
    pub text: String,
    /// Where the headline stands.
    pub headline: Option<Span>,
    pub metadata: Metadata,
}

/// Elements nested deeper are no page but an attack: the time to build the tree is the square of its depth.
const DEEPEST: usize = 5_000;

/// More elements than the longest news page has, by far.
const MOST_ELEMENTS: usize = 200_000;

/// An article has at least so many words in sentences; what has fewer is a menu, a form or a notice.
const FEWEST_WORDS: usize = 20;

/// Readability tries again, less strictly, where it found fewer characters. News in brief is short.
const FEWEST_CHARACTERS: usize = 250;

/// Finds the article of a page; the error says why there is none, and what to do.
pub(super) fn read(html: &str) -> Result<Page, String> {
    let depth = depth(html);
    if depth > DEEPEST {
        return Err(format!("is an HTML page with {depth} elements inside each other, which is no page of news"));
    }
    // The parsers are not ours; a fault in them ends the page, not the run.
    catch_unwind(AssertUnwindSafe(|| extract(html)))
        .unwrap_or_else(|_| Err("is an HTML page that cannot be parsed; give the article's text (.txt)".to_owned()))
}

fn extract(html: &str) -> Result<Page, String> {
    let config = Config {
        char_threshold: FEWEST_CHARACTERS,
        max_elements_to_parse: MOST_ELEMENTS,
        disable_json_ld: true,
        ..Config::default()
    };
    let document = Document::from(html);
    document.select("figure, figcaption, table, form, button, nav, footer, template, [hidden]").remove();
    let mut readability =
        Readability::with_document(document, None, Some(config)).map_err(|error| error.to_string())?;
    let metadata = metadata(&readability.doc, || readability.get_article_title().to_string());
    let none = |words: usize| {
        format!(
            "is an HTML page without an article: {words} words of running text were found; save the article's own \
             page as it is shown, or give its text (.txt)"
        )
    };
    let content = match readability.parse() {
        Ok(article) => article.content,
        Err(dom_smoothie::ReadabilityError::TooManyElements(found, _)) => {
            return Err(format!("is an HTML page of {found} elements, which is no page of news"));
        }
        Err(_) => return Err(none(0)),
    };
    let mut paragraphs = paragraphs(&Document::from(content));
    let same = |a: &str, b: &str| a.trim().to_lowercase() == b.trim().to_lowercase();
    if let Some(title) = &metadata.title {
        paragraphs.retain(|paragraph| !same(paragraph, title));
    }
    let words = running_words(&paragraphs);
    if words < FEWEST_WORDS {
        return Err(none(words));
    }
    let headline = metadata.title.as_ref().map(|title| Span::new(0, title.len()));
    let text = metadata.title.iter().chain(&paragraphs).map(String::as_str).collect::<Vec<_>>().join("\n\n");
    Ok(Page { text, headline, metadata })
}

/// How many words stand in paragraphs that end as sentences do.
fn running_words(paragraphs: &[String]) -> usize {
    let is_sentence = |paragraph: &&String| {
        paragraph.trim_end_matches(['"', '\'', '”', '’', ')', ']']).ends_with(['.', '!', '?', '…'])
    };
    let words = |paragraph: &String| paragraph.split_whitespace().count();
    paragraphs.iter().filter(is_sentence).map(words).filter(|words| *words >= 4).sum()
}

/// The blocks of text in the order of the page, white space as a browser shows it.
fn paragraphs(document: &Document) -> Vec<String> {
    let mut paragraphs = Vec::new();
    let mut open = String::new();
    let mut close = |open: &mut String| {
        let text = std::mem::take(open);
        // A line break ends a line, not a paragraph; two of them end one.
        for paragraph in text.split("\n\n") {
            let lines: Vec<&str> = paragraph.split('\n').map(str::trim).filter(|line| !line.is_empty()).collect();
            if !lines.is_empty() {
                paragraphs.push(lines.join("\n"));
            }
        }
    };
    // By hand and not recursive: pages may be nested deeper than the stack.
    let root = document.root();
    let mut node = Some(root);
    while let Some(current) = node {
        let name = current.node_name();
        let name = name.as_deref().unwrap_or_default();
        if current.is_text() {
            append(&current.text(), &mut open);
        } else if name == "br" {
            open.truncate(open.trim_end_matches(' ').len());
            open.push('\n');
        } else if is_block(name) {
            close(&mut open);
        }
        node = current.first_child().filter(|_| !is_skipped(name));
        let mut at = current;
        while node.is_none() {
            if at.node_name().is_some_and(|name| is_block(&name)) {
                close(&mut open);
            }
            if at.id == root.id {
                break;
            }
            node = at.next_sibling();
            let Some(parent) = NodeRef::parent(&at) else { break };
            at = parent;
        }
    }
    close(&mut open);
    paragraphs
}

/// Appends text with its white space as single spaces; soft hyphens and zero-width spaces only help to break lines.
fn append(text: &str, open: &mut String) {
    for c in text.chars() {
        if c.is_whitespace() {
            if !open.is_empty() && !open.ends_with([' ', '\n']) {
                open.push(' ');
            }
        } else if !matches!(c, '\u{ad}' | '\u{200b}') {
            open.push(c);
        }
    }
}

fn is_skipped(name: &str) -> bool {
    matches!(name, "script" | "style" | "noscript" | "svg" | "math" | "iframe" | "aside" | "sup" | "head")
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "section"
            | "article"
            | "main"
            | "header"
            | "footer"
            | "aside"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "ul"
            | "ol"
            | "li"
            | "dl"
            | "dt"
            | "dd"
            | "blockquote"
            | "pre"
            | "hr"
            | "address"
            | "details"
            | "summary"
            | "figure"
            | "table"
            | "tr"
            | "td"
            | "th"
            | "body"
            | "html"
    )
}

/// How deep elements may stand inside each other, judged from the tags alone.
fn depth(html: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for (at, _) in html.match_indices('<') {
        let tag = html.get(at + 1..at + 9).or_else(|| html.get(at + 1..)).unwrap_or_default();
        if tag.starts_with('/') {
            depth = depth.saturating_sub(1);
        } else if tag.starts_with(|c: char| c.is_ascii_alphabetic()) {
            let name = tag.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default().to_ascii_lowercase();
            // Elements without an end, and those whose end is often left out.
            let is_open = matches!(
                name.as_str(),
                "br" | "img" | "hr" | "meta" | "link" | "input" | "source" | "wbr" | "p" | "li" | "td" | "tr" | "path"
            );
            depth += usize::from(!is_open);
            deepest = deepest.max(depth);
        }
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PAGE: &str = r##"<!DOCTYPE html><html lang="en"><head><title>Ferry line to Tunis closes - The Gazette</title>
        <meta property="og:site_name" content="The Gazette"></head><body>
        <nav><a href="/">Home</a> <a href="/world">World</a> <a href="/sport">Sport</a></nav>
        <main><article><h1>Ferry line to Tunis closes</h1><p class="byline">By Ada Borg</p>
        <figure><img src="a.jpg"><figcaption>A ferry in the harbour. Photograph: L. Vella</figcaption></figure>
        <div class="article-body">
        <p>The last ferry between Valletta and Tunis left
          on <b>Monday</b>, the ministry&nbsp;said, because its owner, Med&shy;Lines, had gone bank&#8203;rupt.</p>
        <p>&ldquo;We regret it,&rdquo; Minister <a href="/x">Karim Haddad</a> said.<br>About 200 people worked for the company,
        which was founded in 1987 and had three ships, all of them built in Norway.</p>
        <h2>What comes next</h2>
        <p>Fishermen, who opposed the line for years, celebrated in the harbour until late in the night, witnesses said.</p>
        <ul><li>Passengers get their money back.</li><li>The ships will be sold.</li></ul>
        <aside><a href="/1">Read more: ten ferries that sank</a></aside>
        <script>var x = "not text";</script></div></article></main>
        <div class="related-links"><ul><li><a href="/2">Storm warning</a></li><li><a href="/3">Bank sold</a></li></ul></div>
        <footer>Copyright The Gazette. All rights reserved.</footer></body></html>"##;

    #[test]
    fn the_article_is_found_among_menus_and_links() {
        let page = read(PAGE).expect("an article");
        assert_eq!(page.metadata.title.as_deref(), Some("Ferry line to Tunis closes"));
        assert_eq!(page.headline.map(|span| span.of(&page.text)), page.metadata.title.as_deref());
        insta::assert_snapshot!(page.text, @"
        Ferry line to Tunis closes

        The last ferry between Valletta and Tunis left on Monday, the ministry said, because its owner, MedLines, had gone bankrupt.

        “We regret it,” Minister Karim Haddad said.
        About 200 people worked for the company, which was founded in 1987 and had three ships, all of them built in Norway.

        What comes next

        Fishermen, who opposed the line for years, celebrated in the harbour until late in the night, witnesses said.

        Passengers get their money back.

        The ships will be sold.
        ");
    }

    #[test]
    fn a_page_without_an_article_is_said_to_be_one() {
        for html in [
            "<html><body></body></html>",
            "<html><head><title>News</title></head><body><ul><li><a href='/1'>Storm warning</a></li></ul></body></html>",
            "<!doctype html><html><body><div id=app></div><script>start()</script><noscript>Enable JavaScript.</noscript></body></html>",
            "<html><body><form><p>Sign in to read on.</p><input name=password></form></body></html>",
            "<html",
        ] {
            let error = read(html).expect_err(html);
            assert!(error.contains("without an article"), "{error}");
        }
    }

    #[test]
    fn depth_does_not_hurt() {
        for tag in ["<div>", "<b>", "<p>", "<table><tr><td>", "<li>", "<a href=x>", "<span><br>"] {
            let html = format!("<html><body>{}text", tag.repeat(100_000));
            assert!(read(&html).is_err(), "{tag}");
            let html = format!("<html><body>{}<p>{}</p>", tag.repeat(1000), "A ship left the harbour. ".repeat(20));
            // Read or refused, but soon and without a fault.
            drop(read(&html));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn any_page_is_read_or_refused(parts in proptest::collection::vec(
            "<(/)?(div|p|b|table|tr|td|h1|title|script|ul|li|a href=\"x\"|br|svg|template)>|[A-Z][a-z ,]{0,60}\\. |&[a-z]{1,5};|<!--|\\PC{0,8}", 0..60,
        )) {
            let html = format!("<html><body>{}", parts.concat());
            if let Ok(page) = read(&html) {
                prop_assert!(!page.text.trim().is_empty());
                prop_assert!(page.headline.is_none_or(|span| span.end <= page.text.len()));
            }
        }
    }
}
