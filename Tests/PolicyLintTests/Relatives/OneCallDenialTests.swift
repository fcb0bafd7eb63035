import ClassicBPF
import LinuxABI
import SeccompFilter
import SourceDiagnostics
import Testing

@testable import PolicyLint

/// Policies that deny one call, or one use of it, and allow everything else: whatever else has the
/// ability is found, and nothing of it is left when all is mended.
///
/// The compiled filter is the judge, and the table of facts says what there is to be tried.
@Suite struct OneCallDenialTests {
  static let abis: [ABI] = [.x86_64, .aarch64, .i386]

  /// A policy for each line of an ability that says something about the others.
  private func policies(
    denying row: AbilityFacts.Row, on abi: ABI
  ) throws -> String {
    var rule = "{ \"syscalls\": [\"\(row.call)\"], "
    if row.way == "part" {
      let member = try #require(
        Effect.named(row.ability)?.members.first { $0.call.name == row.call })
      rule += "\"where\": \(CallUse.condition(of: [member.use])), "
    }
    return RelativesOutcome.denying(rule + "\"action\": { \"errno\": \"EACCES\" } }", on: abi)
  }

  @Test(arguments: abis) func `all others are named, and none is left`(abi: ABI) throws {
    var count = 0
    for (name, rows) in AbilityFacts.shared.abilities("effect", on: abi) {
      for row in rows where row.way == "usual" || row.way == "part" {
        let others = Set(rows.map(\.call)).subtracting([row.call])
        if others.isEmpty { continue }
        let outcome = try RelativesOutcome(policies(denying: row, on: abi))
        let found = outcome.faults.filter { $0.rule == RelativeLeftOpen.about.id }
        let text = found.map(\.problem).joined(separator: "\n")
        for other in others {
          // A longer list is cut off in the text, and not in the notes.
          let notes = found.flatMap(\.notes).map(\.message).joined()
          #expect(
            text.contains("'\(other)'") || notes.contains("'\(other)'") || notes.contains(" more"),
            "\(abi.name): \(name): \(row.call) denied, \(other) is not found: \(text)")
        }
        try expectWitness(of: found, among: abi)
        let fixed = try outcome.fixed()
        #expect(fixed.faults.isEmpty, "\(fixed.faults.map(\.problem)) \(fixed.text)")
        // What shows a finding is open because of what was found.
        for witness in found.compactMap(\.witness) {
          #expect(outcome.isAllowed(witness.call) && !fixed.isAllowed(witness.call))
        }
        expectNothingOpen(rows, except: row, under: fixed, on: abi)
        count += 1
      }
    }
    #expect(count > 100, "\(count)")
  }

  /// A witness is a call that has an ability, and that the filter allows.
  private func expectWitness(of findings: [Finding], among abi: ABI) throws {
    for finding in findings {
      let witness = try #require(finding.witness)
      let able = AbilityFacts.shared.rows.contains {
        $0.kind == "effect" && $0.way != "ring" && $0.matches(witness.call, on: abi)
      }
      #expect(able, "\(witness.text)")
      #expect(witness.action.passes)
    }
  }

  private func expectNothingOpen(
    _ rows: [AbilityFacts.Row], except denied: AbilityFacts.Row, under outcome: RelativesOutcome,
    on abi: ABI
  ) {
    for row in rows {
      guard let data = row.data(on: abi) else { continue }
      #expect(
        !outcome.isAllowed(data),
        "\(abi.name): \(row.ability): \(denied.call) denied, \(data.text) is left: \(outcome.text)")
      // On i386 the same call can be made through socketcall and ipc.
      guard let call = Syscall.named(row.call),
        let form = MultiplexedCall.form(of: call, on: abi),
        let number = form.multiplexer.number(on: abi)
      else { continue }
      let through = SeccompData(
        number: number, auditArchitecture: abi.auditArchitecture,
        arguments: [form.selector, 0, 0, 0, 0, 0])
      #expect(!outcome.isAllowed(through), "\(row.call) through \(form.multiplexer.name)")
    }
  }

  @Test(arguments: abis) func `work is named in a note`(abi: ABI) throws {
    for (name, rows) in AbilityFacts.shared.abilities("work", on: abi) {
      for row in rows where row.way == "usual" {
        let others = Set(rows.map(\.call)).subtracting([row.call])
        if others.isEmpty { continue }
        let outcome = try RelativesOutcome(policies(denying: row, on: abi))
        let notes = outcome.findings.filter { $0.severity == .note }
        #expect(notes.allSatisfy { $0.fix == nil })
        let text = notes.map { $0.problem + $0.advice }.joined()
        for other in others {
          #expect(
            text.contains("'\(other)'") || text.contains(" more"), "\(name): \(row.call): \(other)")
        }
      }
    }
  }
}
