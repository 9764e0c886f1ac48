"""Weights of `newsgraph resolve`: when are two entities of one name one thing?

    newsgraph ingest ITEMS.jsonl --store STORE
    python identity.py --store STORE --links LINKS.jsonl.zst [MORE …]

ITEMS has a line {"id": "FILE-LINE", "date": …, "text": …} for each item of LINKS (--items writes them). Two entities are the
same where both names link to the same article. Folds are by name; precision is a lower bound, since one thing often has
two titles ("MQ-9 Reaper" and "General Atomics MQ-9 Reaper").
"""

import argparse
import datetime
import json
import math
import random
import re
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
import zstandard
from sklearn.linear_model import LogisticRegression

NG, RDF = "https://w3id.org/newsgraph/", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
NIF = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"
LABEL, IDENTIFIER = "http://www.w3.org/2000/01/rdf-schema#label", "https://schema.org/identifier"
QUAD = re.compile(r'<([^>]*)> <([^>]*)> (?:<([^>]*)>|("(?:[^"\\]|\\.)*"))')
LITTLE = {"of", "the", "and", "for", "de", "da", "du", "van", "von", "der", "al", "bin", "el", "la", "le", "y"}
DETERMINERS = {"A", "An", "The", "His", "Her", "Its", "Their", "This", "That"}
HAPPENINGS = {"Event", "Meeting", "Election", "Attack", "War", "Trial", "Disaster", "SportsEvent"}
BACKGROUND = 100
FEATURES = ["CLAIMS", "BESIDE", "WORDS", "GENERIC", "DAYS", "SAME_CLASS", "PERSON", "LENGTH", "HAS_CLAIMS", "GENERIC_BESIDE"]


def items(paths):
    """Yields (identifier, item) of all files."""
    for path in paths:
        with zstandard.open(path, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines):
                yield f"{Path(path).name.split('.')[0]}-{number}", json.loads(line)


def key(name):
    return " ".join(re.findall(r"\w+", name.lower()))


def words(text):
    return set(re.findall(r"\b[a-z]{4,}\b", text))


def is_name(text):
    first, *rest = text.split() or [""]
    return first[:1].isupper() and first not in DETERMINERS and all(w[:1].isupper() or w[:1].isdigit() or w in LITTLE for w in rest)


def profiles(path, gold):
    """The named, unlinked entities of one document, as src/resolve/profile.rs has them, with the title they link to."""
    graph = defaultdict(lambda: defaultdict(list))
    for line in open(path, encoding="utf-8"):
        if found := QUAD.match(line):
            graph[found[1]][found[2]].append(found[3] if found[3] is not None else json.loads(found[4]))
    document = f"{NG}document/{path.stem}"
    name = graph[document][IDENTIFIER][0]
    item = gold[name]
    text = item["text"]
    mentions = defaultdict(list)
    for properties in list(graph.values()):
        for entity in properties.get(NG + "mentionOf", []):
            mentions[entity].append((int(properties[NIF + "beginIndex"][0]), int(properties[NIF + "endIndex"][0])))
    names = {e: max((text[b:x] for b, x in s if is_name(text[b:x])), key=len, default=None) for e, s in mentions.items()}
    beside = {e if "/entity/Q" in e else key(names[e]) for e in mentions if "/entity/Q" in e or names[e]}
    other = lambda value: value if "/entity/Q" in value else key((graph[value][LABEL] or [value])[0]) if "#entity-" in value else value
    claims = defaultdict(set)
    for properties in list(graph.values()):
        if NG + "Claim" not in properties.get(RDF + "type", []) or properties[NG + "polarity"] != [NG + "affirmed"]:
            continue
        (predicate,), (object,) = properties[RDF + "predicate"], properties[RDF + "object"]
        if RDF + "subject" in properties and "/open/" not in predicate:
            subject = properties[RDF + "subject"][0]
            claims[subject].add((predicate, ">", other(object)))
            claims[object].add((predicate, "<", other(subject)))
    for entity, spans in mentions.items():
        if "#entity-" not in entity or not names[entity] or " " not in key(names[entity]):
            continue
        own = next((c[len(NG):] for c in graph[entity][RDF + "type"] if c.startswith(NG)), "Thing")
        named = [(b, x) for b, x in spans if text[b:x] == names[entity]]
        titles = [link["title"] for link in item["links"] if any(link["start"] < x and b < link["end"] for b, x in named)]
        near = set().union(*(words(text[max(0, b - 60):x + 60]) for b, x in spans)) - words(names[entity])
        yield {
            "document": name, "date": datetime.date.fromisoformat(item["date"]), "key": key(names[entity]), "class": own,
            "title": titles[0] if titles else None, "claims": claims[entity], "beside": beside - {entity, key(names[entity])}, "words": near,
        }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--links", nargs="+", required=True)
    parser.add_argument("--items", help="write the items to this file and end")
    parser.add_argument("--store")
    parser.add_argument("--words", default=Path(__file__).parent.parent / "models" / "words.txt")
    arguments = parser.parse_args()
    if arguments.items:
        with open(arguments.items, "w", encoding="utf-8") as out:
            for name, item in items(arguments.links):
                print(json.dumps({"id": name, "date": item["date"], "text": item["text"]}), file=out)
        return
    gold = dict(items(arguments.links))
    dictionary = set(Path(arguments.words).read_text(encoding="utf-8").split())
    documents = [list(profiles(path, gold)) for path in sorted(Path(arguments.store, "documents").glob("*.nq"))]
    counts = Counter()
    for entities in documents:
        counts.update(set().union(*(e["claims"] | e["beside"] | e["words"] for e in entities)) if entities else ())
    size = len(documents) + BACKGROUND
    rarity = lambda feature: min(1, max(0, math.log(size / (1 + counts[feature])) / math.log(size)))
    total = lambda one, other, kind, most: min(sum(map(rarity, one[kind] & other[kind])), most)
    groups = defaultdict(list)
    for entity in (e for entities in documents for e in entities if e["title"] and e["class"] not in HAPPENINGS):
        groups[entity["key"]].append(entity)

    rows, truth, folds, pick = [], [], [], random.Random(1)
    for number, (name, group) in enumerate(sorted(groups.items())):
        pairs = [(a, b) for i, a in enumerate(group) for b in group[:i] if a["document"] != b["document"]]
        for a, b in pick.sample(pairs, min(30, len(pairs))):
            shared = [total(a, b, "claims", 2), total(a, b, "beside", 3), total(a, b, "words", 3)]
            generic = all(word in dictionary for word in name.split())
            rows.append(shared + [
                generic, math.log1p(abs((a["date"] - b["date"]).days)) / 6, a["class"] == b["class"], "Person" in (a["class"], b["class"]),
                min(len(name.split()), 5) - 2, bool(a["claims"] & b["claims"]), generic and shared[1] > 0.25,
            ])
            truth.append(a["title"] == b["title"])
            folds.append(number % 5)
    rows, truth, folds = np.array(rows, float), np.array(truth), np.array(folds)
    model = LogisticRegression(max_iter=1000).fit(rows, truth)
    print("BIAS", round(model.intercept_[0], 2))
    for name, weight in zip(FEATURES, model.coef_[0]):
        print(name, round(weight, 2))
    held_out = np.zeros(len(truth))
    for fold in range(5):
        held_out[folds == fold] = LogisticRegression(max_iter=1000).fit(rows[folds != fold], truth[folds != fold]).predict_proba(rows[folds == fold])[:, 1]
    evident = rows[:, :3].sum(1) >= 0.3
    print(f"{len(truth)} pairs, {truth.mean():.3f} the same")
    for threshold in (0.5, 0.8, 0.9, 0.95):
        taken = evident & (held_out >= threshold)
        print(f"threshold {threshold}: precision {truth[taken].mean():.3f}, recall {truth[taken].sum() / truth.sum():.3f}, {taken.sum()} pairs")


if __name__ == "__main__":
    main()
