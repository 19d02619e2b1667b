// What must hold of a timeline so that every program reads the same film from it.

extension Timeline {
  /// The most frames of a timeline: a day at 60 frames per second.
  public static let maximumFrameCount = 24 * 3600 * 60

  /// Checks all values.
  ///
  /// - Throws: ``EditError/timeline(_:)`` with every issue and its path.
  public func validate() throws(EditError) {
    var issues: [EditError.Issue] = []
    func check(_ isRight: Bool, _ path: String, _ message: @autoclosure () -> String) {
      if !isRight { issues.append(EditError.Issue(path, message())) }
    }
    check(
      size.width > 0 && size.height > 0, "size", "got \(size.width)×\(size.height); expected positive numbers"
    )
    check(
      (0..<Timeline.maximumFrameCount).contains(startFrame), "startFrame",
      "got \(startFrame); expected 0 or more, less than a day")
    for (index, marker) in markers.enumerated() {
      check(
        marker.range.start >= 0 && marker.range.count >= 0 && marker.range.end <= frameCount,
        "markers[\(index)].range", "outside the film's \(frameCount) frames")
    }
    for (index, track) in tracks.enumerated() {
      issues += track.issues("tracks[\(index)]")
    }
    if !issues.isEmpty { throw .timeline(issues) }
  }
}

extension Timeline.Track {
  fileprivate func issues(_ path: String) -> [EditError.Issue] {
    var issues: [EditError.Issue] = []
    func note(_ index: Int, _ field: String, _ message: String) {
      issues.append(EditError.Issue("\(path).items[\(index)]\(field)", message))
    }
    var total = 0
    for (index, item) in items.enumerated() {
      switch item {
      case .gap(let count):
        if count <= 0 || count > Timeline.maximumFrameCount {
          note(index, "", "a gap of \(count) frames; expected 1 or more")
        }
      case .clip(let clip):
        let available = clip.media.available
        if clip.media.path.isEmpty { note(index, ".media.path", "empty; expected a path or URL") }
        if available.count <= 0 || available.count > Timeline.maximumFrameCount
          || abs(available.start) > Timeline.maximumFrameCount
        {
          note(
            index, ".media.available",
            "\(available.count) frames from \(available.start); expected 1 or more within a day")
        } else if clip.source.count <= 0 {
          note(index, ".source", "\(clip.source.count) frames; expected 1 or more")
        } else if clip.source.count > Timeline.maximumFrameCount
          || abs(clip.source.start) > Timeline.maximumFrameCount * 2
          || !available.contains(clip.source)
        {
          note(
            index, ".source",
            "frames \(clip.source.start)..<\(clip.source.start &+ clip.source.count) are not all in the media's \(available.start)..<\(available.end)"
          )
        }
      case .transition(let transition):
        if let message = message(about: transition, at: index) { note(index, "", message) }
      }
      let count = item.frameCount
      total = count > 0 && count <= Timeline.maximumFrameCount ? total + count : total
    }
    if total > Timeline.maximumFrameCount {
      issues.append(
        EditError.Issue(
          "\(path).items", "\(total) frames; a timeline holds at most \(Timeline.maximumFrameCount)"))
    }
    return issues
  }

  /// What is wrong with a transition; values that have issues of their own may be anything, hence the wrapping sums.
  private func message(about transition: Timeline.Transition, at index: Int) -> String? {
    let length = transition.inOffset.addingReportingOverflow(transition.outOffset)
    guard transition.inOffset >= 0, transition.outOffset >= 0, !length.overflow, length.partialValue > 0,
      length.partialValue <= Timeline.maximumFrameCount
    else {
      return "\(transition.inOffset) + \(transition.outOffset) frames; expected 0 or more each, not both 0"
    }
    let before = index > 0 ? items[index - 1] : nil
    let after = index + 1 < items.count ? items[index + 1] : nil
    if case .transition = before { return "two transitions follow each other; expected a clip between them" }
    if before == nil && after == nil { return "a transition alone; expected a clip beside it" }
    if before.isGap && after.isGap {
      return "a transition between nothing and nothing; expected a clip beside it"
    }
    // The clip before must go on for the frames after the cut, the clip after begin early.
    if case .clip(let clip)? = before {
      let spare = clip.media.available.end &- clip.source.end
      if spare < transition.outOffset {
        return
          "needs \(transition.outOffset) frames of the clip before it after the cut; its media has \(spare)"
      }
      let taken = index > 1 ? items[index - 2].transition?.outOffset ?? 0 : 0
      if taken &+ transition.inOffset > clip.source.count {
        return
          "the clip before it has \(clip.source.count) frames, fewer than the \(taken) + \(transition.inOffset) of its transitions"
      }
    }
    if case .clip(let clip)? = after {
      let spare = clip.source.start &- clip.media.available.start
      if spare < transition.inOffset {
        return
          "needs \(transition.inOffset) frames of the clip after it before the cut; its media has \(spare)"
      }
      if transition.outOffset > clip.source.count {
        return
          "the clip after it has \(clip.source.count) frames, fewer than the \(transition.outOffset) of the transition"
      }
    }
    if case .gap(let count)? = before, transition.inOffset > count { return "longer than the gap before it" }
    if case .gap(let count)? = after, transition.outOffset > count { return "longer than the gap after it" }
    if before == nil, transition.inOffset > 0 {
      return "inOffset \(transition.inOffset) before the film begins; expected 0"
    }
    if after == nil, transition.outOffset > 0 {
      return "outOffset \(transition.outOffset) after the film ends; expected 0"
    }
    return nil
  }
}

extension Timeline.Item {
  /// The transition, where it is one.
  package var transition: Timeline.Transition? {
    if case .transition(let transition) = self { return transition }
    return nil
  }

  /// The clip, where it is one.
  package var clip: Timeline.Clip? {
    if case .clip(let clip) = self { return clip }
    return nil
  }
}

extension Timeline.Item? {
  /// Whether nothing is seen: a gap, or an end of the track.
  fileprivate var isGap: Bool {
    switch self {
    case nil, .gap?: true
    default: false
    }
  }
}
