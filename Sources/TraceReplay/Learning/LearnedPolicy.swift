import LinuxABI
import SourceDiagnostics

/// Writes a policy that allows the calls that were seen.
struct LearnedPolicy {
  private let calls: [ABI: [UInt32: LearnedCall]]
  private let abis: [ABI]
  private let options: PolicyLearner.Options
  private let logs: [String]

  init(
    calls: [ABI: [UInt32: LearnedCall]], machine: Machine, options: PolicyLearner.Options,
    logs: [String]
  ) {
    self.calls = calls
    abis = machine.abis.filter { $0 == machine.abi || calls[$0] != nil }
    self.options = options
    self.logs = logs
  }

  /// The policy.
  var text: String {
    var json = JSONWriter()
    json.object { json in
      json.member(
        "description", "What the programs in \(logs.joined(separator: ", ")) were seen to do.")
      if let base = options.base {
        json.array("extends", inline: true) { $0.value(base) }
      }
      json.array("architectures", inline: true) { json in
        abis.forEach { json.value($0.name) }
      }
      if options.base == nil {
        json.object("default", inline: true) { $0.member("errno", "EPERM") }
        // A C library that tries a newer call first takes ENOSYS for a reason to go on.
        if let kernel = newestRelease { json.member("kernel", kernel) }
      }
      let relatives = relatives
      if !relatives.isEmpty {
        json.member(
          "comment",
          "Not seen, and not allowed; another C library may make them instead: "
            + relatives.joined(separator: ", "))
      }
      json.array("rules") { json in
        for abi in abis { write(abi, to: &json) }
      }
    }
    return json.text
  }

  /// The release that brought the newest of the calls.
  private var newestRelease: String? {
    let releases = calls.flatMap { abi, calls in
      calls.keys.compactMap { Syscall.numbered($0, on: abi)?.introduced }
    }
    return releases.max().map { "\($0)" }
  }

  /// The rules for one ABI.
  private func write(_ abi: ABI, to json: inout JSONWriter) {
    let seen = (calls[abi] ?? [:]).map { number, call in
      (name: Syscall.numbered(number, on: abi)?.name, number: number, call: call)
    }.sorted { ($0.name ?? "~", $0.number) < ($1.name ?? "~", $1.number) }
    var plain: [String] = []
    var special: [(name: String, call: LearnedCall, conditions: [(String, Condition)])] = []
    for (name, number, call) in seen {
      guard let name else {
        // On x32 the number is written without its bit.
        let bare = abi == .x32 ? number & ~ABI.x32Bit : number
        special.append(("#\(bare)", call, []))
        continue
      }
      let conditions = conditions(of: name, call, on: abi)
      if conditions.isEmpty && CallKnowledge.risks[name] == nil {
        plain.append(name)
      } else {
        special.append((name, call, conditions))
      }
    }
    if !plain.isEmpty {
      rule(plain, abi, "seen in the logs", [], &json)
    }
    for (name, call, conditions) in special {
      let place = "\(call.place.file):\(call.place.line)"
      var comment =
        call.count == 1
        ? "seen once, at \(place)"
        : "seen \(ReplayReport.number(call.count)) times, first at \(place)"
      if let risk = CallKnowledge.risks[name] { comment = "\(risk); " + comment }
      if name.hasPrefix("#") { comment = "no table has this call; " + comment }
      rule([name], abi, comment, conditions, &json)
    }
    let needed = CallKnowledge.neverDropped.filter { name in
      Syscall.named(name)?.number(on: abi).map { calls[abi]?[$0] == nil } ?? false
    }
    if !needed.isEmpty, options.base == nil {
      rule(needed, abi, "needed by every program, though a log need not show them", [], &json)
    }
  }

  private func rule(
    _ names: [String], _ abi: ABI, _ comment: String, _ conditions: [(String, Condition)],
    _ json: inout JSONWriter
  ) {
    json.object { json in
      json.array("syscalls", inline: true) { json in names.forEach { json.value($0) } }
      if !conditions.isEmpty {
        json.object("where") { json in
          for (argument, condition) in conditions { condition.write(argument, to: &json) }
        }
      }
      json.member("action", "allow")
      if abis.count > 1 || names[0].hasPrefix("#") {
        json.array("architectures", inline: true) { $0.value(abi.name) }
      }
      json.member("comment", comment)
    }
  }

  // MARK: - Conditions

  /// A condition on an argument.
  private enum Condition {
    case oneOf([String])
    case only(String)
    case field([String], only: String)

    func write(_ argument: String, to json: inout JSONWriter) {
      func list(_ values: [String], _ json: inout JSONWriter) {
        for value in values {
          if let number = Int64(value) { json.value(number) } else { json.value(value) }
        }
      }
      switch self {
      case .oneOf(let values): json.array(argument, inline: true) { list(values, &$0) }
      case .only(let bits):
        json.object(argument, inline: true) { $0.member("only", bits) }
      case .field(let values, let bits):
        json.object(argument, inline: true) { json in
          json.array("is") { list(values, &$0) }
          json.member("only", bits)
        }
      }
    }
  }

  private func conditions(
    of name: String, _ call: LearnedCall, on abi: ABI
  ) -> [(String, Condition)] {
    guard !options.ignoresArguments, let syscall = Syscall.named(name),
      let signature = syscall.arguments(on: abi)
    else { return [] }
    return signature.compactMap { argument in
      guard let vocabulary = argument.vocabulary, let values = call.values[argument.index] else {
        return nil
      }
      let names = ConstantNames(vocabulary, argument, on: abi)
      switch values {
      case .any: return nil
      case .few(let values):
        return (argument.name, .oneOf(values.sorted().map { names.value($0) }))
      case .bits(let bits):
        return (argument.name, bits == 0 ? .oneOf(["0"]) : .only(names.bits(bits)))
      case .field(let values, let bits):
        // All bits of the field may be set as far as the second condition goes.
        let field = vocabulary.valueField ?? 0
        let all = ConstantNames.hex(field & names.mask)
        return (
          argument.name,
          .field(
            values.sorted().map { names.value($0) },
            only: bits == 0 ? all : "\(all)|\(names.bits(bits))")
        )
      }
    }
  }

  /// Calls that may be made instead of those that were seen.
  private var relatives: [String] {
    var found: Set<String> = []
    for (abi, calls) in calls {
      let seen = Set(calls.keys.compactMap { Syscall.numbered($0, on: abi)?.name })
      for family in CallKnowledge.relatives where !seen.isDisjoint(with: family) {
        for name in family where !seen.contains(name) {
          if Syscall.named(name)?.number(on: abi) != nil { found.insert(name) }
        }
      }
    }
    return found.sorted()
  }
}

/// The names of an argument's values.
struct ConstantNames {
  /// The bits that the kernel looks at.
  let mask: UInt64
  private let isSigned: Bool
  private let width: Int
  private var byValue: [UInt64: String] = [:]
  private var singleBits: [(bit: UInt64, name: String)] = []

  /// Looks up the constants of an argument.
  init(_ vocabulary: ArgumentVocabulary, _ argument: ArgumentSignature, on abi: ABI) {
    width = argument.width(on: abi)
    mask = width == 64 ? .max : 1 << UInt64(width) - 1
    isSigned = argument.isSigned
    let field = vocabulary.valueField ?? 0
    for constant in vocabulary.sets.flatMap(Constant.all(in:)) {
      // Printed expressions and the headers' own names are no constants of policies.
      let name = constant.name
      guard name.utf8.allSatisfy(Character8.isInName), !name.hasPrefix("__") else { continue }
      guard let value = constant.value(on: abi) else { continue }
      let bits = value & mask
      if byValue[bits] == nil { byValue[bits] = name }
      if bits.nonzeroBitCount == 1, bits & field == 0, vocabulary.form != .value,
        !singleBits.contains(where: { $0.bit == bits })
      {
        singleBits.append((bits, name))
      }
    }
  }

  /// A value: its name, or the number.
  func value(_ value: UInt64) -> String {
    if let name = byValue[value] { return name }
    if isSigned, value >> UInt64(width - 1) & 1 == 1 {
      return "\(Int64(bitPattern: value | ~mask))"
    }
    return value < 1 << 63 ? "\(value)" : Self.hex(value)
  }

  /// Bits: their names, and the rest as a number.
  func bits(_ bits: UInt64) -> String {
    var rest = bits
    var names: [String] = []
    for (bit, name) in singleBits where rest & bit != 0 {
      names.append(name)
      rest &= ~bit
    }
    if rest != 0 { names.append(Self.hex(rest)) }
    return names.joined(separator: "|")
  }

  static func hex(_ value: UInt64) -> String { "0x" + String(value, radix: 16) }
}
