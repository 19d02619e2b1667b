import ArgumentParser
import Foundation
import ZoetropeCompute
import ZoetropeWorld

/// `zoetrope world stream`.
struct WorldStream: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stream",
    abstract: "Stream clips with prompts, descriptions and plans to standard output or files.",
    discussion: """
      Docs/World.md describes the format; Scripts/reference/clips.py reads it with numpy. The bytes do not depend on the number \
      of threads. Several machines can share one stream by --start and --stride.

      Example: zoetrope world stream --count 1000 | python3 Scripts/reference/clips.py
      """)

  @OptionGroup var shots: ShotOptions

  @Option(help: "Index of the first clip.")
  var start: UInt64 = 0

  @Option(help: "Distance between the indices of two clips; N machines use stride N and starts 0 to N−1.")
  var stride: UInt64 = 1

  @Option(help: "Number of clips; by default unlimited.")
  var count: UInt64?

  @Option(help: "Pixels per patch side; 8 gives square frames of 64×64, 16 of 128×128.")
  var patchSide = 8

  @Option(help: "Mix of clip lengths, as FRAMES:SHARE,… such as 4:0.8,16:0.2; shares count frames.")
  var frames = "16:1"

  @Flag(help: "Omit prompts, descriptions and plans.")
  var noText = false

  @Option(help: "Number of threads that render; by default one per core.")
  var threads: Int?

  @Option(
    help: "Folder for files of --clips-per-shard clips each, instead of standard output; needs --count.")
  var out: String?

  @Option(help: "Clips per file, with --out.")
  var clipsPerShard = 1000

  @OptionGroup var pictures: PictureOptions

  func validate() throws {
    func check(_ condition: Bool, _ message: String) throws {
      if !condition { throw ValidationError(message) }
    }
    try check(stride >= 1, "--stride is 0; expected at least 1")
    try check(clipsPerShard >= 1, "--clips-per-shard is \(clipsPerShard); expected at least 1")
    try check((threads ?? 1) >= 1, "--threads is \(threads ?? 0); expected at least 1")
    try check(out == nil || count != nil, "--out needs --count: files without end fill any disk")
  }

  func run() throws {
    guard out != nil || isatty(STDOUT_FILENO) == 0 else {
      throw ValidationError("clips are bytes, not text: pipe them into a program, or give --out and --count")
    }
    var options = shots.stream()
    options.patchSide = patchSide
    options.frameShares = try ClipStreamOptions.frameShares(frames)
    options.hasText = !noText
    let stream = try ClipStream(world: pictures.world(), options: options)
    let threadCount = threads ?? ProcessorCount.available
    let header = try options.header()
    if let out {
      var shards = try ClipShards(
        folder: URL(fileURLWithPath: out, isDirectory: true), clipsPerShard: clipsPerShard, header: header)
      try stream.write(from: start, stride: stride, count: count, threadCount: threadCount) {
        try shards.append($0)
      }
      try shards.finish()
    } else {
      let output = FileHandle.standardOutput
      try output.write(contentsOf: Data(header))
      try stream.write(from: start, stride: stride, count: count, threadCount: threadCount) {
        try output.write(contentsOf: Data($0))
      }
    }
  }
}
