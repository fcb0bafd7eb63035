import LinuxABI

/// Calls that are made of themselves, by C libraries and the kernel, and that the log of a light run
/// need not show.
///
/// The facts are in `Sources/TableGenerator/Facts/needs.tsv`, and those about the time in `vdso.tsv`.
enum LibraryNeeds {
  /// Calls, and what their arguments are held to.
  struct Need: Sendable {
    var names: [String]
    var conditions: [(argument: String, condition: LearnedCondition)] = []
    /// What they are for.
    var purpose: String
  }

  /// All needs of C libraries on an ABI.
  static func all(on abi: ABI) -> [Need] {
    var needs: [Need] = []
    for line in lines {
      let purpose = "needed by C libraries \(line.purpose)"
      let known = needs.firstIndex { $0.purpose == purpose && $0.conditions.isEmpty }
      if let known, line.conditions.isEmpty {
        needs[known].names += line.calls
      } else {
        needs.append(Need(names: line.calls, conditions: line.conditions, purpose: purpose))
      }
    }
    if let first = needs.firstIndex(where: { $0.conditions.isEmpty }) {
      needs[first].names += VDSO.functions(on: abi).map(\.name)
      needs[first].names.sort()
    }
    return needs
  }

  /// Calls without which no program ends, handles a signal or is continued after a stop.
  static let neverDropped = Need(
    names: lines.filter { $0.kind != .library }.flatMap(\.calls).sorted(),
    purpose: "needed by every program")
}

extension LibraryNeeds {
  /// Who makes a call, and when.
  private enum Kind: String, Sendable {
    /// A program at its end.
    case end
    /// The kernel, or code that it makes a program return to.
    case kernel
    /// C libraries.
    case library
  }

  /// A line of the table: `1000 library sig:in:SIGABRT,SIGURG tgkill,tkill to abort`.
  private struct Line: Sendable {
    var kind: Kind
    var conditions: [(argument: String, condition: LearnedCondition)]
    var calls: [String]
    var purpose: String

    init?(at index: Int, of table: StaticTable) {
      guard let kind = table.field(1, ofLine: index).flatMap(Kind.init),
        let conditions = table.field(2, ofLine: index), let calls = table.field(3, ofLine: index),
        let purpose = table.rest(after: 4, ofLine: index)
      else { return nil }
      self.kind = kind
      self.conditions = conditions.split(separator: "~").compactMap(Self.condition)
      self.calls = calls.split(separator: ",").map(String.init)
      self.purpose = purpose
    }

    /// Reads `prot:in:PROT_NONE,PROT_READ` or `flags:has:MAP_ANONYMOUS`.
    private static func condition(
      _ text: Substring
    ) -> (argument: String, condition: LearnedCondition)? {
      let parts = text.split(separator: ":").map(String.init)
      guard parts.count == 3 else { return nil }
      switch parts[1] {
      case "in": return (parts[0], .oneOf(parts[2].split(separator: ",").map(String.init)))
      case "has": return (parts[0], .has(parts[2]))
      default: return nil
      }
    }
  }

  private static let lines: [Line] = {
    let table = StaticTable.needRows
    return (0..<table.count).compactMap { Line(at: $0, of: table) }
  }()
}
