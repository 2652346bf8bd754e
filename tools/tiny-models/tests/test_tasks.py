"""The task generators: right answers, sound steps, and no held-out question in training."""

from __future__ import annotations

import random
import unittest
from collections import Counter

import make_heldout
from tinymodels.batches import draw_conversation
from tinymodels.registry import TASKS
from tinymodels.splits import split_of
from tinymodels.task import extract_answer
from tinymodels.vocabulary import TURN_END_ID, UNKNOWN_ID, decode


def expected_answer(question: str) -> str:
    """The answer of a plain question, worked out without the code under test."""
    if "+" in question:
        return str(sum(map(int, question.split("+"))))
    words = question.split(" ")
    if words[0] == "reverse":
        return "".join(reversed(words[1]))
    if words[0] == "sort":
        return "".join(sorted(words[1]))
    return str(sum(character == words[1] for character in words[3]))


class GeneratorTests(unittest.TestCase):
    def test_answers_and_steps_are_right(self) -> None:
        for name, task in TASKS.items():
            rng = random.Random(5)
            for draw in (lambda r: task.draw(r, 1), lambda r: task.draw(r, 2), task.draw_shipped):
                for _ in range(1000):
                    example = draw(rng)
                    with self.subTest(model=name, question=example.question):
                        self.assertEqual(expected_answer(example.question), example.answer)
                        self.assertEqual(example.answer, extract_answer(example.reply))
                        self.assertTrue(task.is_sound(example.question, example.reply))

    def test_wrong_steps_are_found(self) -> None:
        sums, words = TASKS["tiny-sum"], TASKS["tiny-words"]
        self.assertTrue(sums.is_sound("1+2+3", "3+1=4;2+4=6####6"))
        for reply in ("3+1=4;2+4=6####7", "3+1=5;2+4=6####6", "1+2=3;2+3=5####6", "3+1=4####6", "6", "####6", "a+b=c####6"):
            self.assertFalse(sums.is_sound("1+2+3", reply), reply)
        self.assertTrue(words.is_sound("reverse abc", "c>c;ab>ba####cba"))
        self.assertTrue(words.is_sound("sort cba", "b>b;c>bc;a>abc####abc"))
        self.assertTrue(words.is_sound("count e in been", "ee:2;b:2;n:2####2"))
        for question, reply in (
            ("reverse abc", "c>c;ab>ab####cba"),
            ("reverse abc", "c>c####cba"),
            ("sort cba", "b>b;c>bc;a>abc####acb"),
            ("count e in been", "ee:2;b:2;n:3####2"),
            ("count e in been", "2"),
        ):
            self.assertFalse(words.is_sound(question, reply), reply)

    def test_training_skips_heldout_questions(self) -> None:
        for name, task in TASKS.items():
            rng = random.Random(6)
            heldout = {
                item.key for split, (count, seed) in make_heldout.SIZES.items()
                for item in task.heldout_items(split, count, seed)
            }  # fmt: skip
            self.assertEqual(sum(count for count, _ in make_heldout.SIZES.values()), len(heldout), name)
            for _ in range(3000):
                key = task.draw_training(rng, 2).key
                self.assertEqual("train", split_of(key))
                self.assertNotIn(key, heldout)

    def test_committed_items_are_the_generated_ones(self) -> None:
        for name in make_heldout.ITEM_SETS:
            for split in make_heldout.SIZES:
                path = make_heldout.MODELS_FOLDER / "heldout" / f"{name}.{split}.tsv"
                self.assertEqual(make_heldout.lines_of(name, split), path.read_text(encoding="ascii"), path.name)

    def test_mixed_items_are_even_and_held_out(self) -> None:
        sums = TASKS["tiny-sum"]
        for split, (count, seed) in make_heldout.MIXED_SIZES.items():
            items = sums.mixed_items(split, count, seed)
            self.assertEqual(count, len({item.key for item in items}))
            self.assertEqual({split}, {split_of(item.key) for item in items})
            totals = Counter(item.question.count("+") + 1 for item in items)
            self.assertEqual(list(range(2, 13)), sorted(totals))
            self.assertLessEqual(max(totals.values()) - min(totals.values()), 1)

    def test_conversations_fit_the_vocabulary_and_repeat_for_a_seed(self) -> None:
        for name, task in TASKS.items():
            first, second = random.Random(7), random.Random(7)
            for _ in range(1000):
                ids, learned = draw_conversation(task, first, 2)
                self.assertEqual((ids, learned), draw_conversation(task, second, 2))
                self.assertNotIn(UNKNOWN_ID, ids, decode(ids))
                self.assertEqual(TURN_END_ID, ids[-1])
                self.assertTrue(learned[-1])
                self.assertLessEqual(len(ids), 512)

    def test_refusals_hold_no_answer(self) -> None:
        for task in TASKS.values():
            self.assertIsNone(extract_answer(task.refusal))


if __name__ == "__main__":
    unittest.main()
