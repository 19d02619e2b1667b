// The ranges that the fields of a plan document, checked in one place. ShotPlan+References.swift checks what speaks of what.

import ZoetropeFiles

extension ShotPlan {
  /// Checks every documented range, and that whatever one part says of another is there.
  ///
  /// - Throws: ``PlanError`` with every issue and its path.
  public func validate() throws(PlanError) {
    let issues = PlanIssues()
    issues.checkRange(frameRate, 1...60, "frameRate")
    if !(1...ShotPlan.maximumFrameCount).contains(frameCount) {
      issues.add("frameCount", "\(frameCount) is out of range; expected 1...\(ShotPlan.maximumFrameCount)")
    }
    checkChanges(issues)
    camera.check(issues)
    issues.checkCount(setPieces.count, "set pieces", ShotPlan.maximumSetPieceCount, "set")
    for (index, piece) in setPieces.enumerated() { piece.check(issues, "set[\(index)]") }
    issues.checkCount(actors.count, "actors", ShotPlan.maximumActorCount, "actors")
    for (index, actor) in actors.enumerated() { actor.check(issues, "actors[\(index)]") }
    issues.checkCount(relations.count, "relations", ShotPlan.maximumRelationCount, "relations")
    for (index, relation) in relations.enumerated() {
      issues.checkRange(relation.from, ShotPlan.timeRange, "relations[\(index)].from")
    }
    checkReferences(issues)
    guard issues.all.isEmpty else { throw PlanError(issues.all) }
  }

  private func checkChanges(_ issues: PlanIssues) {
    issues.checkCount(changes.count, "changes", ShotPlan.maximumStepCount, "plan")
    for (a, b) in zip(changes, changes.dropFirst()) where Change.precedes(b, a) {
      issues.add(
        "changes", "the change at \(shown(b.t)) s must come before that at \(shown(a.t)) s")
    }
    var last: [String: (end: Double, index: Int)] = [:]
    for change in changes {
      let field = change.value.field
      let (end, index) = last[field] ?? (0, 0)
      let path = "\(field)[\(index + 1)]"
      issues.checkRange(change.t, ShotPlan.timeRange, "\(path).t")
      issues.checkRange(change.fade, Change.fadeRange, "\(path).fade")
      let earliest = max(end, ShotPlan.minimumKeyframeSpacing)
      if change.t < earliest {
        issues.add(
          "\(path).t",
          "\(shown(change.t)) is too early; the \(field) before it lasts until \(shown(earliest)) s, its fade included"
        )
      }
      let next = max(change.t + change.fade, change.t + ShotPlan.minimumKeyframeSpacing)
      last[field] = (next.isNaN ? end : next, index + 1)
    }
  }
}

extension Camera {
  fileprivate func check(_ issues: PlanIssues) {
    issues.checkSteps(moves.map(\.from), "moves", "camera.moves")
    issues.checkTimes(keyframes.map(\.t), "camera.keyframes")
    for (index, key) in keyframes.enumerated() {
      let path = "camera.keyframes[\(index)]"
      issues.checkRange(key.x, CameraKeyframe.xRange, "\(path).x")
      issues.checkRange(key.y, CameraKeyframe.yRange, "\(path).y")
      issues.checkRange(key.zoom, CameraKeyframe.zoomRange, "\(path).zoom")
    }
  }
}

extension SetPiece {
  fileprivate func check(_ issues: PlanIssues, _ path: String) {
    issues.checkPicture(picture, "\(path).picture")
    issues.checkRange(x, -80...80, "\(path).x")
    issues.checkRange(y, -16...16, "\(path).y")
    issues.checkRange(height, ShotPlan.minimumPieceHeight...8, "\(path).height")
    issues.checkRange(depth, 0...1, "\(path).depth")
    issues.checkRange(parallax, 0...1, "\(path).parallax")
  }
}

extension Actor {
  fileprivate func check(_ issues: PlanIssues, _ path: String) {
    issues.checkPicture(picture, "\(path).picture")
    issues.checkSteps(beats.map(\.from), "beats", "\(path).beats")
    for (index, beat) in beats.enumerated() {
      if let speed = beat.speed { issues.checkRange(speed, 0...16, "\(path).beats[\(index)].speed") }
    }
    issues.checkRange(depth, 0...1, "\(path).depth")
    if let attachment { attachment.check(issues, "\(path).attachment") }
    issues.checkTimes(keyframes.map(\.t), "\(path).keyframes")
    for (index, key) in keyframes.enumerated() {
      let path = "\(path).keyframes[\(index)]"
      issues.checkRange(key.x, -2...3, "\(path).x")
      issues.checkRange(key.y, -2...3, "\(path).y")
      issues.checkRange(key.width, 0.01...3, "\(path).width")
      issues.checkRange(key.height, 0.01...3, "\(path).height")
      issues.checkRange(key.angle, -3600...3600, "\(path).angle")
    }
  }
}

extension Actor.Attachment {
  fileprivate func check(_ issues: PlanIssues, _ path: String) {
    issues.checkRange(x, -2...3, "\(path).x")
    issues.checkRange(y, -2...3, "\(path).y")
    issues.checkRange(from, ShotPlan.timeRange, "\(path).from")
    guard let until else { return }
    issues.checkRange(until, ShotPlan.timeRange, "\(path).until")
    if until <= from {
      issues.add("\(path).until", "\(shown(until)) must be after from, \(shown(from))")
    }
  }
}

extension PlanIssues {
  /// Notes a value outside a range; NaN is outside every range.
  fileprivate func checkRange(_ value: Double, _ range: ClosedRange<Double>, _ path: String) {
    if !range.contains(value) {
      let bounds = "\(JSON.literal(range.lowerBound))...\(JSON.literal(range.upperBound))"
      add(path, "\(shown(value)) is out of range; expected \(bounds)")
    }
  }

  /// Notes more of something than a plan may hold.
  fileprivate func checkCount(_ count: Int, _ what: String, _ most: Int, _ path: String) {
    if count > most { add(path, "\(count) \(what); at most \(most) may be given") }
  }

  /// Notes a picture that can be the name of nothing.
  fileprivate func checkPicture(_ picture: String, _ path: String) {
    if picture.isEmpty || picture.utf8.count > 1024
      || picture.unicodeScalars.contains(where: { $0.value < 32 })
    {
      add(path, "expected the name of a member of the cast, or the path of a PNG file, on one line")
    }
  }

  /// Notes steps (moves, beats) that are too many, do not begin at 0, or do not follow each other.
  fileprivate func checkSteps(_ times: [Double], _ what: String, _ path: String) {
    if !(1...ShotPlan.maximumStepCount).contains(times.count) {
      add(path, "\(times.count) \(what); expected 1...\(ShotPlan.maximumStepCount)")
    }
    for (index, time) in times.enumerated() {
      checkRange(time, ShotPlan.timeRange, "\(path)[\(index)].from")
      if index == 0, time != 0 {
        add("\(path)[0].from", "\(time) must be 0: the first of the \(what) begins with the shot")
      }
      if index > 0, time - times[index - 1] < ShotPlan.minimumKeyframeSpacing * (1 - 1e-6) {
        add(
          "\(path)[\(index)].from",
          "\(time) must be at least \(JSON.literal(ShotPlan.minimumKeyframeSpacing)) s after the one before it, at \(times[index - 1])"
        )
      }
    }
  }

  /// Notes a bad number of keyframes, and times that are out of range or do not increase.
  fileprivate func checkTimes(_ times: [Double], _ path: String) {
    if !(1...ShotPlan.maximumKeyframeCount).contains(times.count) {
      add(path, "\(times.count) keyframes; expected 1...\(ShotPlan.maximumKeyframeCount)")
    }
    for (index, time) in times.enumerated() {
      checkRange(time, ShotPlan.timeRange, "\(path)[\(index)].t")
      // With a hair's tolerance, because 0.3 − 0.299 is a little less than 0.001 in binary.
      if index > 0, time - times[index - 1] < ShotPlan.minimumKeyframeSpacing * (1 - 1e-6) {
        let earliest = "\(JSON.literal(ShotPlan.minimumKeyframeSpacing)) s after the keyframe before it"
        add("\(path)[\(index)].t", "\(time) must be at least \(earliest), at \(times[index - 1])")
      }
    }
  }
}

/// A number as files write it; what no file can hold as Swift does.
func shown(_ value: Double) -> String { value.isFinite ? JSON.literal(value) : "\(value)" }
