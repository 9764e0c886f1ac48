//! The words of titles and offices: where one begins and ends, which list has it.

use super::room::Room;
use super::structure::{Relation, Structure};
use crate::language::Upos;
use crate::ontology::Class;

/// Adjectives that tell when somebody holds an office or how many do, and not which one: "the new prime minister".
#[rustfmt::skip]
const PASSING: &[&str] = &[
    "several", "many", "numerous", "various", "other", "fellow", "outgoing", "embattled", "new", "current",
    "present", "incumbent", "next", "longtime", "only", "sole", "sitting", "female", "male", "woman",
];

/// Words before the title of who heads a part.
#[rustfmt::skip]
const PARTIAL: &[&str] = &[
    "senior", "regional", "local", "top", "provincial", "district", "state", "legal", "coordinating", "medical", "technical",
    "commercial", "artistic", "creative",
];

/// Who may manage a part or a task as well as the whole: "project manager".
pub(super) const MANAGERS: &[&str] = &["director", "manager", "secretary", "secretary-general", "coordinator"];

impl Room<'_> {
    /// "Councillors Roe and Doe": each is a councillor.
    pub fn singular(&self, title: usize, office: &str) -> String {
        let word = &self.analysis.tokens[title];
        match office.strip_suffix(word.form.as_str()).filter(|_| self.is_plural(title)) {
            Some(start) => format!("{start}{}", word.lemma),
            None => office.to_owned(),
        }
    }

    /// The words of an office: with its modifiers, without countries and holders, "of State" and the like included.
    pub fn office(&self, token: usize, structure: &Structure) -> String {
        let sentence = &self.analysis.sentences[self.analysis.sentence_of(token)].tokens;
        let mut first = token;
        while first > sentence.start {
            let before = first - 1;
            let word = &self.analysis.tokens[before];
            let is_part = structure.from(token).any(|edge| edge.to == before && edge.relation == Relation::Modifier)
                || word.form == "-"
                || word.head.is_some_and(|head| {
                    head >= first
                        && head < token
                        && matches!(word.relation(), "compound" | "amod" | "advmod" | "conj" | "cc")
                });
            if !is_part
                || self.is_named(before)
                || PASSING.contains(&self.lemmas[before].as_str())
                // "The seventh bishop of Oslo" is bishop, and so is the youngest.
                || (word.feature("NumType") == Some("Ord") || word.feature("Degree") == Some("Sup"))
                    && !word.is_capitalised()
                || matches!(word.upos, Upos::Num | Upos::Det) && word.form != "-"
                // "The jailed opposition leader" is opposition leader, but an ousted one was.
                || word.upos == Upos::Verb
                    && word.feature("Tense") == Some("Past")
                    && !self.ontology.is_word("formerModifier", &word.form.to_lowercase())
            {
                break;
            }
            first = before;
        }
        let is_office_with = |before: usize| {
            let two = format!("{} {}", self.lemmas[before], self.lemmas[token]);
            ["headTitle", "governmentTitle", "officeNoun", "militaryTitle"]
                .iter()
                .any(|list| self.ontology.is_word(list, &two))
        };
        // "Attorney General", however the two hang together.
        if first == token
            && let Some(before) = token.checked_sub(1).filter(|before| sentence.contains(before))
            && is_office_with(before)
        {
            first = before;
        }
        // "director-general" is one title; in "pan-democratic councillor" what the hyphen joins is no part of the office.
        let is_compound_title = token >= sentence.start + 2
            && self.analysis.tokens[token - 1].form == "-"
            && (self.ontology.is_word("deputyModifier", &self.lemmas[token - 2]) || is_office_with(token - 2));
        if is_compound_title {
            first = first.min(token - 2);
        } else if let Some(hyphen) = (first..token).rev().find(|&at| self.analysis.tokens[at].form == "-") {
            first = (hyphen + 2).min(token);
        }
        if (first..token)
            .any(|at| self.analysis.tokens[at].form.contains('-') && self.analysis.tokens[at].upos == Upos::Adj)
        {
            first = token;
        }
        while first < token && matches!(self.analysis.tokens[first].upos, Upos::Punct | Upos::Cconj) {
            first += 1;
        }
        let mut last = self.behind_title(token).or_else(|| self.in_chief(token)).unwrap_or(token);
        // "Secretary of State", "Minister of Foreign Affairs", "undersecretary to the prime minister"; not "president of
        // Russia", "leader of the party".
        for edge in structure.from(token) {
            let Relation::Oblique(preposition) = &edge.relation else { continue };
            let between = last + 2..edge.to;
            let is_near = edge.to > last + 1
                && edge.to <= last + 4
                && between.clone().all(|at| {
                    self.analysis.tokens[at].head == Some(edge.to)
                        && matches!(self.analysis.tokens[at].relation(), "compound" | "amod" | "det")
                });
            let is_ministerial = self.ontology.is_word("governmentTitle", &self.lemmas[token]);
            let is_domain = match preposition.as_str() {
                // "Chief of staff", "head of security"
                "of" if self.domain_of(token) == Some(edge.to) && self.is_field(token, edge.to) => true,
                "of" | "for" => {
                    !self.is_named(edge.to)
                        && (between.is_empty() || is_ministerial)
                        && (self.analysis.tokens[edge.to].upos == Upos::Propn || is_ministerial)
                }
                "to" => self.is_title("headTitle", edge.to) || self.is_title("governmentTitle", edge.to),
                _ => false,
            };
            if is_near && is_domain {
                last = edge.to;
            }
        }
        self.text(first, last).to_owned()
    }

    /// The noun right behind a title's preposition, of which somebody is head within a body: "head of research".
    pub fn domain_of(&self, title: usize) -> Option<usize> {
        let words = &self.analysis.tokens;
        let is_domain =
            |&child: &usize| child == title + 2 && words[child].upos == Upos::Noun && words[child].relation() == "nmod";
        self.analysis.children(title).find(is_domain)
    }

    /// Where "in chief" behind a title ends.
    fn in_chief(&self, token: usize) -> Option<usize> {
        let form = |at: usize| self.analysis.tokens.get(at).map(|word| word.form.as_str());
        let is_joined = form(token + 1) == Some("-");
        let (first, last) = if is_joined { (token + 2, token + 4) } else { (token + 1, token + 2) };
        (form(first) == Some("in") && form(last) == Some("chief")).then_some(last)
    }

    /// Whether the noun behind a title's "of" names a field of work, and no body, place or event; "chief of staff" is in a list.
    fn is_field(&self, title: usize, noun: usize) -> bool {
        let lemma = self.lemmas[noun].to_lowercase();
        let is_listed = || self.ontology.is_word("officeNoun", &format!("{} of {lemma}", self.lemmas[title]));
        let is_other = || {
            [Class::Agent, Class::Place, Class::Event, Class::Work]
                .into_iter()
                .any(|class| self.ontology.noun_is(&lemma, class))
        };
        is_listed() || !self.is_named(noun) && !is_other()
    }

    /// Whether a word list of the ontology has the word at `token`, alone or with those before it.
    pub fn is_title(&self, list: &str, token: usize) -> bool {
        let lemma = &self.lemmas[token];
        let with_next = || {
            self.behind_title(token)
                .is_some_and(|next| self.ontology.is_word(list, &format!("{lemma} {}", self.lemmas[next])))
        };
        // "Film director" is no head's title.
        let is_other = || {
            let two = token.checked_sub(1).map(|before| format!("{} {lemma}", self.lemmas[before].to_lowercase()));
            two.is_some_and(|two| self.ontology.is_word("occupationNoun", &two) && !self.ontology.is_word(list, &two))
        };
        if (self.ontology.is_word(list, lemma) && !is_other()) || with_next() {
            return true;
        }
        let mut phrase = lemma.clone();
        for before in (token.saturating_sub(3)..token).rev().filter(|&at| self.lemmas[at] != "-").take(2) {
            phrase = format!("{} {phrase}", self.lemmas[before]);
            if self.ontology.is_word(list, &phrase) {
                return true;
            }
        }
        false
    }

    /// The word behind a title's head that belongs to it: "attorney general", "secretary-general".
    pub fn behind_title(&self, token: usize) -> Option<usize> {
        let is_joined = self.analysis.tokens.get(token + 1).is_some_and(|word| word.form == "-");
        let next = token + 1 + usize::from(is_joined);
        let word = self.analysis.tokens.get(next)?;
        (word.head == Some(token) && self.lemmas[next] == "general").then_some(next)
    }

    /// Whether a role is said to be past, below or to come: "former", "deputy", "designate".
    pub fn modifier_in(&self, list: &str, token: usize, structure: &Structure) -> Option<usize> {
        structure
            .from(token)
            .filter(|edge| {
                edge.relation == Relation::Modifier
                    || matches!(&edge.relation, Relation::Other(name) if name == "advmod")
            })
            .map(|edge| edge.to)
            .find(|&modifier| self.ontology.is_word(list, &self.lemmas[modifier]))
            .or_else(|| {
                let lemma = &self.lemmas[token];
                let (first, _) = lemma.split_once('-')?;
                self.ontology.is_word(list, first).then_some(token)
            })
    }
}

/// "The opposition leader of Y", "a protest leader from Y", "Y's chief of defence" lead these, not Y, where what they lead is
/// not among `known` words.
pub(super) fn is_leader_of_some(room: &Room<'_>, known: &[usize], word: usize) -> bool {
    let words = &room.analysis.tokens;
    let has_domain = || {
        room.domain_of(word)
            .is_some_and(|of| !known.contains(&of) && !matches!(&*room.lemmas[of], "state" | "government"))
    };
    // A senior commander is one of several.
    let is_one_of_some = |child: usize| {
        child < word
            && matches!(words[child].relation(), "amod" | "compound")
            && PARTIAL.contains(&&*room.lemmas[child])
            && !known.contains(&child)
    };
    let is_leader = matches!(&*room.lemmas[word], "leader" | "head" | "chief" | "director" | "commander");
    if is_leader && has_domain() || room.is_of_one(word) || room.analysis.children(word).any(is_one_of_some) {
        return true;
    }
    let is_manager = MANAGERS.contains(&&*room.lemmas[word]);
    (matches!(&*room.lemmas[word], "leader" | "head" | "chief" | "boss") || is_manager)
        && word.checked_sub(1).is_some_and(|before| {
            words[before].upos == Upos::Noun
                && words[before].head == Some(word)
                && !known.contains(&before)
                && !room.is_named(before)
                && !(is_manager && room.ontology.noun_is(&room.lemmas[before], Class::Organization))
        })
}
