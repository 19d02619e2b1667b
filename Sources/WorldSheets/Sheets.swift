import Foundation
import ZoetropeFilm
import ZoetropeRandom
import ZoetropeWorld

/// Writes one folder of labelled frames per sheet; the file name is the label.
struct Sheets {
  let world: World
  let folder: URL
  let patchSide: Int

  func writeAll() throws {
    for kind in ActorKind.allCases { try write("kinds", kind.rawValue, SamplePlan.portrait(of: kind)) }
    for scene in Scene.allCases {
      for time in TimeOfDay.allCases {
        try write("scenes", "\(scene.rawValue)-\(time.rawValue)", SamplePlan.view(of: scene, time: time))
      }
    }
    for weather in Weather.allCases {
      for scene in [Scene.meadow, .city, .sea, .sky] {
        var plan = SamplePlan.view(of: scene, time: .day)
        plan.weather = weather
        try write("weather", "\(weather.rawValue)-\(scene.rawValue)", plan)
      }
    }
    for period in Period.allCases {
      for time in [TimeOfDay.day, .night] {
        for scene in [Scene.city, .stage] {
          var plan = SamplePlan.view(of: scene, time: time)
          plan.period = period
          try write("periods", "\(period.rawValue)-\(scene.rawValue)-\(time.rawValue)", plan)
        }
      }
    }
    for look in Look.allCases {
      for (scene, kind, time) in [
        (Scene.meadow, ActorKind.dog, TimeOfDay.day), (.city, .car, .night), (.sea, .sailboat, .sunset),
        (.snow, .bear, .day),
      ] {
        var plan = SamplePlan.scene(scene, time: time, kinds: [kind])
        plan.look = look
        try write("looks", "\(look.rawValue)-\(scene.rawValue)", plan)
      }
    }
    for kind in [ActorKind.car, .dog, .elephant, .dragon, .balloon] {
      for tint in Tint.allCases {
        var plan = SamplePlan.portrait(of: kind)
        plan.actors[0].tint = tint
        try write("tints", "\(kind.rawValue)-\(tint.rawValue)", plan)
      }
    }
    try writeMotions()
    try writeRandom(64)
    for shape in FrameShape.allCases {
      for shotSize in ShotSize.allCases {
        for scene in [Scene.beach, .forest, .city, .stage, .space] {
          var plan = SamplePlan.scene(scene, time: .sunset, kinds: [.horse, .robot])
          plan.size = shape
          plan.shotSize = shotSize
          try write("shapes", "\(shape.rawValue)-\(scene.rawValue)-\(shotSize.rawValue)", plan)
        }
      }
    }
    for move in CameraMove.allCases { try write("camera", move.rawValue, SamplePlan.move(move), frames: 5) }
  }

  /// One sampled shot of each motion, in five frames.
  private func writeMotions() throws {
    var options = ShotSampler.Options()
    options.looks = [.natural]
    options.shapes = [.square]
    let sampler = ShotSampler(options)
    for motion in Motion.allCases {
      for index in 0..<10_000 {
        var generator = Generator(seed: 7, stream: UInt64(index))
        let plan = sampler.sample(using: &generator)
        guard plan.actors.first?.motion == motion, plan.camera.move == .still, plan.weather == .clear else {
          continue
        }
        try write("motions", motion.rawValue, plan, frames: 5)
        break
      }
    }
  }

  /// Shots as the trainer sees them: the first, the middle and the last frame of each.
  private func writeRandom(_ count: Int) throws {
    let sampler = ShotSampler()
    for index in 0..<count {
      var generator = Generator(seed: 2026, stream: UInt64(index))
      let plan = sampler.sample(using: &generator)
      let cast = plan.actors.map { "\($0.tint?.rawValue ?? "") \($0.kind.rawValue) \($0.motion.rawValue)" }
      let words = [
        plan.scene.rawValue, plan.time.rawValue, plan.weather.rawValue, plan.look.rawValue,
        plan.camera.move.rawValue,
      ]
      let label =
        "\(index < 10 ? "0" : "")\(index) \((cast + [words.joined(separator: " ")]).joined(separator: ", "))"
      try write("random", label, plan, frames: 3)
    }
  }

  private func write(_ sheet: String, _ label: String, _ plan: ShotPlan, frames: Int = 1) throws {
    let clip = try world.render(plan, patchSide: patchSide, frameCount: frames == 1 ? 4 : 16)
    let directory = folder.appendingPathComponent(sheet)
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    for index in 0..<frames {
      let frame = frames == 1 ? 3 : index * (clip.frameCount - 1) / (frames - 1)
      let name = frames == 1 ? label : "\(label)-\(index)"
      try ppm(clip[frame: frame]).write(to: directory.appendingPathComponent("\(name).ppm"))
    }
  }

  private func ppm(_ frame: Frame) -> Data {
    Data("P6 \(frame.width) \(frame.height) 255\n".utf8)
      + Data(frame.pixels.map { UInt8(max(0, min(255, (($0 + 1) * 127.5).rounded()))) })
  }
}
