"""The character vocabulary and the chat layout that all tiny models share.

Every printable ASCII character and the newline is one token, so that whatever a
person types in ASCII stays visible to the model. The openings of a chat turn
(``<|im_start|>user`` and its newline) are one control token each, which keeps a
ChatML turn at four tokens plus its text.
"""

from __future__ import annotations

from dataclasses import dataclass

UNKNOWN = "<unk>"
END_OF_TEXT = "<|endoftext|>"
TURN_END = "<|im_end|>"
USER_START = "<|im_start|>user\n"
ASSISTANT_START = "<|im_start|>assistant\n"
SYSTEM_START = "<|im_start|>system\n"

CONTROL_TOKENS = (UNKNOWN, END_OF_TEXT, TURN_END, USER_START, ASSISTANT_START, SYSTEM_START)
CHARACTERS = "\n" + "".join(chr(code) for code in range(0x20, 0x7F))
TOKENS: tuple[str, ...] = CONTROL_TOKENS + tuple(CHARACTERS)

TOKEN_IDS = {token: index for index, token in enumerate(TOKENS)}
UNKNOWN_ID = TOKEN_IDS[UNKNOWN]
END_OF_TEXT_ID = TOKEN_IDS[END_OF_TEXT]
TURN_END_ID = TOKEN_IDS[TURN_END]
NEWLINE_ID = TOKEN_IDS["\n"]

CHAT_TEMPLATE = (
    "{% for message in messages %}"
    "{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n'}}"
    "{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)


@dataclass(frozen=True)
class Turn:
    """One question and, once it is known, the assistant's reply."""

    question: str
    reply: str


def encode_text(text: str) -> list[int]:
    """Token ids of plain text; characters outside the vocabulary become ``<unk>``."""
    return [TOKEN_IDS.get(character, UNKNOWN_ID) for character in text]


def decode(ids: list[int]) -> str:
    """Text of token ids, control tokens included."""
    return "".join(TOKENS[index] for index in ids)


def encode_prompt(question: str, system: str | None = None) -> list[int]:
    """Token ids of a chat up to and including the opening of the assistant's turn."""
    ids: list[int] = []
    if system is not None:
        ids += [TOKEN_IDS[SYSTEM_START], *encode_text(system), TURN_END_ID, NEWLINE_ID]
    ids += [TOKEN_IDS[USER_START], *encode_text(question), TURN_END_ID, NEWLINE_ID]
    ids.append(TOKEN_IDS[ASSISTANT_START])
    return ids


def encode_conversation(turns: list[Turn], system: str | None = None) -> tuple[list[int], list[bool]]:
    """Token ids of a finished conversation, and which of them the model has to produce.

    The model produces each reply and the ``<|im_end|>`` after it.
    """
    ids: list[int] = []
    learned: list[bool] = []
    for number, turn in enumerate(turns):
        prompt = encode_prompt(turn.question, system if number == 0 else None)
        reply = [*encode_text(turn.reply), TURN_END_ID]
        if number > 0:
            prompt = [NEWLINE_ID, *prompt]
        ids += prompt + reply
        learned += [False] * len(prompt) + [True] * len(reply)
    return ids, learned
