public import LinuxABI
public import SourceDiagnostics

/// A policy as it was read: its own file, and in line all that it extends.
public struct Policy: Sendable {
  /// A file of a policy, as its descriptor described it.
  public struct File: Sendable {
    /// The text.
    public let source: SourceText
    /// Whether it came with the program.
    public let isBuiltin: Bool
    /// Who can change what its path leads to; `nil` where nobody asked.
    public let trust: FileTrust?

    /// A file of somebody's own.
    ///
    /// - Parameters:
    ///   - source: The text.
    ///   - trust: Who can change what its path leads to.
    public init(_ source: SourceText, trust: FileTrust?) {
      self.init(source, isBuiltin: false, trust: trust)
    }

    init(_ source: SourceText, isBuiltin: Bool, trust: FileTrust?) {
      self.source = source
      self.isBuiltin = isBuiltin
      self.trust = trust
    }
  }

  /// How much it may say.
  let limits: PolicyLimits
  /// The system for which conditions are settled.
  let circumstances: Circumstances
  /// Whether there was a mistake in one of the files, so that the policy does not resolve.
  public let hasMistakes: Bool
  /// The files in line: each comes before those that it extends.
  public let files: [File]
  /// What each file says.
  package let syntax: [PolicyFile]
  /// For each file the indices in line of all that it extends, in their order.
  package let bases: [[Int]]

  init(
    limits: PolicyLimits, circumstances: Circumstances, hasMistakes: Bool, files: [File],
    syntax: [PolicyFile], bases: [[Int]]
  ) {
    self.limits = limits
    self.circumstances = circumstances
    self.hasMistakes = hasMistakes
    self.files = files
    self.syntax = syntax
    self.bases = bases
  }

  /// A policy whose files say something else.
  init(_ policy: Policy, saying syntax: [PolicyFile]) {
    self.init(
      limits: policy.limits, circumstances: policy.circumstances, hasMistakes: policy.hasMistakes,
      files: policy.files, syntax: syntax, bases: policy.bases)
  }

  /// The name that the policy gives itself, or the name of its file.
  public var name: String { syntax[0].name ?? files[0].source.name }

  /// What the policy says it is for.
  public var description: String? { syntax.lazy.compactMap(\.description).first }

  /// The machines that the policy is meant for.
  ///
  /// Those whose own ABI is listed; not one whose ABI another listed machine serves beside its own.
  public var machines: [Machine] {
    let listed = listedABIs(on: .native)
    let machines = listed.compactMap(Machine.init)
    return machines.filter { machine in
      !machines.contains { $0 != machine && $0.abis.contains(machine.abi) }
    }
  }

  /// The ABIs that the policy lists, where `native` stands for the machine's own.
  package func listedABIs(on machine: Machine?) -> [ABI] {
    let names = first({ $0.architectures })?.value.value.map(\.value) ?? [.native]
    var abis: [ABI] = []
    for name in names {
      let abi: ABI? =
        switch name {
        case .native: machine?.abi
        case .abi(let abi): abi
        }
      if let abi, !abis.contains(abi) { abis.append(abi) }
    }
    return abis
  }

  /// What the first file in line says that says something, and that file's index in line.
  package func first<Value>(_ part: (PolicyFile) -> Value?) -> (file: Int, value: Value)? {
    for (index, file) in syntax.enumerated() {
      if let value = part(file) { return (index, value) }
    }
    return nil
  }
}
