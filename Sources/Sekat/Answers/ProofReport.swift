import ClassicBPF
package import FilterProof
import LinuxABI
import SeccompFilter
import SourceDiagnostics
import Toolbox

/// Whether two subjects are the same on a machine.
package struct ProofAnswer {
  package let question: ProofQuestion
  package let comparison: Comparison
  package let cost: ProofCost

  /// The two sides, each with what it says to a call that tells them apart.
  fileprivate func sides(
    _ witness: Witness
  ) -> [(name: String, verdict: FilterAction, subjects: [ResolvedSubject])] {
    [
      (name(of: question.left), witness.left, question.left),
      (name(of: question.right), witness.right, question.right),
    ]
  }

  fileprivate func name(of stack: [ResolvedSubject]) -> String {
    stack.map { escaped($0.name) }.joined(separator: " + ")
  }

  fileprivate var text: String {
    let names = "\(name(of: question.left)) and \(name(of: question.right))"
    let machine = question.machine
    guard case .different(let witness) = comparison else {
      return "\(machine.name): \(names) are the same, for every possible call"
        + " (\(cost.nodes) nodes)\n"
    }
    var text = "\(machine.name): \(names) differ\n  \(CallText(witness.call).text)\n"
    let abi = witness.call.abi ?? machine.abi
    for side in sides(witness) {
      text += "    \(side.name): \(side.verdict.text(on: abi))\n"
      for subject in side.subjects {
        let label = side.subjects.count > 1 ? "\(escaped(subject.name)): " : ""
        text += "      \(label)\(subject.reason(for: witness.call))\n"
      }
    }
    return text
  }
}

/// The answers for all machines.
package struct ProofReport {
  package var answers: [ProofAnswer] = []

  package init() {}

  /// Whether nothing differs.
  package var isEqual: Bool { answers.allSatisfy { $0.comparison == .equal } }

  package var text: String { answers.map(\.text).joined() }

  package var json: String {
    var writer = JSONWriter()
    writer.object { writer in
      writer.member("equal", isEqual)
      writer.array("machines") { writer in
        for answer in answers {
          writer.object { writer in
            writer.member("machine", answer.question.machine.name)
            writer.member("equal", answer.comparison == .equal)
            writer.member("nodes", answer.cost.nodes)
            guard case .different(let witness) = answer.comparison else { return }
            writer.object("witness") { writer in
              CallText(witness.call).write(to: &writer)
              writer.array("sides") { writer in
                for side in answer.sides(witness) {
                  writer.object { writer in
                    writer.member("name", side.name)
                    let abi = witness.call.abi ?? answer.question.machine.abi
                    writer.member("verdict", side.verdict.text(on: abi))
                    writer.array("because") { writer in
                      for subject in side.subjects {
                        writer.value(subject.reason(for: witness.call))
                      }
                    }
                  }
                }
              }
            }
          }
        }
      }
    }
    return writer.text
  }
}
