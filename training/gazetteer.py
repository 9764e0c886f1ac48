"""Names of the knowledge base as flags on words: `python gazetteer.py --shared ../shared --out work/names.tsv`.

A network this small cannot hold the names of the world; a table can. Every word gets flags that say whether it stands in the
longest listed name at its place, of which classes, and whether it is a given name or surname. The network reads them beside
pieces and case shapes, and learns when to believe them. The table's lines are sorted by UTF-8 bytes, key and mask; the program
packs it into a finite-state transducer (`examples/compile_names.rs`) and repeats `normal`, `Gazetteer.flags` step by step.
"""

import argparse
import re
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np

# Bits of a key's mask. The first five make spans; `CAPITAL`: only where its first and last word begin with a
# capital, `UPPER`: only where all letters are capitals ("US", not "us").
SPAN_CLASSES = ["person", "place", "organization", "team", "other"]
WORD_CLASSES = ["given", "surname", "group"]
CAPITAL, UPPER = 1 << 8, 1 << 9
# What the network reads: B and I of each class of spans, then one flag a class of words.
FLAGS = [f"{part}-{kind}" for kind in SPAN_CLASSES for part in "BI"] + WORD_CLASSES
LONGEST = 8  # words of a name

_CLASSES = {
    "Person": "person", "City": "place", "Region": "place", "Country": "place", "Place": "place", "Company": "organization",
    "Organization": "organization", "MediaOrganization": "organization", "PoliticalParty": "organization",
    "EducationalInstitution": "organization", "InternationalOrganization": "organization", "Government": "organization",
    "ArmedForce": "organization", "Court": "organization", "SportsTeam": "team", "Work": "other", "Event": "other",
    "Product": "other", "Award": "other", "Facility": "other",
}
_PARTICLES = set("de da di du del van von der den la le al el bin ibn ben st st. dos das of the jr jr. sr sr. ii iii iv".split())


def normal(word):
    """A word as keys spell it: lower case, without accents."""
    text = unicodedata.normalize("NFD", word)
    return "".join(c for c in text if unicodedata.category(c) != "Mn").lower()


def key_words(label):
    """The words of a label as the treebanks part them: hyphens and signs stand alone, "U.S." does not."""
    return re.findall(r"(?:[^\W\d_]\.)+(?!\w)|\w+(?=['’]s\b)|['’]s\b|(?:Inc|Ltd|Corp|Co|St|Mt|Dr|Jr|Sr)\.|\w+|[^\w\s]", label)


def lower_shares(text):
    """{word: share of its occurrences that are in lower case}, for words that open no sentence."""
    low, all_ = Counter(), Counter()
    for word in re.findall(r"(?<=[a-z0-9,;)] )[^\W\d_]+", text):
        key = normal(word)
        all_[key] += 1
        low[key] += word[0].islower()
    return Counter({key: low[key] / n for key, n in all_.items() if n >= 3})


def build(shared):
    """{key: mask} from the knowledge base."""
    from data import read_conllu, read_text
    from names import _CALENDAR

    shared = Path(shared)
    lower = lower_shares(read_text(shared / "corpora/raw/wikipedia-en.txt.zst"))
    for _, _, rows in read_conllu(shared / "corpora/treebank/train.conllu.zst"):
        for row in rows:
            if row[3] in ("PRON", "DET", "ADP", "AUX", "CCONJ", "SCONJ", "PART", "INTJ") and row[1].islower():
                lower[normal(row[1])] = 1.0  # "I Love You" and its like make these look like names
    calendar = {word.lower() for word in _CALENDAR}
    bit = {kind: 1 << i for i, kind in enumerate(SPAN_CLASSES + WORD_CLASSES)}
    masks, votes = defaultdict(int), defaultdict(Counter)
    given, surnames = Counter(), Counter()
    for line in read_text(shared / "kb/entities.tsv.zst").splitlines()[1:]:
        _, label, aliases, kind, _, _, popularity, *_ = line.split("\t")
        popularity = int(popularity)
        if kind not in _CLASSES:
            continue
        ours = _CLASSES[kind]
        names = [label] + ([a for a in aliases.split("|") if a] if popularity >= 20 else [])
        for name in names:
            name = re.sub(r" *\(.*\)", "", name)
            words = key_words(name)
            if len(words) > 1 and words[0].lower() in ("the", "a", "an"):  # the treebank's names lack the article
                words = words[1:]
            if not words or len(words) > LONGEST or len(name) > 60 or not any(c.isalpha() for c in name) or not any(w[0].isupper() for w in words):
                continue
            key = " ".join(normal(w) for w in words)
            if len(words) == 1:
                # One word names many things: only what is known well enough speaks for itself.
                least = {"person": 60, "place": 8, "organization": 12, "team": 12, "other": 30}[ours]
                if popularity < least or len(key) < 2 or words[0].isdigit() or key in calendar:
                    continue
                if lower[key] > (0.9 if popularity >= 150 else 0.6):
                    if not name.isupper() or len(key) > 5:
                        continue
                    masks[key] |= UPPER
                votes[key][ours] = max(votes[key][ours], popularity)
            elif popularity >= {"person": 3, "place": 3, "organization": 3, "team": 25, "other": 8}[ours]:
                votes[key][ours] = max(votes[key][ours], popularity)
        if ours == "person":
            words = [w for w in key_words(re.sub(r" *\(.*\)", "", label)) if w[0].isalpha()]
            if len(words) >= 2 and words[0][0].isupper():
                if len(words[0].strip(".")) > 1:
                    given[normal(words[0])] += 1
                last = next((w for w in reversed(words) if normal(w) not in _PARTICLES), words[-1])
                surnames[normal(last)] += 3 if popularity >= 150 else 1  # who is known well is named by surname alone
    for key, kinds in votes.items():
        top = max(kinds.values())
        for kind, popularity in kinds.items():
            if popularity * 8 >= top:  # "paris" is no person's name for the sake of one
                masks[key] |= bit[kind]
    for counts, kind, least in ((given, "given", 3), (surnames, "surname", 3)):
        for word, n in counts.items():
            if n >= least and len(word) > 1 and lower[word] < 0.6 and word not in calendar and n * 30 >= {"given": surnames, "surname": given}[kind][word]:
                masks[word] |= bit[kind]
    # A known given name says as much as a list of all people with it.
    for key in [key for key, mask in masks.items() if mask == bit["person"]]:
        words = key.split(" ")
        if len(words) > 1 and masks.get(words[0], 0) & bit["given"]:
            del masks[key]
    from names import NameSources

    for demonym in NameSources(shared, []).demonyms:
        key = normal(demonym)
        masks[key] = masks[key] & ~sum(bit[kind] for kind in SPAN_CLASSES) | bit["group"]
    for key in masks:
        words = key.split(" ")
        if all(lower[word] > 0.3 or len(word) <= 3 for word in words):
            masks[key] |= CAPITAL
    return dict(masks)


class Gazetteer:
    """Flags of the words of a sentence."""

    def __init__(self, masks):
        self.masks = masks
        self.longest = defaultdict(int)  # words of the longest key that begins with a word
        for key in masks:
            words = key.split(" ")
            self.longest[words[0]] = max(self.longest[words[0]], len(words))

    @classmethod
    def load(cls, path):
        lines = (line.split("\t") for line in Path(path).read_text(encoding="utf-8").splitlines())
        return cls({key: int(mask) for key, mask in lines})

    def save(self, path):
        """Lines of key and mask, sorted by bytes."""
        lines = sorted((key.encode(), mask) for key, mask in self.masks.items())
        Path(path).write_bytes(b"".join(key + b"\t%d\n" % mask for key, mask in lines))

    def flags(self, words):
        """[W, FLAGS] of 0 and 1. Of names that overlap the first counts, and there the longest."""
        normals = [normal(word) for word in words]
        result = np.zeros((len(words), len(FLAGS)), np.float32)
        spans, until = len(SPAN_CLASSES), 0
        for i, word in enumerate(normals):
            mask = self._of(word, words[i], words[i])
            for k in range(len(WORD_CLASSES)):
                result[i, 2 * spans + k] = mask >> spans + k & 1
            if i < until:
                continue
            for count in range(min(self.longest.get(word, 0), len(words) - i), 0, -1):
                mask = self._of(" ".join(normals[i : i + count]), words[i], words[i + count - 1]) & (1 << spans) - 1
                if mask:
                    until = i + count
                    for k in range(spans):
                        if mask >> k & 1:
                            result[i, 2 * k] = 1
                            result[i + 1 : until, 2 * k + 1] = 1
                    break
        return result

    def _of(self, key, first, last):
        mask = self.masks.get(key, 0)
        if mask & CAPITAL and not (first[:1].isupper() and last[:1].isupper()) or mask & UPPER and not first.isupper():
            return 0
        return mask


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    table = Gazetteer(build(args.shared))
    args.out.parent.mkdir(parents=True, exist_ok=True)
    table.save(args.out)
    print(f"{len(table.masks)} names, {args.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
