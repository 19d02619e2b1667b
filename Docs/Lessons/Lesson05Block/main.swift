// Lesson 5: the block of a diffusion transformer.
// Attention and an MLP, each behind a norm and added to what came in. The noise level chooses shift, scale and gate of both (adaLN);
// gates begin at zero, so a new block changes nothing (adaLN-Zero).
// Run: swift run -c release Lesson05Block [--short]

import LessonKit
import ZoetropeCompute
import ZoetropeShot
import ZoetropeLayers
import ZoetropeMedia

Lesson.begin(5, "the block of a diffusion transformer")

let d = 64
let shape = BlockConfiguration(hiddenSize: d, headCount: 4, mlpRatio: 4, isModulated: true, isCausal: false)

// The initialiser of a network asks a source for its parameters by name; a source that takes notes gives the list of them.
let layout = ParameterLayout.of { _ = TransformerBlock($0, shape) }
print("its \(layout.count) parameters:")
for parameter in layout.specifications {
  print("  \(parameter.name.padding(toLength: 28, withPad: " ", startingAt: 0)) \(parameter.shape)")
}

let n = 48
let x = Variable(Tensor.normal([n, d], seed: 1))
let tokens = TokenLayout(segments: [AttentionSegment(0..<n)], rotary: nil)
let condition = Variable(Tensor.normal([1, d], seed: 2))

// As it is made: both gates are zero.
var parameters = Parameters(layout: layout, seed: 7)
let fresh = TransformerBlock(ParameterSource(parameters), shape)
let out = fresh(x, tokens, condition: condition)
print("\na new block changes its input by \(Lesson.distance(out.value.elements, x.value.elements))\n")

// Let the condition open the gates a little: slots are shift, scale, gate of attention, then of the MLP, D numbers each.
print("gate                         change of the rows")
let slots = ["attention", "MLP"]
for (branch, slot) in zip(slots, [2, 5]) {
  for gate in [0.1, 0.5, 1.0] {
    parameters = Parameters(layout: layout, seed: 7)
    set(&parameters, "modulation.bias", slot * d..<(slot + 1) * d, to: Float(gate))
    let block = TransformerBlock(ParameterSource(parameters), shape)
    let changed = block(x, tokens, condition: condition).value.elements
    Lesson.row("\(branch), \(gate)", [Lesson.distance(changed, x.value.elements)])
  }
}

// What is between tokens and what is within them: change one token of the input, and see who notices.
print("\nA token of the input is changed. Rows of the output that change:")
for (branch, slot) in zip(slots, [2, 5]) {
  parameters = Parameters(layout: layout, seed: 7)
  set(&parameters, "modulation.bias", slot * d..<(slot + 1) * d, to: 1)
  let block = TransformerBlock(ParameterSource(parameters), shape)
  var other = x.value
  other.withUnsafeMutableBuffer { buffer in for column in 0..<d { buffer[5 * d + column] += 1 } }
  let (a, b) = (block(x, tokens, condition: condition), block(Variable(other), tokens, condition: condition))
  let rows = (0..<n).filter { a.value.rows($0..<$0 + 1) != b.value.rows($0..<$0 + 1) }
  print("  only \(branch) open: \(rows.count) of \(n)")
}

// Look inside: a recorder sees queries and keys while the block runs.
let recorder = Recorder([.queries, .keys])
ComputeContext(observer: recorder).run { _ = fresh(x, tokens, condition: condition) }
let (query, key) = (recorder[.queries][0], recorder[.keys][0])
var scores = [Float](repeating: 0, count: n * n)
for i in 0..<n {
  for j in 0..<n {
    scores[i * n + j] = (0..<16).reduce(0) { $0 + query[i, $1] * key[j, $1] } / 4 / 4
  }
}
print("\nq·k/√d of head 0, token by token (divided by 4 to fit a picture):")
try Lesson.save(
  Frame(height: n, width: n, pixels: scores.flatMap { [$0, $0, $0] }).enlarged(by: 6), "5-scores")

/// Sets some elements of a parameter.
func set(_ parameters: inout Parameters, _ name: String, _ range: Range<Int>, to value: Float) {
  guard let place = parameters.layout[name]?.range else { return }
  parameters.storage.withUnsafeMutableBuffer { buffer in
    for index in range { buffer[place.lowerBound + index] = value }
  }
}

Lesson.end(
  "Open both gates to 1 and stack the block on its own output twenty times. How do the rows grow, and what do norms do about it?",
  "Which parameter would you set to make the block treat t = 0 and t = 1 differently? Try it with two conditions."
)
