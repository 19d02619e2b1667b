import ArgumentParser
import Foundation
import ZoetropeSession

/// `zoetrope models`: what is installed, and where it was looked for.
struct Models: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List the installed models.",
    discussion: """
      A model is a folder with weights.safetensors. Searched are the folders in the environment variable ZOETROPE_MODELS \
      (separated by colons), then `Models` beside the program, in ../share/zoetrope from there, in the checkout that it was \
      built in, and in the current folder.

      Example: ZOETROPE_MODELS=~/models zoetrope models
      """)

  @Flag(help: "Print JSON.")
  var json = false

  func run() async throws {
    let catalog = ModelCatalog.standard()
    let details =
      catalog.entries.map { ModelDetails($0.name, kind: ModelDetails.denoiser, $0.weights) }
      + ModelCatalog.Companion.allCases.compactMap { companion in
        catalog.weights(of: companion).map { ModelDetails(companion.rawValue, kind: companion.rawValue, $0) }
      }
    if json {
      JSONReporter().emit(details)
    } else if details.isEmpty {
      throw SessionError.noModel(name: nil, installed: [], searched: catalog.folders.map(\.path))
    } else {
      for model in details { Console.line(model.description) }
    }
  }
}
