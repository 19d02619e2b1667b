import ZoetropeCompute

/// Shows values inside a network to whoever looks.
///
/// A network names what can be seen once, where it is made. Nobody looks unless a lens is current, and then a place costs
/// one look at a task-local value, as with ``Stopwatch``:
///
/// ```swift
/// let lens = Lens()
/// Lens.$current.withValue(lens) { _ = denoiser(…) }
/// lens[.modulation][2]  // of the third block
/// ```
public final class Lens: Sendable {
  /// What can be seen; places inside blocks are seen once per block, in order.
  public enum Place: String, CaseIterable, Sendable {
    /// The sequence that enters the first block, `[N, D]`.
    case tokens
    /// Shifts, scales and gates of a block, `[G, 6D]`.
    case modulation
    /// Queries of a block, normalised and rotated, heads side by side, `[N, D]`.
    case queries
    /// Keys of a block, normalised and rotated, `[N, D]`.
    case keys
    /// Queries, keys and values of a block as projected, `[N, 3D]`; the last D columns are the values.
    case projections
  }

  /// The lens that values are shown to, if any.
  @TaskLocal public static var current: Lens?

  private let places: Set<Place>
  private let seen = Locked<[Place: [Tensor]]>([:])

  /// Makes a lens.
  ///
  /// - Parameter places: what it keeps; everything by default.
  public init(_ places: Set<Place> = Set(Place.allCases)) { self.places = places }

  /// What was seen at a place, in order.
  public subscript(place: Place) -> [Tensor] { seen.withLock { $0[place] ?? [] } }

  /// Shows a value.
  @inline(__always)
  public static func show(_ place: Place, _ value: Variable) {
    guard let lens = current else { return }
    lens.keep(place, value.value)
  }

  // MARK: - Internals

  private func keep(_ place: Place, _ value: Tensor) {
    guard places.contains(place) else { return }
    seen.withLock { $0[place, default: []].append(value) }
  }
}
