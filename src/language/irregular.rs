//! Irregular verbs of English: past forms and participles to base forms.
//!
//! The network's lemma rules were learned from few of them; the class is closed, so a list is complete enough.

/// A base form and its irregular forms. Forms of several verbs ("found", "lay") stand with each of them.
static VERBS: &[(&str, &str)] = &[
    ("arise", "arose arisen"),
    ("awake", "awoke awoken"),
    ("bear", "bore borne born"),
    ("beat", "beat beaten"),
    ("become", "became become"),
    ("befall", "befell befallen"),
    ("begin", "began begun"),
    ("bend", "bent"),
    ("bet", "bet"),
    ("bid", "bade bid bidden"),
    ("bind", "bound"),
    ("bite", "bit bitten"),
    ("bleed", "bled"),
    ("blow", "blew blown"),
    ("break", "broke broken"),
    ("breed", "bred"),
    ("bring", "brought"),
    ("build", "built"),
    ("burn", "burnt"),
    ("burst", "burst"),
    ("buy", "bought"),
    ("cast", "cast"),
    ("catch", "caught"),
    ("choose", "chose chosen"),
    ("cling", "clung"),
    ("come", "came come"),
    ("cost", "cost"),
    ("creep", "crept"),
    ("cut", "cut"),
    ("deal", "dealt"),
    ("dig", "dug"),
    ("do", "did done"),
    ("draw", "drew drawn"),
    ("dream", "dreamt"),
    ("drink", "drank drunk"),
    ("drive", "drove driven"),
    ("dwell", "dwelt"),
    ("eat", "ate eaten"),
    ("fall", "fell fallen"),
    ("feed", "fed"),
    ("feel", "felt"),
    ("fight", "fought"),
    ("find", "found"),
    ("flee", "fled"),
    ("fling", "flung"),
    ("fly", "flew flown"),
    ("forbid", "forbade forbidden"),
    ("forget", "forgot forgotten"),
    ("forgive", "forgave forgiven"),
    ("forsake", "forsook forsaken"),
    ("freeze", "froze frozen"),
    ("get", "got gotten"),
    ("give", "gave given"),
    ("go", "went gone"),
    ("grind", "ground"),
    ("grow", "grew grown"),
    ("hang", "hung"),
    ("have", "had"),
    ("hear", "heard"),
    ("hide", "hid hidden"),
    ("hit", "hit"),
    ("hold", "held"),
    ("hurt", "hurt"),
    ("keep", "kept"),
    ("kneel", "knelt"),
    ("know", "knew known"),
    ("lay", "laid"),
    ("lead", "led"),
    ("lean", "leant"),
    ("leap", "leapt"),
    ("learn", "learnt"),
    ("leave", "left"),
    ("lend", "lent"),
    ("let", "let"),
    ("lie", "lay lain"),
    ("light", "lit"),
    ("lose", "lost"),
    ("make", "made"),
    ("mean", "meant"),
    ("meet", "met"),
    ("pay", "paid"),
    ("plead", "pled"),
    ("put", "put"),
    ("quit", "quit"),
    ("read", "read"),
    ("rid", "rid"),
    ("ride", "rode ridden"),
    ("ring", "rang rung"),
    ("rise", "rose risen"),
    ("run", "ran run"),
    ("say", "said"),
    ("see", "saw seen"),
    ("seek", "sought"),
    ("sell", "sold"),
    ("send", "sent"),
    ("set", "set"),
    ("shake", "shook shaken"),
    ("shed", "shed"),
    ("shine", "shone"),
    ("shoot", "shot"),
    ("show", "shown"),
    ("shrink", "shrank shrunk"),
    ("shut", "shut"),
    ("sing", "sang sung"),
    ("sink", "sank sunk"),
    ("sit", "sat"),
    ("slay", "slew slain"),
    ("sleep", "slept"),
    ("slide", "slid"),
    ("speak", "spoke spoken"),
    ("speed", "sped"),
    ("spell", "spelt"),
    ("spend", "spent"),
    ("spill", "spilt"),
    ("spin", "spun"),
    ("spit", "spat"),
    ("split", "split"),
    ("spread", "spread"),
    ("spring", "sprang sprung"),
    ("stand", "stood"),
    ("steal", "stole stolen"),
    ("stick", "stuck"),
    ("sting", "stung"),
    ("stink", "stank stunk"),
    ("strike", "struck stricken"),
    ("strive", "strove striven"),
    ("swear", "swore sworn"),
    ("sweep", "swept"),
    ("swell", "swollen"),
    ("swim", "swam swum"),
    ("swing", "swung"),
    ("take", "took taken"),
    ("teach", "taught"),
    ("tear", "tore torn"),
    ("tell", "told"),
    ("think", "thought"),
    ("throw", "threw thrown"),
    ("thrust", "thrust"),
    ("tread", "trod trodden"),
    ("wake", "woke woken"),
    ("wear", "wore worn"),
    ("weave", "wove woven"),
    ("weep", "wept"),
    ("wed", "wed"),
    ("wound", "wound"),
    ("win", "won"),
    ("wind", "wound"),
    ("wring", "wrung"),
    ("write", "wrote written"),
    // Regular verbs that have the form of another's past.
    ("bound", "bound"),
    ("fell", "fell"),
    ("found", "found"),
    ("ground", "ground"),
    ("lay", "lay"),
    ("saw", "saw"),
];

/// What irregular verbs are made longer by: "overthrew", "withdrew", "re-took".
const PREFIXES: &[&str] = &["", "re-", "re", "over", "under", "out", "with", "mis", "fore", "up", "un"];

/// The base forms of an irregular form, in lower case.
pub(super) fn bases(form: &str) -> Vec<String> {
    let of = |prefix: &&str| {
        let rest = form.strip_prefix(*prefix)?;
        let found: Vec<String> = VERBS
            .iter()
            .filter(|(_, forms)| forms.split(' ').any(|other| other == rest))
            .map(|(base, _)| format!("{prefix}{base}"))
            .collect();
        (!found.is_empty()).then_some(found)
    };
    PREFIXES.iter().find_map(of).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::bases;

    #[test]
    fn forms_lead_back_to_their_verbs() {
        assert_eq!(bases("shot"), ["shoot"]);
        assert_eq!(bases("overthrew"), ["overthrow"]);
        assert_eq!(bases("re-took"), ["re-take"]);
        assert_eq!(bases("found"), ["find", "found"]);
        assert!(bases("walked").is_empty());
        assert!(bases("").is_empty());
    }
}
