// Where the camera goes, in amounts that keep who acts in view.

import Foundation
import ZoetropeRandom
import ZoetropeShot

extension Choreography {
  /// Lays the camera's moves out one after the other.
  mutating func setCamera() {
    var moves = shot.camera.isEmpty ? [CameraMove.still] : shot.camera
    let lead = elements.indices.first { !elements[$0].isPiece && !isCarried(elements[$0]) }
    if shot.camera.isEmpty, let lead, mustFollow(lead) { moves = [.track] }
    if moves == [.track],
      lead.map({ elements[$0].reach.upperBound - elements[$0].reach.lowerBound < 0.1 }) ?? true
    {
      // Nobody goes anywhere: what follows stands still.
      camera = Camera(move: .track)
      return
    }
    let duration = form.duration, length = duration / Double(moves.count)
    var views: [CameraKeyframe] = []
    for (number, move) in moves.enumerated() {
      let from = Double(number) * length
      let last = views.last ?? CameraKeyframe(t: 0)
      let way = path(move, from: from, lasts: length, lead, isFirst: number == 0, after: last)
      views += number == 0 ? way : Array(way.dropFirst())
    }
    if shot.shakes, !moves.contains(.handheld) { views = shaken(views) }
    camera = Camera(
      moves: moves.enumerated().map { Camera.Move($1, from: (Double($0) * length * 1000).rounded() / 1000) },
      keyframes: views.map { view in
        var view = view
        view.t = (view.t * 1000).rounded() / 1000
        return view.rounded
      })
  }

  // MARK: - Internals

  /// Whether the first actor would leave the frame, and nobody goes the other way.
  private func mustFollow(_ lead: Int) -> Bool {
    let element = elements[lead]
    let way = element.reach.upperBound - element.reach.lowerBound
    guard way + element.width > 0.95 else { return false }
    guard !element.beats.contains(where: { [.enter, .exit, .meet].contains($0.motion) }) else { return false }
    let direction = abs(element.reach.upperBound) > abs(element.reach.lowerBound)
    return elements.allSatisfy { other in
      let own = other.reach
      return other.isPiece || own.upperBound - own.lowerBound < 0.3
        || (abs(own.upperBound) > abs(own.lowerBound)) == direction
    }
  }

  /// The views of one move, from the one before on.
  private func path(
    _ move: CameraMove, from: Double, lasts: Double, _ lead: Int?, isFirst: Bool, after last: CameraKeyframe
  ) -> [CameraKeyframe] {
    let amount = min(max(shot.cameraAmount, 0), 2)
    var start = last, end = last
    (start.t, end.t) = (from, from + lasts)
    switch move {
    case .still: break
    case .panLeft, .panRight:
      let sign = move == .panRight ? 1.0 : -1.0
      let room = lead.map { max(0.2, 0.9 - elements[$0].width) } ?? 1.5
      let way = min([0.07, 0.12, 0.22][amount] * lasts, room)
      if isFirst { start.x = -sign * way / 2 }
      end.x = start.x + sign * way
    case .tiltUp, .tiltDown:
      let sign = move == .tiltDown ? 1.0 : -1.0
      let way = min([0.12, 0.18, 0.26][amount], 0.09 * lasts)
      if isFirst { start.y = -sign * way * 0.45 }
      end.y = start.y + sign * way
    case .zoomIn, .zoomOut:
      var most = [1.25, 1.5, 1.8][amount]
      if let lead { most = min(most, 0.95 / elements[lead].height, 0.95 / elements[lead].width) }
      most = max(most, 1.15)
      let near = view(zoom: (move == .zoomIn ? start.zoom : 1) * most, around: lead, at: 0)
      if move == .zoomIn {
        (end.x, end.y, end.zoom) = (start.x + near.x, start.y + near.y, min(start.zoom * most, 4))
      } else if isFirst {
        (start.x, start.y, start.zoom) = (near.x, near.y, near.zoom)
        (end.x, end.y, end.zoom) = (0, 0, 1)
      } else {
        end.zoom = max(start.zoom / most, 0.5)
      }
      return sampled(start, end, around: lead)
    case .track:
      guard let lead else { break }
      return following(lead, from: from, lasts: lasts, after: last)
    case .handheld:
      return shaken(
        stride(from: from, through: from + lasts, by: 0.25).map { time in
          var view = last
          (view.t, view.zoom) = (time, last.zoom * 1.04)
          return view
        })
    }
    return [start, end]
  }

  /// A view that shows an element where the neutral one does, larger.
  private func view(zoom: Double, around lead: Int?, at time: Double) -> CameraKeyframe {
    let zoom = min(max(zoom, 0.25), 4)
    guard let lead else { return CameraKeyframe(t: time, zoom: zoom) }
    let element = elements[lead]
    let middle = SIMD2(element.x, element.foot - element.height / 2) - 0.5
    // A little more than keeps it in its place: towards the middle of the frame.
    let shift = middle * (1 - 1 / zoom) * 1.1
    return CameraKeyframe(t: time, x: shift.x, y: shift.y, zoom: zoom)
  }

  /// A zoom's views: the place goes with the magnification, so that what is zoomed at goes straight.
  private func sampled(_ start: CameraKeyframe, _ end: CameraKeyframe, around lead: Int?) -> [CameraKeyframe]
  {
    (0...4).map { step in
      let share = Double(step) / 4
      let zoom = start.zoom * pow(end.zoom / start.zoom, share)
      let part =
        abs(end.zoom - start.zoom) < 1e-9
        ? share : (1 / start.zoom - 1 / zoom) / (1 / start.zoom - 1 / end.zoom)
      return CameraKeyframe(
        t: start.t + (end.t - start.t) * share, x: start.x + (end.x - start.x) * part,
        y: start.y + (end.y - start.y) * part, zoom: zoom)
    }
  }

  /// The views of a camera that goes along with somebody, as far as he would leave the frame.
  private func following(
    _ lead: Int, from: Double, lasts: Double, after last: CameraKeyframe
  ) -> [CameraKeyframe] {
    let element = elements[lead]
    let way = element.reach.upperBound - element.reach.lowerBound
    let room = min(0.34, max(0.1, 0.8 - element.width))
    let share = shot.camera.isEmpty ? max(0.3, (way - room) / max(way, 0.01)) : 0.85
    let middle = (element.reach.lowerBound + element.reach.upperBound) / 2
    let isFirst = from == 0
    let times = stride(from: from, through: from + lasts, by: 0.5).map { $0 } + [from + lasts]
    var views: [CameraKeyframe] = []
    for time in times where views.last.map({ time - $0.t > 0.01 }) ?? true {
      var view = last
      view.t = time
      view.x =
        isFirst
        ? share * (place(element, at: time) - middle)
        : last.x + share * (place(element, at: time) - place(element, at: from))
      view.x = min(max(view.x, -60), 60)
      views.append(view)
    }
    return views
  }

  /// How far an element is from where it began.
  private func place(_ element: Element, at time: Double) -> Double {
    var place = 0.0
    for (number, beat) in element.beats.enumerated() where beat.from < time {
      let end = number + 1 < element.beats.count ? min(element.beats[number + 1].from, time) : time
      place += beat.velocity * max(0, end - beat.from)
    }
    return place
  }

  private func shaken(_ views: [CameraKeyframe]) -> [CameraKeyframe] {
    var generator = Generator(seed: form.seed, stream: 0x5A4E)
    let size = shot.shakes ? 0.03 : 0.012, step = shot.shakes ? 0.125 : 0.25
    let track = CameraTrack(Camera(keyframes: views))
    let last = views.last?.t ?? form.duration
    let first = views.first?.t ?? 0
    return stride(from: first, through: max(last, form.duration), by: step).map { time in
      var view = track.view(at: time)
      view.x += generator.uniform(-size...size)
      view.y += generator.uniform(-size...size)
      return view
    }
  }
}
