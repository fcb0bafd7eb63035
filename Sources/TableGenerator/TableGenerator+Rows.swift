/// The lines of each table.
extension TableGenerator {
  var runtimeNeeds: [String] {
    rows("runtime-needs.tsv").map { row in
      ["call", "part", "errors", "instead", "who"]
        .map { (row[$0] ?? "").replacing(" ", with: "+") }.joined(separator: " ")
    }
  }

  var dispensable: [String] {
    numbered("dispensable.tsv", ["call", "argument", "value", "advice", "who"])
  }

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

  var vocabularies: [String] {
    rows("vocabularies.tsv").map { row in
      "\(row["syscall"] ?? "").\(row["arg"] ?? "") "
        + "\(row["form"] ?? "") \(row["sets"] ?? "") \(row["field"] ?? "")"
    }
  }

  var constants: [String] {
    rows("constants.tsv").map { row in
      let values = Self.constantColumns.map { row[$0] ?? "-" }
      let own = values.dropFirst().allSatisfy { $0 == "=" } ? [values[0]] : values
      return ([row["name"] ?? "", row["sets"] ?? ""] + own).joined(separator: " ")
    }
  }

  /// The names of the members of each group, those of groups within it included.
  var groups: [String: [Int]] {
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
  var sets: [String: [Int]] {
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
  var printedRegisters: [String] {
    Dictionary(grouping: rows("printed-registers.tsv")) { $0["syscall"] ?? "" }
      .map { name, rows in
        let shapes = rows.map { "\($0["abi"] ?? "")/\($0["when"] ?? "")/\($0["registers"] ?? "")" }
        return "\(name) \(shapes.joined(separator: ";"))"
      }
  }

  var printedNames: [String] {
    rows("printed-names.tsv").map {
      "\($0["name"] ?? "") \($0["value"] ?? "") \($0["known"] ?? "")"
    }
  }

  var narrowedArguments: [String] {
    rows("narrowed-arguments.tsv").map {
      "\($0["syscall"] ?? "").\($0["arg"] ?? "") \($0["beside"] ?? "") \($0["listed"] ?? "")"
    }
  }

  var counterparts: [String] {
    rows("counterparts.tsv").map {
      "\($0["name"] ?? "") \($0["instead"] ?? "") \($0["libraries"] ?? "")"
    }
  }

  var fallbacks: [String] {
    rows("fallbacks.tsv").map { row in
      ["call", "kind", "instead", "beside", "errors"].map { row[$0] ?? "" }.joined(separator: " ")
    }
  }

  var risks: [String] {
    rows("risks.tsv").map { row in
      ["name", "class", "power"].map { row[$0] ?? "" }.joined(separator: " ")
    }
  }

  /// Each ability with the calls that have it, numbered in the order of the facts; a blank in a name
  /// is a `+`, and there are none in tests.
  var abilities: [String] {
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
