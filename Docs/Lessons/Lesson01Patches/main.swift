// Lesson 1: a video as patches.
// A clip is cut into blocks of pixels and frames; each becomes one row of a matrix. That matrix is all that the network sees.
// Run: swift run -c release Lesson01Patches [--short]

import LessonKit
import ZoetropeCompute
import ZoetropeDenoiser
import ZoetropeShot
import ZoetropeMedia

Lesson.begin(1, "a video as patches")

let clip = Lesson.ball(frameCount: 8, side: 32)
print("the clip: \(clip.frameCount) frames of \(clip.height)×\(clip.width) pixels, 3 colours each,")
print("  \(clip.pixels.count) numbers from −1 (none) to 1 (full)\n")

// Two frames deep, eight pixels high and wide: 2 · 8 · 8 · 3 = 384 numbers.
let size = PatchSize(frames: 2, height: 8, width: 8)
let patches = try clip.patchify(size)  // [N, P]
let grid = try PatchGrid(
  frameCount: clip.frameCount, height: clip.height, width: clip.width, patch: size)
print("the grid: \(grid.frames) steps in time × \(grid.rows) rows × \(grid.columns) columns")
print("the matrix: \(patches.shape), one row per patch\n")

// One row of it, as the picture it is: the red of its first frame.
let index = (0 * grid.rows + 2) * grid.columns + 1
let row = patches.rows(index..<index + 1).elements
print("patch \(index), red of its first frame:")
Lesson.show((0..<64).map { row[$0 * 3] }, width: 8)

// Nothing is lost: put together again it is the same clip, number for number.
let again = Clip(unpatchifying: patches, grid: grid, patch: size, frameRate: clip.frameRate)
print("\nput together again: \(again == clip ? "the same clip" : "another clip!")")

// The first frame with its patches pulled apart, and all frames of one place in a row.
let cells = (0..<grid.rows * grid.columns).map { place -> ContactSheet.Tile in
  ContactSheet.Tile(picture(of: place, frame: 0))
}
try Lesson.save(
  ContactSheet(columns: grid.columns, scale: 6, spacing: 3).render(cells), "1-patches-of-a-frame")
let through = (0..<grid.frames).flatMap { step in
  (0..<size.frames).map { frame in
    ContactSheet.Tile(
      picture(of: step * grid.rows * grid.columns + 2 * grid.columns + 1, frame: frame),
      "frame \(step * size.frames + frame)")
  }
}
try Lesson.save(ContactSheet(columns: 8, scale: 10, textScale: 1).render(through), "1-one-place-in-time")

/// A patch's pixels in one of its frames.
func picture(of patch: Int, frame: Int) -> Frame {
  let values = patches.rows(patch..<patch + 1).elements
  let count = size.height * size.width * Clip.channelCount
  return Frame(
    height: size.height, width: size.width, pixels: Array(values[frame * count..<(frame + 1) * count]))
}

Lesson.end(
  "Make patches of 1×4×4 and of 4×16×16. How many are there, and how long is each row? What stays the same?",
  "Exchange two rows of the matrix before putting it together. Which part of the clip moves, in space and in time?"
)
