// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "zoetrope",
  products: [],
  targets: [
    // MARK: Domain
    .target(name: "ZoetropeFilm", dependencies: ["ZoetropeFiles"], path: "Sources/Film"),
    .testTarget(name: "FilmTests", dependencies: ["ZoetropeFilm"]),
    .target(name: "ZoetropeRandom", path: "Sources/Random"),
    .testTarget(name: "RandomTests", dependencies: ["ZoetropeRandom"]),
    // MARK: Files and weights
    .target(name: "ZoetropeFiles", path: "Sources/Files"),
    .testTarget(name: "FilesTests", dependencies: ["ZoetropeFiles", "ZoetropeRandom"]),
    .target(name: "ZoetropeWeights", dependencies: ["ZoetropeFiles"], path: "Sources/Weights"),
    .testTarget(
      name: "WeightsTests", dependencies: ["ZoetropeWeights", "ZoetropeFiles", "ZoetropeRandom"],
      resources: [.copy("Golden")]),
  ],
  swiftLanguageModes: [.v6]
)
