// Paths: where beats take everybody, so that the middle of the way is where they were placed.

import Foundation
import ZoetropeCast
import ZoetropeShot

extension Choreography {
  /// Turns beats into speeds, and finds where everybody begins.
  mutating func setCourses() {
    for index in elements.indices where !elements[index].isPiece && !isCarried(elements[index]) {
      setCourse(index)
    }
  }

  /// Who crosses a frame that stands still begins within it, and leaves it at the end rather than the beginning.
  mutating func showBeginnings() {
    guard camera.moves.allSatisfy({ $0.move == .still }) else { return }
    for index in elements.indices where !elements[index].isPiece {
      let element = elements[index], way = element.reach.upperBound - element.reach.lowerBound
      let isPassing = element.beats.contains { [.enter, .exit, .meet].contains($0.motion) }
      guard way + element.width > 0.98, !isPassing, element.anchor == nil else { continue }
      let goesRight = abs(element.reach.upperBound) > abs(element.reach.lowerBound)
      elements[index].start = goesRight ? element.width / 2 + 0.03 : 0.97 - element.width / 2
    }
  }

  // MARK: - Internals

  private mutating func setCourse(_ index: Int) {
    guard let actor = actor(elements[index]) else { return }
    let duration = form.duration
    let speed = MotionSpeed.travel(actor.speed) * min(shot.tempo, 1.6)
    var beats: [CourseBeat] = []
    for (number, beat) in actor.beats.enumerated() {
      let end = number + 1 < actor.beats.count ? actor.beats[number + 1].from : 1
      let from = number == 0 ? 0 : max(beat.from * duration, (beats.last?.from ?? 0) + 0.05)
      let lasts = max(end * duration - from, 0.1)
      let sign = actor.heading.sign * (beat.isReversed ? -1 : 1)
      let own = beat.speed.map { MotionSpeed.travel($0) * min(shot.tempo, 1.6) } ?? speed
      beats += course(
        beat, index, from: from, lasts: lasts, speed: own * sign, word: beat.speed ?? actor.speed)
    }
    elements[index].beats = beats.isEmpty ? [CourseBeat(from: 0, motion: .still, speed: 0)] : beats
    elements[index].looksRight = looksRight(index, actor)
    setStart(index)
  }

  /// One beat of the script, as one or two of a course.
  private mutating func course(
    _ beat: ScriptedBeat, _ index: Int, from: Double, lasts: Double, speed: Double, word: Speed
  ) -> [CourseBeat] {
    let half = elements[index].width / 2, x = elements[index].x
    func plain(_ motion: Motion, _ speed: Double) -> CourseBeat {
      CourseBeat(from: from, motion: motion, speed: speed)
    }
    switch beat.motion {
    case .left, .right: return [plain(speed < 0 ? .left : .right, speed)]
    case .enter:
      let way = speed > 0 ? x + half : 1 + half - x
      let time = min(way / abs(speed), lasts * 0.7)
      return [
        plain(.enter, speed > 0 ? way / time : -way / time),
        CourseBeat(from: from + time, motion: .still, speed: 0),
      ]
    case .exit:
      let way = (speed > 0 ? 1 + half - x : x + half) + 0.05
      return [plain(.exit, (speed > 0 ? 1 : -1) * max(abs(speed), way / lasts))]
    case .meet: return meeting(index, from: from, lasts: lasts, speed: speed)
    case .approach, .recede:
      let times = pow(MotionSpeed.growth(word), min(lasts, 2) / MotionSpeed.standardTime)
      let limited = beat.motion == .approach ? min(times, 2.1, 1.9 / elements[index].height) : min(times, 2.1)
      let total = max(limited, 1.2)
      // In the middle of its way it is as large as it was placed.
      shrink(
        [index],
        by: beat.motion == .approach
          ? 1 / total.squareRoot() : min(total.squareRoot(), 0.9 / elements[index].height))
      return [CourseBeat(from: from, motion: beat.motion, speed: 0, growth: pow(total, 1 / lasts))]
    case .orbit: return [plain(.orbit, 0)]
    default: return [plain(beat.motion, speed)]
    }
  }

  /// Two who meet stop where they would touch.
  private func meeting(_ index: Int, from: Double, lasts: Double, speed: Double) -> [CourseBeat] {
    let own = elements[index]
    let others = elements.indices.filter { other in
      other != index && !elements[other].isPiece
        && (elements[other].thing == own.thing
          || shot.relations.contains {
            $0.kind == .meeting && [$0.first, $0.second].contains(own.thing)
              && [$0.first, $0.second].contains(elements[other].thing)
          })
    }
    guard let other = others.first else {
      return [CourseBeat(from: from, motion: speed < 0 ? .left : .right, speed: speed)]
    }
    let way = elements[other].x - own.x
    let apart = (own.width + elements[other].width) / 2 * 0.85
    let length = max((abs(way) - apart) / 2, 0.02)
    let time = min(length / abs(speed), lasts * 0.8)
    return [
      CourseBeat(from: from, motion: .meet, speed: (way < 0 ? -1 : 1) * length / time),
      CourseBeat(from: from + time, motion: .still, speed: 0),
    ]
  }

  /// How far the beats reach, and where the way begins so that its middle is the place.
  private mutating func setStart(_ index: Int) {
    let element = elements[index]
    var place = 0.0, lowest = 0.0, highest = 0.0
    for (number, beat) in element.beats.enumerated() {
      let end = number + 1 < element.beats.count ? element.beats[number + 1].from : form.duration
      place += beat.velocity * max(0, end - beat.from)
      (lowest, highest) = (min(lowest, place), max(highest, place))
    }
    elements[index].reach = lowest...highest
    if let first = element.beats.first, first.motion == .enter {
      elements[index].start =
        element.x - first.speed * (element.beats.dropFirst().first?.from ?? form.duration)
    } else if element.beats.contains(where: { $0.motion == .exit || $0.motion == .meet }) {
      elements[index].start = element.x
    } else {
      elements[index].start = element.x - (lowest + highest) / 2
    }
    setHeight(index)
  }

  /// Who goes up or down stays in the frame.
  private mutating func setHeight(_ index: Int) {
    let element = elements[index]
    var rise = 0.0
    for (number, beat) in element.beats.enumerated() where beat.motion == .up || beat.motion == .down {
      let end = number + 1 < element.beats.count ? element.beats[number + 1].from : form.duration
      rise += (beat.motion == .up ? 1 : -1) * abs(beat.speed) * 0.6 * max(0, end - beat.from)
    }
    guard rise != 0 else { return }
    // The foot at the beginning: low before a rise, high before a fall.
    let lowest = element.footing == .standing ? element.foot : min(0.94, max(element.foot, 0.8))
    let highest = element.height + 0.04
    elements[index].foot = rise > 0 ? max(lowest, min(highest + rise, 0.98)) : max(highest, lowest + rise)
  }

  private func looksRight(_ index: Int, _ actor: ScriptedActor) -> Bool {
    if let side = actor.looks { return side == .right }
    for relation in shot.relations where relation.kind == .facing || relation.kind == .meeting {
      if relation.first == elements[index].thing { return true }
      if relation.second == elements[index].thing { return false }
    }
    // Who stands looks into the frame.
    let isStill = actor.beats.allSatisfy { $0.motion == .still }
    if isStill, abs(elements[index].x - 0.5) > 0.08 { return elements[index].x < 0.5 }
    return actor.heading == .right
  }
}
