import ArgumentParser
import ZoetropeCompute
import ZoetropeSession

/// With which weights, how many threads and in which precision a new clip is made.
struct ModelOptions: ParsableArguments {
  @OptionGroup var place: RecordedModelOptions

  @Option(
    help:
      "Precision of GEMM (matrix products), stored in the manifest; bfloat16 needs a CPU that supports it.")
  var precision = Precision.float32

  /// How everything is computed.
  func computeContext() throws -> ComputeContext { try ComputeContext(precision, threads: place.threads) }

  /// Opens the model.
  ///
  /// - Parameter recipe: takes the model of a record, where no other is asked for.
  func studio(for recipe: Recipe? = nil) throws -> Studio { try place.studio(for: recipe) }
}

/// With which weights and how many threads a recorded clip is made again; the record says in which precision.
struct RecordedModelOptions: ParsableArguments {
  @Option(help: "Model: a name (see `zoetrope models`) or the path of a weights file.")
  var model: String?

  @Option(
    parsing: .unconditional,
    help: "Number of threads; by default one per core. It does not change the pixels.")
  var threads: Int?

  /// How everything is computed that the record does not say.
  func computeContext() throws -> ComputeContext { try ComputeContext(threads: threads) }

  /// Opens the model.
  ///
  /// - Parameter recipe: takes the model of a record, where no other is asked for.
  func studio(for recipe: Recipe? = nil) throws -> Studio {
    let catalog = ModelCatalog.standard()
    // A record made with weights given by path is looked for under that name first, then under the default's.
    if model == nil, let recipe, let entry = try? catalog.find(recipe.model.name) { return try Studio(entry) }
    return try Studio(catalog.find(model))
  }
}
