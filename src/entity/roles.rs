//! Titles, appositions and offices: noun phrases that say what a person is, and so can stand for the person elsewhere.
//!
//! "Putin's spokesman" is whoever the document calls a spokesman of Putin or of the Kremlin, or whom the knowledge base
//! knows as the press secretary of Russia's president.

use std::collections::BTreeSet;

use super::mentions::is_aged;
use super::referents::{Resolver, Side};
use super::titles::{coordinated_title, head_of_name};
use super::words::{is_noun, is_person_noun, is_title};
use super::{Candidate, MentionKind};
use crate::knowledge::ItemId;
use crate::language::{Name, NameKind, Upos, spelled_out};
use crate::ontology::Class;

/// What the document says that a person is.
#[derive(Debug, Clone)]
pub(super) struct Role {
    pub person: usize,
    pub head: String,
    pub words: BTreeSet<String>,
    pub sides: BTreeSet<Side>,
    /// Behind "to": the country that receives an ambassador.
    pub to: BTreeSet<Side>,
}

/// Words that make another office of an office.
const DISTINCTIVE: &[&str] = &[
    "prime",
    "vice",
    "deputy",
    "former",
    "ex",
    "foreign",
    "finance",
    "defence",
    "defense",
    "interior",
    "health",
    "justice",
    "education",
    "trade",
    "press",
    "first",
    "attorney",
    "under",
    "assistant",
    "acting",
    "opposition",
    "home",
    "security",
    "energy",
    "economy",
    "party",
    "state",
    "shadow",
    "interim",
    "caretaker",
    "transitional",
    "provisional",
    "designate",
    "elect",
];

impl Resolver<'_, '_> {
    /// Noun phrases that stand beside a name and mean the same: titles, appositions, predicates.
    pub fn find_titles(&mut self) {
        for at in self.order.clone() {
            if self.found[at].kind != MentionKind::Nominal {
                continue;
            }
            if let Some(id) = self.named_beside(at) {
                self.assign(at, id);
                let parts = self.parts(at);
                self.narrow_class(id, &parts.head);
                self.referents[id].heads.insert(parts.head.clone());
                self.add_role(at, id);
            } else if let Some(id) = self.subject_of_predicate(at) {
                self.add_role(at, id);
            }
        }
    }

    /// "The newspaper Zagblatt" is a medium, where the name alone tells an organization.
    fn narrow_class(&mut self, id: usize, noun: &str) {
        let class = self.referents[id].class;
        let classes = &self.context.ontology.classes;
        // What the network takes for a product is often a work.
        let is_unsure = matches!(class, Class::Product | Class::Work | Class::Thing);
        if let Some(narrow) = self.context.ontology.noun_class(noun)
            && self.referents[id].item().is_none()
            && (classes.is_a(narrow, class) || is_unsure && !classes.is_a(narrow, Class::Agent))
        {
            self.referents[id].class = narrow;
        }
    }

    /// "The head of the mission in Mali, Jane Roe,": the person whom the tree has in apposition to what she heads.
    fn holder_below(&self, title: usize) -> Option<usize> {
        let analysis = self.context.analysis;
        let words = &analysis.tokens;
        let is_person_name = |token: usize| {
            self.by_head
                .get(&token)
                .is_some_and(|mentions| mentions.iter().any(|&at| self.found[at].name_kind == Some(NameKind::Person)))
        };
        let mut stack: Vec<usize> =
            analysis.children(title).filter(|&child| words[child].relation() == "nmod").collect();
        while let Some(body) = stack.pop() {
            if is_person_name(body) || is_person_noun(self.context.ontology, &words[body].lemma.to_lowercase()) {
                continue;
            }
            for child in analysis.children(body).filter(|&child| child > title) {
                match words[child].relation() {
                    "appos" if is_person_name(child) && words[child - 1].form == "," => return Some(child),
                    "appos" | "nmod" => stack.push(child),
                    _ => {}
                }
            }
        }
        None
    }

    /// The name that a noun phrase is a title of or in apposition to.
    fn named_beside(&self, at: usize) -> Option<usize> {
        let head = self.found[at].head;
        let analysis = self.context.analysis;
        let word = &analysis.tokens[head];
        let lemma = word.lemma.to_lowercase();
        let mut others: Vec<usize> = Vec::new();
        // In a list of titles and names each title is that of the name behind it.
        if is_title(self.context.ontology, &lemma) && word.relation() == "appos" {
            let end = self.found[at].tokens.end;
            let behind = self.found.iter().find(|other| other.tokens.start == end);
            others.extend(behind.filter(|other| other.name_kind == Some(NameKind::Person)).map(|name| name.head));
        }
        let sentence = &analysis.sentences[analysis.sentence_of(head)].tokens;
        let is_coordinated = |name: &&Name| coordinated_title(analysis, self.context.ontology, name) == Some(head);
        others.extend(analysis.names_in(sentence).iter().find(is_coordinated).map(|name| head_of_name(analysis, name)));
        if let Some(governor) = word.head {
            let is_title = governor > head
                && matches!(word.relation(), "compound" | "flat" | "nmod" | "amod")
                && (word.relation() != "nmod" || &*word.deprel != "nmod:poss");
            // "Norway's prime minister is Jane Roe."
            let is_identified = word.relation() == "nsubj"
                && analysis.child(governor, "cop").is_some()
                && !self.is_negated(governor)
                && analysis.name_at(governor).is_some_and(|name| name.kind == NameKind::Person);
            if word.relation() == "appos" || is_title || is_identified {
                others.push(governor);
            }
            // "Bought the carmaker Acme": two objects side by side are one.
            let end = self.found[at].tokens.end;
            others.extend(analysis.children(governor).filter(|&other| {
                let starts = |&at: &usize| self.found[at].tokens.start == end;
                word.relation() == "obj"
                    && analysis.tokens[other].relation() == "obj"
                    && self.by_head.get(&other).is_some_and(|mentions| mentions.iter().any(starts))
            }));
        }
        others.extend(analysis.children(head).filter(|&child| {
            matches!(analysis.tokens[child].relation(), "appos" | "flat")
                || &*analysis.tokens[child].deprel == "nmod:desc"
        }));
        // "Her husband, the painter John Doe": what the noun beside it names, it names too.
        let nouns: Vec<usize> =
            others.iter().copied().filter(|&other| other > head && analysis.tokens[other].upos == Upos::Noun).collect();
        for noun in nouns {
            let is_name = |&child: &usize| matches!(analysis.tokens[child].relation(), "appos" | "flat");
            others.extend(analysis.children(noun).filter(is_name));
        }
        let is_person = is_person_noun(self.context.ontology, &lemma);
        if is_person {
            others.extend(self.holder_below(head));
        }
        let class = self.context.ontology.noun_class(&lemma);
        for other in others {
            let Some(id) = self.at(other) else { continue };
            if !self.referents[id].is_named() || super::words::is_plural(word) {
                continue;
            }
            let is_joined =
                [head, other].iter().any(|&token| matches!(analysis.tokens[token].relation(), "appos" | "obj"));
            let fits = if self.referents[id].kind == Some(NameKind::Person) || self.referents[id].class == Class::Person
            {
                is_person || is_joined && class.is_none_or(|class| class == Class::Group)
            } else if is_person && is_title(self.context.ontology, &lemma) {
                false
            } else {
                is_joined
                    && class.is_some_and(|class| {
                        self.context.ontology.classes.are_compatible(class, self.referents[id].class)
                            || self.is_a(id, Class::Organization)
                                && self.context.ontology.classes.is_a(class, Class::Organization)
                    })
            };
            if fits {
                return Some(id);
            }
        }
        None
    }

    /// The named subject of which a noun phrase is said: "X is the spokesman of Y".
    fn subject_of_predicate(&self, at: usize) -> Option<usize> {
        let head = self.found[at].head;
        let analysis = self.context.analysis;
        analysis.child(head, "cop")?;
        let subject = self.at(analysis.child(head, "nsubj")?)?;
        let is_person = is_person_noun(self.context.ontology, &analysis.tokens[head].lemma.to_lowercase());
        (is_person && !self.is_negated(head) && self.is_person(subject) && self.referents[subject].is_named())
            .then_some(subject)
    }

    fn is_negated(&self, predicate: usize) -> bool {
        let analysis = self.context.analysis;
        analysis.children(predicate).any(|child| matches!(&*analysis.tokens[child].lemma, "not" | "never"))
    }

    fn add_role(&mut self, at: usize, person: usize) {
        if !self.is_person(person) {
            return;
        }
        let role = self.role(at, person);
        self.roles.push(role);
    }

    /// What a noun phrase says of its person.
    pub fn role(&self, at: usize, person: usize) -> Role {
        let parts = self.parts(at);
        let analysis = self.context.analysis;
        let head = spelled_out(&parts.head).map_or_else(|| parts.head.clone(), str::to_owned);
        let mut role = Role { person, head, words: BTreeSet::new(), sides: BTreeSet::new(), to: BTreeSet::new() };
        for &token in &parts.before {
            for id in self.all_at(token) {
                for member in self.members(id) {
                    role.sides.insert(self.role_side(member));
                }
            }
        }
        for (token, word) in &parts.words {
            if self.at(*token).is_none_or(|id| !self.referents[id].is_named()) && self.found_demonym(*token).is_none() {
                role.words.insert(word.clone());
            }
        }
        for (preposition, token) in &parts.after {
            let sides: Vec<Side> =
                self.all_at(*token).into_iter().flat_map(|id| self.members(id)).map(|id| self.role_side(id)).collect();
            match preposition.as_str() {
                "to" => role.to.extend(sides),
                "of" | "for" | "in" => {
                    if sides.is_empty() || is_common(analysis.tokens[*token].upos) {
                        role.words.insert(analysis.tokens[*token].lemma.to_lowercase());
                    }
                    role.sides.extend(sides);
                }
                _ => {}
            }
        }
        role
    }

    fn found_demonym(&self, token: usize) -> Option<usize> {
        self.all_at(token).into_iter().find(|&id| self.is_country(id))
    }

    /// The side of an owner: the Kremlin is Russia here, and so is its president.
    fn role_side(&self, id: usize) -> Side {
        if let side @ Side::Country(_) = self.side(id) {
            return side;
        }
        let metonym = self.referents[id]
            .names
            .iter()
            .flat_map(|name| self.context.knowledge.metonyms(name))
            .find(|&item| self.context.is_country(item));
        metonym.map_or(Side::Other(id), Side::Country)
    }

    /// The person in the document, or in office, whom a noun phrase means by what he is.
    pub fn person_of_role(&self, at: usize) -> Option<usize> {
        let role = self.role(at, usize::MAX);
        let token = self.found[at].head;
        let is_headline = self.is_in_headline(at);
        let fits_document = |other: &Role| {
            self.is_same_office(&role.head, &role.words, &other.head, &other.words)
                && (role.sides.is_empty()
                    || other.sides.is_empty() && role.sides.contains(&self.side(other.person))
                    || role.sides.intersection(&other.sides).next().is_some())
                && (role.to.is_empty() || other.to.is_empty() || role.to.intersection(&other.to).next().is_some())
        };
        let mut persons: Vec<usize> = Vec::new();
        for known in &self.roles {
            if fits_document(known) && !persons.contains(&known.person) {
                persons.push(known.person);
            }
        }
        if persons.is_empty() {
            for id in 0..self.referents.len() {
                let is_candidate = self.is_person(id) && !self.referents[id].mentions.is_empty();
                if let Some(item) = self.referents[id].item().filter(|_| is_candidate)
                    && self.holds(item, &role)
                {
                    persons.push(id);
                }
            }
        }
        // Who is before the phrase is meant rather than who comes later; a headline looks ahead.
        let before: Vec<usize> = persons.iter().copied().filter(|&id| self.last_before(id, token).is_some()).collect();
        if let Some(&last) = before.iter().max_by_key(|&&id| self.last_before(id, token).map(|at| self.found[at].head))
        {
            return Some(last);
        }
        let is_specific = !role.sides.is_empty();
        match persons[..] {
            [only] if is_headline || is_specific => Some(only),
            _ => None,
        }
    }

    /// Whether two offices are the same: one noun, and no word that makes another office of it.
    pub fn is_same_office(&self, said: &str, with: &BTreeSet<String>, head: &str, words: &BTreeSet<String>) -> bool {
        let ontology = self.context.ontology;
        let is_spokes = |head: &str, words: &BTreeSet<String>| {
            ontology.is_word("spokesTitle", head) || head == "secretary" && words.contains("press")
        };
        if is_spokes(said, with) && is_spokes(head, words) {
            return true;
        }
        let is_top = |head: &str, words: &BTreeSet<String>| {
            matches!(head, "president" | "premier" | "leader" | "chancellor")
                || head == "minister" && words.contains("prime")
        };
        let same_head = said == head
            || said == "leader" && is_top(head, words)
            || said == "premier" && head == "minister" && words.contains("prime");
        same_head
            && (said == "leader"
                || said == "premier"
                || DISTINCTIVE.iter().all(|&word| {
                    let (here, there) = (with.contains(word), words.contains(word));
                    // "the minister" may be the foreign minister who was named; "the president" is no vice president.
                    here == there || !here && !matches!(word, "prime" | "vice" | "deputy" | "former" | "ex")
                }))
    }

    /// Whether the knowledge base knows a person in an office at the article's date.
    fn holds(&self, person: ItemId, role: &Role) -> bool {
        let is_former = role.words.contains("former") || role.words.contains("ex");
        if self.is_described(person, role) {
            return true;
        }
        self.context.knowledge.offices(person).iter().any(|office| {
            let in_office = self.context.article.date.is_none_or(|date| {
                office.start.is_none_or(|start| start <= date) && office.end.is_none_or(|end| end >= date)
            });
            let of_country = office.of.map(|of| {
                let country = self.context.knowledge.item(of).and_then(|item| item.country);
                Side::Country(country.unwrap_or(of))
            });
            let fits_side = role.sides.is_empty()
                || of_country.is_some_and(|side| role.sides.contains(&side))
                || of_country.is_none()
                    && self
                        .context
                        .knowledge
                        .item(person)
                        .and_then(|item| item.country)
                        .is_some_and(|country| role.sides.contains(&Side::Country(country)));
            in_office != is_former && fits_side && is_label_of(&office.position, role)
        })
    }

    /// Whether a person speaks for a state at the article's date, as far as the knowledge base knows.
    pub fn is_in_office(&self, person: ItemId) -> bool {
        let spokesman = Role {
            person: usize::MAX,
            head: "spokesman".to_owned(),
            words: BTreeSet::new(),
            sides: BTreeSet::new(),
            to: BTreeSet::new(),
        };
        let offices = self.context.knowledge.offices(person);
        let is_now = |office: &crate::knowledge::Office| {
            self.context.article.date.is_none_or(|date| {
                office.start.is_none_or(|start| start <= date) && office.end.is_none_or(|end| end >= date)
            })
        };
        let is_executive = |label: &str| {
            let own = own_words(label);
            own.last().is_some_and(|last| {
                matches!(
                    last.as_str(),
                    "president" | "minister" | "chancellor" | "secretary" | "ambassador" | "king" | "queen"
                )
            })
        };
        self.holds(person, &spokesman) || offices.iter().any(|office| is_now(office) && is_executive(&office.position))
    }

    /// Whether an item's description gives the office: "Russian diplomat, Press Secretary of the President of Russia".
    fn is_described(&self, person: ItemId, role: &Role) -> bool {
        let Some(item) = self.context.knowledge.item(person) else { return false };
        let fits_side =
            role.sides.is_empty() || item.country.is_some_and(|country| role.sides.contains(&Side::Country(country)));
        fits_side
            && item.description.split(", ").any(|piece| {
                let (label, years) = piece.split_once(" (").unwrap_or((piece, ""));
                let mut years =
                    years.trim_end_matches(')').split(['-', '–']).map(|year| year.trim().parse::<i16>().ok());
                let (start, end) = (years.next().flatten(), years.next().flatten());
                let is_now = self.context.article.date.is_none_or(|date| {
                    start.is_none_or(|start| start <= date.year()) && end.is_none_or(|end| end >= date.year())
                });
                is_now && is_label_of(label, role)
            })
    }

    /// The person who holds the office of a noun phrase by the knowledge base alone: "the Russian president".
    pub fn office_holder(&self, at: usize) -> Option<Candidate> {
        let role = self.role(at, usize::MAX);
        self.holder(&role)
    }

    fn holder(&self, role: &Role) -> Option<Candidate> {
        let date = self.context.article.date?;
        if !matches!(role.head.as_str(), "president" | "minister" | "chancellor" | "king" | "queen" | "premier")
            || role.sides.len() != 1
        {
            return None;
        }
        if role.words.contains("former") || role.words.contains("ex") || role.words.contains("vice") {
            return None;
        }
        let Some(Side::Country(country)) = role.sides.first() else { return None };
        let mut holders = self.context.knowledge.holders(*country, &role.head, Some(date));
        holders.retain(|&item| self.holds(item, role));
        holders.sort_unstable();
        holders.dedup();
        match holders[..] {
            [item] => Some(Candidate::new(item, 0.6)),
            _ => None,
        }
    }

    /// "his Russian counterpart": who holds the same office elsewhere.
    pub fn counterpart(&mut self, at: usize, owner: usize) -> Option<usize> {
        let parts = self.parts(at);
        let sides: BTreeSet<Side> = parts
            .before
            .iter()
            .filter(|&&token| Some(token) != parts.owner)
            .flat_map(|&token| self.all_at(token))
            .map(|id| self.role_side(id))
            .collect();
        if sides.is_empty() {
            return None;
        }
        let mut offices: Vec<Role> = self.roles.iter().filter(|role| role.person == owner).cloned().collect();
        if let Some(item) = self.referents[owner].item() {
            for office in self.context.knowledge.offices(item) {
                let in_office = self.context.article.date.is_none_or(|date| {
                    office.start.is_none_or(|start| start <= date) && office.end.is_none_or(|end| end >= date)
                });
                if in_office {
                    offices.push(role_of_label(&office.position));
                }
            }
        }
        for office in offices {
            let wanted = Role { person: usize::MAX, sides: sides.clone(), to: BTreeSet::new(), ..office };
            let known = (0..self.referents.len()).find(|&id| {
                id != owner
                    && self.is_person(id)
                    && !self.referents[id].mentions.is_empty()
                    && (self.referents[id].item().is_some_and(|item| self.holds(item, &wanted))
                        || self.roles.iter().any(|role| {
                            role.person == id
                                && self.is_same_office(&wanted.head, &wanted.words, &role.head, &role.words)
                                && wanted.sides.intersection(&role.sides).next().is_some()
                        }))
            });
            if known.is_some() {
                return known;
            }
            if let Some(candidate) = self.holder(&wanted) {
                let id = self.make(at, &parts);
                self.referents[id].class = Class::Person;
                self.referents[id].link = Some(candidate);
                return Some(id);
            }
        }
        None
    }
}

fn is_common(upos: Upos) -> bool {
    upos == Upos::Noun
}

/// The words of an office's label before what it is the office of: "Prime Minister" of "Prime Minister of Russia".
fn own_words(label: &str) -> Vec<String> {
    let label = label.to_lowercase();
    let end = [" of ", " for ", " to ", " in "].iter().filter_map(|word| label.find(word)).min().unwrap_or(label.len());
    label[..end].split_whitespace().map(str::to_owned).collect()
}

fn role_of_label(label: &str) -> Role {
    let mut words = own_words(label);
    let head = words.pop().unwrap_or_default();
    let lower = label.to_lowercase();
    for word in ["foreign", "finance", "defence", "defense", "interior", "justice", "state"] {
        if lower.contains(&format!(" of {word}")) {
            words.push(word.to_owned());
        }
    }
    Role { person: usize::MAX, head, words: words.into_iter().collect(), sides: BTreeSet::new(), to: BTreeSet::new() }
}

/// Whether an office's label fits a noun phrase: "Prime Minister of Russia" fits "the prime minister", not "the minister".
fn is_label_of(label: &str, role: &Role) -> bool {
    let lower = label.to_lowercase();
    let own = own_words(label);
    if role.head.starts_with("spokes") || role.head == "secretary" && role.words.contains("press") {
        return lower.contains("press secretary") || lower.contains("spokes");
    }
    let has = |word: &str| own.iter().any(|other| other == word);
    if role.head == "leader" {
        let is_top = own.last().is_some_and(|last| last == "president" || last == "chancellor")
            || has("prime") && has("minister");
        return is_top && !has("vice") && !has("deputy");
    }
    let head = if role.head == "premier" { "minister" } else { role.head.as_str() };
    if own.last().is_none_or(|last| last != head) {
        return false;
    }
    let all: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).collect();
    let words_fit = role
        .words
        .iter()
        .filter(|word| DISTINCTIVE.contains(&word.as_str()))
        .all(|word| matches!(word.as_str(), "former" | "ex") || all.contains(&word.as_str()));
    let label_fits = ["prime", "vice", "deputy", "acting", "under", "assistant"].iter().all(|&word| {
        !has(word) || role.words.contains(word) || word == "acting" || role.head == "premier" && word == "prime"
    });
    words_fit && label_fits
}

/// Whether a token is a noun for a person.
pub(super) fn is_person_token(resolver: &Resolver<'_, '_>, token: usize) -> bool {
    let word = &resolver.context.analysis.tokens[token];
    is_noun(word) && is_person_noun(resolver.context.ontology, &word.lemma.to_lowercase())
        || is_aged(resolver.context.analysis, token)
}
