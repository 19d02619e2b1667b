// Lesson 4: attention, on BLAS.
// softmax(q·kᵀ/√d)·v is two matrix products and a softmax between them. Written as loops it is plain; written as products it is fast.
// Run: swift run -c release Lesson04Attention [--short]

import Foundation
import LessonKit
import ZoetropeCompute
import ZoetropeDenoiser
import ZoetropeShot
import ZoetropeMedia

Lesson.begin(4, "attention, on BLAS")

// One token per 2×2 pixels, which is just its colour: queries and keys made of colours find places of the same colour.
let clip = Lesson.ball(frameCount: 2, side: 32)
let size = PatchSize(frames: 1, height: 2, width: 2)
let patches = try clip.patchify(size)
let colors = (0..<patches.shape.rows).map { row -> [Float] in
  let values = patches.rows(row..<row + 1).elements
  return (0..<3).map { channel in
    stride(from: channel, to: 12, by: 3).reduce(Float(0)) { $0 + values[$1] } / 4
  }
}
let tokenCount = colors.count  // 2 frames × 16 × 16
let sharpness: Float = 6
let queries = Tensor(colors.flatMap { $0.map { $0 * sharpness } + [0] }, [tokenCount, 4])

// How much each token takes from each, one head.
let query = Variable(queries)
let shares = Variable.attentionProbabilities(
  query: query.columns(0..<4), key: query.columns(0..<4), heads: 1,
  segments: [AttentionSegment(0..<tokenCount)])[0]  // [1, tokens, tokens]

// The ball in the first frame looks at the ball, there and in the second frame.
let asking = 11 * 16 + 4
let row = (0..<tokenCount).map { shares[0, asking, $0] }
let top = row.max() ?? 1
print("A token of the ball asks; bright is what it looks at. Frame 0, then frame 1:\n")
for frame in 0..<2 {
  Lesson.show((0..<256).map { 2 * row[frame * 256 + $0] / top - 1 }, width: 16)
  print("")
}
let sheet = (0..<2).flatMap { frame in
  [
    ContactSheet.Tile(clip[frame: frame].enlarged(by: 2), "frame \(frame)"),
    ContactSheet.Tile(
      Frame(
        height: 16, width: 16,
        pixels: (0..<256).flatMap { at in
          [Float](repeating: 2 * row[frame * 256 + at] / top - 1, count: 3)
        }
      ).enlarged(by: 4), "what it sees"),
  ]
}
try Lesson.save(ContactSheet(columns: 4, scale: 2).render(sheet), "4-attention")

// The same numbers two ways: loops in double precision (Compute/Reference), and products on BLAS.
let (n, d, heads) = Lesson.isShort ? (64, 64, 4) : (512, 256, 4)
let (q, k, v) = (
  Tensor.normal([n, d], seed: 1), Tensor.normal([n, d], seed: 2), Tensor.normal([n, d], seed: 3)
)
let clock = ContinuousClock()
var plain = Reference.Matrix(rows: 0, columns: 0)
let slow = clock.measure {
  plain = Reference.attention(
    query: .init(q), key: .init(k), value: .init(v), heads: heads, segments: [AttentionSegment(0..<n)])
}
func fast() -> Tensor {
  Variable.attention(
    query: Variable(q).columns(0..<d), key: Variable(k).columns(0..<d), value: Variable(v).columns(0..<d),
    heads: heads, segments: [AttentionSegment(0..<n)]
  ).value
}
var result = fast()  // the first one warms up
let times = (0..<10).map { _ in clock.measure { result = fast() } }
let best = times.min() ?? .zero
let seconds = { (time: Duration) in
  Double(time.components.seconds) + Double(time.components.attoseconds) * 1e-18
}
let flop = 4 * Double(n) * Double(n) * Double(d)  // two products of 2·n·n·d each
print(
  "\n\(n) tokens, \(heads) heads of \(d / heads); the two differ by at most \(zip(result.elements, plain.elements).map { abs(Double($0) - $1) }.max() ?? 0)"
)
print(String(format: "loops    %9.2f ms  %7.2f GFLOP/s", seconds(slow) * 1e3, flop / seconds(slow) / 1e9))
print(
  String(
    format: "products %9.2f ms  %7.2f GFLOP/s, on %@", seconds(best) * 1e3, flop / seconds(best) / 1e9,
    BLAS.name))

Lesson.end(
  "Set `sharpness` to 0 and to 50. What does the softmax become at each end?",
  "Double n. By how much does the time of the products grow, and what does that mean for longer clips?")
