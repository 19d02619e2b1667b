import ArgumentParser
import ZoetropeCompute
import ZoetropeSession

/// With which weights and how many threads.
struct ModelOptions: ParsableArguments {
  @Option(help: "Model: a name (see `zoetrope models`) or the path of a weights file.")
  var model: String?

  @Option(parsing: .unconditional, help: "Threads; one per core by default. They do not change the pixels.")
  var threads: Int?

  @Option(
    help: "Precision of GEMM: float32, or bfloat16 where the CPU has it; it is part of the clip's record.")
  var precision = Precision.float32

  /// How everything is computed.
  func computeContext() throws -> ComputeContext { try ComputeContext(precision, threads: threads) }

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
