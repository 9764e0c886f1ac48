"""Word pieces and case shapes: the input side that the Rust program repeats character by character."""

import unicodedata
from functools import lru_cache
from pathlib import Path

CASE_SHAPES = ["none", "lower", "title", "upper", "single", "mixed", "digits", "other"]
MAX_PIECES_PER_WORD = 6
MAX_PIECES = 512
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]


def case_shape(word):
    """Index into CASE_SHAPES for the characters of one word."""
    letters = [c for c in word if c.isalpha()]
    if not letters:
        return CASE_SHAPES.index("digits" if any(c.isdigit() for c in word) else "other")
    upper = [c.isupper() for c in letters]
    if not any(upper):
        return CASE_SHAPES.index("lower")
    if len(letters) == 1:
        return CASE_SHAPES.index("single")
    if all(upper):
        return CASE_SHAPES.index("upper")
    if upper[0] and not any(upper[1:]):
        return CASE_SHAPES.index("title")
    return CASE_SHAPES.index("mixed")


def _is_punctuation(c):
    return ("!" <= c <= "~" and not c.isalnum()) or unicodedata.category(c).startswith("P")


def _is_cjk(c):
    point = ord(c)
    return any(
        low <= point <= high
        for low, high in (
            (0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F),
            (0x2B740, 0x2B81F), (0x2B820, 0x2CEAF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F),
        )
    )


def _usable(piece):
    """Whether English news can need the piece: Latin or Greek letters, digits, signs."""
    text = piece.removeprefix("##")
    return not piece.startswith("[unused") and piece != "[MASK]" and all(
        not c.isalpha() or unicodedata.name(c, "").split(" ")[0] in ("LATIN", "GREEK", "MICRO", "FEMININE", "MASCULINE")
        for c in text
    )


def prune_vocabulary(pieces):
    """Old row numbers of the pieces to keep, special ones first.

    Dropping other scripts and unused rows makes the embedding table, half of the file, smaller.
    """
    rows = {piece: row for row, piece in enumerate(pieces)}
    rest = [row for row, piece in enumerate(pieces) if piece not in SPECIAL and _usable(piece)]
    return [rows[piece] for piece in SPECIAL] + rest


def base_rows(vocabulary, base):
    """The row in another base model's table of each piece of a vocabulary; MPNet has RoBERTa's signs for BERT's."""
    rows = {piece: row for row, piece in enumerate(base)}
    signs = {"[PAD]": "<pad>", "[CLS]": "<s>", "[SEP]": "</s>"}
    return [rows[signs.get(piece, piece) if signs.get(piece) in rows else piece] for piece in vocabulary]


class WordPieces:
    """BERT's uncased tokeniser for single words."""

    def __init__(self, vocabulary):
        self.vocabulary = list(vocabulary)
        self.ids = {piece: i for i, piece in enumerate(self.vocabulary)}
        self.pad, self.unk, self.cls, self.sep = (self.ids[piece] for piece in SPECIAL)
        self.word = lru_cache(maxsize=200_000)(self._word)

    @classmethod
    def load(cls, path):
        return cls(Path(path).read_text(encoding="utf-8").splitlines())

    def _word(self, word):
        """Piece ids of one word, at least one and at most MAX_PIECES_PER_WORD."""
        text = unicodedata.normalize("NFD", word)
        text = "".join(c for c in text if unicodedata.category(c) != "Mn").lower()
        parts = [""]
        for c in text:
            if c.isspace() or unicodedata.category(c) in ("Cc", "Cf"):
                continue
            if _is_punctuation(c) or _is_cjk(c):
                parts += [c, ""]
            else:
                parts[-1] += c
        ids = [piece for part in parts if part for piece in self._greedy(part)]
        return tuple(ids[:MAX_PIECES_PER_WORD]) or (self.unk,)

    def _greedy(self, part):
        """Longest match from the left; one [UNK] for the whole part if a rest has no piece."""
        if len(part) > 100:
            return [self.unk]
        ids, start = [], 0
        while start < len(part):
            prefix = "##" if start else ""
            for end in range(len(part), start, -1):
                found = self.ids.get(prefix + part[start:end])
                if found is not None:
                    break
            else:
                return [self.unk]
            ids.append(found)
            start = end
        return ids

    def sentence(self, words):
        """(piece ids, case ids, position of each word's first piece) with [CLS] and [SEP]."""
        ids, cases, first = [self.cls], [0], []
        for word in words:
            pieces = self.word(word)
            first.append(len(ids))
            ids += pieces
            cases += [case_shape(word)] * len(pieces)
        return ids + [self.sep], cases + [0], first
