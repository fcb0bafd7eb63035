import JSONSyntax
import LinuxABI
import SourceDiagnostics
import Toolbox

/// What stands before the colon.
extension MinijailDecoder {
  /// A call, or several in braces; `nil` after a report.
  mutating func calls() -> [MinijailFile.Call]? {
    guard let brace = tokens.first, brace.reads("{") else { return call().map { [$0] } }
    note(onlyBy: .compiler, at: brace.range, "a group of calls")
    tokens.removeFirst()
    var calls: [MinijailFile.Call] = []
    repeat {
      guard let call = call() else { return nil }
      calls.append(call)
    } while take(",")
    return take("}", after: "the last call of a group") ? calls : nil
  }

  private mutating func call() -> MinijailFile.Call? {
    guard let name = token("the name of a call", where: { $0.kind == .word || $0.kind == .number })
    else { return nil }
    var call = MinijailFile.Call(name: Located(value: name.text, range: name.located))
    if name.kind == .number {
      guard let number = number(of: name) else { return nil }
      call.number = number
    } else if name.text.contains("@") {
      report(
        at: name.located, "unknown-group",
        "the group \(quoted(name.text)) comes with the file of constants that "
          + "compile_seccomp_policy.py is given, and is not known here; name its calls")
    } else if Syscall.named(name.text) == nil {
      report(
        at: name.located, "unknown-syscall",
        "unknown system call \(quoted(name.text))"
          + suggestion(for: name.text, among: Syscall.all.map(\.name)))
    }
    if tokens.first?.reads("[") == true {
      guard let architectures = metadata() else { return nil }
      call.architectures = architectures.isEmpty ? nil : architectures
    }
    return call
  }

  private mutating func number(of name: MinijailToken) -> UInt32? {
    note(onlyBy: .minijail0, at: name.range, "a number for the name of a call")
    guard let number = IntegerText.number(name.text), number < UInt64(ABI.x32Bit) else {
      report(
        at: name.located, "invalid-selector",
        "\(quoted(name.text)) is no number of a system call: 0 to \(ABI.x32Bit - 1)")
      return nil
    }
    return UInt32(number)
  }

  /// `[arch=x86_64,arm64]`: the architectures; `nil` after a report.
  private mutating func metadata() -> [String]? {
    guard let bracket = tokens.popFirst() else { return nil }
    note(onlyBy: .compiler, at: bracket.range, "a condition on the architecture")
    var architectures: [String] = []
    var keys: Set<String> = []
    repeat {
      guard let key = token("the name of a condition", where: { $0.kind == .word }),
        take("=", after: "the name of a condition")
      else { return nil }
      if !keys.insert(key.text).inserted {
        report(at: key.located, "duplicate-key", "'\(key.text)' is there already")
        return nil
      }
      if key.text != "arch" {
        remark(
          .ignoredKey, .warning, at: key.located,
          "nobody reads the condition \(quoted(key.text)), so that the statement holds without it",
          "remove it; the condition that is read is 'arch'")
      }
      repeat {
        guard let value = token("an architecture", where: { $0.kind == .word }) else { return nil }
        if key.text == "arch" {
          checkArchitecture(value)
          architectures.append(value.text)
        }
      } while take(",")
    } while take(";")
    return take("]", after: "the last condition of a call") ? architectures : nil
  }

  private mutating func checkArchitecture(_ name: MinijailToken) {
    if ABI.meant(by: name.text) != nil { return }
    remark(
      .unknownRequirement, .warning, at: name.located,
      "\(quoted(name.text)) is no architecture that sekat knows, so that the call is not meant here"
        + suggestion(for: name.text, among: ABI.allCases.map(\.name)),
      "write the name of an architecture, such as x86_64 or arm64")
  }
}
