"""What the fuser is trained on: results, and messages as a policy writes them."""

from __future__ import annotations

import random
import unittest

from tests.test_judging import some_samples
from tinymodels.batches import IGNORED
from tinymodels.checking import MISTAKES, corrected, worked_sum
from tinymodels.fusing import draw_fusion, fuser_message
from tinymodels.samples import is_right, true_answer
from tinymodels.sums import SumTask
from tinymodels.vocabulary import TOKEN_IDS, TURN_END_ID, decode

SUMS = SumTask()
USER, ASSISTANT = TOKEN_IDS["<|im_start|>user\n"], TOKEN_IDS["<|im_start|>assistant\n"]


class CorrectionTests(unittest.TestCase):
    def test_a_sound_reply_stays_as_it_is(self) -> None:
        rng = random.Random(1)
        for _ in range(300):
            question = SUMS.draw(rng, 3).question
            reply = worked_sum(rng, question)
            self.assertEqual(reply, corrected(rng, question, reply))

    def test_a_correction_is_sound_and_goes_the_same_way_up_to_the_mistake(self) -> None:
        rng = random.Random(2)
        for _ in range(300):
            question = SUMS.draw(rng, 3).question
            for mistake in MISTAKES:
                self.assertTrue(SUMS.is_sound(question, corrected(rng, question, worked_sum(rng, question, (mistake,)))))
        self.assertEqual("1+2=3;", corrected(rng, "1+2+3", "1+2=3;3+4=7####7")[:6])
        self.assertEqual("1+2=3;", corrected(rng, "1+2+3", "1+2=4;4+3=7####7")[:6])

    def test_other_texts_are_answered_too(self) -> None:
        rng = random.Random(3)
        for reply in ("", "I cannot", "####7", "1+2", ";;;", "9+9=18####18"):
            self.assertTrue(SUMS.is_sound("1+2+3", corrected(rng, "1+2+3", reply)))


class FusionTests(unittest.TestCase):
    def test_message_is_what_the_policy_writes(self) -> None:
        self.assertEqual("1+2\n\nDraft 1:\n1+2=3####3\n\nDraft 2:\nno\n\n1+2", fuser_message("1+2", ["1+2=3####3", "no"]))

    def test_replies_are_worked_first_and_then_the_result_whoever_of_the_drafts_has_it(self) -> None:
        samples, rng = some_samples(), random.Random(4)
        right_drafts: set[int] = set()
        for stage in (1, 2, 3):
            for _ in range(200):
                read, wanted = draw_fusion(samples if stage > 1 else None, rng, stage)
                self.assertEqual({len(read)}, {len(row) for row in wanted})
                message = decode(read[read.index(USER) + 1 : read.index(ASSISTANT) - 2])
                task, *parts = message.split("\n\n")
                drafts = [part.partition(":\n")[2] for part in parts[:-1]]
                self.assertEqual(task, parts[-1])
                self.assertIn(len(drafts), (2, 3, 4))
                if not task.replace("+", "").isdigit():
                    continue
                reply = decode([token for token in wanted[0] if token != IGNORED])
                if stage == 3:
                    self.assertEqual(f"####{true_answer(task)}<|im_end|>", reply)
                else:
                    self.assertTrue(SUMS.is_sound(task, reply[: -len("<|im_end|>")]), f"{task} {reply}")
                right_drafts.add(sum(is_right(task, draft) for draft in drafts))
        self.assertEqual({0, 1, 2, 3, 4}, right_drafts)

    def test_marks_are_at_the_drafts(self) -> None:
        read, (replies, marks, following) = draw_fusion(None, random.Random(5), 1)
        opening = read.index(ASSISTANT)
        self.assertEqual(TURN_END_ID, replies[-1])
        self.assertEqual({IGNORED}, {*marks[opening:], *following[opening:]})
        for index, token in enumerate(following):
            self.assertIn(token, (IGNORED, read[min(index + 1, len(read) - 1)]))
        self.assertTrue(any(token != IGNORED for token in following))


if __name__ == "__main__":
    unittest.main()
