import ZoetropeMedia
import ZoetropePictures

extension CroppedPicture {
  /// Crops a picture; `nil` if nothing of it is visible.
  package init?(_ picture: RGBAPicture) {
    var left = picture.width, right = -1, top = picture.height, bottom = -1
    for y in 0..<picture.height {
      for x in 0..<picture.width
      where picture.rgba[(y * picture.width + x) * 4 + 3] >= CroppedPicture.visibleAlpha {
        left = min(left, x)
        right = max(right, x)
        top = min(top, y)
        bottom = max(bottom, y)
      }
    }
    guard right >= left else { return nil }
    var rgba: [UInt8] = []
    for y in top...bottom {
      let row = (y * picture.width + left) * 4
      rgba += picture.rgba[row..<row + (right - left + 1) * 4]
    }
    self.init(width: right - left + 1, height: bottom - top + 1, rgba: rgba)
  }
}
