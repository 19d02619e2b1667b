// What each layout feature is, in words: for people who look at them.

extension PlanFeatures {
  /// A name for each column of ``layout``, in order.
  public static func layoutNames(_ patch: PatchSize) -> [String] {
    let frames = (0..<patch.frames).flatMap { frame in
      let waves = ["u", "v"].flatMap { axis in
        (0..<layoutOctaves).flatMap { octave in
          ["sin", "cos"].map { "\($0)(π/2 · \(1 << octave)\(axis))" }
        }
      }
      let box = [
        "inside the box", "log₂ width in patches", "log₂ height in patches", "sin(angle)", "cos(angle)",
        "mirrored",
      ]
      return (waves + box).map { "frame \(frame) of the patch: \($0)" }
    }
    return frames + ["depth"]
  }
}
