import CStartup
import Glibc
import SandboxLauncher

cstartup_restore_environment()

// `run` is answered without ArgumentParser, whose first use costs more than the launch itself;
// everything else, and the help of `run`, goes to it.
let words = LauncherProcess.arguments.map { String(decoding: $0, as: UTF8.self) }
if words.first == "run" {
  let arguments = RunArguments.parse(words.dropFirst())
  switch arguments {
  case .help: SekatCommand.start(with: ["help", "run"])
  case .version: SekatCommand.start(with: ["--version"])
  case .run, .mistake: exit(launch(arguments))
  }
}
SekatCommand.start(with: words)
