// What a patch is told about the camera: which part of the scene it shows.

import Foundation
import ZoetropeCompute
import ZoetropeScenery
import ZoetropeShot

extension PlanFeatures {
  /// Octaves of the Fourier features of background coordinates.
  static let cameraOctaves = 4
  /// The parallaxes of a far and of a near layer of the background.
  static let parallaxes = [0.3, 0.8]

  /// Numbers per patch; a network that reads pictures is told the frame rate, too.
  static func cameraCount(_ patch: PatchSize, _ appearance: DenoiserConfiguration.Appearance) -> Int {
    patch.frames * (parallaxes.count * 4 * cameraOctaves + 3) + 4 + (appearance == .pictures ? 1 : 0)
  }

  /// For every patch: which part of a far and of a near background layer it shows, frame by frame.
  ///
  /// Per frame and parallax: sines and cosines of `π/2 · 2^k · (X, Y)`, the background coordinates of the patch's
  /// centre in frame sizes from the middle; the camera's shift and log₂ of its zoom; then the patch's own place.
  ///
  /// - Parameter frameRate: told as log₂ of twelfths, and then the shift across is that from the middle of the frames at hand,
  ///   since a tracking camera goes far; nil for a network that is told neither.
  static func cameraFeatures(_ camera: Camera, _ geometry: ClipGeometry, frameRate: Double?) -> Tensor {
    let (grid, patch) = (geometry.grid, geometry.patch)
    let track = CameraTrack(camera)
    let views = geometry.times.map { track.view(at: $0) }
    let count = cameraCount(patch, frameRate == nil ? .kinds : .pictures)
    let middle = frameRate == nil ? 0 : views.reduce(0) { $0 + $1.x } / Double(views.count)
    var values: [Float] = []
    values.reserveCapacity(grid.count * count)
    for step in 0..<grid.frames {
      for row in 0..<grid.rows {
        for column in 0..<grid.columns {
          let place = SIMD2(
            (Double(column) + 0.5) / Double(grid.columns) - 0.5, (Double(row) + 0.5) / Double(grid.rows) - 0.5
          )
          for frame in step * patch.frames..<(step + 1) * patch.frames {
            let view = views[frame]
            for parallax in parallaxes {
              let seen = CameraProjection(view).scene(place, parallax: parallax)
              for axis in 0..<2 {
                var sine = Foundation.sin(seen[axis] * .pi / 2)
                var cosine = Foundation.cos(seen[axis] * .pi / 2)
                for _ in 0..<cameraOctaves {
                  values.append(Float(sine))
                  values.append(Float(cosine))
                  (sine, cosine) = (2 * sine * cosine, cosine * cosine - sine * sine)
                }
              }
            }
            values.append(Float(view.x - middle))
            values.append(Float(view.y))
            values.append(Float(log2(view.zoom)))
          }
          for axis in 0..<2 {
            values.append(Float(2 * place[axis]))
            values.append(Float(Foundation.cos(2 * .pi * place[axis])))
          }
          if let frameRate { values.append(Float(log2(frameRate / 12))) }
        }
      }
    }
    return Tensor(values, [grid.count, count])
  }

  /// Where each patch lies in time and in the background, in patches: what attention takes distances from.
  ///
  /// Time counts from the first patch, height and width from the middle of the scene. Where the camera moves, the same
  /// thing in two frames keeps its position, so that attention finds it as easily as under a camera that stands still.
  ///
  /// - Parameter parallax: of what a patch shows, by its number and its line on the frame, 0 the top … 1 the bottom.
  static func positions(
    _ camera: Camera, _ geometry: ClipGeometry, parallax: (_ patch: Int, _ line: Double) -> Double
  ) -> [[Double]] {
    let (grid, patch) = (geometry.grid, geometry.patch)
    let track = CameraTrack(camera)
    let views = geometry.times.map { track.view(at: $0) }
    var result: [[Double]] = []
    result.reserveCapacity(grid.count)
    for step in 0..<grid.frames {
      let projection = CameraProjection(
        .mean(of: views[step * patch.frames..<(step + 1) * patch.frames]), width: Double(grid.columns),
        height: Double(grid.rows))
      for row in 0..<grid.rows {
        let line = (Double(row) + 0.5) / Double(grid.rows)
        for column in 0..<grid.columns {
          let parallax = parallax(result.count, line)
          let middle = SIMD2(Double(grid.columns - 1), Double(grid.rows - 1)) / 2
          let place = projection.scene(SIMD2(Double(column), Double(row)) - middle, parallax: parallax)
          result.append([Double(step), place.y, place.x])
        }
      }
    }
    return result
  }

  /// The mean parallax of what each patch shows, `[N]`.
  static func meanParallaxes(
    _ map: ParallaxMap, from firstFrame: Int, _ geometry: ClipGeometry
  ) -> [Double] {
    let (grid, patch) = (geometry.grid, geometry.patch)
    return (0..<grid.count).map { index in
      let (column, row) = (index % grid.columns, index / grid.columns % grid.rows)
      let step = index / grid.columns / grid.rows
      var sum: Float = 0
      for frame in step * patch.frames..<(step + 1) * patch.frames {
        for y in row * patch.height..<(row + 1) * patch.height {
          let start = ((firstFrame + frame) * map.height + y) * map.width + column * patch.width
          for pixel in start..<start + patch.width { sum += map.values[pixel] }
        }
      }
      return Double(sum) / Double(patch.pixelCount)
    }
  }
}
