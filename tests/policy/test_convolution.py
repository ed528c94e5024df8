"""The first tier's network hears a comment in windows, and the worst of them counts."""

import numpy as np
import pytest

from parley.policy.convolution import HALF, MARGIN, PLACES, UNKNOWN, WIDTH, Convolution
from parley.policy.features import Token

SIZE, FILTERS, ATTRIBUTES = 4, 6, 2
WORDS = ("[PAD]", UNKNOWN, "calm", "you", "fool", "road", ".", "!")


def network(*, seed: int = 0) -> Convolution:
    random = np.random.default_rng(seed)

    def numbers(*shape: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
        return random.normal(size=shape).astype(np.float32)

    return Convolution(
        vocabulary={word: place for place, word in enumerate(WORDS)},
        vectors=numbers(len(WORDS), SIZE),
        places=np.zeros((len(PLACES), SIZE), np.float32),
        kernel=numbers(WIDTH * SIZE, FILTERS),
        bias=numbers(FILTERS),
        head=numbers(2 * FILTERS, ATTRIBUTES),
        head_bias=numbers(ATTRIBUTES),
    )


def minds_fools() -> Convolution:
    """One filter that answers to "fool" in the middle, and to nothing else."""
    vectors = np.zeros((len(WORDS), 1), np.float32)
    vectors[WORDS.index("fool")] = 1
    kernel = np.zeros((WIDTH, 1), np.float32)
    kernel[WIDTH // 2] = 1
    return Convolution(
        vocabulary={word: place for place, word in enumerate(WORDS)},
        vectors=vectors,
        places=np.zeros((len(PLACES), 1), np.float32),
        kernel=kernel,
        bias=np.zeros(1, np.float32),
        head=np.ones((2, 1), np.float32),
        head_bias=np.zeros(1, np.float32),
    )


def tokens(text: str) -> list[Token]:
    return [Token(word, place, place + 1) for place, word in enumerate(text.split())]


def by_hand(model: Convolution, words: list[str]) -> list[float]:
    """The formula, window by window and piece by piece."""
    vectors = [model.vectors[WORDS.index(word)] for word in words]
    nothing = np.zeros(SIZE, np.float32)
    padded = [nothing] * (WIDTH // 2) + vectors + [nothing] * (WIDTH // 2)
    answers = [
        np.maximum(np.concatenate(padded[at : at + WIDTH]) @ model.kernel + model.bias, 0)
        for at in range(len(words))
    ]
    sentences = sentences_of(words)
    last = max(1, -(-len(words) // HALF) - 1)
    windows = [answers[at * HALF : (at + 2) * HALF] for at in range(last)]
    heard = [logits(model, part) for part in windows]
    if len(sentences) > 1:
        heard += [logits(model, [answers[at] for at in each]) - MARGIN for each in sentences]
    return [float(value) for value in np.max(heard, axis=0)]


def logits(model: Convolution, answers: list[np.ndarray]) -> np.ndarray:
    heard = np.concatenate([np.max(answers, axis=0), np.mean(answers, axis=0)])
    return np.asarray(heard @ model.head + model.head_bias)


def sentences_of(words: list[str]) -> list[list[int]]:
    """The places of the words of each."""
    found: list[list[int]] = [[]]
    for place, word in enumerate(words):
        if place and words[place - 1] in {".", "!"} and word not in {".", "!"}:
            found.append([])
        found[-1].append(place)
    return found


@pytest.mark.parametrize("length", [1, 5, HALF, HALF + 1, 2 * HALF, 2 * HALF + 1, 5 * HALF + 3])
def test_it_computes_the_worst_window_or_sentence_for_each_attribute(length: int) -> None:
    random = np.random.default_rng(length)
    # A sentence has seven words on the average.
    often = [0.18, 0.18, 0.18, 0.18, 0.18, 0.05, 0.05]
    words = [str(word) for word in random.choice([*WORDS[2:6], "[UNK]", ".", "!"], length, p=often)]
    model = network(seed=length)
    assert model.hear(tokens(" ".join(words))).logits == pytest.approx(by_hand(model, words), 1e-4)


@pytest.mark.parametrize("before", [0, 7, 40, 300, 2_000])
def test_calm_words_around_hide_nothing(before: int) -> None:
    model = minds_fools()
    calm = "calm " * before
    # The least that it can weigh: once strongest, and once in the mean of a full window.
    assert model.hear(tokens(f"{calm} fool {calm}")).logits[0] >= 1 + 1 / (2 * HALF)
    assert model.hear(tokens(f"road {calm}")).logits[0] == 0


def test_what_was_said_is_laid_at_the_door_of_its_words() -> None:
    heard = minds_fools().hear(tokens("calm " * 50 + "you fool " + "calm " * 50))
    shares = heard.shares(0)
    assert int(shares.argmax()) == 51
    assert shares.sum() == pytest.approx(heard.logits[0])


@pytest.mark.parametrize("beside", ["before", "after"])
def test_a_calm_sentence_beside_it_hides_little(beside: str) -> None:
    model = minds_fools()
    model.head[0] = 0  # What counts is the mean, which calm words lower.
    model.head[1] = 20
    alone = model.hear(tokens("you fool .")).logits[0]
    calm = "calm road " * 9 + "."
    both = f"{calm} you fool ." if beside == "before" else f"you fool . {calm}"
    heard = model.hear(tokens(both))
    assert heard.logits[0] == pytest.approx(alone - MARGIN)
    assert heard.shares(0).sum() == pytest.approx(alone)
    assert tokens(both)[int(heard.shares(0).argmax())].text == "fool"


def test_a_name_is_not_cut_at_its_initials() -> None:
    model = minds_fools()
    model.head[0] = 0
    model.head[1] = 20  # The mean would be twice as high in what stands before "B.".
    text = "fool B . calm calm calm"
    named = [Token(word.lower(), at, at + 1) for at, word in enumerate(text.split())]
    assert model.hear(named).logits[0] == pytest.approx(20 / 6)


def test_nothing_says_nothing() -> None:
    heard = network().hear([])
    assert heard.logits == pytest.approx(network().head_bias)
    assert not heard.shares(0).size
