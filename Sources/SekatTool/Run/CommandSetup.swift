import Glibc
import SandboxLauncher
import Sekat
import SourceDiagnostics
import Toolbox

/// What `sekat run` changes for the command before it starts.
struct CommandSetup: Equatable {
  /// The directory that it starts in.
  var directory: String?
  /// Whether it has none of the launcher's variables.
  var clearsEnvironment = false
  /// The variables that it has besides, or does not have, in this order.
  var variables: [Variable] = []
  /// Everything else.
  var changes = CommandChanges()

  /// A variable that is set, or taken away.
  struct Variable: Equatable {
    var name: String
    var value: String?
  }

  /// Takes note of a variable to set.
  ///
  /// - Parameter text: `NAME=VALUE`.
  /// - Returns: Why it cannot be, or `nil`.
  mutating func set(variable text: String) -> String? {
    guard let equals = text.firstIndex(of: "="), equals > text.startIndex else {
      return "'--setenv' takes NAME=VALUE, not \(quoted(text))"
    }
    return note(String(text[..<equals]), String(text[text.index(after: equals)...]))
  }

  /// Takes note of a variable to take away.
  ///
  /// - Parameter name: Its name.
  /// - Returns: Why it cannot be, or `nil`.
  mutating func unset(variable name: String) -> String? {
    guard !name.isEmpty, !name.contains("=") else {
      return "'--unsetenv' takes the name of a variable, not \(quoted(name))"
    }
    return note(name, nil)
  }

  private mutating func note(_ name: String, _ value: String?) -> String? {
    // What was no UTF-8 has been mended on the way here, and would be another variable.
    if (name + (value ?? "")).contains("\u{fffd}") {
      return "the variable \(quoted(name)) is no valid UTF-8; set it with env(1)"
    }
    variables.append(Variable(name: name, value: value))
    return nil
  }

  /// Takes note of a limit.
  ///
  /// - Parameter text: `NAME=SOFT` or `NAME=SOFT:HARD`.
  /// - Returns: Why it cannot be, or `nil`.
  mutating func limit(_ text: String) -> String? {
    let parts = text.split(separator: "=", omittingEmptySubsequences: false)
    let names = ResourceLimit.allCases.map(\.rawValue)
    guard parts.count == 2 else { return "'--rlimit' takes NAME=SOFT[:HARD], not \(quoted(text))" }
    let name = parts[0].lowercased()
    guard let resource = ResourceLimit(rawValue: name) else {
      return "unknown limit \(quoted(name))\(suggestion(for: name, among: names))"
    }
    let values = parts[1].split(separator: ":", omittingEmptySubsequences: false).map(Self.amount)
    guard (1...2).contains(values.count), let soft = values[0], let hard = values[values.count - 1]
    else {
      return "\(quoted(parts[1])) is no limit: it is a number, with K, M or G behind it, or "
        + "'unlimited'; two of them have ':' between them"
    }
    if soft > hard { return "the soft limit of \(quoted(name)) is above the hard one" }
    changes.limits.append(.init(resource, soft: soft, hard: hard))
    return nil
  }

  /// An amount, with a letter for a power of 1024; all bits are 1 where there is no limit.
  private static func amount(_ text: Substring) -> UInt64? {
    if text == "unlimited" { return .max }
    let shift = ["K": 10, "M": 20, "G": 30][text.last.map(String.init) ?? ""]
    let digits = shift == nil ? text : text.dropLast()
    guard digits.allSatisfy(\.isASCII), let number = UInt64(digits), digits.first != "+" else {
      return nil
    }
    let factor = UInt64(1) << UInt64(shift ?? 0)
    let product = number.multipliedReportingOverflow(by: factor)
    return product.overflow ? nil : product.partialValue
  }

  /// Takes note of who the command is.
  ///
  /// - Parameters:
  ///   - text: Numbers with commas between them; for a user or a group one.
  ///   - option: The option, for messages.
  ///   - path: Where it is noted.
  /// - Returns: Why it cannot be, or `nil`.
  mutating func identity(_ text: String, of option: String, _ path: WritableKeyPath<Self, UInt32?>)
    -> String?
  {
    // All bits set means to the kernel that nothing changes.
    guard let number = UInt32(text), number != .max, text.first != "+" else {
      return "'--\(option)' takes a number, as id(1) shows it, not \(quoted(text))"
    }
    self[keyPath: path] = number
    return nil
  }

  /// Takes note of the groups that the command has.
  ///
  /// - Parameter text: Numbers with commas between them, or nothing.
  /// - Returns: Why it cannot be, or `nil`.
  mutating func groups(_ text: String) -> String? {
    let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map { UInt32($0) }
    if text.isEmpty {
      changes.groups = []
    } else if numbers.contains(nil) {
      return "'--groups' takes numbers with commas between them, not \(quoted(text))"
    } else {
      changes.groups = numbers.compactMap(\.self)
    }
    return nil
  }

}

extension CommandSetup {
  /// Has a command start so.
  ///
  /// - Parameter request: The command.
  /// - Throws: ``SekatError`` where a user is given without groups.
  func apply(to request: inout LaunchRequest) throws(SekatError) {
    if changes.user != nil, changes.group == nil || changes.groups == nil {
      throw SekatError(
        "'--uid' alone leaves the command the groups of who starts it: give '--gid' and '--groups' too; "
          + "'--groups \"\"' means none")
    }
    if clearsEnvironment || !variables.isEmpty {
      request.environment = .variables(environment(of: LauncherProcess.environment))
    }
    request.changes = changes
    request.changes.directory = directory.map { Array($0.utf8) }
  }

  /// The variables that the command has.
  private func environment(of own: [[UInt8]]) -> [[UInt8]] {
    var result = clearsEnvironment ? [] : own
    for variable in variables {
      let prefix = Array("\(variable.name)=".utf8)
      result.removeAll { $0.starts(with: prefix) }
      if let value = variable.value { result.append(prefix + value.utf8) }
    }
    return result
  }
}
