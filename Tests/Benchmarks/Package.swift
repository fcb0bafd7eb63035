// swift-tools-version: 6.3

import PackageDescription

// Benchmarks of what users wait for. `swift package benchmark` in this folder runs them; what they
// are built with reaches nobody who uses sekat.

let package = Package(
  name: "sekat-benchmarks",
  dependencies: [
    .package(name: "sekat", path: "../.."),
    // Without counts of allocations, which need a package of its own.
    .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
  ],
  targets: [
    .executableTarget(
      name: "SekatBenchmarks",
      dependencies: [
        .product(name: "SekatModules", package: "sekat"),
        .product(name: "Benchmark", package: "benchmark"),
      ],
      path: "Benchmarks/SekatBenchmarks",
      swiftSettings: [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .strictMemorySafety(),
        .treatAllWarnings(as: .error),
      ],
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")])
  ],
  swiftLanguageModes: [.v6]
)
