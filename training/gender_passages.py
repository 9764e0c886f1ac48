"""Chooses Wikipedia passages that name a man and a woman, whose pronouns therefore tell their antecedents.

    python training/gender_passages.py WIKIPEDIA.txt.zst models/given-names.txt PASSAGES.jsonl

A passage is a paragraph of 40 to 160 words with a full name of either gender and a pronoun "he" or "she" behind both.
`newsgraph analyse PASSAGES.jsonl -o PASSAGES.conllu` and the example coreference_features make training data of them.
"""
import json
import random
import re
import subprocess
import sys

COUNT = 3500
genders = dict(line.split() for line in open(sys.argv[2]))
name = re.compile(r"\b([A-Z][\w’'-]+) [A-Z][\w’'-]+")
pronoun = re.compile(r"\b(?:he|she|him|his|her)\b")
text = subprocess.run(["zstd", "-dc", sys.argv[1]], capture_output=True, check=True).stdout.decode()
random.seed(1)
chosen = []
for paragraph in text.split("\n"):
    if not 40 <= paragraph.count(" ") <= 160:
        continue
    found = [(genders[match.group(1).lower()], match.end()) for match in name.finditer(paragraph) if match.group(1).lower() in genders]
    if len({gender for gender, _ in found}) < 2:
        continue
    both = max(min(end for gender, end in found if gender == wanted) for wanted in "mf")
    if pronoun.search(paragraph, both):
        chosen.append(paragraph)
random.shuffle(chosen)
with open(sys.argv[3], "w") as out:
    for number, paragraph in enumerate(chosen[:COUNT]):
        out.write(json.dumps({"id": f"passage-{number}", "text": paragraph}, ensure_ascii=False) + "\n")
print(len(chosen), "passages")
