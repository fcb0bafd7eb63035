// swift-tools-version: 6.3

import PackageDescription

// Fuzzers of what reads bytes from outside, each an entry point of libFuzzer. `run` beside this file
// builds them with `--sanitize fuzzer`, which instruments sekat too and brings the `main`.

/// The settings of sekat itself.
let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
]

let sekat = Target.Dependency.product(name: "SekatModules", package: "sekat")

/// What is fuzzed; a new entry is a folder with a function `LLVMFuzzerTestOneInput`.
let fuzzers = ["fuzz-program", "fuzz-json", "fuzz-policy", "fuzz-log"]

let package = Package(
  name: "sekat-fuzz",
  dependencies: [
    // libseccomp is not what is tried here.
    .package(name: "sekat", path: "../..", traits: [])
  ],
  targets: fuzzers.map { name in
    .executableTarget(name: name, dependencies: [sekat], swiftSettings: settings)
  },
  swiftLanguageModes: [.v6]
)
