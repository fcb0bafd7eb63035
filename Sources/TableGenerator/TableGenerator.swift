/// Makes the tables of `LinuxABI` and `TraceReplay` from the facts in the folder beside this file.
///
/// A table is text in a string literal: one line for each key, sorted by the bytes of the key,
/// fields separated by a blank. The binary carries it as it is, and nothing is built at start-up.
public struct TableGenerator {
  /// The release of the kernel that the facts describe.
  public static let kernelRelease = "7.2.13"

  /// The ABIs in the order of the columns.
  static let abis = [
    "x86_64", "x32", "i386", "aarch64", "arm", "riscv64", "ppc64le", "s390x", "loongarch64",
    "mips64el",
  ]

  /// The ABIs whose constants have a column of their own.
  static let constantColumns = [
    "x86_64", "aarch64", "arm", "i386", "riscv64", "ppc64le", "s390x", "mips64el",
  ]

  /// The files of facts that are needed.
  public static let inputs = [
    "syscalls.tsv", "registers.tsv", "vocabularies.tsv", "constants.tsv", "groups.tsv",
    "printed-registers.tsv", "printed-names.tsv",
  ]

  private let facts: [String: FactTable]

  /// Reads facts.
  ///
  /// - Parameter texts: The content of each of the ``inputs`` by its name.
  /// - Throws: An error that names the file and the line that cannot be read.
  public init(texts: [String: String]) throws {
    facts = try Dictionary(
      uniqueKeysWithValues: Self.inputs.map { ($0, try FactTable(texts[$0] ?? "", named: $0)) })
  }

  /// The generated files: content by name.
  public var outputs: [String: String] {
    [
      "SyscallRows.generated.swift": file(
        "syscallRows",
        "Calls: name, release, arguments, number on each ABI. An argument is name[/alias…]:class.",
        syscalls),
      "RegisterRows.generated.swift": file(
        "registerRows", "Calls whose registers differ on one ABI: name:ABI, arguments.", registers),
      "VocabularyRows.generated.swift": file(
        "vocabularyRows",
        "Symbolic arguments: call.argument, form, sets, mask of the value field.", vocabularies),
      "ConstantRows.generated.swift": file(
        "constantRows",
        "Constants: name, sets, value on x86_64, and where they differ the other columns.",
        constants),
      "GroupRows.generated.swift": file("groupRows", "Groups: name, members.", groups),
    ]
  }

  /// The generated files of `TraceReplay`, about what strace prints: content by name.
  public var traceOutputs: [String: String] {
    [
      "PrintedRegisterRows.generated.swift": file(
        "printedRegisterRows",
        "Arguments that strace does not print in the order or width of the registers.",
        printedRegisters, imports: "import LinuxABI\n\n"),
      "PrintedNameRows.generated.swift": file(
        "printedNameRows",
        "Names that strace prints and the kernel's tables lack: name, value, known bits.",
        printedNames, imports: "import LinuxABI\n\n"),
    ]
  }

  func rows(_ name: String) -> [[String: String]] { facts[name]?.rows ?? [] }

  var syscalls: [String] {
    rows("syscalls.tsv").map { row in
      let aliases = Self.aliases(row["aliases"] ?? "-")
      let arguments = Self.arguments(row["args"] ?? "?", aliases: aliases)
      let numbers = Self.abis.map { row[$0] ?? "-" }
      return ([row["name"] ?? "", row["introduced"] ?? "", arguments] + numbers)
        .joined(separator: " ")
    }
  }

  var registers: [String] {
    let aliases = Dictionary(
      uniqueKeysWithValues: rows("syscalls.tsv").map {
        ($0["name"] ?? "", Self.aliases($0["aliases"] ?? "-"))
      })
    return rows("registers.tsv").map { row in
      let name = row["name"] ?? ""
      let arguments = Self.arguments(row["args"] ?? "?", aliases: aliases[name] ?? [:])
      return "\(name):\(row["abi"] ?? "") \(arguments)"
    }
  }

  private var vocabularies: [String] {
    rows("vocabularies.tsv").map { row in
      "\(row["syscall"] ?? "").\(row["arg"] ?? "") "
        + "\(row["form"] ?? "") \(row["sets"] ?? "") \(row["field"] ?? "")"
    }
  }

  private var constants: [String] {
    rows("constants.tsv").map { row in
      let values = Self.constantColumns.map { row[$0] ?? "-" }
      let own = values.dropFirst().allSatisfy { $0 == "=" } ? [values[0]] : values
      return ([row["name"] ?? "", row["sets"] ?? ""] + own).joined(separator: " ")
    }
  }

  private var groups: [String] {
    let members = Dictionary(grouping: rows("groups.tsv")) { $0["group"] ?? "" }
      .mapValues { $0.map { $0["member"] ?? "" } }
    func flat(_ group: String) -> Set<String> {
      Set(
        (members[group] ?? []).flatMap { member in
          member.hasPrefix("@") ? flat(String(member.dropFirst())) : [member]
        })
    }
    return members.keys.map { "\($0) \(flat($0).sorted().joined(separator: ","))" }
  }

  /// Each call with its shapes: `name abi/when/registers;…`.
  private var printedRegisters: [String] {
    Dictionary(grouping: rows("printed-registers.tsv")) { $0["syscall"] ?? "" }
      .map { name, rows in
        let shapes = rows.map { "\($0["abi"] ?? "")/\($0["when"] ?? "")/\($0["registers"] ?? "")" }
        return "\(name) \(shapes.joined(separator: ";"))"
      }
  }

  private var printedNames: [String] {
    rows("printed-names.tsv").map {
      "\($0["name"] ?? "") \($0["value"] ?? "") \($0["known"] ?? "")"
    }
  }

  /// `a=x,y;b=z` as lists by name.
  private static func aliases(_ text: String) -> [String: [String]] {
    guard text != "-" else { return [:] }
    var result: [String: [String]] = [:]
    for pair in text.split(separator: ";") {
      let sides = pair.split(separator: "=")
      guard sides.count == 2 else { continue }
      result[String(sides[0])] = sides[1].split(separator: ",").map(String.init)
    }
    return result
  }

  /// `name:class;…` with the aliases put behind the names.
  private static func arguments(_ text: String, aliases: [String: [String]]) -> String {
    guard text != "()" && text != "?" else { return text }
    return text.split(separator: ";").map { argument in
      let sides = argument.split(separator: ":").map(String.init)
      return ([sides[0]] + (aliases[sides[0]] ?? [])).joined(separator: "/") + ":" + sides[1]
    }.joined(separator: ";")
  }

  /// A Swift file that holds the lines, sorted by their bytes.
  private func file(
    _ name: String, _ summary: String, _ lines: [String], imports: String = ""
  ) -> String {
    let sorted = lines.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let text = sorted.map { "    \($0)\n" }.joined()
    return """
      // swift-format-ignore-file
      // Made by `swift run generate-tables` from the facts of Linux \(Self.kernelRelease); do not edit.

      \(imports)extension StaticTable {
        /// \(summary)
        static let \(name) = StaticTable(
          \"\"\"

      \(text)
          \"\"\")
      }

      """
  }
}
