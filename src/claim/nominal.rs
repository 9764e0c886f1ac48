//! What noun phrases say by themselves: titles, ages, nationalities, chains of places.
//!
//! These are general rules over titles, appositions and names side by side, where no word of the lexicon carries the
//! property. All of them are presupposed: they are the article's own, whatever is said around them.

use super::room::{Draft, Room};
use super::structure::{Edge, Origin, Relation, Structure};
use super::types::{Literal, Object, Predicate};
use super::words::is_ranked;
use crate::entity::{EntityId, MentionKind};
use crate::language::Upos;
use crate::ontology::{Class, ValueKind};

/// The drafts of one sentence.
pub(super) fn drafts(room: &Room<'_>, structure: &Structure, sentence: usize) -> Vec<Draft> {
    let mut rules = Rules { room, structure, sentence, drafts: Vec::new() };
    rules.titles();
    rules.ages();
    rules.lifespans();
    rules.of_bodies();
    rules.places();
    rules.set_in();
    rules.demands();
    rules.gifts();
    rules.settings();
    rules.scenes();
    rules.surroundings();
    rules.areas();
    rules.gatherings();
    rules.kinds_of_places();
    rules.events();
    rules.administrations();
    rules.companies();
    rules.belongings();
    rules.countries();
    rules.sites();
    rules.rounds();
    rules.shares();
    rules.attendances();
    rules.appointments();
    rules.stages();
    rules.proceedings();
    rules.drafts
}

pub(super) struct Rules<'a, 'b> {
    pub(super) room: &'a Room<'b>,
    pub(super) structure: &'a Structure,
    sentence: usize,
    pub(super) drafts: Vec<Draft>,
}

pub(super) const OFFICES: &[&str] = &["officeNoun", "headTitle", "governmentTitle", "legislatorTitle", "militaryTitle"];

/// Offices that are none of a country: the Norwegian coach is a Norwegian.
#[rustfmt::skip]
const OF_NO_COUNTRY: &[&str] = &[
    "executive", "coach", "director", "owner", "founder", "publisher", "curator", "editor", "skipper", "captain", "manager",
];

/// Words of the office lists that alone say no office.
const VAGUE: &[&str] = &[
    "officer",
    "officers",
    "official",
    "private",
    "lord",
    "peer",
    "whip",
    "ruler",
    "shah",
    "superintendent",
    "supremo",
    "boss",
];

/// Offices that are one where it is said of what.
#[rustfmt::skip]
const LED: &[&str] =
    &["leader", "head", "chief", "manager", "commander", "boss", "captain", "editor", "superintendent"];

impl Rules<'_, '_> {
    /// A draft; without a subject nobody tells who does it.
    pub(super) fn add(
        &mut self,
        subject: impl Into<Option<EntityId>>,
        property: &str,
        object: Object,
        words: &[usize],
        confidence: f32,
        rule: &str,
    ) {
        let subject = subject.into();
        if subject.is_some_and(|subject| object == Object::Entity(subject)) {
            return;
        }
        let mut words = words.to_vec();
        words.sort_unstable();
        let Some(&anchor) = words.first() else { return };
        self.drafts.push(Draft {
            subject,
            predicate: Predicate::Known(property.into()),
            object,
            anchor,
            words,
            is_presupposed: true,
            polarity: None,
            modality: None,
            confidence,
            rule: rule.to_owned(),
        });
    }

    /// Who or what of a class stands to a verb in a relation.
    pub(super) fn beside(&self, verb: usize, relation: &Relation, class: Class) -> Vec<EntityId> {
        self.structure
            .from(verb)
            .filter(|edge| edge.relation == *relation)
            .flat_map(|edge| self.room.referents(edge.to, self.structure))
            .filter(|&entity| self.room.is_a(entity, class))
            .collect()
    }

    pub(super) fn tokens(&self) -> std::ops::Range<usize> {
        self.room.analysis.sentences[self.sentence].tokens.clone()
    }

    /// Offices, occupations and nationalities of persons.
    fn titles(&mut self) {
        let room = self.room;
        let mut holders: Vec<(usize, usize, bool)> = Vec::new();
        for edge in &self.structure.edges {
            if edge.relation == Relation::Is && edge.origin != Origin::Derived && self.is_noun(edge.from) {
                holders.push((edge.from, edge.to, edge.origin == Origin::Stated));
            }
        }
        // A role that stands for its holder: "the Russian president", but not "the sheriff's office".
        let is_of_office = |token: usize| {
            let word = &room.analysis.tokens[token];
            let of = word.head.filter(|_| &*word.deprel == "nmod:poss");
            of.is_some_and(|of| matches!(&*room.lemmas[of], "office" | "station" | "department" | "bureau"))
        };
        for token in self.tokens() {
            let is_role = self.is_noun(token)
                && !is_of_office(token)
                && room.headed(token).is_some_and(|mention| mention.kind == MentionKind::Nominal)
                && !holders.iter().any(|holder| holder.0 == token);
            if is_role {
                holders.push((token, token, false));
            }
        }
        for (title, holder, is_stated) in holders {
            if room.is_named(title) {
                continue;
            }
            let (persons, others): (Vec<EntityId>, Vec<EntityId>) = room
                .referents(holder, self.structure)
                .into_iter()
                .partition(|&entity| room.is_a(entity, Class::Person));
            for group in others.into_iter().filter(|&group| title == holder && room.is_a(group, Class::Group)) {
                self.employers(title, holder, group);
            }
            let before = self.drafts.len();
            for person in persons {
                self.title(title, holder, person);
                self.head_of_the_company(title, holder, person);
                self.candidacy(title, person);
                self.employers(title, holder, person);
            }
            if is_stated {
                self.state(before, title);
            }
        }
        // "Jane Roe is Australian", "Jane Roe, an Australian".
        for edge in self.structure.edges.iter().filter(|edge| edge.relation == Relation::Is) {
            let is_beside = matches!(room.analysis.tokens[edge.from].relation(), "amod" | "compound");
            let nationality = room.mention(edge.from).filter(|said| said.kind == MentionKind::Demonym && !is_beside);
            let Some(country) = nationality.map(|said| said.entity) else { continue };
            let before = self.drafts.len();
            for person in room.referents(edge.to, self.structure) {
                if room.is_a(person, Class::Person) && room.is_a(country, Class::GeopoliticalEntity) {
                    self.add(person, "citizenOf", Object::Entity(country), &[edge.from], 0.9, "demonym");
                }
            }
            if edge.origin == Origin::Stated {
                self.state(before, edge.from);
            }
        }
        // "Australian Jane Roe", "Australia's Jane Roe", with nothing between.
        for edge in &self.structure.edges {
            let country = match edge.relation {
                Relation::Modifier => self.country(edge),
                Relation::Possessor => {
                    self.named_place(edge).filter(|country| room.entities.countries.contains(country))
                }
                _ => None,
            };
            if let Some(country) = country
                && room.mention(edge.from).is_some_and(|mention| mention.kind == MentionKind::Name)
            {
                for person in room.referents(edge.from, self.structure) {
                    if room.is_a(person, Class::Person) {
                        self.add(person, "citizenOf", Object::Entity(country), &[edge.to], 0.9, "demonym");
                    }
                }
            }
        }
    }

    /// A draft of what a clause states by the first of its words.
    pub(super) fn add_stated(
        &mut self,
        subject: impl Into<Option<EntityId>>,
        property: &str,
        object: Object,
        words: &[usize],
        confidence: f32,
        rule: &str,
    ) {
        let before = self.drafts.len();
        self.add(subject, property, object, words, confidence, rule);
        if let Some(&predicate) = words.first() {
            self.state(before, predicate);
        }
    }

    /// A copula states what a title or an apposition presupposes: the drafts from a number on.
    pub(super) fn state(&mut self, from: usize, predicate: usize) {
        for draft in &mut self.drafts[from..] {
            draft.is_presupposed = false;
            draft.anchor = predicate;
        }
    }

    fn title(&mut self, title: usize, holder: usize, person: EntityId) {
        let room = self.room;
        let lemma = room.lemmas[title].as_str();
        let is_spokesman = room.is_title("spokesTitle", title);
        // "Attorney general" is no attorney, and a lawyer of nobody's is one by occupation.
        let is_of_client = || {
            let is_link = |relation: &Relation| match relation {
                Relation::Possessor | Relation::Modifier => true,
                Relation::Oblique(preposition) => matches!(&**preposition, "of" | "for" | "to"),
                _ => false,
            };
            // Of "a lawyer and mayor of Oslo" nobody is the client, nor of "the Oslo lawyer Jane Roe".
            let is_town = |edge: &Edge| {
                edge.relation == Relation::Modifier
                    && room.ontology.is_word("occupationNoun", lemma)
                    && self.named_place(edge).is_some()
            };
            let is_client =
                |edge: &Edge| edge.origin != Origin::Derived && room.mention(edge.to).is_some() && !is_town(edge);
            self.structure.from(title).any(|edge| is_link(&edge.relation) && is_client(edge))
        };
        let former = room.modifier_in("formerModifier", title, self.structure);
        // "Ambassador Roe" is told with no country, and a former one represents none.
        let is_occupation = room.ontology.is_word("occupationNoun", lemma);
        let is_representative = room.is_title("representativeTitle", title)
            && is_of_client()
            && (former.is_none() || is_occupation)
            && room.behind_title(title).is_none()
            // A general counsel holds an office.
            && (!room.is_title("officeNoun", title) || room.ontology.is_word("officeNoun", lemma));
        // "Chief economist" is an office; "the Polish director Roe", "her coach" are none.
        let is_first = || title.checked_sub(1).is_some_and(|before| &*room.lemmas[before] == "chief");
        let is_office = OFFICES.iter().any(|list| room.is_title(list, title)) && !self.is_trade(title)
            || is_occupation && is_first();
        let office = room.office(title, self.structure);
        let is_led = || LED.contains(&lemma) && is_of_client();
        let is_vague = VAGUE.contains(&lemma) && !office.contains(' ') && !is_led();
        let is_self = title == holder;
        let is_singular = !room.is_plural(title) || !is_self;
        // "Lieutenant Colonel Roe" is no lieutenant.
        let is_military = |at: usize| at < room.lemmas.len() && room.is_title("militaryTitle", at);
        let is_begun = is_military(title) && is_military(title + 1);
        if !is_singular || is_begun {
            return;
        }
        if is_office && !is_spokesman && !is_representative && !is_vague {
            // The words of an office come with what limits it: "former", "acting", "deputy".
            let mut text = room.singular(title, &office);
            // "Former South Korean president": the country between stays out.
            if let Some(former) = former
                && former != title
                && !text.to_lowercase().contains(room.lemmas[former].as_str())
            {
                text = format!("{} {text}", room.analysis.tokens[former].form);
            }
            // A bare "the minister" somewhere in the text says little that a title does not.
            let is_meant = !is_self
                || former.is_none()
                    && (room.has_name(person)
                        || self.structure.from(title).any(|edge| {
                            matches!(edge.relation, Relation::Possessor | Relation::Modifier) && room.is_named(edge.to)
                        }));
            if is_meant {
                self.add(person, "holdsPosition", literal(text), &[title], 0.91, "title");
            }
        } else if is_occupation
            && !is_spokesman
            && !is_representative
            && !is_self
            && !is_vague
            && lemma != "critic"
            && (!room.ontology.is_word("courtesyTitle", lemma) || !room.analysis.tokens[title].is_capitalised())
        {
            // "The most expensive player" is a player.
            let occupation = if is_ranked(room.analysis, title) { lemma.to_owned() } else { self.occupation(title) };
            // The late player was one to the end.
            let past = former.filter(|&former| former != title && room.lemmas[former] != "late");
            let occupation = match past {
                Some(former) => format!("{} {occupation}", room.analysis.tokens[former].form),
                None => occupation,
            };
            self.add(person, "hasOccupation", literal(room.singular(title, &occupation)), &[title], 0.91, "title");
        }
        // "Australian woman Jane Roe"; an office's country is its own.
        let says_person = room.ontology.is_word("personNoun", lemma)
            || is_occupation
            // Whatever noun it is, of somebody named it means a person.
            || !is_self && room.has_name(person);
        // A former politician is a citizen still.
        if says_person && (!is_office && (former.is_none() || is_occupation) || OF_NO_COUNTRY.contains(&lemma)) {
            let countries: Vec<(usize, EntityId)> = self
                .structure
                .from(title)
                .filter(|edge| edge.relation == Relation::Modifier)
                .filter_map(|edge| Some((edge.to, self.country(edge)?)))
                .collect();
            for (token, country) in countries {
                self.add(person, "citizenOf", Object::Entity(country), &[token], 0.9, "demonym");
            }
            // "The Basel hotelier Jane Roe"
            let towns: Vec<(usize, EntityId)> = self
                .structure
                .from(title)
                .filter(|edge| edge.relation == Relation::Modifier && is_occupation)
                .filter_map(|edge| Some((edge.to, self.named_place(edge)?)))
                // "Cusco-born"
                .filter(|&(token, town)| {
                    !room.entities.countries.contains(&town)
                        && !room.analysis.tokens[token..title].iter().any(|word| word.form == "-")
                })
                .collect();
            for (token, town) in towns {
                self.add(person, "livesIn", Object::Entity(town), &[token, title], 0.75, "title");
            }
        }
    }

    /// Whether a coach or director is one by trade: of a nation or a person, and of no body.
    fn is_trade(&self, title: usize) -> bool {
        let room = self.room;
        let lemma = room.lemmas[title].as_str();
        let is_body = |edge: &Edge| edge.relation.is_oblique_of(&["of", "at", "for"]);
        let is_own = |edge: &Edge| {
            let owner = room.mention(edge.to).map(|owner| owner.entity);
            edge.relation == Relation::Modifier && self.country(edge).is_some()
                || lemma == "coach"
                    && edge.relation == Relation::Possessor
                    && owner.is_some_and(|owner| room.is_a(owner, Class::Person))
        };
        matches!(lemma, "coach" | "director")
            && self.structure.from(title).any(is_own)
            && !self.structure.from(title).any(is_body)
    }

    /// An occupation with the nouns that limit it: "basketball player", not "veteran politician".
    fn occupation(&self, title: usize) -> String {
        let room = self.room;
        let mut first = title;
        while let Some(before) = first.checked_sub(1) {
            let word = &room.analysis.tokens[before];
            if word.upos != Upos::Noun
                || room.mention(before).is_some()
                || word.head != Some(title)
                || &*word.deprel != "compound"
            {
                break;
            }
            first = before;
        }
        room.text(first, title).to_owned()
    }

    pub(super) fn country(&self, edge: &Edge) -> Option<EntityId> {
        let mention = self.room.mention(edge.to)?;
        (mention.kind == MentionKind::Demonym && self.room.is_a(mention.entity, Class::GeopoliticalEntity))
            .then_some(mention.entity)
    }

    /// The country or town whose name an edge leads to.
    pub(super) fn named_place(&self, edge: &Edge) -> Option<EntityId> {
        let place = self.room.mention(edge.to).filter(|place| place.kind == MentionKind::Name)?.entity;
        self.room.is_a(place, Class::GeopoliticalEntity).then_some(place)
    }

    fn is_noun(&self, token: usize) -> bool {
        matches!(self.room.analysis.tokens[token].upos, Upos::Noun | Upos::Propn)
    }

    /// "Cornwall, UK"; "in Lubero, North Kivu, Democratic Republic of the Congo".
    fn places(&mut self) {
        let room = self.room;
        let range = self.tokens();
        let names: Vec<(usize, usize, EntityId)> = {
            let first = room.entities.mentions.partition_point(|mention| mention.tokens.start < range.start);
            room.entities.mentions[first..]
                .iter()
                .take_while(|mention| mention.tokens.start < range.end)
                .filter(|mention| mention.kind == MentionKind::Name)
                .map(|mention| (mention.tokens.start, mention.tokens.end, mention.entity))
                .collect()
        };
        let form = |at: usize| room.analysis.tokens.get(at).map_or("", |token| token.form.as_str());
        let is_place = |entity: EntityId| room.is_a(entity, Class::Place);
        let mut at = 0;
        while at < names.len() {
            // A run of names with commas between.
            let mut end = at + 1;
            while end < names.len() && names[end].0 == names[end - 1].1 + 1 && form(names[end - 1].1) == "," {
                end += 1;
            }
            // "Based in Jacksonville, Florida, Acme has …": the last is what the clause is about.
            // Unless it has another subject.
            let is_subject = |name: &(usize, usize, EntityId)| {
                (name.0..name.1).any(|token| {
                    let words = &room.analysis.tokens;
                    words[token].relation() == "nsubj"
                        && words[token].head.is_some_and(|verb| {
                            room.analysis.children(verb).filter(|&child| words[child].relation() == "nsubj").count()
                                == 1
                        })
                })
            };
            let has_subject = end > at + 1 && is_subject(&names[end - 1]) && !is_subject(&names[at]);
            let run = &names[at..end - usize::from(has_subject)];
            at = end;
            if run.len() == 2 {
                self.both_places(run);
            }
            if run.len() < 2 || run.len() > 4 || run[1..].iter().any(|name| !is_place(name.2)) {
                continue;
            }
            // A list ends in "and" and one more place; behind a chain anything else may follow.
            let after = run[run.len() - 1].1;
            // "In Canada, British Columbia Premier …": the last is said of a title.
            let last = &room.analysis.tokens[after - 1];
            if matches!(last.relation(), "compound" | "amod") && last.head.is_some_and(|head| head >= after) {
                continue;
            }
            let conjunction = after + usize::from(form(after) == ",");
            // Or it goes on with an article: "Germany, the Netherlands and …".
            let goes_on = form(after) == "," && form(conjunction) == "the" && room.is_named(conjunction + 1);
            let is_list = (goes_on || matches!(form(conjunction), "and" | "or" | "&"))
                && (conjunction + 1..range.end)
                    .take_while(|&next| {
                        room.is_named(next)
                            || !matches!(room.analysis.tokens[next].upos, Upos::Verb | Upos::Adp | Upos::Punct)
                    })
                    .any(|next| room.headed(next).is_some_and(|mention| is_place(mention.entity)));
            // "Norway, Sweden win", "Day two: Norway, Sweden win" are a headline's lists.
            let is_first = run[0].0 == range.start || form(run[0].0 - 1) == ":";
            let is_headline = room.analysis.sentences[self.sentence].is_headline
                && is_first
                && room.analysis.tokens.get(after).is_some_and(|next| next.upos == Upos::Verb);
            // "Near A, B, C and on a hill": a chain of three ends in what is known to hold others.
            let is_open = run.len() > 2 && form(after) == "and" && room.entity(run[run.len() - 1].2).link.is_none();
            // "Flights to Dammam, Dubai, Riyadh": cities of several countries.
            let is_abroad = |pair: &[(usize, usize, EntityId)]| room.is_abroad(pair[0].2, pair[1].2);
            if is_list || is_headline || is_open || run.windows(2).any(is_abroad) {
                continue;
            }
            for pair in run.windows(2) {
                let (inner, outer) = (pair[0].2, pair[1].2);
                let is_inner = is_place(inner)
                    || room.is_a(inner, Class::Facility)
                    || room.is_a(inner, Class::EducationalInstitution)
                    || room.is_a(inner, Class::Court);
                if is_inner && inner != outer {
                    self.add(inner, "locatedIn", Object::Entity(outer), &[pair[0].0, pair[1].1 - 1], 0.97, "places");
                }
            }
        }
    }

    /// "from Tiraspol, in breakaway Transnistria": where it is, wherever the tree puts it.
    fn set_in(&mut self) {
        let room = self.room;
        let words = &room.analysis.tokens;
        let range = self.tokens();
        let is_place = |at: usize| {
            room.mention(at).filter(|place| place.kind == MentionKind::Name && room.is_a(place.entity, Class::Place))
        };
        for comma in range.clone() {
            if words[comma].form != ","
                || comma == range.start
                || comma + 2 >= range.end
                || words[comma + 1].form != "in"
            {
                continue;
            }
            let Some(inner) = is_place(comma - 1).filter(|inner| inner.tokens.end == comma) else { continue };
            let start = (comma + 2..range.end)
                .find(|&at| !matches!(words[at].upos, Upos::Det | Upos::Adj) || room.is_named(at));
            let Some(outer) = start.and_then(is_place).filter(|outer| Some(outer.tokens.start) == start) else {
                continue;
            };
            let is_possessor = words.get(outer.tokens.end).is_some_and(|next| next.deprel.starts_with("case"));
            let (inner, outer, end) = (inner.entity, outer.entity, outer.tokens.end);
            if inner != outer
                && !is_possessor
                && !room.entities.countries.contains(&inner)
                && !room.is_abroad(inner, outer)
            {
                self.add(inner, "locatedIn", Object::Entity(outer), &[comma - 1, end - 1], 0.85, "places");
            }
        }
    }

    /// "in An-Naqoura and Baalbek, Lebanon": the first is there too.
    fn both_places(&mut self, run: &[(usize, usize, EntityId)]) {
        let room = self.room;
        let [(start, _, second), (_, end, outer)] = *run else { return };
        let is_town = |entity: EntityId| room.is_a(entity, Class::Place) && room.class(entity) != Class::Region;
        let Some(and) = start.checked_sub(1).filter(|&and| room.analysis.tokens[and].form == "and") else { return };
        let Some(first) = and.checked_sub(1).and_then(|at| room.mention(at)) else { return };
        let is_pair = first.kind == MentionKind::Name
            && first.tokens.end == and
            && room.analysis.tokens[start..end]
                .iter()
                .any(|word| word.head == Some(first.head) && word.relation() == "conj");
        // "flights between Kolkata and Guangzhou, China" lead from one country to another.
        let is_between = first
            .tokens
            .start
            .checked_sub(1)
            .is_some_and(|at| room.analysis.tokens[at].form.eq_ignore_ascii_case("between"));
        let are_towns = is_town(first.entity) && is_town(second) && room.is_a(outer, Class::Place);
        if is_pair && are_towns && !is_between && first.entity != outer {
            self.add(first.entity, "locatedIn", Object::Entity(outer), &[first.head, end - 1], 0.8, "places");
        }
    }

    /// "French company TotalEnergies", "Germany's Volkswagen", "Oslo's Workers' Party": where a body is that is no part of a
    /// state.
    fn companies(&mut self) {
        let room = self.room;
        let mut found = Vec::new();
        for edge in &self.structure.edges {
            let country = match edge.relation {
                Relation::Modifier => self.country(edge),
                Relation::Possessor => self.named_place(edge),
                _ => None,
            };
            let is_own = edge.relation == Relation::Possessor
                && room.headed(edge.from).is_some_and(|body| !self.is_ministry(body));
            let Some(country) = country.filter(|_| !room.has_not(edge.from)) else { continue };
            let mut bodies = room.referents(edge.from, self.structure);
            bodies.retain(|&body| {
                room.has_name(body)
                    && (is_own && self.is_private(room.class(body))
                        || [Class::Company, Class::MediaOrganization, Class::EducationalInstitution]
                            .iter()
                            .any(|&class| room.is_a(body, class)))
            });
            found.extend(bodies.into_iter().map(|body| (edge.to, body, country)));
        }
        for (token, body, country) in found {
            self.add(body, "locatedIn", Object::Entity(country), &[token], 0.9, "demonym");
        }
    }

    /// "Weber's government", "the Weber cabinet": who it is named for heads it. What a name itself says is none of the text's:
    /// "the Biden administration".
    fn administrations(&mut self) {
        let room = self.room;
        let found: Vec<(usize, usize)> = self
            .structure
            .edges
            .iter()
            .filter(|edge| {
                let body = room.lemmas[edge.from].as_str();
                match edge.relation {
                    Relation::Possessor => matches!(body, "administration" | "government" | "cabinet"),
                    Relation::Modifier => matches!(body, "government" | "cabinet"),
                    _ => false,
                }
            })
            .map(|edge| (edge.from, edge.to))
            .collect();
        for (body, person) in found {
            let Some(mention) = room.headed(body) else { continue };
            for head in room.referents(person, self.structure) {
                if room.is_a(head, Class::Person) && room.is_a(mention.entity, Class::Organization) {
                    self.add(head, "headOf", Object::Entity(mention.entity), &[body], 0.6, "administration");
                }
            }
        }
    }
}

/// An object that is a text.
pub(super) fn literal(value: String) -> Object {
    Object::Literal(Literal { value, kind: ValueKind::Text })
}
