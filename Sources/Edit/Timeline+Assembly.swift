// From a list of shots to a timeline with picture and sound.

/// A shot on its way into the film.
public struct CutShot: Sendable, Equatable {
  /// What is seen.
  public var clip: Timeline.Clip
  /// How it leads to the next shot; `nil` is a cut.
  public var transition: Timeline.Transition?
  /// Where the sound changes to that of the next shot, in frames after the picture does: more than 0 is an L cut (this shot is
  /// heard over the next), less than 0 a J cut (the next is heard before it is seen).
  public var soundOffset: Int

  /// Makes a shot.
  public init(_ clip: Timeline.Clip, transition: Timeline.Transition? = nil, soundOffset: Int = 0) {
    self.clip = clip
    self.transition = transition
    self.soundOffset = soundOffset
  }
}

extension Timeline {
  /// Makes a timeline of one picture track and, if any shot has sound, one sound track.
  ///
  /// Where the picture dissolves and the sound changes at the same place, the sound dissolves with it.
  ///
  /// - Parameters:
  ///   - opening: a fade from black at the start; its `inOffset` must be 0.
  /// - Throws: ``EditError/timeline(_:)``, for instance when a shot's media is too short for a transition or an L cut.
  public init(
    name: String, rate: FrameRate = .film, startFrame: Int = 0, size: Size = Size(width: 448, height: 252),
    shots: [CutShot], opening: Transition? = nil
  ) throws(EditError) {
    self.init(name: name, rate: rate, startFrame: startFrame, size: size)
    var picture = Track(.video, name: "V1")
    if let opening { picture.items.append(.transition(opening)) }
    for shot in shots {
      picture.items.append(.clip(shot.clip))
      if let transition = shot.transition { picture.items.append(.transition(transition)) }
    }
    tracks = [picture]
    if shots.contains(where: \.clip.media.hasAudio) { tracks.append(try Timeline.sound(of: shots)) }
    try validate()
  }

  // MARK: - Internals

  private static func sound(of shots: [CutShot]) throws(EditError) -> Track {
    var track = Track(.audio, name: "A1")
    var issues: [EditError.Issue] = []
    var pictureStart = 0, soundStart = 0
    for (index, shot) in shots.enumerated() {
      let pictureEnd = pictureStart &+ shot.clip.source.count
      let soundEnd = index + 1 < shots.count ? pictureEnd &+ shot.soundOffset : pictureEnd
      let count = soundEnd &- soundStart
      if count <= 0 {
        issues.append(
          EditError.Issue(
            "shots[\(index)].soundOffset", "leaves \(count) frames of the shot's sound; expected 1 or more"))
      } else if shot.clip.media.hasAudio {
        var clip = shot.clip
        clip.source = FrameRange(start: shot.clip.source.start &+ soundStart &- pictureStart, count: count)
        clip.color = nil
        clip.markers = []
        track.items.append(.clip(clip))
      } else {
        track.items.append(.gap(count))
      }
      if let transition = shot.transition, shot.soundOffset == 0, shot.clip.media.hasAudio,
        index + 1 < shots.count,
        shots[index + 1].clip.media.hasAudio
      {
        track.items.append(
          .transition(Transition(.dissolve, inOffset: transition.inOffset, outOffset: transition.outOffset)))
      }
      pictureStart = pictureEnd
      soundStart = soundEnd
    }
    if !issues.isEmpty { throw .timeline(issues) }
    return track
  }
}
