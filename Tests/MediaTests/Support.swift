import Foundation
import Testing
import ZoetropeShot
import ZoetropeMedia
import ZoetropeRandom

/// Programs that judge the output from outside; a missing one fails the test, because set-up installs them all.
enum Tool {
  struct Missing: Error, CustomStringConvertible {
    let name: String
    var description: String {
      "\(name) is not installed; run Scripts/setup (Debian: apt install ffmpeg pngcheck)"
    }
  }

  /// Runs a program and returns its status and standard output.
  @discardableResult
  static func run(_ name: String, _ arguments: [String]) throws -> (status: Int32, output: Data) {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    guard let path = folders.map({ "\($0)/\(name)" }).first(where: FileManager.default.isExecutableFile)
    else {
      throw Missing(name: name)
    }
    let process = Process(), pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, output)
  }

  /// What ffmpeg decodes a file to: 8-bit RGB of all frames.
  static func decodedBytes(_ input: [String]) throws -> [UInt8] {
    let run = try run(
      "ffmpeg",
      ["-v", "error"] + input + ["-fps_mode", "passthrough", "-f", "rawvideo", "-pix_fmt", "rgb24", "-"])
    #expect(run.status == 0)
    return Array(run.output)
  }

  /// The first stream as ffprobe describes it, frames counted by decoding them.
  static func probe(_ url: URL) throws -> [String: Any] {
    let run = try run("ffprobe", ["-v", "error", "-count_frames", "-show_streams", "-of", "json", url.path])
    #expect(run.status == 0)
    let json = try JSONSerialization.jsonObject(with: run.output) as? [String: Any]
    return try #require((json?["streams"] as? [[String: Any]])?.first)
  }

  /// Whether pngcheck finds nothing wrong, warnings included.
  static func pngcheck(_ url: URL) throws -> Bool {
    let run = try run("pngcheck", ["-v", url.path])
    let text = String(decoding: run.output, as: UTF8.self)
    return run.status == 0 && text.contains("No errors detected")
  }
}

func withFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent("zoetrope-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder)
}

func fileNames(_ folder: URL) throws -> [String] {
  try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
}

func golden(_ name: String) throws -> URL {
  try #require(Bundle.module.url(forResource: name, withExtension: "png", subdirectory: "Golden"))
}

/// Noise at exact 8-bit levels, so that lossless round trips must give equal floats.
func noiseFrame(height: Int, width: Int, seed: UInt64 = 1) -> Frame {
  var generator = Generator(seed: seed)
  return Frame(
    height: height, width: width,
    pixels: (0..<height * width * 3).map { _ in PixelCode.value(UInt8(truncatingIfNeeded: generator.next32()))
    })
}

/// Smooth moving colours, which H.264 keeps well.
func smoothClip(frameCount: Int, height: Int, width: Int, frameRate: Double = 8) -> Clip {
  Clip(
    frames: (0..<frameCount).map { index in
      var pixels: [Float] = []
      for y in 0..<height {
        for x in 0..<width {
          let (u, v) = (Double(x) / Double(width), Double(y) / Double(height))
          pixels += [Float(2 * u - 1), Float(1 - 2 * v), Float(sin(3 * (u + v) + Double(index) / 4))]
        }
      }
      return Frame(height: height, width: width, pixels: pixels)
    }, frameRate: frameRate)
}
