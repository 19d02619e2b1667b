/// Frame rates as the fractions that file formats want.
enum FrameTiming {
  /// The fraction nearest to a positive number whose terms are at most 65535, by its continued fraction.
  ///
  /// 8 is 8/1, 12.5 is 25/2 and 23.976023976… is 24000/1001. Too large or too small numbers are clamped.
  static func fraction(_ value: Double) -> (numerator: UInt16, denominator: UInt16) {
    let limit = Double(UInt16.max)
    var rest = min(max(value, 1 / limit), limit)
    var (n0, n1, d0, d1) = (0.0, 1.0, 1.0, 0.0)
    while true {
      let whole = rest.rounded(.down)
      let (n, d) = (whole * n1 + n0, whole * d1 + d0)
      if n > limit || d > limit { break }
      (n0, n1, d0, d1) = (n1, n, d1, d)
      // What is left over by rounding alone is no further term.
      if rest - whole < 1e-9 { break }
      rest = 1 / (rest - whole)
    }
    return (UInt16(max(1, n1)), UInt16(max(1, d1)))
  }
}
