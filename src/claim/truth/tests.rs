use super::*;
use crate::language::{analyse_sentences, for_tests};

/// The word before `*` is the predicate.
fn check(text: &str, expected: &str) {
    let network = for_tests();
    let ontology = Ontology::embedded().expect("the ontology is embedded");
    let plain = text.replace('*', "");
    let star = text.find('*').expect("a star after the predicate");
    let analysis = analyse_sentences(&[&plain], network).expect("read").remove(0);
    let predicate =
        analysis.tokens.iter().position(|token| token.span.end == star).expect("a whole word before the star");
    let truth = status(&analysis, &ontology, predicate);
    assert_eq!(format!("{} {}", truth.polarity, truth.modality), expected, "{text}");
}

#[test]
fn what_the_present_names_after_before_lies_ahead() {
    check("Hopes are low before the president meets* the king.", "affirmed future");
    check("Hopes were low before the president met* the king.", "affirmed actual");
}

#[test]
fn clauses_of_time_are_as_far_off_as_what_they_date() {
    check("The team will leave when the troops return*.", "affirmed future");
    check("The team left when the troops returned*.", "affirmed actual");
    check("The minister may resign after meeting* the king.", "affirmed possible");
    check("The minister resigned after meeting* the king.", "affirmed actual");
}

#[test]
fn who_had_to_do_something_did_it() {
    check("Thousands of people had to leave* the town.", "affirmed actual");
    check("He said the minister had to leave* the town.", "affirmed requested");
    check("Thousands of people have to leave* the town.", "affirmed requested");
}

#[test]
fn only_what_is_asked_is_open() {
    check("Did the minister resign* on Monday?", "affirmed possible");
    check("The minister resigned* on Monday, but who will succeed him?", "affirmed actual");
    check("Who attacked* the base?", "affirmed actual");
}

#[test]
fn plain_statements_are_affirmed_and_actual() {
    check("Norway expelled* two diplomats on Monday.", "affirmed actual");
    check("The two ministers met* in Oslo to discuss the border.", "affirmed actual");
    check("The army managed to capture* the town.", "affirmed actual");
    check("A gunman attacked the convoy, killing* two soldiers.", "affirmed actual");
}

#[test]
fn negation() {
    check("Norway did not expel* the diplomats.", "negated actual");
    check("Norway never signed* the treaty.", "negated actual");
    check("Norway no longer supports* the rebels.", "negated actual");
    check("Nobody attacked* the embassy.", "negated actual");
    check("The company refused to pay* the fine.", "negated actual");
    check("The talks failed to produce* an agreement.", "negated actual");
    check("They left the town without attacking* the base.", "negated actual");
    check("The minister denied meeting* the ambassador.", "negated actual");
    check("The two sides did not reach an agreement*.", "negated actual");
    check("The police prevented an attack* on the embassy.", "negated actual");
    check("Norway not only expelled* the diplomats but closed the embassy.", "affirmed actual");
    check("The minister did not fail to meet* the ambassador.", "affirmed actual");
}

#[test]
fn what_lies_ahead() {
    check("Norway will expel* two diplomats.", "affirmed future");
    check("Norway plans to expel* two diplomats.", "affirmed future");
    check("Norway is going to expel* two diplomats.", "affirmed future");
    check("The leaders are expected to meet* in Oslo.", "affirmed future");
    check("The minister said Norway would expel* the diplomats.", "affirmed future");
    check("Norway has no plans to expel* the diplomats.", "negated future");
    check("The minister vowed to withdraw* the troops.", "affirmed future");
    check("The ministry announced plans to close* the airport.", "affirmed future");
    check("Norway will impose sanctions* on the company.", "affirmed future");
}

#[test]
fn what_may_be() {
    check("Norway may expel* the diplomats.", "affirmed possible");
    check("The group allegedly attacked* the base.", "affirmed possible");
    check("The group is believed to have attacked* the base.", "affirmed possible");
    check("He was accused of attacking* the base.", "affirmed possible");
    check("Norway cannot expel* the diplomats.", "negated possible");
    check("The group tried to attack* the base.", "affirmed possible");
}

#[test]
fn what_depends() {
    check("If Norway expels* the diplomats, Russia will respond.", "affirmed hypothetical");
    check("The law would ban* the party.", "affirmed hypothetical");
    check("If the talks fail, Norway will expel* the diplomats.", "affirmed hypothetical");
    check("Norway will close* the border unless Russia responds.", "affirmed hypothetical");
}

#[test]
fn what_is_asked_for() {
    check("Norway should expel* the diplomats.", "affirmed requested");
    check("The minister urged Norway to expel* the diplomats.", "affirmed requested");
    check("Protesters demanded that the president resign*.", "affirmed requested");
    check("The union called on the company to pay* the fine.", "affirmed requested");
    check("The minister called for sanctions* against the company.", "affirmed requested");
    check("The company must pay* the fine.", "affirmed requested");
}

#[test]
fn a_report_leaves_truth_to_its_words() {
    check("The minister said Norway expelled* the diplomats.", "affirmed actual");
    check("The minister confirmed that Norway did not expel* the diplomats.", "negated actual");
    check("The army claimed to have captured* the town.", "affirmed actual");
}
