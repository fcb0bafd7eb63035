// swift-tools-version: 6.3

import PackageDescription

// Programs that use sekat from outside, as its users do: with the products of its package, and
// nothing else of it. `run` beside this file builds and runs them.

let package = Package(
  name: "sekat-client",
  traits: [
    .trait(name: "Libseccomp", description: "Builds sekat with its second compiler."),
    .trait(name: "YAML", description: "Builds sekat with its reader of YAML."),
    .default(enabledTraits: ["Libseccomp", "YAML"]),
  ],
  dependencies: [
    .package(
      name: "sekat", path: "../..",
      traits: [
        .trait(name: "Libseccomp", condition: .when(traits: ["Libseccomp"])),
        .trait(name: "YAML", condition: .when(traits: ["YAML"])),
      ]),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
  ],
  targets: [
    .executableTarget(name: "ten-lines", dependencies: [.product(name: "Sekat", package: "sekat")]),
    .executableTarget(
      name: "own-filter",
      dependencies: [
        .product(name: "Sekat", package: "sekat"), .product(name: "SekatModules", package: "sekat"),
      ]),
    .executableTarget(
      name: "hello-server",
      dependencies: [
        .product(name: "Sekat", package: "sekat"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
      ]),
  ],
  swiftLanguageModes: [.v6]
)

for target in package.targets {
  target.swiftSettings = [
    .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
  ]
}
