#if Libseccomp
  import ClassicBPF
  import Foundation
  import LinuxABI
  import SeccompFilter
  import Testing

  @testable import LibseccompBackend

  @Suite struct CompilerProcessTests {
    /// Contexts that take libseccomp some time: a lone register against many values.
    private static func job(rules: Int) -> CompilationJob {
      job([
        FilterPlan.Context(
          defaultOutcome: .verdict(.errno(1)),
          rules: (0..<rules).map { place in
            FilterPlan.ContextRule(
              number: UInt32(place / 500),
              comparison: .init(
                register: 0, content: MaskedValue(mask: .max, value: UInt64(place) << 20 | 7)),
              outcome: .verdict(.allow), origin: RuleOrigin(place))
          })
      ])
    }

    private static func job(_ contexts: [FilterPlan.Context]) -> CompilationJob {
      CompilationJob(contexts, words: OutcomeWords(contexts))
    }

    /// What went wrong, if something did, and whether anything was left behind.
    private static func failure(
      of job: CompilationJob, within limit: Duration, killing isKilled: Bool = false
    ) throws -> CompilerProcess.Failure? {
      let process = try job.start(processorSeconds: 60)
      let (identifier, pipe) = (process.identifier, try pipe(process.descriptor))
      if isKilled { kill(identifier, SIGKILL) }
      var failure: CompilerProcess.Failure?
      do throws(CompilerProcess.Failure) {
        _ = try process.programs(of: job.contextCount, until: .now + limit)
      } catch {
        failure = error
      }
      #expect(waitpid(identifier, nil, WNOHANG) == -1 && errno == ECHILD, "a child is left")
      // Other tests may have taken over the number of the descriptor, so look for the pipe itself.
      let descriptors = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
      #expect(!descriptors.contains { (try? Self.pipe(Int32($0) ?? -1)) == pipe })
      return failure
    }

    /// What the kernel calls the pipe behind a descriptor.
    private static func pipe(_ descriptor: Int32) throws -> String {
      try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(descriptor)")
    }

    @Test func `a finished process leaves nothing behind`() throws {
      #expect(try Self.failure(of: Self.job(rules: 10), within: .seconds(60)) == nil)
    }

    @Test func `a process that takes too long is stopped`() throws {
      let failure = try Self.failure(of: Self.job(rules: 50_000), within: .milliseconds(30))
      guard case .timeLimit = failure else {
        Issue.record("\(String(describing: failure))")
        return
      }
    }

    @Test func `no time at all is too little`() throws {
      let failure = try Self.failure(of: Self.job(rules: 1), within: .zero)
      #expect(failure == .timeLimit(rule: nil))
    }

    @Test func `a process that ends early is noticed`() throws {
      let failure = try Self.failure(
        of: Self.job(rules: 50_000), within: .seconds(60), killing: true)
      guard case .ended = failure else {
        Issue.record("\(String(describing: failure))")
        return
      }
    }

    @Test func `a refusal names the rule`() throws {
      let good = FilterPlan.ContextRule(
        number: 1, comparison: nil, outcome: .verdict(.allow), origin: RuleOrigin(7))
      var bad = good
      bad.number = 2
      bad.outcome = .verdict(.errno(1))
      // An action that is the default is not one that libseccomp takes.
      let context = FilterPlan.Context(
        defaultOutcome: .verdict(.errno(1)), rules: [good, bad, good])
      #expect(
        try Self.failure(of: Self.job([context]), within: .seconds(60))
          == .refused(error: EACCES, rule: 1))
    }

    @Test func `the backend refuses what takes too long, with a sentence`() throws {
      let filter = Filter(
        machine: try #require(Machine(.x86_64)),
        abis: [ABIFilter(abi: .x86_64, rules: [], defaultAction: .allow)], foreign: .killProcess,
        skipped: .errno(38))
      let error = #expect(throws: FilterCompilationError.self) {
        try LibseccompBackend(timeLimit: .zero).instructions(for: filter)
      }
      #expect(
        error?.message == "libseccomp did not finish within 0.0 seconds; use the native backend")
    }

    @Test func `the stream may come in any pieces`() throws {
      let load = BPFInstruction(code: 0x20, k: 0)
      let end = BPFInstruction(code: 0xffff, jumpTrue: 2)
      let rule = BPFInstruction(code: 0xffff, jumpTrue: 1, k: 9)
      let bytes = BPFInstruction.bytes(of: [rule, load, load, end, rule, load, end])
      for step in 1...bytes.count {
        var stream = RecordStream(contextCount: 2)
        var isDone = false
        for start in stride(from: 0, to: bytes.count, by: step) {
          #expect(!isDone)
          isDone = try stream.take(bytes[start..<min(start + step, bytes.count)])
        }
        #expect(isDone)
        #expect(stream.programs == [[load, load], [load]])
        #expect(stream.rule == 9)
      }
    }

    @Test func `a stream that is too long for a program is not collected`() {
      let load = BPFInstruction(code: 0x20, k: 0)
      var stream = RecordStream(contextCount: 1)
      let bytes = BPFInstruction.bytes(of: Array(repeating: load, count: 2048))
      #expect(throws: CompilerProcess.Failure.tooLong) {
        for _ in 0..<3 { _ = try stream.take(bytes[...]) }
      }
    }
  }
#endif
