"""What the judge and the fuser are trained on: sound corrections, mistakes that are wrong, nothing held out."""

from __future__ import annotations

import random
import tempfile
import unittest
from pathlib import Path

import make_heldout
from tinymodels.batches import IGNORED
from tinymodels.checking import MISTAKES, corrected, worked_sum
from tinymodels.figures import area_under_curve, best_threshold
from tinymodels.reading import RIGHT, SCORE_PREFIX, WRONG, draw_fusion, draw_judgement, fuser_message, judge_message
from tinymodels.samples import Samples, is_right
from tinymodels.sums import SumTask
from tinymodels.task import extract_answer
from tinymodels.vocabulary import decode

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


class CorrectionTests(unittest.TestCase):
    def test_corrections_are_sound_and_leave_what_is(self) -> None:
        rng = random.Random(2)
        for _ in range(500):
            question = SUMS.draw(rng, 3).question
            for mistakes in ((), *((mistake,) for mistake in MISTAKES)):
                reply = worked_sum(rng, question, mistakes)
                sound = corrected(rng, question, reply)
                self.assertTrue(SUMS.is_sound(question, sound), f"{question} {reply} {sound}")
                self.assertEqual(SUMS.is_sound(question, reply), reply == sound)

    def test_right_beginnings_are_kept(self) -> None:
        rng = random.Random(3)
        for reply, expected in (
            ("1+2=3;3+4=8####8", "1+2=3;3+4=7####7"),
            ("1+2=3####3", "1+2=3;"),
            ("2+1=4;4+4=8####8", "2+1=3;"),
            ("4+9=13;13+1=14####14", "4+"),
        ):
            sound = corrected(rng, "1+2+4", reply)
            self.assertTrue(sound.startswith(expected), sound)
        for reply in ("", "I cannot", "7+8=15;15+1=16####16"):
            self.assertTrue(SUMS.is_sound("1+2+4", corrected(rng, "1+2+4", reply)))


class ConversationTests(unittest.TestCase):
    def test_judgements_are_even_and_say_what_is_so(self) -> None:
        samples, rng = some_samples(), random.Random(3)
        scores = []
        for _ in range(400):
            read, wanted = draw_judgement(samples, rng)
            self.assertEqual(len(read), len(wanted))
            work, _, score = reply_of(wanted).rpartition(SCORE_PREFIX)
            answer = message_of(read).rpartition("\n\n")[0]
            self.assertEqual(RIGHT if extract_answer(answer) == extract_answer(work) else WRONG, score)
            scores.append(score)
        self.assertTrue(0.4 < scores.count(RIGHT) / len(scores) < 0.6)

    def test_fusions_follow_a_right_draft(self) -> None:
        samples, rng = some_samples(), random.Random(4)
        for _ in range(400):
            read, wanted = draw_fusion(samples, rng)
            drafts = message_of(read).split("\n\n")[:-1]
            self.assertTrue(2 <= len(drafts) <= 4)
            self.assertEqual([f"Draft {number}:" for number in range(1, len(drafts) + 1)], [d.split("\n")[0] for d in drafts])
            reply = reply_of(wanted)
            right = [draft for draft in drafts if extract_answer(draft) == extract_answer(reply)]
            if right:
                self.assertIn(reply, [draft.partition("\n")[2] for draft in right])
            self.assertLess(len(read), 1024)

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

    def test_messages(self) -> None:
        self.assertEqual("Draft 1:\na\n\nDraft 2:\nb\n\n1+2", fuser_message("1+2", ["a", "b"]))
        self.assertEqual("a\n\n1+2", judge_message("1+2", "a"))


class MeasureTests(unittest.TestCase):
    def test_area_under_curve(self) -> None:
        self.assertEqual(1.0, area_under_curve([1, 2, 3], [False, True, True]))
        self.assertEqual(0.0, area_under_curve([3, 2], [False, True]))
        self.assertEqual(0.5, area_under_curve([2, 2, 2], [False, True, True]))

    def test_best_threshold(self) -> None:
        threshold = best_threshold([1, 2, 3, 4], [False, False, True, True])
        self.assertTrue(2 < threshold <= 3)


def message_of(read: list[int]) -> str:
    return decode(read).rpartition("<|im_start|>user\n")[2].partition("<|im_end|>")[0]


def reply_of(wanted: list[int]) -> str:
    return decode([token for token in wanted if token != IGNORED]).removesuffix("<|im_end|>")


if __name__ == "__main__":
    unittest.main()
