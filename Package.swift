// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "zoetrope",
  products: [],
  targets: [
    // MARK: Domain
    .target(name: "ZoetropeFilm", path: "Sources/Film"),
    .testTarget(name: "FilmTests", dependencies: ["ZoetropeFilm"]),
    .target(name: "ZoetropeRandom", path: "Sources/Random"),
    .testTarget(name: "RandomTests", dependencies: ["ZoetropeRandom"]),
    // MARK: World
    .target(name: "CRaster", path: "Sources/CRaster", cSettings: [.define("NDEBUG")]),
    .target(name: "ZoetropeWorld", dependencies: ["ZoetropeFilm", "ZoetropeRandom", "CRaster"], path: "Sources/World"),
    .testTarget(name: "WorldTests", dependencies: ["ZoetropeWorld"]),
  ],
  swiftLanguageModes: [.v6]
)
