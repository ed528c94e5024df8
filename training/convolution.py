"""Trains the convolution of the first tier on labels and on the transformer's opinions."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from safetensors.torch import load_file

from parley.policy.convolution import HALF, PLACES, UNKNOWN, WIDTH, Convolution, cut, place_of
from parley.policy.features import Token
from training.examples import LEARNT

Array = npt.NDArray[np.float64]

SIZE, FILTERS = 96, 256
EPOCHS, BATCH, RATE = 6, 64, 2e-3
DROPOUT = 0.4
SEED = 0

# As many pieces of a comment as training reads.
MOST_PIECES = 256

# A piece that fewer comments have is cut into smaller ones.
LEAST_SEEN = 3


class Network(torch.nn.Module):
    """What `parley.policy.convolution.Convolution` computes, with dropout."""

    def __init__(self, vectors: torch.Tensor) -> None:
        super().__init__()
        self.vectors = torch.nn.Embedding.from_pretrained(vectors, freeze=False, padding_idx=0)
        self.places = torch.nn.Embedding(len(PLACES), vectors.shape[1])
        torch.nn.init.zeros_(self.places.weight)
        self.kernel = torch.nn.Conv1d(vectors.shape[1], FILTERS, WIDTH, padding=WIDTH // 2)
        self.head = torch.nn.Linear(2 * FILTERS, len(LEARNT))
        self.dropout = torch.nn.Dropout(DROPOUT)

    def forward(self, pieces: torch.Tensor, places: torch.Tensor) -> torch.Tensor:
        """Logits of shape (comments, attributes), from pieces (comments, multiple of HALF)."""
        there = (pieces > 0).float()
        vectors = self.vectors(pieces) + self.places(places).sum(2)
        vectors = self.dropout(vectors) * there.unsqueeze(2)
        answers = torch.relu(self.kernel(vectors.transpose(1, 2))) * there.unsqueeze(1)
        halves = answers.unflatten(2, (-1, HALF))
        strongest, sums = halves.max(3).values, halves.sum(3)
        sizes = there.unflatten(1, (-1, HALF)).sum(2)
        is_window = sizes > 0
        if sizes.shape[1] > 1:
            strongest = torch.maximum(strongest[:, :, :-1], strongest[:, :, 1:])
            sums = sums[:, :, :-1] + sums[:, :, 1:]
            is_window = is_window[:, 1:]
            is_window[:, 0] = True
            sizes = sizes[:, :-1] + sizes[:, 1:]
        mean = sums / sizes.unsqueeze(1).clamp(min=1)
        heard = self.dropout(torch.cat([strongest, mean], 1)).transpose(1, 2)
        logits = self.head(heard).masked_fill(~is_window.unsqueeze(2), -torch.inf)
        return logits.max(1).values


def vocabulary_of(base: Path, comments: Sequence[Sequence[Token]]) -> list[str]:
    """The encoder's pieces that are used often enough; the first stands for padding."""
    whole = (base / "vocab.txt").read_text(encoding="utf-8").splitlines()
    index = {piece: number for number, piece in enumerate(whole)}
    seen = Counter(piece for each in comments for token in each for piece in cut(token.text, index))
    kept = [
        piece
        for number, piece in enumerate(whole)
        if seen[number] >= LEAST_SEEN or len(piece.removeprefix("##")) == 1
    ]
    return ["[PAD]", UNKNOWN, *(piece for piece in kept if piece[0] != "[" or len(piece) == 1)]


def first_vectors(base: Path, vocabulary: Sequence[str]) -> torch.Tensor:
    """The encoder's vectors for these pieces, in the SIZE directions in which they differ most."""
    whole = (base / "vocab.txt").read_text(encoding="utf-8").splitlines()
    index = {piece: number for number, piece in enumerate(whole)}
    weights = load_file(base / "model.safetensors")
    table = weights["embeddings.word_embeddings.weight"].float()
    rows = table[[index[piece] for piece in vocabulary]]
    rows = rows - rows.mean(0)
    _, _, directions = torch.linalg.svd(rows, full_matrices=False)
    vectors = rows @ directions[:SIZE].T
    vectors = vectors / vectors.std() * 0.3
    vectors[0] = 0
    return vectors


def train(
    base: Path, comments: Sequence[Sequence[Token]], targets: Array, weights: Array
) -> Convolution:
    """`targets` of shape (comments, attributes), NaN where unknown; `weights` of the comments."""
    torch.manual_seed(SEED)
    vocabulary = vocabulary_of(base, comments)
    index = {piece: number for number, piece in enumerate(vocabulary)}
    encoded = [_encoded(each, index) for each in comments]
    network = Network(first_vectors(base, vocabulary))
    _fit(network, encoded, targets, weights)
    return _as_used(network, index)


def _as_used(network: Network, vocabulary: dict[str, int]) -> Convolution:
    # Of shape (filters, size, width) in training; one column a filter where it is used.
    kernel = _numbers(network.kernel.weight).transpose(2, 1, 0)
    return Convolution(
        vocabulary=vocabulary,
        vectors=_numbers(network.vectors.weight),
        places=_numbers(network.places.weight),
        kernel=np.ascontiguousarray(kernel.reshape(-1, kernel.shape[2])),
        bias=_numbers(network.kernel.bias),
        head=np.ascontiguousarray(_numbers(network.head.weight).T),
        head_bias=_numbers(network.head.bias),
    )


def _numbers(parameter: torch.Tensor) -> npt.NDArray[np.float32]:
    return np.asarray(parameter.detach().numpy(), dtype=np.float32)


Encoded = tuple[list[int], list[tuple[int, int]]]


def _encoded(tokens: Sequence[Token], index: dict[str, int]) -> Encoded:
    pieces: list[int] = []
    places: list[tuple[int, int]] = []
    for token in tokens:
        for piece in cut(token.text, index):
            pieces.append(piece)
            places.append(place_of(token))
    return pieces[:MOST_PIECES] or [1], places[:MOST_PIECES] or [(0, 0)]


def _fit(network: Network, encoded: Sequence[Encoded], targets: Array, weights: Array) -> None:
    random = np.random.default_rng(SEED)
    aims, shares = torch.tensor(targets).float(), torch.tensor(weights).float()
    optimizer = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=0.01)
    steps = EPOCHS * -(-len(encoded) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps + EPOCHS * 2)
    network.train()
    for epoch in range(EPOCHS):
        total = 0.0
        batches = list(_batches(encoded, random))
        for batch in batches:
            logits = network(*_padded(encoded, batch))
            aim = aims[batch]
            known = ~aim.isnan() * shares[batch].unsqueeze(1)
            losses = torch.nn.functional.binary_cross_entropy_with_logits(
                logits, aim.nan_to_num(), reduction="none"
            )
            loss = (losses * known).sum() / known.sum()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            total += loss.item()
        print(f"epoch {epoch + 1}: loss {total / len(batches):.4f}", flush=True)
    network.eval()


def _batches(encoded: Sequence[Encoded], random: np.random.Generator) -> "list[list[int]]":
    """Comments of like length together, since a batch is padded to its longest."""
    order = random.permutation(len(encoded)).tolist()
    batches = []
    for start in range(0, len(order), BATCH * 50):
        near = sorted(order[start : start + BATCH * 50], key=lambda each: len(encoded[each][0]))
        batches += [near[first : first + BATCH] for first in range(0, len(near), BATCH)]
    return [batches[each] for each in random.permutation(len(batches))]


def _padded(encoded: Sequence[Encoded], batch: list[int]) -> tuple[torch.Tensor, torch.Tensor]:
    longest = -(-max(len(encoded[each][0]) for each in batch) // HALF) * HALF
    pieces = torch.zeros(len(batch), longest, dtype=torch.long)
    places = torch.zeros(len(batch), longest, 2, dtype=torch.long)
    for row, each in enumerate(batch):
        length = len(encoded[each][0])
        pieces[row, :length] = torch.tensor(encoded[each][0])
        places[row, :length] = torch.tensor(encoded[each][1])
    return pieces, places


def predicted(network: Convolution, comments: Sequence[Sequence[Token]]) -> Array:
    """Logits of shape (comments, attributes), as the policy hears them."""
    return np.array([network.hear(each).logits for each in comments], dtype=np.float64)
