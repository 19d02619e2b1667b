import ArgumentParser
import Foundation
import ZoetropeShot
import ZoetropeSession

/// What a clip is like and how it is made; none need be given.
struct ClipOptions: ParsableArguments {
  @Option(
    help: "square, wide, tall, or pixels of the finished clip such as 176x96.", transform: ClipOptions.size)
  var size: ClipSize?

  @Option(
    parsing: .unconditional,
    help:
      "Frames: 1…\(ShotPlan.maximumFrameCount); by default \(ClipRequest.standardFrameCount), or the plan's.")
  var frames: Int?

  @Option(
    parsing: .unconditional,
    help: "Frames per second: 1…60; by default \(Int(ClipRequest.standardFrameRate)), or the plan's.")
  var fps: Double?

  @Option(
    parsing: .unconditional,
    help:
      "How many times wider and higher than what the model makes: 1, 2 or 4; by default 2 where an upscaler is installed."
  )
  var upscale: Int?

  @Option(
    parsing: .unconditional,
    help:
      "How freely the planner chooses: 0…4, 0 the likeliest plan; by default 0 for the first take, else \(ClipRequest.variedTemperature)."
  )
  var temperature: Double?

  @Option(
    help: "A PNG that the clip begins with; what is transparent in it is laid over black.",
    completion: .file(extensions: ["png"]))
  var firstFrame: String?

  @OptionGroup var making: MakingOptions

  /// The request that these options make of a subject.
  func request(_ subject: ClipRequest.Subject) throws -> ClipRequest {
    func check(_ isGood: Bool, _ name: String, _ value: Any, _ expected: String) throws {
      if !isGood { throw ValidationError("\(name) is \(value); expected \(expected)") }
    }
    if let frames {
      try check(
        (1...ShotPlan.maximumFrameCount).contains(frames), "--frames", frames,
        "1…\(ShotPlan.maximumFrameCount)")
    }
    if let fps { try check((1...60).contains(fps), "--fps", fps, "1…60") }
    var request = ClipRequest(subject)
    request.size = size
    request.frameCount = frames
    request.frameRate = fps
    request.upscale = upscale
    request.temperature = temperature
    request.opening = firstFrame.map { [URL(fileURLWithPath: $0)] } ?? []
    making.apply(to: &request)
    return request
  }

  /// Reads a shape; other words for one are answered with it.
  static func shape(_ text: String) throws -> FrameShape {
    if FrameShape(rawValue: text) == nil, let shape = ClipSize.shape(meantBy: text) {
      throw ValidationError(
        "expected one of \(FrameShape.words.joined(separator: ", ")); nearest: \(shape.rawValue)")
    }
    return try choice(text)
  }

  // MARK: - Internals

  private static func size(_ text: String) throws -> ClipSize {
    if let size = ClipSize(text) { return size }
    if let shape = ClipSize.shape(meantBy: text) {
      throw ValidationError(
        "expected \(FrameShape.words.joined(separator: ", ")) or pixels such as 176x96; nearest: \(shape.rawValue)"
      )
    }
    if text.first?.isNumber == true {
      throw ValidationError("expected WIDTHxHEIGHT in pixels, such as 176x96")
    }
    return .shape(try shape(text))
  }
}
