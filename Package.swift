// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "zoetrope",
  products: [
    .executable(name: "zoetrope", targets: ["ZoetropeCLI"]),
    .library(name: "Zoetrope", targets: ["ZoetropeFilm", "ZoetropeRandom", "ZoetropeCompute"]),
  ],
  dependencies: [
    // For the command line alone: no library target may depend on it.
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    // MARK: Domain
    .target(name: "ZoetropeFilm", path: "Sources/Film"),
    .testTarget(name: "FilmTests", dependencies: ["ZoetropeFilm"]),
    .target(name: "ZoetropeRandom", path: "Sources/Random"),
    .testTarget(name: "RandomTests", dependencies: ["ZoetropeRandom"]),

    // MARK: Numerics
    .systemLibrary(
      name: "CBLAS", path: "Sources/CBLAS", providers: [.apt(["libblas-dev", "libopenblas-dev"])]),
    .target(name: "CKernels", path: "Sources/CKernels"),
    .target(
      name: "ZoetropeCompute", dependencies: ["CBLAS", "CKernels", "ZoetropeRandom"], path: "Sources/Compute"),
    .executableTarget(
      name: "compute-benchmark", dependencies: ["ZoetropeCompute", "CBLAS"], path: "Sources/ComputeBenchmark"),
    .testTarget(name: "ComputeTests", dependencies: ["ZoetropeCompute", "CKernels"]),

    // MARK: Command line
    .executableTarget(
      name: "ZoetropeCLI",
      dependencies: [
        "ZoetropeCompute", "CKernels", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Sources/CLI"),
    .testTarget(name: "CLITests", dependencies: ["ZoetropeCLI"]),
  ],
  swiftLanguageModes: [.v6]
)
