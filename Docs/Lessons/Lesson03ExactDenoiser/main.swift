// Lesson 3: a denoiser that is exact.
// Where the data are Gaussian, the best guess of x from z is a formula. With it, all that is wrong in the end is the sampler's
// fault, so samplers can be measured.
// Run: swift run -c release Lesson03ExactDenoiser [--short]

import LessonKit
import ZoetropeCompute
import ZoetropeDenoiser
import ZoetropeShot
import ZoetropeMedia

Lesson.begin(3, "a denoiser that is exact")

// The data: pictures that are the ball on average; every pixel varies by itself, little outside the ball and much inside.
let side = 32
let mean = Lesson.ball(frameCount: 1, side: side).pixels  // μ
let spread = mean.indices.map { mean[$0 / 3 * 3] > 0 ? Float(0.35) : Float(0.05) }  // σ

/// The best guess, E[x | z] = μ + (1 − t)σ² / ((1 − t)²σ² + t²) · (z − (1 − t)μ).
func denoise(_ z: Tensor, _ t: Double) -> Tensor {
  let keep = Float(1 - t)
  let values = z.elements.enumerated().map { index, value -> Float in
    let variance = spread[index] * spread[index]
    let gain = keep * variance / (keep * keep * variance + Float(t * t))
    return mean[index] + gain * (value - keep * mean[index])
  }
  return Tensor(values, z.shape)
}

let noise = Tensor.normal([mean.count], seed: 3)
// The path of every pixel is known too: it ends as far from μ, in units of σ, as its noise was from 0.
let exact = noise.elements.enumerated().map { mean[$0] + spread[$0] * $1 }

/// Walks from the noise to data.
func sample(_ kind: SamplerKind, _ levels: [Double]) -> [Float] {
  let sampler = Sampler(kind, levels: levels)
  var state = SamplerState(noise: noise)
  for _ in 0..<sampler.stepCount { sampler.step(&state, denoise: denoise) }
  return state.z.elements
}

let counts = Lesson.isShort ? [2, 4, 8] : [2, 4, 8, 16, 32, 64]
print("Distance from the exact end by number of steps (levels evenly spaced):\n")
Lesson.row("sampler", counts.map(Double.init), "%9.0f")
for kind in SamplerKind.allCases {
  let errors = try counts.map { count in
    Lesson.distance(sample(kind, try NoiseSchedule(.linear).levels(stepCount: count)), exact)
  }
  Lesson.row("\(kind), \(kind.evaluationsPerStep) per step", errors, "%9.5f")
}
print("\nEach doubling of the steps halves Euler's error; the others' falls faster.\n")

print("And with \(counts[1]) steps of DPM-Solver++, by where the steps are:\n")
for kind in NoiseSchedule.Kind.allCases {
  let levels = try NoiseSchedule(kind).levels(stepCount: counts[1])
  Lesson.row("\(kind)", [Lesson.distance(sample(.dpmpp2m, levels), exact)], "%9.5f")
}

// The first guess, from noise alone, is the mean of all pictures: smooth. Detail comes with the later steps.
var tiles = [
  ContactSheet.Tile(frame(noise.elements), "noise"),
  ContactSheet.Tile(frame(denoise(noise, 1).elements), "first guess"),
]
for count in [1, 2, 4, 8] {
  let levels = try NoiseSchedule(.linear).levels(stepCount: count)
  tiles.append(ContactSheet.Tile(frame(sample(.euler, levels)), "\(count) steps"))
}
tiles.append(ContactSheet.Tile(frame(exact), "exact"))
print("")
try Lesson.save(ContactSheet(columns: 7, scale: 4).render(tiles), "3-exact-denoiser")

func frame(_ pixels: [Float]) -> Frame { Frame(height: side, width: side, pixels: pixels) }

Lesson.end(
  "Why is the guess from pure noise (t = 1) the mean picture, whatever the noise? Read it off the formula.",
  "Make σ of the ball ten times smaller. Which sampler gains most, and why does one step now nearly suffice?")
