// Lesson 2: noise, and the straight path to it.
// A clip x and noise ε are mixed by a level t: z = (1 − t)·x + t·ε. Whoever knows the direction back to x can undo it.
// Run: swift run -c release Lesson02Noise [--short]

import LessonKit
import ZoetropeCompute
import ZoetropeDenoiser
import ZoetropeShot
import ZoetropeMedia

Lesson.begin(2, "noise, and the straight path to it")

let clip = Lesson.ball(frameCount: 1, side: 32)
let x = clip.pixels
let noise = Tensor.normal([x.count], seed: 1).elements  // ε: mean 0, deviation 1

let levels: [Float] = [0, 0.2, 0.4, 0.6, 0.8, 1]
print("t is the level of noise: 0 is the clip, 1 is noise and nothing else.\n")
print("t                         deviation   likeness to the clip")
var tiles: [ContactSheet.Tile] = []
for t in levels {
  let z = zip(x, noise).map { FlowPath.state(x: $0, noise: $1, t: t) }
  Lesson.row(String(format: "%.1f", t), [deviation(z), correlation(z, x)], "%12.3f")
  tiles.append(ContactSheet.Tile(Frame(height: 32, width: 32, pixels: z), "t = \(t)"))
}
try Lesson.save(ContactSheet(columns: 6, scale: 4).render(tiles), "2-noise-levels")

// The velocity v = ε − x is the same all along the path: it is straight.
let t: Float = 0.7
let z = zip(x, noise).map { FlowPath.state(x: $0, noise: $1, t: t) }
let velocity = zip(z, x).map { FlowPath.velocity(x: $1, z: $0, t: t) }
print("\nfrom z at t = \(t), (z − x)/t differs from ε − x by at most")
print("  ", zip(velocity, zip(noise, x)).map { abs($0 - ($1.0 - $1.1)) }.max() ?? 0, "(rounding)")

// So one step of any length along −v leads straight to the clip, if v is known.
let back = zip(z, velocity).map { $0 - t * $1 }
print("one step of length t back along v: \(Lesson.distance(back, x)) from the clip")

// It is not known, of course: guessing it from z alone is the whole job of a denoiser. The dumbest guess of x is a grey picture:
let mean = x.reduce(0, +) / Float(x.count)
let grey = [Float](repeating: mean, count: x.count)
print("\na denoiser that always guesses the mean grey is off by \(Lesson.distance(grey, x)),")
print("one that returns z itself at t = \(t) by \(Lesson.distance(z, x)). Lesson 3 has the best one.")

/// Standard deviation.
func deviation(_ values: [Float]) -> Double {
  let mean = values.reduce(0.0) { $0 + Double($1) } / Double(values.count)
  return (values.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / Double(values.count))
    .squareRoot()
}

/// Correlation, −1…1.
func correlation(_ a: [Float], _ b: [Float]) -> Double {
  let (ma, mb) = (a.reduce(0, +) / Float(a.count), b.reduce(0, +) / Float(b.count))
  let product = zip(a, b).reduce(0.0) { $0 + Double(($1.0 - ma) * ($1.1 - mb)) } / Double(a.count)
  return product / (deviation(a) * deviation(b))
}

Lesson.end(
  "At which t is the likeness to the clip one half? Does a brighter or a larger ball change that?",
  "Mix with noise of deviation 2. What must the velocity be now, and does one step still lead back?")
