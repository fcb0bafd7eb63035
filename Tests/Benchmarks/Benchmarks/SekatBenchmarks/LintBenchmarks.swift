import Benchmark
import SekatModules

/// Adds linting: of the default policy, and of 4,000 rules that do and do not contradict each other.
func addLinting() {
  addLinting(of: .oneABI)
  addLinting(of: .rules(4_000, actions: [#""allow""#]))
  addLinting(of: .rules(4_000, actions: [#""allow""#, #"{"errno": "EACCES"}"#]))
}

private func addLinting(of policy: BenchmarkedPolicy) {
  let loaded = policy.load()
  let resolved = policy.resolve(loaded)
  Benchmark("lint \(policy.name)", configuration: .measuring()) { _ in
    blackHole(try Linter().lint(loaded, [resolved]))
  }
}

extension BenchmarkedPolicy {
  /// Many rules, each about one value of one argument of one call; always the same.
  fileprivate static func rules(_ count: Int, actions: [String]) -> BenchmarkedPolicy {
    let calls = Syscall.all.compactMap { call -> (name: String, arguments: [String])? in
      guard call.number(on: .x86_64) != nil else { return nil }
      let arguments = (call.arguments(on: .x86_64) ?? []).filter { $0.kind != .pointer }
      return arguments.isEmpty ? nil : (call.name, arguments.map(\.name))
    }
    var random = UInt64(4_000)
    func next(below bound: Int) -> Int {
      random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(random >> 33) % bound
    }
    let rules = (0..<count).map { _ in
      let call = calls[next(below: calls.count)]
      let argument = call.arguments[next(below: call.arguments.count)]
      let action = actions[next(below: actions.count)]
      return #"""
        {"syscalls": ["\#(call.name)"], "where": {"\#(argument)": \#(next(below: 30_000))},
         "action": \#(action)}
        """#
    }
    let verdicts = actions.count == 1 ? "one verdict" : "\(actions.count) verdicts"
    return BenchmarkedPolicy(
      name: "\(count) rules with \(verdicts)",
      text: #"""
        {"architectures": ["x86_64"], "default": {"errno": "EPERM"}, "kernel": "6.18",
         "rules": [\#(rules.joined(separator: ",\n"))]}
        """#)
  }
}
