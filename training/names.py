"""Names from sources that annotate different types by different conventions.

Every source gives each word the *set* of tags its annotation allows; the loss is the negative logarithm of the
probability of that set. So a word outside all spans of UNER, which knows persons, places and organizations only, may
still be an event or a date, and other sources decide which.
"""

import json
import re
from pathlib import Path

import numpy as np

TYPES = ["person", "organization", "place", "event", "work", "group", "date", "product"]
TAGS = ["O"] + [f"{part}-{kind}" for kind in TYPES for part in "BI"]
# The first source's conventions are the ones to learn; the network corrects for the others in training.
SOURCES = ["uner", "gum", "crossner", "redocred", "news"]

_UNER = {"PER": ["person"], "ORG": ["organization"], "LOC": ["place"]}
_GUM = {
    "person": ["person"], "organization": ["organization"], "place": ["place"], "event": ["event"],
    "object": ["work", "product"], "time": ["date"],
    # Heterogeneous: awards, languages, diseases, titles, e-mail addresses.
    "abstract": ["O", "event", "work", "group", "product", "organization"],
    "substance": ["O", "product"], "plant": ["O", "product"], "animal": ["O", "person", "product"],
}
_CROSSNER = {
    "politician": ["person"], "person": ["person"], "politicalparty": ["organization"],
    "organisation": ["organization"], "country": ["place"], "location": ["place"], "election": ["event"],
    "event": ["event"], "misc": ["O", "event", "work", "group", "product"],
}
_REDOCRED = {
    "PER": ["person"], "ORG": ["organization"], "LOC": ["place"], "TIME": ["date"],
    "MISC": ["event", "work", "group", "product"],
}
# Classes of the knowledge base, for links in news; what else is linked (works, offices) says too little of a name.
_KNOWLEDGE = {
    "Person": "person", "City": "place", "Region": "place", "Country": "place", "Place": "place", "Event": "event", "Group": "group",
    **dict.fromkeys(
        ("Company", "Organization", "MediaOrganization", "PoliticalParty", "SportsTeam", "EducationalInstitution",
         "InternationalOrganization", "Government", "ArmedForce", "Court"), "organization",
    ),
}
# Faiths and parties' people, besides the demonyms.
_PEOPLES = """Muslim Muslims Islamist Islamists Christian Christians Catholic Catholics Protestant Protestants Jew Jews
Jewish Hindu Hindus Buddhist Buddhists Sikh Sikhs Sunni Sunnis Shia Shias Shi'ite Shiite Shiites Kurd Kurds Kurdish Arab
Arabs Orthodox Mormon Mormons Anglican Anglicans Methodist Roma Slavic Hispanic Latino Latinos Bedouin Pashtun Pashtuns
Tajik Uyghur Uyghurs Rohingya Alawite Alawites Druze Yazidi Yazidis Zionist Zionists Baathist Baathists""".split()
_CALENDAR = set(
    """Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August
    September October November December Jan. Feb. Aug. Sept. Sep. Oct. Nov. Dec.""".split()
)
_DATE_PART = re.compile(r"(1[5-9]|20)\d\d|'?\d\ds|\d{1,2}(st|nd|rd|th)?")


def _allow(kinds, part):
    """Row of TAGS with the given kinds at one position (B or I) of a span."""
    return np.array([tag == "O" if "O" in kinds and tag == "O" else tag[2:] in kinds and tag[0] == part for tag in TAGS])


def _outside(unknown):
    """Row for a word outside all spans: O, or anywhere in a span of a type the source does not annotate."""
    return np.array([tag == "O" or tag[2:] in unknown for tag in TAGS])


def masks(words, spans, unknown=()):
    """[W, N] bool from (start, end, kinds) spans; of overlapping spans the first in the list wins."""
    allowed = np.tile(_outside(unknown), (len(words), 1))
    taken = np.zeros(len(words), bool)
    for start, end, kinds in spans:
        if start >= end or taken[start:end].any():
            continue
        taken[start:end] = True
        allowed[start] = _allow(kinds, "B")
        allowed[start + 1 : end] = _allow(kinds, "I")
    return allowed, taken


def valid_transitions(tags):
    """[N, N] bool: whether the second tag may follow the first; an I tag only follows B or I of its type."""
    return np.array([[b[0] != "I" or a[1:] == b[1:] for b in tags] for a in tags])


def bio_spans(tags):
    """(start, end, type) of a BIO sequence."""
    spans, start, kind = [], None, ""
    for i, tag in enumerate([*tags, "O"]):
        if start is not None and (tag[0] != "I" or tag[2:] != kind):
            spans.append((start, i, kind))
            start = None
        if tag[0] == "B" or (tag[0] == "I" and start is None):
            start, kind = i, tag[2:]
    return spans


def uner_spans(text):
    """{sentence id: (words, [(start, end, kind)])} of a UNER file; stray tags of other types are O."""
    result = {}
    for block in text.split("\n\n"):
        name, words, tags = "", [], []
        for line in block.split("\n"):
            if line.startswith("# sent_id = "):
                name = line.split(" = ", 1)[1]
            elif line and line[0].isdigit():
                columns = line.split("\t")
                words.append(columns[1])
                tags.append(columns[2] if columns[2][2:] in _UNER else "O")
        if words:
            result[name] = words, [(s, e, _UNER[kind][0]) for s, e, kind in bio_spans(tags)]
    return result


def without_article(words, start, end):
    """UNER leaves a leading article out of the name; Re-DocRED and GUM keep it."""
    return start + (end - start > 1 and words[start].lower() in ("the", "a", "an")), end


class NameSources:
    """Name annotation of the training files, as masks over TAGS."""

    def __init__(self, shared, use):
        from data import read_text  # data imports this module

        self.corpora, self.use, self._read = Path(shared) / "corpora", set(use), read_text
        self.demonyms = set(_PEOPLES)
        for line in read_text(Path(shared) / "kb/demonyms.tsv").splitlines()[1:]:
            _, label, _, demonyms, *_ = line.split("\t")
            self.demonyms |= {d for d in demonyms.split("|") if d.isalpha() and not d.isupper() and d != label}
        self.uner = uner_spans(read_text(self.corpora / "ner/uner-train.iob2.zst")) if "uner" in self.use else {}
        self.gum, self.dates = {}, {}
        if "gum" in self.use:
            for line in read_text(self.corpora / "ner/gum-named-train.jsonl").splitlines():
                for sentence in json.loads(line)["sents"]:
                    self.gum[sentence["id"]] = sentence
            for line in read_text(self.corpora / "time/gum-dates-train.jsonl").splitlines():
                date = json.loads(line)
                self.dates.setdefault(date["sent_id"], []).append(tuple(date["tokens"]))

    def _add_groups(self, words, allowed, taken):
        """Silver labels: a demonym outside every name is a people or faith; one before a capitalised word may begin a name."""
        for i, word in enumerate(words):
            if word in self.demonyms and not taken[i]:
                follows_name = i + 1 < len(words) and words[i + 1][0].isupper()
                allowed[i] = allowed[i] | _allow(["group"], "B") if follows_name else _allow(["group"], "B")
        return allowed

    def treebank(self, doc, name, rows):
        """[W, N] bool for a treebank sentence: UNER for EWT, GUM's entities for GUM, anything without annotation."""
        words = [row[1] for row in rows]
        if name in self.uner and self.uner[name][0] == words:
            spans = [(s, e, [kind]) for s, e, kind in self.uner[name][1]]
            allowed, taken = masks(words, spans, ["event", "work", "group", "date", "product"])
            for i, word in enumerate(words):
                if taken[i]:
                    continue
                if word in _CALENDAR and rows[i][4] == "NNP":
                    allowed[i] = _allow(["date"], "B") | _allow(["date"], "I")
                elif not _may_be_name(rows, i):
                    allowed[i] = _outside(["date"])
            return self._add_groups(words, allowed, taken)
        if name in self.gum:
            return self._gum(self.gum[name], rows)
        return np.ones((len(words), len(TAGS)), bool)

    def _gum(self, sentence, rows):
        words = [row[1] for row in rows]
        cores, covered = [], np.zeros(len(rows), bool)
        for span in sentence["spans"]:
            if span["form"] == "name":
                kinds = _GUM[span["type"]]
                core = name_core(rows, span, kinds)
                if core is None:
                    continue
                head = rows[core[2]]
                if kinds == ["person"] and head[4] == "NNPS":
                    kinds = ["person", "group"]
                cores.append((core[0], core[1], kinds))
                covered[span["start"] : span["end"]] = True
        cores.sort(key=lambda core: core[0] - core[1])
        cores += [(s, e, ["date"]) for s, e in self.dates.get(sentence["id"], []) if e - s <= 6]
        allowed, taken = masks(words, cores)
        for span in sentence["spans"]:
            if span["form"] == "nominal":  # may be a title of a work or an event: capitalised parts stay open
                for i in range(span["start"], span["end"]):
                    if not taken[i] and words[i][0].isupper():
                        allowed[i] = True
        for i, row in enumerate(rows):
            if not taken[i] and not covered[i] and row[4] in ("NNP", "NNPS"):
                allowed[i] = True
        return self._add_groups(words, allowed, taken)

    def others(self):
        """Yields (source, words, [W, N] bool) of the sources outside the treebank."""
        if "crossner" in self.use:
            for block in self._read(self.corpora / "ner/crossner-politics-train.txt").split("\n\n"):
                lines = [line.split("\t") for line in block.split("\n") if "\t" in line]
                if lines:
                    words = [word for word, _ in lines]
                    spans = [(*without_article(words, s, e), _CROSSNER[k]) for s, e, k in bio_spans([t for _, t in lines])]
                    yield "crossner", words, self._add_groups(words, *masks(words, spans, ["date", "group", "work", "product"]))
        if "redocred" in self.use:
            for document in json.loads(self._read(self.corpora / "relations/redocred-train.json")):
                spans = [[] for _ in document["sents"]]
                for mention in (m for entity in document["vertexSet"] for m in entity):
                    words = document["sents"][mention["sent_id"]]
                    start, end = without_article(words, *mention["pos"])
                    if mention["type"] not in _REDOCRED or (end - start == 1 and words[start] in self.demonyms):
                        continue
                    spans[mention["sent_id"]].append((start, end, _REDOCRED[mention["type"]]))
                for words, found in zip(document["sents"], spans):
                    # Some tokens are bare white space; they are part of no word the program will see.
                    keep = [i for i, word in enumerate(words) if word.strip()]
                    found.sort(key=lambda span: span[0] - span[1])
                    allowed = self._add_groups(["".join(w.split()) or "_" for w in words], *masks(words, found))
                    yield "redocred", [words[i].strip() for i in keep], allowed[keep]
        if "news" in self.use:
            yield from self._news()

    def _news(self):
        """Sentences of news whose links to the knowledge base are names; of other words in capitals nothing is known."""
        kinds = {}
        for line in self._read(self.corpora.parent / "kb/entities.tsv.zst").splitlines()[1:]:
            _, label, _, kind, _, _, popularity, *_ = line.split("\t")
            if int(popularity) > kinds.get(label, ("", 0))[1]:
                kinds[label] = kind, int(popularity)
        for line in self._read(self.corpora / "links/current-events-train.jsonl.zst").splitlines():
            item = json.loads(line)
            text = item["text"]
            bounds = [0, *(m.end() for m in re.finditer(r"(?<=[\w)”\"][.!?]) (?=[A-Z“\"])", text)), len(text)]
            for first, last in zip(bounds, bounds[1:]):
                places = [(m.start() + first, m.end() + first) for m in re.finditer(Lexicon.WORDS, text[first:last])]
                words = [text[s:e] for s, e in places]
                allowed = np.ones((len(words), len(TAGS)), bool)
                known = 0
                for i, word in enumerate(words):
                    if not any(w[0].isupper() or w[0].isdigit() for w in words[max(0, i - 2) : i + 3] if w != words[0]):
                        allowed[i] = _outside(["date"])
                for link in item["links"]:
                    inside = [i for i, (s, e) in enumerate(places) if link["start"] <= s and e <= link["end"]]
                    title = re.sub(r" \(.*\)$", "", link["title"])
                    kind = kinds.get(title, ("", 0))[0]
                    if not inside or kind not in _KNOWLEDGE or not text[link["start"]].isupper():
                        continue
                    if words[inside[-1]].islower() and words[inside[-1]] not in title:
                        continue
                    start, end = without_article(words, inside[0], inside[-1] + 1)
                    # An adjective, a title and a name in one link, or a link from something else to a name, is no name.
                    if words[start] in self.demonyms or words[start] not in title and _KNOWLEDGE[kind] != "organization":
                        continue
                    allowed[start] = _allow([_KNOWLEDGE[kind]], "B")
                    allowed[start + 1 : end] = _allow([_KNOWLEDGE[kind]], "I")
                    known += 1
                if known and len(words) > 3:
                    yield "news", words, self._add_groups(words, allowed, ~allowed.all(1))


class Lexicon:
    """Names of the knowledge base, to put in place of annotated ones so that the network sees more of them."""

    _CLASSES = {
        "person": {"Person"}, "place": {"City", "Region", "Country", "Place"},
        "organization": {
            "Company", "Organization", "MediaOrganization", "PoliticalParty", "SportsTeam", "EducationalInstitution",
            "InternationalOrganization",
        },
    }
    WORDS = re.compile(r"(?:[^\W_]\.)+|\w+(?=['’]s\b)|['’]s\b|(?:Inc|Ltd|Corp|Co|St|Mt|Dr|Jr|Sr)\.|\w+|[^\w\s]")

    def __init__(self, shared):
        from data import read_text

        self.names = {kind: [] for kind in self._CLASSES}
        for line in read_text(Path(shared) / "kb/entities.tsv.zst").splitlines()[1:]:
            _, label, _, kind, _, _, popularity, *_ = line.split("\t")
            # Names start with a capital; disambiguations in brackets are no part of them.
            if int(popularity) >= 15 and label[:1].isupper() and "(" not in label and len(label) < 50:
                for ours, classes in self._CLASSES.items():
                    if kind in classes:
                        self.names[ours].append(label)

    def substitute(self, words, allowed, rng):
        """(words, allowed) with every person, organization and place replaced; None if there is none."""
        new_words, new_allowed, i, changed = [], [], 0, False
        certain = [TAGS[row.argmax()] if row.sum() == 1 else "" for row in allowed]
        while i < len(words):
            kind = certain[i][2:]
            end = i + 1
            if certain[i].startswith("B-") and kind in self.names:
                while end < len(words) and certain[end] == f"I-{kind}":
                    end += 1
                name = self.WORDS.findall(rng.choice(self.names[kind]))
                if all(word.islower() for word in words[i:end]):
                    name = [word.lower() for word in name]
                new_words += name
                new_allowed += [_allow([kind], "I" if j else "B") for j in range(len(name))]
                changed = True
            else:
                new_words.append(words[i])
                new_allowed.append(allowed[i])
            i = end
        return (new_words, np.array(new_allowed)) if changed else None


def _is_proper(row):
    return row[4] in ("NNP", "NNPS")


def _may_be_name(rows, i):
    """Near a proper noun, a number or a capital inside the sentence: titles and events need not be proper nouns throughout."""
    near = range(max(0, i - 2), min(len(rows), i + 3))
    return any(_is_proper(rows[j]) or rows[j][3] == "NUM" or (j and rows[j][1][0].isupper()) for j in near)


def name_core(rows, span, kinds):
    """(start, end, head) of the name proper in a noun phrase with a proper-noun head, or None.

    The head takes its flat and compound parts and, unless it is a person, "of" phrases with a proper noun. Titles
    ("President Bush", nmod:desc), appositions and places after a comma stay outside, as in UNER.
    """
    start, end = span["start"], span["end"]
    outside = [i for i in range(start, end) if not start <= int(rows[i][6]) - 1 < end]
    heads = [i for i in outside if _is_proper(rows[i])] or [i for i in span["min"] if _is_proper(rows[i])]
    if not heads:
        return None
    chosen, queue = {heads[0]}, [heads[0]]
    while queue:
        head = queue.pop()
        for i in range(start, end):
            relation = rows[i][7]
            if int(rows[i][6]) - 1 != head or i in chosen:
                continue
            inner = relation.split(":")[0] in ("flat", "goeswith") or (
                relation in ("compound", "amod", "nummod", "nmod:unmarked") and (_is_proper(rows[i]) or abs(i - head) == 1 and rows[i][1][0].isupper())
            ) or (relation == "nummod" and i == head + 1 and kinds != ["person"])
            of_phrase = kinds != ["person"] and relation == "nmod" and i > head and _is_proper(rows[i]) and any(
                rows[j][1].lower() in ("of", "for") and int(rows[j][6]) - 1 == i for j in range(head + 1, i)
            ) and rows[head + 1][1].lower() in ("of", "for")
            coordinated = kinds == ["organization"] and relation == "conj" and i - head <= 2 and rows[i - 1][1] == "&"
            if inner or of_phrase or coordinated:
                chosen.add(i)
                queue.append(i)
    first = last = heads[0]
    # Only what is joined to the head without a comma, bracket or verb between counts.
    def bridge(j):
        return j in chosen or rows[j][3] in ("ADP", "DET", "SYM", "CCONJ") or rows[j][1] in ("-", "–", "&", "'", ".", "/")
    for i in sorted(chosen):
        if i > last and all(bridge(j) for j in range(last, i)):
            last = i
    for i in sorted(chosen, reverse=True):
        if i < first and all(bridge(j) for j in range(i, first)):
            first = i
    return first, last + 1, heads[0]
