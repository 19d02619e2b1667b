// The ranges that the fields of a plan document, checked in one place.

import ZoetropeFiles

extension ShotPlan {
  /// Checks every documented range.
  ///
  /// - Throws: ``PlanError`` with every issue and its path.
  public func validate() throws(PlanError) {
    let issues = PlanIssues()
    if version != ShotPlan.currentVersion {
      issues.add(
        "version", "\(version) is not a version that this program reads; expected \(ShotPlan.currentVersion)")
    }
    issues.checkRange(frameRate, 1...60, "frameRate")
    if !(1...ShotPlan.maximumFrameCount).contains(frameCount) {
      issues.add("frameCount", "\(frameCount) is out of range; expected 1...\(ShotPlan.maximumFrameCount)")
    }
    issues.checkTimes(camera.keyframes.map(\.t), "camera.keyframes")
    for (index, key) in camera.keyframes.enumerated() {
      let path = "camera.keyframes[\(index)]"
      issues.checkRange(key.x, -4...4, "\(path).x")
      issues.checkRange(key.y, -4...4, "\(path).y")
      issues.checkRange(key.zoom, 0.25...4, "\(path).zoom")
    }
    if actors.count > ShotPlan.maximumActorCount {
      issues.add("actors", "\(actors.count) actors; at most \(ShotPlan.maximumActorCount) may be given")
    }
    for (index, actor) in actors.enumerated() { actor.check(issues, "actors[\(index)]") }
    guard issues.all.isEmpty else { throw PlanError(issues.all) }
  }
}

extension Actor {
  fileprivate func check(_ issues: PlanIssues, _ path: String) {
    issues.checkRange(depth, 0...1, "\(path).depth")
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

extension PlanIssues {
  /// Notes a value outside a range; NaN is outside every range.
  fileprivate func checkRange(_ value: Double, _ range: ClosedRange<Double>, _ path: String) {
    if !range.contains(value) {
      let bounds = "\(JSON.literal(range.lowerBound))...\(JSON.literal(range.upperBound))"
      add(path, "\(value.isFinite ? JSON.literal(value) : "\(value)") is out of range; expected \(bounds)")
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
