// swift-tools-version: 6.3

import PackageDescription

/// What every Swift target of the package is built with.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
]

/// The targets that are written in C.
let inC = [
  "CLinux", "CStartup", "syscall-probe", "neighbour-probe", "waiting-probe", "calling-probe",
  "hostile-probe",
]

/// Targets that exist only when libseccomp may be linked.
let withLibseccomp = TargetDependencyCondition.when(traits: ["Libseccomp"])

/// Targets that exist only when libyaml may be linked.
let withYAML = TargetDependencyCondition.when(traits: ["YAML"])

/// The policies that come with sekat; the library carries them as they are in `Policies`.
let policies = [
  "base/descriptors", "base/files", "base/identity", "base/inet-sockets", "base/ipc",
  "base/network", "base/process", "base/programs", "profiles/default",
  "profiles/network-client", "profiles/network-server", "profiles/no-new-programs",
  "profiles/offline", "profiles/pure-compute", "profiles/read-only",
]

/// The pages of the documentation that `sekat help` prints; the program carries them as they are.
let pages = [
  "Bounds", "CommandLine", "Conversion", "Diagnostics", "Grids", "Launching", "PolicyFormat",
  "Proofs", "Queries", "Simulation", "Supervision", "Threats", "WhenItBreaks",
]

/// What those import who want more than to confine something; see `SekatModules`.
let modules = [
  "Toolbox", "SourceDiagnostics", "LinuxABI", "ClassicBPF", "JSONSyntax", "SeccompFilter",
  "CallDecoding", "FilterProof", "SeccompPolicy", "PolicyLint", "SandboxLauncher", "TraceReplay",
]

let argumentParser = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")
let systemPackage = Target.Dependency.product(name: "SystemPackage", package: "swift-system")

let package = Package(
  name: "sekat",
  products: [
    .executable(name: "sekat", targets: ["SekatTool"]),
    .library(name: "Sekat", targets: ["Sekat"]),
    .library(name: "SekatModules", targets: ["SekatModules"] + modules),
  ],
  traits: [
    .trait(
      name: "Libseccomp", description: "Builds the second compiler, which is libseccomp's."),
    .trait(name: "YAML", description: "Reads policies in YAML, by libyaml."),
    .default(enabledTraits: ["Libseccomp", "YAML"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
  ],
  targets: [
    // C
    .target(name: "CLinux"),
    .target(name: "CStartup", dependencies: ["CLinux"]),
    .systemLibrary(
      name: "CLibseccomp", pkgConfig: "libseccomp", providers: [.apt(["libseccomp-dev"])]),
    .systemLibrary(name: "CLibyaml", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),

    // Ground: small tools, text, the kernel's facts, its machine
    .target(name: "Toolbox"),
    .target(name: "SourceDiagnostics", dependencies: ["Toolbox"]),
    .target(name: "LinuxABI", dependencies: ["Toolbox"]),
    .target(name: "ClassicBPF", dependencies: ["Toolbox"]),

    // L1: syntax, filter model
    .target(name: "JSONSyntax", dependencies: ["Toolbox", "SourceDiagnostics"]),
    .target(
      name: "YAMLSyntax",
      dependencies: [
        "Toolbox", "JSONSyntax", "SourceDiagnostics",
        .target(name: "CLibyaml", condition: withYAML),
      ]),
    .target(name: "SeccompFilter", dependencies: ["Toolbox", "ClassicBPF", "LinuxABI"]),

    // L2: calls in words, proof, policy
    .target(
      name: "CallDecoding",
      dependencies: ["Toolbox", "SeccompFilter", "LinuxABI", "ClassicBPF", "CLinux"]),
    .target(
      name: "FilterProof", dependencies: ["Toolbox", "SeccompFilter", "LinuxABI", "ClassicBPF"]),
    .target(
      name: "SeccompPolicy",
      dependencies: [
        "Toolbox",
        "JSONSyntax", "SourceDiagnostics", "SeccompFilter", "LinuxABI", "ClassicBPF", "CLinux",
        .target(name: "YAMLSyntax", condition: withYAML),
      ],
      resources: policies.map { .embedInCode("../../Policies/\($0).json") }
    ),

    // L3: tools
    .target(
      name: "PolicyLint",
      dependencies: [
        "Toolbox",
        "SeccompPolicy", "FilterProof", "SeccompFilter", "SourceDiagnostics", "LinuxABI",
        "ClassicBPF",
      ]),
    .target(
      name: "PolicyWriting",
      dependencies: [
        "Toolbox",
        "SeccompPolicy", "FilterProof", "SeccompFilter", "ClassicBPF", "LinuxABI",
      ]),
    .target(
      name: "LibseccompBackend",
      dependencies: [
        "SeccompFilter", "ClassicBPF", "LinuxABI",
        .target(name: "CLibseccomp", condition: withLibseccomp),
      ]),
    .target(
      name: "TraceReplay",
      dependencies: [
        "Toolbox",
        "SeccompPolicy", "FilterProof", "SeccompFilter", "ClassicBPF", "LinuxABI", "JSONSyntax",
        "SourceDiagnostics", "CLinux",
      ]),
    .target(
      name: "SandboxLauncher", dependencies: ["Toolbox", "ClassicBPF", "CLinux", systemPackage]),

    // L4: what users touch
    .target(
      name: "Sekat",
      dependencies: [
        "Toolbox",
        "SourceDiagnostics", "LinuxABI", "ClassicBPF", "SeccompFilter", "CallDecoding",
        "FilterProof", "SeccompPolicy", "PolicyLint", "PolicyWriting", "SandboxLauncher",
        "TraceReplay", systemPackage,
        .target(name: "LibseccompBackend", condition: withLibseccomp),
      ]),
    .target(
      name: "SekatModules",
      dependencies: [
        "Toolbox", "SourceDiagnostics", "LinuxABI", "ClassicBPF", "JSONSyntax", "SeccompFilter",
        "CallDecoding", "FilterProof", "SeccompPolicy", "PolicyLint", "SandboxLauncher",
        "TraceReplay",
        .target(name: "LibseccompBackend", condition: withLibseccomp),
        .target(name: "YAMLSyntax", condition: withYAML),
      ]),
    .executableTarget(
      name: "SekatTool",
      dependencies: [
        "Toolbox",
        "Sekat", "SourceDiagnostics", "LinuxABI", "ClassicBPF", "SeccompFilter", "FilterProof",
        "SeccompPolicy", "PolicyLint", "SandboxLauncher", "TraceReplay", "CLinux", "CStartup",
        argumentParser,
      ],
      resources: pages.map { .embedInCode("../Sekat/Sekat.docc/\($0).md") }),
    .target(name: "TableGenerator", exclude: ["Facts"]),
    .executableTarget(name: "generate-tables", dependencies: ["TableGenerator"]),
    .executableTarget(name: "generate-lint-page", dependencies: ["PolicyLint"]),

    // Tests
    .target(
      name: "TestSupport", dependencies: ["ClassicBPF", "LinuxABI", "SeccompFilter", "CLinux"],
      path: "Tests/TestSupport"),
    .executableTarget(name: "syscall-probe", path: "Tests/Probes/SyscallProbe"),
    .executableTarget(name: "neighbour-probe", path: "Tests/Probes/NeighbourProbe"),
    .executableTarget(name: "waiting-probe", path: "Tests/Probes/WaitingProbe"),
    .executableTarget(name: "calling-probe", path: "Tests/Probes/CallingProbe"),
    .executableTarget(name: "hostile-probe", path: "Tests/Probes/HostileProbe"),
    .executableTarget(
      name: "confined-probe", dependencies: ["Sekat", "CLinux"],
      path: "Tests/Probes/ConfinedProbe"),
    .testTarget(name: "ToolboxTests", dependencies: ["Toolbox", "TestSupport"]),
    .testTarget(
      name: "SourceDiagnosticsTests",
      dependencies: ["SourceDiagnostics", "Toolbox", "TestSupport"],
      exclude: ["Goldens"]),
    .testTarget(
      name: "JSONSyntaxTests",
      dependencies: ["Toolbox", "JSONSyntax", "SourceDiagnostics", "TestSupport"],
      exclude: ["Goldens"]),
    .testTarget(
      name: "YAMLSyntaxTests",
      dependencies: [
        "Toolbox", "JSONSyntax", "SourceDiagnostics", "TestSupport",
        .target(name: "YAMLSyntax", condition: withYAML),
      ]),
    .testTarget(
      name: "LinuxABITests", dependencies: ["LinuxABI", "TableGenerator"]),
    .testTarget(name: "ClassicBPFTests", dependencies: ["ClassicBPF", "CLinux", "TestSupport"]),
    .testTarget(
      name: "SeccompFilterTests",
      dependencies: ["SeccompFilter", "ClassicBPF", "LinuxABI", "TestSupport"],
      exclude: ["Goldens"]),
    .testTarget(
      name: "FilterProofTests",
      dependencies: ["FilterProof", "SeccompFilter", "ClassicBPF", "LinuxABI", "TestSupport"]),
    .testTarget(
      name: "CallDecodingTests",
      dependencies: [
        "CallDecoding", "Toolbox", "SeccompFilter", "ClassicBPF", "LinuxABI", "CLinux",
        "TestSupport", "calling-probe",
      ]),
    .testTarget(
      name: "SeccompPolicyTests",
      dependencies: [
        "Toolbox",
        "SeccompPolicy", "SourceDiagnostics", "SeccompFilter", "LinuxABI", "ClassicBPF", "CLinux",
        "JSONSyntax", "TestSupport",
      ]),
    .testTarget(
      name: "PolicyLintTests",
      dependencies: [
        "PolicyLint", "SeccompPolicy", "FilterProof", "SeccompFilter", "ClassicBPF", "LinuxABI",
        "SourceDiagnostics", "JSONSyntax", "TestSupport", "SekatTool",
      ],
      exclude: ["Goldens", "Samples", "DenyLists"]),
    .testTarget(
      name: "LibseccompBackendTests",
      dependencies: [
        "SeccompPolicy", "SourceDiagnostics",
        "FilterProof", "SeccompFilter", "ClassicBPF", "LinuxABI", "TestSupport",
        .target(name: "LibseccompBackend", condition: withLibseccomp),
        .target(name: "CLibseccomp", condition: withLibseccomp),
      ]),
    .testTarget(
      name: "TraceReplayTests",
      dependencies: [
        "TraceReplay", "FilterProof", "SeccompPolicy", "SeccompFilter", "ClassicBPF", "LinuxABI",
        "SourceDiagnostics", "JSONSyntax", "TestSupport", "SekatTool",
      ],
      exclude: ["Goldens"]),
    .testTarget(
      name: "SandboxLauncherTests",
      dependencies: [
        "SandboxLauncher", "FilterProof", "SeccompFilter", "ClassicBPF", "LinuxABI", "CLinux",
        "TestSupport", "SekatTool", "neighbour-probe", "waiting-probe", "hostile-probe",
      ]),
    .testTarget(
      name: "PoliciesTests",
      dependencies: [
        "Toolbox",
        "Sekat", "SeccompPolicy", "FilterProof", "SeccompFilter", "ClassicBPF", "LinuxABI",
        "SourceDiagnostics",
        "TestSupport", "SekatTool",
        .target(name: "LibseccompBackend", condition: withLibseccomp),
      ],
      exclude: ["Attempts", "Goldens"]),
    .testTarget(
      name: "KernelTests",
      dependencies: [
        "SeccompPolicy", "FilterProof", "SeccompFilter", "ClassicBPF", "LinuxABI",
        "SandboxLauncher", "CLinux",
        "TestSupport", "syscall-probe",
        .target(name: "LibseccompBackend", condition: withLibseccomp),
      ]),
    .testTarget(
      name: "SekatTests",
      dependencies: [
        "Sekat", "PolicyLint", "FilterProof", "SeccompPolicy", "SandboxLauncher",
        "SourceDiagnostics", "SeccompFilter", "LinuxABI", "ClassicBPF", "TestSupport",
        "confined-probe",
      ]),
    .testTarget(
      name: "CommandTests",
      dependencies: [
        "SekatTool", "Sekat", "SeccompPolicy", "SeccompFilter", "SourceDiagnostics", "JSONSyntax",
        "LinuxABI", "TestSupport", argumentParser,
      ],
      exclude: ["Goldens"]),
  ],
  swiftLanguageModes: [.v6]
)

for target in package.targets
where target.type != .system && !inC.contains(target.name) && target.name != "confined-probe" {
  target.swiftSettings = (target.swiftSettings ?? []) + strict
}
