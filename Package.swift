// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "zoetrope",
  products: [
    .executable(name: "zoetrope", targets: ["ZoetropeCLI"]),
    .library(
      name: "Zoetrope",
      targets: [
        "Zoetrope", "ZoetropeShot", "ZoetropePictures", "ZoetropeScenery", "ZoetropeFiles", "ZoetropeRandom",
        "ZoetropeCompute", "ZoetropeWeights",
        "ZoetropeLayers", "ZoetropeMedia", "ZoetropeCast", "ZoetropeLanguage", "ZoetropeDirection",
        "ZoetropeWorld", "ZoetropeDenoiser", "ZoetropePlanner", "ZoetropeTraining", "ZoetropeSession",
        "ZoetropeGrading",
        "ZoetropeEvaluation", "ZoetropeBenchmarking", "ZoetropeExplain", "ZoetropeScreenplay", "ZoetropeEdit",
        "ZoetropeFilm", "ZoetropeStory",
      ]),
  ],
  dependencies: [
    // For the command line alone: no library target may depend on it.
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    // MARK: Domain
    .target(name: "ZoetropeShot", dependencies: ["ZoetropeFiles", "CRaster"], path: "Sources/Shot"),
    .testTarget(name: "ShotTests", dependencies: ["ZoetropeShot", "CRaster"]),
    .target(name: "CRaster", path: "Sources/CRaster", cSettings: [.define("NDEBUG")]),
    .target(
      name: "ZoetropePictures",
      dependencies: ["ZoetropeShot", "ZoetropeFiles", "CRaster"],
      path: "Sources/Pictures"),
    .testTarget(
      name: "PicturesTests", dependencies: ["ZoetropePictures", "ZoetropeCast", "ZoetropeShot", "CRaster"]),
    .target(
      name: "ZoetropeScenery",
      dependencies: ["ZoetropeShot", "ZoetropePictures", "ZoetropeRandom", "CRaster"],
      path: "Sources/Scenery"),
    .testTarget(
      name: "SceneryTests",
      dependencies: ["ZoetropeScenery", "ZoetropePictures", "ZoetropeShot", "CRaster"]),
    .target(name: "ZoetropeRandom", path: "Sources/Random"),
    .testTarget(name: "RandomTests", dependencies: ["ZoetropeRandom"]),

    // MARK: Language
    .target(name: "CGlossary", path: "Sources/CGlossary"),
    .target(
      name: "ZoetropeLanguage",
      dependencies: ["ZoetropeShot", "ZoetropeCast", "ZoetropeFiles", "ZoetropeRandom", "CGlossary"],
      path: "Sources/Language", exclude: ["Reading/Glossary"]),
    .testTarget(
      name: "LanguageTests",
      dependencies: ["ZoetropeLanguage", "ZoetropeWorld", "ZoetropeCast", "ZoetropeShot", "ZoetropeRandom"]),

    // MARK: Direction
    .target(
      name: "ZoetropeDirection",
      dependencies: [
        "ZoetropeShot", "ZoetropeCast", "ZoetropeLanguage", "ZoetropeFiles", "ZoetropeRandom",
      ],
      path: "Sources/Direction"),
    .testTarget(
      name: "DirectionTests",
      dependencies: [
        "ZoetropeDirection", "ZoetropeLanguage", "ZoetropeCast", "ZoetropeShot", "ZoetropeRandom",
      ], exclude: ["Prompts"]),

    // MARK: Film
    .target(name: "ZoetropeScreenplay", dependencies: ["ZoetropeFiles"], path: "Sources/Screenplay"),
    .testTarget(name: "ScreenplayTests", dependencies: ["ZoetropeScreenplay", "ZoetropeLanguage"]),
    .target(name: "ZoetropeEdit", dependencies: ["ZoetropeFiles"], path: "Sources/Edit"),
    .testTarget(name: "EditTests", dependencies: ["ZoetropeEdit"]),
    .target(
      name: "ZoetropeFilm",
      dependencies: [
        "ZoetropeScreenplay", "ZoetropeEdit", "ZoetropeSession", "ZoetropeWorld", "ZoetropeDenoiser",
        "ZoetropePlanner", "ZoetropeDirection", "ZoetropeCast", "ZoetropePictures", "ZoetropeMedia",
        "ZoetropeWeights", "ZoetropeShot", "ZoetropeFiles",
      ], path: "Sources/Film"),
    .testTarget(
      name: "FilmTests",
      dependencies: [
        "ZoetropeFilm", "ZoetropeScreenplay", "ZoetropeEdit", "ZoetropeSession", "ZoetropeMedia",
        "ZoetropeDirection", "ZoetropeShot", "ZoetropeCast", "ZoetropeFiles", "SmallModels",
      ]),
    .target(
      name: "ZoetropeStory",
      dependencies: [
        "ZoetropeScreenplay", "ZoetropeLanguage", "ZoetropeCast", "ZoetropeShot", "ZoetropeRandom",
      ],
      path: "Sources/Story"),
    .testTarget(name: "StoryTests", dependencies: ["ZoetropeStory", "ZoetropeScreenplay"]),
    .executableTarget(
      name: "film-files", dependencies: ["ZoetropeScreenplay", "ZoetropeEdit"],
      path: "Docs/Examples/FilmFiles"),

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
    .testTarget(
      name: "LayersTests", dependencies: ["ZoetropeLayers", "ZoetropeCompute", "ZoetropeRandom"]),

    // MARK: Networks
    .target(
      name: "ZoetropeDenoiser",
      dependencies: [
        "ZoetropeLayers", "ZoetropeCompute", "ZoetropeShot", "ZoetropePictures", "ZoetropeScenery",
        "ZoetropeWeights", "ZoetropeRandom",
      ],
      path: "Sources/Denoiser"),
    .testTarget(
      name: "DenoiserTests",
      dependencies: [
        "ZoetropeDenoiser", "ZoetropePictures", "ZoetropeScenery", "ZoetropeLayers", "ZoetropeCompute",
        "ZoetropeShot", "ZoetropeWeights", "ZoetropeWorld", "ZoetropeRandom",
      ],
      resources: [.copy("Goldens")]),
    .target(
      name: "ZoetropePlanner",
      dependencies: [
        "ZoetropeLayers", "ZoetropeCompute", "ZoetropeShot", "ZoetropeCast", "ZoetropeLanguage",
        "ZoetropeDirection", "ZoetropeFiles", "ZoetropeWeights", "ZoetropeRandom",
      ],
      path: "Sources/Planner"),
    .testTarget(
      name: "PlannerTests",
      dependencies: [
        "ZoetropePlanner", "ZoetropeDirection", "ZoetropeLanguage", "ZoetropeCast", "ZoetropeWorld",
        "ZoetropeLayers",
        "ZoetropeCompute", "ZoetropeShot", "ZoetropeWeights", "ZoetropeRandom",
      ],
      resources: [.copy("Goldens")]),
    .testTarget(
      name: "TrainingTests",
      dependencies: [
        "ZoetropeTraining", "ZoetropeDenoiser", "ZoetropePlanner", "ZoetropeWorld", "ZoetropeLanguage",
        "ZoetropeLayers", "ZoetropeCompute", "ZoetropeWeights", "ZoetropeShot", "ZoetropeRandom",
      ],
      resources: [.copy("Goldens")]),
    .target(
      name: "ZoetropeTraining",
      dependencies: [
        "CKernels", "ZoetropeCompute", "ZoetropeLayers", "ZoetropeShot", "ZoetropeFiles", "ZoetropeWeights",
        "ZoetropeRandom", "ZoetropePictures", "ZoetropeScenery", "ZoetropeCast", "ZoetropeDirection",
        "ZoetropeWorld", "ZoetropeDenoiser", "ZoetropePlanner",
      ],
      path: "Sources/Training"),
    .target(
      name: "ZoetropeBenchmarking",
      dependencies: [
        "CBLAS", "CKernels", "ZoetropeCompute", "ZoetropeLayers", "ZoetropeShot", "ZoetropeDenoiser",
        "ZoetropePlanner", "ZoetropeTraining", "ZoetropeWorld", "ZoetropeRandom",
      ],
      path: "Sources/Benchmarking"),
    .testTarget(
      name: "BenchmarkingTests",
      dependencies: [
        "ZoetropeBenchmarking", "ZoetropeCompute", "ZoetropeDenoiser", "ZoetropeLayers", "ZoetropeShot",
      ]),
    // MARK: World
    .target(name: "CCast", path: "Sources/CCast"),
    .target(
      name: "ZoetropeCast",
      dependencies: [
        "ZoetropeShot", "ZoetropePictures", "ZoetropeMedia", "ZoetropeFiles", "ZoetropeRandom",
        "CRaster", "CCast",
      ],
      path: "Sources/Cast",
      exclude: [
        "Members", "Names/words.txt", "Names/names.txt", "Scenes/outdoors.scene", "Scenes/indoors.scene",
      ]),
    .testTarget(
      name: "CastTests",
      dependencies: [
        "ZoetropeCast", "ZoetropePictures", "ZoetropeMedia", "ZoetropeRandom", "ZoetropeShot",
      ]),
    .target(
      name: "ZoetropeWorld",
      dependencies: [
        "ZoetropeShot", "ZoetropePictures", "ZoetropeScenery", "ZoetropeCast", "ZoetropeLanguage",
        "ZoetropeRandom", "CRaster",
      ],
      path: "Sources/World"),
    .testTarget(
      name: "WorldTests",
      dependencies: [
        "ZoetropeWorld", "ZoetropeCast", "ZoetropePictures", "ZoetropeScenery", "ZoetropeLanguage",
        "ZoetropeShot", "ZoetropeRandom", "CRaster",
      ]),

    // MARK: Files and weights
    .target(name: "ZoetropeFiles", dependencies: ["CKernels"], path: "Sources/Files"),
    .testTarget(name: "FilesTests", dependencies: ["ZoetropeFiles", "ZoetropeRandom"]),
    .target(name: "ZoetropeWeights", dependencies: ["ZoetropeFiles"], path: "Sources/Weights"),
    .testTarget(
      name: "WeightsTests", dependencies: ["ZoetropeWeights", "ZoetropeFiles", "ZoetropeRandom"],
      resources: [.copy("Golden")]),

    // MARK: Pipeline
    .target(
      name: "ZoetropeSession",
      dependencies: [
        "ZoetropeShot", "ZoetropeFiles", "ZoetropeCompute", "ZoetropeWeights", "ZoetropeLanguage",
        "ZoetropePictures", "ZoetropeScenery", "ZoetropeCast", "ZoetropeLayers", "ZoetropeDenoiser",
        "ZoetropePlanner",
        "ZoetropeMedia",
      ],
      path: "Sources/Session"),
    // Random weights for the tests of all that runs models.
    .target(
      name: "SmallModels",
      dependencies: [
        "ZoetropeDenoiser", "ZoetropePlanner", "ZoetropeLayers", "ZoetropeCompute", "ZoetropeWeights",
        "ZoetropeShot",
      ],
      path: "Tests/Support"),
    .testTarget(
      name: "SessionTests",
      dependencies: [
        "ZoetropeSession", "ZoetropeDenoiser", "ZoetropeScenery", "ZoetropeLayers", "ZoetropeCompute",
        "ZoetropeWeights",
        "ZoetropeShot", "ZoetropeFiles", "ZoetropeMedia", "ZoetropeCast", "ZoetropeLanguage",
        "ZoetropePlanner",
        "SmallModels",
      ]),
    .target(
      name: "Zoetrope",
      dependencies: [
        "ZoetropeSession", "ZoetropeEvaluation", "ZoetropeGrading", "ZoetropeWorld", "ZoetropeLanguage",
        "ZoetropeDirection", "ZoetropePlanner", "ZoetropeDenoiser", "ZoetropeMedia", "ZoetropeCast",
        "ZoetropePictures", "ZoetropeScenery", "ZoetropeCompute", "ZoetropeShot", "ZoetropeFiles",
        "ZoetropeWeights",
      ],
      path: "Sources/Zoetrope"),
    // MARK: Examples, each run by its test
    .executableTarget(name: "first-clip", dependencies: ["Zoetrope"], path: "Docs/Examples/FirstClip"),
    .executableTarget(name: "live-preview", dependencies: ["Zoetrope"], path: "Docs/Examples/LivePreview"),
    .executableTarget(name: "best-take", dependencies: ["Zoetrope"], path: "Docs/Examples/BestTake"),
    .executableTarget(name: "stopped-batch", dependencies: ["Zoetrope"], path: "Docs/Examples/StoppedBatch"),
    .executableTarget(
      name: "suite-evaluation", dependencies: ["Zoetrope"], path: "Docs/Examples/SuiteEvaluation"),
    .executableTarget(name: "two-sessions", dependencies: ["Zoetrope"], path: "Docs/Examples/TwoSessions"),
    .testTarget(name: "ExampleTests", dependencies: ["Zoetrope"]),
    // MARK: Grading
    .target(
      name: "ZoetropeGrading",
      dependencies: [
        "ZoetropeShot", "ZoetropeFiles", "ZoetropeLanguage", "ZoetropeCast", "ZoetropePictures",
        "ZoetropeWorld", "ZoetropeRandom",
      ],
      path: "Sources/Grading"),
    .testTarget(
      name: "GradingTests",
      dependencies: ["ZoetropeGrading", "ZoetropeWorld", "ZoetropeShot", "ZoetropeRandom"]),

    .target(
      name: "ZoetropeEvaluation",
      dependencies: [
        "ZoetropeSession", "ZoetropeGrading", "ZoetropeWorld", "ZoetropePictures", "ZoetropeScenery",
        "ZoetropeDenoiser",
        "ZoetropeMedia", "ZoetropeCompute", "ZoetropeShot", "ZoetropeFiles", "ZoetropeRandom",
      ],
      path: "Sources/Evaluation"),

    // MARK: Explaining
    .target(
      name: "ZoetropeExplain",
      dependencies: [
        "ZoetropeSession", "ZoetropePlanner", "ZoetropeDenoiser", "ZoetropeLayers", "ZoetropeCompute",
        "ZoetropeWeights", "ZoetropeWorld", "ZoetropeGrading", "ZoetropeMedia", "ZoetropeShot",
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
        "ZoetropeExplain", "ZoetropeSession", "ZoetropePlanner", "ZoetropeDenoiser", "ZoetropeLayers",
        "ZoetropeCompute", "ZoetropeShot", "ZoetropeWeights", "SmallModels",
      ]),

    // MARK: Lessons
    .target(
      name: "LessonKit", dependencies: ["ZoetropeShot", "ZoetropeMedia"], path: "Docs/Lessons/LessonKit"),
    .executableTarget(
      name: "Lesson01Patches",
      dependencies: ["LessonKit", "ZoetropeCompute", "ZoetropeDenoiser", "ZoetropeShot", "ZoetropeMedia"],
      path: "Docs/Lessons/Lesson01Patches"),
    .executableTarget(
      name: "Lesson02Noise",
      dependencies: ["LessonKit", "ZoetropeCompute", "ZoetropeDenoiser", "ZoetropeShot", "ZoetropeMedia"],
      path: "Docs/Lessons/Lesson02Noise"),
    .executableTarget(
      name: "Lesson03ExactDenoiser",
      dependencies: ["LessonKit", "ZoetropeCompute", "ZoetropeDenoiser", "ZoetropeShot", "ZoetropeMedia"],
      path: "Docs/Lessons/Lesson03ExactDenoiser"),
    .executableTarget(
      name: "Lesson04Attention",
      dependencies: ["LessonKit", "ZoetropeCompute", "ZoetropeDenoiser", "ZoetropeShot", "ZoetropeMedia"],
      path: "Docs/Lessons/Lesson04Attention"),
    .executableTarget(
      name: "Lesson05Block",
      dependencies: ["LessonKit", "ZoetropeCompute", "ZoetropeShot", "ZoetropeLayers", "ZoetropeMedia"],
      path: "Docs/Lessons/Lesson05Block"),
    .executableTarget(
      name: "Lesson06Training",
      dependencies: [
        "LessonKit", "ZoetropeCompute", "ZoetropeDenoiser", "ZoetropeShot", "ZoetropeLayers", "ZoetropeMedia",
        "ZoetropeRandom", "ZoetropeTraining",
      ],
      path: "Docs/Lessons/Lesson06Training"),
    .executableTarget(
      name: "Lesson07Guidance",
      dependencies: [
        "LessonKit", "ZoetropeCompute", "ZoetropeDenoiser", "ZoetropeShot", "ZoetropeMedia",
        "ZoetropeSession",
      ],
      path: "Docs/Lessons/Lesson07Guidance"),
    .executableTarget(
      name: "Lesson08Planner",
      dependencies: ["LessonKit", "ZoetropeShot", "ZoetropeMedia", "ZoetropeSession", "ZoetropePlanner"],
      path: "Docs/Lessons/Lesson08Planner"),
    .executableTarget(
      name: "Lesson09Pipeline",
      dependencies: [
        "LessonKit", "ZoetropeShot", "ZoetropeGrading", "ZoetropeMedia", "ZoetropeSession",
        "ZoetropePlanner", "ZoetropeWorld",
      ],
      path: "Docs/Lessons/Lesson09Pipeline"),
    .executableTarget(
      name: "Lesson10Measuring",
      dependencies: [
        "LessonKit", "ZoetropeBenchmarking", "ZoetropeCompute", "ZoetropeDenoiser", "ZoetropeShot",
        "ZoetropeLayers", "ZoetropeSession",
      ],
      path: "Docs/Lessons/Lesson10Measuring"),
    .testTarget(name: "LessonTests"),

    // MARK: Command line
    .executableTarget(
      name: "ZoetropeCLI",
      dependencies: [
        "ZoetropeShot", "ZoetropeFiles", "ZoetropeRandom", "ZoetropeCompute", "ZoetropeWeights",
        "ZoetropeLayers", "ZoetropePictures", "ZoetropeScenery",
        "ZoetropeMedia", "ZoetropeCast", "ZoetropeLanguage", "ZoetropeDirection", "ZoetropeWorld",
        "ZoetropeDenoiser",
        "ZoetropePlanner", "ZoetropeTraining", "ZoetropeSession", "ZoetropeGrading", "ZoetropeEvaluation",
        "ZoetropeBenchmarking", "ZoetropeExplain", "ZoetropeScreenplay", "ZoetropeEdit", "ZoetropeFilm",
        "ZoetropeStory",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Sources/CLI"),
    .testTarget(
      name: "CLITests",
      dependencies: [
        "ZoetropeCLI", "ZoetropeCompute", "ZoetropeLayers", "ZoetropeWeights", "ZoetropeDenoiser",
        "ZoetropeShot", "ZoetropePlanner", "SmallModels",
      ]),

    // MARK: Media
    .target(name: "CMedia", path: "Sources/CMedia", linkerSettings: [.linkedLibrary("png")]),
    .target(
      name: "ZoetropeMedia", dependencies: ["ZoetropeShot", "ZoetropeFiles", "CMedia"], path: "Sources/Media"),
    .testTarget(
      name: "MediaTests", dependencies: ["ZoetropeMedia", "ZoetropeShot", "ZoetropeFiles", "ZoetropeRandom"],
      resources: [.copy("Golden")]),
  ],
  swiftLanguageModes: [.v6]
)
