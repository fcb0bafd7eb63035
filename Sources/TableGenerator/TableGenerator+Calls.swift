extension TableGenerator {
  /// Values by `call.argument`.
  var riskyValues: [String] {
    rows("risky-values.tsv").map { row in
      "\(row["call"] ?? "").\(row["argument"] ?? "") "
        + "\(row["form"] ?? "") \(row["values"] ?? "")"
    }
  }

  /// Each argument with what its values choose, in the order of the facts.
  var chosenVocabularies: [String] {
    var choices: [String: [String]] = [:]
    for row in rows("chosen-vocabularies.tsv") {
      let choice = ["values", "form", "sets", "field"].map { row[$0] ?? "" }
      for call in (row["call"] ?? "").split(separator: ",") {
        choices["\(call).\(row["argument"] ?? "")", default: []]
          .append(choice.joined(separator: "/"))
      }
    }
    return choices.map { "\($0.key) \($0.value.joined(separator: ";"))" }
  }

  /// What is in memory, by `call.argument`.
  var memory: [String] {
    rows("memory.tsv").map { row in
      "\(row["call"] ?? "").\(row["argument"] ?? "") "
        + ["kind", "length", "when"].map { row[$0] ?? "" }.joined(separator: " ")
    }
  }

  /// The calls in the order of the facts, which is that of messages.
  var vdso: [String] {
    numbered("vdso.tsv", ["call", "argument", "answered", "clock", "abis"])
  }

  var multiplexed: [String] {
    rows("multiplexed.tsv").map { row in
      ["call", "multiplexer", "mask", "selector"].map { row[$0] ?? "" }.joined(separator: " ")
    }
  }

  /// The stages and what each needs, in the order of the facts.
  var startUp: [String] {
    numbered("start-up.tsv", ["stage", "calls", "arguments", "survives", "fallback", "abis"])
  }

  var restarted: [String] {
    rows("restarted.tsv").enumerated().map { number, row in
      "\(1000 + number) \(row["call"] ?? "") \(Self.tests(row["use"] ?? ""))"
    }
  }

  /// The calls that are needed in the same way, in one line.
  var needs: [String] {
    var lines: [(key: String, purpose: String, calls: [String])] = []
    for row in rows("needs.tsv") {
      let key = "\(row["kind"] ?? "") \(Self.tests(row["conditions"] ?? ""))"
      let (purpose, call) = (row["purpose"] ?? "", row["call"] ?? "")
      if let known = lines.firstIndex(where: { $0.key == key && $0.purpose == purpose }) {
        lines[known].calls.append(call)
      } else {
        lines.append((key, purpose, [call]))
      }
    }
    return lines.enumerated().map { number, line in
      "\(1000 + number) \(line.key) \(line.calls.joined(separator: ",")) \(line.purpose)"
    }
  }

  /// Columns of a table whose order matters: a number stands before each line, all of one length.
  func numbered(_ name: String, _ columns: [String]) -> [String] {
    rows(name).enumerated().map { number, row in
      ([String(1000 + number)] + columns.map { row[$0] ?? "" }).joined(separator: " ")
    }
  }

  /// `flags has A, op is B; mode eq C` without blanks: `flags:has:A,op:is:B~mode:eq:C`.
  static func tests(_ text: String) -> String {
    text.replacing(", ", with: ",").replacing("; ", with: "~").replacing(" ", with: ":")
  }
}
