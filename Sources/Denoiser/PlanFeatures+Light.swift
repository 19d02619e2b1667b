// What the time steps are told of the light: the shot's words, in shares while one light becomes another.

import ZoetropeShot

extension PlanFeatures {
  /// The lights of the frames, which of them each time step has, and the words' rows of each state that occurs, in order.
  static func light(
    of plan: ShotPlan, _ geometry: ClipGeometry, words: PlanWords, dropsWords: Bool
  ) -> (lights: [[LightWord]], ofStep: [Int], rows: [[Int32]]) {
    let steps = geometry.grid.frames, depth = geometry.patch.frames
    func whole(_ rows: [Int32]) -> [LightWord] { rows.map { LightWord(row: $0, share: 1) } }
    if dropsWords {
      return ([whole(words.droppedShot)], Array(repeating: 0, count: steps), [words.droppedShot])
    }
    if plan.changes.isEmpty { return ([whole(words.shot)], Array(repeating: 0, count: steps), [words.shot]) }
    var lights: [[LightWord]] = [], ofStep: [Int] = [], rows: [[Int32]] = []
    for step in 0..<steps {
      let times = geometry.times[step * depth..<(step + 1) * depth]
      let states = plan.lightStates(at: times.reduce(0, +) / Double(depth))
      var light: [LightWord] = []
      for (state, share) in states {
        let own = words.lights[state] ?? words.shot
        if !rows.contains(own) { rows.append(own) }
        for row in own {
          if let index = light.firstIndex(where: { $0.row == row }) {
            light[index] = LightWord(row: row, share: light[index].share + Float(share))
          } else {
            light.append(LightWord(row: row, share: Float(share)))
          }
        }
      }
      if let index = lights.firstIndex(of: light) {
        ofStep.append(index)
      } else {
        ofStep.append(lights.count)
        lights.append(light)
      }
    }
    return (lights, ofStep, rows)
  }
}
