extension TableGenerator {
  /// The columns that name calls, and what stands between the names in a cell.
  private static let callColumns: [(file: String, columns: [String])] = [
    ("registers.tsv", ["name"]), ("vocabularies.tsv", ["syscall"]), ("groups.tsv", ["member"]),
    ("printed-registers.tsv", ["syscall"]), ("narrowed-arguments.tsv", ["syscall"]),
    ("companions.tsv", ["call", "beside"]), ("abilities.tsv", ["call"]),
    // Its first column also has functions of C libraries.
    ("counterparts.tsv", ["instead"]), ("fallbacks.tsv", ["call", "instead", "beside"]),
    ("risks.tsv", ["name"]), ("risky-values.tsv", ["call"]), ("needs.tsv", ["call"]),
    ("vdso.tsv", ["call"]), ("multiplexed.tsv", ["call", "multiplexer"]),
    ("start-up.tsv", ["calls", "fallback"]), ("restarted.tsv", ["call"]),
    ("chosen-vocabularies.tsv", ["call"]), ("memory.tsv", ["call"]),
    ("dispensable.tsv", ["call"]),
  ]

  /// The columns that name constants.
  private static let columnsOfConstants: [(file: String, columns: [String])] = [
    ("narrowed-arguments.tsv", ["beside"]), ("risky-values.tsv", ["values"]),
    ("vdso.tsv", ["answered"]), ("chosen-vocabularies.tsv", ["values"]),
  ]

  /// The columns of tests and values of arguments, with constants in capital letters.
  private static let testColumns: [(file: String, columns: [String])] = [
    ("abilities.tsv", ["use"]), ("needs.tsv", ["conditions"]), ("start-up.tsv", ["arguments"]),
    ("restarted.tsv", ["use"]), ("runtime-needs.tsv", ["call"]),
    ("memory.tsv", ["when"]), ("dispensable.tsv", ["value"]),
  ]

  /// Names of calls, arguments, constants and ABIs that no table has, each with the file and the line: typing
  /// errors, since a fact about a call that does not exist says nothing.
  public var unknownNames: [String] {
    let calls = Set(rows("syscalls.tsv").compactMap { $0["name"] })
    let constants = Set(rows("constants.tsv").compactMap { $0["name"] })
    let abis = Set(Self.abis).union(["*", "32-bit", "64-bit"])
    return unknownArguments + unknownSets
      + unknown("call", in: Self.callColumns) { cell in
        cell.split(separator: ",").filter {
          !$0.hasPrefix("@") && !$0.hasPrefix("#") && !calls.contains(String($0))
        }
      }
      + unknown("call", in: [("runtime-needs.tsv", ["call", "instead"])]) { cell in
        // Arguments may follow the name.
        cell.prefix { $0 != " " }.split(separator: "/").filter { !calls.contains(String($0)) }
      }
      + unknown("constant", in: Self.columnsOfConstants) { cell in
        cell.split { ",|".contains($0) }.filter { !constants.contains(String($0)) }
      }
      + unknown("constant", in: Self.testColumns) { cell in
        cell.split { " ,;|=".contains($0) }.filter {
          ($0.first?.isUppercase ?? false) && !constants.contains(String($0))
        }
      }
      + unknown(
        "ABI",
        in: [
          ("vdso.tsv", ["abis"]), ("start-up.tsv", ["abis"]), ("registers.tsv", ["abi"]),
          ("printed-registers.tsv", ["abi"]),
        ]
      ) { cell in
        cell.split(separator: ",").filter { !abis.contains(String($0)) }
      }
  }

  /// Arguments that no prototype of their call has, on whatever ABI.
  private var unknownArguments: [String] {
    var names: [String: Set<Substring>] = [:]
    for row in rows("syscalls.tsv") + rows("registers.tsv") {
      let list = (row["args"] ?? "").split(separator: ";")
      names[row["name"] ?? "", default: []].formUnion(list.map { $0.prefix { $0 != ":" } })
    }
    let files = ["chosen-vocabularies.tsv", "memory.tsv", "dispensable.tsv"]
    return files.flatMap { file in
      rows(file).enumerated().flatMap { index, row in
        let selector = (row["when"] ?? "-").prefix { $0 != "=" }
        let named = [row["argument"] ?? "", row["length"] ?? "-", String(selector)]
        return (row["call"] ?? "").split(separator: ",").flatMap { call in
          named.filter { $0 != "-" && names[String(call)]?.contains(Substring($0)) != true }.map {
            "\(file):\(index + 2): '\(call)' has no argument '\($0)'"
          }
        }
      }
    }
  }

  /// Sets of constants that no constant belongs to.
  private var unknownSets: [String] {
    let sets = Set(rows("constants.tsv").flatMap { ($0["sets"] ?? "").split(separator: ",") })
    let files = ["vocabularies.tsv", "chosen-vocabularies.tsv"]
    return unknown("set of constants", in: files.map { ($0, ["sets"]) }) { cell in
      cell.split(separator: ",").filter { !sets.contains($0) }
    }
  }

  private func unknown(
    _ kind: String, in columns: [(file: String, columns: [String])],
    _ find: (String) -> [Substring]
  ) -> [String] {
    columns.flatMap { file, columns in
      rows(file).enumerated().flatMap { index, row in
        columns.compactMap { row[$0] }.filter { $0 != "-" }.flatMap(find).map {
          "\(file):\(index + 2): there is no \(kind) '\($0)'"
        }
      }
    }
  }
}
