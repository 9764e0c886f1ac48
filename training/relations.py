"""The relation head: pairs of mentions to properties of the ontology.

Three steps, about half an hour; models/relations.md gives the commands:

    python relations.py prepare --shared SHARED --work work/relations
    cargo run --release --example relation_features -- work/relations/texts.jsonl work/relations
    python relations.py train --work work/relations --out ../models/relations.bin

Texts and their facts are those of KnowledgeNet (folds 1 and 2), Re-DocRED, FewRel and TekGen, of the gold claims, of the
news items of current events, whose claims `news-claims.jsonl.zst` holds without their text, and of the articles that were
written for this (`articles.jsonl.zst`). A fact is between entities: the nearest two mentions of a sentence say it, whether
others of the same entities do is left open. Gold claims and those of the news are also learned by thirds left out, to
measure on these and to tell how likely a score is right.
"""
import argparse
import collections
import functools
import hashlib
import io
import json
import math
import random
from pathlib import Path

import numpy as np
import torch

# Wikidata's properties as those of the ontology; a minus where subject and object change places.
WIKIDATA = {
    "P131": "locatedIn", "P276": "locatedIn", "P706": "locatedIn", "P150": "-locatedIn",
    "P159": "headquarteredIn", "P27": "citizenOf", "P19": "bornIn", "P20": "diedIn", "P551": "livesIn",
    "P26": "spouseOf", "P3373": "siblingOf", "P22": "childOf", "P25": "childOf", "P40": "-childOf", "P69": "educatedAt",
    "P108": "worksFor", "P463": "memberOf", "P102": "memberOfParty", "P54": "playsFor", "P6": "-headOf", "P35": "-headOf",
    "P488": "-headOf", "P169": "-headOf", "P6087": "headOf", "P112": "-founded", "P127": "-owns", "P749": "subsidiaryOf",
    "P355": "-subsidiaryOf", "P1365": "successorOf", "P1366": "-successorOf", "P36": "-capitalOf", "P1376": "capitalOf",
    "P361": "partOf", "P527": "-partOf", "P50": "-authorOf", "P57": "-authorOf", "P58": "-authorOf", "P86": "-authorOf",
    "P170": "-authorOf", "P676": "-authorOf", "P98": "-authorOf", "P800": "authorOf", "P176": "-produces",
    "P178": "-produces", "P1056": "produces", "P1344": "participantIn", "P710": "-participantIn", "P607": "participantIn",
    "P166": "wins", "P241": "memberOf", "P61": "-discovers",
}
# The country of a place is told where the places between are not: neither this nor that is learned from it.
COUNTRY = "P17"
KNOWLEDGENET = {
    "PLACE_OF_BIRTH": ["bornIn"], "PLACE_OF_RESIDENCE": ["livesIn"], "NATIONALITY": ["citizenOf"], "CHILD_OF": ["childOf"],
    "SPOUSE": ["spouseOf"], "EDUCATED_AT": ["educatedAt"], "POLITICAL_AFFILIATION": ["memberOfParty"],
    "EMPLOYEE_OR_MEMBER_OF": ["worksFor", "memberOf", "playsFor", "headOf", "spokesmanFor", "representativeOf"],
    "CEO": ["-headOf"], "FOUNDED_BY": ["-founded"], "HEADQUARTERS": ["headquarteredIn"],
    "SUBSIDIARY_OF": ["subsidiaryOf", "-owns"],
}
SYMMETRIC = {"alliedWith", "spouseOf", "siblingOf", "relativeOf", "borders", "meets", "speaksWith", "negotiatesWith",
             "agreesWith", "cooperatesWith", "fights", "mergesWith"}
# Beginnings of the names of texts that readers annotated for all properties.
NEWS = ("gold", "news")
# Before a property's name: what is done by whom nobody names.
AGENTLESS = "unknown "
# Values of a state.
WIDTH = 384
# Most words between two mentions whose states are looked at: `STATES` in src/claim/relations/pairs.rs.
GAP = 20


# --- texts --------------------------------------------------------------------------------------------------------------

def lines(path):
    if path.suffix == ".zst":
        import zstandard
        with path.open("rb") as packed:
            yield from io.TextIOWrapper(zstandard.ZstdDecompressor().stream_reader(packed), encoding="utf8")
    else:
        with path.open(encoding="utf8") as plain:
            yield from plain


def turned(properties, subject, object):
    """The properties between two ends, each in its own direction: triples (property, subject, object)."""
    return [(p[1:], object, subject) if p[0] == "-" else (p, subject, object) for p in properties]


def passages(shared, folds):
    """KnowledgeNet's documents: fold, name, text, and the passages with their offsets in it."""
    documents = collections.defaultdict(list)
    for line in lines(shared / "corpora/relations/knowledgenet-train.jsonl"):
        passage = json.loads(line)
        if passage["fold"] in folds:
            documents[passage["fold"], passage["doc"]].append(passage)
    for (fold, name), parts in documents.items():
        text, end, placed = "", 0, []
        for passage in sorted(parts, key=lambda passage: passage["start"]):
            if text:
                text += " " if passage["start"] <= end + 2 else "\n\n"
            placed.append((len(text), passage))
            text += passage["text"]
            end = passage["end"]
        yield fold, name, text, placed


def knowledgenet(shared, folds):
    for fold, name, text, placed in passages(shared, folds):
        facts, torn = [], []
        for offset, passage in placed:
            torn.append([offset, offset + len(passage["text"])])
            place = lambda one: [offset + one["start"], offset + one["end"]]
            said = [[turned(KNOWLEDGENET[fact["property"]], [place(fact["subject"])], [place(fact["object"])])]
                    for fact in passage["facts"] if fact["property"] in KNOWLEDGENET]
            whole = {p.strip("-") for name in passage["annotated"] for p in KNOWLEDGENET.get(name, [])}
            # Who works somewhere may be its head: no word on that is no denial.
            if "EMPLOYEE_OR_MEMBER_OF" not in passage["annotated"]:
                whole.discard("headOf")
            facts.append({"within": torn[-1], "whole": sorted(whole), "said": [one for group in said for one in group]})
        yield {"id": f"knowledgenet-{fold}-{name}", "text": text, "torn": torn}, facts


def spelled(sentences):
    """A text of tokenised sentences, and the place of each token."""
    text, places = "", []
    for tokens in sentences:
        row = []
        for token in tokens:
            glued = not text or token in {",", ".", ")", ":", ";", "'s", "%", "!", "?", "n't"} or text[-1] in "($"
            text += "" if glued and row else " " if text else ""
            row.append([len(text), len(text) + len(token)])
            text += token
        places.append(row)
    return text, places


def redocred(path):
    for number, document in enumerate(json.loads(path.read_text())):
        text, places = spelled(document["sents"])
        whole = sorted({p.strip("-") for p in WIKIDATA.values()})
        at = lambda mention: [places[mention["sent_id"]][mention["pos"][0]][0],
                              places[mention["sent_id"]][mention["pos"][1] - 1][1]]
        facts = []
        for sentence, row in enumerate(places):
            if not row:
                continue
            here = [[at(mention) for mention in entity if mention["sent_id"] == sentence] for entity in document["vertexSet"]]
            said, open_ones = [], []
            for label in document["labels"]:
                head, tail = here[label["h"]], here[label["t"]]
                if label["r"] == COUNTRY and head and tail:
                    open_ones.append([("locatedIn", head, tail)])
                elif label["r"] in WIKIDATA and head and tail:
                    (said if sentence in label["evidence"] else open_ones).append(turned([WIKIDATA[label["r"]]], head, tail))
            facts.append({"within": [row[0][0], row[-1][1]], "whole": whole, "said": said, "open": open_ones,
                          "known": [place for entity in here for place in entity]})
        yield {"id": f"{path.stem}-{number}", "text": text}, facts


def fewrel(shared, rng):
    for name, sentences in json.loads("".join(lines(shared / "corpora/relations/fewrel-train.json.zst"))).items():
        for number, one in enumerate(sentences if name in WIKIDATA else rng.sample(sentences, 60)):
            text, [row] = spelled([one["tokens"]])
            ends = [[[row[tokens[0]][0], row[tokens[-1]][1]] for tokens in one[end][2]] for end in "ht"]
            said = turned([WIKIDATA[name]], *ends) if name in WIKIDATA else []
            # Only this pair was judged, for one of sixteen properties.
            yield {"id": f"fewrel-{name}-{number}", "text": text}, [{
                "within": [0, len(text)], "whole": ["childOf", "memberOf", "partOf", "spouseOf"],
                "said": [said] if said else [], "known": ends[0] + ends[1]}]


def tekgen(shared):
    for number, line in enumerate(lines(shared / "corpora/relations/tekgen-train.jsonl")):
        one = json.loads(line)
        text = one["sent"]
        start = [text.find(one[key]) for key in ("sub_label", "obj_label")]
        if one["rel"] not in WIKIDATA or min(start) < 0:
            continue
        ends = [[[at, at + len(one[key])]] for at, key in zip(start, ("sub_label", "obj_label"))]
        yield {"id": f"tekgen-{number}", "text": text}, [{
            "within": [0, len(text)], "whole": [], "said": [turned([WIKIDATA[one["rel"]]], *ends)]}]


def claimed(documents, kind, properties):
    """Documents with `entities` and `claims` as the gold claims have them."""
    for document in documents:
        mentions = {entity["id"]: entity["mentions"] for entity in document["entities"]}
        facts, agentless = collections.defaultdict(list), []
        for claim in document["claims"]:
            if not isinstance(claim["o"], str) or claim["p"] not in properties:
                continue
            if claim["s"] == "unknown":
                agentless.append([claim["p"], mentions[claim["o"]], claim["evidence"]])
            elif claim["s"] in mentions:
                facts[tuple(claim["evidence"])].append([(claim["p"], mentions[claim["s"]], mentions[claim["o"]])])
        # Each claim is told once a document: elsewhere it is left open.
        said = [one for group in facts.values() for one in group]
        yield ({"id": f"{kind}-{document['id']}", "text": document["text"], "date": document["date"]},
               [{"within": None, "whole": sorted(properties), "said": [], "open": said, "agentless": agentless}]
               + [{"within": place, "whole": [], "said": group} for place, group in facts.items()])


def gold(shared):
    for path in sorted((shared / "gold").glob("*.jsonl")):
        yield from map(json.loads, lines(path))


def news(shared, claims):
    """The claims of news items, with the texts that they are of: `id` is the number of the item."""
    items = [json.loads(line) for line in lines(shared / "corpora/links/current-events-train.jsonl.zst")]
    for line in lines(claims):
        document = json.loads(line)
        item = items[document["id"]]
        yield {**document, "text": item["text"], "date": item["date"]}


def articles(path):
    """Articles written for this, with their claims; the others of the file are for measuring."""
    yield from (one for one in map(json.loads, lines(path)) if one["part"] == "train")


def prepare(arguments):
    shared, work = arguments.shared, arguments.work
    work.mkdir(parents=True, exist_ok=True)
    properties = properties_of(arguments.ontology)
    sources = [
        knowledgenet(shared, {1, 2, 3}), redocred(shared / "corpora/relations/redocred-train.json"),
        redocred(shared / "corpora/relations/redocred-dev.json"), fewrel(shared, random.Random(1)), tekgen(shared),
        claimed(gold(shared), "gold", properties), claimed(news(shared, arguments.news), "news", properties),
        claimed(articles(arguments.articles), "news", properties),
    ]
    with (work / "texts.jsonl").open("w") as texts, (work / "facts.jsonl").open("w") as facts:
        for source in sources:
            for article, said in source:
                texts.write(json.dumps(article) + "\n")
                facts.write(json.dumps({"id": article["id"], "facts": said}) + "\n")


def properties_of(ontology):
    """Names of the properties between entities, by the ontology's file."""
    import rdflib
    graph = rdflib.Graph().parse(ontology)
    names = graph.subjects(rdflib.RDF.type, rdflib.OWL.ObjectProperty)
    return {str(name).rsplit("/", 1)[-1] for name in names if "/newsgraph/" in str(name)}


# --- labels -------------------------------------------------------------------------------------------------------------

def overlaps(one, other):
    """Whether two intervals share at least half of what both cover."""
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return 2 * shared >= max(one[1], other[1]) - min(one[0], other[0])


class Labels:
    """What is known of the pairs of one document."""

    def __init__(self, document, ends, distance, properties):
        self.arguments, self.ends, self.distance, self.properties = document["arguments"], ends, distance, properties
        # Pairs of what something is done to and the word that says so: `pairs::agentless`.
        self.agentless = np.array([not self.arguments[one][3] for one, _ in ends])
        self.sentence = np.array([self.arguments[one][1] for one, _ in ends])
        self.value = np.zeros((len(ends), len(properties)), bool)
        # Whether it is known of a pair and a property.
        self.weight = np.zeros((len(ends), len(properties)), bool)
        # Of the properties marked here of a pair, at least one holds.
        self.some = np.zeros((len(ends), len(properties)), bool)

    def refers(self, argument, places):
        return any(argument in self.arguments_at(tuple(place)) for place in places)

    @functools.cache
    def arguments_at(self, place):
        """Arguments that a place is of: their head is there and no other's stands above it there, or most of both is the
        same."""
        known = [n for n, argument in enumerate(self.arguments) if argument[3]]
        inside = [n for n in known if place[0] <= self.arguments[n][4][0] and self.arguments[n][4][1] <= place[1]]
        top = {sentence: min(self.arguments[n][5] for n in inside if self.arguments[n][1] == sentence)
               for sentence in {self.arguments[n][1] for n in inside}}
        return ({n for n in inside if self.arguments[n][5] == top[self.arguments[n][1]]}
                | {n for n in known if overlaps(self.arguments[n][2], place)})

    def same(self, one, other):
        return one == other or bool(set(self.arguments[one][3]) & set(self.arguments[other][3]))

    def matching(self, subject, object, sentence):
        """Pairs whose arguments stand at these places, nearest first."""
        found = [n for n in np.flatnonzero(self.sentence == sentence)
                 if self.refers(self.ends[n][0], subject) and self.refers(self.ends[n][1], object)]
        return sorted(found, key=lambda n: self.distance[n])

    def leave_open(self, pair, name):
        """Whether other mentions of the same two are so related is not told."""
        if name in self.properties:
            for n in np.flatnonzero(self.sentence == self.sentence[pair]):
                if all(self.same(a, b) for a, b in zip(self.ends[n], self.ends[pair])):
                    self.weight[n, self.properties[name]] = 0

    def say(self, options):
        """One of these (pair, property) holds."""
        options = [(pair, self.properties[name]) for pair, name in options if name in self.properties]
        for pair, column in options:
            self.value[pair, column], self.weight[pair, column] = True, len(options) == 1
            self.some[pair, column] = len(options) > 1


def label(document, facts, ends, distance, properties):
    labels = Labels(document, ends, distance, properties)
    inside = lambda sentence, place: place is None or (
        document["sentences"][sentence][0] < place[1] and place[0] < document["sentences"][sentence][1])
    sentences_in = lambda place: [n for n in range(len(document["sentences"])) if inside(n, place)]
    both = lambda fact: [fact, [fact[0], fact[2], fact[1]]] if fact[0] in SYMMETRIC else [fact]
    for block in facts:
        sentences = sentences_in(block["within"])
        columns = [properties[name] for name in block["whole"] if name in properties]
        rows = np.flatnonzero(np.isin(labels.sentence, sentences) & ~labels.agentless)
        if "known" in block:
            rows = np.array([n for n in rows if all(labels.refers(end, block["known"]) for end in ends[n])], int)
        if len(rows) and columns:
            labels.weight[np.ix_(rows, columns)] = True
        for open_one in block.get("open", []):
            for name, subject, object in [turned for fact in open_one for turned in both(fact)]:
                for sentence in sentences:
                    for pair in labels.matching(subject, object, sentence):
                        labels.leave_open(pair, name)
        if "agentless" in block:
            columns = [column for name, column in properties.items() if name.startswith(AGENTLESS)]
            labels.weight[np.ix_(np.flatnonzero(labels.agentless), columns)] = True
            for name, object, place in block["agentless"]:
                column, here = properties.get(AGENTLESS + name), sentences_in(place)
                for n in np.flatnonzero(labels.agentless):
                    if column is not None and labels.refers(ends[n][1], object):
                        labels.value[n, column] |= labels.sentence[n] in here
                        # Said once, it may be said of the same elsewhere.
                        labels.weight[n, column] = labels.value[n, column]
    for block in facts:
        for group in block["said"]:
            for turns in ([list(group)] if group[0][0] not in SYMMETRIC else [[group[0]], [both(group[0])[1]]]):
                options = []
                for name, subject, object in turns:
                    near = [pair for sentence in sentences_in(block["within"])
                            for pair in labels.matching(subject, object, sentence)]
                    if near:
                        labels.leave_open(near[0], name)
                        options.append((near[0], name))
                labels.say(options)
    return labels


# --- learning -----------------------------------------------------------------------------------------------------------

class Document:
    """One text: its source, where its pairs begin among those of all, their ends, what is known of them."""


class Pairs:
    """The pairs of all documents and what is seen of each, computed once: rows of a few large tensors."""

    def __init__(self, work, properties):
        self.words = (work / "features.txt").read_text().splitlines()
        numbers = np.fromfile(work / "pairs.bin", np.uint32)
        bits = np.fromfile(work / "states.bin", np.uint16).reshape(-1, WIDTH)
        self.states = torch.from_numpy((bits.astype(np.uint32) << 16).view(np.float32))
        self.documents, seen, ends, path, between = [], [], [], [], []
        at = token = 0
        with (work / "documents.jsonl").open() as described, (work / "facts.jsonl").open() as facts:
            for line, fact in zip(described, facts):
                source = json.loads(line)
                one = Document()
                one.id, one.source, one.first, one.ends, distance = source["id"], source, len(ends), [], []
                for _ in range(source["pairs"]):
                    a, b, start, end, steps, count = (int(n) for n in numbers[at : at + 6])
                    at += 6
                    one.ends.append((a, b))
                    ends.append([token + source["arguments"][argument][0] for argument in (a, b)])
                    path.append(numbers[at : at + steps].astype(np.int64) + token)
                    at += steps
                    between.append(np.arange(start, min(end, start + GAP)) + token)
                    seen.append(numbers[at : at + count])
                    at += count
                    distance.append(steps + (end - start) / 100)
                token += source["tokens"]
                if one.ends:
                    one.labels = label(source, json.loads(fact)["facts"], one.ends, distance, properties)
                    self.documents.append(one)
        self.seen, self.ends = seen, torch.tensor(ends)
        self.path, self.between = self.means(path), self.means(between)

    def means(self, places):
        """Mean state of the words at each of these lists of places."""
        found = []
        for first in range(0, len(places), 20000):
            some = places[first : first + 20000]
            starts = torch.tensor(np.cumsum([0, *map(len, some[:-1])]))
            words = torch.from_numpy(np.concatenate(some).astype(np.int64))
            found.append(torch.nn.functional.embedding_bag(words, self.states, starts, mode="mean").half())
        return torch.cat(found)

    def keep(self, columns, least, held_out):
        """Leaves only these properties, and the categories that are met so often in what is learned from."""
        for one in self.documents:
            labels = one.labels
            labels.value, labels.weight, labels.some = (
                each[:, columns] for each in (labels.value, labels.weight, labels.some))
        learned = [row for one in self.documents if one not in held_out
                   for row in self.seen[one.first : one.first + len(one.ends)]]
        kept = np.flatnonzero(np.bincount(np.concatenate(learned), minlength=len(self.words)) >= least)
        numbers = np.full(len(self.words), -1, np.int64)
        numbers[kept] = np.arange(len(kept))
        seen = [row[row >= 0] for row in (numbers[row] for row in self.seen)]
        self.words, self.seen = [self.words[n] for n in kept], torch.from_numpy(np.concatenate(seen))
        self.starts = torch.tensor(np.cumsum([0, *map(len, seen)]))
        stacked = lambda what: torch.from_numpy(np.concatenate([getattr(one.labels, what) for one in self.documents]))
        self.value, self.weight, self.some = stacked("value"), stacked("weight"), stacked("some")

    def rows(self, one):
        return torch.arange(one.first, one.first + len(one.ends))

    def batch(self, rows, forget=0.0):
        """What the head reads of these pairs: categories, where each pair's begin, states by role."""
        count = self.starts[rows + 1] - self.starts[rows]
        starts = torch.cat([torch.zeros(1, dtype=torch.long), count.cumsum(0)])
        total = int(starts[-1])
        words = self.seen[torch.arange(total) + (self.starts[rows] - starts[:-1]).repeat_interleave(count)]
        if forget:
            # Some of what is seen is left out, so that the rest learns to do without it.
            keep = torch.rand(total) >= forget
            words, starts = words[keep], torch.cat([torch.zeros(1, dtype=torch.long), keep.long().cumsum(0)])[starts]
        ends = self.ends[rows]
        states = [self.states[ends[:, 0]], self.states[ends[:, 1]], self.path[rows].float(), self.between[rows].float()]
        return words, starts[:-1], states


class Head(torch.nn.Module):
    """Sum of what is seen, one hidden layer, a score for each property."""

    def __init__(self, words, properties, width, drop):
        super().__init__()
        self.seen = torch.nn.EmbeddingBag(words, width, mode="sum")
        torch.nn.init.normal_(self.seen.weight, std=0.05)
        # Subject, object, path, between.
        self.roles = torch.nn.ModuleList(torch.nn.Linear(WIDTH, width, bias=False) for _ in range(4))
        self.score = torch.nn.Linear(width, properties)
        torch.nn.init.constant_(self.score.bias, -5.0)
        self.drop, self.drop_states = torch.nn.Dropout(drop), torch.nn.Dropout(0.2)

    def forward(self, words, starts, states):
        hidden = self.seen(words, starts)
        for layer, state in zip(self.roles, states):
            hidden = hidden + layer(self.drop_states(state))
        return self.score(self.drop(torch.relu(hidden)))


def loss_of(score, value, weight, some):
    known = torch.nn.functional.binary_cross_entropy_with_logits(score, value.float(), reduction="none")[weight].sum()
    grouped = some.any(1)
    none = (torch.nn.functional.logsigmoid(-score[grouped]) * some[grouped]).sum(1).clamp(max=-1e-6)
    return known - torch.log1p(-torch.exp(none)).sum()


def learn(pairs, documents, properties, arguments, seed):
    """A head from these documents. Of news each pair is seen in each epoch: what their readers did not claim tells as much
    as what they did. Of the others a share of the unrelated pairs is enough."""
    torch.manual_seed(seed)
    every = torch.cat([pairs.rows(one) for one in documents])
    is_news = torch.cat([torch.full((len(one.ends),), one.id.startswith(NEWS)) for one in documents])
    told = (pairs.value[every] & (pairs.weight[every] | pairs.some[every])).any(1)
    known = told | pairs.weight[every].any(1)
    always, others = every[told | known & is_news], every[known & ~told & ~is_news]
    drawn = int(arguments.share * len(others))
    model = Head(len(pairs.words), properties, arguments.width, arguments.drop)
    optimiser = torch.optim.AdamW(model.parameters(), lr=arguments.rate, weight_decay=0.1)
    steps = arguments.epochs * -(-(len(always) + drawn) // arguments.batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, arguments.rate, total_steps=steps, pct_start=0.1)
    for epoch in range(arguments.epochs):
        model.train()
        rows = torch.cat([always, others[torch.randperm(len(others))[:drawn]]])
        rows, total = rows[torch.randperm(len(rows))], 0.0
        for chosen in rows.split(arguments.batch):
            score = model(*pairs.batch(chosen, arguments.forget))
            loss = loss_of(score, pairs.value[chosen], pairs.weight[chosen], pairs.some[chosen])
            total += loss.item()
            optimiser.zero_grad()
            (loss / len(chosen)).backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
        print("seed", seed, "epoch", epoch, "of", len(rows), "pairs, told", int(told.sum()), "loss",
              round(total / len(rows), 4), flush=True)
    return model.eval()


def scores_of(model, pairs, documents):
    """For each document the scores (log odds): pairs × properties."""
    with torch.no_grad():
        return [model(*pairs.batch(pairs.rows(one))).numpy() for one in documents]


# --- figures ------------------------------------------------------------------------------------------------------------

def additions(one, score, names):
    """What the head would add to a document: best score, (subject, property, object), right (None where it is open)."""
    arguments, best = one.source["arguments"], {}
    told = {frozenset((subject, object)) for _, subject, _, object, _ in one.source["claims"]}
    done = {(name, object) for _, _, name, object, _ in one.source["claims"]}
    inside = collections.defaultdict(set)
    for _, subject, name, object, _ in one.source["claims"]:
        if name == "locatedIn":
            inside[subject].add(object)
    def within(one_place, other, steps=4):
        return steps and any(place == other or within(place, other, steps - 1) for place in inside[one_place])
    def is_new(subject, name, object):
        if subject is None:
            return (name, object) not in done
        return (subject != object and frozenset((subject, object)) not in told
                and not (name == "locatedIn" and within(subject, object)))
    for n, (a, b) in enumerate(one.ends):
        is_agentless = one.labels.agentless[n]
        for column in np.flatnonzero(score[n] > -2.5):
            name = names[column].removeprefix(AGENTLESS)
            if (name != names[column]) != is_agentless:
                continue
            for subject in [None] if is_agentless else arguments[a][3]:
                for object in arguments[b][3]:
                    if not is_new(subject, name, object):
                        continue
                    key = (subject, names[column], object)
                    if names[column] in SYMMETRIC:
                        key = (min(subject, object), names[column], max(subject, object))
                    value, weight = one.labels.value[n, column], one.labels.weight[n, column]
                    if score[n, column] > best.get(key, (-99,))[0]:
                        best[key] = (float(score[n, column]), key, bool(value) if weight else None, one.id)
    return list(best.values())


def votes(one, score, names):
    """What the rules claim: rule, property, the head's score, right (None where it is open)."""
    arguments, labels, found = one.source["arguments"], one.labels, []
    for sentence, subject, name, object, rule in one.source["claims"]:
        name = name if subject is not None else AGENTLESS + name
        rows = [n for n in np.flatnonzero((labels.sentence == sentence) & (labels.agentless == (subject is None)))
                if (subject is None or subject in arguments[one.ends[n][0]][3]) and object in arguments[one.ends[n][1]][3]]
        if rows and name in names:
            column = names.index(name)
            value, weight = labels.value[rows, column], labels.weight[rows, column]
            right = True if (value & weight).any() else None if not weight.all() else False
            found.append((rule, name, float(score[rows, column].max()), right, one.id))
    return found


def curve(name, found):
    """Precision at several probabilities."""
    cells = []
    for probability in (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        above = [right for score, _, right, *_ in found if score > np.log(probability / (1 - probability))]
        judged = [right for right in above if right is not None]
        cells.append(f"{probability}: {sum(judged)}/{len(judged)}+{len(above) - len(judged)}?")
    print(f"{name:14}", "  ".join(cells), flush=True)


def train(arguments):
    names = sorted(properties_of(arguments.ontology))
    names += [AGENTLESS + name for name in names]
    pairs = Pairs(arguments.work, {name: n for n, name in enumerate(names)})
    part = lambda *starts: [one for one in pairs.documents if one.id.startswith(starts)]
    held_out = part("knowledgenet-3", "redocred-dev")
    told = sum(one.labels.value.sum(0) for one in pairs.documents if one not in held_out)
    columns = np.flatnonzero(told >= 8)
    print({names[c]: int(told[c]) for c in columns})
    names = [names[c] for c in columns]
    pairs.keep(columns, arguments.least, held_out)
    print(len(pairs.documents), "documents", len(pairs.words), "categories", flush=True)
    read, golden = part(*NEWS), part("gold")
    others = [one for one in pairs.documents if one not in held_out and one not in read]
    found, voted = [], []
    def look(model, group):
        for one, score in zip(group, scores_of(model, pairs, group)):
            found.extend(additions(one, score, names))
            voted.extend(votes(one, score, names))
    for fold in range(arguments.folds):
        test = [one for n, one in enumerate(read) if n % arguments.folds == fold]
        model = learn(pairs, others + [one for one in read if one not in test], len(names), arguments, 100 + fold)
        look(model, test)
        if fold == 0:
            look(model, held_out)
    source = lambda row: row[-1].split("-")[0]
    for group in (*NEWS, "knowledgenet", "redocred"):
        curve(group, [row for row in found if source(row) == group])
        for low, high in ((-99, -4), (-4, -2), (-2, 0), (0, 2), (2, 4), (4, 99)):
            some = [row[3] for row in voted if low <= row[2] < high and row[3] is not None and source(row) == group]
            print(f"  {group}: what rules claim, the head's score from {low} to {high}: {sum(some)} of {len(some)} right")
    calibration = calibrate(found, voted, names)
    for path, left_out in ((arguments.without_gold, golden), (arguments.out, [])):
        if path:
            taught = [one for one in others + read if one not in left_out]
            write(path, learn(pairs, taught, len(names), arguments, 1), pairs.words, names, calibration, arguments.network)


def logistic(inputs, right, penalty, steps=2000):
    """Weights of a logistic regression; the penalty is of their squares, by input."""
    inputs = torch.tensor(np.array(inputs), dtype=torch.float64)
    right, penalty = torch.tensor(right, dtype=torch.float64), torch.tensor(penalty, dtype=torch.float64)
    weights = torch.zeros(inputs.shape[1], dtype=torch.float64, requires_grad=True)
    optimiser = torch.optim.LBFGS([weights], max_iter=steps)
    def closure():
        optimiser.zero_grad()
        loss = torch.nn.functional.binary_cross_entropy_with_logits(inputs @ weights, right, reduction="sum")
        loss = loss + (penalty * weights.square()).sum()
        loss.backward()
        return loss
    optimiser.step(closure)
    return weights.tolist()


def calibrate(found, voted, names):
    """Scores to probabilities, on what was not learned from; by property, drawn to what is common to all."""
    def fitted(rows, inputs, name_of):
        shared = len(inputs(rows[0]))
        table = [[*inputs(row), *(float(name_of(row) == name) for name in names)] for row in rows]
        weights = logistic(table, [float(row[-2]) for row in rows], [0.0] * shared + [1.0] * len(names))
        return weights[:shared], weights[shared:]
    judged = [row for row in found if row[2] is not None]
    (constant, slope), own = fitted(judged, lambda row: [1.0, row[0]], lambda row: row[1][1])
    for name, offset in zip(names, own):
        scores = [(1 / (1 + np.exp(-constant - offset - slope * row[0])), row[2]) for row in judged if row[1][1] == name]
        likely = [right for probability, right in scores if probability >= 0.6]
        if likely:
            print(f"  {name} at 0.6: {sum(likely)} of {len(likely)} right")
    # KnowledgeNet and Re-DocRED do not tell who works somewhere from who heads it: only news judges the rules.
    judged = [row for row in voted if row[3] is not None and row[-1].startswith(NEWS)]
    rules = Reliability(judged)
    (common, *vote), votes = fitted(judged, lambda row: [1.0, rules.without(row), row[2]], lambda row: row[1])
    return {"constants": [constant + offset for offset in own], "slope": slope,
            "vote_constants": [common + offset for offset in votes], "vote": vote, "rules": rules.odds()}


class Reliability:
    """How often a rule's claims of a property are right: log odds, drawn to those of the property and these to those of all."""

    OWN = 4.0

    def __init__(self, judged):
        self.counts = collections.defaultdict(lambda: [0, 0])
        for row in judged:
            for level in self.levels(*row[:2]):
                self.counts[level][not row[3]] += 1

    @staticmethod
    def levels(rule, name):
        return (), (name,), (name, rule)

    def log_odds(self, rule, name, less=(0, 0)):
        probability = 0.8
        for level in self.levels(rule, name):
            right, wrong = (count - one for count, one in zip(self.counts.get(level, less), less))
            probability = (right + self.OWN * probability) / (right + wrong + self.OWN)
        return math.log(probability / (1 - probability))

    def without(self, row):
        """As if this row were not known."""
        return self.log_odds(*row[:2], (int(row[3]), int(not row[3])))

    def odds(self):
        """By property and rule; an empty rule stands for others."""
        found = collections.defaultdict(dict)
        for name, *rule in sorted(level for level in self.counts if level):
            found[name][rule[0] if rule else ""] = round(self.log_odds(rule[0] if rule else None, name), 2)
        return found


def write(path, model, words, names, calibration, network):
    """A line of JSON, numbers of 8 bits, the categories: src/claim/relations/scorer.rs."""
    blocks, units = [], []
    for tensor in (model.seen.weight, *(layer.weight.T for layer in model.roles), model.score.weight):
        values = tensor.detach().numpy()
        unit = float(np.abs(values).max()) / 127
        units.append(unit)
        blocks.append(np.round(values / unit).astype(np.int8).tobytes())
    header = {
        "version": 2, "network": hashlib.sha256(network.read_bytes()).hexdigest(), "states": WIDTH,
        "width": model.score.in_features, "properties": names, "categories": len(words), "units": units,
        "hidden_bias": [0.0] * model.score.in_features, "score_bias": model.score.bias.tolist(), **calibration,
    }
    path.write_bytes(json.dumps(header).encode() + b"\n" + b"".join(blocks) + "\n".join(words).encode())


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("step", choices=["prepare", "train"])
    arguments.add_argument("--shared", type=Path)
    arguments.add_argument("--work", type=Path, default=Path("work/relations"))
    arguments.add_argument("--ontology", type=Path, default=Path("../ontology/newsgraph.ttl"))
    arguments.add_argument("--news", type=Path, default=Path("news-claims.jsonl.zst"), help="claims of news items")
    arguments.add_argument("--articles", type=Path, default=Path("articles.jsonl.zst"), help="articles with claims")
    arguments.add_argument("--out", type=Path)
    arguments.add_argument("--network", type=Path, default=Path("../models/network.onnx"))
    arguments.add_argument("--without-gold", type=Path, help="a second head, to measure on the gold claims with the program")
    arguments.add_argument("--width", type=int, default=128)
    arguments.add_argument("--drop", type=float, default=0.3)
    arguments.add_argument("--forget", type=float, default=0.2, help="share of categories left out at each step")
    arguments.add_argument("--share", type=float, default=0.15, help="share of unrelated pairs in each epoch, but for news")
    arguments.add_argument("--epochs", type=int, default=9)
    arguments.add_argument("--folds", type=int, default=3, help="parts of gold claims and news, each measured without itself")
    arguments.add_argument("--least", type=int, default=30, help="how often a category must be met")
    arguments.add_argument("--rate", type=float, default=2e-3)
    arguments.add_argument("--batch", type=int, default=1024)
    arguments = arguments.parse_args()
    if arguments.step == "prepare":
        prepare(arguments)
    else:
        train(arguments)


if __name__ == "__main__":
    main()
