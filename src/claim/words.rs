//! Words that decide what a text commits itself to, beside the lists of the lexicon.
//!
//! These steer the walk of [`super::truth`] and are closed; what a user may want to add to is in `ontology/lexicon.ttl`.

use crate::language::Analysis;

/// Whether a noun is said of one among others, or of all but others: "the first player", "the most expensive player", "the only
/// one".
pub(super) fn is_ranked(analysis: &Analysis, noun: usize) -> bool {
    analysis.children(noun).any(|child| {
        let word = &analysis.tokens[child];
        word.relation() == "amod"
            && (word.feature("Degree") == Some("Sup")
                || word.feature("NumType") == Some("Ord")
                || matches!(&*word.lemma, "last" | "only" | "sole" | "latest")
                || analysis.children(child).any(|most| matches!(&*analysis.tokens[most].lemma, "most" | "least")))
    })
}

/// Nouns whose content lies ahead: "plan to", "threat of".
#[rustfmt::skip]
pub(super) const PLAN_NOUNS: &[&str] = &[
    "plan", "pledge", "promise", "vow", "threat", "intention", "intent", "commitment", "offer", "agreement", "deal",
    "decision", "move", "effort", "bid", "goal", "aim", "hope", "preparation", "proposal", "expectation",
    "prospect", "ambition", "desire", "determination", "campaign", "resolve", "guarantee", "deadline",
];

/// Nouns that ask for their content: "call for", "demand that".
#[rustfmt::skip]
pub(super) const REQUEST_NOUNS: &[&str] = &[
    "call", "demand", "request", "order", "appeal", "need", "requirement", "obligation", "duty", "plea", "pressure",
    "recommendation", "ultimatum", "petition", "mandate", "instruction", "warrant", "reward", "bounty",
];

/// Nouns that leave their content open: "allegation of", "chance that", "power to".
#[rustfmt::skip]
pub(super) const POSSIBILITY_NOUNS: &[&str] = &[
    "allegation", "accusation", "suspicion", "rumor", "rumour", "charge", "possibility", "chance", "risk",
    "likelihood", "probability", "potential", "opportunity", "ability", "capability", "power", "right", "authority",
    "permission", "speculation", "fear", "concern", "theory", "belief", "doubt", "attempt", "option", "danger",
    "hypothesis", "readiness", "willingness", "claim", "capacity",
];

/// Verbs that give their object something to do or to be: "appoints Y to lead it", "confirms Y as director".
#[rustfmt::skip]
pub(super) const CHOOSING: &[&str] = &[
    "appoint", "reappoint", "re-appoint", "name", "elect", "reelect", "re-elect", "nominate", "choose", "pick", "select",
    "hire", "employ", "designate", "install", "tap", "confirm", "inaugurate", "proclaim", "declare", "crown", "swear",
];

/// Verbs whose object is said to do or kept from doing something: "accuses Y of doing it".
#[rustfmt::skip]
pub(super) const CHARGING: &[&str] = &[
    "accuse", "suspect", "convict", "acquit", "absolve", "prevent", "stop", "ban", "bar", "block", "prohibit", "deter",
    "dissuade", "discourage",
];

/// The lists of what makes a role past, below or to come: "former", "deputy", "designate".
pub(super) const ROLE_LIMITS: [&str; 3] = ["formerModifier", "deputyModifier", "futureModifier"];

/// Verbs that say what their subject thinks of their object.
pub(super) const CALLING: &[&str] = &["call", "label", "brand", "deem", "consider", "dub", "think", "believe", "term"];

/// Verbs of those who learn of a plan that is none of theirs: "foils a plot to kill Y".
#[rustfmt::skip]
pub(super) const FOILING: &[&str] = &[
    "foil", "thwart", "uncover", "avert", "disrupt", "expose", "discover", "reveal", "oppose", "condemn", "criticize",
    "criticise", "reject", "block", "denounce",
];

/// Verbs that have their object do something: "presses Y to act".
#[rustfmt::skip]
pub(super) const MOVING: &[&str] = &[
    "press", "pressure", "urge", "ask", "order", "tell", "push", "encourage", "beg", "implore", "direct", "instruct",
    "command", "invite", "advise", "lobby", "force", "compel", "persuade", "oblige", "allow", "permit", "enable",
];

/// Verbs that say in which capacity their subject is active: "serves as Y".
pub(super) const SERVING: &[&str] = &["serve", "work", "act", "operate", "function"];

/// Verbs that say in which capacity their subject is active from then on: "succeeds Y as Z", "takes over as Z".
pub(super) const SUCCEEDING: &[&str] =
    &["succeed", "replace", "take", "return", "start", "begin", "continue", "stay", "remain"];

/// Deeds that are done when they are announced.
#[rustfmt::skip]
pub(super) const ANNOUNCED: &[&str] = &[
    "arrest",
    "detention",
    "capture",
    "expulsion",
    "deportation",
    "execution",
    "release",
    "dismissal",
    "appointment",
    "seizure",
    "killing",
    "extradition",
    "end",
    "suspension",
    "cancellation",
    "termination",
];

/// What flies.
pub(super) const FLYING: &[&str] =
    &["missile", "rocket", "drone", "projectile", "aircraft", "airplane", "plane", "jet", "helicopter", "balloon"];

/// Verbs that say what an attack is on: "a bombing targeting a bus".
pub(super) const AIMING: &[&str] = &["target", "hit", "strike"];

/// Deeds that a person whose they are suffers: "Roe's arrest".
#[rustfmt::skip]
pub(super) const SUFFERED: &[&str] = &[
    "arrest", "detention", "imprisonment", "incarceration", "conviction", "execution", "assassination", "murder", "kidnapping",
    "abduction", "extradition", "deportation", "expulsion", "dismissal", "impeachment", "ouster", "release", "acquittal",
    "indictment", "sentencing", "firing", "sacking", "rescue", "beheading", "stabbing",
];

/// Verbs that tell who somebody is: "the victims were identified as Y".
pub(super) const NAMING: &[&str] = &["name", "identify"];

/// Verbs of what is suffered at one stroke: "one is killed and two are injured by".
#[rustfmt::skip]
pub(super) const HURTING: &[&str] = &[
    "kill", "injure", "wound", "hurt", "murder", "shoot", "stab", "burn", "displace", "damage", "destroy", "kidnap",
    "abduct", "arrest", "detain", "rescue",
];

/// What police and soldiers do to those they go against.
pub(super) const POLICING: &[&str] = &["arrest", "detain", "seize", "confiscate", "recover", "rescue"];

/// Verbs of coming together in public.
pub(super) const GATHERING: &[&str] =
    &["gather", "march", "rally", "demonstrate", "protest", "assemble", "strike", "walk", "take", "hold", "stage"];

/// Verbs of what a crowd expresses by being there.
#[rustfmt::skip]
pub(super) const EXPRESSING: &[&str] = &[
    "protest", "denounce", "demand", "condemn", "criticize", "support", "oppose", "honor", "commemorate", "mourn", "celebrate",
    "call", "remember",
];

/// Verbs after which "to" says what came of it: "defeats Y to claim the title".
pub(super) const RESULTING: &[&str] = &["defeat", "beat", "vote", "win", "rally", "overcome"];

/// Verbs of giving out a document.
#[rustfmt::skip]
pub(super) const ISSUING: &[&str] = &[
    "issue", "sign", "publish", "release", "pass", "adopt", "make", "write", "post", "send", "deliver", "propose",
    "introduce", "file", "submit", "enact", "read", "give", "draft", "circulate", "co-sign", "announce", "unveil",
];

/// Nouns of travel: who does something "during a visit to Norway" visits Norway.
pub(super) const JOURNEYS: &[&str] = &["visit", "trip", "tour", "pilgrimage", "voyage", "stopover"];

/// Verbs of reward and punishment: what they are "for" was done by whom they are dealt to.
#[rustfmt::skip]
pub(super) const REWARDING: &[&str] = &[
    "award", "honor", "praise", "credit", "thank", "convict", "sentence", "jail", "imprison", "execute", "apologize",
];

/// Nouns that only count or bundle what they are of: "a series of strikes".
#[rustfmt::skip]
pub(super) const COLLECTIONS: &[&str] = &[
    "series", "wave", "string", "spate", "flurry", "barrage", "volley", "salvo", "number", "package", "dozen", "hundred",
    "thousand", "score", "couple", "pair", "worth",
];

/// Nouns through which one looks at what they are of: "the start of talks".
#[rustfmt::skip]
pub(super) const ASPECT_NOUNS: &[&str] = &[
    "implementation", "imposition", "start", "beginning", "launch", "resumption", "introduction", "round", "series",
    "wave", "signing", "holding", "outbreak", "number", "set", "kind", "form",
];

/// Verbs that say of a noun no more than that it is, begins, lasts.
#[rustfmt::skip]
pub(super) const LIGHT_VERBS: &[&str] = &[
    "impose", "have", "hold", "make", "launch", "conduct", "carry", "take", "begin", "start", "sign", "reach",
    "give", "do", "stage", "mount", "open", "host", "pay", "put", "set", "commit", "perform", "enter", "resume",
    "continue", "bring", "introduce", "implement", "issue", "deliver", "undertake", "establish", "strike", "see",
    "get", "exchange", "provide", "offer", "send", "play", "lead", "use", "organize", "organise", "form",
    "conclude", "receive", "win",
];

/// Verbs that say how far their subject has come with what it does with another.
#[rustfmt::skip]
pub(super) const INTERRUPTING: &[&str] = &[
    "suspend", "pause", "halt", "stop", "end", "break", "resume", "restart", "renew", "continue", "conclude",
];

/// Verbs that say of their subject that it happens.
#[rustfmt::skip]
pub(super) const HAPPENING_VERBS: &[&str] = &[
    "happen", "occur", "take", "begin", "start", "be", "exist", "follow", "continue", "go", "proceed", "come",
    "arise", "last", "erupt", "break", "resume", "open", "enter", "kick",
];

/// Verbs after which a noun did not come about, of the lexicon's `negativeImplicative`, which is made for verbs as
/// content: "stopped the war" does not deny the war, "prevented a war" does.
#[rustfmt::skip]
pub(super) const PREVENTING_VERBS: &[&str] = &[
    "prevent", "foil", "thwart", "avert", "avoid", "block", "evade", "escape", "deny", "refuse", "refute",
    "disprove", "debunk", "lack",
];

/// Verbs of the lexicon's `planVerb` whose object is what they plan, and whose subject is who would do it: "considers
/// sanctions against Y".
#[rustfmt::skip]
pub(super) const INTENDING: &[&str] = &[
    "plan", "intend", "promise", "vow", "pledge", "propose", "threaten", "consider", "contemplate", "prepare", "weigh",
    "mull",
];

/// Those whose object is what they expect of anybody, or put off.
#[rustfmt::skip]
pub(super) const EXPECTING: &[&str] = &[
    "expect", "schedule", "anticipate", "await", "project", "forecast", "predict", "foresee", "slate", "postpone", "delay",
];

/// Verbs of the lexicon's `requestVerb` whose object is what they ask for.
#[rustfmt::skip]
pub(super) const REQUESTING_VERBS_OF_NOUNS: &[&str] = &[
    "demand", "request", "require", "seek", "urge", "order", "call for", "want", "suggest", "recommend", "advocate",
    "ask for", "appeal for", "push for", "press for", "need", "plead for", "lobby for", "beg for", "petition for",
];

/// Adjectives and participles before an infinitive that put it ahead: "set to", "due to".
#[rustfmt::skip]
pub(super) const AHEAD: &[&str] = &[
    "set", "due", "likely", "poised", "certain", "sure", "bound", "about", "slated", "destined", "determined",
    "keen", "eager",
];

/// Adjectives before an infinitive that leave it open: "ready to".
#[rustfmt::skip]
pub(super) const OPEN: &[&str] = &[
    "ready", "willing", "prepared", "free", "inclined", "possible", "liable", "open",
];

/// Adjectives that ask for their content: "it is important that".
#[rustfmt::skip]
pub(super) const NEEDED: &[&str] = &[
    "necessary", "important", "vital", "essential", "crucial", "imperative", "critical", "obliged", "required",
    "urgent",
];

/// Verbs that report what was said where a content clause or a quotation depends on them, beside the lexicon's
/// `speechVerb`.
#[rustfmt::skip]
pub(super) const ALSO_SPEECH: &[&str] = &[
    "pledge", "vow", "threaten", "urge", "demand", "accuse", "deny", "rate", "call", "dub", "agree", "decide",
    "hope", "expect", "fear", "see",
];

/// Of these, verbs whose content clause is a report as well.
#[rustfmt::skip]
pub(super) const ALSO_REPORT: &[&str] = &[
    "pledge", "vow", "threaten", "deny", "hope", "expect", "fear", "fret", "worry", "suspect", "speculate",
    "theorise", "emphasise", "guess", "doubt", "lie",
];

/// Nouns whose content clause is somebody's statement.
#[rustfmt::skip]
pub(super) const STATEMENT_NOUNS: &[&str] = &[
    "claim", "allegation", "accusation", "statement", "report", "rumor", "rumour", "assertion", "suggestion",
    "warning", "belief", "conclusion", "announcement", "argument", "ruling", "suspicion", "speculation", "theory",
    "message", "remark",
];

/// Verbs whose second complement is what somebody is blamed for.
#[rustfmt::skip]
pub(super) const ACCUSING: &[&str] = &[
    "accuse", "blame", "criticize", "criticise", "condemn", "denounce",
];

/// Verbs of thought and perception that leave their content to whoever thinks it.
#[rustfmt::skip]
pub(super) const THINKING: &[&str] = &[
    "assume", "suppose", "guess", "imagine", "presume", "feel", "reckon", "hypothesize", "hypothesise", "posit",
    "bet", "fancy", "dream", "surmise", "conjecture", "infer", "pretend", "figure", "suspect",
    "convince",
];

/// Verbs of thought and perception whose content the text takes for true, beside the lexicon's `factiveVerb`.
#[rustfmt::skip]
pub(super) const KNOWING: &[&str] = &[
    "understand", "hear", "indicate", "signal", "mean", "decide", "determine", "watch", "perceive", "appreciate",
    "worry", "care", "hope", "expect", "wish", "agree", "believe", "think", "say", "accept",
    "resent",
];
