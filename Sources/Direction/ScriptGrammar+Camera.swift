// How it is filmed: moves of the camera, size of the shot, length, and where in the frame everybody is.

import ZoetropeCast
import ZoetropeLanguage
import ZoetropeShot

extension ScriptGrammar {
  /// Camera, shot size, tempo and length.
  mutating func readCamera() throws {
    var isSizeStated = false
    for (index, mention) in reading.mentions.enumerated() where fates[index] == nil {
      switch mention.kind {
      case .camera: try camera(index)
      case .shot:
        if let size = ShotSize(rawValue: mention.key) { (shot.shotSize, isSizeStated) = (size, true) }
        fates[index] = .camera
      case .duration:
        fates[index] = .camera
        if mention.subjects.isEmpty { shot.seconds = mention.seconds }
      case .beat: fates[index] = .grammar
      default: break
      }
    }
    readCameraWords()
    if !isSizeStated, !isAerial {
      let answer = try choose(ScriptSlot(.shotSize), among: [0, 1, 2], usual: 1)
      shot.shotSize = ShotSize.allCases[answer]
    }
    if shot.camera.isEmpty {
      let answer = try choose(
        ScriptSlot(.camera), among: Array(CameraMove.allCases.indices), usual: 0)
      if answer > 0 { shot.camera = [CameraMove.allCases[answer]] }
    }
    if shot.camera.contains(where: { $0 != .still && $0 != .track && $0 != .handheld }), !isAmountStated {
      shot.cameraAmount = try choose(ScriptSlot(.cameraAmount), among: [0, 1, 2], usual: 1)
    }
  }

  /// Where in the frame everybody is, and how large.
  mutating func compose() throws {
    if !shot.actors.isEmpty {
      shot.scale = try choose(ScriptSlot(.scale), among: Array(0..<5), usual: 2)
    }
    let free = shot.actors.indices.filter { shot.actors[$0].carrier == nil }
    for (place, actor) in free.enumerated() where shot.actors[actor].column == nil {
      let usual = Int(9 * (Double(place) + 0.5) / Double(free.count))
      shot.actors[actor].column = try choose(
        ScriptSlot(.column, of: actor), among: Array(0..<9), usual: usual)
    }
    for actor in free where !isRowStated(actor) {
      shot.actors[actor].row = try choose(ScriptSlot(.row, of: actor), among: [0, 1, 2], usual: 1)
    }
  }

  // MARK: - Internals

  private var isAerial: Bool {
    reading.mentions.contains { $0.kind == .camera && $0.key == "aerial" && !$0.isNegated }
  }

  private var isAmountStated: Bool {
    reading.mentions.contains { word in
      word.kind == .speed && word.subjects.contains { mention($0).kind == .camera }
    }
  }

  private func isRowStated(_ actor: Int) -> Bool {
    reading.mentions.contains { word in
      word.kind == .side && ["near", "far", "bottom"].contains(word.key)
        && (word.subjects.isEmpty ? actor == 0 : word.subjects.contains { self.actor($0) == actor })
    }
  }

  private mutating func camera(_ index: Int) throws {
    let key = mention(index).key
    fates[index] = .camera
    if let move = CameraMove(rawValue: key) {
      add(move)
    } else if let (move, isNear) = CameraWords.moves[key] {
      add(move)
      if isNear { notes.append("\(quoted(index)) is shown as \(move.rawValue), the nearest move") }
    } else if let choices = CameraWords.choices[key] {
      let allowed = choices.compactMap { CameraMove.allCases.firstIndex(of: $0) }.sorted()
      add(CameraMove.allCases[try choose(ScriptSlot(.camera), among: allowed, usual: allowed[0])])
    } else {
      switch key {
      case "shake":
        add(.handheld)
        shot.shakes = true
      case "steady": if shot.camera.isEmpty { add(.still) }
      case "slowMotion": slowDown()
      case "fastMotion": shot.tempo = 1.6
      case "timelapse":
        shot.tempo = 1.6
        notes.append("\(quoted(index)) is shown as fast motion, the nearest")
      case "aerial":
        shot.shotSize = .wide
        notes.append("\(quoted(index)) is shown as a wide shot; plans are seen from the side")
      case "frontView", "sideView": break
      default: leaveOut(index, "is nothing that the camera of a plan can do, and was left out")
      }
    }
  }

  private mutating func slowDown() {
    shot.tempo = 0.6
    for actor in shot.actors.indices
    where shot.actors[actor].speed == .normal && shot.actors[actor].beats.allSatisfy({ $0.speed == nil }) {
      shot.actors[actor].speed = .slow
    }
  }

  private mutating func add(_ move: CameraMove) {
    if shot.camera.last != move { shot.camera.append(move) }
    if shot.camera.count > 1 { shot.camera.removeAll { $0 == .still } }
    if shot.camera.isEmpty { shot.camera = [move] }
  }

  /// How fast the camera goes, and which directions were meant for it.
  private mutating func readCameraWords() {
    for (index, word) in reading.mentions.enumerated() where fates[index] == nil {
      guard word.subjects.contains(where: { mention($0).kind == .camera }) else { continue }
      if word.kind == .speed {
        shot.cameraAmount = word.key == "slow" ? 0 : word.key == "fast" ? 2 : 1
        fates[index] = .property(word.subjects)
      } else if word.kind == .direction {
        fates[index] = .property(word.subjects)
      }
    }
  }
}

/// What words for the camera mean as moves of a plan.
enum CameraWords {
  /// A move, and whether it is only the nearest. A pan of a plan is a walk past the scene.
  static let moves: [String: (move: CameraMove, isNear: Bool)] = [
    "truckLeft": (.panLeft, false), "truckRight": (.panRight, false), "dollyIn": (.zoomIn, true),
    "dollyOut": (.zoomOut, true), "dolly": (.zoomIn, true), "dollyZoom": (.zoomIn, true),
    "pedestalUp": (.tiltUp, true), "pedestalDown": (.tiltDown, true), "crane": (.tiltUp, true),
    "orbit": (.panRight, true),
  ]
  /// Moves whose side is left open.
  static let choices: [String: [CameraMove]] = [
    "pan": [.panLeft, .panRight], "truck": [.panLeft, .panRight], "tilt": [.tiltUp, .tiltDown],
    "zoom": [.zoomIn, .zoomOut],
  ]
}
