//! Whether a number is a year and a word a month: what the words around and the tree say.

use super::grammar::Reader;
use super::words::{is_dash, month, plain_year};
use crate::language::{NameKind, Upos};

impl Reader<'_> {
    /// Whether four digits are a year, not a quantity.
    pub(super) fn is_year(&self, at: usize, year: i16) -> bool {
        let before = self.before(at);
        if matches!(
            before,
            "$" | "€"
                | "£"
                | "¥"
                | "#"
                | "us$"
                | "no."
                | "number"
                | "flight"
                | "page"
                | "route"
                | "section"
                | "rule"
                | "resolution"
                | "room"
                | "model"
                | "p."
                | "pp."
                | "highway"
                | "line"
        ) || self.is_quantity(at + 1)
            || self.is_in_code(at)
        {
            return false;
        }
        let introduced = matches!(
            before,
            "in" | "since"
                | "by"
                | "until"
                | "till"
                | "during"
                | "before"
                | "after"
                | "circa"
                | "c."
                | "ca."
                | "from"
                | "between"
                | "("
                | "early"
                | "late"
                | "through"
                | "of"
                | "around"
                | "year"
                | "born"
                | "b."
                | "mid"
        );
        if introduced && matches!(before, "in" | "since" | "until" | "circa" | "c." | "ca." | "(" | "year" | "between")
        {
            return !self.modifies_plural(at) || year >= 1700 && matches!(before, "(" | "year" | "since" | "until");
        }
        if year < 1700 {
            // A year beside a year, or one that stands for itself.
            let other = self.neighbour(at);
            return other.is_some_and(|other| other < year + 300 && year < other + 300) && !self.modifies(at)
                || !self.modifies(at)
                    && !matches!(before, "about" | "around" | "nearly" | "over" | "than" | "to")
                    && (self.is_capitalised_text(at) || matches!(before, "from" | "by" | "after" | "before"));
        }
        let token = &self.analysis.tokens[self.pieces[at].token];
        if token.relation() == "nummod" && (!introduced || before == "of") {
            let head = token.head.map(|head| &self.analysis.tokens[head]);
            let determined =
                matches!(before, "the" | "'s" | "his" | "her" | "its" | "their" | "our" | "this" | "that" | "a");
            let is_event =
                head.is_some_and(|head| EVENTS.contains(&head.lemma.to_lowercase().as_str()) || head.is_capitalised());
            let is_plural = head.is_some_and(|head| head.feature("Number") == Some("Plur"));
            return determined || is_event || !is_plural;
        }
        (1700..=2100).contains(&year)
    }

    /// Whether the sentence's subject comes next: "In 348 Pachomius died".
    pub(super) fn is_before_subject(&self, at: usize) -> bool {
        self.pieces
            .get(at + 1)
            .is_some_and(|piece| matches!(self.analysis.tokens[piece.token].upos, Upos::Propn | Upos::Pron | Upos::Det))
    }

    /// Whether the number is one of a row that is no date: a telephone's, a file's.
    fn is_in_code(&self, at: usize) -> bool {
        let is_number = |at: usize| {
            let word = self.word(at);
            !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit())
        };
        let touches = |left: usize| {
            let pair = self.pieces.get(left).zip(self.pieces.get(left + 1));
            pair.is_some_and(|(one, two)| one.span.end == two.span.start)
        };
        let is_joint = |dash: usize| is_dash(self.word(dash)) && touches(dash - 1) && touches(dash);
        let (mut first, mut last) = (at, at);
        while first >= 2 && is_joint(first - 1) && is_number(first - 2) {
            first -= 2;
        }
        while is_joint(last + 1) && is_number(last + 2) {
            last += 2;
        }
        let is_range =
            last - first == 2 && plain_year(self.word(first)).is_some() && matches!(self.word(last).len(), 2 | 4);
        first < last && !is_range
    }

    /// Whether the number opens its sentence and is marked off: "1596, dating from …", "1647: It is called …".
    fn is_capitalised_text(&self, at: usize) -> bool {
        let opens = at == 0 || matches!(self.before(at), "-" | "–" | "(" | "," | ";");
        opens && (matches!(self.word(at + 1), "," | ":" | ")" | "(" | "." | ";") || at + 1 == self.pieces.len())
    }

    /// A year that is joined to this one: "1687 and 1689", "1580–1660".
    fn neighbour(&self, at: usize) -> Option<i16> {
        let is_joint = |word: &str| matches!(word, "and" | "or" | "to" | "until" | "till" | ",") || is_dash(word);
        let before = || at.checked_sub(2).filter(|_| is_joint(self.before(at))).map(|at| self.word(at));
        let after = || Some(self.word(at + 2)).filter(|_| is_joint(self.word(at + 1)));
        before().and_then(plain_year).or_else(|| after().and_then(plain_year))
    }

    /// Whether what stands at `at` makes the number before it a quantity, a share or a time of day.
    pub(super) fn is_quantity(&self, at: usize) -> bool {
        let word = self.word(at);
        let is_compound = is_dash(word) && QUANTITIES.contains(&self.word(at + 1));
        is_compound || QUANTITIES.contains(&word)
    }

    /// Whether the number modifies the noun after it: "373 people".
    pub(super) fn modifies(&self, at: usize) -> bool {
        let Some(piece) = self.pieces.get(at) else { return false };
        let token = &self.analysis.tokens[piece.token];
        let is_after = token
            .head
            .is_some_and(|head| head > piece.token && month(&self.analysis.tokens[head].form.to_lowercase()).is_none());
        is_after && matches!(token.relation(), "nummod" | "compound" | "amod" | "det" | "advmod")
    }

    fn modifies_plural(&self, at: usize) -> bool {
        let token = &self.analysis.tokens[self.pieces[at].token];
        token.relation() == "nummod"
            && token.head.map(|head| &self.analysis.tokens[head]).is_some_and(|head| {
                head.feature("Number") == Some("Plur")
                    && !head.is_capitalised()
                    && !EVENTS.contains(&head.lemma.to_lowercase().as_str())
            })
    }

    /// Whether a month's word is the month: "May", "march", "June Smith" are other things too.
    pub(super) fn is_month_name(&self, at: usize) -> bool {
        let word = self.word(at);
        let token = &self.analysis.tokens[self.pieces[at].token];
        let introduced = matches!(
            self.before(at),
            "in" | "since"
                | "until"
                | "till"
                | "by"
                | "from"
                | "last"
                | "next"
                | "this"
                | "early"
                | "late"
                | "mid"
                | "of"
                | "through"
                | "during"
                | "between"
                | "after"
                | "before"
                | "to"
        );
        if !token.is_capitalised() {
            return matches!(self.before(at), "in" | "since" | "last" | "early" | "late")
                || (introduced && !matches!(word, "may" | "march" | "august" | "mar" | "jan" | "sun"));
        }
        if token.upos == Upos::Aux || token.upos == Upos::Verb {
            return false;
        }
        if matches!(word, "may" | "march" | "august") {
            return introduced || !matches!(token.relation(), "nsubj" | "flat" | "compound" | "root" | "appos");
        }
        word.len() > 4 || introduced || matches!(word, "may" | "june" | "july")
    }

    /// Whether the network takes it for part of a name that is neither a date nor an event.
    pub(super) fn is_in_name_of_another_kind(&self, at: usize) -> bool {
        let Some(piece) = self.pieces.get(at) else { return false };
        let names = &self.analysis.names;
        let next = names.partition_point(|name| name.tokens.end <= piece.token);
        names.get(next).is_some_and(|name| {
            name.tokens.contains(&piece.token)
                && !matches!(name.kind, NameKind::Date | NameKind::Event)
                && name.score > 0.5
        })
    }

    /// Whether nothing follows that the expression could take as its object: "the year before, when …".
    pub(super) fn ends_clause(&self, at: usize) -> bool {
        let Some(piece) = self.pieces.get(at) else { return true };
        matches!(self.analysis.tokens[piece.token].upos, Upos::Punct | Upos::Cconj)
            || matches!(self.word(at), "in" | "at" | "when" | "for" | "with" | "as" | "by" | "on")
    }

    /// Whether what is told "for two weeks" still holds: "has been shut for two weeks".
    pub(super) fn lasts(&self, unit: usize) -> bool {
        let verb = self.pieces.get(unit).and_then(|piece| self.analysis.tokens[piece.token].head);
        verb.is_some_and(|verb| {
            self.analysis.children(verb).any(|child| {
                let child = &self.analysis.tokens[child];
                child.relation() == "aux" && child.lemma == "have" && child.feature("Tense") == Some("Pres")
            })
        })
    }

    /// Whether "in two weeks" is when something will be, not how long it took.
    pub(super) fn is_ahead(&self, at: usize) -> bool {
        let Some(piece) = self.pieces.get(at) else { return false };
        // The number hangs on its unit, the unit on the verb.
        let unit = self.analysis.tokens[piece.token].head;
        let verb = unit.and_then(|unit| self.analysis.tokens[unit].head);
        verb.filter(|&verb| self.analysis.tokens[verb].upos == Upos::Verb).is_some_and(|verb| {
            self.analysis.children(verb).any(|child| {
                let child = &self.analysis.tokens[child];
                child.relation() == "aux" && matches!(child.lemma.as_str(), "will" | "shall" | "'ll")
            })
        })
    }
}

/// What follows quantities.
const QUANTITIES: &[&str] = &[
    "%",
    "percent",
    "am",
    "pm",
    "a.m.",
    "p.m.",
    "people",
    "hours",
    "hour",
    "minutes",
    "km",
    "kilometers",
    "kilometres",
    "miles",
    "mile",
    "meters",
    "metres",
    "meter",
    "feet",
    "foot",
    "dollars",
    "euros",
    "years",
    "year",
    "million",
    "billion",
    "trillion",
    "times",
    "kg",
    "tonnes",
    "tons",
    "mhz",
    "degrees",
    "°c",
    "°f",
    "points",
    "votes",
];

/// Plural nouns that a year may stand before without an article.
const EVENTS: &[&str] = &[
    "election",
    "olympics",
    "game",
    "protest",
    "attack",
    "riot",
    "season",
    "championship",
    "primary",
    "midterm",
    "talk",
    "bombing",
    "wildfire",
    "flood",
    "earthquake",
    "playoff",
    "figure",
    "result",
    "murder",
    "shooting",
    "killing",
    "demonstration",
    "census",
    "level",
];
