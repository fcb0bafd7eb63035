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
    self.init()
    guard let node = JSONParser.parse(source, diagnostics: &diagnostics) else { return nil }
    func complain(_ range: SourceRange, _ message: String) {
      diagnostics.append(
        Diagnostic(
          .error, id: "invalid-profile", message,
          at: SourceLocation(source: source, range: range)))
    }
    guard case .object(let abis) = node.value else {
      complain(node.range, "expected an object, found \(node.value.kind)")
      return nil
    }
    let names = SyscallNames.all
    for member in abis {
      guard let abi = ABI(name: member.key) else {
        complain(member.keyRange, "there is no ABI \(quoted(member.key))")
        continue
      }
      guard case .object(let calls) = member.value.value else {
        complain(member.value.range, "expected an object, found \(member.value.value.kind)")
        continue
      }
      for call in calls {
        let number =
          call.key.hasPrefix("#")
          ? UInt32(call.key.dropFirst()) : names.number(of: names.index(of: call.key), on: abi)
        guard case .number(let written) = call.value.value, let count = written.integer,
          !count.isNegative, count.magnitude <= 1 << 53
        else {
          complain(call.value.range, "expected a number of calls, found \(call.value.value.kind)")
          continue
        }
        // What came through 'socketcall' or 'ipc' has no number of its own.
        if number == nil, names.index(of: call.key) == SyscallNames.unknown {
          complain(call.keyRange, "there is no system call \(quoted(call.key))")
        }
        if let number { add(Int(count.magnitude), of: number, on: abi) }
      }
    }
    if diagnostics.count != before { return nil }
  }
}
