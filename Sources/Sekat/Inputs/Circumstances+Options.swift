import LinuxABI
package import SeccompPolicy
import Toolbox

/// What is said of the system on a command line.
extension Circumstances {
  /// The circumstances that were named, and the usual ones for what was not.
  ///
  /// - Parameters:
  ///   - capabilities: Names with commas between them, `all` or `none`.
  ///   - kernel: A release such as `6.12`.
  ///   - filterName: The name of a filter in a file that has several.
  ///   - dialect: Who reads such a file.
  /// - Throws: ``SekatError`` where one means nothing.
  package init(
    capabilities: String?, kernel: String?, filterName: String?, dialect: String?
  ) throws(SekatError) {
    self.init(filterName: filterName)
    if let capabilities { try name(capabilities: capabilities) }
    if let kernel { try name(kernel: kernel) }
    if let dialect { try name(dialect: dialect) }
  }

  /// Takes the name of who reads a file.
  package mutating func name(dialect text: String) throws(SekatError) {
    if let found = SeccompilerDialect(rawValue: text) {
      dialect = found
    } else if let found = MinijailReader(rawValue: text) {
      minijailReader = found
    } else {
      let names = Self.dialects.map { "'\($0)'" }
      let list = names.dropLast().joined(separator: ", ") + " or \(names[names.count - 1])"
      throw SekatError("'--dialect' takes \(list), not \(quoted(text))")
    }
  }

  /// The names of who may read a file.
  package static let dialects =
    SeccompilerDialect.allCases.map(\.rawValue) + MinijailReader.allCases.map(\.rawValue)

  /// Takes capabilities that were named.
  package mutating func name(capabilities text: String) throws(SekatError) {
    switch text.lowercased() {
    case "all": capabilities = Capability.all
    case "none": capabilities = []
    default: capabilities = try Self.capabilities(text)
    }
  }

  /// Takes a release that was named.
  package mutating func name(kernel text: String) throws(SekatError) {
    // The running kernel's own name has more after the numbers.
    let numbers = text.prefix { $0.isNumber || $0 == "." }.split(separator: ".").prefix(2)
    guard numbers.count == 2, let release = KernelVersion(numbers.joined(separator: ".")) else {
      throw SekatError("'--kernel' takes a release such as 6.12, not \(quoted(text))")
    }
    kernel = release
  }

  private static func capabilities(_ text: String) throws(SekatError) -> Set<Capability> {
    var found: Set<Capability> = []
    for word in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard let capability = Capability(spelt: word) else {
        let near = suggestion(for: word.uppercased(), among: Capability.names)
        throw SekatError(
          "'--caps' takes capabilities with commas between them, 'all' or 'none'; there is no "
            + "\(quoted(word))\(near)")
      }
      found.insert(capability)
    }
    return found
  }
}
