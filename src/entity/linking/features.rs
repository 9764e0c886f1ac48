//! What speaks for a candidate, and for none of them, as numbers.
//!
//! Every feature is about one reason that a reader would give: known, named exactly, of the right kind, of the country
//! that the text is about, described by words of the text, in office on the day. `training/linking.py` learns how much
//! each weighs.

use std::collections::HashSet;

use super::candidates::{Match, Named};
use super::chain::Chain;
use super::surroundings::Surroundings;
use super::target::Target;
use crate::entity::Context;
use crate::entity::words::{is_acronym_of, is_person_noun};
use crate::knowledge::Item;
use crate::language::{NameKind, Upos};
use crate::ontology::Class;

macro_rules! features {
    ($($(#[$doc:meta])* $name:ident = $text:literal),* $(,)?) => {
        /// A feature of a candidate or of none of them.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Feature { $($(#[$doc])* $name),* }

        impl Feature {
            /// All features.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// Its name in the file of weights and in reasons.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$name => $text),* }
            }
        }
    };
}

features! {
    /// How often one meets it, 0 to 1, and what goes beyond three and six tenths.
    Popularity = "popularity",
    PopularityHigh = "popularity above 0.3",
    PopularityTop = "popularity above 0.6",
    /// Nobody counted it; hardly anybody knows it.
    Uncounted = "popularity unknown",
    Obscure = "obscure",
    /// A single word that hardly means this.
    ObscureWord = "obscure, of one word",
    /// The best known of its name, by how much; how much better known the best is.
    Lead = "better known than namesakes",
    Behind = "less known than a namesake",
    /// The same among those of its country.
    LeadThere = "better known than namesakes of its country",
    BehindThere = "less known than a namesake of its country",
    Only = "only candidate",
    /// How it is called.
    Label = "called by its label",
    FoldedLabel = "called by its label in other spelling",
    Alias = "called by an alias",
    Folded = "called by an alias in other spelling",
    Composed = "called by its name without the country",
    Stripped = "called by its name with the country",
    Shortened = "called by its name with a middle name",
    Titled = "called by a surname behind an office",
    Team = "called by its name without letters",
    /// It has several of the names that the text uses.
    SeveralNames = "has several names of the text",
    /// It has the longest of them.
    FullName = "has the full name of the text",
    /// An acronym that is an alias.
    Acronym = "called by an acronym",
    /// A person by the given name alone.
    GivenName = "called by a given name",
    LongName = "named by three words or more",
    /// The kind that the network saw fits its class.
    Agreement = "class fits",
    /// The noun of the phrase fits its class.
    Noun = "class fits the noun",
    /// "Drama film Dreams" is no company.
    Beside = "class fits the noun before it",
    BesideMisfit = "class does not fit the noun before it",
    NounMisfit = "class does not fit the noun",
    /// Its country is one that the text is about.
    Country = "country of the text",
    CountryShare = "share of its country in the text",
    OnlyOfCountry = "only organization of a country of the text",
    /// Its name is completed by the country that the text is about.
    Completed = "share of the country that completes its name",
    OtherCountry = "of another country",
    IsCountry = "is a country",
    /// "Savannah, Georgia": in what the text names behind it, or not.
    Placed = "in what is named behind it",
    Misplaced = "not in what is named behind it",
    /// And the other way round: with or without a place of the name before it.
    Holds = "holds what is named before it",
    HoldsNot = "does not hold what is named before it",
    OtherBehind = "another country is named behind it",
    /// Of a name that stands for a government: "Washington".
    Capital = "capital that stands for its country",
    /// Words of its description stand near, or anywhere.
    DescribedNear = "described by words near it",
    DescribedFar = "described by words of the text",
    DescribedNames = "description names what the text names",
    Related = "description names what was linked",
    /// A noun near it names its class.
    ClassNear = "class is named near it",
    /// Its offices fit the day, and words near it.
    InOffice = "in office on the day",
    OfficeOver = "office is over",
    OfficeLater = "office is later",
    OfficeNear = "office is named near it",
    HasOffice = "has held an office",
    /// One of the user's own.
    Own = "own entity",
    /// Of none.
    None = "none",
    NonePerson = "none: person by full name",
    NoneSurname = "none: person by one word",
    NonePlaceFull = "none: place of several words",
    NonePlace = "none: place of one word",
    NoneOrganizationFull = "none: organization of several words",
    NoneOrganization = "none: organization of one word",
    NoneThingFull = "none: other thing of several words",
    NoneThing = "none: other thing of one word",
    NoneGroup = "none: group",
    NonePhrase = "none: noun phrase",
    NoneAcronym = "none: acronym",
    NoneMany = "none: many candidates",
    NoneLower = "none: begins with a small letter",
    NonePart = "none: part of a longer name",
    NoneRepeated = "none: named repeatedly",
    NoneBegins = "none: one word that begins a sentence",
    NoneNoun = "none: has a common noun",
}

/// Features that are not zero, with their values.
pub(super) type Values = Vec<(Feature, f32)>;

/// Popularity below which a single word hardly means a thing.
const OBSCURE: u16 = 50;

/// What the features of one target's candidates have in common.
pub(super) struct Describer<'a, 'b> {
    pub context: &'a Context<'b>,
    pub target: &'a Target,
    pub near: &'a HashSet<String>,
    pub surroundings: &'a Surroundings,
    pub chain: Chain<'a>,
    /// The candidates.
    pub rivals: Vec<Item<'a>>,
    /// Their popularities, highest first.
    pub popularities: Vec<u16>,
}

impl Describer<'_, '_> {
    /// What speaks for a candidate.
    pub fn candidate(&self, named: &Named<'_>) -> Values {
        use Feature as F;
        let item = &named.item;
        let popularity = f32::from(item.popularity) / 1000.0;
        let is_word = !named.name.contains(' ');
        let mut values: Values = vec![
            (F::Popularity, popularity),
            (F::PopularityHigh, (popularity - 0.3).max(0.0)),
            (F::PopularityTop, (popularity - 0.6).max(0.0)),
        ];
        let mut has = |feature: Feature, is_so: bool| {
            if is_so {
                values.push((feature, 1.0));
            }
        };
        has(F::Uncounted, item.popularity == 0);
        has(F::Obscure, item.popularity < OBSCURE);
        has(F::ObscureWord, item.popularity < OBSCURE && is_word);
        has(F::Only, self.popularities.len() == 1);
        has(
            match named.by {
                Match::Label => F::Label,
                Match::FoldedLabel => F::FoldedLabel,
                Match::Alias => F::Alias,
                Match::Folded => F::Folded,
                Match::Composed => F::Composed,
                Match::Stripped => F::Stripped,
                Match::Shortened => F::Shortened,
                Match::Titled => F::Titled,
                Match::Team => F::Team,
            },
            true,
        );
        has(F::SeveralNames, named.count > 1);
        let full = self.target.names.first();
        has(F::FullName, full.is_some_and(|full| *full == named.name || is_acronym_of(&named.name, full)));
        let is_given = || item.label.strip_prefix(named.name.as_str()).is_some_and(|rest| rest.starts_with(' '));
        has(F::GivenName, is_word && item.class == Class::Person && is_given());
        has(F::Acronym, is_word && named.name.len() > 1 && !named.name.chars().any(char::is_lowercase));
        has(F::LongName, named.name.split(' ').count() > 2);
        has(F::Own, !item.id.is_wikidata());
        has(F::IsCountry, item.country == Some(item.id));
        if let Some(noun) = self.target.noun {
            let classes = &self.context.ontology.classes;
            let fits = noun == item.class || classes.is_a(item.class, noun) || classes.is_a(noun, item.class);
            has(F::Noun, fits && noun != Class::Thing);
            has(F::NounMisfit, !fits && noun != Class::Thing);
        }
        if let Some(noun) = self.noun_before() {
            let classes = &self.context.ontology.classes;
            let fits = classes.are_compatible(item.class, noun);
            values.push((if fits { F::Beside } else { F::BesideMisfit }, 1.0));
        }
        self.rank(item, &mut values);
        if let Some(kind) = self.target.kind {
            values.push((F::Agreement, agreement(self.context, kind, item.class)));
        }
        self.country(item, named.by, &mut values);
        self.place(item, &mut values);
        self.description(item, &mut values);
        self.offices(item, &mut values);
        values
    }

    /// The class of the noun that a name stands directly behind.
    fn noun_before(&self) -> Option<Class> {
        let words = &self.context.analysis.tokens;
        self.target.kind?;
        self.target.tokens.iter().find_map(|tokens| {
            let noun = words.get(tokens.start.checked_sub(1)?).filter(|word| word.upos == Upos::Noun)?;
            let lemma = noun.lemma.to_lowercase();
            if is_person_noun(self.context.ontology, &lemma) {
                return Some(Class::Person);
            }
            self.context.ontology.noun_class(&lemma).filter(|&class| class != Class::Thing)
        })
    }

    fn rank(&self, item: &Item<'_>, values: &mut Values) {
        let Some(&best) = self.popularities.first() else { return };
        if item.popularity == best {
            let next = self.popularities.get(1).copied().unwrap_or(0);
            values.push((Feature::Lead, f32::from(best - next) / 1000.0));
        } else {
            values.push((Feature::Behind, f32::from(best - item.popularity) / 1000.0));
        }
    }

    /// How much better or less known than the others of its country a body is: of a party's namesakes most are branches.
    fn rank_in_country(&self, item: &Item<'_>, values: &mut Values) {
        if !self.context.ontology.classes.is_a(item.class, Class::Organization) {
            return;
        }
        let of_country = self.rivals.iter().filter(|other| other.country == item.country && other.id != item.id);
        let Some(best) = of_country.map(|other| other.popularity).max() else { return };
        let ahead = (f32::from(item.popularity) - f32::from(best)) / 1000.0;
        values.push(if ahead >= 0.0 { (Feature::LeadThere, ahead) } else { (Feature::BehindThere, -ahead) });
    }

    fn country(&self, item: &Item<'_>, by: Match, values: &mut Values) {
        let Some(country) = item.country.filter(|country| *country != item.id) else { return };
        match self.surroundings.share(country, item.id, self.target.tokens.len()) {
            Some(share) if share > 0.0 => {
                // The country that the text is about says more than one that it mentions.
                values.push((Feature::Country, 1.0));
                self.rank_in_country(item, values);
                values.push((Feature::CountryShare, share.min(1.0)));
                if by == Match::Composed {
                    values.push((Feature::Completed, share.min(1.0)));
                }
                let is_organization = self.context.ontology.classes.is_a(item.class, Class::Organization);
                if is_organization && self.rivals.len() > 1 && self.is_only_of_country(item) {
                    values.push((Feature::OnlyOfCountry, 1.0));
                }
            }
            Some(_) => values.push((Feature::OtherCountry, 1.0)),
            None => {}
        }
    }

    /// Whether no other candidate is of a country that the text is about.
    fn is_only_of_country(&self, item: &Item<'_>) -> bool {
        self.rivals.iter().filter(|other| other.id != item.id && other.country != Some(other.id)).all(|other| {
            let share =
                other.country.and_then(|country| self.surroundings.share(country, item.id, self.target.tokens.len()));
            share.is_none_or(|share| share == 0.0)
        })
    }

    /// Where the text says that it is, and whether it is the city that its name usually means.
    fn place(&self, item: &Item<'_>, values: &mut Values) {
        let Some(country) = item.country else { return };
        if let Some(holds) = self.chain.holds(item) {
            values.push((if holds { Feature::Holds } else { Feature::HoldsNot }, 1.0));
        }
        let behind = || self.target.tokens.iter().find_map(|tokens| self.context.country_behind(tokens.end));
        if let Some(is_placed) = self.chain.is_placed(item) {
            values.push((if is_placed { Feature::Placed } else { Feature::Misplaced }, 1.0));
        } else if behind().is_some_and(|behind| behind != country) {
            values.push((Feature::OtherBehind, 1.0));
        }
        let is_metonym =
            || self.target.names.iter().any(|name| self.context.knowledge.metonyms(name).contains(&country));
        if item.description.starts_with("capital") && is_metonym() {
            values.push((Feature::Capital, 1.0));
        }
    }

    fn description(&self, item: &Item<'_>, values: &mut Values) {
        let (mut near, mut far, mut names): (f32, f32, f32) = (0.0, 0.0, 0.0);
        for word in item.description.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 3) {
            if word.starts_with(char::is_uppercase) {
                if self.surroundings.has_name(word) && !self.target.names.iter().any(|name| name.contains(word)) {
                    names += 1.0;
                }
            } else if self.near.contains(word) {
                near += 1.0;
            } else if self.surroundings.has_word(word) {
                far += 1.0;
            }
        }
        let related = self.surroundings.related(item, &self.rivals) as f32;
        for (feature, count) in [
            (Feature::DescribedNear, near),
            (Feature::DescribedFar, far),
            (Feature::DescribedNames, names),
            (Feature::Related, related),
        ] {
            if count > 0.0 {
                values.push((feature, count.min(3.0)));
            }
        }
        let ontology = self.context.ontology;
        let is_named = |word: &String| {
            ontology.noun_class(word).is_some_and(|class| {
                class != Class::Thing && class != Class::Person && ontology.classes.is_a(item.class, class)
            })
        };
        if self.near.iter().any(is_named) {
            values.push((Feature::ClassNear, 1.0));
        }
    }

    /// Whether a person's offices fit the article's date and the words beside the name.
    fn offices(&self, item: &Item<'_>, values: &mut Values) {
        if item.class != Class::Person {
            return;
        }
        let offices = self.context.knowledge.offices(item.id);
        if offices.is_empty() {
            return;
        }
        values.push((Feature::HasOffice, 1.0));
        let is_near = |position: &str| {
            position
                .split(|c: char| !c.is_alphanumeric())
                .any(|word| word.len() > 4 && self.near.contains(&word.to_lowercase()))
        };
        if offices.iter().any(|office| is_near(&office.position)) {
            values.push((Feature::OfficeNear, 1.0));
        }
        let Some(date) = self.context.article.date else { return };
        let years = |end: jiff::civil::Date| i32::from(date.year()) - i32::from(end.year());
        // 1: in office or perhaps so, below: years since, in decades; -9: not yet.
        let fit = |office: &crate::knowledge::Office| match (office.start, office.end) {
            (Some(start), _) if start > date => -9.0,
            (_, Some(end)) if end >= date => 1.0,
            (_, Some(end)) => -0.1 * years(end).clamp(0, 30) as f32,
            (Some(start), None) if years(start) > 30 => -3.0,
            _ => 0.5,
        };
        let best = offices.iter().map(fit).max_by(f32::total_cmp).unwrap_or(0.0);
        if best > 0.0 {
            values.push((Feature::InOffice, best));
        } else if best > -9.0 {
            values.push((Feature::OfficeOver, -best));
        } else {
            values.push((Feature::OfficeLater, 1.0));
        }
    }

    /// How many candidates are about as well known as the best: 1 where nothing comes near it.
    fn rivals(&self) -> f32 {
        let best = self.popularities.first().map_or(1.0, |&best| f32::from(best.max(1)));
        self.popularities.iter().map(|&popularity| (f32::from(popularity) / best).powi(2)).sum::<f32>().max(1.0)
    }

    /// What speaks for none of the candidates.
    pub fn none(&self) -> Values {
        use Feature as F;
        let target = self.target;
        let has_full = target.has_full();
        let mut values: Values = vec![(F::None, 1.0)];
        values.push((
            match target.kind {
                _ if target.noun.is_some() => F::NonePhrase,
                Some(NameKind::Person) if has_full => F::NonePerson,
                Some(NameKind::Person) => F::NoneSurname,
                Some(NameKind::Place) if has_full => F::NonePlaceFull,
                Some(NameKind::Place) => F::NonePlace,
                Some(NameKind::Organization) if has_full => F::NoneOrganizationFull,
                Some(NameKind::Organization) => F::NoneOrganization,
                Some(NameKind::Group) => F::NoneGroup,
                _ if has_full => F::NoneThingFull,
                _ => F::NoneThing,
            },
            1.0,
        ));
        let mut has = |feature: Feature, is_so: bool| {
            if is_so {
                values.push((feature, 1.0));
            }
        };
        let words = &self.context.analysis.tokens;
        has(F::NoneAcronym, self.context.is_all_upper(&target.names));
        let first = target.names.first().map_or("", String::as_str);
        has(F::NoneLower, first.starts_with(char::is_lowercase));
        let is_noun = |word: usize| words[word].upos == Upos::Noun;
        has(F::NoneNoun, target.tokens.first().is_some_and(|tokens| tokens.clone().any(is_noun)));
        let is_part = target.tokens.first().is_some_and(|tokens| {
            let is_name = |token: usize| words[token].upos == Upos::Propn && words[token].is_capitalised();
            tokens.end < words.len() && is_name(tokens.end) || tokens.start > 0 && is_name(tokens.start - 1)
        });
        has(F::NonePart, is_part);
        let begins = |token: usize| {
            self.context.analysis.sentences[self.context.analysis.sentence_of(token)].tokens.start == token
        };
        has(F::NoneBegins, !has_full && target.tokens.iter().all(|tokens| begins(tokens.start)));
        values.push((F::NoneMany, self.rivals().ln()));
        values.push((F::NoneRepeated, (target.tokens.len().max(1) as f32).ln()));
        values
    }
}

/// How well a class of the knowledge base fits the kind that the network saw: a first guess, which weights refine.
fn agreement(context: &Context<'_>, kind: NameKind, class: Class) -> f32 {
    let is_a = |other| context.ontology.classes.is_a(class, other);
    if kind != NameKind::Person && is_a(Class::Person) || kind == NameKind::Person && !is_a(Class::Person) {
        return -4.0;
    }
    match kind {
        NameKind::Person => 0.4,
        NameKind::Organization if is_a(Class::Organization) => 0.5,
        NameKind::Organization if is_a(Class::GeopoliticalEntity) || is_a(Class::Group) => -0.3,
        NameKind::Organization if is_a(Class::Facility) => -0.6,
        NameKind::Place if is_a(Class::Place) => 0.5,
        NameKind::Place if is_a(Class::Organization) => -1.2,
        NameKind::Event if is_a(Class::Event) => 0.8,
        NameKind::Work if is_a(Class::Work) || is_a(Class::Agreement) => 0.6,
        NameKind::Work if is_a(Class::MediaOrganization) => 0.0,
        NameKind::Product if is_a(Class::Product) => 0.6,
        NameKind::Product if is_a(Class::Organization) || is_a(Class::Work) => -0.5,
        NameKind::Group if is_a(Class::Group) => 0.6,
        NameKind::Group if is_a(Class::Organization) => 0.0,
        _ => -1.8,
    }
}
