//! Candidate items of a target: those that have one of its names, and those whose name is one of its names with the
//! country that the text is about: "Liberal Party" in a text on Canada, "the Colombian Supreme Court".

use super::target::Target;
use super::titled::titled;
use crate::entity::words::{DIVISIONS, key, without_form};
use crate::entity::{Context, in_american_spelling, is_town};
use crate::knowledge::{Item, ItemId};
use crate::language::NameKind;
use crate::ontology::Class;

/// Candidates that are looked at: the knowledge base gives the best known first.
const LOOKED_AT: usize = 60;

/// Words of a full name from which some may be left out.
const MOST_WORDS: usize = 6;

/// Tokens within which names that share a noun have it.
const REACH: usize = 14;

/// Words of a team's name without its letters.
const TEAM_WORDS: usize = 3;

/// Letters that stand behind or before the names of teams.
const CLUBS: &[&str] = &["FC", "AFC", "CF", "SC", "AC", "FK", "SK", "IF", "BK", "RFC", "CD", "UD", "AS", "SV", "NK"];

/// Postal codes of states and provinces (ISO 3166-2:US and :CA).
#[rustfmt::skip]
const POSTAL_CODES: &[(&str, &str)] = &[
    ("AL", "Alabama"), ("AK", "Alaska"), ("AZ", "Arizona"), ("AR", "Arkansas"), ("CA", "California"),
    ("CO", "Colorado"), ("CT", "Connecticut"), ("DE", "Delaware"), ("FL", "Florida"), ("GA", "Georgia"),
    ("HI", "Hawaii"), ("ID", "Idaho"), ("IL", "Illinois"), ("IN", "Indiana"), ("IA", "Iowa"), ("KS", "Kansas"),
    ("KY", "Kentucky"), ("LA", "Louisiana"), ("ME", "Maine"), ("MD", "Maryland"), ("MA", "Massachusetts"),
    ("MI", "Michigan"), ("MN", "Minnesota"), ("MS", "Mississippi"), ("MO", "Missouri"), ("MT", "Montana"),
    ("NE", "Nebraska"), ("NV", "Nevada"), ("NH", "New Hampshire"), ("NJ", "New Jersey"), ("NM", "New Mexico"),
    ("NY", "New York"), ("NC", "North Carolina"), ("ND", "North Dakota"), ("OH", "Ohio"), ("OK", "Oklahoma"),
    ("OR", "Oregon"), ("PA", "Pennsylvania"), ("RI", "Rhode Island"), ("SC", "South Carolina"),
    ("SD", "South Dakota"), ("TN", "Tennessee"), ("TX", "Texas"), ("UT", "Utah"), ("VT", "Vermont"),
    ("VA", "Virginia"), ("WA", "Washington"), ("WV", "West Virginia"), ("WI", "Wisconsin"), ("WY", "Wyoming"),
    ("ON", "Ontario"), ("QC", "Quebec"), ("BC", "British Columbia"), ("AB", "Alberta"), ("MB", "Manitoba"),
    ("SK", "Saskatchewan"), ("NS", "Nova Scotia"), ("NB", "New Brunswick"),
];

/// How an item is called in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Match {
    /// By its label.
    Label,
    /// By its label but for case, accents, points.
    FoldedLabel,
    /// By another of its names.
    Alias,
    /// By another of its names but for case, accents, points.
    Folded,
    /// Its name is the text's with the country: "Liberal Party of Canada" for "Liberal Party".
    Composed,
    /// The text's is its name with the country: "Colombian Supreme Court" for Colombia's "Supreme Court".
    Stripped,
    /// A person's without a middle name of the text: "Jane Kennedy" for "Jane Elizabeth Kennedy".
    Shortened,
    /// A person's surname, behind an office that he has held: "Secretary Cardona".
    Titled,
    /// A team's without the letters for what it is: "Arsenal" for "Arsenal F.C.".
    Team,
}

/// A candidate.
#[derive(Debug, Clone)]
pub(super) struct Named<'a> {
    pub item: Item<'a>,
    /// The best way in which it is called.
    pub by: Match,
    /// The name of the text that it has.
    pub name: String,
    /// How many of the target's names it has.
    pub count: usize,
}

/// The candidates of a target in a text that is about some countries, in the order in which they are found.
pub(super) fn candidates<'a>(context: &'a Context<'_>, target: &Target, countries: &[ItemId]) -> Vec<Named<'a>> {
    let is_person = target.kind == Some(NameKind::Person);
    let has_full = target.has_full();
    let mut found: Vec<Named<'a>> = Vec::new();
    if target.noun.is_none() {
        for name in target.names.iter().filter(|name| !is_person || !has_full || name.contains(' ')) {
            for item in context.candidates(name).into_iter().take(LOOKED_AT) {
                if let Some(item) = context.knowledge.item(item) {
                    let by = called(context, &item, name);
                    add(&mut found, item, by, name);
                }
            }
        }
        if target.kind == Some(NameKind::Organization) {
            for name in target.names.iter().filter_map(|name| without_form(name)) {
                let items = context.knowledge.candidates(name).into_iter().take(LOOKED_AT);
                add_those(context, items, |item| item.class == Class::Company, (Match::Folded, name), &mut found);
            }
        }
        if is_person && let Some(full) = target.names.first() {
            shortened(context, full, &mut found);
        }
        if is_person
            && !has_full
            && let Some(surname) = target.names.first()
        {
            for item in titled(context, target, countries) {
                add(&mut found, item, Match::Titled, surname);
            }
        }
        if is_person {
            going_on(context, target, (" of ", Class::Person), &mut found);
        }
        if !is_person {
            for name in &target.names {
                stripped(context, name, &mut found);
                of_place(context, name, &mut found);
            }
        }
        if target.kind == Some(NameKind::Group) {
            for name in &target.names {
                people(context, name, &mut found);
            }
        }
        if target.kind == Some(NameKind::Place) {
            shared_noun(context, target, &mut found);
            by_code(context, target, &mut found);
            for name in &target.names {
                divisions(context, name, &mut found);
            }
        }
        if matches!(target.kind, Some(NameKind::Organization)) {
            going_on(context, target, (", ", Class::Organization), &mut found);
            for name in &target.names {
                team(context, name, &mut found);
                university(context, name, &mut found);
                for &country in countries {
                    composed(context, name, country, &mut found);
                }
            }
        }
        return found;
    }
    // Noun phrases are names only as they stand, or with their country.
    if let Some(name) = target.names.first() {
        for item in context.candidates(name).into_iter().take(LOOKED_AT) {
            if let Some(item) = context.knowledge.item(item).filter(|item| item.class != Class::Person) {
                let by = called(context, &item, name);
                add(&mut found, item, by, name);
            }
        }
    }
    if let (Some(country), Some(rest)) = (target.country, target.names.get(1)) {
        let mut rests = vec![rest.as_str()];
        if target.noun == Some(Class::ArmedForce) {
            rests.extend(["military", "army", "armed forces"]);
        }
        for rest in rests {
            composed(context, rest, country, &mut found);
            of_country(context, rest, country, &mut found);
        }
    }
    found
}

/// Persons whose name is a full one without words between its first and last: "Jane Kennedy" for "Jane Elizabeth Kennedy",
/// "Gus Grissom" for "Virgil Ivan "Gus" Grissom".
fn shortened<'a>(context: &'a Context<'_>, full: &str, found: &mut Vec<Named<'a>>) {
    let words: Vec<&str> = full.split(' ').collect();
    let [first, .., last] = &words[..] else { return };
    if !(3..=MOST_WORDS).contains(&words.len()) {
        return;
    }
    let is_nickname = |word: &&&str| word.starts_with(['"', '“', '‘', '\'', '(']);
    let without = |left_out: usize| {
        let kept = words.iter().enumerate().filter(|(at, _)| *at != left_out).map(|(_, word)| *word);
        kept.collect::<Vec<_>>().join(" ")
    };
    let mut names: Vec<String> = (1..words.len() - 1).map(without).collect();
    names.push(format!("{first} {last}"));
    names.extend(words.iter().find(is_nickname).map(|nickname| format!("{nickname} {last}")));
    names.dedup();
    for name in names {
        let items = context.knowledge.candidates(&name).into_iter().take(LOOKED_AT);
        add_those(context, items, |item| item.class == Class::Person, (Match::Shortened, &name), found);
    }
}

/// "Kharkiv, Odesa and Sumy Oblasts": each with the noun that they share, in the singular.
fn shared_noun<'a>(context: &'a Context<'_>, target: &Target, found: &mut Vec<Named<'a>>) {
    let words = &context.analysis.tokens;
    let Some(tokens) = target.tokens.first() else { return };
    let text = context.text(tokens);
    let known = |name: &str, found: &mut Vec<Named<'a>>| {
        let items = context.candidates(name).into_iter().take(4).filter_map(|item| context.knowledge.item(item));
        items.map(|item| add(found, item, Match::Composed, text)).count() > 0
    };
    if found.is_empty()
        && let Some((name, noun)) = text.rsplit_once(' ')
        && let Some(noun) = singular(noun)
    {
        known(&format!("{name} {noun}"), found);
    }
    let mut is_joined = false;
    for word in words.iter().skip(tokens.end).take(REACH) {
        if matches!(word.form.as_str(), "," | "and" | "or" | "&") {
            is_joined = true;
            continue;
        }
        let noun = singular(&word.form).filter(|_| is_joined);
        if noun.is_some_and(|noun| known(&format!("{text} {noun}"), found)) || !is_joined || !word.is_capitalised() {
            return;
        }
    }
}

/// "Kherson region": what is called so with another noun for it, or by the name alone and is no town.
fn divisions<'a>(context: &'a Context<'_>, name: &str, found: &mut Vec<Named<'a>>) {
    let Some((place, noun)) = name.rsplit_once(' ').filter(|(_, noun)| DIVISIONS.contains(noun)) else { return };
    let with_noun = DIVISIONS.iter().map(|noun| format!("{place} {noun}"));
    for (long, is_alone) in with_noun.map(|long| (long, false)).chain([(place.to_owned(), true)]) {
        for item in context.candidates(&long).into_iter().take(LOOKED_AT) {
            let Some(item) = context.knowledge.item(item).filter(|item| item.class == Class::GeopoliticalEntity) else {
                continue;
            };
            let is_said_so = item.description.split(' ').any(|word| word == noun);
            if !is_alone || is_said_so {
                add(found, item, Match::Folded, name);
            } else if !is_town(&item) {
                add(found, item, Match::Composed, name);
            }
        }
    }
}

/// "Austin, TX"
fn by_code<'a>(context: &'a Context<'_>, target: &Target, found: &mut Vec<Named<'a>>) {
    let Some(tokens) = target.tokens.first() else { return };
    let code = context.text(tokens);
    let is_behind = tokens.start.checked_sub(1).is_some_and(|before| context.analysis.tokens[before].form == ",");
    let Some((_, name)) = POSTAL_CODES.iter().find(|(known, _)| is_behind && *known == code) else { return };
    let items = context.candidates(name).into_iter().take(LOOKED_AT);
    add_those(context, items, |item| item.label == *name && !is_town(item), (Match::Alias, code), found);
}

/// A name that goes on behind a comma or "of": "University of California, Los Angeles", "King Albert II of Belgium".
fn going_on<'a>(context: &'a Context<'_>, target: &Target, (joint, class): (&str, Class), found: &mut Vec<Named<'a>>) {
    let words = &context.analysis.tokens;
    for tokens in &target.tokens {
        let first = tokens.end + 1;
        let last = (first..words.len()).take_while(|&at| words[at].is_capitalised()).take(3).last();
        let is_joined = words.get(tokens.end).is_some_and(|word| word.form == joint.trim());
        let Some(last) = last.filter(|_| is_joined) else { continue };
        let name = context.text(tokens);
        for end in first..=last {
            let long = format!("{name}{joint}{}", context.text(&(first..end + 1)));
            let items = context.candidates(&long).into_iter().take(LOOKED_AT);
            let is_such = |item: &Item<'a>| context.ontology.classes.is_a(item.class, class);
            add_those(context, items, is_such, (Match::Label, name), found);
        }
    }
}

/// "Arsenal" for "Arsenal F.C.", "Getafe" for "Getafe CF".
fn team<'a>(context: &'a Context<'_>, name: &str, found: &mut Vec<Named<'a>>) {
    if name.split(' ').count() > TEAM_WORDS || name.chars().all(|c| c.is_uppercase() || c == '.') {
        return;
    }
    let named = CLUBS.iter().flat_map(|letters| [format!("{name} {letters}"), format!("{letters} {name}")]);
    for long in named {
        let items = context.knowledge.candidates(&long).into_iter().take(4);
        add_those(context, items, |item| item.class == Class::SportsTeam, (Match::Team, name), found);
    }
}

/// "Copenhagen University" for "University of Copenhagen", and the other way round.
fn university<'a>(context: &'a Context<'_>, name: &str, found: &mut Vec<Named<'a>>) {
    let turned = match (name.strip_prefix("University of "), name.strip_suffix(" University")) {
        (Some(place), _) => format!("{place} University"),
        (None, Some(place)) => format!("University of {place}"),
        _ => return,
    };
    let items = context.knowledge.candidates(&turned).into_iter().take(LOOKED_AT);
    add_those(context, items, |item| item.class == Class::EducationalInstitution, (Match::Folded, name), found);
}

/// A regular plural in the singular.
fn singular(noun: &str) -> Option<String> {
    match noun.strip_suffix("ies") {
        Some(stem) => Some(format!("{stem}y")),
        None => noun.strip_suffix('s').map(str::to_owned),
    }
}

fn add<'a>(found: &mut Vec<Named<'a>>, item: Item<'a>, by: Match, name: &str) {
    match found.iter_mut().find(|other| other.item.id == item.id) {
        Some(other) => {
            other.count += usize::from(other.name != name);
            if by < other.by {
                other.by = by;
                name.clone_into(&mut other.name);
            }
        }
        None => found.push(Named { item, by, name: name.to_owned(), count: 1 }),
    }
}

/// Adds those of some items that fit, which are all called in one way.
fn add_those<'a>(
    context: &'a Context<'_>,
    items: impl Iterator<Item = ItemId>,
    fits: impl Fn(&Item<'a>) -> bool,
    (by, name): (Match, &str),
    found: &mut Vec<Named<'a>>,
) {
    for item in items.filter_map(|item| context.knowledge.item(item)).filter(fits) {
        add(found, item, by, name);
    }
}

/// How an item that was found by a name is called by it.
fn called(context: &Context<'_>, item: &Item<'_>, name: &str) -> Match {
    if item.label == name {
        Match::Label
    } else if key(item.label) == key(name) || item.label == in_american_spelling(name) {
        Match::FoldedLabel
    } else if context.knowledge.aliases(item.id).contains(&name) {
        Match::Alias
    } else {
        Match::Folded
    }
}

/// Items whose name is this one with a country's before or behind it.
fn composed<'a>(context: &'a Context<'_>, name: &str, country: ItemId, found: &mut Vec<Named<'a>>) {
    let Some(label) = context.knowledge.item(country).map(|item| item.label) else { return };
    let mut names = vec![format!("{label} {name}"), format!("{name} of {label}"), format!("{name} of the {label}")];
    names.extend(context.knowledge.demonyms(country).into_iter().map(|word| format!("{word} {name}")));
    for long in names {
        let items = context.knowledge.candidates(&long).into_iter().take(4);
        let is_there =
            |item: &Item<'_>| item.country.is_none_or(|other| other == country) && item.class != Class::Person;
        add_those(context, items, is_there, (Match::Composed, name), found);
    }
}

/// Items of this very name that belong to a country.
fn of_country<'a>(context: &'a Context<'_>, name: &str, country: ItemId, found: &mut Vec<Named<'a>>) {
    let items = context.knowledge.candidates(name).into_iter().take(LOOKED_AT);
    let is_there = |item: &Item<'_>| item.country == Some(country) && item.id != country && item.class != Class::Person;
    add_those(context, items, is_there, (Match::Stripped, name), found);
}

/// Items of the country of the place that a name ends in: "National Assembly of France", "Metropolitan Police of London".
fn of_place<'a>(context: &'a Context<'_>, name: &str, found: &mut Vec<Named<'a>>) {
    let Some((rest, place)) = name.rsplit_once(" of ") else { return };
    let place = place.strip_prefix("the ").unwrap_or(place);
    let Some(place) = context.candidates(place).first().and_then(|&place| context.knowledge.item(place)) else {
        return;
    };
    let country = if context.is_country(place.id) { Some(place.id) } else { place.country };
    if let Some(country) = country.filter(|_| context.ontology.classes.is_a(place.class, Class::Place)) {
        of_country(context, rest, country, found);
        composed(context, rest, country, found);
    }
}

/// "Filipinos": the item called "Filipino people".
fn people<'a>(context: &'a Context<'_>, name: &str, found: &mut Vec<Named<'a>>) {
    let long = format!("{} people", name.strip_suffix('s').unwrap_or(name));
    let items = context.knowledge.candidates(&long).into_iter().take(4);
    add_those(context, items, |_| true, (Match::Composed, name), found);
}

/// Items that have the name without the country or body that it begins with: those of that country, and those of no
/// country whose name is of several words ("United Nations World Food Programme").
fn stripped<'a>(context: &'a Context<'_>, name: &str, found: &mut Vec<Named<'a>>) {
    let spaces: Vec<usize> = name.match_indices(' ').map(|(at, _)| at).take(3).collect();
    for at in spaces {
        let (first, rest) = (name[..at].trim_end_matches("'s").trim_end_matches("’s"), &name[at + 1..]);
        let of_body = || {
            let body = context.knowledge.item(*context.knowledge.candidates(first).first()?)?;
            let is_body = context.ontology.classes.is_a(body.class, Class::InternationalOrganization);
            (is_body || context.is_country(body.id)).then_some(body.id)
        };
        let Some(owner) = context.knowledge.demonym(first).or_else(of_body) else { continue };
        of_country(context, rest, owner, found);
        if rest.contains(' ') {
            let items = context.candidates(rest).into_iter().take(4);
            let is_body = |item: &Item<'_>| {
                item.country.is_none() && context.ontology.classes.is_a(item.class, Class::Organization)
            };
            add_those(context, items, is_body, (Match::Stripped, name), found);
        }
    }
}
