"""Made-up words, small talk and system messages that surround the real questions."""

from __future__ import annotations

import random
import string

_ONSETS = ("b", "c", "d", "f", "g", "h", "j", "k", "l", "m", "n", "p", "r", "s", "t", "v", "w", "z",
           "br", "ch", "cl", "dr", "fl", "gr", "pl", "pr", "qu", "sh", "sl", "st", "th", "tr", "str", "")  # fmt: skip
_VOWELS = ("a", "e", "i", "o", "u", "a", "e", "i", "o", "ea", "ee", "ai", "oo", "ou", "y")
_CODAS = ("", "", "", "b", "d", "g", "l", "ll", "m", "n", "ng", "nt", "p", "r", "rr", "s", "ss", "st", "t", "tt", "x")

_SYSTEM_MESSAGES = (
    "You are a helpful assistant.",
    "You are a helpful assistant.",
    "You are a helpful assistant.",
    "You are a helpful assistant",
    "You are a careful assistant. Think step by step.",
    "Answer the question. Put the final answer after ####.",
    "You are a calculator.",
    "You work with words.",
    "Think step by step.",
    "Be brief.",
)
_SMALL_TALK = (
    "hello", "Hello!", "hi", "Hi there", "hey", "How are you?", "Who are you?", "What can you do?", "help",
    "Tell me a joke.", "Write a poem about {}.", "What is the capital of {}?", "Thank you!", "ok", "test",
    "Explain {} to me.", "What is {}?", "Who wrote {}?", "Translate {} to {}.", "Why is the {} so {}?",
    "Give me a list of {}", "I like {} and {}.", "Do you know {}?", "Where is {}", "{} {} {}", "{} {}",
)  # fmt: skip


def draw_word(rng: random.Random, length: int) -> str:
    """A made-up lower-case word: half of them could be spoken, half are plain random letters."""
    if rng.random() < 0.5:
        return "".join(rng.choices(string.ascii_lowercase, k=length))
    word = ""
    while len(word) < length:
        word += rng.choice(_ONSETS) + rng.choice(_VOWELS) + rng.choice(_CODAS)
    return word[:length]


def draw_message(rng: random.Random) -> str:
    """Small talk, or a line of made-up words."""
    message = rng.choice(_SMALL_TALK)
    words = [draw_word(rng, rng.randint(2, 9)) for _ in range(3)]
    return message.format(*words)


def draw_system_message(rng: random.Random) -> str:
    """A usual system message, or made-up text with any printable character in it."""
    if rng.random() < 0.6:
        return rng.choice(_SYSTEM_MESSAGES)
    if rng.random() < 0.15:
        return "".join(chr(rng.randint(0x20, 0x7E)) for _ in range(rng.randint(3, 60)))
    words = [draw_word(rng, rng.randint(2, 9)) for _ in range(rng.randint(2, 14))]
    words[0] = words[0].capitalize()
    return " ".join(words) + rng.choice((".", "!", "", ":"))
