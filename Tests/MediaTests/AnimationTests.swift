import Foundation
import Testing
import ZoetropeFiles
import ZoetropeShot
import ZoetropeMedia

@Suite struct APNGTests {
  @Test(arguments: [(1, 8.0, "8/1"), (5, 12.5, "25/2"), (3, 24000.0 / 1001, "24000/1001")])
  func everyFrameIsThere(frameCount: Int, frameRate: Double, fraction: String) throws {
    try withFolder { folder in
      let url = folder.appendingPathComponent("a.png")
      let clip = Clip(
        frames: (0..<frameCount).map { noiseFrame(height: 10, width: 13, seed: UInt64($0)) },
        frameRate: frameRate)
      try APNG.write(clip, to: url, texts: [PNGText("prompt", "noise")])
      #expect(try Tool.pngcheck(url))
      let stream = try Tool.probe(url)
      #expect(stream["codec_name"] as? String == "apng")
      #expect(stream["nb_read_frames"] as? String == "\(frameCount)")
      if frameCount > 1 { #expect(stream["r_frame_rate"] as? String == fraction) }
      #expect(try Tool.decodedBytes(["-i", url.path]) == clip.frames.flatMap(PixelCode.bytes))
      // A reader that knows no animation sees the first frame and the words.
      let still = try PNG.read(url)
      #expect(still.frame == clip[frame: 0] && still.texts == [PNGText("prompt", "noise")])
      let bytes = try APNG.encode(clip, texts: [PNGText("prompt", "noise")])
      #expect(try Data(bytes) == Data(contentsOf: url))
    }
  }

  @Test func enlargesByWholePixels() throws {
    try withFolder { folder in
      let url = folder.appendingPathComponent("a.png")
      let clip = Clip(frames: [noiseFrame(height: 2, width: 3), noiseFrame(height: 2, width: 3, seed: 2)])
      try APNG.write(clip, to: url, scale: 3)
      let bytes = try Tool.decodedBytes(["-i", url.path])
      #expect(bytes.count == 2 * 6 * 9 * 3)
      for index in bytes.indices {
        let (frame, y, x, channel) = (index / 162, index / 27 % 6, index / 3 % 9, index % 3)
        let expected = clip.pixels[((frame * 2 + y / 3) * 3 + x / 3) * 3 + channel]
        #expect(bytes[index] == PixelCode.byte(expected))
      }
    }
  }

  @Test func refusesWhatHasNoFramesOrRate() {
    #expect(throws: MediaError.self) { try APNG.encode(Clip(frameCount: 0, height: 2, width: 2)) }
    for rate in [0, -1, .nan, .infinity] as [Double] {
      #expect(throws: MediaError.self) {
        try APNG.encode(Clip(frameCount: 1, height: 2, width: 2, frameRate: rate))
      }
    }
  }
}

@Suite struct MP4Tests {
  @Test(arguments: [(48, 64, 48, 64), (47, 33, 48, 34)])
  func isWhatPlayersExpect(height: Int, width: Int, fileHeight: Int, fileWidth: Int) throws {
    try withFolder { folder in
      let url = folder.appendingPathComponent("a film.mp4")
      let clip = smoothClip(frameCount: 11, height: height, width: width, frameRate: 12.5)
      try MP4.write(clip, to: url, title: "Title = \"x\"", comment: "ein Würfel")
      let stream = try Tool.probe(url)
      #expect(stream["codec_name"] as? String == "h264" && stream["pix_fmt"] as? String == "yuv420p")
      #expect(stream["width"] as? Int == fileWidth && stream["height"] as? Int == fileHeight)
      #expect(stream["nb_read_frames"] as? String == "11" && stream["r_frame_rate"] as? String == "25/2")
      #expect(stream["color_space"] as? String == "bt709" && stream["color_range"] as? String == "tv")
      #expect(try fileNames(folder) == ["a film.mp4"])
      // The colours come back: 4:2:0 and quality 16 keep a smooth clip far above 35 dB, while a wrong matrix or
      // range costs it 10 dB and more.
      let bytes = try Tool.decodedBytes(["-i", url.path])
      #expect(bytes.count == 11 * fileHeight * fileWidth * 3)
      var squares = 0.0
      for frame in 0..<11 {
        for y in 0..<height {
          for index in 0..<width * 3 {
            let got = Double(bytes[(frame * fileHeight + y) * fileWidth * 3 + index])
            let wanted = Double(PixelCode.byte(clip.pixels[(frame * height + y) * width * 3 + index]))
            squares += (got - wanted) * (got - wanted)
          }
        }
      }
      let psnr = 10 * log10(255 * 255 / (squares / Double(11 * height * width * 3)))
      #expect(psnr > 35, "\(psnr) dB")
      let again = folder.appendingPathComponent("again.mp4")
      try MP4.write(clip, to: again, title: "Title = \"x\"", comment: "ein Würfel")
      #expect(try Data(contentsOf: again) == Data(contentsOf: url))
    }
  }

  @Test func aMissingProgramIsNamed() throws {
    try withFolder { folder in
      let url = folder.appendingPathComponent("a.mp4")
      let error = try #require(throws: MediaError.self) {
        try MP4.write(
          smoothClip(frameCount: 2, height: 8, width: 8), to: url, searchPath: "/nowhere:\(folder.path)")
      }
      #expect("\(error)".contains("ffmpeg is needed") && "\(error)".contains("apt install ffmpeg"))
      #expect(throws: MediaError.self) {
        try MP4.write(smoothClip(frameCount: 2, height: 8, width: 8), to: url, searchPath: nil)
      }
      #expect(try fileNames(folder).isEmpty)
    }
  }

  /// An ffmpeg as distributions build it that leave encoders out: the next one on the list writes the film.
  @Test(arguments: [
    ("mpeg4|vp9", "libx264", "h264"), ("x264", "libvpx-vp9", "vp9"), ("x264|vp9", "mpeg4", "mpeg4"),
  ])
  func anotherEncoderTakesOver(missing: String, encoder: String, codec: String) throws {
    let real = try #require(
      (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { "\($0)/ffmpeg" }
        .first(where: FileManager.default.isExecutableFile))
    try withFolder { folder in
      let url = folder.appendingPathComponent("a.mp4"), tool = folder.appendingPathComponent("ffmpeg")
      let script = """
        #!/bin/sh
        # In the words of ffmpeg 5.
        for word; do
          if echo "$word" | grep -qE '^(lib)?(openh264|\(missing.replacing("vp9", with: "vpx-vp9")))$'; then
            echo "Unknown encoder '$word'" >&2
            exit 1
          fi
        done
        exec '\(real)' "$@"

        """
      try AtomicFile.write(Array(script.utf8), to: tool)
      chmod(tool.path, 0o755)
      let clip = smoothClip(frameCount: 6, height: 48, width: 64)
      #expect(try MP4.write(clip, to: url, searchPath: "\(folder.path):/bin:/usr/bin") == encoder)
      let stream = try Tool.probe(url)
      #expect(stream["codec_name"] as? String == codec && stream["nb_read_frames"] as? String == "6")
      let bytes = try Tool.decodedBytes(["-i", url.path])
      let squares = zip(bytes, clip.pixels).reduce(0.0) { sum, pair in
        let difference = Double(pair.0) - Double(PixelCode.byte(pair.1))
        return sum + difference * difference
      }
      let psnr = 10 * log10(255 * 255 / (squares / Double(bytes.count)))
      // As for H.264 above.
      #expect(bytes.count == clip.pixels.count && psnr > 35, "\(psnr) dB")
      #expect(try fileNames(folder) == ["a.mp4", "ffmpeg"])
    }
  }

  /// A full disk is full for every encoder: one attempt.
  @Test func otherTroublesAreNotTriedAgain() throws {
    try withFolder { folder in
      let tool = folder.appendingPathComponent("ffmpeg"), count = folder.appendingPathComponent("count")
      try AtomicFile.write(
        Array("#!/bin/sh\necho x >> '\(count.path)'\necho 'No space left on device' >&2\nexit 1\n".utf8),
        to: tool)
      chmod(tool.path, 0o755)
      #expect(throws: MediaError.toolFailed(name: "ffmpeg", status: 1, message: "No space left on device")) {
        try MP4.write(
          smoothClip(frameCount: 2, height: 8, width: 8), to: folder.appendingPathComponent("a.mp4"),
          searchPath: folder.path)
      }
      #expect(try Data(contentsOf: count) == Data("x\n".utf8))
    }
  }

  /// A program that dies at once, in the middle, or after reading all; the clip is larger than any socket buffer.
  @Test(arguments: ["exit 3", "head -c 100000 > /dev/null; exit 3", "cat > /dev/null; exit 3"])
  func aFailingProgramLeavesTheOldFile(script: String) throws {
    try withFolder { folder in
      let url = folder.appendingPathComponent("a.mp4"), tool = folder.appendingPathComponent("ffmpeg")
      try AtomicFile.write(Array("#!/bin/sh\necho 'Unknown encoder' >&2\n\(script)\n".utf8), to: tool)
      chmod(tool.path, 0o755)
      try AtomicFile.write(Array("old".utf8), to: url)
      let clip = smoothClip(frameCount: 40, height: 128, width: 128)
      #expect(throws: MediaError.toolFailed(name: "ffmpeg", status: 3, message: "Unknown encoder")) {
        try MP4.write(clip, to: url, searchPath: folder.path)
      }
      #expect(try Data(contentsOf: url) == Data("old".utf8))
      #expect(try fileNames(folder) == ["a.mp4", "ffmpeg"])
    }
  }
}

@Suite struct FrameSequenceTests {
  private let clip = Clip(frames: (0..<12).map { noiseFrame(height: 4, width: 6, seed: $0) })

  @Test func otherProgramsReadIt() throws {
    try withFolder { folder in
      let frames = folder.appendingPathComponent("frames")
      try FrameSequence.write(clip, to: frames, texts: [PNGText("prompt", "x")])
      #expect(try fileNames(folder) == ["frames"])
      #expect(try fileNames(frames) == (1...12).map { String(format: "frame_%04d.png", $0) })
      let pattern = frames.appendingPathComponent("frame_%04d.png").path
      #expect(
        try Tool.decodedBytes(["-i", pattern])
          == PixelCode.bytes(Frame(height: 48, width: 6, pixels: clip.pixels)))
      #expect(try FrameSequence.read(frames) == clip)
    }
  }

  @Test func framesOfALongerClipAreNeverMixedIn() throws {
    try withFolder { folder in
      try FrameSequence.write(clip, to: folder)
      try AtomicFile.write([1] as [UInt8], to: folder.appendingPathComponent("notes.txt"))
      let short = Clip(frames: Array(clip.frames.reversed().prefix(5)))
      #expect(throws: MediaError.self) { try FrameSequence.write(short, to: folder) }
      #expect(try FrameSequence.read(folder) == clip)
      try FrameSequence.write(short, to: folder, removingOlder: true)
      #expect(try FrameSequence.read(folder) == short)
      #expect(try fileNames(folder).count == 6)
    }
  }

  @Test func refusesWhatIsNotOneClip() throws {
    try withFolder { folder in
      #expect(throws: MediaError.self) { try FrameSequence.read(folder) }
      #expect(throws: FileError.self) { try FrameSequence.read(folder.appendingPathComponent("missing")) }
      try FrameSequence.write(clip, to: folder)
      let third = folder.appendingPathComponent("frame_0003.png")
      try FileManager.default.removeItem(at: third)
      let error = try #require(throws: MediaError.self) { try FrameSequence.read(folder) }
      #expect("\(error)".contains("frame_0003.png is missing"))
      try PNG.write(Frame(height: 5, width: 6), to: third)
      #expect(throws: MediaError.self) { try FrameSequence.read(folder) }
      #expect(throws: FileError.self) { try FrameSequence.write(clip, to: third) }
      #expect(throws: FileError.self) {
        try FrameSequence.write(clip, to: folder.appendingPathComponent("a/b"))
      }
    }
  }
}
