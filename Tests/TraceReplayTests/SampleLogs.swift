import ClassicBPF
import Foundation
import LinuxABI
import Testing

@testable import TraceReplay

/// Real logs, where they lie in a folder beside the package.
enum SampleLogs {
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../../shared/traces").standardizedFileURL

  static let isPresent = FileManager.default.fileExists(atPath: root.path)

  static let absence: Comment = "the sample logs are not beside the package, in ../shared/traces"

  /// The names of all logs.
  static var names: [String] {
    guard isPresent else { return [] }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: root.path)) ?? []
    return names.filter { $0.hasSuffix(".strace") || $0 == "perpid" }.sorted()
  }

  /// The logs whose registers were recorded.
  static var namesWithTruth: [String] {
    names.filter { $0.hasSuffix(".strace") }.filter {
      FileManager.default.fileExists(
        atPath: root.appending(path: $0.replacing(".strace", with: ".truth.tsv")).path)
    }
  }

  static func path(_ name: String) -> String { root.appending(path: name).path }
}

/// Filters that tests replay against.
enum TestFilters {
  /// A program that lets everything through.
  static var allowAll: ReplayFilter {
    get throws {
      let program = try BPFProgram(verifying: [
        BPFInstruction(code: 0x06, k: FilterAction.allow.returnValue)
      ])
      return ReplayFilter(name: "all", program: program, policy: nil)
    }
  }
}

extension LogReplayer {
  /// Gets ready to replay, with somebody who looks at every call.
  init(
    _ filters: [ReplayFilter], _ machine: Machine, _ options: ReplayOptions,
    observer: @escaping CallObserver
  ) {
    self.init(
      ClassVerdicts(VerdictEngine(filters, for: machine)), options, observer: observer)
  }
}

/// Every call of logs, and the report about them.
struct Replayed {
  var calls: [ObservedCall] = []
  var report: ReplayReport

  /// Replays files.
  init(
    _ paths: [String], against filters: [ReplayFilter]? = nil, options: ReplayOptions = .init()
  ) throws {
    final class Box { var calls: [ObservedCall] = [] }
    let box = Box()
    let machine = try #require(Machine(.x86_64))
    var replayer = LogReplayer(
      try filters ?? [TestFilters.allowAll], machine, options, observer: { box.calls.append($0) })
    for path in paths { try replayer.replay(path) }
    #expect(replayer.disagreement == nil)
    calls = box.calls
    report = replayer.report
  }

  /// Replays a text.
  init(text: String, against filters: [ReplayFilter], keepsGoing: Bool) throws {
    final class Box { var calls: [ObservedCall] = [] }
    let box = Box()
    let machine = try #require(Machine(.x86_64))
    var replayer = LogReplayer(
      filters, machine, ReplayOptions(keepsGoing: keepsGoing), observer: { box.calls.append($0) })
    replayer.replay(Array(text.utf8), named: "log")
    calls = box.calls
    report = replayer.report
  }
}
