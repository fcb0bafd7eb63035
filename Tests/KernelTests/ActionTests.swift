import ClassicBPF
import Glibc
import LinuxABI
import SeccompFilter
import TestSupport
import Testing

/// What the kernel does on each action.
@Suite(.enabled(if: KernelProbe.entries.contains(.native), "this machine's probe makes no calls"))
struct ActionTests {
  /// A program that decides getppid in one way and allows everything else.
  private func program(_ action: FilterAction) throws -> [BPFInstruction] {
    let machine = try #require(Machine.native)
    let number = try #require(Syscall.named("getppid")?.number(on: machine.abi))
    let rule = Rule(
      numbers: IntervalSet(number...number), condition: .always, action: action,
      origin: RuleOrigin(0))
    let filter = Filter(
      machine: machine,
      abis: [ABIFilter(abi: machine.abi, rules: [rule], defaultAction: .allow)],
      foreign: .killProcess, skipped: .errno(38))
    return try NativeBackend().instructions(for: filter)
  }

  /// What comes of getppid under filters.
  private func outcome(_ actions: FilterAction...) throws -> KernelProbe.Outcome {
    let machine = try #require(Machine.native)
    let number = try #require(Syscall.named("getppid")?.number(on: machine.abi))
    let call = try #require(
      KernelProbe.Call(
        SeccompData(number: number, auditArchitecture: machine.abi.auditArchitecture)))
    let job = KernelProbe.Job(try actions.map(program), calls: [call])
    let outcome = try #require(try KernelProbe.decide([job]).first)
    #expect(outcome.refusal == 0)
    return outcome
  }

  @Test func `allow and log let the call through`() throws {
    for action in [FilterAction.allow, .log] {
      let outcome = try outcome(action)
      #expect(outcome.death == nil)
      #expect(try #require(outcome.results.first) > 0)
    }
  }

  @Test(arguments: [0, 1, 38, 133, 4095] as [UInt16])
  func `errno is returned`(number: UInt16) throws {
    #expect(try outcome(.errno(number)).results == [-Int64(number)])
  }

  @Test func `trace and notify fail where nobody answers`() throws {
    #expect(try outcome(.trace(7)).results == [-38])
    #expect(try outcome(.notify).results == [-38])
  }

  @Test(arguments: [FilterAction.trap(3), .killThread, .killProcess])
  func `the others are deadly`(action: FilterAction) throws {
    let outcome = try outcome(action)
    #expect(outcome.death == .signal(SIGSYS))
    #expect(outcome.results.isEmpty)
  }

  @Test func `of two filters the strictest action counts, and of equal ones the last`() throws {
    #expect(try outcome(.errno(1), .errno(2)).results == [-2])
    #expect(try outcome(.errno(2), .errno(1)).results == [-1])
    let ordered: [FilterAction] = [.killProcess, .killThread, .trap(0), .errno(9), .notify]
    for (place, strict) in ordered.enumerated() {
      for mild in ordered[(place + 1)...] + [.trace(0), .log, .allow] {
        for pair in [(strict, mild), (mild, strict)] {
          let both = try outcome(pair.0, pair.1)
          let alone = try outcome(strict)
          #expect(both.death == alone.death && both.results == alone.results)
        }
        #expect(strict.isStricter(than: mild) && !mild.isStricter(than: strict))
      }
    }
  }
}
