// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "zoetrope",
  products: [
    .executable(name: "zoetrope", targets: ["ZoetropeCLI"]),
    .library(
      name: "Zoetrope",
      targets: [
        "Zoetrope", "ZoetropeFilm", "ZoetropeFiles", "ZoetropeRandom", "ZoetropeCompute", "ZoetropeWeights",
        "ZoetropeLayers", "ZoetropeMedia", "ZoetropeWorld", "ZoetropeDenoiser", "ZoetropePlanner",
        "ZoetropeTraining", "ZoetropePipeline", "ZoetropeGrading", "ZoetropeBenchmarking", "ZoetropeExplain",
      ]),
  ],
  dependencies: [
    // For the command line alone: no library target may depend on it.
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    // MARK: Domain
    .target(name: "ZoetropeFilm", dependencies: ["ZoetropeFiles"], path: "Sources/Film"),
    .testTarget(name: "FilmTests", dependencies: ["ZoetropeFilm"]),
    .target(name: "ZoetropeRandom", path: "Sources/Random"),
    .testTarget(name: "RandomTests", dependencies: ["ZoetropeRandom"]),

    // MARK: Numerics
    .systemLibrary(
      name: "CBLAS", path: "Sources/CBLAS", providers: [.apt(["libblas-dev", "libopenblas-dev"])]),
    .target(name: "CKernels", path: "Sources/CKernels"),
    .target(
      name: "ZoetropeCompute", dependencies: ["CBLAS", "CKernels", "ZoetropeRandom"], path: "Sources/Compute"),
    .testTarget(
      name: "ComputeTests", dependencies: ["ZoetropeCompute", "CKernels", "ZoetropeRandom"],
      resources: [.copy("Goldens")]),
    .target(
      name: "ZoetropeLayers", dependencies: ["ZoetropeCompute", "ZoetropeRandom", "ZoetropeWeights"],
      path: "Sources/Layers"),

    // MARK: Networks
    .target(
      name: "ZoetropeDenoiser",
      dependencies: ["ZoetropeLayers", "ZoetropeCompute", "ZoetropeFilm", "ZoetropeWeights"],
      path: "Sources/Denoiser"),
    .testTarget(
      name: "DenoiserTests",
      dependencies: [
        "ZoetropeDenoiser", "ZoetropeLayers", "ZoetropeCompute", "ZoetropeFilm", "ZoetropeWeights",
      ],
      resources: [.copy("Goldens")]),
    .target(
      name: "ZoetropePlanner",
      dependencies: [
        "ZoetropeLayers", "ZoetropeCompute", "ZoetropeFilm", "ZoetropeFiles", "ZoetropeWeights",
        "ZoetropeRandom",
      ],
      path: "Sources/Planner"),
    .testTarget(
      name: "PlannerTests",
      dependencies: [
        "ZoetropePlanner", "ZoetropeTraining", "ZoetropeWorld", "ZoetropeLayers", "ZoetropeCompute",
        "ZoetropeFilm",
        "ZoetropeWeights", "ZoetropeRandom",
      ],
      resources: [.copy("Goldens")]),
    .testTarget(
      name: "TrainingTests", dependencies: ["ZoetropeTraining", "ZoetropeLayers", "ZoetropeCompute"]),
    .target(
      name: "ZoetropeTraining",
      dependencies: [
        "CKernels", "ZoetropeCompute", "ZoetropeLayers", "ZoetropeFilm", "ZoetropeFiles", "ZoetropeWeights",
        "ZoetropeRandom", "ZoetropeWorld", "ZoetropeDenoiser", "ZoetropePlanner",
      ],
      path: "Sources/Training"),
    .target(
      name: "ZoetropeBenchmarking",
      dependencies: [
        "CKernels", "ZoetropeCompute", "ZoetropeLayers", "ZoetropeFilm", "ZoetropeDenoiser",
        "ZoetropePlanner", "ZoetropeTraining", "ZoetropeWorld", "ZoetropeRandom",
      ],
      path: "Sources/Benchmarking"),
    .testTarget(
      name: "BenchmarkingTests",
      dependencies: [
        "ZoetropeBenchmarking", "ZoetropeCompute", "ZoetropeDenoiser", "ZoetropeLayers", "ZoetropeFilm",
      ]),
    // MARK: World
    .target(name: "CRaster", path: "Sources/CRaster", cSettings: [.define("NDEBUG")]),
    .target(
      name: "ZoetropeWorld", dependencies: ["ZoetropeFilm", "ZoetropeRandom", "CRaster"],
      path: "Sources/World"),
    .testTarget(name: "WorldTests", dependencies: ["ZoetropeWorld", "ZoetropeRandom"]),
    .executableTarget(
      name: "world-stream", dependencies: ["ZoetropeWorld", "ZoetropeFilm"], path: "Sources/WorldStream"),

    // MARK: Files and weights
    .target(name: "ZoetropeFiles", dependencies: ["CKernels"], path: "Sources/Files"),
    .testTarget(name: "FilesTests", dependencies: ["ZoetropeFiles", "ZoetropeRandom"]),
    .target(name: "ZoetropeWeights", dependencies: ["ZoetropeFiles"], path: "Sources/Weights"),
    .testTarget(
      name: "WeightsTests", dependencies: ["ZoetropeWeights", "ZoetropeFiles", "ZoetropeRandom"],
      resources: [.copy("Golden")]),

    // MARK: Pipeline
    .target(
      name: "ZoetropePipeline",
      dependencies: [
        "ZoetropeFilm", "ZoetropeFiles", "ZoetropeRandom", "ZoetropeCompute", "ZoetropeWeights",
        "ZoetropeLayers", "ZoetropeDenoiser", "ZoetropePlanner", "ZoetropeMedia",
      ],
      path: "Sources/Pipeline"),
    // Random weights for the tests of all that runs models.
    .target(
      name: "SmallModels",
      dependencies: [
        "ZoetropeDenoiser", "ZoetropePlanner", "ZoetropeLayers", "ZoetropeCompute", "ZoetropeWeights",
        "ZoetropeFilm",
      ],
      path: "Tests/Support"),
    .testTarget(
      name: "PipelineTests",
      dependencies: [
        "ZoetropePipeline", "ZoetropeDenoiser", "ZoetropeLayers", "ZoetropeCompute", "ZoetropeWeights",
        "ZoetropeFilm", "ZoetropeFiles", "ZoetropeMedia", "SmallModels",
      ]),
    .target(
      name: "Zoetrope",
      dependencies: [
        "ZoetropePipeline", "ZoetropePlanner", "ZoetropeDenoiser", "ZoetropeMedia", "ZoetropeFilm",
      ],
      path: "Sources/Zoetrope"),
    .executableTarget(name: "first-clip", dependencies: ["Zoetrope"], path: "Docs/Examples/FirstClip"),
    // MARK: Grading
    .target(
      name: "ZoetropeGrading", dependencies: ["ZoetropeFilm", "ZoetropeWorld", "ZoetropeRandom"],
      path: "Sources/Grading"),
    .testTarget(
      name: "GradingTests",
      dependencies: ["ZoetropeGrading", "ZoetropeWorld", "ZoetropeFilm", "ZoetropeRandom"]),

    // MARK: Explaining
    .target(
      name: "ZoetropeExplain",
      dependencies: [
        "ZoetropePipeline", "ZoetropePlanner", "ZoetropeDenoiser", "ZoetropeLayers", "ZoetropeCompute",
        "ZoetropeWeights", "ZoetropeWorld", "ZoetropeGrading", "ZoetropeMedia", "ZoetropeFilm",
        "ZoetropeFiles", "ZoetropeRandom",
      ],
      path: "Sources/Explain",
      // In the program itself, so that it stays one file.
      resources: [
        .embedInCode("Page/page.html"), .embedInCode("Page/page.css"), .embedInCode("Page/core.js"),
        .embedInCode("Page/planning.js"), .embedInCode("Page/patches.js"), .embedInCode("Page/block.js"),
        .embedInCode("Page/path.js"), .embedInCode("Page/ending.js"),
      ]),
    .testTarget(
      name: "ExplainTests",
      dependencies: [
        "ZoetropeExplain", "ZoetropePipeline", "ZoetropePlanner", "ZoetropeDenoiser", "ZoetropeLayers",
        "ZoetropeCompute", "ZoetropeFilm", "ZoetropeWeights", "SmallModels",
      ]),

    // MARK: Lessons
    .target(
      name: "LessonKit", dependencies: ["ZoetropeFilm", "ZoetropeMedia"], path: "Docs/Lessons/LessonKit"),
    .executableTarget(
      name: "Lesson01Patches",
      dependencies: ["LessonKit", "ZoetropeCompute", "ZoetropeDenoiser", "ZoetropeFilm", "ZoetropeMedia"],
      path: "Docs/Lessons/Lesson01Patches"),
    .executableTarget(
      name: "Lesson02Noise",
      dependencies: ["LessonKit", "ZoetropeCompute", "ZoetropeDenoiser", "ZoetropeFilm", "ZoetropeMedia"],
      path: "Docs/Lessons/Lesson02Noise"),
    .executableTarget(
      name: "Lesson03ExactDenoiser",
      dependencies: ["LessonKit", "ZoetropeCompute", "ZoetropeDenoiser", "ZoetropeFilm", "ZoetropeMedia"],
      path: "Docs/Lessons/Lesson03ExactDenoiser"),
    .executableTarget(
      name: "Lesson04Attention",
      dependencies: ["LessonKit", "ZoetropeCompute", "ZoetropeDenoiser", "ZoetropeFilm", "ZoetropeMedia"],
      path: "Docs/Lessons/Lesson04Attention"),
    .executableTarget(
      name: "Lesson05Block",
      dependencies: ["LessonKit", "ZoetropeCompute", "ZoetropeFilm", "ZoetropeLayers", "ZoetropeMedia"],
      path: "Docs/Lessons/Lesson05Block"),
    .executableTarget(
      name: "Lesson06Training",
      dependencies: [
        "LessonKit", "ZoetropeCompute", "ZoetropeDenoiser", "ZoetropeFilm", "ZoetropeLayers", "ZoetropeMedia",
        "ZoetropeRandom", "ZoetropeTraining",
      ],
      path: "Docs/Lessons/Lesson06Training"),
    .executableTarget(
      name: "Lesson07Guidance",
      dependencies: [
        "LessonKit", "ZoetropeCompute", "ZoetropeDenoiser", "ZoetropeFilm", "ZoetropeMedia",
        "ZoetropePipeline",
      ],
      path: "Docs/Lessons/Lesson07Guidance"),
    .executableTarget(
      name: "Lesson08Planner",
      dependencies: ["LessonKit", "ZoetropeFilm", "ZoetropeMedia", "ZoetropePipeline", "ZoetropePlanner"],
      path: "Docs/Lessons/Lesson08Planner"),
    .executableTarget(
      name: "Lesson09Pipeline",
      dependencies: [
        "LessonKit", "ZoetropeFilm", "ZoetropeGrading", "ZoetropeMedia", "ZoetropePipeline",
        "ZoetropePlanner", "ZoetropeWorld",
      ],
      path: "Docs/Lessons/Lesson09Pipeline"),
    .executableTarget(
      name: "Lesson10Measuring",
      dependencies: [
        "LessonKit", "ZoetropeBenchmarking", "ZoetropeCompute", "ZoetropeDenoiser", "ZoetropeFilm",
        "ZoetropeLayers", "ZoetropePipeline",
      ],
      path: "Docs/Lessons/Lesson10Measuring"),
    .testTarget(name: "LessonTests"),

    // MARK: Command line
    .executableTarget(
      name: "ZoetropeCLI",
      dependencies: [
        "ZoetropeFilm", "ZoetropeFiles", "ZoetropeRandom", "ZoetropeCompute", "ZoetropeWeights",
        "ZoetropeLayers",
        "ZoetropeMedia", "ZoetropeWorld", "ZoetropeDenoiser", "ZoetropePlanner", "ZoetropeTraining",
        "ZoetropePipeline", "ZoetropeGrading", "ZoetropeBenchmarking", "ZoetropeExplain", "CKernels",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Sources/CLI"),
    .testTarget(
      name: "CLITests",
      dependencies: [
        "ZoetropeCLI", "ZoetropeCompute", "ZoetropeLayers", "ZoetropeWeights", "ZoetropeDenoiser",
        "ZoetropeFilm", "ZoetropePlanner", "SmallModels",
      ]),

    // MARK: Media
    .target(name: "CMedia", path: "Sources/CMedia", linkerSettings: [.linkedLibrary("png")]),
    .target(
      name: "ZoetropeMedia", dependencies: ["ZoetropeFilm", "ZoetropeFiles", "CMedia"], path: "Sources/Media"),
    .testTarget(
      name: "MediaTests", dependencies: ["ZoetropeMedia", "ZoetropeFilm", "ZoetropeFiles", "ZoetropeRandom"],
      resources: [.copy("Golden")]),
  ],
  swiftLanguageModes: [.v6]
)
