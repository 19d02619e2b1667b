/// A picture cut down to its visible pixels, so that its middle is the middle of what is seen.
package struct CroppedPicture: Sendable, Equatable {
  package let width: Int
  package let height: Int
  /// sRGB and straight alpha, `[H, W, 4]`.
  package let rgba: [UInt8]

  /// Pixels fainter than this are not counted as visible.
  package static let visibleAlpha: UInt8 = 24

  package init(width: Int, height: Int, rgba: [UInt8]) {
    self.width = width
    self.height = height
    self.rgba = rgba
  }
}
