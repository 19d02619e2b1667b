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
  ],
  swiftLanguageModes: [.v6]
)
