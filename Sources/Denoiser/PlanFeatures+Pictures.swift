// What a patch is told about actors, set pieces and scenery: their colours under its pixels.

import ZoetropeCompute
import ZoetropePictures
import ZoetropeScenery
import ZoetropeShot

extension PlanFeatures {
  /// The pictures under the pixels of each patch, `[N, t · h · w · channels]`: a patch's numbers in order of frame, row, column,
  /// channel.
  static func pictures(
    _ placed: [PlacedPicture], _ scenery: Scenery, _ geometry: ClipGeometry
  ) -> Tensor {
    let buffer = PictureBuffer(
      placed, scenery: scenery, times: geometry.times, height: geometry.height, width: geometry.width)
    let (grid, patch, channels) = (geometry.grid, geometry.patch, PictureBuffer.channelCount)
    let run = patch.width * channels
    var result = Tensor(uninitialized: [grid.count, patch.pixelCount * channels])
    result.withUnsafeMutableBuffer { target in
      buffer.values.withUnsafeBufferPointer { source in
        var element = 0
        for step in 0..<grid.frames {
          for row in 0..<grid.rows {
            for column in 0..<grid.columns {
              for frame in 0..<patch.frames {
                for y in 0..<patch.height {
                  let line = (step * patch.frames + frame) * buffer.height + row * patch.height + y
                  let start = (line * buffer.width + column * patch.width) * channels
                  (target.baseAddress! + element).update(from: source.baseAddress! + start, count: run)
                  element += run
                }
              }
            }
          }
        }
      }
    }
    return result
  }
}
