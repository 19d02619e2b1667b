import ArgumentParser
import Foundation
import ZoetropeCompute
import ZoetropeEdit
import ZoetropeFilm
import ZoetropeGrading
import ZoetropeSession
import ZoetropeShot
import ZoetropeWorld

/// `zoetrope film make`: from a screenplay to `film.mp4`.
struct FilmMake: AsyncParsableCommand, Computing {
  static let configuration = CommandConfiguration(
    commandName: "make",
    abstract: "Make a film of a screenplay, or what of it changed.",
    discussion: """
      Writes a folder: film.mp4; screenplay.fountain, cast.json and shots.json, which are made to be edited; a folder for each \
      shot with its plan and clip; the cut as timeline.otio, .edl, .xml and .mlt; subtitles, storyboard, shot list and \
      continuity notes. Nothing that is finished is ever made twice: the same command, or `zoetrope film FOLDER`, continues a \
      film that was stopped and remakes what an edit changed.

      Examples:
        zoetrope film script.fountain --out film --draft
        zoetrope film script.fountain --out film
        zoetrope film film --only "scene 3" --takes 3
        zoetrope film film --codec prores --sound music.wav --burn-subtitles
      """)

  @Argument(
    help: "Screenplay (.fountain, .fdx), or the folder of a film.", completion: .file())
  var script: String

  @Option(
    name: [.short, .long], help: "Folder of the film; by default one named after the screenplay.",
    completion: .directory)
  var out: String?

  @Flag(help: "Draw the shots from their plans, in seconds, without the model.")
  var draft = false

  @Option(
    help:
      "Make these shots only, such as “scene 3” or “shot 3.2”; others are shown as they are, or as drafts.")
  var only: String?

  @Option(parsing: .unconditional, help: "Takes of each shot; the best by grade and continuity is kept.")
  var takes = 1

  @Option(parsing: .unconditional, help: "Number of denoising steps.")
  var steps: Int?

  @Option(
    parsing: .unconditional, help: "Frames per second of the plans: a divisor of 24, the rate of the film.")
  var fps = 8

  @Option(help: "Look of all shots.", completion: .list(Look.words), transform: { try choice($0) })
  var look = Look.natural

  @Option(
    help: "Where plans come from: staged (from the shot list, by rule) or prompted (by the planner).",
    transform: { try choice($0) })
  var plans = FilmSettings.Planning.staged

  @Option(help: "Size of the film in pixels.", transform: FilmMake.size)
  var size = Timeline.Size(width: 1280, height: 720)

  @Option(
    help: "Clips of other proportions than the film's: fit (crop them) or pad (bars beside them).",
    transform: { try choice($0) })
  var framing = FilmSettings.Framing.fit

  @Option(help: "Codec: h264, prores or ffv1.", transform: { try choice($0) })
  var codec = FilmSettings.Codec.h264

  @Option(parsing: .unconditional, help: "Seconds that a dissolve, wipe or fade takes.")
  var transition = 1.0

  @Flag(help: "Leave out title and credits.")
  var noTitles = false

  @Flag(help: "Draw the subtitles into the picture; they are always written beside it.")
  var burnSubtitles = false

  @Flag(help: "Do not match the shots of a scene in colour.")
  var noMatch = false

  @Option(help: "Table of colours for the whole film.", completion: .file(extensions: ["cube"]))
  var cube: String?

  @Option(
    help: "WAV file to lay under the film; may be given several times.",
    completion: .file(extensions: ["wav"]))
  var sound: [String] = []

  @Flag(help: "Write the storyboard as PDF too; needs weasyprint or chromium.")
  var pdf = false

  @OptionGroup(title: "Model") var model: ModelOptions

  @Flag(help: "Print events as JSON lines to standard output.")
  var json = false

  @Flag(name: [.short, .long], help: "Print only the film's path, and errors.")
  var quiet = false

  func validate() throws {
    if json && quiet { throw ValidationError("--json and --quiet exclude each other") }
  }

  func computeContext() throws -> ComputeContext { try model.computeContext() }

  func run() async throws {
    let (source, folder) = places
    let world = try? World()
    let reporter = FilmReporter(json: json, quiet: quiet)
    if world == nil { reporter.happened(.note("the emoji font is missing: drafts show boxes")) }
    let maker = try FilmMaker(source, in: folder, settings: settings, model: filmModel(), world: world)
    let interruption = Interruption(isQuiet: json || quiet)
    _ = try await maker.make(
      report: { reporter.happened($0) }, shouldStop: { interruption.isRequested })
  }

  // MARK: - Internals

  /// The screenplay, nil for a film's own, and the folder.
  private var places: (source: URL?, folder: URL) {
    let url = URL(fileURLWithPath: script)
    var isFolder: ObjCBool = false
    if out == nil, FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder),
      isFolder.boolValue
    {
      return (nil, url)
    }
    let name = url.deletingPathExtension().lastPathComponent
    return (url, URL(fileURLWithPath: out ?? name, isDirectory: true))
  }

  private var settings: FilmSettings {
    var settings = FilmSettings()
    settings.isDraft = draft
    settings.only = only
    settings.takeCount = takes
    settings.stepCount = steps
    settings.planRate = fps
    settings.look = look
    settings.planning = plans
    settings.size = size
    settings.framing = framing
    settings.codec = codec
    settings.transitionSeconds = transition
    settings.hasTitles = !noTitles
    settings.burnsSubtitles = burnSubtitles
    settings.matchesColors = !noMatch
    settings.table = cube.map { URL(fileURLWithPath: $0) }
    settings.sounds = sound.map { URL(fileURLWithPath: $0) }
    settings.writesPDF = pdf
    return settings
  }

  /// The model; for a draft nil where none is installed.
  private func filmModel() throws -> FilmModel? {
    do {
      return try FilmModel(ModelCatalog.standard().find(model.place.model)) {
        Grader(world: try World(), knowsScenery: $0 == .pictures)
      }
    } catch SessionError.noModel where draft && model.place.model == nil {
      return nil
    }
  }

  private static func size(_ text: String) throws -> Timeline.Size {
    let sides = text.lowercased().split(separator: "x").compactMap { Int($0) }
    guard sides.count == 2 else { throw ValidationError("expected a size such as 1280x720") }
    return Timeline.Size(width: sides[0], height: sides[1])
  }
}
