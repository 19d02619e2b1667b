import ArgumentParser
import Foundation
import ZoetropeCast
import ZoetropeCompute
import ZoetropeLanguage
import ZoetropeMedia
import ZoetropePictures
import ZoetropeSession
import ZoetropeShot

/// `zoetrope edit`: a finished clip with something changed.
struct Edit: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Change something in a finished clip and keep the rest.",
    discussion: """
      The result is a new clip. Where the change is not seen, its frames are those of the earlier clip, identical byte for byte; \
      what is changed is painted anew (inpainting), with the light and the shadows of the scene.

      Examples:
        zoetrope edit recast clips/a-red-fox fox=wolf
        zoetrope edit remove clips/two-dogs "second dog"
        zoetrope edit insert clips/a-harbour "a seagull flies to the left"
        zoetrope edit fill clips/a-red-fox --box 0.4,0.5,0.7,0.9
        zoetrope edit restyle clips/a-red-fox --look noir
      """,
    subcommands: [
      EditRecast.self, EditRemove.self, EditInsert.self, EditFill.self, EditRestyle.self, EditPlan.self,
    ])
}

/// Which clip is changed, and where the result goes.
struct EditOptions: ParsableArguments {
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup(title: "Model") var model: RecordedModelOptions
  @OptionGroup(title: "Progress") var report: ReportOptions
}

/// A command that changes a clip.
protocol Editing: AsyncParsableCommand, Reporting, Computing {
  /// The clip.
  var file: String { get }
  var options: EditOptions { get }
  /// The request that the change is.
  func request(_ record: Record, _ studio: Studio) throws -> ClipRequest
}

extension Editing {
  var report: ReportOptions { options.report }

  func computeContext() throws -> ComputeContext { try options.model.computeContext() }

  func run() async throws {
    let record = try Record(URL(fileURLWithPath: file))
    let studio = try options.model.studio(for: record.recipe)
    let asked = try record.recipe.context().run { try request(record, studio) }
    try await Shoot(studio, report).make(asked, options.output)
  }

  /// The number of the actor that a word means: by its name, its picture, or a name of that in the cast.
  ///
  /// - Throws: `ValidationError` with the clip's actors.
  func actor(_ word: String, in plan: ShotPlan) throws -> Int {
    let wanted = word.lowercased()
    let titles = plan.actors.map { $0.title.lowercased() }
    if let index = titles.firstIndex(of: wanted) { return index }
    if case .known(let matches) = try CastNames.builtIn().answer(word) {
      let members = Set(matches.map(\.member))
      if let index = plan.actors.firstIndex(where: { members.contains($0.picture) }) { return index }
    }
    if let number = Int(word), plan.actors.indices.contains(number - 1) { return number - 1 }
    let known = zip(plan.actors, 1...).map { "\($1) \($0.title)" }.joined(separator: ", ")
    throw ValidationError(
      plan.actors.isEmpty
        ? "the clip has no actors"
        : "there is no actor “\(word)” in the clip; it has: \(known); give a name or a number")
  }

  /// The pictures that the clip's model reads.
  func pictures(_ studio: Studio) throws -> any PictureSource {
    guard let pictures = try studio.pictures() else {
      throw ValidationError(
        "the clip's model knows kinds by name and reads no pictures; make the clip with another model")
    }
    return pictures
  }

  /// The picture that a word means: as prompts mean it, or by the name that plans have for it.
  func picture(_ word: String, _ pictures: any PictureSource) throws -> Picture {
    switch try CastNames.builtIn().answer(word) {
    case .known(let matches): return try pictures.picture(named: matches[0].member)
    case .unknown(let near):
      if let picture = try? pictures.picture(named: word) { return picture }
      let nearest = near.prefix(3).map(\.member).joined(separator: ", ")
      throw ValidationError(
        "the cast has no “\(word)”" + (nearest.isEmpty ? "" : "; nearest: \(nearest)")
          + "; see `zoetrope cast find`")
    }
  }

  /// A plan whose description says what it shows now.
  func described(_ plan: ShotPlan) throws -> ShotPlan {
    var plan = plan
    plan.enhancedPrompt = PlanDescriber(members: try MemberTable.builtIn()).text(plan)
    return plan
  }
}

/// `zoetrope edit recast`: another picture on the same way.
struct EditRecast: Editing {
  static let configuration = CommandConfiguration(
    commandName: "recast", abstract: "Put another picture in an actor's place.",
    discussion: """
      The new picture goes the same way, with its feet where the other's were, as high as it is beside it.

      Examples:
        zoetrope edit recast clips/a-red-fox fox=wolf
        zoetrope edit recast clips/an-old-man "old man=boy"
      """)

  @Argument(help: "Folder of a clip, its manifest.json, or any of its PNG files.", completion: .file())
  var file: String

  @Argument(help: "Who is replaced, =, and by whom; an actor's name or number, and a name of the cast.")
  var roles: [String]

  @OptionGroup var options: EditOptions

  func request(_ record: Record, _ studio: Studio) throws -> ClipRequest {
    var plan = record.recipe.plan
    let pictures = try pictures(studio)
    for role in roles {
      let words = role.split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
      guard words.count == 2, !words.contains("") else {
        throw ValidationError("“\(role)”: expected who is replaced and by whom, such as fox=wolf")
      }
      let index = try actor(words[0], in: plan)
      plan = plan.recasting(
        actor: index, as: try picture(words[1], pictures),
        from: try pictures.picture(named: plan.actors[index].picture)
      )
    }
    return try studio.revision(of: record, with: described(plan))
  }
}

/// `zoetrope edit remove`: a clip without an actor.
struct EditRemove: Editing {
  static let configuration = CommandConfiguration(
    commandName: "remove", abstract: "Take an actor out of a clip.")

  @Argument(help: "Folder of a clip, its manifest.json, or any of its PNG files.", completion: .file())
  var file: String

  @Argument(help: "Who is taken out: an actor's name or number.")
  var actors: [String]

  @OptionGroup var options: EditOptions

  func request(_ record: Record, _ studio: Studio) throws -> ClipRequest {
    var plan = record.recipe.plan
    // From the last to the first, so that numbers stay true.
    for index in Set(try actors.map { try actor($0, in: plan) }).sorted(by: >) {
      plan = plan.removingActor(at: index)
    }
    return try studio.revision(of: record, with: described(plan))
  }
}

/// `zoetrope edit insert`: a clip with somebody more.
struct EditInsert: Editing {
  static let configuration = CommandConfiguration(
    commandName: "insert", abstract: "Add actors to a clip.",
    discussion: """
      The words are planned as a prompt of their own; who acts in that plan comes into the clip, where it says. The clip's place, light \
      and camera stay as they are.

      Example:
        zoetrope edit insert clips/a-harbour "a small seagull flies to the left"
      """)

  @Argument(help: "Folder of a clip, its manifest.json, or any of its PNG files.", completion: .file())
  var file: String

  @Argument(help: "Who comes in and what they do, in plain words; quotes are not needed.")
  var prompt: [String]

  @OptionGroup var options: EditOptions

  func request(_ record: Record, _ studio: Studio) throws -> ClipRequest {
    var plan = record.recipe.plan
    var settings = try studio.standardPlanning()
    (settings.frameRate, settings.frameCount, settings.isLengthFree) = (
      plan.frameRate, plan.frameCount, false
    )
    settings.shape = plan.size
    let words = prompt.joined(separator: " ")
    let shot = try studio.plan(words, seed: plan.seed, settings)
    guard !shot.plan.actors.isEmpty else { throw ValidationError("nobody acts in “\(words)”") }
    for note in shot.notes { report.reporter().note(note) }
    let room = ShotPlan.maximumActorCount - plan.actors.count
    guard shot.plan.actors.count <= room else {
      throw ValidationError(
        "“\(words)” has \(shot.plan.actors.count) actors; the clip has room for \(room) more")
    }
    let taken = Set(plan.actors.compactMap(\.name) + plan.setPieces.compactMap(\.name))
    for actor in shot.plan.withAttachmentsWrittenOut().actors {
      var actor = actor
      if let name = actor.name, taken.contains(name) { actor.name = nil }
      for beat in actor.beats.indices {
        if case .thing = actor.beats[beat].towards { actor.beats[beat].towards = nil }
      }
      plan.actors.append(actor)
    }
    return try studio.revision(of: record, with: described(plan))
  }
}

/// `zoetrope edit fill`: a region painted anew.
struct EditFill: Editing {
  static let configuration = CommandConfiguration(
    commandName: "fill", abstract: "Paint a region of a clip anew.",
    discussion: """
      The region shows what the clip's plan says, or another plan: retouched frames, stains and unwanted things disappear.

      Examples:
        zoetrope edit fill clips/a-red-fox --box 0.4,0.5,0.7,0.9
        zoetrope edit fill clips/a-red-fox --mask mask.png --from 1 --to 2.5
      """)

  @Argument(help: "Folder of a clip, its manifest.json, or any of its PNG files.", completion: .file())
  var file: String

  @Option(
    help: "PNG file of the clip's size, white where the clip is painted anew.",
    completion: .file(extensions: ["png"]))
  var mask: String?

  @Option(
    help:
      "The region as a box: left, top, right and bottom in fractions of the frame, such as 0.4,0.5,0.7,0.9.")
  var box: String?

  @Option(parsing: .unconditional, help: "When it begins, in seconds; by default with the clip.")
  var from: Double?

  @Option(parsing: .unconditional, help: "When it ends, in seconds; by default with the clip.")
  var to: Double?

  @Option(
    help: "Plan that the region shows; by default the clip's own.", completion: .file(extensions: ["json"]))
  var plan: String?

  @OptionGroup var options: EditOptions

  func validate() throws {
    if (mask == nil) == (box == nil) { throw ValidationError("give the region as --mask or as --box") }
    if let from, let to, from > to {
      throw ValidationError("--from is \(from); expected at most --to, \(to)")
    }
  }

  func request(_ record: Record, _ studio: Studio) throws -> ClipRequest {
    let settings = record.recipe.settings
    let region: PixelRegion
    if let mask {
      region = PixelRegion(lightPixelsOf: try PNG.read(URL(fileURLWithPath: mask)).frame(over: -1))
    } else {
      let sides = (box ?? "").split(separator: ",").map { Double($0.trimmingCharacters(in: .whitespaces)) }
      guard case let values = sides.compactMap({ $0 }), values.count == 4, sides.count == 4,
        values.allSatisfy({ (0...1).contains($0) }), values[0] < values[2], values[1] < values[3]
      else {
        throw ValidationError(
          "--box is \(box ?? ""); expected left,top,right,bottom in 0…1, such as 0.4,0.5,0.7,0.9")
      }
      region = PixelRegion(
        height: settings.finalHeight, width: settings.finalWidth, x: values[0]...values[2],
        y: values[1]...values[3])
    }
    let times = from == nil && to == nil ? nil : (from ?? 0)...(to ?? .infinity)
    return try studio.filling(record, region, times: times, with: plan.map { try PlanFile.read($0) })
  }
}

/// `zoetrope edit restyle`: the same shot in another look or light.
struct EditRestyle: Editing {
  static let configuration = CommandConfiguration(
    commandName: "restyle", abstract: "Make a clip again in another look, light or weather.",
    discussion: """
      Everything is where it was, and moves as it did; all of it is painted anew from the same noise.

      Examples:
        zoetrope edit restyle clips/a-red-fox --look infrared
        zoetrope edit restyle clips/a-red-fox --time night --weather snow
      """)

  @Argument(help: "Folder of a clip, its manifest.json, or any of its PNG files.", completion: .file())
  var file: String

  @Option(
    help: "Look: \(Look.words.joined(separator: ", ")).", completion: .list(Look.words),
    transform: { try choice($0) })
  var look: Look?

  @Option(
    help: "Time of day: \(TimeOfDay.words.joined(separator: ", ")).", completion: .list(TimeOfDay.words),
    transform: { try choice($0) })
  var time: TimeOfDay?

  @Option(
    help: "Weather: \(Weather.words.joined(separator: ", ")).", completion: .list(Weather.words),
    transform: { try choice($0) })
  var weather: Weather?

  @OptionGroup var options: EditOptions

  func validate() throws {
    if look == nil, time == nil, weather == nil { throw ValidationError("give --look, --time or --weather") }
  }

  func request(_ record: Record, _ studio: Studio) throws -> ClipRequest {
    var plan = record.recipe.plan
    if let look { plan.look = look }
    if let time { plan.time = time }
    if let weather { plan.weather = weather }
    // What was to change during the shot would undo it.
    plan.changes.removeAll { change in
      switch change.value {
      case .look: look != nil
      case .time: time != nil
      case .weather: weather != nil
      }
    }
    return try studio.revision(of: record, with: described(plan))
  }
}

/// `zoetrope edit plan`: the clip that an edited plan says.
struct EditPlan: Editing {
  static let configuration = CommandConfiguration(
    commandName: "plan", abstract: "Make what an edited plan changes in a clip.",
    discussion: """
      Only what the plan shows otherwise than the clip's own is painted anew; `zoetrope render` paints all of it.

      Example:
        zoetrope edit plan clips/a-red-fox edited.json
      """)

  @Argument(help: "Folder of a clip, its manifest.json, or any of its PNG files.", completion: .file())
  var file: String

  @Argument(help: "Plan file; - reads standard input.", completion: .file(extensions: ["json"]))
  var plan: String

  @OptionGroup var options: EditOptions

  func request(_ record: Record, _ studio: Studio) throws -> ClipRequest {
    try studio.revision(of: record, with: PlanFile.read(plan))
  }
}
