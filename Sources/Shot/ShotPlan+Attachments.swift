// Who is carried goes where its carrier goes: the boxes of all actors, attachments included.

extension ShotPlan {
  /// The boxes of all actors as functions of time, in the order of ``actors``; those that are carried go with what carries them.
  ///
  /// A reference that means nothing, or that comes back to the actor itself, carries nothing.
  ///
  /// - Parameter pictureAspectRatio: width divided by height of the picture of a name; asked for set pieces that carry somebody.
  /// - Precondition: every actor has a keyframe, times strictly increasing (what ``validate()`` checks).
  public func tracks(pictureAspectRatio: (String) -> Double = { _ in 1 }) -> [ActorTrack] {
    let own = actors.map(ActorTrack.init)
    var made: [Int: ActorTrack] = [:]
    func track(_ index: Int, below: Set<Int>) -> ActorTrack {
      if let track = made[index] { return track }
      var track = own[index]
      if let attachment = actors[index].attachment,
        let box = carrierBox(attachment, of: index, below: below.union([index]))
      {
        track = track.carried(
          by: ActorTrack.Carrier(attachment: attachment, box: box, frameAspectRatio: size.aspectRatio))
      }
      made[index] = track
      return track
    }
    func carrierBox(_ attachment: Actor.Attachment, of index: Int, below: Set<Int>) -> (
      @Sendable (Double) -> Keyframe
    )? {
      switch thing(attachment.to) {
      case nil: return nil
      case .actor(let carrier):
        guard !below.contains(carrier) else { return nil }
        let track = track(carrier, below: below)
        return { track.box(at: $0) }
      case .setPiece(let index):
        let piece = setPieces[index], camera = CameraTrack(camera), frame = size.aspectRatio
        let picture = pictureAspectRatio(piece.picture)
        return {
          piece.box(in: camera.view(at: $0), pictureAspectRatio: picture, frameAspectRatio: frame)
        }
      }
    }
    return actors.indices.map { track($0, below: []) }
  }

  /// The plan with attachments written out as keyframes, one for every frame, for what reads keyframes alone.
  ///
  /// - Parameter pictureAspectRatio: as of ``tracks(pictureAspectRatio:)``.
  /// - Returns: the plan itself where nobody is carried.
  public func withAttachmentsWrittenOut(
    pictureAspectRatio: (String) -> Double = { _ in 1 }
  ) -> ShotPlan {
    guard actors.contains(where: { $0.attachment != nil }) else { return self }
    var plan = self
    for (index, track) in tracks(pictureAspectRatio: pictureAspectRatio).enumerated()
    where actors[index].attachment != nil {
      plan.actors[index].keyframes = (0..<frameCount).map { track.box(at: time(ofFrame: $0)) }
      plan.actors[index].attachment = nil
    }
    return plan
  }
}
