// What is seen in a shot is pictures: each with what placing, moving and lighting it needs.

import ZoetropeFiles
import ZoetropeShot

/// A picture with all that placing, moving and lighting it needs.
public struct Picture: Sendable {
  /// What plans call it: the name of a member of the cast, or a path.
  public let name: String
  /// The side that it faces when it is not flipped.
  public let facing: Facing
  /// Height of what it shows, in metres.
  public let height: Double
  /// How it moves.
  public let gait: Gait
  /// What infrared shows of it.
  public let heat: Heat
  /// Its pixels.
  package var sprite: Sprite

  /// Makes a picture.
  package init(name: String, sprite: Sprite, facing: Facing, height: Double, gait: Gait, heat: Heat) {
    self.name = name
    self.sprite = sprite
    self.facing = facing
    self.height = height
    self.gait = gait
    self.heat = heat
  }

  /// SHA-256 of its texels at full size and of what moving it takes, in hexadecimal.
  public var sha256: String {
    var bytes = Array("\(facing) \(heat) \(gait)".utf8)
    for texel in sprite.levels[0].texels {
      withUnsafeBytes(of: texel.bitPattern.littleEndian) { bytes += $0 }
    }
    return SHA256.hash(bytes)
  }

  /// Width of the picture divided by its height.
  public var aspectRatio: Double { Double(sprite.width) / Double(sprite.height) }
}

/// Where the pictures that plans name come from.
public protocol PictureSource: Sendable {
  /// The picture of a name.
  ///
  /// - Throws: where there is none, or where it cannot be read.
  func picture(named name: String) throws -> Picture
}
