#if Libseccomp
  import ClassicBPF
  import FilterProof
  import Foundation
  import LibseccompBackend
  import LinuxABI
  import SeccompFilter
  import SeccompPolicy
  import SourceDiagnostics
  import TestSupport
  import Testing

  /// Profiles of container engines mean what runc and libseccomp make of them, for every call.
  @Suite(.enabled(if: ABI.native == .x86_64, "libseccomp knows other machines from x86_64 only"))
  struct RuncLoaderTests {
    private static let machines = [ABI.x86_64, .aarch64, .riscv64, .ppc64le].compactMap(
      Machine.init)

    /// What sekat reads in a text; `nil` where it refuses it.
    private static func filter(
      _ text: String, on machine: Machine, _ circumstances: Circumstances
    ) -> Filter? {
      var diagnostics: [Diagnostic] = []
      let source = SourceText(name: "profile.json", bytes: Array(text.utf8))
      let policy = PolicyLoader.load(
        Policy.File(source, trust: nil), builtins: .shipped, circumstances: circumstances,
        diagnostics: &diagnostics)
      return policy?.resolve(for: machine, diagnostics: &diagnostics)?.filter
    }

    /// Expects sekat's filter and the loader's program to answer every call in the same way, or both to
    /// refuse the profile.
    private static func expectSame(
      _ text: String, on machine: Machine, with capabilities: Set<String> = RuncLoader.ofDocker,
      sourceLocation: Testing.SourceLocation = #_sourceLocation
    ) throws {
      var loader = try RuncLoader(text, on: machine)
      loader.capabilities = capabilities
      let circumstances = Circumstances(
        capabilities: Set(loader.capabilities.compactMap { Capability($0) }),
        kernel: KernelVersion(loader.kernel.0, loader.kernel.1))
      guard let filter = try filter(loader.text, on: machine, circumstances) else {
        #expect(
          throws: RuncLoader.Refusal.self, "\(machine.name): \(text.prefix(500))",
          sourceLocation: sourceLocation
        ) { try loader.program() }
        return
      }
      let comparison = try FilterProver().compare(
        .filter(filter), .program(try loader.program()), on: machine)
      guard case .different(let witness) = comparison else { return }
      Issue.record(
        "\(witness.call.text) gets \(witness.left) and not \(witness.right): \(text.prefix(500))",
        sourceLocation: sourceLocation)
    }

    // MARK: Published profiles

    /// Profiles that lie about: of packages, and in a folder that somebody names.
    private static let published: [String] = {
      let installed = "/usr/share/containers/seccomp.json"
      let folder = ProcessInfo.processInfo.environment["SEKAT_PROFILES"]
      let found =
        folder.flatMap { FileManager.default.enumerator(atPath: $0) }?
        .compactMap { $0 as? String } ?? []
      return
        ([installed].filter(FileManager.default.fileExists)
        + found.filter { $0.hasSuffix(".json") }.sorted().map { "\(folder ?? "")/\($0)" })
        .filter { path in
          guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return false }
          return text.contains("SCMP_ACT_") && (try? RuncLoader(text, on: machines[0])) != nil
        }
    }()

    @Test(
      .enabled(
        if: !published.isEmpty,
        "no profile is installed; SEKAT_PROFILES may name a folder with some"),
      arguments: published)
    func `a published profile means what its loader makes of it`(path: String) throws {
      let text = try String(contentsOfFile: path, encoding: .utf8)
      for machine in Self.machines {
        try Self.expectSame(text, on: machine)
        try Self.expectSame(text, on: machine, with: [])
        try Self.expectSame(text, on: machine, with: Set(Capability.names))
      }
    }

    @Test(
      .enabled(
        if: !published.isEmpty,
        "no profile is installed; SEKAT_PROFILES may name a folder with some"),
      arguments: published)
    func `both compilers make programs of a published profile`(path: String) throws {
      let text = try String(contentsOfFile: path, encoding: .utf8)
      let machine = Self.machines[0]
      // What is refused is so by the loader, too, as the other test shows.
      guard let filter = Self.filter(text, on: machine, .standard) else { return }
      let native = try NativeBackend().program(for: filter)
      let other = try LibseccompBackend().program(for: filter)
      let comparison = try FilterProver().compare(
        .program(native), .program(other), on: machine)
      #expect(comparison == .equal)
    }

    // MARK: Constructed profiles

    private static func profile(_ rules: String, _ settings: String) -> String {
      #"{\#(settings), "syscalls": [\#(rules)]}"#
    }

    private static func rule(
      _ names: String, action: String = "ALLOW", _ more: String = ""
    ) -> String {
      let names = names.split(separator: " ").map { "\"\($0)\"" }.joined(separator: ", ")
      return #"{"names": [\#(names)], "action": "SCMP_ACT_\#(action)"\#(more)}"#
    }

    private static func args(_ conditions: (Int, String, UInt64, UInt64)...) -> String {
      let texts = conditions.map {
        #"{"index": \#($0.0), "op": "SCMP_CMP_\#($0.1)", "value": \#($0.2), "valueTwo": \#($0.3)}"#
      }
      return #", "args": [\#(texts.joined(separator: ", "))]"#
    }

    private static let archMap =
      #""archMap": [{"architecture": "SCMP_ARCH_X86_64", "subArchitectures": ["SCMP_ARCH_X86", "#
      + #""SCMP_ARCH_X32"]}, {"architecture": "SCMP_ARCH_AARCH64", "subArchitectures": "#
      + #"["SCMP_ARCH_ARM"]}, {"architecture": "SCMP_ARCH_PPC64LE", "subArchitectures": []}]"#

    /// Rules with a trap each.
    private static let traps: [String] = [
      rule("read write exit_group no_such_call"),
      // Without conditions, before and after with.
      rule("read") + ", " + rule("read", action: "KILL", args((0, "EQ", 3, 0))),
      rule("read", action: "KILL", args((0, "EQ", 3, 0))) + ", " + rule("read"),
      rule("read") + ", " + rule("read", action: "KILL_PROCESS"),
      rule("read", action: "TRAP") + ", " + rule("read"),
      // The default's own action.
      rule("read", action: "ERRNO", args((0, "EQ", 3, 0))) + ", " + rule("read"),
      rule("read", action: "ERRNO", #", "errnoRet": 1"#) + ", " + rule("read"),
      rule("read", action: "ERRNO", #", "errnoRet": 13"#),
      rule("read", action: "TRACE") + ", " + rule("write", action: "TRACE", #", "errnoRet": 7"#),
      rule("read", action: "LOG") + ", " + rule("close", action: "NOTIFY"),
      // Arguments named twice, with another one beside.
      rule("read", args((0, "EQ", 3, 0), (0, "EQ", 5, 0), (2, "EQ", 7, 0))),
      rule("read", args((0, "EQ", 3, 0), (2, "EQ", 7, 0))),
      rule("socket", args((0, "EQ", 1, 0))) + ", " + rule("socket", args((0, "EQ", 2, 0))),
      rule("socket", args((0, "EQ", 1, 0), (2, "EQ", 6, 0))),
      rule(
        "socket", action: "ERRNO", #", "errnoRet": 22"# + args((0, "EQ", 16, 0), (2, "EQ", 9, 0)))
        + ", " + rule("socket", args((2, "NE", 9, 0))) + ", "
        + rule("socket", args((0, "NE", 16, 0))),
      rule("accept send semop semget", args((0, "EQ", 4, 0))),
      rule("socketcall", args((0, "EQ", 3, 0))) + ", " + rule("connect"),
      rule("personality", args((0, "EQ", 0, 0))) + ", "
        + rule("personality", args((0, "EQ", 0xffff_ffff, 0))),
      // Masks.
      rule("clone", args((0, "MASKED_EQ", 2_114_060_288, 0))),
      rule("clone", args((0, "MASKED_EQ", 0, 5))),
      rule("clone", args((0, "MASKED_EQ", 0, 5))) + ", "
        + rule("clone", action: "KILL", args((0, "EQ", 5, 0))),
      rule("clone", args((0, "MASKED_EQ", 0xf, 0x1f))),
      rule("clone", args((0, "MASKED_EQ", 0xf_0000_0000, 0x3_0000_0000))),
      // Values of 64 bits, and orders.
      rule("read", args((2, "EQ", 1 << 32, 0))), rule("read", args((2, "NE", 0x5_0000_0005, 0))),
      rule("read", args((2, "GT", 5, 0))), rule("read", args((2, "GE", 0x1_0000_0005, 0))),
      rule("read", args((2, "LT", 5, 0))), rule("read", args((2, "LE", 5, 0))),
      rule("read", args((2, "LT", 0, 0))), rule("read", args((2, "GT", UInt64.max, 0))),
      rule("read", args((2, "GE", 0, 0))), rule("getpid", args((5, "EQ", 5, 0))),
    ]

    private static let settings: [String] = [
      #""defaultAction": "SCMP_ACT_ERRNO""#,
      #""defaultAction": "SCMP_ACT_ERRNO", "defaultErrnoRet": 38, \#(archMap)"#,
      #""defaultAction": "SCMP_ACT_ERRNO", \#(archMap)"#,
      #""defaultAction": "SCMP_ACT_KILL_PROCESS", "architectures": ["SCMP_ARCH_X86_64"]"#,
      #""defaultAction": "SCMP_ACT_TRACE", "architectures": ["SCMP_ARCH_X86_64"]"#,
      #""defaultAction": "SCMP_ACT_LOG", "architectures": ["SCMP_ARCH_X86", "SCMP_ARCH_AARCH64"]"#,
    ]

    /// Rules that compare one argument with small values, and need not agree.
    private static func disagreeing(seed: UInt64) -> String {
      var random = RandomFilters(seed: seed)
      let operators = ["EQ", "NE", "LT", "LE", "GT", "GE", "MASKED_EQ"]
      return (0..<2 + random.below(2)).map { _ in
        let operation = random.pick(operators)
        let value = UInt64(random.below(8))
        return rule(
          "read", action: random.pick(["ALLOW", "LOG", "KILL_PROCESS"]),
          args((0, operation, value, UInt64(random.below(8)) & value)))
      }.joined(separator: ", ")
    }

    @Test(arguments: seeds(60))
    func `rules that overlap and disagree are asked in libseccomp's order`(seed: UInt64) throws {
      let text = Self.profile(Self.disagreeing(seed: seed), Self.settings[2])
      let loader = try RuncLoader(text, on: Self.machines[0])
      // What is not known is refused; what is known is right.
      guard let filter = Self.filter(text, on: Self.machines[0], .standard) else { return }
      let comparison = try FilterProver().compare(
        .filter(filter), .program(try loader.program()), on: Self.machines[0])
      #expect(comparison == .equal, "\(text)")
    }

    @Test(arguments: settings)
    func `a constructed profile means what its loader makes of it`(settings: String) throws {
      for rules in Self.traps {
        for machine in Self.machines {
          do {
            try Self.expectSame(Self.profile(rules, settings), on: machine)
          } catch {
            Issue.record("\(error): \(machine.name): \(rules)")
          }
        }
      }
    }
  }
#endif
