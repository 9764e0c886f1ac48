"""Writes models/given-names.txt: given names that are almost always a man's or a woman's, from Wikipedia's biographies.

    python training/given_names.py WIKIPEDIA.txt.zst models/given-names.txt

The text has articles parted by blank lines. An article whose first words are a name of two to four words and then a
parenthesis or "is" or "was" counts for the gender of its pronouns, where nine tenths of these agree; so does a
name behind a word for a woman or a man ("his wife Vera"). A name is kept with
two such places that agree, or more of which 95 % do,
and where one in 300 of the word's occurrences is such a place. A line is the name in lower case, a space, and m or f; lines are sorted.
"""
import collections
import re
import subprocess
import sys

OPENING = re.compile(r"((?:[A-Z][\w’'-]+\.? ){2,5})(?:“.*?” .{0,30})?(?:\(|is |was )")
MALE = re.compile(r"\b(?:he|his|him|himself)\b", re.I)
FEMALE = re.compile(r"\b(?:she|her|hers|herself)\b", re.I)
NO_NAMES = {"the", "a", "an", "in", "on", "at", "this", "sir", "dame", "lord", "lady", "king", "queen", "prince", "princess",
            "saint", "st", "san", "pope", "new", "dr", "general", "captain", "major", "colonel", "count", "duke", "baron",
            "old", "young", "earl", "sheikh", "rev", "reverend", "bishop", "father", "sister", "mother", "judge", "professor"}

text = subprocess.run(["zstd", "-dc", sys.argv[1]], capture_output=True, check=True).stdout.decode()
counts = collections.defaultdict(lambda: [0, 0])
for article in text.split("\n\n"):
    opening = OPENING.match(article)
    if not opening:
        continue
    name = opening.group(1).split()[0].lower()
    men, women = len(MALE.findall(article)), len(FEMALE.findall(article))
    if name in NO_NAMES or name.endswith(".") or len(name) < 3 or men + women < 2:
        continue
    if men >= 9 * women or women >= 9 * men:
        counts[name][women > men] += 1
# "his wife Vera", "the actor Tom Hill": kin and callings tell the gender too.
KIN = re.compile(r"\b(wife|daughter|sister|mother|aunt|niece|actress|princess|husband|son|brother|father|uncle|nephew),? "
                 r"([A-Z][\w’'-]+)(?= [A-Z]|,|\.| and)")
MEN = {"husband", "son", "brother", "father", "uncle", "nephew"}
kin = collections.defaultdict(lambda: [0, 0])
for match in KIN.finditer(text):
    kin[match.group(2).lower()][match.group(1) not in MEN] += 1
for name, (men, women) in kin.items():
    if name not in NO_NAMES and len(name) > 2:
        counts[name][0] += men
        counts[name][1] += women
# A word that is common in the text and rare in front of a biography is no given name.
words = collections.Counter(re.findall(r"[\w’'-]+", text.lower()))
with open(sys.argv[2], "w") as out:
    for name, (men, women) in sorted(counts.items()):
        if men + women >= 2 and max(men, women) >= 0.95 * (men + women) and men + women >= words[name] / 300:
            out.write(f"{name} {'m' if men > women else 'f'}\n")
