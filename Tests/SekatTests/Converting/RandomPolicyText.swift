import LinuxABI
import TestSupport

/// Policies as people might write them: calls that there are, and conditions on arguments that they have.
///
/// All of it follows from the seed.
struct RandomPolicyText {
  private var random: SeededGenerator
  private let machine: Machine
  private let abis: [ABI]
  private let passes: Bool
  private let calls: [Syscall]

  init(seed: UInt64, on machine: Machine) {
    var random = SeededGenerator(seed: seed)
    self.machine = machine
    abis = machine.abis.filter { $0 == machine.abi || random.next() % 3 == 0 }
    passes = random.next() % 4 == 0
    let abi = machine.abi
    calls = Syscall.all.filter { $0.number(on: abi) != nil && $0.arguments(on: abi) != nil }
    self.random = random
  }

  private mutating func below(_ limit: Int) -> Int { Int(random.next() % UInt64(limit)) }
  private mutating func pick<Element>(_ list: [Element]) -> Element { list[below(list.count)] }

  mutating func text() -> String {
    let kernel = below(2) == 0 ? #""kernel": "6.\#(below(19))","# : ""
    let foreign = below(4) == 0 ? #""foreign": "kill-thread","# : ""
    let rules = (0..<(1 + below(12))).map { _ in rule() }
    return """
      { "architectures": [\(abis.map { "\"\($0.name)\"" }.joined(separator: ", "))],
        "default": \(passes ? "\"allow\"" : action()), \(kernel) \(foreign)
        "rules": [
          \(rules.joined(separator: ",\n    "))
      ] }
      """
  }

  private mutating func action() -> String {
    pick([
      #"{ "errno": "EPERM" }"#, #"{ "errno": "ENOSYS" }"#, #"{ "errno": 77 }"#, #""kill-process""#,
      #""trap""#,
    ])
  }

  private mutating func rule() -> String {
    let isConditional = below(3) > 0
    let call = pick(calls)
    let names = isConditional ? [call.name] : (0..<(1 + below(30))).map { _ in pick(calls).name }
    let list = Set(names).sorted().map { "\"\($0)\"" }.joined(separator: ", ")
    let action = passes || below(4) == 0 ? self.action() : #""allow""#
    var members = [#""syscalls": [\#(list)]"#, #""action": \#(action)"#]
    if isConditional, let condition = condition(on: call) {
      members.append(#""where": { \#(condition) }"#)
      if below(4) == 0 { members.append(#""else": \#(self.action())"#) }
    }
    return "{ \(members.joined(separator: ", ")) }"
  }

  /// A condition on one or two arguments that every ABI has at the same width.
  private mutating func condition(on call: Syscall) -> String? {
    let arguments = (call.arguments(on: machine.abi) ?? []).filter { argument in
      abis.allSatisfy { abi in
        call.arguments(on: abi)?.contains { $0.name == argument.name && $0.width(on: abi) == 32 }
          ?? true
      }
    }
    guard let first = arguments.first else { return nil }
    let one = below(2) == 0 ? first : pick(arguments)
    let chosen = below(3) == 0 ? Array(arguments.prefix(2)) : [one]
    return chosen.map { "\"\($0.name)\": \(comparison())" }.joined(separator: ", ")
  }

  private mutating func comparison() -> String {
    let (low, high) = (below(40), 40 + below(100))
    return pick([
      "\(low)", "[\(low), \(high)]", #"{ "ne": \#(low) }"#, #"{ "notIn": [\#(low), \#(high)] }"#,
      #"[{ "from": \#(low), "to": \#(high) }]"#, #"{ "hasNone": \#(1 + low) }"#,
      #"{ "has": \#(1 + low) }"#, #"{ "hasAny": \#(1 + low) }"#, #"{ "only": \#(high) }"#,
      #"{ "masked": { "mask": \#(high | 1), "value": 1 } }"#, #"{ "ge": \#(high) }"#,
      #"{ "le": \#(low) }"#, #"{ "eq": \#(low), "width": 64 }"#,
      #"{ "eq": \#(low), "strict": true }"#,
    ])
  }
}
