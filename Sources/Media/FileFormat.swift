// What a file is, whatever its name says: by its first bytes, as `file` tells it.

/// A format that is taken for a picture that can be read.
public enum FileFormat: String, Sendable, CaseIterable {
  case jpeg = "JPEG"
  case webp = "WebP"
  case gif = "GIF"
  case bmp = "BMP"
  case tiff = "TIFF"
  case heic = "HEIC"
  case avif = "AVIF"
  case jpegXL = "JPEG XL"
  case jpeg2000 = "JPEG 2000"
  case openEXR = "OpenEXR"
  case photoshop = "Photoshop"
  case portable = "PNM"
  case icon = "ICO"
  case pdf = "PDF"
  case svg = "SVG"
  case film = "film"
  case webPage = "web page"
  case zip = "ZIP archive"

  /// The name with an article: `a JPEG picture`, `a film`.
  public var described: String {
    switch self {
    case .film, .webPage, .zip: "a \(rawValue)"
    case .heic, .avif, .openEXR, .icon, .svg: "an \(rawValue) picture"
    case .pdf: "a PDF document"
    default: "a \(rawValue) picture"
    }
  }

  /// Recognises a format; nil for PNG and for whatever is unknown.
  public init?(_ file: some Collection<UInt8>) {
    let start = Array(file.prefix(256))
    func has(_ bytes: [UInt8], at offset: Int = 0) -> Bool { start.dropFirst(offset).starts(with: bytes) }
    func has(_ text: String, at offset: Int = 0) -> Bool { has(Array(text.utf8), at: offset) }
    if has([0xFF, 0xD8, 0xFF]) {
      self = .jpeg
    } else if has("RIFF"), has("WEBP", at: 8) {
      self = .webp
    } else if has("GIF87a") || has("GIF89a") {
      self = .gif
    } else if has("BM"), start.count >= 14, has([0, 0, 0, 0], at: 6) {
      self = .bmp
    } else if ["II*\0", "MM\0*", "II+\0", "MM\0+"].contains(where: { has($0) }) {
      self = .tiff
    } else if has("ftyp", at: 4) {
      let brand = String(decoding: start.dropFirst(8).prefix(4), as: UTF8.self)
      self =
        ["avif", "avis"].contains(brand)
        ? .avif
        : ["heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1"].contains(brand) ? .heic : .film
    } else if has([0xFF, 0x0A]) || has("JXL \r\n", at: 4) {
      self = .jpegXL
    } else if has("jP  \r\n", at: 4) || has([0xFF, 0x4F, 0xFF, 0x51]) {
      self = .jpeg2000
    } else if has([0x76, 0x2F, 0x31, 0x01]) {
      self = .openEXR
    } else if has("8BPS") {
      self = .photoshop
    } else if start.count > 2, has("P"), (0x31...0x37).contains(start[1]), start[2] <= 0x20 {
      self = .portable
    } else if has([0, 0, 1, 0]) {
      self = .icon
    } else if has("%PDF-") {
      self = .pdf
    } else if has([0x1A, 0x45, 0xDF, 0xA3]) || has("RIFF") && has("AVI ", at: 8) {
      self = .film
    } else if has([0x50, 0x4B, 3, 4]) {
      self = .zip
    } else {
      let text = String(
        decoding: start.drop { [0xEF, 0xBB, 0xBF, 9, 10, 13, 32].contains($0) }, as: UTF8.self
      )
      .lowercased()
      if text.hasPrefix("<svg") || text.hasPrefix("<?xml") && text.contains("<svg") {
        self = .svg
      } else if text.hasPrefix("<!doctype html") || text.hasPrefix("<html") {
        self = .webPage
      } else {
        return nil
      }
    }
  }
}
