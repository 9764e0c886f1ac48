//! What a match must be beyond words and classes: what its property asks of the two, and what its words say in their place.

use super::lexicon::Pattern;
use super::matching::Match;
use super::offices::is_leader_of_some;
use super::room::Room;
use super::structure::{Relation, Structure};
use super::words::{AIMING, FLYING, INTERRUPTING, is_ranked};
use crate::entity::{EntityId, MentionKind};
use crate::language::Upos;
use crate::ontology::{Class, ValueKind};

/// Nouns for an office that do not tell which.
const NO_OFFICE_BY_ITSELF: &[&str] =
    &["post", "position", "office", "job", "role", "seat", "leadership", "mandate", "candidacy", "nomination"];

/// What is attacked and taken without a name.
#[rustfmt::skip]
const SETTLEMENTS: &[&str] = &[
    "city", "town", "village", "hamlet", "settlement", "suburb", "neighborhood", "neighbourhood", "territory", "region",
];

/// What a capital may be of without a government.
#[rustfmt::skip]
const CAPITALS_OF_OTHER_KINDS: &[&str] = &[
    "commercial", "financial", "economic", "business", "cultural", "tourist", "tourism", "industrial", "fashion", "ancient",
    "old", "former", "onetime", "historic", "historical", "spiritual", "culinary", "football", "film", "entertainment",
    "summer", "colonial", "religious", "future", "planned", "diamond", "tech", "oil", "gambling",
];

/// What is news where it is done to a thing, by whomever: "the talks were postponed".
const DONE_TO_THINGS: &[&str] = &["announces", "cancels", "closes", "interferesIn", "seizes"];

/// Properties between persons of one family.
const KINSHIP: &[&str] = &["siblingOf", "childOf", "relativeOf", "spouseOf"];

/// Whether "in law" stands behind one of a phrasing's words.
fn is_in_law(room: &Room<'_>, found: &Match) -> bool {
    let form = |at: usize| room.analysis.tokens.get(at).map_or("", |word| word.form.as_str());
    let is_before = |at: usize| form(at) == "-" && form(at + 1) == "in" && form(at + 3) == "law";
    found.words.iter().any(|&word| is_before(word + 1) && !found.words.contains(&(word + 4)))
}

/// Whether a thing may be part of what stands at a token.
fn is_part(room: &Room<'_>, structure: &Structure, (part, whole): (EntityId, EntityId), token: usize) -> bool {
    let both = |class| room.is_a(part, class) && room.is_a(whole, class);
    let is_told = room.has_name(part) || room.has_name(whole) || room.has_article(token);
    let is_people = room.is_a(part, Class::Group) && room.has_name(part);
    if room.is_human(part) && room.is_human(whole) && !is_people {
        // "One of six men", but hardly "one of the richest men".
        let is_counted =
            room.analysis.child(token, "nummod").is_some() || room.analysis.tokens[token].upos == Upos::Pron;
        return is_told && room.is_plural(token) && is_counted;
    }
    // "Seven universities, including A" are no whole.
    let is_vague = room.is_plural(token) && !room.is_definite(token, structure) && !both(Class::Event);
    is_told
        && !is_vague
        && [part, whole].into_iter().all(|id| room.class(id) != Class::Thing)
        && (room.ontology.classes.are_compatible(room.class(part), room.class(whole))
            || [Class::Place, Class::Event, Class::Organization, Class::Work].into_iter().any(both))
}

/// What a property asks of its entities beyond their classes.
pub(super) fn is_sound(
    room: &Room<'_>,
    structure: &Structure,
    pattern: &Pattern,
    found: &Match,
    subject: Option<EntityId>,
    object: EntityId,
) -> bool {
    // "Countries", "six states": nobody in particular, but "the town" is, and villages are shelled. "No evidence": nothing.
    let is_vague = |entity: EntityId, at: Option<usize>| {
        room.is_a(entity, Class::GeopoliticalEntity)
            && !room.has_name(entity)
            && !at.is_some_and(|at| room.has_article(at) && !room.is_plural(at))
    };
    let is_hit = || {
        SETTLEMENTS.contains(&&*room.lemmas[found.y])
            && ["attacks", "seizes", "occupies"].contains(&pattern.property.as_str())
    };
    if is_vague(object, Some(found.y)) && !is_hit()
        || subject.is_some_and(|subject| is_vague(subject, found.x))
        || room.is_denied(found.y)
        || found.x.is_some_and(|x| room.is_denied(x))
    {
        return false;
    }
    match pattern.property.as_str() {
        // "The Norwegian capital of Oslo" is Oslo.
        "capitalOf" if subject.is_some_and(|subject| room.entities.countries.contains(&subject)) => false,
        // A brother-in-law is none.
        "siblingOf" | "childOf" if is_in_law(room, found) => false,
        // A part is of the kind of its whole: events have no countries for parts.
        "partOf" if !room.places_behind(found.y, structure).is_empty() => false,
        "partOf" => subject.is_some_and(|subject| is_part(room, structure, (subject, object), found.y)),
        // Nobody is owned, and a fire is opened on somebody. The Russian owner of a mine does not own Russia.
        "owns" => {
            let is_demonym = room.mention(found.y).is_some_and(|mention| mention.kind == MentionKind::Demonym);
            !room.is_a(object, Class::Person) && !room.is_a(object, Class::Group) && !is_demonym
        }
        // A party has leaders, but no governors.
        "headOf"
            if room.is_a(object, Class::PoliticalParty)
                && matches!(&*room.lemmas[found.anchor], "governor" | "mayor" | "premier" | "prime minister") =>
        {
            false
        }
        // A Polish director directs films, and the Polish head of a commission heads that.
        "headOf"
            if room.is_a(object, Class::GeopoliticalEntity)
                && matches!(room.analysis.tokens[found.y].relation(), "amod" | "compound")
                && found.words.iter().any(|&word| is_of_no_country(room, structure, word)) =>
        {
            false
        }
        // A nurse's aide works for nobody in particular, and a Belgian researcher not for Belgium.
        "worksFor"
            if room.is_a(object, Class::Person) && !room.has_name(object) && !room.is_definite(found.y, structure) =>
        {
            false
        }
        "worksFor"
            if room.is_a(object, Class::GeopoliticalEntity)
                && matches!(room.analysis.tokens[found.y].relation(), "amod" | "compound" | "nmod")
                && found.words.iter().any(|&word| is_occupation_alone(room, word)) =>
        {
            false
        }
        // "The president of Ireland" heads Ireland, whoever it is: that is no news.
        "headOf" => subject.is_some_and(|subject| {
            !room.is_a(subject, Class::Person) || room.is_somebody(subject) || room.entity(subject).link.is_some()
        }),
        // Who orders drones to be sent buys none.
        "acquires" if structure.from(found.anchor).any(|edge| edge.relation == Relation::Complement) => false,
        // "American arms sales to Taiwan" sell no country.
        "acquires" if &*room.lemmas[found.anchor] == "sale" => !room.is_a(object, Class::GeopoliticalEntity),
        // What flies is intercepted to be destroyed or led away.
        "seizes" if &*room.lemmas[found.anchor] == "intercept" => !FLYING.contains(&&*room.lemmas[found.y]),
        // "Lost his fortune to the church" is no match.
        "defeats" if &*room.lemmas[found.anchor] == "lose" => room
            .analysis
            .child(found.anchor, "obj")
            .is_none_or(|lost| room.ontology.noun_is(&room.lemmas[lost], Class::Event)),
        // A question urges nobody: "asked whether", "asked about".
        "urges" if &*room.lemmas[found.anchor] == "ask" => {
            let is_about = |child: usize| {
                room.analysis.child(child, "case").is_some_and(|case| room.analysis.tokens[case].form == "about")
            };
            room.analysis.child(found.anchor, "ccomp").is_none()
                && !room.analysis.children(found.anchor).any(is_about)
                && (subject.is_some() || room.is_a(object, Class::Agent))
        }
        "travelsTo" | "visits" if stands_for_country(room, subject, found.x) => false,
        // Who moves something to Y stays.
        "travelsTo" => {
            let is_said = |moved: usize| moved == found.y || found.words.contains(&moved);
            subject.is_some() && room.analysis.child(found.anchor, "obj").is_none_or(is_said)
        }
        // Who presents a letter or a prize proposes nothing.
        "proposes" if &*room.lemmas[found.anchor] == "present" => {
            !matches!(&*room.lemmas[found.y], "letter" | "gift" | "message") && !room.is_a(object, Class::Award)
        }
        // "Services are announced to resume": that they will is.
        "announces" if subject.is_none() && room.analysis.child(found.anchor, "xcomp").is_some() => false,
        // "Called the vote a farce", "declared the outbreak over" announce neither.
        "announces" if matches!(&*room.lemmas[found.anchor], "call" | "declare") && subject.is_some() => {
            let is_over =
                |child: usize| room.lemmas[child] == "over" && room.analysis.tokens[child].relation() == "advmod";
            ["xcomp", "iobj"].iter().all(|other| room.analysis.child(found.anchor, other).is_none())
                && !room.analysis.children(found.anchor).any(is_over)
        }
        // Whoever plans an attack or a war is no host of it.
        "hosts" => ![Class::Attack, Class::War, Class::Disaster].iter().any(|&class| room.is_a(object, class)),
        // Who opens an inquiry inquires into something.
        "launches" if matches!(&*room.lemmas[found.y], "inquiry" | "investigation" | "probe") => false,
        // "The deployment of forces to Y": by whom is not said.
        "deploysTo" if found.x.is_some_and(|x| is_of_noun(room, found, x)) => false,
        // Churches and houses are entered, and teach nobody.
        "educatedAt" if &*room.lemmas[found.anchor] == "enter" => room.is_a(object, Class::EducationalInstitution),
        // Teams that start a match launch none.
        "launches" if matches!(&*room.lemmas[found.anchor], "start" | "begin" | "open" | "resume") => {
            ![Class::Disaster, Class::SportsEvent].iter().any(|&class| room.is_a(object, class))
        }
        // What is issued or published is out, whoever did it.
        "launches" if subject.is_none() && matches!(&*room.lemmas[found.anchor], "issue" | "publish" | "release") => {
            false
        }
        // Who launches missiles attacks.
        "launches" if matches!(&*room.lemmas[found.y], "missile" | "drone" | "mortar" | "shell") => false,
        "launches" => !room.is_a(object, Class::Disaster),
        // "Pilgrims are required to": nobody asks nobody in particular.
        "urges" if subject.is_none() && !room.has_name(object) && room.is_bare_plural(found.y) => false,
        // "They met, resulting in a deal": the meeting did, and not one of them.
        // And "suspends visas in response to a ban" gives no cause of visas.
        "causes" if found.is_derived && is_stopped(room, found.y) => false,
        "causes" => subject.is_some_and(|subject| {
            let goes_on = |&word: &usize| {
                room.analysis.tokens[word].relation() == "advcl" && room.analysis.tokens[word].form.ends_with("ing")
            };
            !room.is_a(subject, Class::Agent) || !found.words.iter().any(goes_on)
        }),
        // Whoever leads a committee is of no party for that.
        "memberOfParty" if !room.is_a(object, Class::PoliticalParty) => false,
        // The financial capital, the honorary degree and the regional headquarters are others.
        property if is_other_kind(room, property, &found.words) => false,
        // A minister of mines works in none.
        "worksFor"
            if room.is_a(object, Class::Facility)
                && !room.has_name(object)
                && found.words.iter().any(|&word| room.is_title("governmentTitle", word)) =>
        {
            false
        }
        // "A professor of business" works for no business.
        "worksFor" if room.is_bare(found.y) && !room.has_name(object) => false,
        // A parliament that is dissolved is elected anew.
        "bans" | "closes" if &*room.lemmas[found.anchor] == "dissolve" => !matches!(
            &*room.lemmas[found.y],
            "parliament" | "assembly" | "congress" | "legislature" | "cabinet" | "house"
        ),
        // "Parliament members" are of it by their word.
        "memberOf"
            if room.analysis.tokens[found.y].relation() == "compound"
                && !room.has_name(object)
                && !subject.is_some_and(|subject| room.has_name(subject)) =>
        {
            false
        }
        // Who joins others in doing something is no member of them.
        "memberOf" | "memberOfParty" | "worksFor" | "playsFor" if joins_in(room, found) => false,
        // "Born in A and raised in B" is not raised in A.
        "livesIn"
            if found.words.len() > 1
                && found.words.iter().any(|&raised| {
                    let has_own = |child: usize| room.analysis.tokens[child].relation() == "obl" && child != found.y;
                    &*room.lemmas[raised] == "raise" && room.analysis.children(raised).any(has_own)
                }) =>
        {
            false
        }
        // "Presidents Roe of A and Doe of B" hold offices there, and so does "Roe, the Duke of A".
        "livesIn" if pattern.words == 0 => found.x.is_some_and(|x| {
            let is_of = pattern.edges.iter().any(|edge| edge.1 == Relation::Oblique("of".to_owned()));
            !room.has_title(x) && (room.is_named(x) || !is_of)
        }),
        "authorOf" if pattern.words == 0 => room.is_named(found.y),
        // Who directs a programme of a university heads it.
        "authorOf" if &*room.lemmas[found.anchor] == "direct" => {
            !matches!(&*room.lemmas[found.y], "program" | "programme" | "policy" | "project")
        }
        // "Punjab province, India" is a chain of places, which has a rule of its own.
        "locatedIn" if found.x.is_some_and(|x| is_link_of_chain(room, found, x)) => false,
        "locatedIn" if is_noun_denied(room, found) => false,
        // "A ceasefire is in place."
        "locatedIn" if &*room.lemmas[found.y] == "place" && room.is_bare(found.y) => false,
        // "The Embassy of Norway", "the building of Alby" are somewhere else, or nowhere in particular.
        "locatedIn" if pattern.words == 0 && pattern.edges.iter().any(|edge| edge.1.is_oblique("of")) => {
            found.x.is_some_and(|x| room.is_named(x) || &*room.lemmas[x] == "region")
                && subject.is_some_and(|subject| !room.is_a(subject, Class::Facility))
        }
        "locatedIn" if pattern.words == 0 => {
            !found.x.is_some_and(|x| {
                is_elsewhere(room, pattern, x, found.y)
                        // "Norway's Supreme Court" is a part of it.
                        || room.is_named(x) && subject.is_some_and(|subject| room.is_a(subject, Class::Court))
                            && room.entities.countries.contains(&object)
            })
        }
        // "A and B are both married to farmers."
        "spouseOf"
            if !pattern.edges.iter().any(|edge| edge.1.is_oblique("to"))
                && structure.from(found.anchor).any(|edge| edge.relation.is_oblique("to")) =>
        {
            false
        }
        // "The family of Roe" is whoever it may be; his wife is somebody.
        "spouseOf" | "siblingOf" | "relativeOf" | "childOf" => subject.is_some_and(|subject| {
            let are_both = room.is_somebody(subject) && room.is_somebody(object);
            let is_family = found.words.iter().any(|&word| &*room.lemmas[word] == "family");
            are_both || !is_family && (room.has_name(subject) || room.has_name(object))
        }),
        // An event does this where it is a known one: "the attack", not "a drone strike".
        "kills" | "injures" => match (subject, found.x) {
            (Some(subject), Some(x)) => {
                // Who is killed during a pilgrimage is not killed by it.
                let is_during = pattern.edges.iter().any(|edge| edge.1.is_oblique("during"));
                !room.is_a(subject, Class::Event)
                    || (room.has_name(subject) || room.has_article(x))
                        && (!is_during || room.is_a(subject, Class::Attack) || room.is_a(subject, Class::War))
            }
            // Nobody kills whom an accident kills.
            _ => room.is_a(object, Class::Person) && !is_in_disaster(room, found.anchor),
        },
        // "Citizens vote for a president": nobody knows whom.
        "supports" if &*room.lemmas[found.anchor] == "vote" => {
            room.is_definite(found.y, structure) || !room.is_a(object, Class::Person)
        }
        // Deals are struck, wars ended; loans target housing.
        "attacks" if room.is_a(object, Class::Agreement) => false,
        "attacks" if &*room.lemmas[found.anchor] == "target" && room.class(object) == Class::Thing => false,
        "cancels" if room.is_a(object, Class::War) => false,
        // "Strikes in retaliation for an attack" are in no place, and who strikes a field in the gulf strikes no gulf.
        "attacks" if subject.is_some() => {
            let is_in = |edge: &(usize, Relation, usize)| {
                edge.2 == 1 && matches!(&edge.1, Relation::Oblique(at) if matches!(&**at, "in" | "across"))
            };
            let hits_other = || {
                let is_target = |child: usize| {
                    let case = room.analysis.child(child, "case");
                    case.is_some_and(|case| matches!(&*room.lemmas[case], "on" | "against"))
                };
                room.analysis.tokens[found.anchor].upos == Upos::Verb
                    && room.analysis.child(found.anchor, "obj").is_some_and(|hit| !found.words.contains(&hit))
                    || found.words.iter().any(|&word| room.analysis.children(word).any(is_target))
            };
            !pattern.edges.iter().any(is_in)
                || room.is_a(object, Class::Place) && !is_scene_of_aim(room, found.y) && !hits_other()
        }
        // A court's case is somebody else's.
        "sues" if subject.is_some_and(|subject| room.is_a(subject, Class::Court)) => false,
        // Who is selected by nobody named is the best of a match as often as an officer.
        "appoints" if subject.is_none() && matches!(&*room.lemmas[found.anchor], "select" | "pick" | "choose") => false,
        // What is found is news, whoever found it.
        "discovers" if subject.is_none() => {
            let verb = &*room.lemmas[found.anchor];
            let is_find = matches!(verb, "discover" | "find" | "unearth" | "uncover" | "excavate");
            // "Such birds can be found in Norway."
            let is_general = room.analysis.child(found.anchor, "aux").is_some_and(|aux| &*room.lemmas[aux] == "can");
            let is_judged = is_general || room.analysis.child(found.anchor, "xcomp").is_some();
            let is_agent = room.is_a(object, Class::Agent);
            // "The school is located in Oslo."
            is_agent && !matches!(verb, "locate" | "identify")
                || is_find && !is_judged && room.class(object) != Class::Thing
        }
        property => subject.is_some() || room.is_a(object, Class::Agent) || DONE_TO_THINGS.contains(&property),
    }
}

/// Whether an adjective makes another thing of one of the words that say a property: "honorary degree".
fn is_other_kind(room: &Room<'_>, property: &str, words: &[usize]) -> bool {
    let (nouns, adjectives): (&[&str], &[&str]) = match property {
        "capitalOf" => (&["capital"], CAPITALS_OF_OTHER_KINDS),
        "headquarteredIn" => (
            &["headquarters", "office"],
            &["regional", "european", "asian", "african", "american", "local", "campaign", "former"],
        ),
        "educatedAt" => (&["degree", "doctorate"], &["honorary"]),
        _ => return false,
    };
    words
        .iter()
        .filter(|&&noun| nouns.contains(&&*room.lemmas[noun]))
        .any(|&noun| room.analysis.children(noun).any(|child| adjectives.contains(&&*room.lemmas[child])))
}

/// Whether a noun is what a verb ends: "suspends the issuance".
fn is_stopped(room: &Room<'_>, noun: usize) -> bool {
    let word = &room.analysis.tokens[noun];
    let verb = word.head.filter(|_| word.relation() == "obj");
    verb.is_some_and(|verb| {
        let verb = &*room.lemmas[verb];
        INTERRUPTING.contains(&verb) || matches!(verb, "ban" | "bar" | "cancel" | "close" | "cut" | "reduce" | "block")
    })
}

/// "Norwegian forces enter the town": the country does not travel.
fn stands_for_country(room: &Room<'_>, subject: Option<EntityId>, x: Option<usize>) -> bool {
    let is_country = subject.is_some_and(|subject| room.is_a(subject, Class::GeopoliticalEntity));
    let of_words = x.and_then(|x| room.headed(x)).filter(|mention| mention.kind == MentionKind::Nominal);
    is_country && of_words.is_some_and(|mention| Some(mention.entity) != subject)
}

/// Whether X stands behind "of" at the noun that says it all.
fn is_of_noun(room: &Room<'_>, found: &Match, x: usize) -> bool {
    let is_of = room.analysis.child(x, "case").is_some_and(|case| room.lemmas[case] == "of");
    is_of && room.analysis.tokens[x].head == Some(found.anchor)
}

/// "Is not a Norwegian bank".
fn is_noun_denied(room: &Room<'_>, found: &Match) -> bool {
    found.words.iter().any(|&word| room.analysis.tokens[word].upos == Upos::Noun && room.has_not(word))
}

/// "Was killed in a fire", "in the crash".
fn is_in_disaster(room: &Room<'_>, verb: usize) -> bool {
    room.analysis.children(verb).any(|child| {
        room.analysis.tokens[child].relation() == "obl"
            && room.ontology.noun_is(&room.lemmas[child].to_lowercase(), Class::Disaster)
    })
}

/// "Will lower the number, starting in 2026": nothing is founded.
pub(super) fn goes_on_from(room: &Room<'_>, verb: usize) -> bool {
    matches!(&*room.lemmas[verb], "start" | "begin") && room.analysis.tokens[verb].form.ends_with("ing")
}

/// "Joins Y in suspending flights".
fn joins_in(room: &Room<'_>, found: &Match) -> bool {
    let analysis = room.analysis;
    let is_deed = |token: usize| {
        analysis.tokens[token].upos == Upos::Verb
            && analysis.children(token).any(|child| {
                matches!(analysis.tokens[child].relation(), "mark" | "case") && analysis.tokens[child].form == "in"
            })
    };
    room.lemmas[found.anchor] == "join"
        && analysis.children(found.anchor).chain(analysis.children(found.y)).any(is_deed)
}

/// Whether X is a name behind the comma that ends the phrase of Y; in "two regions of Y, X and Z" it is not.
fn is_link_of_chain(room: &Room<'_>, found: &Match, x: usize) -> bool {
    let is_plural = |&word: &usize| room.is_plural(word);
    found.y < x && room.is_named(x) && room.is_behind_comma(x) && !found.words.iter().any(is_plural)
}

/// "The Russian embassy" is not in Russia, nor one airport in another: "A Airport in Alby and B Airport in Belby".
fn is_elsewhere(room: &Room<'_>, pattern: &Pattern, x: usize, y: usize) -> bool {
    let is_owned = pattern.edges.iter().any(|edge| matches!(edge.1, Relation::Modifier | Relation::Possessor));
    is_owned && matches!(&*room.lemmas[x], "embassy" | "consulate" | "mission" | "base" | "outpost")
        || room.is_named(x) && room.is_named(y) && room.analysis.tokens[x].form == room.analysis.tokens[y].form
}

/// Whether a phrase names what has been: "after the talks", "following a meeting".
pub(super) fn is_over(room: &Room<'_>, event: usize) -> bool {
    let before = room.analysis.child(event, "case").map(|case| room.analysis.tokens[case].form.to_lowercase());
    matches!(before.as_deref(), Some("after" | "following" | "during" | "since"))
}

/// Whether a place is where something is that an attack is on: "airstrikes against boats in the Pacific" are not on the
/// Pacific.
fn is_scene_of_aim(room: &Room<'_>, place: usize) -> bool {
    let words = &room.analysis.tokens;
    let Some(aim) = words[place].head else { return false };
    let is_object =
        words[aim].relation() == "obj" && words[aim].head.is_some_and(|verb| AIMING.contains(&&*room.lemmas[verb]));
    let is_against =
        room.analysis.child(aim, "case").is_some_and(|case| matches!(&*room.lemmas[case], "on" | "against"));
    is_object && words[aim].head.is_some_and(|verb| words[verb].relation() == "acl") || is_against
}

/// "Prime minister" is no minister, "attorney general" no general; and "secretary of state" is not of a state.
pub(super) fn is_part_of_title(room: &Room<'_>, pattern: &Pattern, found: &Match) -> bool {
    const LISTS: [&str; 6] =
        ["headTitle", "governmentTitle", "officeNoun", "representativeTitle", "militaryTitle", "occupationNoun"];
    let is_title = |phrase: &str| LISTS.iter().any(|list| room.ontology.is_word(list, phrase));
    let is_half = |&word: &usize| {
        room.behind_title(word).is_some_and(|next| !found.words.contains(&next))
            || (word.saturating_sub(2)..word)
                .any(|head| room.behind_title(head) == Some(word) && !found.words.contains(&head))
    };
    let is_behind = |&word: &usize| {
        word.checked_sub(1).is_some_and(|before| {
            !found.words.contains(&before)
                && is_title(&format!("{} {}", room.lemmas[before], room.lemmas[word]))
                && room.mention(before).is_none_or(|mention| mention.kind == MentionKind::Nominal)
        }) || found.y == word + 2 && is_title(&format!("{} of {}", room.lemmas[word], room.lemmas[found.y]))
    };
    found.words.iter().any(is_half)
        || pattern.edges.iter().any(|edge| edge.1 == Relation::Is) && found.words.iter().any(is_behind)
}

/// Whether a word can be the text of a property: an office, an occupation.
pub(super) fn is_value(room: &Room<'_>, property: &str, token: usize, kind: ValueKind) -> bool {
    if kind != ValueKind::Text {
        return true;
    }
    let is_office = ["officeNoun", "headTitle", "governmentTitle", "legislatorTitle", "militaryTitle", "positionNoun"]
        .iter()
        .any(|list| room.is_title(list, token));
    match property {
        // "Resigned from his post": which one, other words tell.
        "resignsFrom" if NO_OFFICE_BY_ITSELF.contains(&&*room.lemmas[token]) => false,
        "holdsPosition" | "resignsFrom" | "candidateFor" => is_office && &*room.lemmas[token] != "official",
        "hasOccupation" => room.is_title("occupationNoun", token) && !is_office && !is_ranked(room.analysis, token),
        _ => true,
    }
}

/// "Former president of Y", "deputy head of Y" are neither presidents nor heads.
pub(super) fn is_role_past(room: &Room<'_>, structure: &Structure, pattern: &Pattern, found: &Match) -> bool {
    if !pattern.edges.iter().any(|edge| edge.1 == Relation::Is) {
        return false;
    }
    // A late brother is a brother.
    let is_kin = KINSHIP.contains(&pattern.property.as_str());
    found.words.iter().any(|&word| {
        room.analysis.tokens[word].upos != Upos::Verb
            && (room
                .modifier_in("formerModifier", word, structure)
                .is_some_and(|at| !is_kin || &*room.lemmas[at] != "late")
                || room.modifier_in("futureModifier", word, structure).is_some()
                || pattern.property == "headOf"
                    && (room.modifier_in("deputyModifier", word, structure).is_some()
                        || is_leader_of_some(room, &found.words, word)))
    })
}

/// Whether a title's country is its holder's: a coach's, or of who heads something else.
fn is_of_no_country(room: &Room<'_>, structure: &Structure, word: usize) -> bool {
    let is_head_of_other =
        || structure.from(word).any(|edge| edge.relation.is_oblique("of") && room.mention(edge.to).is_some());
    matches!(&*room.lemmas[word], "director" | "coach" | "captain" | "manager" | "skipper" | "editor")
        || is_head_of_other()
}

/// Whether a noun is an occupation and no office or rank.
fn is_occupation_alone(room: &Room<'_>, word: usize) -> bool {
    let is_in = |list: &str| room.is_title(list, word);
    room.ontology.is_word("occupationNoun", &room.lemmas[word])
        && !["officeNoun", "governmentTitle", "militaryTitle", "headTitle", "representativeTitle"]
            .into_iter()
            .any(is_in)
}
