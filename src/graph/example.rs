//! An article of our own with what should be read from it, for the tests of this room and of the rooms below.

use jiff::civil::date;

use super::{DocumentGraph, Provenance, Reading};
use crate::article::{Article, Span};
use crate::claim::{Claim, Claims, Literal, Modality, Object, Polarity, Predicate, Quotation, QuotationKind};
use crate::entity::{Candidate, Entities, Entity, EntityId, Mention, MentionKind};
use crate::knowledge::ItemId;
use crate::language::{Analysis, Sentence};
use crate::ontology::{Class, Ontology, Property, ValueKind};
use crate::time::TimeValue;

const TITLE: &str = "Estonia and Finland hold ferry talks";
const SENTENCES: &[&str] = &[
    "Mara Lindqvist, spokeswoman for Estonia, said on Friday 🙂 that “talks with Finland will resume”.",
    "Estonia met Finland in Tallinn on 9 June 2021.",
    "Finland denies that it sanctioned the Harbour Union, a union of dockers founded in 1987.",
    "Lindqvist said Finland had threatened Estonia\\Åland's \"free\" ferries.",
    "Two captains were arrested.",
    "The talks stalled, and she may visit Helsinki.",
];

/// Everything that was read from an article, owned.
#[derive(Debug, Clone)]
pub struct Example {
    pub article: Article,
    pub analysis: Analysis,
    pub entities: Entities,
    pub claims: Claims,
}

impl Example {
    pub fn reading(&self) -> Reading<'_> {
        let Self { article, analysis, entities, claims } = self;
        Reading { article, analysis, entities, claims, knowledge: None }
    }

    pub fn graph(&self) -> DocumentGraph {
        DocumentGraph::new(self.reading(), &ontology(), &label, &provenance())
    }

    fn entity(
        &mut self,
        name: &str,
        class: Class,
        item: Option<u32>,
        mentions: &[(usize, &str, MentionKind)],
    ) -> EntityId {
        let id = EntityId(self.entities.entities.len());
        let mut indices = Vec::new();
        for (sentence, words, kind) in mentions {
            let sentence = &self.analysis.sentences[*sentence];
            let start =
                sentence.span.start + sentence.span.of(&self.article.text).find(words).expect("words of the sentence");
            indices.push(self.entities.mentions.len());
            let span = Span::new(start, start + words.len());
            self.entities.mentions.push(Mention { span, tokens: 0..0, head: 0, kind: *kind, entity: id });
        }
        self.entities.entities.push(Entity {
            name: name.to_owned(),
            class,
            mentions: indices,
            link: item.map(|item| Candidate::new(ItemId(item), 0.934)),
            candidates: Vec::new(),
            members: Vec::new(),
        });
        id
    }

    /// A claim that is affirmed, actual and in the article's own voice, to be changed where it is not.
    fn claim(
        &mut self,
        sentence: usize,
        trigger: &str,
        subject: Option<EntityId>,
        predicate: Predicate,
        object: Object,
    ) -> &mut Claim {
        let span = self.analysis.sentences[sentence].span;
        let start = span.start + span.of(&self.article.text).find(trigger).expect("words of the sentence");
        self.claims.claims.push(Claim {
            subject,
            predicate,
            object,
            polarity: Polarity::Affirmed,
            modality: Modality::Actual,
            by: None,
            time: None,
            place: None,
            sentence,
            trigger: Span::new(start, start + trigger.len()),
            confidence: 0.8,
            rule: "lexicon:\"X meets Y\"".to_owned(),
        });
        self.claims.claims.last_mut().expect("just added")
    }
}

/// The article with its entities, facts, claims and quotation.
pub fn example() -> Example {
    let text = format!("{TITLE}\n\n{}\n", SENTENCES.join(" "));
    let mut article = Article::from_text("ferry-talks", text);
    article.title = Some(TITLE.to_owned());
    article.date = Some(date(2021, 6, 12));
    article.url = Some("https://news.example/ferry-talks?id=1".to_owned());
    article.publisher = Some("The \"Daily\" Harbour".to_owned());
    article.language = Some("en".to_owned());
    let mut analysis = Analysis::default();
    let mut add = |words: &str, is_headline: bool| {
        let start = article.text.find(words).expect("sentence of the text");
        let span = Span::new(start, start + words.len());
        analysis.sentences.push(Sentence { tokens: 0..0, span, paragraph: 0, is_headline });
    };
    for sentence in SENTENCES {
        add(sentence, false);
    }
    add(TITLE, true);
    let mut it = Example { article, analysis, entities: Entities::default(), claims: Claims::default() };

    use MentionKind::{Name, Nominal, Pronoun};
    let mara = it.entity(
        "Mara Lindqvist",
        Class::Person,
        None,
        &[(0, "Mara Lindqvist", Name), (3, "Lindqvist", Name), (5, "she", Pronoun)],
    );
    let estonia = it.entity(
        "Estonia",
        Class::GeopoliticalEntity,
        Some(191),
        &[(0, "Estonia", Name), (1, "Estonia", Name), (3, "Estonia", Name)],
    );
    let finland = it.entity(
        "Finland",
        Class::GeopoliticalEntity,
        Some(33),
        &[(0, "Finland", Name), (1, "Finland", Name), (2, "Finland", Name), (3, "Finland", Name)],
    );
    let tallinn = it.entity("Tallinn", Class::GeopoliticalEntity, Some(1770), &[(1, "Tallinn", Name)]);
    let union = it.entity("Harbour Union", Class::Organization, None, &[(2, "Harbour Union", Name)]);
    let captains = it.entity("Two captains", Class::Group, None, &[(4, "Two captains", Nominal)]);
    let helsinki = it.entity("Helsinki", Class::GeopoliticalEntity, Some(1757), &[(5, "Helsinki", Name)]);
    let talks = it.entity("The talks", Class::Meeting, None, &[(5, "The talks", Nominal)]);
    // Neither named nor part of any claim: not told.
    it.entity("dockers", Class::Group, None, &[(2, "dockers", Nominal)]);

    let known = |name: &str| Predicate::Known(name.into());
    let literal = |value: &str, kind| Object::Literal(Literal { value: value.to_owned(), kind });
    it.claim(0, "spokeswoman for", Some(mara), known("spokesmanFor"), Object::Entity(estonia)).confidence = 0.97;
    it.claim(0, "spokeswoman", Some(mara), known("holdsPosition"), literal("spokeswoman", ValueKind::Text)).rule =
        "title".to_owned();
    let claim = it.claim(0, "talks with", Some(estonia), known("negotiatesWith"), Object::Entity(finland));
    claim.modality = Modality::Future;
    claim.by = Some(mara);
    let claim = it.claim(1, "met", Some(estonia), known("meets"), Object::Entity(finland));
    claim.time = Some(TimeValue("2021-06-09".to_owned()));
    claim.place = Some(tallinn);
    it.claim(1, "met", Some(talks), known("locatedIn"), Object::Entity(tallinn)).rule = "event".to_owned();
    it.claim(1, "on", Some(talks), known("occursOn"), literal("2021-06-09", ValueKind::Date)).rule = "event".to_owned();
    it.claim(0, "spokeswoman for", Some(mara), known("headOf"), Object::Entity(union)).rule = "title".to_owned();
    let claim = it.claim(2, "sanctioned", Some(finland), known("sanctions"), Object::Entity(union));
    claim.polarity = Polarity::Negated;
    claim.by = Some(finland);
    it.claim(2, "founded in", Some(union), known("foundedOn"), literal("1987", ValueKind::Date));
    let claim = it.claim(3, "threatened", Some(finland), known("threatens"), Object::Entity(estonia));
    claim.by = Some(mara);
    claim.time = Some(TimeValue("2014/2021".to_owned()));
    it.claim(4, "arrested", None, known("arrests"), Object::Entity(captains));
    it.claim(5, "stalled", Some(talks), Predicate::Open("stall".to_owned()), Object::Entity(estonia)).rule =
        "open".to_owned();
    it.claim(5, "visit", Some(mara), known("visits"), Object::Entity(helsinki)).modality = Modality::Possible;

    let words = "talks with Finland will resume";
    let start = it.article.text.find(words).expect("there");
    let cue = it.article.text.find("said").expect("there");
    it.claims.quotations.push(Quotation {
        speaker: Some(mara),
        addressee: None,
        kind: QuotationKind::Mixed,
        content: Span::new(start, start + words.len()),
        cue: Some(Span::new(cue, cue + 4)),
    });
    it
}

/// Names of items as a knowledge base gives them.
pub fn label(item: ItemId) -> Option<String> {
    let labels = [(191, "Estonia"), (33, "Finland"), (1770, "Tallinn")];
    labels.iter().find(|(id, _)| *id == item.0).map(|(_, label)| (*label).to_owned())
}

/// The few properties that the example needs.
pub fn ontology() -> Ontology {
    let mut ontology = Ontology::default();
    for (name, is_symmetric) in [("meets", true), ("negotiatesWith", true), ("spokesmanFor", false)] {
        let property = Property {
            name: name.into(),
            label: name.to_owned(),
            domain: Vec::new(),
            range: Vec::new(),
            value: None,
            is_symmetric,
            is_action: is_symmetric,
            event_type: None,
        };
        ontology.properties.insert(name.into(), property);
    }
    ontology
}

/// Versions that do not change with the program's.
pub fn provenance() -> Provenance {
    Provenance { version: "1.2.3".into(), network: "aa".into(), knowledge: "bb".into(), ontology: "cc".into() }
}
