import ClassicBPF
import SeccompFilter

extension BPFProgram {
  /// The program of instructions that come from libseccomp, if the kernel takes them.
  ///
  /// - Parameter instructions: The instructions.
  /// - Throws: `FilterCompilationError` when they are too many, or otherwise at fault.
  init(fromLibseccomp instructions: [BPFInstruction]) throws(FilterCompilationError) {
    do throws(BPFVerificationError) {
      try self.init(verifying: instructions)
    } catch {
      switch error.reason {
      case .tooLong(let count):
        throw FilterCompilationError(
          "the filter would have \(count) instructions, and the kernel takes at most "
            + "\(BPFProgram.maximumLength)")
      default:
        throw FilterCompilationError(
          "the program that libseccomp made is one that the kernel would refuse: \(error)")
      }
    }
  }
}
