import ArgumentParser
import Foundation
import ZoetropeShot
import ZoetropeSession

/// What a clip is like and how it is made; none need be given.
struct ClipOptions: ParsableArguments {
  @Option(
    help:
      "Size of the finished clip: square, wide, tall, or pixels such as 176x96; by default that of the model, or the plan's.",
    transform: ClipOptions.size)
  var size: ClipSize?

  @Option(
    parsing: .unconditional,
    help:
      "Number of frames, 1…\(ShotPlan.maximumFrameCount); by default as many as the model usually makes, or the plan's."
  )
  var frames: Int?

  @Option(
    parsing: .unconditional,
    help: "Length of the clip in seconds, instead of --frames.")
  var seconds: Double?

  @Option(
    parsing: .unconditional,
    help: "Frames per second, 1…60; by default that of the model, or the plan's.")
  var fps: Double?

  @Option(
    parsing: .unconditional,
    help:
      "Upscaling factor, applied to the model's output: 1, 2 or 4. --size is the size after it. By default what the installed upscaler makes: 4 for models that read pictures, 2 for others, 1 without one."
  )
  var upscale: Int?

  @Option(
    parsing: .unconditional,
    help:
      "Sampling temperature of the planner, 0…4; 0 gives the likeliest plan. By default 0 for the first take and \(ClipRequest.variedTemperature) for the others."
  )
  var temperature: Double?

  @Option(
    help: "PNG file to use as the first frame; transparent areas are laid over black.",
    completion: .file(extensions: ["png"]))
  var firstFrame: String?

  @Option(
    help: ArgumentHelp(
      "PNG file that the clip shows at a time in seconds, such as 1.5=fox.png; may be given several times.",
      valueName: "time=file"),
    transform: ClipOptions.keyframe)
  var frame: [ClipRequest.TimedPicture] = []

  @OptionGroup var own: CastOptions

  @Flag(help: "Make a clip even of a prompt of which nothing is understood.")
  var anyway = false

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
    if frames != nil, seconds != nil { throw ValidationError("give --frames or --seconds, not both") }
    request.frameCount = frames
    request.seconds = seconds
    request.frameRate = fps
    request.upscale = upscale
    request.temperature = temperature
    request.acceptsAnything = anyway
    request.cast = try own.cast()
    request.opening = firstFrame.map { [URL(fileURLWithPath: $0)] } ?? []
    request.keyframes = frame
    making.apply(to: &request)
    return request
  }

  /// Reads a time and a file.
  private static func keyframe(_ text: String) throws -> ClipRequest.TimedPicture {
    guard let sign = text.firstIndex(of: "="), let time = Double(text[..<sign]), time.isFinite,
      text.index(after: sign) < text.endIndex
    else { throw ValidationError("expected TIME=FILE, the time in seconds, such as 1.5=fox.png") }
    return ClipRequest.TimedPicture(
      time: time, url: URL(fileURLWithPath: String(text[text.index(after: sign)...])))
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
