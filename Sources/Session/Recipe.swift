// What a clip is made of, as every file of it carries: with the same weights, a recipe gives the same pixels.

import Foundation
import ZoetropeCompute
import ZoetropeFiles
import ZoetropeShot
import ZoetropeMedia

/// Everything that decides a clip's pixels.
public struct Recipe: Sendable, Equatable, Codable {
  /// The weights a clip was made with.
  public struct Model: Sendable, Equatable, Codable {
    /// Name of the model.
    public var name: String
    /// SHA-256 of the denoiser's weights file.
    public var sha256: String
    /// SHA-256 of the upscaler's weights file; nil where there was none.
    public var upscalerSHA256: String?

    /// Names weights.
    public init(name: String, sha256: String, upscalerSHA256: String? = nil) {
      self.name = name
      self.sha256 = sha256
      self.upscalerSHA256 = upscalerSHA256
    }
  }

  /// How a clip was computed: what decides how numbers are rounded.
  public struct Computation: Sendable, Equatable, Codable {
    /// Precision of GEMM.
    public var precision: Precision
    /// Instruction set of the vector kernels and the BLAS library, such as `avx512, OpenBLAS 0.3.21`.
    public var kernels: String

    /// How the context that is bound here computes, on this machine.
    public static var current: Computation {
      Computation(precision: ComputeContext.current.precision, kernels: KernelFamily.name)
    }
  }

  /// Pictures that were given, each by the SHA-256 of its pixels as 16-bit samples.
  public struct FrameHashes: Sendable, Equatable, Codable {
    /// The frames that the clip begins with.
    public var opening: [String]
    /// The frames that the clip ends with.
    public var ending: [String]
    /// Frames between.
    public var between: [Between]

    /// A frame between.
    public struct Between: Sendable, Equatable, Codable {
      /// Its number in the clip, 0-based.
      public var frame: Int
      /// The picture.
      public var picture: String
      /// The region that is made anew; nil where all of the frame is given.
      public var region: String?
    }

    /// Makes a list of pictures.
    public init(opening: [String] = [], ending: [String] = [], between: [Between] = []) {
      self.opening = opening
      self.ending = ending
      self.between = between
    }

    /// Reads a list; records from before clips could be given frames there lack members.
    public init(from decoder: any Decoder) throws {
      let values = try decoder.container(keyedBy: CodingKeys.self)
      opening = try values.decodeIfPresent([String].self, forKey: .opening) ?? []
      ending = try values.decodeIfPresent([String].self, forKey: .ending) ?? []
      between = try values.decodeIfPresent([Between].self, forKey: .between) ?? []
    }
  }

  /// Version of this format; ``currentFormat`` is the one that is read.
  public var format = Recipe.currentFormat
  /// The program that made the clip.
  public var program = Release.program
  /// The plan, with prompt, enhanced prompt and seed.
  public var plan: ShotPlan
  /// How it was rendered.
  public var settings: GenerationSettings
  /// What it was rendered with.
  public var model: Model
  /// How it was computed; nil in records of earlier versions, which do not say.
  public var computation: Computation?
  /// Pictures that were given.
  public var pictures = FrameHashes()
  /// SHA-256 of the pictures of actors and set pieces by name, where the model reads pictures.
  public var cast: [String: String]?
  /// What kind of picture this is, in the words of the press (IPTC NewsCodes).
  public var digitalSourceType = Recipe.digitalSourceType

  /// Makes a recipe.
  public init(
    plan: ShotPlan, settings: GenerationSettings, model: Model, pictures: FrameHashes = FrameHashes(),
    cast: [String: String]? = nil, computation: Computation? = .current
  ) {
    self.computation = computation
    self.cast = cast
    self.plan = plan
    self.settings = settings
    self.model = model
    self.pictures = pictures
  }

  /// The format that this program writes and reads.
  public static let currentFormat = 1
  /// The IPTC term for media made by a trained model.
  public static let digitalSourceType =
    "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
  /// The keyword of the recipe in a PNG.
  static let keyword = "zoetrope.recipe"
  /// The keyword that says which part of the clip a PNG shows.
  static let partKeyword = "zoetrope.part"

  /// The context that is bound here, in the precision that the clip is made in.
  ///
  /// - Throws: `ComputeError` where this processor cannot compute in it.
  public func context() throws -> ComputeContext {
    guard let computation else { return .current }
    return try ComputeContext.current.with(precision: computation.precision)
  }

  // MARK: Reading and writing

  /// The recipe as JSON on one line, keys sorted.
  public func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }

  /// Reads and checks a recipe.
  ///
  /// - Throws: ``SessionError/badRecord(path:reason:)``.
  public init(json: Data, path: String) throws(SessionError) {
    do {
      // The plan in it is read as strictly as a plan's own file.
      self = try JSONDecoder().decode(Recipe.self, from: json)
    } catch {
      throw .badRecord(path: path, reason: Recipe.reason(error))
    }
    guard format == Recipe.currentFormat else {
      throw .badRecord(path: path, reason: "format \(format); this program reads \(Recipe.currentFormat)")
    }
  }

  /// Which part of a clip a PNG shows.
  public enum Part: Sendable, Equatable {
    /// One frame, 0-based.
    case frame(Int)
    /// The whole clip, as an animation.
    case animation
    /// All frames on one sheet.
    case contactSheet

    var text: String {
      switch self {
      case .frame(let index): "frame \(index + 1)"
      case .animation: "animation"
      case .contactSheet: "contact sheet"
      }
    }

    init?(_ text: String) {
      switch text {
      case "animation": self = .animation
      case "contact sheet": self = .contactSheet
      default:
        let words = text.split(separator: " ")
        guard words.count == 2, words[0] == "frame", let number = Int(words[1]), number > 0 else {
          return nil
        }
        self = .frame(number - 1)
      }
    }
  }

  /// The words that a PNG of this clip carries.
  public func texts(_ part: Part) throws -> [PNGText] {
    // The byte-order mark makes the packet an iTXt chunk, which is where XMP belongs.
    let xmp =
      "<?xpacket begin=\"\u{FEFF}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?><x:xmpmeta xmlns:x=\"adobe:ns:meta/\">"
      + "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description rdf:about=\"\" "
      + "xmlns:Iptc4xmpExt=\"http://iptc.org/std/Iptc4xmpExt/2008-02-29/\" "
      + "Iptc4xmpExt:DigitalSourceType=\"\(digitalSourceType)\"/></rdf:RDF></x:xmpmeta><?xpacket end=\"r\"?>"
    var texts = [PNGText("Software", program)]
    let words = Recipe.printable(plan.prompt)
    if !words.isEmpty { texts.append(PNGText("Description", words)) }
    return texts + [
      PNGText(Recipe.partKeyword, part.text), PNGText(Recipe.keyword, try json()),
      PNGText("XML:com.adobe.xmp", xmp),
    ]
  }

  /// A prompt without control characters, for titles and file names; the recipe keeps it as it was.
  public static func printable(_ text: String) -> String {
    let scalars = text.unicodeScalars.map { scalar -> Unicode.Scalar in
      scalar.value < 0x20 || scalar.value == 0x7F ? " " : scalar
    }
    return String(String.UnicodeScalarView(scalars)).split(separator: " ").joined(separator: " ")
  }

  /// What a decoder complains about, in one line.
  static func reason(_ error: any Error) -> String {
    func path(_ keys: [any CodingKey]) -> String {
      keys.map { $0.intValue.map { "[\($0)]" } ?? ".\($0.stringValue)" }.joined().drop { $0 == "." }
        .description
    }
    if let error = error as? PlanError { return "its plan is not valid: \(error)" }
    switch error as? DecodingError {
    case .keyNotFound(let key, let context): return "\(path(context.codingPath + [key])) is missing"
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      return "\(path(context.codingPath)): \(context.debugDescription)"
    case .dataCorrupted(let context):
      let place = path(context.codingPath)
      return place.isEmpty ? "it is not JSON" : "\(place): \(context.debugDescription)"
    default: return "\(error)"
    }
  }
}
