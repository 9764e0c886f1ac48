//! Small closed classes of words that tell persons, numbers and genders apart.
//!
//! What is open and a matter of the news (titles, occupations, nouns of the classes) stands in
//! `ontology/lexicon.ttl` and `nouns.ttl`; here are only grammar and given names.

use crate::language::{self, Analysis, Token, Upos};
use crate::ontology::{Class, Ontology};

/// What countries are divided into, as it stands behind the name of one part: "the Kherson region".
#[rustfmt::skip]
pub(super) const DIVISIONS: &[&str] = &[
    "region", "province", "state", "oblast", "governorate", "district", "county", "prefecture", "department", "canton",
    "voivodeship", "emirate",
];

/// What is known of a person's gender.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Gender {
    /// Nothing.
    #[default]
    Unknown,
    /// He.
    Male,
    /// She.
    Female,
}

impl Gender {
    /// Whether both can be of one person.
    pub fn agrees(self, other: Self) -> bool {
        self == other || self == Self::Unknown || other == Self::Unknown
    }

    /// What is known of either.
    pub fn or(self, other: Self) -> Self {
        if self == Self::Unknown { other } else { self }
    }
}

pub(super) const PERSON_LISTS: [&str; 9] = [
    "headTitle",
    "officeNoun",
    "governmentTitle",
    "spokesTitle",
    "representativeTitle",
    "legislatorTitle",
    "militaryTitle",
    "occupationNoun",
    "kinshipNoun",
];

/// Nouns of time and measure: no things that claims are about.
const MEASURES: &[&str] = &[
    "second",
    "minute",
    "hour",
    "day",
    "week",
    "weekend",
    "month",
    "year",
    "decade",
    "century",
    "morning",
    "afternoon",
    "evening",
    "night",
    "noon",
    "midnight",
    "today",
    "yesterday",
    "tomorrow",
    "tonight",
    "time",
    "moment",
    "period",
    "date",
    "anniversary",
    "percent",
    "percentage",
    "dollar",
    "euro",
    "pound",
    "kilometer",
    "kilometre",
    "mile",
    "meter",
    "metre",
    "foot",
    "inch",
    "ton",
    "tonne",
    "kilogram",
    "degree",
    "number",
    "amount",
    "lot",
    "way",
    "part",
    "rest",
    "kind",
    "sort",
    "fact",
    "case",
    "example",
    "%",
];

const MALE_NOUNS: &[&str] = &[
    "man",
    "boy",
    "gentleman",
    "king",
    "prince",
    "emperor",
    "duke",
    "father",
    "son",
    "brother",
    "husband",
    "uncle",
    "nephew",
    "grandfather",
    "grandson",
    "widower",
    "businessman",
    "spokesman",
    "chairman",
    "congressman",
    "actor",
    "policeman",
    "pope",
    "bishop",
    "archbishop",
    "imam",
    "lord",
    "sultan",
    "emir",
    "sheikh",
    "fisherman",
    "mr",
    "sir",
];
const FEMALE_NOUNS: &[&str] = &[
    "woman",
    "girl",
    "lady",
    "queen",
    "princess",
    "empress",
    "duchess",
    "mother",
    "daughter",
    "sister",
    "wife",
    "aunt",
    "niece",
    "grandmother",
    "granddaughter",
    "widow",
    "businesswoman",
    "spokeswoman",
    "chairwoman",
    "congresswoman",
    "actress",
    "policewoman",
    "nun",
    "dame",
    "mrs",
    "ms",
    "miss",
];

/// Given names that are almost always a man's.
const MALE_NAMES: &[&str] = &[
    "aaron",
    "abdel",
    "abdul",
    "abdullah",
    "abiy",
    "adam",
    "adrian",
    "ahmad",
    "ahmed",
    "akira",
    "alan",
    "albert",
    "alberto",
    "aleksandr",
    "alejandro",
    "alex",
    "alexander",
    "alexei",
    "alexey",
    "ali",
    "alexis",
    "amir",
    "anatoly",
    "andre",
    "andrei",
    "andrew",
    "andrey",
    "andriy",
    "andrzej",
    "anthony",
    "antonio",
    "antony",
    "anwar",
    "ariel",
    "arthur",
    "ashraf",
    "barack",
    "bashar",
    "ben",
    "benjamin",
    "bernard",
    "bernie",
    "bill",
    "binyamin",
    "bob",
    "boris",
    "brad",
    "brian",
    "bruce",
    "carlos",
    "charles",
    "chris",
    "christian",
    "christopher",
    "chuck",
    "colin",
    "craig",
    "cyril",
    "daniel",
    "david",
    "dennis",
    "denis",
    "dick",
    "diego",
    "dmitri",
    "dmitry",
    "dominic",
    "donald",
    "douglas",
    "ed",
    "eddie",
    "edgar",
    "edmundo",
    "eduardo",
    "edward",
    "ehud",
    "elon",
    "emmanuel",
    "enrique",
    "eric",
    "erik",
    "evo",
    "felipe",
    "felix",
    "ferdinand",
    "fernando",
    "francis",
    "francisco",
    "francois",
    "frank",
    "fred",
    "frederick",
    "friedrich",
    "gabriel",
    "gary",
    "gavin",
    "gennady",
    "geoffrey",
    "george",
    "gerald",
    "gerhard",
    "giorgio",
    "giuseppe",
    "gordon",
    "graham",
    "greg",
    "gregory",
    "guillermo",
    "gustavo",
    "hamid",
    "hans",
    "harold",
    "harry",
    "hassan",
    "henry",
    "hugo",
    "hussein",
    "ian",
    "ibrahim",
    "igor",
    "ilham",
    "imran",
    "isaac",
    "ismail",
    "ivan",
    "jack",
    "jacob",
    "jacques",
    "jair",
    "jake",
    "james",
    "jan",
    "jason",
    "javier",
    "jean-claude",
    "jeff",
    "jeffrey",
    "jens",
    "jeremy",
    "jerome",
    "jim",
    "jimmy",
    "joe",
    "joel",
    "johan",
    "john",
    "johnny",
    "jonathan",
    "jorge",
    "jose",
    "josé",
    "josep",
    "joseph",
    "josh",
    "joshua",
    "juan",
    "julian",
    "justin",
    "karl",
    "keir",
    "keith",
    "ken",
    "kenneth",
    "kevin",
    "khalid",
    "khaled",
    "klaus",
    "kofi",
    "kyle",
    "larry",
    "lars",
    "laurent",
    "lee",
    "lech",
    "leo",
    "leon",
    "leonid",
    "lindsey",
    "lloyd",
    "louis",
    "luis",
    "luiz",
    "luka",
    "mahmoud",
    "manuel",
    "marc",
    "marco",
    "mario",
    "mark",
    "martin",
    "matt",
    "matteo",
    "matthew",
    "mauricio",
    "max",
    "mehmet",
    "michael",
    "michel",
    "miguel",
    "mike",
    "mikhail",
    "mitch",
    "mohamed",
    "mohammad",
    "mohammed",
    "muammar",
    "muhammad",
    "mustafa",
    "najib",
    "narendra",
    "nasser",
    "nathan",
    "neil",
    "nicholas",
    "nick",
    "nicolas",
    "nicolás",
    "nigel",
    "nikol",
    "nikolai",
    "oleg",
    "oleksandr",
    "olaf",
    "oliver",
    "omar",
    "oscar",
    "pablo",
    "pat",
    "patrick",
    "paul",
    "paulo",
    "pavel",
    "pedro",
    "pete",
    "peter",
    "petro",
    "philip",
    "phil",
    "pierre",
    "rafael",
    "rahul",
    "ralph",
    "ramzan",
    "ray",
    "raymond",
    "recep",
    "rex",
    "ricardo",
    "richard",
    "rick",
    "rishi",
    "rob",
    "robert",
    "roberto",
    "rodrigo",
    "roger",
    "roman",
    "ron",
    "ronald",
    "roy",
    "ruben",
    "rubén",
    "rudy",
    "ryan",
    "salvador",
    "sam",
    "samuel",
    "scott",
    "sean",
    "sebastian",
    "serge",
    "sergei",
    "sergey",
    "sergio",
    "shane",
    "shinzo",
    "silvio",
    "simon",
    "stefan",
    "stephen",
    "steve",
    "steven",
    "stuart",
    "sergiy",
    "ted",
    "terry",
    "theodore",
    "thomas",
    "tim",
    "timothy",
    "tom",
    "tommy",
    "tony",
    "ursul",
    "vadim",
    "valery",
    "vaclav",
    "viktor",
    "victor",
    "vincent",
    "vitaly",
    "vladimir",
    "volodymyr",
    "vyacheslav",
    "walter",
    "warren",
    "wayne",
    "wesley",
    "william",
    "wolfgang",
    "xavier",
    "yair",
    "yasser",
    "yevgeny",
    "yitzhak",
    "yuri",
    "yury",
    "yusuf",
    "zbigniew",
    "ehsan",
    "jonas",
    "karim",
    "kim",
    "erdogan",
];
/// Given names that are almost always a woman's.
const FEMALE_NAMES: &[&str] = &[
    "aisha",
    "alejandra",
    "alexandra",
    "alexandria",
    "alice",
    "alicia",
    "alison",
    "amanda",
    "amy",
    "ana",
    "andrea",
    "angela",
    "angelina",
    "anita",
    "ann",
    "anna",
    "annalena",
    "anne",
    "annie",
    "aung",
    "barbara",
    "beatrice",
    "benazir",
    "beth",
    "betty",
    "brenda",
    "brigitte",
    "camilla",
    "carla",
    "carmen",
    "carol",
    "caroline",
    "catherine",
    "chelsea",
    "cheryl",
    "christina",
    "christine",
    "claire",
    "claudia",
    "condoleezza",
    "cristina",
    "cynthia",
    "dalia",
    "dana",
    "deborah",
    "delcy",
    "diana",
    "diane",
    "dilma",
    "donna",
    "dorothy",
    "elena",
    "elisabeth",
    "elise",
    "elizabeth",
    "ellen",
    "emily",
    "emma",
    "erika",
    "esther",
    "eva",
    "evelyn",
    "federica",
    "fiona",
    "florence",
    "frances",
    "gabriela",
    "geraldine",
    "gina",
    "giorgia",
    "gloria",
    "grace",
    "greta",
    "hannah",
    "heather",
    "helen",
    "helena",
    "hillary",
    "ilhan",
    "indira",
    "ines",
    "ingrid",
    "irene",
    "irina",
    "isabel",
    "isabella",
    "ivanka",
    "jacinda",
    "jane",
    "janet",
    "jen",
    "jennifer",
    "jessica",
    "jill",
    "joan",
    "joanna",
    "jodie",
    "josephine",
    "joyce",
    "judith",
    "judy",
    "julia",
    "juliana",
    "julie",
    "kaja",
    "kamala",
    "karen",
    "karine",
    "kate",
    "katharine",
    "katherine",
    "kathleen",
    "kathy",
    "katie",
    "kayleigh",
    "kelly",
    "keiko",
    "kristalina",
    "laura",
    "lauren",
    "leila",
    "linda",
    "lisa",
    "liz",
    "lori",
    "lucy",
    "luisa",
    "lynn",
    "madeleine",
    "magdalena",
    "malala",
    "margaret",
    "maria",
    "maría",
    "marie",
    "marina",
    "marine",
    "marsha",
    "martha",
    "mary",
    "maxine",
    "megan",
    "meghan",
    "melania",
    "melissa",
    "mette",
    "michelle",
    "miriam",
    "monica",
    "nadia",
    "nancy",
    "naomi",
    "natalia",
    "natalie",
    "nicola",
    "nicole",
    "nikki",
    "nina",
    "olga",
    "oksana",
    "olivia",
    "pamela",
    "patricia",
    "penny",
    "priti",
    "queen",
    "rachel",
    "rebecca",
    "renee",
    "rosa",
    "rosalind",
    "rose",
    "ruth",
    "samantha",
    "sanna",
    "sara",
    "sarah",
    "serena",
    "shamima",
    "sharon",
    "sheikha",
    "sheila",
    "simone",
    "soledad",
    "sonia",
    "sophia",
    "sophie",
    "stephanie",
    "stella",
    "sue",
    "suella",
    "susan",
    "susana",
    "suzanne",
    "svetlana",
    "sviatlana",
    "tatiana",
    "taylor",
    "teresa",
    "theresa",
    "tina",
    "tulsi",
    "tzipi",
    "ursula",
    "valentina",
    "valerie",
    "vanessa",
    "veronica",
    "victoria",
    "viktoria",
    "violeta",
    "virginia",
    "whitney",
    "xiomara",
    "yulia",
    "yuliya",
    "yvette",
    "yvonne",
    "zoe",
    "zuzana",
];

/// The gender that a given name or a noun for a person tells.
pub(super) fn gender_of(word: &str) -> Gender {
    let word = word.trim_end_matches('.').to_lowercase();
    if FEMALE_NOUNS.contains(&word.as_str()) || FEMALE_NAMES.binary_search(&word.as_str()).is_ok() {
        Gender::Female
    } else if MALE_NOUNS.contains(&word.as_str()) || MALE_NAMES.contains(&word.as_str()) {
        Gender::Male
    } else if FEMALE_NAMES.contains(&word.as_str()) {
        Gender::Female
    } else {
        given_name(&word)
    }
}

/// Given names of biographies with the gender of their pronouns, a sorted line each (`training/given_names.py`).
static GIVEN_NAMES: &str = include_str!("../../models/given-names.txt");

/// The gender of a given name in lower case.
fn given_name(name: &str) -> Gender {
    let key = |line: &'static str| line.rsplit_once(' ').map_or("", |(name, _)| name);
    let (mut low, mut high) = (0, GIVEN_NAMES.len());
    // Binary search by lines: `low` and `high` stand at beginnings of lines.
    while low < high {
        let middle = low + (high - low) / 2;
        let start = GIVEN_NAMES.as_bytes()[..middle].iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
        let start = start.max(low);
        let Some(line) = GIVEN_NAMES.get(start..).and_then(|rest| rest.lines().next()) else { return Gender::Unknown };
        match key(line).cmp(name) {
            std::cmp::Ordering::Equal if line.ends_with('f') => return Gender::Female,
            std::cmp::Ordering::Equal => return Gender::Male,
            std::cmp::Ordering::Less => low = start + line.len() + 1,
            std::cmp::Ordering::Greater => high = start,
        }
    }
    Gender::Unknown
}

/// What companies' names end in.
#[rustfmt::skip]
const LEGAL_FORMS: &[&str] = &[
    "Inc", "Inc.", "Corp", "Corp.", "Corporation", "Co.", "Company", "Ltd", "Ltd.", "Limited", "LLC", "LLP", "PLC",
    "plc", "AG", "SE", "GmbH", "S.A.", "SA", "N.V.", "NV", "B.V.", "AB", "ASA", "Oyj", "S.p.A.", "AS", "A/S", "Oy", "SpA",
    "Srl", "S.r.l.", "Ltda", "Bhd", "PJSC", "Pty", "Holdings",
];

/// A company's name without its legal form: "Blue Bottle Coffee" of "Blue Bottle Coffee, Inc.".
pub(super) fn without_form(name: &str) -> Option<&str> {
    let (rest, last) = name.rsplit_once(' ')?;
    let rest = rest.trim_end_matches(',');
    (LEGAL_FORMS.contains(&last) && !rest.is_empty()).then_some(rest)
}

/// Whether a noun names a person, whatever else it may name.
pub(super) fn is_person_noun(ontology: &Ontology, lemma: &str) -> bool {
    let lemma = ["co-", "ex-", "vice-"].iter().find_map(|prefix| lemma.strip_prefix(prefix)).unwrap_or(lemma);
    PERSON_LISTS.iter().any(|list| ontology.is_word(list, lemma))
        || ontology.is_word("personNoun", lemma)
        || matches!(
            lemma,
            "counterpart"
                | "successor"
                | "predecessor"
                | "deputy"
                | "colleague"
                | "gentleman"
                | "owner"
                | "founder"
                | "candidate"
                | "nominee"
                | "winner"
                | "opponent"
                | "rival"
                | "ally"
                | "billionaire"
                | "fugitive"
                | "host"
        )
        || ontology.noun_class(lemma) == Some(Class::Person)
}

/// Whether a noun is a title that may stand before a name without being part of it.
pub(super) fn is_title(ontology: &Ontology, word: &str) -> bool {
    let word = word.trim_end_matches('.').to_lowercase();
    // A dean is called by his given name.
    if matches!(word.as_str(), "pope" | "saint" | "queen" | "king" | "prince" | "princess" | "st" | "emperor" | "dean")
    {
        return false;
    }
    ontology.is_word("courtesyTitle", &word)
        || PERSON_LISTS[..PERSON_LISTS.len() - 1].iter().any(|list| ontology.is_word(list, &word))
        || word == "prime"
        || language::spelled_out(&word).is_some()
}

/// Whether a noun measures time or quantity.
pub(super) fn is_measure(lemma: &str) -> bool {
    MEASURES.contains(&lemma)
}

/// Whether a noun stands in the plural.
pub(super) fn is_plural(token: &Token) -> bool {
    matches!(token.feature("Number"), Some("Plur" | "Ptan"))
}

/// Whether a token is a noun, common or proper.
pub(super) fn is_noun(token: &Token) -> bool {
    matches!(token.upos, Upos::Noun | Upos::Propn)
}

/// Whether `token` is the subject of its predicate.
pub(super) fn is_subject(analysis: &Analysis, token: usize) -> bool {
    analysis.tokens[token].relation() == "nsubj"
}

/// A word or name in the form that is compared: lower case, without points, hyphens, and possessives.
pub(super) fn key(text: &str) -> String {
    let text = text.trim_end_matches("'s").trim_end_matches("’s");
    let mut key = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        let word: String =
            word.chars().filter(|c| !matches!(c, '.' | ',' | '"' | '“' | '”')).flat_map(char::to_lowercase).collect();
        if word.is_empty() {
            continue;
        }
        if !key.is_empty() {
            key.push(' ');
        }
        // "G-7" and "G7" are one name, "Kim Jong-un" and "Kim Jong un" too.
        match word.split_once('-') {
            Some((letter, number)) if letter.chars().count() == 1 && number.chars().all(|c| c.is_ascii_digit()) => {
                key.push_str(letter);
                key.push_str(number);
            }
            _ => key.push_str(&word.replace(['-', '‑'], " ")),
        }
    }
    key.strip_prefix("the ").map_or(key.clone(), str::to_owned)
}

/// The initials that an acronym could have: of all words, and of the words without particles.
pub(super) fn is_acronym_of(acronym: &str, name: &str) -> bool {
    let letters: String = acronym.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect();
    if letters.chars().count() < 2 || acronym.contains(' ') || acronym.chars().any(char::is_lowercase) {
        return false;
    }
    let initials = |keep: &dyn Fn(&str) -> bool| -> String {
        name.split([' ', '-'])
            .filter(|word| keep(word))
            .filter_map(|word| word.chars().next())
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_uppercase)
            .collect()
    };
    initials(&|_| true) == letters || initials(&|word| word.chars().next().is_some_and(char::is_uppercase)) == letters
}
