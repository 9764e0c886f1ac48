"""Writes the words that lemmas are checked against: lower-case words of running text, five times or more.

usage: python words.py CORPORA/raw/wikipedia-en.txt.zst > ../models/words.txt
"""

import collections
import re
import subprocess
import sys

WORD = re.compile(r"(?<![\w'’-])[a-z]{3,}(?![\w'’-])")
# Rarer ones are mostly misspelt or foreign.
LEAST = 5


def main(path):
    counts = collections.Counter()
    with subprocess.Popen(["zstdcat", path], stdout=subprocess.PIPE, text=True, encoding="utf8") as reader:
        for line in reader.stdout:
            counts.update(WORD.findall(line))
    for word in sorted(word for word, count in counts.items() if count >= LEAST):
        print(word)


if __name__ == "__main__":
    main(sys.argv[1])
