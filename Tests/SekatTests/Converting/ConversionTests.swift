import ClassicBPF
import FilterProof
import LinuxABI
import SeccompFilter
import SeccompPolicy
import SourceDiagnostics
import TestSupport
import Testing

@testable import Sekat

/// What is written in another format decides the same, or it is not written.
@Suite struct ConversionTests {
  private static let machines = [ABI.x86_64, .aarch64, .s390x].compactMap(Machine.init)
  private static let others: [ConversionFormat] = [
    .oci, .docker, .seccompiler, .firecracker, .minijail, .systemd, .kafel,
  ]

  /// What a text of a format means on a machine.
  private static func resolve(
    _ text: String, for machine: Machine, by dialect: SeccompilerDialect? = nil
  ) throws -> ResolvedPolicy {
    let source = SourceText(name: "text.json", bytes: Array(text.utf8))
    let policy = try PolicyInput.load(
      Policy.File(source, trust: nil), in: Circumstances(dialect: dialect))
    return try PolicyInput.resolve(policy, for: machine)
  }

  private static func source(_ policy: ResolvedPolicy, on machine: Machine) -> ConversionSource {
    ConversionSource(ResolvedSubject(name: "random", machine: machine, content: .policy(policy)))
  }

  private static func random(_ seed: UInt64) throws -> (ResolvedPolicy, Machine, String) {
    let machine = machines[Int(seed) % machines.count]
    var random = RandomPolicyText(seed: seed, on: machine)
    let text = random.text()
    return (try resolve(text, for: machine), machine, text)
  }

  @Test(arguments: 0..<16 as Range<UInt64>)
  func `a policy comes back from sekat's own format`(seed: UInt64) throws {
    let (policy, machine, text) = try Self.random(seed)
    let conversion = try Conversion(of: Self.source(policy, on: machine), .init(to: .own))
    let back = try Self.resolve(conversion.text, for: machine)
    let comparison = try FilterProver().compare(
      .filter(policy.filter), .filter(back.filter), on: machine)
    #expect(comparison == .equal, "\(text)\n\(conversion.text)")
    #expect(conversion.remarks.isEmpty)
  }

  @Test(arguments: 100..<110 as Range<UInt64>)
  func `a compiled filter becomes a policy`(seed: UInt64) throws {
    let (policy, machine, text) = try Self.random(seed)
    let program = try NativeBackend().program(for: policy.filter)
    let source = ConversionSource(.program(program), named: "filter.bpf", on: machine)
    let conversion = try Conversion(of: source, .init(to: .own))
    let back = try Self.resolve(conversion.text, for: machine)
    let comparison = try FilterProver().compare(
      .program(program), .filter(back.filter), on: machine)
    #expect(comparison == .equal, "\(text)\n\(conversion.text)")
  }

  @Test(arguments: 200..<212 as Range<UInt64>)
  func `what other formats say is the same, and the rest is refused`(seed: UInt64) throws {
    let (policy, machine, text) = try Self.random(seed)
    for format in Self.others {
      let conversion: Conversion
      do throws(SekatError) {
        conversion = try Conversion(of: Self.source(policy, on: machine), .init(to: format))
      } catch {
        #expect(error.sentence.contains("cannot say"), "\(error.sentence)\n\(text)")
        continue
      }
      let read = try Self.resolve(conversion.text, for: machine, by: format.dialect)
      var calls = RandomCalls(for: policy.filter, seed: seed)
      for _ in 0..<2000 {
        let call = calls.next()
        let (own, other) = [policy, read].map { FilterEvaluator($0.filter).decide(call).action }
          .pair
        let isKnown =
          call.abi.map { Syscall.numbered(call.number, on: $0) != nil } ?? false
          && policy.filter.abis.contains { $0.abi == call.abi }
        let isSame = isKnown ? own == other : own.passes == other.passes
        #expect(isSame, "\(format) \(call.text): \(own), \(other)\n\(text)\n\(conversion.text)")
      }
    }
  }

  @Test(arguments: 300..<312 as Range<UInt64>)
  func `what is stricter is never wider`(seed: UInt64) throws {
    let (policy, machine, text) = try Self.random(seed)
    for format in Self.others {
      var options = Conversion.Options(to: format)
      options.approximates = true
      guard let conversion = try? Conversion(of: Self.source(policy, on: machine), options) else {
        continue
      }
      let read = try Self.resolve(conversion.text, for: machine, by: format.dialect)
      let wider = try FilterProver().firstRegions(
        of: [.filter(policy.filter), .filter(read.filter)], on: machine, upTo: 10
      ) { $0[1].permissiveness > $0[0].permissiveness }
      #expect(wider.regions.isEmpty, "\(format)\n\(text)\n\(conversion.text)")
    }
  }
}

extension [FilterAction] {
  fileprivate var pair: (FilterAction, FilterAction) { (self[0], self[1]) }
}
