import Foundation
import TestSupport

@testable import SekatTool

/// A command that a page shows, and what the page says that it prints.
struct TranscriptStep: Sendable {
  var command: String
  var output: String
}

/// A part of a page that is followed in its order: a file to write, or a command to run.
enum TranscriptPart: Sendable {
  /// The policy that the page shows.
  case policy(String)
  case step(TranscriptStep)

  /// The parts of a page of the project, with nothing of what its `console` blocks show left out.
  ///
  /// - Parameter path: The page, from the root of the project.
  /// - Returns: The parts in their order.
  /// - Throws: What the system says where it cannot be read.
  static func all(ofPage path: String) throws -> [TranscriptPart] {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../../\(path)").standardized
    var parts: [TranscriptPart] = []
    var script: [String] = []
    for block in MarkdownReader.blocks(of: try String(contentsOf: file, encoding: .utf8)) {
      guard case .code(let language, let lines) = block else { continue }
      switch language {
      case "json": parts.append(.policy(lines.joined(separator: "\n") + "\n"))
      case "sh": script = lines
      case "console": parts += steps(of: lines, after: script).map(TranscriptPart.step)
      default: break
      }
    }
    return parts
  }

  /// The commands of a block, each with the lines after it.
  ///
  /// A block that begins with output shows
  /// what the built program prints at the end of the script before it.
  private static func steps(of lines: [String], after script: [String]) -> [TranscriptStep] {
    var steps: [TranscriptStep] = []
    if lines.first?.hasPrefix("$ ") != true {
      let last = script.drop { !$0.hasPrefix(".build/release/sekat") }
      steps.append(TranscriptStep(command: last.joined(separator: "\n"), output: ""))
    }
    for line in lines {
      if line.hasPrefix("$ ") {
        steps.append(TranscriptStep(command: String(line.dropFirst(2)), output: ""))
      } else {
        steps[steps.count - 1].output += line + "\n"
      }
    }
    return steps
  }
}

extension TranscriptStep {
  /// What a page shows and what a run prints are compared without what no two runs have in common:
  /// addresses, and numbers of two digits or more, such as those of processes and lines of a trace.
  ///
  /// - Parameter text: What was printed.
  /// - Returns: The text with `ADDRESS` and `NUMBER` in their places, and one blank before any number.
  static func masked(_ text: String) -> String {
    text.replacing(/0x[0-9a-f]{8,}/, with: "ADDRESS")
      .replacing(/\b\d[\d,]+\b/, with: "NUMBER")
      .replacing(/\ +(NUMBER|\d)/) { " \($0.1)" }
  }

  /// The names of files that the command reads or writes.
  var files: [String] {
    command.matches(of: /[\w-]+\.(?:bpf|db|expect|json|log)\b/).map { String($0.0) }
  }

  /// Why this machine cannot show what the page shows, if it cannot.
  func obstacle(in folder: TemporaryFolder) throws -> String? {
    if command.contains("dmesg") {
      return "the kernel's log is everybody's; 'RecordTests' holds the page's record to its answer"
    }
    #if !arch(x86_64)
      for word in ["x86_64", "mkdir", "strace", "pure-compute"]
      where (command + output).contains(word) {
        return "it shows calls of x86_64"
      }
    #endif
    if output.contains("Debian GNU/Linux 12") {
      let release = try? String(contentsOfFile: "/etc/os-release", encoding: .utf8)
      if release?.contains("Debian GNU/Linux 12") != true { return "this is not Debian 12" }
    }
    for (program, trial) in Self.programs where command.matches(program) {
      guard try TranscriptStep(command: trial, output: "").run(in: folder).ending == .exit(0) else {
        return "'\(trial)' does not work here"
      }
    }
    return nil
  }

  /// Programs that may be missing, or not allowed to do their work, and what shows that.
  private static let programs = [
    ("bwrap", "bwrap --bind / / --unshare-net -- true"), ("curl", "curl --version"),
    ("sqlite3", "sqlite3 --version"), ("strace", "strace -f -o /dev/null true"),
  ]

  /// Runs the command as a shell would, with `sekat` where programs are searched for.
  func run(in folder: TemporaryFolder) throws -> ProcessResult {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    let variables = [
      "PATH=\(folder.path)/.build/release:\(path)", "LC_ALL=C", "HOME=\(folder.path)",
    ]
    return try TestSupport.run(
      "/bin/sh", ["-c", "exec 2>&1; umask 022\n\(command)\n"], environment: variables,
      directory: folder.path)
  }
}

extension String {
  /// Whether a word of the command is this program.
  fileprivate func matches(_ program: String) -> Bool {
    split(separator: " ").contains { $0 == program }
  }
}
