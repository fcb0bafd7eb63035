import Sekat
import SourceDiagnostics
import Toolbox
import TraceReplay

extension Simulate {
  /// Replays what the kernel's audit tells, until the user has heard enough.
  ///
  /// - Parameters:
  ///   - replayer: Judges the calls.
  ///   - lines: What there is to print; it is written each time that there is nothing more to read.
  /// - Throws: `SekatError` where the kernel tells nothing, or no more.
  func follow(with replayer: inout LogReplayer, printing lines: LineOutput) throws(SekatError) {
    let wait = try FollowWait(for: following.time?.seconds)
    do throws(ReplayError) {
      var audit = try KernelAudit()
      Terminal.remark("sekat: following the kernel's audit; Ctrl-C ends that\n")
      let actions = KernelAudit.unrecordedActions
      if !actions.isEmpty {
        let names = actions.map { escaped($0) }.joined(separator: ", ")
        let sentence =
          "the kernel makes no records of \(names): see kernel.seccomp.actions_logged in sysctl(8)"
        Terminal.remark(
          wrapped(
            sentence.split(separator: " "), width: Terminal.reportWidth, first: "sekat: ", indent: 7
          ))
      }
      try replayer.follow(&audit, of: following.choice) { trouble in
        Terminal.complain("sekat: \(trouble)\n")
      } wait: { descriptor in
        lines.flush()
        return wait.wait(for: descriptor)
      }
    } catch {
      throw SekatError("cannot follow the kernel's audit: \(escaped(error.reason))")
    }
  }
}
