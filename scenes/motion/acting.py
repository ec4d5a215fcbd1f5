"""People whose heads, eyes and faces move: sums of a few waves, and blinks, all known at every moment."""

from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from assets.faces.actor import Actor
from scenes.motion.clip import Clip
from scenes.pose import Float64, Pose, rotation_zyx
from scenes.spec import Placed

HEAD_HZ = (0.11, 0.23, 0.47)
HEAD_RAD = np.radians([[5.0, 2.5, 2.0], [2.5, 1.8, 1.2], [1.0, 1.0, 0.5]])  # yaw, pitch and roll, by frequency
MOST_RAD = np.radians([14.0, 8.0, 6.0])
MOOD_HZ, TALK_HZ = (0.15, 0.37), (1.9, 3.1, 4.7)
TALKS = 0.35  # of the people whose expression leaves their mouth free
SILENT = ("laugh", "surprise", "pucker", "disgust", "fear")
BLINK_EVERY_S, SHUT_S, OPEN_S = (2.0, 6.0), 0.09, 0.18  # after recordings of people who look at a screen, rounded
GLANCE_EVERY_S, GLANCE_RAD, SACCADE_S = (0.8, 3.5), 0.09, 0.05
WIDEST = (0.45, 0.3)  # gaze against the head, as a still picture has it


@dataclass(frozen=True, eq=False)
class Waves:
    """Attributes:
    hz: (K,) frequencies.
    size, phase: (K, C) of each wave in each channel.
    zero_s: the moment at which all channels are 0.
    """

    hz: Float64
    size: Float64
    phase: Float64
    zero_s: float

    @classmethod
    def of(cls, rng: np.random.Generator, hz: tuple[float, ...], size: Float64, zero_s: float) -> Self:
        own = np.array(hz) * rng.uniform(0.75, 1.33, len(hz))
        return cls(own, size * np.abs(rng.normal(size=size.shape)), rng.uniform(0.0, 2.0 * np.pi, size.shape), zero_s)

    def at(self, seconds: float) -> Float64:
        """(C,)."""
        return self._sum(seconds) - self._sum(self.zero_s)

    def _sum(self, seconds: float) -> Float64:
        angle = 2.0 * np.pi * self.hz[:, None] * seconds + self.phase
        return np.asarray((self.size * np.sin(angle)).sum(axis=0))


@dataclass(frozen=True, eq=False)
class Acting:
    """Somebody in front of a camera.

    Attributes:
        actor: who.
        start: the head's pose at the middle of the clip.
        looks_at: (3,) in the world, where the eyes rest; None looks ahead of the head, as far as ``ahead``.
        ahead: yaw and pitch of the gaze against the head at the middle of the clip.
        neck_rad: of ``start``.
        head: waves of yaw, pitch and roll.
        mood: wave of the expression's strength.
        talk: waves of jaw, lips and lower lip; None says nothing.
        blinks: moments at which lids begin to close.
        glances: moments, and (N, 2) where the eyes then go, against where they rest.
    """

    actor: Actor
    start: Pose
    looks_at: Float64 | None
    ahead: tuple[float, float]
    neck_rad: tuple[float, float, float]
    head: Waves
    mood: Waves
    talk: Waves | None
    blinks: Float64
    glances: tuple[Float64, Float64]

    @classmethod
    def of(
        cls, rng: np.random.Generator, actor: Actor, start: Pose, looks_at: Float64 | None, clip: Clip, lively: float
    ) -> Self:
        """Somebody who does what the actor's look says at the middle of a clip.

        Args:
            lively: of how far heads turn: 1 in a talk, less for a photograph.
        """
        look, middle = actor.look, clip.seconds / 2.0
        talks = look.expression == "talk" or (look.expression not in SILENT and bool(rng.random() < TALKS * lively))
        blinks = _moments(rng, clip, BLINK_EVERY_S)
        glances = _moments(rng, clip, GLANCE_EVERY_S)
        return cls(
            actor,
            start,
            looks_at,
            look.gaze_rad,
            look.neck_rad,
            Waves.of(rng, HEAD_HZ, HEAD_RAD * lively, middle),
            Waves.of(rng, MOOD_HZ, np.array([[0.25], [0.1]]), middle),
            Waves.of(rng, TALK_HZ, np.full((3, 3), 1.0), -1.0) if talks else None,
            blinks,
            (glances, rng.normal(0.0, GLANCE_RAD, (len(glances), 2))),
        )

    def pose(self, seconds: float) -> Pose:
        """The head turns about the neck; the shoulders stay where they are."""
        yaw, pitch, roll = np.clip(self.head.at(seconds), -MOST_RAD, MOST_RAD).tolist()
        rotation = self.start.rotation @ rotation_zyx(yaw, pitch, roll)
        pivot = self.start.apply(self.actor.neck)
        return Pose(rotation, pivot - rotation @ self.actor.neck)

    def at(self, placed: Placed, seconds: float) -> Placed:
        pose = self.pose(seconds)
        strength = float(np.clip(self.actor.look.expression_strength + self.mood.at(seconds)[0], 0.15, 1.0))
        asset = self.actor.at(strength, self._gaze(pose, seconds), self._neck(pose), self._more(seconds))
        return replace(placed, asset=asset, pose=pose)

    def _gaze(self, pose: Pose, seconds: float) -> tuple[float, float]:
        """Eyes stay on what they look at while the head turns, and glance aside now and then."""
        yaw, pitch = self.ahead
        if self.looks_at is not None:
            x, y, z = pose.inverse().apply(self.looks_at)
            yaw, pitch = float(np.arctan2(y, x)), float(np.arctan2(z, np.hypot(x, y)))
        aside_yaw, aside_pitch = self._glance(seconds).tolist()
        yaw, pitch = yaw + aside_yaw, pitch + 0.5 * aside_pitch
        return float(np.clip(yaw, -WIDEST[0], WIDEST[0])), float(np.clip(pitch, -WIDEST[1], WIDEST[1]))

    def _glance(self, seconds: float) -> Float64:
        """(2,) how far aside the eyes look just now: from one place to the next in an instant."""
        moments, places = self.glances
        last = int(np.searchsorted(moments, seconds, side="right")) - 1
        if last < 0:
            return np.zeros(2)
        before = places[last - 1] if last else np.zeros(2)
        share = _smooth((seconds - float(moments[last])) / SACCADE_S)
        return np.asarray(before + share * (places[last] - before))

    def _neck(self, pose: Pose) -> tuple[float, float, float]:
        """Turn of the head against shoulders that stay."""
        turns = [_turns(each.rotation) for each in (pose, self.start)]
        yaw = (turns[0][0] - turns[1][0] + np.pi) % (2.0 * np.pi) - np.pi + self.neck_rad[0]
        pitch, roll = (turns[0][n] - turns[1][n] + self.neck_rad[n] for n in (1, 2))
        return float(np.clip(yaw, -1.15, 1.15)), float(np.clip(pitch, -0.9, 0.9)), float(np.clip(roll, -0.8, 0.8))

    def _more(self, seconds: float) -> dict[str, float]:
        lids = max((_lid(seconds - moment) for moment in self.blinks.tolist()), default=0.0)
        out = {"eyeBlinkLeft": lids, "eyeBlinkRight": lids} if lids else {}
        if self.talk is not None:
            jaw, lips, lower = ((1.0 + np.tanh(self.talk.at(seconds) * 0.8)) / 2.0).tolist()
            out |= {"jawOpen": 0.32 * jaw, "mouthFunnel": 0.3 * lips}
            out |= dict.fromkeys(("mouthLowerDownLeft", "mouthLowerDownRight"), 0.3 * lower * jaw)
        return out


def _turns(rotation: Float64) -> tuple[float, float, float]:
    """Yaw, pitch and roll of a head, in the order of ``rotation_zyx``."""
    yaw = float(np.arctan2(rotation[1, 0], rotation[0, 0]))
    pitch = float(-np.arcsin(np.clip(rotation[2, 0], -1.0, 1.0)))
    return yaw, pitch, float(np.arctan2(rotation[2, 1], rotation[2, 2]))


def _moments(rng: np.random.Generator, clip: Clip, every_s: tuple[float, float]) -> Float64:
    """Moments of a clip, so far from one another; the first may come at once."""
    gaps = rng.uniform(*every_s, int(clip.seconds / every_s[0]) + 2)
    gaps[0] *= float(rng.random())
    moments = np.cumsum(gaps)
    return np.asarray(moments[moments < clip.seconds])


def _lid(since: float) -> float:
    """How far lids are closed, some seconds after they began to: down fast, up slowly."""
    if not 0.0 < since < SHUT_S + OPEN_S:
        return 0.0
    return _smooth(since / SHUT_S) if since < SHUT_S else 1.0 - _smooth((since - SHUT_S) / OPEN_S)


def _smooth(share: float) -> float:
    share = min(max(share, 0.0), 1.0)
    return share * share * (3.0 - 2.0 * share)
