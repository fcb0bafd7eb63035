import Glibc
import SandboxLauncher
import SystemPackage

/// What a standard descriptor of a child is.
public enum ProcessStream: Hashable, Sendable {
  /// The same as that of this process.
  case inherited
  /// A pipe, of which this process has the other end.
  case pipe
  /// /dev/null.
  case null
  /// An open descriptor of this process, which stays open here.
  case descriptor(Int32)
}

/// The descriptors of a child, and what this process keeps of them.
struct OpenedStreams {
  /// The ends of pipes that this process keeps.
  private(set) var own: [PipeEnd?] = [nil, nil, nil]
  /// What the child gets; it must stay open until the child has been made.
  private var descriptors: InlineArray<3, Int32?> = [nil, nil, nil]
  private var held: [PipeEnd] = []

  init(
    input: ProcessStream, output: ProcessStream, errors: ProcessStream
  ) throws(LaunchError) {
    for (index, stream) in [input, output, errors].enumerated() {
      switch stream {
      case .inherited: continue
      case .descriptor(let descriptor): descriptors[index] = descriptor
      case .null:
        let file = try PipeEnd.null()
        held.append(file)
        descriptors[index] = file.descriptor
      case .pipe:
        let pipe = try PipePair()
        let (ofChild, ofParent) =
          index == 0 ? (pipe.reading, pipe.writing) : (pipe.writing, pipe.reading)
        held.append(ofChild)
        descriptors[index] = ofChild.descriptor
        own[index] = ofParent
      }
    }
  }

  /// What the child gets.
  var ofChild: ChildStreams { ChildStreams(descriptors) }

  /// Closes what only the child is to have.
  func closeChildEnds() { held.forEach { $0.close() } }
}
