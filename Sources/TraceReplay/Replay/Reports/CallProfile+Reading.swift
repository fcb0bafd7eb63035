import JSONSyntax
import LinuxABI
public import SeccompFilter
public import SourceDiagnostics
import Toolbox

extension CallProfile {
  /// Reads a profile as ``ReplayReport/profile`` writes it: for each ABI, names or `#` and numbers of
  /// calls, and how often they were made.
  ///
  /// - Parameters:
  ///   - source: The text.
  ///   - diagnostics: Where it is said what is wrong with it.
  public init?(_ source: SourceText, diagnostics: inout [Diagnostic]) {
    let before = diagnostics.count
    guard let node = JSONParser.parse(source, diagnostics: &diagnostics) else { return nil }
    var decoder = ProfileDecoder(source: source)
    self = decoder.profile(node)
    diagnostics += decoder.diagnostics
    if diagnostics.count != before { return nil }
  }
}

/// Makes a profile of JSON.
private struct ProfileDecoder: NodeReader {
  let source: SourceText
  var diagnostics: [Diagnostic] = []

  mutating func profile(_ node: JSONNode) -> CallProfile {
    var profile = CallProfile()
    let names = SyscallNames.all
    for member in object(node, for: "a profile") ?? [] {
      guard let abi = ABI(name: member.key) else {
        complain(member.keyRange, "there is no ABI \(quoted(member.key))")
        continue
      }
      for call in object(member.value, for: member.key) ?? [] {
        let number =
          call.key.hasPrefix("#")
          ? UInt32(call.key.dropFirst()) : names.number(of: names.index(of: call.key), on: abi)
        guard let count = count(call.value, for: call.key) else { continue }
        // What came through 'socketcall' or 'ipc' has no number of its own.
        if number == nil, names.index(of: call.key) == SyscallNames.unknown {
          complain(call.keyRange, "there is no system call \(quoted(call.key))")
        }
        if let number { profile.add(count, of: number, on: abi) }
      }
    }
    return profile
  }

  func mismatch(_ node: JSONNode, _ expected: ExpectedValue, for what: String) -> NodeMistake {
    let kind = if case .count = expected { "a number of calls" } else { "an object" }
    return NodeMistake("invalid-profile", "expected \(kind), found \(node.value.kind)")
  }

  private mutating func complain(_ range: SourceRange, _ message: String) {
    report(at: range, "invalid-profile", message)
  }
}
