"""What the judge is trained on: checks that hold, mistakes that are wrong, nothing held out."""

from __future__ import annotations

import random
import tempfile
import unittest
from pathlib import Path

import make_heldout
from tinymodels.batches import IGNORED
from tinymodels.checking import MISTAKES, checks, worked_sum
from tinymodels.figures import area_under_curve, best_threshold
from tinymodels.judging import RIGHT, SCORE_PREFIX, WRONG, draw_judgement
from tinymodels.reading import FAILS, HOLDS
from tinymodels.samples import Samples, is_right
from tinymodels.sums import SumTask
from tinymodels.vocabulary import TOKEN_IDS, TURN_END_ID, decode

SUMS = SumTask()


def some_samples(questions: int = 60) -> Samples:
    rng = random.Random(1)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "samples.tsv"
        with path.open("w", encoding="ascii") as file:
            for _ in range(questions):
                question = SUMS.draw_training(rng, 3).question
                file.writelines(f"{question}\t{worked_sum(rng, question, rng.choice(((), ('total',))))}\n" for _ in range(4))
        return Samples(path)


def shown(question: str, reply: str) -> str:
    return "".join({True: ".", False: "X", None: "?"}[holds] for holds in checks(question, reply))


class CheckTests(unittest.TestCase):
    def test_all_hold_in_a_sound_reply_alone(self) -> None:
        rng = random.Random(2)
        for _ in range(500):
            question = SUMS.draw(rng, 3).question
            for mistakes in ((), *((mistake,) for mistake in MISTAKES)):
                reply = worked_sum(rng, question, mistakes)
                found = checks(question, reply)
                self.assertEqual(len(reply), len(found))
                # A last line cut short begins as it should: only the end of the message tells.
                holds = all(found) and is_right(question, reply)
                self.assertEqual(holds, SUMS.is_sound(question, reply), f"{question} {mistakes} {reply}")

    def test_characters_that_fail(self) -> None:
        for question, reply, expected in (
            ("1+2", "1+2=3####3", ".........."),
            ("1+2", "1+7=8####8", "..XX.X...."),
            ("1+2", "1+2=4####4", "....XX...."),
            ("1+2+3", "1+2=3####3", ".....X...."),
            ("12+34", "12+34=46;46+1=47####47", "........X...XX........"),
            ("12+34+5", "12+36=48;34+48=82####83", "....XX...........X....X"),
            ("10+70", "29+70=99####99", "X?X.....X....."),
            ("1+2", "I cannot", "X???????"),
            ("1+2", "", ""),
        ):
            self.assertEqual(expected, shown(question, reply), reply)


class ConversationTests(unittest.TestCase):
    def test_judgements_are_even_and_say_what_is_so(self) -> None:
        samples, rng = some_samples(), random.Random(3)
        scores = []
        for _ in range(400):
            read, wanted = draw_judgement(samples, rng)
            self.assertEqual({len(read)}, {len(row) for row in wanted})
            self.assertEqual(TURN_END_ID, wanted[0][-1])
            self.assertEqual(SCORE_PREFIX, decode(read[-8:-1]))
            self.assertEqual(read[-1], wanted[0][-2])
            scores.append(decode([wanted[0][-2]]))
            ends = [index for index, token in enumerate(read) if token == TURN_END_ID]
            mark = decode([wanted[1][ends[-1]]])
            self.assertEqual({RIGHT: HOLDS, WRONG: FAILS}[scores[-1]], mark)
        self.assertEqual({RIGHT, WRONG}, set(scores))
        self.assertTrue(0.4 < scores.count(RIGHT) / len(scores) < 0.6)

    def test_marks_and_next_characters_are_of_the_answers(self) -> None:
        samples, rng = some_samples(), random.Random(5)
        for _ in range(200):
            read, (_, marks, following) = draw_judgement(samples, rng)
            self.assertLessEqual(set(marks), {IGNORED, TOKEN_IDS[HOLDS], TOKEN_IDS[FAILS]})
            for index, token in enumerate(following):
                self.assertIn(token, (IGNORED, read[min(index + 1, len(read) - 1)]))
            self.assertEqual({IGNORED}, {*marks[text_end(read) :], *following[text_end(read) :]})

    def test_heldout_samples_are_refused(self) -> None:
        question = make_heldout.lines_of("sums-mixed", "dev").split("\t")[0]
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "samples.tsv"
            path.write_text(f"{question}\t####1\n", encoding="ascii")
            with self.assertRaisesRegex(ValueError, "held out"):
                Samples(path)

    def test_made_up_replies_are_as_asked(self) -> None:
        rng = random.Random(6)
        for _ in range(300):
            question = SUMS.draw_training(rng, 3).question
            for right in (True, False):
                self.assertEqual(right, is_right(question, Samples.made_up(rng, question, right)))


class MeasureTests(unittest.TestCase):
    def test_area_under_curve(self) -> None:
        self.assertEqual(1.0, area_under_curve([1, 2, 3], [False, True, True]))
        self.assertEqual(0.0, area_under_curve([3, 2], [False, True]))
        self.assertEqual(0.5, area_under_curve([2, 2, 2], [False, True, True]))

    def test_best_threshold(self) -> None:
        threshold = best_threshold([1, 2, 3, 4], [False, False, True, True])
        self.assertTrue(2 < threshold <= 3)


def text_end(read: list[int]) -> int:
    """Where the assistant's opening is: the last of its kind."""
    return len(read) - 1 - read[::-1].index(TOKEN_IDS["<|im_start|>assistant\n"])


if __name__ == "__main__":
    unittest.main()
