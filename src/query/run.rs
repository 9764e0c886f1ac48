//! Running a query: values bound to its variables, its answer read to the end.

use std::collections::BTreeSet;

use oxigraph::model::{GraphName, Quad, Term, Variable};
use oxigraph::sparql::{QueryEvaluationError, QueryResults, SparqlEvaluator};
use oxigraph::store::Store;

use super::answer::Answer;
use super::bind::resolve;
use super::saved::Query;
use crate::error::{Error, Result};
use crate::graph::vocabulary::PREFIXES;

/// Asks an index. The prefixes of the vocabularies need no declaration.
///
/// Columns of parameters that were given, or left out and bound by nothing, say nothing and are left out of the answer.
pub fn run(index: &Store, query: &Query, values: &[(String, String)]) -> Result<Answer> {
    let fail = |reason: String| Error::Query { name: query.name.clone(), reason };
    let mut evaluator = SparqlEvaluator::new();
    for (prefix, namespace) in PREFIXES {
        evaluator = evaluator.with_prefix(*prefix, *namespace).map_err(|error| fail(error.to_string()))?;
    }
    let mut prepared =
        evaluator.parse_query(&query.text).map_err(|error| fail(syntax_error(&query.text, &error.to_string())))?;
    let bindings = bindings(index, query, values)?;
    for (name, term) in &bindings {
        let variable = Variable::new(name).map_err(|_| fail(format!("{name} is no name of a variable")))?;
        prepared = prepared.substitute_variable(variable, term.clone());
    }
    let evaluation = |error: QueryEvaluationError| match error {
        QueryEvaluationError::NotExistingSubstitutedVariable(variable) => {
            fail(format!("it has no variable {variable} to bind, or does not select it: add {variable} to its SELECT"))
        }
        error => fail(error.to_string()),
    };
    match prepared.on_store(index).execute().map_err(evaluation)? {
        QueryResults::Boolean(answer) => Ok(Answer::Truth(answer)),
        QueryResults::Graph(triples) => {
            let quads = triples
                .map(|triple| {
                    let triple = triple.map_err(evaluation)?;
                    Ok(Quad::new(triple.subject, triple.predicate, triple.object, GraphName::DefaultGraph))
                })
                .collect::<Result<_>>()?;
            Ok(Answer::Graph(quads))
        }
        QueryResults::Solutions(solutions) => {
            let variables: Vec<String> =
                solutions.variables().iter().map(|variable| variable.as_str().to_owned()).collect();
            let mut rows = Vec::new();
            for solution in solutions {
                rows.push(solution.map_err(evaluation)?.values().to_vec());
            }
            let given: BTreeSet<&str> = bindings.iter().map(|(name, _)| name.as_str()).collect();
            Ok(without_constants(query, &given, variables, rows))
        }
    }
}

fn bindings(index: &Store, query: &Query, values: &[(String, String)]) -> Result<Vec<(String, Term)>> {
    let fail = |reason: String| Error::Query { name: query.name.clone(), reason };
    let mut bindings = Vec::new();
    for (name, value) in values {
        let name = name.trim_start_matches('?');
        let parameter = query.parameter(name);
        if parameter.is_none() && !query.parameters.is_empty() {
            let known: Vec<&str> = query.parameters.iter().map(|parameter| parameter.name.as_str()).collect();
            return Err(fail(format!("it has no parameter {name}: its parameters are {}", known.join(", "))));
        }
        if parameter.is_some_and(|parameter| parameter.is_optional) && value == "*" {
            continue;
        }
        let term = resolve(index, parameter.map(|parameter| parameter.kind), value)
            .map_err(|reason| fail(format!("{name}: {reason}")))?;
        bindings.push((name.to_owned(), term));
    }
    for parameter in &query.parameters {
        let is_given = values.iter().any(|(name, _)| name.trim_start_matches('?') == parameter.name);
        if is_given {
            continue;
        }
        if let Some(default) = &parameter.default {
            let term = resolve(index, Some(parameter.kind), default)
                .map_err(|reason| fail(format!("{}: {reason}", parameter.name)))?;
            bindings.push((parameter.name.clone(), term));
        } else if !parameter.is_optional {
            let name = &parameter.name;
            return Err(fail(format!("it asks for {name} ({}): add --bind {name}=…", parameter.description)));
        }
    }
    Ok(bindings)
}

fn without_constants(
    query: &Query,
    given: &BTreeSet<&str>,
    variables: Vec<String>,
    rows: Vec<Vec<Option<Term>>>,
) -> Answer {
    let says_something = |(column, name): (usize, &String)| {
        query.parameter(name).is_none()
            || (!given.contains(name.as_str()) && rows.iter().any(|row| row.get(column).is_some_and(Option::is_some)))
    };
    let kept: Vec<usize> =
        variables.iter().enumerate().filter(|&column| says_something(column)).map(|(column, _)| column).collect();
    let rows = rows.iter().map(|row| kept.iter().map(|&column| row.get(column).cloned().flatten()).collect()).collect();
    let variables = kept.iter().filter_map(|&column| variables.get(column).cloned()).collect();
    Answer::Table { variables, rows }
}

/// A syntax error with its line and a mark under the place.
///
/// Oxigraph says `error at 3:5: expected one of …`, with everything that its grammar could go on with there.
fn syntax_error(text: &str, message: &str) -> String {
    let place = message.strip_prefix("error at ").and_then(|rest| {
        let mut parts = rest.splitn(3, ':');
        let (line, column): (usize, usize) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        Some((line, column, parts.next()?.trim()))
    });
    let Some((line, column, reason)) = place else { return message.to_owned() };
    let source = text.lines().nth(line.saturating_sub(1)).unwrap_or_default();
    let source: String = source.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let gutter = line.to_string();
    let reason = match reason.strip_prefix("expected one of ") {
        // Dozens of tokens help nobody.
        Some(list) if list.split(", ").count() > 12 => "this is not expected here",
        _ => reason,
    };
    format!(
        "it is no SPARQL, line {line}, column {column}:\n{pad} |\n{gutter} | {source}\n{pad} | {mark:>column$} {reason}",
        pad = " ".repeat(gutter.len()),
        mark = "^",
    )
}
