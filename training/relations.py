"""The relation head: pairs of mentions to properties of the ontology.

Three steps, about ten minutes; models/relations.md gives the commands:

    python relations.py prepare --shared SHARED --work work/relations
    cargo run --release --example relation_features -- work/relations/texts.jsonl work/relations
    python relations.py train --work work/relations --out ../models/relations.bin

Texts and their facts are those of KnowledgeNet (folds 1 and 2), Re-DocRED, FewRel, TekGen and the gold claims; of the
news items of current events the facts are what phrasings and rules claim, so that their words are learned around the
phrasings. A fact is between entities: the nearest two mentions of a sentence say it, whether others of the same
entities do is left open. Gold claims are also learned by thirds left out, to measure on these.
"""
import argparse
import collections
import hashlib
import io
import json
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
WIDTH = 384


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


def knowledgenet(shared, folds):
    documents = collections.defaultdict(list)
    for line in lines(shared / "corpora/relations/knowledgenet-train.jsonl"):
        passage = json.loads(line)
        if passage["fold"] in folds:
            documents[passage["fold"], passage["doc"]].append(passage)
    for (fold, name), passages in documents.items():
        text, end, facts, torn = "", 0, [], []
        for passage in sorted(passages, key=lambda passage: passage["start"]):
            if text:
                text += " " if passage["start"] <= end + 2 else "\n\n"
            offset = len(text)
            text += passage["text"]
            end = passage["end"]
            torn.append([offset, len(text)])
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


def gold(path, properties):
    for line in lines(path):
        document = json.loads(line)
        mentions = {entity["id"]: entity["mentions"] for entity in document["entities"]}
        facts = collections.defaultdict(list)
        for claim in document["claims"]:
            if isinstance(claim["o"], str) and claim["s"] in mentions and claim["p"] in properties:
                facts[tuple(claim["evidence"])].append([(claim["p"], mentions[claim["s"]], mentions[claim["o"]])])
        # Each claim is told once a document: elsewhere it is left open.
        said = [one for group in facts.values() for one in group]
        yield ({"id": f"gold-{document['id']}", "text": document["text"], "date": document["date"]},
               [{"within": None, "whole": sorted(properties), "said": [], "open": said}]
               + [{"within": place, "whole": [], "said": group} for place, group in facts.items()])


def current_events(shared):
    for number, line in enumerate(lines(shared / "corpora/links/current-events-train.jsonl.zst")):
        one = json.loads(line)
        yield {"id": f"events-{number}", "text": one["text"], "date": one["date"]}, "claims"


def prepare(arguments):
    shared, work = arguments.shared, arguments.work
    work.mkdir(parents=True, exist_ok=True)
    properties = properties_of(arguments.ontology)
    held_out = {json.loads(line)["text"] for path in sorted((shared / "gold").glob("*.jsonl")) for line in lines(path)}
    sources = [
        knowledgenet(shared, {1, 2, 3}), redocred(shared / "corpora/relations/redocred-train.json"),
        redocred(shared / "corpora/relations/redocred-dev.json"), fewrel(shared, random.Random(1)), tekgen(shared),
        *(gold(path, properties) for path in sorted((shared / "gold").glob("*.jsonl"))), current_events(shared),
    ]
    with (work / "texts.jsonl").open("w") as texts, (work / "facts.jsonl").open("w") as facts:
        for source in sources:
            for article, said in source:
                if article["id"].startswith("gold") or article["text"] not in held_out:
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
    """Whether two intervals share at least half of the shorter."""
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return 2 * shared >= min(one[1] - one[0], other[1] - other[0])


class Labels:
    """What is known of the pairs of one document."""

    def __init__(self, document, ends, distance, properties):
        self.arguments, self.ends, self.distance, self.properties = document["arguments"], ends, distance, properties
        self.sentence = np.array([self.arguments[one][1] for one, _ in ends])
        self.value = np.zeros((len(ends), len(properties)), np.float32)
        self.weight = np.zeros((len(ends), len(properties)), np.float32)
        # Groups of (pair, property) of which at least one holds.
        self.groups = []

    def refers(self, argument, places):
        return any(overlaps(self.arguments[argument][2], place) for place in places)

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

    def say(self, options, weight=1.0):
        """One of these (pair, property) holds."""
        options = [(pair, self.properties[name]) for pair, name in options if name in self.properties]
        for pair, column in options:
            self.value[pair, column], self.weight[pair, column] = 1, weight
        if len(options) > 1:
            self.groups.append(options)


def label(document, facts, ends, distance, properties, negative):
    labels = Labels(document, ends, distance, properties)
    if facts == "claims":
        labels.weight[:] = negative
        for sentence, subject, name, object, confidence, _ in document["claims"]:
            near = [n for n in np.flatnonzero(labels.sentence == sentence)
                    if subject in labels.arguments[ends[n][0]][3] and object in labels.arguments[ends[n][1]][3]]
            if near:
                best = min(near, key=lambda n: distance[n])
                labels.leave_open(best, name)
                labels.say([(best, name)], confidence)
        return labels
    inside = lambda sentence, place: place is None or (
        document["sentences"][sentence][0] < place[1] and place[0] < document["sentences"][sentence][1])
    for block in facts:
        sentences = [n for n in range(len(document["sentences"])) if inside(n, block["within"])]
        columns = [properties[name] for name in block["whole"] if name in properties]
        rows = np.flatnonzero(np.isin(labels.sentence, sentences))
        if "known" in block:
            rows = np.array([n for n in rows if all(labels.refers(end, block["known"]) for end in ends[n])], int)
        if len(rows) and columns:
            labels.weight[np.ix_(rows, columns)] = 1
        both = lambda fact: [fact, [fact[0], fact[2], fact[1]]] if fact[0] in SYMMETRIC else [fact]
        for open_one in block.get("open", []):
            for name, subject, object in [turned for fact in open_one for turned in both(fact)]:
                for sentence in sentences:
                    for pair in labels.matching(subject, object, sentence):
                        labels.leave_open(pair, name)
    for block in facts:
        sentences = [n for n in range(len(document["sentences"])) if inside(n, block["within"])]
        for group in block["said"]:
            for turns in ([list(group)] if group[0][0] not in SYMMETRIC else [[group[0]], [both(group[0])[1]]]):
                options = []
                for name, subject, object in turns:
                    near = [pair for sentence in sentences for pair in labels.matching(subject, object, sentence)]
                    if near:
                        labels.leave_open(near[0], name)
                        options.append((near[0], name))
                labels.say(options)
    return labels


# --- learning -----------------------------------------------------------------------------------------------------------

class Document:
    pass


def read(work, properties, negative):
    """Documents with their pairs, labels and features."""
    words = (work / "features.txt").read_text().splitlines()
    numbers = np.fromfile(work / "pairs.bin", np.uint32)
    documents, at, token = [], 0, 0
    with (work / "documents.jsonl").open() as described, (work / "facts.jsonl").open() as facts:
        for line, fact in zip(described, facts):
            source = json.loads(line)
            one = Document()
            one.id, one.source, one.first, one.ends, one.path, one.between, one.seen = source["id"], source, token, [], [], [], []
            for _ in range(source["pairs"]):
                a, b, start, end, path, seen = (int(n) for n in numbers[at : at + 6])
                at += 6
                one.ends.append((a, b))
                one.path.append(numbers[at : at + path] + token)
                at += path
                one.between.append((start + token, min(end, start + GAP) + token))
                one.seen.append(numbers[at : at + seen])
                at += seen
            token += source["tokens"]
            one.facts = json.loads(fact)["facts"]
            if one.ends:
                distance = [len(path) + (end - start) / 100 for path, (start, end) in zip(one.path, one.between)]
                one.labels = label(source, one.facts, one.ends, distance, properties, negative)
                documents.append(one)
    bits = np.fromfile(work / "states.bin", np.uint16).reshape(-1, WIDTH)
    states = torch.from_numpy((bits.astype(np.uint32) << 16).view(np.float32))
    return documents, words, states


class Head(torch.nn.Module):
    """Sum of what is seen, one hidden layer, a score for each property."""

    def __init__(self, words, properties, width, drop):
        super().__init__()
        self.seen = torch.nn.EmbeddingBag(words, width, mode="sum")
        torch.nn.init.normal_(self.seen.weight, std=0.05)
        self.roles = torch.nn.ModuleList(torch.nn.Linear(WIDTH, width, bias=False) for _ in ROLES)
        self.score = torch.nn.Linear(width, properties)
        torch.nn.init.constant_(self.score.bias, -5.0)
        self.drop, self.drop_states = torch.nn.Dropout(drop), torch.nn.Dropout(0.2)

    def forward(self, batch):
        hidden = self.seen(batch["words"], batch["starts"])
        for layer, role in zip(self.roles, ROLES):
            hidden = hidden + layer(self.drop_states(batch[role]))
        return self.score(self.drop(torch.relu(hidden)))


ROLES = ["subject", "object", "path", "between"]
GAP = 20


def batch_of(pairs, states, vocabulary, drop=0.0):
    """`pairs`: (document, number)."""
    rows, starts, count = [], [], 0
    bags = {"path": ([], []), "between": ([], [])}
    subject, object = [], []
    for one, n in pairs:
        seen = vocabulary[one.seen[n]]
        seen = seen[seen >= 0]
        starts.append(count)
        rows.append(seen)
        count += len(seen)
        subject.append(one.first + one.source["arguments"][one.ends[n][0]][0])
        object.append(one.first + one.source["arguments"][one.ends[n][1]][0])
        for name, tokens in (("path", one.path[n]), ("between", np.arange(*one.between[n]))):
            bags[name][1].append(sum(map(len, bags[name][0][-1:])) + (bags[name][1][-1] if bags[name][1] else 0))
            bags[name][0].append(tokens.astype(np.int64))
    batch = {"words": torch.from_numpy(np.concatenate(rows).astype(np.int64)), "starts": torch.tensor(starts),
             "subject": states[subject], "object": states[object]}
    if drop:
        # Some of what is seen is left out, so that the rest learns to do without it.
        keep = torch.rand(len(batch["words"])) >= drop
        before = torch.cat([torch.zeros(1, dtype=torch.long), keep.long().cumsum(0)])
        batch["words"], batch["starts"] = batch["words"][keep], before[batch["starts"]]
    for name, (tokens, offsets) in bags.items():
        batch[name] = torch.nn.functional.embedding_bag(
            torch.from_numpy(np.concatenate(tokens)), states, torch.tensor(offsets), mode="mean")
    return batch


def loss_of(score, pairs):
    value = torch.from_numpy(np.stack([one.labels.value[n] for one, n in pairs]))
    weight = torch.from_numpy(np.stack([one.labels.weight[n] for one, n in pairs]))
    where = {(id(one), n): row for row, (one, n) in enumerate(pairs)}
    loss = 0.0
    for one in {id(one): one for one, _ in pairs}.values():
        for group in one.labels.groups:
            rows = [(where.get((id(one), n)), column) for n, column in group]
            rows = [(row, column) for row, column in rows if row is not None]
            if not rows:
                continue
            some = torch.stack([score[row, column] for row, column in rows])
            none = torch.nn.functional.logsigmoid(-some).sum().clamp(max=-1e-6)
            loss = loss - torch.log1p(-torch.exp(none))
            for row, column in rows:
                weight[row, column] = 0
    return loss + (torch.nn.functional.binary_cross_entropy_with_logits(score, value, reduction="none") * weight).sum()


def learn(documents, states, vocabulary, count, properties, arguments, seed):
    torch.manual_seed(seed)
    rng = random.Random(seed)
    model = Head(count, len(properties), arguments.width, arguments.drop)
    pairs = [(one, n) for one in documents for n in range(len(one.ends)) if one.labels.weight[n].any()]
    told = [pair for pair in pairs if pair[0].labels.value[pair[1]].any()]
    others = [pair for pair in pairs if not pair[0].labels.value[pair[1]].any()]
    each = len(told) + int(arguments.share * len(others))
    steps = arguments.epochs * -(-each // arguments.batch)
    optimiser = torch.optim.AdamW(model.parameters(), lr=arguments.rate, weight_decay=0.05)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, arguments.rate, total_steps=steps, pct_start=0.1)
    for epoch in range(arguments.epochs):
        model.train()
        epoch_pairs = told + rng.sample(others, int(arguments.share * len(others)))
        rng.shuffle(epoch_pairs)
        total = 0.0
        for start in range(0, len(epoch_pairs), arguments.batch):
            chosen = epoch_pairs[start : start + arguments.batch]
            loss = loss_of(model(batch_of(chosen, states, vocabulary, arguments.forget)), chosen)
            total += loss.item()
            optimiser.zero_grad()
            (loss / len(chosen)).backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
        print("seed", seed, "epoch", epoch, "of", len(epoch_pairs), "pairs, told", len(told), "loss",
              round(total / len(epoch_pairs), 4), flush=True)
    return model.eval()


def scores_of(models, documents, states, vocabulary):
    """For each document, the mean of the models' scores (log odds): pairs × properties."""
    found = []
    with torch.no_grad():
        for one in documents:
            batch = batch_of([(one, n) for n in range(len(one.ends))], states, vocabulary)
            found.append(torch.stack([model(batch) for model in models]).mean(0).numpy())
    return found


# --- figures ------------------------------------------------------------------------------------------------------------

def additions(one, score, names, agents):
    """What the head would add to a document: best score, (subject, property, object), right (None where it is open)."""
    arguments, best = one.source["arguments"], {}
    told = {frozenset((subject, object)) for _, subject, _, object, _, _ in one.source["claims"]}
    inside = collections.defaultdict(set)
    for _, subject, name, object, _, _ in one.source["claims"]:
        if name == "locatedIn":
            inside[subject].add(object)
    def within(one_place, other, steps=4):
        return steps and any(place == other or within(place, other, steps - 1) for place in inside[one_place])
    classes = [entity[1] for entity in one.source["entities"]]
    for n, (a, b) in enumerate(one.ends):
        for column in np.flatnonzero(score[n] > -2.5):
            for subject in arguments[a][3]:
                for object in arguments[b][3]:
                    if subject == object or frozenset((subject, object)) in told or not agents(names[column], classes[subject], classes[object]):
                        continue
                    value, weight = one.labels.value[n, column], one.labels.weight[n, column]
                    if names[column] == "locatedIn" and within(subject, object):
                        continue
                    key = (subject, names[column], object)
                    if names[column] in SYMMETRIC:
                        key = (min(subject, object), names[column], max(subject, object))
                    if score[n, column] > best.get(key, (-99,))[0]:
                        best[key] = (float(score[n, column]), key, bool(value) if weight else None, one.id)
    return list(best.values())


def votes(one, score, names):
    """For what the rules claim: property, their confidence, the head's score, right (None where it is open)."""
    found = []
    for sentence, subject, name, object, confidence, _ in one.source["claims"]:
        rows = [n for n in np.flatnonzero(one.labels.sentence == sentence)
                if subject in one.source["arguments"][one.ends[n][0]][3] and object in one.source["arguments"][one.ends[n][1]][3]]
        if rows and name in names:
            column = names.index(name)
            value, weight = one.labels.value[rows, column], one.labels.weight[rows, column]
            right = True if (value * weight).any() else None if not weight.all() else False
            found.append((name, confidence, float(score[rows, column].max()), right, one.id))
    return found


def curve(name, found):
    """Precision at several probabilities."""
    cells = []
    for probability in (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        above = [right for score, _, right, *_ in found if score > np.log(probability / (1 - probability))]
        judged = [right for right in above if right is not None]
        cells.append(f"{probability}: {sum(judged)}/{len(judged)}+{len(above) - len(judged)}?")
    print(f"{name:14}", "  ".join(cells), flush=True)


def admits(ontology):
    """Domain and range of the ontology's properties, as `Ontology::admits` has them."""
    import rdflib
    from rdflib.collection import Collection
    graph = rdflib.Graph().parse(ontology)
    local = lambda name: str(name).rsplit("/", 1)[-1]
    def is_a(low, high):
        high_ones = graph.transitive_objects(rdflib.URIRef("https://w3id.org/newsgraph/" + low), rdflib.RDFS.subClassOf)
        return high == "Thing" or high in {local(one) for one in high_ones}
    def allowed(name, which):
        for value in graph.objects(rdflib.URIRef("https://w3id.org/newsgraph/" + name), which):
            union = graph.value(value, rdflib.OWL.unionOf)
            return [local(one) for one in Collection(graph, union)] if union else [local(value)]
        return []
    cache = {}
    def fits(name, subject, object):
        key = (name, subject, object)
        if key not in cache:
            cache[key] = all(not classes or any(is_a(one, other) or is_a(other, one) for other in classes)
                             for one, classes in ((subject, allowed(name, rdflib.RDFS.domain)),
                                                  (object, allowed(name, rdflib.RDFS.range))))
        return cache[key]
    return fits


def train(arguments):
    names = sorted(properties_of(arguments.ontology))
    documents, words, states = read(arguments.work, {name: n for n, name in enumerate(names)}, arguments.negative)
    part = lambda *starts: [one for one in documents if one.id.startswith(starts)]
    held_out = part("knowledgenet-3", "redocred-dev")
    told = sum(one.labels.value.sum(0) for one in documents if one not in held_out)
    columns = np.flatnonzero(told >= 8)
    for one in documents:
        one.labels.value, one.labels.weight = one.labels.value[:, columns], one.labels.weight[:, columns]
        renumbered = {int(column): n for n, column in enumerate(columns)}
        one.labels.groups = [[(n, renumbered[c]) for n, c in group if c in renumbered] for group in one.labels.groups]
    print({names[c]: int(told[c]) for c in columns})
    names = [names[c] for c in columns]
    counts = np.zeros(len(words), np.int64)
    for one in documents:
        if one not in held_out:
            for seen in one.seen:
                counts[seen] += 1
    kept = np.flatnonzero(counts >= arguments.least)
    vocabulary = np.full(len(words), -1, np.int64)
    vocabulary[kept] = np.arange(len(kept))
    print(len(documents), "documents", len(kept), "categories", flush=True)
    fits = admits(arguments.ontology)
    golden = part("gold")
    rest = [one for one in documents if one not in held_out and one not in golden]
    found, voted = [], []
    def look(model, group):
        for one, score in zip(group, scores_of([model], group, states, vocabulary)):
            found.extend(additions(one, score, names, fits))
            voted.extend(votes(one, score, names))
    for fold in range(arguments.folds):
        test = [one for n, one in enumerate(golden) if n % arguments.folds == fold]
        model = learn(rest + [one for one in golden if one not in test], states, vocabulary, len(kept), names, arguments, 100 + fold)
        look(model, test)
        if fold == 0:
            look(model, held_out)
    source = lambda row: row[-1].split("-")[0]
    for group in ("gold", "knowledgenet", "redocred"):
        curve(group, [row for row in found if source(row) == group])
        for low, high in ((-99, -4), (-4, -2), (-2, 0), (0, 2), (2, 4), (4, 99)):
            some = [row[3] for row in voted if low <= row[2] < high and row[3] is not None and source(row) == group]
            print(f"  {group}: what rules claim, the head's score from {low} to {high}: {sum(some)} of {len(some)} right")
    (arguments.work / "judged.json").write_text(json.dumps([found, voted]))
    calibration = calibrate(found, voted, names)
    print(json.dumps(calibration))
    for path, taught in ((arguments.without_gold, rest), (arguments.out, rest + golden)):
        if path:
            model = learn(taught, states, vocabulary, len(kept), names, arguments, 1)
            write(path, model, [words[n] for n in kept], names, calibration, arguments.network)


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
    """Scores to probabilities, on what was not learned from: by property for what only the head finds."""
    judged = [row for row in found if row[2] is not None]
    inputs = [[1.0, row[0], *(float(row[1][1] == name) for name in names)] for row in judged]
    constant, slope, *own = logistic(inputs, [float(row[2]) for row in judged], [0.0, 0.0, *(1.0 for _ in names)])
    for name, offset in zip(names, own):
        scores = [(1 / (1 + np.exp(-constant - offset - slope * row[0])), row[2]) for row in judged if row[1][1] == name]
        likely = [right for probability, right in scores if probability >= 0.6]
        if likely:
            print(f"  {name} at 0.6: {sum(likely)} of {len(likely)} right")
    # KnowledgeNet and Re-DocRED do not tell who works somewhere from who heads it: only the gold claims judge the rules.
    judged = [row for row in voted if row[3] is not None and row[-1].startswith("gold")]
    odds = lambda confidence: np.log(confidence / (1 - confidence))
    vote = logistic([[1.0, odds(row[1]), row[2]] for row in judged], [float(row[3]) for row in judged], [0.0, 0.0, 0.0])
    return {"constants": [constant + offset for offset in own], "slope": slope, "vote": vote}


def write(path, model, words, names, calibration, network):
    """A line of JSON, numbers of 8 bits, the categories: src/claim/relations/scorer.rs."""
    blocks, units = [], []
    for tensor in (model.seen.weight, *(layer.weight.T for layer in model.roles), model.score.weight):
        values = tensor.detach().numpy()
        unit = float(np.abs(values).max()) / 127
        units.append(unit)
        blocks.append(np.round(values / unit).astype(np.int8).tobytes())
    header = {
        "version": 1, "network": hashlib.sha256(network.read_bytes()).hexdigest(), "states": WIDTH,
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
    arguments.add_argument("--out", type=Path)
    arguments.add_argument("--network", type=Path, default=Path("../models/network.onnx"))
    arguments.add_argument("--without-gold", type=Path, help="a second head, to measure on the gold claims with the program")
    arguments.add_argument("--width", type=int, default=64)
    arguments.add_argument("--drop", type=float, default=0.3)
    arguments.add_argument("--forget", type=float, default=0.2, help="share of categories left out at each step")
    arguments.add_argument("--share", type=float, default=0.15, help="share of unrelated pairs in each epoch")
    arguments.add_argument("--negative", type=float, default=0.05, help="weight of what rules do not claim of news items")
    arguments.add_argument("--epochs", type=int, default=5)
    arguments.add_argument("--folds", type=int, default=3, help="parts of the gold claims, each measured without itself")
    arguments.add_argument("--least", type=int, default=30, help="how often a category must be met")
    arguments.add_argument("--rate", type=float, default=2e-3)
    arguments.add_argument("--batch", type=int, default=384)
    arguments = arguments.parse_args()
    if arguments.step == "prepare":
        prepare(arguments)
    else:
        train(arguments)


if __name__ == "__main__":
    main()
