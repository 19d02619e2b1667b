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

    // MARK: Numerics
    .systemLibrary(
      name: "CBLAS", path: "Sources/CBLAS", providers: [.apt(["libblas-dev", "libopenblas-dev"])]),
    .target(name: "CKernels", path: "Sources/CKernels"),
    .target(
      name: "ZoetropeCompute", dependencies: ["CBLAS", "CKernels", "ZoetropeRandom"], path: "Sources/Compute"),
    .executableTarget(
      name: "compute-benchmark", dependencies: ["ZoetropeCompute", "CBLAS"], path: "Sources/ComputeBenchmark"),
    .testTarget(
      name: "ComputeTests", dependencies: ["ZoetropeCompute", "CKernels", "ZoetropeRandom"],
      resources: [.copy("Goldens")]),
  ],
  swiftLanguageModes: [.v6]
)
