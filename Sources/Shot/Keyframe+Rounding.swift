// The digits that computed keyframes keep, so that plan files stay readable.

extension CameraKeyframe {
  /// The same view with coordinates rounded to a ten-thousandth.
  public var rounded: CameraKeyframe {
    CameraKeyframe(t: t, x: x.toTenThousandths, y: y.toTenThousandths, zoom: zoom.toTenThousandths)
  }
}

extension Keyframe {
  /// The same box with coordinates rounded to a ten-thousandth and its angle to a hundredth of a degree.
  public var rounded: Keyframe {
    Keyframe(
      t: t, x: x.toTenThousandths, y: y.toTenThousandths, width: width.toTenThousandths,
      height: height.toTenThousandths, angle: (angle * 100).rounded() / 100, flipped: flipped)
  }
}

extension Double {
  fileprivate var toTenThousandths: Double { (self * 10_000).rounded() / 10_000 }
}
