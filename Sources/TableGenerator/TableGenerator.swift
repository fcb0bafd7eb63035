/// Makes the tables of `LinuxABI`, `CallDecoding`, `TraceReplay`, `PolicyLint` and `Sekat` from the facts
/// in the folder beside this file.
///
/// A table is text in a string literal: one line for each key, sorted by the bytes of the key,
/// fields separated by a blank. What is asked for very often, and what leads from one table to
/// another, is in lists of numbers beside it. The binary carries all of it as it is, and nothing is
/// built at start-up.
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
    "printed-registers.tsv", "printed-names.tsv", "narrowed-arguments.tsv", "counterparts.tsv",
    "fallbacks.tsv", "risks.tsv", "risky-values.tsv", "abilities.tsv", "companions.tsv",
    "needs.tsv", "vdso.tsv", "multiplexed.tsv", "start-up.tsv", "restarted.tsv",
    "runtime-needs.tsv", "chosen-vocabularies.tsv", "memory.tsv",
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

  /// The generated files: content by path below the folder of the sources.
  public var files: [String: String] {
    let targets = [
      ("LinuxABI", outputs), ("CallDecoding", decodingOutputs), ("TraceReplay", traceOutputs),
      ("PolicyLint", lintOutputs), ("Sekat", applicationOutputs),
    ]
    return Dictionary(
      uniqueKeysWithValues: targets.flatMap { target, outputs in
        outputs.map { ("\(target)/Generated/\($0.key)", $0.value) }
      })
  }

  /// The generated files of `LinuxABI`: content by name.
  private var outputs: [String: String] {
    [
      "SyscallRows.generated.swift": file(
        table("syscallRows", Self.syscallSummary, syscalls)),
      "SyscallColumns.generated.swift": file(columns),
      "RegisterRows.generated.swift": file(
        table(
          "registerRows", "Calls whose registers differ on one ABI: name:ABI, arguments.",
          registers)),
      "VocabularyRows.generated.swift": file(
        table(
          "vocabularyRows",
          "Symbolic arguments: call.argument, form, sets, mask of the value field.", vocabularies)),
      "ChosenVocabularyRows.generated.swift": file(
        table(
          "chosenVocabularyRows",
          "Vocabularies that another argument chooses: call.argument, its values/form/sets/field;…",
          chosenVocabularies)),
      "ConstantRows.generated.swift": file(
        table(
          "constantRows",
          "Constants: name, sets, value on x86_64, and where they differ the other columns.",
          constants)),
      "ConstantSets.generated.swift": file(
        table("setRows", "The names of the sets that constants belong to.", Array(sets.keys)),
        lists("setMembers", "The constants of each set, as places in `constantRows`.", sets)),
      "GroupRows.generated.swift": file(
        table("groupRows", "The names of groups.", Array(groups.keys)),
        lists("groupMembers", "The calls of each group, as places in `syscallRows`.", groups)),
      "CounterpartRows.generated.swift": file(
        table(
          "counterpartRows",
          "Names: the calls that are made instead, the nearest first; whether C libraries differ.",
          counterparts)),
      "FallbackRows.generated.swift": file(
        table(
          "fallbackRows",
          "Calls that are tried: name, kind, calls made instead, calls of the same programs, errors.",
          fallbacks)),
      "RiskRows.generated.swift": file(
        table(
          "riskRows", "Calls with unexpected power: name, class or -, what can be done with it.",
          risks)),
      "RiskyValueRows.generated.swift": file(
        table(
          "riskyValueRows", "Values that lead far: call.argument, values or flags, their names.",
          riskyValues)),
      "VDSORows.generated.swift": file(
        table(
          "vdsoRows",
          "Calls that the vDSO answers: number, call, argument, its values, by the clock, ABIs.",
          vdso)),
      "MultiplexedRows.generated.swift": file(
        table(
          "multiplexedRows", "Calls behind a multiplexer: name, multiplexer, mask, selector.",
          multiplexed)),
    ]
  }

  /// The generated files of `CallDecoding`, about what is behind addresses: content by name.
  private var decodingOutputs: [String: String] {
    [
      "MemoryRows.generated.swift": file(
        table(
          "memoryRows",
          "Arguments that lead to memory: call.argument, what is there, its length, when.", memory),
        imports: "LinuxABI")
    ]
  }

  /// The generated files of `TraceReplay`, about what strace prints and what is learnt of it: content
  /// by name.
  private var traceOutputs: [String: String] {
    [
      "PrintedRegisterRows.generated.swift": file(
        table(
          "printedRegisterRows",
          "Arguments that strace does not print in the order or width of the registers.",
          printedRegisters), imports: "LinuxABI"),
      "PrintedNameRows.generated.swift": file(
        table(
          "printedNameRows",
          "Names that strace prints and the kernel's tables lack: name, value, known bits.",
          printedNames), imports: "LinuxABI"),
      "NarrowedArgumentRows.generated.swift": file(
        table(
          "narrowedArgumentRows",
          "Narrowed arguments: call.argument, what is allowed beside what was seen, how values are listed.",
          narrowedArguments), imports: "LinuxABI"),
      "CompanionRows.generated.swift": file(
        table(
          "companionRows",
          "Calls in whose place others are made at another load: name, those that add no power.",
          rows("companions.tsv").map { "\($0["call"] ?? "") \($0["beside"] ?? "")" }),
        imports: "LinuxABI"),
      "NeedRows.generated.swift": file(
        table(
          "needRows", "Calls that a log need not show: number, kind, conditions, calls, purpose.",
          needs), imports: "LinuxABI"),
    ]
  }

  /// The generated files of `PolicyLint`, about what calls can do: content by name.
  private var lintOutputs: [String: String] {
    [
      "AbilityRows.generated.swift": file(
        table(
          "abilityRows",
          "What several calls can do: number, kind, ability, call/way/parameters/use/same arguments/needs;…",
          abilities), imports: "LinuxABI"),
      "StartUpRows.generated.swift": file(
        table(
          "startUpRows",
          "What programs call before main: number, stage, calls, arguments, survives, fallback, ABIs.",
          startUp), imports: "LinuxABI"),
      "RestartedRows.generated.swift": file(
        table(
          "restartedRows", "Calls that go on as restart_syscall: number, call, use.", restarted),
        imports: "LinuxABI"),
    ]
  }

  /// The generated files of `Sekat`, about what the runtime of a confined process calls: content by
  /// name.
  private var applicationOutputs: [String: String] {
    [
      "RuntimeNeedRows.generated.swift": file(
        table(
          "runtimeNeedRows",
          "Calls of the runtime: call/…, part, errors without harm, call instead, who and what for.",
          runtimeNeeds), imports: "LinuxABI")
    ]
  }

  private var runtimeNeeds: [String] {
    rows("runtime-needs.tsv").map { row in
      ["call", "part", "errors", "instead", "who"]
        .map { (row[$0] ?? "").replacing(" ", with: "+") }.joined(separator: " ")
    }
  }

  private static let syscallSummary =
    "Calls: name, arguments, `*` for one in `registerRows`. An argument is name[/alias…]:class."

  func rows(_ name: String) -> [[String: String]] { facts[name]?.rows ?? [] }

  var syscalls: [String] {
    let differ = Set(rows("registers.tsv").compactMap { $0["name"] })
    return rows("syscalls.tsv").map { row in
      let aliases = Self.aliases(row["aliases"] ?? "-")
      let arguments = Self.arguments(row["args"] ?? "?", aliases: aliases)
      let name = row["name"] ?? ""
      return "\(name) \(arguments)\(differ.contains(name) ? " *" : "")"
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

  /// The names of the members of each group, those of groups within it included.
  private var groups: [String: [Int]] {
    let members = Dictionary(grouping: rows("groups.tsv")) { $0["group"] ?? "" }
      .mapValues { $0.map { $0["member"] ?? "" } }
    func flat(_ group: String) -> Set<String> {
      Set(
        (members[group] ?? []).flatMap { member in
          member.hasPrefix("@") ? flat(String(member.dropFirst())) : [member]
        })
    }
    let places = Self.places(of: rows("syscalls.tsv"))
    return Dictionary(
      uniqueKeysWithValues: members.keys.map { group in
        (group, flat(group).compactMap { places[$0] }.sorted())
      })
  }

  /// The places of the constants of each set.
  private var sets: [String: [Int]] {
    let places = Self.places(of: rows("constants.tsv"))
    var sets: [String: [Int]] = [:]
    for row in rows("constants.tsv") {
      for set in (row["sets"] ?? "").split(separator: ",") {
        sets[String(set), default: []].append(places[row["name"] ?? ""] ?? 0)
      }
    }
    return sets.mapValues { $0.sorted() }
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

  private var narrowedArguments: [String] {
    rows("narrowed-arguments.tsv").map {
      "\($0["syscall"] ?? "").\($0["arg"] ?? "") \($0["beside"] ?? "") \($0["listed"] ?? "")"
    }
  }

  private var counterparts: [String] {
    rows("counterparts.tsv").map {
      "\($0["name"] ?? "") \($0["instead"] ?? "") \($0["libraries"] ?? "")"
    }
  }

  private var fallbacks: [String] {
    rows("fallbacks.tsv").map { row in
      ["call", "kind", "instead", "beside", "errors"].map { row[$0] ?? "" }.joined(separator: " ")
    }
  }

  private var risks: [String] {
    rows("risks.tsv").map { row in
      ["name", "class", "power"].map { row[$0] ?? "" }.joined(separator: " ")
    }
  }

  /// Each ability with the calls that have it, numbered in the order of the facts; a blank in a name
  /// is a `+`, and there are none in tests.
  private var abilities: [String] {
    let rows = rows("abilities.tsv").filter { $0["ability"] != "-" }
    var names: [String] = []
    for row in rows where !names.contains(row["ability"] ?? "") {
      names.append(row["ability"] ?? "")
    }
    return names.enumerated().map { number, name in
      let own = rows.filter { $0["ability"] == name }
      let members = own.map { row in
        [
          row["call"] ?? "", row["way"] ?? "", row["parameters"] ?? "",
          Self.tests(row["use"] ?? ""),
          (row["same"] ?? "").replacing(";", with: ","),
          (row["needs"] ?? "").replacing(" ", with: "+"),
        ].joined(separator: "/")
      }
      return "\(1000 + number) \(own[0]["kind"] ?? "") \(name.replacing(" ", with: "+")) "
        + members.joined(separator: ";")
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
}
